"""The Merkle tree as a SQLite log keeps it: its leaves beside the events, and every eighth level of its nodes.

The table `tree` has the hash over every 256 events, over every 65,536 and so on. All other nodes are made from those
when a proof asks for them: at most 255 hashes from each level that is kept. It is derived from the events and may be
made anew at any time; a file without it (user_version 1) is read by making what is missing from the leaves.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Final

from events.errors import DamagedLogError
from events.merkle import node_hash
from events.sqlite_file import SCHEMA, TREE_SINCE, USER_VERSION, user_version

__all__ = ["STEP", "StoredNodes", "build", "grow"]

STEP: Final = 8
"""Every how many levels a node is kept; 2**STEP hashes are made into one."""


class StoredNodes:
    """The nodes of a log's tree, read as they are asked for."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._is_kept = user_version(connection) >= TREE_SINCE

    def node(self, level: int, place: int) -> bytes:
        """Return the hash over the leaves from place * 2**level, 2**level of them.

        Raises:
            DamagedLogError: some of what it is made from is missing.
        """
        above_kept = level % STEP
        return _made_one(self.row(level - above_kept, place << above_kept, 1 << above_kept))

    def row(self, level: int, first: int, count: int) -> list[bytes]:
        """Return `count` hashes of a level that is kept, from place `first`."""
        if level == 0:
            found = self._connection.execute(
                "SELECT leaf FROM events WHERE seq > ? AND seq <= ? ORDER BY seq", (first, first + count)
            )
        elif self._is_kept:
            found = self._connection.execute(
                "SELECT hash FROM tree WHERE level = ? AND place >= ? AND place < ? ORDER BY place",
                (level, first, first + count),
            )
        else:
            return [self.made(level, place) for place in range(first, first + count)]
        hashes = [each for (each,) in found]
        if len(hashes) != count:
            raise DamagedLogError(f"e{(first << level) + 1}", "hashes of the tree are missing")
        return hashes

    def made(self, level: int, place: int) -> bytes:
        """Return a node of a level that is kept, made from the kept level below it."""
        return _made_one(self.row(level - STEP, place << STEP, 1 << STEP))


def _made_one(hashes: Sequence[bytes]) -> bytes:
    while len(hashes) > 1:
        hashes = [node_hash(left, right) for left, right in zip(hashes[::2], hashes[1::2], strict=True)]
    return hashes[0]


def grow(connection: sqlite3.Connection, before: int, after: int) -> None:
    """Keep the nodes that the events after `before` up to `after` complete; within the caller's transaction."""
    nodes = StoredNodes(connection)
    level = STEP
    while before >> level < after >> level:
        made = [(level, place, nodes.made(level, place)) for place in range(before >> level, after >> level)]
        connection.executemany("INSERT INTO tree VALUES (?, ?, ?)", made)
        level += STEP


def build(connection: sqlite3.Connection) -> None:
    """Make the table anew from the events, also in a file that has none; within the caller's transaction."""
    connection.execute("DROP TABLE IF EXISTS tree")
    connection.execute(SCHEMA["tree"])
    connection.execute(f"PRAGMA user_version={USER_VERSION}")
    (size,) = connection.execute("SELECT coalesce(max(seq), 0) FROM events").fetchone()
    grow(connection, 0, size)
