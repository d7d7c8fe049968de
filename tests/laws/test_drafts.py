"""Laws of what a draft says beyond its places: dates, offices, stances, for any text and against plain models."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from events.periods import check_said
from tracker.extraction.days import days_in, last_month, last_such_day, last_weekday
from tracker.extraction.draft import Span, Tier
from tracker.extraction.engines import engine
from tracker.extraction.guard import extract
from tracker.extraction.names import Named, Names, Office

DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))
EVER = st.dates()
PIECES = st.sampled_from(
    "Venn|Reck|she|said|rejected|called for|would accept|will not accept|might send|the bridge|a truce|that|"
    "if it rained|unless it rained|on Friday|yesterday|on 5 May|5 May 2031|last month|in June|last week|in 2029|"
    "two days ago|expressed doubt about|is ready for|legitimate targets|declined to comment on|,|.|\n|“|”|"
    "HALDEN, 3 May -|not".split("|")
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join))
NAMES = Names(
    [
        Named("venn", ("Venn",), offices=(Office("arvenia", "President", "2029-05", "2031-05-05"),)),
        Named("reck", ("Reck",)),
    ],
    [Named("arvenia", ("Arvenia",))],
    [Named("bridge", ("bridge",)), Named("truce", ("truce",))],
)
PUBLISHED = st.none() | st.one_of(
    EVER.map(date.isoformat), EVER.map(lambda day: f"../{day.isoformat()}"), EVER.map(lambda day: day.isoformat()[:7])
)


@given(TEXTS, PUBLISHED)
def test_a_claimed_date_follows_the_grammar_and_the_words_that_gave_it_are_shown(
    text: str, published: str | None
) -> None:
    for draft in extract(engine("rules"), text, NAMES, published).drafts:
        if draft.said is None:
            assert draft.dated_by is None
            continue
        assert check_said(draft.said) == draft.said
        assert draft.dated_by is not None or (published is not None and draft.said.startswith("../"))
        assert draft.dated_by is None or 0 <= draft.dated_by.start < draft.dated_by.end <= len(text)


@given(TEXTS, PUBLISHED)
def test_a_stance_has_conditions_where_it_needs_some_and_nowhere_else(text: str, published: str | None) -> None:
    for draft in extract(engine("rules"), text, NAMES, published).drafts:
        assert bool(draft.conditions) == (draft.stance in {"supports-if", "opposes-unless"})
        assert all(draft.content.holds(each) for each in draft.conditions)
        assert draft.stance in {None, "declines"} or draft.issue is not None
        assert (draft.issues[:1] or (None,))[0] == draft.issue


@given(DAYS, st.integers(0, 6))
def test_a_weekday_is_the_last_one_on_or_before_the_day(upto: date, number: int) -> None:
    assert last_weekday(number, upto) == next(
        day for day in (upto - timedelta(back) for back in range(7)) if day.weekday() == number
    )


@given(DAYS, st.integers(1, 12), st.integers(1, 31))
def test_a_day_without_a_year_is_the_last_such_day_on_or_before_the_day(upto: date, month: int, day: int) -> None:
    earlier = (upto - timedelta(back) for back in range(5 * 366))
    expected = next((each for each in earlier if (each.month, each.day) == (month, day)), None)
    assert last_such_day(month, day, upto) == expected


@given(DAYS, st.integers(1, 12))
def test_a_month_without_a_year_is_the_last_one_that_had_begun(upto: date, number: int) -> None:
    earlier = (upto - timedelta(back) for back in range(366))
    assert last_month(number, upto) == next(each.isoformat()[:7] for each in earlier if each.month == number)


@given(st.lists(PIECES, max_size=12).map(" ".join), st.none() | EVER)
def test_words_that_tell_when_stand_apart_and_in_order(text: str, report: date | None) -> None:
    found = days_in(text, Span(0, len(text)), report)
    assert [each.place for each in found] == sorted(each.place for each in found)
    assert all(one.place.end <= other.place.start for one, other in pairwise(found))
    assert all(check_said(each.said) for each in found)


PERIODS = st.lists(st.tuples(st.sampled_from("abc"), st.none() | DAYS, st.none() | DAYS), min_size=1, max_size=4)


@given(PERIODS, DAYS)
def test_the_party_is_that_of_the_only_office_held_that_day(
    periods: list[tuple[str, date | None, date | None]], day: date
) -> None:
    """Held from the first day to the last, both included; none at all is told, and so are several."""
    offices = tuple(
        Office(
            party, "envoy", None if begins is None else begins.isoformat(), None if ends is None else ends.isoformat()
        )
        for party, begins, ends in periods
        if begins is None or ends is None or begins <= ends
    )
    names = Names([Named("venn", ("Venn",), offices=offices)])
    (draft,) = extract(engine("rules"), "Venn said it was late.", names, day.isoformat()).drafts
    held = {
        party
        for party, begins, ends in periods
        if (begins is None or ends is None or begins <= ends)
        and (begins is None or begins <= day)
        and (ends is None or day <= ends)
    }
    if not offices:
        assert (draft.party, draft.warnings) == (None, ())
    elif len(held) == 1:
        assert (draft.party, draft.tier, draft.warnings) == (held.pop(), Tier.SURE, ())
    else:
        assert len(draft.warnings) == 1
        assert (draft.party is None) == bool(held)
        assert (draft.tier is Tier.CHECK) == (not held)
