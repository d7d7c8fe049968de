"""Colours of stances, wherever positions are drawn: PuOr of ColorBrewer, orange against, purple for.

It reads without telling red from green. Colour never stands alone: the word, or a symbol, is always beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from events.vocabulary import Stance

__all__ = ["BESIDE_THE_SCALE", "COLOURS", "Colour", "colour_of"]


@dataclass(frozen=True, slots=True)
class Colour:
    """What is filled, and what is written on it; their contrast is 4.5 to 1 or more."""

    fill: str
    ink: str


COLOURS: Final[dict[str, Colour]] = {
    Stance.OPPOSES: Colour("#e66101", "#000000"),
    Stance.OPPOSES_UNLESS: Colour("#fdb863", "#000000"),
    Stance.NEUTRAL: Colour("#f7f7f7", "#000000"),
    Stance.SUPPORTS_IF: Colour("#b2abd2", "#000000"),
    Stance.SUPPORTS: Colour("#5e3c99", "#ffffff"),
}
"""By stance, from against to for."""

BESIDE_THE_SCALE: Final = Colour("#d9d9d9", "#000000")
"""Of ambiguous, declines and mixed."""


def colour_of(stance: str) -> Colour:
    """Return the colour of a stance or of `mixed`."""
    return COLOURS.get(stance, BESIDE_THE_SCALE)
