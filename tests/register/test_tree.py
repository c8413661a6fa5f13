"""The tree of RFC 6962: against its definition written out, for every size up to seventy."""

from __future__ import annotations

import hashlib

import pytest

from carbon_eia.register.tree import (
    consistency,
    inclusion,
    is_consistent,
    leaf_hash,
    root,
    root_of_leaf,
)

LEAVES = [leaf_hash(bytes([n])) for n in range(70)]


def defined(leaves: list[bytes]) -> bytes:
    """MTH of section 2.1: split at the largest power of two below the size."""
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    both = defined(leaves[:k]) + defined(leaves[k:])
    return hashlib.sha256(b"\x01" + both).digest()


@pytest.mark.parametrize("size", range(1, 71))
def test_roots_and_proofs_are_those_of_the_definition(size: int) -> None:
    """The root; every leaf leads to it, and to no other place; every beginning is consistent."""
    leaves = LEAVES[:size]
    top = root(leaves)
    assert top == defined(leaves)
    for i in range(size):
        path = inclusion(leaves, i)
        assert root_of_leaf(leaves[i], i, size, path) == top
        assert root_of_leaf(leaves[i], i + 1, size, path) != top
        assert root_of_leaf(leaf_hash(b"other"), i, size, path) != top
        assert root_of_leaf(leaves[i], i, size, [*path, top]) is None
    for first in range(1, size + 1):
        path = consistency(leaves, first)
        assert is_consistent(first, root(leaves[:first]), size, top, path)
        assert not is_consistent(first, leaf_hash(b"other"), size, top, path)


def test_the_published_example_of_an_empty_tree_and_leaf() -> None:
    """The hash of nothing (RFC 6962, 2.1), and that of an empty leaf."""
    assert root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    empty = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert leaf_hash(b"").hex() == empty
