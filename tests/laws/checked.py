"""Findings told as plainly as they can be, and dossiers in which they occur.

The rules look at every two statements, every instant and every day on their own, on top of the model of positions,
and share nothing with the code under test but the events.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from typing import Any, Final, NamedTuple

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from events.envelope import NewEvent, RecordedEvent
from events.kinds import (
    EntryVoided,
    EventData,
    FindingAcknowledged,
    IssueAmended,
    IssueOpened,
    OfficeAssumed,
    OfficeLeft,
    PartyAmended,
    PartyRegistered,
    PersonRegistered,
    PositionAsserted,
    SourceAdded,
    SourceAmended,
    StatementContent,
    StatementCorrected,
    StatementRecorded,
)
from events.vocabulary import PartyKind, Stance
from tests.laws.dossiers import PARTIES, Dossier, Step, dossiers
from tests.laws.model import BEGINNING, END, Known, Telling, day_of, end_of, period, start_of

__all__ = ["Found", "acknowledged_by", "checked_dossiers", "found_by_the_rules"]


# Dossiers

_PERSONS: Final = ("envoy", "minister")
_TITLES: Final = (("Envoy",), ("Envoy", "envoy"), ("First Envoy", "first-envoy"), ("Envoy", "Poet"))
_SOURCES: Final = ("wire", "daily", "cable")
_QUOTATIONS: Final = (None, None, "We agree.", "we  AGREE.\n", "Never.")
_ARCHIVED: Final = "0" * 64
_DAYS: Final = tuple((date(2025, 10, 18) + timedelta(days=number)).isoformat() for number in range(25))


def _dates() -> SearchStrategy[str]:
    """Expressions of every form, around the days of the dossiers."""
    days = st.sampled_from(_DAYS)
    moments = st.builds("{}T{:02d}:00Z".format, days, st.integers(0, 23))
    return st.one_of(days, days, days, days.map("../{}".format), moments, days.map(lambda day: day[:7]))


@st.composite
def checked_dossiers(draw: DrawFn) -> Dossier:
    """Dossiers with several speakers, offices, sources and quotations, and with names that are described anew."""
    dossier = draw(dossiers(min_size=4, max_size=12))
    opening = (
        *dossier.opening,
        NewEvent(PersonRegistered(id="minister", name="Minister"), "minister"),
        NewEvent(SourceAdded(id="daily", title="Daily", published=draw(st.sampled_from(_DAYS[:10]))), "daily"),
        NewEvent(SourceAdded(id="cable", title="Cable", sha256=_ARCHIVED), "cable"),
        *(NewEvent(each, f"office-{number}") for number, each in enumerate(draw(_careers()))),
    )
    steps = [replace(step, event=draw(_retold(step.event))) for step in dossier.steps]
    told = [step.event.data for step in steps if isinstance(step.event.data, StatementRecorded)]
    more = draw(st.lists(_more(), max_size=6))
    more += [draw(_echo(said)) for said in draw(st.lists(st.sampled_from(told), max_size=3))]
    for number, each in enumerate(more):
        place = draw(st.integers(0, len(steps)))
        steps.insert(place, Step(0, NewEvent(each, f"more-{number}")))
    return replace(dossier, opening=opening, steps=tuple(steps))


@st.composite
def _retold(draw: DrawFn, event: NewEvent) -> NewEvent:
    """The same event; a statement gets another speaker, source and quotation."""
    if not isinstance(event.data, StatementRecorded | StatementCorrected):
        return event
    told = {
        "speaker": draw(st.sampled_from((None, *_PERSONS))),
        "source": draw(st.sampled_from(_SOURCES)),
        "quotation": draw(st.sampled_from(_QUOTATIONS)),
    }
    if isinstance(event.data, StatementRecorded):
        return replace(event, data=event.data.model_copy(update=told))
    return replace(event, data=event.data.model_copy(update={"content": event.data.content.model_copy(update=told)}))


@st.composite
def _echo(draw: DrawFn, said: StatementRecorded) -> StatementRecorded:
    """Another report of what was said, more or less."""
    source, date_text = draw(st.sampled_from(_SOURCES)), draw(st.sampled_from((said.said, said.said, *_DAYS)))
    return said.model_copy(update={"source": source, "said": date_text})


@st.composite
def _careers(draw: DrawFn) -> list[EventData]:
    """Who held one party's office, one person after the other, more or less."""
    found: list[EventData] = []
    party = draw(st.sampled_from(PARTIES[:3]))
    titles = draw(st.sampled_from(_TITLES))
    for number in range(draw(st.sampled_from((0, 2, 2, 3)))):
        post = {"person": _PERSONS[number % 2], "party": party, "title": draw(st.sampled_from(titles))}
        found.append(OfficeAssumed(**post, on=draw(st.sampled_from((None, *_DAYS)) | _dates())))
        if draw(st.integers(0, 3)):
            found.append(OfficeLeft(**post, on=draw(_dates())))
    return found


def _more() -> SearchStrategy[EventData]:
    """Offices that are left, names that are described anew or registered, and voids."""
    post = {"person": st.sampled_from(_PERSONS), "party": st.sampled_from(PARTIES[:3]), "title": st.just("Envoy")}
    targets = [f"{letter}-{number}" for letter in ("office", "more") for number in range(4)]
    return st.one_of(
        st.builds(OfficeLeft, **post, on=_dates()),
        st.builds(EntryVoided, target=st.sampled_from(targets), reason=st.just("a mistake")),
        st.builds(SourceAmended, id=st.sampled_from(_SOURCES), title=st.just("Anew"), published=st.none() | _dates()),
        st.builds(PartyAmended, id=st.just("bloc"), name=st.just("The Bloc"), kind=st.sampled_from((None, *PartyKind))),
        st.builds(PartyRegistered, id=st.just("peace"), name=st.just("A party called peace")),
        st.builds(IssueAmended, path=st.just("peace"), title=st.just("Peace"), proposition=st.just("There is peace.")),
    )


# The rules


class Found(NamedTuple):
    """A finding: its kind, party, issue, and the ids it rests on."""

    kind: str
    party: str | None
    issue: str | None
    about: tuple[str, ...]


class _Term(NamedTuple):
    """For how long somebody held an office, and the ids of the entries that say so."""

    begins: int
    ends: int
    person: str
    began: str
    ended: str | None


def found_by_the_rules(known: Known, until: int) -> list[Found]:
    """Everything that is odd about what is known, as of the last second before `until`."""
    return sorted(_Rules(known, until).found(), key=str)


class _Rules:
    def __init__(self, known: Known, until: int) -> None:
        self.known = known
        self.zone = known.zone
        self.until = until
        self.counting = [telling for telling in known.tellings if telling.counts_at(until)]
        self.events = [event for event in known.events if event.id not in known.voided]

    def found(self) -> Iterator[Found]:
        yield from self.clashes()
        yield from self.stale_or_lapsed()
        yield from self.provisional()
        yield from self.without_office()
        yield from self.after_publication()
        yield from self.duplicates()
        yield from self.overlaps()
        yield from self.gaps()
        yield from self.unarchived()
        yield from self.failed()

    # What was said

    def about(self, kind: str, *tellings: Telling) -> Found:
        content = tellings[0].content
        ids = tuple(sorted(self.known.events[telling.seq - 1].id for telling in tellings))
        return Found(kind, content.party, content.issue, ids)

    def clashes(self) -> Iterator[Found]:
        for one, other in combinations(self.counting, 2):
            stances = {one.content.stance, other.content.stance}
            overlap = max(one.begins, other.begins) < min(one.counts, other.counts)
            if _pair(one) == _pair(other) and overlap and len(stances) == 2 and Stance.DECLINES not in stances:
                same = one.content.speaker == other.content.speaker
                yield self.about("contradiction" if same else "discord", one, other)

    def duplicates(self) -> Iterator[Found]:
        groups = [{telling} for telling in self.counting]
        for one, other in combinations(self.counting, 2):
            if _alike(one.content, other.content, self.zone):
                joined = [group for group in groups if one in group or other in group]
                groups = [group for group in groups if group not in joined] + [set().union(*joined)]
        yield from (self.about("possible-duplicate", *group) for group in groups if len(group) > 1)

    def after_publication(self) -> Iterator[Found]:
        published = {data.id: data.published for _, data in self.described(SourceAdded, SourceAmended)}
        for telling in self.counting:
            on = published[telling.content.source]
            if on is not None and period(on, self.zone)[1] <= telling.begins:
                yield self.about("said-after-publication", telling)

    def without_office(self) -> Iterator[Found]:
        for telling in self.counting:
            speaker, said = telling.content.speaker, telling.content.said.removeprefix("../")
            last = telling.counts - 1
            first = min(period(said, self.zone)[0], last)
            begins, ends = start_of(day_of(first, self.zone), self.zone), end_of(day_of(last, self.zone), self.zone)
            if speaker is not None and not self.speaks(speaker, telling.content.party, begins, ends):
                yield self.about("speaker-without-office", telling)

    def speaks(self, person: str, party: str, begins: int, ends: int) -> bool:
        """Whether there is an instant, from the first to the one after the last, at which a post lets them speak."""
        instants = {begins, *(change[0] for change in self.known.changes), *(counts for counts, _ in self.offices(END))}
        return any(
            party in self.above(post, instant)
            for instant in instants
            if begins <= instant <= ends
            for post in self.posts(person, instant)
        )

    def above(self, party: str, instant: int) -> set[str]:
        return {party}.union(*(self.above(each, instant) for each in self.known.groupings(party, instant)))

    def posts(self, person: str, instant: int) -> set[str]:
        """The parties for which a person held an office."""
        latest: dict[tuple[str, str], EventData] = {}
        for counts, event in self.offices(END):
            data = event.data
            assert isinstance(data, OfficeAssumed | OfficeLeft)
            if data.person == person and counts <= instant:
                latest[data.party, data.title] = data
        return {party for (party, _), data in latest.items() if isinstance(data, OfficeAssumed)}

    # Positions

    def stale_or_lapsed(self) -> Iterator[Found]:
        for party, issue in {_pair(telling) for telling in self.counting}:
            position = self.known.position(party, issue, self.until)
            deciding = self.known.own(party, issue, self.until)
            if position["stale"]:
                yield self.about("stale-position", *deciding)
            if position["lapsed"]:
                yield self.about("lapsed-offer", *deciding)

    def failed(self) -> Iterator[Found]:
        for event in self.events:
            data = event.data
            if isinstance(data, PositionAsserted):
                day = period(data.as_of, self.zone)[1]
                stances = self.known.stances(data.party, data.issue, day)
                word = "none" if not stances else "mixed" if len(stances) > 1 else next(iter(stances))
                deciding = {self.known.events[t.seq - 1].id for t in self.known.deciding(data.party, data.issue, day)}
                if word != data.stance:
                    yield Found("failed-assertion", data.party, data.issue, tuple(sorted({event.id, *deciding})))

    # What is registered

    def described(self, registered: type[EventData], amended: type[EventData]) -> list[tuple[RecordedEvent, Any]]:
        """Each registration that is not void, with what was last said of what it registered."""
        found: dict[str, tuple[RecordedEvent, Any]] = {}
        for event in self.events:
            name = str(getattr(event.data, "path", None) or getattr(event.data, "id", ""))
            if isinstance(event.data, registered):
                found[name] = (event, event.data)
            elif isinstance(event.data, amended) and name in found:
                found[name] = (found[name][0], event.data)
        return list(found.values())

    def provisional(self) -> Iterator[Found]:
        for event, data in self.described(PartyRegistered, PartyAmended):
            if data.party_kind is None:
                yield Found("provisional-name", data.id, None, (event.id,))
        for event, data in self.described(IssueOpened, IssueAmended):
            if data.proposition is None:
                yield Found("provisional-name", None, data.path, (event.id,))
        in_office = {event.data.person for event in self.events if isinstance(event.data, OfficeAssumed)}
        for event in self.events:
            if isinstance(event.data, PersonRegistered) and event.data.id not in in_office:
                yield Found("provisional-name", None, None, (event.id,))

    def unarchived(self) -> Iterator[Found]:
        for event, data in self.described(SourceAdded, SourceAmended):
            if data.sha256 is None:
                yield Found("source-without-archive", None, None, (event.id,))

    # Offices

    def offices(self, until: int) -> list[tuple[int, RecordedEvent]]:
        """Every beginning and end of an office that counts by then, in the order from which they count."""
        found = []
        for event in self.events:
            if isinstance(event.data, OfficeAssumed | OfficeLeft):
                counts = BEGINNING if event.data.on is None else period(event.data.on, self.zone)[1]
                found.append((counts, event))
        return sorted((each for each in found if each[0] <= until), key=lambda each: (each[0], each[1].seq))

    def terms(self) -> dict[tuple[str, str], list[_Term]]:
        """By party and title: who held the office from when until when."""
        found: dict[tuple[str, str], list[_Term]] = {}
        offices = self.offices(self.until)
        for post in {_post(event) for _, event in offices}:
            held = {counts: event for counts, event in offices if _post(event) == post}  # of one instant the later
            began: tuple[int, str] | None = None
            terms = found.setdefault((post[1], post[2].casefold().replace(" ", "-")), [])
            for counts, event in sorted(held.items()):
                if isinstance(event.data, OfficeAssumed):
                    began = began or (counts, event.id)
                elif began is not None:
                    terms.append(_Term(began[0], counts, post[0], began[1], event.id))
                    began = None
            if began is not None:
                terms.append(_Term(began[0], END, post[0], began[1], None))
        return found

    def overlaps(self) -> Iterator[Found]:
        for (party, _), terms in self.terms().items():
            for one, other in combinations(terms, 2):
                ends = min(one.ends, other.ends)
                if one.person != other.person and max(one.begins, other.begins) < ends:
                    over = {term.ended for term in (one, other) if term.ended is not None and term.ends == ends}
                    yield Found("office-overlap", party, None, tuple(sorted({one.began, other.began, *over})))

    def gaps(self) -> Iterator[Found]:
        for (party, _), terms in self.terms().items():
            for left in {term.ends for term in terms}:
                taken = min((term.begins for term in terms if term.begins > left), default=None)
                empty = not any(term.begins <= left < term.ends for term in terms)
                if taken is not None and empty and self.days_between(left, taken):
                    entries = {term.ended for term in terms if term.ends == left}
                    entries |= {term.began for term in terms if term.begins == taken}
                    yield Found("office-gap", party, None, tuple(sorted(filter(None, entries))))

    def days_between(self, left: int, taken: int) -> int:
        """As of how many days nobody held the office."""
        day, days = day_of(left, self.zone) - timedelta(days=2), 0
        while end_of(day, self.zone) < taken:
            days += end_of(day, self.zone) >= left
            day += timedelta(days=1)
        return days


def acknowledged_by(known: Known) -> dict[tuple[str, tuple[str, ...]], str]:
    """Kind and ids of every finding that somebody left, and the handle of the entry that says so."""
    return {
        (str(event.data.finding), event.data.about): f"e{event.seq}"
        for event in known.events
        if isinstance(event.data, FindingAcknowledged) and event.id not in known.voided
    }


def _post(event: RecordedEvent) -> tuple[str, str, str]:
    assert isinstance(event.data, OfficeAssumed | OfficeLeft)
    return event.data.person, event.data.party, event.data.title


def _pair(telling: Telling) -> tuple[str, str]:
    return telling.content.party, telling.content.issue


def _alike(one: StatementContent, other: StatementContent, zone: str) -> bool:
    """Whether two statements may be reports of one utterance."""
    if any(getattr(one, name) != getattr(other, name) for name in ("party", "issue", "stance")):
        return False
    if one.speaker is not None and other.speaker is not None and one.speaker != other.speaker:
        return False
    instants = [period(each.said, zone)[0] for each in (one, other) if "T" in each.said]
    days = {_date_of(each, zone) for each in (one, other)}
    same_day = instants[0] == instants[1] if len(instants) == 2 else len(days) == 1
    words = [None if each.quotation is None else each.quotation.casefold().split() for each in (one, other)]
    return (same_day and one.source != other.source) or (words[0] is not None and words[0] == words[1])


def _date_of(content: StatementContent, zone: str) -> str:
    """The date that a statement rests on; of an instant its day."""
    if "T" in content.said:
        return day_of(period(content.said, zone)[0], zone).isoformat()
    return content.said.removeprefix("../")
