"""Memberships and offices: each beginning and end, with the instant it counts from.

Such a date may lie in the future and counts from its period's end; a beginning without a date counts always.
"""

from __future__ import annotations

import sqlite3

from events.envelope import RecordedEvent
from events.kinds import EntryVoided, MembershipBegan, MembershipEnded, OfficeAssumed, OfficeLeft
from events.periods import ALWAYS, Zone, period_of
from tracker.projections.names import Keys

__all__ = ["apply"]


def apply(connection: sqlite3.Connection, keys: Keys, zone: Zone, event: RecordedEvent) -> None:
    """Follow one event; the caller holds the transaction."""
    data = event.data
    if isinstance(data, MembershipBegan | MembershipEnded):
        pair = (keys("party", data.member), keys("party", data.grouping))
        row = (event.seq, event.id, *pair, isinstance(data, MembershipBegan), data.on, counts_from(data.on, zone))
        connection.execute("INSERT INTO memberships VALUES (?, ?, ?, ?, ?, ?, ?, NULL)", row)
    elif isinstance(data, OfficeAssumed | OfficeLeft):
        post = (keys("person", data.person), keys("party", data.party), data.title)
        term = (event.seq, event.id, *post, isinstance(data, OfficeAssumed), data.on, counts_from(data.on, zone))
        connection.execute("INSERT INTO offices VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)", term)
    elif isinstance(data, EntryVoided):
        for table in ("memberships", "offices"):
            connection.execute(
                f"UPDATE {table} SET voided = ? WHERE event_id = ?",  # noqa: S608 - one of the two names above
                (event.seq, data.target),
            )


def counts_from(on: str | None, zone: Zone) -> int:
    """Return the instant from which a membership's or office's date counts; ALWAYS where it has none."""
    return ALWAYS if on is None else period_of(on, zone).ends
