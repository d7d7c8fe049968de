"""Replay: the projections made anew from the log, compared with those that followed it, and put in their place."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlite_utils import Database

from events.codec import decode
from events.kinds import PositionAsserted
from events.periods import NEVER
from events.sqlite_log import SqliteLog, Writing
from events.ticking import Tick
from events.tree import build
from tracker.projections.follow import Follower, make_tables
from tracker.projections.kept import PROJECTIONS, followed_seq, table_names
from tracker.reading.assertions import found_on
from tracker.reading.registry import Registry
from tracker.reading.snapshot import Snapshot

__all__ = ["FailedAssertion", "Rebuilt", "Replay", "digest_of", "rebuild"]


_ROWS: Final = 1_000
"""So many rows are hashed in one piece."""


@dataclass(frozen=True, slots=True)
class Replay:
    """One projection: the digest of the rows that were there (None: outdated or absent) and of those replayed."""

    projection: str
    seq: int
    stored: str | None
    replayed: str

    @property
    def same(self) -> bool:
        """Whether replay equals stored, where anything was stored."""
        return self.stored in {None, self.replayed}


@dataclass(frozen=True, slots=True)
class FailedAssertion:
    """A human's check that does not hold at its own seq."""

    seq: int
    asserted: str
    found: str


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild found."""

    replays: tuple[Replay, ...]
    failed: tuple[FailedAssertion, ...]

    @property
    def ok(self) -> bool:
        """Whether replay equals stored and every assertion holds."""
        return not self.failed and all(each.same for each in self.replays)


def rebuild(log: SqliteLog, tick: Tick | None = None) -> Rebuilt:
    """Replay the log into new tables, put them in the place of the old ones, and check every assertion again.

    `tick` is told how far the replay is, in entries.
    """
    with log.writing() as writing:
        fresh = sqlite3.connect("", isolation_level=None)
        try:
            fresh.execute("BEGIN")
            Follower.caught_up(fresh, writing, tick, writing.head.seq)
            replays = _compare(writing, fresh)
            failed = tuple(_failed_assertions(fresh, writing))
            _put_in_place(writing.connection, fresh, replays)
            build(writing.connection)
        finally:
            fresh.close()
    return Rebuilt(replays, failed)


def digest_of(connection: sqlite3.Connection, names: list[str]) -> str:
    """Return a SHA-256 over all rows of the tables, in the order of their keys, hexadecimal."""
    database = Database(connection, execute_plugins=False)
    digest = hashlib.sha256()
    for name in names:
        table = database.table(name)
        order = ", ".join(table.pks)
        digest.update(f"{name}({', '.join(column.name for column in table.columns)})\n".encode())
        rows = connection.execute(f"SELECT * FROM {name} ORDER BY {order}")  # noqa: S608 - tables of ours
        while some := rows.fetchmany(_ROWS):
            digest.update("".join(map(repr, some)).encode())
    return digest.hexdigest()


def _compare(writing: Writing, fresh: sqlite3.Connection) -> tuple[Replay, ...]:
    has_stored = followed_seq(writing.connection) is not None
    found = []
    for projection in PROJECTIONS:
        names = table_names(projection.tables)
        stored = digest_of(writing.connection, names) if has_stored else None
        found.append(Replay(projection.name, writing.head.seq, stored, digest_of(fresh, names)))
    return tuple(found)


def _failed_assertions(fresh: sqlite3.Connection, writing: Writing) -> Iterator[FailedAssertion]:
    registry = Registry(fresh)
    rows = fresh.execute("SELECT seq, party, issue, stance, as_of FROM assertions ORDER BY seq").fetchall()
    for seq, party, issue, stance, as_of in rows:
        found, _ = found_on(Snapshot(fresh, seq, NEVER), registry.zone(), party, issue, as_of)
        if found != stance:
            (stored,) = writing.read(seq - 1, seq)
            data = decode(stored.body).data
            assert isinstance(data, PositionAsserted), "the table holds assertions"  # noqa: S101 - tells mypy
            asserted = f"{data.party} on {data.issue} as of {as_of}: {stance}, because {data.because}"
            yield FailedAssertion(seq, asserted, found)


def _put_in_place(stored: sqlite3.Connection, fresh: sqlite3.Connection, replays: tuple[Replay, ...]) -> None:
    digests = [(each.replayed, each.projection) for each in replays]
    fresh.executemany("UPDATE projections SET digest = ? WHERE name = ?", digests)
    make_tables(stored)
    for name in table_names():
        rows = fresh.execute(f"SELECT * FROM {name}")  # noqa: S608 - tables of ours
        places = ", ".join("?" * len(rows.description))
        stored.execute(f"DELETE FROM {name}")  # noqa: S608 - tables of ours
        stored.executemany(f"INSERT INTO {name} VALUES ({places})", rows)  # noqa: S608 - tables of ours
