"""The index that `search` looks into: the tokens of every content of a statement, and of every telling of a source.

No write follows it. Who searches lets it follow first, up to the entry that is needed (docs/decisions/0013). The
texts themselves are not kept a second time: the index is contentless, and its rows are the seqs of the entries that
brought them. Which row is in force at a cut, the other projections tell; so this one lives and dies with them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import islice
from typing import Final, Literal

from events.codec import decode
from events.envelope import RecordedEvent
from events.errors import DamagedLogError, NewerLogError
from events.kinds import SourceAdded, SourceAmended, StatementContent, StatementCorrected, StatementRecorded
from events.periods import Zone
from tracker.projections.folding import UNICODE, tokens
from tracker.projections.follow import Events
from tracker.projections.timeline import counting_period

__all__ = ["FIELDS", "NAME", "TABLES", "VERSION", "Within", "drop", "follow", "indexed_seq", "texts_of"]

NAME: Final = "search"
VERSION: Final = 1

FIELDS: Final = ("quotation", "summary", "conditions", "title", "publisher", "url")
"""The columns: three of a statement, three of a source."""

TABLES: Final = {
    "search_followed": """
        CREATE TABLE {within}.search_followed (
            version INTEGER NOT NULL,
            unicode TEXT NOT NULL,
            seq INTEGER NOT NULL
        ) STRICT""",
    # `about` is the seq of the statement's recording, or of what added the source; the rest only a statement has.
    "search_entries": """
        CREATE TABLE {within}.search_entries (
            seq INTEGER PRIMARY KEY,
            about INTEGER NOT NULL,
            party INTEGER,
            issue INTEGER,
            said_until INTEGER
        ) STRICT""",
    # Tokens come folded by us and parted by spaces. `ascii` takes all that is not ASCII for letters and changes none
    # of it, so the index has exactly our tokens; `unicode61` has tables of its own, of 2012.
    "search_text": f"""
        CREATE VIRTUAL TABLE {{within}}.search_text USING fts5(
            {", ".join(FIELDS)}, content='', columnsize=0, tokenize='ascii'
        )""",
}
"""Name -> how it is made, within the file or within what the connection alone has."""

Within = Literal["main", "temp"]
Place = tuple[int, int | None, int | None, int | None]
"""Columns of `search_entries` but the seq."""

_BATCH: Final = 5_000
_APART: Final = " ␟ "
"""Stands between two conditions, so that no phrase is found across; no token has this character."""


def indexed_seq(connection: sqlite3.Connection, within: Within | None = None) -> int | None:
    """Return up to which seq the index here followed; None if it is of an older version, or not all there.

    Args:
        within: where the index is looked for; None: wherever it is read from, a temporary one before the file's.

    Raises:
        NewerLogError: a later version of this program made it.
    """
    prefix = "" if within is None else f"{within}."
    try:
        row = connection.execute(f"SELECT version, unicode, seq FROM {prefix}search_followed").fetchone()  # noqa: S608 - a name of ours
        for name in ("search_entries", "search_text"):
            connection.execute(f"SELECT 1 FROM {prefix}{name} LIMIT 0")  # noqa: S608 - one of the two names above
    except sqlite3.OperationalError:  # no such table: nobody has searched here yet
        return None
    if row is None:
        return None
    version, unicode, seq = row
    if version > VERSION:
        raise NewerLogError(f"the projection {NAME!r}", version, VERSION)
    return int(seq) if (version, unicode) == (VERSION, UNICODE) else None


def follow(connection: sqlite3.Connection, log: Events, upto: int, within: Within = "main") -> int:
    """Index some thousand entries more, up to seq `upto`, and return how far the index has come.

    Never begins and never commits. The other projections on the connection have followed that far already.

    Raises:
        DamagedLogError: the log ends before.
    """
    after = indexed_seq(connection, within)
    if after is None:
        drop(connection, within)
        for statement in TABLES.values():
            connection.execute(statement.format(within=within))
        connection.execute("INSERT INTO search_followed VALUES (?, ?, 0)", (VERSION, UNICODE))
        after = 0
    if after >= upto:
        return after
    events = [decode(stored.body) for stored in islice(log.read(after, upto), _BATCH)]
    if not events:
        raise DamagedLogError(f"e{after + 1}", "the entry is missing")
    _add(connection, events)
    connection.execute("UPDATE search_followed SET seq = ?", (events[-1].seq,))
    return events[-1].seq


def drop(connection: sqlite3.Connection, within: Within = "main") -> None:
    """Let go of the index, of whatever version it is; the next search makes it anew."""
    for name in TABLES:
        connection.execute(f"DROP TABLE IF EXISTS {within}.{name}")


def texts_of(event: RecordedEvent) -> dict[str, tuple[str, ...]]:
    """Return what an entry has to be looked into, by field in the order of `FIELDS`, without the empty ones."""
    data = event.data.content if isinstance(event.data, StatementCorrected) else event.data
    found: dict[str, tuple[str | None, ...]] = {}
    if isinstance(data, StatementContent):
        found = {"quotation": (data.quotation,), "summary": (data.summary,), "conditions": data.conditions}
    elif isinstance(data, SourceAdded | SourceAmended):
        found = {"title": (data.title,), "publisher": (data.publisher,), "url": (data.url,)}
    return {field: given for field, texts in found.items() if (given := tuple(filter(None, texts)))}


def _add(connection: sqlite3.Connection, events: Sequence[RecordedEvent]) -> None:
    (zone,) = connection.execute("SELECT zone FROM dossier ORDER BY seq LIMIT 1").fetchone()
    told = [(event, texts) for event in events if (texts := texts_of(event))]
    connection.executemany(
        "INSERT INTO search_entries VALUES (?, ?, ?, ?, ?)",
        [(event.seq, *_place(connection, Zone(zone), event)) for event, _ in told],
    )
    connection.executemany(
        f"INSERT INTO search_text (rowid, {', '.join(FIELDS)}) VALUES (?{', ?' * len(FIELDS)})",  # noqa: S608 - columns of ours
        [(event.seq, *(_APART.join(map(_indexed, texts.get(field, ()))) for field in FIELDS)) for event, texts in told],
    )


def _indexed(text: str) -> str:
    return " ".join(tokens(text))


def _place(connection: sqlite3.Connection, zone: Zone, event: RecordedEvent) -> Place:
    data = event.data
    if isinstance(data, StatementRecorded):
        ends = counting_period(data.said, event.recorded_at, zone).ends
        party, issue = (_key(connection, *each, event.seq) for each in (("party", data.party), ("issue", data.issue)))
        return event.seq, party, issue, ends
    if isinstance(data, StatementCorrected):
        revised = "SELECT statement, party, issue, said_until FROM revisions WHERE seq = ?"
        place: Place = connection.execute(revised, (event.seq,)).fetchone()
        return place
    if isinstance(data, SourceAmended):
        row = connection.execute("SELECT entity FROM amendments WHERE seq = ?", (event.seq,)).fetchone()
        return int(row[0]), None, None, None
    return event.seq, None, None, None


def _key(connection: sqlite3.Connection, noun: str, entity_id: str, seq: int) -> int:
    """Return the key of what had that id at `seq`; voided since, it still had it for its statements."""
    row = connection.execute(
        "SELECT max(seq) FROM registry WHERE noun = ? AND id = ? AND seq <= ?", (noun, entity_id, seq)
    ).fetchone()
    return int(row[0])
