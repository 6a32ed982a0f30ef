"""Dealing in hands: entries are shuffled and dealt, each hand by the best assignment there is.

A pure optimum of expertise splits a large panel into islands of specialists whose
scores nobody can compare. Dealing a hand at a time mixes panels and costs 2-3 % of fit.
"""

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from judging.assigning.problem import Pair, Problem

if TYPE_CHECKING:
    import numpy as np

FORBIDDEN = 1e9
LAYER = 1e2  # above any fit: everybody's share is filled before anybody's next card


class Deal:
    """The table during one deal: who reads what, in the order dealt."""

    def __init__(self, problem: Problem, overlap_weight: float = 0.0):
        import numpy as np

        self.problem = problem
        self.overlap_weight = overlap_weight
        self.reads = np.zeros((problem.entries, problem.jurors), dtype=np.int64)
        self.pairs: list[Pair] = []
        self.put(problem.existing)
        self.fixed = self.reads.copy()

    def put(self, pairs: Iterable[Pair]) -> None:
        """Lay pairs on the table as they are, but none twice."""
        for entry, juror in pairs:
            if not self.reads[entry, juror]:
                self.reads[entry, juror] = 1
                self.pairs.append((entry, juror))
        self.met = self.reads.T.astype(float) @ self.reads  # entries that two jurors share

    @property
    def loads(self) -> "np.ndarray":
        return self.reads.sum(axis=0)

    def deal_all(self, hand: int) -> None:
        """`readers` rounds; in each, every entry still wanting gets one juror."""
        wanting = self.problem.readers - self.reads.sum(axis=1)
        size = hand * self.problem.jurors
        for round_number in range(1, self.problem.readers + 1):
            rows = shuffled((wanting >= round_number).nonzero()[0].tolist(), self.problem.seed, round_number)
            for start in range(0, len(rows), size):
                self.deal_hand(rows[start : start + size])

    def deal_hand(self, rows: list[int]) -> None:
        """Give each of these entries one more juror, as far as conflicts and caps allow.

        Chairs are first set for a fair share; when conflicts keep some of them empty,
        twice as many are set for the cards left over, until every juror is at the cap.
        """
        wanted = len(rows)
        while rows:
            slots, layer_cost = self._slots(wanted)
            rows = self._seat(rows, slots, layer_cost)
            if slots.size == self._room():
                return
            wanted = 2 * max(len(rows), wanted)

    def hand_over(self, rows: list[int], juror: int) -> list[int]:
        """Give one juror all of these entries that conflicts and the cap allow; the others."""
        if not rows:
            return []
        room = int(self.problem.limits[juror] - self.loads[juror])
        is_barred = self.barred(rows)[:, juror].tolist()
        given = [row for row, barred in zip(rows, is_barred, strict=True) if not barred][: max(room, 0)]
        self.put((row, juror) for row in given)
        return [row for row in rows if row not in set(given)]

    def _seat(self, rows: list[int], slots: "np.ndarray", layer_cost: "np.ndarray") -> list[int]:
        """One assignment of cards to chairs; the cards left over."""
        import numpy as np
        from scipy.optimize import linear_sum_assignment

        held = self.reads[rows]
        shared = held @ (self.met / self.loads.clip(min=1))
        cost = self.overlap_weight * shared - self.problem.scaled_fits[rows]
        cost = np.where(self.barred(rows), FORBIDDEN, cost)[:, slots] + layer_cost
        taken, chosen = linear_sum_assignment(cost)
        is_good = cost[taken, chosen] < FORBIDDEN / 2
        taken, jurors = taken[is_good], slots[chosen[is_good]]
        given = np.zeros_like(held)
        given[taken, jurors] = 1
        self.reads[rows] = held + given
        meetings = held.T @ given
        self.met += meetings + meetings.T
        self.pairs += [(rows[at], juror) for at, juror in zip(taken.tolist(), jurors.tolist(), strict=True)]
        seated = set(taken.tolist())
        return [row for at, row in enumerate(rows) if at not in seated]

    def barred(self, rows: list[int]) -> "np.ndarray":
        """Per entry and juror: conflict, already reading, or a colleague to keep apart from."""
        held = self.reads[rows]
        return ~self.problem.may_read[rows] | (held > 0) | (held @ self.problem.must_part > 0)

    def _slots(self, wanted: int) -> "tuple[np.ndarray, np.ndarray]":
        """Chairs for `wanted` cards, the least busy juror's first, and what each costs.

        A chair costs more the busier it makes its juror, far beyond any fit: so loads
        differ by at most one after every hand, unless conflicts or caps forbid it.
        """
        import numpy as np

        loads = self.loads
        level = self._water_level(loads, wanted)
        room = (np.minimum(level, self.problem.limits) - loads).clip(min=0)
        slots = np.repeat(np.arange(room.size), room)
        first = np.cumsum(room) - room
        height = loads[slots] + np.arange(slots.size) - first[slots]
        return slots, LAYER * (height - loads.min())

    def _water_level(self, loads: "np.ndarray", wanted: int) -> int:
        """The least load up to which everybody must be filled to seat `wanted` more cards."""
        import numpy as np

        limits = self.problem.limits
        low, high = int(loads.min()), int(limits.max())
        while low < high:
            middle = (low + high) // 2
            if (np.minimum(middle, limits) - loads).clip(min=0).sum() >= wanted:
                high = middle
            else:
                low = middle + 1
        return low

    def _room(self) -> int:
        return int((self.problem.limits - self.loads).clip(min=0).sum())


def shuffled(entries: list[int], seed: int | str, round_number: int) -> list[int]:
    """Ascending SHA-256 of `seed:round:entry`: anyone can deal the same cards in any language."""

    def lot(entry: int) -> str:
        return hashlib.sha256(f"{seed}:{round_number}:{entry}".encode()).hexdigest()

    return sorted(entries, key=lot)
