"""Where agreement is near: the positions of several parties on one issue, taken together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from events.vocabulary import SCALE, Stance
from tracker.movement import MIXED
from tracker.reading.grid import Grid
from tracker.reading.position import Position
from tracker.reading.registry import Entity

__all__ = ["Agreement", "Meeting", "common_ground", "meetings"]


class Agreement(StrEnum):
    """How near the voices on an issue are to each other, from agreed to blocked."""

    AGREED = "agreed"
    """All support, or all oppose."""
    CONDITIONAL = "conditional"
    """All are on one side, some of them under conditions."""
    OPEN = "open"
    """None of the above, and nobody opposes what another supports."""
    BLOCKED = "blocked"
    """Somebody opposes what another supports, with or without conditions."""
    ONE_VOICE = "one-voice"
    """Only one party has spoken, for itself or for those who inherit from it; no agreement can be told."""
    SILENT = "silent"
    """Nobody has a position on record."""


_ORDER: Final = tuple(Agreement)
_COUNTED: Final = (*Stance, MIXED)


@dataclass(frozen=True)
class Meeting:
    """The parties that meet on an issue, those with a position and those without."""

    issue: Entity
    positions: tuple[Position, ...]
    silent: tuple[str, ...]
    """Ids of the parties that have no position."""

    @cached_property
    def agreement(self) -> Agreement:
        """How near they are."""
        if not self.positions:
            return Agreement.SILENT
        if len(self.positions) == 1 or len(self._voices()) == 1:
            return Agreement.ONE_VOICE
        values = [_value(each) for each in self.positions]
        on_scale = [value for value in values if value is not None]
        if min(on_scale, default=0) == SCALE[Stance.OPPOSES] and max(on_scale) > 0:
            return Agreement.BLOCKED
        if len(on_scale) < len(values) or not (min(on_scale) > 0 or max(on_scale) < 0):
            return Agreement.OPEN
        return Agreement.AGREED if min(map(abs, on_scale)) == SCALE[Stance.SUPPORTS] else Agreement.CONDITIONAL

    def _voices(self) -> set[int]:
        """Return whose own statements decide any of the positions: one who inherits does not speak."""
        return {holder for each in self.positions for holder in each.verdict.holders}

    @property
    def distance(self) -> int | None:
        """How far apart the outermost are on the scale, 0 to 4; None where fewer than two are on it."""
        on_scale = [value for each in self.positions if (value := _value(each)) is not None]
        return max(on_scale) - min(on_scale) if len(on_scale) > 1 else None

    @property
    def counts(self) -> dict[str, int]:
        """How many parties take each stance, mixed included."""
        stances = [each.stance for each in self.positions]
        return {str(stance): stances.count(stance) for stance in _COUNTED if stance in stances}

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """The conditions that stand between them, as party and condition."""
        return [(each.party, condition) for each in self.positions for condition in each.conditions]

    @property
    def blockers(self) -> list[str]:
        """The only ones that oppose what others support, without an unless; empty where it is not blocked."""
        return self._parties(Stance.OPPOSES) if self.agreement is Agreement.BLOCKED else []

    @property
    def agreeing(self) -> list[list[str]]:
        """Groups of two parties or more that take the same stance on the scale, the most supportive first."""
        stances = sorted(SCALE, key=lambda stance: -SCALE[stance])
        return [group for stance in stances if len(group := self._parties(stance)) > 1]

    def _parties(self, *stances: str) -> list[str]:
        return [each.party for each in self.positions if each.stance in stances]

    def as_json(self) -> dict[str, Any]:
        """Return the item of `tracker/common-ground/1` and `tracker/compare/1`."""
        return {
            "issue": self.issue.id,
            "agreement": self.agreement,
            "distance": self.distance,
            "counts": self.counts,
            "inherited": sum(each.basis == "inherited" for each in self.positions),
            "agreeing": self.agreeing,
            "supporting": self._parties(Stance.SUPPORTS),
            "conditional": self._parties(Stance.SUPPORTS_IF, Stance.OPPOSES_UNLESS),
            "opposing": self._parties(Stance.OPPOSES),
            "undecided": self._parties(Stance.NEUTRAL, Stance.AMBIGUOUS, Stance.DECLINES, MIXED),
            "silent": list(self.silent),
            "blockers": self.blockers,
            "conditions": [{"party": party, "condition": condition} for party, condition in self.conditions],
            "positions": [each.as_cell() for each in self.positions],
        }


def meetings(grid: Grid) -> Iterator[Meeting]:
    """Yield the grid's parties on each of its issues."""
    for issue in grid.issues:
        positions = grid.on(issue.id)
        speaking = {each.party for each in positions}
        yield Meeting(issue, tuple(positions), tuple(each.id for each in grid.parties if each.id not in speaking))


def common_ground(found: Iterable[Meeting]) -> list[Meeting]:
    """Return the issues on which anybody has a position, from agreed to blocked, among those alike the nearer first."""
    return sorted((each for each in found if each.positions), key=_nearness)


def _nearness(meeting: Meeting) -> tuple[int, int, int, str]:
    distance = len(SCALE) if meeting.distance is None else meeting.distance
    return _ORDER.index(meeting.agreement), distance, -len(meeting.positions), meeting.issue.id


def _value(position: Position) -> int | None:
    return SCALE.get(position.stance or "")
