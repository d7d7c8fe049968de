"""What a footnote says of a statement: its words, who spoke and from which office, its source, what became of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from events.clock import Instant
from events.envelope import RecordedEvent
from events.ids import handle
from events.kinds import SourceAdded, SourceAmended, StatementContent
from events.periods import Period, Zone, date_in
from tracker.projections.timeline import counting_period
from tracker.reading.entries import Telling
from tracker.reading.registry import Registry
from tracker.reading.snapshot import Withdrawal

__all__ = ["Citation", "Title", "titles_of"]

_OFFICES: Final = (
    "SELECT party, title, counts, assumed FROM offices"
    " WHERE person = ?1 AND seq <= ?2 AND (voided IS NULL OR voided > ?2) ORDER BY party, title, counts, seq"
)


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
    days = _days(content.said, original.recorded_at, zone)
    found = [
        Title(registry.id_of(party), title)
        for (party, title), entries in groupby(connection.execute(_OFFICES, (person, seq)), key=lambda row: row[:2])
        if _is_held(((counts, assumed) for _, _, counts, assumed in entries), days)
    ]
    return sorted(found, key=lambda each: (each.party != content.party, each.party, each.title))


def _days(said: str, first_recorded: Instant, zone: Zone) -> Period:
    """Return the whole days on which it may have been said; of `../D` those of D."""
    period = counting_period(date_in(said), first_recorded, zone)
    return Period(zone.start_of(zone.day_of(period.begins)), zone.end_of(zone.day_of(period.ends - 1)))


def _is_held(entries: Iterable[tuple[Instant, int]], days: Period) -> bool:
    """Say whether an office was held on any of the days; who takes it or leaves it on a day holds it that day.

    Args:
        entries: since when each beginning (1) or end (0) of it counts, in order; of one instant the last decides.
    """
    deciding = dict(entries)
    before = [assumed for counts, assumed in deciding.items() if counts <= days.begins]
    during = [assumed for counts, assumed in deciding.items() if days.begins < counts <= days.ends]
    return any((*before[-1:], *during))
