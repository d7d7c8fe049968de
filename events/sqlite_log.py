"""The default engine: one SQLite file, in WAL mode with synchronous=FULL.

One writer at a time holds an exclusive lock file for the whole of its transaction and of its checkpoint; readers
open the file read-only. That keeps clear of a fault of SQLite before 3.51.3, which can damage a WAL when two
connections write or checkpoint at the same instant (docs/decisions/0005).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from events.clock import Clock, Instant, SystemClock
from events.errors import LogLockedError, LogNotWritableError, LogUnavailableError
from events.log import Head, Written, current_user, stamped
from events.periods import ALWAYS, NEVER
from events.sqlite_file import (
    USER_VERSION,
    create_schema,
    open_reader,
    open_writer,
    sentences,
    user_version,
)
from events.stored import StoredEvent

if TYPE_CHECKING:
    from events.envelope import NewEvent
    from events.tree import StoredNodes

__all__ = ["SqliteLog", "StoredRow", "Writing"]

LOCK_WAIT_SECONDS: Final = 10.0
_MERGE_WAIT_MILLISECONDS: Final = 250  # a reader in the way costs nothing but tidiness
_ROWS: Final = """
    SELECT CASE typeof(seq) WHEN 'integer' THEN seq ELSE 0 END,
        CASE typeof(id) WHEN 'text' THEN CAST(id AS BLOB) ELSE x'' END,
        CASE typeof(kind) WHEN 'text' THEN CAST(kind AS BLOB) ELSE x'' END,
        CASE typeof(recorded_at) WHEN 'integer' THEN recorded_at ELSE 0 END,
        CASE typeof(leaf) WHEN 'blob' THEN leaf ELSE x'' END,
        CASE typeof(body) WHEN 'text' THEN CAST(body AS BLOB) ELSE x'' END
    FROM events ORDER BY seq"""
"""Damage can leave values of other types than the table takes, and they must not stop who looks for it."""
_BLOCK_BITS: Final = 8  # nothing of the tree is kept below 256 events, and most appends complete no 256


class StoredRow(NamedTuple):
    """A row as it lies in the file: the bytes and the columns that repeat parts of them."""

    seq: int
    id: str
    kind: str
    recorded_at: Instant
    leaf: bytes
    body: bytes


class Writing:
    """An open write: the lock is held and the transaction begun; `append` as often as needed."""

    def __init__(self, connection: sqlite3.Connection, clock: Clock, recorded_by: str) -> None:
        self.connection = connection
        self.recorded_by = recorded_by
        self._clock = clock
        self.head = _head(connection)
        self._absent: set[str] = set()
        """Ids that were looked for and are not there: with the lock held only this write can change that."""

    def append(self, events: Sequence[NewEvent], expected_head: int | None = None) -> list[Written]:
        """Append inside the transaction, as `EventLog.append`."""
        result = stamped(
            events,
            self.head,
            clock=self._clock,
            recorded_by=self.recorded_by,
            find=self.get,
            expected_head=expected_head,
        )
        self.store([written for written in result if not written.already])
        return result

    def store(self, recorded: Sequence[Written]) -> None:
        """Store events that have their number and instant already; only a restore comes here directly."""
        self.connection.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)", map(_row, recorded))
        self._absent.difference_update(written.event.id for written in recorded)
        if recorded:
            before, self.head = self.head.seq, Head(recorded[-1].event.seq, recorded[-1].event.recorded_at)
            if before >> _BLOCK_BITS != self.head.seq >> _BLOCK_BITS:
                from events.tree import grow  # late: few appends need it

                grow(self.connection, before, self.head.seq)

    def get(self, event_id: str) -> StoredEvent | None:
        """Return the event of that id, also one of this transaction."""
        if event_id in self._absent:
            return None
        found = _get(self.connection, event_id)
        if found is None:
            self._absent.add(event_id)
        return found

    def read(self, after: int = 0, upto: int | None = None) -> Iterator[StoredEvent]:
        """Yield stored events with after < seq <= upto, also those of this transaction."""
        return _read(self.connection, after, upto)

    def now(self) -> Instant:
        """Return what an event appended now will have as recorded_at."""
        return max(self._clock.now(), self.head.recorded_at)


class SqliteLog:
    """An event log in one SQLite file."""

    def __init__(
        self,
        path: Path,
        *,
        clock: Clock | None = None,
        recorded_by: str | None = None,
        lock_wait_seconds: float = LOCK_WAIT_SECONDS,
    ) -> None:
        """Open the log at `path` for reading; a writer's connection is made when first needed.

        Raises:
            LogMissingError, NotALogError, NewerLogError, LogUnavailableError: it cannot be used.
        """
        self.path = path
        self._clock = clock or SystemClock()
        self._recorded_by = recorded_by
        self._lock_wait_seconds = lock_wait_seconds
        self._writer: sqlite3.Connection | None = None
        self._has_written = False
        self.reader = open_reader(path)
        self.unmerged = False
        """True after `close` when another process in the way left the last writes in the -wal file."""

    @classmethod
    def create(cls, path: Path, *, clock: Clock | None = None, recorded_by: str | None = None) -> Self:
        """Make a new, empty log at `path` and open it.

        Raises:
            LogExistsError: something is there already; it is left alone.
            LogNotWritableError: the folder does not exist or takes no file.
        """
        from events.placing import placed  # late: most of a log's life it is there

        with placed(path) as part, sentences(path):
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
            create_schema(part)
        return cls(path, clock=clock, recorded_by=recorded_by)

    @property
    def recorded_by(self) -> str:
        """Return who an event appended now will be recorded by."""
        return self._recorded_by or current_user()

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """Take the lock, begin, yield the open write; commit on leaving, roll back on an error.

        Raises:
            LogLockedError: another process writes and does not finish in time.
            LogNotWritableError: read-only file or folder, or no space.
        """
        recorded_by = self.recorded_by
        with self._lock(), sentences(self.path):
            connection = self._writer = self._writer or open_writer(self.path)
            connection.execute("BEGIN IMMEDIATE")
            try:
                _upgrade(connection)
                yield Writing(connection, self._clock, recorded_by)
                connection.execute("COMMIT")
                self._has_written = True
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def append(self, events: Sequence[NewEvent], expected_head: int | None = None) -> list[Written]:
        """Append all or nothing, as `EventLog.append`."""
        with self.writing() as writing:
            return writing.append(events, expected_head)

    def read(self, after: int = 0, upto: int | None = None) -> Iterator[StoredEvent]:
        """Yield stored events with after < seq <= upto."""
        with sentences(self.path):
            yield from _read(self.reader, after, upto)

    def rows(self) -> Iterator[StoredRow]:
        """Yield every row as it lies in the file, texts as far as they can be read, and what is no text as none."""
        with sentences(self.path):
            rows = self.reader.execute(_ROWS)
            for seq, event_id, kind, recorded_at, leaf, body in rows:
                yield StoredRow(
                    seq, event_id.decode(errors="replace"), kind.decode(errors="replace"), recorded_at, leaf, body
                )

    def nodes(self) -> StoredNodes:
        """Return the log's Merkle tree, to be read from."""
        from events.tree import StoredNodes  # late: only proofs need it

        with sentences(self.path):
            return StoredNodes(self.reader)

    @contextmanager
    def one_moment(self) -> Iterator[None]:
        """Let everything that is read meanwhile be of one moment, whatever others write; may be nested."""
        if self.reader.in_transaction:
            yield
            return
        with sentences(self.path):
            self.reader.execute("BEGIN")
            try:
                yield
            finally:
                self.reader.rollback()

    def get(self, event_id: str) -> StoredEvent | None:
        """Return the event of that id."""
        with sentences(self.path):
            return _get(self.reader, event_id)

    def seq_at(self, instant: Instant) -> int:
        """Return the last seq recorded at or before `instant`."""
        with sentences(self.path):
            row = self.reader.execute(
                "SELECT seq FROM events WHERE recorded_at <= ? ORDER BY recorded_at DESC, seq DESC LIMIT 1", (instant,)
            ).fetchone()
        return row[0] if row else 0

    def head(self) -> Head:
        """Return the end of the log."""
        with sentences(self.path):
            return _head(self.reader)

    def close(self) -> None:
        """Close; after writes, first merge the -wal file so that the one file is complete."""
        self.reader.close()
        if self._writer is None:
            return
        try:
            with self._lock(), sentences(self.path):
                self._writer.execute(f"PRAGMA busy_timeout={_MERGE_WAIT_MILLISECONDS}")
                busy, _, _ = self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                self.unmerged = bool(busy)
                self._writer.close()
        except LogUnavailableError as error:
            if self._has_written and not isinstance(error, LogLockedError | LogNotWritableError):
                raise
            self.unmerged = self._has_written  # of no harm: what was appended is on disk already
            self._writer.close()
        self._writer = None

    @cached_property
    def _lock_path(self) -> str:
        """By the file's own name, as when it was first written to: whoever comes by a link must meet the same lock."""
        return f"{self.path.resolve()}.lock"

    @contextmanager
    def _lock(self) -> Iterator[None]:
        from filelock import FileLock, Timeout  # late: readers need no lock

        lock = FileLock(self._lock_path, timeout=self._lock_wait_seconds)
        with ExitStack() as stack:
            try:
                stack.enter_context(lock)
            except Timeout:
                raise LogLockedError(self.path, self._lock_wait_seconds) from None
            except OSError as error:
                raise LogNotWritableError(self.path, error.strerror or str(error)) from None
            yield


def _row(written: Written) -> tuple[int, str, str, Instant, bytes, str]:
    from events.merkle import leaf_hash  # late: a question hashes nothing

    event = written.event
    return (
        event.seq,
        event.id,
        event.data.kind,
        event.recorded_at,
        leaf_hash(written.body),
        written.body.decode(),
    )


def _upgrade(connection: sqlite3.Connection) -> None:
    if user_version(connection) < USER_VERSION:
        from events.tree import build  # late: once in a file's life

        build(connection)


def _get(connection: sqlite3.Connection, event_id: str) -> StoredEvent | None:
    try:
        row = connection.execute("SELECT seq, CAST(body AS BLOB) FROM events WHERE id = ?", (event_id,)).fetchone()
    except UnicodeEncodeError:  # a lone surrogate somebody typed; no event is called so
        return None
    return StoredEvent(row[0], row[1] or b"") if row else None


def _read(connection: sqlite3.Connection, after: int, upto: int | None) -> Iterator[StoredEvent]:
    rows = connection.execute(
        "SELECT seq, CAST(body AS BLOB) FROM events WHERE seq > ? AND seq <= ? ORDER BY seq",
        (after, NEVER if upto is None else upto),
    )
    return (StoredEvent(seq, body or b"") for seq, body in rows)  # damage can leave no body at all


def _head(connection: sqlite3.Connection) -> Head:
    row = connection.execute("SELECT seq, recorded_at FROM events ORDER BY seq DESC LIMIT 1").fetchone()
    return Head(*row) if row else Head(0, ALWAYS)
