"""What the fields of an event may hold: types that check one value alone, and say in a sentence what would do."""

from __future__ import annotations

import re
from typing import Annotated, Final

from pydantic import AfterValidator, Field, StrictInt

from events.ids import EventId
from events.periods import check_said
from events.text import Label, Line
from events.vocabulary import Stance

__all__ = [
    "Aliases",
    "AssertedStance",
    "Conditions",
    "Day",
    "Evidence",
    "Iso3",
    "Language",
    "MediaType",
    "Said",
    "Sha256",
    "StaleAfterDays",
    "Url",
    "Wikidata",
]

_ASSERTED: Final = (*Stance, "mixed", "none")


def _check_day(text: str) -> str:
    check_said(text)
    if len(text) != len("2025-09-05") or text.startswith(".."):
        raise ValueError(f"{text!r} is not a day; write it as 2025-09-05")
    return text


def _check_asserted(text: str) -> str:
    if text not in _ASSERTED:
        raise ValueError(f"{text[:60]!r} is no stance; one of {', '.join(_ASSERTED)}")
    return text


def _check_in_order(ids: tuple[str, ...]) -> tuple[str, ...]:
    if not ids:
        raise ValueError("is empty; give the ids of the events that it is about")
    if list(ids) != sorted(set(ids)):
        raise ValueError(f"ids stand in order, each once: {', '.join(sorted(set(ids)))[:200]}")
    return ids


def _check_url(text: str) -> str:
    if not text.startswith(("http://", "https://")) or any(char.isspace() or char < " " for char in text):
        raise ValueError(f"{text[:80]!r} is not a web address; it begins with http:// or https:// and has no spaces")
    return text


def _shaped(pattern: str, what: str) -> AfterValidator:
    compiled = re.compile(pattern, re.ASCII)

    def check(text: str) -> str:
        if not compiled.fullmatch(text):
            raise ValueError(f"{text[:60]!r} is not {what}")
        return text

    return AfterValidator(check)


Said = Annotated[str, AfterValidator(check_said)]
Day = Annotated[str, AfterValidator(_check_day)]
Url = Annotated[Line, AfterValidator(_check_url)]
Sha256 = Annotated[str, _shaped(r"[0-9a-f]{64}", "a SHA-256 of 64 hexadecimal digits, in lower case")]
Language = Annotated[str, _shaped(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}", "a language tag such as en or zh-Hant")]
Iso3 = Annotated[str, _shaped(r"[A-Z]{3}", "an ISO 3166 code of three capital letters, such as UKR")]
Wikidata = Annotated[str, _shaped(r"Q[1-9][0-9]{0,15}", "a Wikidata item such as Q159")]
MediaType = Annotated[str, _shaped(r"[\w.+-]{1,50}/[\w.+-]{1,50}", "a media type such as text/html")]
Aliases = Annotated[tuple[Label, ...], Field(max_length=50)]
Conditions = Annotated[tuple[Line, ...], Field(max_length=20)]
AssertedStance = Annotated[str, AfterValidator(_check_asserted)]
Evidence = Annotated[tuple[EventId, ...], Field(max_length=300), AfterValidator(_check_in_order)]
StaleAfterDays = Annotated[StrictInt, Field(ge=1, le=100_000)]
