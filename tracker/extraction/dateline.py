"""Where a report says of itself when it was written: `MOSCOW, 5 September (Agency) -`, or a line with a date above it.

A report without either may open with a day: `On 5 September 2023, during a forum ...`. That day is taken for its own
only where the text names no later one.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

from tracker.extraction.days import Told, day_of, days_in
from tracker.extraction.draft import Span

__all__ = ["Dateline", "dateline"]

_HEAD: Final = re.compile(r"(?:\s*+[^\n]*\n){0,4}[^\n]*")
_LINE: Final = re.compile(r"[^\n]*\S[^\n]*")
_LONGEST_HEAD: Final = 1_500
_HEADER: Final = 90
_OPENING: Final = 160
_DASH: Final = re.compile(r" ?[—–] ?| --? |\)[:,]? ")
_STOPS: Final = re.compile(r"[.!?;\"“”«»](?:\s|$)")
_VERB: Final = re.compile(r"\b(?:said|says|told|announced|was|were|is|are|has|have|had|will)\b")
_PLACE: Final = re.compile(r"\s*(?:[A-Z]{3,}|[A-Z][\w.'’-]*(?:,| ?\()|\(?[0-9]|[A-Z][a-z]{2,8}\.? [0-9])")
_EVENT: Final = re.compile(
    r"\b(?:briefing|conference|interview|speech|transcript|remarks|address|debate|hearing|questions)\b", re.IGNORECASE
)
_AHEAD: Final = re.compile(r"\b(?:will|would|due|scheduled|planned|(?:is|are) to)\b")
_WHOLE: Final = 10


class Dateline(NamedTuple):
    """The day that a report gives as its own."""

    place: Span
    day: date
    is_opening: bool
    """It is no line of its own: the report begins by telling of that day."""
    is_event: bool = False
    """It heads the record of an event: `Press briefing, 14 March`; who speaks there speaks on that day."""


def dateline(text: str, published: date | None) -> Dateline | None:
    """Return the day that the report gives, None where it gives none, or one without a year that nothing supplies.

    Args:
        published: the day that supplies the year.
    """
    head = _HEAD.match(text)
    lines = _LINE.finditer(text, 0, min(len(text), _LONGEST_HEAD, len(head[0]) if head else 0))
    for number, line in enumerate(lines):
        place = _header(text, Span(*line.span()))
        found = [each for each in days_in(text, place, None) if _is_day(each)] if place else []
        found = found or ([each for each in days_in(text, place, published) if _is_date(text, each)] if place else [])
        if place and found:
            return Dateline(found[0].place, _date(found[0]), False, _EVENT.search(place.of(text)) is not None)
        if not place and number:
            break
    return _opening(text)


def _header(text: str, line: Span) -> Span | None:
    """Return the part of a line that may be a dateline: a short line without a verb, or what stands before a dash."""
    words = line.of(text)
    if len(words) <= _HEADER and not _STOPS.search(words) and not _VERB.search(words):
        return line
    dash = _DASH.search(words[:_HEADER])
    if dash is None or not _PLACE.match(words) or _VERB.search(words[: dash.start()]):
        return None
    return Span(line.start, line.start + dash.end())


def _opening(text: str) -> Dateline | None:
    """Return the day that the first sentence tells of, if it is a whole date and the text names no later one."""
    stop = re.search(r"[.!?]\s", text[:_OPENING])
    first = [each for each in days_in(text, Span(0, stop.start() if stop else _OPENING), None) if _is_day(each)]
    if not first or _AHEAD.search(text[:_OPENING]):
        return None
    begin = Span(0, min(len(text), _LONGEST_HEAD * _WHOLE))
    latest = max(each.said for each in days_in(text, begin, None) if _is_day(each))
    return Dateline(first[0].place, _date(first[0]), is_opening=True) if first[0].said == latest else None


def _is_day(told: Told) -> bool:
    return len(told.said) == _WHOLE and day_of(told.said) is not None


def _is_date(text: str, told: Told) -> bool:
    """Say whether the words are a day of a month, and no weekday."""
    return _is_day(told) and re.search("[0-9]", told.place.of(text)) is not None


def _date(told: Told) -> date:
    return date.fromisoformat(told.said)
