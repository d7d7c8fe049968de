"""The Merkle tree of RFC 6962, section 2.1: hashes, roots, and proofs of inclusion and of consistency.

Everything here is a function of hashes. Where they come from is a `Nodes`; how the log keeps them is `tree`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final, Protocol

__all__ = [
    "EMPTY_ROOT",
    "LeafNodes",
    "Nodes",
    "Peaks",
    "consistency_path",
    "inclusion_path",
    "is_consistent",
    "is_included",
    "leaf_hash",
    "node_hash",
    "root_of",
    "tree_root",
]

EMPTY_ROOT: Final = hashlib.sha256(b"").digest()
_HASH_BYTES: Final = 32


def leaf_hash(body: bytes) -> bytes:
    """Return SHA-256(0x00 || body), 32 bytes."""
    return hashlib.sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01 || left || right), 32 bytes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Peaks:
    """A tree that grows leaf by leaf: the perfect subtrees it falls into, largest first, one hash a level."""

    def __init__(self) -> None:
        self.size = 0
        self._hashes: list[bytes] = []

    def add(self, leaf: bytes) -> list[bytes]:
        """Add a leaf; return the hashes of the perfect subtrees it completes, [0] the leaf itself, [level] 2**level."""
        completed = [leaf]
        size = self.size
        while size & 1:
            completed.append(node_hash(self._hashes.pop(), completed[-1]))
            size >>= 1
        self._hashes.append(completed[-1])
        self.size += 1
        return completed

    def root(self) -> bytes:
        """Return the root over the leaves so far."""
        return _joined(self._hashes)


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root over leaf hashes in order; keeps one hash per level in memory."""
    peaks = Peaks()
    for leaf in leaves:
        peaks.add(leaf)
    return peaks.root()


def _joined(peaks: Sequence[bytes]) -> bytes:
    if not peaks:
        return EMPTY_ROOT
    *others, root = peaks
    for peak in reversed(others):
        root = node_hash(peak, root)
    return root


class Nodes(Protocol):
    """Where the hashes of a tree can be read, those of perfect subtrees only."""

    def node(self, level: int, place: int) -> bytes:
        """Return the hash over the leaves from place * 2**level, 2**level of them; all of them exist."""
        ...


class LeafNodes:
    """The nodes of a tree whose leaf hashes are in memory."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._leaves = leaves

    def node(self, level: int, place: int) -> bytes:
        """Return the hash, made anew each time."""
        return root_of(self._leaves[place << level : (place + 1) << level])


def tree_root(nodes: Nodes, size: int) -> bytes:
    """Return the root over the first `size` leaves."""
    return _hash_over(nodes, 0, size)


def _hash_over(nodes: Nodes, start: int, size: int) -> bytes:
    """Return the hash over `size` leaves from `start`, which no power of two below `size` fails to divide."""
    peaks = []
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            peaks.append(nodes.node(level, start >> level))
            start += 1 << level
    return _joined(peaks)


def _split(size: int) -> int:
    """Return the largest power of two below `size`, which is 2 or more: how many leaves are in the left subtree."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_path(nodes: Nodes, index: int, size: int) -> list[bytes]:
    """Return PATH(index, D[size]): what a leaf is hashed with on its way to the root, its sibling first.

    `index` counts from 0 and is below `size`.
    """
    path = []
    start = 0
    while size > 1:
        left = _split(size)
        if index < left:
            path.append(_hash_over(nodes, start + left, size - left))
            size = left
        else:
            path.append(_hash_over(nodes, start, left))
            start, index, size = start + left, index - left, size - left
    return path[::-1]


def consistency_path(nodes: Nodes, old: int, new: int) -> list[bytes]:
    """Return PROOF(old, D[new]): what shows that the tree of `old` leaves is the beginning of that of `new`.

    Empty for 0 leaves and for the same size; `old` is at most `new`.
    """
    if old == 0:
        return []
    path = []
    start, size = 0, new
    while old != size:
        left = _split(size)
        if old <= left:
            path.append(_hash_over(nodes, start + left, size - left))
            size = left
        else:
            path.append(_hash_over(nodes, start, left))
            start, old, size = start + left, old - left, size - left
    if start:
        path.append(_hash_over(nodes, start, size))
    return path[::-1]


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Return whether `path` proves that the tree of that size and root has that leaf hash at `index`, from 0."""
    if not 0 <= index < size or not _are_hashes(leaf, *path, root):
        return False
    lefts = _lefts_of_leaf(index, size)
    if len(path) != len(lefts):
        return False
    for is_left, sibling in zip(lefts, path, strict=True):
        leaf = node_hash(sibling, leaf) if is_left else node_hash(leaf, sibling)
    return leaf == root


def is_consistent(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Return whether `path` proves that the tree of size `old` is the beginning of that of size `new`."""
    if not 0 <= old <= new or not _are_hashes(old_root, *path, new_root):
        return False
    if old == 0:
        return not path and old_root == EMPTY_ROOT and (new > 0 or new_root == EMPTY_ROOT)
    lefts = _lefts_of_tree(old, new)
    # An old tree that stands whole in the new one is where the path begins; else its right edge is named first.
    begins, *rest = path if any(lefts) and path else (old_root, *path)
    if len(rest) != len(lefts):
        return False
    old_hash = new_hash = begins
    for is_left, sibling in zip(lefts, rest, strict=True):
        new_hash = node_hash(sibling, new_hash) if is_left else node_hash(new_hash, sibling)
        old_hash = node_hash(sibling, old_hash) if is_left else old_hash
    return old_hash == old_root and new_hash == new_root


def _are_hashes(*found: bytes) -> bool:
    return all(len(each) == _HASH_BYTES for each in found)


def _lefts_of_leaf(index: int, size: int) -> list[bool]:
    """Return, from the leaf up, whether what it is hashed with stands on its left."""
    lefts = []
    while size > 1:
        left = _split(size)
        lefts.append(index >= left)
        index, size = (index - left, size - left) if index >= left else (index, left)
    return lefts[::-1]


def _lefts_of_tree(old: int, size: int) -> list[bool]:
    """Return the same from the last perfect subtree that `old` leaves end with."""
    lefts = []
    while old != size:
        left = _split(size)
        lefts.append(old > left)
        old, size = (old - left, size - left) if old > left else (old, left)
    return lefts[::-1]
