"""`tracker proposals`: what engines proposed, and deciding about it one by one; `tracker review` asks for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from events.kinds import ProposalRejected
from events.vocabulary import RejectionReason, Stance
from tracker.cli import completion
from tracker.cli import options as opt
from tracker.cli.opening import on_log, opened, typed_date
from tracker.cli.render import Answer, Column, Item, cell, emit, talk
from tracker.cli.written import handles_of, print_written, say_if_unchecked, suggest_known
from tracker.errors import UnreadableError

if TYPE_CHECKING:
    from tracker.reading.proposals import Proposal

__all__ = ["StatusOption", "answer_of", "app", "statuses"]

app = typer.Typer(no_args_is_help=True)

_Proposal = Annotated[
    str, typer.Argument(metavar="PROPOSAL", help="Its handle or id.", autocompletion=completion.proposals)
]
_Proposals = Annotated[
    list[str], typer.Argument(metavar="PROPOSAL...", help="Handles or ids.", autocompletion=completion.proposals)
]


class Reason(StrEnum):
    """Why people reject: every reason but that an engine proposes otherwise by now, which is the engine's own."""

    NO_STATEMENT = RejectionReason.NO_STATEMENT.value
    OFF_TOPIC = RejectionReason.OFF_TOPIC.value
    WRONG_SPEAKER = RejectionReason.WRONG_SPEAKER.value
    WRONG_WORDS = RejectionReason.WRONG_WORDS.value
    UNCLEAR = RejectionReason.UNCLEAR.value
    DUPLICATE = RejectionReason.DUPLICATE.value


_Why = Annotated[
    Reason,
    typer.Option("--because", help="Why it does not become a statement.", show_default=False, case_sensitive=False),
]
StatusOption = Annotated[
    list[str] | None,
    typer.Option("--status", metavar="S", help="pending, accepted, rejected or merged; may be repeated."),
]


@app.command("list", epilog="Example: `tracker proposals list vladivostok-report --status pending`")
def list_(
    source: Annotated[
        str | None,
        typer.Argument(metavar="SOURCE", help="Only from this one: id or title.", autocompletion=completion.sources),
    ] = None,
    status: StatusOption = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """List proposals with what became of them, in the order of their texts."""
    wanted = statuses(status)
    with opened(log) as ledger:
        found = ledger.proposals(source)
        shown = [each for each in found if not wanted or each.status in wanted]
        emit(answer_of(shown, "Proposals", "no proposals", {"counts": Counter(each.status for each in found)}), form)
    if not found:
        talk(f"Nothing was proposed yet: {on_log('tracker extract SOURCE', log)}")


@app.command(epilog="Example: `tracker proposals accept e57 --stance opposes --issue troop-deployments`")
def accept(
    proposal: _Proposal,
    party: Annotated[
        str | None, typer.Option("--party", metavar="P", help="Who takes it.", autocompletion=completion.parties)
    ] = None,
    issue: Annotated[
        str | None, typer.Option("--issue", metavar="I", help="On what.", autocompletion=completion.issues)
    ] = None,
    stance: Annotated[
        Stance | None, typer.Option("--stance", metavar="STANCE", help=", ".join(Stance) + ".", show_choices=False)
    ] = None,
    said: opt.SaidOption = None,
    speaker: opt.SpeakerOption = None,
    quote: Annotated[
        str | None, typer.Option("--quote", metavar="Q", help="Fewer or more words, as they stand in the text.")
    ] = None,
    summary: opt.SummaryOption = None,
    condition: opt.ConditionOption = None,
    act: opt.ActOption = None,
    until: opt.UntilDayOption = None,
    language: opt.LanguageOption = None,
    no_speaker: Annotated[bool, typer.Option("--no-speaker", help="Nobody spoke by name.")] = False,
    new: Annotated[bool, typer.Option("--new", help="Register what it names and the record does not know.")] = False,
    id_: Annotated[str | None, typer.Option("--id", metavar="KEY", help="The statement's own id.")] = None,
    dry_run: opt.DryRunOption = False,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Take a proposal as a statement; what is typed takes the place of what was proposed."""
    from tracker.reviewing import accept as accepted

    with opened(log) as ledger:
        typed = {
            "party": party,
            "issue": issue,
            "stance": stance,
            "said": typed_date(ledger, said),
            "speaker": speaker,
            "quotation": quote,
            "summary": summary,
            "conditions": tuple(condition) if condition else None,
            "act": act,
            "until": typed_date(ledger, until),
            "language": language,
        }
        changes: dict[str, Any] = {name: value for name, value in typed.items() if value is not None}
        if no_speaker:
            changes["speaker"] = None
        written = accepted(ledger, proposal, changes, statement=id_, new=new, dry_run=dry_run)
        print_written(ledger, written, form, log, dry_run=dry_run)
        suggest_known(ledger, written)
        say_if_unchecked(ledger, [each.event for each in written])


@app.command(epilog="Example: `tracker proposals reject e58 e59 --because off-topic`")
def reject(
    proposals: _Proposals,
    because: _Why,
    note: opt.NoteOption = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Reject proposals; they are kept, and counted in how well an engine does.

    What other engines propose of the same words of the same speaker is rejected with them, unless the reason is that
    they are duplicates, or that the speaker is wrong and others propose another one.
    """
    from tracker.reviewing import reject as rejected

    with opened(log) as ledger:
        written = rejected(ledger, proposals, because=because, note=note)
        print_written(ledger, written, form, log)
        by_id = {each.event.id: each.event.data for each in written}
        for each in written:
            first, twin = by_id.get(each.event.caused_by or ""), each.event.data
            if isinstance(first, ProposalRejected) and isinstance(twin, ProposalRejected):
                told, because_of = (handles_of(ledger, one.proposal) for one in (twin, first))
                talk(f"{told} is another engine's proposal of the words of {because_of}, and is rejected with it.")


@app.command(epilog="Example: `tracker proposals merge e58 e59 --into e57`")
def merge(
    proposals: _Proposals,
    into: Annotated[
        str,
        typer.Option("--into", metavar="PROPOSAL", help="What stands for all.", autocompletion=completion.proposals),
    ],
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Merge proposals that are about the same words into one of them."""
    from tracker.reviewing import merge as merged

    with opened(log) as ledger:
        print_written(ledger, merged(ledger, proposals, into=into), form, log)


def answer_of(found: Sequence[Proposal], title: str, empty: str, more: Mapping[str, Any]) -> Answer:
    """Return proposals as an answer."""
    return Answer("proposals", [each.as_json() for each in found], _COLUMNS, title=title, empty=empty, more=more)


def statuses(typed: list[str] | None) -> list[str]:
    """Return how proposals are to stand; empty: anyhow.

    Raises:
        UnreadableError: they never do.
    """
    from tracker.reading.decisions import STATUSES

    wrong = [each for each in typed or () if each not in STATUSES]
    if wrong:
        raise UnreadableError(f"a proposal is never {wrong[0][:40]!r}; it is {', '.join(STATUSES)}")
    return list(typed or ())


def _speaker(item: Item) -> str:
    named = item["speaker"] or item["party"]
    return cell(named or item["mention"])


def _status(item: Item) -> str:
    result = item["statement"] or item["reason"]
    return f"{item['status']} {result}" if result else str(item["status"])


_COLUMNS: Final = (
    Column("proposal", "proposal", whole=True),
    Column("speaker", _speaker),
    Column("words", "quotation"),
    Column("issue", "issue", spare=True),
    Column("stance", "stance", whole=True),
    Column("tier", "tier", whole=True, spare=True),
    Column("status", _status),
)
