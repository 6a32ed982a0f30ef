"""What a set of pairs is worth: fit, islands, and what severity correction would cost."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from judging.assigning.problem import Pair, Plan, Problem

if TYPE_CHECKING:
    import numpy as np


def incidence(problem: Problem, pairs: Sequence[Pair]) -> "np.ndarray":
    """Entries by jurors, as 0 and 1."""
    import numpy as np

    reads = np.zeros((problem.entries, problem.jurors), dtype=np.int64)
    if pairs:
        entries, jurors = zip(*pairs, strict=True)
        reads[list(entries), list(jurors)] = 1
    return reads


def describe(problem: Problem, pairs: Sequence[Pair]) -> Plan:
    reads = incidence(problem, pairs)
    per_entry = (problem.fits * reads).sum(axis=1)
    short = (reads.sum(axis=1) < problem.readers).nonzero()[0]
    free = problem.may_read.sum(axis=1)
    islands = count_components(reads)
    return Plan(
        pairs=tuple(pairs),
        loads=tuple(reads.sum(axis=0).tolist()),
        uncovered=tuple((entry, int(free[entry])) for entry in short.tolist()),
        components=islands,
        calibration_cost=calibration_cost(reads, problem.readers) if islands == 1 else None,
        fit=float(per_entry.sum()),
        worst_entry_fit=float(per_entry.min()),
    )


def count_components(reads: "np.ndarray") -> int:
    """Islands among the jurors who read anything, joined by the entries they share."""
    import numpy as np
    from scipy.sparse.csgraph import connected_components

    active = np.flatnonzero(reads.any(axis=0))
    if not active.size:
        return 0
    shared = reads[:, active].T.astype(float) @ reads[:, active]  # floats multiply ten times faster
    return int(connected_components(shared, directed=False, return_labels=False))


def calibration_cost(reads: "np.ndarray", readers: float) -> float:
    """How much less certain an equalised score is than with panels that need no correction.

    `1 + readers · max_p v_p`, `v_p = (W_p − W̄) C⁺ (W_p − W̄)ᵀ`, with W_p the shares of
    entry p's jurors and C their Laplacian. 1 is free.
    """
    import numpy as np

    shares = _shares(reads)
    apart = shares - shares.mean(axis=0)
    variances = np.einsum("pj,pj->p", apart @ np.linalg.pinv(laplacian(reads), hermitian=True), apart)
    return float(1 + readers * max(variances.max(), 0.0))


def laplacian(reads: "np.ndarray") -> "np.ndarray":
    """Of jurors who share entries: `C = diag(r) − Nᵀ D⁻¹ N`."""
    import numpy as np

    covered = reads[reads.any(axis=1)]
    return np.diag(covered.sum(axis=0)) - covered.T @ _shares(reads)


def _shares(reads: "np.ndarray") -> "np.ndarray":
    """Each covered entry's panel, one over its size."""
    covered = reads[reads.any(axis=1)]
    return covered / covered.sum(axis=1, keepdims=True)
