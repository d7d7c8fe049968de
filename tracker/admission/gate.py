"""The gate that every event passes before it is appended: one rule per kind, which this package's other modules add."""

from __future__ import annotations

from functools import singledispatch

from events.kinds import EventData
from tracker.present import Present

__all__ = ["admit"]


@singledispatch
def admit(data: EventData, present: Present) -> None:
    """Let an event of this content come next, or raise.

    Raises:
        RefusedError: it is against the rules of the record.
        UnknownNameError: it names what is not registered.
    """
    raise TypeError(f"no rule admits {type(data).__name__}")
