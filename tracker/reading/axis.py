"""The days along which a picture of time runs, and where on it to write a date."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

__all__ = ["Axis", "Tick"]

_GAP: Final = 2  # characters between two labels
_WEEK: Final = 7
_MONTH: Final = 30
_YEAR: Final = 365
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Tick:
    """A day of the axis with its label."""

    day: int
    """Days since the first one."""
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """All days from the first to the last, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many there are, 1 or more."""
        return self.last.toordinal() - self.first.toordinal() + 1

    def day(self, of: date) -> int:
        """Return how many days after the first it is; what lies outside counts as the first, or as just past the last.

        Half-open stretches of days become half-open stretches of these numbers.
        """
        return min(max(of.toordinal() - self.first.toordinal(), 0), self.days)

    def ticks(self, room: int) -> list[Tick]:
        """Return evenly spaced days to be labelled - days, Mondays, months or years - and at least one.

        The finest spacing whose labels stand apart on `room` characters; the first day where none of it is on the axis.
        """
        for length, written, days in _SPACINGS:
            most = room // (len(written(self.first)) + _GAP)
            if self.days <= length * (most + 1):
                found = [Tick(day.toordinal() - self.first.toordinal(), written(day)) for day in days(self)]
                if 0 < len(found) <= most:
                    return found
        return [Tick(0, self.first.isoformat())]


def _every_day(axis: Axis, step: int) -> Iterator[date]:
    """Yield the days that lie `step` apart; of weeks the Mondays, as day 1 of the calendar was one."""
    first = axis.first.toordinal()
    start = first + (1 - first) % step
    yield from map(date.fromordinal, range(start, axis.last.toordinal() + 1, step))


def _every_month(axis: Axis, step: int) -> Iterator[date]:
    """Yield the first days of the months that lie `step` apart, January and round years among them."""
    first = axis.first.year * _MONTHS + axis.first.month - 1
    last = axis.last.year * _MONTHS + axis.last.month - 1
    for month in range(first + -first % step, last + 1, step):
        day = date(month // _MONTHS, month % _MONTHS + 1, 1)
        if day >= axis.first:
            yield day


def _year(day: date) -> str:
    return f"{day.year:04d}"


def _month(day: date) -> str:
    return day.isoformat()[: len("2025-09")]


_Spacing = tuple[int, Callable[[date], str], Callable[[Axis], Iterator[date]]]
"""About how many days lie between two, how they are written, and which they are."""

_SPACINGS: Final[tuple[_Spacing, ...]] = (
    *((days, date.isoformat, partial(_every_day, step=days)) for days in (1, 2, _WEEK, 2 * _WEEK)),
    *((months * _MONTH, _month, partial(_every_month, step=months)) for months in (1, 3, 6)),
    *((years * _YEAR, _year, partial(_every_month, step=years * _MONTHS)) for years in (1, 2, 5, 10, 20, 50, 100)),
    *((years * _YEAR, _year, partial(_every_month, step=years * _MONTHS)) for years in (200, 500, 1000, 2000, 5000)),
)
