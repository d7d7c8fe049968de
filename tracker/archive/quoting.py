"""Whether a quotation stands in a text: code point for code point, else folded, else not at all.

Folded, typography makes no difference: NFKD, the shapes of quotation marks, dashes and spaces, line breaks, what
cannot be seen. Letters, their case and their accents do. A quotation with an ellipsis stands if its parts do, in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from tracker.extraction.folding import Folded, parts_of

__all__ = ["Found", "Text"]

How = Literal["exact", "folded"]

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
        self._folded: Folded | None = None

    def find(self, quotation: str) -> Found | None:
        """Return where the quotation first stands, None if it does not. A blank one stands nowhere."""
        if not quotation.strip():
            return None
        begin = self._text.find(quotation)
        if begin >= 0:
            return Found("exact", ((begin, begin + len(quotation)),))
        if self._folded is None:
            self._folded = Folded(self._text)
        whole = self._folded.find(quotation, 0)
        if whole is not None:
            return Found("folded", (whole,))
        return self._in_parts(self._folded, parts_of(quotation))

    @staticmethod
    def _in_parts(folded: Folded, parts: Sequence[str]) -> Found | None:
        if len(parts) > 1 and any(len(part.split()) < _WORDS_OF_A_PART for part in parts):
            return None
        spans: list[tuple[int, int]] = []
        for part in parts:
            span = folded.find(part, spans[-1][1] if spans else 0)
            if span is None:
                return None
            spans.append(span)
        return Found("folded", tuple(spans)) if spans else None
