"""Statements in the order a position is read in, one row per content version.

Key (party, issue, said_until, seq): a position walks down from the cut and stops as soon as nothing further can
decide. `said_until` is where the statement's period ends - at its own end or at its first recording, whichever is
earlier - and so the instant from which it counts. A version lives from `seq` until `dead`.
"""

from __future__ import annotations

import json
import sqlite3

from events.clock import Instant
from events.envelope import RecordedEvent
from events.kinds import (
    EntryVoided,
    StatementContent,
    StatementCorrected,
    StatementRecorded,
    StatementWithdrawn,
)
from events.periods import Period, Zone, period_of
from tracker.projections.names import Keys

__all__ = ["Timeline", "counting_period"]


Row = tuple[int, int, int, int, int, None, int, str, int, int | None, str, str | None]
Place = tuple[int, int, int, int]
"""Key of a timeline row: party, issue, said_until, seq."""


def counting_period(said: str, first_recorded: Instant, zone: Zone) -> Period:
    """Return a statement's period, ending at its first recording where that is earlier.

    A statement recorded within the second it begins in keeps that second: a period is never empty.
    """
    period = period_of(said, zone)
    return Period(period.begins, min(period.ends, max(first_recorded, period.begins + 1)))


class Timeline:
    """Follows statements; rows gather until `flush`, so that a batch goes in sorted by key."""

    def __init__(self, connection: sqlite3.Connection, keys: Keys) -> None:
        self._connection = connection
        self._keys = keys
        self._rows: list[Row] = []
        self._cited: list[tuple[int, int]] = []

    def record(self, zone: Zone, event: RecordedEvent, statement: StatementRecorded) -> None:
        """Follow the recording of a statement."""
        self._add(event.seq, event, statement, zone, withdrawn=False)

    def apply(self, zone: Zone, event: RecordedEvent, original: RecordedEvent | None) -> None:
        """Follow any other event; `original` is the recording of the statement that it is about, if it is about one."""
        data = event.data
        self.flush()
        if isinstance(data, EntryVoided):
            self._connection.execute("UPDATE withdrawals SET voided = ? WHERE event_id = ?", (event.seq, data.target))
        elif original is not None:
            self._revise(zone, event, original)

    def flush(self) -> None:
        """Write the gathered rows, sorted by key."""
        if not self._rows:
            return
        self._rows.sort(key=lambda row: row[:4])
        self._connection.executemany("INSERT INTO timeline VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", self._rows)
        counts: dict[tuple[int, int], int] = {}
        for row in self._rows:
            counts[row[:2]] = counts.get(row[:2], 0) + 1
        self._count_pairs(counts)
        self._cited.sort()
        self._connection.executemany("INSERT OR IGNORE INTO citations VALUES (?, ?)", self._cited)
        self._rows.clear()
        self._cited.clear()

    def _pair(self, content: StatementContent) -> tuple[int, int]:
        return self._keys("party", content.party), self._keys("issue", content.issue)

    def _add(
        self, seq: int, original: RecordedEvent, content: StatementContent, zone: Zone, *, withdrawn: bool
    ) -> Place:
        period = counting_period(content.said, original.recorded_at, zone)
        lapses = None if content.until is None else period_of(content.until, zone).ends
        conditions = json.dumps(content.conditions, ensure_ascii=False) if content.conditions else None
        place = (*self._pair(content), period.ends, seq)
        rest = (
            period.begins,
            None,
            original.seq,
            content.stance.value,
            int(withdrawn),
            lapses,
            content.said,
            conditions,
        )
        self._rows.append((*place, *rest))
        self._cited.append((self._keys("source", content.source), original.seq))
        if content.speaker is not None:
            self._cited.append((self._keys("person", content.speaker), original.seq))
        return place

    def _revise(self, zone: Zone, event: RecordedEvent, original: RecordedEvent) -> None:
        place = self._current(original, zone)
        if isinstance(event.data, StatementWithdrawn):
            counts = counting_period(event.data.on, event.recorded_at, zone).ends
            row = (event.seq, event.id, original.seq, event.data.on, counts)
            self._connection.execute("INSERT INTO withdrawals VALUES (?, ?, ?, ?, ?, NULL)", row)
            self._mark(place, "withdrawn", 1)
            return
        self._mark(place, "dead", event.seq)
        self._count_pairs({place[:2]: -1})
        self._connection.execute("DELETE FROM citations WHERE statement = ?", (original.seq,))
        key: tuple[int, int, int] | tuple[None, None, None] = (None, None, None)
        if isinstance(event.data, StatementCorrected):
            withdrawn = self._connection.execute(
                "SELECT 1 FROM withdrawals WHERE statement = ?", (original.seq,)
            ).fetchone()
            key = self._add(event.seq, original, event.data.content, zone, withdrawn=bool(withdrawn))[:3]
            self.flush()
        self._connection.execute("INSERT INTO revisions VALUES (?, ?, ?, ?, ?)", (event.seq, original.seq, *key))

    def _current(self, original: RecordedEvent, zone: Zone) -> Place:
        row = self._connection.execute(
            "SELECT party, issue, said_until, seq FROM revisions WHERE statement = ? ORDER BY seq DESC LIMIT 1",
            (original.seq,),
        ).fetchone()
        if row is not None:
            place: Place = row
            return place
        content = original.data
        assert isinstance(content, StatementRecorded), "only statements are revised"  # noqa: S101 - tells mypy
        ends = counting_period(content.said, original.recorded_at, zone).ends
        return (*self._pair(content), ends, original.seq)

    def _mark(self, place: Place, column: str, value: int) -> None:
        self._connection.execute(
            f"UPDATE timeline SET {column} = ? WHERE party = ? AND issue = ? AND said_until = ? AND seq = ?",  # noqa: S608 - a column of ours
            (value, *place),
        )

    def _count_pairs(self, changes: dict[tuple[int, int], int]) -> None:
        self._connection.executemany(
            "INSERT INTO pairs VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET live = live + ?3",
            [(*pair, change) for pair, change in sorted(changes.items())],
        )
