"""No grouping may belong to itself on any day, however many memberships lie between."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from events.clock import Instant

__all__ = ["Change", "changes_in_force", "cycle_in"]


class Change(NamedTuple):
    """A beginning or end of a membership; parties are surrogate keys."""

    counts: Instant
    seq: int
    member: int
    grouping: int
    began: bool


def changes_in_force(connection: sqlite3.Connection) -> list[Change]:
    """Return every beginning and end that is not void."""
    rows = connection.execute("SELECT counts, seq, member, grouping, began FROM memberships WHERE voided IS NULL")
    return [Change._make(row) for row in rows]


def cycle_in(changes: Iterable[Change]) -> tuple[int, Instant] | None:
    """Return a party that would belong to itself and the first instant of it, None if there is none."""
    above: dict[int, set[int]] = {}
    ordered = sorted(changes)
    for index, change in enumerate(ordered):
        groupings = above.setdefault(change.member, set())
        if change.began:
            groupings.add(change.grouping)
        else:
            groupings.discard(change.grouping)
        # What counts from the same instant is judged together: a party may leave one and join another at once.
        is_last = index + 1 == len(ordered) or ordered[index + 1].counts != change.counts
        if is_last and (party := _own_member(above)) is not None:
            return party, change.counts
    return None


def _own_member(above: dict[int, set[int]]) -> int | None:
    """Return a party from which a walk upwards leads back to it."""
    done: set[int] = set()
    for start in above:
        path: list[int] = []
        if _leads_back(above, start, path, done):
            return path[-1]
    return None


def _leads_back(above: dict[int, set[int]], party: int, path: list[int], done: set[int]) -> bool:
    if party in path:
        path.append(party)
        return True
    if party in done:
        return False
    path.append(party)
    if any(_leads_back(above, grouping, path, done) for grouping in sorted(above.get(party, ()))):
        return True
    path.pop()
    done.add(party)
    return False
