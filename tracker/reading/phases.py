"""A pair's intervals in the words of an answer: ids, handles and dates, as exports, pictures and pages carry them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from events.clock import Instant
from events.periods import NEVER, Zone
from tracker.movement import stance_word
from tracker.reading.intervals import Interval, moment_text
from tracker.reading.position import fields_of
from tracker.reading.registry import Registry

__all__ = ["KnownPhase", "Phase", "phase_of"]


@dataclass(frozen=True)
class Phase:
    """What a party's position on an issue was from one moment until another, as known at one seq.

    The other fields are those of a `Position`. A phase answers a cut as of any day with first_day <= day < end_day;
    one that began and ended within a day answers none.
    """

    party: str
    issue: str
    begins: str
    """The first as of that has this answer: a day, else a second."""
    ends: str | None
    """The first as of that has it no longer; None: nothing ends it by the cut's as of."""
    first_day: date
    end_day: date | None
    stance: str
    conditions: tuple[str, ...]
    basis: str
    inherited_from: tuple[str, ...]
    statements: tuple[str, ...]
    deciding: dict[str, int]
    last_said: str
    stale: bool
    lapsed: bool

    def as_json(self) -> dict[str, Any]:
        """Return the phase as plain JSON values."""
        fields = {name: value for name, value in vars(self).items() if not name.endswith("_day")}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}


@dataclass(frozen=True)
class KnownPhase:
    """A phase, and between which entries it was what we knew."""

    phase: Phase
    known_from: str
    """Handle of the entry from which on it was known."""
    known_until: str | None
    """Handle of the entry from which on something else was; None: it is still what we know."""


def phase_of(interval: Interval, registry: Registry, zone: Zone, party: int, issue: int) -> Phase:
    """Return the interval of a pair, surrogate keys, in words."""
    verdict = interval.verdict
    stance, last = stance_word(verdict.stances), verdict.last
    assert stance is not None and last is not None, "an interval has a position"  # noqa: S101, PT018 - tells mypy
    return Phase(
        party=registry.id_of(party),
        issue=registry.id_of(issue),
        begins=moment_text(interval.begins, zone),
        ends=None if interval.ends == NEVER else moment_text(interval.ends, zone),
        first_day=_day(interval.begins, zone),
        end_day=None if interval.ends == NEVER else _day(interval.ends, zone),
        stance=stance,
        **fields_of(verdict, registry),
        last_said=last.said,
        stale=interval.stale,
        lapsed=interval.lapsed,
    )


def _day(instant: Instant, zone: Zone) -> date:
    """Return the first day as of whose end the instant is reached."""
    return zone.day_of(instant - 1)
