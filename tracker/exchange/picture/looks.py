"""How a stance looks in a picture: a colour, and a sign that says the same to whoever sees no colours.

What stands beside the scale is grey with a texture of its own; no record is hatched. Signs are drawn, so that no font
is needed; those for what else holds of a position are the marks that tables have.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from events.vocabulary import Stance
from tracker.exchange.markup import Element, element
from tracker.exchange.palette import BESIDE_THE_SCALE, colour_of
from tracker.movement import MIXED

__all__ = ["MARK_SIGNS", "OUTLINE", "SIGNS", "fill_of", "no_record_fill", "sign", "textures"]

OUTLINE: Final = "#4d4d4d"
_TEXTURE: Final = "#b3b3b3"
_HATCHING: Final = "#8c8c8c"

SIGNS: Final[dict[str, str]] = {
    Stance.SUPPORTS: "M-4 0H4M0-4V4",
    Stance.SUPPORTS_IF: "M-3 0H3M0-3V3M-5.5-5Q-8 0-5.5 5M5.5-5Q8 0 5.5 5",
    Stance.NEUTRAL: "M-3.5 0A3.5 3.5 0 1 0 3.5 0A3.5 3.5 0 1 0-3.5 0",
    Stance.OPPOSES_UNLESS: "M-3 0H3M-5.5-5Q-8 0-5.5 5M5.5-5Q8 0 5.5 5",
    Stance.OPPOSES: "M-4 0H4",
    Stance.AMBIGUOUS: "M-4-1Q-2-4 0-2T4-3M-4 3Q-2 0 0 2T4 1",
    MIXED: "M-4-1.5H4M0-5.5V2.5M-4 5H4",
    Stance.DECLINES: "M-3.5-3.5L3.5 3.5M-3.5 3.5L3.5-3.5",
}
"""Paths around 0, 0: plus and minus, in brackets where it depends; by stance, from for to against, then beside."""

MARK_SIGNS: Final = {
    "inherited": "M0 5V-5M-3.5-1.5L0-5L3.5-1.5",
    "stale": "M-4.5 1Q-2.3-3.5 0 0T4.5-1",
    "lapsed": "M0-5V5M-3-2H3",
}
"""The same of what else holds of a position."""

_TEXTURES: Final[dict[str, str]] = {
    Stance.AMBIGUOUS: "M1 1h1M4 4h1",
    MIXED: "M3 0V6",
    Stance.DECLINES: "M0 3H6",
}
"""Paths that are repeated over a bar, in squares of 6."""


def sign(path: str, x: float, y: float, ink: str) -> Element:
    """Return a sign drawn around that point."""
    return element(
        "path",
        d=path,
        transform=f"translate({x:g} {y:g})",
        fill="none",
        stroke=ink,
        stroke_width=1.6,
        stroke_linecap="round",
        stroke_linejoin="round",
    )


def fill_of(stance: str, prefix: str) -> str:
    """Return what fills a bar of that stance, in a picture whose ids begin so."""
    return f"url(#{prefix}-{stance})" if stance in _TEXTURES else colour_of(stance).fill


def no_record_fill(prefix: str) -> str:
    """Return the hatching that says that nothing is on record."""
    return f"url(#{prefix}-no-record)"


def textures(prefix: str) -> Element:
    """Return the definitions of all that is not a plain colour."""
    return element("defs", *_patterns(prefix))


def _patterns(prefix: str) -> Iterator[Element]:
    for stance, path in _TEXTURES.items():
        ground = element("rect", width=6, height=6, fill=BESIDE_THE_SCALE.fill)
        yield _pattern(f"{prefix}-{stance}", 6, ground, element("path", d=path, stroke=_TEXTURE, stroke_width=1))
    # A stroke that runs on past the corners meets itself in the next square.
    stripes = element("path", d="M-1 1L1-1M0 7L7 0M6 8L8 6", stroke=_HATCHING, stroke_width=0.9)
    yield _pattern(f"{prefix}-no-record", 7, stripes)


def _pattern(name: str, size: int, *drawn: Element) -> Element:
    return element("pattern", *drawn, id=name, width=size, height=size, patternUnits="userSpaceOnUse")
