"""How a party's own position on an issue moved along as of: one step for all that begins or ceases to count at once.

A withdrawal that changes nothing is no step: nobody said anything (docs/decisions/0022).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from events.clock import Instant
from tracker.movement import Movement, Standing, movement
from tracker.reading.position import own_standing
from tracker.reading.snapshot import Snapshot, Version, Withdrawal

__all__ = ["Move", "moves_of"]


@dataclass(frozen=True, slots=True)
class Move:
    """A step: what the position was before the instant, what it is from then on, and what made it so."""

    instant: Instant
    before: Standing
    after: Standing
    movement: Movement
    statements: tuple[Version, ...]
    """What began to count, by seq."""
    withdrawals: tuple[Withdrawal, ...]
    """What ceased to count, by seq."""


def moves_of(
    snapshot: Snapshot, party: int, issue: int, until: Instant, after: Instant | None = None
) -> Iterator[Move]:
    """Yield the pair's steps up to `until`, oldest first; with `after`, only those later than that instant."""
    began, ceased = _counting(snapshot, party, issue)
    instants = sorted(each for each in {*began, *ceased} if each <= until and (after is None or each > after))
    before = Standing() if after is None else own_standing(snapshot, party, issue, after)
    for instant in instants:
        now = own_standing(snapshot, party, issue, instant)
        moved = movement(before, now)
        if moved is not None and (instant in began or now != before):
            yield Move(instant, before, now, moved, tuple(began[instant]), tuple(sorted(ceased[instant])))
        before = now


def _counting(
    snapshot: Snapshot, party: int, issue: int
) -> tuple[defaultdict[Instant, list[Version]], defaultdict[Instant, list[Withdrawal]]]:
    """Return what begins and what ceases to count, by instant; what was withdrawn before it counted does neither."""
    began: defaultdict[Instant, list[Version]] = defaultdict(list)
    ceased: defaultdict[Instant, list[Withdrawal]] = defaultdict(list)
    withdrawals = {taken.statement: taken for taken in snapshot.withdrawals(party, issue)}
    for version in snapshot.load(party, issue):
        taken = withdrawals.get(version.statement)
        if taken is None or taken.counts > version.said_until:
            began[version.said_until].append(version)
            if taken is not None:
                ceased[taken.counts].append(taken)
    return began, ceased
