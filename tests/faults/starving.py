"""No room: a limit on how large a file may get, and a disk of a megabyte."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from events.sqlite_log import SqliteLog
from events.verify import verify
from tests.events.samples import event
from tests.faults.children import write_until_full
from tests.faults.killing import CONTEXT, new_dossier
from tests.faults.outcome import Outcome
from tracker.ledger import open_ledger
from tracker.rebuild import rebuild

__all__ = ["fill_disk", "fill_limit", "small_disk"]

_REFUSAL = "nothing was written"


def fill_limit(folder: Path, times: int, seed: int) -> Outcome:
    """Let files grow by a little and no more, until a write is refused."""
    outcome = Outcome("no room, by a limit", "logs")
    chance = random.Random(seed)
    for number in range(times):
        here = folder / f"limit{number}"
        here.mkdir()
        _fill(here / "log.db", chance.randrange(1, 400_000), outcome)
        _judge_again(here / "log.db", outcome)
    return outcome


def fill_disk(disk: Path, times: int) -> Outcome:
    """Write to a disk until it is full."""
    outcome = Outcome("no room, by a full disk", "logs")
    for number in range(times):
        here = disk / f"disk{number}"
        here.mkdir()
        _fill(here / "log.db", 0, outcome)
        for each in here.iterdir():
            if each.name != "log.db":
                outcome.seen["left beside it"] += each.name not in {"log.db-wal", "log.db-shm", "log.db.lock"}
        for each in here.iterdir():
            each.unlink()
    return outcome


def _fill(path: Path, room: int, outcome: Outcome) -> None:
    before = new_dossier(path)
    told, child = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=write_until_full, args=(path, room, child), daemon=True)
    process.start()
    child.close()
    acknowledged: dict[int, str] = {}
    refusal = ""
    try:
        while not refusal:
            first, _, rest = told.recv_bytes().decode().partition(" ")
            if first == "!":
                refusal = rest
            else:
                acknowledged[int(first)] = rest
    except EOFError:
        refusal = "none"
    process.join()
    told.close()
    outcome.tried += 1
    outcome.note("no sentence", _REFUSAL not in refusal)
    outcome.seen["acknowledged before it was full"] += len(acknowledged)
    with closing(SqliteLog(path)) as log:
        rows = {row.seq: row.id for row in log.rows()}
        outcome.note("torn", verify(log).faults)
    outcome.note("lost", any(rows.get(seq) != key for seq, key in acknowledged.items()))
    outcome.note("kept though refused", len(rows) != before + len(acknowledged))


def _judge_again(path: Path, outcome: Outcome) -> None:
    """With room again everything goes on."""
    with open_ledger(path) as ledger:
        outcome.note("not writable after it", len(ledger.append([event("after")])) != 1)
    with closing(SqliteLog(path)) as log:
        outcome.note("replay differs", not rebuild(log).ok)


@contextmanager
def small_disk(folder: Path) -> Iterator[Path | None]:
    """Yield a disk of a megabyte; None where none can be mounted here."""
    disk = folder / "disk"
    disk.mkdir()
    if os.geteuid() != 0 or not _done("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)):
        yield None
        return
    try:
        yield disk
    finally:
        _done("umount", str(disk))


def _done(*command: str) -> bool:
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except OSError:
        return False
