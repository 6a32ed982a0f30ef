"""Questions an auditor asks of a ranking. Answers are advice: none of them changes a place."""

from collections import ChainMap, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median, stdev

from judging.scoring import (
    Aggregate,
    Criterion,
    Rules,
    Sheet,
    aggregate,
    counting,
    criterion_means,
    ladder,
    place,
    sheet_total,
    spread,
)

WIDE_GAP = 25  # points of 100 between two jurors
WIDE_DEVIATIONS = 2  # or so many standard deviations of the stage's sheets
QUICK_MINUTES = 3  # nobody reads a proposal in less
QUICK_PART = 4  # or in less than this part of the juror's own median
KNOWN_SHEETS = 5  # sheets from which a juror's own median says something
FLAT_SHEETS = 3  # so many, and
FLAT_TIMES = 2  # so many times the share of the others
MARGIN = 1e-6  # far more than the float of a total is off


@dataclass(frozen=True)
class Shift:
    """Weight to be moved from one criterion to another until the runner-up draws level."""

    points: Fraction
    source: str
    target: str


def leave_one_out(
    rules: Rules, entries: Mapping[str, Sequence[Sheet]], top: int | None = None
) -> dict[str, list[str]]:
    """For each juror, the order of the first `top` entries (all) without that juror's sheets.

    An entry that only this juror read has no place and is left out.
    """
    sheets: dict[str, Sequence[Sheet]] = {code: counting(given) for code, given in entries.items()}
    sums: dict[str, Sequence[Fraction]] = {
        code: [sheet_total(rules, sheet) for sheet in kept] for code, kept in sheets.items()
    }
    totals = {code: aggregate(rules, each) for code, each in sums.items()}
    rough = {code: float(total) for code, total in totals.items() if total is not None}
    orders = {}
    for juror, read in _read_by(sheets).items():
        fewer: dict[str, Sequence[Sheet]] = {}
        lower: dict[str, Sequence[Fraction]] = {}
        for code in read:
            mine = [sheet.juror for sheet in sheets[code]].index(juror)
            fewer[code] = [*sheets[code][:mine], *sheets[code][mine + 1 :]]
            lower[code] = [*sums[code][:mine], *sums[code][mine + 1 :]]
        changed = {code: aggregate(rules, lower[code]) for code in read}
        leaders = _leaders(rough, changed, top)
        best = {code: changed[code] if code in changed else totals[code] for code in leaders}
        rungs = ladder(rules, ChainMap(fewer, sheets), ChainMap(lower, sums))
        orders[juror] = [standing.code for standing in place(best, rungs)][:top]
    return orders


def _read_by(sheets: Mapping[str, Sequence[Sheet]]) -> dict[str, list[str]]:
    read: dict[str, list[str]] = defaultdict(list)
    for code, given in sheets.items():
        for sheet in given:
            read[sheet.juror].append(code)
    return dict(sorted(read.items()))


def _leaders(
    rough: Mapping[str, float], changed: Mapping[str, Fraction | None], top: int | None
) -> list[str]:
    """Whoever could be among the first `top`: exact fractions are compared only between these."""
    now = {**rough, **{code: float(total) for code, total in changed.items() if total is not None}}
    for code, total in changed.items():
        if total is None:
            del now[code]
    if top is None or top >= len(now):
        return list(now)
    cut = sorted(now.values(), reverse=True)[max(top, 1) - 1] - MARGIN
    return [code for code, value in now.items() if value >= cut]


def smallest_shift(rules: Rules, winner: Sequence[Sheet], runner_up: Sequence[Sheet]) -> Shift | None:
    """The least weight that, moved between two criteria, makes the runner-up draw level.

    With D_c the difference of means over maximum and G = Σ w·D, moving t takes t·(D_source −
    D_target) off the lead: least from the largest D to the smallest. A criterion cannot give
    more than its weight. None when no single move does it, or when a row was left out or the
    median counts, since totals are then no sum of criteria.
    """
    leads = _leads(rules, counting(winner), counting(runner_up))
    if leads is None:
        return None
    gap = sum(criterion.weight * leads[criterion.code] for criterion in rules.criteria)
    shifts = [
        Shift(gap / (leads[source.code] - leads[target.code]), source.code, target.code)
        for source in rules.criteria
        for target in rules.criteria
        if leads[source.code] > leads[target.code]
    ]
    weights = {criterion.code: criterion.weight for criterion in rules.criteria}
    possible = [shift for shift in shifts if shift.points <= weights[shift.source]]
    return min(possible, key=lambda shift: shift.points, default=None)


def _leads(rules: Rules, winner: Sequence[Sheet], runner_up: Sequence[Sheet]) -> dict[str, Fraction] | None:
    is_complete = all(
        sheet.points.get(c.code) is not None for sheet in (*winner, *runner_up) for c in rules.criteria
    )
    if not (winner and runner_up and is_complete and rules.aggregate == Aggregate.MEAN):
        return None
    ahead, behind = (_shares(rules, sheets) for sheets in (winner, runner_up))
    return {code: share - behind[code] for code, share in ahead.items()}


def _shares(rules: Rules, sheets: Sequence[Sheet]) -> dict[str, Fraction]:
    """Mean points over the maximum, of the criteria that were scored."""
    means = criterion_means(rules, sheets)
    return {code: mean / rules.maxima[code] for code, mean in means.items() if mean is not None}


def wide_gaps(
    rules: Rules, entries: Mapping[str, Sequence[Sheet]], points: int | Fraction = WIDE_GAP
) -> list[str]:
    """Entries whose jurors are so far apart that two more readers should be offered."""
    spreads = {code: spread(rules, sheets) for code, sheets in entries.items()}
    return [code for code, found in spreads.items() if found and found.gap >= points]


@dataclass(frozen=True)
class Contest:
    """Sheets of one entry too far apart to be left alone; `more` readers should be offered."""

    gap: Fraction
    lowest: Fraction
    more: int


def contests(
    totals: Mapping[str, Sequence[Fraction]], gap: int | Fraction, below: Fraction | None = None
) -> dict[str, Contest]:
    """Entries whose totals lie at least `gap` apart, one of them under `below` where that is declared.

    A gap of 25 points, or of two standard deviations of all the stage's totals, is worth two readers; a
    smaller one is worth one.
    """
    every = [float(total) for given in totals.values() for total in given]
    deviation = stdev(every) if len(every) > 1 else 0.0
    found = {}
    for code, given in totals.items():
        if len(given) < 2:
            continue
        low, high = min(given), max(given)
        if high - low >= gap and (below is None or low < below):
            is_wide = high - low >= WIDE_GAP or 0 < WIDE_DEVIATIONS * deviation <= float(high - low)
            found[code] = Contest(high - low, low, 2 if is_wide else 1)
    return found


def flat_sheets(rules: Rules, entries: Mapping[str, Sequence[Sheet]]) -> dict[str, tuple[int, int]]:
    """Per juror: how many sheets say the same on every row, of how many. Compare with the panel's share."""
    counts: dict[str, list[bool]] = defaultdict(list)
    for sheets in entries.values():
        for sheet in counting(sheets):
            counts[sheet.juror].append(_is_flat(rules.criteria, sheet))
    return {juror: (sum(flags), len(flags)) for juror, flags in sorted(counts.items())}


@dataclass(frozen=True)
class FlatJuror:
    """`flat` of `sheets` say the same on every row; `others` is the share among the other jurors."""

    juror: str
    flat: int
    sheets: int
    others: Fraction

    @property
    def others_percent(self) -> int:
        return round(100 * self.others)


def flat_jurors(counts: Mapping[str, tuple[int, int]]) -> list[FlatJuror]:
    """Who hands in far more flat sheets than the rest of the panel; a lone juror has no rest."""
    every_flat, every = (sum(pair[at] for pair in counts.values()) for at in (0, 1))
    found = []
    for juror, (flat, sheets) in counts.items():
        if every == sheets or flat < FLAT_SHEETS:
            continue
        others = Fraction(every_flat - flat, every - sheets)
        if Fraction(flat, sheets) > FLAT_TIMES * others:
            found.append(FlatJuror(juror, flat, sheets, others))
    return sorted(found, key=lambda one: (-Fraction(one.flat, one.sheets), one.juror))


@dataclass(frozen=True)
class QuickSheet:
    """Minutes from opening to final, the juror's own median, and the limit that it is under."""

    entry: str
    juror: str
    minutes: float
    median: float
    limit: float


def quick_sheets(minutes: Mapping[str, Mapping[str, float]]) -> list[QuickSheet]:
    """Juror -> entry -> minutes in; the quickest first.

    Under three minutes, or under a quarter of the juror's own median once five sheets are known.
    """
    found = []
    for juror, taken in minutes.items():
        if not taken:
            continue
        middle = median(taken.values())
        own = middle / QUICK_PART if len(taken) >= KNOWN_SHEETS else 0.0
        limit = max(float(QUICK_MINUTES), own)
        found += [QuickSheet(entry, juror, n, middle, limit) for entry, n in taken.items() if n < limit]
    return sorted(found, key=lambda one: (one.minutes, one.juror, one.entry))


def _is_flat(criteria: Sequence[Criterion], sheet: Sheet) -> bool:
    given = [(sheet.points.get(criterion.code), criterion.maximum) for criterion in criteria]
    shares = {Fraction(points) / maximum for points, maximum in given if points is not None}
    return len(criteria) > 1 and len(shares) == 1
