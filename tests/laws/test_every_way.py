"""One answer, whichever way it is asked for: the rules themselves, the library, every command, every file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from hypothesis import event, given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from events.clock import FixedClock
from events.sqlite_log import SqliteLog
from tests.cli_runner import Ran, run
from tests.laws.dossiers import PAIRS, Dossier, dossiers
from tests.laws.model import period
from tests.laws.playing import ledger_in_file, play_all
from tests.laws.test_briefing import shown
from tests.laws.test_exports import row_at
from tests.laws.test_one_answer import a_cut
from tests.pages import page_of
from tracker.ledger import Ledger

Pair = tuple[str, str]
Told = dict[str, Any]
TOLD: Final = ("stance", "conditions", "basis", "inherited_from", "statements", "stale", "lapsed")
"""What every way of asking tells of a position."""
BEFORE_ALL: Final = "1990-01-01"


@given(dossiers(), st.data())
def test_every_way_of_asking_gives_one_answer(dossier: Dossier, data: DataObject) -> None:
    """For a random dossier and cut, and every pair of party and issue."""
    clock = FixedClock(dossier.start)
    with ledger_in_file(clock) as ledger:
        play_all(dossier, ledger, clock)
        view, known = a_cut(ledger, data)
        as_of, seq = str(view.cut.as_json()["as_of"]), known.seq
        ways = _ways(ledger, as_of, seq)
        rows = _rows(ledger, as_of, seq)
        page = page_of(_out(ledger, "export", "html", *_cut(as_of, seq))).data
        for pair in PAIRS:
            rules = _told(known.position(*pair, period(as_of, known.zone)[1]))
            event(f"{rules['basis']}: {rules['stance']}" if rules else "none")
            for way, answers in ways.items():
                assert answers.get(pair) == rules, (way, pair)
            assert _row(rows, pair, as_of, seq, known.zone) == rules, ("export csv", pair)
            on_page = shown(page, *pair, view.cut.day)
            assert (None if on_page is None else _told(on_page)) == rules, ("export html", pair)


def _ways(ledger: Ledger, as_of: str, seq: int) -> dict[str, dict[Pair, Told]]:
    """Return what each way tells of all pairs that have a position."""
    view, cut = ledger.at(as_of, f"e{seq}"), _cut(as_of, seq)
    grid = _json(ledger, "grid", *cut)["items"]
    diff = _json(ledger, "diff", "--from", BEFORE_ALL, "--to", as_of, "--known-at", f"e{seq}")["items"]
    positions = [item for pair in PAIRS for item in _json(ledger, "position", *pair, *cut)["items"]]
    return {
        "the library's position": _by_pair(view.position(*pair).as_json() for pair in PAIRS),
        "the library's grid": _by_pair(cell.as_cell() for cell in view.grid().cells),
        "the library's phases": _by_pair(each.as_json() for pair in PAIRS for each in _last(view.phases(*pair))),
        "position": _by_pair(item for item in positions),
        "grid": _by_pair(grid),
        "diff": _by_pair({**item["after"], "party": item["party"], "issue": item["issue"]} for item in diff),
    }


def _last(phases: list[Any]) -> list[Any]:
    """Return the phase that still holds at the cut, if one does."""
    return [each for each in phases[-1:] if each.ends is None]


def _by_pair(items: Iterator[Any] | list[Any]) -> dict[Pair, Told]:
    told = {(item["party"], item["issue"]): _told(item) for item in items}
    return {pair: each for pair, each in told.items() if each is not None}


def _told(item: Any) -> Told | None:
    """Return what is shared of an answer; None where there is no position."""
    if item["stance"] is None:
        return None
    return {name: list(item[name]) if isinstance(item[name], tuple) else item[name] for name in TOLD}


def _rows(ledger: Ledger, as_of: str, seq: int) -> list[dict[str, str]]:
    """Return the rows of the exported positions."""
    text = _out(ledger, "export", "csv", "--table", "positions", *_cut(as_of, seq))
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _row(rows: list[dict[str, str]], pair: Pair, as_of: str, seq: int, zone: str) -> Told | None:
    of_pair = [row for row in rows if (row["party"], row["issue"]) == pair]
    row = row_at(of_pair, as_of, seq, zone)
    if row is None:
        return None
    lists = ("conditions", "inherited_from", "statements")
    listed = {name: [each for each in row[name].split("; ") if each] for name in lists}
    marks = {name: row[name] == "true" for name in ("stale", "lapsed")}
    return {name: row[name] for name in TOLD} | listed | marks


def _cut(as_of: str, seq: int) -> tuple[str, ...]:
    return "--as-of", as_of, "--known-at", f"e{seq}"


def _path(ledger: Ledger) -> Path:
    assert isinstance(ledger.log, SqliteLog)
    return ledger.log.path


def _ran(ledger: Ledger, *words: str) -> Ran:
    ran = run(*words, "--log", _path(ledger))
    assert ran.code == 0, ran.err
    return ran


def _json(ledger: Ledger, *words: str) -> Any:
    return _ran(ledger, *words, "--format", "json").json


def _out(ledger: Ledger, *words: str) -> str:
    return _ran(ledger, *words).out
