"""An event before recording (`NewEvent`) and after (`RecordedEvent`); never a half-filled one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from events.clock import Instant
from events.ids import new_event_id
from events.stored import StoredEvent

if TYPE_CHECKING:
    from events.kinds import EventData

__all__ = ["NewEvent", "RecordedEvent", "StoredEvent", "same_content"]


@dataclass(frozen=True, slots=True)
class NewEvent:
    """What somebody wants recorded."""

    data: EventData
    id: str = field(default_factory=new_event_id)
    caused_by: str | None = None
    """Id of the event that led to this one."""


class RecordedEvent(NamedTuple):
    """What the log recorded: the same, with its number, its instant and who recorded it."""

    seq: int
    id: str
    recorded_at: Instant
    recorded_by: str
    data: EventData
    caused_by: str | None = None


def same_content(one: NewEvent | RecordedEvent, other: NewEvent | RecordedEvent) -> bool:
    """Say whether two events say the same: kind and data; who said it when does not matter."""
    return one.data == other.data
