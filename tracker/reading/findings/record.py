"""The record at a cut, as the rules of findings read it: each part is read once, and only if a rule asks."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from events.codec import data_of, decode
from events.ids import handle
from events.kinds import StatementContent
from events.log import EventLog
from events.periods import Zone
from events.ticking import Tick, ticked
from events.vocabulary import FindingKind
from tracker.cut import Cut
from tracker.reading.contents import content_of, event_at
from tracker.reading.findings.finding import Finding
from tracker.reading.registry import Entity, Noun, Registry
from tracker.reading.snapshot import Snapshot, Version

__all__ = ["Record", "Said"]

Pair = tuple[int, int]
"""Surrogate keys of a party and an issue."""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement that counts at the cut, in the wording that is in force."""

    version: Version
    id: str
    """Of the recording or correction that brought the wording."""
    content: StatementContent

    @property
    def entry(self) -> str:
        """Return the handle of the statement."""
        return handle(self.version.statement)

    @property
    def voice(self) -> str:
        """Return whose words they are; where no speaker is named, the party's."""
        return self.content.speaker or self.content.party


@dataclass(frozen=True)
class Record:
    """What can be read at a cut."""

    log: EventLog
    connection: sqlite3.Connection
    snapshot: Snapshot
    registry: Registry
    zone: Zone
    cut: Cut
    tick: Tick | None = None
    """Is told how much of the log was read."""

    @cached_property
    def said(self) -> dict[Pair, list[Said]]:
        """The statements that count, by party and issue, in the order from which they count; pairs without are out."""
        pairs: list[Pair] = self.connection.execute("SELECT party, issue FROM pairs").fetchall()
        versions = {pair: sorted(self.snapshot.effective(*pair, self.cut.until)) for pair in pairs}
        worded = self._worded({version.seq for each in versions.values() for version in each})
        return {
            pair: [Said(version, *worded[version.seq]) for version in each] for pair, each in versions.items() if each
        }

    def _worded(self, seqs: set[int]) -> dict[int, tuple[str, StatementContent]]:
        """Return id and content of the events of these seqs, all found in one pass over the log."""
        entries = ticked(self.log.read(0, self.cut.seq), self.tick, self.cut.seq)
        events = (decode(stored.body) for stored in entries if stored.seq in seqs)
        return {event.seq: (event.id, content_of(event)) for event in events}

    def told(self, noun: Noun) -> Iterator[Entity]:
        """Yield what was registered and not void, by id, as it was described at the cut."""
        seq = self.cut.seq
        rows = self.connection.execute("SELECT DISTINCT entity FROM amendments WHERE seq > ?", (seq,))
        described_anew = {entity for (entity,) in rows}
        for entity in self.registry.known(noun, seq):
            if entity.key in described_anew:
                _, teller = self.registry.told_by(noun, entity.id, seq)
                yield entity._replace(data=data_of(event_at(self.log, teller).data))
            else:
                yield entity

    def finding_of(self, kind: FindingKind, said: Iterable[Said], detail: str, *more: str) -> Finding:
        """Return a finding about statements of one party on one issue, and about the events of the ids in `more`."""
        found = sorted(said, key=lambda each: each.version)
        about = tuple(sorted({*(each.id for each in found), *more}))
        content = found[0].content
        return Finding(kind, about, content.party, content.issue, tuple(each.entry for each in found), detail)
