"""What a footnote says of a statement: its words, who spoke and from which office, its source, what became of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from events.envelope import RecordedEvent
from events.ids import handle
from events.kinds import SourceAdded, SourceAmended, StatementContent
from events.periods import Zone
from tracker.projections.timeline import counting_period
from tracker.reading.entries import Telling
from tracker.reading.registry import Registry
from tracker.reading.snapshot import Withdrawal
from tracker.reading.terms import days_spoken, terms_of

__all__ = ["Citation", "Title", "titles_of"]


@dataclass(frozen=True, slots=True)
class Title:
    """An office, and the id of the party that it speaks for."""

    party: str
    title: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A statement as known at a cut, with what stands behind it."""

    event: RecordedEvent
    versions: tuple[Telling, ...]
    """What was recorded first, then every correction."""
    source: SourceAdded | SourceAmended
    speaker: str | None
    """The speaker's name."""
    titles: Sequence[Title]
    """The offices that the speaker held when it was said; those for the statement's own party first."""
    withdrawal: Withdrawal | None
    """Set where the party had taken it back as of the cut."""

    @property
    def entry(self) -> str:
        """Handle of the statement."""
        return handle(self.event.seq)

    @property
    def content(self) -> StatementContent:
        """What the statement says, as corrected."""
        return self.versions[-1].content


def titles_of(
    connection: sqlite3.Connection,
    registry: Registry,
    zone: Zone,
    original: RecordedEvent,
    content: StatementContent,
    seq: int,
) -> list[Title]:
    """Return the offices, known at `seq`, that a statement's speaker held on a day on which it may have been said.

    Args:
        original: the statement's recording; what was said was said by then.
        content: what it says, as corrected.
    """
    if content.speaker is None:
        return []
    person, _ = registry.told_by("person", content.speaker, seq)
    ends = counting_period(content.said, original.recorded_at, zone).ends
    days = days_spoken(content.said, ends, zone)
    held = (term.began for term in terms_of(connection, seq, person=person) if term.within(days))
    found = {Title(registry.id_of(each.party), each.title) for each in held}
    return sorted(found, key=lambda each: (each.party != content.party, each.party, each.title))
