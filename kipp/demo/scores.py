"""Believable points for demonstrations: entries differ, jurors differ in severity, and both are noisy."""

from collections.abc import Sequence
from random import Random

MEAN, DEVIATION, LOWEST, HIGHEST = 74, 8, 45, 96
JUROR_DEVIATION = 3
NOISE = 14


def qualities(count: int, rng: Random) -> list[float]:
    """A target total per entry, about normal, clipped."""
    return [min(HIGHEST, max(LOWEST, rng.gauss(MEAN, DEVIATION))) for _ in range(count)]


def severities(count: int, rng: Random) -> list[float]:
    return [rng.gauss(0, JUROR_DEVIATION) for _ in range(count)]


def points(target: float, scales: Sequence[tuple[int, int]], rng: Random) -> list[int]:
    """Whole points per criterion around a target total of 100; `scales` are (lowest, highest) points.

    The remainder of each rounding is carried over, so that the sheet's total comes close to its target.
    """
    carried, given = 0.0, []
    for low, high in scales:
        wanted = (target + rng.gauss(0, NOISE)) / 100 * high + carried
        chosen = min(high, max(low, round(wanted)))
        carried = wanted - chosen
        given.append(chosen)
    return given
