"""What may be asserted and acknowledged."""

from __future__ import annotations

from events.ids import handle
from events.kinds import (
    FindingAcknowledged,
    PositionAsserted,
)
from tracker.admission.gate import admit
from tracker.errors import RefusedError
from tracker.present import Present
from tracker.reading.assertions import found_on

__all__ = []


@admit.register
def _(data: PositionAsserted, present: Present) -> None:
    party, issue = present.key("party", data.party), present.key("issue", data.issue)
    found, _ = found_on(present.snapshot(), present.zone, party, issue, data.as_of)
    if found != data.stance:
        raise RefusedError(
            f"the position of {data.party!r} on {data.issue!r} as of {data.as_of} is {found}, not {data.stance}; "
            "an assertion must hold when it is made"
        )


@admit.register
def _(data: FindingAcknowledged, present: Present) -> None:
    entries = [handle(present.entry(each).seq) for each in data.about]
    before = present.acknowledgement(data.finding, data.about)
    if before is not None:
        raise RefusedError(
            f"the {data.finding} of {', '.join(entries)} was acknowledged by {handle(before)} already; "
            f"`tracker show {handle(before)}` tells why"
        )
