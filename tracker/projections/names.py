"""Who and what is registered, under which names, and how the dossier itself is set.

A thing's surrogate key is the seq of the event that introduced it, so that a rebuild gives the same keys.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Final

from events.codec import canonical, data_of
from events.envelope import RecordedEvent
from events.kinds import (
    DossierAmended,
    DossierOpened,
    EntryVoided,
    EventData,
    IssueAmended,
    IssueOpened,
    PartyAmended,
    PartyRegistered,
    PersonAmended,
    PersonRegistered,
    SourceAdded,
    SourceAmended,
    StatementRecorded,
)
from events.text import name_key

__all__ = ["Keys", "apply", "note_authors"]


Introduced = PartyRegistered | PersonRegistered | IssueOpened | SourceAdded
Amended = PartyAmended | PersonAmended | IssueAmended | SourceAmended

_NOUNS: Final[dict[type[EventData], str]] = {
    PartyRegistered: "party",
    PartyAmended: "party",
    PersonRegistered: "person",
    PersonAmended: "person",
    IssueOpened: "issue",
    IssueAmended: "issue",
    SourceAdded: "source",
    SourceAmended: "source",
}


class Keys:
    """Surrogate keys by canonical id, remembered as long as a follower lives."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[str, str], int] = {}

    def find(self, noun: str, entity_id: str) -> int | None:
        """Return the key of what is registered under exactly that id, None if nothing is."""
        key = self._known.get((noun, entity_id))
        if key is None:
            row = self._connection.execute(
                "SELECT seq FROM registry WHERE noun = ? AND id = ? AND voided IS NULL", (noun, entity_id)
            ).fetchone()
            if row is None:
                return None
            key = self._known[noun, entity_id] = row[0]
        return key

    def __call__(self, noun: str, entity_id: str) -> int:
        """Return the key of what is registered.

        Raises:
            LookupError: nothing is; the log holds an event that should have been refused.
        """
        key = self.find(noun, entity_id)
        if key is None:
            raise LookupError(f"no {noun} {entity_id!r} is registered")
        return key

    def forget(self) -> None:
        """Drop what is remembered: something was voided."""
        self._known.clear()


def apply(connection: sqlite3.Connection, keys: Keys, event: RecordedEvent) -> None:
    """Follow one event; the caller holds the transaction."""
    data = event.data
    if isinstance(data, DossierOpened):
        row = (event.seq, data.name, data.zone, data.stale_after_days)
        connection.execute("INSERT INTO dossier VALUES (?, ?, ?, ?)", row)
    elif isinstance(data, DossierAmended):
        connection.execute(
            "INSERT INTO dossier SELECT ?, ?, zone, ? FROM dossier ORDER BY seq DESC LIMIT 1",
            (event.seq, data.name, data.stale_after_days),
        )
    elif isinstance(data, PartyRegistered | PersonRegistered | IssueOpened | SourceAdded):
        _introduce(connection, event, data)
    elif isinstance(data, PartyAmended | PersonAmended | IssueAmended | SourceAmended):
        _amend(connection, keys, event, data)
    elif isinstance(data, EntryVoided):
        _void(connection, keys, event, data)


def note_authors(connection: sqlite3.Connection, events: Sequence[RecordedEvent]) -> None:
    """Keep, per person who records, their last entry and their last statement."""
    last = {event.recorded_by: event.seq for event in events}
    statements = {event.recorded_by: event.seq for event in events if isinstance(event.data, StatementRecorded)}
    connection.executemany(
        "INSERT INTO authors VALUES (?1, ?2, ?3)"
        " ON CONFLICT DO UPDATE SET entry = ?2, statement = coalesce(?3, statement)",
        [(name, entry, statements.get(name)) for name, entry in last.items()],
    )


def _introduce(connection: sqlite3.Connection, event: RecordedEvent, data: Introduced) -> None:
    noun = _NOUNS[type(data)]
    connection.execute(
        "INSERT INTO registry VALUES (?, ?, ?, ?, ?, NULL)",
        (event.seq, noun, _id_of(data), event.id, canonical(data_of(data)).decode()),
    )
    _name(connection, event.seq, noun, data)


def _amend(connection: sqlite3.Connection, keys: Keys, event: RecordedEvent, data: Amended) -> None:
    noun = _NOUNS[type(data)]
    entity = keys(noun, _id_of(data))
    connection.execute(
        "UPDATE registry SET data = ? WHERE seq = ?",
        (canonical(data_of(data)).decode(), entity),
    )
    connection.execute("INSERT INTO amendments VALUES (?, ?)", (event.seq, entity))
    connection.execute("DELETE FROM names WHERE entity = ?", (entity,))
    _name(connection, entity, noun, data)


def _void(connection: sqlite3.Connection, keys: Keys, event: RecordedEvent, data: EntryVoided) -> None:
    row = connection.execute("SELECT seq FROM registry WHERE event_id = ?", (data.target,)).fetchone()
    if row:
        connection.execute("UPDATE registry SET voided = ? WHERE seq = ?", (event.seq, row[0]))
        connection.execute("DELETE FROM names WHERE entity = ?", row)
        keys.forget()


def _id_of(data: Introduced | Amended) -> str:
    return data.path if isinstance(data, IssueOpened | IssueAmended) else data.id


def _name(connection: sqlite3.Connection, entity: int, noun: str, data: Introduced | Amended) -> None:
    label = (
        data.name if isinstance(data, PartyRegistered | PartyAmended | PersonRegistered | PersonAmended) else data.title
    )
    aliases = () if isinstance(data, SourceAdded | SourceAmended) else data.aliases
    rows = {(noun, name_key(name)): False for name in (label, *aliases)}
    rows[noun, name_key(_id_of(data))] = True
    if isinstance(data, SourceAdded | SourceAmended) and data.url:
        rows["url", data.url] = True
    connection.executemany(
        "INSERT INTO names VALUES (?, ?, ?, ?)", [(*key, entity, is_id) for key, is_id in rows.items()]
    )
