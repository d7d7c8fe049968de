"""What a position costs, counted and never timed: steps of SQLite's machine and statements, at two sizes of one record.

A regression fails on any machine; what takes how long is measured by `python -m benchmarks`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import pytest

from events.clock import FixedClock
from events.envelope import NewEvent
from events.kinds import EventData, IssueOpened, MembershipBegan, PartyRegistered, SourceAdded, StatementRecorded
from events.sqlite_log import SqliteLog
from events.vocabulary import Stance
from tracker import Ledger, View, create_ledger
from tracker.projections.follow import Follower
from tracker.reading.grid import Grid
from tracker.reading.position import derive

SMALL: Final = 100
LARGE: Final = 3_000
NOW: Final = 1_767_225_600  # 2026-01-01
STEPS_MAX: Final = 60
STATEMENTS: Final = [
    "SELECT max(seq) FROM registry",
    "SELECT max(seq) FROM registry",
    "SELECT said_until, seq, said_from",
    "SELECT name, zone, stale_after_days",
    "SELECT id FROM registry",
    "SELECT id FROM registry",
]
"""How the statements begin that a first position by names executes; nothing of it reads an entry of the log."""


def record(path: Path, count: int) -> Ledger:
    """A log of so many statements on one pair, and as many on another, a day each."""
    data: list[EventData] = [PartyRegistered(id=each, name=each) for each in ("north", "south")]
    data += [IssueOpened(path="ceasefire", title="Ceasefire"), SourceAdded(id="report", title="Report")]
    for number in range(count):
        said = (date(2025, 12, 1) - timedelta(days=number)).isoformat()
        for party in ("north", "south"):
            content = {"party": party, "issue": "ceasefire", "said": said, "source": "report"}
            data.append(StatementRecorded(**content, stance=list(Stance)[0 if number % 2 else 2]))
    ledger = create_ledger(path, clock=FixedClock(NOW))
    ledger.append([NewEvent(each) for each in data])
    return ledger


def steps_of(view: View, action: Callable[[], object]) -> int:
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    action()  # once before: statements are compiled
    view._connection.set_progress_handler(count, 1)
    action()
    view._connection.set_progress_handler(None, 0)
    return steps


def statements_of(connection: sqlite3.Connection, action: Callable[[], object]) -> list[str]:
    executed: list[str] = []
    connection.set_trace_callback(executed.append)
    action()
    connection.set_trace_callback(None)
    return executed


@pytest.mark.parametrize("as_of", ["2025-12-15", "2025-11-15"], ids=["at the end", "in the midst"])
def test_a_position_takes_as_many_steps_in_a_large_record_as_in_a_small_one(as_of: str, tmp_path: Path) -> None:
    """One seek and the deciding row, whatever lies before and after."""
    small, large = (steps_of_a_position(tmp_path / f"{count}.db", count, as_of) for count in (SMALL, LARGE))
    assert small == large <= STEPS_MAX


def steps_of_a_position(path: Path, count: int, as_of: str) -> int:
    with record(path, count) as ledger:
        view = ledger.at(as_of)
        keys = ledger.registry.key("party", "north"), ledger.registry.key("issue", "ceasefire")
        return steps_of(view, lambda: derive(view._snapshot, *keys, view.cut.until))


def test_a_first_position_executes_exactly_these_statements(tmp_path: Path) -> None:
    with record(tmp_path / "log.db", SMALL) as ledger:
        view = ledger.at("2025-12-15")
        executed = statements_of(view._connection, lambda: view.position("north", "ceasefire"))
    assert [text for text in executed if "events" in text] == []
    assert [text[: len(begun)] for text, begun in zip(executed, STATEMENTS, strict=True)] == STATEMENTS


def test_a_grid_walks_once_a_party_whatever_it_spoke_of(tmp_path: Path) -> None:
    """No pair is asked for by itself; what members inherit comes from memory."""
    data: list[EventData] = [MembershipBegan(member=each, grouping="bloc") for each in ("north", "south")]
    for number in range(20):
        content = {"issue": f"issue-{number}", "said": "2025-12-01", "source": "report", "stance": Stance.SUPPORTS}
        data.append(IssueOpened(path=f"issue-{number}", title=f"Issue {number}"))
        data.append(StatementRecorded(**content, party="bloc" if number % 2 else "north"))
    grids: list[Grid] = []
    with record(tmp_path / "log.db", SMALL) as ledger:
        ledger.append([NewEvent(each) for each in (PartyRegistered(id="bloc", name="Bloc"), *data)])
        view = ledger.at("2025-12-15")
        executed = statements_of(view._connection, lambda: grids.append(view.grid()))
    assert len(grids.pop().cells) == 10 + 3 * 10 + 2
    assert [text.split()[1] for text in executed if "FROM timeline" in text] == ["said_until,"] * 3


def test_no_correction_retraction_or_withdrawal_reads_through_a_table(tmp_path: Path) -> None:
    """Each finds its rows by an index, so that mending costs the same in a large record."""
    with record(tmp_path / "log.db", SMALL) as ledger:
        assert isinstance(ledger.log, SqliteLog)
        writer = ledger.log._writer
        assert writer is not None
        first = ledger.log.head().seq - 5
        executed = statements_of(
            writer,
            lambda: (
                ledger.correct([f"e{first}"], {"stance": "opposes"}, reason="coding-error"),
                ledger.retract(f"e{first + 1}", because="duplicate"),
                ledger.withdraw(f"e{first + 2}", on="2025-12-20"),
            ),
        )
        changes = [text for text in executed if text.startswith(("DELETE", "UPDATE"))]
        scans = [text for text in changes for row in writer.execute(f"EXPLAIN QUERY PLAN {text}") if "SCAN" in row[3]]
    assert len(changes) >= 6
    assert {text.split(" SET ")[0] for text in scans} == {"UPDATE projections"}  # a row a projection


def test_a_replay_checks_no_statement_again_and_mends_in_memory_what_it_has_gathered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A correction, retraction or withdrawal of the same batch costs no statement of SQL that changes a row."""
    with record(tmp_path / "log.db", SMALL) as ledger, closing(sqlite3.connect(":memory:")) as fresh:
        first = ledger.log.head().seq - 5
        ledger.correct([f"e{first}"], {"stance": "opposes"}, reason="coding-error")
        ledger.retract(f"e{first + 1}", because="duplicate")
        ledger.withdraw(f"e{first + 2}", on="2025-12-20")
        monkeypatch.setattr(StatementRecorded, "model_validate", lambda _: pytest.fail("checked again"))
        executed = statements_of(fresh, lambda: Follower.caught_up(fresh, ledger.log))
    assert [text for text in executed if text.startswith(("DELETE", "UPDATE timeline"))] == []
