"""The default engine: one SQLite file, in WAL mode with synchronous=FULL.

One writer at a time holds an exclusive lock file for the whole of its transaction and of its checkpoint; readers
open the file read-only. That keeps clear of a fault of SQLite before 3.51.3, which can damage a WAL when two
connections write or checkpoint at the same instant (docs/decisions/0005).
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final, NamedTuple, Self
from urllib.parse import quote

from events.clock import Clock, Instant, SystemClock
from events.envelope import NewEvent, StoredEvent
from events.errors import (
    DamagedLogError,
    LogExistsError,
    LogLockedError,
    LogMissingError,
    LogNotWritableError,
    LogUnavailableError,
    NewerLogError,
    NotALogError,
)
from events.log import Head, Written, current_user, stamped
from events.merkle import leaf_hash
from events.periods import ALWAYS, NEVER

__all__ = ["SCHEMA", "SqliteLog", "StoredRow", "Writing", "remove_log"]

APPLICATION_ID: Final = 0x4E505431  # "NPT1"
USER_VERSION: Final = 1
LOCK_WAIT_SECONDS: Final = 10.0

SCHEMA: Final = {
    "events": """
        CREATE TABLE events (
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL,
            kind TEXT NOT NULL,
            recorded_at INTEGER NOT NULL,
            leaf BLOB NOT NULL,
            body TEXT NOT NULL
        ) STRICT""",
    "events_id": "CREATE UNIQUE INDEX events_id ON events (id)",
    "events_recorded_at": "CREATE INDEX events_recorded_at ON events (recorded_at)",
    # Refusing UPDATE and DELETE is not enough: INSERT OR REPLACE goes round a DELETE trigger where a connection
    # has recursive_triggers off, so the insert itself refuses whatever is not the next event.
    "events_are_appended": """
        CREATE TRIGGER events_are_appended BEFORE INSERT ON events BEGIN
            SELECT RAISE(ABORT, 'events are numbered without a gap')
                WHERE NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM events);
            SELECT RAISE(ABORT, 'an event id is unique for ever')
                WHERE EXISTS (SELECT 1 FROM events WHERE id = NEW.id);
            SELECT RAISE(ABORT, 'recorded_at never runs backwards')
                WHERE NEW.recorded_at < (SELECT recorded_at FROM events ORDER BY seq DESC LIMIT 1);
        END""",
    "events_are_not_changed": """
        CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events BEGIN
            SELECT RAISE(ABORT, 'events are never changed');
        END""",
    "events_are_not_removed": """
        CREATE TRIGGER events_are_not_removed BEFORE DELETE ON events BEGIN
            SELECT RAISE(ABORT, 'events are never removed');
        END""",
}
"""Name -> statement, of everything the log itself keeps in the file."""


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
        if recorded:
            self.head = Head(recorded[-1].event.seq, recorded[-1].event.recorded_at)

    def get(self, event_id: str) -> StoredEvent | None:
        """Return the event of that id, also one of this transaction."""
        return _get(self.connection, event_id)

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
        self.reader = _open_reader(path)
        self.unmerged = False
        """True after `close` when another process in the way left the last writes in the -wal file."""

    @classmethod
    def create(cls, path: Path, *, clock: Clock | None = None, recorded_by: str | None = None) -> Self:
        """Make a new, empty log at `path` and open it.

        Raises:
            LogExistsError: something is there already; it is left alone.
            LogNotWritableError: the folder does not exist or takes no file.
        """
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
        except FileExistsError:
            raise LogExistsError(path) from None
        except OSError as error:
            raise LogNotWritableError(path, error.strerror or str(error)) from None
        try:
            with _sentences(path):
                _create_schema(path)
            return cls(path, clock=clock, recorded_by=recorded_by)
        except BaseException:
            remove_log(path)
            raise

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """Take the lock, begin, yield the open write; commit on leaving, roll back on an error.

        Raises:
            LogLockedError: another process writes and does not finish in time.
            LogNotWritableError: read-only file or folder, or no space.
        """
        recorded_by = self._recorded_by or current_user()
        with self._lock(), _sentences(self.path):
            connection = self._writer = self._writer or _open_writer(self.path)
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield Writing(connection, self._clock, recorded_by)
                connection.execute("COMMIT")
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
        with _sentences(self.path):
            yield from _read(self.reader, after, upto)

    def rows(self) -> Iterator[StoredRow]:
        """Yield every row as it lies in the file, texts as far as they can be read."""
        with _sentences(self.path):
            rows = self.reader.execute(
                "SELECT seq, CAST(id AS BLOB), CAST(kind AS BLOB), recorded_at, leaf, CAST(body AS BLOB)"
                " FROM events ORDER BY seq"
            )
            for seq, event_id, kind, recorded_at, leaf, body in rows:
                yield StoredRow(
                    seq, event_id.decode(errors="replace"), kind.decode(errors="replace"), recorded_at, leaf, body
                )

    def get(self, event_id: str) -> StoredEvent | None:
        """Return the event of that id."""
        with _sentences(self.path):
            return _get(self.reader, event_id)

    def seq_at(self, instant: Instant) -> int:
        """Return the last seq recorded at or before `instant`."""
        with _sentences(self.path):
            row = self.reader.execute(
                "SELECT seq FROM events WHERE recorded_at <= ? ORDER BY recorded_at DESC, seq DESC LIMIT 1", (instant,)
            ).fetchone()
        return row[0] if row else 0

    def head(self) -> Head:
        """Return the end of the log."""
        with _sentences(self.path):
            return _head(self.reader)

    def close(self) -> None:
        """Close; after writes, first merge the -wal file so that the one file is complete."""
        self.reader.close()
        if self._writer is None:
            return
        try:
            with self._lock(), _sentences(self.path):
                busy, _, _ = self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                self.unmerged = bool(busy)
                self._writer.close()
        except (LogLockedError, LogNotWritableError):  # of no harm: what was appended is on disk already
            self.unmerged = True
            self._writer.close()
        self._writer = None

    @contextmanager
    def _lock(self) -> Iterator[None]:
        from filelock import FileLock, Timeout  # late: readers need no lock

        lock = FileLock(f"{self.path}.lock", timeout=self._lock_wait_seconds)
        with ExitStack() as stack:
            try:
                stack.enter_context(lock)
            except Timeout:
                raise LogLockedError(self.path, self._lock_wait_seconds) from None
            except OSError as error:
                raise LogNotWritableError(self.path, error.strerror or str(error)) from None
            yield


def remove_log(path: Path) -> None:
    """Remove a log that could not be made whole, with what SQLite and the lock left beside it."""
    for suffix in ("", "-wal", "-shm", ".lock"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def _row(written: Written) -> tuple[int, str, str, Instant, bytes, str]:
    event = written.event
    return (
        event.seq,
        event.id,
        event.data.kind,
        event.recorded_at,
        leaf_hash(written.body),
        written.body.decode(),
    )


def _get(connection: sqlite3.Connection, event_id: str) -> StoredEvent | None:
    try:
        row = connection.execute("SELECT seq, CAST(body AS BLOB) FROM events WHERE id = ?", (event_id,)).fetchone()
    except UnicodeEncodeError:  # a lone surrogate somebody typed; no event is called so
        return None
    return StoredEvent(*row) if row else None


def _read(connection: sqlite3.Connection, after: int, upto: int | None) -> Iterator[StoredEvent]:
    rows = connection.execute(
        "SELECT seq, CAST(body AS BLOB) FROM events WHERE seq > ? AND seq <= ? ORDER BY seq",
        (after, NEVER if upto is None else upto),
    )
    return (StoredEvent(seq, body) for seq, body in rows)


def _head(connection: sqlite3.Connection) -> Head:
    row = connection.execute("SELECT seq, recorded_at FROM events ORDER BY seq DESC LIMIT 1").fetchone()
    return Head(*row) if row else Head(0, ALWAYS)


def _uri(path: Path, query: str) -> str:
    return f"file:{quote(str(path.absolute()))}?{query}"


def _connect(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    connection.executescript(
        "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; PRAGMA trusted_schema=OFF; PRAGMA busy_timeout=5000"
    )
    return connection


def _open_writer(path: Path) -> sqlite3.Connection:
    connection = _connect(_uri(path, "mode=rw"))
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def _create_schema(path: Path) -> None:
    connection = _open_writer(path)
    try:
        connection.execute("PRAGMA page_size=8192")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={USER_VERSION}")
        for statement in SCHEMA.values():
            connection.execute(statement)
    finally:
        connection.close()


def _open_reader(path: Path) -> sqlite3.Connection:
    _check_file(path)
    with _sentences(path):
        connection = _connect_reader(path)
        try:
            _check_version(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def _check_file(path: Path) -> None:
    """Look at the file without opening it: closing it again would drop the locks SQLite holds on it."""
    try:
        if not path.exists():
            raise LogMissingError(path)
        if path.is_dir():
            raise NotALogError(path, "it is a folder")
        if path.is_file() and path.stat().st_size == 0:
            raise NotALogError(path, "it is empty")
        if not os.access(path, os.R_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise LogUnavailableError(f"{path} cannot be read ({error.strerror}); check its name and rights") from error


_NO_SHM: Final = frozenset({"SQLITE_CANTOPEN", "SQLITE_READONLY_DIRECTORY"})


def _connect_reader(path: Path) -> sqlite3.Connection:
    connection = _connect(_uri(path, "mode=ro"))
    try:
        connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
    except sqlite3.DatabaseError as error:
        connection.close()
        wal = Path(f"{path}-wal")
        if error.sqlite_errorname not in _NO_SHM or (wal.exists() and wal.stat().st_size):
            raise
        # In a folder that takes no files SQLite cannot make the -shm file it wants; nor can anybody write there.
        return _connect(_uri(path, "mode=ro&immutable=1"))
    return connection


def _check_version(connection: sqlite3.Connection, path: Path) -> None:
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    (user_version,) = connection.execute("PRAGMA user_version").fetchone()
    if application_id != APPLICATION_ID:
        raise NotALogError(path, "another program's database")
    if user_version > USER_VERSION:
        raise NewerLogError(f"{path}", user_version, USER_VERSION)


_NOT_WRITABLE: Final = frozenset({"SQLITE_READONLY", "SQLITE_FULL", "SQLITE_PERM", "SQLITE_CANTOPEN"})


@contextmanager
def _sentences(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into the record's own."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _sentence(path, error) from error


def _sentence(path: Path, error: sqlite3.DatabaseError) -> LogUnavailableError:
    name: str = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return LogLockedError(path, 5)
    if name.startswith(tuple(_NOT_WRITABLE)):
        return LogNotWritableError(path, str(error))
    if name.startswith("SQLITE_NOTADB"):
        return NotALogError(path, "it is no SQLite file")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_CONSTRAINT", "SQLITE_ERROR")):
        return DamagedLogError(str(path), str(error))
    return LogUnavailableError(f"{path} cannot be used ({error}); nothing was written")
