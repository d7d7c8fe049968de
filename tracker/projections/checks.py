"""What people checked: positions that they asserted, and findings that they acknowledged."""

from __future__ import annotations

import sqlite3

from events.codec import canonical
from events.envelope import RecordedEvent
from events.kinds import EntryVoided, FindingAcknowledged, PositionAsserted
from tracker.projections.names import Keys

__all__ = ["about_text", "apply"]


def apply(connection: sqlite3.Connection, keys: Keys, event: RecordedEvent) -> None:
    """Follow one event; the caller holds the transaction."""
    data = event.data
    if isinstance(data, PositionAsserted):
        pair = (keys("party", data.party), keys("issue", data.issue))
        row = (event.seq, event.id, *pair, data.stance, data.as_of)
        connection.execute("INSERT INTO assertions VALUES (?, ?, ?, ?, ?, ?, NULL)", row)
    elif isinstance(data, FindingAcknowledged):
        finding = (event.seq, event.id, data.finding.value, about_text(data.about))
        connection.execute("INSERT INTO acknowledgements VALUES (?, ?, ?, ?, NULL)", finding)
    elif isinstance(data, EntryVoided):
        for table in ("assertions", "acknowledgements"):
            connection.execute(
                f"UPDATE {table} SET voided = ? WHERE event_id = ?",  # noqa: S608 - one of the two names above
                (event.seq, data.target),
            )


def about_text(about: tuple[str, ...]) -> str:
    """Return the ids of a finding's evidence as the table keeps them."""
    return canonical(list(about)).decode()
