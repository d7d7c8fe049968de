"""kill -9, at moments that nobody chose: of many writers at once, and in the middle of long operations."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final

from events.sqlite_log import SqliteLog
from events.transfer import export_lines
from events.verify import verify
from tests.events.samples import STATEMENT, event
from tests.faults import children
from tests.faults.outcome import Outcome
from tracker import import_statements
from tracker.ledger import create_ledger, open_ledger
from tracker.rebuild import rebuild

__all__ = ["CONTEXT", "kill_operations", "kill_writers", "new_dossier"]

CONTEXT: Final = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.faults.children"])
_WRITERS: Final = 8
_PATIENCE_SECONDS: Final = 60.0
_ROWS: Final = 400


def new_dossier(path: Path) -> int:
    """Make a log that takes the plain statements of the samples; return its size."""
    with create_ledger(path) as ledger:
        ledger.record(STATEMENT["party"], STATEMENT["issue"], "supports", said="2025", source="tass", new=True)
        return ledger.log.head().seq


@dataclass
class _Writer:
    process: BaseProcess
    told: Connection

    def acknowledged(self) -> Iterator[tuple[int, str]]:
        """Yield what it has acknowledged and nobody read yet."""
        try:
            while self.told.poll():
                seq, _, key = self.told.recv_bytes().decode().partition(" ")
                yield int(seq), key
        except (EOFError, OSError):
            return

    def kill(self) -> Iterator[tuple[int, str]]:
        """Kill it, and yield what it had acknowledged."""
        self.process.kill()
        self.process.join()
        yield from self.acknowledged()
        self.told.close()


@dataclass
class _Crowd:
    """Writers of one log."""

    path: Path
    writers: list[_Writer] = field(default_factory=list)
    started: int = 0
    acknowledged: list[tuple[int, str]] = field(default_factory=list)

    def fill(self) -> None:
        while len(self.writers) < _WRITERS:
            told, child = CONTEXT.Pipe(duplex=False)
            arguments = (self.path, f"w{self.started}", child)
            process = CONTEXT.Process(target=children.write_until_killed, args=arguments, daemon=True)
            process.start()
            child.close()
            self.writers.append(_Writer(process, told))
            self.started += 1

    def wait_for(self, acknowledgements: int) -> None:
        """Wait until so many more writes were acknowledged."""
        until = len(self.acknowledged) + acknowledgements
        while len(self.acknowledged) < until:
            assert wait([each.told for each in self.writers], _PATIENCE_SECONDS), "no writer writes any more"
            for writer in self.writers:
                self.acknowledged += writer.acknowledged()

    def kill(self, at: int) -> None:
        self.acknowledged += self.writers.pop(at).kill()


def kill_writers(folder: Path, kills: int, seed: int) -> Outcome:
    """Kill writers among eight that write one log together, and compare the log with what was acknowledged."""
    outcome = Outcome("8 writers, kill -9", "kills")
    chance = random.Random(seed)
    before = new_dossier(folder / "log.db")
    crowd = _Crowd(folder / "log.db")
    try:
        while outcome.tried < kills:
            crowd.fill()
            crowd.wait_for(chance.randint(1, 6))
            crowd.kill(chance.randrange(_WRITERS))
            outcome.tried += 1
    finally:
        while crowd.writers:
            crowd.kill(0)
    _judge(folder / "log.db", before, crowd.acknowledged, outcome)
    return outcome


def _judge(path: Path, before: int, acknowledged: list[tuple[int, str]], outcome: Outcome) -> None:
    with closing(SqliteLog(path)) as log:
        ids = {row.seq: row.id for row in log.rows()}
        faults = verify(log).faults
        outcome.harm["lost"] = sum(ids.get(seq) != key for seq, key in acknowledged)
        outcome.harm["duplicated"] = len(ids) - len(set(ids.values()))
        outcome.harm["gaps"] = sum(seq not in ids for seq in range(1, max(ids) + 1))
        outcome.harm["torn"] = len(faults)
        outcome.harm["replay differs"] = not rebuild(log).ok
    numbers: dict[str, list[int]] = {}
    for _, key in sorted((seq, key) for seq, key in ids.items() if seq > before):
        name, _, number = key.partition("-")
        numbers.setdefault(name, []).append(int(number))
    outcome.harm["reordered"] = sum(found != list(range(1, len(found) + 1)) for found in numbers.values())
    outcome.seen["acknowledged"] = len(acknowledged)
    outcome.seen["written, not yet acknowledged"] = len(ids) - before - len(acknowledged)


def kill_operations(folder: Path, name: str, kills: int, seed: int) -> Outcome:
    """Kill an operation on a log at random moments; the log is as before or as after, and so is what it makes."""
    outcome = Outcome(f"{name}, kill -9", "kills")
    chance = random.Random(seed)
    beside = folder / "beside"
    beside.mkdir()
    whole = _prepare(name, beside)
    duration = _duration(name, folder / "once", beside)
    for number in range(kills):
        here = folder / f"try{number}"
        reached = _run(name, here, beside, chance.random() * duration * 1.1)
        outcome.tried += 1
        outcome.seen["done before the kill" if reached == "done" else "killed under way"] += 1
        _judge_operation(name, here, whole, outcome, is_done=reached == "done")
        shutil.rmtree(here)
    return outcome


def _prepare(name: str, beside: Path) -> tuple[bytes, bytes]:
    """Make the log to work on; return it, exported, before and after the operation."""
    rows = "".join(f"row-{number},russia,venue/moscow,supports,2025-09-05,tass,{number}\n" for number in range(_ROWS))
    (beside / "rows.csv").write_text(f"id,party,issue,stance,said,source,quotation\n{rows}")
    new_dossier(beside / "log.db")
    if name != "import":
        with open_ledger(beside / "log.db") as ledger:
            import_statements(ledger, beside / "rows.csv")
    before = _exported(beside / "log.db")
    (beside / "export.jsonl").write_bytes(before)
    return before, before


def _exported(path: Path) -> bytes:
    with closing(SqliteLog(path)) as log:
        return b"".join(export_lines(log))


def _start(name: str, here: Path, beside: Path) -> _Writer:
    here.mkdir()
    shutil.copy(beside / "log.db", here / "log.db")
    told, child = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=children.operate, args=(name, here / "log.db", beside, child), daemon=True)
    process.start()
    child.close()
    assert told.recv_bytes() == b"begun"
    return _Writer(process, told)


def _duration(name: str, here: Path, beside: Path) -> float:
    """Return how many seconds the operation takes when nobody kills it."""
    running = _start(name, here, beside)
    begin = time.perf_counter()
    assert running.told.recv_bytes() == b"done"
    took = time.perf_counter() - begin
    running.process.join()
    running.told.close()
    return took


def _run(name: str, here: Path, beside: Path, seconds: float) -> str:
    """Let it run for so long, kill it, and return how far it said it came."""
    running = _start(name, here, beside)
    reached = "begun"
    try:
        if running.told.poll(seconds):
            reached = running.told.recv_bytes().decode()
    except EOFError:
        reached = "failed"
    running.process.kill()
    running.process.join()
    running.told.close()
    return reached


def _judge_operation(name: str, here: Path, whole: tuple[bytes, bytes], outcome: Outcome, *, is_done: bool) -> None:
    before, _ = whole
    with closing(SqliteLog(here / "log.db")) as log:
        outcome.note("torn", verify(log).faults)
        now = b"".join(export_lines(log))
        added = now.removeprefix(before).count(b"\n")
        outcome.note("lost", not now.startswith(before) or (name == "import" and is_done and added != _ROWS))
        outcome.note("half done", added not in ({0, _ROWS} if name == "import" else {0}))
        outcome.note("replay differs", not rebuild(log).ok)
    copy = here / "copy.db"
    if copy.exists():
        made = _exported(copy)
        outcome.note("half done", made not in ({before} if name == "backup" else {b"", before}))
    else:
        outcome.note("lost", is_done and name in {"backup", "restore"})
    with open_ledger(here / "log.db") as ledger:
        outcome.note("not writable after it", len(ledger.append([event("after")])) != 1)
