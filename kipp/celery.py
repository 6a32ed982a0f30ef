import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kipp.settings")

app = Celery("kipp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
