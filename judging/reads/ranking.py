"""The ranking as the bureau reads it: places, means, spread, ties and where the cut falls."""

from dataclasses import dataclass
from fractions import Fraction

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
    means: list[str | None]
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
class Ranking:
    criteria: list[str]
    lists: list[tuple[str, list[RankingRow]]]

    @property
    def rows(self) -> list[RankingRow]:
        return [row for _name, rows in self.lists for row in rows]

    @property
    def contested(self) -> int:
        return sum(row.is_contested for row in self.rows)

    @property
    def shared(self) -> int:
        return sum(row.is_shared for row in self.rows)


def ranking(stage: Stage) -> Ranking:
    """Computed from the sheets that are final now; nothing of it is stored while the stage is open."""
    table = reads.table(stage)
    names = {criterion.code: criterion.name for criterion in table.criteria}
    lists = [(ranked.name, _rows(ranked, table, names)) for ranked in reads.ranked(table)]
    return Ranking([criterion.name for criterion in table.criteria], lists)


def _rows(ranked: reads.RankedList, table: reads.StageTable, names: dict[str, str]) -> list[RankingRow]:
    advanced, rows, was_inside = ranked.advanced, [], False
    for standing in ranked.standings:
        is_advanced = standing.code in advanced
        is_first_outside = was_inside and not is_advanced
        was_inside = is_advanced
        rows.append(_row(standing, ranked.name, table, names, is_advanced, is_first_outside))
    return rows


def _row(
    standing: scoring.Standing,
    list_name: str,
    table: reads.StageTable,
    names: dict[str, str],
    is_advanced: bool,
    is_first_outside: bool,
) -> RankingRow:
    facts, sheets = table.facts[standing.code], table.sheets(standing.code)
    spread = scoring.spread(table.rules, sheets)
    means = scoring.criterion_means(table.rules, sheets)
    decision = standing.decision
    return RankingRow(
        place=standing.place,
        key=standing.code,
        title=facts.title,
        agency=facts.agency,
        category=facts.category,
        list_name=list_name,
        total=_shown(standing.total),
        means=[_shown(means[criterion.code]) for criterion in table.criteria],
        gap=_shown(spread.gap) if spread else None,
        deviation=f"{spread.deviation:.2f}" if spread and spread.deviation is not None else None,
        is_contested=bool(spread) and spread.gap >= WIDE_GAP,
        is_shared=standing.is_shared,
        decision=published.rung_name(decision.rung, names) if decision else "",
        decision_above=table.facts[decision.above].title if decision else "",
        sheets=standing.sheets,
        awaited=sum(reading.is_awaited for reading in table.readings[standing.code]),
        is_advanced=is_advanced,
        is_first_outside=is_first_outside,
    )


def _shown(value: Fraction | None) -> str | None:
    return None if value is None else scoring.shown(value)
