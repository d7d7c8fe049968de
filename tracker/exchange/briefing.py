"""What a briefing says, before anybody writes it down: positions party by party or issue by issue, and their evidence.

Markdown and HTML are written from this one model. Names, titles and sources are those of the cut, so that the same
cut gives the same briefing whatever is amended later.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from events.ids import handle
from events.ticking import Tick, ticked
from tracker.exchange.stamp import Stamp, stamp_of
from tracker.reading.agreement import Meeting, common_ground, meetings
from tracker.reading.changes import Change
from tracker.reading.citation import Citation
from tracker.reading.grid import Grid
from tracker.reading.phases import Phase
from tracker.reading.position import Position
from tracker.reading.registry import Entity, Noun
from tracker.view import View

__all__ = ["Axis", "Briefing", "Note", "Pair", "Section", "Span", "behind", "briefing_of", "cited_by", "spans_of"]


Axis = Literal["party", "issue"]
"""What a briefing has a section for each of."""


@dataclass(frozen=True, slots=True)
class Span:
    """A phase in whole days: it answers a cut as of every day with first_day <= day < end_day."""

    first_day: date
    end_day: date | None
    """None: it holds at the cut."""
    since: date
    """First day of the unbroken run of days with the same stance, as a `Position` tells it."""
    phase: Phase


@dataclass(frozen=True, slots=True)
class Pair:
    """A party on an issue on which it has a position, or had one before."""

    number: int
    party: Entity
    issue: Entity
    phases: tuple[Phase, ...]
    """Up to the cut, also those that began and ended within a day."""
    spans: tuple[Span, ...]
    """Earliest first; between them it has none."""
    declined: str | None
    """When it last declined to say, where it has a position nevertheless."""

    @property
    def now(self) -> Span | None:
        """What holds at the cut."""
        return self.spans[-1] if self.spans[-1].end_day is None else None


@dataclass(frozen=True, slots=True)
class Section:
    """All that is said of one party, or of one issue."""

    subject: Entity
    pairs: tuple[Pair, ...]
    changes: tuple[Change, ...]
    silent: tuple[Entity, ...]
    """The issues, or parties, with which it makes no pair."""
    meeting: Meeting | None
    """Of an issue: how near the parties are."""

    def other(self, pair: Pair) -> Entity:
        """Return what the section meets in the pair: an issue, or a party."""
        return pair.issue if self.subject.noun == "party" else pair.party

    @property
    def missing(self) -> list[Entity]:
        """The issues, or parties, without a position at the cut."""
        ended = [self.other(pair) for pair in self.pairs if pair.now is None]
        return sorted((*self.silent, *ended), key=lambda each: each.id)


@dataclass(frozen=True, slots=True)
class Note:
    """A statement that is cited, and the number of its footnote."""

    number: int
    citation: Citation


@dataclass(frozen=True)
class Briefing:
    """A briefing at a cut. Whatever it cites has a note."""

    stamp: Stamp
    by: Axis
    since: str | None
    """From when on changes are told; None: they are not."""
    sections: tuple[Section, ...]
    pairs: tuple[Pair, ...]
    """By party, then by issue; each stands at its own number."""
    meetings: tuple[Meeting, ...]
    """The issues on which anybody has a position, from agreed to blocked."""
    silent: tuple[Entity, ...]
    """Parties and issues that make no pair."""
    notes: tuple[Note, ...]
    """First those that positions at the cut and changes cite, then those of earlier positions."""
    names: Mapping[tuple[Noun, str], Entity]
    """Parties and issues by id."""

    @property
    def title(self) -> str:
        """What it is called."""
        return f"Briefing: {self.stamp.dossier}"

    @cached_property
    def parties(self) -> list[Entity]:
        """The parties that make a pair, by id."""
        return list({pair.party.id: pair.party for pair in self.pairs}.values())

    @cached_property
    def issues(self) -> list[Entity]:
        """The issues that make a pair, by id."""
        return sorted({pair.issue.id: pair.issue for pair in self.pairs}.values(), key=lambda each: each.id)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of every statement's note, by entry handle."""
        return {note.citation.entry: note.number for note in self.notes}

    def name(self, noun: Noun, entity_id: str) -> str:
        """Return what a party or issue was called at the cut."""
        return self.names[noun, entity_id].label


def briefing_of(
    view: View,
    parties: Collection[str] = (),
    issues: Collection[str] = (),
    by: Axis = "party",
    since: str | None = None,
    tick: Tick | None = None,
) -> Briefing:
    """Return the briefing of these parties and issues, by default all that were known.

    Args:
        since: also tell what moved from then on, in said's grammar.
        tick: is told how many pairs are done.

    Raises:
        UnknownNameError, AmbiguousNameError: no such party or issue.
        InvalidDateError: `since` does not follow the grammar.
    """
    names = _Names(view)
    grid = view.grid(parties, issues)
    ids = view.pairs(parties, issues)
    pairs = tuple(_pairs(view, names, ticked(ids, tick, len(ids))))
    changes = None if since is None else view.changes(since, parties, issues)
    met = list(meetings(grid))
    sections = tuple(_sections(names, grid, by, pairs, changes or (), met))
    notes = tuple(_notes(view, names, sections, pairs))
    paired = {each.key for pair in pairs for each in (pair.party, pair.issue)}
    return Briefing(
        stamp=stamp_of(view),
        by=by,
        since=since,
        sections=sections,
        pairs=pairs,
        meetings=tuple(common_ground(met)),
        silent=tuple(names.of(each) for each in (*grid.parties, *grid.issues) if each.key not in paired),
        notes=notes,
        names=names.found,
    )


class _Names:
    """Parties and issues as they were known at the cut, each looked up once."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.found: dict[tuple[Noun, str], Entity] = {}

    def look_up(self, noun: Noun, entity_id: str) -> Entity:
        if (noun, entity_id) not in self.found:
            self.found[noun, entity_id] = self._view.described(self._view.resolve(noun, entity_id))
        return self.found[noun, entity_id]

    def of(self, entity: Entity) -> Entity:
        return self.look_up("party" if entity.noun == "party" else "issue", entity.id)


def spans_of(phases: Sequence[Phase], position: Position) -> tuple[Span, ...]:
    """Return a pair's phases up to a cut as days; `position` is what it has at the cut.

    On the day of a cut that is an instant, the days end with that instant.
    """
    found: list[Span] = []
    for phase in phases:
        holds = phase is phases[-1] and position.basis != "none"
        end_day = None if holds else phase.end_day
        if end_day != phase.first_day:
            found.append(Span(phase.first_day, end_day, _since(found, phase), phase))
    return tuple(found)


def _since(before: list[Span], phase: Phase) -> date:
    """Return since when there is the phase's stance, after what came before."""
    if before and before[-1].end_day == phase.first_day and before[-1].phase.deciding.keys() == phase.deciding.keys():
        return before[-1].since
    return phase.first_day


def cited_by(section: Section) -> Iterator[str]:
    """Yield the handles of the statements that a section's positions and changes rest on."""
    for pair in section.pairs:
        if pair.now is not None:
            yield from pair.now.phase.statements
    for change in section.changes:
        yield from behind(change)


def behind(change: Change) -> list[str]:
    """Return the handles of the statements that began, or ceased, to count."""
    return [*change.statements, *(handle(taken.statement) for taken in change.move.withdrawals)]


def _pairs(view: View, names: _Names, ids: Iterable[tuple[str, str]]) -> Iterator[Pair]:
    """Yield the pairs of these ids that have, or had, a position as of a day up to the cut."""
    number = 0
    for party, issue in ids:
        position, phases = view.position(party, issue), tuple(view.phases(party, issue))
        if spans := spans_of(phases, position):
            declined = None if "declines" in position.deciding else position.last_declined
            both = names.look_up("party", party), names.look_up("issue", issue)
            yield Pair(number, *both, phases, spans, declined)
            number += 1


def _sections(
    names: _Names, grid: Grid, by: Axis, pairs: Iterable[Pair], changes: Iterable[Change], met: Iterable[Meeting]
) -> Iterator[Section]:
    """Yield a section for every party, or issue, of which there is anything to say."""
    subjects, others = (grid.parties, grid.issues) if by == "party" else (grid.issues, grid.parties)
    own: dict[str, list[Pair]] = {each.id: [] for each in subjects}
    moved: dict[str, list[Change]] = {each.id: [] for each in subjects}
    for pair in pairs:
        own[pair.party.id if by == "party" else pair.issue.id].append(pair)
    for change in changes:
        moved[change.party if by == "party" else change.issue].append(change)
    meeting_on = {each.issue.id: each for each in met}
    for subject in subjects:
        with_, since = own[subject.id], moved[subject.id]
        if with_ or since:
            paired = {pair.issue.key if by == "party" else pair.party.key for pair in with_}
            silent = tuple(names.of(each) for each in others if each.key not in paired)
            yield Section(names.of(subject), tuple(with_), tuple(since), silent, meeting_on.get(subject.id))


def _notes(view: View, names: _Names, sections: Iterable[Section], pairs: Iterable[Pair]) -> Iterator[Note]:
    """Yield a note for every statement that is cited, in the order in which a reader meets them."""
    now = (entry for section in sections for entry in cited_by(section))
    earlier = (entry for pair in pairs for span in pair.spans for entry in span.phase.statements)
    for number, entry in enumerate(dict.fromkeys((*now, *earlier)), 1):
        citation = view.cite(entry)
        names.look_up("party", citation.content.party)
        names.look_up("issue", citation.content.issue)
        for title in citation.titles:
            names.look_up("party", title.party)
        yield Note(number, citation)
