"""The ranking as the bureau reads it: places, means, spread, ties and where the cut falls."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from competitions.models import Stage
from judging import scoring
from judging.reads import published
from judging.reads import standings as reads

WIDE_GAP = 25  # points of 100 between the highest and the lowest sheet, judged contested


@dataclass(frozen=True)
class RankingRow:
    """One entry; figures are strings of two decimals with a point, None without a final sheet."""

    place: int | None
    key: str
    title: str
    agency: str
    category: str
    list_name: str
    total: str | None
    means: list[tuple[str, str | None]]  # criterion and mean
    gap: str | None
    deviation: str | None
    is_contested: bool
    is_shared: bool
    decision: str
    decision_above: str
    sheets: int
    awaited: int
    is_advanced: bool
    is_first_outside: bool


@dataclass(frozen=True)
class Line:
    """What is known of an entry before it is shown: enough to count, filter and page."""

    standing: scoring.Standing
    list_name: str
    gap: Fraction | None
    is_advanced: bool
    is_first_outside: bool

    @property
    def is_contested(self) -> bool:
        return self.gap is not None and self.gap >= WIDE_GAP


class Rows(Sequence[RankingRow]):
    """Rows that are worked out when they are looked at: a page shows 25 of 3,500."""

    def __init__(self, lines: Sequence[Line], table: reads.StageTable):
        self.lines, self.table = lines, table

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, at):
        if isinstance(at, slice):
            return [_row(line, self.table) for line in self.lines[at]]
        return _row(self.lines[at], self.table)


@dataclass(frozen=True)
class Ranking:
    table: reads.StageTable
    lines: list[Line]

    @property
    def criteria(self) -> list[str]:
        return [criterion.name for criterion in self.table.criteria]

    @cached_property
    def rows(self) -> Rows:
        return Rows(self.lines, self.table)

    @cached_property
    def contested_rows(self) -> Rows:
        return Rows([line for line in self.lines if line.is_contested], self.table)

    @property
    def contested(self) -> int:
        return len(self.contested_rows)

    @property
    def shared(self) -> int:
        return sum(line.standing.is_shared for line in self.lines)


def ranking(stage: Stage) -> Ranking:
    """Computed from the sheets that are final now; nothing of it is stored while the stage is open."""
    table = reads.table(stage)
    return Ranking(table, [line for ranked in reads.ranked(table) for line in _lines(ranked)])


def _lines(ranked: reads.RankedList) -> Iterator[Line]:
    was_inside = False
    for standing in ranked.standings:
        is_advanced = standing.code in ranked.advanced
        sums = ranked.sums[standing.code]
        gap = max(sums) - min(sums) if sums else None
        yield Line(standing, ranked.name, gap, is_advanced, was_inside and not is_advanced)
        was_inside = is_advanced


def _row(line: Line, table: reads.StageTable) -> RankingRow:
    standing = line.standing
    facts, sheets = table.facts[standing.code], table.sheets(standing.code)
    spread = scoring.spread(table.rules, sheets)
    means = scoring.criterion_means(table.rules, sheets)
    names = {criterion.code: criterion.name for criterion in table.criteria}
    decision = standing.decision
    return RankingRow(
        place=standing.place,
        key=standing.code,
        title=facts.title,
        agency=facts.agency,
        category=facts.category,
        list_name=line.list_name,
        total=_shown(standing.total),
        means=[(criterion.name, _shown(means[criterion.code])) for criterion in table.criteria],
        gap=_shown(line.gap),
        deviation=f"{spread.deviation:.2f}" if spread and spread.deviation is not None else None,
        is_contested=line.is_contested,
        is_shared=standing.is_shared,
        decision=published.rung_name(decision.rung, names) if decision else "",
        decision_above=table.facts[decision.above].title if decision else "",
        sheets=standing.sheets,
        awaited=sum(reading.is_awaited for reading in table.readings[standing.code]),
        is_advanced=line.is_advanced,
        is_first_outside=line.is_first_outside,
    )


def _shown(value: Fraction | None) -> str | None:
    return None if value is None else scoring.shown(value)
