"""What a human makes of proposals: a statement, nothing, a part of another one, or a second coding.

A proposal fills in what it can; what the human types takes its place. The quotation is always the words that stand in
the source's text: fewer or more of them may be chosen, none can be typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from events.envelope import NewEvent, RecordedEvent
from events.errors import IdTakenError
from events.ids import handle, new_event_id
from events.kinds import (
    EntryVoided,
    ProposalAccepted,
    ProposalCoded,
    ProposalRejected,
    ProposalsMerged,
    StatementContent,
    StatementProposed,
    StatementRecorded,
    StatementRetracted,
)
from events.log import Written
from events.periods import date_in
from events.proposals import Place
from events.vocabulary import CONDITIONAL, RejectionReason, RetractionReason
from tracker.archive.notes import archive_of
from tracker.desk import Desk
from tracker.errors import RefusedError
from tracker.intents import Clerk, build, own_id
from tracker.ledger import Ledger
from tracker.reading.registry import Entity

__all__ = ["Reviewer", "Texts", "accept", "code", "merge", "prefilled", "reject", "texts_of", "undo"]

_NEEDED: Final = ("party", "issue", "stance", "said")
_UNDONE: Final = "undone in review"

Texts = Callable[[str], str]
"""Returns the text of that SHA-256."""


class Reviewer:
    """Decides about proposals at a desk."""

    def __init__(self, desk: Desk, texts: Texts, *, create: bool = False) -> None:
        """`create`: register parties, issues and speakers that are not known."""
        self._desk = desk
        self._texts = texts
        self._clerk = Clerk(desk, create=create)

    def accept(self, word: str, changes: Mapping[str, Any], statement: str | None = None) -> None:
        """Take a proposal, and record the statement; proposals of other engines for the same words are merged into it.

        Args:
            word: a handle or an id.
            changes: fields of a statement that are to be otherwise than proposed; None clears one. `place` tells where
                the quotation stands, as (start, end) in code points of the text, instead of the words themselves.
            statement: the id that the statement gets.

        Raises:
            RefusedError: something is missing, or the words do not stand in the text.
            UnknownNameError, AmbiguousNameError: a name stands for nothing, or for several.
        """
        proposal = self._desk.present.open_proposal(word)
        place, content = self.coding(proposal, changes)
        accepted = NewEvent(build(ProposalAccepted, {"proposal": proposal.id, "place": place, "content": content}))
        self._desk.add(accepted)
        recorded = build(StatementRecorded, dict(content))
        self._desk.add(NewEvent(recorded, self._free_id(statement), caused_by=accepted.id))
        twins = self._desk.present.twins_of(proposal)
        if twins:
            merged = ProposalsMerged(into=proposal.id, merged=tuple(sorted(twins)))
            self._desk.add(NewEvent(merged, caused_by=accepted.id))

    def _free_id(self, typed: str | None) -> str:
        """Return the id of a statement that is yet to be recorded: what is there already came of something else."""
        if typed is None:
            return new_event_id()
        stored = self._desk.present.workspace.get(own_id(typed))
        if stored is not None:
            raise IdTakenError(typed, stored.seq)
        return typed

    def reject(self, words: Sequence[str], reason: str, note: str | None = None, *, twins: bool = False) -> None:
        """Reject proposals, all for the same reason.

        Args:
            words: handles or ids.
            reason: of `RejectionReason`, not `superseded`.
            note: why, in a sentence.
            twins: reject with each, and because of it, what other engines propose of the same words of the same
                speaker, if the reason is true of that as well.
        """
        _check_reason(reason)
        chosen = self._each(words)
        done = {event.id for event in chosen}
        for event in chosen:
            rejected = self._reject(event.id, reason, note)
            for twin in self._rejected_with(event, reason) if twins else ():
                if twin not in done:
                    self._reject(twin, reason, note, caused_by=rejected.id)
                    done.add(twin)

    def _reject(self, proposal: str, reason: str, note: str | None, caused_by: str | None = None) -> NewEvent:
        data = build(ProposalRejected, {"proposal": proposal, "reason": reason, "note": note})
        rejected = NewEvent(data, caused_by=caused_by)
        self._desk.add(rejected)
        return rejected

    def _rejected_with(self, proposal: RecordedEvent, reason: str) -> list[str]:
        """Return the twins of which the reason is true, too: a duplicate's twin may be what it duplicates."""
        twins = [] if reason == RejectionReason.DUPLICATE else sorted(self._desk.present.twins_of(proposal))
        if reason != RejectionReason.WRONG_SPEAKER:
            return twins
        return [each for each in twins if _who(self._desk.present.proposal(each)) == _who(proposal)]

    def merge(self, words: Sequence[str], into: str) -> None:
        """Merge proposals into another one about the same words, which stands for them from now on."""
        target = self._desk.present.proposal(into)
        merged = sorted({event.id for event in self._each(words)})
        self._desk.add(NewEvent(build(ProposalsMerged, {"into": target.id, "merged": merged})))

    def code(self, word: str, changes: Mapping[str, Any], reason: str | None = None) -> None:
        """Code a proposal a second time: as a statement, or, with a reason, as none. Nothing is recorded of a party."""
        proposal = self._desk.present.proposal(word)
        fields: dict[str, Any] = {"proposal": proposal.id, "reason": reason}
        _check_reason(reason)
        if reason is None:
            fields["place"], fields["content"] = self.coding(proposal, changes)
        self._desk.add(NewEvent(build(ProposalCoded, fields)))

    def _each(self, words: Sequence[str]) -> list[RecordedEvent]:
        """Return the proposals, each once; looked up before the first is decided, so that `last` means one thing."""
        return list({event.id: event for event in map(self._desk.present.open_proposal, words)}.values())

    def proposed(self, proposal: RecordedEvent) -> dict[str, Any]:
        """Return a statement's fields as the proposal fills them; as `prefilled`."""
        return prefilled(_data_of(proposal), self._source(proposal))

    def coding(self, proposal: RecordedEvent, changes: Mapping[str, Any]) -> tuple[Place, StatementContent]:
        """Return what accepting a proposal with these changes says, and where; raises as `accept`."""
        typed = {**self.proposed(proposal), **changes}
        place = self._place(proposal, typed["quotation"], typed.pop("place", None))
        typed["quotation"] = place.words
        if typed["stance"] not in CONDITIONAL and "conditions" not in changes:
            typed["conditions"] = ()
        missing = [name for name in _NEEDED if not typed.get(name)]
        if missing:
            options = ", ".join(f"--{name}" for name in missing)
            raise RefusedError(
                f"{handle(proposal.seq)} does not tell {' and '.join(missing)}; give {options}, "
                "or fill in the columns of the sheet"
            )
        return place, self._clerk.content(typed)

    def _place(self, proposal: RecordedEvent, words: str | None, chosen: tuple[int, int] | None) -> Place:
        """Return the proposal's own place, or that of other words of the text."""
        own = _data_of(proposal).place
        if chosen is None and words in {None, own.words}:
            return own
        text, source = self._texts(self._desk.present.run_of(proposal).text), self._source(proposal)
        return _place_of(words or "", text, own, source) if chosen is None else _place_at(chosen, text, source)

    def _source(self, proposal: RecordedEvent) -> Entity:
        present = self._desk.present
        return present.registry.entity(present.key("source", present.run_of(proposal).source))


def _check_reason(reason: str | None) -> None:
    if reason == RejectionReason.SUPERSEDED:
        raise RefusedError("superseded is what an engine's own proposals become; give the reason that you see")


def _data_of(proposal: RecordedEvent) -> StatementProposed:
    assert isinstance(proposal.data, StatementProposed), "the caller looked"  # noqa: S101 - tells mypy
    return proposal.data


def _who(proposal: RecordedEvent) -> tuple[str | None, str | None]:
    data = _data_of(proposal)
    return data.speaker, data.party


def prefilled(data: StatementProposed, source: Entity) -> dict[str, Any]:
    """Return a statement's fields as a proposal from that source fills them; None where it does not tell."""
    published = source.data.get("published")
    return {
        "party": data.party,
        "issue": data.issue,
        "stance": data.stance and data.stance.value,
        "conditions": tuple(each.words for each in data.conditions),
        "act": data.act and data.act.value,
        "speaker": data.speaker,
        "said": data.said or (published and f"../{date_in(published)}"),  # what is printed was said before
        "quotation": data.place.words,
        "source": source.id,
    }


def _place_of(words: str, text: str, near: Place, source: Entity) -> Place:
    """Return where words stand in a text, whatever spaces and line breaks are between them; of several the nearest."""
    between = r"\s+".join(map(re.escape, words.split()))
    found = list(re.finditer(f"(?={re.escape(words)})", text)) if words.strip() else []
    spans = [(each.start(), each.start() + len(words)) for each in found]
    if not spans and between:
        spans = [each.span(1) for each in re.finditer(f"(?=({between}))", text)]
    if not spans:
        raise RefusedError(
            f"these words do not stand in the text of {source.id!r}: {words[:200]!r}; "
            f"`tracker source text {source.id}` shows the text, take them from there as they stand"
        )
    start, end = min(spans, key=lambda each: (abs(each[0] - near.start), each))
    return build(Place, {"start": start, "end": end, "words": text[start:end]})


def _place_at(chosen: tuple[int, int], text: str, source: Entity) -> Place:
    """Return the place from start up to end in a text."""
    start, end = chosen
    if not 0 <= start < end <= len(text):
        raise RefusedError(f"the text of {source.id!r} has no characters {start} to {end}; it ends at {len(text)}")
    return build(Place, {"start": start, "end": end, "words": text[start:end]})


def accept(
    ledger: Ledger,
    proposal: str,
    changes: Mapping[str, Any] | None = None,
    *,
    statement: str | None = None,
    new: bool = False,
    dry_run: bool = False,
) -> list[Written]:
    """Take a proposal as a statement; as `Reviewer.accept`, in one write."""
    texts = texts_of(ledger)
    return ledger.write(
        lambda desk: Reviewer(desk, texts, create=new).accept(proposal, changes or {}, statement), dry_run=dry_run
    )


def reject(ledger: Ledger, proposals: Sequence[str], *, because: str, note: str | None = None) -> list[Written]:
    """Reject proposals and their twins; as `Reviewer.reject`, in one write."""
    return ledger.write(lambda desk: Reviewer(desk, texts_of(ledger)).reject(proposals, because, note, twins=True))


def merge(ledger: Ledger, proposals: Sequence[str], *, into: str) -> list[Written]:
    """Merge proposals into another; as `Reviewer.merge`, in one write."""
    return ledger.write(lambda desk: Reviewer(desk, texts_of(ledger)).merge(proposals, into))


def code(
    ledger: Ledger, proposal: str, changes: Mapping[str, Any] | None = None, *, because: str | None = None
) -> list[Written]:
    """Code a proposal a second time; as `Reviewer.code`, in one write."""
    texts = texts_of(ledger)
    return ledger.write(lambda desk: Reviewer(desk, texts).code(proposal, changes or {}, because))


def undo(ledger: Ledger, written: Sequence[Written]) -> list[Written]:
    """Take back, in one write, what a decision wrote: its statement is retracted, everything else voided, last first.

    A name that it registered stays if something rests on it by now.

    Raises:
        RefusedError: somebody took back a part of it already.
    """

    def action(desk: Desk) -> None:
        for each in reversed([each.event for each in written if not each.already]):
            if isinstance(each.data, StatementRecorded):
                statement = desk.present.statement(each.id).id
                fields = {"statement": statement, "reason": RetractionReason.CODING_ERROR, "note": _UNDONE}
                desk.add(NewEvent(build(StatementRetracted, fields)))
            else:
                _void(desk, each)

    return ledger.write(action)


def _void(desk: Desk, event: RecordedEvent) -> None:
    voided = NewEvent(build(EntryVoided, {"target": event.id, "reason": _UNDONE}))
    if isinstance(event.data, ProposalAccepted | ProposalRejected | ProposalsMerged | ProposalCoded):
        desk.add(voided)
        return
    with suppress(RefusedError):  # a name that somebody uses by now
        desk.add(voided)


def texts_of(ledger: Ledger) -> Texts:
    """Return what finds a text in the archive beside the log, once a text is asked for."""
    return lambda digest: archive_of(ledger).text(digest)
