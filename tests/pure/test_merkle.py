"""RFC 6962: golden roots, receipts, and forgeries that must not pass."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.merkle import Tree, leaf_hash, root, verify

# F. The leaves of the reference implementation of certificate transparency.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
BEGINNINGS = ["e3b0c442", "6e340b9c", "fac54203", "aeb6bcfe", "d37ee418", "4e3bbb1f", "76e67dad", "ddb89be4"]
EIGHT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@pytest.mark.parametrize(("size", "beginning"), list(enumerate(BEGINNINGS)))
def test_root_golden_leaves_begins_as_published(size, beginning):
    assert root(LEAVES[:size]).hex()[:8] == beginning


def test_root_golden_eight_leaves():
    assert root(iter(LEAVES)).hex() == EIGHT


def test_leaf_and_node_are_told_apart():
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert root([b"a", b"b"]) == hashlib.sha256(b"\x01" + left + right).digest()
    assert root([left + right]) != root([b"a", b"b"])


def test_path_golden_leaves_are_those_of_the_rfc():
    # RFC 6962, 2.1.3: seven leaves; d0 proves by b, h, l, d3 by c, g, l, d4 by f, j, k, d6 by i, k.
    tree = Tree(LEAVES[:7])
    a, b, c, d, e, f, j = (leaf_hash(leaf) for leaf in LEAVES[:7])

    def node(left, right):
        return hashlib.sha256(b"\x01" + left + right).digest()

    g, h, i = node(a, b), node(c, d), node(e, f)
    k, m = node(g, h), node(i, j)
    assert tree.path(0) == [b, h, m]
    assert tree.path(3) == [c, g, m]
    assert tree.path(4) == [f, j, k]
    assert tree.path(6) == [i, k]


def test_path_of_a_leaf_that_is_not_there_is_refused():
    for index in (-1, 3):
        with pytest.raises(IndexError, match=f"no leaf {index} among 3"):
            Tree(LEAVES[:3]).path(index)


def oracle_root(leaves):
    """The recursive definition of RFC 6962, 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = oracle_root(leaves[:split]), oracle_root(leaves[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


@pytest.mark.parametrize("size", range(1, 40))
def test_verify_every_receipt_of_every_size_passes_and_no_other(size):
    leaves = [bytes([n]) for n in range(size)]
    tree = Tree(leaves)
    assert tree.root == oracle_root(leaves)
    for index, leaf in enumerate(leaves):
        path = tree.path(index)
        assert verify(leaf, index, size, path, tree.root) is True
        assert verify(b"x", index, size, path, tree.root) is False
        assert verify(leaf, index, size, [*path, leaf_hash(b"x")], tree.root) is False
        assert [at for at in range(-1, size + 1) if verify(leaf, at, size, path, tree.root)] == [index]
        if path:
            assert verify(leaf, index, size, path[:-1], tree.root) is False
            assert verify(leaf, index, size, [bytes(32), *path[1:]], tree.root) is False


@settings(max_examples=50, deadline=None)
@given(st.lists(st.binary(max_size=3), min_size=1, max_size=70), st.data())
def test_root_any_leaves_agrees_with_the_recursive_definition(leaves, data):
    tree = Tree(leaves)
    index = data.draw(st.integers(0, len(leaves) - 1))
    assert tree.root == oracle_root(leaves)
    assert verify(leaves[index], index, len(leaves), tree.path(index), tree.root) is True
