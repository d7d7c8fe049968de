"""One entry of the log, with all that became of it by the cut."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from events.clock import instant_text
from events.codec import data_of
from events.envelope import RecordedEvent
from events.ids import handle
from events.kinds import (
    SourceAdded,
    SourceAmended,
    StatementContent,
    StatementCorrected,
    StatementRecorded,
    StatementRetracted,
)
from events.log import EventLog
from tracker.reading.contents import content_of, event_at
from tracker.reading.position import Position
from tracker.reading.snapshot import Snapshot, Withdrawal

__all__ = ["Account", "Telling", "tellings", "voided_by"]


@dataclass(frozen=True, slots=True)
class Telling:
    """One content version of a statement, and what became of it."""

    event: RecordedEvent
    content: StatementContent
    status: str
    """`effective`, `corrected`, `retracted` or `withdrawn`."""

    @property
    def reason(self) -> str | None:
        """Return why the statement was corrected to this version; None for its first."""
        return self.event.data.reason.value if isinstance(self.event.data, StatementCorrected) else None

    @property
    def note(self) -> str | None:
        """Return what the corrector noted."""
        return self.event.data.note if isinstance(self.event.data, StatementCorrected) else None

    def as_json(self) -> dict[str, Any]:
        """Return the item of `versions`."""
        return {
            "seq": self.event.seq,
            "recorded_at": instant_text(self.event.recorded_at),
            "recorded_by": self.event.recorded_by,
            "reason": self.reason,
            "note": self.note,
            "status": self.status,
            **self.content.model_dump(mode="json"),
        }


@dataclass(frozen=True, slots=True)
class Account:
    """An entry, and for a statement its versions, source, withdrawal, end, and the positions it decides."""

    event: RecordedEvent
    versions: tuple[Telling, ...] = ()
    source: SourceAdded | SourceAmended | None = None
    withdrawal: Withdrawal | None = None
    retraction: RecordedEvent | None = None
    decides: tuple[Position, ...] = ()
    voided: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the item of `tracker/entry/1`."""
        event, taken, gone = self.event, self.withdrawal, self.retraction
        return {
            "entry": handle(event.seq),
            "seq": event.seq,
            "id": event.id,
            "kind": event.data.kind,
            "recorded_at": instant_text(event.recorded_at),
            "recorded_by": event.recorded_by,
            "caused_by": event.caused_by,
            "data": data_of(event.data),
            "voided_by": None if self.voided is None else handle(self.voided),
            "versions": [each.as_json() for each in self.versions],
            "source": None if self.source is None else data_of(self.source),
            "withdrawn": None if taken is None else {"entry": handle(taken.seq), "on": taken.said_on},
            "retracted": None if gone is None else {"entry": handle(gone.seq), **data_of(gone.data)},
            "decides": [each.as_json() for each in self.decides],
        }


def tellings(
    log: EventLog, connection: sqlite3.Connection, snapshot: Snapshot, original: RecordedEvent, until: int
) -> tuple[tuple[Telling, ...], RecordedEvent | None]:
    """Return a statement's versions known at the snapshot, oldest first, and its retraction."""
    rows = connection.execute(
        "SELECT seq FROM revisions WHERE statement = ? AND seq <= ? ORDER BY seq", (original.seq, snapshot.seq)
    )
    events = [original, *(event_at(log, seq) for (seq,) in rows)]
    retraction = events.pop() if isinstance(events[-1].data, StatementRetracted) else None
    last = "retracted" if retraction else "withdrawn" if snapshot.is_withdrawn(original.seq, until) else "effective"
    statuses = ["corrected"] * (len(events) - 1) + [last]
    told = tuple(Telling(event, content_of(event), status) for event, status in zip(events, statuses, strict=True))
    return told, retraction


def voided_by(connection: sqlite3.Connection, event: RecordedEvent) -> int | None:
    """Return the seq of the entry that voided this one."""
    if isinstance(event.data, StatementRecorded):
        return None
    for table in ("registry", "memberships", "offices", "withdrawals", "assertions", "acknowledgements", "decisions"):
        row = connection.execute(
            f"SELECT voided FROM {table} WHERE event_id = ?",  # noqa: S608 - one of the names above
            (event.id,),
        ).fetchone()
        if row is not None:
            voided: int | None = row[0]
            return voided
    return None
