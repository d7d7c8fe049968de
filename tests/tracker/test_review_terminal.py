"""A review at a real terminal: whole sessions, what its screens show, and that the terminal is left as it was."""

from __future__ import annotations

import re
import termios
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from events.codec import decode
from events.sqlite_log import SqliteLog
from events.verify import verify
from tests.proposed import proposed
from tests.terminal import Ended, at_terminal
from tracker.cli.review import terminal
from tracker.ledger import Ledger, open_ledger

FRAME: Final = re.compile(r"\x1b\[H")
STYLING: Final = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


@pytest.fixture(autouse=True)
def log(tmp_path: Path) -> Path:
    path = tmp_path / "tracker.db"
    proposed(path).close()
    return path


def review(*typing: tuple[str, str], words: str = "review", **options: object) -> Ended:
    return at_terminal(*words.split(), typing=typing, rows=24, columns=80, **options)  # type: ignore[arg-type] # passed on


def screens(ended: Ended) -> list[list[str]]:
    """Return the lines of each screen that was painted, the last one with what was typed there."""
    painted, _ = ended.printed.split("\x1b[?1049l")
    return [STYLING.sub("", frame).split("\n") for frame in FRAME.split(painted)[1:]]


def decided(log: Path) -> Iterator[str]:
    with open_ledger(log) as ledger:
        for proposal in ledger.proposals():
            yield f"{proposal.seq} {proposal.status}"


def kinds(ledger: Ledger) -> list[str]:
    return [decode(stored.body).data.kind for stored in ledger.log.read(17)]


def test_a_whole_session_and_the_next_one(log: Path) -> None:
    """Accept with an edited stance, reject with a note, merge, undo, quit; and go on with what is left."""
    first = review(
        ("? help", "es"),
        ("for the proposition", "6"),
        ("opposes  (changed)", "a"),
        ("e10 accepted as e19: avalon on port: opposes", "r"),
        ("Why not?", "U"),
        ("note: ", "which plan?\r"),
        ("e11 rejected: unclear, which plan?", "s"),
        ("also here: e17 by other", "m"),
        ("Merge e13 into which?", "1"),
        ("e13 merged into e17", "u"),
        ("undone, e22 voided; e13 is pending again", "q"),
    )
    assert first.code == 0
    assert first.printed.endswith("\x1b[?1049l1 accepted, 1 rejected; 4 left.\nThen: tracker review\n")
    assert list(decided(log)) == [
        *("10 accepted", "16 merged", "11 rejected", "12 pending", "13 pending", "17 pending", "14 pending"),
    ]
    second = review(("4 of 7", "sss"), ("declines", "a"), ("e14 accepted", "\x03"), words="review report")
    assert second.printed.endswith("1 accepted; 3 left.\nThen: tracker review report\n")
    with open_ledger(log) as ledger:
        assert kinds(ledger) == [
            *("proposal-accepted", "statement-recorded", "proposals-merged", "proposal-rejected", "proposals-merged"),
            *("entry-voided", "proposal-accepted", "statement-recorded"),
        ]
        assert isinstance(ledger.log, SqliteLog)
        assert verify(ledger.log).ok
        assert ledger.at().position("avalon", "port").stance == "opposes"


def test_what_is_painted_fits_and_covers_what_was_there() -> None:
    ended = review(("? help", "?"), ("any key", "x"), ("a accept", "r"), ("Why not?", "\x1b"), ("a accept", "q"))
    for lines in screens(ended):
        assert len(lines) == 24
        assert max(map(len, lines)) <= 80
    painted = FRAME.split(ended.printed)[1:]
    assert all(frame.count("\x1b[K\n") == 23 and "\x1b[J" in frame for frame in painted)


def test_a_name_is_filled_in_and_completed(log: Path) -> None:
    ended = review(
        ("? help", "ep"), ("party: avalon", "\x15the r\t\r"), ("borland  (changed)", "a"), ("e10 accepted", "q")
    )
    assert "e10 accepted as e19: borland on port" in STYLING.sub("", ended.printed)


def test_what_is_typed_ahead_is_not_lost(log: Path) -> None:
    """Keys, a line of text and keys again, all at once."""
    ended = review(("? help", "rUwhy\rrnsq"))
    assert ended.printed.endswith("2 rejected; 4 left.\nThen: tracker review\n")


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_ctrl_c_and_ctrl_d_leave_a_line_and_the_review(log: Path, key: str) -> None:
    ended = review(("? help", "ep"), ("party: avalon", "\x15" + key))
    assert (ended.code, ended.printed.split("\x1b[?1049l")[1]) == (
        0,
        "Nothing decided; 7 left.\nThen: tracker review\n",
    )


def test_the_terminal_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where something breaks."""
    kept: list[object] = []
    before = termios.tcgetattr

    def broken(self: object) -> str:
        raise RuntimeError("broken")

    def main() -> int:
        from tracker.cli.app import run

        first = before(0)
        code = run()
        kept.append(before(0) == first)
        print("as it was" if kept[-1] else "otherwise")  # noqa: T201 - for the test that reads it
        return code

    assert review(("? help", "q"), main=main).printed.endswith("as it was\n")
    monkeypatch.setattr(terminal._Terminal, "key", broken)
    ended = review(main=main)
    assert ended.code == 3
    assert "\x1b[?1049l" in ended.printed
    assert ended.printed.endswith("as it was\n")


def test_without_readline_the_value_is_shown_and_enter_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "_readline", lambda: None)
    ended = review(
        ("? help", "ep"),
        ("party: [avalon, - for none] ", "\r"),
        ("a accept", "ew"),
        ("who spoke: [ada-quill, - for none] ", "-\r"),
        ("a accept", "q"),
    )
    assert "who spoke   -  the text: President Ada Quill  (changed)" in STYLING.sub("", ended.printed)


def test_without_the_archive_the_end_tells_that_nothing_was_checked(log: Path) -> None:
    log.with_name("tracker.db.sources").rename(log.with_name("elsewhere"))
    ended = review(("? help", "a"), ("accepted as", "q"), env={"TERM": "dumb"})
    assert "warning: the archive does not hold the text of report, so what was accepted from it" in ended.printed


def test_a_dumb_terminal_gets_plain_lines() -> None:
    ended = review(("? help", "rn"), ("e10 rejected", "q"), env={"TERM": "dumb"})
    assert "\x1b" not in ended.printed
    assert "e10 rejected: no-statement; 1 of other engines rejected with it\na accept  e edit" in ended.printed
    assert ended.printed.endswith("1 rejected; 5 left.\nThen: tracker review\n")


def test_no_color_leaves_brackets_and_underlining() -> None:
    with_colour = review(("? help", "q"))
    without = review(("? help", "q"), env={"NO_COLOR": "1"})
    assert "\x1b[36m" in with_colour.printed
    assert "\x1b[36m" not in without.printed
    assert "\x1b[1;4m" in without.printed
    assert "{President Ada Quill}" in STYLING.sub("", without.printed)


def test_a_terminal_that_is_not_set_to_utf_8_gets_a_character_for_a_character() -> None:
    def main() -> int:
        import sys

        from tracker.cli.app import run

        sys.stdout = open(1, "w", encoding="ascii", closefd=False)  # noqa: SIM115 - open to the end
        return run()

    shown = screens(review(("? help", "q"), main=main))[0]
    assert shown[2] == "?" * 80
    assert shown[3].startswith("Lyra, 5 May. ?[[We will open the port of Lyra,]]?")


def test_with_nothing_to_review_it_says_so(log: Path) -> None:
    review(("? help", "rnrnrnrnrnrnrn"), ("Nothing is left", "q"))
    ended = review()
    assert (ended.code, ended.printed) == (
        0,
        "No proposal waits for a review. tracker proposals list shows how they stand; tracker extract SOURCE "
        "proposes more.\n",
    )
    assert review(words="review --blind").printed == "There is no proposal that you have not coded.\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("review nowhere", "tracker: no source 'nowhere'. `tracker source list` shows all\n"),
        (
            "review --status done",
            "tracker: a proposal is never 'done'; it is pending, accepted, rejected, merged\n",
        ),
        (
            "review --blind --status pending",
            "tracker: --blind shows nothing of how a proposal stands; leave out --status\n",
        ),
    ],
)
def test_what_it_refuses(words: str, sentence: str) -> None:
    ended = review(words=words)
    assert (ended.code, ended.printed) == (2, sentence)


@pytest.mark.parametrize("piped", ["stdin", "stdout"])
def test_a_pipe_is_no_terminal(piped: str, tmp_path: Path) -> None:
    given = {"stdin": "/dev/null"} if piped == "stdin" else {"stdout": tmp_path / "out"}
    assert review(**given).code == 2
