"""What the log itself says: the words that the projections do not repeat."""

from __future__ import annotations

import sqlite3

from events.codec import decode
from events.envelope import RecordedEvent
from events.errors import DamagedLogError
from events.ids import seq_of_handle
from events.kinds import StatementContent, StatementCorrected, StatementRecorded
from tracker.errors import UnknownEntryError
from tracker.projections.follow import Events

__all__ = ["content_at", "content_of", "event_at", "find_entry"]


def event_at(log: Events, seq: int) -> RecordedEvent:
    """Return the event of that seq.

    Raises:
        DamagedLogError: it is not there.
    """
    stored = next(iter(log.read(seq - 1, seq)), None)
    if stored is None:
        raise DamagedLogError(f"e{seq}", "the entry is missing")
    return decode(stored.body)


def content_of(event: RecordedEvent) -> StatementContent:
    """Return what a recording or a correction says of its statement.

    Raises:
        TypeError: any other event.
    """
    if isinstance(event.data, StatementCorrected):
        return event.data.content
    if isinstance(event.data, StatementRecorded):
        return StatementContent(**dict(event.data))
    raise TypeError(f"{event.data.kind} has no statement's content")


def content_at(log: Events, seq: int) -> tuple[RecordedEvent, StatementContent]:
    """Return the event of a content version, and what it says."""
    event = event_at(log, seq)
    return event, content_of(event)


def find_entry(log: Events, connection: sqlite3.Connection, word: str, *, head: int, author: str) -> RecordedEvent:
    """Return the event, not later than `head`, that `e42`, an id or `last` (the author's own last) names.

    Raises:
        UnknownEntryError: there is none.
    """
    seq = seq_of_handle(word)
    if word == "last":
        row = connection.execute("SELECT entry FROM authors WHERE name = ?", (author,)).fetchone()
        seq = row[0] if row else 0
    if seq is None:
        stored = log.get(word)
        seq = stored.seq if stored else 0
    if not 1 <= seq <= head:
        raise UnknownEntryError(word, head)
    return event_at(log, seq)
