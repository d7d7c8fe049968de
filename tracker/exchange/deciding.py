"""Decisions that were filled in into a sheet of proposals, into a ledger: all of them, or none and every reason why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

from events.envelope import RecordedEvent
from events.errors import LogUnavailableError, RecordError
from events.ids import handle
from events.kinds import IssueOpened, PartyRegistered, PersonRegistered, StatementProposed
from events.log import Written
from events.ticking import Tick
from events.vocabulary import RejectionReason
from tracker.desk import Desk
from tracker.errors import BatchError, RefusedError, TrackerError, UnreadableError
from tracker.exchange.lines import count_lines
from tracker.exchange.proposal_sheet import SHEET, Given, changed, proposed
from tracker.ledger import Ledger
from tracker.reading.codings import Coding
from tracker.reviewing import Reviewer, texts_of

__all__ = ["DecidingReport", "import_decisions"]

_DECISIONS: Final = ("accept", "reject", "merge")
_REGISTERED: Final = (PartyRegistered, PersonRegistered, IssueOpened)
_DECIDED = {"accept": "accepted", "reject": "rejected", "merge": "merged"}


@dataclass
class DecidingReport:
    """What an import did: rows = accepted + rejected + merged + coded + already + left."""

    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    merged: int = 0
    coded: int = 0
    already: int = 0
    """Decided, or coded, so before."""
    left: int = 0
    """Rows without a decision."""
    registered: Counter[str] = field(default_factory=Counter)
    """What was introduced with them, by kind of event."""

    def note(self, written: Written) -> None:
        """Count one event that was laid down."""
        if isinstance(written.event.data, _REGISTERED):
            self.registered[written.event.data.kind] += 1


def import_decisions(
    ledger: Ledger,
    file: BinaryIO,
    *,
    name: str,
    blind: bool = False,
    create_missing: bool = False,
    dry_run: bool = False,
    tick: Tick | None = None,
) -> DecidingReport:
    """Decide about proposals as the rows of a sheet say, in one transaction.

    Args:
        file: a sheet as it was exported, CSV or JSONL, open for reading twice.
        name: what errors call it.
        blind: the rows are a further coder's: they become codings and decide nothing.
        create_missing: register parties, issues and speakers that are not known.
        tick: is told the line reached, and of how many.

    Raises:
        BatchError: some rows cannot be taken; lists them all, nothing was recorded.
        UnreadableError: the file as a whole cannot be read.
    """
    report = DecidingReport()

    def action(desk: Desk) -> None:
        file.seek(0)
        lines = count_lines(file) if tick else None
        vars(report).update(vars(DecidingReport()))  # another try starts counting anew
        taker = _Taker(desk, Reviewer(desk, texts_of(ledger), create=create_missing), blind=blind)
        faults: list[tuple[int, str]] = []
        for line, row in SHEET.read(file, name):
            report.rows += 1
            try:
                if isinstance(row, str):
                    raise UnreadableError(row)
                outcome = taker.take(line, row)
                setattr(report, outcome, getattr(report, outcome) + 1)
            except LogUnavailableError:
                raise
            except (TrackerError, RecordError) as error:
                faults.append((line, str(error)))
            if tick is not None:
                tick(line, lines)
        if faults:
            raise BatchError(name, faults, report.rows)

    ledger.write(action, dry_run=dry_run, report=report.note)
    return report


class _Taker:
    """Takes rows at a desk, and remembers which line decided what."""

    def __init__(self, desk: Desk, reviewer: Reviewer, *, blind: bool) -> None:
        self._present = desk.present
        self._reviewer = reviewer
        self._blind = blind
        self._lines: dict[str, int] = {}
        self._head = desk.present.head

    def take(self, line: int, row: Given) -> str:
        """Do what one row says; return which number of the report it adds to."""
        if not row.get("id"):
            raise UnreadableError("id is missing; it tells which proposal the row is about")
        proposal = self._present.proposal(row["id"].strip())
        _check_is_about(proposal, row)
        decision = _decision(row)
        if decision is None:
            return "left"
        self._check_fits(decision, row)
        before = self._before(proposal)
        if before is not None:
            self._check_same(decision, row, proposal, before)
            return "already"
        self._decide(decision, row, proposal)
        self._lines[proposal.id] = line
        return "coded" if self._blind else _DECIDED[decision]

    def _check_fits(self, decision: str, row: Given) -> None:
        """Let no cell be filled in that the decision would pass over."""
        if decision == "merge" and self._blind:
            raise RefusedError("a second coder accepts or rejects; what is there twice is rejected as duplicate")
        if decision != "merge" and row.get("into"):
            raise RefusedError(f"into goes with merge, and the decision is {decision}; leave one of them out")
        if decision != "reject" and row.get("reason"):
            raise RefusedError(f"reason goes with reject, and the decision is {decision}; leave one of them out")
        if row.get("note") and (decision != "reject" or self._blind):
            raise RefusedError("note goes with a rejection that decides; a coding, acceptance or merger keeps none")

    def _before(self, proposal: RecordedEvent) -> Coding | None:
        """Return what decides about the proposal already, or, blind, how its coder coded it already."""
        own = self._present.workspace.recorded_by
        codings = self._present.codings(proposal.seq)
        if self._blind:
            return next((each for each in codings if not each.is_decision and each.coder == own), None)
        return next((each for each in codings if each.is_decision), None)

    def _check_same(self, decision: str, row: Given, proposal: RecordedEvent, before: Coding) -> None:
        if self._says(decision, row, proposal, before):
            return
        line = self._lines.get(proposal.id)
        name = handle(proposal.seq)
        if line is not None:
            raise RefusedError(f"line {line} says otherwise of {name}; leave one decision and take out the other")
        if before.seq > self._head:
            raise RefusedError(
                f"{name} has the same words of the same speaker as another row, which is accepted and stands for both; "
                "leave this decision out"
            )
        if self._blind:
            raise RefusedError(f"{name} was coded otherwise by {before.coder!r} already ({handle(before.seq)})")
        self._present.open_proposal(proposal.id)

    def _says(self, decision: str, row: Given, proposal: RecordedEvent, before: Coding) -> bool:
        """Say whether a row says what was decided before: as it was exported since, or as it was typed then."""
        if decision == "merge":
            return before.into is not None and before.into == self._into(row)
        if decision == "reject":
            return before.reason == _reason(row) and not changed(row, {"note": before.note})
        if before.content is None:
            return False
        whole = {**proposed(self._reviewer.proposed(proposal)), **row}
        shown = proposed(before.content.model_dump(mode="json"))
        return not changed(whole, shown) or self._coding(row, proposal) == (before.place, before.content)

    def _decide(self, decision: str, row: Given, proposal: RecordedEvent) -> None:
        if decision == "merge":
            self._reviewer.merge([proposal.id], self._into(row))
        elif self._blind:
            changes = self._changes(row, proposal) if decision == "accept" else {}
            self._reviewer.code(proposal.id, changes, _reason(row) if decision == "reject" else None)
        elif decision == "reject":
            self._reviewer.reject([proposal.id], _reason(row), changed(row, {"note": None}).get("note"))
        else:
            self._reviewer.accept(proposal.id, self._changes(row, proposal))

    def _coding(self, row: Given, proposal: RecordedEvent) -> tuple[Any, Any]:
        return self._reviewer.coding(proposal, self._changes(row, proposal))

    def _changes(self, row: Given, proposal: RecordedEvent) -> dict[str, Any]:
        return changed(row, proposed(self._reviewer.proposed(proposal)))

    def _into(self, row: Given) -> str:
        if not row.get("into"):
            raise UnreadableError("into is missing; a merger names the proposal that stands for both")
        return self._present.proposal(row["into"].strip()).id


def _check_is_about(proposal: RecordedEvent, row: Given) -> None:
    """Let a row keep its words: in a sheet whose columns were sorted apart, decisions stand beside other proposals."""
    assert isinstance(proposal.data, StatementProposed), "the caller looked"  # noqa: S101 - tells mypy
    if row.get("words") is not None and changed(row, {"words": proposal.data.place.words}):
        raise RefusedError(
            f"the words are not those of {handle(proposal.seq)}; was one column sorted without the others? Export anew"
        )


def _decision(row: Given) -> str | None:
    typed = (row.get("decision") or "").strip().casefold()
    if typed and typed not in _DECISIONS:
        raise UnreadableError(f"{typed[:40]!r} is no decision; write {', '.join(_DECISIONS)}, or nothing")
    return typed or None


def _reason(row: Given) -> str:
    typed: str = (row.get("reason") or "").strip().casefold()
    if typed not in set(RejectionReason) - {RejectionReason.SUPERSEDED}:
        known = ", ".join(each for each in RejectionReason if each is not RejectionReason.SUPERSEDED)
        found = f"{typed[:40]!r} is no reason" if typed else "reason is missing"
        raise UnreadableError(f"{found}; one of {known}")
    return typed
