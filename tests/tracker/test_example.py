"""What the example dossier answers, as of 2023-09-06: the table of positions that the report bears out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from events.clock import FixedClock
from tests.cli_runner import run
from tests.tracker.conftest import NOW
from tracker import View, create_ledger, open_ledger
from tracker.seeding import DEMO_NAME, demo_events

AS_OF: Final = "2023-09-06"
AFTER: Final = ("after the conflict",)
BOTH: Final = ("acceptable to both Russia and Ukraine",)

POSITIONS: Final = [
    ("russia", "troop-deployments", "opposes", (), "own"),
    ("france", "troop-deployments", "supports-if", AFTER, "own"),
    ("united-kingdom", "troop-deployments", "supports-if", AFTER, "own"),
    ("united-states", "troop-deployments/us-ground-troops", "opposes", (), "own"),
    ("united-states", "air-support", "ambiguous", (), "own"),
    ("france", "security-guarantees", "supports", (), "own"),
    ("willing-coalition", "security-guarantees", "supports", (), "own"),
    ("united-kingdom", "security-guarantees", "supports", (), "inherited"),
    ("russia", "security-guarantees", "supports-if", BOTH, "own"),
    ("russia", "security-guarantees/talks", "ambiguous", (), "own"),
    ("russia", "nato-membership", "opposes", (), "own"),
    ("ukraine", "leader-talks", "supports", (), "own"),
    ("russia", "leader-talks", "ambiguous", (), "own"),
    ("russia", "venue/moscow", "supports", (), "own"),
    ("russia", "venue/elsewhere", "opposes", (), "own"),
    ("ukraine", "venue/moscow", "declines", (), "own"),
    ("russia", "settlement", "opposes", (), "own"),
    ("ukraine", "settlement", "ambiguous", (), "own"),
]
ISSUES: Final = [
    "air-support",
    "leader-talks",
    "nato-membership",
    "security-guarantees",
    "security-guarantees/talks",
    "settlement",
    "troop-deployments",
    "troop-deployments/us-ground-troops",
    "venue",
    "venue/elsewhere",
    "venue/moscow",
]


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    """The example as of the day after the report, made and asked through the library."""
    path = tmp_path_factory.mktemp("library") / "tracker.db"
    clock = FixedClock(int(NOW.timestamp()))
    with create_ledger(path, name=DEMO_NAME, events=demo_events(), clock=clock) as ledger:
        yield ledger.at(as_of=AS_OF)


@pytest.mark.parametrize(("party", "issue", "stance", "conditions", "basis"), POSITIONS)
def test_the_library_answers(
    party: str, issue: str, stance: str, conditions: tuple[str, ...], basis: str, view: View
) -> None:
    """Every row of the table, asked of a view."""
    position = view.position(party, issue)
    assert (position.stance, position.conditions, position.basis) == (stance, conditions, basis)
    assert position.inherited_from == (("willing-coalition",) if basis == "inherited" else ())
    assert position.as_of == date(2023, 9, 6)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("party", "issue", "stance", "conditions", "basis"), POSITIONS)
def test_the_command_line_answers(party: str, issue: str, stance: str, conditions: tuple[str, ...], basis: str) -> None:
    """Every row of the table, asked on the command line; every answer names the statements it rests on."""
    item = _asked(party, issue)[0]
    assert (item["stance"], item["conditions"], item["basis"]) == (stance, list(conditions), basis)
    assert item["statements"]
    for entry in item["statements"]:
        shown = run("show", entry, "--known-at", "e54", "--format", "json").items[0]
        assert shown["versions"][0]["source"] == "vladivostok-report"


def _asked(*words: str) -> Any:
    ran = run("position", *words, "--as-of", AS_OF, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    return ran.items


def test_nobody_has_a_position_that_the_table_does_not_name(view: View) -> None:
    """Each party has exactly the positions of the table: the 24 members that nobody named are not even parties."""
    parties = [each.id for each in view.registry.every("party")]
    assert parties == [
        "france",
        "germany",
        "russia",
        "ukraine",
        "united-kingdom",
        "united-states",
        "willing-coalition",
    ]
    found = {(party, each.issue) for party in parties for each in view.positions(party)}
    assert found == {(party, issue) for party, issue, *_ in POSITIONS}


@pytest.mark.parametrize("issue", ISSUES)
def test_germany_has_no_position(issue: str, view: View) -> None:
    """A party of which nothing is on record has no position; that is an answer."""
    position = view.position("germany", issue)
    assert (position.stance, position.basis, position.statements) == (None, "none", ())
    assert (position.deciding, position.tally, position.since) == ({}, {}, None)


@pytest.mark.usefixtures("demo")
def test_germany_on_the_command_line() -> None:
    """No position at all: exit code 0, a head without a row, and a sentence that says so."""
    ran = run("position", "germany", "--as-of", AS_OF)
    assert (ran.code, ran.out.count("\n")) == (0, 1)
    assert ran.out.startswith("party\tissue\tstance\t")
    assert ran.err.endswith("\ngermany: no position on record\n")


@pytest.mark.usefixtures("demo")
def test_a_spokesman_s_words_are_not_exploded_into_the_members() -> None:
    """A member that joins later inherits; who is not named as a member gets nothing."""
    assert run("party", "add", "italy", "--kind", "state").code == 0
    assert _asked("italy", "security-guarantees")[0]["basis"] == "none"
    assert run("party", "join", "italy", "willing-coalition").code == 0
    assert _asked("italy", "security-guarantees")[0]["inherited_from"] == ["willing-coalition"]


@pytest.mark.usefixtures("demo")
def test_the_corrected_dateline() -> None:
    """Corrected to 2025, the report gives none for 2023; known before the correction it still gives the old answer."""
    before = {party: _asked(party) for party in ("russia", "france", "united-kingdom", "united-states", "ukraine")}
    corrected = run(
        "correct", "--source", "vladivostok-report", "--said-was", "2023-09-05", "--said", "2025-09-05",
        "--reason", "source-error", "--note", "names a President of 2025", "--format", "json",
    )  # fmt: skip
    assert (corrected.code, len(corrected.items)) == (0, 22)
    for party, answers in before.items():
        assert _asked(party) == []
        assert _asked(party, "--known-at", "e54") == answers
        now = run("position", party, "--as-of", "2025-09-06", "--format", "json").items
        assert [(each["issue"], each["stance"]) for each in now] == [
            (each["issue"], each["stance"]) for each in answers
        ]
    said = {
        each["said"] for each in run("history", "russia", "--format", "json").items if each["status"] == "effective"
    }
    assert said == {"2025-09-05", "../2025-09-05"}


def test_the_example_adds_nothing_twice(demo: Path) -> None:
    """The ids of its events are fixed, so that recording it again changes nothing."""
    with open_ledger(demo) as ledger:
        assert all(written.already for written in ledger.append(demo_events()))
    assert run("log", "show", "--format", "json").items[-1]["entry"] == "e54"


def test_the_example_verifies(demo: Path) -> None:
    """A fresh example is sound, and complete in its one file."""
    assert run("log", "verify").code == 0
    made = run("init", "--demo", "--log", "other.db", "--format", "json")
    assert (made.code, len(made.items)) == (0, 54)
    assert not (demo.parent / "other.db-wal").exists()
