"""The outbox. A letter is a row written with the act that causes it; a worker carries it away afterwards."""

import logging
import smtplib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from agencies.enums import MailStatus
from agencies.models import Mail, User
from agencies.querysets import MAIL_ATTEMPTS, MAIL_LEASE
from agencies.tasks import send_mail
from kipp.lib.doorbell import ring

from . import audit

LONGEST_SUBJECT = 200
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    to: str
    subject: str
    body: str


def write(to: str, template: str, context: Mapping[str, object]) -> Letter:
    """A letter from `templates/emails/<template>.txt`, whose first line is the subject."""
    with override(settings.LANGUAGE_CODE):
        text = render_to_string(f"emails/{template}.txt", {"site_url": settings.SITE_URL, **context})
    subject, _separator, body = text.strip().partition("\n")
    return Letter(to, subject, body.strip() + "\n")


def queue(*, to: str, subject: str, body: str, at: datetime) -> Mail:
    """Put one letter into the outbox, inside the transaction of the verb that causes it."""
    return queue_letters(letters=[Letter(to, subject, body)], at=at)[0]


@transaction.atomic
def queue_letters(*, letters: Iterable[Letter], at: datetime) -> list[Mail]:
    rows = [
        Mail(to=letter.to, subject=_single_line(letter.subject), body=letter.body, queued_at=at)
        for letter in letters
    ]
    rows = Mail.objects.bulk_create(rows, batch_size=500)
    for row in rows:
        ring(send_mail, mail_id=row.pk)
    return rows


def deliver(*, mail_id: int, at: datetime) -> bool:
    """Send one letter, unless another worker has it. Nothing is locked while the mail server answers."""
    if not Mail.objects.claim(mail_id, at):
        return False
    mail = Mail.objects.get(pk=mail_id)
    try:
        EmailMessage(mail.subject, mail.body, to=[mail.to]).send()
    except (smtplib.SMTPException, OSError) as error:
        logger.warning("Mail %s was not taken: %s", mail.pk, type(error).__name__)
        _note_failure(mail, at, _explained(error))
        return False
    mail.status, mail.sent_at, mail.body = MailStatus.SENT, at, ""
    mail.leased_until, mail.error = None, ""
    mail.save(update_fields=["status", "sent_at", "body", "leased_until", "error"])
    return True


@transaction.atomic
def retry_failed(*, by: User, at: datetime) -> int:
    """Queue every failed letter again with fresh attempts."""
    failed = list(Mail.objects.select_for_update().filter(status=MailStatus.FAILED))
    if not failed:
        return 0
    ids = [mail.pk for mail in failed]
    Mail.objects.filter(pk__in=ids).update(status=MailStatus.QUEUED, attempts=0, leased_until=None, error="")
    audit.record(by=by, at=at, verb="mail.retried", subject="mail:failed", count=len(ids))
    for mail_id in ids:
        ring(send_mail, mail_id=mail_id)
    return len(ids)


def _note_failure(mail: Mail, at: datetime, sentence: str) -> None:
    """Wait one lease before the next attempt; after the last one the letter is given up."""
    is_over = mail.attempts >= MAIL_ATTEMPTS
    mail.status = MailStatus.FAILED if is_over else MailStatus.QUEUED
    mail.leased_until = None if is_over else at + MAIL_LEASE
    mail.error = sentence
    mail.save(update_fields=["status", "leased_until", "error"])


def _explained(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _("Alamat penerima ditolak server surat.")
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return _("Server surat menolak nama pengguna atau kata sandi portal.")
    if isinstance(error, smtplib.SMTPResponseException):
        return _("Server surat menolak surat ini.")
    return _("Server surat tidak dapat dihubungi.")


def _single_line(text: str) -> str:
    return " ".join(text.split())[:LONGEST_SUBJECT]
