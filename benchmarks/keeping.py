"""Writing beside raw SQLite and beside the library `eventsourcing`; the file; replaying it."""

from __future__ import annotations

import sqlite3
from functools import cache
from pathlib import Path
from shutil import copyfile
from typing import Any, Final

from benchmarks.dossier import BATCH, registrations, stream
from benchmarks.measure import Bench, Measure, Missing, Pair, cpu_seconds, wall_seconds
from events.codec import data_of
from events.merkle import leaf_hash
from events.sqlite_log import SqliteLog
from tracker import create_ledger
from tracker.rebuild import rebuild

__all__ = ["KEEPING"]

_SINGLE: Final = 200
_PEER_BATCH: Final = 2_000
_RAW: Final = """
    PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
    CREATE TABLE rows (seq INTEGER PRIMARY KEY, id TEXT, kind TEXT, recorded_at INTEGER, leaf BLOB, body TEXT) STRICT;
    CREATE UNIQUE INDEX rows_id ON rows (id); CREATE INDEX rows_at ON rows (recorded_at)"""
_INSERT: Final = "INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?)"


def _raw(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(_RAW)
    return connection


def _rows(log: Any, after: int) -> list[tuple[object, ...]]:
    return [
        (each.seq, f"0190{each.seq:032d}", "statement-recorded", 0, leaf_hash(each.body), each.body.decode())
        for each in log.read(after)
    ]


def _batch(bench: Bench) -> Pair:
    """Append ready events, against a raw insert of the same rows with the same two indexes, in one transaction each."""
    events = list(stream(BATCH, seed=2))[:BATCH]
    with create_ledger(bench.fresh / "ours.db") as ledger:
        ledger.append(registrations())
        head = ledger.log.head().seq
        ours = cpu_seconds(lambda: ledger.append(events))
        rows = _rows(ledger.log, head)
    raw = _raw(bench.fresh / "raw.db")

    def insert() -> None:
        raw.execute("BEGIN")
        raw.executemany(_INSERT, rows)
        raw.execute("COMMIT")

    other = cpu_seconds(insert)
    raw.close()
    return Pair(ours / BATCH, other / BATCH)


def _durable(bench: Bench) -> Pair:
    """Append events one by one, each durable before the next, against raw inserts that are; in turns, by the clock."""
    events = list(stream(_SINGLE, seed=4))[:_SINGLE]
    ours = other = 0.0
    with create_ledger(bench.fresh / "ours.db") as ledger:
        ledger.append(registrations())
        head = ledger.log.head().seq
        raw = _raw(bench.fresh / "raw.db")
        # mypy cannot tell what a lambda's default is of; without the default it would be that of the loop's last turn.
        for event in events:
            ours += wall_seconds(lambda each=event: ledger.append([each]))  # type: ignore[misc]
            (row,) = _rows(ledger.log, max(head, ledger.log.head().seq - 1))
            other += wall_seconds(lambda each=row: raw.execute(_INSERT, each))  # type: ignore[misc]
        raw.close()
    return Pair(ours / _SINGLE, other / _SINGLE)


def _rebuild(bench: Bench) -> Pair:
    """Replay all events into new tables, against reading them."""
    path = bench.fresh / "copy.db"
    copyfile(bench.dossier, path)
    log = SqliteLog(path)
    count = log.head().seq
    other = cpu_seconds(lambda: sum(len(each.body) for each in log.read()))
    ours = cpu_seconds(lambda: rebuild(log))
    log.close()
    path.unlink()
    return Pair(ours / count, other / count)


def _bytes(bench: Bench) -> Pair:
    """Compare the file with the JSON lines that it holds."""
    log = SqliteLog(bench.dossier)
    texts = sum(len(each.body) + 1 for each in log.read())
    log.close()
    return Pair(bench.dossier.stat().st_size, texts)


@cache
def _aggregate() -> Any:
    """Return the class of an aggregate that is a statement; the library takes a class of that name once."""
    from eventsourcing.domain import Aggregate

    class Said(Aggregate):  # type: ignore[misc]  # its types are those of an extra
        def __init__(self, content: dict[str, Any]) -> None:
            self.content = content

    return Said


def _peer(bench: Bench) -> Pair:
    """Append a batch through an application of `eventsourcing` on its own SQLite recorder: one aggregate an event."""
    try:
        from eventsourcing.application import Application
    except ImportError:
        raise Missing("eventsourcing is not installed; `pip install -e '.[bench]'` has it") from None
    said = _aggregate()
    events = list(stream(_PEER_BATCH, seed=5))[:_PEER_BATCH]
    with create_ledger(bench.fresh / "peer-ours.db") as ledger:
        ledger.append(registrations())
        ours = cpu_seconds(lambda: ledger.append(events))
    settings = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(bench.fresh / "peer.db")}
    application = Application(env=settings)
    contents = [data_of(event.data) for event in events]
    other = cpu_seconds(lambda: application.save(*[said(content) for content in contents]))
    application.close()
    return Pair(ours / len(events), other / len(events))


KEEPING: Final = (
    Measure("batch append, as a share of raw executemany's rate", "event", _batch, 0.33, 0.42, is_rate=True),
    Measure("one durable append, as a share of a raw one's rate", "event", _durable, 0.70, 0.80, is_rate=True),
    Measure("rebuild, as a share of the rate of a scan", "event", _rebuild, 0.20, 0.27, is_rate=True),
    Measure("file / JSON", "byte", _bytes, 1.45, 1.30),
    Measure("batch append faster than eventsourcing's application", "event", _peer, 1.5, 2.5, is_rate=True),
)
