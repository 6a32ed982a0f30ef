"""Rubric and sheets in, exact totals out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from math import lcm
from statistics import median, stdev

Points = Decimal | int | None

LOWEST_JUROR, PLENARY, DRAW = "lowest_juror", "plenary", "draw"


class Aggregate(StrEnum):
    MEAN = "mean"
    MEDIAN = "median"


class Unscored(ValueError):
    """A required criterion has no points, or no scored row carries any weight."""


@dataclass(frozen=True)
class Criterion:
    code: str
    weight: int
    maximum: int
    required: bool = True


@dataclass(frozen=True)
class Sheet:
    """One juror's points for one entry; None is an optional row left out.

    A draft, an abstention or a waived sheet does not count: pass it with
    `counts=False` or not at all, it is never a zero.
    """

    juror: str
    points: Mapping[str, Points]
    counts: bool = True


@dataclass(frozen=True)
class Rules:
    """What was declared before scoring.

    A rung of `tie_ladder` is a criterion's code (higher mean first), LOWEST_JUROR
    (higher lowest sheet first), PLENARY (the order of `plenary`) or DRAW (ascending
    SHA-256 of `seed` and the entry's code, the seed being named after the release
    was hashed), only among the entries in `plenary` when it names some. A PLENARY that
    does not name the whole tied group, or a DRAW without a seed, decides nothing.
    """

    criteria: Sequence[Criterion]
    aggregate: Aggregate = Aggregate.MEAN
    tie_ladder: Sequence[str] = ()
    plenary: Sequence[str] = ()
    seed: str = ""

    def __post_init__(self) -> None:
        codes = [criterion.code for criterion in self.criteria]
        if len(set(codes)) < len(codes):
            raise ValueError("criteria: a code appears twice")
        if reserved := {LOWEST_JUROR, PLENARY, DRAW}.intersection(codes):
            raise ValueError(f"criteria: {min(reserved)!r} is the name of a rung")
        if any(c.weight < 0 or c.maximum <= 0 for c in self.criteria):
            raise ValueError("criteria: a weight is below 0 or a maximum is not above 0")
        if not any(c.weight for c in self.criteria):
            raise ValueError("criteria: no weight is above 0")
        if unknown := set(self.tie_ladder) - {*codes, LOWEST_JUROR, PLENARY, DRAW}:
            raise ValueError(f"tie_ladder: unknown rung {min(unknown)!r}")

    def decided(self, rung: str, *, order: Sequence[str] = (), seed: str = "") -> "Rules":
        """With what a plenary or a draw decided, below every rung that was declared."""
        return replace(self, tie_ladder=(*self.tie_ladder, rung), plenary=tuple(order), seed=seed)

    @cached_property
    def parts(self) -> tuple[int, list[tuple[str, int, int, bool]]]:
        """The least common maximum, and per criterion code, weight, factor to it, required."""
        common = lcm(*(c.maximum for c in self.criteria))
        return common, [(c.code, c.weight, common // c.maximum, c.required) for c in self.criteria]

    @cached_property
    def maxima(self) -> dict[str, int]:
        return {c.code: c.maximum for c in self.criteria}


def sheet_total(rules: Rules, sheet: Sheet) -> Fraction:
    """0 to 100. Raises Unscored, or ValueError for points off the scale or off the rubric."""
    common, parts = rules.parts
    points = sheet.points
    gained: Fraction | int = 0
    weights = seen = 0
    for code, weight, factor, is_required in parts:
        given = points.get(code)
        seen += code in points
        if given is None:
            if is_required:
                raise Unscored(f"juror {sheet.juror}: {code} has no points")
            continue
        if not 0 <= given <= rules.maxima[code]:
            raise ValueError(f"juror {sheet.juror}: {given} is off the scale of {code}")
        gained += weight * factor * (given if isinstance(given, int) else Fraction(given))
        weights += weight
    if seen < len(points):
        raise ValueError(
            f"juror {sheet.juror}: points for {min(set(points) - set(rules.maxima))!r}, which is no criterion"
        )
    if not weights:
        raise Unscored(f"juror {sheet.juror}: no scored row carries weight")
    return Fraction(100 * gained, common * weights)


def entry_total(rules: Rules, sheets: Iterable[Sheet]) -> Fraction | None:
    """The mean or median of the sheets that count; None when there are none."""
    return aggregate(rules, [sheet_total(rules, sheet) for sheet in counting(sheets)])


def final_total(totals: Mapping[str, Fraction | None], weights: Mapping[str, int]) -> Fraction | None:
    """Σ weight × stage total ÷ Σ weight; None when a stage that weighs has no total."""
    weighed = [(weight, totals.get(stage)) for stage, weight in weights.items() if weight]
    given = [(weight, total) for weight, total in weighed if total is not None]
    if not given or len(given) < len(weighed):
        return None
    return sum((weight * total for weight, total in given), Fraction(0)) / sum(weight for weight, _ in given)


def counting(sheets: Iterable[Sheet]) -> list[Sheet]:
    """The sheets that count. Raises ValueError when a juror has two of them."""
    kept = [sheet for sheet in sheets if sheet.counts]
    if len({sheet.juror for sheet in kept}) < len(kept):
        juror, _ = Counter(sheet.juror for sheet in kept).most_common(1)[0]
        raise ValueError(f"juror {juror}: two sheets for one entry")
    return kept


def shown(value: Fraction, decimals: int = 2) -> str:
    """Rounded half away from zero, with a decimal point: 2 decimals for people, 4 in a release."""
    above, below = abs(value.numerator), value.denominator
    units = str((2 * above * 10**decimals + below) // (2 * below))
    units = units.rjust(decimals + 1, "0")
    sign = "-" if value.numerator < 0 and units.strip("0") else ""
    return sign + (f"{units[:-decimals]}.{units[-decimals:]}" if decimals else units)


def aggregate(rules: Rules, totals: Sequence[Fraction]) -> Fraction | None:
    if not totals:
        return None
    if rules.aggregate == Aggregate.MEDIAN:
        return Fraction(median(totals))
    return _mean(totals)


def _mean(values: Sequence[Fraction]) -> Fraction:
    common = lcm(*(value.denominator for value in values))
    return Fraction(sum(v.numerator * (common // v.denominator) for v in values), common * len(values))


@dataclass(frozen=True)
class Spread:
    """How far jurors are apart on one entry, in points of 100."""

    gap: Fraction  # highest sheet minus lowest
    deviation: float | None  # sample standard deviation, for advice only


def criterion_mean(criterion: str, sheets: Iterable[Sheet]) -> Fraction | None:
    """Mean points of the counting sheets that scored the row."""
    given = [
        points if isinstance(points, int) else Fraction(points)
        for sheet in sheets
        if sheet.counts and (points := sheet.points.get(criterion)) is not None
    ]
    return Fraction(sum(given), len(given)) if given else None


def criterion_means(rules: Rules, sheets: Sequence[Sheet]) -> dict[str, Fraction | None]:
    return {c.code: criterion_mean(c.code, sheets) for c in rules.criteria}


def category_medians(
    rules: Rules, entries: Mapping[str, Sequence[Sheet]], category_of: Mapping[str, str]
) -> dict[str, dict[str, Fraction | None]]:
    """Per category and criterion: the median over its entries of their mean points."""
    means: dict[str, list[dict[str, Fraction | None]]] = {}
    for code, sheets in entries.items():
        means.setdefault(category_of[code], []).append(criterion_means(rules, sheets))
    return {
        category: {c.code: _median([row[c.code] for row in rows]) for c in rules.criteria}
        for category, rows in means.items()
    }


def _median(values: Iterable[Fraction | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    return Fraction(median(known)) if known else None


def spread(rules: Rules, sheets: Iterable[Sheet]) -> Spread | None:
    """None without a counting sheet."""
    totals = [sheet_total(rules, sheet) for sheet in counting(sheets)]
    if not totals:
        return None
    deviation = stdev(map(float, totals)) if len(totals) > 1 else None
    return Spread(max(totals) - min(totals), deviation)
