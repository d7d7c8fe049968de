"""The rules by example: short stories, their answers written out, told by the ledger and by the plain rules alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple

import pytest

from events.clock import FixedClock, Instant
from events.envelope import NewEvent
from events.kinds import (
    EventData,
    MembershipBegan,
    MembershipEnded,
    StatementContent,
    StatementCorrected,
    StatementRecorded,
    StatementRetracted,
    StatementWithdrawn,
)
from events.vocabulary import CorrectionReason, RetractionReason, Stance
from tests.laws.dossiers import setting
from tests.laws.model import Model, period
from tests.laws.playing import events_of, ledger_in_memory
from tracker.ledger import Ledger

Told = tuple[str, str, EventData]
"""When it was recorded, under which id, what."""

_CORRECTION: Final = CorrectionReason.CODING_ERROR
_RETRACTION: Final = RetractionReason.CODING_ERROR


def _content(stance: str, said: str, party: str = "aland", until: str | None = None) -> StatementContent:
    conditions = ("a vote",) if stance in {"supports-if", "opposes-unless"} else ()
    return StatementContent(
        party=party,
        issue="peace",
        stance=Stance(stance),
        said=said,
        until=until,
        conditions=conditions,
        source="wire",
    )


def _said(at: str, key: str, stance: str, said: str, party: str = "aland", until: str | None = None) -> Told:
    return at, key, StatementRecorded(**dict(_content(stance, said, party, until)))


def _corrected(at: str, key: str, of: str, stance: str, said: str) -> Told:
    return at, key, StatementCorrected(statement=of, content=_content(stance, said), reason=_CORRECTION)


def _retracted(at: str, key: str, of: str) -> Told:
    return at, key, StatementRetracted(statement=of, reason=_RETRACTION)


def _withdrawn(at: str, key: str, of: str, on: str) -> Told:
    return at, key, StatementWithdrawn(statement=of, on=on)


def _joined(at: str, key: str, grouping: str, on: str | None) -> Told:
    return at, key, MembershipBegan(member="aland", grouping=grouping, on=on)


def _left(at: str, key: str, grouping: str, on: str) -> Told:
    return at, key, MembershipEnded(member="aland", grouping=grouping, on=on)


@contextmanager
def _told(zone: str, story: Sequence[Told]) -> Iterator[Ledger]:
    clock = FixedClock(_instant("2025-08-01T00:00:00Z"))
    with ledger_in_memory(clock) as ledger:
        ledger.append(setting(zone))
        for at, key, data in story:
            clock.instant = _instant(at)
            ledger.append([NewEvent(data, key)])
        yield ledger


def _instant(text: str) -> Instant:
    return period(text, "UTC")[0]


class Asked(NamedTuple):
    """A question and its answer: as of when, which stance, decided by which statements, the oldest first."""

    as_of: str
    stance: str | None
    deciding: str = ""


class Story(NamedTuple):
    """What was told in which zone, and what follows."""

    zone: str
    told: Sequence[Told]
    asked: Sequence[Asked]


_LATE: Final = "2025-11-05T12:00:00Z"

STORIES: Final = {
    "two statements of one day stand together": Story(
        "UTC",
        [_said(_LATE, "a", "supports", "2025-10-25"), _said(_LATE, "b", "opposes", "2025-10-25")],
        [Asked("2025-10-24", None), Asked("2025-10-25", "mixed", "a b"), Asked("2025-11-30", "mixed", "a b")],
    ),
    "a later day puts an end to them": Story(
        "UTC",
        [
            _said(_LATE, "a", "supports", "2025-10-25"),
            _said(_LATE, "b", "opposes", "2025-10-25"),
            _said(_LATE, "c", "neutral", "2025-10-26"),
        ],
        [Asked("2025-10-25", "mixed", "a b"), Asked("2025-10-26", "neutral", "c")],
    ),
    "an instant beats an earlier one": Story(
        "UTC",
        [_said(_LATE, "a", "supports", "2025-10-25T09:00Z"), _said(_LATE, "b", "opposes", "2025-10-25T15:00Z")],
        [
            Asked("2025-10-25T08:59:59Z", None),
            Asked("2025-10-25T09:00:00Z", None),
            Asked("2025-10-25T09:00Z", "supports", "a"),
            Asked("2025-10-25T15:00:58Z", "supports", "a"),
            Asked("2025-10-25T15:00:59Z", "opposes", "b"),
        ],
    ),
    "an instant that begins when another's minute is over beats it": Story(
        "UTC",
        [_said(_LATE, "a", "supports", "2025-10-25T09:00Z"), _said(_LATE, "b", "opposes", "2025-10-25T09:01Z")],
        [Asked("2025-10-25", "opposes", "b")],
    ),
    "a second within another's minute stands beside it": Story(
        "UTC",
        [_said(_LATE, "a", "supports", "2025-10-25T09:00Z"), _said(_LATE, "b", "opposes", "2025-10-25T09:00:59Z")],
        [Asked("2025-10-25", "mixed", "a b")],
    ),
    "an instant stands beside its day": Story(
        "UTC",
        [_said(_LATE, "a", "supports", "2025-10-25"), _said(_LATE, "b", "opposes", "2025-10-25T15:00Z")],
        [Asked("2025-10-25T15:00Z", "opposes", "b"), Asked("2025-10-25", "mixed", "b a")],
    ),
    "a vague month hides no day of it": Story(
        "UTC",
        [_said(_LATE, "a", "supports", "2025-09"), _said(_LATE, "b", "opposes", "2025-09-05")],
        [Asked("2025-09-05", "opposes", "b"), Asked("2025-09-29", "opposes", "b"), Asked("2025-09-30", "mixed", "b a")],
    ),
    "a vague month revives nothing that precise dates put in order": Story(
        "UTC",
        [
            _said(_LATE, "a", "supports", "2025-09-05"),
            _said(_LATE, "b", "opposes", "2025-09-20"),
            _said(_LATE, "c", "neutral", "2025-09"),
        ],
        [
            Asked("2025-09-05", "supports", "a"),
            Asked("2025-09-29", "opposes", "b"),
            Asked("2025-09-30", "mixed", "b c"),
        ],
    ),
    "what begins when a month is over beats it": Story(
        "UTC",
        [_said(_LATE, "a", "supports", "2025-09"), _said(_LATE, "b", "opposes", "2025-10-01")],
        [Asked("2025-09-30", "supports", "a"), Asked("2025-10-01", "opposes", "b")],
    ),
    "no later than a day follows nothing": Story(
        "UTC",
        [_said(_LATE, "a", "supports", "2025-09-05"), _said(_LATE, "b", "opposes", "../2025-10-25")],
        [Asked("2025-10-24", "supports", "a"), Asked("2025-10-25", "mixed", "a b")],
    ),
    "no later than a day is followed by the next": Story(
        "UTC",
        [_said(_LATE, "a", "supports", "../2025-10-25"), _said(_LATE, "b", "opposes", "2025-10-26")],
        [Asked("2025-10-25", "supports", "a"), Asked("2025-10-26", "opposes", "b")],
    ),
    "who wrote it down knows that it was said": Story(
        "UTC",
        [_said("2025-10-25T12:00:00Z", "a", "supports", "2025")],
        [
            Asked("2025-10-24", None),
            Asked("2025-10-25T11:59:58Z", None),
            Asked("2025-10-25T11:59:59Z", "supports", "a"),
        ],
    ),
    "what was written down at noon was said before the evening": Story(
        "UTC",
        [
            _said("2025-10-25T12:00:00Z", "a", "supports", "2025-10-25"),
            _said("2025-10-25T19:00:00Z", "b", "opposes", "2025-10-25T18:00Z"),
        ],
        [Asked("2025-10-25T12:00Z", "supports", "a"), Asked("2025-10-25", "opposes", "b")],
    ),
    "a year written down in October is followed by November": Story(
        "UTC",
        [
            _said("2025-10-25T12:00:00Z", "a", "supports", "2025"),
            _said(_LATE, "b", "opposes", "2025-11-01"),
            _said(_LATE, "c", "neutral", "2025"),
        ],
        [
            Asked("2025-10-31", "supports", "a"),
            Asked("2025-11-01", "opposes", "b"),
            Asked("2025-11-05", "mixed", "b c"),
        ],
    ),
    "a statement recorded in the second that it begins in has that second": Story(
        "UTC",
        [_said("2025-10-25T12:00:00Z", "a", "supports", "2025-10-25T12:00Z")],
        [Asked("2025-10-25T11:59:59Z", None), Asked("2025-10-25T12:00:00Z", "supports", "a")],
    ),
    "a correction keeps the first recording": Story(
        "UTC",
        [
            _said("2025-10-25T12:00:00Z", "a", "supports", "2025-10-20"),
            _corrected(_LATE, "x", "a", "opposes", "2025"),
        ],
        [Asked("2025-10-24", None), Asked("2025-10-25", "opposes", "a")],
    ),
    "not commenting changes no position": Story(
        "UTC",
        [
            _said(_LATE, "a", "declines", "2025-10-20"),
            _said(_LATE, "b", "supports", "2025-10-22"),
            _said(_LATE, "c", "declines", "2025-10-25"),
        ],
        [
            Asked("2025-10-21", "declines", "a"),
            Asked("2025-10-22", "supports", "b"),
            Asked("2025-10-30", "supports", "b"),
        ],
    ),
    "what decided before a withdrawal decides again": Story(
        "UTC",
        [
            _said(_LATE, "a", "supports", "2025-10-20"),
            _said(_LATE, "b", "opposes", "2025-10-22"),
            _withdrawn(_LATE, "w", "b", "2025-10-25"),
        ],
        [
            Asked("2025-10-24", "opposes", "b"),
            Asked("2025-10-25T23:59:58Z", "opposes", "b"),
            Asked("2025-10-25", "supports", "a"),
        ],
    ),
    "a retraction takes it out for all time": Story(
        "UTC",
        [
            _said(_LATE, "a", "supports", "2025-10-20"),
            _said(_LATE, "b", "opposes", "2025-10-22"),
            _retracted(_LATE, "r", "b"),
        ],
        [Asked("2025-10-23", "supports", "a")],
    ),
    "days are those of the dossier's zone": Story(
        "Europe/Kyiv",
        [
            _said(_LATE, "a", "supports", "2025-10-25"),
            _said(_LATE, "b", "opposes", "2025-10-25T22:30Z"),
        ],
        [
            Asked("2025-10-25T20:59:58Z", None),
            Asked("2025-10-25", "supports", "a"),
            Asked("2025-10-26", "opposes", "b"),
        ],
    ),
    "the day on which the clocks go back has 25 hours": Story(
        "America/New_York",
        [_said(_LATE, "a", "supports", "2025-11-02")],
        [Asked("2025-11-03T04:59:58Z", None), Asked("2025-11-03T04:59:59Z", "supports", "a")],
    ),
    "a member inherits from the day it joins until the day it leaves": Story(
        "UTC",
        [
            _said(_LATE, "a", "supports", "2025-10-01", "bloc"),
            _joined(_LATE, "j", "bloc", "2025-10-10"),
            _left(_LATE, "l", "bloc", "2025-10-20"),
            _joined(_LATE, "k", "bloc", "2026-01-01"),
        ],
        [
            Asked("2025-10-09", None),
            Asked("2025-10-10", "supports", "a"),
            Asked("2025-10-19", "supports", "a"),
            Asked("2025-10-20", None),
            Asked("2026-01-01", "supports", "a"),
        ],
    ),
    "a membership without a date was always there": Story(
        "UTC",
        [_said(_LATE, "a", "supports", "1949-04-04", "bloc"), _joined(_LATE, "j", "bloc", None)],
        [Asked("1949-04-03", None), Asked("1949-04-04", "supports", "a")],
    ),
    "memberships count in the order of their dates, whenever they were recorded": Story(
        "UTC",
        [
            _said(_LATE, "a", "supports", "2025-10-01", "bloc"),
            _joined(_LATE, "j", "bloc", "2025-10-02"),
            _left(_LATE, "l", "bloc", "2025-10-25"),
            _joined(_LATE, "k", "bloc", "2025-10-30"),
            _left(_LATE, "m", "bloc", "2025-10-10"),
        ],
        [Asked("2025-10-09", "supports", "a"), Asked("2025-10-10", None), Asked("2025-11-01", "supports", "a")],
    ),
    "of a joining and a leaving on one day the later entry holds": Story(
        "UTC",
        [
            _said(_LATE, "a", "supports", "2025-10-01", "bloc"),
            _joined(_LATE, "j", "bloc", "2025-10-02"),
            _left(_LATE, "l", "bloc", "2025-10-25"),
            _joined(_LATE, "k", "bloc", "2025-10-25"),
        ],
        [Asked("2025-10-24", "supports", "a"), Asked("2025-10-25", "supports", "a")],
    ),
    "groupings that differ are mixed, and an own word ends that": Story(
        "UTC",
        [
            _said(_LATE, "a", "supports", "2025-10-01", "bloc"),
            _said(_LATE, "b", "declines", "2025-10-02", "league"),
            _joined(_LATE, "j", "bloc", None),
            _joined(_LATE, "k", "league", None),
            _said(_LATE, "c", "opposes", "2025-10-03"),
        ],
        [
            Asked("2025-10-01", "supports", "a"),
            Asked("2025-10-02", "mixed", "a b"),
            Asked("2025-10-03", "opposes", "c"),
        ],
    ),
}


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_a_story_has_its_answers(story: Story) -> None:
    """Each story of the rules has the answers written beside it, and the plain rules give the same."""
    with _told(story.zone, story.told) as ledger:
        model = Model(events_of(ledger))
        handles = {event.id: f"e{event.seq}" for event in model.events}
        for as_of, stance, deciding in story.asked:
            position = ledger.at(as_of=as_of).position("aland", "peace")
            expected = (stance, [handles[key] for key in deciding.split()])
            assert (position.stance, list(position.statements)) == expected, as_of
            plain = model.known(len(model.events)).position("aland", "peace", period(as_of, story.zone)[1])
            assert (plain["stance"], plain["statements"]) == expected, as_of


def test_an_offer_stands_until_its_last_day_is_over() -> None:
    """An offer still decides after its last day, and is marked; on that day it is not."""
    with _told("UTC", [_said(_LATE, "a", "supports", "2025-10-20", until="2025-10-25")]) as ledger:
        lapsed = {day: ledger.at(as_of=day).position("aland", "peace").lapsed for day in ("2025-10-25", "2025-10-26")}
        assert lapsed == {"2025-10-25": False, "2025-10-26": True}


def test_a_position_is_stale_when_the_horizon_is_exceeded() -> None:
    """With a horizon of three days a position is stale on the fourth; days count from that on which it began to."""
    with _told("Europe/Kyiv", [_said(_LATE, "a", "supports", "2025-10-24T22:30Z")]) as ledger:
        found = [ledger.at(as_of=day).position("aland", "peace") for day in ("2025-10-25", "2025-10-28", "2025-10-29")]
        assert [(each.days_since_last, each.stale) for each in found] == [(0, False), (3, False), (4, True)]


def test_since_knows_nothing_of_the_evening() -> None:
    """As of noon, what is said in the evening of that day does not break the run that leads up to noon."""
    story = [
        _said(_LATE, "a", "supports", "2025-10-01"),
        _said(_LATE, "b", "supports", "2025-10-05T10:00Z"),
        _said(_LATE, "c", "opposes", "2025-10-05T20:00Z"),
    ]
    with _told("UTC", story) as ledger:
        noon = ledger.at(as_of="2025-10-05T12:00Z").position("aland", "peace")
        assert (noon.stance, str(noon.since)) == ("supports", "2025-10-01")
        evening = ledger.at(as_of="2025-10-05T20:00Z").position("aland", "peace")
        assert (evening.stance, str(evening.since)) == ("opposes", "2025-10-05")


def test_since_is_the_first_day_of_the_run() -> None:
    """The run of days with the same stance goes on through other statements of that stance, and from own to inherited;
    a day that ended otherwise breaks it.
    """
    story = [
        _joined(_LATE, "j", "bloc", None),
        _said(_LATE, "a", "supports", "2025-10-01", "bloc"),
        _said(_LATE, "b", "opposes", "2025-10-03", "bloc"),
        _said(_LATE, "c", "supports", "2025-10-05", "bloc"),
        _said(_LATE, "d", "supports", "2025-10-07"),
        _withdrawn(_LATE, "w", "d", "2025-10-09"),
    ]
    with _told("UTC", story) as ledger:
        for as_of, since in (("2025-10-02", "01"), ("2025-10-04", "03"), ("2025-10-08", "05"), ("2025-10-20", "05")):
            found = ledger.at(as_of=as_of).position("aland", "peace").since
            assert found is not None
            assert found.isoformat() == f"2025-10-{since}"
