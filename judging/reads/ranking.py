"""The ranking as the bureau reads it: places, means, spread, ties and where the cut falls."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache as cache_of
from functools import cached_property
from math import sqrt
from typing import NamedTuple

from django.core.cache import cache

from competitions.models import LedgerHead, Stage
from competitions.reads import final_score
from judging import scoring
from judging.reads import lists as reads
from judging.reads import published, standings
from kipp.lib import canonical

KEPT_SECONDS = 600


class RankingRow(NamedTuple):
    """One entry; figures are strings of two decimals with a point, None without a final sheet.

    `parts` are the stages that make the total, with weight and total each, where there are several.
    `scored_place` and `ruling` are of an entry that a plenary moved: whence, and why.
    """

    place: int | None
    key: str
    title: str
    agency: str
    category: str
    list_name: str
    total: str | None
    means: tuple[tuple[str, str | None], ...]  # criterion and mean
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
    left: str
    parts: tuple[tuple[str, int, str | None], ...]
    scored_place: int | None
    ruling: str


@dataclass(frozen=True)
class Ranking:
    """`absent` entries were not presented, `excluded` ones were taken off by a plenary: they have no place.

    `final` of `standing` sheets are in.
    """

    criteria: Sequence[str]
    rows: Sequence[RankingRow]
    absent: Sequence[standings.EntryFacts]
    excluded: Sequence[tuple[standings.EntryFacts, reads.Departure]]
    final: int
    standing: int

    @cached_property
    def parts(self) -> list[tuple[str, int]]:
        """The stages that make the score, each with its weight; none where this one is all."""
        return [(name, weight) for name, weight, _total in self.rows[0].parts] if self.rows else []

    @property
    def sum(self) -> str:
        return final_score.formula([(weight, name) for name, weight in self.parts]) if self.parts else ""

    @property
    def width(self) -> int:
        """Columns of the bureau's table."""
        return 6 + len(self.parts) + len(self.criteria)

    @cached_property
    def contested_rows(self) -> list[RankingRow]:
        return [row for row in self.rows if row.is_contested]

    @property
    def contested(self) -> int:
        return len(self.contested_rows)

    @property
    def shared(self) -> int:
        return sum(row.is_shared for row in self.rows)


def ranking(stage: Stage) -> Ranking:
    """Computed from the sheets that are final now; nothing of it is stored in tables while it can change.

    Working it out takes half a second for a national edition, and officials come back to it: it is kept
    for a while under the head of the ledger, which every change of a sheet moves.
    """
    key = _key(stage)
    kept = cache.get(key) if key else None
    if kept is not None:
        return Ranking(*kept)
    found = _worked_out(standings.table(stage))
    if key:
        cache.set(key, found, KEPT_SECONDS)
    return Ranking(*found)


def _key(stage: Stage) -> str:
    """What the order hangs on; empty for an edition in which nothing has happened yet."""
    edition = stage.competition
    head = LedgerHead.objects.filter(competition=edition).values_list("hash", flat=True).first()
    if head is None:
        return ""
    rules = (
        stage.weight,
        stage.aggregate,
        stage.tie_ladder,
        stage.ranked_by,
        stage.cut_kind,
        stage.cut_count,
        stage.cut_total,
        stage.contested_gap,
        stage.contested_below,
    )
    mark = f"{stage.pk} {head} {edition.revision} {rules}"
    return f"ranking/5:{canonical.sha256(mark)}"


def _worked_out(table: standings.StageTable) -> tuple:
    """Plain values, in the order of Ranking's fields: they come out of a cache faster than objects."""
    lists = reads.ranked(table)
    present = [table.readings[key] for key, facts in table.facts.items() if not facts.is_absent]
    return (
        [criterion.name for criterion in table.criteria],
        [row for ranked in lists for row in _rows(ranked, table)],
        [facts for ranked in lists for facts in ranked.absent],
        [(facts, ranked.departures[facts.key]) for ranked in lists for facts in ranked.excluded],
        sum(reading.counts for readings in present for reading in readings),
        sum(reading.counts or reading.is_awaited for readings in present for reading in readings),
    )


def _rows(ranked: reads.RankedList, table: standings.StageTable) -> Iterator[RankingRow]:
    """The cut is drawn once a list, under the last who goes on: quotas skip some above it."""
    inside = [at for at, standing in enumerate(ranked.standings) if standing.code in ranked.advanced]
    cut = inside[-1] + 1 if inside else 0
    words = _Words(ranked, table)
    for at, standing in enumerate(ranked.standings):
        yield _row(standing, ranked, table, words, is_first_outside=at == cut > 0)


class _Words:
    """What a row says in words, each said once: a translation costs more than a sum."""

    def __init__(self, ranked: reads.RankedList, table: standings.StageTable):
        self.names = {criterion.code: criterion.name for criterion in table.criteria}
        self.ranked, self.facts = ranked, table.facts
        self.rung = cache_of(lambda rung: published.rung_name(rung, self.names))
        self.why = cache_of(published.left_words)

    def decision(self, decision: scoring.Decision | None) -> tuple[str, str]:
        """What decided, and the title above."""
        return (self.rung(decision.rung), self.facts[decision.above].title) if decision else ("", "")

    def left(self, code: str) -> str:
        return self.why(self.ranked.cut.reasons.get(code), self.ranked.quota_of.get(code))


def _row(
    standing: scoring.Standing,
    ranked: reads.RankedList,
    table: standings.StageTable,
    words: _Words,
    *,
    is_first_outside: bool,
) -> RankingRow:
    code, sums = standing.code, ranked.sums[standing.code]
    facts = table.facts[code]
    gap = max(sums) - min(sums) if sums else None
    means = scoring.criterion_means(table.rules, table.sheets(code))
    decision, above = words.decision(standing.decision)
    departure = ranked.departures.get(code)
    return RankingRow(
        place=standing.place,
        key=code,
        title=facts.title,
        agency=facts.agency,
        category=facts.category,
        list_name=ranked.name,
        total=_shown(standing.total),
        means=tuple((name, _shown(means[criterion])) for criterion, name in words.names.items()),
        gap=_shown(gap),
        deviation=_deviation(sums),
        is_contested=gap is not None and is_contested(table.stage, gap, sums),
        is_shared=standing.is_shared,
        decision=decision,
        decision_above=above,
        sheets=standing.sheets,
        awaited=sum(reading.is_awaited for reading in table.readings[code]),
        is_advanced=code in ranked.advanced,
        is_first_outside=is_first_outside,
        left=words.left(code),
        parts=_parts(code, ranked, table),
        scored_place=departure.scored_place if departure else None,
        ruling=departure.reason if departure else "",
    )


def _parts(
    code: str, ranked: reads.RankedList, table: standings.StageTable
) -> tuple[tuple[str, int, str | None], ...]:
    carried = table.carried
    if not carried.parts:
        return ()
    earlier = carried.rows.get(code, {})
    parts = [(part.name, part.weight, _shown(earlier.get(part.code))) for part in carried.parts]
    return (*parts, (table.stage.name, carried.weight, _shown(ranked.own[code])))


def is_contested(stage: Stage, gap: Fraction, sums: Sequence[Fraction]) -> bool:
    """By the gap that was declared, and the pass mark where there is one."""
    if stage.contested_gap is None or gap < stage.contested_gap:
        return False
    return stage.contested_below is None or min(sums) < Fraction(stage.contested_below)


def _deviation(sums: Sequence[Fraction]) -> str | None:
    """The sample standard deviation, for advice only: floating point is exact enough."""
    if len(sums) < 2:
        return None
    totals = [total.numerator / total.denominator for total in sums]
    middle = sum(totals) / len(totals)
    return f"{sqrt(sum((total - middle) ** 2 for total in totals) / (len(totals) - 1)):.2f}"


def _shown(value: Fraction | None) -> str | None:
    return None if value is None else scoring.shown(value)
