"""Positions along time, row by row, as a picture shows them: the model behind every timeline."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby
from typing import Any, NamedTuple

from events.periods import ALWAYS, Zone, period_of
from tracker.cut import Cut
from tracker.errors import UnreadableError
from tracker.reading.axis import Axis
from tracker.reading.grid import axes_of
from tracker.reading.phases import Phase
from tracker.reading.registry import Entity, Registry
from tracker.reading.snapshot import Snapshot
from tracker.reading.steps import Step, reached, steps_of

__all__ = ["Chart", "PhasesOf", "Row", "Span", "chart_of", "first_of", "pairs_of"]

PhasesOf = Callable[[int, int], Sequence[Phase]]
"""Returns the phases of a party on an issue, surrogate keys, up to the cut, earliest first."""


class Span(NamedTuple):
    """Days of the axis, half-open, counted from its first; empty for a phase that lasted less than a day."""

    first: int
    end: int
    phase: Phase | None = None
    """None: no position on record."""
    step: Step | None = None
    """The one that the phase belongs to."""


@dataclass(frozen=True)
class Row:
    """A party on an issue."""

    party: Entity
    issue: Entity
    steps: tuple[Step, ...]
    """Those that the axis reaches, earliest first; none where there never was a position."""

    @property
    def phases(self) -> list[Phase]:
        """The phases that the axis reaches, earliest first."""
        return list(chain.from_iterable(step.phases for step in self.steps))

    def spans(self, axis: Axis) -> list[Span]:
        """Return the phases on the axis, and what lies between them: every day of it stands in exactly one span."""
        found: list[Span] = []
        told_until = 0
        for step in self.steps:
            for phase in step.phases:
                first = axis.day(phase.first_day)
                end = axis.days if phase.end_day is None else axis.day(phase.end_day)
                if first > told_until:
                    found.append(Span(told_until, first))
                found.append(Span(first, end, phase, step))
                told_until = max(told_until, end)
        return [*found, Span(told_until, axis.days)] if told_until < axis.days else found


@dataclass(frozen=True)
class Chart:
    """A party over issues, or an issue over parties, from one day until the cut."""

    subject: Entity
    rows: tuple[Row, ...]
    """By issue, then by party."""
    axis: Axis
    cut: Cut

    def groups(self) -> list[tuple[Entity, list[Row]]]:
        """Return the rows of an issue's timeline by issue; those of a party's all together, with the party."""
        if self.subject.noun == "party":
            return [(self.subject, list(self.rows))]
        by_issue = groupby(self.rows, key=lambda row: row.issue.key)
        return [(rows[0].issue, rows) for rows in (list(group) for _, group in by_issue)]

    def items(self) -> list[dict[str, Any]]:
        """Return the items of `tracker/timeline/1`: a phase each, row by row."""
        return [
            {**phase.as_json(), "movement": step.movement if phase.begins == step.begins else None}
            for row in self.rows
            for step in row.steps
            for phase in step.phases
        ]


def pairs_of(
    snapshot: Snapshot, registry: Registry, subject: Entity, named: Collection[int]
) -> Iterator[tuple[Entity, Entity, bool]]:
    """Yield parties and issues that a timeline can have a row for, by issue and party, and whether one was asked for.

    Args:
        named: of a party's timeline the issues, of an issue's the parties asked for, surrogate keys; empty: all.
    """
    is_party = subject.noun == "party"
    parties, issues = ([subject.key], named) if is_party else (named, [subject.key])
    rows, columns = axes_of(snapshot, registry, parties, issues)
    spoken = {party.key: set(snapshot.issues_above(party.key)) for party in rows}
    for issue in columns:
        for party in rows:
            asked_for = issue.key in named if is_party else party.key in named and issue.key == subject.key
            if asked_for or issue.key in spoken[party.key]:
                yield party, issue, asked_for


def first_of(since: str, cut: Cut, zone: Zone) -> date:
    """Return the day on which a date in said's grammar begins.

    Raises:
        InvalidDateError: it does not follow the grammar.
        UnreadableError: it has no beginning, or lies after the cut.
    """
    begins = period_of(since, zone).begins
    if begins == ALWAYS:
        raise UnreadableError(f"from {since!r}: it has no beginning; write 2025, 2025-09 or 2025-09-05")
    first = zone.day_of(begins)
    if first > cut.day:
        raise UnreadableError(f"from {since!r}: that is after {cut.day}, the day of as of; write an earlier one")
    return first


def chart_of(
    subject: Entity,
    pairs: Iterable[tuple[Entity, Entity, bool]],
    phases_of: PhasesOf,
    describe: Callable[[Entity], Entity],
    cut: Cut,
    first: date | None = None,
) -> Chart:
    """Return the chart of these pairs from `first`, by default the day of the first position, until the cut.

    A pair that never had a position has a row only where it was asked for.

    Args:
        describe: returns a party or issue as it is called in the chart.
    """
    told = [(party, issue, phases_of(party.key, issue.key), asked_for) for party, issue, asked_for in pairs]
    began = min((phases[0].first_day for *_, phases, _ in told if phases), default=cut.day)
    axis = Axis(began if first is None else first, cut.day)
    rows = [
        Row(describe(party), describe(issue), tuple(reached(steps_of(phases), axis)))
        for party, issue, phases, asked_for in told
        if phases or asked_for
    ]
    return Chart(describe(subject), tuple(rows), axis, cut)
