"""The most fit there can be, islands or not: the yardstick for a deal."""

from typing import TYPE_CHECKING, Any

from judging.assigning.problem import Pair, Problem

if TYPE_CHECKING:
    import numpy as np

BEST_JURORS = 12  # columns per entry to begin with; others join when they could pay
SHORT = 1e3  # price of a reader not found, above any fit
TOLERANCE = 1e-7


def solve(problem: Problem) -> list[Pair]:
    """Pairs of greatest total fit within readers, caps, conflicts and pairs kept apart.

    Without pairs kept apart the matrix is totally unimodular: the simplex method ends
    on whole numbers. With them it may not, and whole numbers are asked for.
    """
    programme = _Programme(problem)
    result = programme.solve()
    while programme.admit_paying(result):
        result = programme.solve()
    if abs(result.x - result.x.round()).max() > TOLERANCE:
        programme.admit_all()
        result = programme.solve(is_whole=True)
    return programme.chosen(result.x)


class _Programme:
    """Minimise −Σ fit·x + SHORT·Σ s, with x for the pairs admitted so far and s for readers not found."""

    def __init__(self, problem: Problem):
        import numpy as np

        self.problem = problem
        self.held = np.zeros((problem.entries, problem.jurors), dtype=bool)
        for entry, juror in problem.existing:
            self.held[entry, juror] = True
        self.readers = np.maximum(self.held.sum(axis=1), problem.readers)
        self.caps = np.maximum(self.held.sum(axis=0), problem.limits)
        ranked = np.where(problem.may_read, -problem.scaled_fits, np.inf).argsort(axis=1, kind="stable")
        self.open = self.held.copy()
        np.put_along_axis(self.open, ranked[:, :BEST_JURORS], True, axis=1)
        self.open &= problem.may_read

    def solve(self, is_whole: bool = False) -> Any:
        import numpy as np
        from scipy.optimize import linprog

        problem = self.problem
        self.at = np.nonzero(self.open)
        entries, jurors = self.at
        costs = np.concatenate([-problem.scaled_fits[self.at], np.full(problem.entries, SHORT)])
        lows = np.concatenate([self.held[self.at], np.zeros(problem.entries)])
        highs = np.concatenate([np.ones(entries.size), np.full(problem.entries, np.inf)])
        readers, limits, bounds = self._rows(entries, jurors)
        return linprog(
            costs,
            A_eq=readers,
            b_eq=self.readers,
            A_ub=limits,
            b_ub=bounds,
            bounds=np.column_stack([lows, highs]),
            method="highs" if is_whole else "highs-ds",
            integrality=np.concatenate([np.ones(entries.size), np.zeros(problem.entries)]) * is_whole,
        )

    def _rows(self, entries: "np.ndarray", jurors: "np.ndarray") -> "tuple[Any, Any, np.ndarray]":
        """Readers of each entry; load of each juror; at most one of two kept apart, per entry."""
        import numpy as np
        from scipy.sparse import coo_array, eye_array, hstack, vstack

        problem, columns = self.problem, np.arange(entries.size)
        ones = np.ones(entries.size)
        per_entry = coo_array((ones, (entries, columns)), shape=(problem.entries, entries.size))
        per_juror = coo_array((ones, (jurors, columns)), shape=(problem.jurors, entries.size))
        blocks, bounds = [per_juror], [self.caps]
        for one, other in self._parted():
            mine = (jurors == one) | (jurors == other)
            where = (entries[mine], columns[mine])
            blocks.append(coo_array((ones[mine], where), shape=(problem.entries, entries.size)))
            bounds.append(np.maximum(self.held[:, [one, other]].sum(axis=1), 1))
        limits = vstack(blocks)
        slack = coo_array((limits.shape[0], problem.entries))
        return (
            hstack([per_entry, eye_array(problem.entries)], format="csr"),
            hstack([limits, slack], format="csr"),
            np.concatenate(bounds),
        )

    def _parted(self) -> list[Pair]:
        import numpy as np

        return [(int(one), int(other)) for one, other in np.argwhere(np.triu(self.problem.must_part))]

    def admit_paying(self, result: Any) -> bool:
        """Open every pair whose reduced cost is negative; False when there is none."""
        import numpy as np

        problem, limits = self.problem, result.ineqlin.marginals
        reduced = -problem.scaled_fits - result.eqlin.marginals[:, None] - limits[: problem.jurors]
        for number, (one, other) in enumerate(self._parted()):
            start = problem.jurors + number * problem.entries
            reduced[:, [one, other]] -= limits[start : start + problem.entries, None]
        paying = problem.may_read & ~self.open & (reduced < -TOLERANCE)
        self.open |= paying
        return bool(np.any(paying))

    def admit_all(self) -> None:
        self.open = self.problem.may_read.copy()

    def chosen(self, values: "np.ndarray") -> list[Pair]:
        entries, jurors = self.at
        taken = values[: entries.size] > 0.5
        return list(zip(entries[taken].tolist(), jurors[taken].tolist(), strict=True))
