"""A long text in pieces that a model can read, cut between paragraphs; each begins with the end of the one before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tracker.extraction.draft import Span

__all__ = ["OVERLAP", "SIZE", "windows"]

SIZE: Final = 8_000
OVERLAP: Final = 600
"""At most so much of the piece before is read again, for who `he` is."""
_BREAKS: Final = ("\n\n", "\n", ". ", " ")


def windows(text: str, size: int = SIZE, overlap: int = OVERLAP) -> Iterator[Span]:
    """Yield pieces of at most `size` code points that cover the text, in its order; none of a blank text."""
    start = begin = 0
    while text[begin:].strip():
        end = _cut(text, begin, start + size)
        yield Span(start, end)
        start, begin = _start(text, end, overlap), end


def _cut(text: str, begin: int, most: int) -> int:
    """Return where a piece of what follows `begin` ends: behind the last paragraph of its second half, if one is."""
    if most >= len(text):
        return len(text)
    for mark in _BREAKS:
        at = text.rfind(mark, begin + (most - begin) // 2, most)
        if at >= 0:
            return at + len(mark)
    return most


def _start(text: str, end: int, overlap: int) -> int:
    """Return where the next piece begins: at the first paragraph, else the first word, of what is read again."""
    first = max(0, end - overlap)
    for mark in _BREAKS[1:]:
        at = text.find(mark, first, end - 1)
        if at >= 0:
            return at + len(mark)
    return first
