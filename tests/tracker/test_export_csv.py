"""`tracker export csv`: what stands in the three tables, that no cell is run as a formula, and where the files go."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from events.vocabulary import Act, Stance
from tests.cli_runner import run, tracker
from tests.tracker.small import CUT, LATER, ROOT, expected, recorded, recorded_hostile
from tracker.exchange.codebook import WORDS
from tracker.exchange.csv_tables import TableName
from tracker.movement import MIXED, Movement
from tracker.reading.marks import MARKS


@pytest.fixture(autouse=True)
def _small(tmp_path: Path) -> None:
    recorded(tmp_path / "tracker.db", *LATER)


def table(name: str, *words: object) -> list[dict[str, str]]:
    """A table as a program reads it."""
    return list(csv.DictReader(io.StringIO(tracker(f"export csv --table {name}", *words).out)))


def test_statements_are_those_in_force_at_the_cut_as_known_then() -> None:
    assert tracker("export csv --table statements", *CUT).out == expected("statements.csv")


def test_positions_are_told_in_both_times() -> None:
    assert tracker("export csv --table positions", *CUT).out == expected("positions.csv")


def test_the_codebook_explains_every_column_every_word_and_the_dossiers_own() -> None:
    rows = table("codebook", *CUT)
    explained = {section: {row["name"] for row in rows if row["section"] == section} for section in _sections(rows)}
    for name in TableName:
        columns = tracker(f"export csv --table {name}", *CUT).out.splitlines()[0].split(",")
        assert explained[name] | explained["every table"] == set(columns)
    assert explained["stance"] == {*Stance, MIXED}
    assert explained["act"] == set(Act)
    assert explained["movement"] == set(Movement)
    assert explained["mark"] == {*MARKS.values(), "·"}
    assert explained["basis"] == {"own", "inherited", "none"}
    assert explained["status"] == {"effective", "withdrawn", "not-yet-said"}
    assert set(WORDS["mark"]) == set(MARKS)
    assert all(row["meaning"] for row in rows)
    assert [[row[name] for name in ("section", "name", "meaning", "values")] for row in rows[-5:]] == [
        ["party", "bloc", "The bloc", "grouping"],
        ["party", "north", "Northland", "state"],
        ["party", "south", "Southland", "state"],
        ["issue", "ceasefire", "The fighting stops.", "Ceasefire"],
        ["issue", "ceasefire/monitors", "no proposition yet", "Monitors"],
    ]


def _sections(rows: list[dict[str, str]]) -> set[str]:
    return {row["section"] for row in rows}


def test_what_is_not_yet_said_has_a_row_that_says_so() -> None:
    told = {row["statement"]: row["status"] for row in table("statements", "--as-of", "2025-11-16")}
    assert told == {"e12": "effective", "e13": "not-yet-said", "e14": "effective", "e15": "effective"}


def test_only_some_parties_and_issues() -> None:
    found = table("positions", *CUT, "--parties", "Southland", "--issues", "ceasefire/monitors")
    assert [(row["party"], row["issue"]) for row in found] == [("south", "ceasefire/monitors")]
    words = ("--parties", "north,south", "--issues", "monitors")
    assert [row["statement"] for row in table("statements", *CUT, *words)] == ["e15"]
    names = [row["name"] for row in table("codebook", *CUT, *words) if row["section"] in {"party", "issue"}]
    assert names == ["north", "south", "ceasefire/monitors"]


def test_a_membership_that_was_voided_since_still_has_its_rows(tmp_path: Path) -> None:
    tracker("void e11 --note 'not a member'")
    found = [row for row in table("positions") if row["basis"] == "inherited"]
    assert {(row["known_from"], row["known_until"]) for row in found} == {
        ("e14", "e16"),
        ("e16", "e17"),
        ("e17", "e19"),
        ("e19", "e21"),
    }


def test_a_party_that_was_voided_since_still_has_its_rows() -> None:
    """And whoever has its id now has rows of their own."""
    tracker("retract e12 --because duplicate")
    tracker("retract e13 --because duplicate")
    tracker("void e10 --note 'no such office'")
    tracker("void e2 --note 'no such party'")
    tracker("party add north")
    tracker("record north ceasefire neutral --said 2025-11-29 --source wire")
    told = [(row["known_from"], row["known_until"], row["stance"]) for row in table("positions", "--parties", "north")]
    assert {each for each in told if "e13" in each or "e26" in each} == {
        ("e12", "e13", "opposes"),
        ("e13", "e18", "opposes"),
        ("e13", "e22", "supports-if"),
        ("e26", "", "neutral"),
    }
    assert told == sorted(told, key=lambda each: int(each[0][1:]))


def test_an_issue_that_was_voided_since_still_has_its_rows() -> None:
    before = table("positions", "--issues", "ceasefire", *CUT)
    assert "ceasefire/monitors" in {row["issue"] for row in before}
    tracker("retract e15 --because duplicate")
    tracker("void e6 --note 'no such issue'")
    told = [row for row in table("positions", "--issues", "ceasefire") if row["issue"] == "ceasefire/monitors"]
    assert {(row["party"], row["known_from"], row["known_until"]) for row in told} == {("south", "e15", "e21")}


def test_a_folder_takes_every_table_and_the_stamp(tmp_path: Path) -> None:
    ran = tracker("export csv --out tables --parties 'Renamed since'", *CUT)
    assert ran.out == ""
    assert ran.err.splitlines() == [
        f"Wrote tables/{name}, {(tmp_path / 'tables' / name).stat().st_size:,} bytes."
        for name in ("statements.csv", "positions.csv", "codebook.csv", "stamp.json")
    ]
    assert json.loads(Path("tables/stamp.json").read_text(encoding="utf-8")) == {
        "dossier": "Small talks",
        "as_of": "2025-11-30",
        "known_at": "2025-12-01T09:18:00Z",
        "seq": 19,
        "rules": 1,
        "root": ROOT,
        "parties": ["north"],
        "issues": [],
    }
    for name in TableName:
        text = tracker(f"export csv --table {name} --parties north", *CUT).out
        assert Path(f"tables/{name}.csv").read_text(encoding="utf-8") == text


def test_one_table_goes_to_a_file(tmp_path: Path) -> None:
    ran = tracker("export csv --table positions --out positions.csv", *CUT)
    assert ran.err == f"Wrote positions.csv, {len(expected('positions.csv')):,} bytes.\n"
    assert Path("positions.csv").read_text(encoding="utf-8") == expected("positions.csv")


def test_an_export_is_the_same_whatever_is_recorded_later() -> None:
    before = [tracker(f"export csv --table {name}", *CUT).out for name in TableName]
    tracker("record north ceasefire neutral --said 2025-11-28 --source wire")
    tracker("issue amend ceasefire --title 'Another title'")
    tracker("source amend wire --title 'Another wire'")
    assert [tracker(f"export csv --table {name}", *CUT).out for name in TableName] == before


def test_no_cell_is_run_and_every_row_is_a_line(tmp_path: Path) -> None:
    (tmp_path / "tracker.db").unlink()
    recorded_hostile(tmp_path / "tracker.db")
    for name in TableName:
        text = tracker(f"export csv --table {name}").out
        rows = list(csv.reader(io.StringIO(text)))
        assert len(text.splitlines()) == len(rows) > 1
        cells = [cell for row in rows for cell in row]
        assert {cell for cell in cells if cell.startswith(("=", "+", "-", "@"))} <= {"-1", "-2"}  # the scale's numbers
        assert not [char for char in text if not char.isprintable() and char != "\n"]
    row = table("statements")[0]
    assert row["party_name"] == "'@SUM(1)"
    assert row["quotation"] == ("'=cmd|' /C calc'!A0  ]]><script>alert(\"1\")</script>[31mdesrever &amp;    \U0001f408")
    assert row["conditions"].startswith("'=1+1; =cmd|' /C calc'!A0  ]]>")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            "export csv",
            "tracker: several tables do not fit standard output; give a folder with --out, or one with --table",
        ),
        (
            "export csv --out tracker.db",
            "tracker: cannot write to tracker.db: File exists; give another folder with --out",
        ),
        (
            "export csv --table positions --out tracker.db --force",
            "tracker: tracker.db is a SQLite file, perhaps a log, and is never replaced; give another file with --out",
        ),
        (
            "export csv --table positions --out nowhere/positions.csv",
            "tracker: cannot write nowhere/positions.csv: No such file or directory; give another file with --out",
        ),
        (
            "export csv --out tables --parties nowhere",
            "tracker: no party 'nowhere'. `tracker party list` shows all",
        ),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_nothing(words: str, sentence: str, tmp_path: Path) -> None:
    ran = run(*words.split())
    assert (ran.code, ran.out, ran.err) == (2, "", f"{sentence}\n")
    assert not [path for path in tmp_path.iterdir() if not path.name.startswith("tracker.db")]


def test_files_are_replaced_only_by_force(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "codebook.csv").write_text("mine", encoding="utf-8")
    ran = run("export", "csv", "--out", "tables")
    assert ran.code == 2
    assert ran.err == (
        "tracker: tables/codebook.csv is there already; give another file with --out, or --force to replace it\n"
    )
    assert [path.name for path in folder.iterdir()] == ["codebook.csv"]
    assert (folder / "codebook.csv").read_text(encoding="utf-8") == "mine"
    tracker("export csv --out tables --force")
    assert sorted(path.name for path in folder.iterdir()) == [
        "codebook.csv",
        "positions.csv",
        "stamp.json",
        "statements.csv",
    ]
