"""The file of a SQLite log: what is in it, opening it, and SQLite's errors as the record's own."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

from events.errors import (
    DamagedLogError,
    LogLockedError,
    LogMissingError,
    LogNotWritableError,
    LogUnavailableError,
    NewerLogError,
    NotALogError,
)

__all__ = [
    "APPLICATION_ID",
    "SCHEMA",
    "TREE_SINCE",
    "USER_VERSION",
    "create_schema",
    "open_reader",
    "open_writer",
    "remove_log",
    "schema_of",
    "sentences",
    "user_version",
]

APPLICATION_ID: Final = 0x4E505431  # "NPT1"
USER_VERSION: Final = 2
TREE_SINCE: Final = 2
"""The first version whose files hold the table `tree`; one before it gets the table with its next write."""

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
    "tree": """
        CREATE TABLE tree (
            level INTEGER NOT NULL,
            place INTEGER NOT NULL,
            hash BLOB NOT NULL,
            PRIMARY KEY (level, place)
        ) STRICT, WITHOUT ROWID""",
}
"""Name -> statement, of everything the log itself keeps in the file."""


def schema_of(version: int) -> dict[str, str]:
    """Return what of SCHEMA a file of that user_version holds."""
    return {name: statement for name, statement in SCHEMA.items() if name != "tree" or version >= TREE_SINCE}


def remove_log(path: Path) -> None:
    """Remove a log that could not be made whole, with what SQLite and the lock left beside it."""
    for suffix in ("", "-wal", "-shm", "-journal", ".lock"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def _uri(path: Path, query: str) -> str:
    return f"file:{quote(str(path.absolute()))}?{query}"


def _connect(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    connection.executescript(
        "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; PRAGMA trusted_schema=OFF; PRAGMA busy_timeout=5000"
    )
    return connection


def open_writer(path: Path) -> sqlite3.Connection:
    """Return a connection that writes durably; only the holder of the log's lock may use it."""
    connection = _connect(_uri(path, "mode=rw"))
    (mode,) = connection.execute("PRAGMA journal_mode=WAL").fetchone()  # some program may have changed it
    # Without a WAL, FULL does not bring the folder to disk, and the last commit can be lost.
    connection.execute(f"PRAGMA synchronous={'FULL' if mode == 'wal' else 'EXTRA'}")
    return connection


def create_schema(path: Path) -> None:
    """Make an empty file a log."""
    connection = _connect(_uri(path, "mode=rw"))
    try:
        connection.execute("PRAGMA page_size=8192")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={USER_VERSION}")
        for statement in SCHEMA.values():
            connection.execute(statement)
    finally:
        connection.close()


def open_reader(path: Path) -> sqlite3.Connection:
    """Return a connection that only reads.

    Raises:
        LogMissingError, NotALogError, NewerLogError, LogUnavailableError: it cannot be used.
    """
    _check_file(path)
    with sentences(path):
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
    if application_id != APPLICATION_ID:
        raise NotALogError(path, "another program's database")
    version = user_version(connection)
    if version > USER_VERSION:
        raise NewerLogError(f"{path}", version, USER_VERSION)


def user_version(connection: sqlite3.Connection) -> int:
    """Return which version of this program's files it is."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


_NOT_WRITABLE: Final = frozenset({"SQLITE_READONLY", "SQLITE_FULL", "SQLITE_PERM", "SQLITE_CANTOPEN"})


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into the record's own."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _sentence(path, error) from error
    except UnicodeDecodeError as error:  # of a message of SQLite's that quotes what is damaged
        raise DamagedLogError(str(path), "what it says of its own tables cannot be read") from error


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
