import json
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from kipp.celery import app


@pytest.mark.django_db
def test_sweep_with_nothing_forgotten_touches_nothing():
    answer = StringIO()
    call_command("sweep", stdout=answer)
    assert json.loads(answer.getvalue()) == {
        "reminders": 0,
        "results": 0,
        "jurors": 0,
        "letters": 0,
        "documents": 0,
        "receipts": 0,
        "plans": 0,
    }


def test_beat_rings_only_tasks_that_exist():
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled - set(app.tasks) == set()


def test_routes_name_tasks_that_exist():
    app.loader.import_default_modules()
    assert set(settings.CELERY_TASK_ROUTES) - set(app.tasks) == set()
