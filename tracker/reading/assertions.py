"""What an assertion is compared with: the position on its day, in its words."""

from __future__ import annotations

from events.periods import Zone, period_of
from tracker.movement import stance_word
from tracker.reading.position import Verdict, derive
from tracker.reading.snapshot import Snapshot

__all__ = ["found_on"]


def found_on(snapshot: Snapshot, zone: Zone, party: int, issue: int, day: str) -> tuple[str, Verdict]:
    """Return the position at the end of a day - a stance, `mixed` or `none` - and what decides it."""
    verdict = derive(snapshot, party, issue, period_of(day, zone).ends)
    return stance_word(verdict.stances) or "none", verdict
