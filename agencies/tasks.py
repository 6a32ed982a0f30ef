"""Doorbells: each wakes one verb."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="send_letters")
def send_letters(*, mail_ids: list[int]) -> None:
    from agencies.services import mailing

    mailing.deliver_all(mail_ids=mail_ids, at=timezone.now())
