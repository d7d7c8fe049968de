"""What a source reports: the statements in force that rest on it, at the head."""

from __future__ import annotations

import sqlite3

from events.kinds import StatementContent
from tracker.projections.follow import Events
from tracker.reading.contents import content_at

__all__ = ["reported_by"]


def reported_by(log: Events, connection: sqlite3.Connection, source: int) -> list[tuple[int, StatementContent]]:
    """Return the statements by the seq of their recording, oldest first, as last corrected; `source` is its key."""
    rows = connection.execute(
        "SELECT statement, coalesce((SELECT max(seq) FROM revisions WHERE revisions.statement = citations.statement),"
        " statement) FROM citations WHERE entity = ? ORDER BY statement",
        (source,),
    ).fetchall()
    return [(statement, content_at(log, version)[1]) for statement, version in rows]
