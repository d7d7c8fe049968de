"""Dossiers taken to ledgers, and everything a ledger has to say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection
from tempfile import TemporaryDirectory
from typing import Any, Final

from events.clock import FixedClock
from events.codec import decode
from events.envelope import RecordedEvent
from events.errors import RecordError
from events.memory_log import MemoryLog
from events.sqlite_log import SqliteLog
from tests.laws.dossiers import PAIRS, Dossier
from tracker.errors import TrackerError
from tracker.ledger import Ledger
from tracker.projections.kept import table_names
from tracker.view import View

__all__ = [
    "ANALYST",
    "answers",
    "events_of",
    "ledger_in_file",
    "ledger_in_memory",
    "play",
    "play_all",
    "played",
    "projected",
    "projected_on",
]

ANALYST: Final = "analyst"


# Ledgers


def play(dossier: Dossier, ledger: Ledger, clock: FixedClock) -> Iterator[int]:
    """Take a dossier's steps at a ledger that uses the clock; yield the head after each step that was admitted."""
    clock.instant = dossier.start
    ledger.append(dossier.opening)
    yield ledger.log.head().seq
    for step in dossier.steps:
        clock.instant += step.seconds
        try:
            ledger.append([step.event])
        except (TrackerError, RecordError):
            continue
        yield ledger.log.head().seq


def play_all(dossier: Dossier, ledger: Ledger, clock: FixedClock) -> None:
    """Take all of a dossier's steps."""
    for _ in play(dossier, ledger, clock):
        pass


@contextmanager
def ledger_in_memory(clock: FixedClock) -> Iterator[Ledger]:
    """An empty ledger over a log in memory."""
    with Ledger(MemoryLog(clock=clock, recorded_by=ANALYST), clock=clock) as ledger:
        yield ledger


@contextmanager
def ledger_in_file(clock: FixedClock) -> Iterator[Ledger]:
    """An empty ledger over a SQLite log, in a folder that vanishes."""
    with TemporaryDirectory() as folder:
        log = SqliteLog.create(Path(folder) / "tracker.db", clock=clock, recorded_by=ANALYST)
        with Ledger(log, clock=clock) as ledger:
            yield ledger


@contextmanager
def played(dossier: Dossier) -> Iterator[Ledger]:
    """A ledger in memory that has taken a dossier's steps."""
    clock = FixedClock(dossier.start)
    with ledger_in_memory(clock) as ledger:
        play_all(dossier, ledger, clock)
        yield ledger


def events_of(ledger: Ledger) -> list[RecordedEvent]:
    """What the ledger's log holds."""
    return [decode(stored.body) for stored in ledger.log.read()]


def projected(ledger: Ledger) -> dict[str, list[Any]]:
    """Every row of every projection, as the ledger itself reads them."""
    return projected_on(ledger._store.reading())


def projected_on(connection: Connection) -> dict[str, list[Any]]:
    """Every row of every projection on a connection, by table."""
    return {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in table_names()}


# Questions


def answers(view: View, pairs: Sequence[tuple[str, str]] = PAIRS) -> list[object]:
    """All that a view has to say about pairs of party and issue."""
    positions = [view.position(*pair).as_json() for pair in pairs]
    return [*positions, *([step.as_json() for step in view.history(*pair)] for pair in pairs)]
