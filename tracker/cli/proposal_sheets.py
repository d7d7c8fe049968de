"""`tracker proposals export` and `import`: deciding about proposals in a spreadsheet, or coding them a second time."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from events.codec import decode
from tracker.cli import completion
from tracker.cli import options as opt
from tracker.cli.delivery import ForceOption, OutOption, deliver
from tracker.cli.opening import on_log, opened
from tracker.cli.progress import progress
from tracker.cli.proposals import StatusOption, statuses
from tracker.cli.render import Answer, Column, emit, talk
from tracker.cli.statements import FileArgument, input_of
from tracker.cli.written import handles_of, say_if_unchecked
from tracker.errors import RefusedError

__all__ = ["export", "import_"]


class Form(StrEnum):
    """What a sheet is written as."""

    CSV = "csv"
    JSONL = "jsonl"


def export(
    source: Annotated[
        str | None,
        typer.Argument(metavar="SOURCE", help="Only from this one: id or title.", autocompletion=completion.sources),
    ] = None,
    status: StatusOption = None,
    blind: Annotated[
        bool, typer.Option("--blind", help="For a second coder: without what was decided, nor how proposals stand.")
    ] = False,
    written_as: Annotated[
        Form | None, typer.Option("--form", help="Default: jsonl where FILE ends so, else csv.", show_default=False)
    ] = None,
    out: OutOption = None,
    force: ForceOption = False,
    log: opt.LogOption = None,
) -> None:
    """Write proposals as rows, to be decided in a spreadsheet and imported again.

    Fill in decision (accept, reject or merge), for a rejection the reason, for a merger into; the other columns are
    filled in as proposed and may be changed. A row without a decision is left as it is.
    """
    from tracker.exchange.proposal_sheet import as_csv, as_jsonl, rows

    wanted = statuses(status)
    if blind and wanted:
        raise RefusedError("--blind is not to tell how proposals stand, and --status would; leave one of them out")
    with opened(log) as ledger:
        found = [each for each in ledger.coded(source) if not wanted or each.proposal.status in wanted]
        registry = ledger.registry
        sheet = list(
            rows(
                found, lambda each: registry.resolve("source", each), lambda each: handles_of(ledger, each), blind=blind
            )
        )
        is_jsonl = written_as is Form.JSONL if written_as else out is not None and out.suffix == ".jsonl"
        deliver(as_jsonl(sheet) if is_jsonl else as_csv(sheet, blind=blind), out, force=force)
    if not sheet:
        talk("No proposal is among these.")


def import_(
    file: FileArgument,
    blind: Annotated[
        bool, typer.Option("--blind", help="I am a second coder: keep this as my codings, and decide nothing.")
    ] = False,
    new: Annotated[bool, typer.Option("--new", help="Register what it names and the record does not know.")] = False,
    dry_run: opt.DryRunOption = False,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Decide about proposals as the rows of a sheet say: all of them, or none and every error at once."""
    from tracker.exchange.deciding import import_decisions

    with opened(log) as ledger:
        before = ledger.log.head().seq
        with input_of(file) as (raw, name), progress("Deciding") as tick:
            report = import_decisions(
                ledger, raw, name=name, blind=blind, create_missing=new, dry_run=dry_run, tick=tick
            )
        if report.accepted:
            say_if_unchecked(ledger, (decode(stored.body) for stored in ledger.log.read(before)))
    item = {**asdict(report), "registered": dict(report.registered), "dry_run": dry_run}
    title = "dry run, nothing recorded" if dry_run else "imported"
    emit(Answer("decided", [item], [Column(each, each) for each in item if each != "dry_run"], title=title), form)
    if dry_run:
        talk("Dry run: nothing was recorded.")
    elif report.accepted or report.rejected or report.merged or report.coded:
        talk(on_log(f"Look: tracker log show --after e{before}", log))
        if report.accepted:
            retract = on_log("tracker retract STATEMENT --because coding-error", log)
            talk(f"Undo: first {retract}, for each statement that should not be there")
        void = on_log("tracker void ENTRY --note 'entered by mistake'", log)
        talk(f"Undo: {void}, for each decision that should not be there")
