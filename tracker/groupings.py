"""No grouping may belong to itself on any day, however many memberships lie between, nor may they nest without end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Final, Literal, NamedTuple

from events.clock import Instant

__all__ = ["DEPTH_MAX", "Change", "Trouble", "changes_in_force", "first_trouble"]

DEPTH_MAX: Final = 50
"""How many groupings may lie above one another: more than any alliance has, and less than a derivation can climb."""


class Change(NamedTuple):
    """A beginning or end of a membership; parties are surrogate keys."""

    counts: Instant
    seq: int
    member: int
    grouping: int
    began: bool


class Trouble(NamedTuple):
    """From which instant on memberships make no sense, at which party, and why."""

    counts: Instant
    party: int
    why: Literal["cycle", "depth"]


Above = Mapping[int, set[int]]
"""The groupings each party belongs to."""


def changes_in_force(connection: sqlite3.Connection) -> list[Change]:
    """Return every beginning and end that is not void."""
    rows = connection.execute("SELECT counts, seq, member, grouping, began FROM memberships WHERE voided IS NULL")
    return [Change._make(row) for row in rows]


def first_trouble(changes: Iterable[Change]) -> Trouble | None:
    """Return the first instant at which a party would belong to itself or nest too deep, None if there is none."""
    ordered = sorted(changes)
    ever: dict[int, set[int]] = {}
    for change in ordered:
        if change.began:
            ever.setdefault(change.member, set()).add(change.grouping)
    if _trouble_of(ever) is None:  # as if nothing ever ended: what is in order so is in order on every day
        return None
    for counts, above in _days(ordered):
        found = _trouble_of(above)
        if found is not None:
            return Trouble(counts, *found)
    return None


def _days(ordered: list[Change]) -> Iterator[tuple[Instant, Above]]:
    """Yield who belongs where from each instant of change on.

    What counts from the same instant is judged together: a party may leave one grouping and join another at once.
    """
    above: dict[int, set[int]] = {}
    for index, change in enumerate(ordered):
        groupings = above.setdefault(change.member, set())
        if change.began:
            groupings.add(change.grouping)
        else:
            groupings.discard(change.grouping)
        if index + 1 == len(ordered) or ordered[index + 1].counts != change.counts:
            yield change.counts, above


def _trouble_of(above: Above) -> tuple[int, Literal["cycle", "depth"]] | None:
    layers: TopologicalSorter[int] = TopologicalSorter(above)
    try:
        layers.prepare()
    except CycleError as error:
        return min(error.args[1]), "cycle"
    depth = 0
    while layers.is_active():
        ready = layers.get_ready()
        depth += 1
        if depth > DEPTH_MAX:
            return min(ready), "depth"
        layers.done(*ready)
    return None
