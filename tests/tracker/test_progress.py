"""Progress: one line on stderr, from the first second on, on a terminal only, and gone at the end."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from events.sqlite_log import SqliteLog
from events.ticking import Tick
from events.verify import verify
from tests.cli_runner import run, tracker
from tests.terminal import screen
from tracker import import_statements, open_ledger
from tracker.cli import exporting, log, moving, opening, proof, questions, side_by_side, statements, timeline, verifying
from tracker.cli.progress import patience, progress
from tracker.exchange.appending import append_lines
from tracker.rebuild import rebuild


class Stderr(io.StringIO):
    """A stderr that is a terminal, or says that it is none."""

    def __init__(self, *, terminal: bool = True) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal

    def screen(self) -> list[str]:
        return screen(self.getvalue())


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stderr(monkeypatch: pytest.MonkeyPatch) -> Stderr:
    """A terminal of 80 columns; without colours, so that the bar ends where the work does."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    terminal = Stderr()
    # Not sys.stderr itself: pytest sets that anew between a fixture and its test.
    monkeypatch.setattr("tracker.cli.progress.sys", SimpleNamespace(stderr=terminal))
    return terminal


def test_nothing_is_shown_within_the_first_second(stderr: Stderr, clock: Clock) -> None:
    """However often it ticks."""
    with progress("Verifying", clock=clock) as tick:
        for done in range(1, 100):
            clock.seconds = 100 + done / 100
            tick(done, 100)
    assert stderr.getvalue() == ""


def test_from_then_on_it_says_how_far_how_fast_and_how_long(stderr: Stderr, clock: Clock) -> None:
    """The pace is that since the first tick."""
    with progress("Verifying", clock=clock) as tick:
        tick(1_000, 250_000)
        clock.seconds += 2
        tick(101_000, 250_000)
        assert stderr.screen() == ["Verifying ━━━━━━━━             101,000 of 250,000 50,000/s 0:03 left"]
        clock.seconds += 2
        tick(201_000, 250_000)
        assert stderr.screen() == ["Verifying ━━━━━━━━━━━━━━━━     201,000 of 250,000 50,000/s 0:01 left"]


def test_of_parts_that_take_minutes_the_one_under_way_is_shown_at_once(stderr: Stderr) -> None:
    """And nothing is left of it; a name is shown as it is, whatever it looks like."""
    with patience("Asking [red]model[/]") as tick:
        tick(1, 12)
        tick(3, 12)
    assert "Asking [red]model[/], part 3 of 12" in stderr.getvalue()
    assert [each for each in stderr.screen() if each.strip()] == []


def test_where_nobody_looks_no_part_is_shown(stderr: Stderr) -> None:
    stderr.terminal = False
    with patience("Asking model") as tick:
        tick(1, 12)
    assert stderr.getvalue() == ""


def test_a_slow_pace_has_a_digit_more(stderr: Stderr, clock: Clock) -> None:
    with progress("Verifying", clock=clock) as tick:
        tick(1, 100)
        clock.seconds += 2
        tick(4, 100)
        assert stderr.screen() == ["Verifying ╸                    4 of 100 1.5/s 1:04 left"]


def test_without_a_total_it_says_how_much_and_how_fast(stderr: Stderr, clock: Clock) -> None:
    with progress("Importing", clock=clock) as tick:
        tick(1, None)
        clock.seconds += 1
        tick(1_501, None)
        assert stderr.screen() == ["Importing 1,501 1,500/s"]


def test_the_first_tick_of_all_may_be_late(stderr: Stderr, clock: Clock) -> None:
    """There is no pace yet, and no division by zero."""
    with progress("Importing", clock=clock) as tick:
        clock.seconds += 5
        tick(10, 40)
        assert stderr.screen() == ["Importing ━━━━━                10 of 40"]


def test_it_is_gone_at_the_end(stderr: Stderr, clock: Clock) -> None:
    """The screen is as before, and the cursor is back."""
    with progress("Verifying", clock=clock) as tick:
        clock.seconds += 2
        tick(5, 10)
    assert stderr.screen() == []
    assert stderr.getvalue().count("\x1b[?25l") == stderr.getvalue().count("\x1b[?25h") == 1


def test_it_is_gone_once_all_is_done(stderr: Stderr, clock: Clock) -> None:
    """An answer that is printed before the end of the `with` stands on a clean screen; more ticks start afresh."""
    with progress("Catching up", clock=clock) as tick:
        clock.seconds += 2
        tick(5, 10)
        tick(10, 10)
        assert stderr.screen() == []
        clock.seconds += 2
        tick(1, None)
        assert stderr.screen() == ["Catching up 1"]
    assert stderr.screen() == []


def test_it_is_gone_when_the_work_fails(stderr: Stderr, clock: Clock) -> None:
    with pytest.raises(KeyboardInterrupt), progress("Verifying", clock=clock) as tick:  # noqa: PT012 - as it happens
        clock.seconds += 2
        tick(5, 10)
        raise KeyboardInterrupt
    assert stderr.screen() == []


def test_it_is_drawn_ten_times_a_second_at_most(stderr: Stderr, clock: Clock) -> None:
    with progress("Verifying", clock=clock) as tick:
        clock.seconds += 2
        tick(1, 1_000)
        drawn = stderr.getvalue()
        for done in range(2, 100):
            clock.seconds += 0.001
            tick(done, 1_000)
        assert stderr.getvalue() == drawn
        clock.seconds += 0.1
        tick(100, 1_000)
        assert stderr.getvalue() != drawn


def test_nothing_goes_to_stdout(stderr: Stderr, clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    with progress("Verifying", clock=clock) as tick:
        clock.seconds += 2
        tick(5, 10)
        assert capsys.readouterr().out == ""
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(("terminal", "kind"), [(False, "xterm"), (True, "dumb")])
def test_nothing_is_shown_where_a_line_cannot_be_taken_back(
    terminal: bool, kind: str, stderr: Stderr, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Off a terminal, or on one that knows no more than typewriters do."""
    stderr.terminal = terminal
    monkeypatch.setenv("TERM", kind)
    with progress("Verifying", clock=clock) as tick:
        clock.seconds += 10
        tick(5, 10)
    assert stderr.getvalue() == ""


# ---------------------------------------------------------------------------------------------------------------------
# Who ticks

Ticks = list[tuple[int, int | None]]


def ticks_of(work: Callable[[Tick], object]) -> Ticks:
    """What a function of the library tells."""
    told: Ticks = []
    work(lambda done, total: told.append((done, total)))
    return told


def test_verifying_tells_each_entry(demo: Path) -> None:
    with closing(SqliteLog(demo)) as opened:
        assert ticks_of(lambda tick: verify(opened, tick)) == [(seq, 54) for seq in range(1, 55)]


def test_a_replay_tells_how_far_it_is(demo: Path) -> None:
    with closing(SqliteLog(demo)) as opened:
        assert ticks_of(lambda tick: rebuild(opened, tick)) == [(54, 54)]


def test_catching_up_with_a_log_tells_how_far_it_is(demo: Path) -> None:
    """Only where there is something to catch up with."""

    def asked(tick: Tick) -> None:
        with open_ledger(demo, tick=tick) as ledger:
            ledger.at().positions("russia")

    assert ticks_of(asked) == []
    with closing(sqlite3.connect(demo)) as connection:
        connection.execute("DROP TABLE projections")
    assert ticks_of(asked) == [(54, 54)]


ROWS = 'party,issue,stance,said,source,quotation\nx,y,neutral,2025-09-05,z,"one\ntwo"\nx,y,opposes,2025-09-06,z,\n'


PARTY = '{"kind": "party-registered", "data": {"id": "x", "name": "X"}}\n'


def test_an_import_tells_lines(demo: Path) -> None:
    """A row is found by the line it begins on; a row that cannot be taken counts too."""
    file = io.BytesIO(ROWS.encode())
    with open_ledger(demo) as ledger:
        told = ticks_of(lambda tick: import_statements(ledger, file, create_missing=True, dry_run=True, tick=tick))
        assert told == [(2, 4), (4, 4)]


def test_appending_tells_lines(demo: Path) -> None:
    file = io.BytesIO(f"\n{PARTY}".encode())
    with open_ledger(demo) as ledger:
        assert ticks_of(lambda tick: append_lines(ledger, file, name="f", dry_run=True, tick=tick)) == [(2, 2)]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> dict[str, Ticks]:
    """What each progress of the command line was told, by label; those that were told nothing left out."""
    found: dict[str, Ticks] = {}

    @contextmanager
    def noting(label: str) -> Iterator[Tick]:
        yield lambda done, total: found.setdefault(label, []).append((done, total))

    for module in (
        exporting,
        log,
        moving,
        opening,
        proof,
        questions,
        side_by_side,
        statements,
        timeline,
        verifying,
    ):
        monkeypatch.setattr(module, "progress", noting)
    return found


@pytest.mark.usefixtures("demo")
def test_every_command_that_may_take_long_has_a_progress(shown: dict[str, Ticks]) -> None:
    every = [(seq, 54) for seq in range(1, 55)]
    tracker("log verify")
    tracker("log checkpoint")
    tracker("log rebuild")
    tracker("log show --after e52")
    Path("all.jsonl").write_text(tracker("log export").out, encoding="utf-8")
    tracker("log restore all.jsonl --log copy.db")
    Path("rows.csv").write_text(ROWS, encoding="utf-8")
    tracker("import rows.csv --create-missing")
    Path("new.jsonl").write_text(PARTY, encoding="utf-8")
    tracker("append new.jsonl --log copy.db")
    assert shown == {
        "Verifying": [*every, (54, 54)],
        "Hashing": every,
        "Replaying": [(54, 54)],
        "Reading": [(1, 2), (2, 2)],
        "Exporting": every,
        "Restoring": every,
        "Deriving positions": [(54, 54)],
        "Importing": [(2, 4), (4, 4)],
        "Appending": [(1, 1)],
    }


LOOKING: dict[str, tuple[str, list[int]]] = {
    "grid --parties russia,uk --issues venue": ("Deriving positions", [2]),
    "compare russia ukraine --issues venue": ("Deriving positions", [3]),
    "common-ground --parties russia": ("Deriving positions", [8]),
    "diff --from 2023-09-04 --to 2023-09-06 --parties russia --issues venue": ("Deriving positions", [2, 2]),
    "changes --parties russia --issues venue,nato-membership": ("Deriving positions", [3]),
    "timeline russia --issues venue,nato-membership": ("Deriving positions", [4]),
    "history russia": ("Reading", [12]),
    "export atom --parties russia --issues venue,nato-membership": ("Exporting", [3, 3]),
    "export graphml --parties russia,uk --issues venue": ("Exporting", [2]),
    "export graphml --of agreement --parties russia,uk,us --issues venue": ("Exporting", [2, 3]),
}


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("words", LOOKING)
def test_every_question_about_many_pairs_has_a_progress(words: str, shown: dict[str, Ticks]) -> None:
    """In pairs of party and issue; a feed also in changes, a network of agreement in pairs of parties."""
    tracker(words)
    label, totals = LOOKING[words]
    assert shown == {label: [(done, total) for total in totals for done in range(1, total + 1)]}


def test_a_log_whose_projections_are_of_an_older_version_is_caught_up_with(demo: Path, shown: dict[str, Ticks]) -> None:
    with closing(sqlite3.connect(demo)) as connection:
        connection.execute("DROP TABLE projections")
    tracker("position russia")
    assert shown == {"Catching up with the log": [(54, 54)]}


@pytest.mark.usefixtures("demo")
def test_an_export_to_the_screen_has_no_progress(shown: dict[str, Ticks]) -> None:
    """Both would run into each other."""
    assert run("log", "export", terminal=True) == run("log", "export")
    assert list(shown) == ["Exporting"]
