"""A question in words: "position of X [on ISSUE] [on|as of DATE] [as known on DATE]"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from tracker.cut import CUT_FORMS
from tracker.dates import spoken
from tracker.errors import UnreadableError

__all__ = ["GRAMMAR", "Question", "read_question"]

GRAMMAR: Final = "position of PARTY [on ISSUE] [on DATE | as of DATE] [as known on DATE]"

_OPENING = re.compile(r"(?:what (?:is|was) )?(?:the )?position of (?:the )?(?P<rest>.+)", re.IGNORECASE)
_KNOWN = re.compile(r"(?P<rest>.*?),? as known (?:on|at) (?P<known>.+)", re.IGNORECASE)
_AS_OF = re.compile(r"(?P<rest>.*?),? as of (?P<as_of>.+)", re.IGNORECASE)
_ON = re.compile(r"(?P<rest>.+),? on (?P<last>.+)", re.IGNORECASE)
_DATELIKE = re.compile(
    r"\.\./.*|[\d./-]+(?:[t ][\d:.z+-]*)?|today|yesterday|tomorrow|.* ago|\d{1,2}\.? [a-z]+\.?,? \d{4}"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? (?:\d{1,2},? )?\d{4}",
    re.IGNORECASE | re.ASCII,
)
_PARTY_ON_ISSUE = re.compile(r"(?P<party>.+?) on (?:the )?(?P<issue>.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in the asker's words; dates already as the record writes them."""

    party: str
    issue: str | None = None
    as_of: str | None = None
    known_at: str | None = None


def read_question(text: str, today: date) -> Question:
    """Return what the question asks.

    Raises:
        UnreadableError: says which words could not be read, and the grammar.
    """
    match = _OPENING.fullmatch(" ".join(text.split()).rstrip("?. "))
    if match is None:
        raise UnreadableError(f"cannot read the question {text[:80]!r}; ask: {GRAMMAR}")
    rest, known_at = _split(_KNOWN, "known", match["rest"], today)
    rest, as_of = _split(_AS_OF, "as_of", rest, today)
    if as_of is None and (last := _ON.fullmatch(rest)) is not None and _looks_like_date(last["last"]):
        rest, as_of = last["rest"], _date(last["last"], today)
    found = _PARTY_ON_ISSUE.fullmatch(rest)
    if found is None:
        return Question(rest, None, as_of, known_at)
    return Question(found["party"], found["issue"], as_of, known_at)


def _split(pattern: re.Pattern[str], name: str, text: str, today: date) -> tuple[str, str | None]:
    match = pattern.fullmatch(text)
    return (match["rest"], _date(match[name], today)) if match else (text, None)


def _looks_like_date(text: str) -> bool:
    """Tell a date, also a mistaken one, from an issue such as resolution-1701."""
    return _DATELIKE.fullmatch(text) is not None


def _date(text: str, today: date) -> str:
    if re.fullmatch(r"e[1-9]\d*", text):
        return text
    try:
        return spoken(text, today, CUT_FORMS)
    except UnreadableError as error:
        raise UnreadableError(f"{error}. Ask: {GRAMMAR}") from None
