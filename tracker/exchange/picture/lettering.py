"""Text in a picture: how wide it is about to be, broken over lines, and cut short where it has no room.

No font is at hand that a picture could be measured with, so a letter is taken to be as wide as in the widest of the
sans-serif fonts that common systems have.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from typing import Final

from tracker.outward import safe

__all__ = ["BOLD", "is_right_to_left", "lines_of", "shortened", "width_of"]

BOLD: Final = 1.1
"""How much wider bold letters are: they are measured as if they were larger."""

_ELLIPSIS: Final = "…"
_BROAD: Final = frozenset("MWmw@%—…")
_NARROW: Final = frozenset(" '!(),-./:;I[]fijlrt|")
_UNSEEN: Final = frozenset({"Mn", "Me", "Cf"})

# In parts of the size of the letters.
_NARROW_LETTER: Final = 0.42
_LETTER: Final = 0.64
_CAPITAL: Final = 0.8
_BROAD_LETTER: Final = 1.0
_EAST_ASIAN: Final = 1.1


@lru_cache(maxsize=4096)
def _em(char: str) -> float:
    if unicodedata.category(char) in _UNSEEN:
        return 0
    if unicodedata.east_asian_width(char) in "WF":
        return _EAST_ASIAN
    if char in _NARROW:
        return _NARROW_LETTER
    if char in _BROAD:
        return _BROAD_LETTER
    return _CAPITAL if char.isupper() else _LETTER


def width_of(text: str, size: float) -> float:
    """Return how many pixels the text takes at most in letters of that size."""
    return sum(map(_em, text)) * size


def _fitting(text: str, width: float, size: float) -> int:
    """Return how many characters of the text have room."""
    return bisect_right(list(accumulate(map(_em, text))), width / size)


def shortened(text: str, width: float, size: float) -> str:
    """Return safe text of at most that width; an ellipsis stands for what is cut off."""
    plain = safe(text)
    return plain if width_of(plain, size) <= width else _cut(plain, width, size)


def _cut(text: str, width: float, size: float) -> str:
    return text[: _fitting(text, width - width_of(_ELLIPSIS, size), size)].rstrip() + _ELLIPSIS


def lines_of(text: str, width: float, size: float, most: int) -> list[str]:
    """Return safe text in up to `most` lines of that width, broken between words; the last is cut short if it must."""
    lines = list(_broken(safe(text), width, size))
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), width, size)]


def _broken(text: str, width: float, size: float) -> Iterator[str]:
    """Yield lines that have room; a word longer than a line, as sentences without spaces are, is broken itself."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and width_of(longer, size) > width and width_of(word, size) <= width:
            yield line
            longer = word
        line = longer
        while width_of(line, size) > width:
            end = max(_fitting(line, width, size), 1)
            yield line[:end].rstrip()
            line = line[end:].lstrip()
    if line or not text.strip():
        yield line


def is_right_to_left(text: str) -> bool:
    """Say whether the first letter that has a direction runs from right to left."""
    directions = (unicodedata.bidirectional(char) for char in text)
    return next((each for each in directions if each in {"L", "R", "AL"}), "L") != "L"
