"""What may be stated, corrected, retracted and withdrawn."""

from __future__ import annotations

from events.clock import Instant, instant_text
from events.envelope import RecordedEvent
from events.ids import handle
from events.kinds import (
    StatementContent,
    StatementCorrected,
    StatementRecorded,
    StatementRetracted,
    StatementWithdrawn,
)
from events.periods import period_of
from tracker.admission.gate import admit
from tracker.errors import RefusedError
from tracker.present import Present

__all__ = ["check_content"]


@admit.register
def _(data: StatementRecorded, present: Present) -> None:
    check_content(present, data, present.now())


@admit.register
def _(data: StatementCorrected, present: Present) -> None:
    original = present.statement(data.statement)
    if present.content(original) == data.content:
        raise RefusedError(f"{handle(original.seq)} says that already; give the option that is to change")
    check_content(present, data.content, original.recorded_at)
    taken = present.snapshot().withdrawal(original.seq)
    if taken is not None:
        _not_before_said(present, original, data.content, taken.said_on)


@admit.register
def _(data: StatementRetracted, present: Present) -> None:
    present.statement(data.statement)


@admit.register
def _(data: StatementWithdrawn, present: Present) -> None:
    original = present.statement(data.statement)
    taken = present.snapshot().withdrawal(original.seq)
    if taken is not None:
        raise RefusedError(
            f"{handle(original.seq)} was withdrawn on {taken.said_on} already ({handle(taken.seq)}); "
            f"if that is wrong, `tracker void {handle(taken.seq)}` first"
        )
    _not_later_than(present, "the withdrawal", data.on, present.now())
    _not_before_said(present, original, present.content(original), data.on)


def check_content(present: Present, content: StatementContent, first_recorded: Instant) -> None:
    """Let a statement say this, that was first recorded then.

    Raises:
        RefusedError, UnknownNameError: its names, or its dates, cannot be.
    """
    present.key("party", content.party)
    present.key("issue", content.issue)
    present.key("source", content.source)
    if content.speaker is not None:
        present.key("person", content.speaker)
    _not_later_than(present, "what was said", content.said, first_recorded)
    if content.until is not None:
        zone = present.zone
        if period_of(content.until, zone).ends <= period_of(content.said, zone).begins:
            raise RefusedError(f"until {content.until} lies before said {content.said}; an offer ends after it is made")


def _not_later_than(present: Present, what: str, said: str, recorded: Instant) -> None:
    if period_of(said, present.zone).begins > recorded:
        raise RefusedError(
            f"{what} on {said} would lie after its recording on {instant_text(recorded)}; "
            "nobody can have known it. Check the year, or record it when it has happened"
        )


def _not_before_said(present: Present, original: RecordedEvent, content: StatementContent, on: str) -> None:
    if period_of(on, present.zone).ends <= period_of(content.said, present.zone).begins:
        raise RefusedError(
            f"{handle(original.seq)} was said {content.said} and cannot have been withdrawn before, on {on}"
        )
