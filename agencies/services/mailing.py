"""The outbox. A letter is a row written with the act that causes it; a worker carries it away afterwards."""

import logging
import re
import smtplib
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from agencies.enums import MailStatus
from agencies.models import Mail, MailBatch, Notice, User
from agencies.querysets import MAIL_ATTEMPTS, MAIL_LEASE
from agencies.tasks import send_letters
from kipp.lib.doorbell import ring

from . import audit

LONGEST_SUBJECT = 200
GAP = re.compile(r"\n\s*\n")
#: Letters that one bell wakes a worker for.
CHUNK = 50
#: How long a worker goes on before it leaves the rest of its letters to the next one.
SECONDS_A_BELL = 15
logger = logging.getLogger(__name__)


class ServerAwayError(Exception):
    """The mail server does not answer, or answers nobody."""


@dataclass(frozen=True, slots=True)
class Letter:
    """`until`: when it is too late to send it; `notice`: what it says in the portal.

    `shown`: what the office in whose name it leaves reads, when the body is for the recipient alone.
    """

    to: str
    subject: str
    body: str
    shown: str = ""
    until: datetime | None = None
    notice: Notice | None = None


def write(to: str, template: str, context: Mapping[str, object]) -> Letter:
    """A letter from `templates/emails/<template>.txt`, whose first line is the subject."""
    with override(settings.LANGUAGE_CODE):
        text = render_to_string(f"emails/{template}.txt", {"site_url": settings.SITE_URL, **context})
    subject, _separator, body = text.strip().partition("\n")
    return Letter(to, subject, GAP.sub("\n\n", body.strip()) + "\n")


def queue(*, to: str, subject: str, body: str, at: datetime) -> Mail:
    """Put one letter into the outbox, inside the transaction of the verb that causes it."""
    return queue_letters(letters=[Letter(to, subject, body)], at=at)[0]


@transaction.atomic
def queue_letters(*, letters: Iterable[Letter], at: datetime, batch: MailBatch | None = None) -> list[Mail]:
    """Letters that wait while their batch is held; the others leave after the transaction."""
    status = _status_within(batch)
    rows = [
        Mail(
            batch=batch,
            notice=letter.notice,
            until=letter.until,
            to=letter.to,
            subject=single_line(letter.subject),
            body=letter.body,
            shown=letter.shown,
            status=status,
            queued_at=at,
        )
        for letter in letters
    ]
    rows = Mail.objects.bulk_create(rows, batch_size=500)
    if status == MailStatus.QUEUED:
        ring_for([row.pk for row in rows])
    return rows


def _status_within(batch: MailBatch | None) -> MailStatus:
    """Read under lock when a batch may wait: nobody releases it between this look and the letters."""
    if batch is None or batch.held_at is None:
        return MailStatus.QUEUED
    return MailBatch.objects.select_for_update().get(pk=batch.pk).letter_status


def ring_for(mail_ids: Sequence[int]) -> None:
    """One bell for many letters: five thousand invitations would flood the broker with as many bells."""
    for first in range(0, len(mail_ids), CHUNK):
        ring(send_letters, mail_ids=list(mail_ids[first : first + CHUNK]))


def deliver(*, mail_id: int, at: datetime) -> bool:
    """Send one letter, unless another worker has it."""
    return deliver_all(mail_ids=[mail_id], at=at) == 1


def deliver_all(*, mail_ids: Sequence[int], at: datetime, seconds: float = SECONDS_A_BELL) -> int:
    """Carry letters away over one connection, each claimed as it leaves; how many were sent.

    A worker that dies or meets a silent server leaves the rest as they are: queued, with no attempt used,
    for the sweeper to ring again. One that has worked for long enough rings for the rest itself.
    """
    started, sent = time.monotonic(), 0
    with closing(get_connection()) as connection:
        for position, mail_id in enumerate(mail_ids):
            if time.monotonic() - started > seconds:
                ring_for(mail_ids[position:])
                break
            try:
                sent += _carry(mail_id, at, connection)
            except ServerAwayError:
                break
    return sent


def _carry(mail_id: int, at: datetime, connection: BaseEmailBackend) -> bool:
    """Claim one letter and send it. Nothing is locked while the mail server answers.

    Raises ServerAwayError, with the failed attempt noted, when no other letter would fare better now.
    """
    if not Mail.objects.claim(mail_id, at):
        return False
    mail = Mail.objects.get(pk=mail_id)
    try:
        connection.open()  # once: it stays open for the letters that follow
        EmailMessage(mail.subject, mail.body, to=[mail.to], connection=connection).send()
    except (smtplib.SMTPException, OSError) as error:
        logger.warning("Mail %s was not taken: %s", mail.pk, type(error).__name__)
        _note_failure(mail, at, _explained(error))
        if _concerns_all(error):
            raise ServerAwayError from error
        return False
    mail.status, mail.sent_at = MailStatus.SENT, at
    mail.body = mail.body if mail.batch_id and not mail.shown else ""
    mail.leased_until, mail.error = None, ""
    mail.save(update_fields=["status", "sent_at", "body", "leased_until", "error"])
    return True


@transaction.atomic
def retry_failed(*, by: User, at: datetime, batch: MailBatch | None = None) -> int:
    """Queue failed letters again with fresh attempts: of one batch, or all that this person answers for."""
    letters = Mail.objects.visible_to(by) if batch is None else batch.letters.all()
    failed = letters.filter(status=MailStatus.FAILED).values_list("pk", flat=True)
    ids = list(Mail.objects.select_for_update().filter(pk__in=failed).values_list("pk", flat=True))
    if not ids:
        return 0
    Mail.objects.filter(pk__in=ids).update(status=MailStatus.QUEUED, attempts=0, leased_until=None, error="")
    subject = "mail:failed" if batch is None else f"batch:{batch.code}"
    audit.record(by=by, at=at, verb="mail.retried", subject=subject, count=len(ids))
    ring_for(ids)
    return len(ids)


def _note_failure(mail: Mail, at: datetime, sentence: str) -> None:
    """Wait one lease before the next attempt; after the last one the letter is given up."""
    is_over = mail.attempts >= MAIL_ATTEMPTS
    mail.status = MailStatus.FAILED if is_over else MailStatus.QUEUED
    mail.leased_until = None if is_over else at + MAIL_LEASE
    mail.error = sentence
    mail.save(update_fields=["status", "leased_until", "error"])


def _concerns_all(error: Exception) -> bool:
    """Whether the next letter would fare no better: not when an address or a text was refused for good."""
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code < 500
    return not isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPNotSupportedError)


def _explained(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _("Alamat penerima ditolak server surat.")
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return _("Server surat menolak nama pengguna atau kata sandi portal.")
    if isinstance(error, smtplib.SMTPResponseException):
        return _("Server surat menolak surat ini.")
    return _("Server surat tidak dapat dihubungi.")


def single_line(text: str) -> str:
    return " ".join(text.split())[:LONGEST_SUBJECT]
