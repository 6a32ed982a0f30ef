"""How sure is the ranking? In closed form, without random numbers, in plain Python: pages show it.

An entry's true level is normal around `m = S̄ + w(S − S̄)` with deviation `s = √(w·σe²/n)`,
`w = σq²/(σq² + σe²/n)`. It informs extra reading; it never changes the published order.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import chain
from math import erfc, exp, pi, sqrt
from statistics import fmean

Z_90 = 1.645
SAFE, OUT = 0.90, 0.10
LEAST_DEVIATION = 1e-6  # keeps a certain level (no noise, or no quality) a very steep step
REACH = 7.0  # deviations beyond which Φ is 0 or 1
KNOT_SPACING = 0.15  # of the least deviation: cubic pieces between knots miss less than 0.01 of a place
STEPS, CLOSE = 50, 1e-13


class Zone(StrEnum):
    SAFE = "safe"  # from 90 %
    GREY = "grey"  # two more readers are best spent here
    OUT = "out"  # up to 10 %


@dataclass(frozen=True)
class Outlook:
    """`best` and `worst` bound the place with about 90 % certainty."""

    chance: float  # of being among the top
    best: int
    worst: int

    @property
    def zone(self) -> Zone:
        if self.chance >= SAFE:
            return Zone.SAFE
        return Zone.OUT if self.chance <= OUT else Zone.GREY


Level = tuple[float, float]  # m and s
Scores = Mapping[str, Fraction | float]


def variances(readings: Collection[Mapping[str, Fraction | float]]) -> tuple[float, float] | None:
    """Quality and noise of raw scores, from each entry's jurors and their totals; None without a repeat.

    By analysis of variance: noise is the mean square within entries, severity included. When everybody
    read everything severity cancels, so jurors' means are taken out first.
    """
    rows = [{juror: float(total) for juror, total in row.items()} for row in readings if row]
    jurors = set(chain.from_iterable(rows))
    is_complete = len(jurors) > 1 and all(len(row) == len(jurors) for row in rows)
    count = sum(map(len, rows))
    left_over = count - len(rows) - (len(jurors) - 1 if is_complete else 0)
    if len(rows) < 2 or left_over <= 0:
        return None
    severity = {juror: fmean(row[juror] for row in rows) if is_complete else 0.0 for juror in jurors}
    values = [[total - severity[juror] for juror, total in row.items()] for row in rows]
    middle = fmean(chain.from_iterable(values))
    means = [fmean(row) for row in values]
    within = sum((x - mean) ** 2 for row, mean in zip(values, means, strict=True) for x in row)
    between = sum(len(row) * (mean - middle) ** 2 for row, mean in zip(values, means, strict=True))
    noise = within / left_over
    per_entry = (count - sum(len(row) ** 2 for row in values) / count) / (len(rows) - 1)
    return max((between / (len(rows) - 1) - noise) / per_entry, 0.0), noise


def outlooks(
    scores: Scores,
    readers: Mapping[str, int],
    quality: float,
    noise: float,
    top: int,
    only: Collection[str] | None = None,
) -> dict[str, Outlook]:
    """`quality` and `noise` are variances; for raw scores of differing panels, noise includes severity.

    All entries speak, those in `only` are told of.
    """
    levels = _levels(scores, readers, quality, noise)
    chances = dict(zip(scores, _chances(levels, top), strict=True))
    told = {code: level for code, level in zip(scores, levels, strict=True) if only is None or code in only}
    best = _places(levels, list(told.values()), Z_90)
    worst = _places(levels, list(told.values()), -Z_90)
    return {
        code: Outlook(chances[code], round(low), round(high))
        for code, low, high in zip(told, best, worst, strict=True)
    }


def chances_in_top(
    scores: Scores, readers: Mapping[str, int], quality: float, noise: float, top: int
) -> dict[str, float]:
    return dict(zip(scores, _chances(_levels(scores, readers, quality, noise), top), strict=True))


def phi(z: float) -> float:
    """Φ, the normal distribution."""
    return erfc(-z / sqrt(2)) / 2


def _levels(scores: Scores, readers: Mapping[str, int], quality: float, noise: float) -> list[Level]:
    observed = {code: float(score) for code, score in scores.items()}
    middle = fmean(observed.values()) if observed else 0.0
    found = []
    for code, score in observed.items():
        error = noise / readers[code]
        weight = quality / (quality + error) if quality + error > 0 else 0.0
        found.append((middle + weight * (score - middle), max(sqrt(weight * error), LEAST_DEVIATION)))
    return found


def _chances(levels: Sequence[Level], top: int) -> list[float]:
    """Φ((m − t)/s) with the cut t at which they sum to `top`: by Newton's steps, halving where one leaves."""
    if top >= len(levels):
        return [1.0] * len(levels)
    above = _NumberAbove(levels)
    low, high = min(m - 9 * s for m, s in levels), max(m + 9 * s for m, s in levels)
    cut = (low + high) / 2
    for _ in range(STEPS):
        excess = above.number(cut) - top
        if abs(excess) < CLOSE:
            break
        low, high = (cut, high) if excess > 0 else (low, cut)
        slope = above.slope(cut)
        cut = cut - excess / slope if slope < -CLOSE else low
        cut = cut if low < cut < high else (low + high) / 2
    return [phi((m - cut) / s) for m, s in levels]


def _places(levels: Sequence[Level], told: Sequence[Level], side: float) -> list[float]:
    """1 + the expected number of others above m + side·s, one for each entry told of."""
    above = _NumberAbove(levels)
    own = phi(-side)
    return [1 + others - own for others in above.at([m + side * s for m, s in told])]


class _NumberAbove:
    """R(t) = Σ Φ((m − t)/s)."""

    def __init__(self, levels: Sequence[Level]):
        self.levels = sorted(levels)
        self.middles = [m for m, _ in self.levels]
        self.least = min((s for _, s in levels), default=1.0)
        self.reach = REACH * max((s for _, s in levels), default=1.0)

    def at(self, thresholds: Sequence[float]) -> Iterator[float]:
        """Directly, or by cubic pieces where that asks for fewer sums."""
        if not thresholds:
            return iter(())
        start, end = min(thresholds), max(thresholds)
        knots = int((end - start) / (KNOT_SPACING * self.least)) + 2
        if knots >= len(thresholds) or start == end:
            return (self.number(t) for t in thresholds)
        return self._pieces(thresholds, start, (end - start) / (knots - 1), knots)

    def _near(self, t: float) -> tuple[Sequence[Level], int]:
        """Who may stand on either side of t, and how many stand surely above."""
        low, high = bisect_left(self.middles, t - self.reach), bisect_left(self.middles, t + self.reach)
        return self.levels[low:high], len(self.levels) - high

    def number(self, t: float) -> float:
        near, above = self._near(t)
        return above + sum(phi((m - t) / s) for m, s in near)

    def slope(self, t: float) -> float:
        near, _above = self._near(t)
        return -sum(exp(-(((m - t) / s) ** 2) / 2) / s for m, s in near) / sqrt(2 * pi)

    def _pieces(self, thresholds: Sequence[float], start: float, step: float, knots: int) -> Iterator[float]:
        at = [start + step * number for number in range(knots)]
        values, slopes = [self.number(t) for t in at], [self.slope(t) for t in at]
        for t in thresholds:
            number = min(int((t - start) / step), knots - 2)
            u = (t - at[number]) / step
            yield (
                values[number] * (1 + 2 * u) * (1 - u) ** 2
                + values[number + 1] * u * u * (3 - 2 * u)
                + step * (slopes[number] * u * (1 - u) ** 2 - slopes[number + 1] * u * u * (1 - u))
            )
