"""Doorbells: each wakes one verb."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="send_mail")
def send_mail(*, mail_id: int) -> None:
    from agencies.services import mailing

    mailing.deliver(mail_id=mail_id, at=timezone.now())
