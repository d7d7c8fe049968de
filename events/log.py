"""The log's contract, and what every engine does alike: numbering, stamping, telling repeats from conflicts.

What encodes events is loaded by what writes; a question reads no event.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from events.clock import Clock, Instant
from events.errors import HeadMovedError, IdTakenError, InvalidEventError

if TYPE_CHECKING:
    from events.envelope import NewEvent, RecordedEvent
    from events.stored import StoredEvent

__all__ = ["EventLog", "Head", "Written", "current_user", "stamped"]

_USER_LENGTH_MAX: Final = 100


class Written(NamedTuple):
    """What became of one new event; `already` when the same event was there before."""

    event: RecordedEvent
    body: bytes
    already: bool = False


class Head(NamedTuple):
    """The end of a log: its last seq (0: empty) and when that was recorded."""

    seq: int
    recorded_at: Instant


class EventLog(Protocol):
    """An append-only record. Numbers run 1, 2, 3 ... without a gap and are never used again."""

    @property
    def recorded_by(self) -> str:
        """Return who an event appended now will be recorded by."""
        ...

    def append(self, events: Sequence[NewEvent], expected_head: int | None = None) -> list[Written]:
        """Append all or nothing; return one `Written` per event, in order.

        Raises:
            HeadMovedError: `expected_head` is given and is not the head.
            IdTakenError: an id exists with other content.
        """
        ...

    def read(self, after: int = 0, upto: int | None = None) -> Iterator[StoredEvent]:
        """Yield stored events with after < seq <= upto, by seq, not decoded."""
        ...

    def get(self, event_id: str) -> StoredEvent | None:
        """Return the event of that id."""
        ...

    def seq_at(self, instant: Instant) -> int:
        """Return the last seq recorded at or before `instant`, 0 if none was."""
        ...

    def head(self) -> Head:
        """Return the end of the log."""
        ...


def current_user() -> str:
    """Return who records: $TRACKER_USER, else the system's user.

    Raises:
        InvalidEventError: TRACKER_USER is blank, too long or not printable.
    """
    name = os.environ.get("TRACKER_USER")
    if name is None:
        try:
            from getpass import getuser  # late: it loads a terminal's settings

            return getuser()
        except (KeyError, OSError, ImportError):  # a container's user without a name
            return f"uid-{os.getuid()}"
    if not name.strip() or len(name) > _USER_LENGTH_MAX or not name.isprintable():
        raise InvalidEventError(f"TRACKER_USER is one printable name of at most {_USER_LENGTH_MAX} characters")
    return name


def stamped(
    events: Sequence[NewEvent],
    head: Head,
    *,
    clock: Clock,
    recorded_by: str,
    find: Callable[[str], StoredEvent | None],
    expected_head: int | None = None,
) -> list[Written]:
    """Return what a log at `head` makes of new events; what is not `already` is to be stored, in this order.

    `recorded_at` never runs backwards: where the clock stepped back, the last recorded instant holds.

    Raises:
        HeadMovedError, IdTakenError: as `EventLog.append`.
        InvalidEventError: an event is too large.
    """
    from events.codec import encode
    from events.envelope import RecordedEvent, same_content

    if expected_head is not None and expected_head != head.seq:
        raise HeadMovedError(expected_head, head.seq)
    recorded_at = max(clock.now(), head.recorded_at)
    seq = head.seq
    batch: dict[str, Written] = {}
    result: list[Written] = []
    for event in events:
        written = batch.get(event.id) or _found(event.id, find)
        if written is not None:
            if not same_content(written.event, event):
                raise IdTakenError(event.id, written.event.seq)
            result.append(Written(written.event, written.body, already=True))
            continue
        seq += 1
        recorded = RecordedEvent(seq, event.id, recorded_at, recorded_by, event.data, event.caused_by)
        batch[event.id] = Written(recorded, encode(recorded))
        result.append(batch[event.id])
    return result


def _found(event_id: str, find: Callable[[str], StoredEvent | None]) -> Written | None:
    from events.codec import decode

    stored = find(event_id)
    return None if stored is None else Written(decode(stored.body), stored.body, already=True)
