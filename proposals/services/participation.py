"""Remind agencies that an edition waits for an entry of theirs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.enums import NoticeKind
from agencies.models import Agency, User
from agencies.services import audit, mailing, notices
from competitions.models import Competition
from kipp.lib.errors import Refused
from proposals.reads import participation_reminders as reads
from proposals.reads.participation_reminders import Recipient

TEMPLATE = "participation_reminder"
LONGEST_NOTE = 1000


@dataclass(frozen=True)
class Sent:
    """`passed_over` were chosen, but have sent something or were reminded since the page was shown."""

    agencies: int
    people: int
    passed_over: int


@transaction.atomic
def remind(
    *, competition: Competition, codes: Collection[str], by: User, at: datetime, note: str = ""
) -> Sent:
    """Write to the staff and heads of agencies that have entered nothing yet, each agency once a day.

    Whoever writes for several of them gets one letter. The letters were read before they were ordered, so
    they wait for nobody. Raises `Refused` when nobody is left to write to.
    """
    wanted = set(codes)
    list(Agency.objects.select_for_update().filter(code__in=wanted).order_by("pk"))  # one sender at a time
    if len(note) > LONGEST_NOTE:
        raise Refused(_("Catatan paling panjang 1.000 huruf."), status=422)
    chosen = [one for one in reads.targets(competition, at) if one.code in wanted and one.can_be_reminded]
    if not chosen:
        raise Refused(
            _(
                "Tidak ada yang dapat diingatkan: instansi yang dipilih sudah mengirim, sudah diingatkan "
                "hari ini, atau belum punya akun."
            )
        )
    told = _tell(competition, reads.recipients(chosen), by=by, at=at, note=note.strip())
    audit.record_many(
        by=by,
        at=at,
        verb=reads.VERB,
        subjects=[
            (f"agency:{one.code}", {"edition": competition.slug, "people": len(one.people)}) for one in chosen
        ],
    )
    return Sent(len(chosen), told, len(wanted) - len(chosen))


def letter(competition: Competition, recipient: Recipient, *, note: str = "") -> mailing.Letter:
    """The letter as it will be sent, for whoever looks at it first."""
    link = settings.SITE_URL + _page(competition, recipient.only_drafts)
    facts = {"person": _addressed(recipient), "link": link, **_context(competition, note)}
    return mailing.write(recipient.person.email, TEMPLATE, facts)


def _tell(competition: Competition, recipients: list[Recipient], *, by: User, at: datetime, note: str) -> int:
    """Those who have nothing are led to a new draft, those with a draft to their list."""
    subject, day = f"edition:{competition.slug}", at.astimezone(competition.tz).date()
    batch = notices.open_batch(
        organiser=competition.organiser,
        title=_("Pengingat keikutsertaan %(edition)s") % {"edition": competition.name},
        subject=subject,
        purpose=NoticeKind.REMINDER,
        holds=False,
        by=by,
        at=at,
    )
    return sum(
        notices.tell(
            to=[_addressed(one) for one in recipients if one.only_drafts is only_drafts],
            kind=NoticeKind.REMINDER,
            subject=subject,
            url=_page(competition, only_drafts),
            template=TEMPLATE,
            context=_context(competition, note),
            at=at,
            key=f"{subject}:participation:{day}",
            batch=batch,
        )
        for only_drafts in (False, True)
    )


def _page(competition: Competition, only_drafts: bool) -> str:
    return reverse("proposals:list") if only_drafts else reverse("proposals:start", args=[competition.slug])


def _context(competition: Competition, note: str) -> Mapping[str, object]:
    return {"competition": competition, "note": note}


def _addressed(recipient: Recipient) -> User:
    """The person, carrying what their letter is about: letters differ, the happening is one."""
    recipient.person.reminded_of = recipient
    return recipient.person
