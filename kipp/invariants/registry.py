"""How a check is written down: a function that finds bad rows, and the sentence that it holds to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

SHOWN = 10  # rows named; the rest is counted

Find = Callable[[], Iterable[object]]


@dataclass(frozen=True)
class Broken:
    count: int
    rows: list[str]


@dataclass(frozen=True)
class Invariant:
    name: str
    says: str
    find: Find

    def broken(self) -> Broken | None:
        found = iter(self.find())
        rows = [str(row) for row in islice(found, SHOWN)]
        return Broken(len(rows) + sum(1 for _ in found), rows) if rows else None


class Register:
    """The checks of one module, in the order in which they are written."""

    def __init__(self) -> None:
        self.checks: list[Invariant] = []

    def __call__(self, says: str) -> Callable[[Find], Find]:
        def keep(find: Find) -> Find:
            self.checks.append(Invariant(find.__name__, says, find))
            return find

        return keep


def gaps(numbers: Iterable[tuple[object, int]]) -> Iterable[object]:
    """Owners whose numbers are not 1, 2, 3 ... without holes."""
    held: dict[object, set[int]] = {}
    for owner, number in numbers:
        held.setdefault(owner, set()).add(number)
    return [owner for owner, given in held.items() if given != set(range(1, len(given) + 1))]
