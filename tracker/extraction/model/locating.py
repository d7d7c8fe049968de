"""Where words stand that a model says stand in a text: raw, else folded, else without the punctuation around them.

Several places are told apart by what stands before and behind, and by nothing else: none is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from itertools import islice
from typing import Final
from unicodedata import combining

from tracker.extraction.draft import Span
from tracker.extraction.folding import Folded
from tracker.extraction.names import folded

__all__ = ["Fault", "Locator"]

_AROUND: Final = 300
_CONTEXT: Final = 24
"""So many letters on each side are compared."""
_PLACES_MAX: Final = 200
_LETTERS_MISSING: Final = 2
_NEAR: Final = 1_000
_FIRST_WITHOUT_SPACES: Final = "\u0e00"  # Thai; Chinese and Japanese follow


class Fault(StrEnum):
    """Why words have no place."""

    MISSING = "does not stand in the text"
    SEVERAL = "stands in the text more than once, and what is before and behind it does not tell where"


class Locator:
    """Finds words in one text."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _folded(self) -> Folded:
        return Folded(self._text)

    def place(self, words: str, before: str = "", after: str = "", behind: int | None = None) -> Span | Fault:
        """Return where the words stand: whole words, widened by a letter or two if they are cut.

        With `behind`, only in the 1,000 code points that follow it.
        """
        places = self._places(words, behind or 0)
        if behind is not None:
            places = [each for each in places if each.end <= behind + _NEAR]
        if len(places) > 1 and (before or after):
            places = [each for each in places if self._fits(each, before, after)] or places
        if len(places) > 1:
            return Fault.SEVERAL
        return places[0] if places else Fault.MISSING

    def nearest(self, words: str, outside: Span, to: Span | None = None) -> Span | None:
        """Return where the words stand nearest to a place, and outside of one; at most 1,000 code points away."""
        to = to or outside
        places = [each for each in self._places(words, 0) if not (each.meets(outside) or each.meets(to))]
        nearest = min(places, key=lambda each: _distance(each, to), default=None)
        return nearest if nearest is not None and _distance(nearest, to) < _NEAR else None

    def within(self, words: str, around: Span) -> Span | None:
        """Return where the words first stand within a place."""
        return next((each for each in self._places(words, around.start) if around.holds(each)), None)

    def _places(self, words: str, start: int) -> list[Span]:
        """Return the places of the first reading of the words that stands anywhere."""
        for reading in _readings(words):
            found = list(islice(self._raw(reading, start), _PLACES_MAX))
            found = found or list(islice(self._folded.places(reading, start), _PLACES_MAX))
            whole = [each for each in found if self._missing(each) == (0, 0)]
            cut = (self._widened(each) for each in found if len(reading.split()) > 1)
            found = whole or [each for each in cut if each is not None]
            if found:
                return found
        return []

    def _raw(self, words: str, start: int) -> Iterator[Span]:
        at = self._text.find(words, start)
        while at >= 0:
            yield Span(at, at + len(words))
            at = self._text.find(words, at + 1)

    def _missing(self, place: Span) -> tuple[int, int]:
        """Return how many letters of its first and its last word a place lacks; never more than matter."""
        text, (start, end) = self._text, place
        before = after = 0
        while before <= _LETTERS_MISSING and start - before > 0 and _joined(text, start - before):
            before += 1
        while after <= _LETTERS_MISSING and end + after < len(text) and _joined(text, end + after):
            after += 1
        return before, after

    def _widened(self, place: Span) -> Span | None:
        before, after = self._missing(place)
        if max(before, after) > _LETTERS_MISSING:
            return None
        return Span(place.start - before, place.end + after)

    def _fits(self, place: Span, before: str, after: str) -> bool:
        stands_before = _letters(self._text[max(0, place.start - _AROUND) : place.start])
        stands_after = _letters(self._text[place.end : place.end + _AROUND])
        return stands_before.endswith(_letters(before)[-_CONTEXT:]) and stands_after.startswith(
            _letters(after)[:_CONTEXT]
        )


def _readings(words: str) -> Iterator[str]:
    """Yield what may have been meant: the words, and the words without what stands around them and is no letter."""
    words = words.strip()
    if not any(map(str.isalnum, words)):
        return
    yield words
    first = next(at for at, char in enumerate(words) if char.isalnum())
    last = next(at for at in range(len(words), 0, -1) if words[at - 1].isalnum())
    if (first, last) != (0, len(words)):
        yield words[first:last]


def _joined(text: str, at: int) -> bool:
    """Say whether one word goes on across an offset; where words are not set apart by spaces, none is taken to."""
    before, after = text[at - 1], text[at]
    if max(before, after) >= _FIRST_WITHOUT_SPACES:
        return False
    return (before.isalnum() or combining(before) > 0) and (after.isalnum() or combining(after) > 0)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, folded(text)))


def _distance(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)
