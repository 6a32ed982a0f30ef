import logging
import os

from celery import Celery
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kipp.settings")

app = Celery("kipp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def load_pdf_engine(**_signal) -> None:
    """Processes that take documents load the engine as they start, so that no document waits for it."""
    if "documents" in app.amqp.queues.consume_from:
        from kipp.lib import pdf

        pdf.warm()
        logging.getLogger(__name__).info("The PDF engine is loaded")
