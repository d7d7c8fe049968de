"""What every question to the record rests on: one cut, what names stand for there, and how a position is derived."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from events.clock import Instant
from events.log import EventLog
from tracker.cut import Cut
from tracker.reading.position import Position, Verdict, position_at
from tracker.reading.registry import Entity, Noun, Registry
from tracker.reading.snapshot import Snapshot

if TYPE_CHECKING:
    from events.envelope import RecordedEvent

__all__ = ["Sight"]


class Sight:
    """The record at one cut. Answers stay the same whatever is appended later; read them while the ledger is open."""

    def __init__(self, log: EventLog, connection: sqlite3.Connection, cut: Cut) -> None:
        self.cut = cut
        self.registry = Registry(connection)
        self._log = log
        self._connection = connection
        self._snapshot = Snapshot(connection, cut.seq, _clamp(cut))
        self._zone = self.registry.zone()

    def position(self, party: str, issue: str) -> Position:
        """Return the position of a party on an issue, both by id, name or alias.

        Raises:
            UnknownNameError, AmbiguousNameError: no such party or issue.
        """
        return self._position(self._key("party", party), self._key("issue", issue))

    def _position(self, party: int, issue: int, known: dict[int, Verdict] | None = None) -> Position:
        return position_at(self._snapshot, self.registry, self._zone, self.cut, party, issue, known)

    def resolve(self, noun: Noun, text: str) -> Entity:
        """Return what the text stood for at the cut by its id, else what it stands for now.

        Raises:
            UnknownNameError, AmbiguousNameError: nothing, or several, of that name.
        """
        return self.registry.entity(self._key(noun, text))

    def _key(self, noun: Noun, text: str) -> int:
        return self.registry.key_at(noun, text, self.cut.seq)

    def described(self, entity: Entity) -> Entity:
        """Return a party, person, issue or source as described at the cut; what was registered later as it is now."""
        if entity.key > self.cut.seq:
            return entity
        _, seq = self.registry.told_by(entity.noun, entity.id, self.cut.seq)
        if seq == self.registry.last_told(entity.key):
            return entity
        from events.codec import data_of
        from tracker.reading.contents import event_at

        return entity._replace(data=data_of(event_at(self._log, seq).data))

    def told(self, noun: Noun, entity_id: str) -> Entity:
        """Return what was registered by the cut under exactly that id, as described then; it must have been."""
        key, _ = self.registry.told_by(noun, entity_id, self.cut.seq)
        return self.described(self.registry.entity(key))

    def entries(self, after: int = 0, upto: int | None = None) -> Iterator[RecordedEvent]:
        """Yield the entries with after < seq <= upto, oldest first, and none later than the cut."""
        from events.codec import decode

        last = self.cut.seq if upto is None else min(upto, self.cut.seq)
        return (decode(stored.body) for stored in self._log.read(after, last))

    def axes(self, parties: Collection[str], issues: Collection[str]) -> tuple[list[Entity], list[Entity]]:
        """Return these parties, and these issues with those below them, by id; none given: all known at the cut."""
        from tracker.reading.grid import axes_of

        keys = [self._key("party", each) for each in parties], [self._key("issue", each) for each in issues]
        return axes_of(self._snapshot, self.registry, *keys)

    @cached_property
    def root(self) -> str:
        """Merkle root over all entries up to the cut, hexadecimal; reads and hashes them all."""
        from events.merkle import leaf_hash, root_of

        return root_of(leaf_hash(stored.body) for stored in self._log.read(upto=self.cut.seq)).hex()


def _clamp(cut: Cut) -> Instant:
    """Return an instant that no statement known at the cut counts later than (see `counting_period`)."""
    return int(cut.known_at.timestamp()) + 1
