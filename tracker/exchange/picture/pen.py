"""Text set on a picture, in either direction, in one line or several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tracker.exchange.markup import Element, element
from tracker.exchange.picture.lettering import is_right_to_left
from tracker.outward import safe

__all__ = ["DARK", "GREY", "MARGIN", "RULE", "WIDTH", "at", "height_of", "written"]

WIDTH: Final = 960
MARGIN: Final = 24
DARK: Final = "#1a1a1a"
GREY: Final = "#595959"
"""For what is said aside; on white it has a contrast of 7."""
RULE: Final = "#dcdcdc"
"""For lines that only guide the eye."""

_LEADING: Final = 1.35


def at(value: float) -> str:
    """Return a coordinate as it is written: to a hundredth, and never with more digits than it needs."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def height_of(lines: Sequence[str], size: float) -> float:
    """Return how high lines of text stand above each other."""
    return len(lines) * size * _LEADING


def written(
    lines: Sequence[str],
    x: float,
    y: float,
    *,
    size: float = 12,
    ink: str = DARK,
    is_bold: bool = False,
    role: str | None = None,
    whole: str | None = None,
) -> Element:
    """Return lines of text whose left edge is at x, the first on the base line y.

    Args:
        whole: what was meant to be written; whoever points at lines that were cut short is told it.
    """
    is_leftwards = is_right_to_left(" ".join(lines))
    spans = [
        element("tspan", line, x=at(x), y=at(y + height_of(lines[:number], size)))
        for number, line in enumerate(_spaced([safe(line) for line in lines], is_leftwards))
    ]
    is_cut = whole is not None and " ".join(lines).split() != safe(whole).split()
    text = element(
        "text",
        *spans,
        role=role,
        aria_label=whole if is_cut and role else None,
        font_size=at(size),
        fill=ink,
        font_weight="bold" if is_bold else None,
        direction="rtl" if is_leftwards else None,
        text_anchor="end" if is_leftwards else None,
    )
    return element("g", element("title", whole), text) if is_cut else text


def _spaced(lines: list[str], is_leftwards: bool) -> list[str]:
    """Return the lines with spaces between them, for whoever hears or copies them, where they move no left edge."""
    if is_leftwards:
        return [*lines[:1], *(f" {line}" for line in lines[1:])]
    return [*(f"{line} " for line in lines[:-1]), *lines[-1:]]
