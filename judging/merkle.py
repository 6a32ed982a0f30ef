"""RFC 6962 Merkle tree: one root for a release, one short receipt for each entry.

    leaf = SHA-256(00 ‖ data)      node = SHA-256(01 ‖ left ‖ right)

Level by level, a node without a right neighbour moves up unchanged: the same tree
as the RFC's split at the largest power of two.
"""

import hashlib
from collections.abc import Iterable, Sequence
from itertools import zip_longest


class Tree:
    """All levels of the tree over `leaves`, so that every receipt is a look-up."""

    def __init__(self, leaves: Iterable[bytes]):
        level = [leaf_hash(leaf) for leaf in leaves]
        self.levels = [level]
        while len(level) > 1:
            pairs = zip_longest(level[::2], level[1::2])
            level = [left if right is None else _node_hash(left, right) for left, right in pairs]
            self.levels.append(level)

    @property
    def root(self) -> bytes:
        return self.levels[-1][0] if self.levels[-1] else hashlib.sha256().digest()

    def path(self, index: int) -> list[bytes]:
        """The neighbours from leaf to root. Raises IndexError for a leaf that is not there."""
        if not 0 <= index < len(self.levels[0]):
            raise IndexError(f"no leaf {index} among {len(self.levels[0])}")
        neighbours = [(level, (index >> depth) ^ 1) for depth, level in enumerate(self.levels[:-1])]
        return [level[at] for level, at in neighbours if at < len(level)]


def root(leaves: Iterable[bytes]) -> bytes:
    return Tree(leaves).root


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def verify(data: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether `data` is leaf `index` of the `size` leaves under `root` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, computed = index, size - 1, leaf_hash(data)
    for neighbour in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            while not at & 1:  # moved up unchanged: no neighbour at these levels
                at, last = at >> 1, last >> 1
            computed = _node_hash(neighbour, computed)
        else:
            computed = _node_hash(computed, neighbour)
        at, last = at >> 1, last >> 1
    return last == 0 and computed == root


def _node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
