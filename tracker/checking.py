"""What people make of the record: positions they assert, findings they acknowledge."""

from __future__ import annotations

from collections.abc import Sequence

from events.envelope import NewEvent
from events.kinds import FindingAcknowledged, PositionAsserted
from events.log import Written
from tracker.cut import AsOf
from tracker.desk import Desk
from tracker.errors import UnknownFindingError
from tracker.intents import build
from tracker.ledger import Ledger

__all__ = ["acknowledge", "assert_position"]


def assert_position(ledger: Ledger, party: str, issue: str, stance: str, *, as_of: str, because: str) -> list[Written]:
    """Record a human's check that a position is what it should be; every later check and rebuild repeats it.

    Args:
        stance: a stance, `mixed` or `none`.
        as_of: a day.

    Raises:
        RefusedError: the position is another one.
        UnknownNameError, AmbiguousNameError: no such party or issue.
    """

    def action(desk: Desk) -> None:
        registry = desk.present.registry
        pair = {"party": registry.resolve("party", party).id, "issue": registry.resolve("issue", issue).id}
        fields = {**pair, "stance": stance, "as_of": as_of, "because": because}
        desk.add(NewEvent(build(PositionAsserted, fields)))

    return ledger.write(action)


def acknowledge(ledger: Ledger, keys: str | Sequence[str], *, because: str, as_of: AsOf = None) -> list[Written]:
    """Record that somebody looked at findings, and why they may stay; it holds until they rest on other events.

    Args:
        keys: of a finding, or of several: all are acknowledged or none.
        as_of: where the findings show; by default today.

    Raises:
        UnknownFindingError: the record as known now has no finding of such a key.
        RefusedError: one is acknowledged already.
    """
    findings = {each.key: each for each in ledger.at(as_of).findings()}
    events: list[NewEvent] = []
    for key in dict.fromkeys([keys] if isinstance(keys, str) else keys):
        found = findings.get(key)
        if found is None:
            raise UnknownFindingError(key, list(findings))
        fields = {"finding": found.kind, "about": found.about, "because": because}
        events.append(NewEvent(build(FindingAcknowledged, fields)))

    def action(desk: Desk) -> None:
        for event in events:
            desk.add(event)

    return ledger.write(action)
