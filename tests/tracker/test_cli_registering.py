"""Parties, people, issues and sources: registered, amended, listed, shown; memberships and offices."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Final

import pytest

from tests.cli_runner import items, run, tracker

NOBODY: Final[dict[str, Any]] = {
    "agreement": "silent",
    "distance": None,
    "counts": {},
    "inherited": 0,
    "agreeing": [],
    "supporting": [],
    "conditional": [],
    "opposing": [],
    "undecided": [],
    "silent": ["france", "germany", "russia", "ukraine", "united-kingdom", "united-states", "willing-coalition"],
    "blockers": [],
    "conditions": [],
    "positions": [],
}
"""What an issue shows of parties when nothing was said of it."""

ADDED: Final[list[tuple[str, str, dict[str, Any]]]] = [
    (
        "party add new-zealand",
        "party show new-zealand",
        {
            "id": "new-zealand",
            "name": "New Zealand",
            "kind": None,
            "aliases": [],
            "iso3": None,
            "wikidata": None,
            "provisional": True,
            "memberships": [],
            "offices": [],
        },
    ),
    (
        "party add ruritania --name 'The Kingdom' --kind state --alias Rur --alias Ру --iso3 RUR --wikidata Q5",
        "party show Ру",
        {
            "id": "ruritania",
            "name": "The Kingdom",
            "kind": "state",
            "aliases": ["Rur", "Ру"],
            "iso3": "RUR",
            "wikidata": "Q5",
            "provisional": False,
            "memberships": [],
            "offices": [],
        },
    ),
    (
        "person add rudolf-rassendyll --alias Rudolf",
        "person show rudolf",
        {"id": "rudolf-rassendyll", "name": "Rudolf Rassendyll", "aliases": ["Rudolf"], "offices": []},
    ),
    (
        "issue add grain",
        "issue show Grain",
        {
            "path": "grain",
            "title": "Grain",
            "proposition": None,
            "procedural": False,
            "aliases": [],
            "provisional": True,
            "below": [],
            **NOBODY,
        },
    ),
    (
        "issue add venue/vienna --title 'Vienna as the venue' --proposition 'In Vienna.' --procedural --alias Wien",
        "issue show wien",
        {
            "path": "venue/vienna",
            "title": "Vienna as the venue",
            "proposition": "In Vienna.",
            "procedural": True,
            "aliases": ["Wien"],
            "provisional": False,
            "below": [],
            **NOBODY,
        },
    ),
    (
        "source add cable-7 --title 'Cable 7' --publisher MFA --url https://example.org/7 --published 'Sep 2025' "
        "--retrieved today --file cable.pdf",
        "source show 'cable 7'",
        {
            "id": "cable-7",
            "title": "Cable 7",
            "publisher": "MFA",
            "url": "https://example.org/7",
            "published": "2025-09",
            "retrieved": "2026-01-05",
            "sha256": hashlib.sha256(b"a copy").hexdigest(),
            "media_type": "application/pdf",
        },
    ),
]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("add", "show", "shown"), ADDED)
def test_what_is_registered_is_shown(add: str, show: str, shown: dict[str, Any]) -> None:
    """Every field as given; names and titles that are left out are made of the id."""
    Path("cable.pdf").write_bytes(b"a copy")
    tracker(add)
    assert items(show) == [{"entry": "e55", **shown}]
    lines = dict(line.split("\t") for line in tracker(show).out.splitlines()[1:])
    assert lines["entry"] == "e55"


LISTS: Final = {
    "party": ("parties", 7, ["entry", "id", "name", "kind", "aliases", "iso3", "wikidata", "provisional"]),
    "person": ("people", 4, ["entry", "id", "name", "aliases"]),
    "issue": ("issues", 11, ["entry", "path", "title", "proposition", "procedural", "aliases", "provisional"]),
    "source": (
        "sources",
        1,
        ["entry", "id", "title", "publisher", "url", "published", "retrieved", "sha256", "media_type"],
    ),
}


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("noun", LISTS)
def test_lists(noun: str) -> None:
    """By id, every field."""
    schema, count, fields = LISTS[noun]
    document = tracker(f"{noun} list --format json").json
    assert (document["schema"], len(document["items"])) == (f"tracker/{schema}/1", count)
    assert list(document["items"][0]) == fields
    table = tracker(f"{noun} list --format table").out.splitlines()
    assert (table[0].strip(), len(table)) == (schema, count + 3)


@pytest.mark.parametrize("noun", LISTS)
def test_empty_lists(noun: str) -> None:
    """Nothing registered is no error, and says how to begin."""
    tracker("init")
    ran = tracker(f"{noun} list")
    assert (ran.out, ran.err) == ("", f"no {LISTS[noun][0]} yet; `tracker {noun} add` registers one\n")


@pytest.mark.usefixtures("demo")
def test_provisional_things_say_so() -> None:
    """In lists and the log."""
    tracker("party add new-zealand")
    tracker("issue add grain")
    assert "provisional" in tracker("party list --format table").out
    assert "provisional" in tracker("issue list --format table").out
    assert [item["says"] for item in items("log show --after e54")] == [
        "party new-zealand: New Zealand, provisional",
        "issue grain: provisional",
    ]


@pytest.mark.usefixtures("demo")
def test_an_amendment_changes_only_the_options_given() -> None:
    """Aliases are added; an alias that is there already is not added twice."""
    aliases = "--alias Kremlin --alias Moscow --drop-alias 'Russian Federation'"
    tracker(f"party amend Russia --name 'Russian Federation' {aliases}")
    party = items("party show kremlin")[0]
    assert (party["name"], party["aliases"], party["kind"]) == ("Russian Federation", ["Moscow", "Kremlin"], "state")
    tracker("issue amend venue/moscow --title Moscow --substantive")
    issue = items("issue show venue/moscow")[0]
    assert (issue["title"], issue["procedural"]) == ("Moscow", False)
    assert issue["proposition"] == "The leaders' talks are held in Moscow."
    tracker("person amend putin --alias VVP")
    assert items("person show vvp")[0]["name"] == "Vladimir Putin"
    tracker("source amend vladivostok-report --url https://example.org/report")
    assert items("source show vladivostok-report")[0]["published"] == "2023-09-05"


@pytest.mark.usefixtures("demo")
def test_the_proposition_of_a_provisional_issue_can_be_set_once_a_statement_rests_on_it() -> None:
    """Set once, it is fixed as long as a statement rests on it, and free again when none does."""
    tracker("record russia grain supports --said 2025 --source vladivostok-report --new")
    tracker("issue amend grain --proposition 'Grain is shipped.'")
    assert run("issue", "amend", "grain", "--proposition", "Grain is not shipped.").code == 2
    tracker("issue amend grain --title 'Grain corridor'")
    tracker("retract e56 --because coding-error")
    tracker("issue amend grain --proposition 'Grain is not shipped.'")
    assert items("issue show grain")[0]["proposition"] == "Grain is not shipped."


@pytest.mark.usefixtures("demo")
def test_memberships() -> None:
    """From a date until a date: out as of the day it ended; shown with the party and with the grouping."""
    tracker("party join germany 'Coalition of the willing' --from 2025-01-01 --until 2025-06-01")
    asked = "position germany security-guarantees --as-of"
    days = ("2024-12-31", "2025-01-01", "2025-05-31", "2025-06-01")
    assert [items(f"{asked} {day}")[0]["basis"] for day in days] == ["none", "inherited", "inherited", "none"]
    memberships = items("party show germany")[0]["memberships"]
    pair = {"member": "germany", "grouping": "willing-coalition"}
    assert memberships == [
        {"entry": "e55", **pair, "event": "began", "on": "2025-01-01"},
        {"entry": "e56", **pair, "event": "ended", "on": "2025-06-01"},
    ]
    assert items("party show willing-coalition")[0]["memberships"][-2:] == memberships
    tracker("party leave france willing-coalition --on 2025-03")
    tracker("party join france willing-coalition --from 2025-09")
    france = "position france security-guarantees --as-of"
    assert items(f"{france} 2025-04-01")[0]["basis"] == "own"
    assert [each["on"] for each in items("party show france")[0]["memberships"]] == [None, "2025-03", "2025-09"]


@pytest.mark.usefixtures("demo")
def test_a_membership_in_the_future() -> None:
    """Memberships may begin later than today, and count from then on."""
    tracker("party join germany willing-coalition --from 2027-01-01")
    assert items("position germany security-guarantees")[0]["basis"] == "none"
    assert items("position germany security-guarantees --as-of 2027-01-01")[0]["basis"] == "inherited"


@pytest.mark.usefixtures("demo")
def test_offices() -> None:
    """From a date until a date; with --until alone the end of one on record, or of one from nobody knows when."""
    tracker("person office Trump 'United States' --title President --until 2029-01-20")
    assert items("log show --after e54")[0]["kind"] == "office-left"
    tracker("person office Trump France --title Guest --from 2025-01-01 --until 2025-02-01")
    tracker("person office Trump Germany --title Guest --until 2020")
    offices = items("person show Trump")[0]["offices"]
    assert [(each["party"], each["event"], each["on"]) for each in offices] == [
        ("germany", "assumed", None),
        ("united-states", "assumed", "2017-01-20"),
        ("germany", "left", "2020"),
        ("united-states", "left", "2021-01-20"),
        ("france", "assumed", "2025-01-01"),
        ("united-states", "assumed", "2025-01-20"),
        ("france", "left", "2025-02-01"),
        ("united-states", "left", "2029-01-20"),
    ]
    assert [each["person"] for each in items("party show france")[0]["offices"]] == [
        "emmanuel-macron",
        "donald-trump",
        "donald-trump",
    ]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("typed", ["UK", "uk", "Uk", "united kingdom", "UNITED-KINGDOM", "Britain", "United  Kingdom"])
def test_names(typed: str) -> None:
    """Exactly an id, name or alias, whatever the case and whether space or hyphen."""
    assert items(f"party show '{typed}'")[0]["id"] == "united-kingdom"


@pytest.mark.usefixtures("demo")
def test_an_id_goes_before_another_s_name() -> None:
    """What is somebody's id means them, whoever else is called so."""
    tracker("party add moscow --kind group")
    assert items("party show Moscow")[0]["id"] == "moscow"


@pytest.mark.usefixtures("demo")
def test_parents_open_with_an_issue() -> None:
    """With titles made of the path; one that is open already stays as it is."""
    tracker("issue add grain/odesa/port --title 'The port'")
    assert [(item["path"], item["title"]) for item in items("issue show grain")[0]["below"]] == [
        ("grain/odesa", "Odesa"),
        ("grain/odesa/port", "The port"),
    ]
    tracker("issue add grain/izmail")
    assert len(items("issue show grain")[0]["below"]) == 3


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            "party amend russia --clear name",
            "'name' cannot be cleared of party 'russia'; these can: kind, iso3, wikidata",
        ),
        (
            "source amend vladivostok-report --clear url",
            "source 'vladivostok-report' has no url; there is nothing to clear",
        ),
        (
            "issue amend venue --clear proposition --clear title",
            "'title' cannot be cleared of issue 'venue'; these can: proposition",
        ),
    ],
)
def test_what_cannot_be_cleared_is_named(words: str, sentence: str) -> None:
    """Only a field that may be without a value, and has one."""
    refused = run(*words.split())
    assert (refused.code, refused.err) == (2, f"tracker: {sentence}\n")


@pytest.mark.usefixtures("demo")
def test_the_hash_of_an_earlier_copy_is_not_brought_back_by_a_command(tmp_path: Path) -> None:
    """The file is: its hash is made of it."""
    for number in (1, 2):
        (tmp_path / f"{number}.txt").write_text(f"copy {number}")
    tracker(f"source amend vladivostok-report --file {tmp_path / '1.txt'}")
    again = tracker(f"source amend vladivostok-report --file {tmp_path / '2.txt'}")
    assert again.err == "No command brings back the hash of the earlier copy; give that file with --file.\n"
