"""Whose proposal is not sent yet, when they are reminded of it, and of what."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import DateTimeField, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.functional import cached_property

from agencies import roles
from agencies.enums import NoticeKind
from agencies.models import Agency, Membership, Notice, User
from competitions import timeline
from competitions.models import Competition
from kipp.lib.moments import format_length
from proposals.lifecycle import EDITABLE, IN_CORRECTION, WITH_HEAD, Status
from proposals.models import Correction, Proposal
from proposals.reads import drafts
from proposals.reads.readiness import Blocker, Readiness

#: Not sent, and still to be sent.
UNSENT = EDITABLE | WITH_HEAD
#: Things named in one letter; the rest is counted.
MOST_LINES = 10


@dataclass(frozen=True)
class Unsent:
    """A proposal that its agency has until `due_at` to send; `since` is when that became so.

    `title` is the one that was sent, empty before: a draft's title is its agency's alone.
    """

    proposal: Proposal
    edition: Competition
    due_at: datetime
    since: datetime
    title: str = ""

    @property
    def is_returned(self) -> bool:
        return self.proposal.status in IN_CORRECTION

    @property
    def is_awaiting(self) -> bool:
        return self.proposal.status in WITH_HEAD

    @property
    def told_at(self) -> datetime | None:
        return self.proposal.told_at

    @property
    def has_people(self) -> bool:
        return self.proposal.has_people

    @cached_property
    def moments(self) -> list[datetime]:
        return timeline.reminder_moments(self.due_at, self.edition.reminder_days, self.edition.tz)

    def next_at(self, at: datetime) -> datetime | None:
        return timeline.next_reminder(self.moments, at)

    def owed(self, at: datetime) -> datetime | None:
        """The moment whose reminder should have left by now and has not."""
        moment = timeline.reminder_now(self.moments, self.due_at, at, self.since, self.edition.tz)
        if moment is None or (self.told_at is not None and self.told_at >= moment):
            return None
        return moment


@dataclass(frozen=True)
class Waiting:
    """An agency that has not sent. Of its drafts nothing is told but that there are some."""

    agency: Agency
    ones: list[Unsent]

    @property
    def first(self) -> Unsent:
        return self.ones[0]

    @property
    def has_draft(self) -> bool:
        return any(not one.is_returned for one in self.ones)

    @property
    def returned_titles(self) -> list[str]:
        return [one.title for one in self.ones if one.is_returned]

    @property
    def told_at(self) -> datetime | None:
        return max((one.told_at for one in self.ones if one.told_at), default=None)

    def next_at(self, at: datetime) -> datetime | None:
        return min((moment for one in self.ones if (moment := one.next_at(at))), default=None)


def by_agency(found: Sequence[Unsent]) -> list[Waiting]:
    """The most urgent first."""
    groups: dict[int, Waiting] = {}
    for one in found:
        agency = one.proposal.agency
        groups.setdefault(agency.pk, Waiting(agency, [])).ones.append(one)
    return list(groups.values())


@dataclass(frozen=True)
class Round:
    """A morning on which so many agencies will be reminded, if nothing is sent until then."""

    moment: datetime
    count: int


def rounds(found: Sequence[Unsent], at: datetime) -> list[Round]:
    """The mornings ahead, the next first."""
    pairs = {(moment, one.proposal.agency_id) for one in found if one.has_people for moment in one.moments}
    ahead = Counter(moment for moment, _agency in pairs if moment > at)
    return [Round(moment, count) for moment, count in sorted(ahead.items())]


def editions(at: datetime) -> QuerySet[Competition]:
    """Those that may owe somebody a reminder."""
    waiting = Proposal.objects.filter(competition=OuterRef("pk"), status__in=UNSENT)
    announced = Competition.objects.filter(announced_at__lte=at).exclude(reminder_days=[])
    return announced.filter(Exists(waiting)).prefetch_related("extensions").select_related("organiser")


def unsent(edition: Competition, at: datetime) -> list[Unsent]:
    """Every proposal that can still be sent, the most urgent first. One query."""
    rows = (
        Proposal.objects.filter(competition=edition, status__in=UNSENT)
        .annotate(told_at=_told_at(), has_people=Exists(_writers()), returned_at=_returned_at())
        .select_related("agency")
    )
    found = [_unsent(row, edition) for row in rows]
    return sorted(
        (one for one in found if at < one.due_at),
        key=lambda one: (one.due_at, one.proposal.agency.name, one.proposal.pk),
    )


def owed(edition: Competition, at: datetime) -> list[tuple[Unsent, datetime]]:
    """Who is to be reminded now, each with the moment whose turn it is."""
    if not _is_near(edition, at):
        return []
    pairs = [(one, one.owed(at)) for one in unsent(edition, at) if one.has_people]
    return [(one, moment) for one, moment in pairs if moment is not None]


def recipients(proposals: Sequence[Proposal]) -> dict[int, list[User]]:
    """The staff and heads of agencies, by the agency's id. Who else works on a draft is not told."""
    by_agency: dict[int, dict[int, User]] = {}
    inside = Membership.objects.filter(
        agency__in={proposal.agency_id for proposal in proposals},
        role__in=roles.ENTRANT_ROLES,
        user__is_active=True,
    )
    for membership in inside.select_related("user").order_by("user__name", "user"):
        by_agency.setdefault(membership.agency_id, {})[membership.user_id] = membership.user
    return {pk: list(people.values()) for pk, people in by_agency.items()}


def letters(chosen: Sequence[Unsent], at: datetime) -> list[tuple[Unsent, str, dict]]:
    """For each proposal the address that its letter leads to and what the letter says."""
    held = drafts.load_all([one.proposal.as_written() for one in chosen])
    found = [(one, Readiness(held[one.proposal.pk], at).blockers) for one in chosen]
    return [(one, _url(one, blockers), context_of(one, blockers, at)) for one, blockers in found]


def shown_of(one: Unsent) -> dict:
    """What the secretariat reads instead: that a draft is not sent, and nothing of what it says."""
    return {"title": one.title, "is_shown": True}


def context_of(one: Unsent, blockers: list[Blocker], at: datetime) -> dict:
    return {
        "proposal": one.proposal,
        "title": one.proposal.title,
        "competition": one.edition,
        "due_at": one.due_at,
        "left": format_length(one.due_at - at),
        "is_returned": one.is_returned,
        "is_awaiting": one.is_awaiting,
        "lines": blockers[:MOST_LINES],
        "more": max(0, len(blockers) - MOST_LINES),
    }


def _url(one: Unsent, blockers: list[Blocker]) -> str:
    """The first field to mend; else the page of the next act."""
    if blockers and not one.is_awaiting:
        return blockers[0].url
    page = "proposals:submit" if one.proposal.status == Status.DRAFT else "proposals:detail"
    return reverse(page, args=[one.proposal.code])


def _unsent(row: Proposal, edition: Competition) -> Unsent:
    row.competition = edition
    if row.status in IN_CORRECTION:
        since = row.returned_at or row.created_at
        return Unsent(row, edition, row.correction_due_at, since, row.title)
    due_at = edition.closing(row.agency)
    moved = [e.granted_at for e in _extensions(edition, row) if e.until == due_at]
    return Unsent(row, edition, due_at, max([row.created_at, *moved]))


def _extensions(edition: Competition, row: Proposal) -> Iterable:
    return (e for e in edition.extensions.all() if e.agency_id in (None, row.agency_id))


def _is_near(edition: Competition, at: datetime) -> bool:
    """Whether any deadline may be close enough; corrections have dates of their own."""
    if edition.proposals.filter(status__in=IN_CORRECTION).exists():
        return True
    dates = [edition.closes_at, *(e.until for e in edition.extensions.all())]
    reach = timedelta(days=max(edition.reminder_days) + 1)
    return any(at < due <= at + reach for due in dates)


def _told_at() -> Subquery:
    """When somebody was last reminded of it, by the clock or by the secretariat."""
    about = Concat(Value("proposal:"), OuterRef("code"))
    reminders = Notice.objects.filter(subject=about, kind=NoticeKind.REMINDER).order_by("-created_at")
    return Subquery(reminders.values("created_at")[:1], output_field=DateTimeField())


def _returned_at() -> Subquery:
    open_ones = Correction.objects.filter(version__proposal=OuterRef("pk"), ended_at=None)
    return Subquery(open_ones.order_by("-asked_at").values("asked_at")[:1])


def _writers() -> QuerySet[Membership]:
    return Membership.objects.filter(
        agency=OuterRef("agency"), role__in=roles.ENTRANT_ROLES, user__is_active=True
    )
