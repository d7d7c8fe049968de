"""What was answered once is answered again, whatever happens to names, tables and neighbours afterwards."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from filelock import FileLock

from events import EventLog, FixedClock, MemoryLog, NewEvent, Written
from events.errors import HeadMovedError, LogLockedError
from events.kinds import DossierOpened, PartyRegistered
from events.sqlite_log import SqliteLog
from tests.cli_runner import items, run, tracker
from tracker import Ledger, import_statements, open_ledger

SOURCE = "--source https://example.org/a --new"


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty dossier in the current folder."""
    monkeypatch.chdir(tmp_path)
    tracker("init --name Past")
    return tmp_path / "tracker.db"


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize(
    ("noun", "move", "void", "anew"),
    [
        ("party", "--party beta", "e2", "party add alpha --kind state"),
        ("issue", "--issue other", "e3", "issue add topic --proposition 'Something else.'"),
    ],
)
def test_an_id_voided_and_registered_anew_stands_for_the_old_thing_before(
    noun: str, move: str, void: str, anew: str
) -> None:
    """A past answer at a seq stays, also when its party or issue was voided, and when its id was given away again."""
    tracker(f"record alpha topic supports --said 2023-11-01 {SOURCE}")
    asked = "position alpha topic --known-at e5 --explain"
    before = items(asked)
    assert (before[0]["stance"], before[0]["statements"]) == ("supports", ["e5"])
    tracker(f"record beta other neutral --said 2023-11-02 {SOURCE}")
    tracker(f"correct e5 {move} --reason coding-error")
    tracker(f"void {void} --note wrong")
    assert items(asked) == before
    assert items("position alpha --known-at e5 --explain") == before
    assert items("history alpha topic --known-at e5")[0]["statement"] == "e5"
    tracker(anew)
    assert items(asked) == before
    assert items("position alpha topic")[0]["basis"] == "none", f"the new {noun} has no position"


@pytest.mark.usefixtures("log")
def test_what_was_withdrawn_before_it_counted_moved_nothing() -> None:
    """A month withdrawn in its first days never counted; neither it nor its withdrawal is a movement."""
    tracker(f"record alpha topic supports --said 2023-09 {SOURCE}")
    tracker("withdraw e5 --on 2023-09-05")
    tracker(f"record alpha topic opposes --said 2023-09-20 {SOURCE}")
    told = run("history", "alpha", "topic", "--format", "json").json
    assert [(each["statement"], each["movement"]) for each in told["items"]] == [("e7", "first"), ("e5", None)]
    assert [each["movement"] for each in told["withdrawals"]] == [None]
    rows = run("history", "alpha", "topic", "--format", "tsv").out.splitlines()
    assert [row.split("\t")[-1] for row in rows] == ["status", "effective", "withdrawn", "withdrawal"]


@pytest.mark.usefixtures("log")
def test_of_those_who_declined_the_later_decides() -> None:
    """Where nobody said anything else, declining obeys the same order as everything else."""
    tracker(f"record alpha topic declines --said 2023-09-01 {SOURCE}")
    tracker(f"record alpha topic declines --said 2023-09-02 {SOURCE}")
    tracker(f"record alpha topic declines --said 2023-09-02 {SOURCE} --id another")
    found = items("position alpha topic")[0]
    assert (found["statements"], found["deciding"], found["tally"]) == (["e6", "e7"], {"declines": 2}, {"declines": 3})


@pytest.mark.usefixtures("log")
def test_what_a_grouping_took_back_is_told_to_its_members() -> None:
    """Where nothing is left to inherit, the evidence names what was set aside, up to the grouping that spoke."""
    for party in ("member", "bloc", "pact"):
        tracker(f"party add {party}")
    tracker("party join member bloc")
    tracker("party join bloc pact")
    tracker(f"record pact topic supports --said 2023-09-01 {SOURCE}")
    tracker("withdraw last --on 2023-09-03")
    found = items("position member topic --explain")[0]
    assert (found["basis"], [(each["party"], each["why"]) for each in found["considered"]]) == (
        "none",
        [("pact", "withdrawn")],
    )


@pytest.mark.parametrize("harm", ["DROP TABLE names", "DROP TABLE timeline", "DELETE FROM projections"])
def test_derived_tables_that_are_gone_are_followed_anew(log: Path, harm: str) -> None:
    """By a reader beside the file, by a writer in it; and a rebuild puts them back."""
    tracker(f"record alpha topic supports --said 2023-09-01 {SOURCE}")
    before = items("position alpha topic --known-at e5")
    with closing(sqlite3.connect(log)) as connection, connection:
        connection.execute(harm)
    assert items("position alpha topic --known-at e5") == before
    assert run("log", "rebuild").code == 0
    with closing(sqlite3.connect(log)) as connection:
        assert connection.execute("SELECT count(*) FROM names").fetchone()[0] > 0
    tracker("party add gamma")
    assert items("position alpha topic --known-at e5") == before


def test_derived_tables_that_lag_wrongly_are_refused_with_the_way_out(log: Path) -> None:
    """The log is whole and its tables are not: nothing is written, and the sentence names the command that helps."""
    with closing(sqlite3.connect(log)) as connection, connection:
        connection.execute("UPDATE projections SET seq = 0")
    refused = run("party", "add", "gamma")
    assert (refused.code, "`tracker log rebuild` makes them anew" in refused.err) == (3, True)
    tracker("log rebuild")
    tracker("party add gamma")


@pytest.mark.parametrize(
    ("which", "sentence"),
    [
        (lambda lines: lines[1:], "line 1: expected seq 1, found 2"),
        (
            lambda lines: [lines[0].replace(b"dossier-opened", b"dossier-amended").replace(b',"zone":"UTC"', b"")],
            "opened",
        ),
        (
            lambda lines: [lines[0], lines[0].replace(b'"seq":1', b'"seq":2').replace(b'"id":"', b'"id":"x')],
            "a dossier is opened by the first entry and by no other",
        ),
    ],
)
def test_a_dossier_is_opened_once_and_first_also_in_an_export(log: Path, which: object, sentence: str) -> None:
    """Such an export was edited: it is refused, and leaves no file."""
    assert callable(which)
    tracker("party add alpha")
    exported = run("log", "export").out.encode().splitlines(keepends=True)
    (log.parent / "edited.jsonl").write_bytes(b"".join(which(exported)))
    refused = run("log", "restore", "edited.jsonl", "--log", "other.db")
    assert (refused.code, sentence in refused.err) == (2, True)
    assert not (log.parent / "other.db").exists()


def test_a_symbolic_link_leads_to_the_same_lock(log: Path) -> None:
    """Whoever comes by another name of the file waits for the same writer."""
    link = log.parent / "link.db"
    link.symlink_to(log)
    with (
        FileLock(f"{log}.lock"),
        closing(SqliteLog(link, lock_wait_seconds=0.01)) as other,
        pytest.raises(LogLockedError),
    ):
        other.append([NewEvent(PartyRegistered(id="a", name="A"))])


def test_an_entry_missing_from_the_file_is_damage_and_no_surprise(log: Path) -> None:
    """A position leads to its entries; one that is gone is named."""
    tracker(f"record alpha topic supports --said 2023-09-01 {SOURCE}")
    with closing(sqlite3.connect(log)) as connection, connection:
        connection.execute("DROP TRIGGER events_are_not_removed")
        connection.execute("DELETE FROM events WHERE seq = 4")
        connection.execute("UPDATE registry SET data = '{' WHERE seq = 2")
    asked = run("show", "e4")
    assert (asked.code, "e4: the entry is missing" in asked.err) == (3, True)
    broken = run("party", "list")
    assert (broken.code, "this should not happen (JSONDecodeError" in broken.err) == (3, True)


class _MovingLog(MemoryLog):
    """A log to which somebody else appends first, as often as told."""

    def __init__(self, clock: FixedClock, times: int) -> None:
        super().__init__(clock, "tester")
        self.times = times

    def append(self, events: Sequence[NewEvent], expected_head: int | None = None) -> list[Written]:
        if expected_head and self.times:
            self.times -= 1
            super().append([NewEvent(PartyRegistered(id=f"other-{self.times}", name="Other"))])
            raise HeadMovedError(expected_head, self.head().seq)
        return super().append(events, expected_head)


@pytest.mark.parametrize(("times", "succeeds"), [(4, True), (5, False)])
def test_a_write_is_decided_again_when_the_log_moved_and_not_for_ever(times: int, succeeds: bool) -> None:
    """Five tries; an import counts only the rows of the try that went in."""
    clock = FixedClock(1_800_000_000)
    log = _MovingLog(clock, 0)
    with Ledger(log, clock=clock) as ledger:
        ledger.append([NewEvent(DossierOpened(name="Moving"))])
        log.times = times
        rows = BytesIO(b"party,issue,stance,said,source\na,b,supports,2023-09-01,c\n")
        if succeeds:
            report = import_statements(ledger, rows, create_missing=True)
            assert (report.rows, report.added, report.already) == (1, 1, 0)
            assert sum(report.registered.values()) == 3
            assert ledger.at().position("a", "b").stance == "supports"
        else:
            with pytest.raises(HeadMovedError):
                import_statements(ledger, rows, create_missing=True)
            assert _kinds(log) == {"dossier-opened", "party-registered"}


def _kinds(log: EventLog) -> set[str]:
    return {
        kind
        for stored in log.read()
        for kind in ("dossier-opened", "party-registered", "statement-recorded")
        if kind.encode() in stored.body
    }


def test_the_library_answers_as_the_command_line(log: Path) -> None:
    """A past answer is the same object's fields, whichever way it is asked."""
    tracker(f"record alpha topic supports --said 2023-11-01 {SOURCE}")
    with open_ledger(log) as ledger:
        assert (
            ledger.at("2023-11-05", "e5").position("alpha", "topic").as_json()
            == items("position alpha topic --as-of 2023-11-05 --known-at e5")[0]
        )
