"""What a question loads: no more than it needs, so that the command line answers at once. Modules, never times."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

PROGRAM: Final = """
import sys
from tracker.cli.start import main
sys.argv = ["tracker", *sys.argv[1:]]
try:
    main()
finally:
    print("\\n".join(sys.modules), file=sys.stderr)
"""
ROOT: Final = {
    *("events", "events.errors", "events.vocabulary", "tracker", "tracker.errors"),
    *("tracker.cli", "tracker.cli.app", "tracker.cli.choices", "tracker.cli.completion", "tracker.cli.deferred"),
    *("tracker.cli.options", "tracker.cli.start", "tracker.cli.taking"),
}
"""What the root of the command line is made of."""
POSITION: Final = ROOT | {
    *(
        "events.checked",
        "events.clock",
        "events.ids",
        "events.log",
        "events.periods",
        "events.sqlite_file",
        "events.sqlite_log",
        "events.stored",
    ),
    *("events.text", "events.ticking"),
    *("tracker.cli.opening", "tracker.cli.pager", "tracker.cli.progress", "tracker.cli.questions"),
    *("tracker.cli.render", "tracker.cut", "tracker.ledger", "tracker.movement", "tracker.outward"),
    *("tracker.projections", "tracker.projections.kept"),
    *("tracker.reading", "tracker.reading.position", "tracker.reading.registry", "tracker.reading.snapshot"),
    *("tracker.sight", "tracker.store", "tracker.survey", "tracker.view"),
}
COMPLETING: Final = POSITION | {"tracker.cli.offers", "tracker.reading.completing"}
DEAR: Final = {"pydantic", "pydantic_core", "rich", "hashlib", "zoneinfo", "calendar", "filelock", "sqlite_utils"}
"""Modules of others that a command pays for by the millisecond."""
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
    "tracker.coders",
    "tracker.engine_rates",
    "tracker.exchange",
    "tracker.projections.folding",
    "tracker.projections.search",
    "tracker.reading.codings",
    "tracker.reading.findings",
    "tracker.reading.search",
    "tracker.rebuild",
    "tracker.reliability",
    "tracker.searching",
    "tracker.seeding",
    "tracker.signing",
    "tracker.verifying",
)
"""Not named: csv and difflib, which pydantic and typer load for themselves."""


def loaded(*words: str, **environment: str) -> set[str]:
    """Return the modules that a cold run of the command has loaded at its end."""
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words],
        capture_output=True,
        check=True,
        text=True,
        env=os.environ | environment,
    )
    return set(ended.stderr.splitlines())


def ours(modules: set[str]) -> set[str]:
    return {each for each in modules if each.split(".")[0] in {"events", "tracker"}}


def test_a_position_loads_exactly_this(demo: Path) -> None:
    """As JSON, in a dossier that keeps UTC. Neither pydantic nor any kind of event; a new module is a choice."""
    modules = loaded("position", "russia", "--as-of", "2023-09-06", "--format", "json", "--log", str(demo))
    assert ours(modules) == POSITION | {"tracker.dates"}
    assert modules & DEAR == set()


def test_help_loads_no_command() -> None:
    """What it lists is read from the compiled modules; only what draws is loaded."""
    modules = loaded("--help")
    assert ours(modules) == ROOT | {"tracker.cli.review"}  # the package alone, to find its command in
    assert modules & DEAR == {"rich"}


@pytest.mark.parametrize(
    ("line", "needed"),
    [("tracker po", ROOT), ("tracker position --as", POSITION), ("tracker position ru", COMPLETING)],
)
def test_completion_loads_exactly_this(line: str, needed: set[str], demo: Path) -> None:
    """In bash: a command, an option, and a name of the log."""
    asked = {"_TRACKER_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
    modules = loaded(**asked, TRACKER_LOG=str(demo))
    assert ours(modules) == needed
    assert modules & DEAR == set()


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
