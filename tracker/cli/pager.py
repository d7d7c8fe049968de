"""What is longer than the terminal goes through a pager, as with git and man; anywhere else this does nothing.

$TRACKER_PAGER, else $PAGER, else `less`: a command line for sh. Empty, or `cat`, stands for none. rich's own pager is
pydoc's, which knows neither of our two rules: colours stay, and a pager that cannot run costs no answer.
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from typing import Final, TextIO

__all__ = ["paged"]

_NO_PAGER: Final = ("", "cat")
_LESS: Final = {"LESS": "FRX"}
"""Leave at the end where everything fits (F), show colours (R), leave the text on the screen (X)."""


@contextmanager
def paged() -> Iterator[None]:
    """Hold back what is printed on stdout inside, and show it at the end, in a pager where it is too long.

    Several tables of one answer share a pager if they are printed inside one `with paged()`. What an error cuts short
    is shown as it is, without one.
    """
    command = _command()
    if not command or isinstance(sys.stdout, _Held):
        yield
        return
    held = _Held(sys.stdout)
    is_whole = False
    try:
        with redirect_stdout(held):
            yield
        is_whole = True
    finally:
        text = held.text()
        if not (is_whole and _is_long(text) and _shown_in_pager(command, text)):
            sys.stdout.write(text)


def _is_long(text: str) -> bool:
    """Say whether the terminal has no room for it; one line is the prompt's."""
    return text.count("\n") >= shutil.get_terminal_size((80, 25)).lines


class _Held(io.TextIOWrapper):
    """Takes the place of a terminal's stdout, and keeps what it is given."""

    def __init__(self, stdout: TextIO) -> None:
        super().__init__(io.BytesIO(), encoding=stdout.encoding, errors="backslashreplace", newline="")

    def isatty(self) -> bool:
        """Return what the terminal itself would."""
        return True

    def text(self) -> str:
        """Return all that was printed."""
        self.seek(0)
        return self.read()


def _command() -> str:
    """Return the pager's command line, empty where there is none, or nobody to turn its pages."""
    is_watched = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
    if not is_watched or os.environ.get("TERM", "dumb") == "dumb":
        return ""
    chosen = [os.environ[name] for name in ("TRACKER_PAGER", "PAGER") if name in os.environ]
    command = chosen[0] if chosen else "less" if shutil.which("less") else ""
    return "" if command.strip() in _NO_PAGER else command


def _shown_in_pager(command: str, text: str) -> bool:
    """Say whether the pager ran; whoever leaves it early has seen enough, which is no failure."""
    sys.stdout.flush()
    with suppress(OSError), _without_interrupts():
        pager = subprocess.Popen(  # noqa: S602 - a pager is a command line for sh, of the user's own choice (POSIX)
            command, shell=True, stdin=subprocess.PIPE, env=_LESS | os.environ
        )
        pager.communicate(text.encode(sys.stdout.encoding, "backslashreplace"))
        return pager.returncode <= 0  # below: ended by a signal
    return False


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Leave Ctrl-C to the pager: it means something there, and we wait for its end anyhow."""
    before = signal.signal(signal.SIGINT, lambda number, frame: None)  # not SIG_IGN, which a child would inherit
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
