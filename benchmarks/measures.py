"""What is measured: each measure runs ours and the floor once and returns the seconds per unit of both."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.dossier import ISSUES, PARTIES, registrations, statements
from events.merkle import leaf_hash
from tracker import Ledger, create_ledger, open_ledger

__all__ = ["MEASURES", "Measure", "Pair", "prepare"]

_BATCH: Final = 10_000
_QUESTIONS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Pair:
    """Seconds per unit: ours and the floor."""

    ours: float
    floor: float


@dataclass(frozen=True, slots=True)
class Measure:
    """A line of the table; `run` gets the folder of the prepared dossier and a fresh one."""

    name: str
    unit: str
    run: Callable[[Path, Path], Pair]


def prepare(folder: Path, size: int) -> None:
    """Make the dossier that questions are measured on."""
    with create_ledger(folder / "dossier.db") as ledger:
        ledger.append(registrations())
        ledger.append(list(statements(size)))


def _timed(action: Callable[[], object]) -> float:
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


def _batch(_: Path, fresh: Path) -> Pair:
    """Append a batch of ready events, against a raw insert of the same rows with the same two indexes."""
    events = list(statements(_BATCH, seed=2))
    with create_ledger(fresh / "ours.db") as ledger:
        ledger.append(registrations())
        ours = _timed(lambda: ledger.append(events))
        rows = [
            (stored.seq, f"row-{stored.seq}", "statement-recorded", 0, leaf_hash(stored.body), stored.body.decode())
            for stored in ledger.log.read(ledger.log.head().seq - _BATCH)
        ]
    raw = sqlite3.connect(fresh / "raw.db", isolation_level=None)
    raw.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE rows (seq INTEGER PRIMARY KEY, id TEXT, kind TEXT, recorded_at INTEGER, leaf BLOB, body TEXT);"
        "CREATE UNIQUE INDEX rows_id ON rows (id); CREATE INDEX rows_at ON rows (recorded_at)"
    )

    def insert() -> None:
        raw.execute("BEGIN")
        raw.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?)", rows)
        raw.execute("COMMIT")

    floor = _timed(insert)
    raw.close()
    return Pair(ours / _BATCH, floor / _BATCH)


def _position(prepared: Path, _: Path) -> Pair:
    """Ask for positions as typed answers, against the bare indexed select of the latest statement."""
    chance = random.Random(3)
    pairs = [(f"party-{chance.randrange(PARTIES)}", f"issue-{chance.randrange(ISSUES)}") for _ in range(_QUESTIONS)]
    with open_ledger(prepared / "dossier.db") as ledger:
        view = ledger.at("2025-12-15")
        ours = _timed(lambda: [view.position(party, issue) for party, issue in pairs])
        keys = [_keys(ledger, *pair) for pair in pairs]
    raw = sqlite3.connect(prepared / "dossier.db")
    select = (
        "SELECT seq FROM timeline WHERE party = ? AND issue = ? AND said_until <= ?"
        " ORDER BY said_until DESC, seq DESC LIMIT 1"
    )
    floor = _timed(lambda: [raw.execute(select, (*key, view.cut.until)).fetchone() for key in keys])
    raw.close()
    return Pair(ours / _QUESTIONS, floor / _QUESTIONS)


def _keys(ledger: Ledger, party: str, issue: str) -> tuple[int, int]:
    return ledger.registry.key("party", party), ledger.registry.key("issue", issue)


def _cold(prepared: Path, _: Path) -> Pair:
    """Start the program for one position, against starting Python to import typer."""
    question = "from tracker.cli.app import main; main()"
    words = ["position", "party-1", "issue-1", "--format", "json", "--log", str(prepared / "dossier.db")]

    def run(code: str, *arguments: str) -> None:
        subprocess.run(
            [sys.executable, "-c", code, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    return Pair(_timed(lambda: run(question, *words)), _timed(lambda: run("import typer")))


MEASURES: Final = (
    Measure("batch append / raw executemany of the same rows", "event", _batch),
    Measure("position, typed answer / bare indexed select", "question", _position),
    Measure("cold `tracker position` / cold `import typer`", "start", _cold),
)
