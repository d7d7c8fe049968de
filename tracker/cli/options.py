"""Options and arguments that several commands take, spelt once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from events.vocabulary import Act, CorrectionReason, PartyKind, RetractionReason, Stance
from tracker.cli import completion

__all__ = [
    "ActOption",
    "AliasOption",
    "AsOfOption",
    "ClearOption",
    "ConditionOption",
    "CorrectionReasonOption",
    "DropAliasOption",
    "DryRunOption",
    "EntryArgument",
    "Format",
    "FormatOption",
    "FromOption",
    "IssueArgument",
    "IssuesOption",
    "KindOption",
    "KnownAtOption",
    "LanguageOption",
    "LogOption",
    "NoteOption",
    "OnOption",
    "OptionalIssueArgument",
    "PartiesOption",
    "PartyArgument",
    "PersonArgument",
    "QuoteOption",
    "RetractionReasonOption",
    "SaidOption",
    "SourceOption",
    "SpeakerOption",
    "StanceArgument",
    "StatementArgument",
    "SummaryOption",
    "UntilDayOption",
    "UntilOption",
    "VoidableArgument",
]


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"


_OUT = "Where and how"

LogOption = Annotated[
    Path | None,
    typer.Option(
        "--log",
        metavar="PATH",
        help="The log file. Default: $TRACKER_LOG, else ./tracker.db.",
        rich_help_panel=_OUT,
    ),
]
FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format", help="Default: a table on a terminal, TSV when piped.", show_default=False, rich_help_panel=_OUT
    ),
]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Check everything and say what would be recorded; record nothing.")
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", "--on", metavar="D", help="The day, or instant, in the world. Default: today."),
]
KnownAtOption = Annotated[
    str | None,
    typer.Option(
        "--known-at",
        metavar="K",
        help="What we knew then: a day, an instant or an entry such as e42.",
        autocompletion=completion.handles,
    ),
]
PartyArgument = Annotated[
    str, typer.Argument(metavar="PARTY", help="Id, name or alias.", autocompletion=completion.parties)
]
IssueArgument = Annotated[
    str,
    typer.Argument(
        metavar="ISSUE", help="Path, title or alias, such as venue/moscow.", autocompletion=completion.issues
    ),
]
OptionalIssueArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="ISSUE", help="Path, title or alias, such as venue/moscow.", autocompletion=completion.issues
    ),
]
PersonArgument = Annotated[
    str, typer.Argument(metavar="PERSON", help="Id, name or alias.", autocompletion=completion.people)
]
_ENTRY = "A handle such as e42, `last` for your own last, or an id."
EntryArgument = Annotated[str, typer.Argument(metavar="ENTRY", help=_ENTRY, autocompletion=completion.entries)]
StatementArgument = Annotated[str, typer.Argument(metavar="ENTRY", help=_ENTRY, autocompletion=completion.statements)]
VoidableArgument = Annotated[str, typer.Argument(metavar="ENTRY", help=_ENTRY, autocompletion=completion.voidables)]
PartiesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--parties",
        "--party",
        metavar="P,...",
        help="Only these parties, separated by commas; may be repeated.",
        autocompletion=completion.parties_listed,
    ),
]
IssuesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--issues",
        "--issue",
        metavar="I,...",
        help="Only these issues and those below them, separated by commas; may be repeated.",
        autocompletion=completion.issues_listed,
    ),
]
StanceArgument = Annotated[Stance, typer.Argument(metavar="STANCE", help=", ".join(Stance) + ".", show_choices=False)]
SaidOption = Annotated[
    str | None,
    typer.Option("--said", metavar="D", help="When: 2025, 2025-09, 2025-09-05, ../2025-09-05, 2025-09-05T14:30+10:00."),
]
SourceOption = Annotated[
    str | None,
    typer.Option(
        "--source",
        metavar="ID|URL",
        help="The document that reports it; a new URL is registered.",
        autocompletion=completion.sources,
    ),
]
SpeakerOption = Annotated[
    str | None,
    typer.Option("--speaker", metavar="PERSON", help="Who spoke for the party.", autocompletion=completion.people),
]
QuoteOption = Annotated[str | None, typer.Option("--quote", metavar="Q", help="The words themselves.")]
SummaryOption = Annotated[str | None, typer.Option("--summary", metavar="S", help="What was said, in your words.")]
ConditionOption = Annotated[
    list[str] | None,
    typer.Option("--if", metavar="CONDITION", help="A condition; supports-if and opposes-unless need one or more."),
]
ActOption = Annotated[Act | None, typer.Option("--act", metavar="ACT", help=f"The speech act: {', '.join(Act)}.")]
UntilDayOption = Annotated[
    str | None, typer.Option("--until", metavar="D", help="The last day on which an offer stands.")
]
LanguageOption = Annotated[
    str | None, typer.Option("--language", metavar="TAG", help="Language of the quotation, such as en or uk.")
]
FromOption = Annotated[
    str | None, typer.Option("--from", metavar="D", help="From when; left out: as long as anyone knows.")
]
OnOption = Annotated[str, typer.Option("--on", metavar="D", help="Out as of that date.")]
UntilOption = Annotated[str | None, typer.Option("--until", metavar="D", help="Until when: out as of that date.")]
NoteOption = Annotated[str | None, typer.Option("--note", metavar="N", help="Why, in a sentence.")]
CorrectionReasonOption = Annotated[
    CorrectionReason, typer.Option("--reason", help="Who was wrong: we or the source.", show_default=False)
]
RetractionReasonOption = Annotated[
    RetractionReason, typer.Option("--because", help="Why it should not exist.", show_default=False)
]
KindOption = Annotated[PartyKind | None, typer.Option("--kind", help="What sort of party.", show_default=False)]
AliasOption = Annotated[list[str] | None, typer.Option("--alias", metavar="A", help="Another name; may be repeated.")]
ClearOption = Annotated[
    list[str] | None,
    typer.Option("--clear", metavar="FIELD", help="A field to leave without a value; may be repeated."),
]
DropAliasOption = Annotated[
    list[str] | None, typer.Option("--drop-alias", metavar="A", help="An alias to take away; may be repeated.")
]
