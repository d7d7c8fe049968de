"""What runs in processes that are killed, starved or watched; each tells its parent what it acknowledged."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable
from contextlib import closing
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from events.backup import backup
from events.errors import LogUnavailableError
from events.sqlite_log import SqliteLog
from events.transfer import restore
from tests.events.samples import event
from tracker.exchange.importing import import_statements
from tracker.ledger import Ledger, open_ledger
from tracker.rebuild import rebuild

__all__ = ["OPERATIONS", "operate", "write_until_full", "write_until_killed"]


def write_until_killed(path: Path, name: str, told: Connection) -> None:
    """Record one statement after the other, and tell the number and key of each once it is acknowledged."""
    with open_ledger(path) as ledger:
        for number in count(1):
            key = f"{name}-{number}"
            (written,) = ledger.append([event(key)])
            told.send_bytes(f"{written.event.seq} {key}".encode())


def write_until_full(path: Path, room: int, told: Connection) -> None:
    """Record statements until none fits any more: no file may grow more than `room` bytes beyond the log's size."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    if room:
        limit = path.stat().st_size + room
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    with open_ledger(path) as ledger:
        for number in count(1):
            key = f"full-{number}"
            try:
                (written,) = ledger.append([event(key, quotation=key * 200)])
            except LogUnavailableError as error:
                told.send_bytes(f"! {error}".encode())
                return
            told.send_bytes(f"{written.event.seq} {key}".encode())


def _import(path: Path, beside: Path) -> None:
    with open_ledger(path) as ledger:
        import_statements(ledger, beside / "rows.csv", create_missing=True)


def _rebuild(path: Path, beside: Path) -> None:
    with closing(SqliteLog(path)) as log:
        rebuild(log)


def _backup(path: Path, beside: Path) -> None:
    with closing(SqliteLog(path)) as log:
        backup(log, path.with_name("copy.db"))


def _restore(path: Path, beside: Path) -> None:
    with (beside / "export.jsonl").open("rb") as lines, Ledger(restore(path.with_name("copy.db"), lines)) as ledger:
        ledger.append([])


OPERATIONS: Final[dict[str, Callable[[Path, Path], None]]] = {
    "import": _import,
    "rebuild": _rebuild,
    "backup": _backup,
    "restore": _restore,
}
"""Each works on a log, with what it needs in the folder beside."""


def operate(name: str, path: Path, beside: Path, told: Connection) -> None:
    """Say that it begins, do it, and say that it is done."""
    told.send_bytes(b"begun")
    OPERATIONS[name](path, beside)
    told.send_bytes(b"done")
    os._exit(0)
