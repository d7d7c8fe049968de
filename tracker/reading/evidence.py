"""Everything a position considered: each statement, and why it decides or does not. Never what came after the cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from events.clock import Instant, instant_text
from events.ids import handle
from events.kinds import StatementContent
from events.log import EventLog
from tracker.reading.contents import content_at
from tracker.reading.history import version_status
from tracker.reading.position import Position, Verdict, own_standing
from tracker.reading.registry import Registry
from tracker.reading.snapshot import Snapshot, Version

__all__ = ["Considered", "Joined", "considered", "joined"]


@dataclass(frozen=True, slots=True)
class Considered:
    """A statement's version and its part in a position."""

    statement: str
    seq: int
    recorded_at: str
    content: StatementContent
    why: str
    """`decides`, or why not: earlier, declined, not-yet-said, withdrawn, corrected, retracted."""
    by: str | None
    """Entry that corrected, retracted or withdrew it."""

    def as_json(self) -> dict[str, Any]:
        """Return the item of `considered`."""
        fields = self.content.model_dump(mode="json")
        head = {"statement": self.statement, "seq": self.seq, "recorded_at": self.recorded_at}
        return {**head, "why": self.why, "by": self.by, **fields}


@dataclass(frozen=True, slots=True)
class Joined:
    """A membership that a position is inherited through."""

    grouping: str
    entry: str
    since: str | None

    def as_json(self) -> dict[str, Any]:
        """Return the item of `memberships`."""
        return {"grouping": self.grouping, "entry": self.entry, "since": self.since}


def considered(log: EventLog, snapshot: Snapshot, position: Position) -> list[Considered]:
    """Return every statement known at the cut that the position considered, party by party, oldest first.

    The party's own, and where those decide nothing, those of every grouping it belongs to at as_of; and so on upwards.
    """
    issue, until = position.keys[1], position.cut.until
    deciding = {version.seq for version in position.verdict.versions}
    found: list[Considered] = []
    for holder in _holders(snapshot, position):
        for version in snapshot.every_version(holder, issue):
            why, by = _why(snapshot, version, deciding, until)
            event, content = content_at(log, version.seq)
            recorded = instant_text(event.recorded_at)
            found.append(Considered(handle(version.statement), version.seq, recorded, content, why, by))
    return found


def _holders(snapshot: Snapshot, position: Position) -> list[int]:
    """Return whose statements a derivation looks at: it climbs from a party only where its own decide nothing."""
    (party, issue), until = position.keys, position.cut.until
    found = [party]
    for each in found:
        if not own_standing(snapshot, each, issue, until).stances:
            above = snapshot.groupings(each, until)
            found.extend({joined.grouping: None for joined in above if joined.grouping not in found})
    return found


def joined(registry: Registry, verdict: Verdict) -> list[Joined]:
    """Return the memberships that lead to the groupings a position is inherited from."""
    return [Joined(registry.id_of(each.grouping), handle(each.seq), each.said_on) for each in verdict.memberships]


def _why(snapshot: Snapshot, version: Version, deciding: set[int], until: Instant) -> tuple[str, str | None]:
    status = version_status(snapshot, version, until)
    if status in {"corrected", "retracted"}:
        return status, None if version.dead is None else handle(version.dead)
    if status == "withdrawn":
        taken = snapshot.withdrawal(version.statement)
        return status, None if taken is None else handle(taken.seq)
    if version.said_until > until:
        return "not-yet-said", None
    if version.seq in deciding:
        return "decides", None
    return ("declined" if version.stance == "declines" else "earlier"), None
