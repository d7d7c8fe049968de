"""Parties and issues side by side: where everyone stands at one cut."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from events.ticking import Tick, ticked
from tracker.reading.position import Position, Verdict
from tracker.reading.registry import Entity, Registry
from tracker.reading.snapshot import Snapshot

__all__ = ["Derive", "Grid", "axes_of", "grid_of"]

Derive = Callable[[int, int, dict[int, Verdict]], Position]
"""Returns the position of a party on an issue, both surrogate keys; the dict keeps what was found on that issue."""


@dataclass(frozen=True)
class Grid:
    """The parties and issues asked for, by id, and the position of every pair of them that has one."""

    parties: tuple[Entity, ...]
    issues: tuple[Entity, ...]
    cells: tuple[Position, ...]
    """By issue, then by party; a pair without a position has none."""

    @cached_property
    def _by_issue(self) -> dict[str, list[Position]]:
        found: defaultdict[str, list[Position]] = defaultdict(list)
        for each in self.cells:
            found[each.issue].append(each)
        return found

    def on(self, issue: str) -> list[Position]:
        """Return the positions on the issue of that id, by party."""
        return list(self._by_issue.get(issue, ()))


def axes_of(
    snapshot: Snapshot, registry: Registry, parties: Collection[int], issues: Collection[int]
) -> tuple[list[Entity], list[Entity]]:
    """Return these parties and issues, surrogate keys, by id; none means all that were known.

    Where issues are given, those below them come along. What is asked for is there even if it was not known yet.
    """
    rows = {key: registry.entity(key) for key in parties} or _by_key(registry.known("party", snapshot.seq))
    columns = _by_key(registry.known("issue", snapshot.seq))
    if issues:
        asked = {key: registry.entity(key) for key in issues}
        tops = tuple(f"{each.id}/" for each in asked.values())
        columns = asked | {key: each for key, each in columns.items() if each.id.startswith(tops)}
    return sorted(rows.values(), key=_id), sorted(columns.values(), key=_id)


def _by_key(entities: Iterable[Entity]) -> dict[int, Entity]:
    return {each.key: each for each in entities}


def _id(entity: Entity) -> str:
    return entity.id


def grid_of(
    snapshot: Snapshot,
    derive: Derive,
    parties: Sequence[Entity],
    issues: Sequence[Entity],
    tick: Tick | None = None,
) -> Grid:
    """Return the grid of these parties and issues; one seek for each pair that can have a position.

    `tick` is told how many pairs are done.
    """
    within = {issue.key for issue in issues}
    pairs = [(each.key, issue) for each in parties for issue in snapshot.issues_above(each.key) if issue in within]
    known: defaultdict[int, dict[int, Verdict]] = defaultdict(dict)
    positions = (derive(party, issue, known[issue]) for party, issue in ticked(pairs, tick, len(pairs)))
    cells = sorted((each for each in positions if each.basis != "none"), key=lambda each: (each.issue, each.party))
    return Grid(tuple(parties), tuple(issues), tuple(cells))
