"""Entries whose jurors are far apart, and who could read them once more."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from competitions.models import Stage
from judging import auditing, scoring
from judging.auditing import Contest
from judging.enums import ExpertiseLevel
from judging.models import Assignment, PanelMember
from judging.reads import standings
from judging.reads.plan_inputs import plan_inputs
from judging.reads.standings import EntryFacts
from proposals.models import Entry

#: Jurors offered for one entry, the fittest first.
OFFERED_AT_MOST = 6
#: Points of 100: the scale that dots are drawn on.
TOP = 100


@dataclass(frozen=True)
class Line:
    """A contested entry before it is shown. `awaited` sheets may still settle it."""

    facts: EntryFacts
    contest: Contest
    totals: tuple[tuple[int, Fraction], ...]  # panel member and total, the lowest first
    awaited: int
    is_read_again: bool

    @property
    def is_settled(self) -> bool:
        """Somebody beyond the plan has read it, or is about to."""
        return self.is_read_again or self.awaited > 0


@dataclass(frozen=True)
class Shown:
    """A line with the entry's code and names. Totals are strings of two decimals."""

    line: Line
    code: str
    jurors: list[tuple[str, str]]

    @property
    def gap(self) -> str:
        return scoring.shown(self.line.contest.gap)

    @property
    def dots(self) -> list[float]:
        return [float(total) for _member, total in self.line.totals]

    @property
    def top(self) -> int:
        return TOP


def contested(stage: Stage, only: Entry | None = None) -> list[Line]:
    """Those that nobody has read again yet first, then the widest gap. Exact; drafts do not count.

    A gap is held against the standard deviation of the whole stage, whichever entry is asked for.
    """
    if stage.contested_gap is None:
        return []
    table = standings.table(stage)
    totals = {
        key: {r.member_id: scoring.sheet_total(table.rules, sheet) for r, sheet in _counting(table, key)}
        for key, facts in table.facts.items()
        if not facts.is_absent
    }
    below = None if stage.contested_below is None else Fraction(stage.contested_below)
    found = auditing.contests(
        {k: list(row.values()) for k, row in totals.items()}, stage.contested_gap, below
    )
    lines = [_line(stage, table, key, contest, totals[key]) for key, contest in found.items()]
    kept = lines if only is None else [line for line in lines if line.facts.entry_id == only.pk]
    return sorted(kept, key=lambda line: (line.is_settled, -line.contest.gap, line.facts.entry_id))


def _counting(table: standings.StageTable, key: str):
    counting = [reading for reading in table.readings[key] if reading.counts]
    return [(reading, scoring.Sheet(reading.juror_code, reading.points)) for reading in counting]


def _line(stage: Stage, table: standings.StageTable, key: str, contest: Contest, totals) -> Line:
    return Line(
        facts=table.facts[key],
        contest=contest,
        totals=tuple(sorted(totals.items(), key=lambda pair: (pair[1], pair[0]))),
        awaited=sum(reading.is_awaited for reading in table.readings[key]),
        is_read_again=len(totals) > stage.readers,
    )


def shown(lines: Sequence[Line]) -> list[Shown]:
    """One page of lines: one query."""
    readings = Assignment.objects.filter(entry__in=[line.facts.entry_id for line in lines])
    codes: dict[int, str] = {}
    names: dict[int, str] = {}
    for entry, code, member, name in readings.values_list(
        "entry", "entry__code", "member", "member__user__name"
    ):
        codes[entry], names[member] = code, name
    return [
        Shown(
            line,
            codes[line.facts.entry_id],
            [(names[member], scoring.shown(total)) for member, total in line.totals],
        )
        for line in lines
    ]


@dataclass(frozen=True)
class Candidate:
    member: PanelMember
    level: ExpertiseLevel
    load: int


def candidates(stage: Stage, entry: Entry) -> list[Candidate]:
    """Who may read this entry once more: the fittest first, of them whoever reads least.

    Nobody in conflict, nobody who has stepped back from it, nobody kept apart from one of its readers, and
    nobody who has enough to read.
    """
    inputs = plan_inputs(stage)
    if entry.pk not in inputs.entries:
        return []
    loads = Counter(member for _entry, member in inputs.existing)
    readers = set(Assignment.objects.filter(entry=entry).values_list("member", flat=True))
    unwanted = {pair[1 - at] for pair in inputs.apart for at in (0, 1) if pair[at] in readers}
    levels = inputs.levels()[inputs.categories[inputs.entries.index(entry.pk)]]
    free = [
        (level, loads[member], member)
        for member, cap, level in zip(inputs.members, inputs.caps, levels, strict=True)
        if member not in readers | unwanted | inputs.gone
        and (entry.pk, member) not in inputs.barred
        and (cap is None or loads[member] < cap)
    ]
    rows = PanelMember.objects.filter(stage=stage, user__is_active=True).select_related("user").in_bulk()
    found = [Candidate(rows[pk], ExpertiseLevel(level), load) for level, load, pk in free if pk in rows]
    return sorted(found, key=lambda one: (-one.level, one.load, one.member.user.name))[:OFFERED_AT_MOST]
