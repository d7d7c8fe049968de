"""Hashing of RFC 6962, section 2.1: what a log of some size has as its root."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final

__all__ = ["EMPTY_ROOT", "leaf_hash", "node_hash", "root_of"]

EMPTY_ROOT: Final = hashlib.sha256(b"").digest()


def leaf_hash(body: bytes) -> bytes:
    """Return SHA-256(0x00 || body), 32 bytes."""
    return hashlib.sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01 || left || right), 32 bytes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the Merkle tree hash over leaf hashes in order; keeps one hash per level in memory."""
    peaks: list[tuple[int, bytes]] = []  # perfect subtrees, left to right, as (size, root)
    for leaf in leaves:
        size, root = 1, leaf
        while peaks and peaks[-1][0] == size:
            root = node_hash(peaks.pop()[1], root)
            size *= 2
        peaks.append((size, root))
    if not peaks:
        return EMPTY_ROOT
    _, root = peaks.pop()
    while peaks:
        root = node_hash(peaks.pop()[1], root)
    return root
