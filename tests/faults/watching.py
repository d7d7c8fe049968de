"""What the system is asked to do, in which order: nothing is acknowledged before what was written is on disk."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.faults.killing import new_dossier
from tests.faults.outcome import Outcome

__all__ = ["STRACE", "acknowledge_after_sync"]

STRACE: Final = shutil.which("strace")
_ROOT: Final = Path(__file__).parents[2]
_WRITER: Final = """
import os, sys
from pathlib import Path
from tests.events.samples import event
from tracker.ledger import open_ledger
with open_ledger(Path(sys.argv[1])) as ledger:
    for number in range(int(sys.argv[2])):
        (written,) = ledger.append([event(f"watched-{number}")])
        os.write(1, b"ACK %d" % written.event.seq)
"""
_WROTE: Final = re.compile(r"(?:pwrite64|write)\(\d+<[^>]*log\.db(?:-wal)?>")
_SYNCED: Final = re.compile(r"(?:fdatasync|fsync)\(\d+<[^>]*log\.db(?:-wal)?>\)\s*= 0")
_TOLD: Final = re.compile(r'write\(1<[^>]*>, "ACK ')


def _may_watch() -> bool:
    """Say whether strace is there, and may watch anything."""
    return STRACE is not None and not subprocess.run([STRACE, "true"], check=False, capture_output=True).returncode


def acknowledge_after_sync(folder: Path, times: int) -> Outcome | None:
    """Watch a writer's system calls; None where strace is not there, or may not watch."""
    outcome = Outcome("acknowledged before fsync", "writes")
    new_dossier(folder / "log.db")
    if not _may_watch():
        return None
    trace = folder / "trace"
    watched = subprocess.run(
        [
            *(str(STRACE), "-f", "-y", "-qq", "-e", "trace=pwrite64,write,fdatasync,fsync", "-o", str(trace)),
            *(sys.executable, "-c", _WRITER, str(folder / "log.db"), str(times)),
        ],
        check=False,
        capture_output=True,
        cwd=_ROOT,
    )
    outcome.note("writer failed", watched.returncode)
    dirty = written = False
    for line in trace.read_text(errors="replace").splitlines():
        if _WROTE.search(line):
            dirty = written = True
        elif _SYNCED.search(line):
            dirty = False
        elif _TOLD.search(line):
            outcome.tried += 1
            outcome.note("before it was on disk", dirty)
            outcome.note("without a write", not written)
            written = False
    return outcome
