from celery import shared_task
from django.utils import timezone


@shared_task(name="sweep")
def sweep() -> None:
    from kipp import sweeper

    dict(sweeper.sweep(at=timezone.now()))
