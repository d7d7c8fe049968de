"""Dates as people type them on a command line, turned into the grammar of the record. Nothing is ever filled in."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from events.errors import InvalidDateError
from events.periods import SAID_FORMS, check_said
from tracker.errors import UnreadableError

__all__ = ["spoken"]

_MONTHS: Final = "january february march april may june july august september october november december".split()
_AGO = re.compile(r"(\d{1,5}) ?(d|days?|w|weeks?) ago", re.ASCII)
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})\.? ([a-z]{3,9})\.?,? (\d{4})", re.ASCII)
_MONTH_DAY_YEAR = re.compile(r"([a-z]{3,9})\.? (\d{1,2}),? (\d{4})", re.ASCII)
_MONTH_YEAR = re.compile(r"([a-z]{3,9})\.?,? (\d{4})", re.ASCII)


def spoken(text: str, today: date, forms: str = SAID_FORMS) -> str:
    """Return the expression of the record that `text` means: `5 Sep 2025` -> `2025-09-05`.

    Takes the record's own grammar as it is, and `today`, `yesterday`, `7d ago`, `2 weeks ago`, `5 September 2025`,
    `September 5, 2025`, `Sep 2025`, each also after `../`.

    Args:
        forms: what to offer where the text cannot be read.

    Raises:
        UnreadableError: neither; says what would do.
    """
    open_mark = "../" if text.startswith("../") else ""
    words = " ".join(text.removeprefix("../").casefold().split())
    found = open_mark + (_relative(words, today) or _written_out(words) or text.removeprefix("../").strip())
    try:
        return check_said(found)
    except InvalidDateError as error:
        raise UnreadableError(str(error).replace(SAID_FORMS, forms)) from None


def _relative(words: str, today: date) -> str | None:
    if words == "today":
        return today.isoformat()
    if words == "yesterday":
        return (today - timedelta(days=1)).isoformat()
    if match := _AGO.fullmatch(words):
        days = int(match[1]) * (7 if match[2].startswith("w") else 1)
        return date.fromordinal(max(1, today.toordinal() - days)).isoformat()
    return None


def _written_out(words: str) -> str | None:
    if match := _DAY_MONTH_YEAR.fullmatch(words):
        day, name, year = match.groups()
    elif match := _MONTH_DAY_YEAR.fullmatch(words):
        name, day, year = match.groups()
    elif match := _MONTH_YEAR.fullmatch(words):
        (name, year), day = match.groups(), ""
    else:
        return None
    months = [
        number for number, month in enumerate(_MONTHS, 1) if month.startswith(name) or (name == "sept" and number == 9)
    ]
    if len(months) != 1:
        return None
    return f"{year}-{months[0]:02d}" + (f"-{int(day):02d}" if day else "")
