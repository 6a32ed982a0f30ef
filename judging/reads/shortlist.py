"""Who goes on from a closed stage, as the publisher looks at it: the cut, ties at it, and how sure it is."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from math import ceil

from competitions.models import Stage
from judging import scoring
from judging.reads import lists, published, standings
from judging.reads.lists import RankedList
from judging.reads.standings import StageTable
from judging.uncertainty import Outlook, Zone, outlooks, variances

ABOVE, BELOW = 40, 15  # rows shown on either side of the cut; the ranking page has them all


@dataclass(frozen=True)
class Row:
    """`low`, `at` and `high` are places on the chart's scale."""

    place: int
    title: str
    agency: str
    total: str
    left: str
    is_in: bool
    is_tied: bool
    is_first_outside: bool
    outlook: Outlook | None
    departure: lists.Departure | None
    low: int = 0
    at: int = 0
    high: int = 0

    @property
    def percent(self) -> int | None:
        """The chance to go on, rounded towards the middle: nobody reads safe, out or certain who is not."""
        if self.outlook is None:
            return None
        chance = 100 * self.outlook.chance
        return min(int(chance), 99) if chance >= 50 else max(ceil(chance), 1)

    @property
    def is_grey(self) -> bool:
        return self.outlook is not None and self.outlook.zone == Zone.GREY


@dataclass(frozen=True)
class Part:
    """One list. `hidden` stand above the rows shown; `grey` counts the whole list."""

    name: str
    size: int
    inside: int
    hidden: int
    rows: Sequence[Row]
    grey: int
    top: int
    cut: float

    @property
    def has_chart(self) -> bool:
        return bool(self.rows) and self.rows[0].outlook is not None


@dataclass(frozen=True)
class Tie:
    """Entries that share a place which only `seats` of them can have."""

    list_name: str
    place: int
    total: str
    seats: int
    rows: Sequence[standings.EntryFacts]


@dataclass(frozen=True)
class Shortlist:
    parts: Sequence[Part]
    ties: Sequence[Tie]
    decided: dict | None
    snapshot: str

    @property
    def inside(self) -> int:
        return sum(part.inside for part in self.parts)

    @property
    def grey(self) -> int:
        return sum(part.grey for part in self.parts)

    @property
    def seats(self) -> int:
        return sum(tie.seats for tie in self.ties)

    @property
    def tied(self) -> int:
        return sum(len(tie.rows) for tie in self.ties)


def shortlist(stage: Stage) -> Shortlist:
    table = standings.table(stage)
    terms = lists.terms_of(stage)
    found = lists.ranked(table, terms)
    rule = terms.cut_rule(table)
    spread = spread_of(table)
    return Shortlist(
        parts=[_part(ranked, table, spread) for ranked in found],
        ties=[tie for ranked in found for tie in _ties(ranked, table, rule)],
        decided=terms.ties,
        snapshot=lists.snapshot(found),
    )


def spread_of(table: StageTable) -> tuple[float, float] | None:
    """How entries and readings vary; unknown for a score over several stages, and so over several panels."""
    if table.carried.parts:
        return None
    return variances([_juror_totals(table, key) for key in table.facts])


def _juror_totals(table: StageTable, key: str) -> dict[str, object]:
    return {sheet.juror: scoring.sheet_total(table.rules, sheet) for sheet in table.sheets(key)}


def _part(ranked: RankedList, table: StageTable, spread: tuple[float, float] | None) -> Part:
    placed = [standing for standing in ranked.standings if standing.place is not None]
    inside = [at for at, standing in enumerate(placed) if standing.code in ranked.advanced]
    cut = inside[-1] + 1 if inside else 0
    sure = outlooks_of(placed, len(inside), spread)
    start = max(cut - ABOVE, 0) if len(inside) < len(placed) else 0
    shown = range(start, min(cut + BELOW, len(placed)))
    least = min((sure[placed[at].code].best for at in shown), default=1) if sure else 1
    rows = [_row(at, placed[at], ranked, table, sure.get(placed[at].code), cut, least) for at in shown]
    return Part(
        name=ranked.name,
        size=len(placed),
        inside=len(inside),
        hidden=start,
        rows=rows,
        grey=sum(each.zone == Zone.GREY for each in sure.values()),
        top=max((row.high for row in rows), default=1) or 1,
        cut=cut - least + 0.5,
    )


def outlooks_of(
    placed: Sequence[scoring.Standing], top: int, spread: tuple[float, float] | None
) -> dict[str, Outlook]:
    """Nothing where nobody is left out, or no entry was read twice."""
    if spread is None or not 0 < top < len(placed):
        return {}
    scores = {standing.code: standing.total for standing in placed}
    return outlooks(scores, {standing.code: standing.sheets for standing in placed}, *spread, top)


def _row(
    at, standing, ranked: RankedList, table: StageTable, sure: Outlook | None, cut: int, least: int
) -> Row:
    facts = table.facts[standing.code]
    reason = ranked.cut.reasons.get(standing.code)
    row = Row(
        place=standing.place,
        title=facts.title,
        agency=facts.agency,
        total=scoring.shown(standing.total),
        left=published.left_words(reason, ranked.quota_of.get(standing.code)),
        is_in=standing.code in ranked.advanced,
        is_tied=standing.code in ranked.cut.at_the_cut,
        is_first_outside=at == cut > 0,
        outlook=sure,
        departure=ranked.departures.get(standing.code),
    )
    if sure is None:
        return row
    return replace(row, low=sure.best - least, at=max(standing.place - least, 0), high=sure.worst - least)


def _ties(ranked: RankedList, table: StageTable, rule: scoring.CutRule) -> Iterator[Tie]:
    """One for each place that part of its holders can have."""
    number = count(1)
    broken = [replace(s, place=next(number)) if s.place else s for s in ranked.standings]
    seated = set(scoring.cut(broken, rule).inside)
    tied: dict[int, list[scoring.Standing]] = defaultdict(list)
    for standing in ranked.standings:
        if standing.code in ranked.cut.at_the_cut:
            tied[standing.place].append(standing)
    for place, group in tied.items():
        yield Tie(
            list_name=ranked.name,
            place=place,
            total=scoring.shown(group[0].total),
            seats=sum(standing.code in seated for standing in group),
            rows=[table.facts[standing.code] for standing in group],
        )
