"""The part of a text around what was found in it, in the text's own characters, with what was found between stars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from tracker.projections.folding import Token, joins, spans
from tracker.reading.wanted import Wanted, Word

__all__ = ["MARK", "Excerpt", "excerpt_of"]

MARK: Final = "*"
"""Stands before and after what was found. Brackets would read as an editor's additions, colour would not be copied."""
_BEFORE: Final = 35
_AFTER: Final = 55
"""Characters shown around the first that was found: about a dozen words in all."""
_CUT: Final = "…"

_Span = tuple[int, int]


class Excerpt(NamedTuple):
    """Part of a text, and how many of the words wanted stand in the whole of it."""

    text: str
    words_count: int


def excerpt_of(text: str, wanted: Wanted) -> Excerpt:
    """Return the text around the first of the words; its beginning where there is none."""
    there = list(spans(text))
    texts = [token.text for token in there]
    found = [list(_places(word, there, texts)) for word in wanted.words]
    marks = _merged(text, sorted(span for each in found for span in each))
    begins, ends = _window(text, marks[0] if marks else (0, 0))
    return Excerpt(_marked(text, begins, ends, marks), sum(map(bool, found)))


def _places(word: Word, there: Sequence[Token], texts: Sequence[str]) -> Iterator[_Span]:
    for index in range(len(texts)):
        if word.stands_at(index, texts):
            yield there[index].begins, there[index + len(word.tokens) - 1].ends


def _merged(text: str, found: Sequence[_Span]) -> list[_Span]:
    """Return as one what overlaps, and what nothing but spaces parts."""
    merged: list[_Span] = []
    for begins, ends in found:
        if merged and not text[merged[-1][1] : begins].strip():
            merged[-1] = merged[-1][0], max(ends, merged[-1][1])
        else:
            merged.append((begins, ends))
    return merged


def _window(text: str, first: _Span) -> _Span:
    """Return where the excerpt begins and ends: between words where there are spaces, else between characters."""
    begins, ends = max(first[0] - _BEFORE, 0), min(first[1] + _AFTER, len(text))
    before = [index + 1 for index in range(max(begins - 1, 0), first[0]) if text[index].isspace()]
    after = [index for index in range(first[1], ends) if text[index].isspace()]
    if begins and before:
        begins = before[0]
    if ends < len(text) and not text[ends].isspace() and after:
        ends = after[-1]
    while begins and joins(text[begins]):
        begins -= 1
    while ends < len(text) and joins(text[ends]):
        ends += 1
    return begins, ends


def _marked(text: str, begins: int, ends: int, marks: Sequence[_Span]) -> str:
    parts = [_CUT if begins else ""]
    for start, stop in marks:
        if start < ends:
            parts += [text[begins:start], MARK, text[start:stop], MARK]
            begins, ends = stop, max(stop, ends)
    return "".join([*parts, text[begins:ends], _CUT if ends < len(text) else ""])
