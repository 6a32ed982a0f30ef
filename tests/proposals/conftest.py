from datetime import timedelta

import pytest
from django.utils import timezone

from competitions.models import Competition
from tests.proposals.worlds import make_desk


@pytest.fixture
def media(settings, tmp_path):
    """Files of one test, in a folder of its own."""
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path)},
    }
    settings.STORAGES = {**settings.STORAGES, "default": storage}
    return tmp_path


@pytest.fixture
def desk(media):
    """An edition that is open now, by the server's own clock."""
    now = timezone.now()
    desk = make_desk(closes_at=now + timedelta(days=3))
    Competition.objects.filter(pk=desk.edition.pk).update(
        opens_at=now - timedelta(days=3), announced_at=now - timedelta(days=3)
    )
    desk.edition.refresh_from_db()
    return desk


@pytest.fixture
def writer(client, desk):
    """Signed in, with the session's own first write behind."""
    client.force_login(desk.writer)
    client.get("/healthz")
    return client
