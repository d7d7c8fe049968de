"""Statements in the order a position is read in, one row per content version.

Key (party, issue, said_until, seq): a position walks down from the cut and stops as soon as nothing further can
decide. `said_until` is where the statement's period ends - at its own end or at its first recording, whichever is
earlier - and so the instant from which it counts. A version lives from `seq` until `dead`.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Final, Literal

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


Rest = list[int | str | None]
"""The columns of a timeline row after its key."""
Place = tuple[int, int, int, int]
"""Key of a timeline row: party, issue, said_until, seq."""
Cites = tuple[int, int | None]
"""Keys of the source and of the speaker, if any, that a statement rests on."""

_MARKED: Final = {"dead": 1, "withdrawn": 4}
"""Where in the rest of a row stands what later entries change."""


def counting_period(said: str, first_recorded: Instant, zone: Zone) -> Period:
    """Return a statement's period, ending at its first recording where that is earlier.

    A statement recorded within the second it begins in keeps that second: a period is never empty.
    """
    period = period_of(said, zone)
    return Period(period.begins, min(period.ends, max(first_recorded, period.begins + 1)))


class Timeline:
    """Follows statements; rows gather until `flush`, also what is revised of them, so that a batch goes in sorted."""

    def __init__(self, connection: sqlite3.Connection, keys: Keys) -> None:
        self._connection = connection
        self._keys = keys
        self._rows: dict[Place, Rest] = {}
        self._live: dict[tuple[int, int], int] = {}
        self._cited: dict[int, Cites] = {}

    def record(self, zone: Zone, event: RecordedEvent, statement: StatementRecorded) -> None:
        """Follow the recording of a statement."""
        self._add(event.seq, event, statement, zone, withdrawn=False)

    def apply(self, zone: Zone, event: RecordedEvent, original: RecordedEvent | None) -> None:
        """Follow any other event; `original` is the recording of the statement that it is about, if it is about one."""
        data = event.data
        if isinstance(data, EntryVoided):
            self._connection.execute("UPDATE withdrawals SET voided = ? WHERE event_id = ?", (event.seq, data.target))
        elif original is not None:
            self._revise(zone, event, original)

    def flush(self) -> None:
        """Write what has gathered, sorted by key."""
        if self._rows:
            rows = [(*place, *self._rows[place]) for place in sorted(self._rows)]
            self._connection.executemany("INSERT INTO timeline VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
            self._rows.clear()
        if self._live:
            self._connection.executemany(
                "INSERT INTO pairs VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET live = live + ?3",
                [(*pair, change) for pair, change in sorted(self._live.items())],
            )
            self._live.clear()
        if self._cited:
            cited = sorted((entity, each) for each, cites in self._cited.items() for entity in filter(None, cites))
            self._connection.executemany("INSERT INTO citations VALUES (?, ?)", cited)
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
        self._rows[place] = [
            period.begins,
            None,
            original.seq,
            content.stance.value,
            int(withdrawn),
            lapses,
            content.said,
            conditions,
        ]
        self._count(place, 1)
        self._cited[original.seq] = self._cites(content)
        return place

    def _cites(self, content: StatementContent) -> Cites:
        speaker = None if content.speaker is None else self._keys("person", content.speaker)
        return self._keys("source", content.source), speaker

    def _count(self, place: Place, change: int) -> None:
        pair = place[:2]
        self._live[pair] = self._live.get(pair, 0) + change

    def _revise(self, zone: Zone, event: RecordedEvent, original: RecordedEvent) -> None:
        place, cites = self._current(original, zone)
        if isinstance(event.data, StatementWithdrawn):
            counts = counting_period(event.data.on, event.recorded_at, zone).ends
            row = (event.seq, event.id, original.seq, event.data.on, counts)
            self._connection.execute("INSERT INTO withdrawals VALUES (?, ?, ?, ?, ?, NULL)", row)
            self._mark(place, "withdrawn", 1)
            return
        self._mark(place, "dead", event.seq)
        self._count(place, -1)
        self._cite_no_longer(original.seq, cites)
        now: tuple[int | None, ...] = (None,) * 5
        if isinstance(event.data, StatementCorrected):
            withdrawn = self._connection.execute(
                "SELECT 1 FROM withdrawals WHERE statement = ?", (original.seq,)
            ).fetchone()
            content = event.data.content
            place = self._add(event.seq, original, content, zone, withdrawn=bool(withdrawn))
            now = (*place[:3], *self._cites(content))
        self._connection.execute("INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?)", (event.seq, original.seq, *now))

    def _cite_no_longer(self, statement: int, cites: Cites) -> None:
        if self._cited.pop(statement, None) is None:
            self._connection.executemany(
                "DELETE FROM citations WHERE entity = ? AND statement = ?",
                [(entity, statement) for entity in filter(None, cites)],
            )

    def _current(self, original: RecordedEvent, zone: Zone) -> tuple[Place, Cites]:
        """Return where the statement stands, and what it rests on, after all that became of it."""
        row = self._connection.execute(
            "SELECT party, issue, said_until, seq, source, speaker FROM revisions"
            " WHERE statement = ? ORDER BY seq DESC LIMIT 1",
            (original.seq,),
        ).fetchone()
        if row is not None:
            return row[:4], row[4:]
        content = original.data
        assert isinstance(content, StatementRecorded), "only statements are revised"  # noqa: S101 - tells mypy
        ends = counting_period(content.said, original.recorded_at, zone).ends
        return (*self._pair(content), ends, original.seq), self._cites(content)

    def _mark(self, place: Place, column: Literal["dead", "withdrawn"], value: int) -> None:
        gathered = self._rows.get(place)
        if gathered is not None:
            gathered[_MARKED[column]] = value
            return
        self._connection.execute(
            f"UPDATE timeline SET {column} = ? WHERE party = ? AND issue = ? AND said_until = ? AND seq = ?",  # noqa: S608 - a column of ours
            (value, *place),
        )
