"""The ranking as the bureau reads it: places, means, spread, ties and where the cut falls."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial

from django.core.cache import cache

from competitions.models import LedgerHead, Stage
from judging import scoring
from judging.reads import published
from judging.reads import standings as reads
from kipp.lib import canonical

KEPT_SECONDS = 600
WIDE_GAP = 25  # points of 100 between the highest and the lowest sheet, judged contested


#: The table that holds these entries, and perhaps others.
FactsOf = Callable[[Collection[str]], reads.StageTable]


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

    def __init__(self, lines: Sequence[Line], facts_of: FactsOf):
        self.lines, self.facts_of = lines, facts_of

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, at):
        if not isinstance(at, slice):
            return self._rows([self.lines[at]])[0]
        return self._rows(self.lines[at])

    def __iter__(self) -> Iterator[RankingRow]:
        return iter(self._rows(self.lines))

    def _rows(self, lines: Sequence[Line]) -> list[RankingRow]:
        above = {line.standing.decision.above for line in lines if line.standing.decision}
        table = self.facts_of({*above, *(line.standing.code for line in lines)})
        return [_row(line, table) for line in lines]


@dataclass(frozen=True)
class Ranking:
    criteria: Sequence[str]
    lines: Sequence[Line]
    facts_of: FactsOf

    @cached_property
    def rows(self) -> Rows:
        return Rows(self.lines, self.facts_of)

    @cached_property
    def contested_rows(self) -> Rows:
        return Rows([line for line in self.lines if line.is_contested], self.facts_of)

    @property
    def contested(self) -> int:
        return len(self.contested_rows)

    @property
    def shared(self) -> int:
        return sum(line.standing.is_shared for line in self.lines)


def ranking(stage: Stage) -> Ranking:
    """Computed from the sheets that are final now; nothing of it is stored in tables while it can change.

    Working out the order takes a third of a second for a national edition, and officials come back to it:
    it is kept for a while under the head of the ledger, which every change of a sheet moves.
    """
    key = _key(stage)
    kept = cache.get(key) if key else None
    if kept is not None:
        return Ranking(*kept, partial(_facts_of, stage))
    table = reads.table(stage)
    criteria = [criterion.name for criterion in table.criteria]
    lines = [line for ranked in reads.ranked(table) for line in _lines(ranked)]
    if key:
        cache.set(key, (criteria, lines), KEPT_SECONDS)
    return Ranking(criteria, lines, lambda codes: table)


def _facts_of(stage: Stage, codes: Collection[str]) -> reads.StageTable:
    return reads.table(stage, only=codes)


def _key(stage: Stage) -> str:
    """What the order hangs on; empty for an edition in which nothing has happened yet."""
    edition = stage.competition
    head = LedgerHead.objects.filter(competition=edition).values_list("hash", flat=True).first()
    if head is None:
        return ""
    rules = (
        stage.aggregate,
        stage.tie_ladder,
        stage.ranked_by,
        stage.cut_kind,
        stage.cut_count,
        stage.cut_total,
    )
    mark = f"{stage.pk} {head} {edition.revision} {rules}"
    return f"ranking:{canonical.sha256(mark)}"


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
