"""What must always be true of the rows, as named checks: mistakes of programs show here first.

The database refuses what one row can tell (constraints); these look across rows and tables. A check
returns the rows that break it, by what a person can look up: codes, slugs, numbers.
"""

from collections.abc import Iterator

from kipp.invariants import chains, editions, files, innovations, judging, people, proposals, results, visits
from kipp.invariants.registry import Broken, Invariant

INVARIANTS: tuple[Invariant, ...] = (
    *people.CHECKS,
    *editions.CHECKS,
    *proposals.CHECKS,
    *files.CHECKS,
    *innovations.CHECKS,
    *judging.CHECKS,
    *results.CHECKS,
    *visits.CHECKS,
    *chains.CHECKS,
)


def check() -> Iterator[tuple[Invariant, Broken | None]]:
    """Every invariant in turn, with the rows that break it or None."""
    for invariant in INVARIANTS:
        yield invariant, invariant.broken()
