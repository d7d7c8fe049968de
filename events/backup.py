"""A copy of a log in use: one complete file of one moment, checked before it gets its name."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from events.errors import DamagedLogError, LogExistsError, LogNotWritableError
from events.log import Head
from events.sqlite_file import remove_log, sentences
from events.sqlite_log import SqliteLog
from events.ticking import Tick
from events.verify import verify

__all__ = ["backup"]

_PART: Final = ".part"


def backup(log: SqliteLog, target: Path, tick: Tick | None = None) -> Head:
    """Copy a log to a new file while others read and write it; return where the copy ends.

    `tick` is told how far the check of the copy is, in entries. Until the copy is whole and checked it lies beside
    the target under a name that ends in `.part`; whatever interrupts it, the target itself is whole or not there.

    Raises:
        LogExistsError: something is at `target`.
        LogNotWritableError: the folder takes no file, or has no room.
        DamagedLogError: the log is damaged, and so would be its copy.
    """
    if target.exists() or target.is_symlink():
        raise LogExistsError(target)
    part = target.with_name(target.name + _PART)
    try:
        remove_log(part)  # what an interrupted backup left
        with sentences(target):
            _copy(log, part)
        head = _check(part, log.path, tick)
        os.link(part, target)  # unlike a rename this never takes the place of a file that came meanwhile
    except FileExistsError:
        raise LogExistsError(target) from None
    except OSError as error:
        raise LogNotWritableError(target, error.strerror or str(error)) from error
    finally:
        remove_log(part)
    _sync(target.parent)
    return head


def _copy(log: SqliteLog, part: Path) -> None:
    with closing(sqlite3.connect(part, isolation_level=None)) as copy:
        copy.execute("PRAGMA synchronous=FULL")
        log.reader.backup(copy)  # in one step, and so of one moment
        copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    _sync(part)


def _check(part: Path, of: Path, tick: Tick | None) -> Head:
    with closing(SqliteLog(part)) as copy:
        report = verify(copy, tick)
        if not report.ok:
            first = report.faults[0]
            where = f"{of}, e{first.seq}" if first.seq else str(of)
            raise DamagedLogError(where, f"{first.fault}, and no copy of it was made")
        return copy.head()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
