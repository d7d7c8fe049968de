"""Projections follow the log: `follow` applies recorded events in order, within the caller's transaction.

Each projection keeps (name, version, seq, digest): the version of its tables, the seq up to which it followed,
and the digest its rows had when it was last rebuilt. An older version is dropped and followed anew; a newer one
is refused.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final, Protocol

from events.codec import decode_to_follow
from events.collecting import without_collecting
from events.envelope import RecordedEvent, StoredEvent
from events.errors import DamagedLogError, InvalidDateError
from events.kinds import (
    DossierOpened,
    StatementCorrected,
    StatementRecorded,
    StatementRetracted,
    StatementWithdrawn,
)
from events.periods import Zone
from events.ticking import Tick
from tracker.projections import belonging, checks, names, proposals
from tracker.projections.kept import PROJECTIONS, followed_seq, table_names, tables
from tracker.projections.names import Keys
from tracker.projections.timeline import Timeline

__all__ = ["Events", "Follower", "make_tables"]

_BATCH: Final = 10_000


class Events(Protocol):
    """Where a follower reads the log: the log itself, or an open write with what it appended so far."""

    def get(self, event_id: str) -> StoredEvent | None:
        """Return the event of that id."""
        ...

    def read(self, after: int = 0, upto: int | None = None) -> Iterator[StoredEvent]:
        """Yield stored events with after < seq <= upto."""
        ...


class Follower:
    """Keeps the projections on one connection up with a log. Never begins and never commits."""

    def __init__(self, connection: sqlite3.Connection, get: Callable[[str], StoredEvent | None]) -> None:
        self._connection = connection
        self._get = get
        self.keys = Keys(connection)
        self._timeline = Timeline(connection, self.keys)
        self.zone = Zone()
        row = connection.execute("SELECT zone FROM dossier ORDER BY seq DESC LIMIT 1").fetchone()
        if row is not None:
            self.zone = Zone(row[0])

    @classmethod
    def caught_up(
        cls, connection: sqlite3.Connection, log: Events, tick: Tick | None = None, head: int | None = None
    ) -> Follower:
        """Return a follower that has followed the whole of `log`, over tables made anew where they are outdated.

        `tick` is told of each batch the seq it reached, and `head` as the total.
        """
        after = followed_seq(connection)
        if after is None:
            make_tables(connection)
            after = 0
        follower = cls(connection, log.get)
        stored = log.read(after)
        while batch := list(islice(stored, _BATCH)):
            with without_collecting():
                follower.follow([decode_to_follow(event.body) for event in batch])
            if tick is not None:
                tick(batch[-1].seq, head)
        return follower

    def follow(self, events: Sequence[RecordedEvent]) -> None:
        """Apply recorded events, which come next after those followed so far."""
        if not events:
            return
        for event in events:
            if isinstance(event.data, DossierOpened) != (event.seq == 1):
                raise DamagedLogError(f"e{event.seq}", "a dossier is opened by the first entry and by no other")
            try:
                self._apply(event)
            except (LookupError, InvalidDateError) as error:
                raise DamagedLogError(f"e{event.seq}", f"{error}, so it cannot have been recorded") from error
        self._timeline.flush()
        names.note_authors(self._connection, events)
        self._connection.execute("UPDATE projections SET seq = ?", (events[-1].seq,))

    def _apply(self, event: RecordedEvent) -> None:
        if type(event.data) is StatementRecorded:  # most events are; only these two follow them
            self._timeline.record(self.zone, event, event.data)
            if event.caused_by is not None:
                proposals.apply(self._connection, self.keys, event)
            return
        if isinstance(event.data, DossierOpened):
            self.zone = Zone(event.data.zone)
        names.apply(self._connection, self.keys, event)
        belonging.apply(self._connection, self.keys, self.zone, event)
        self._timeline.apply(self.zone, event, self._original(event))
        checks.apply(self._connection, self.keys, event)
        proposals.apply(self._connection, self.keys, event)

    def _original(self, event: RecordedEvent) -> RecordedEvent | None:
        if not isinstance(event.data, StatementCorrected | StatementRetracted | StatementWithdrawn):
            return None
        stored = self._get(event.data.statement)
        if stored is None:
            raise LookupError(f"it is about {event.data.statement!r}, which is not in the log")
        return decode_to_follow(stored.body)


def make_tables(connection: sqlite3.Connection) -> None:
    """Make all tables anew and empty, in the place of those that are there.

    The index of search, which is followed when it is asked for, goes with the tables it rests on.
    """
    from tracker.projections import search

    search.drop(connection)
    for name in table_names():
        connection.execute(f"DROP TABLE IF EXISTS {name}")
    for statement in tables().values():
        connection.execute(statement)
    connection.executemany(
        "INSERT INTO projections VALUES (?, ?, 0, NULL)", [(each.name, each.version) for each in PROJECTIONS]
    )
