"""What may be proposed, and what may be decided about proposals: each once."""

from __future__ import annotations

from events.envelope import RecordedEvent
from events.ids import handle
from events.kinds import (
    ExtractionRun,
    ProposalAccepted,
    ProposalCoded,
    ProposalRejected,
    ProposalsMerged,
    StatementProposed,
)
from tracker.admission.gate import admit
from tracker.admission.statements import check_content
from tracker.errors import RefusedError
from tracker.present import Present

__all__ = []


@admit.register
def _(data: ExtractionRun, present: Present) -> None:
    present.key("source", data.source)


@admit.register
def _(data: StatementProposed, present: Present) -> None:
    run = present.entry(data.run)
    if not isinstance(run.data, ExtractionRun):
        raise RefusedError(f"{handle(run.seq)} is {run.data.kind}; a proposal comes from an extraction-run")


@admit.register
def _(data: ProposalAccepted, present: Present) -> None:
    _of_its_source(present, present.open_proposal(data.proposal), data)
    check_content(present, data.content, present.now())


@admit.register
def _(data: ProposalRejected, present: Present) -> None:
    present.open_proposal(data.proposal)


@admit.register
def _(data: ProposalsMerged, present: Present) -> None:
    into = present.proposal(data.into)
    decided = present.decision(into.seq)
    if decided is not None and decided.kind != ProposalAccepted.kind:
        raise RefusedError(
            f"{handle(into.seq)} is not to be merged into, {handle(decided.seq)} took it out; name one that stands"
        )
    for each in data.merged:
        merged = present.open_proposal(each)
        if _text_of(present, merged) != _text_of(present, into):
            raise RefusedError(
                f"{handle(merged.seq)} and {handle(into.seq)} are not from one text of one source; accept both, "
                "and `tracker check` tells where two sources report one statement"
            )


@admit.register
def _(data: ProposalCoded, present: Present) -> None:
    proposal = present.proposal(data.proposal)
    before = present.coding_by(proposal.seq, present.workspace.recorded_by)
    if before is not None:
        raise RefusedError(
            f"{handle(proposal.seq)} was coded by {present.workspace.recorded_by!r} already ({handle(before)}); "
            "one person's two codings agree with each other and prove nothing"
        )
    if data.content is not None:
        _of_its_source(present, proposal, data)
        check_content(present, data.content, present.now())


def _text_of(present: Present, proposal: RecordedEvent) -> tuple[str, str]:
    run = present.run_of(proposal)
    return run.source, run.text


def _of_its_source(present: Present, proposal: RecordedEvent, data: ProposalAccepted | ProposalCoded) -> None:
    source = present.run_of(proposal).source
    if data.content is not None and data.content.source != source:
        raise RefusedError(f"{handle(proposal.seq)} is from the source {source!r}, not from {data.content.source!r}")
