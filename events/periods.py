"""The grammar of `said`, and the half-open period each expression stands for.

`2025`, `2025-09`, `2025-09-05` (EDTF level 0), `../2025-09-05` (no later than; level 1) and an instant with an
offset, to the minute or second, `2025-09-05T14:30+10:00`. Days, months and years are those of the dossier's zone.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final, NamedTuple

from events.clock import Instant
from events.errors import InvalidDateError

__all__ = ["ALWAYS", "NEVER", "SAID_FORMS", "Period", "Zone", "check_said", "date_in", "is_open", "period_of"]

ALWAYS: Final[Instant] = -(2**62)
"""Before every instant: where a period without a beginning begins."""
NEVER: Final[Instant] = 2**62
"""After every instant."""

_DAY_SECONDS: Final = 86_400
_DECEMBER: Final = 12
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
# datetime.fromisoformat reads an offset of +10:60, and in later Pythons 24:00; the grammar takes neither.
_INSTANT = re.compile(r"(\d{4}-\d{2}-\d{2})T((?!24)\d{2}:\d{2})(:\d{2})?(Z|[+-]\d{2}:[0-5]\d)", re.ASCII)
_NAIVE: Final = r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(\.\d+)?"
_SLASHED: Final = r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})"
SAID_FORMS: Final = "write 2025, 2025-09, 2025-09-05, ../2025-09-05 or 2025-09-05T14:30+10:00"


class Period(NamedTuple):
    """Half-open: `begins` is inside, `ends` is not. `begins` is ALWAYS where no beginning is known."""

    begins: Instant
    ends: Instant


class Zone:
    """The time zone in which the dossier's days begin and end."""

    def __init__(self, name: str = "UTC") -> None:
        """Look the zone up in the IANA database.

        Raises:
            InvalidDateError: no zone of that name.
        """
        self._zone = UTC if name == "UTC" else _looked_up(name)
        self.name = name
        self._first_day_ends = self.start_of(date.min + timedelta(days=1))
        self._last_day_begins = self.start_of(date.max)

    def start_of(self, day: date) -> Instant:
        """Return the first instant of `day`."""
        return int(datetime(day.year, day.month, day.day, tzinfo=self._zone).timestamp())

    def end_of(self, day: date) -> Instant:
        """Return the first instant after `day`; 9999-12-31 ends a day's length after it begins."""
        if day == date.max:
            return self.start_of(day) + _DAY_SECONDS
        return self.start_of(day + timedelta(days=1))

    def day_of(self, instant: Instant) -> date:
        """Return the day that holds `instant`, the first or last day of the calendar where it lies outside."""
        if instant < self._first_day_ends:
            return date.min
        if instant >= self._last_day_begins:
            return date.max
        return datetime.fromtimestamp(instant, self._zone).date()


def _looked_up(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo  # late: days of UTC need no database

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        # An unknown zone is a KeyError; a path out of the database a ValueError, a folder in it an OSError.
        raise InvalidDateError(
            f"no time zone {name!r}; use a name such as UTC, Europe/Kyiv or Asia/Vladivostok"
        ) from None


def check_said(text: str) -> str:
    """Return `text` unchanged if it follows the grammar.

    Raises:
        InvalidDateError: says what is wrong with it and what would do.
    """
    body = text.removeprefix("../")
    if _INSTANT.fullmatch(body) and body is text:
        _instant(text)
    elif match := _DATE.fullmatch(body):
        _first_day(match)
    else:
        raise InvalidDateError(_refusal(text))
    return text


def date_in(said: str) -> str:
    """Return the date an expression rests on: `../2025-09-05` and `2025-09-05` rest on the same."""
    return said.removeprefix("../")


def is_open(said: str) -> bool:
    """Say whether the expression means "no later than"."""
    return said.startswith("../")


def period_of(said: str, zone: Zone) -> Period:
    """Return the period that `said` stands for in `zone`.

    Raises:
        InvalidDateError: `said` does not follow the grammar.
    """
    return _period(said, zone.name)


@lru_cache(maxsize=65_536)
def _period(said: str, zone_name: str) -> Period:
    check_said(said)
    if _INSTANT.fullmatch(said):
        begins, length_seconds = _instant(said)
        return Period(begins, begins + length_seconds)
    match = _DATE.fullmatch(date_in(said))
    assert match is not None, "check_said let it pass"  # noqa: S101 - tells mypy, cannot happen
    zone = _zone(zone_name)
    first = _first_day(match)
    begins = ALWAYS if is_open(said) else zone.start_of(first)
    ends = zone.end_of(_last_day(first, match))
    return Period(begins, max(ends, begins + 1))  # a day the zone skipped, as Pacific/Apia did 2011-12-30, is not empty


@lru_cache(maxsize=64)
def _zone(name: str) -> Zone:
    return Zone(name)


def _instant(text: str) -> tuple[Instant, int]:
    """Return the first second of an instant and how many seconds it spans."""
    match = _INSTANT.fullmatch(text)
    assert match is not None, "the caller matched it"  # noqa: S101 - tells mypy, cannot happen
    day, minute, second, offset = match.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{minute}{second or ':00'}{offset.replace('Z', '+00:00')}")
        # What lies outside the calendar once it is UTC could be recorded and then not be written out.
        begins = int((moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())
    except (ValueError, OverflowError):
        raise InvalidDateError(f"{text!r} is not a moment that exists; {SAID_FORMS}") from None
    return begins, 1 if second else 60


def _first_day(match: re.Match[str]) -> date:
    year, month, day = match.groups()
    try:
        return date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise InvalidDateError(f"{match.string!r} is not a date that exists; {SAID_FORMS}") from None


def _last_day(first: date, match: re.Match[str]) -> date:
    _, month, day = match.groups()
    if day:
        return first
    if not month or first.month == _DECEMBER:
        return date(first.year, _DECEMBER, 31)
    return date(first.year, first.month + 1, 1) - timedelta(days=1)


def _refusal(text: str) -> str:
    shown = text if len(text) <= 40 else text[:40] + "…"
    if match := re.fullmatch(_SLASHED, text, re.ASCII):
        return f"{shown!r} is not written so here: {_readings(*match.groups())}"
    if re.fullmatch(_NAIVE, text, re.ASCII):
        return f"{shown!r} has no offset from UTC; write it as {text.replace(' ', 'T')[:16]}Z or with +02:00"
    return f"{shown!r} is not a date the record takes; {SAID_FORMS}"


def _readings(one: str, two: str, year: str) -> str:
    pairs = dict.fromkeys([(int(two), int(one)), (int(one), int(two))])
    readings = [f"{year}-{month:02d}-{day:02d}" for month, day in pairs if _exists(int(year), month, day)]
    if len(readings) > 1:
        return f"it could be {readings[0]} or {readings[1]}; write the one you mean"
    return f"write {readings[0]}" if readings else SAID_FORMS


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
