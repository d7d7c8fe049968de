"""A text without its typography, and the way back: where words stand that differ from it in shapes only.

Folded, typography makes no difference: NFKD, the shapes of quotation marks, dashes and spaces, line breaks, what
cannot be seen. Letters, their case and their accents do.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from unicodedata import category, combining, normalize

from tracker.extraction.draft import Span

__all__ = ["Folded", "parts_of"]

_DOUBLE: Final = '"“”„‟«»″‶〝〞〟＂❝❞'
_SINGLE: Final = "'‘’‚‛‹›′‵`´＇❛❜"
_DASHES: Final = "-‐‑‒–—―−﹘﹣－"
_SHAPES: Final = {
    **dict.fromkeys(_DOUBLE, '"'),
    **dict.fromkeys(_SINGLE, "'"),
    **dict.fromkeys(_DASHES, "-"),
}
_RUNS: Final = (" ", "-")
_FIRST_COMBINING: Final = "\u0300"
_ELLIPSIS: Final = re.compile(r"\s*(?:\[\s*(?:\.{3}|…)\s*\]|\(\s*(?:\.{3}|…)\s*\)|…|\.{3,4})\s*")


def parts_of(quotation: str) -> list[str]:
    """Return what stands between the ellipses of a quotation; the whole where it has none."""
    return [part for part in _ELLIPSIS.split(quotation) if part.strip()]


class Folded:
    """A folded text, and of each of its characters where it came from: numbers in arrays, for texts of megabytes."""

    def __init__(self, text: str) -> None:
        self._begins = array("I")
        self._ends = array("I")
        chars: list[str] = []
        last = ""
        for folded, begin, end in _clusters(text):
            if folded == last and folded in _RUNS:
                self._ends[-1] = end  # one for a run
                continue
            for char in folded:
                chars.append(char)
                self._begins.append(begin)
                self._ends.append(end)
            last = folded
        self._chars = "".join(chars)

    def find(self, quotation: str, after: int) -> Span | None:
        """Return where it first stands behind offset `after` of the text; None where it does not."""
        return next(self.places(quotation, after), None)

    def places(self, quotation: str, after: int = 0) -> Iterator[Span]:
        """Yield every place where it stands behind offset `after` of the text: never within a letter and its accent."""
        wanted = Folded(quotation)._chars.strip()
        at = self._chars.find(wanted, bisect_left(self._begins, after)) if wanted else -1
        while at >= 0:
            last = at + len(wanted) - 1
            if self._is_edge(at) and self._is_edge(last + 1):
                yield Span(self._begins[at], self._ends[last])
            at = self._chars.find(wanted, at + 1)

    def _is_edge(self, at: int) -> bool:
        """Say whether the character at `at` comes from another letter than the one before."""
        return at in (0, len(self._begins)) or self._begins[at] != self._begins[at - 1]


def _clusters(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each letter with its accents, folded, and the offsets it came from; nothing for what cannot be seen."""
    begin, length = 0, len(text)
    while begin < length:
        end = begin + 1
        while end < length and text[end] >= _FIRST_COMBINING and combining(text[end]):
            end += 1
        folded = _fold(text[begin:end])
        if folded:
            yield folded, begin, end
        begin = end


@lru_cache(maxsize=4096)
def _fold(cluster: str) -> str:
    if cluster in _SHAPES:
        return _SHAPES[cluster]
    if category(cluster[0]) == "Cf":
        cluster = cluster[1:]
    folded = normalize("NFKD", cluster)
    if folded.isspace():
        return " "
    if folded.startswith(" "):  # an accent that stands alone is no space
        folded = normalize("NFD", cluster)
    return "".join(_SHAPES.get(char, char) for char in folded)
