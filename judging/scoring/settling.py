"""What a plenary decided, laid over the order of scores."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from judging.scoring.ranking import Standing

#: Entry -> the place that it takes in its list; None takes it off the list.
Rulings = Mapping[str, int | None]


class Unsettled(ValueError):
    """Rulings that cannot all hold; `code` is the entry of the first that cannot."""

    def __init__(self, code: str, reason: str):
        super().__init__(f"{code}: {reason}")
        self.code = code


def settle(standings: Sequence[Standing], rulings: Rulings) -> list[Standing]:
    """The standings of one list with moved entries at their places; the others keep the order of scores.

    Who shared a place goes on sharing it. At a threshold a moved entry stands for the total of its new
    neighbours: who was raised passes with those below, who was lowered fails with those above. Raises
    Unsettled when two take one place, when a place lies beyond the list or inside a shared one, and when
    an entry without a total is to be moved.
    """
    if not rulings:
        return list(standings)
    kept = [s for s in standings if s.code not in rulings and s.place is not None]
    moved = _moved(standings, rulings)
    unplaced = [s for s in standings if s.place is None and s.code not in rulings]
    blocks = [list(block) for _, block in groupby(kept, key=lambda s: s.place)]
    settled: list[Standing] = []
    for block in blocks:
        _seat(settled, moved)
        settled += _block(block, len(settled) + 1, rulings)
        if inside := [at for at in moved if at <= len(settled)]:
            raise Unsettled(moved[inside[0]].code, "its place lies inside a place that others share")
    _seat(settled, moved)
    if moved:
        raise Unsettled(next(iter(moved.values())).code, "its place lies beyond the list")
    return _levelled(settled, rulings) + unplaced


def _moved(standings: Iterable[Standing], rulings: Rulings) -> dict[int, Standing]:
    """Place -> who takes it, the best place first."""
    taken: dict[int, Standing] = {}
    for standing in standings:
        place = rulings.get(standing.code)
        if place is None:
            continue
        if standing.total is None:
            raise Unsettled(standing.code, "it has no total")
        if place < 1 or place in taken:
            raise Unsettled(standing.code, "its place is taken")
        taken[place] = standing
    return dict(sorted(taken.items()))


def _seat(settled: list[Standing], moved: dict[int, Standing]) -> None:
    """Those whose place has come."""
    while standing := moved.pop(len(settled) + 1, None):
        settled.append(replace(standing, place=len(settled) + 1, is_shared=False, decision=None))


def _block(block: Sequence[Standing], place: int, rulings: Rulings) -> Iterable[Standing]:
    """Those who share a place. A tie with an entry that was moved is no longer told."""
    for standing in block:
        tie = standing.decision
        told = None if tie is None or tie.above in rulings else tie
        yield replace(standing, place=place, is_shared=len(block) > 1, decision=told)


def _levelled(settled: Sequence[Standing], rulings: Rulings) -> list[Standing]:
    """With what each moved entry stands for at a threshold."""
    levels: list[Fraction | None] = [s.total if s.code not in rulings else None for s in settled]
    found = []
    for at, standing in enumerate(settled):
        if standing.code in rulings:
            above = next((level for level in reversed(levels[:at]) if level is not None), None)
            below = next((level for level in levels[at + 1 :] if level is not None), None)
            level = standing.total
            if below is not None:
                level = max(level, below)
            if above is not None:
                level = min(level, above)
            standing = replace(standing, level=level)
        found.append(standing)
    return found
