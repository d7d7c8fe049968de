"""The yardstick engine: a list. What it does is what every other engine must do."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from events.clock import Clock, Instant, SystemClock
from events.envelope import NewEvent, StoredEvent
from events.log import Head, Written, current_user, stamped
from events.periods import ALWAYS

__all__ = ["MemoryLog"]


class MemoryLog:
    """An event log that lives as long as the process."""

    def __init__(self, clock: Clock | None = None, recorded_by: str | None = None) -> None:
        self._clock = clock or SystemClock()
        self.recorded_by = recorded_by or current_user()
        self._events: list[StoredEvent] = []
        self._instants: list[Instant] = []
        self._ids: dict[str, int] = {}

    def append(self, events: Sequence[NewEvent], expected_head: int | None = None) -> list[Written]:
        """Append all or nothing, as `EventLog.append`."""
        result = stamped(
            events,
            self.head(),
            clock=self._clock,
            recorded_by=self.recorded_by,
            find=self.get,
            expected_head=expected_head,
        )
        for written in result:
            if not written.already:
                self._events.append(StoredEvent(written.event.seq, written.body))
                self._instants.append(written.event.recorded_at)
                self._ids[written.event.id] = written.event.seq
        return result

    def read(self, after: int = 0, upto: int | None = None) -> Iterator[StoredEvent]:
        """Yield stored events with after < seq <= upto."""
        yield from self._events[max(after, 0) : upto if upto is None else max(upto, 0)]

    def get(self, event_id: str) -> StoredEvent | None:
        """Return the event of that id."""
        seq = self._ids.get(event_id)
        return None if seq is None else self._events[seq - 1]

    def seq_at(self, instant: Instant) -> int:
        """Return the last seq recorded at or before `instant`."""
        return bisect_right(self._instants, instant)

    def head(self) -> Head:
        """Return the end of the log."""
        return Head(len(self._events), self._instants[-1] if self._instants else ALWAYS)
