"""Which jurors a stage waits for, when they are reminded of it, and who was given something new."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q, QuerySet

from agencies.enums import NoticeKind
from agencies.models import Notice
from competitions import timeline
from competitions.enums import StageKind
from competitions.models import Stage
from judging.enums import SheetStatus
from judging.models import Assignment, PanelMember
from kipp.lib.moments import format_length

REMINDED, GIVEN = "reminded", "given"
#: Readings given one after the other are told of together, once nothing was added for so long.
GATHERED = timedelta(minutes=10)
#: Whoever was given something longer ago has found it without a letter.
NEWS = timedelta(days=7)

UNFINISHED = ~Q(sheet__status=SheetStatus.FINAL) | Q(sheet=None)


@dataclass(frozen=True)
class Behind:
    """A juror with `waiting` of `total` readings not final, since `since`; `told_at` is the last reminder."""

    member: PanelMember
    total: int
    waiting: int
    since: datetime
    last_saved_at: datetime | None
    told_at: datetime | None

    @property
    def final(self) -> int:
        return self.total - self.waiting


@dataclass(frozen=True)
class Given:
    """A juror who was given `count` readings that no letter told of, the last of them at `last_at`."""

    member: PanelMember
    count: int
    is_first: bool
    last_at: datetime


def open_stages(at: datetime) -> QuerySet[Stage]:
    """Stages that wait for sheets, with what a letter in their edition's name needs."""
    stages = Stage.objects.filter(
        kind=StageKind.SCORING, closed_at=None, competition__announced_at__lte=at
    ).exclude(closes_at__lte=at)
    return stages.filter(panel__assignments__isnull=False).distinct().select_related("competition__organiser")


def behind(stage: Stage) -> list[Behind]:
    """The furthest behind first. Three queries."""
    rows = (
        Assignment.objects.filter(entry__stage=stage, member__left_at=None, member__user__is_active=True)
        .standing()
        .order_by()
        .values_list("member")
        .annotate(
            total=Count("pk"),
            waiting=Count("pk", filter=UNFINISHED),
            since=Min("assigned_at", filter=UNFINISHED),
            saved=Max("sheet__saved_at"),
        )
        .filter(waiting__gt=0)
    )
    members, told = _members(stage), last_told(stage, REMINDED)
    found = [Behind(members[pk], *facts, told.get(members[pk].user_id)) for pk, *facts in rows]
    return sorted(found, key=lambda one: (-one.waiting, one.member.user.name))


def moments(stage: Stage) -> list[datetime]:
    edition = stage.competition
    if stage.closes_at is None:
        return []
    return timeline.reminder_moments(stage.closes_at, edition.reminder_days, edition.tz)


def owed(stage: Stage, at: datetime) -> list[tuple[Behind, datetime]]:
    """Who is to be reminded now, each with the moment whose turn it is."""
    planned, tz = moments(stage), stage.competition.tz
    if not has_opened(stage, at) or not any(moment <= at for moment in planned):
        return []
    found = []
    for one in behind(stage):
        since = max(filter(None, (one.since, stage.opens_at)))
        moment = timeline.reminder_now(planned, stage.closes_at, at, since, tz)
        if moment is not None and (one.told_at is None or one.told_at < moment):
            found.append((one, moment))
    return found


def has_opened(stage: Stage, at: datetime) -> bool:
    return stage.opens_at is None or stage.opens_at <= at


def newly_given(stage: Stage, at: datetime) -> list[Given]:
    """Jurors whose new readings have come to rest. Three queries."""
    told = last_told(stage, GIVEN)
    rows = (
        Assignment.objects.filter(entry__stage=stage, member__left_at=None, member__user__is_active=True)
        .standing()
        .filter(UNFINISHED, assigned_at__gt=at - NEWS)
        .values_list("member", "member__user", "assigned_at")
    )
    counts: Counter[int] = Counter()
    last: dict[int, datetime] = {}
    for member, user, assigned_at in rows:
        if user not in told or assigned_at > told[user]:
            counts[member] += 1
            last[member] = max(assigned_at, last.get(member, assigned_at))
    rested = [pk for pk in counts if last[pk] <= at - GATHERED]
    members = _members(stage) if rested else {}
    return [Given(members[pk], counts[pk], members[pk].user_id not in told, last[pk]) for pk in rested]


def last_told(stage: Stage, what: str) -> Mapping[int, datetime]:
    """User -> when they were last told this of the stage, by the clock, by the bureau or as a substitute."""
    told = Q(key__startswith=key_of(stage, what))
    if what == GIVEN:
        told |= Q(key__startswith="substitution:")
    rows = Notice.objects.filter(told, subject=subject_of(stage), kind=NoticeKind.JUROR)
    return dict(rows.order_by().values_list("user").annotate(last=Max("created_at")))


def subject_of(stage: Stage) -> str:
    return f"stage:{stage.code}"


def key_of(stage: Stage, what: str) -> str:
    return f"{subject_of(stage)}:{what}:"


def context_of(stage: Stage, one: Behind, at: datetime) -> dict[str, object]:
    """What the letter to somebody who is behind says."""
    return {
        "stage": stage,
        "competition": stage.competition,
        "waiting": one.waiting,
        "total": one.total,
        "due_at": stage.closes_at,
        "left": format_length(stage.closes_at - at) if stage.closes_at else "",
    }


def next_round(stage: Stage, found: Sequence[Behind], at: datetime) -> datetime | None:
    """The next morning on which those who are still behind are reminded by themselves."""
    return timeline.next_reminder(moments(stage), at) if found else None


def _members(stage: Stage) -> Mapping[int, PanelMember]:
    return PanelMember.objects.filter(stage=stage).select_related("user").in_bulk()
