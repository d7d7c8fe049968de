"""Which entry was the last to change how a movement is told.

Not its own statements alone make it what it is: an earlier one that is corrected changes what it moved from, and who
spoke, for whom and in which source may be called otherwise since.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from events.periods import NEVER, Zone
from tracker.projections.timeline import counting_period
from tracker.reading.changes import Change
from tracker.reading.citation import Citation
from tracker.reading.position import own_standing
from tracker.reading.registry import Registry
from tracker.reading.snapshot import Snapshot
from tracker.reading.terms import days_spoken

__all__ = ["retold_by"]


def retold_by(
    connection: sqlite3.Connection, registry: Registry, zone: Zone, seq: int, change: Change, cited: Iterable[Citation]
) -> int:
    """Return the seq of the last entry, up to `seq`, that had a part in how the change is told.

    Args:
        cited: the statements that it is told with.
    """
    parts = [told for each in cited for told in _parts(connection, registry, zone, seq, each)]
    taken_back = (taken.seq for taken in change.move.withdrawals)
    floor = max([registry.told_by("party", change.party, seq)[1], *taken_back, *parts])
    return _moved_otherwise(connection, registry, seq, change, floor)


def _parts(connection: sqlite3.Connection, registry: Registry, zone: Zone, seq: int, cited: Citation) -> Iterator[int]:
    """Yield the last entries on a statement's words, on its source, on who spoke, and on the offices they held."""
    content = cited.content
    yield cited.versions[-1].event.seq
    yield registry.told_by("source", content.source, seq)[1]
    if content.speaker is not None:
        person, told = registry.told_by("person", content.speaker, seq)
        yield told
        ends = counting_period(content.said, cited.event.recorded_at, zone).ends
        yield from _entries(
            seq,
            connection.execute(
                "SELECT seq, voided FROM offices WHERE person = ? AND counts <= ?",
                (person, days_spoken(content.said, ends, zone).ends),
            ),
        )


def _moved_otherwise(connection: sqlite3.Connection, registry: Registry, seq: int, change: Change, floor: int) -> int:
    """Return the last entry after `floor` before which the standings were others; `floor` if there is none."""
    party, _ = registry.told_by("party", change.party, seq)
    issue, _ = registry.told_by("issue", change.issue, seq)
    move = change.move
    rows = connection.execute(
        "SELECT seq, dead FROM timeline WHERE party = ?1 AND issue = ?2 AND said_until <= ?3"
        " UNION SELECT taken.seq, taken.voided FROM withdrawals taken JOIN timeline USING (statement)"
        " WHERE party = ?1 AND issue = ?2 AND said_until <= ?3 AND taken.counts <= ?3",
        (party, issue, move.instant),
    )
    for entry in sorted(set(_entries(seq, rows)), reverse=True):
        if entry <= floor:
            break
        earlier = Snapshot(connection, entry - 1, NEVER)
        standings = (own_standing(earlier, party, issue, until) for until in (move.instant - 1, move.instant))
        if tuple(standings) != (move.before, move.after):
            return entry
    return floor


def _entries(seq: int, rows: Iterable[tuple[int, int | None]]) -> Iterator[int]:
    """Yield the seqs in the rows that are known at `seq`."""
    return (each for row in rows for each in row if each is not None and each <= seq)
