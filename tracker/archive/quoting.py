"""Whether a quotation stands in a text: code point for code point, else folded, else not at all.

Folded, typography makes no difference: NFKD, the shapes of quotation marks, dashes and spaces, line breaks, what
cannot be seen. Letters, their case and their accents do. A quotation with an ellipsis stands if its parts do, in order.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal
from unicodedata import category, combining, normalize

__all__ = ["Found", "Text"]

How = Literal["exact", "folded"]

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
_ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:\.{3}|…)\s*\]|\(\s*(?:\.{3}|…)\s*\)|…|\.{3,4})\s*")
_WORDS_OF_A_PART: Final = 2
"""A part between ellipses shorter than this would stand nearly anywhere."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a quotation stands."""

    how: How
    spans: tuple[tuple[int, int], ...]
    """`[begin, end)` in code points of the text; several where the quotation has an ellipsis."""


class Text:
    """A text in which quotations are looked for; folded once, when first needed."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded: _Folded | None = None

    def find(self, quotation: str) -> Found | None:
        """Return where the quotation first stands, None if it does not. A blank one stands nowhere."""
        if not quotation.strip():
            return None
        begin = self._text.find(quotation)
        if begin >= 0:
            return Found("exact", ((begin, begin + len(quotation)),))
        if self._folded is None:
            self._folded = _Folded(self._text)
        whole = self._folded.find(quotation, 0)
        if whole is not None:
            return Found("folded", (whole,))
        return self._in_parts(self._folded, [part for part in _ELLIPSIS.split(quotation) if part.strip()])

    @staticmethod
    def _in_parts(folded: _Folded, parts: list[str]) -> Found | None:
        if len(parts) > 1 and any(len(part.split()) < _WORDS_OF_A_PART for part in parts):
            return None
        spans: list[tuple[int, int]] = []
        for part in parts:
            span = folded.find(part, spans[-1][1] if spans else 0)
            if span is None:
                return None
            spans.append(span)
        return Found("folded", tuple(spans)) if spans else None


class _Folded:
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

    def find(self, quotation: str, after: int) -> tuple[int, int] | None:
        """Return where it stands behind offset `after` of the text: never within a letter and its accent."""
        wanted = _Folded(quotation)._chars.strip()
        at = self._chars.find(wanted, bisect_left(self._begins, after)) if wanted else -1
        while at >= 0:
            last = at + len(wanted) - 1
            if self._is_edge(at) and self._is_edge(last + 1):
                return self._begins[at], self._ends[last]
            at = self._chars.find(wanted, at + 1)
        return None

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
