"""Where dates stand along a picture of time."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.reading.axis import Axis, Tick

TICKS: Final = [
    ("2025-11-20", "2025-11-20", 80, "2025-11-20"),
    ("2025-11-18", "2025-11-20", 80, "2025-11-18 2025-11-19 2025-11-20"),
    ("2025-11-10", "2025-11-20", 80, "2025-11-10 2025-11-12 2025-11-14 2025-11-16 2025-11-18 2025-11-20"),
    ("2025-11-01", "2025-12-10", 80, "2025-11-03 2025-11-10 2025-11-17 2025-11-24 2025-12-01 2025-12-08"),
    ("2025-01-15", "2025-06-30", 80, "2025-02 2025-03 2025-04 2025-05 2025-06"),
    ("2023-09-05", "2025-11-20", 60, "2024-01 2024-07 2025-01 2025-07"),
    ("2023-09-05", "2025-11-20", 20, "2024 2025"),
    ("2005-01-02", "2026-01-05", 80, "2006 2008 2010 2012 2014 2016 2018 2020 2022 2024 2026"),
    ("0001-01-01", "9999-12-31", 40, "2000 4000 6000 8000"),
    ("2025-02-02", "2025-12-30", 5, "2025-02-02"),
]
"""From, to, how many characters wide, and what stands there."""


@pytest.mark.parametrize(("first", "last", "room", "labels"), TICKS)
def test_dates_are_round_and_stand_apart(first: str, last: str, room: int, labels: str) -> None:
    """Days, Mondays, months or years: the finest of them that has room; else the first day."""
    ticks = Axis(date.fromisoformat(first), date.fromisoformat(last)).ticks(room)
    assert [tick.label for tick in ticks] == labels.split()


@given(st.dates(), st.integers(0, 10_000), st.integers(0, 250))
def test_a_tick_stands_at_its_date(first: date, days: int, room: int) -> None:
    """However long the axis: each tick is the first day its label names, and all of them have room."""
    last = date.fromordinal(min(first.toordinal() + days, date.max.toordinal()))
    axis = Axis(first, last)
    ticks = axis.ticks(room)
    assert ticks
    for tick in ticks[1:] or [each for each in ticks if each != Tick(0, first.isoformat())]:
        day = date.fromordinal(first.toordinal() + tick.day)
        assert first <= day <= last
        assert day.isoformat() == (tick.label + "-01-01")[: len("2025-11-20")]
    assert len(ticks) == 1 or sum(len(tick.label) + 2 for tick in ticks) <= room


def test_days_outside_an_axis_are_its_ends() -> None:
    """So that what began before it begins with it, and what goes on after it ends with it."""
    axis = Axis(date(2025, 11, 10), date(2025, 11, 20))
    assert axis.days == 11
    days = [date.min, date(2025, 11, 10), date(2025, 11, 20), date(2025, 11, 21), date.max]
    assert [axis.day(day) for day in days] == [0, 0, 10, 11, 11]
