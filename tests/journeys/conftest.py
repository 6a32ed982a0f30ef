import re
from contextlib import contextmanager

import pytest
from django.core import mail
from django.test import TestCase

from kipp.celery import app


@pytest.fixture
def media(settings, tmp_path):
    """Files of one journey, in a folder of its own."""
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path)},
    }
    settings.STORAGES = {**settings.STORAGES, "default": storage}
    return tmp_path


@pytest.fixture
def worker(media):
    """`with worker():` a worker hears every bell that is rung, and has done its work when the block ends."""

    @contextmanager
    def working():
        with TestCase.captureOnCommitCallbacks(execute=True):
            yield

    app.conf.task_always_eager = True
    yield working
    app.conf.task_always_eager = False


@pytest.fixture
def invitation():
    """The link in the latest letter to an address."""

    def link(email: str) -> str:
        letter = next(one for one in reversed(mail.outbox) if one.to == [email])
        return re.search(r"http\S+/undangan/\S+/", letter.body).group()

    return link
