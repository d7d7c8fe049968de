"""Every statement of a pair and what each moved, oldest first, as known at one seq."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from events.clock import Instant, instant_text
from events.envelope import RecordedEvent
from events.ids import handle
from events.kinds import StatementContent
from events.log import EventLog
from tracker.movement import Movement
from tracker.reading.contents import content_at
from tracker.reading.moves import moves_of
from tracker.reading.snapshot import Snapshot, Version, Withdrawal

__all__ = ["Step", "history_of", "version_status"]


@dataclass(frozen=True, slots=True)
class Step:
    """A statement's version, or its withdrawal, where it began to count; what it moved, if it counts."""

    counts: Instant
    version: Version
    event: RecordedEvent
    """The recording or correction that brought the version."""
    content: StatementContent
    status: str
    """`effective`, `corrected`, `retracted` or `withdrawn`."""
    withdrawal: Withdrawal | None
    """Set where the step is the withdrawal and not the statement."""
    movement: Movement | None

    def as_json(self) -> dict[str, Any]:
        """Return the item of `tracker/history/1`, or of its `withdrawals`."""
        if self.withdrawal is not None:
            return {
                "statement": handle(self.version.statement),
                "seq": self.withdrawal.seq,
                "on": self.withdrawal.said_on,
                "movement": self.movement,
            }
        fields = self.content.model_dump(mode="json", exclude={"language"})
        return {
            "statement": handle(self.version.statement),
            "seq": self.version.seq,
            "recorded_at": instant_text(self.event.recorded_at),
            "recorded_by": self.event.recorded_by,
            **fields,
            "movement": self.movement,
            "status": self.status,
        }


def history_of(
    log: EventLog, snapshot: Snapshot, party: int, issue: int, until: Instant, versions: Iterable[Version]
) -> list[Step]:
    """Return what happened on the pair up to `until`, by the instant it began to count, then by seq.

    Args:
        versions: all of the pair that count by then, in force or not.
    """
    moves = {move.instant: move.movement for move in moves_of(snapshot, party, issue, until)}
    found: list[Step] = []
    for version in versions:
        event, content = content_at(log, version.seq)
        status = version_status(snapshot, version, until)
        taken = snapshot.withdrawal(version.statement) if status == "withdrawn" else None
        ever_counted = taken is None or taken.counts > version.said_until
        moved = moves.get(version.said_until) if status in {"effective", "withdrawn"} and ever_counted else None
        found.append(Step(version.said_until, version, event, content, status, None, moved))
        if taken is not None:
            moved = moves.get(taken.counts) if ever_counted else None
            counts = max(taken.counts, version.said_until)
            found.append(Step(counts, version, event, content, status, taken, moved))
    return sorted(found, key=lambda step: (step.counts, step.withdrawal.seq if step.withdrawal else step.version.seq))


def version_status(snapshot: Snapshot, version: Version, until: Instant) -> str:
    """Return what has become of a version, as known at the snapshot's seq and as of `until`."""
    if version.dead is not None and version.dead <= snapshot.seq:
        return "retracted" if snapshot.is_retraction(version.dead) else "corrected"
    if version.withdrawn and snapshot.is_withdrawn(version.statement, until):
        return "withdrawn"
    return "effective"
