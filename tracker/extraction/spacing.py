"""Some words of a text with one space wherever white space stands, and back from them to their places in the text.

A line that was wrapped says no more than one that was not; rules about words are written with single spaces.
"""

from __future__ import annotations

import re
from typing import Final

from tracker.extraction.draft import Span

__all__ = ["Spaced"]

_SPACES: Final = re.compile(r"\s+")


class Spaced:
    """The words of a place of a text, on one line."""

    def __init__(self, text: str, place: Span) -> None:
        words = place.of(text)
        self.words: str = _SPACES.sub(" ", words)
        self._runs = [(match.start(), match.end() - match.start() - 1) for match in _SPACES.finditer(words)]
        self._start = place.start

    def back(self, place: Span) -> Span:
        """Return the place in the text of a place in `words` that begins and ends with no space."""
        return Span(self._offset(place.start), self._offset(place.end))

    def _offset(self, at: int) -> int:
        for start, more in self._runs:
            if start >= at:
                break
            at += more
        return self._start + at
