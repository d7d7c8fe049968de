"""Words that tell a day: `on Friday`, `5 September`, `yesterday`, `last month`; read against the day of the report.

What comes out follows the grammar of `said` and claims no more than the words: a month stays a month, and of `last
week` no more is known than that it has ended. A day without a year is the last such day on or before that of the
report, a weekday likewise. Words about what is still to come - `next Friday`, `every Monday` - tell nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple

from tracker.extraction.draft import Span

__all__ = ["Told", "day_of", "days_in", "last_month", "last_such_day", "last_weekday"]

_MONTHS: Final = "January February March April May June July August September October November December".split()
_WEEKDAYS: Final = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_NUMBERS: Final = {"one": 1, "a": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_SHORT_MONTHS: Final = ["Sept", *(name[:3] for name in _MONTHS if name != "May")]
_MONTH: Final = (
    rf"(?:{'|'.join(form for name in _MONTHS for form in (name, name.upper()))}"
    rf"|(?:{'|'.join(form for name in _SHORT_MONTHS for form in (name, name.upper()))})\b\.?)(?!\w)"
)
_DAY: Final = r"(?:0?[1-9]|[12][0-9]|3[01])"
_YEAR: Final = r"(?:19|20)[0-9][0-9]"
_A_WEEK: Final = 7
_NAMED: Final = rf"\b(?:{'|'.join(_WEEKDAYS)}),? (?:the )?"
_EVENT: Final = r"(?!['’]|-)"
"""Not `Monday's attack`."""


class Told(NamedTuple):
    """Words that tell when."""

    place: Span
    said: str
    """In the grammar of `said`."""


def day_of(said: str) -> date | None:
    """Return the one day that an expression of the grammar of `said` stands for, None if it stands for more."""
    try:
        return date.fromisoformat(said[:10])
    except ValueError:
        return None


def last_such_day(month: int, day: int, upto: date) -> date | None:
    """Return the last day of that name on or before `upto`; None: there is none in the five years up to it."""
    for year in range(upto.year, max(0, upto.year - 5), -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= upto:
            return found
    return None


def last_weekday(number: int, upto: date) -> date:
    """Return the last such weekday on or before `upto`; Monday is 0."""
    return _back(upto, (upto.weekday() - number) % _A_WEEK)


def last_month(number: int, upto: date) -> str:
    """Return the last month of that number that began on or before `upto`."""
    return f"{upto.year - (number > upto.month):04}-{number:02}"


def days_in(text: str, within: Span, report: date | None) -> list[Told]:
    """Return the words there that tell when, in their order; of words that share a character the more precise.

    Args:
        report: the day of the report; None: words that need it tell nothing.
    """
    found: list[Told] = []
    for pattern, read in _FORMS:
        for match in pattern.finditer(text, *within):
            place = Span(*match.span())
            if any(each.place.meets(place) for each in found):
                continue
            said = read(match, report)
            found.append(Told(place, said))
    return sorted(each for each in found if each.said)


def _iso(match: re.Match[str], report: date | None) -> str:
    return match[0] if day_of(match[0]) else ""


def _day(match: re.Match[str], report: date | None) -> str:
    month, day = _month(match["month"]), int(match["day"])
    if match["year"]:
        return _written(int(match["year"]), month, day)
    found = None if report is None else last_such_day(month, day, report)
    return "" if found is None else found.isoformat()


def _month_and_year(match: re.Match[str], report: date | None) -> str:
    return f"{match['year']}-{_month(match['month']):02}"


def _weekday(match: re.Match[str], report: date | None) -> str:
    before = (match["before"] or "").lower()
    if report is None or before in {"next", "every", "each", "coming", "until", "by"}:
        return ""
    number = _WEEKDAYS.index(match["weekday"])
    if before == "last":  # of last week, or of this one: it is past, and no more is known
        return f"../{last_weekday(number, _back(report, 1)).isoformat()}"
    return last_weekday(number, report).isoformat()


def _near(match: re.Match[str], report: date | None) -> str:
    if report is None:
        return ""
    return _back(report, match[0].lower() == "yesterday").isoformat()


def _ago(match: re.Match[str], report: date | None) -> str:
    number = match["number"].lower()
    days = _NUMBERS[number] if number in _NUMBERS else int(number)
    return "" if report is None else _back(report, days).isoformat()


def _span(match: re.Match[str], report: date | None) -> str:
    """Read `this week`, `last month`: a month and a year can be written, of a week only its last day."""
    if report is None:
        return ""
    last = match["which"].lower() == "last"
    unit = match["unit"].lower()
    if unit == "year":
        return f"{report.year - last:04}"
    if unit == "month":
        return _back(report, report.day if last else 0).isoformat()[:7]
    return f"../{_back(report, report.weekday() + 1 if last else 0).isoformat()}"


def _weekend(match: re.Match[str], report: date | None) -> str:
    if report is None:
        return ""
    saturday = report.weekday() == _WEEKDAYS.index("Saturday")
    return f"../{(report if saturday else last_weekday(6, report)).isoformat()}"


def _in_month(match: re.Match[str], report: date | None) -> str:
    return "" if report is None else last_month(_month(match["month"]), report)


def _in_year(match: re.Match[str], report: date | None) -> str:
    return match["year"]


def _month(name: str) -> int:
    return next(number for number, each in enumerate(_MONTHS, 1) if each.lower().startswith(name[:3].lower()))


def _written(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _back(day: date, days: int) -> date:
    return date.fromordinal(max(1, day.toordinal() - days))


def _spaced(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Compile a pattern whose spaces stand for any white space: a line may be broken there."""
    return re.compile(pattern.replace(" ", r"\s+"), flags)


_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date | None], str]], ...]] = (
    (_spaced(r"\b[0-9]{4}-[0-9][0-9]-[0-9][0-9]\b"), _iso),
    (
        _spaced(
            rf"(?:{_NAMED})?(?<![0-9.,-])\b(?P<day>{_DAY})(?:st|nd|rd|th)?(?: of)? "
            rf"(?P<month>{_MONTH})(?:,? (?P<year>{_YEAR})\b)?"
        ),
        _day,
    ),
    (
        _spaced(
            rf"(?:{_NAMED})?\b(?P<month>{_MONTH}) (?P<day>{_DAY})(?:st|nd|rd|th)?\b(?![:0-9])"
            rf"(?:,? (?P<year>{_YEAR})\b)?"
        ),
        _day,
    ),
    (_spaced(rf"\b(?P<month>{_MONTH}),? (?P<year>{_YEAR})\b"), _month_and_year),
    (
        _spaced(
            rf"\b(?:(?P<before>[Ll]ast|[Nn]ext|[Ee]very|[Ee]ach|[Cc]oming|[Uu]ntil|[Bb]y) )?"
            rf"(?P<weekday>{'|'.join(_WEEKDAYS)})\b{_EVENT}"
        ),
        _weekday,
    ),
    (
        _spaced(rf"\b(?:yesterday|today|tonight|this (?:morning|afternoon|evening))\b{_EVENT}", re.IGNORECASE),
        _near,
    ),
    (_spaced(rf"\b(?P<number>{'|'.join(_NUMBERS)}|[0-9]{{1,3}}) days? ago\b", re.IGNORECASE), _ago),
    (
        _spaced(rf"\b(?:earlier |later )?(?P<which>this|last) (?P<unit>week|month|year)\b{_EVENT}", re.IGNORECASE),
        _span,
    ),
    (_spaced(r"\b(?:over|at|on|during) the weekend\b", re.IGNORECASE), _weekend),
    (_spaced(rf"\b(?:[Ii]n (?:early |late )?|[Ll]ast )(?P<month>{_MONTH})(?! [0-9])"), _in_month),
    (_spaced(rf"\b[Ii]n (?P<year>{_YEAR})\b"), _in_year),
)
"""From the most precise to the least; each has its words and what they say."""
