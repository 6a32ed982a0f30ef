"""How far a stage is, by juror and by entry: exact counts from one table of readings."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from competitions.models import Stage
from judging.enums import SheetStatus
from judging.models import Assignment, PanelMember
from proposals.models import Entry


@dataclass(frozen=True)
class JurorProgress:
    member: PanelMember
    total: int
    final: int
    started: int
    waived: int
    recused: int
    last_saved_at: datetime | None

    @property
    def awaited(self) -> int:
        return self.total - self.final

    @property
    def percent(self) -> int | None:
        """How much of the juror's own share is final; somebody without readings has none."""
        return round(100 * self.final / self.total) if self.total else None


@dataclass(frozen=True)
class ReadingState:
    """One juror's reading of one entry: `state` is final, draft, unread, waived or recused."""

    code: str
    juror: str
    state: str

    @property
    def is_awaited(self) -> bool:
        return self.state in ("draft", "unread")


@dataclass(frozen=True)
class EntryProgress:
    title: str
    agency: str
    proposal_code: str
    readers: int
    readings: list[ReadingState]

    @property
    def final(self) -> int:
        return sum(reading.state == "final" for reading in self.readings)

    @property
    def standing(self) -> int:
        return sum(reading.state not in ("waived", "recused") for reading in self.readings)

    @property
    def is_thin(self) -> bool:
        return self.standing < self.readers


def by_juror(stage: Stage) -> list[JurorProgress]:
    """One line a juror, the furthest behind first."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    saved: dict[int, datetime] = {}
    rows = Assignment.objects.filter(member__stage=stage).values_list(
        "member", "recused_at", "waiver", "sheet__status", "sheet__saved_at"
    )
    for member, recused, waiver, status, saved_at in rows:
        counts[member][_state(recused, waiver, status)] += 1
        if saved_at is not None:
            saved[member] = max(saved_at, saved.get(member, saved_at))
    members = PanelMember.objects.filter(stage=stage).select_related("user")
    lines = [_juror_line(member, counts[member.pk], saved.get(member.pk)) for member in members]
    return sorted(lines, key=lambda line: (-line.awaited, line.member.user.name))


def _juror_line(member: PanelMember, count: Counter[str], saved_at: datetime | None) -> JurorProgress:
    return JurorProgress(
        member=member,
        total=count["final"] + count["draft"] + count["unread"],
        final=count["final"],
        started=count["draft"],
        waived=count["waived"],
        recused=count["recused"],
        last_saved_at=saved_at,
    )


def _state(recused, waiver, status) -> str:
    if recused is not None:
        return "recused"
    if waiver is not None:
        return "waived"
    if status is None:
        return "unread"
    return "final" if status == SheetStatus.FINAL else "draft"


def entries(stage: Stage):
    """The stage's entries in order of title, to be paged before `with_readings`."""
    return (
        Entry.objects.filter(stage=stage).select_related("proposal__agency").order_by("proposal__title", "pk")
    )


def with_readings(stage: Stage, page: list[Entry]) -> list[EntryProgress]:
    """The readings of one page of entries: one query."""
    found: dict[int, list[ReadingState]] = defaultdict(list)
    rows = (
        Assignment.objects.filter(entry__in=page)
        .order_by("member__user__name")
        .values_list("entry", "code", "member__user__name", "recused_at", "waiver", "sheet__status")
    )
    for entry, code, juror, recused, waiver, status in rows:
        found[entry].append(ReadingState(code, juror, _state(recused, waiver, status)))
    return [
        EntryProgress(
            title=entry.proposal.title,
            agency=entry.proposal.agency.name,
            proposal_code=entry.proposal.code,
            readers=stage.readers,
            readings=found[entry.pk],
        )
        for entry in page
    ]
