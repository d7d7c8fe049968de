"""What a log offers where an entry is to be named: the newest ones, by their handles, with what they say."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

import typer

from events.envelope import RecordedEvent
from events.ids import handle
from events.kinds import VOIDABLE, EventData, StatementProposed, StatementRecorded
from events.sqlite_log import SqliteLog
from tracker.cli.completion import Offer
from tracker.cli.offers import offered
from tracker.cli.phrases import says
from tracker.errors import UnknownEntryError
from tracker.projections.kept import followed_seq
from tracker.reading.completing import seqs_beginning
from tracker.reading.contents import event_at, find_entry

__all__ = ["ANY", "PROPOSALS", "STATEMENTS", "VOIDABLES", "Kinds", "last_or_newest", "newest"]

Kinds = tuple[type[EventData], ...]
ANY: Final[Kinds] = (EventData,)
STATEMENTS: Final[Kinds] = (StatementRecorded,)
PROPOSALS: Final[Kinds] = (StatementProposed,)
VOIDABLES: Final[Kinds] = VOIDABLE

_ENTRIES_MAX: Final = 30
_LOOKED_AT_MAX: Final = 300


def newest(context: typer.Context, typed: str, kinds: Kinds) -> list[Offer]:
    """Offer the newest entries of these kinds."""
    return offered(context, lambda log: _newest(log, typed, kinds))


def last_or_newest(context: typer.Context, typed: str, kinds: Kinds) -> list[Offer]:
    """Offer the same, and `last` if it is of these kinds."""

    def offers(log: SqliteLog) -> Iterator[Offer]:
        if "last".startswith(typed):
            yield from _last(log, kinds)
        yield from _newest(log, typed, kinds)

    return offered(context, offers)


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
    looked_at = (event_at(log, seq) for seq in islice(seqs_beginning(typed, log.head().seq), _LOOKED_AT_MAX))
    for event in islice((each for each in looked_at if isinstance(each.data, kinds)), _ENTRIES_MAX):
        yield handle(event.seq), _says(log, event)


def _says(log: SqliteLog, event: RecordedEvent) -> str:
    def handle_of(event_id: str) -> str:
        stored = log.get(event_id)
        return event_id if stored is None else handle(stored.seq)

    return says(event.data, handle_of)
