"""Remind agencies of what they have not sent: by itself on the mornings before a deadline, or on request."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.enums import NoticeKind
from agencies.models import MailBatch, User
from agencies.services import audit, mailing, notices
from competitions.models import Competition
from competitions.services import letters
from kipp.lib.errors import Refused
from proposals.reads import reminders as reads
from proposals.reads.recipients import people_of, subject_of
from proposals.reads.reminders import Unsent, Waiting

#: Proposals of one edition in one round: the sweeper comes again in a minute for the rest.
ROUND = 200


def sweep(*, at: datetime) -> int:
    """Write the reminders whose morning has come; how many people were told.

    After days without a worker only the latest is written. A proposal that was sent meanwhile, or whose
    deadline has passed, is left in peace.
    """
    return sum(_remind(edition, at) for edition in reads.editions(at) if reads.owed(edition, at))


@transaction.atomic
def send_now(*, competition: Competition, by: User, at: datetime, agencies: Collection[str]) -> MailBatch:
    """Remind the chosen agencies now, whatever the calendar says. Raises Refused when none can be."""
    unsent = [one for one in reads.unsent(competition, at) if one.has_people]
    chosen = [one for one in unsent if one.proposal.agency.code in agencies]
    if not chosen:
        raise Refused(_("Pilih instansi yang belum mengirim dan sudah punya akun."), status=422)
    batch = letters.order(competition, NoticeKind.REMINDER, by=by, at=at)
    told = _tell(chosen, at, batch, [batch.code] * len(chosen))
    audit.record(
        by=by,
        at=at,
        verb="reminder.sent",
        subject=f"edition:{competition.slug}",
        batch=batch.code,
        agencies=sorted({one.proposal.agency.code for one in chosen}),
        people=told,
    )
    return batch


@dataclass(frozen=True)
class Preview:
    """What would leave now for one agency: to whom, and the words that the secretariat may read."""

    waiting: Waiting
    people: list[User]
    letter: mailing.Letter | None


def preview(chosen: Sequence[Waiting], at: datetime) -> list[Preview]:
    """In one query, whatever the number of agencies. Nothing is written."""
    named = reads.recipients([waiting.first.proposal for waiting in chosen])
    return [_previewed(waiting, named.get(waiting.agency.pk, []), at) for waiting in chosen]


def _previewed(waiting: Waiting, people: list[User], at: datetime) -> Preview:
    if not people:
        return Preview(waiting, people, None)
    one = waiting.first
    context = reads.context_of(one, [], at)
    return Preview(waiting, people, notices.compose(people[0], "reminder", "", context, reads.shown_of(one)))


@transaction.atomic
def _remind(edition: Competition, at: datetime) -> int:
    """Under lock, so that of two sweepers at once the second finds nothing left."""
    Competition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    due = reads.owed(edition, at)[:ROUND]
    if not due:
        return 0
    batch = letters.gather(edition, NoticeKind.REMINDER, at=at)
    return _tell([one for one, _moment in due], at, batch, [f"{moment:%Y-%m-%d}" for _one, moment in due])


def _tell(chosen: Sequence[Unsent], at: datetime, batch: MailBatch, marks: Sequence[str]) -> int:
    told = 0
    for (one, url, context), mark in zip(reads.letters(chosen, at), marks, strict=True):
        told += notices.tell(
            to=people_of(one.proposal),
            kind=NoticeKind.REMINDER,
            subject=subject_of(one.proposal),
            url=url,
            template="reminder",
            context=context,
            at=at,
            key=f"{subject_of(one.proposal)}:reminder:{one.due_at:%Y-%m-%dT%H:%M%z}:{mark}",
            batch=batch,
            until=one.due_at,
            shown=reads.shown_of(one),
        )
    return told
