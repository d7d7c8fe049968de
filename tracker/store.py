"""Where the projections of a log live: in its own file when it is SQLite, else in a SQLite of our own beside us.

Either way a write is: take the lock, catch up, let the caller decide and append, follow. A log that lives
elsewhere is appended to at the end, in one piece and against the head that was read; if that moved, the caller
decides again. What follows events is loaded when there are some to follow.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Protocol

from events.clock import Clock, Instant
from events.errors import LogUnavailableError
from events.log import EventLog, Head, Written, stamped
from events.sqlite_log import SqliteLog, Writing
from events.stored import StoredEvent
from events.ticking import Tick
from tracker.projections.kept import followed_seq

if TYPE_CHECKING:
    from events.envelope import NewEvent
    from tracker.projections.follow import Follower

__all__ = ["InFile", "Replica", "Store", "Workspace"]


class Workspace(Protocol):
    """An open write: what can be read, and where events go."""

    connection: sqlite3.Connection
    recorded_by: str
    head: Head

    def append(self, events: Sequence[NewEvent], expected_head: int | None = None) -> list[Written]:
        """Append, as `EventLog.append`; undone if the write is not left in peace."""
        ...

    def get(self, event_id: str) -> StoredEvent | None:
        """Return the event of that id, also one of this write."""
        ...

    def read(self, after: int = 0, upto: int | None = None) -> Iterator[StoredEvent]:
        """Yield stored events with after < seq <= upto, also those of this write."""
        ...

    def now(self) -> Instant:
        """Return what an event appended now will have as recorded_at."""
        ...


class Store(Protocol):
    """A log with its projections."""

    @property
    def log(self) -> EventLog:
        """The log."""
        ...

    def reading(self) -> sqlite3.Connection:
        """Return a connection whose projections have followed the whole log."""
        ...

    def writing(self) -> AbstractContextManager[tuple[Workspace, Follower]]:
        """Yield an open write and a follower that has caught up; everything or nothing of it stays.

        Raises:
            HeadMovedError: somebody else appended meanwhile; nothing was written, decide again.
        """
        ...

    def as_recorded(self, written: Sequence[Written]) -> list[Written]:
        """Return what a finished write wrote, as the log holds it."""
        ...

    def close(self) -> None:
        """Let go of files and memory."""
        ...


class InFile:
    """Projections in the SQLite log's own file, written in the same transaction as the events."""

    def __init__(self, log: SqliteLog, tick: Tick | None = None) -> None:
        self.log = log
        self._tick = tick
        self._substitute: _FollowingCopy | None = None

    def reading(self) -> sqlite3.Connection:
        """Return the file's reader; where its projections are outdated, a temporary copy that followed the log."""
        if self._is_followed():
            return self.log.reader
        self._substitute = self._substitute or _FollowingCopy(self.log, self._tick)
        return self._substitute.caught_up()

    def _is_followed(self) -> bool:
        """Compare both in one read transaction: a writer may commit at any moment."""
        self.log.reader.execute("BEGIN")
        try:
            return followed_seq(self.log.reader) == self.log.head().seq
        finally:
            self.log.reader.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[tuple[Workspace, Follower]]:
        """Yield the log's open write."""
        with self.log.writing() as writing:
            yield writing, self._follower(writing)

    def _follower(self, writing: Writing) -> Follower:
        from tracker.projections.follow import Follower

        try:
            return Follower.caught_up(writing.connection, writing, self._tick, writing.head.seq)
        except sqlite3.IntegrityError as error:
            raise LogUnavailableError(
                f"the tables derived from {self.log.path} do not fit its entries ({error}); nothing was written. "
                "`tracker log rebuild` makes them anew"
            ) from error

    def as_recorded(self, written: Sequence[Written]) -> list[Written]:
        """Return it as it is: the log itself made it."""
        return list(written)

    def close(self) -> None:
        """Close the file."""
        if self._substitute is not None:
            self._substitute.connection.close()
        self.log.close()


class _FollowingCopy:
    """Projections in a SQLite that vanishes with us."""

    def __init__(self, log: EventLog, tick: Tick | None = None) -> None:
        self._log = log
        self._tick = tick
        self.connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)

    def caught_up(self) -> sqlite3.Connection:
        """Follow the log to its end."""
        head = self._log.head().seq
        if followed_seq(self.connection) != head:
            from tracker.projections.follow import Follower

            self.connection.execute("BEGIN")
            try:
                Follower.caught_up(self.connection, self._log, self._tick, head)
                self.connection.execute("COMMIT")
            except BaseException:
                self.connection.execute("ROLLBACK")
                raise
        return self.connection


class Replica:
    """Projections beside a log that lives elsewhere."""

    def __init__(self, log: EventLog, clock: Clock, tick: Tick | None = None) -> None:
        self.log = log
        self._clock = clock
        self._copy = _FollowingCopy(log, tick)

    def reading(self) -> sqlite3.Connection:
        """Return the copy, having followed the log."""
        return self._copy.caught_up()

    @contextmanager
    def writing(self) -> Iterator[tuple[Workspace, Follower]]:
        """Yield a write that is tried out on the copy, and then appended to the log in one piece."""
        from tracker.projections.follow import Follower

        connection = self._copy.caught_up()
        staged = _Staged(connection, self.log, self._clock)
        connection.execute("BEGIN")
        try:
            yield staged, Follower.caught_up(connection, staged)
        finally:
            connection.execute("ROLLBACK")
        if staged.pending:
            self.log.append(staged.pending, staged.expected_head)
        self._copy.caught_up()

    def as_recorded(self, written: Sequence[Written]) -> list[Written]:
        """Return the log's own events: its clock may have moved since they were tried out."""
        from events.codec import decode

        stored = [(self.log.get(each.event.id), each) for each in written]
        return [Written(decode(found.body), found.body, each.already) if found else each for found, each in stored]

    def close(self) -> None:
        """Drop the copy."""
        self._copy.connection.close()


class _Staged:
    """A write that the log has not seen yet, numbered as the log will number it."""

    def __init__(self, connection: sqlite3.Connection, log: EventLog, clock: Clock) -> None:
        self.connection = connection
        self.recorded_by = log.recorded_by
        self.head = log.head()
        self.expected_head = self.head.seq
        self.pending: list[NewEvent] = []
        self._log = log
        self._clock = clock
        self._stored: dict[str, StoredEvent] = {}

    def append(self, events: Sequence[NewEvent], expected_head: int | None = None) -> list[Written]:
        """Return the events numbered and stamped as the log will do it."""
        result = stamped(
            events,
            self.head,
            clock=self._clock,
            recorded_by=self.recorded_by,
            find=self.get,
            expected_head=expected_head,
        )
        for new, written in zip(events, result, strict=True):
            if not written.already:
                self.pending.append(new)
                self._stored[new.id] = StoredEvent(written.event.seq, written.body)
                self.head = Head(written.event.seq, written.event.recorded_at)
        return result

    def get(self, event_id: str) -> StoredEvent | None:
        """Return the event of that id."""
        return self._stored.get(event_id) or self._log.get(event_id)

    def read(self, after: int = 0, upto: int | None = None) -> Iterator[StoredEvent]:
        """Yield stored events with after < seq <= upto."""
        yield from self._log.read(after, upto)
        for stored in self._stored.values():
            if stored.seq > after and (upto is None or stored.seq <= upto):
                yield stored

    def now(self) -> Instant:
        """Return what an event appended now will have as recorded_at."""
        return max(self._clock.now(), self.head.recorded_at)
