"""How far long work is: one line on stderr, from its first second on, on a terminal only, and gone at its end.

    with progress("Verifying") as tick:
        verify(log, tick)                                   # a function that takes a Tick
        for row in ticked(rows, tick, total): ...           # or a loop of one's own (events.ticking)

`tick(done, total)` may be called as often as one likes; the total is None where nobody knows it. Once done reaches
the total the line is gone, so that an answer may be printed before the `with` ends.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from events.ticking import Tick

if TYPE_CHECKING:
    from rich.progress import Progress

__all__ = ["patience", "progress"]

_PATIENCE_SECONDS: Final = 1.0
_BETWEEN_SECONDS: Final = 0.1
_BAR_COLUMNS: Final = 20
_FAST: Final = 10
"""From so many a second on nobody misses their fractions."""


@contextmanager
def progress(label: str, *, clock: Callable[[], float] = time.monotonic) -> Iterator[Tick]:
    """Yield what shows how far the work is, named by `label`; what nobody would see is not shown."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield _unseen
        return
    line = _Line(label, clock)
    try:
        yield line.tick
    finally:
        line.erase()


@contextmanager
def patience(label: str) -> Iterator[Tick]:
    """Yield what shows at once which of the parts is under way, each of which may take minutes.

    Its line on stderr moves while nothing is told, so that nobody takes it for hung; on a terminal only, gone at the
    end. Counted from 1: the part that begins, not those that are done.
    """
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield _unseen
        return
    from rich.console import Console
    from rich.text import Text

    with Console(file=sys.stderr).status(Text(label)) as shown:
        yield lambda part, total: shown.update(Text(f"{label}, part {part} of {total}"))


def _unseen(done: int, total: int | None) -> None:
    """Tell nobody."""


class _Line:
    """The line on the terminal."""

    def __init__(self, label: str, clock: Callable[[], float]) -> None:
        self._label = label
        self._clock = clock
        self._due = clock() + _PATIENCE_SECONDS
        self._first: tuple[float, int] | None = None
        self._shown: Progress | None = None

    def tick(self, done: int, total: int | None) -> None:
        """Show how far the work is, if there was time for it to have changed."""
        now = self._clock()
        self._first = self._first or (now, done)
        if total is not None and done >= total:
            self.erase()
        elif now >= self._due:
            self._due = now + _BETWEEN_SECONDS
            self._show(now, done, total)

    def erase(self) -> None:
        """Leave the screen as if nothing had been shown; another tick starts afresh."""
        if self._shown is not None:
            self._shown.stop()
        self._shown, self._first = None, None

    def _show(self, now: float, done: int, total: int | None) -> None:
        if self._shown is None:
            self._shown = _drawn(is_known=total is not None)
            self._shown.add_task(self._label, total=total, **self._pace(now, done, total))
            self._shown.start()
        (task,) = self._shown.task_ids
        self._shown.update(task, completed=done, total=total, refresh=True, **self._pace(now, done, total))

    def _pace(self, now: float, done: int, total: int | None) -> dict[str, Any]:
        """Return how many a second, and how long it takes at that pace, as texts."""
        began, before = self._first or (now, done)
        rate = (done - before) / (now - began) if now > began else 0.0
        if rate <= 0:
            return {"rate": "", "left": ""}
        seconds = 0 if total is None else round((total - done) / rate)
        return {"rate": f"{rate:,.{0 if rate >= _FAST else 1}f}/s", "left": f"{seconds // 60}:{seconds % 60:02} left"}


def _drawn(*, is_known: bool) -> Progress:
    """Return the line, still empty; drawn by us alone and by no thread, and no stream is diverted."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    label, rate = TextColumn("{task.description}", markup=False), TextColumn("{task.fields[rate]}")
    if is_known:
        done = TextColumn("{task.completed:,.0f} of {task.total:,.0f}")
        columns = [label, BarColumn(bar_width=_BAR_COLUMNS), done, rate, TextColumn("{task.fields[left]}")]
    else:
        columns = [label, TextColumn("{task.completed:,.0f}"), rate]
    console = Console(file=sys.stderr, force_terminal=True)
    return Progress(
        *columns, console=console, auto_refresh=False, transient=True, redirect_stdout=False, redirect_stderr=False
    )
