"""What engines proposed, and what people decided about it; none of it reaches a position.

An acceptance leads to the first statement that names it as its cause and says what was accepted; any other one that
names it changes nothing.
"""

from __future__ import annotations

import sqlite3
from hashlib import sha256

from events.codec import canonical
from events.envelope import RecordedEvent
from events.kinds import (
    EntryVoided,
    ExtractionRun,
    ProposalAccepted,
    ProposalCoded,
    ProposalRejected,
    ProposalsMerged,
    StatementContent,
    StatementProposed,
    StatementRecorded,
)
from tracker.projections.names import Keys

__all__ = ["apply"]


Decision = ProposalAccepted | ProposalRejected | ProposalsMerged | ProposalCoded


def apply(connection: sqlite3.Connection, keys: Keys, event: RecordedEvent) -> None:
    """Follow one event; the caller holds the transaction.

    Raises:
        LookupError: it is about what is not in the log.
    """
    data = event.data
    if isinstance(data, StatementRecorded):
        if event.caused_by is not None:
            connection.execute(
                "UPDATE decisions SET statement = ? WHERE event_id = ? AND content = ? AND statement IS NULL",
                (event.seq, event.caused_by, _digest(data)),
            )
    elif isinstance(data, ExtractionRun):
        row = (event.seq, event.id, keys("source", data.source), data.text, data.engine)
        connection.execute("INSERT INTO runs VALUES (?, ?, ?, ?, ?)", row)
    elif isinstance(data, StatementProposed):
        run = _seq_of(connection, "runs", data.run)
        place = (data.place.start, data.place.end)
        connection.execute("INSERT INTO proposals VALUES (?, ?, ?, ?, ?)", (event.seq, event.id, run, *place))
    elif isinstance(data, ProposalAccepted | ProposalRejected | ProposalsMerged | ProposalCoded):
        _decide(connection, event, data)
    elif isinstance(data, EntryVoided):
        connection.execute("UPDATE decisions SET voided = ? WHERE event_id = ?", (event.seq, data.target))


def _decide(connection: sqlite3.Connection, event: RecordedEvent, data: Decision) -> None:
    about = data.merged if isinstance(data, ProposalsMerged) else (data.proposal,)
    content = _digest(data.content) if isinstance(data, ProposalAccepted) else None
    rows = [
        (event.seq, _seq_of(connection, "proposals", each), event.id, data.kind, event.recorded_by, content)
        for each in about
    ]
    connection.executemany("INSERT INTO decisions VALUES (?, ?, ?, ?, ?, ?, NULL, NULL)", rows)


def _digest(content: StatementContent) -> str:
    """Return what tells one statement's content from another, whichever event brings it."""
    fields = content.model_dump(mode="json", include=set(StatementContent.model_fields), exclude_none=True)
    return sha256(canonical(fields)).hexdigest()


def _seq_of(connection: sqlite3.Connection, table: str, event_id: str) -> int:
    row = connection.execute(
        f"SELECT seq FROM {table} WHERE event_id = ?",  # noqa: S608 - one of the names above
        (event_id,),
    ).fetchone()
    if row is None:
        raise LookupError(f"it is about {event_id!r}, which is not among the {table} of the log")
    seq: int = row[0]
    return seq
