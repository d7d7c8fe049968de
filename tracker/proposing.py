"""From an engine's drafts to proposals in the record: each once, however often the engine is run.

A proposal's id is hashed from the source, its text, the engine's name and what is proposed, so that the same draft is
the same proposal. Where the same engine proposes the same words otherwise - its rules changed, or the dossier's names
did - what waits is replaced, and comes back should it be proposed again; words that somebody decided about are not
proposed again. A draft that an event cannot hold is left out, and counted in its run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from events.codec import data_of
from events.envelope import NewEvent
from events.kinds import EntryVoided, ExtractionRun, ProposalRejected, StatementProposed
from events.log import Written
from events.proposals import Place
from events.text import UNSTORABLE
from events.vocabulary import RejectionReason
from tracker.errors import RefusedError
from tracker.extraction.draft import Draft, Span
from tracker.extraction.extractor import Extraction, Fingerprint
from tracker.extraction.names import Names
from tracker.extraction.selectors import around
from tracker.intents import build
from tracker.ledger import Ledger
from tracker.outward import safe
from tracker.reading.contents import event_at
from tracker.reading.decisions import PENDING
from tracker.reading.proposals import Proposal, hashed_id, proposal_id
from tracker.reading.registry import Entity

__all__ = ["Proposed", "propose"]

_LISTED_MAX: Final = 50
_WARNINGS_MAX: Final = 10
_WARNING_MAX: Final = 200
_REASON_MAX: Final = 80
"""Fifty of each fit into an event, whatever letters they are written in."""
_Where = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Proposed:
    """What became of an engine's drafts."""

    written: list[Written]
    """The run, where it is new, the proposals that it replaces, and its new proposals."""
    new: int
    already: int
    """Drafts that are proposals already."""
    decided: int
    """Drafts of words about which somebody decided before."""
    replaced: int
    unfit: int
    """Drafts that an event cannot hold."""


def propose(
    ledger: Ledger, source: Entity, text: str, names: Names, fingerprint: Fingerprint, found: Extraction
) -> Proposed:
    """Record an engine's drafts from the text of a source as proposals.

    Args:
        text: of the archived copy; places count its code points.
        names: what the engine was told; part of what makes a run the same run.
        found: what the engine made of text and names, guarded.

    Raises:
        RefusedError: a fingerprint that the record cannot take.
    """
    digest = sha256(text.encode("utf-8")).hexdigest()
    before = [each for each in ledger.proposals(source.id) if each.run.data.text == digest]
    fit, unfit = _sorted_out(text, found.drafts)
    reasons = Counter([*(each.reason for each in found.dropped), *unfit])
    run = _run(source, digest, names, fingerprint, found, reasons)
    sorting = _Sorting(before, fingerprint.name)
    for fields in fit:
        sorting.add(_proposed(fields, run))
    replacing = [NewEvent(each, caused_by=run.id) for each in sorting.replacing()]
    reviving = [_revival(ledger, each, run) for each in sorting.revived]
    written = ledger.append([run, *replacing, *reviving, *sorting.new])
    return Proposed(
        [each for each in written if not each.already],
        len(sorting.new) + len(reviving),
        sorting.already,
        sorting.decided,
        len(replacing),
        len(unfit),
    )


class _Sorting:
    """Tells new proposals from those that are known."""

    def __init__(self, before: list[Proposal], engine: str) -> None:
        self.new: list[NewEvent] = []
        self.revived: list[Proposal] = []
        self.already = self.decided = 0
        self._known = {each.event.id for each in before}
        self._replaced = {each.event.id: each for each in before if _is_replaced(each)}
        self._decided = {_where(each.data) for each in before if each.status != PENDING and not _is_replaced(each)}
        self._waiting = [each for each in before if each.status == PENDING and each.run.data.engine == engine]
        self._proposed: set[str] = set()
        self._found: set[_Where] = set()

    def add(self, event: NewEvent) -> None:
        """Sort one proposal."""
        assert isinstance(event.data, StatementProposed), "made below"  # noqa: S101 - tells mypy
        where = _where(event.data)
        is_first = event.id not in self._proposed
        self._proposed.add(event.id)
        if where in self._decided:
            is_known = event.id in self._known
            self.already, self.decided = self.already + is_known, self.decided + (not is_known)
            return
        self._found.add(where)
        if is_first and event.id in self._replaced:
            self.revived.append(self._replaced[event.id])
        elif is_first and event.id not in self._known:
            self.new.append(event)
        else:
            self.already += 1

    def replacing(self) -> list[ProposalRejected]:
        """Return what takes out the proposals that wait where the engine proposes otherwise now."""
        return [
            ProposalRejected(proposal=each.event.id, reason=RejectionReason.SUPERSEDED)
            for each in self._waiting
            if _where(each.data) in self._found and each.event.id not in self._proposed
        ]


def _is_replaced(proposal: Proposal) -> bool:
    return proposal.reason == RejectionReason.SUPERSEDED


def _where(data: StatementProposed) -> _Where:
    mention = data.mention
    return (data.place.start, data.place.end, mention.start if mention else -1, mention.end if mention else -1)


def _run(
    source: Entity, text: str, names: Names, fingerprint: Fingerprint, found: Extraction, reasons: Counter[str]
) -> NewEvent:
    dropped: Counter[str] = Counter()
    for reason, count in reasons.most_common(_LISTED_MAX):
        dropped[_line(reason, _REASON_MAX)] += count
    data = build(
        ExtractionRun,
        {
            "source": source.id,
            "text": text,
            "engine": fingerprint.name,
            "version": fingerprint.version,
            "digest": fingerprint.digest,
            "names": names.digest,
            "drafts": len(found.drafts),
            "dropped": [{"reason": reason, "count": count} for reason, count in dropped.items()],
            "warnings": [_line(each, _WARNING_MAX) for each in found.warnings[:_LISTED_MAX]],
        },
    )
    return NewEvent(data, hashed_id("run", data_of(data)))


def _line(text: str, longest: int) -> str:
    """Return an engine's sentence as an event can hold it, beside many others."""
    plain = safe(text).strip() or "?"
    return plain if len(plain) <= longest else f"{plain[: longest - 1]}…"


def _sorted_out(text: str, drafts: Sequence[Draft]) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the fields of the drafts that an event can hold, and of each other one why it cannot."""
    fit: list[dict[str, Any]] = []
    unfit: list[str] = []
    for draft in drafts:
        try:
            fields = _fields(text, draft)
            build(StatementProposed, {**fields, "run": "run"})
        except RefusedError as error:
            unfit.append(f"an event cannot hold it: {error}")
        else:
            fit.append(fields)
    return fit, unfit


def _fields(text: str, draft: Draft) -> dict[str, Any]:
    prefix, suffix = around(text, draft.content)
    return {
        "place": _place(text, draft.content),
        "prefix": UNSTORABLE.split(prefix)[-1],
        "suffix": UNSTORABLE.split(suffix)[0],
        "form": draft.form,
        "tier": draft.tier,
        "rule": draft.rule,
        "cue": draft.cue and _place(text, draft.cue),
        "mention": draft.mention and _place(text, draft.mention),
        "speaker": draft.speaker,
        "party": draft.party,
        "issue": draft.issue,
        "issues": draft.issues,
        "act": draft.act,
        "stance": draft.stance,
        "conditions": [_place(text, each) for each in draft.conditions],
        "said": draft.said,
        "dated_by": draft.dated_by and _place(text, draft.dated_by),
        "warnings": [_line(each, _WARNING_MAX) for each in draft.warnings[:_WARNINGS_MAX]],
    }


def _proposed(fields: dict[str, Any], run: NewEvent) -> NewEvent:
    assert isinstance(run.data, ExtractionRun), "made above"  # noqa: S101 - tells mypy
    data = build(StatementProposed, {**fields, "run": run.id})
    return NewEvent(data, proposal_id(run.data, data))


def _revival(ledger: Ledger, proposal: Proposal, run: NewEvent) -> NewEvent:
    """Return what takes back that an engine replaced a proposal which it makes again."""
    assert proposal.decision is not None, "it is replaced"  # noqa: S101 - tells mypy
    target = event_at(ledger.log, proposal.decision.seq).id
    return NewEvent(EntryVoided(target=target, reason="the engine proposes this again"), caused_by=run.id)


def _place(text: str, span: Span) -> Place:
    return build(Place, {"start": span.start, "end": span.end, "words": span.of(text)})
