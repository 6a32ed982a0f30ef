"""Totals of sheets as a table of entries by jurors, and the matrices every statistic needs."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from judging.assigning.design import count_components, laplacian

if TYPE_CHECKING:
    import numpy as np

Totals = Mapping[str, Mapping[str, Fraction | float]]  # entry, juror, points of 100


class Readings:
    """`reads` is 1 where a juror scored an entry, `scores` the total there, 0 elsewhere.

    Entries without a reading are left out.
    """

    def __init__(self, totals: Totals):
        import numpy as np

        self.entries = [entry for entry, row in totals.items() if row]
        self.jurors = sorted({juror for row in totals.values() for juror in row})
        column = {juror: at for at, juror in enumerate(self.jurors)}
        cells = [
            (at, column[juror], float(total))
            for at, entry in enumerate(self.entries)
            for juror, total in totals[entry].items()
        ]
        self.reads = np.zeros((len(self.entries), len(self.jurors)))
        self.scores = np.zeros_like(self.reads)
        if cells:
            rows, columns, values = (list(each) for each in zip(*cells, strict=True))
            self.reads[rows, columns] = 1.0
            self.scores[rows, columns] = values

    @cached_property
    def mean(self) -> float:
        return float(self.scores.sum() / self.reads.sum())

    @cached_property
    def entry_means(self) -> "np.ndarray":
        return self.scores.sum(axis=1) / self.reads.sum(axis=1)

    @cached_property
    def laplacian(self) -> "np.ndarray":
        """`C = diag(r) − Nᵀ D⁻¹ N`."""
        return laplacian(self.reads)

    @cached_property
    def deviations(self) -> "np.ndarray":
        """`rhs_j = Σ_p (T[p,j] − mean_p)`: how far each juror is from their panels, summed."""
        return (self.reads * (self.scores - self.entry_means[:, None])).sum(axis=0)

    @cached_property
    def per_entry(self) -> float:
        """How many readings an entry has on average."""
        return float(self.reads.sum() / max(len(self.entries), 1))

    @cached_property
    def components(self) -> int:
        return count_components(self.reads)

    @property
    def is_complete(self) -> bool:
        """Every juror scored every entry."""
        return bool(self.reads.all())
