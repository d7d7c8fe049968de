"""The statements in force at a cut, each once, in its content of then: what a table of statements has a row for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from events.clock import Instant
from events.envelope import RecordedEvent
from events.ids import handle
from events.kinds import StatementContent
from events.periods import Period
from tracker.projections.follow import Events
from tracker.reading.contents import content_of, event_at
from tracker.reading.history import version_status
from tracker.reading.snapshot import Snapshot, Version, Withdrawal

__all__ = ["NOT_YET_SAID", "Stated", "stated_of"]

NOT_YET_SAID = "not-yet-said"


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement that was neither retracted nor superseded by the cut."""

    original: RecordedEvent
    """Its recording."""
    event: RecordedEvent
    """The recording or correction that brought the content."""
    content: StatementContent
    counting: Period
    """The period in which it was said; it counts from the end on."""
    status: str
    """`effective`, `withdrawn` or, where it counts only later than as of, `not-yet-said`."""
    withdrawal: Withdrawal | None
    """Known at the cut, whether it counts by as of or not."""

    @property
    def handle(self) -> str:
        """Handle of the statement."""
        return handle(self.original.seq)


def stated_of(log: Events, snapshot: Snapshot, pairs: Iterable[tuple[int, int]], until: Instant) -> Iterator[Stated]:
    """Yield the statements of these pairs of party and issue; of each pair by the instant they count from."""
    for party, issue in pairs:
        for version in snapshot.every_version(party, issue):
            if version.dead is None or version.dead > snapshot.seq:
                yield _stated(log, snapshot, version, until)


def _stated(log: Events, snapshot: Snapshot, version: Version, until: Instant) -> Stated:
    event = event_at(log, version.seq)
    return Stated(
        event if version.statement == version.seq else event_at(log, version.statement),
        event,
        content_of(event),
        Period(version.said_from, version.said_until),
        NOT_YET_SAID if version.said_until > until else version_status(snapshot, version, until),
        snapshot.withdrawal(version.statement) if version.withdrawn else None,
    )
