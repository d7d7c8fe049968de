"""How a party's own position on an issue moved along as of: one step for all that begins or ceases to count at once."""

from __future__ import annotations

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
    movement: Movement | None
    """None where there was no position before and is none after."""
    statements: tuple[Version, ...]
    """What began to count, by seq."""
    withdrawals: tuple[Withdrawal, ...]
    """What ceased to count, by seq."""


def moves_of(
    snapshot: Snapshot, party: int, issue: int, until: Instant, after: Instant | None = None
) -> Iterator[Move]:
    """Yield the pair's steps up to `until`, oldest first; with `after`, only those later than that instant."""
    began: dict[Instant, list[Version]] = {}
    ceased: dict[Instant, list[Withdrawal]] = {}
    for version in snapshot.load(party, issue):
        began.setdefault(version.said_until, []).append(version)
    for taken in snapshot.withdrawals(party, issue):
        ceased.setdefault(taken.counts, []).append(taken)
    instants = sorted(each for each in {*began, *ceased} if each <= until and (after is None or each > after))
    before = Standing() if after is None else own_standing(snapshot, party, issue, after)
    for instant in instants:
        now = own_standing(snapshot, party, issue, instant)
        made_so = tuple(began.get(instant, ())), tuple(sorted(ceased.get(instant, ())))
        yield Move(instant, before, now, movement(before, now), *made_so)
        before = now
