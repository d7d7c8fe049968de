"""What a question loads: no more than it needs, so that the command line answers at once. Modules, never times."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

PROGRAM: Final = """
import sys
from tracker.cli.app import run
sys.argv = ["tracker", *sys.argv[1:]]
code = run()
print("\\n".join(sys.modules), file=sys.stderr)
sys.exit(code)
"""
NOT_FOR_A_QUESTION: Final = (
    "events.checkpoint",
    "events.ed25519",
    "events.note",
    "events.proof_file",
    "events.proving",
    "events.transfer",
    "events.tree",
    "events.verify",
    "filelock",
    "rfc8785",
    "rich",
    "sqlite_utils",
    "tracker.exchange",
    "tracker.projections.folding",
    "tracker.projections.search",
    "tracker.reading.findings",
    "tracker.reading.search",
    "tracker.rebuild",
    "tracker.searching",
    "tracker.seeding",
    "tracker.signing",
    "tracker.verifying",
)
"""Not named: csv and difflib, which pydantic and typer load for themselves."""


def loaded(*words: str) -> set[str]:
    """Return the modules that a cold run of the command has loaded at its end."""
    ended = subprocess.run([sys.executable, "-c", PROGRAM, *words], capture_output=True, check=True, text=True)
    return set(ended.stderr.splitlines())


@pytest.mark.parametrize("words", ["position russia", "position uk security-guarantees --explain", "history russia"])
def test_a_question_loads_nothing_that_writes_or_draws(words: str, demo: Path) -> None:
    """As JSON, with a log of today's projections."""
    modules = loaded(*words.split(), "--format", "json", "--log", str(demo))
    assert "tracker.reading.position" in modules
    found = {module for module in modules if module in NOT_FOR_A_QUESTION or module.startswith("tracker.exchange.")}
    assert found == set()


def test_a_write_does_not_load_what_checks_and_draws(demo: Path) -> None:
    """It takes the lock, and neither verifies nor rebuilds."""
    modules = loaded("party", "add", "ruritania", "--format", "tsv", "--log", str(demo))
    assert "filelock" in modules
    unneeded = {"events.verify", "events.transfer", "events.tree", "rfc8785", "rich", "sqlite_utils", "tracker.rebuild"}
    assert modules & unneeded == set()
