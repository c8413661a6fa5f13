"""The Merkle tree of a ledger (RFC 6962, 2.1): one hash that stands for all events, and short
proofs that an event is among them, and that a longer ledger only adds to a shorter one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

__all__ = ["consistency", "inclusion", "is_consistent", "leaf_hash", "root", "root_of_leaf"]


def leaf_hash(content: bytes) -> bytes:
    """The hash of a leaf; it is another than that of a node of the same bytes.

    >>> leaf_hash(b"").hex()[:16]
    '6e340b9cffb37a98'
    """
    return hashlib.sha256(b"\0" + content).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The hash of a tree over the hashes of its leaves; of none, the hash of nothing.

    >>> root([]).hex()[:16]
    'e3b0c44298fc1c14'
    >>> root([leaf_hash(b"a"), leaf_hash(b"b")]) == _node(leaf_hash(b"a"), leaf_hash(b"b"))
    True
    """
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:  # the last of an odd number goes up by itself
        above = [_node(a, b) for a, b in zip(level[::2], level[1::2], strict=False)]
        level = above + level[-1:] if len(level) % 2 else above
    return level[0]


def _split(size: int) -> int:
    """The largest power of two below a size."""
    return 1 << (size - 1).bit_length() - 1


def inclusion(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes beside the way from a leaf to the root (RFC 6962, 2.1.1)."""
    if len(leaves) <= 1:
        return []
    k = _split(len(leaves))
    if index < k:
        return [*inclusion(leaves[:k], index), root(leaves[k:])]
    return [*inclusion(leaves[k:], index - k), root(leaves[:k])]


def root_of_leaf(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root to which a leaf and the hashes beside its way lead; None where they fit no tree of
    this size.

    >>> tree = [leaf_hash(bytes([i])) for i in range(7)]
    >>> all(root_of_leaf(tree[i], i, 7, inclusion(tree, i)) == root(tree) for i in range(7))
    True
    """
    if not 0 <= index < size:
        return None
    node, last, top = index, size - 1, leaf
    for beside in path:
        if last == 0:
            return None
        if node & 1 or node == last:
            top = _node(beside, top)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            top = _node(top, beside)
        node, last = node >> 1, last >> 1
    return top if last == 0 else None


def consistency(leaves: Sequence[bytes], first: int) -> list[bytes]:
    """Hashes that show that a tree begins with that of its ``first`` leaves (RFC 6962, 2.1.2)."""
    return _consistency(leaves, first, whole=True) if 0 < first < len(leaves) else []


def _consistency(leaves: Sequence[bytes], first: int, whole: bool) -> list[bytes]:
    if first == len(leaves):
        return [] if whole else [root(leaves)]
    k = _split(len(leaves))
    if first <= k:
        return [*_consistency(leaves[:k], first, whole), root(leaves[k:])]
    return [*_consistency(leaves[k:], first - k, whole=False), root(leaves[:k])]


def is_consistent(first: int, old: bytes, second: int, new: bytes, path: Sequence[bytes]) -> bool:
    """Whether a tree of ``second`` leaves begins with the one of ``first``, by their roots.

    >>> tree = [leaf_hash(bytes([i])) for i in range(9)]
    >>> [is_consistent(n, root(tree[:n]), 9, root(tree), consistency(tree, n)) for n in (1, 6, 9)]
    [True, True, True]
    >>> is_consistent(4, root(tree[1:5]), 9, root(tree), consistency(tree, 4))
    False
    """
    if first == second:
        return old == new and not path
    if not 0 < first < second or not path:
        return False
    hashes = list(path) if first & (first - 1) else [old, *path]  # a full tree is its own first
    node, last = first - 1, second - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    before = after = hashes[0]
    for beside in hashes[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            before, after = _node(beside, before), _node(beside, after)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            after = _node(after, beside)
        node, last = node >> 1, last >> 1
    return last == 0 and before == old and after == new
