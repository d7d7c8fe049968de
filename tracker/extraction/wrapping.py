"""Which line breaks were made to fit a page, whatever its width: `would not` and, on the next line, `talk`.

A line that stops in the middle and goes on in lower case was broken to fit. The widest such line tells the page's
width, and by it the other breaks: after a line that was wrapped the next word would not have fitted any more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

__all__ = ["Break", "breaks_in", "is_full", "page_width"]

_BREAK: Final = re.compile(r"^([^\n]*(\S))[^\S\n]*\n(?=[^\S\n]*(\S+))", re.MULTILINE)
_ENDS: Final = frozenset(".!?…:;")
_WIDEST: Final = 130
_RAGGED: Final = 8
_WORD_MAX: Final = 24


class Break(NamedTuple):
    """The end of a line that no blank line follows."""

    width: int
    """Of the line, in characters."""
    last: str
    """Its last character."""
    word: str
    """What the next line begins with, up to a space."""

    @property
    def goes_on(self) -> bool:
        """Whether the next line begins in lower case, and the line does not end as sentences do."""
        return self.last not in _ENDS and self.word[:1].islower()


def breaks_in(text: str) -> list[Break]:
    """Return the line breaks of a text, in its order."""
    return [Break(each.end(1) - each.start(1), each[2], each[3]) for each in _BREAK.finditer(text)]


def page_width(breaks: Iterable[Break]) -> int:
    """Return how wide a page the lines were broken for, 0 where none were."""
    return max((each.width for each in breaks if each.goes_on and each.width <= _WIDEST), default=0)


def is_full(line: Break, page: int) -> bool:
    """Say whether a line is as wide as the page lets it be."""
    return page - min(len(line.word), _WORD_MAX) - 2 < line.width <= page + _RAGGED
