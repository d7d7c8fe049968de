"""The feed of movements: what moved when, over all parties and issues, each step with the entries that made it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from events.clock import Instant
from events.ids import handle
from events.periods import Zone
from tracker.movement import Movement, Standing, stance_word
from tracker.reading.intervals import moment_text
from tracker.reading.moves import Move, moves_of
from tracker.reading.registry import Registry
from tracker.reading.snapshot import Snapshot

__all__ = ["Change", "changes_of"]


@dataclass(frozen=True)
class Change:
    """A party's own position on an issue moved on a day."""

    party: str
    issue: str
    day: date
    moment: str
    """The first as of that shows it: the day, or a second where an instant is on record."""
    movement: Movement
    move: Move

    @property
    def statements(self) -> list[str]:
        """Handles of the statements that began to count."""
        return [handle(version.statement) for version in self.move.statements]

    @property
    def withdrawals(self) -> list[str]:
        """Handles of the withdrawals that began to count."""
        return [handle(taken.seq) for taken in self.move.withdrawals]

    def as_json(self) -> dict[str, Any]:
        """Return the item of `tracker/changes/1`."""
        return {
            "party": self.party,
            "issue": self.issue,
            "day": self.day.isoformat(),
            "moment": self.moment,
            "movement": self.movement,
            "before": _standing(self.move.before),
            "after": _standing(self.move.after),
            "statements": self.statements,
            "withdrawals": self.withdrawals,
        }


def changes_of(
    snapshot: Snapshot, registry: Registry, zone: Zone, pairs: Iterable[tuple[int, int]], after: Instant, until: Instant
) -> list[Change]:
    """Return the movements of these pairs later than `after` and up to `until`, oldest first."""
    found = [change for pair in pairs for change in _of_pair(snapshot, registry, zone, pair, after, until)]
    return sorted(found, key=lambda each: (each.move.instant, each.party, each.issue))


def _of_pair(
    snapshot: Snapshot, registry: Registry, zone: Zone, pair: tuple[int, int], after: Instant, until: Instant
) -> Iterator[Change]:
    party, issue = map(registry.id_of, pair)
    for move in moves_of(snapshot, *pair, until, after):
        day = zone.day_of(move.instant - 1)
        yield Change(party, issue, day, moment_text(move.instant, zone), move.movement, move)


def _standing(standing: Standing) -> dict[str, Any]:
    return {"stance": stance_word(standing.stances), "conditions": sorted(standing.conditions)}
