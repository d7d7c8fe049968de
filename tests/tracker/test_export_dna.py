"""`tracker export dna`: an event list as Discourse Network Analyzer writes them."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path

import pytest

from tests.cli_runner import tracker
from tests.tracker.small import CUT, LATER, MIDWAY, expected, recorded, recorded_hostile


@pytest.fixture(autouse=True)
def _small(tmp_path: Path) -> None:
    recorded(tmp_path / "tracker.db", *LATER)


def rows(words: str, *more: object) -> list[dict[str, str]]:
    """What it writes, as a program reads it."""
    return list(csv.DictReader(io.StringIO(tracker(f"export dna {words}", *more).out), delimiter=";"))


def test_the_whole_file() -> None:
    """Its columns first, then ours; only what counts at the cut."""
    assert tracker("export dna", *CUT).out == expected("event-list.csv")


def test_columns_have_the_types_that_dna_gives_them(shifts: Path) -> None:
    found = rows("--as-of 2025-11-20")
    assert found
    for row in found:
        int(row["statement ID"])
        int(row["document ID"])
        datetime.strptime(row["time"], "%Y-%m-%d %H:%M:%S")
        sides = {"supports": "1", "supports-if": "1", "opposes": "0", "opposes-unless": "0"}
        assert row["agreement"] == sides.get(row["stance"], "")
    assert len({row["statement ID"] for row in found}) == len(found)


def test_at_least_leaves_out_pairs_with_fewer_statements() -> None:
    assert [(row["statement ID"], row["count"]) for row in rows("--at-least 2", *MIDWAY)] == [("12", "2"), ("13", "2")]
    assert [row["count"] for row in rows("", *MIDWAY)] == ["1", "2", "2", "1"]


def test_only_some_parties_and_issues() -> None:
    assert [row["party"] for row in rows("--parties bloc,south --issues ceasefire", *MIDWAY)] == ["bloc", "south"]


def test_namesakes_are_told_apart_and_hostile_texts_are_texts(tmp_path: Path) -> None:
    (tmp_path / "tracker.db").unlink()
    recorded_hostile(tmp_path / "tracker.db")
    text = tracker("export dna").out
    assert len(text.splitlines()) == 3
    found = rows("")
    assert [row["organization"] for row in found] == ["'@SUM(1) (evil)", "'@SUM(1) (namesake)"]
    assert {row["concept"] for row in found} == {
        "'+=cmd|' /C calc'!A0  ]]><script>alert(\"1\")</script>[31mdesrever &amp;    \U0001f408"
    }
