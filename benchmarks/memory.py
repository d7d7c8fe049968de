"""Peak memory of processes that import, rebuild and ask; and what they are to stay below.

Linux tells it in /proc; what getrusage tells of a child begins with what its parent had.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import Final

from benchmarks.dossier import stream
from benchmarks.measure import Bench
from events.codec import data_of
from events.kinds import StatementRecorded

__all__ = ["MEMORY", "Peak"]

_CHILD: Final = """
import sys
from tracker.cli.app import run
sys.argv = ["tracker", *sys.argv[1:]]
code = run()
status = dict(line.split(":", 1) for line in open("/proc/self/status", encoding="utf-8"))
print(status["VmHWM"].split()[0], file=sys.stderr)
sys.exit(code)
"""


@dataclass(frozen=True, slots=True)
class Peak:
    """A command, and the megabytes it may take at most."""

    name: str
    words: Callable[[Bench], list[str]]
    megabytes_max: int

    def measured(self, bench: Bench) -> float:
        """Return the megabytes that it took."""
        command = [sys.executable, "-c", _CHILD, *self.words(bench)]
        ended = subprocess.run(command, check=True, capture_output=True, text=True)
        return int(ended.stderr.split()[-1]) / 1024


def _position(bench: Bench) -> list[str]:
    return ["position", "party-1", "issue-1", "--format", "json", "--log", str(bench.dossier)]


def _rebuild(bench: Bench) -> list[str]:
    copy = bench.fresh / "rebuilt.db"
    copyfile(bench.dossier, copy)
    return ["log", "rebuild", "--log", str(copy)]


def _import(bench: Bench) -> list[str]:
    rows, log = bench.fresh / "rows.jsonl", bench.fresh / "imported.db"
    _write(rows, bench.size)
    subprocess.run([sys.executable, "-c", _CHILD, "init", "--log", str(log)], check=True, capture_output=True)
    return ["import", str(rows), "--create-missing", "--format", "json", "--log", str(log)]


def _write(path: Path, count: int) -> None:
    def rows() -> Iterator[str]:
        for event in stream(count, seed=6):
            if isinstance(event.data, StatementRecorded):
                yield json.dumps(data_of(event.data)) + "\n"

    with path.open("w", encoding="utf-8") as file:
        file.writelines(rows())


MEMORY: Final = (
    Peak("a position", _position, 60),
    Peak("rebuild", _rebuild, 500),
    Peak("import", _import, 500),
)
