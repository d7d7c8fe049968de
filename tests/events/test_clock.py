from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from hypothesis import given

from events.clock import FixedClock, Instant, SystemClock, instant_text, parse_instant_text
from events.errors import InvalidDateError
from tests.events.samples import NOON
from tests.strategies import instants


@given(instants())
def test_an_instant_is_read_back_from_its_text(instant: Instant) -> None:
    assert parse_instant_text(instant_text(instant)) == instant


@given(instants(), instants())
def test_texts_of_instants_sort_as_the_instants_do(one: Instant, other: Instant) -> None:
    assert (instant_text(one) < instant_text(other)) == (one < other)


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (-1, "1969-12-31T23:59:59Z"),
        (NOON, "2025-09-05T12:00:00Z"),
        (-62_135_596_800, "0001-01-01T00:00:00Z"),
        (253_402_300_799, "9999-12-31T23:59:59Z"),
    ],
)
def test_an_instant_is_written_in_one_way(instant: Instant, text: str) -> None:
    assert instant_text(instant) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2025-09-05",
        "2025-09-05T12:00Z",
        "2025-09-05T12:00:00",
        "2025-09-05T12:00:00z",
        "2025-09-05 12:00:00Z",
        "2025-09-05T12:00:00+00:00",
        "2025-09-05T12:00:00.0Z",
        "2025-9-5T12:00:00Z",
        "2025-09-05T12:00:00Z\n",
        "2025-09-05T12:00:60Z",
        "2025-02-30T12:00:00Z",
        "0000-01-01T00:00:00Z",
        "1-01-01T00:00:00Z",
        "٢٠٢٥-09-05T12:00:00Z",
    ],
)
def test_another_spelling_is_no_recorded_instant(text: str) -> None:
    with pytest.raises(InvalidDateError) as refusal:
        parse_instant_text(text)
    assert str(refusal.value) == f"{text!r} is not a recorded instant such as 2026-11-22T10:15:00Z"


def test_the_system_clock_rounds_down_to_the_second() -> None:
    with time_machine.travel(datetime(2025, 9, 5, 12, 0, 0, 999_999, UTC), tick=False):
        assert SystemClock().now() == NOON


def test_a_fixed_clock_stands_where_it_is_put() -> None:
    clock = FixedClock(NOON)
    assert (clock.now(), clock.now()) == (NOON, NOON)
    clock.instant = 0
    assert clock.now() == 0
