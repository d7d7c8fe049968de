"""Random dossiers: few parties, groupings and issues, a few weeks around a change of clocks, so that things collide.

A dossier is a sequence of steps, each of which moves the clock and offers one event. Not every event is one that the
ledger admits; a refused one is simply not recorded. Statements refer to a small pool of words, and to each other
by ids that are given out here, so that a failing dossier reads as a story when it is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from events.clock import Instant
from events.envelope import NewEvent
from events.kinds import (
    DossierAmended,
    DossierOpened,
    EntryVoided,
    EventData,
    IssueAmended,
    IssueOpened,
    MembershipBegan,
    MembershipEnded,
    OfficeAssumed,
    OfficeLeft,
    PartyAmended,
    PartyRegistered,
    PersonRegistered,
    SourceAdded,
    SourceAmended,
    StatementContent,
    StatementCorrected,
    StatementRecorded,
    StatementRetracted,
    StatementWithdrawn,
)
from events.vocabulary import CONDITIONAL, CorrectionReason, PartyKind, RetractionReason, Stance
from tests.laws.model import Known, period

__all__ = [
    "CONDITIONS",
    "ISSUES",
    "PAIRS",
    "PARTIES",
    "Dossier",
    "Step",
    "as_ofs",
    "dossiers",
    "seqs",
    "setting",
    "statement_contents",
]

PARTIES: Final = ("aland", "borland", "bloc", "league")
ISSUES: Final = ("peace", "peace/venue")
PAIRS: Final = tuple((party, issue) for party in PARTIES for issue in ISSUES)
ZONES: Final = ("UTC", "Europe/Kyiv", "America/New_York")
CONDITIONS: Final = ("a ceasefire", "a vote", "guarantees")

_MINUTE: Final = 60
_HOUR: Final = 3600
_DAY: Final = 86_400

# Kyiv leaves summer time on 2025-10-26, New York on 2025-11-02.
_FIRST: Final = int(datetime(2025, 10, 22, tzinfo=UTC).timestamp())


@dataclass(frozen=True)
class Step:
    """The clock moves on by so many seconds, or back, and somebody wants this recorded."""

    seconds: int
    event: NewEvent


@dataclass(frozen=True)
class Dossier:
    """A random dossier; `start` is where the clock stands at first."""

    zone: str
    start: Instant
    opening: tuple[NewEvent, ...]
    steps: tuple[Step, ...]


_NUMBERS: Final = [st.integers(0, max(count - 1, 0)) for count in range(100)]
"""Strategies by how many things there are to choose from; made once, that is much of the cost of a draw."""


# Plots

_Tie = tuple[str, str]
"""A member and its grouping."""

_ALAND_BLOC: Final[_Tie] = ("aland", "bloc")
_ALAND_LEAGUE: Final[_Tie] = ("aland", "league")
_BLOC_LEAGUE: Final[_Tie] = ("bloc", "league")
_TIES: Final[tuple[_Tie, ...]] = (_ALAND_BLOC, _ALAND_LEAGUE, _BLOC_LEAGUE, ("borland", "bloc"), ("league", "bloc"))


class _Plot(NamedTuple):
    """What a dossier is mostly about: few parties, so that what they say collides."""

    cast: Sequence[str]
    """Who speaks, as often as they stand here."""
    opening: Sequence[_Tie]
    """Memberships that begin the dossier."""
    ties: Sequence[_Tie]
    """Memberships that begin and end on its way."""
    restless: bool = False
    """Whether there is more coming and going than talking."""


_EVERYBODY: Final = _Plot(PARTIES, (_ALAND_BLOC,), _TIES)
_PLOTS: Final = (
    _Plot(("aland",), (), _TIES[:1]),
    _Plot(("aland", "bloc"), (_ALAND_BLOC,), _TIES[:1]),
    _Plot(("bloc", "league"), _TIES[:2], _TIES[:2]),
    _Plot(("bloc", "league", "league"), (_ALAND_BLOC, _BLOC_LEAGUE), _TIES[:3]),
    _Plot(("bloc", "league", "aland"), _TIES[:3], _TIES[:3]),
    _Plot(("bloc",), (), _TIES[:1], restless=True),
    _EVERYBODY,
)


# Words


@dataclass
class _Making:
    """A dossier while it is being made up."""

    draw: DrawFn
    zone: str
    now: Instant
    plot: _Plot = _EVERYBODY
    agenda: Sequence[str] = ISSUES
    said: list[str] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)
    voidable: list[str] = field(default_factory=list)
    number: int = 0

    def named(self, letter: str) -> str:
        """An id that was not used before."""
        self.number += 1
        return f"{letter}-{self.number}"

    def pick(self, choices: Sequence[Any]) -> Any:
        """One of a few things."""
        return choices[self.draw(_NUMBERS[len(choices)])]

    def date_text(self, days_ago: Sequence[int]) -> str:
        """An expression of any form around now; often one that was used before."""
        form = self.pick(_FORMS)
        if form == "again":
            return str(self.pick(self.said)) if self.said else self.date_text(days_ago)
        text = self._instant_text(form) if "instant" in form else self.day_text(form, self.pick(days_ago))
        self.said.append(text)
        return text

    def day_text(self, form: str, days_ago: int) -> str:
        today = datetime.fromtimestamp(self.now, ZoneInfo(self.zone)).date()
        day = (today - timedelta(days=days_ago)).isoformat()
        return {"day": day, "open": f"../{day}", "month": day[:7], "open month": f"../{day[:7]}", "year": day[:4]}[form]

    def _instant_text(self, form: str) -> str:
        seconds_ago = self.pick((0, 0, 1, 30, 59, 60, 61, -30, _HOUR, 2 * _HOUR, 10 * _HOUR, _DAY, 2 * _DAY))
        offset = timedelta(minutes=self.pick((0, 120, 180, -240, -300, 345)))
        moment = datetime.fromtimestamp(self.now - seconds_ago, timezone(offset))
        text = moment.isoformat(timespec="minutes" if form == "instant minute" else "seconds")
        return text.replace("+00:00", "Z")


_FORMS: Final = (
    *("day",) * 6,
    *("again",) * 3,
    *("instant minute", "instant second") * 2,
    *("open",) * 2,
    "month",
    "open month",
    "year",
)
_PAST: Final = (0, 0, 1, 1, 2, 3, 5, 8)
_AROUND: Final = (-20, -3, -1, 0, 0, 1, 2, 4)
_STANCES: Final = (
    *(Stance.SUPPORTS, Stance.OPPOSES) * 2,
    *(Stance.SUPPORTS_IF, Stance.OPPOSES_UNLESS, Stance.DECLINES) * 2,
    Stance.NEUTRAL,
    Stance.AMBIGUOUS,
)
_AGENDAS: Final = (("peace",), (*("peace",) * 4, "peace/venue"))


# Events


def _content(making: _Making) -> StatementContent:
    stance = making.pick(_STANCES)
    conditions = making.pick((CONDITIONS[:1], CONDITIONS[1:], CONDITIONS[::-2]))
    said = making.date_text(_PAST)
    until = making.pick((None, None, 0, 1, 3))
    if until is not None:
        until = making.day_text("day", 2 - until)
    return StatementContent(
        party=making.pick(making.plot.cast),
        issue=making.pick(making.agenda),
        stance=stance,
        conditions=conditions if stance in CONDITIONAL else (),
        said=said,
        until=until,
        speaker=making.pick((None, None, "envoy")),
        source="wire",
    )


def _recorded(making: _Making) -> NewEvent:
    event_id = making.named("s")
    making.statements.append(event_id)
    return NewEvent(StatementRecorded(**dict(_content(making))), event_id)


def _corrected(making: _Making) -> NewEvent:
    content, statement = _content(making), making.pick(making.statements)
    return NewEvent(
        StatementCorrected(statement=statement, content=content, reason=CorrectionReason.CODING_ERROR),
        making.named("c"),
    )


def _retracted(making: _Making) -> NewEvent:
    statement = making.pick(making.statements)
    return NewEvent(StatementRetracted(statement=statement, reason=RetractionReason.DUPLICATE), making.named("r"))


def _withdrawn(making: _Making) -> NewEvent:
    event_id, statement = making.named("w"), making.pick(making.statements)
    making.voidable.append(event_id)
    return NewEvent(StatementWithdrawn(statement=statement, on=making.date_text(_PAST)), event_id)


def _began(making: _Making) -> NewEvent:
    event_id, (member, grouping) = making.named("m"), making.pick(making.plot.ties)
    making.voidable.append(event_id)
    on = making.date_text(_AROUND) if making.pick((True, True, False)) else None
    return NewEvent(MembershipBegan(member=member, grouping=grouping, on=on), event_id)


def _ended(making: _Making) -> NewEvent:
    event_id, (member, grouping) = making.named("m"), making.pick(making.plot.ties)
    making.voidable.append(event_id)
    return NewEvent(MembershipEnded(member=member, grouping=grouping, on=making.date_text(_AROUND)), event_id)


def _voided(making: _Making) -> NewEvent:
    return NewEvent(EntryVoided(target=making.pick(making.voidable), reason="a mistake"), making.named("v"))


def _said_of_something(making: _Making) -> NewEvent:
    """Something that no position depends on, but the horizon."""
    horizon = making.pick((1, 2, 5, 30))
    data: EventData = making.pick(
        (
            DossierAmended(name="Amended", stale_after_days=horizon),
            DossierAmended(name="Amended", stale_after_days=horizon),
            PartyAmended(id="borland", name="Borland", kind=PartyKind.STATE, aliases=("the south",)),
            IssueAmended(path="peace/venue", title="Venue", proposition="In Geneva."),
            SourceAdded(id="gazette", title="Gazette", url="https://gazette.example/"),
            SourceAmended(id="wire", title="The Wire", publisher="Wire"),
            PersonRegistered(id="minister", name="Minister"),
            OfficeAssumed(person="envoy", party="bloc", title="Envoy", on=None),
            OfficeLeft(person="envoy", party="bloc", title="Envoy", on="2025-11-01"),
        )
    )
    event_id = making.named("o")
    if isinstance(data, OfficeAssumed | OfficeLeft):
        making.voidable.append(event_id)
    return NewEvent(data, event_id)


_Make = Callable[[_Making], NewEvent]
_MAKERS: Final[tuple[_Make, ...]] = (
    *(_recorded,) * 14,
    *(_corrected,) * 3,
    *(_withdrawn,) * 3,
    *(_retracted,) * 1,
    *(_began,) * 2,
    *(_ended,) * 2,
    *(_voided,) * 2,
    _said_of_something,
)
_RESTLESS: Final = (*_MAKERS, *(_began, _ended) * 12)
_SECONDS: Final = (0, 0, 0, 1, 29, 60, _HOUR, 7 * _HOUR, _DAY, _DAY, 3 * _DAY, -30, -_DAY)


@st.composite
def statement_contents(draw: DrawFn, zone: str, now: Instant) -> StatementContent:
    """Statements as the dossiers have them, made up at an instant."""
    return _content(_Making(draw, zone, now))


@st.composite
def dossiers(draw: DrawFn, min_size: int = 5, max_size: int = 20) -> Dossier:
    """Dossiers; at least the first step records a statement."""
    zone = draw(st.sampled_from(ZONES))
    start = _FIRST + draw(st.integers(0, 12 * 24)) * _HOUR
    making = _Making(draw, zone, start, draw(st.sampled_from(_PLOTS)), draw(st.sampled_from(_AGENDAS)))
    opening = (*setting(zone), *_memberships(making))
    steps: list[Step] = []
    for _ in range(draw(st.integers(min_size, max_size))):
        seconds = making.pick(_SECONDS)
        making.now += seconds
        make = making.pick(_RESTLESS if making.plot.restless else _MAKERS)
        if not making.statements or (make is _voided and not making.voidable):
            make = _recorded
        steps.append(Step(seconds, make(making)))
    return Dossier(zone, start, opening, tuple(steps))


def setting(zone: str) -> tuple[NewEvent, ...]:
    """The events that every dossier begins with: its parties, issues, source and speaker."""
    return (
        NewEvent(DossierOpened(name="Laws", zone=zone, stale_after_days=3), "opened"),
        NewEvent(PartyRegistered(id="aland", name="Aland", kind=PartyKind.STATE), "aland"),
        NewEvent(PartyRegistered(id="borland", name="Borland", kind=PartyKind.STATE), "borland"),
        NewEvent(PartyRegistered(id="bloc", name="The Bloc", kind=PartyKind.GROUPING), "bloc"),
        NewEvent(PartyRegistered(id="league", name="The League", kind=PartyKind.GROUPING), "league"),
        NewEvent(IssueOpened(path="peace", title="Peace"), "peace"),
        NewEvent(IssueOpened(path="peace/venue", title="Venue"), "venue"),
        NewEvent(SourceAdded(id="wire", title="Wire"), "wire"),
        NewEvent(PersonRegistered(id="envoy", name="Envoy"), "envoy"),
    )


def _memberships(making: _Making) -> Iterator[NewEvent]:
    """Most dossiers begin with a membership or two, or nobody would inherit much."""
    for member, grouping in making.plot.opening:
        event_id = making.named("m")
        making.voidable.append(event_id)
        yield NewEvent(MembershipBegan(member=member, grouping=grouping), event_id)


# Cuts


def as_ofs(known: Known) -> SearchStrategy[str]:
    """Days and instants on, just before and just after whatever happened; and a few on which nothing did."""
    instants = {each for t in known.tellings for each in (t.begins, t.counts, t.withdrawn)}
    instants |= {period(t.content.until, known.zone)[1] for t in known.tellings if t.content.until}
    instants |= {change[0] for change in known.changes} | {_FIRST + 30 * _DAY}
    near = sorted(each for each in instants if abs(each - _FIRST) < 60 * _DAY)
    return st.builds(
        _as_of_text,
        st.sampled_from([*near, *near[len(near) // 2 :]]),  # early on there is seldom anything to say
        st.sampled_from((-_DAY, -1, -1, -1, 0, 0, 1, _MINUTE, _DAY)),
        st.sampled_from(("day", "day", "second", "second", "minute")),
        st.just(ZoneInfo(known.zone)),
    )


def seqs(first: int, head: int) -> SearchStrategy[int]:
    """Seqs from `first` to the head, the later ones more often: they know more."""
    return st.one_of(st.integers(first, head), st.integers((first + head) // 2, head))


def _as_of_text(instant: Instant, more: int, form: str, zone: ZoneInfo) -> str:
    if form == "day":
        return datetime.fromtimestamp(instant + more, zone).date().isoformat()
    moment = datetime.fromtimestamp(instant + more, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ" if form == "second" else "%Y-%m-%dT%H:%MZ")
