"""Cold starts beside a script that imports typer, and beside the smallest program that typer runs with such options.

Processor time of whole processes, bytecode compiled once before, as an installation has it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from typing import Final

from benchmarks.measure import Bench, Measure, Pair, children_seconds

__all__ = ["STARTING"]

_TRACKER: Final = "from tracker.cli.start import main; main()"
_TYPER: Final = "import typer"
_SMALLEST: Final = """
import pathlib, typer
app = typer.Typer()
@app.command()
def position(party: str, log: pathlib.Path = typer.Option(None), format: str = typer.Option(None)): print(party)
@app.command()
def other(): pass
app()
"""


def _started(bench: Bench, code: str, *words: str, **environment: str) -> float:
    """Return the seconds of one start, after one that compiles."""
    compiled = {"PYTHONPYCACHEPREFIX": str(bench.dossier.parent / "compiled"), "PYTHONDONTWRITEBYTECODE": ""}
    command = [sys.executable, "-c", code, *words]
    inherited = os.environ | compiled | environment

    def start() -> None:
        subprocess.run(command, env=inherited, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    start()
    return min(children_seconds(start) for _ in range(3))


def _words(bench: Bench) -> tuple[str, ...]:
    return ("position", "party-1", "--format", "json", "--log", str(bench.dossier))


def _beside(code: str, *words: str) -> Callable[[Bench], Pair]:
    """Return what sets a position, or the words, beside a script."""

    def run(bench: Bench) -> Pair:
        return Pair(_started(bench, _TRACKER, *(words or (*_words(bench), "issue-1"))), _started(bench, code))

    return run


def _smallest(bench: Bench) -> Pair:
    return Pair(_started(bench, _TRACKER, *_words(bench), "issue-1"), _started(bench, _SMALLEST, *_words(bench)))


def _completion(bench: Bench) -> Pair:
    line = {"COMP_WORDS": "tracker position party-1", "COMP_CWORD": "2", "TRACKER_LOG": str(bench.dossier)}
    code = f"import sys; sys.argv[0] = 'tracker'; {_TRACKER}"  # the name decides which variable asks
    return Pair(_started(bench, code, **line, _TRACKER_COMPLETE="complete_bash"), _started(bench, _TYPER))


STARTING: Final = (
    Measure("cold `tracker position` / cold `import typer`", "start", _beside(_TYPER), 1.35, 1.15),
    Measure("cold `tracker position` / smallest typer program", "start", _smallest),
    Measure("cold completion of a name / cold `import typer`", "start", _completion),
    Measure("cold `tracker --help` / cold `import typer`", "start", _beside(_TYPER, "--help")),
)
