"""Tell people what befell: a notice in the portal and, for what they want by mail, a letter.

How to use it, inside the verb that makes it happen and its transaction:

    notices.tell(
        to=User.objects.writing_for(proposal.agency),
        kind=NoticeKind.RETURNED, template="returned",
        subject=f"proposal:{proposal.code}", url=reverse("proposals:detail", args=[proposal.code]),
        context={"proposal": proposal, "reason": reason}, at=at,
        key=f"proposal:{proposal.code}:returned:{number}",
        batch=notices.gather(...),
    )

`templates/emails/<template>.txt` extends `emails/letter.txt` and knows `person`, `link` and what `context`
brings; its first line is the title of both, the paragraph after the salutation the text of the notice.
`key` names the happening: telling it again, by a second click or a second worker, tells nobody twice. A
batch is how letters leave in an organiser's name: `gather` finds or opens the one for what the portal writes
by itself, `open_batch` is for letters that a person has just ordered. With `holds` they wait to be read; the
notice in the portal appears at once. Without a batch a letter leaves at once and its words are not kept.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.enums import MUTABLE, MailStatus, NoticeKind
from agencies.models import Agency, Mail, MailBatch, Notice, User
from kipp.lib.errors import Refused

from . import audit, mailing


@transaction.atomic
def tell(
    *,
    to: Iterable[User],
    kind: NoticeKind,
    subject: str,
    url: str,
    template: str,
    context: Mapping[str, object],
    at: datetime,
    key: str,
    batch: MailBatch | None = None,
    by_mail: bool = True,
    until: datetime | None = None,
    shown: Mapping[str, object] | None = None,
) -> int:
    """Tell everybody whose account is open and who was not told yet; how many that were.

    The number of queries does not depend on the number of people. A letter that has not left by `until`
    never leaves. `shown` is what changes in the context when the office that answers for the letter reads
    it: nothing of a draft is said there, nor where it lies. See the module for how to call it.
    """
    people = {person.pk: person for person in to if person.is_active}
    drafts = {pk: compose(person, template, url, context, shown) for pk, person in people.items()}
    rows = [
        Notice(
            user=person,
            kind=kind,
            title=mailing.single_line(drafts[pk].subject),
            text=_gist(drafts[pk].body),
            url=url,
            subject=subject,
            key=key,
            created_at=at,
        )
        for pk, person in people.items()
    ]
    told = _kept(rows)
    if by_mail:
        letters = [
            replace(drafts[notice.user_id], notice=notice, until=until)
            for notice in told
            if kind not in MUTABLE or kind not in people[notice.user_id].unmailed
        ]
        mailing.queue_letters(letters=letters, at=at, batch=batch)
    return len(told)


def compose(
    person: User,
    template: str,
    url: str,
    context: Mapping[str, object],
    shown: Mapping[str, object] | None = None,
) -> mailing.Letter:
    """What a person would be told, before anybody tells it."""
    said = {"person": person, "link": settings.SITE_URL + url, **context}
    letter = mailing.write(person.email, template, said)
    if shown is None:
        return letter
    return replace(letter, shown=mailing.write(person.email, template, {**said, "link": "", **shown}).body)


def read(*, notice: Notice, at: datetime) -> Notice:
    """Its person has opened it; the first time counts."""
    Notice.objects.filter(pk=notice.pk).unread().update(read_at=at)
    return notice


def read_all(*, by: User, at: datetime) -> int:
    return Notice.objects.visible_to(by).unread().update(read_at=at)


@transaction.atomic
def choose_mail(*, by: User, at: datetime, kinds: Iterable[NoticeKind]) -> User:
    """Which kinds a person takes by mail. What decides about a proposal always comes."""
    user = User.objects.select_for_update().get(pk=by.pk)
    user.unmailed = sorted(MUTABLE - set(kinds))
    user.save(update_fields=["unmailed"])
    audit.record(by=by, at=at, verb="user.chose_mail", subject=f"user:{user.code}", without=user.unmailed)
    return user


def settle(*, subject: str, kind: NoticeKind, at: datetime) -> None:
    """What was asked for is done: the notices are read, and letters that have not left stay."""
    Notice.objects.filter(subject=subject, kind=kind).unread().update(read_at=at)
    letters = Mail.objects.filter(notice__subject=subject, notice__kind=kind)
    letters.filter(status__in=[MailStatus.HELD, MailStatus.QUEUED]).update(
        status=MailStatus.CANCELLED, error=_("Tidak diperlukan lagi.")
    )


def gather(
    *, organiser: Agency, title: str, subject: str, purpose: NoticeKind, holds: bool, at: datetime
) -> MailBatch:
    """The batch that letters written by themselves join: one that waits to be read, or the one for good."""
    open_one = MailBatch.objects.gathering(subject, purpose, holds=holds).order_by("pk").first()
    return open_one or open_batch(
        organiser=organiser, title=title, subject=subject, purpose=purpose, holds=holds, by=None, at=at
    )


def open_batch(
    *,
    organiser: Agency,
    title: str,
    subject: str,
    purpose: NoticeKind,
    holds: bool,
    by: User | None,
    at: datetime,
) -> MailBatch:
    """A new batch in the name of an organiser; with `holds` its letters wait for somebody to read them."""
    return MailBatch.objects.create(
        organiser=organiser,
        title=title[:200],
        subject=subject,
        purpose=purpose,
        written_at=at,
        written_by=by,
        held_at=at if holds else None,
    )


@transaction.atomic
def release(*, batch: MailBatch, by: User, at: datetime, read_to: int | None = None) -> MailBatch:
    """Let a batch that was read go out. Its letters leave like any others.

    `read_to` is the last letter that the reader's page knew: refused when others have joined since.
    """
    batch = _locked_waiting(batch)
    if read_to is not None and batch.letters.filter(status=MailStatus.HELD, pk__gt=read_to).exists():
        raise Refused(_("Ada surat baru sejak Anda membuka halaman ini. Baca dahulu, lalu kirim."))
    batch.released_at, batch.released_by = at, by
    batch.save(update_fields=["released_at", "released_by"])
    waiting = batch.letters.filter(status=MailStatus.HELD)
    ids = list(waiting.values_list("pk", flat=True))
    waiting.update(status=MailStatus.QUEUED, queued_at=at)
    mailing.ring_for(ids)
    audit.record(by=by, at=at, verb="mail.released", subject=f"batch:{batch.code}", count=len(ids))
    return batch


@transaction.atomic
def cancel(*, batch: MailBatch, by: User, at: datetime, reason: str) -> MailBatch:
    """Keep a batch that was read from leaving; the letters stay as they were written, with the reason."""
    batch = _locked_waiting(batch)
    if not reason.strip():
        raise Refused(_("Tulis alasan pembatalan."), status=422)
    batch.cancelled_at, batch.cancelled_by, batch.reason = at, by, reason.strip()
    batch.save(update_fields=["cancelled_at", "cancelled_by", "reason"])
    count = batch.letters.filter(status=MailStatus.HELD).update(status=MailStatus.CANCELLED)
    audit.record(
        by=by, at=at, verb="mail.cancelled", subject=f"batch:{batch.code}", count=count, reason=batch.reason
    )
    return batch


def _locked_waiting(batch: MailBatch) -> MailBatch:
    row = MailBatch.objects.select_for_update().get(pk=batch.pk)
    if row.is_held:
        return row
    if row.cancelled_at is not None:
        raise Refused(_("Kiriman ini sudah dibatalkan."))
    raise Refused(_("Surat dalam kiriman ini sudah dikirim."))


def _kept(rows: list[Notice]) -> list[Notice]:
    """Store the notices; those that are new. Of two workers with the same key, the database takes one."""
    Notice.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return list(Notice.objects.filter(code__in=[row.code for row in rows]).order_by("pk"))


def _gist(body: str) -> str:
    """The paragraph after the salutation."""
    _salutation, _gap, rest = body.partition("\n\n")
    return re.sub(r"\s+", " ", rest.partition("\n\n")[0]).strip()
