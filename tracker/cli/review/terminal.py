"""A terminal for a review: single keys in, a line of text where one is asked for, whole screens out."""

from __future__ import annotations

import codecs
import os
import select
import shutil
import sys
import termios
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from tracker.cli.review.modes import Typing
from tracker.cli.review.screen import drawn
from tracker.cli.review.session import Session
from tracker.outward import safe

__all__ = ["converse"]

_NAMES: Final = {
    "\r": "enter",
    "\n": "enter",
    "\t": "tab",
    "\x03": "ctrl-c",
    "\x04": "ctrl-d",
    "\x1b": "escape",
    "\x1b[C": "right",
    "\x1b[D": "left",
    "\x1bOC": "right",
    "\x1bOD": "left",
}
_MORE_SECONDS: Final = 0.05
"""Within which the rest of a key that sends several bytes has come."""
_IN: Final = 0


def converse(session: Session) -> None:
    """Show what there is to see and do what is typed, until it is over."""
    with _Terminal() as terminal:
        while not session.over:
            mode = session.mode
            terminal.show(drawn(session, *terminal.room))
            if not isinstance(mode, Typing):
                session.press(terminal.key())
                continue
            typed = terminal.line(mode)
            if typed is None:
                session.press("ctrl-d")
            else:
                session.enter(typed)


class _Terminal:
    """Standard input and output, in single keys; as it was before, after all."""

    def __init__(self) -> None:
        size = shutil.get_terminal_size()
        self.room = size.columns, max(5, size.lines - 1)
        """Columns and lines; the last line is for the cursor."""
        self._dumb = os.environ.get("TERM", "dumb") == "dumb"
        self._console = Console(width=size.columns, height=size.lines, highlight=False, markup=False, emoji=False)
        self._before: list[Any] = []

    def __enter__(self) -> _Terminal:
        self._before = termios.tcgetattr(_IN)
        self._single_keys()
        self._write("" if self._dumb else "\x1b[?1049h")
        return self

    def __exit__(self, *error: object) -> None:
        self._write("" if self._dumb else "\x1b[?1049l")
        termios.tcsetattr(_IN, termios.TCSADRAIN, self._before)

    def _single_keys(self) -> None:
        """Have each key at once, Ctrl-C too, which must not fall into the middle of a write; nothing typed is lost."""
        mode = termios.tcgetattr(_IN)
        mode[3] &= ~(termios.ICANON | termios.ECHO | termios.ISIG | termios.IEXTEN)
        mode[6][termios.VMIN], mode[6][termios.VTIME] = 1, 0
        termios.tcsetattr(_IN, termios.TCSADRAIN, mode)

    def show(self, lines: Sequence[Text]) -> None:
        """Show these lines in the place of what is there; on a terminal that can do nothing, below it."""
        with self._console.capture() as captured:
            for line in lines:
                self._console.print(line, no_wrap=True, crop=True, overflow="ellipsis")
        shown = captured.get()
        if not self._dumb:
            # No line goes on in the next: what a terminal takes for wider than we do must not push the rest down.
            shown = "\x1b[?7l\x1b[H" + shown.replace("\n", "\x1b[K\n") + "\x1b[J\x1b[?7h"
        self._write(shown)

    def _write(self, text: str) -> None:
        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.write(text.encode(encoding, "replace").decode(encoding))  # a cell stays a cell
        sys.stdout.flush()

    def key(self) -> str:
        """Return the next key: a character, or the name of another key."""
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        char = ""
        while not char:
            byte = _byte()
            if not byte:
                return "ctrl-d"
            char = decoder.decode(byte)
        while char.startswith("\x1b") and _NAMES.get(char, "escape") == "escape" and len(char) < 8 and _is_more():
            char += _byte().decode("latin-1")
            if len(char) > 2 and char[-1].isalpha() | (char[-1] == "~"):
                break
        return _NAMES.get(char, safe(char) or "that key")

    def line(self, asked: Typing) -> str | None:
        """Return the line that was typed; None where the user wants to quit."""
        single = termios.tcgetattr(_IN)
        termios.tcsetattr(_IN, termios.TCSADRAIN, self._before)
        value = safe(asked.value)
        try:
            with _filled_in(value, asked.words) as is_filled_in:
                prompt = asked.prompt if is_filled_in or not value else f"{asked.prompt}[{value}, - for none] "
                typed = input(safe(prompt) + ("" if prompt.endswith(" ") else " "))
        except (EOFError, KeyboardInterrupt):
            return None
        finally:
            termios.tcsetattr(_IN, termios.TCSADRAIN, single)
        if not is_filled_in:
            typed = {"": value, "-": ""}.get(typed.strip(), typed)
        return asked.value if typed == value else typed


def _byte() -> bytes:
    """Return the next byte; none where the terminal is gone. One by one: what a line needs is left for it."""
    try:
        return os.read(_IN, 1)
    except OSError:
        return b""


def _is_more() -> bool:
    return bool(select.select([_IN], [], [], _MORE_SECONDS)[0])


@contextmanager
def _filled_in(value: str, words: Sequence[tuple[str, ...]]) -> Iterator[bool]:
    """Let a line begin with that value and complete these words; yield whether this Python can."""
    readline = _readline()
    if readline is None:
        yield False
        return
    before = readline.get_completer(), readline.get_completer_delims()
    readline.set_startup_hook(lambda: readline.insert_text(value))
    readline.set_completer_delims("")
    readline.set_completer(lambda text, state: _completion(text, words, state))
    is_libedit = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if is_libedit else "tab: complete")
    readline.set_auto_history(False)
    try:
        yield True
    finally:
        readline.set_startup_hook(None)
        readline.set_completer(before[0])
        readline.set_completer_delims(before[1])


def _readline() -> ModuleType | None:
    try:
        import readline
    except ImportError:
        return None
    return readline


def _completion(text: str, words: Sequence[tuple[str, ...]], state: int) -> str | None:
    """Return the name of the thing of that number that has one beginning so, whatever the case; each thing once."""
    typed = text.casefold()
    named = (next((name for name in names if name.casefold().startswith(typed)), None) for names in words)
    fitting = [name for name in named if name is not None]
    return fitting[state] if state < len(fitting) else None
