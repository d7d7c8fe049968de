"""Exports read back: the tables answer as the library does at every cut that they tell of, and no cell can be run."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from tests.laws.dossiers import PAIRS, Dossier, as_ofs, dossiers
from tests.laws.model import END, period
from tests.laws.playing import events_of, played
from tests.laws.test_one_answer import SHARED, a_cut, cell_of
from tracker.exchange.cloud_events import cloud_events
from tracker.exchange.csv_tables import TableName, csv_lines, csv_table
from tracker.exchange.tables import Cell, Column, Table
from tracker.exchange.workbook import CELL_UNITS_MAX, _fitted
from tracker.reading.position import Position
from tracker.view import View

Row = dict[str, str]

EDGES = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    " ",
    "\u202e",
    "\x00",
    "\ufeff",
    "'",
    '"',
    ",",
    ";",
    "|",
    "a",
    "\U0001f408",
)
texts = st.text(st.sampled_from(EDGES), max_size=6)


def table(view: View, name: TableName) -> list[Row]:
    """A table as whoever gets the file reads it."""
    text = b"".join(csv_table(view, name)).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def cells_of(position: Position) -> Row | None:
    """A position as the table has it; None where there is none."""
    if position.basis == "none":
        return None
    told = cell_of(position)
    counts = "; ".join(f"{stance} {count}" for stance, count in told["deciding"].items())
    return {name: _cell(told[name]) for name in SHARED} | {"deciding": counts}


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "; ".join(value) if isinstance(value, list) else str(value)


def row_at(rows: list[Row], as_of: str, seq: int, zone: str) -> Row | None:
    """What the rows of a pair tell of a cut."""

    def until(text: str) -> int:
        return period(text, zone)[1] if text else END

    found = [
        row
        for row in _known(rows, seq)
        if until(row["as_of_from"]) <= period(as_of, zone)[1] < until(row["as_of_until"])
    ]
    return _the_one(found)


def row_on(rows: list[Row], day: str, seq: int) -> Row | None:
    """What they tell of a day, by their plain days alone."""
    return _the_one([row for row in _known(rows, seq) if row["day_from"] <= day < (row["day_until"] or "9999")])


def _known(rows: list[Row], seq: int) -> Iterator[Row]:
    return (row for row in rows if int(row["known_from_seq"]) <= seq < int(row["known_until_seq"] or 10**9))


def _the_one(found: list[Row]) -> Row | None:
    assert len(found) <= 1
    return {name: found[0][name] for name in SHARED} if found else None


@given(dossiers(), st.data())
def test_positions_read_back_answer_every_earlier_cut_as_the_library_does(dossier: Dossier, data: DataObject) -> None:
    """At every entry up to the cut, as of days and instants up to the cut's, and for every pair."""
    with played(dossier) as ledger:
        view, known = a_cut(ledger, data)
        rows = table(view, TableName.POSITIONS)
        typed = [view.cut.as_json()["as_of"], data.draw(as_ofs(known)), data.draw(as_ofs(known))]
        asked = [str(each) for each in typed if period(str(each), known.zone)[1] <= view.cut.until]
        for pair in PAIRS:
            of_pair = [row for row in rows if (row["party"], row["issue"]) == pair]
            for seq in range(1, known.seq + 1):
                for as_of in asked:
                    told = cells_of(ledger.at(as_of, f"e{seq}").position(*pair))
                    assert row_at(of_pair, as_of, seq, known.zone) == told, (pair, as_of, seq)
                    if "T" not in as_of:
                        assert row_on(of_pair, as_of, seq) == told, (pair, as_of, seq)


@given(dossiers(), st.data())
def test_statements_read_back_are_those_in_force(dossier: Dossier, data: DataObject) -> None:
    """Each once, in its last content known; those that count by the cut are effective in history too."""
    with played(dossier) as ledger:
        view, known = a_cut(ledger, data)
        rows = table(view, TableName.STATEMENTS)
        in_force = [telling for telling in known.tellings if telling.status == "effective"]
        assert {(row["statement"], int(row["seq"])) for row in rows} == {(f"e{t.statement}", t.seq) for t in in_force}
        assert len(rows) == len(in_force)
        for pair in PAIRS:
            steps = [step.as_json() for step in view.history(*pair) if step.withdrawal is None]
            for status in ("effective", "withdrawn"):
                told = [
                    (row["statement"], row["stance"], row["conditions"], row["said"]) for row in _of(rows, pair, status)
                ]
                assert told == [
                    (step["statement"], step["stance"], "; ".join(step["conditions"]), step["said"])
                    for step in steps
                    if step["status"] == status
                ]
            for row in _of(rows, pair, "effective"):
                assert any(t.statement == int(row["statement"][1:]) for t in known.counting(*pair, view.cut.until))


def _of(rows: list[Row], pair: tuple[str, str], status: str) -> list[Row]:
    return [row for row in rows if (row["party"], row["issue"], row["status"]) == (*pair, status)]


@given(dossiers(), st.data())
def test_entries_read_back_are_those_of_the_log(dossier: Dossier, data: DataObject) -> None:
    """Up to the cut, each with what it says."""
    with played(dossier) as ledger:
        view, known = a_cut(ledger, data)
        *lines, stamp = map(json.loads, cloud_events(view))
        assert [each["id"] for each in lines] == [each.id for each in events_of(ledger)[: known.seq]]
        assert (stamp["data"]["seq"], stamp["data"]["root"]) == (known.seq, view.root)


@given(st.lists(st.lists(st.one_of(texts, st.none(), st.booleans(), st.integers(-2, 2)), min_size=2, max_size=2)))
def test_no_cell_of_a_csv_is_a_formula_or_breaks_its_line(cells: list[list[Cell]]) -> None:
    """A number of ours may be negative; nothing else begins so that a spreadsheet would run it."""
    columns = (Column("one", "", ""), Column("other", "", ""))
    text = b"".join(csv_lines(Table("any", columns, map(tuple, cells)))).decode()
    rows = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert text.count("\n") == len(rows) + 1 == len(cells) + 1
    for row, given_row in zip(rows, cells, strict=True):
        for read, cell in zip(row, given_row, strict=True):
            assert not read.startswith(("=", "+", "-", "@")) or (isinstance(cell, int) and read == str(cell))


@given(st.builds(lambda text, times: text * times, texts, st.sampled_from((1, 6_000, 40_000))))
def test_no_cell_of_a_workbook_is_a_formula_or_too_long(text: str) -> None:
    """Whatever the text, however long, and whatever it is counted in."""
    fitted = _fitted(text)
    assert not fitted.startswith(("=", "+", "-", "@"))
    assert len(fitted.encode("utf-16-le")) <= 2 * CELL_UNITS_MAX
