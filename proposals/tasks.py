"""Doorbells: a task wakes the verb that owns the work."""

from celery import shared_task
from django.utils import timezone


@shared_task
def render_receipt(*, receipt_id: int) -> None:
    from .services import receipts

    receipts.render(receipt_id=receipt_id, at=timezone.now())
