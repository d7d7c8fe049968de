"""Several processes write to one file at once, and nothing is lost."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from events.clock import FixedClock
from events.codec import decode
from events.kinds import StatementRecorded
from events.sqlite_log import SqliteLog
from events.verify import verify
from tests.laws.dossiers import PARTIES, setting
from tests.laws.playing import projected, projected_on
from tracker.ledger import create_ledger, open_ledger
from tracker.projections.follow import Follower

_STATEMENTS_EACH = 30

_WRITER = """
import sys
from tracker import open_ledger

path, party, count = sys.argv[1:]
print("ready", flush=True)
sys.stdin.readline()
with open_ledger(path) as ledger:
    for number in range(int(count)):
        ledger.record(party, "peace", "neutral", said="2025-10-26", source="wire", id=f"{party}-{number}")
"""


def test_two_writers_lose_nothing(tmp_path: Path) -> None:
    """Two processes that record at the same time leave a valid log without a gap, with every statement of both in
    its writer's order, and projections that are those of a replay.
    """
    path = tmp_path / "tracker.db"
    with create_ledger(path, clock=FixedClock(1_762_000_000)) as ledger:
        ledger.append(setting("UTC")[1:])
    _race(path, PARTIES[:2])
    with closing(SqliteLog(path)) as log:
        report = verify(log)
        assert (report.ok, report.size) == (True, len(setting("UTC")) + 2 * _STATEMENTS_EACH)
        events = [decode(stored.body) for stored in log.read()]
    assert [event.seq for event in events] == list(range(1, report.size + 1))
    for party in PARTIES[:2]:
        ids = [e.id for e in events if isinstance(e.data, StatementRecorded) and e.data.party == party]
        assert ids == [f"{party}-{number}" for number in range(_STATEMENTS_EACH)]
    with open_ledger(path) as ledger, closing(sqlite3.connect(":memory:")) as connection:
        Follower.caught_up(connection, ledger.log)
        assert projected_on(connection) == projected(ledger)


def _race(path: Path, parties: tuple[str, ...]) -> None:
    """Start a writer for each party, let all begin at once, and wait for them."""
    root = Path(__file__).parents[2]
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(path), party, str(_STATEMENTS_EACH)],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for party in parties
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        _, complaints = writer.communicate(timeout=60)
        assert (writer.returncode, complaints) == (0, "")
