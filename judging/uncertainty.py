"""How sure is the ranking? In closed form, without random numbers.

An entry's true level is normal around `m = S̄ + w(S − S̄)` with deviation `s = √(w·σe²/n)`,
`w = σq²/(σq² + σe²/n)`. It informs extra reading; it never changes the published order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

Z_90 = 1.645
SAFE, OUT = 0.90, 0.10
LEAST_DEVIATION = 1e-6  # keeps a certain level (no noise, or no quality) a very steep step
KNOTS = 512
KNOT_SPACING = 0.1  # of the least deviation, at most


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


def outlooks(
    scores: Mapping[str, Fraction | float],
    readers: Mapping[str, int],
    quality: float,
    noise: float,
    top: int,
) -> dict[str, Outlook]:
    """`quality` and `noise` are variances; for raw scores of differing panels, noise includes severity."""
    levels, deviations = _levels(scores, readers, quality, noise)
    chances = _chances(levels, deviations, top)
    best = _places(levels, deviations, levels + Z_90 * deviations)
    worst = _places(levels, deviations, levels - Z_90 * deviations)
    return {
        code: Outlook(chance, low, high)
        for code, chance, low, high in zip(scores, chances.tolist(), _whole(best), _whole(worst), strict=True)
    }


def chances_in_top(
    scores: Mapping[str, Fraction | float],
    readers: Mapping[str, int],
    quality: float,
    noise: float,
    top: int,
) -> dict[str, float]:
    levels, deviations = _levels(scores, readers, quality, noise)
    return dict(zip(scores, _chances(levels, deviations, top).tolist(), strict=True))


def _levels(
    scores: Mapping[str, Fraction | float], readers: Mapping[str, int], quality: float, noise: float
) -> "tuple[np.ndarray, np.ndarray]":
    import numpy as np

    observed = np.array([float(score) for score in scores.values()])
    error = noise / np.array([readers[code] for code in scores], dtype=float)
    total = quality + error
    weight = np.divide(quality, total, out=np.zeros_like(total), where=total > 0)
    middle = observed.mean() if observed.size else 0.0
    return middle + weight * (observed - middle), np.sqrt(weight * error).clip(min=LEAST_DEVIATION)


def _chances(levels: "np.ndarray", deviations: "np.ndarray", top: int) -> "np.ndarray":
    """Φ((m − t)/s) with the cut t at which they sum to `top`, found by halving."""
    import numpy as np
    from scipy.special import ndtr

    if top >= levels.size:
        return np.ones_like(levels)
    low, high = (levels - 9 * deviations).min(), (levels + 9 * deviations).max()
    for _ in range(100):
        cut = (low + high) / 2
        if ndtr((levels - cut) / deviations).sum() > top:
            low = cut
        else:
            high = cut
    return ndtr((levels - cut) / deviations)


def _places(levels: "np.ndarray", deviations: "np.ndarray", at: "np.ndarray") -> "np.ndarray":
    """1 + the expected number of others above each threshold, one for each entry."""
    from scipy.special import ndtr

    return 1 + _number_above(levels, deviations, at) - ndtr((levels - at) / deviations)


def _number_above(levels: "np.ndarray", deviations: "np.ndarray", at: "np.ndarray") -> "np.ndarray":
    """R(t) = Σ Φ((m − t)/s). For many thresholds by a spline: off by less than 0.001 of a place."""
    import numpy as np
    from scipy.interpolate import CubicSpline
    from scipy.special import ndtr

    def directly(thresholds: "np.ndarray") -> "np.ndarray":
        return ndtr((levels - thresholds[:, None]) / deviations).sum(axis=1)

    if at.size > KNOTS:
        knots = np.linspace(at.min(), at.max(), KNOTS)
        if knots[1] - knots[0] <= KNOT_SPACING * deviations.min():
            return CubicSpline(knots, directly(knots))(at)
    return np.concatenate([directly(part) for part in np.array_split(at, at.size // KNOTS + 1)])


def _whole(places: "np.ndarray") -> Sequence[int]:
    return [int(place) for place in places.round()]
