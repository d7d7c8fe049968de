"""The pager: for tables longer than the terminal, and for nothing and nobody else."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from tests.terminal import Ended, at_terminal
from tracker.cli import pager
from tracker.cli.options import Format

PAGER: Final = "echo '[paged]'; cat; echo '[end]'"
ISSUES: Final = ("issue", "list")


@pytest.fixture
def whole(demo: Path) -> str:
    """The table as it is printed on a terminal with room for it."""
    return at_terminal(*ISSUES, rows=100).printed


def paged(rows: int = 5, **environment: str) -> Ended:
    """The same on a terminal of so many rows."""
    return at_terminal(*ISSUES, rows=rows, env={"TRACKER_PAGER": PAGER, **environment})


def test_a_table_longer_than_the_terminal_goes_through_the_pager(whole: str) -> None:
    """As wide and as bold as without one."""
    assert paged() == Ended(0, f"[paged]\n{whole}[end]\n")
    assert "\x1b[1m" in whole
    assert max(map(len, whole.splitlines())) > 80


def test_one_line_of_the_terminal_is_the_prompts(whole: str) -> None:
    """A table that would push its own title off the screen is too long."""
    lines = whole.count("\n")
    assert paged(lines + 1) == Ended(0, whole)
    assert paged(lines) == Ended(0, f"[paged]\n{whole}[end]\n")


@pytest.mark.parametrize("none", ["", " ", "cat"])
def test_tracker_pager_turns_it_off(none: str, whole: str) -> None:
    """Whatever the pager of other programs is."""
    assert paged(TRACKER_PAGER=none, PAGER=PAGER) == Ended(0, whole)


def test_tracker_pager_goes_before_pager(whole: str) -> None:
    assert paged(PAGER="echo other; cat") == Ended(0, f"[paged]\n{whole}[end]\n")


@pytest.mark.usefixtures("demo")
def test_without_a_pager_named_it_is_less(whole: str, tmp_path: Path) -> None:
    """That of the path; where there is none, no pager."""
    (tmp_path / "less").write_text(f"#!/bin/sh\n{PAGER}; echo $LESS\n", encoding="utf-8")
    (tmp_path / "less").chmod(0o755)
    found = f"{tmp_path}:/usr/bin:/bin"
    assert at_terminal(*ISSUES, rows=5, env={"PATH": found}) == Ended(0, f"[paged]\n{whole}[end]\nFRX\n")
    assert at_terminal(*ISSUES, rows=5, env={"PATH": "/nowhere"}) == Ended(0, whole)


@pytest.mark.usefixtures("demo")
def test_pager_is_heeded_and_less_is_told_how_only_if_nobody_else_did(whole: str) -> None:
    show = {"PAGER": "cat; echo $LESS"}
    assert at_terminal(*ISSUES, rows=5, env=show).printed == f"{whole}FRX\n"
    assert at_terminal(*ISSUES, rows=5, env={**show, "LESS": "M"}).printed == f"{whole}M\n"


def test_a_pager_that_is_missing_costs_no_answer(whole: str) -> None:
    """The shell says what is wrong with it."""
    ended = paged(TRACKER_PAGER="no-such-pager --now")
    complaint, table = ended.printed.split("\n", 1)
    assert "no-such-pager" in complaint
    assert (ended.code, table) == (0, whole)


def test_a_pager_that_fails_costs_no_answer(whole: str) -> None:
    assert paged(TRACKER_PAGER="exit 3") == Ended(0, whole)


def test_whoever_leaves_the_pager_early_has_seen_enough(whole: str) -> None:
    """Also by a signal; the table is not printed again."""
    first = whole.splitlines(keepends=True)[0]
    assert paged(TRACKER_PAGER="head -n 1") == Ended(0, first)
    assert paged(TRACKER_PAGER="kill -TERM $$") == Ended(0, "")


def test_ctrl_c_is_for_the_pager(whole: str) -> None:
    assert paged(TRACKER_PAGER=f"kill -INT $PPID; {PAGER}") == Ended(0, f"[paged]\n{whole}[end]\n")


def test_a_pager_need_not_take_all_there_is() -> None:
    """More than a pipe holds is left over."""

    def print_much() -> int:
        with pager.paged():
            sys.stdout.write("a line\n" * 100_000)
        return 0

    assert at_terminal(main=print_much, env={"TRACKER_PAGER": "head -n 1"}) == Ended(0, "a line\n")


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("form", [each for each in Format if each is not Format.TABLE])
def test_what_programs_read_is_never_paged(form: Format) -> None:
    """Not on a terminal either."""
    words = (*ISSUES, "--format", form)
    assert at_terminal(*words, rows=5, env={"TRACKER_PAGER": PAGER}) == at_terminal(*words, rows=100)


@pytest.mark.usefixtures("demo")
def test_nothing_is_paged_unless_a_person_reads_and_types(whole: str, tmp_path: Path) -> None:
    """Piped output, redirected input, a terminal that is none."""
    assert at_terminal(*ISSUES, rows=5, env={"TRACKER_PAGER": PAGER}, stdin=os.devnull) == Ended(0, whole)
    words = (*ISSUES, "--format", "table")
    out = tmp_path / "out"
    assert at_terminal(*words, rows=5, env={"TRACKER_PAGER": PAGER}, stdout=out) == Ended(0, "")
    assert out.read_text("utf-8").startswith("issues\nentry ")
    assert "[paged]" not in paged(TERM="dumb").printed


@pytest.mark.usefixtures("demo")
def test_all_tables_of_one_answer_share_a_pager() -> None:
    """A position, and for each issue what was considered."""
    words = ("position", "russia", "--explain", "--as-of", "2023-09-06")
    whole = at_terminal(*words, rows=300)
    assert whole.printed.count("what was considered") == 8
    assert at_terminal(*words, rows=20, env={"TRACKER_PAGER": PAGER}) == Ended(0, f"[paged]\n{whole.printed}[end]\n")


@pytest.fixture
def damaged(demo: Path) -> Path:
    """A log with one bad hash."""
    with closing(sqlite3.connect(demo)) as connection:
        connection.executescript("DROP TRIGGER events_are_not_changed; UPDATE events SET leaf = x'00' WHERE seq = 7")
    return demo


def test_what_an_error_cuts_short_is_shown_without_a_pager() -> None:
    def print_some() -> int:
        try:
            with pager.paged():
                sys.stdout.write("a line\n" * 100)
                raise KeyboardInterrupt
        except KeyboardInterrupt:
            return 130

    assert at_terminal(main=print_some, env={"TRACKER_PAGER": PAGER}) == Ended(130, "a line\n" * 100)


@pytest.mark.usefixtures("demo")
def test_findings_stay_findings() -> None:
    """Exit 1, whether anybody pages or not."""
    whole = at_terminal("check", rows=100)
    ended = at_terminal("check", rows=5, env={"TRACKER_PAGER": PAGER})
    assert (ended.code, whole.code) == (1, 1)
    table = whole.printed.partition("To leave one")[0]
    assert ended.printed == whole.printed.replace(table, f"[paged]\n{table}[end]\n")


def test_the_exit_code_stays_the_commands(damaged: Path) -> None:
    ended = at_terminal("log", "verify", "--log", damaged, rows=3, env={"TRACKER_PAGER": PAGER})
    assert ended.code == 3
    assert ended.printed.startswith("[paged]\n")
    assert ended.printed.endswith(
        "[end]\n"
        "No checkpoint was given: a cut-off end, an older copy and a history hashed anew show only against one "
        "(--against).\n"
        "2 faults in 54 events; keep this file as it is, and work on from a good copy.\n"
    )
