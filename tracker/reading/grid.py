"""Parties and issues side by side: where everyone stands at one cut."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from events.clock import Instant
from events.collecting import without_collecting
from events.ticking import Tick, ticked
from tracker.reading.position import Position, Verdict, own_verdicts
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
    until: Instant,
    tick: Tick | None = None,
) -> Grid:
    """Return the grid of these parties and issues at `until`: one walk a party, and what is inherited from memory.

    `tick` is told how many pairs are done.
    """
    rows, columns = sorted(parties, key=_id), sorted(issues, key=_id)
    above = [(row.key, set(snapshot.issues_above(row.key))) for row in rows]
    pairs = [(party, column.key) for column in columns for party, spoken_of in above if column.key in spoken_of]
    with without_collecting():
        known = _own(snapshot, [row.key for row in rows], {column.key for column in columns}, until)
        positions = [derive(party, issue, known[issue]) for party, issue in ticked(pairs, tick, len(pairs))]
        cells = tuple([each for each in positions if each.basis != "none"])
    return Grid(tuple(parties), tuple(issues), cells)


def _own(
    snapshot: Snapshot, parties: Iterable[int], within: AbstractSet[int], until: Instant
) -> defaultdict[int, dict[int, Verdict]]:
    """Return what decides own positions on the issues, by issue and then by party, of parties and all above them."""
    known: defaultdict[int, dict[int, Verdict]] = defaultdict(dict)
    for holder in {holder for party in parties for holder in snapshot.lineage(party)}:
        asked = [issue for issue in snapshot.issues(holder) if issue in within]
        for issue, verdict in own_verdicts(snapshot, holder, asked, until).items():
            known[issue][holder] = verdict
    return known
