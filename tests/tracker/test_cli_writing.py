"""Recording and setting right: what every write prints, what it changes, and that its undo undoes it."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from tests.cli_runner import items, run, tracker

SAID: Final = "--said 2023-09-05 --source vladivostok-report"
PARTIES: Final = ("france", "germany", "russia", "ukraine", "united-kingdom", "united-states", "willing-coalition")
MISTAKE: Final = "--note 'entered by mistake'"


def answers() -> dict[str, Any]:
    """Return what the dossier answers at its head, as of three days, and who is registered; lists in any order."""
    days = ("2023-09-06", "2025-01-01", "2026-01-05")
    asked = [f"position {party} --as-of {day}" for party in PARTIES for day in days]
    listed = [f"{noun} list" for noun in ("party", "person", "issue", "source")]
    said = [f"history {party}" for party in PARTIES]
    return {words: _plain(items(words)) for words in asked + listed + said}


def _plain(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return items in force, without what tells only when and by whom they came in, and each list in order."""
    how = {"seq", "recorded_at", "recorded_by"}
    return sorted(
        (
            {
                name: sorted(value) if isinstance(value, list) else value
                for name, value in item.items()
                if name not in how
            }
            for item in found
            if item.get("status", "effective") == "effective"
        ),
        key=str,
    )


NEW: Final = (
    "record ruritania 'Grain Corridor/Odesa' supports --said 2025-09 --source https://example.org/1 "
    "--speaker 'R. R.' --new"
)
REVERSIBLE: Final = [
    f"record russia venue/moscow opposes {SAID}",
    f"record france leader-talks supports-if --if 'a truce' --if elections {SAID} --quote “Oui.” --act offers",
    NEW,
    "correct e33 --stance neutral --reason coding-error",
    "correct e33 e37 --said 2025-09-05 --reason source-error --note 'the year'",
    "correct e33 --party ukraine --issue venue/moscow --reason coding-error",
    "correct e33 e38 --source second --reason coding-error",
    "correct e38 --stance supports --no-if --reason coding-error",
    "correct e37 --no-quote --no-speaker --no-summary --no-act --no-language --reason coding-error",
    "correct e33 --quote Nein. --until 2026-03-01 --language de --act rejects --summary s --reason coding-error",
    "correct e33 --quote \"It's a \\\\ 'test'\" --summary '-5 % = -1' --reason coding-error",
    "correct e33 --speaker emmanuel-macron --reason coding-error",
    "correct --source vladivostok-report --said-was 2023-09-05 --said 2025-09-05 --reason source-error",
    "correct --source vladivostok-report --said 2023-09-05T14:30+10:00 --reason source-error",
    "withdraw e33 --on 2025-01-01",
    "party add ruritania --kind state",
    "party amend russia --name RF --kind group --alias Kremlin --drop-alias Moscow",
    "person add rudolf --alias Rudi",
    "person amend putin --name 'V. V. Putin' --alias VVP",
    "issue add grain/odesa/port --proposition 'Grain is shipped.'",
    "issue amend venue --title Where --substantive",
    "source add cable-7",
    "source amend vladivostok-report --title Report --published 2025-09-05",
    "source amend vladivostok-report --publisher Agency --clear published",
    "party amend russia --clear kind --clear iso3 --wikidata Q1",
    "party amend willing-coalition --iso3 ABC",
    "party join germany willing-coalition",
    "party join germany willing-coalition --from 2023-01-01 --until 2025",
    "party leave united-kingdom willing-coalition --on 2023-01-01",
    "person office putin russia --title Chairman --from 2000 --until 2008",
    "person office donald-trump united-states --title President --until 2025-06-01",
]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("words", REVERSIBLE)
def test_the_undo_printed_after_a_write_undoes_it(words: str) -> None:
    """Run as they stand, the commands printed bring back every answer at the head."""
    tracker("source add second")
    before = answers()
    written = tracker(words, "--format", "json")
    assert written.json["undo"] == [line.removeprefix("Undo: ") for line in written.err.splitlines() if "Undo" in line]
    assert written.json["undo"] != []
    assert words.startswith("person office") or answers() != before
    for command in written.json["undo"]:
        tracker(command.removeprefix("tracker "))
    assert answers() == before


FINAL: Final = {
    "retract e33 --because duplicate --note 'same as e37'": (
        "A retraction is final; if it was a mistake, record the statement anew.\n"
    ),
    "void e9 --note 'no member'": "Voided for good; if it was a mistake, enter it anew.\n",
}


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("words", FINAL)
def test_what_nothing_undoes_says_so(words: str) -> None:
    """A retraction and a void print no undo, and say what to do instead."""
    ran = tracker(words, "--format", "json")
    assert (ran.json["undo"], ran.err) == ([], FINAL[words])


def test_an_undo_brings_back_what_a_terminal_is_not_shown(demo: Path) -> None:
    """Control and bidi characters of a quotation are escaped in the undo, and come back through a shell."""
    odd = "tab\tbreak\nESC\x1b[31m\u202equote's \\ end\x9b"
    tracker("correct e33 --reason coding-error --quote", odd)
    assert _quotation() == odd
    undo = tracker("correct e33 --reason coding-error --quote plain").err.removeprefix("Undo: ").rstrip("\n")
    assert undo == (
        "tracker correct e33 --quote $'tab\\U00000009break\\U0000000aESC\\U0000001b[31m"
        "\\U0000202equote\\'s \\\\ end\\U0000009b' --reason coding-error"
    )
    words = subprocess.run(
        ["/bin/bash", "-c", f"printf '%s\\0' {undo}"], capture_output=True, check=True, env={"LC_ALL": "C.UTF-8"}
    )
    assert run(*words.stdout.decode().split("\0")[1:-1]).code == 0
    assert _quotation() == odd
    assert demo.exists()


def _quotation() -> Any:
    return items("show e33")[0]["versions"][-1]["quotation"]


@pytest.mark.usefixtures("demo")
def test_written_as_json() -> None:
    """`tracker/written/1`: kind, id, seq, already; nothing else in an item."""
    ran = tracker(f"record russia venue/moscow supports {SAID} --id key-1", "--format", "json")
    assert ran.json == {
        "schema": "tracker/written/1",
        "items": [{"kind": "statement-recorded", "id": "key-1", "seq": 55, "already": False}],
        "undo": ["tracker retract e55 --because coding-error"],
        "dry_run": False,
    }
    assert ran.err == "Undo: tracker retract e55 --because coding-error\n"


@pytest.mark.usefixtures("demo")
def test_the_same_id_with_the_same_content_adds_nothing() -> None:
    """A repetition succeeds, says so, and offers nothing to undo."""
    words = f"record russia venue/moscow supports {SAID} --id key-1"
    tracker(words)
    again = tracker(words, "--format", "json")
    assert again.items == [{"kind": "statement-recorded", "id": "key-1", "seq": 55, "already": True}]
    assert (again.json["undo"], again.err) == ([], "")
    assert tracker(words, "--format", "table").out.rstrip().endswith("already there")
    assert tracker("log show --format json").items[-1]["entry"] == "e55"


@pytest.mark.usefixtures("demo")
def test_written_when_piped_and_on_a_terminal() -> None:
    """Piped, a write prints TSV; on a terminal, a table with what was recorded in words."""
    piped = tracker("party add ruritania --kind state")
    head, row = piped.out.splitlines()
    assert head == "kind\tid\tseq\talready\tsays"
    assert row.split("\t")[0::4] == ["party-registered", "party ruritania: Ruritania, state"]
    table = run("party", "join", "ruritania", "willing-coalition", terminal=True)
    assert re.sub(r"\x1b\[[01]m", "", table.out).rstrip().splitlines()[-1].split()[0] == "e56"
    table = tracker("party join germany willing-coalition --format table")
    assert [line.rstrip() for line in table.out.splitlines()] == [
        "recorded",
        "entry   kind               recorded",
        "─" * 63,
        "e57     membership-began   germany belongs to willing-coalition",
    ]
    assert table.err == f"Undo: tracker void e57 {MISTAKE}\n"


@pytest.mark.usefixtures("demo")
def test_the_undo_names_the_same_log() -> None:
    """With --log typed, the command that undoes works on that log."""
    Path("my logs").mkdir()
    tracker("init --log 'my logs/a.db'")
    ran = tracker("party add ruritania --log 'my logs/a.db' --format json")
    assert ran.json["undo"] == [f"tracker void e2 {MISTAKE} --log 'my logs/a.db'"]
    tracker(ran.json["undo"][0].removeprefix("tracker "))
    assert items("party list --log 'my logs/a.db'") == []


DRY: Final = [
    (f"record russia venue/moscow opposes {SAID}", b""),
    ("record ruritania grain supports --said 2025 --source https://example.org/1 --new", b""),
    ("correct e33 e37 --stance neutral --reason coding-error", b""),
    ("correct --source vladivostok-report --said 2025 --reason source-error", b""),
    ("append -", b'{"kind": "party-registered", "data": {"id": "ruritania", "name": "Ruritania"}}'),
    ("import - --create-missing", b"party,issue,stance,said,source\nruritania,grain,supports,2025,report\n"),
]


@pytest.mark.parametrize(("words", "stdin"), DRY)
def test_a_dry_run_changes_nothing(words: str, stdin: bytes, demo: Path) -> None:
    """It checks and says what would be recorded; the file stays the same byte for byte, and no undo is offered."""
    before = demo.read_bytes()
    ran = tracker(words, "--dry-run", "--format", "json", stdin=stdin)
    assert ran.items
    assert ran.json.get("undo", []) == []
    assert "Undo" not in ran.err
    assert demo.read_bytes() == before
    table = tracker(words, "--dry-run", "--format", "table", stdin=stdin)
    assert table.out.startswith(("would be recorded", "dry run"))
    assert demo.read_bytes() == before


@pytest.mark.usefixtures("demo")
def test_new_registers_what_is_not_known() -> None:
    """--new registers party, issue with its parents, speaker and address, provisionally, and says so."""
    ran = tracker(NEW, "--format", "json")
    assert [item["kind"] for item in ran.items] == [
        "party-registered", "issue-opened", "issue-opened", "source-added", "person-registered", "statement-recorded",
    ]  # fmt: skip
    assert [item["seq"] for item in ran.items] == list(range(55, 61))
    party = items("party show ruritania")[0]
    assert (party["kind"], party["provisional"]) == (None, True)
    issue = items("issue show grain-corridor/odesa")[0]
    assert (issue["title"], issue["proposition"], issue["provisional"]) == ("Odesa", None, True)
    assert items("issue show grain-corridor")[0]["below"] == [{"path": "grain-corridor/odesa", "title": "Odesa"}]
    source = items("source show example-org-1")[0]
    assert (source["title"], source["url"]) == ("https://example.org/1", "https://example.org/1")
    assert items("person show 'r. r.'")[0]["id"] == "r-r"


@pytest.mark.usefixtures("demo")
def test_an_address_is_registered_once() -> None:
    """The same address is the same source; another one on the same page's name gets a number."""
    for address in (
        "https://example.org/a",
        "https://example.org/a",
        "https://example.org/a/",
        "https://www.example.org/a",
    ):
        tracker(f"record russia venue/moscow supports --said 2025 --source {address}")
    found = {item["id"]: item["url"] for item in items("source list")}
    assert found == {
        "example-org-a": "https://example.org/a",
        "example-org-a-2": "https://example.org/a/",
        "example-org-a-3": "https://www.example.org/a",
        "vladivostok-report": None,
    }


@pytest.mark.usefixtures("demo")
def test_same_takes_said_speaker_and_source_from_one_s_last_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    """One's own last, as corrected, and not somebody else's; what is typed goes before."""
    tracker("source add cable-7")
    tracker("record russia venue/moscow supports --said 2025-09-05 --source cable-7 --speaker Putin")
    monkeypatch.setenv("TRACKER_USER", "colleague")
    tracker("record france venue supports --said 2024 --source vladivostok-report")
    monkeypatch.setenv("TRACKER_USER", "tester")
    tracker("correct last --said 2025-09-06 --reason coding-error")
    ran = tracker("record russia leader-talks opposes --same")
    assert ran.err.endswith("\nSame as before: said 2025-09-06, by vladimir-putin, source cable-7\n")
    ran = tracker("record russia settlement opposes --same --speaker Trump --said 2025-10")
    assert ran.err.endswith("\nSame as before: said 2025-10, by donald-trump, source cable-7\n")
    ran = tracker("record russia settlement opposes --same --source vladivostok-report")
    told = items("show last")[0]["versions"][0]
    assert (told["said"], told["speaker"], told["source"]) == ("2025-10", "donald-trump", "vladivostok-report")


@pytest.mark.usefixtures("demo")
def test_same_echoes_a_statement_without_a_speaker() -> None:
    """Nobody is named where nobody was, or where --no-speaker leaves out who was."""
    ran = tracker("record russia venue supports --same --no-speaker")
    assert ran.err.endswith("Same as before: said ../2023-09-05, source vladivostok-report\n")
    tracker(f"record france venue supports {SAID}")
    ran = tracker("record france venue/moscow opposes --same")
    assert ran.err.endswith("Same as before: said 2023-09-05, source vladivostok-report\n")


CORRECTIONS: Final[list[tuple[str, dict[str, Any]]]] = [
    ("--stance neutral", {"stance": "neutral"}),
    ("--stance supports-if --if peace --if elections", {"stance": "supports-if", "conditions": ["peace", "elections"]}),
    ("--said 'Sep 2025'", {"said": "2025-09"}),
    ("--party uk --issue 'Talks between the leaders'", {"party": "united-kingdom", "issue": "leader-talks"}),
    ("--speaker Macron", {"speaker": "emmanuel-macron"}),
    ("--no-speaker", {"speaker": None}),
    ("--quote Nyet.", {"quotation": "Nyet."}),
    ("--no-quote", {"quotation": None}),
    ("--summary 'In short.'", {"summary": "In short."}),
    ("--no-summary", {"summary": None}),
    ("--act states", {"act": "states"}),
    ("--no-act", {"act": None}),
    ("--until 'Dec 31, 2025'", {"until": "2025-12-31"}),
    ("--language ru", {"language": "ru"}),
    ("--no-language", {"language": None}),
    ("--source second", {"source": "second"}),
]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("options", "changed"), CORRECTIONS)
def test_in_a_correction_only_the_options_given_change(options: str, changed: dict[str, Any]) -> None:
    """The rest stays; the old content stays on record as corrected."""
    tracker("source add second")
    before = items("show report-s05")[0]["versions"]
    tracker(f"correct report-s05 {options} --reason coding-error --note why")
    old, new = items("show e37")[0]["versions"]
    assert old == {**before[0], "status": "corrected"}
    meta = {"seq": 56, "recorded_at": "2026-01-05T12:00:00Z", "reason": "coding-error", "note": "why"}
    assert new == {**before[0], **meta, **changed}


@pytest.mark.usefixtures("demo")
def test_conditions_and_a_last_day_are_cleared() -> None:
    """--no-if and --no-until."""
    tracker(f"record russia venue/moscow supports-if --if peace --until 2025-12-31 {SAID}")
    tracker("correct last --stance supports --no-if --no-until --reason coding-error")
    told = items("show e55")[0]["versions"][1]
    assert (told["stance"], told["conditions"], told["until"]) == ("supports", [], None)


@pytest.mark.usefixtures("demo")
def test_several_entries_at_once() -> None:
    """Handles and ids mix; each gets a correction, and one undo brings them all back."""
    ran = tracker("correct e33 report-s05 --stance neutral --reason coding-error --format json")
    assert [(item["kind"], item["seq"]) for item in ran.items] == [
        ("statement-corrected", 55),
        ("statement-corrected", 56),
    ]
    assert ran.json["undo"] == ["tracker correct e33 e37 --stance opposes --reason coding-error"]


@pytest.mark.usefixtures("demo")
def test_last_among_several_entries() -> None:
    """`last` is one's last entry before the command, wherever it stands."""
    tracker("correct e33 last --summary x --reason coding-error")


@pytest.mark.usefixtures("demo")
def test_a_source_s_date_is_corrected_with_its_imprecision() -> None:
    """What was said on the old date moves to the new; what was said no later than it stays so; the rest stays."""
    tracker("record russia venue supports --said 2023-08-01 --source vladivostok-report")
    source = "correct --source 'vladivostok report' --reason source-error"
    ran = tracker(f"{source} --said-was 2023-09-05 --said 2025-09-05 --format json")
    assert len(ran.items) == 22
    said = {item["statement"]: item["said"] for item in items("history russia") if item["status"] == "effective"}
    assert (said["e33"], said["e36"], said["e55"]) == ("2025-09-05", "../2025-09-05", "2023-08-01")


@pytest.mark.usefixtures("demo")
def test_a_source_s_statements_become_another_source_s_stance_by_stance() -> None:
    """Without --said-was all of a source's statements change; those that say so already are left alone."""
    ran = tracker("correct --source vladivostok-report --act states --reason coding-error --format json")
    already = sum(
        1 for party in PARTIES for item in items(f"history {party} --known-at e54") if item["act"] == "states"
    )
    assert len(ran.items) == 22 - already


@pytest.mark.usefixtures("demo")
def test_a_retraction() -> None:
    """Gone from this seq on at every as of; known before, it still counts; the log tells that it was."""
    tracker("retract e36 --because source-retracted --note gone")
    assert items("position russia nato-membership --as-of 2023-09-06")[0]["basis"] == "none"
    assert items("position russia nato-membership --as-of 2023-09-06 --known-at e54")[0]["stance"] == "opposes"
    shown = items("show e36")[0]
    assert shown["retracted"] == {
        "entry": "e55",
        "statement": "report-s04",
        "reason": "source-retracted",
        "note": "gone",
    }
    assert (shown["versions"][0]["status"], shown["decides"]) == ("retracted", [])
    assert [item["status"] for item in items("history russia nato-membership")] == ["retracted"]


@pytest.mark.usefixtures("demo")
def test_a_withdrawal() -> None:
    """It counts before its date and not from it on; what decided before decides again."""
    tracker("record russia venue/moscow opposes --said 2025-06-01 --source vladivostok-report")
    tracker("withdraw last --on 2025-09")
    assert items("position russia venue/moscow --as-of 2025-09-29")[0]["stance"] == "opposes"
    assert items("position russia venue/moscow --as-of 2025-09-30")[0]["stance"] == "supports"
    shown = items("show e55")[0]
    assert (shown["withdrawn"], shown["versions"][0]["status"]) == ({"entry": "e56", "on": "2025-09"}, "withdrawn")
    history = run("history", "russia", "venue/moscow", "--format", "json").json
    assert history["withdrawals"] == [{"statement": "e55", "seq": 56, "on": "2025-09", "movement": "reversed"}]
    table = tracker("history russia venue/moscow --format table").out
    assert "e55     2025-09         withdrawn   reversed" in table


@pytest.mark.usefixtures("demo")
def test_a_void() -> None:
    """The entry is gone from this seq on; known before, it still holds."""
    asked = "position uk security-guarantees --as-of 2023-09-06"
    tracker("void e10 --note 'no member'")
    assert items(asked)[0]["basis"] == "none"
    assert items(f"{asked} --known-at e54")[0]["basis"] == "inherited"
    assert items("show e10")[0]["voided_by"] == "e55"
    assert items("show e10 --known-at e54")[0]["voided_by"] is None
    assert "voided" in tracker("show e10").out


@pytest.mark.usefixtures("demo")
def test_a_voided_id_is_free_again() -> None:
    """What was registered by mistake may be registered anew."""
    tracker("party add ruritania --kind grouping")
    tracker("void last --note mistake")
    assert run("party", "show", "ruritania").code == 2
    tracker("party add ruritania --kind state")
    assert items("party show ruritania")[0]["entry"] == "e57"


@pytest.mark.usefixtures("demo")
def test_an_assertion_that_holds_is_recorded() -> None:
    """`position-asserted` comes in as a line and is checked at once."""
    data = {"party": "russia", "issue": "venue", "stance": "none", "as_of": "2023-09-06", "because": "read twice"}
    line = json.dumps({"kind": "position-asserted", "data": data}).encode()
    ran = tracker("append - --format table", stdin=line)
    assert "russia on venue as of 2023-09-06 is none, because read twice" in ran.out
    assert tracker("log rebuild --format json").json["failed_assertions"] == []


@pytest.mark.usefixtures("demo")
def test_same_does_not_take_from_what_was_retracted() -> None:
    """Neither from it nor, unasked, from the statement before it."""
    tracker(f"record russia venue/moscow opposes {SAID}")
    tracker("retract last --because coding-error")
    refused = run("record", "russia", "venue/moscow", "supports", "--same")
    assert (refused.code, refused.err) == (
        2,
        "tracker: --same takes from your last statement, and that, e55, was retracted by e56; "
        "give --said and --source\n",
    )
