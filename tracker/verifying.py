"""The whole of a log's file: its events, and the projections that should be what replaying the events gives."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

from events.checkpoint import Checkpoint
from events.envelope import StoredEvent
from events.errors import NewerLogError, RecordError
from events.sqlite_log import SqliteLog
from events.ticking import Tick
from events.verify import Fault, Report
from events.verify import verify as verify_events
from tracker.projections.follow import Follower
from tracker.projections.kept import PROJECTIONS, followed_seq, table_names
from tracker.rebuild import digest_of

__all__ = ["verify"]


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
        followed = followed_seq(log.reader)
    except NewerLogError:
        return
    except sqlite3.DatabaseError as error:
        yield Fault(0, "projection", f"the projections cannot be read ({error})")
        return
    if followed is None:
        return
    head = log.head().seq
    if followed > head:
        yield Fault(head + 1, "cut", f"the projections have followed the log to e{followed}, and it ends with e{head}")
    else:
        yield from _differing(log, followed, tick)


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
    except (RecordError, sqlite3.DatabaseError) as error:
        yield Fault(0, "replay", f"the projections cannot be compared ({error})")
    finally:
        fresh.close()


class _Beginning:
    """The log up to the entry that its projections have followed."""

    def __init__(self, log: SqliteLog, upto: int) -> None:
        self._upto = upto
        self._log = log
        self.get = log.get

    def read(self, after: int = 0, upto: int | None = None) -> Iterator[StoredEvent]:
        """Yield stored events with after < seq <= upto."""
        return self._log.read(after, self._upto if upto is None else min(upto, self._upto))
