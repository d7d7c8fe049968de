"""Which log a command works on, and opening it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import overload

from events.clock import SystemClock
from events.ids import seq_of_handle
from events.sqlite_log import SqliteLog
from tracker.cli.progress import progress
from tracker.errors import UnreadableError
from tracker.ledger import Ledger, open_ledger
from tracker.reading.registry import Noun
from tracker.view import View

__all__ = [
    "log_path",
    "on_log",
    "opened",
    "sqlite_log",
    "today",
    "typed_axes",
    "typed_date",
    "typed_names",
    "typed_view",
]


def log_path(typed: Path | None) -> Path:
    """Return the log's file: as typed, else $TRACKER_LOG, else ./tracker.db."""
    return typed or Path(os.environ.get("TRACKER_LOG") or "tracker.db")


def on_log(command: str, typed: Path | None) -> str:
    """Return a command to be copied, on the same log as this one."""
    from shlex import quote

    return command if typed is None else f"{command} --log {quote(str(typed))}"


@contextmanager
def opened(typed: Path | None) -> Iterator[Ledger]:
    """Yield the ledger; after writes say so if its file is not complete yet."""
    with progress("Catching up with the log") as tick, open_ledger(log_path(typed), tick=tick) as ledger:
        yield ledger
    log = ledger.log
    if isinstance(log, SqliteLog) and log.unmerged:
        from tracker.cli.render import talk

        talk(
            f"Somebody is reading {log.path}, so the last writes are still in {log.path.name}-wal beside it. "
            "They are safe; `tracker log backup FILE` makes one complete file to pass on."
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
    from tracker.dates import spoken

    return None if text is None else spoken(text, today(ledger))


def typed_view(ledger: Ledger, as_of: str | None, known_at: str | None) -> View:
    """Return the view at the cut that was typed.

    Raises:
        UnreadableError, UnknownEntryError: it cannot be read, or names an entry that is not there.
    """
    if as_of is None and known_at is None:
        return ledger.at()
    from tracker.cut import CUT_FORMS
    from tracker.dates import spoken

    now = today(ledger)
    day = None if as_of is None else spoken(as_of, now, CUT_FORMS)
    if known_at is not None and seq_of_handle(known_at) is None:
        known_at = spoken(known_at, now, f"{CUT_FORMS}, or an entry such as e42")
    return ledger.at(day, known_at)


def typed_axes(view: View, parties: list[str] | None, issues: list[str] | None) -> tuple[list[str], list[str]]:
    """Return the names of both options that narrow a question down; empty where an option is left out."""
    return typed_names(view, "party", parties), typed_names(view, "issue", issues)


def typed_names(view: View, noun: Noun, typed: list[str] | None) -> list[str]:
    """Return the names of an option that takes several, separated by commas or given again.

    What is a name as it stands, comma and all, is that one name.

    Raises:
        UnreadableError: one is empty, as an unset variable leaves it; that must not come to mean all.
        AmbiguousNameError: a text with a comma stands for several.
    """
    names: list[str] = []
    for text in typed or ():
        is_one = "," in text and view.registry.find(noun, text) is not None
        names += [text] if is_one else [part.strip() for part in text.split(",")]
    if not all(names):
        raise UnreadableError("a name is empty in a list of parties or issues; leave the option out to have them all")
    return names


def sqlite_log(ledger: Ledger) -> SqliteLog:
    """Return the ledger's log; on the command line it is always a SQLite file."""
    assert isinstance(ledger.log, SqliteLog), "opened() opens files"  # noqa: S101 - tells mypy
    return ledger.log
