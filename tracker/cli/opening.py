"""Which log a command works on, and opening it."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import overload

from events.clock import SystemClock
from events.ids import seq_of_handle
from events.sqlite_log import SqliteLog
from tracker.dates import spoken
from tracker.ledger import Ledger, open_ledger

__all__ = ["log_path", "on_log", "opened", "sqlite_log", "today", "typed_cut", "typed_date"]


def log_path(typed: Path | None) -> Path:
    """Return the log's file: as typed, else $TRACKER_LOG, else ./tracker.db."""
    return typed or Path(os.environ.get("TRACKER_LOG") or "tracker.db")


def on_log(command: str, typed: Path | None) -> str:
    """Return a command to be copied, on the same log as this one."""
    return command if typed is None else f"{command} --log {shlex.quote(str(typed))}"


@contextmanager
def opened(typed: Path | None) -> Iterator[Ledger]:
    """Yield the ledger; after writes say so if its file is not complete yet."""
    with open_ledger(log_path(typed)) as ledger:
        yield ledger
    log = ledger.log
    if isinstance(log, SqliteLog) and log.unmerged:
        from tracker.cli.render import talk

        talk(
            f"Somebody is reading {log.path}, so the last writes are still in {log.path.name}-wal beside it. "
            "They are safe; copy both files, or write again later, before you pass the log on."
        )


def today(ledger: Ledger) -> date:
    """Return today in the dossier's zone."""
    return ledger.registry.zone().day_of(SystemClock().now())


@overload
def typed_date(ledger: Ledger, text: str) -> str: ...
@overload
def typed_date(ledger: Ledger, text: None) -> None: ...
@overload
def typed_date(ledger: Ledger, text: str | None) -> str | None: ...
def typed_date(ledger: Ledger, text: str | None) -> str | None:
    """Return a typed date as the record writes it.

    Raises:
        UnreadableError: it is none.
    """
    return None if text is None else spoken(text, today(ledger))


def typed_cut(ledger: Ledger, text: str | None) -> str | None:
    """Return a typed known-at: an entry's handle as it is, else a date."""
    return text if text is None or seq_of_handle(text) is not None else typed_date(ledger, text)


def sqlite_log(ledger: Ledger) -> SqliteLog:
    """Return the ledger's log; on the command line it is always a SQLite file."""
    assert isinstance(ledger.log, SqliteLog), "opened() opens files"  # noqa: S101 - tells mypy
    return ledger.log
