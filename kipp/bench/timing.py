"""Repeat something for a while and say how long it took."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

WARM = 2
LEAST, MOST, SECONDS = 5, 40, 4.0


@dataclass(frozen=True)
class Times:
    """Milliseconds. `cpu` is the median of this thread's own time, which a busy machine does not stretch."""

    p50: float
    p95: float
    cpu: float = 0.0


def times(samples: Sequence[float], own: Sequence[float] = (0.0,)) -> Times:
    ordered = sorted(samples)
    last = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return Times(ordered[len(ordered) // 2], last, sorted(own)[len(own) // 2])


def repeat(act: Callable[[], object], before: Callable[[], object] = bool) -> Times:
    """At least five times, at most forty, about four seconds. What is done `before` each is not measured."""
    for _ in range(WARM):
        act()
    samples, own, until = [], [], time.monotonic() + SECONDS
    while len(samples) < LEAST or (len(samples) < MOST and time.monotonic() < until):
        before()
        began, began_own = time.perf_counter(), time.thread_time()
        act()
        samples.append((time.perf_counter() - began) * 1000)
        own.append((time.thread_time() - began_own) * 1000)
    return times(samples, own)
