"""A pair's position along both times: as of which days, known between which entries, it was what.

An entry changes the pair's intervals from some instant on and none before it: a statement from where it begins to
count, a withdrawal or a membership likewise. So at each entry only what lies from there on is derived anew; intervals
that are the same as before go on, and those that are not end with the entry.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from events.clock import Instant
from events.periods import ALWAYS, NEVER, Zone
from tracker.reading.ever import ever_above
from tracker.reading.intervals import Interval, clip, continued
from tracker.reading.registry import Registry
from tracker.reading.snapshot import Snapshot, Version, Withdrawal

__all__ = ["Rectangle", "rectangles_of"]


@dataclass(frozen=True, slots=True)
class Rectangle:
    """An interval, and the entries between which it was what we knew: known_from <= seq < known_until."""

    interval: Interval
    known_from: int
    known_until: int | None
    """None: it is still what we know."""


def rectangles_of(
    connection: sqlite3.Connection, zone: Zone, party: int, issue: int, *, seq: int, until: Instant
) -> list[Rectangle]:
    """Return every interval with a position that the pair had at any state of knowledge up to `seq`.

    Each as of a cut that ends at `until`. By known_from, then by as of.
    """
    registry = Registry(connection)
    changes = _changes(connection, party, issue, seq)
    snapshot = _Growing(connection, issue)
    intervals: list[Interval] = []
    known: dict[Interval, Rectangle] = {}
    over: list[Rectangle] = []
    for entry in sorted(changes):
        snapshot.advance(entry, changes[entry])
        since = min(changes[entry].instants)
        first = bisect_left(intervals, since, key=lambda each: each.ends)
        before = intervals[first:]
        reaching = [each for each in before[:1] if each.begins < since]
        horizon = registry.dossier(entry).stale_after_days
        settled = _settled(changes[entry], snapshot, party, issue)
        start = [*intervals[:first], *reaching]
        intervals = continued(start, snapshot, zone, horizon, party, issue, since, before, settled)
        old, new = _told(before, until), _told(intervals[first:], until)
        over += [replace(known.pop(each), known_until=entry) for each in old - new]
        known |= {each: Rectangle(each, entry, None) for each in new - old}
    return sorted([*over, *known.values()], key=lambda row: (row.known_from, row.interval.begins))


def _told(intervals: Iterable[Interval], until: Instant) -> set[Interval]:
    """Return what of the intervals is told as of a cut that ends at `until`."""
    return {told for each in intervals if (told := clip(each, until)) is not None}


def _settled(change: _Change, snapshot: Snapshot, party: int, issue: int) -> Instant:
    """Return from which instant on an entry changed nothing and nothing can step back behind what it gave way to."""
    if change.is_general:
        return NEVER
    lineage = snapshot.lineage(party)
    memberships = (each.counts for holder in lineage for each in snapshot.memberships(holder))
    withdrawals = (each.counts for holder in lineage for each in snapshot.withdrawals(holder, issue))
    return max((*change.instants, *memberships, *withdrawals))


@dataclass
class _Change:
    """What one entry does to what is known of a pair."""

    born: list[tuple[int, Version]] = field(default_factory=list)
    """Versions, each with the party that said it."""
    died: list[tuple[int, Version]] = field(default_factory=list)
    instants: list[Instant] = field(default_factory=list)
    """From the earliest of these on the position may be another."""
    is_general: bool = False
    """Whether it is about more than statements: a membership, or the horizon."""


class _Growing(Snapshot):
    """A snapshot that is taken from entry to entry: statements of one issue, kept in memory."""

    def __init__(self, connection: sqlite3.Connection, issue: int) -> None:
        super().__init__(connection, 0, NEVER)
        self._issue = issue
        self._withdrawn: defaultdict[int, list[Version]] = defaultdict(list)

    def load(self, party: int, issue: int) -> list[Version]:
        """Return what was born and has not died, earliest first."""
        return self._loaded.setdefault((party, issue), [])

    def withdrawals(self, party: int, issue: int) -> list[Withdrawal]:
        """Return the withdrawals of the statements in force."""
        found = (self.withdrawal(each.statement) for each in self._withdrawn[party])
        return [each for each in found if each is not None]

    def advance(self, entry: int, change: _Change) -> None:
        """Know what the entry says."""
        self.seq = entry
        self._memberships.clear()
        for party, version in change.born:
            insort(self.load(party, self._issue), version)
            if version.withdrawn:
                self._withdrawn[party].append(version)
        for party, version in change.died:
            self.load(party, self._issue).remove(version)
            if version.withdrawn:
                self._withdrawn[party].remove(version)


def _changes(connection: sqlite3.Connection, party: int, issue: int, seq: int) -> dict[int, _Change]:
    """Return, by the seqs up to `seq`, what was entered that the pair's position can depend on."""
    found: defaultdict[int, _Change] = defaultdict(_Change)
    everything = Snapshot(connection, NEVER, NEVER)
    for holder in ever_above(connection, party):
        for version in everything.every_version(holder, issue):
            found[version.seq].born.append((holder, version))
            found[version.seq].instants.append(version.said_until)
            if version.dead is not None:
                found[version.dead].died.append((holder, version))
                found[version.dead].instants.append(version.said_until)
            if version.withdrawn:
                _note_withdrawals(found, connection, version)
        _note_memberships(found, connection, holder)
    if found:
        for (entry,) in connection.execute("SELECT seq FROM dossier"):
            found[entry].instants.append(ALWAYS)
            found[entry].is_general = True
    return {entry: change for entry, change in found.items() if entry <= seq}


def _note_withdrawals(found: defaultdict[int, _Change], connection: sqlite3.Connection, version: Version) -> None:
    """Note the entries that brought, and those that voided, the withdrawals of a statement."""
    rows = connection.execute("SELECT seq, voided, counts FROM withdrawals WHERE statement = ?", (version.statement,))
    for brought, voided, counts in rows:
        for entry in (brought, voided):
            if entry is not None:  # a statement may be withdrawn before it counts, and then never does
                found[entry].instants += [counts, version.said_until]


def _note_memberships(found: defaultdict[int, _Change], connection: sqlite3.Connection, member: int) -> None:
    """Note the entries that brought, and those that voided, the beginnings and ends of a party's memberships."""
    rows = connection.execute("SELECT seq, voided, counts FROM memberships WHERE member = ?", (member,))
    for brought, voided, counts in rows:
        for entry in (brought, voided):
            if entry is not None:
                found[entry].instants.append(counts)
                found[entry].is_general = True
