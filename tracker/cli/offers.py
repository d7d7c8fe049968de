"""What a log offers for a half-typed word: the names of what is registered in it.

The log is the one that the half-typed line names, as the command itself would take it. A line that is being typed is
no place for complaints: whatever goes wrong, nothing is offered.
"""

from __future__ import annotations

import os
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

import typer

from events.sqlite_log import SqliteLog
from tracker.cli.completion import Offer
from tracker.cli.opening import log_path
from tracker.outward import safe
from tracker.projections.kept import followed_seq
from tracker.reading.completing import names_beginning
from tracker.reading.registry import Noun

__all__ = ["listed", "named", "offered"]

_BESIDE_CELLS_MAX: Final = 50  # typer breaks what is wider than the terminal, and shells read lines
_FOR_SHELLS: Final = str.maketrans({"[": "(", "]": ")", "\\": "/", "`": "’", "'": "’", '"': "”", "$": None})
"""Typer reads markup in what stands beside a word, and zsh evaluates it: neither may find anything."""


def named(context: typer.Context, noun: Noun, typed: str) -> list[Offer]:
    """Offer what is registered and has a name that begins so."""

    def offers(log: SqliteLog) -> Iterator[Offer]:
        if followed_seq(log.reader) is not None:
            for word, entity in names_beginning(log.reader, noun, typed):
                yield word, entity.label if word == entity.id else entity.id

    return offered(context, offers)


def listed(context: typer.Context, noun: Noun, typed: str) -> list[Offer]:
    """Offer the same for the last of several that commas separate."""
    before, comma, last = typed.rpartition(",")
    there = before.split(",")
    return [(f"{before}{comma}{word}", text) for word, text in named(context, noun, last) if word not in there]


def offered(context: typer.Context, offers: Callable[[SqliteLog], Iterator[Offer]]) -> list[Offer]:
    """Return what the line's log offers, nothing where it offers nothing."""
    try:
        path = _log_path(context)
        if not path.is_file():  # a pipe would keep the shell waiting
            return []
        with closing(SqliteLog(path)) as log:
            return [(word, _beside(text)) for word, text in offers(log)]
    except Exception:  # whatever it is, the command itself will say it
        return []


def _log_path(context: typer.Context) -> Path:
    """Return the log named on the line, by the command or before it; the shell has not expanded it yet."""
    around: Any = context
    while around is not None:
        if typed := around.params.get("log"):
            return Path(os.path.expandvars(typed)).expanduser()
        around = around.parent
    return log_path(None)


def _beside(text: str) -> str:
    """Return a text as it may stand beside a word: one short line that neither terminal nor shell reads more into."""
    plain = safe(text).translate(_FOR_SHELLS)
    ends = list(accumulate(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in plain))
    if not ends or ends[-1] <= _BESIDE_CELLS_MAX:
        return plain
    return plain[: bisect_right(ends, _BESIDE_CELLS_MAX - 1)] + "…"
