"""A copy of a log in use: one complete file of one moment, checked before it gets its name."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from events.errors import DamagedLogError
from events.log import Head
from events.placing import placed
from events.sqlite_file import sentences
from events.sqlite_log import SqliteLog
from events.ticking import Tick
from events.verify import verify

__all__ = ["backup"]


def backup(log: SqliteLog, target: Path, tick: Tick | None = None) -> Head:
    """Copy a log to a new file while others read and write it; return where the copy ends.

    `tick` is told how far the check of the copy is, in entries.

    Raises:
        LogExistsError: something is at `target`.
        LogNotWritableError: the folder takes no file, or has no room.
        DamagedLogError: the log is damaged, and so would be its copy.
    """
    with placed(target) as part:
        with sentences(target), closing(sqlite3.connect(part, isolation_level=None)) as copy:
            copy.execute("PRAGMA synchronous=FULL")
            log.reader.backup(copy)  # in one step, and so of one moment
            copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return _checked(part, log.path, tick)


def _checked(part: Path, of: Path, tick: Tick | None) -> Head:
    with closing(SqliteLog(part)) as copy:
        report = verify(copy, tick)
        if not report.ok:
            first = report.faults[0]
            where = f"{of}, e{first.seq}" if first.seq else str(of)
            raise DamagedLogError(where, f"{first.fault}, and no copy of it was made")
        return copy.head()
