"""Instants, and the only place that reads the time of day.

An `Instant` is a whole number of seconds since 1970-01-01T00:00:00Z. One second is the tick of the whole
record: it is the finest thing `said` can express, and events within one second are told apart by seq.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import lru_cache
from typing import Protocol

from events.errors import InvalidDateError

__all__ = ["Clock", "FixedClock", "Instant", "SystemClock", "instant_text", "parse_instant_text"]

Instant = int


class Clock(Protocol):
    """Whatever tells the time."""

    def now(self) -> Instant:
        """Return the current instant, whole seconds, rounded down."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> Instant:
        """Return the machine's time."""
        return int(time.time())


class FixedClock:
    """A clock that stands where it is put; for tests and replays."""

    def __init__(self, instant: Instant) -> None:
        self.instant = instant

    def now(self) -> Instant:
        """Return the instant it was set to."""
        return self.instant


@lru_cache(maxsize=1024)
def instant_text(instant: Instant) -> str:
    """Return `2026-11-22T10:15:00Z`, the one way the record writes an instant."""
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


@lru_cache(maxsize=1024)
def parse_instant_text(text: str) -> Instant:
    """Read what `instant_text` wrote.

    Raises:
        InvalidDateError: any other spelling, also of a valid instant.
    """
    try:
        instant = int(datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp())
    except ValueError:
        instant = None
    if instant is None or instant_text(instant) != text:
        raise InvalidDateError(f"{text!r} is not a recorded instant such as 2026-11-22T10:15:00Z")
    return instant
