"""Events in words, and the command that undoes one."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable
from functools import singledispatch

from events.envelope import RecordedEvent
from events.ids import handle
from events.kinds import (
    VOIDABLE,
    DossierAmended,
    DossierOpened,
    EntryVoided,
    EventData,
    ExtractionRun,
    FindingAcknowledged,
    IssueAmended,
    IssueOpened,
    MembershipBegan,
    MembershipEnded,
    OfficeAssumed,
    OfficeLeft,
    PartyAmended,
    PartyRegistered,
    PersonAmended,
    PersonRegistered,
    PositionAsserted,
    ProposalAccepted,
    ProposalCoded,
    ProposalRejected,
    ProposalsMerged,
    SourceAdded,
    SourceAmended,
    StatementContent,
    StatementCorrected,
    StatementProposed,
    StatementRecorded,
    StatementRetracted,
    StatementWithdrawn,
)
from tracker.outward import safe

__all__ = ["Handles", "says", "says_content", "typed", "undo", "undo_correction"]

Handles = Callable[[str], str]
"""Turns an event's id into its handle."""


@singledispatch
def says(data: EventData, handles: Handles) -> str:
    """Return what an event says, in one line."""
    raise TypeError(f"no phrase for {type(data).__name__}")


@says.register
def _(data: DossierOpened, handles: Handles) -> str:
    return f"dossier {data.name!r}, days of {data.zone}, stale after {data.stale_after_days} days"


@says.register
def _(data: DossierAmended, handles: Handles) -> str:
    return f"dossier {data.name!r}, stale after {data.stale_after_days} days"


@says.register(PartyRegistered)
@says.register(PartyAmended)
def _(data: PartyRegistered | PartyAmended, handles: Handles) -> str:
    return f"party {data.id}: {data.name}, {data.party_kind or 'provisional'}"


@says.register(PersonRegistered)
@says.register(PersonAmended)
def _(data: PersonRegistered | PersonAmended, handles: Handles) -> str:
    return f"person {data.id}: {data.name}"


@says.register(IssueOpened)
@says.register(IssueAmended)
def _(data: IssueOpened | IssueAmended, handles: Handles) -> str:
    return f"issue {data.path}: {data.proposition or 'provisional'}"


@says.register(SourceAdded)
@says.register(SourceAmended)
def _(data: SourceAdded | SourceAmended, handles: Handles) -> str:
    return f"source {data.id}: {data.title}"


@says.register
def _(data: MembershipBegan, handles: Handles) -> str:
    return f"{data.member} belongs to {data.grouping}" + (f" from {data.on}" if data.on else "")


@says.register
def _(data: MembershipEnded, handles: Handles) -> str:
    return f"{data.member} is out of {data.grouping} as of {data.on}"


@says.register
def _(data: OfficeAssumed, handles: Handles) -> str:
    return f"{data.person} is {data.title} of {data.party}" + (f" from {data.on}" if data.on else "")


@says.register
def _(data: OfficeLeft, handles: Handles) -> str:
    return f"{data.person} is no longer {data.title} of {data.party} as of {data.on}"


@says.register
def _(data: StatementRecorded, handles: Handles) -> str:
    return says_content(data)


@says.register
def _(data: StatementCorrected, handles: Handles) -> str:
    return f"{handles(data.statement)} corrected ({data.reason}): {says_content(data.content)}"


@says.register
def _(data: StatementRetracted, handles: Handles) -> str:
    return f"{handles(data.statement)} retracted ({data.reason})" + (f": {data.note}" if data.note else "")


@says.register
def _(data: StatementWithdrawn, handles: Handles) -> str:
    return f"{handles(data.statement)} withdrawn by its party on {data.on}"


@says.register
def _(data: EntryVoided, handles: Handles) -> str:
    return f"{handles(data.target)} voided: {data.reason}"


@says.register
def _(data: PositionAsserted, handles: Handles) -> str:
    return f"{data.party} on {data.issue} as of {data.as_of} is {data.stance}, because {data.because}"


@says.register
def _(data: FindingAcknowledged, handles: Handles) -> str:
    return f"{data.finding} of {', '.join(map(handles, data.about))} acknowledged, because {data.because}"


@says.register
def _(data: ExtractionRun, handles: Handles) -> str:
    return f"{data.engine} {data.version} read {data.source}: {data.drafts} drafts"


@says.register
def _(data: StatementProposed, handles: Handles) -> str:
    who = data.speaker or data.party or (data.mention.words if data.mention else "somebody")
    return f"proposed: {who}: {data.place.words}"


@says.register
def _(data: ProposalAccepted, handles: Handles) -> str:
    return f"{handles(data.proposal)} accepted: {says_content(data.content)}"


@says.register
def _(data: ProposalRejected, handles: Handles) -> str:
    return f"{handles(data.proposal)} rejected ({data.reason})" + (f": {data.note}" if data.note else "")


@says.register
def _(data: ProposalsMerged, handles: Handles) -> str:
    return f"{', '.join(map(handles, data.merged))} merged into {handles(data.into)}"


@says.register
def _(data: ProposalCoded, handles: Handles) -> str:
    taken = data.reason or (says_content(data.content) if data.content else "")
    return f"{handles(data.proposal)} coded again: {taken}"


def says_content(content: StatementContent) -> str:
    """Return what a statement says, in one line."""
    conditions = f" {'; '.join(content.conditions)}" if content.conditions else ""
    return f"{content.party} on {content.issue}: {content.stance}{conditions}, said {content.said}"


def undo(event: RecordedEvent) -> str | None:
    """Return the command that undoes an event other than a correction, None where nothing does."""
    entry = handle(event.seq)
    if isinstance(event.data, StatementRecorded):
        return f"tracker retract {entry} --because coding-error"
    if isinstance(event.data, VOIDABLE):
        return f"tracker void {entry} --note 'entered by mistake'"
    return None


def undo_correction(entries: list[str], now: StatementContent, before: StatementContent) -> str:
    """Return the command that gives corrected statements back what they said before."""
    return typed(["tracker", "correct", *entries, *_restoring(now, before), "--reason", "coding-error"])


def typed(words: Iterable[str]) -> str:
    """Return words as one command line, to be copied from a terminal to a shell."""
    return " ".join(map(_typed, words))


def _typed(word: str) -> str:
    """Return a word as a shell takes it; what a terminal is not shown is escaped in it, so that none of it is lost."""
    if safe(word) == word:
        return shlex.quote(word)
    plain = word.replace("\\", "\\\\").replace("'", "\\'")
    return "$'" + "".join(char if safe(char) == char else f"\\U{ord(char):08x}" for char in plain) + "'"


_OPTIONS = {
    "party": "--party",
    "issue": "--issue",
    "stance": "--stance",
    "act": "--act",
    "said": "--said",
    "until": "--until",
    "speaker": "--speaker",
    "quotation": "--quote",
    "summary": "--summary",
    "source": "--source",
    "language": "--language",
}


def _restoring(now: StatementContent, before: StatementContent) -> list[str]:
    """Return the options of `correct` that make what is there now what was there before."""
    words: list[str] = []
    for name, option in _OPTIONS.items():
        old = getattr(before, name)
        if old != getattr(now, name):
            words += [option, str(old)] if old is not None else [f"--no-{option.removeprefix('--')}"]
    if now.conditions != before.conditions:
        words += [word for each in before.conditions for word in ("--if", each)] or ["--no-if"]
    return words
