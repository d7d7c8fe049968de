"""Plain valid events for tests that need some event and do not care which."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from events.clock import FixedClock
from events.envelope import NewEvent
from events.kinds import StatementRecorded
from events.sqlite_log import SqliteLog

__all__ = ["NOON", "STATEMENT", "event", "folder", "log_of", "statement"]

NOON: Final = 1_757_073_600
"""2025-09-05T12:00:00Z."""

STATEMENT: Final[dict[str, Any]] = {
    "party": "russia",
    "issue": "venue/moscow",
    "stance": "supports",
    "said": "2025-09-05",
    "source": "tass",
}
"""The fields a statement cannot do without."""


def statement(**changes: Any) -> StatementRecorded:
    """Return a valid statement with `changes`."""
    return StatementRecorded.model_validate(STATEMENT | changes)


def event(key: str, **changes: Any) -> NewEvent:
    """Return a new event of id `key` with a statement; its quotation is the key unless changed."""
    return NewEvent(statement(**({"quotation": key} | changes)), key)


def log_of(path: Path, *keys: str, instant: int = NOON) -> SqliteLog:
    """Return a new log at `path` with one statement per key, each recorded a minute after the one before."""
    clock = FixedClock(instant)
    log = SqliteLog.create(path, clock=clock, recorded_by="ada")
    for key in keys:
        log.append([event(key)])
        clock.instant += 60
    return log


@contextmanager
def folder() -> Iterator[Path]:
    """Yield an empty folder, for laws: Hypothesis wants a fresh one per example."""
    with TemporaryDirectory() as name:
        yield Path(name)
