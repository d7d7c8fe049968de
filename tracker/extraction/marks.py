"""Quotations: what stands between quotation marks, whatever their style, also where the marks are odd.

A paragraph - a line, or where lines are wrapped what stands between blank ones - is read from left to right. A mark
opens where a word begins after it and none ends before it, and closes where something ends before it and no word
begins after it; marks of one family go together whichever way they are curled. Within a quotation a further mark of
its family that can only open is a nested one. A paragraph that nobody closes goes on in the next if that one opens
with a mark; every paragraph is a quotation of its own. Any other mark without a partner is none, and so is a row of
eight or more alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tracker.extraction.draft import Span
from tracker.extraction.wrapping import breaks_in, is_full, page_width

__all__ = ["Quotation", "quotations"]

_MARK: Final = re.compile(r"""(?P<row>["“”„‟«»‹›‘’‚'`「」『』])(?P=row){7,}|''|``|["“”„‟«»‹›‘’‚'`「」『』]""")
_FAMILIES: Final = ('"“”„‟', "'‘’‚`", "«»", "‹›", "「」", "『』")
_FAMILY: Final = {"''": 6, "``": 6} | {mark: number for number, marks in enumerate(_FAMILIES) for mark in marks}
_SINGLE: Final = _FAMILY["'"]
_ONLY_OPENS: Final = frozenset("„‚‘「『`") | {"``"}
_ONLY_CLOSES: Final = frozenset("」』")
_LINE: Final = re.compile(r"[^\n]+")
_BLOCK: Final = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_WIDTHS: Final = range(50, 101)
_MOST: Final = 0.7
_ENDS: Final = frozenset(",.!?…;:-—–)")
_NEVER_OPENS_AFTER: Final = _ENDS - frozenset("-—–:,")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks."""

    outer: Span
    """With the marks."""
    inner: Span
    goes_on: bool = False
    """It is not closed, and the next paragraph is a part of it."""


@dataclass(frozen=True, slots=True)
class _Mark:
    place: Span
    family: int
    opens: bool
    closes: bool


def quotations(text: str) -> list[Quotation]:
    """Return the outermost quotations of a text, in its order; they do not overlap."""
    return list(_quotations(text))


@lru_cache(maxsize=1)  # an extraction asks three times, of one text
def _quotations(text: str) -> tuple[Quotation, ...]:
    found: list[Quotation] = []
    pattern = _BLOCK if _is_wrapped(text) else _LINE
    paragraphs = [Span(*match.span()) for match in pattern.finditer(text)]
    for number, paragraph in enumerate(paragraphs):
        after = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        found += _in_paragraph(text, paragraph, after)
    return tuple(found)


def _is_wrapped(text: str) -> bool:
    """Say whether lines are broken to fit a page, so that only a blank line ends a paragraph."""
    breaks = breaks_in(text)
    page = page_width(breaks)
    if page and sum(is_full(each, page) for each in breaks) >= _MOST * len(breaks):
        return True
    fitting = sum(each.width in _WIDTHS for each in breaks)
    return len(breaks) > 1 and max(each.width for each in breaks) < _WIDTHS.stop and fitting >= _MOST * len(breaks)


def _in_paragraph(text: str, paragraph: Span, after: Span | None) -> Iterator[Quotation]:
    marks = list(_marks(text, paragraph))
    last_closing = {mark.family: number for number, mark in enumerate(marks) if mark.closes}
    at = 0
    while at < len(marks):
        mark = marks[at]
        at += 1
        if not mark.opens:
            continue
        if last_closing.get(mark.family, -1) < at:
            if _goes_on(text, mark, after) and not any(each.family == mark.family for each in marks[at:]):
                yield Quotation(Span(mark.place.start, paragraph.end), Span(mark.place.end, paragraph.end), True)
                return
            continue
        at = _closing(marks, at, mark.family)
        closing = marks[at - 1].place
        if mark.place.end < closing.start:
            yield Quotation(Span(mark.place.start, closing.end), Span(mark.place.end, closing.start))


def _closing(marks: list[_Mark], at: int, family: int) -> int:
    """Return the number after the mark that closes what is open before `at`; one that closes is there."""
    first, depth = 0, 1
    for number in range(at, len(marks)):
        mark = marks[number]
        if mark.family != family:
            continue
        if mark.closes:
            first, depth = first or number + 1, depth - 1
        elif mark.opens:
            depth += 1
        if depth == 0:
            return number + 1
    return first


def _goes_on(text: str, mark: _Mark, after: Span | None) -> bool:
    if after is None or mark.family == _SINGLE:
        return False
    start = after.start + len(after.of(text)) - len(after.of(text).lstrip())
    begin = _MARK.match(text, start)
    return begin is not None and _FAMILY.get(begin[0]) == mark.family


def _marks(text: str, paragraph: Span) -> Iterator[_Mark]:
    for match in _MARK.finditer(text, *paragraph):
        if match["row"] is not None:
            continue
        start, end = match.span()
        before = text[start - 1] if start > paragraph.start else " "
        after = text[end] if end < paragraph.end else " "
        place, family = Span(start, end), _FAMILY[match[0]]
        opens, closes = _roles(match[0], before, after)
        if family == _SINGLE and closes:
            closes = _really_closes(text, place, before, after)
        if opens or closes:
            yield _Mark(place, family, opens, closes)


def _roles(mark: str, before: str, after: str) -> tuple[bool, bool]:
    """Say whether a mark may open, and whether it may close; `before` and `after` are its neighbours."""
    if mark in "「『":
        return True, False
    if mark in _ONLY_CLOSES:
        return False, True
    opens = not before.isalnum() and not after.isspace() and before not in _NEVER_OPENS_AFTER
    closes = not before.isspace() and not after.isalnum() and before not in "([{"
    if mark in _ONLY_OPENS:
        closes = False
    if mark == "'" and (before.isalnum() or after.isdigit()):
        opens = False
    if opens and closes:  # between two marks of punctuation: an opening curl opens
        opens, closes = (True, False) if mark in "“«" and after.isalnum() else (after in "\"“”'‘’.…", True)
    return opens, closes


def _really_closes(text: str, place: Span, before: str, after: str) -> bool:
    """Say whether a single mark ends a quotation and is not the apostrophe of a plural's possessive."""
    if before in _ENDS or not after.isspace():
        return True
    rest = text[place.end : place.end + 2].lstrip()
    return before.lower() != "s" or not rest[:1].isalpha()
