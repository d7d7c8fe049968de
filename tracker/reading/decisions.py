"""What was decided about a proposal, as recorded at the head."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Final

from events.codec import decode
from events.envelope import RecordedEvent
from events.errors import DamagedLogError
from events.ids import handle
from events.kinds import (
    ExtractionRun,
    ProposalAccepted,
    ProposalCoded,
    ProposalRejected,
    ProposalsMerged,
    StatementProposed,
)
from tracker.projections.follow import Events
from tracker.reading.contents import event_at

__all__ = [
    "PENDING",
    "STATUSES",
    "Decision",
    "coded_by",
    "coding_by",
    "decision_about",
    "decisions_in_force",
    "run_of",
    "twins_of",
]

PENDING: Final = "pending"
_STATUS: Final = {
    ProposalAccepted.kind: "accepted",
    ProposalRejected.kind: "rejected",
    ProposalsMerged.kind: "merged",
}
STATUSES: Final = (PENDING, *_STATUS.values())
"""How a proposal can stand."""


@dataclass(frozen=True, slots=True)
class Decision:
    """An acceptance, rejection or merger in force."""

    seq: int
    kind: str
    coder: str
    statement: int | None
    """The seq of the statement that came of it."""

    @property
    def status(self) -> str:
        """How the proposal stands by it."""
        return _STATUS[self.kind]


def decision_about(connection: sqlite3.Connection, proposal: int) -> Decision | None:
    """Return the decision in force about the proposal of that seq."""
    row = connection.execute(
        "SELECT seq, kind, coder, statement FROM decisions WHERE proposal = ? AND voided IS NULL AND kind <> ?",
        (proposal, ProposalCoded.kind),
    ).fetchone()
    return None if row is None else Decision(*row)


def coding_by(connection: sqlite3.Connection, proposal: int, coder: str) -> int | None:
    """Return the seq of the entry in force by which that coder decided about the proposal of that seq, or coded it."""
    row = connection.execute(
        "SELECT seq FROM decisions WHERE proposal = ? AND coder = ? AND voided IS NULL", (proposal, coder)
    ).fetchone()
    return row[0] if row else None


def decisions_in_force(connection: sqlite3.Connection) -> dict[int, Decision]:
    """Return what is decided about proposals, by their seqs."""
    rows = connection.execute(
        "SELECT proposal, seq, kind, coder, statement FROM decisions WHERE voided IS NULL AND kind <> ?",
        (ProposalCoded.kind,),
    )
    return {proposal: Decision(*rest) for proposal, *rest in rows}


def coded_by(connection: sqlite3.Connection, coder: str) -> set[int]:
    """Return the seqs of the proposals about which that coder decided, or which they coded."""
    rows = connection.execute("SELECT proposal FROM decisions WHERE coder = ? AND voided IS NULL", (coder,))
    return {proposal for (proposal,) in rows}


def run_of(log: Events, proposal: RecordedEvent) -> ExtractionRun:
    """Return the run that a proposal comes from.

    Raises:
        DamagedLogError: it is not there.
    """
    data = proposal.data
    stored = log.get(data.run) if isinstance(data, StatementProposed) else None
    run = None if stored is None else decode(stored.body).data
    if not isinstance(run, ExtractionRun):
        raise DamagedLogError(handle(proposal.seq), "the extraction-run it comes from is missing")
    return run


def twins_of(log: Events, connection: sqlite3.Connection, proposal: RecordedEvent) -> list[str]:
    """Return the ids of the open proposals in which other engines propose the same words of the same speaker."""
    rows = connection.execute(
        "SELECT twin.seq FROM proposals AS one JOIN runs AS read ON read.seq = one.run"
        " JOIN runs AS other ON (other.source, other.text) = (read.source, read.text) AND other.engine <> read.engine"
        " JOIN proposals AS twin ON twin.run = other.seq AND (twin.begins, twin.ends) = (one.begins, one.ends)"
        " WHERE one.seq = ? AND NOT EXISTS"
        " (SELECT 1 FROM decisions WHERE proposal = twin.seq AND voided IS NULL AND kind <> ?)",
        (proposal.seq, ProposalCoded.kind),
    )
    events = [event_at(log, seq) for (seq,) in rows.fetchall()]
    return [event.id for event in events if _mention(event) == _mention(proposal)]


def _mention(proposal: RecordedEvent) -> object:
    return proposal.data.mention if isinstance(proposal.data, StatementProposed) else None
