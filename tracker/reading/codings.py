"""What each person made of each proposal, deciding about it or coding it; at the head, and only what is in force."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from events.envelope import RecordedEvent
from events.kinds import ProposalAccepted, ProposalCoded, ProposalRejected, ProposalsMerged, StatementContent
from events.log import EventLog
from events.proposals import Place
from events.vocabulary import RejectionReason
from tracker.projections.follow import Events
from tracker.reading.contents import event_at
from tracker.reading.proposals import Proposal, proposals_of

__all__ = ["Coded", "Coding", "coded", "codings_of"]


@dataclass(frozen=True, slots=True)
class Coding:
    """What one person made of a proposal: a statement, none for a reason, or the same as another proposal."""

    seq: int
    coder: str
    is_decision: bool
    """Whether it settled what becomes of the proposal; else it is a further coder's."""
    place: Place | None = None
    content: StatementContent | None = None
    reason: RejectionReason | None = None
    note: str | None = None
    into: str | None = None
    """Id of the proposal that it was merged into."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A proposal and what people made of it, oldest first."""

    proposal: Proposal
    codings: tuple[Coding, ...]

    @property
    def decision(self) -> Coding | None:
        """Return what settled it."""
        return next((each for each in self.codings if each.is_decision), None)


def codings_of(log: Events, connection: sqlite3.Connection, proposal: int) -> list[Coding]:
    """Return what people made of the proposal of that seq, oldest first."""
    rows = connection.execute(
        "SELECT seq FROM decisions WHERE proposal = ? AND voided IS NULL ORDER BY seq", (proposal,)
    )
    return [_coding(event_at(log, seq)) for (seq,) in rows.fetchall()]


def coded(log: EventLog, connection: sqlite3.Connection, source: int | None = None) -> Iterator[Coded]:
    """Yield the proposals from a source, given by its key, or from all, in the order of their texts."""
    for proposal in proposals_of(log, connection, source):
        yield Coded(proposal, tuple(codings_of(log, connection, proposal.seq)))


def _coding(event: RecordedEvent) -> Coding:
    data, by = event.data, (event.seq, event.recorded_by)
    if isinstance(data, ProposalAccepted):
        return Coding(*by, is_decision=True, place=data.place, content=data.content)
    if isinstance(data, ProposalRejected):
        return Coding(*by, is_decision=True, reason=data.reason, note=data.note)
    if isinstance(data, ProposalsMerged):
        return Coding(*by, is_decision=True, into=data.into)
    assert isinstance(data, ProposalCoded), "the table holds decisions and codings"  # noqa: S101 - tells mypy
    return Coding(*by, is_decision=False, place=data.place, content=data.content, reason=data.reason)
