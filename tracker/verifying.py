"""The whole of a log's file: its events, and the projections that should be what replaying the events gives."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from events.checkpoint import Checkpoint
from events.envelope import StoredEvent
from events.errors import NewerLogError, RecordError
from events.sqlite_log import SqliteLog
from events.ticking import Tick
from events.verify import Fault, Report
from events.verify import verify as verify_events
from tracker.projections import search
from tracker.projections.follow import Follower
from tracker.projections.kept import PROJECTIONS, followed_seq, table_names
from tracker.rebuild import digest_of

__all__ = ["uncompared", "verify"]


def verify(log: SqliteLog, tick: Tick | None = None, against: Checkpoint | None = None) -> Report:
    """Check the events, as `events.verify`, and the projections in the file, all in one read transaction.

    Projections of a later version of this program are left out, and those of an earlier one: they are made anew.
    `tick` is told how far the events are and then, from the start again, how far replaying them is.
    """
    with log.one_moment():
        report = verify_events(log, tick, against)
        found = sorted([*report.faults, *_projection_faults(log, tick)], key=lambda fault: fault.seq)
        return replace(report, faults=tuple(found))


def _projection_faults(log: SqliteLog, tick: Tick | None) -> Iterator[Fault]:
    try:
        followed: Any = followed_seq(log.reader)  # whatever somebody wrote there
    except NewerLogError:
        return
    except (sqlite3.DatabaseError, TypeError) as error:  # seqs that are no numbers cannot be put in order
        yield Fault(0, "projection", f"the projections cannot be read ({error})")
        return
    if followed is None:
        return
    if not isinstance(followed, int):
        yield Fault(0, "projection", "how far the projections have followed the log is no number")
        return
    head = _head(log)
    if head is None:
        return
    if followed > head:
        yield Fault(head + 1, "cut", f"the projections have followed the log to e{followed}, and it ends with e{head}")
    else:
        yield from _differing(log, followed, tick)


def _head(log: SqliteLog) -> int | None:
    """Return the last seq; None where the file has no such number, which is a fault of its events."""
    try:
        head: Any = log.head().seq
    except RecordError:
        return None
    return head if isinstance(head, int) else None


def _differing(log: SqliteLog, followed: int, tick: Tick | None) -> Iterator[Fault]:
    fresh = sqlite3.connect("", isolation_level=None)
    try:
        fresh.execute("BEGIN")
        Follower.caught_up(fresh, _Beginning(log, followed), tick, followed)
        for projection in PROJECTIONS:
            names = table_names(projection.tables)
            if digest_of(log.reader, names) != digest_of(fresh, names):
                detail = f"the tables of {projection.name!r} are not those that replaying the log gives"
                yield Fault(0, "projection", detail)
        yield from _search_faults(log, fresh, followed)
    except (RecordError, sqlite3.DatabaseError) as error:
        yield Fault(0, "replay", f"the projections cannot be compared ({error})")
    finally:
        fresh.close()


def _search_faults(log: SqliteLog, fresh: sqlite3.Connection, followed: int) -> Iterator[Fault]:
    """Compare the index of search, where somebody has searched, entry by entry and word by word."""
    try:
        upto = search.indexed_seq(log.reader, "main")
    except NewerLogError:
        return
    if upto is None:
        return
    if upto > followed:
        yield Fault(followed + 1, "cut", f"the index of search has followed the log to e{upto}")
        return
    while upto and (search.indexed_seq(fresh, "main") or 0) < upto:
        search.follow(fresh, _Beginning(log, upto), upto)
    if upto and _words_of(log.reader) != _words_of(fresh):
        yield Fault(0, "projection", "the index of search is not the one that replaying the log gives")


def _words_of(connection: sqlite3.Connection) -> str:
    """Return a SHA-256 over what the index holds: its rows, and every word with the places where it stands."""
    connection.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.indexed_words USING fts5vocab(main, search_text, instance)"
    )
    digest = hashlib.sha256()
    for query in (
        "SELECT * FROM main.search_entries ORDER BY seq",
        "SELECT term, doc, col, offset FROM temp.indexed_words ORDER BY term, doc, col, offset",
    ):
        for row in connection.execute(query):
            digest.update(repr(row).encode())
    return digest.hexdigest()


def uncompared(log: SqliteLog) -> str | None:
    """Return why the derived tables in the file are not compared; None where they are."""
    try:
        followed = followed_seq(log.reader)
        search.indexed_seq(log.reader, "main")
    except NewerLogError as error:
        return str(error)
    except (sqlite3.DatabaseError, TypeError):
        return None  # which is a fault
    return "an earlier version made them, or none did; the next write makes them anew" if followed is None else None


class _Beginning:
    """The log up to the entry that its projections have followed."""

    def __init__(self, log: SqliteLog, upto: int) -> None:
        self._upto = upto
        self._log = log
        self.get = log.get

    def read(self, after: int = 0, upto: int | None = None) -> Iterator[StoredEvent]:
        """Yield stored events with after < seq <= upto."""
        return self._log.read(after, self._upto if upto is None else min(upto, self._upto))
