"""What lies between two positions of one party on one issue, at one state of knowledge."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Final, NamedTuple

from events.vocabulary import SCALE, Stance

__all__ = ["MIXED", "Movement", "Standing", "movement", "stance_word"]

MIXED: Final = "mixed"


class Movement(StrEnum):
    """How a position changed when something began, or ceased, to count."""

    FIRST = "first"
    ENDED = "ended"
    REAFFIRMED = "reaffirmed"
    BLURRED = "blurred"
    CLARIFIED = "clarified"
    REVERSED = "reversed"
    HARDENED = "hardened"
    SOFTENED = "softened"
    CONDITIONS_CHANGED = "conditions-changed"


class Standing(NamedTuple):
    """As much of a position as a movement compares: its stances (several: mixed; none: no position), its conditions."""

    stances: frozenset[Stance] = frozenset()
    conditions: frozenset[str] = frozenset()

    @property
    def value(self) -> int | None:
        """Return where it is on the scale, None beside it."""
        return SCALE.get(next(iter(self.stances))) if len(self.stances) == 1 else None


def stance_word(stances: Collection[Stance]) -> str | None:
    """Return the one word for a position's stances: the stance, `mixed`, or None for no position."""
    if not stances:
        return None
    return next(iter(stances)).value if len(stances) == 1 else MIXED


def movement(before: Standing, after: Standing) -> Movement | None:
    """Return the first movement that fits; None when there was and is no position."""
    if not before.stances:
        return Movement.FIRST if after.stances else None
    if not after.stances:
        return Movement.ENDED
    if before.value is None or after.value is None:
        return _beside_the_scale(before, after)
    return _along_the_scale(before.value, after.value) or (
        Movement.REAFFIRMED if before.conditions == after.conditions else Movement.CONDITIONS_CHANGED
    )


def _beside_the_scale(before: Standing, after: Standing) -> Movement:
    if after.value is not None:
        return Movement.CLARIFIED
    return Movement.REAFFIRMED if before.stances == after.stances else Movement.BLURRED


def _along_the_scale(before: int, after: int) -> Movement | None:
    if before * after < 0:
        return Movement.REVERSED
    if abs(after) > abs(before):
        return Movement.HARDENED
    return Movement.SOFTENED if abs(after) < abs(before) else None
