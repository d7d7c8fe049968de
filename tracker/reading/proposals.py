"""Proposals with what became of them, in the order of their texts; always as recorded at the head."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from events.codec import canonical, data_of
from events.envelope import RecordedEvent
from events.ids import handle
from events.kinds import ExtractionRun, ProposalRejected, StatementProposed
from events.log import EventLog
from events.proposals import Place
from tracker.reading.contents import event_at
from tracker.reading.decisions import PENDING, Decision, decision_about

__all__ = ["Proposal", "Run", "hashed_id", "proposal_id", "proposals_of", "runs_of"]


@dataclass(frozen=True, slots=True)
class Run:
    """An engine's reading of a source."""

    event: RecordedEvent
    data: ExtractionRun

    @property
    def seq(self) -> int:
        """Its number."""
        return self.event.seq


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal, the run it comes from, and what is decided about it."""

    event: RecordedEvent
    data: StatementProposed
    run: Run
    decision: Decision | None
    reason: str | None = None
    """Why it was rejected."""

    @property
    def seq(self) -> int:
        """Its number."""
        return self.event.seq

    @property
    def status(self) -> str:
        """How it stands: `pending`, `accepted`, `rejected` or `merged`."""
        return PENDING if self.decision is None else self.decision.status

    def as_json(self) -> dict[str, Any]:
        """Return the item of `tracker/proposals/1`."""
        data, decision = self.data, self.decision
        return {
            "proposal": handle(self.seq),
            "id": self.event.id,
            "status": self.status,
            "source": self.run.data.source,
            "engine": self.run.data.engine,
            "rule": data.rule,
            "run": handle(self.run.seq),
            "form": data.form,
            "tier": data.tier,
            **_place("", data.place, "quotation"),
            "prefix": data.prefix,
            "suffix": data.suffix,
            **_place("cue_", data.cue, "cue"),
            **_place("mention_", data.mention, "mention"),
            "speaker": data.speaker,
            "party": data.party,
            "issue": data.issue,
            "issues": list(data.issues),
            "act": data.act,
            "stance": data.stance,
            "conditions": [each.words for each in data.conditions],
            "said": data.said,
            "warnings": list(data.warnings),
            "decided": None if decision is None else handle(decision.seq),
            "coder": None if decision is None else decision.coder,
            "reason": self.reason,
            "statement": None if decision is None or decision.statement is None else handle(decision.statement),
        }


def _place(prefix: str, place: Place | None, name: str) -> dict[str, Any]:
    """Return the fields that tell a place and its words; None where there is none."""
    start, end, words = (None, None, None) if place is None else (place.start, place.end, place.words)
    return {f"{prefix}start": start, f"{prefix}end": end, name: words}


def proposal_id(run: ExtractionRun, data: StatementProposed) -> str:
    """Return the id of what an engine proposes: hashed from it, so that the same draft is the same proposal."""
    said = data_of(data)
    del said["run"]  # a later run of the same engine that proposes the same proposes nothing new
    return hashed_id("proposal", {"source": run.source, "text": run.text, "engine": run.engine, **said})


def hashed_id(what: str, content: dict[str, Any]) -> str:
    """Return an id that begins with what it is the id of."""
    return f"{what}-{sha256(canonical(content)).hexdigest()[:40]}"


def runs_of(log: EventLog, connection: sqlite3.Connection, source: int | None = None) -> Iterator[Run]:
    """Yield the runs over a source, given by its key, or over all; oldest first."""
    rows = connection.execute("SELECT seq FROM runs WHERE source = coalesce(?, source) ORDER BY seq", (source,))
    for (seq,) in rows.fetchall():
        event = event_at(log, seq)
        assert isinstance(event.data, ExtractionRun), "the table holds runs"  # noqa: S101 - tells mypy
        yield Run(event, event.data)


def proposals_of(log: EventLog, connection: sqlite3.Connection, source: int | None = None) -> Iterator[Proposal]:
    """Yield the proposals from a source, given by its key, or from all: source by source, in the order of its text."""
    rows = [
        (run.data.source, run.data.text, begins, ends, seq, run)
        for run in runs_of(log, connection, source)
        for begins, ends, seq in connection.execute("SELECT begins, ends, seq FROM proposals WHERE run = ?", (run.seq,))
    ]
    for *_, seq, run in sorted(rows, key=lambda row: row[:5]):
        yield _proposal(log, connection, seq, run)


def _proposal(log: EventLog, connection: sqlite3.Connection, seq: int, run: Run) -> Proposal:
    event = event_at(log, seq)
    assert isinstance(event.data, StatementProposed), "the table holds proposals"  # noqa: S101 - tells mypy
    decision = decision_about(connection, seq)
    reason = None
    if decision is not None and decision.kind == ProposalRejected.kind:
        rejected = event_at(log, decision.seq).data
        reason = rejected.reason.value if isinstance(rejected, ProposalRejected) else None
    return Proposal(event, event.data, run, decision, reason)
