"""From an engine's drafts to proposals in the record: each once, however often the engine is run.

A proposal's id is hashed from the text, the engine's name and what is proposed, so that the same draft is the same
proposal. Where the same engine proposes the same words otherwise - its rules changed, or the dossier's names did -
the proposal that waits is replaced; words that somebody decided about are not proposed again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from events.codec import canonical, data_of
from events.envelope import NewEvent
from events.kinds import ExtractionRun, ProposalRejected, StatementProposed
from events.log import Written
from events.proposals import Place
from events.vocabulary import RejectionReason
from tracker.extraction.draft import Draft, Span
from tracker.extraction.extractor import Extraction, Fingerprint
from tracker.extraction.names import Names
from tracker.extraction.selectors import around
from tracker.intents import build
from tracker.ledger import Ledger
from tracker.reading.decisions import PENDING
from tracker.reading.proposals import Proposal
from tracker.reading.registry import Entity

__all__ = ["Proposed", "propose"]

_LISTED_MAX: Final = 50
_WARNINGS_MAX: Final = 10
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


def propose(
    ledger: Ledger, source: Entity, text: str, names: Names, fingerprint: Fingerprint, found: Extraction
) -> Proposed:
    """Record an engine's drafts from the text of a source as proposals.

    Args:
        text: of the archived copy; places count its code points.
        names: what the engine was told; part of what makes a run the same run.
        found: what the engine made of text and names, guarded.

    Raises:
        RefusedError: a fingerprint or a warning that the record cannot take.
    """
    digest = sha256(text.encode("utf-8")).hexdigest()
    run = _run(source, digest, names, fingerprint, found)
    before = [each for each in ledger.proposals(source.id) if each.run.data.text == digest]
    sorting = _Sorting(before, fingerprint.name)
    for draft in found.drafts:
        sorting.add(_proposed(text, run, draft))
    written = ledger.append([run, *sorting.replacing, *sorting.new])
    return Proposed(
        [each for each in written if not each.already],
        len(sorting.new),
        sorting.already,
        sorting.decided,
        len(sorting.replacing),
    )


class _Sorting:
    """Tells new proposals from those that are known."""

    def __init__(self, before: list[Proposal], engine: str) -> None:
        self.new: list[NewEvent] = []
        self.replacing: list[NewEvent] = []
        self.already = self.decided = 0
        self._known = {each.event.id for each in before}
        self._decided = {_where(each.data) for each in before if each.status != PENDING and not _is_replaced(each)}
        self._waiting = {
            _where(each.data): each.event.id
            for each in before
            if each.status == PENDING and each.run.data.engine == engine
        }

    def add(self, event: NewEvent) -> None:
        """Sort one proposal."""
        assert isinstance(event.data, StatementProposed), "made below"  # noqa: S101 - tells mypy
        where = _where(event.data)
        if event.id in self._known:
            self.already += 1
        elif where in self._decided:
            self.decided += 1
        else:
            waiting = self._waiting.pop(where, None)
            if waiting is not None:
                replaced = ProposalRejected(proposal=waiting, reason=RejectionReason.SUPERSEDED)
                self.replacing.append(NewEvent(replaced, caused_by=event.data.run))
            self._known.add(event.id)
            self.new.append(event)


def _is_replaced(proposal: Proposal) -> bool:
    return proposal.reason == RejectionReason.SUPERSEDED


def _where(data: StatementProposed) -> _Where:
    mention = data.mention
    return (data.place.start, data.place.end, mention.start if mention else -1, mention.end if mention else -1)


def _run(source: Entity, text: str, names: Names, fingerprint: Fingerprint, found: Extraction) -> NewEvent:
    dropped = Counter(each.reason for each in found.dropped).most_common(_LISTED_MAX)
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
            "dropped": [{"reason": reason, "count": count} for reason, count in dropped],
            "warnings": list(found.warnings)[:_LISTED_MAX],
        },
    )
    return NewEvent(data, _id("run", data_of(data)))


def _proposed(text: str, run: NewEvent, draft: Draft) -> NewEvent:
    assert isinstance(run.data, ExtractionRun), "made above"  # noqa: S101 - tells mypy
    prefix, suffix = around(text, draft.content)
    fields = {
        "place": _place(text, draft.content),
        "prefix": prefix,
        "suffix": suffix,
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
        "warnings": draft.warnings[:_WARNINGS_MAX],
    }
    data = build(StatementProposed, {"run": run.id, **fields})
    said = data_of(data)
    del said["run"]  # a later run of the same engine that proposes the same proposes nothing new
    return NewEvent(data, _id("proposal", {"text": run.data.text, "engine": run.data.engine, **said}))


def _place(text: str, span: Span) -> Place:
    return build(Place, {"start": span.start, "end": span.end, "words": span.of(text)})


def _id(what: str, content: dict[str, Any]) -> str:
    return f"{what}-{sha256(canonical(content)).hexdigest()[:40]}"
