"""What is asked of an assignment, and what is answered. Entries and jurors are numbered from 0."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # importing numpy costs a web worker too much; see __init__
    import numpy as np

Pair = tuple[int, int]  # entry, juror


class BadProblem(ValueError):
    """The question itself is wrong; the sentence begins with the field."""


@dataclass(frozen=True)
class Problem:
    """`readers` for each entry, at most `cap` entries for each juror: one number for all,
    one number each, or None for the fair share.

    `fit` is expertise times match, entries by jurors, on any scale, higher is better;
    `conflicts` are pairs that must not be, `apart` are jurors who must not share an
    entry, `existing` pairs stay and count. `seed` is published: it fixes the deal.
    """

    entries: int
    jurors: int
    readers: int
    cap: int | Sequence[int] | None = None
    fit: Sequence[Sequence[float]] | None = None
    conflicts: Collection[Pair] = ()
    apart: Collection[Pair] = ()
    seed: int | str = 1
    existing: Sequence[Pair] = ()

    def __post_init__(self) -> None:
        if self.entries < 1 or self.jurors < 1:
            raise BadProblem("fit: needs at least one entry and one juror")
        if self.readers < 1:
            raise BadProblem("readers: must be at least 1")
        self._check_cap()
        if self.fit is not None and (
            len(self.fit) != self.entries or any(len(row) != self.jurors for row in self.fit)
        ):
            raise BadProblem(f"fit: must have {self.entries} rows of {self.jurors} numbers")
        self._check_pairs("conflicts", self.conflicts, self.entries)
        self._check_pairs("apart", self.apart, self.jurors)
        self._check_pairs("existing", self.existing, self.entries)
        if clash := set(map(tuple, self.existing)) & set(map(tuple, self.conflicts)):
            raise BadProblem(f"existing: {list(min(clash))} is a conflict")

    def _check_cap(self) -> None:
        caps = [] if self.cap is None else [self.cap] if isinstance(self.cap, int) else self.cap
        if any(cap < 0 for cap in caps):
            raise BadProblem("cap: must not be below 0")
        if isinstance(self.cap, Sequence) and len(self.cap) != self.jurors:
            raise BadProblem(f"cap: must be one number, or one for each of {self.jurors} jurors")

    def _check_pairs(self, name: str, pairs: Collection[Pair], lefts: int) -> None:
        for left, right in pairs:
            if not (0 <= left < lefts and 0 <= right < self.jurors):
                raise BadProblem(f"{name}: [{left}, {right}] is out of range")

    @cached_property
    def fits(self) -> "np.ndarray":
        """As given, or zeros."""
        import numpy as np

        if self.fit is None:
            return np.zeros((self.entries, self.jurors))
        fits = np.asarray(self.fit, dtype=float)
        if not np.isfinite(fits).all():
            raise BadProblem("fit: every number must be finite")
        return fits

    @cached_property
    def scaled_fits(self) -> "np.ndarray":
        """From 0 to 1, so that the weights of the deal mean the same on every scale."""
        low, high = self.fits.min(), self.fits.max()
        return (self.fits - low) / (high - low) if high > low else self.fits * 0.0

    @cached_property
    def may_read(self) -> "np.ndarray":
        import numpy as np

        allowed = np.ones((self.entries, self.jurors), dtype=bool)
        for entry, juror in self.conflicts:
            allowed[entry, juror] = False
        return allowed

    @cached_property
    def must_part(self) -> "np.ndarray":
        """Jurors by jurors, as 0 and 1."""
        import numpy as np

        parted = np.zeros((self.jurors, self.jurors), dtype=np.int64)
        for one, other in self.apart:
            if one != other:
                parted[one, other] = parted[other, one] = 1
        return parted

    @cached_property
    def limits(self) -> "np.ndarray":
        """The cap of each juror; without one, what all entries shared out fairly come to."""
        import numpy as np

        fair = max(-(-self.entries * self.readers // self.jurors), 1)
        cap = fair if self.cap is None else self.cap
        return np.broadcast_to(np.asarray(cap, dtype=np.int64), self.jurors)

    def without(self, juror: int, existing: Sequence[Pair]) -> "Problem":
        """The same with one juror fewer, who keeps only what `existing` says."""
        limits = self.limits.tolist()
        limits[juror] = 0
        taken = {entry for entry, reader in existing if reader == juror}
        barred = [(entry, juror) for entry in range(self.entries) if entry not in taken]
        return replace(self, cap=limits, existing=tuple(existing), conflicts=[*self.conflicts, *barred])


@dataclass(frozen=True)
class Plan:
    """A proposal to look at before it is applied.

    `pairs` stand in the order of the deal, which is each juror's reading order.
    `uncovered` names the entries with too few readers and how many jurors are free of
    conflict for each: fewer than `readers`, or else it is the caps that are too low.
    `components` above 1 are islands: scores of one cannot be compared with another's.
    `calibration_cost` is None when there are islands. Fits are sums, on the scale given.
    """

    pairs: tuple[Pair, ...]
    loads: tuple[int, ...]
    uncovered: tuple[Pair, ...]
    components: int
    calibration_cost: float | None
    fit: float
    worst_entry_fit: float

    def reading_order(self, juror: int) -> list[int]:
        return [entry for entry, reader in self.pairs if reader == juror]
