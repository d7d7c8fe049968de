from __future__ import annotations

import time
from calendar import isleap
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from events.clock import parse_instant_text
from events.errors import InvalidDateError
from events.periods import ALWAYS, NEVER, Period, Zone, check_said, date_in, is_open, period_of
from tests.strategies import ZONES, instants, said, said_dates, said_instants, said_open

GRAMMAR: Final = "write 2025, 2025-09, 2025-09-05, ../2025-09-05 or 2025-09-05T14:30+10:00"


def spelled(text: str) -> int:
    return parse_instant_text(text)


# Which period


@pytest.mark.parametrize(
    ("text", "zone", "begins", "ends"),
    [
        ("2025", "UTC", "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z"),
        ("2025-09", "UTC", "2025-09-01T00:00:00Z", "2025-10-01T00:00:00Z"),
        ("2025-12", "UTC", "2025-12-01T00:00:00Z", "2026-01-01T00:00:00Z"),
        ("2024-02", "UTC", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"),
        ("2024-02-29", "UTC", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z"),
        ("2025-09-05", "UTC", "2025-09-05T00:00:00Z", "2025-09-06T00:00:00Z"),
        ("0001", "UTC", "0001-01-01T00:00:00Z", "0002-01-01T00:00:00Z"),
        ("9998-12-31", "UTC", "9998-12-31T00:00:00Z", "9999-01-01T00:00:00Z"),
        # An instant is its minute or its second, in no zone but its own
        ("2025-09-05T14:30Z", "Asia/Vladivostok", "2025-09-05T14:30:00Z", "2025-09-05T14:31:00Z"),
        ("2025-09-05T14:30:15Z", "UTC", "2025-09-05T14:30:15Z", "2025-09-05T14:30:16Z"),
        ("2025-09-05T14:30+10:00", "UTC", "2025-09-05T04:30:00Z", "2025-09-05T04:31:00Z"),
        ("2025-09-05T14:30-03:30", "UTC", "2025-09-05T18:00:00Z", "2025-09-05T18:01:00Z"),
        ("1969-12-31T23:59:59Z", "UTC", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z"),
        # Days of the dossier's zone
        ("2025-09-05", "Asia/Vladivostok", "2025-09-04T14:00:00Z", "2025-09-05T14:00:00Z"),
        ("2025", "Asia/Vladivostok", "2024-12-31T14:00:00Z", "2025-12-31T14:00:00Z"),
        ("2025-09-05", "America/New_York", "2025-09-05T04:00:00Z", "2025-09-06T04:00:00Z"),
        ("2025-03-30", "Europe/Kyiv", "2025-03-29T22:00:00Z", "2025-03-30T21:00:00Z"),  # 23 hours
        ("2025-10-26", "Europe/Kyiv", "2025-10-25T21:00:00Z", "2025-10-26T22:00:00Z"),  # 25 hours
        ("2025-10", "Europe/Kyiv", "2025-09-30T21:00:00Z", "2025-10-31T22:00:00Z"),
        ("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z"),  # began at 01:00
        ("2018-11-03", "America/Sao_Paulo", "2018-11-03T03:00:00Z", "2018-11-04T03:00:00Z"),
        ("2025-04-06", "Australia/Lord_Howe", "2025-04-05T13:00:00Z", "2025-04-06T13:30:00Z"),  # 24 h 30 min
        ("2011-12-29", "Pacific/Apia", "2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z"),
        ("2011-12-31", "Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z"),
    ],
)
def test_an_expression_stands_for_a_half_open_period(text: str, zone: str, begins: str, ends: str) -> None:
    assert period_of(text, Zone(zone)) == Period(spelled(begins), spelled(ends))


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("../2025", "2026-01-01T00:00:00Z"),
        ("../2025-09", "2025-10-01T00:00:00Z"),
        ("../2025-09-05", "2025-09-06T00:00:00Z"),
    ],
)
def test_no_later_than_has_an_end_and_no_beginning(text: str, ends: str) -> None:
    assert period_of(text, Zone()) == Period(ALWAYS, spelled(ends))


def test_the_last_day_of_the_calendar_has_a_day_s_length() -> None:
    last = period_of("9999-12-31", Zone("Asia/Vladivostok"))
    assert last.ends - last.begins == 86_400
    assert period_of("9999", Zone("Asia/Vladivostok")).ends == last.ends


def test_a_day_its_zone_skipped_is_the_first_second_of_the_day_after() -> None:
    """Samoa had no 2011-12-30. Somebody may still have dated a statement so; it is not lost."""
    begins = spelled("2011-12-30T10:00:00Z")
    assert period_of("2011-12-30", Zone("Pacific/Apia")) == Period(begins, begins + 1)


# Laws


@given(said(), st.sampled_from(ZONES))
def test_every_period_begins_before_it_ends(text: str, zone: str) -> None:
    begins, ends = period_of(text, Zone(zone))
    assert ALWAYS <= begins < ends < NEVER


@given(st.dates(), st.sampled_from(ZONES))
def test_a_day_lies_in_its_month_and_the_month_in_its_year(day: date, zone: str) -> None:
    periods = [period_of(day.isoformat()[:length], Zone(zone)) for length in (10, 7, 4)]
    for inner, outer in pairwise(periods):
        assert outer.begins <= inner.begins
        assert inner.ends <= outer.ends


@given(st.dates(max_value=date(9999, 12, 30)), st.sampled_from(ZONES))
def test_a_day_ends_where_the_next_begins(day: date, zone: str) -> None:
    assume((zone, day) != ("Pacific/Apia", date(2011, 12, 30)))
    following = day + timedelta(days=1)
    assert period_of(day.isoformat(), Zone(zone)).ends == period_of(following.isoformat(), Zone(zone)).begins


@given(st.integers(1, 9998))
def test_a_year_in_utc_has_365_or_366_days(year: int) -> None:
    begins, ends = period_of(f"{year:04d}", Zone())
    assert ends - begins == 86_400 * (366 if isleap(year) else 365)


@given(st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29)), st.integers(-1439, 1439))
def test_instants_agree_with_datetime_arithmetic(wall: datetime, offset_minutes: int) -> None:
    """The wall clock, less the offset, counted in seconds since 1970 without any time zone code."""
    wall = wall.replace(microsecond=0)
    hours, minutes = divmod(abs(offset_minutes), 60)
    text = f"{wall.isoformat()}{'-' if offset_minutes < 0 else '+'}{hours:02d}:{minutes:02d}"
    since_1970 = wall - timedelta(minutes=offset_minutes) - datetime(1970, 1, 1)
    begins = since_1970 // timedelta(seconds=1)
    assert period_of(text, Zone()) == Period(begins, begins + 1)


@given(st.dates(date(1, 1, 2), date(9999, 12, 30)), st.sampled_from(ZONES))
def test_the_first_second_of_a_day_is_on_it_and_the_second_before_is_not(day: date, zone: str) -> None:
    assume((zone, day) != ("Pacific/Apia", date(2011, 12, 30)))
    begins, ends = period_of(day.isoformat(), Zone(zone))
    offset_at = ZoneInfo(zone)
    dates = [
        (datetime.fromtimestamp(second, UTC).astimezone(offset_at)).date() for second in (begins - 1, begins, ends - 1)
    ]
    assert dates[0] < day
    assert dates[1:] == [day, day]


@given(instants(), st.sampled_from(ZONES))
def test_an_instant_lies_in_the_day_that_holds_it(instant: int, zone: str) -> None:
    day = Zone(zone).day_of(instant)
    assume(date.min < day < date.max)
    begins, ends = period_of(day.isoformat(), Zone(zone))
    assert begins <= instant < ends


@given(st.dates(), st.sampled_from(ZONES))
def test_the_day_of_its_own_beginning_is_the_day(day: date, zone: str) -> None:
    assume((zone, day) != ("Pacific/Apia", date(2011, 12, 30)))
    assert Zone(zone).day_of(Zone(zone).start_of(day)) == day


@pytest.mark.parametrize("zone", ZONES)
def test_instants_outside_the_calendar_lie_on_its_first_or_last_day(zone: str) -> None:
    assert [Zone(zone).day_of(instant) for instant in (ALWAYS, -(10**12), 10**12, NEVER)] == [
        date.min,
        date.min,
        date.max,
        date.max,
    ]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", [date(1, 1, 2), date(9999, 12, 31)])
def test_the_days_at_the_rim_of_the_calendar_are_found(day: date, zone: str) -> None:
    assert Zone(zone).day_of(Zone(zone).start_of(day)) == day


def test_days_do_not_depend_on_the_machine_s_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    before = period_of("2025-09-06", Zone())
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    try:
        assert Zone().end_of(date(2025, 9, 6)) == before.ends
        assert Zone().day_of(before.begins) == date(2025, 9, 6)
    finally:
        monkeypatch.undo()
        time.tzset()


# The grammar


@given(said())
def test_what_follows_the_grammar_comes_back_unchanged(text: str) -> None:
    assert check_said(text) == text


@given(said_open())
def test_no_later_than_rests_on_the_date_it_names(text: str) -> None:
    assert is_open(text)
    assert date_in(text) == text[3:]


@given(said_dates() | said_instants())
def test_other_expressions_rest_on_themselves(text: str) -> None:
    assert not is_open(text)
    assert date_in(text) == text


def not_taken(text: str) -> str:
    return f"{text!r} is not a date the record takes; {GRAMMAR}"


def not_there(text: str) -> str:
    return f"{text!r} is not a date that exists; {GRAMMAR}"


REFUSED: Final = {
    # Slashes and dots: both readings, where both exist
    "05/09/2025": "'05/09/2025' is not written so here: it could be 2025-09-05 or 2025-05-09; write the one you mean",
    "5.9.2025": "'5.9.2025' is not written so here: it could be 2025-09-05 or 2025-05-09; write the one you mean",
    "13/09/2025": "'13/09/2025' is not written so here: write 2025-09-13",
    "09/13/2025": "'09/13/2025' is not written so here: write 2025-09-13",
    "05/05/2025": "'05/05/2025' is not written so here: write 2025-05-05",
    "05/5/2025": "'05/5/2025' is not written so here: write 2025-05-05",
    "31/02/2025": f"'31/02/2025' is not written so here: {GRAMMAR}",
    "45/09/2025": f"'45/09/2025' is not written so here: {GRAMMAR}",
    "45/67/2025": f"'45/67/2025' is not written so here: {GRAMMAR}",
    "00/09/2025": f"'00/09/2025' is not written so here: {GRAMMAR}",
    "05/09/0000": f"'05/09/0000' is not written so here: {GRAMMAR}",
    "05/09/25": not_taken("05/09/25"),
    # Instants without an offset
    "2025-09-05T14:30": "'2025-09-05T14:30' has no offset from UTC; write it as 2025-09-05T14:30Z or with +02:00",
    "2025-09-05 14:30": "'2025-09-05 14:30' has no offset from UTC; write it as 2025-09-05T14:30Z or with +02:00",
    "2025-09-05T14:30:15": "'2025-09-05T14:30:15' has no offset from UTC; write it as 2025-09-05T14:30Z or with +02:00",
    "2025-09-05T14:30:15.5": (
        "'2025-09-05T14:30:15.5' has no offset from UTC; write it as 2025-09-05T14:30Z or with +02:00"
    ),
    # Dates that do not exist
    "2025-13": not_there("2025-13"),
    "2025-00": not_there("2025-00"),
    "2025-21": not_there("2025-21"),  # EDTF's spring
    "2025-02-30": not_there("2025-02-30"),
    "2025-02-29": not_there("2025-02-29"),
    "2025-09-31": not_there("2025-09-31"),
    "0000": not_there("0000"),
    "0000-01-01": not_there("0000-01-01"),
    "../2025-13": not_there("2025-13"),
    "0001-01-01T00:00+14:00": f"'0001-01-01T00:00+14:00' is not a moment that exists; {GRAMMAR}",
    "9999-12-31T23:59-12:00": f"'9999-12-31T23:59-12:00' is not a moment that exists; {GRAMMAR}",
    "2025-02-30T10:00Z": f"'2025-02-30T10:00Z' is not a moment that exists; {GRAMMAR}",
    "2025-09-05T25:00Z": f"'2025-09-05T25:00Z' is not a moment that exists; {GRAMMAR}",
    "2025-09-05T10:60Z": f"'2025-09-05T10:60Z' is not a moment that exists; {GRAMMAR}",
    "2025-09-05T10:00:60Z": f"'2025-09-05T10:00:60Z' is not a moment that exists; {GRAMMAR}",
    "2025-09-05T10:00+24:00": f"'2025-09-05T10:00+24:00' is not a moment that exists; {GRAMMAR}",
    # Everything else
    **{
        text: not_taken(text)
        for text in (
            "",
            " ",
            "../",
            "..",
            "../..",
            "../../2025",
            "2025/..",
            "../2025-09-05T10:00Z",
            "2025-9-5",
            "2025-9",
            "25",
            "20250905",
            "10000",
            "-2025",
            "+2025",
            "5 Sep 2025",
            "September 2025",
            "today",
            "2025-09-05 ",
            " 2025-09-05",
            "2025-09-05\n",
            "../ 2025",
            "2025-09-05T14Z",
            "2025-09-05T24:00Z",
            "2025-09-05T14:30z",
            "2025-09-05t14:30Z",
            "2025-09-05 14:30Z",
            "2025-09-05T14:30+10",
            "2025-09-05T14:30+1000",
            "2025-09-05T14:30+10:60",
            "2025-09-05T14:30:15.5Z",
            "2025-09-05T14:30+10:00:30",
            "2025-W36",
            "2025-248",
            "2025?",
            "2025~",
            "202X",
            "٢٠٢٥-٠٩-٠٥",
            "２０２５",
            "2025‐09‐05",
            "2025-09-05/2025-09-07",
        )
    },
    "x" * 50: f"'{'x' * 40}…' is not a date the record takes; {GRAMMAR}",
}


@pytest.mark.parametrize("text", REFUSED)
def test_every_other_way_to_write_a_date_is_refused_with_a_sentence(text: str) -> None:
    for refuse in (check_said, lambda text: period_of(text, Zone())):
        with pytest.raises(InvalidDateError) as refusal:
            refuse(text)
        assert str(refusal.value) == REFUSED[text]


@given(st.text())
def test_whatever_the_text_it_is_taken_or_refused_with_a_sentence(text: str) -> None:
    with suppress(InvalidDateError):
        assert period_of(check_said(text), Zone())


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 9999), st.sampled_from("/."))
def test_every_reading_offered_of_a_slashed_date_is_a_date(one: int, two: int, year: int, mark: str) -> None:
    with pytest.raises(InvalidDateError) as refusal:
        check_said(f"{one}{mark}{two}{mark}{year:04d}")
    sentence = str(refusal.value)
    if sentence.endswith(GRAMMAR):
        return
    advice = sentence.partition(" is not written so here: ")[2].split(";")[0]
    readings = advice.removeprefix("it could be ").removeprefix("write ").split(" or ")
    assert [check_said(reading) for reading in readings] == list(dict.fromkeys(readings))


# Zones


@pytest.mark.parametrize(
    "name", ["", "Moscow", "Europe", "Europe/", "utc+3", "../UTC", "/etc/localtime", "\0", "\ud800", "x" * 300]
)
def test_a_name_that_is_no_zone_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(InvalidDateError) as refusal:
        Zone(name)
    assert str(refusal.value) == f"no time zone {name!r}; use a name such as UTC, Europe/Kyiv or Asia/Vladivostok"


@pytest.mark.parametrize("name", [*ZONES, "Europe/Moscow", "Asia/Pyongyang"])
def test_a_zone_keeps_its_name(name: str) -> None:
    assert Zone(name).name == name
