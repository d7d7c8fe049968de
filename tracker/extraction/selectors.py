"""Places in a text as the Web Annotation data model writes them: by position and by quotation."""

from __future__ import annotations

from typing import Any, Final

from tracker.extraction.draft import Span

__all__ = ["around", "located", "selectors"]

_AROUND: Final = 32


def selectors(text: str, place: Span) -> list[dict[str, Any]]:
    """Return a TextPositionSelector, in code points, and a TextQuoteSelector with up to 32 characters on each side."""
    prefix, suffix = around(text, place)
    return [
        {"type": "TextPositionSelector", "start": place.start, "end": place.end},
        {
            "type": "TextQuoteSelector",
            "exact": place.of(text),
            "prefix": prefix,
            "suffix": suffix,
        },
    ]


def around(text: str, place: Span) -> tuple[str, str]:
    """Return up to 32 characters before a place, and up to 32 after it."""
    return text[max(0, place.start - _AROUND) : place.start], text[place.end : place.end + _AROUND]


def located(text: str, quote: dict[str, Any]) -> Span | None:
    """Return where a TextQuoteSelector's words stand; None where they do not, or at several places that fit alike."""
    exact, prefix, suffix = quote["exact"], quote["prefix"], quote["suffix"]
    at = text.find(prefix + exact + suffix)
    if not exact or at < 0 or text.find(prefix + exact + suffix, at + 1) >= 0:
        return None
    return Span(at + len(prefix), at + len(prefix) + len(exact))
