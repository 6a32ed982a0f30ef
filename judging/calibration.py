"""Fairness between jurors who read different entries ("penyetaraan juri").

    b = (C + λI)⁻¹ rhs        equalised = mean over jurors of (score − b)

`b` is how many points a juror gives more than colleagues on the same entries. It is
rounded to 4 decimals first and equalised scores are exact from there, so that anyone
can redo them. Raw scores stay beside them; which are official was declared before.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from statistics import median

from judging.assigning.design import calibration_cost
from judging.readings import Readings

SHRINKAGE = 5
DECIMALS = 4
GREEN_COST, AMBER_COST = 1.10, 1.25
MEDIAN_READINGS, LEAST_READINGS = 10, 5
HARSH_POINTS, HARSH_Z = 5, 3
ODD_Z = 3

ExactTotals = Mapping[str, Mapping[str, Fraction]]  # entry, juror, points of 100


def severities(readings: Readings, shrinkage: Fraction | float = SHRINKAGE) -> dict[str, Fraction]:
    """Each juror's b, rounded to 4 decimals. Without shrinkage, ordinary least squares."""
    values = unrounded_severities(readings, shrinkage)
    return {
        juror: Fraction(round(value * 10**DECIMALS), 10**DECIMALS)
        for juror, value in zip(readings.jurors, values, strict=True)
    }


def unrounded_severities(readings: Readings, shrinkage: Fraction | float = SHRINKAGE) -> list[float]:
    """They sum to zero over every island; without shrinkage each island is its own."""
    import numpy as np

    if shrinkage:
        matrix = readings.laplacian + float(shrinkage) * np.eye(len(readings.jurors))
        return np.linalg.solve(matrix, readings.deviations).tolist()
    return (np.linalg.pinv(readings.laplacian, hermitian=True) @ readings.deviations).tolist()


def equalise(totals: ExactTotals, severity: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Exact equalised scores of the entries that have a reading."""
    return {
        entry: sum((total - severity[juror] for juror, total in row.items()), Fraction(0)) / len(row)
        for entry, row in totals.items()
        if row
    }


@dataclass(frozen=True)
class Proof:
    """For one juror, both sides of what anyone can add up: Σ(score − equalised − b) and λ·b.

    They differ by no more than rounding b to 4 decimals can do.
    """

    summed: Fraction
    shrunk: Fraction
    tolerance: Fraction

    @property
    def holds(self) -> bool:
        return abs(self.summed - self.shrunk) <= self.tolerance


def certificate(
    totals: ExactTotals, severity: Mapping[str, Fraction], shrinkage: int | Fraction = SHRINKAGE
) -> dict[str, Proof]:
    equalised = equalise(totals, severity)
    half_unit = Fraction(1, 2 * 10**DECIMALS)
    proofs = {}
    for juror, value in severity.items():
        residuals = [row[juror] - equalised[entry] - value for entry, row in totals.items() if juror in row]
        # Rounding moves b itself and, in every entry, the mean of its panel's b.
        tolerance = half_unit * (2 * len(residuals) + Fraction(shrinkage))
        proofs[juror] = Proof(sum(residuals, Fraction(0)), shrinkage * value, tolerance)
    return proofs


# ── Whether it may be done: known before any score exists ───────────────────


class Light(StrEnum):
    NEEDLESS = "needless"  # every juror scores every entry: severity cancels
    GREEN = "green"
    AMBER = "amber"
    RED = "red"  # raw scores are official, severities are advice


@dataclass(frozen=True)
class Gates:
    light: Light
    components: int
    cost: float | None  # None when there are islands
    median_readings: float
    least_readings: int

    @property
    def is_allowed(self) -> bool:
        return self.light in (Light.GREEN, Light.AMBER)


def gates(readings: Readings) -> Gates:
    """Islands, cost of calibration, and enough readings to know a juror by."""
    per_juror = [int(count) for count in readings.reads.sum(axis=0)]
    cost = calibration_cost(readings.reads, readings.per_entry) if readings.components == 1 else None
    middle, least = float(median(per_juror or [0])), min(per_juror, default=0)
    is_known = middle >= MEDIAN_READINGS and least >= LEAST_READINGS
    return Gates(_light(readings, cost if is_known else None), readings.components, cost, middle, least)


def _light(readings: Readings, cost: float | None) -> Light:
    if readings.is_complete:
        return Light.NEEDLESS
    if cost is None or cost > AMBER_COST:
        return Light.RED
    return Light.GREEN if cost <= GREEN_COST else Light.AMBER


# ── Advice ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Severity:
    """A juror's b in points with its 95 % interval."""

    juror: str
    readings: int
    points: float
    low: float
    high: float
    is_flagged: bool  # at least 5 points and beyond 3 standard errors


def severity_table(
    readings: Readings, noise: float, shrinkage: Fraction | float = SHRINKAGE
) -> list[Severity]:
    """`noise` is the residual variance; standard errors are those of the shrunken estimate."""
    import numpy as np

    matrix = readings.laplacian + float(shrinkage) * np.eye(len(readings.jurors))
    errors = np.sqrt(noise * np.diag(np.linalg.pinv(matrix, hermitian=True)))
    counts = readings.reads.sum(axis=0)
    points = unrounded_severities(readings, shrinkage)
    return [
        Severity(
            juror,
            int(count),
            value,
            value - 1.96 * error,
            value + 1.96 * error,
            bool(abs(value) >= HARSH_POINTS and abs(value) > HARSH_Z * error),
        )
        for juror, count, value, error in zip(readings.jurors, counts, points, errors.tolist(), strict=True)
    ]


def odd_scores(
    readings: Readings, noise: float, shrinkage: Fraction | float = SHRINKAGE
) -> list[tuple[str, str, float]]:
    """Entry, juror and z of scores far from what the co-jurors gave, severities taken off.

    The oddest first. To be explained in writing, never deleted.
    """
    import numpy as np

    if noise <= 0:
        return []
    reads = readings.reads
    level = reads * (readings.scores - np.array(unrounded_severities(readings, shrinkage)))
    others = reads.sum(axis=1, keepdims=True) - 1
    apart = level - (level.sum(axis=1, keepdims=True) - level) / np.maximum(others, 1)
    z = reads * (others > 0) * apart / np.sqrt(noise * (1 + 1 / np.maximum(others, 1)))
    odd = [
        (readings.entries[entry], readings.jurors[juror], float(z[entry, juror]))
        for entry, juror in np.argwhere(abs(z) > ODD_Z).tolist()
    ]
    return sorted(odd, key=lambda found: -abs(found[2]))
