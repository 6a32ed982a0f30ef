"""Repeat something for a while and say how long it took."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

WARM = 2
LEAST, MOST, SECONDS = 5, 40, 4.0


@dataclass(frozen=True)
class Times:
    """Milliseconds."""

    p50: float
    p95: float


def times(samples: Sequence[float]) -> Times:
    ordered = sorted(samples)
    return Times(ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))])


def repeat(act: Callable[[], object]) -> Times:
    """At least five times, at most forty, about four seconds."""
    for _ in range(WARM):
        act()
    samples, until = [], time.monotonic() + SECONDS
    while len(samples) < LEAST or (len(samples) < MOST and time.monotonic() < until):
        samples.append(milliseconds(act))
    return times(samples)


def milliseconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000
