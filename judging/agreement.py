"""Do jurors agree, and how much of a score is the entry's own?

Krippendorff's α, variance components by Henderson's method III on the additive model
`score = entry + juror + noise`, what they say about reliability, and the measures of
complete panels: intraclass correlations and Kendall's W.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from judging.readings import Readings

# ── Krippendorff's α ────────────────────────────────────────────────────────

Metric = Callable[[float, float, Mapping[float, float]], float]


def alpha(units: Iterable[Sequence[float]]) -> float | None:
    """Interval α over the values given to each unit, in one pass.

    A value that is missing is simply not in its unit. None when nothing can be paired or
    everything is alike. `Do = Σ_u 2(m·Σx² − (Σx)²)/(m − 1) / n`, `De = 2(n·Σx² − (Σx)²)/(n(n − 1))`.
    """
    paired = [unit for unit in units if len(unit) > 1]
    if not paired:
        return None
    middle = fmean(value for unit in paired for value in unit)  # keeps the squares small
    n, total, squares, observed = 0, 0.0, 0.0, 0.0
    for unit in paired:
        count = len(unit)
        own = sum(value - middle for value in unit)
        own_squares = sum((value - middle) ** 2 for value in unit)
        observed += 2 * (count * own_squares - own**2) / (count - 1)
        n, total, squares = n + count, total + own, squares + own_squares
    expected = 2 * (n * squares - total**2) / (n * (n - 1))
    return 1 - observed / n / expected if expected > 1e-12 else None


def alpha_by(metric: Metric, units: Iterable[Sequence[float]]) -> float | None:
    """α for another level of measurement, by coincidences of values: for scales with few levels."""
    together: dict[tuple[float, float], float] = defaultdict(float)
    for unit in units:
        for at, one in enumerate(unit):
            for other in (*unit[:at], *unit[at + 1 :]):
                together[one, other] += 1 / (len(unit) - 1)
    counts: dict[float, float] = defaultdict(float)
    for (one, _), weight in together.items():
        counts[one] += weight
    observed = sum(weight * metric(*pair, counts) for pair, weight in together.items())
    expected = sum(
        counts[one] * counts[other] * metric(one, other, counts) for one in counts for other in counts
    )
    return 1 - (sum(counts.values()) - 1) * observed / expected if expected else None


def nominal(one: float, other: float, counts: Mapping[float, float]) -> float:
    return float(one != other)


def ordinal(one: float, other: float, counts: Mapping[float, float]) -> float:
    low, high = sorted((one, other))
    between = sum(count for value, count in counts.items() if low <= value <= high)
    return (between - (counts[one] + counts[other]) / 2) ** 2


def ratio(one: float, other: float, counts: Mapping[float, float]) -> float:
    return ((one - other) / (one + other)) ** 2 if one != other else 0.0


# ── Variance components ─────────────────────────────────────────────────────


@dataclass(frozen=True)
class Components:
    """Variances in squared points of 100; one that came out negative is 0: not detected."""

    quality: float
    severity: float
    noise: float

    def reliability(self, readers: float, is_equalised: bool = False) -> float | None:
        """Of the mean of `readers` jurors; None when nothing varies."""
        error = (self.noise if is_equalised else self.severity + self.noise) / readers
        return self.quality / (self.quality + error) if self.quality + error else None

    def readers_for(self, target: float, is_equalised: bool = False) -> float | None:
        """How many readers bring reliability to `target`; None when no number does."""
        error = self.noise if is_equalised else self.severity + self.noise
        return target / (1 - target) * error / self.quality if self.quality else None


def variance_components(readings: Readings) -> Components | None:
    """None when no reading is left over to tell noise from entries and jurors.

    `σe²` is the residual mean square; `σb² = (b'Cb − rank·σe²)/tr C` with b by least squares;
    `σq² = (R(q|b) − rank_q·σe²)/(n − ΣN²/r)`.
    """
    import numpy as np

    reads, scores = readings.reads, readings.scores
    n, per_entry, per_juror = reads.sum(), reads.sum(axis=1), reads.sum(axis=0)
    laplacian, right = readings.laplacian, readings.deviations
    severity = np.linalg.pinv(laplacian, hermitian=True) @ right
    rank = len(readings.jurors) - readings.components
    left_over = n - len(readings.entries) - rank
    if left_over <= 0:
        return None
    centred = reads * (scores - readings.mean)
    by_entry = (centred.sum(axis=1) ** 2 / per_entry).sum()
    by_juror = (centred.sum(axis=0) ** 2 / per_juror).sum()
    explained = float(severity @ right)  # by jurors beyond entries; equals b'Cb
    noise = ((centred**2).sum() - by_entry - explained) / left_over
    quality_rank = len(readings.entries) - readings.components
    quality_weight = n - (reads**2 / per_juror).sum()
    return Components(
        quality=_variance(by_entry + explained - by_juror - quality_rank * noise, quality_weight),
        severity=_variance(explained - rank * noise, np.trace(laplacian)),
        noise=max(float(noise), 0.0),
    )


def _variance(numerator: float, denominator: float) -> float:
    return max(float(numerator / denominator), 0.0) if denominator > 1e-12 else 0.0


# ── The sentence ────────────────────────────────────────────────────────────


class Grade(StrEnum):
    STRONG = "strong"  # from .80
    FAIR = "fair"  # from .67
    WEAK = "weak"


def grade(reliability: float) -> Grade:
    if reliability >= 0.80:
        return Grade.STRONG
    return Grade.FAIR if reliability >= 0.67 else Grade.WEAK


@dataclass(frozen=True)
class Outlook:
    """What one sentence says: reliability now, and with how many more readers it would be what."""

    reliability: float
    grade: Grade
    more_readers: int
    reliability_then: float


def outlook(
    components: Components, readers: float, more: int = 2, is_equalised: bool = False
) -> Outlook | None:
    now = components.reliability(readers, is_equalised)
    then = components.reliability(readers + more, is_equalised)
    return None if now is None or then is None else Outlook(now, grade(now), more, then)


# ── Complete panels: every juror scored every entry ─────────────────────────


@dataclass(frozen=True)
class Intraclass:
    """Shrout and Fleiss 1979: jurors nested (1), random (2), fixed (3); for one juror and for the mean."""

    one_way: float
    absolute: float
    consistent: float
    one_way_mean: float
    absolute_mean: float
    consistent_mean: float


def intraclass(rows: Sequence[Sequence[float]]) -> Intraclass:
    """Rows are entries, columns jurors, at least two of each."""
    n, k = len(rows), len(rows[0])
    middle = fmean(value for row in rows for value in row)
    total = sum((value - middle) ** 2 for row in rows for value in row)
    entries = k * sum((fmean(row) - middle) ** 2 for row in rows)
    jurors = n * sum((fmean(column) - middle) ** 2 for column in zip(*rows, strict=True))
    between, within = entries / (n - 1), (total - entries) / (n * (k - 1))
    judges, error = jurors / (k - 1), (total - entries - jurors) / ((n - 1) * (k - 1))
    return Intraclass(
        one_way=(between - within) / (between + (k - 1) * within),
        absolute=(between - error) / (between + (k - 1) * error + k * (judges - error) / n),
        consistent=(between - error) / (between + (k - 1) * error),
        one_way_mean=(between - within) / between,
        absolute_mean=(between - error) / (between + (judges - error) / n),
        consistent_mean=(between - error) / between,
    )


def kendalls_w(raters: Sequence[Sequence[float]]) -> float | None:
    """Agreement of rank orders, corrected for ties; None when every rater ties everything."""
    m, n = len(raters), len(raters[0])
    ranked = [_ranks(scores) for scores in raters]
    sums = [sum(column) for column in zip(*ranked, strict=True)]
    spread = sum((total - m * (n + 1) / 2) ** 2 for total in sums)
    ties = sum(count**3 - count for scores in raters for count in Counter(scores).values())
    most = m**2 * (n**3 - n) - m * ties
    return 12 * spread / most if most else None


def _ranks(scores: Sequence[float]) -> list[float]:
    """Ascending, ties at the mean of their ranks."""
    counts = Counter(scores)
    first, at = {}, 1
    for value in sorted(counts):
        first[value] = at
        at += counts[value]
    return [first[value] + (counts[value] - 1) / 2 for value in scores]
