"""A terminal for tests: runs the program at one of a given size, and tells what its screen shows in the end."""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import traceback
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

import typer.main
from rich import console, table

from tracker.cli.app import app, run

__all__ = ["Ended", "at_terminal", "screen"]

_LOADED: Final = (console, table)
"""What every table needs: loaded once here, and not in each child."""
_BUILT: Final = typer.main.get_command(app)
"""Likewise built once."""
_STYLING: Final = re.compile(rb"\x1b\[[\d;]*m")
_CRASHED: Final = 70
_PATIENCE_SECONDS: Final = 60
_NOTICED_SECONDS: Final = 2
_INTERRUPT: Final = "\x03"
"""After which a program that waits for keys nobody types is given up."""
_PIECE: Final = re.compile(r"\x1b\[(\?25[lh]|\d*A|2K|[\d;]*m)|\r|\n|[^\x1b\r\n]+")


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command left behind: its exit code and all that went to the terminal."""

    code: int
    printed: str


def at_terminal(
    *words: object,
    main: Callable[[], int] = run,
    rows: int = 24,
    columns: int = 100,
    env: Mapping[str, str] | None = None,
    stdin: str | None = None,
    stdout: Path | None = None,
    typing: Sequence[tuple[str, str]] = (),
) -> Ended:
    """Run `tracker WORDS...` at a terminal of that size; a file that is given takes the place of stdin or stdout.

    `typing`: what is to be seen since the last typing, and the keys that are typed then.

    It runs in a child that is forked off, so that it has a terminal of its own and need not load everything anew.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside threads; the child wants none of them
        child, leader = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        if stdin is not None:
            os.dup2(os.open(stdin, os.O_RDONLY), 0)
        if stdout is not None:
            os.dup2(os.open(stdout, os.O_WRONLY | os.O_CREAT), 1)
        _be_the_program([str(word) for word in words], main, env or {})
    try:
        printed = _read(leader, list(typing)).replace(b"\r\n", b"\n").decode()
    finally:
        os.close(leader)
        _, status = os.waitpid(child, 0)
    return Ended(os.waitstatus_to_exitcode(status), printed)


def _be_the_program(words: list[str], main: Callable[[], int], env: Mapping[str, str]) -> NoReturn:
    """Run in the child, and end it without coming back into the test runner."""
    code = _CRASHED
    try:
        for name in ("COLUMNS", "LINES", "LESS", "PAGER", "TRACKER_PAGER", "NO_COLOR"):
            os.environ.pop(name, None)
        os.environ.update({"TERM": "xterm", **env})
        sys.argv = ["tracker", *words]
        typer.main.get_command = lambda typer_instance: _BUILT
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - open to the end
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - likewise
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - likewise
        code = main()
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _read(leader: int, typing: list[tuple[str, str]]) -> bytes:
    """Return all that comes until nobody holds the other end any more; type when it is time to."""
    read = b""
    since = 0
    typed = ""
    while True:
        while typing and typing[0][0].encode() in _STYLING.sub(b"", read[since:]):
            since = len(read)
            typed = typing.pop(0)[1]
            os.write(leader, typed.encode())
        if not select.select([leader], [], [], _NOTICED_SECONDS if typed.endswith(_INTERRUPT) else _PATIENCE_SECONDS)[
            0
        ]:
            if not typed.endswith(_INTERRUPT):
                wanted = typing[0][0] if typing else "the end"
                raise AssertionError(f"{wanted!r} does not come after {read[since:].decode()!r}")
            # Between its prompt and its waiting for a key readline does not notice a signal before the next key.
            typed = ""
            os.write(leader, _INTERRUPT.encode())
            continue
        try:
            chunk = os.read(leader, 65536)
        except OSError as error:
            if error.errno == errno.EIO:  # how Linux says it; elsewhere nothing comes
                return read
            raise
        if not chunk:
            return read
        read += chunk


def screen(printed: str) -> list[str]:
    """Return the lines that a screen shows of what was printed, empty ones at its end left out.

    Knows no more of terminals than rich's live displays use: return, feed, up, erase the line.
    """
    lines, row, column = [""], 0, 0
    assert "".join(match[0] for match in _PIECE.finditer(printed)) == printed, "all of it is understood"
    for match in _PIECE.finditer(printed):
        piece = match[0]
        if piece == "\r":
            column = 0
        elif piece == "\n":
            row, column = row + 1, 0
            lines += [""] * (row + 1 - len(lines))
        elif piece.endswith("A"):
            row -= int(piece[2:-1] or 1)
        elif piece.endswith("2K"):
            lines[row] = ""
        elif not piece.startswith("\x1b"):
            lines[row] = lines[row].ljust(column)[:column] + piece + lines[row][column + len(piece) :]
            column += len(piece)
    while lines and not lines[-1].strip():
        lines.pop()
    return [line.rstrip() for line in lines]
