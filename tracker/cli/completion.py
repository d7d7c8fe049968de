"""What the shell may complete from the log: parties, people, issues, sources and entries.

The log is the one that the half-typed line names, as the command itself would take it. A line that is being typed is
no place for complaints: whatever goes wrong, nothing is offered.
"""

from __future__ import annotations

import os
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import accumulate, islice
from pathlib import Path
from typing import Any, Final

import typer

from events.envelope import RecordedEvent
from events.ids import handle
from events.kinds import VOIDABLE, EventData, StatementProposed, StatementRecorded
from events.sqlite_log import SqliteLog
from events.vocabulary import Stance
from tracker.cli.opening import log_path
from tracker.cli.phrases import says
from tracker.errors import UnknownEntryError
from tracker.movement import MIXED
from tracker.outward import safe
from tracker.projections.follow import followed_seq
from tracker.reading.contents import event_at, find_entry
from tracker.reading.registry import Noun

__all__ = [
    "entries",
    "handles",
    "issues",
    "issues_listed",
    "parties",
    "parties_listed",
    "people",
    "proposals",
    "sources",
    "stances_found",
    "statements",
    "voidables",
]

Offer = tuple[str, str]
"""A word, and what stands beside it where the shell shows it."""

Kinds = type[EventData] | tuple[type[EventData], ...]

_ENTRIES_MAX: Final = 30
_LOOKED_AT_MAX: Final = 300
_BESIDE_CELLS_MAX: Final = 50  # typer breaks what is wider than the terminal, and shells read lines
_FOR_SHELLS: Final = str.maketrans({"[": "(", "]": ")", "\\": "/", "`": "’", "'": "’", '"': "”", "$": None})
"""Typer reads markup in what stands beside a word, and zsh evaluates it: neither may find anything."""


def parties(context: typer.Context, incomplete: str) -> list[Offer]:
    """Offer parties."""
    return _names(context, "party", incomplete)


def parties_listed(context: typer.Context, incomplete: str) -> list[Offer]:
    """Offer parties for the last of several that commas separate."""
    return _listed(context, "party", incomplete)


def people(context: typer.Context, incomplete: str) -> list[Offer]:
    """Offer people."""
    return _names(context, "person", incomplete)


def issues(context: typer.Context, incomplete: str) -> list[Offer]:
    """Offer issues, by their whole paths."""
    return _names(context, "issue", incomplete)


def issues_listed(context: typer.Context, incomplete: str) -> list[Offer]:
    """Offer issues for the last of several that commas separate."""
    return _listed(context, "issue", incomplete)


def sources(context: typer.Context, incomplete: str) -> list[Offer]:
    """Offer sources."""
    return _names(context, "source", incomplete)


def handles(context: typer.Context, incomplete: str) -> list[Offer]:
    """Offer the newest entries, by their handles."""
    return _offered(context, lambda log: _newest(log, incomplete, EventData))


def entries(context: typer.Context, incomplete: str) -> list[Offer]:
    """Offer the newest entries, and `last`."""
    return _entries(context, incomplete, EventData)


def statements(context: typer.Context, incomplete: str) -> list[Offer]:
    """Offer the newest statements, and `last` if it is one."""
    return _entries(context, incomplete, StatementRecorded)


def voidables(context: typer.Context, incomplete: str) -> list[Offer]:
    """Offer the newest entries that can be voided, and `last` if it can."""
    return _entries(context, incomplete, VOIDABLE)


def proposals(context: typer.Context, incomplete: str) -> list[Offer]:
    """Offer the newest proposals, decided or not."""
    return _offered(context, lambda log: _newest(log, incomplete, StatementProposed))


def stances_found(incomplete: str) -> list[str]:
    """Offer the words for a position: the stances, and those for several and for none."""
    return [word for word in (*Stance, MIXED, "none") if word.startswith(incomplete)]


def _offered(context: typer.Context, offers: Callable[[SqliteLog], Iterator[Offer]]) -> list[Offer]:
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


def _names(context: typer.Context, noun: Noun, typed: str) -> list[Offer]:
    def offers(log: SqliteLog) -> Iterator[Offer]:
        from tracker.reading.completing import names_beginning

        if followed_seq(log.reader) is not None:
            for word, entity in names_beginning(log.reader, noun, typed):
                yield word, entity.label if word == entity.id else entity.id

    return _offered(context, offers)


def _listed(context: typer.Context, noun: Noun, typed: str) -> list[Offer]:
    before, comma, last = typed.rpartition(",")
    named = before.split(",")
    return [(f"{before}{comma}{word}", text) for word, text in _names(context, noun, last) if word not in named]


def _entries(context: typer.Context, typed: str, kinds: Kinds) -> list[Offer]:
    def offers(log: SqliteLog) -> Iterator[Offer]:
        if "last".startswith(typed):
            yield from _last(log, kinds)
        yield from _newest(log, typed, kinds)

    return _offered(context, offers)


def _last(log: SqliteLog, kinds: Kinds) -> Iterator[Offer]:
    if followed_seq(log.reader) is None:
        return
    try:
        event = find_entry(log, log.reader, "last", head=log.head().seq, author=log.recorded_by)
    except UnknownEntryError:
        return
    if isinstance(event.data, kinds):
        yield "last", f"{handle(event.seq)}, {_says(log, event)}"


def _newest(log: SqliteLog, typed: str, kinds: Kinds) -> Iterator[Offer]:
    from tracker.reading.completing import seqs_beginning

    looked_at = (event_at(log, seq) for seq in islice(seqs_beginning(typed, log.head().seq), _LOOKED_AT_MAX))
    for event in islice((each for each in looked_at if isinstance(each.data, kinds)), _ENTRIES_MAX):
        yield handle(event.seq), _says(log, event)


def _says(log: SqliteLog, event: RecordedEvent) -> str:
    def handle_of(event_id: str) -> str:
        stored = log.get(event_id)
        return event_id if stored is None else handle(stored.seq)

    return says(event.data, handle_of)


def _beside(text: str) -> str:
    """Return a text as it may stand beside a word: one short line that neither terminal nor shell reads more into."""
    plain = safe(text).translate(_FOR_SHELLS)
    ends = list(accumulate(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in plain))
    if not ends or ends[-1] <= _BESIDE_CELLS_MAX:
        return plain
    return plain[: bisect_right(ends, _BESIDE_CELLS_MAX - 1)] + "…"
