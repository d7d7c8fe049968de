"""Recording statements, and setting right what was recorded."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from events.ids import handle
from events.log import Written
from events.vocabulary import Stance
from tracker.cli import completion
from tracker.cli import options as opt
from tracker.cli.opening import on_log, opened, typed_date
from tracker.cli.progress import progress
from tracker.cli.render import Answer, Column, emit, talk
from tracker.cli.written import print_written, say_former_dates, suggest_known
from tracker.errors import RefusedError, UnreadableError
from tracker.ledger import Ledger

__all__ = ["FileArgument", "append", "correct", "import_", "input_of", "record", "retract", "void", "withdraw"]

FileArgument = Annotated[str, typer.Argument(metavar="FILE|-", help="A file, or - for standard input.")]


def record(
    party: opt.PartyArgument,
    issue: opt.IssueArgument,
    stance: opt.StanceArgument,
    said: opt.SaidOption = None,
    source: opt.SourceOption = None,
    speaker: opt.SpeakerOption = None,
    quote: opt.QuoteOption = None,
    summary: opt.SummaryOption = None,
    condition: opt.ConditionOption = None,
    act: opt.ActOption = None,
    until: opt.UntilDayOption = None,
    language: opt.LanguageOption = None,
    key: Annotated[
        str | None, typer.Option("--id", metavar="KEY", help="Your own key; the same twice adds nothing.")
    ] = None,
    new: Annotated[bool, typer.Option("--new", help="Register what is not known yet, provisionally.")] = False,
    same: Annotated[bool, typer.Option("--same", help="Take said, speaker and source from my last statement.")] = False,
    no_speaker: Annotated[bool, typer.Option("--no-speaker", help="With --same: not the speaker.")] = False,
    dry_run: opt.DryRunOption = False,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Record who said what, when, and which source reports it."""
    if no_speaker and speaker is not None:
        raise RefusedError("speaker is given and cleared at once; leave one of the two options out")
    with opened(log) as ledger:
        written = ledger.record(
            party,
            issue,
            stance,
            said=typed_date(ledger, said),
            source=source,
            speaker="" if no_speaker else speaker,
            conditions=condition or (),
            act=act,
            until=typed_date(ledger, until),
            quotation=quote,
            summary=summary,
            language=language,
            id=key,
            new=new,
            same=same,
            dry_run=dry_run,
        )
        print_written(ledger, written, form, log, dry_run=dry_run)
        suggest_known(ledger, written)
        if same:
            data = written[-1].event.data.model_dump()
            by = f", by {data['speaker']}" if data["speaker"] else ""
            talk(f"Same as before: said {data['said']}{by}, source {data['source']}")


def append(
    file: FileArgument, dry_run: opt.DryRunOption = False, log: opt.LogOption = None, form: opt.FormatOption = None
) -> None:
    """Record new events, one JSON object a line with kind and data: all of them or none."""
    from tracker.exchange.appending import append_lines

    with opened(log) as ledger:
        with input_of(file) as (raw, name), progress("Appending") as tick:
            written = append_lines(ledger, raw, name=name, dry_run=dry_run, tick=tick)
        print_written(ledger, written, form, log, dry_run=dry_run)


def import_(
    file: FileArgument,
    create_missing: Annotated[
        bool,
        typer.Option("--create-missing", help="Register parties, issues, speakers and sources that are not known."),
    ] = False,
    dry_run: opt.DryRunOption = False,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Record statements from CSV or JSONL rows: all of them, or none and every error at once.

    Headers: id, party, issue, stance, conditions (separated by ;), act, said, until, speaker, quotation, summary,
    source (an id or a URL), language. Required: party, issue, stance, said, source.
    """
    from tracker.exchange.importing import import_statements

    with opened(log) as ledger:
        before = ledger.log.head().seq
        with input_of(file) as (raw, name), progress("Importing") as tick:
            report = import_statements(
                ledger, raw, name=name, create_missing=create_missing, dry_run=dry_run, tick=tick
            )
    item: dict[str, Any] = {"rows": report.rows, "added": report.added, "already": report.already}
    item |= {"registered": dict(report.registered), "dry_run": dry_run}
    columns = [Column(name, name) for name in ("rows", "added", "already", "registered")]
    emit(Answer("imported", [item], columns, title="dry run, nothing recorded" if dry_run else "imported"), form)
    if report.retracted:
        entries = ", ".join(map(handle, report.retracted))
        talk(f"There already, but retracted since: {entries}; record what should count again under another id")
    if report.added and not dry_run:
        talk(on_log(f"Look: tracker log show --after e{before}", log))
        command = on_log("tracker retract ENTRY --because coding-error", log)
        talk(f"Undo: {command}, for each entry that should not be there")
        command = on_log("tracker log checkpoint --out FILE", log)
        talk(f"Keep: {command}, with somebody else; it shows later that nothing was rewritten")


def correct(
    reason: opt.CorrectionReasonOption,
    entries: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ENTRY", help="Handles such as e42, `last`, or ids.", autocompletion=completion.statements
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--source",
            metavar="S",
            help="Without an entry: all statements of this source. With one: its new source.",
            autocompletion=completion.sources,
        ),
    ] = None,
    said_was: Annotated[
        str | None,
        typer.Option("--said-was", metavar="D", help="Only what was said on that date."),
    ] = None,
    note: opt.NoteOption = None,
    party: Annotated[
        str | None,
        typer.Option("--party", metavar="PARTY", help="Who said it.", autocompletion=completion.parties),
    ] = None,
    issue: Annotated[
        str | None,
        typer.Option("--issue", metavar="ISSUE", help="On which issue.", autocompletion=completion.issues),
    ] = None,
    stance: Annotated[Stance | None, typer.Option("--stance", help="The stance.", show_default=False)] = None,
    said: opt.SaidOption = None,
    speaker: opt.SpeakerOption = None,
    quote: opt.QuoteOption = None,
    summary: opt.SummaryOption = None,
    condition: opt.ConditionOption = None,
    act: opt.ActOption = None,
    until: opt.UntilDayOption = None,
    language: opt.LanguageOption = None,
    no_if: Annotated[bool, typer.Option("--no-if", help="No conditions.")] = False,
    no_quote: Annotated[bool, typer.Option("--no-quote", help="No quotation.")] = False,
    no_speaker: Annotated[bool, typer.Option("--no-speaker", help="No speaker.")] = False,
    no_summary: Annotated[bool, typer.Option("--no-summary", help="No summary.")] = False,
    no_act: Annotated[bool, typer.Option("--no-act", help="No speech act.")] = False,
    no_until: Annotated[bool, typer.Option("--no-until", help="No last day.")] = False,
    no_language: Annotated[bool, typer.Option("--no-language", help="No language.")] = False,
    dry_run: opt.DryRunOption = False,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Correct what an entry says; only the options given change, and the old content stays on record.

    Where a source's date was wrong, name the source instead of the entries: a new --said takes the place of the old
    date, and what was said no later than the old one is then said no later than the new.
    """
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
            "source": source if entries else None,
        }
        cleared = {
            "conditions": no_if,
            "quotation": no_quote,
            "speaker": no_speaker,
            "summary": no_summary,
            "act": no_act,
            "until": no_until,
            "language": no_language,
        }
        changes = _changes(typed, cleared)
        how: dict[str, Any] = {"reason": reason.value, "note": note, "dry_run": dry_run}
        if entries:
            _without_source(said_was)
            written = ledger.correct(entries, changes, **how)
        else:
            written = _correct_source(ledger, source, changes, typed_date(ledger, said_was), how)
        print_written(ledger, written, form, log, dry_run=dry_run)


def _without_source(said_was: str | None) -> None:
    if said_was is not None:
        raise RefusedError("--said-was goes with --source and without an entry; an entry is named by itself")


def _correct_source(
    ledger: Ledger, source: str | None, changes: dict[str, Any], said_was: str | None, how: dict[str, Any]
) -> list[Written]:
    if source is None:
        raise RefusedError("name what to correct: entries such as e42 or last, or a whole source with --source S")
    written = ledger.correct_source(source, changes, said_was=said_was, **how)
    if "said" in changes and said_was is None and not how["dry_run"]:
        say_former_dates(ledger, written)
    return written


def _changes(typed: dict[str, Any], cleared: dict[str, bool]) -> dict[str, Any]:
    """Return the fields that change: to what was typed, or to nothing."""
    both = [name for name, clear in cleared.items() if clear and typed[name] is not None]
    if both:
        raise RefusedError(f"{both[0]} is given and cleared at once; leave one of the two options out")
    changes = {name: value for name, value in typed.items() if value is not None}
    changes |= {name: () if name == "conditions" else None for name, clear in cleared.items() if clear}
    if not changes:
        raise RefusedError("nothing to correct; give the option that is to change, such as --said D or --stance S")
    return changes


def retract(
    entry: opt.StatementArgument,
    because: opt.RetractionReasonOption,
    note: opt.NoteOption = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Take a statement out that should not be on record; for good, and the log still tells that it was."""
    with opened(log) as ledger:
        print_written(ledger, ledger.retract(entry, because=because, note=note), form, log)
        talk("A retraction is final; if it was a mistake, record the statement anew.")


def withdraw(
    entry: opt.StatementArgument,
    on: Annotated[str, typer.Option("--on", metavar="D", help="When the party took it back.")],
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Record that the party itself took a statement back: it counts before that date and not from it on."""
    with opened(log) as ledger:
        print_written(ledger, ledger.withdraw(entry, on=typed_date(ledger, on)), form, log)


def void(
    entry: opt.VoidableArgument,
    note: Annotated[str, typer.Option("--note", metavar="N", help="Why, in a sentence.")],
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Take out an entry, other than a statement, that was entered wrongly and that nothing rests on."""
    with opened(log) as ledger:
        print_written(ledger, ledger.void(entry, note=note), form, log)
        talk("Voided for good; if it was a mistake, enter it anew.")


@contextmanager
def input_of(file: str) -> Iterator[tuple[BinaryIO, str]]:
    """Yield the bytes of a file and its name; standard input and pipes are read to their end before any lock."""
    if file == "-":
        yield io.BytesIO(sys.stdin.buffer.read()), "standard input"
        return
    with ExitStack() as stack:
        try:
            raw = stack.enter_context(Path(file).open("rb"))
            rewindable = raw if raw.seekable() else io.BytesIO(raw.read())
        except OSError as error:
            raise UnreadableError(f"cannot read {file}: {error.strerror}; give the path of a file, or -") from None
        yield rewindable, file
