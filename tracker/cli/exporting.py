"""`tracker export`: what the record says, in the forms of other programs. One command a form.

What makes a form is loaded only by its command.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Annotated, Literal

import typer

from events.ticking import Tick
from tracker.cli import briefing
from tracker.cli import options as opt
from tracker.cli.deferred import examples
from tracker.cli.delivery import ForceOption, OutOption, deliver, deliver_folder
from tracker.cli.opening import opened, typed_axes, typed_date, typed_view
from tracker.cli.progress import progress
from tracker.cli.render import talk
from tracker.errors import RefusedError, UnreadableError
from tracker.view import View

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True)
_OwnOption = Annotated[bool, typer.Option("--own", help="Leave out positions that are inherited.")]
_SinceOption = Annotated[
    str | None, typer.Option("--since", metavar="D", help="From that day on. Default: ever.", show_default=False)
]


@app.command("csv", epilog="Example: `tracker export csv --out tables --as-of 2023-09-06`")
def csv_(
    table: Annotated[
        Literal["statements", "positions", "codebook"] | None,
        typer.Option(
            "--table", metavar="statements|positions|codebook", help="Only this one, to a file or standard output."
        ),
    ] = None,
    parties: opt.PartiesOption = None,
    issues: opt.IssuesOption = None,
    as_of: opt.AsOfOption = None,
    known_at: opt.KnownAtOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FOLDER", help="Where to; with --table the file.", show_default=False),
    ] = None,
    force: ForceOption = False,
    log: opt.LogOption = None,
) -> None:
    """Write statements, positions in both times, and the codebook as CSV files in a folder, with their stamp."""
    from tracker.exchange.csv_tables import TableName, csv_files, csv_table

    if out is None and table is None:
        raise RefusedError("several tables do not fit standard output; give a folder with --out, or one with --table")
    with _exporting(log, as_of, known_at, out) as (view, tick):
        only = typed_axes(view, parties, issues)
        if table is not None:
            deliver(csv_table(view, TableName(table), *only, tick), out, force=force)
        elif out is not None:
            deliver_folder(csv_files(view, *only, tick), out, force=force)


@app.command(epilog="Example: `tracker export xlsx --out positions.xlsx --parties russia,ukraine`")
def xlsx(
    parties: opt.PartiesOption = None,
    issues: opt.IssuesOption = None,
    as_of: opt.AsOfOption = None,
    known_at: opt.KnownAtOption = None,
    out: OutOption = None,
    force: ForceOption = False,
    log: opt.LogOption = None,
) -> None:
    """Write an Excel workbook: the grid in colours, and the tables of `export csv`. Needs the extra `xlsx`."""
    from tracker.exchange.workbook import workbook

    if out is None and sys.stdout.isatty():
        raise RefusedError("an Excel workbook is nothing to be read on a terminal; give a file with --out")
    with _exporting(log, as_of, known_at, out) as (view, tick):
        deliver(workbook(view, *typed_axes(view, parties, issues), tick), out, force=force)


@app.command(epilog="Example: `tracker export jsonl --known-at e40 --out events.jsonl`")
def jsonl(
    known_at: opt.KnownAtOption = None,
    out: OutOption = None,
    force: ForceOption = False,
    log: opt.LogOption = None,
) -> None:
    """Write the entries as CloudEvents, one JSON object a line; the last line is the stamp.

    `tracker log export` writes what `tracker log restore` reads.
    """
    from tracker.exchange.cloud_events import cloud_events

    with _exporting(log, None, known_at, out) as (view, tick):
        deliver(cloud_events(view, tick), out, force=force)


@app.command(epilog="Example: `tracker export schema --kind statement-recorded`")
def schema(
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help="Only the data of this kind.", show_default=False)
    ] = None,
    out: OutOption = None,
    force: ForceOption = False,
) -> None:
    """Write the JSON Schema of the log's entries, of every kind; it needs no log."""
    from events.kinds import KINDS
    from tracker.exchange.kind_schemas import data_schema, envelope_schema

    if kind is not None and kind not in KINDS:
        raise UnreadableError(f"no kind {kind[:60]!r}; kinds are {', '.join(KINDS)}")
    made = envelope_schema() if kind is None else data_schema(kind)
    deliver(f"{json.dumps(made, indent=2)}\n".encode(), out, force=force)


@app.command(epilog="Example: `tracker export graphml --of agreement --at-least 2 --out agreement.graphml`")
def graphml(
    of: Annotated[
        Literal["positions", "agreement"],
        typer.Option(
            "--of",
            metavar="positions|agreement",
            help="Parties and issues joined by positions, or parties joined by what they agree on.",
        ),
    ] = "positions",
    at_least: Annotated[
        int,
        typer.Option(
            "--at-least",
            metavar="N",
            min=1,
            help="Only positions of so many statements; of agreement, only pairs that take sides on so many issues.",
        ),
    ] = 1,
    own: _OwnOption = False,
    parties: opt.PartiesOption = None,
    issues: opt.IssuesOption = None,
    as_of: opt.AsOfOption = None,
    known_at: opt.KnownAtOption = None,
    out: OutOption = None,
    force: ForceOption = False,
    log: opt.LogOption = None,
) -> None:
    """Write a network as GraphML, for Gephi, visone, networkx or igraph."""
    from tracker.exchange.graphml import affiliations, agreements

    make = affiliations if of == "positions" else agreements
    with _exporting(log, as_of, known_at, out) as (view, tick):
        text = make(view, *typed_axes(view, parties, issues), own=own, at_least=at_least, tick=tick)
        deliver(text.encode(), out, force=force)


@app.command(epilog="Example: `tracker export dna --at-least 2 --out statements.csv`")
def dna(
    at_least: Annotated[
        int,
        typer.Option("--at-least", metavar="N", min=1, help="Only of a party on an issue with so many statements."),
    ] = 1,
    parties: opt.PartiesOption = None,
    issues: opt.IssuesOption = None,
    as_of: opt.AsOfOption = None,
    known_at: opt.KnownAtOption = None,
    out: OutOption = None,
    force: ForceOption = False,
    log: opt.LogOption = None,
) -> None:
    """Write the statements that count as an event list of Discourse Network Analyzer."""
    from tracker.exchange.dna import event_list

    with _exporting(log, as_of, known_at, out) as (view, tick):
        lines = event_list(view, *typed_axes(view, parties, issues), at_least=at_least, tick=tick)
        deliver(lines, out, force=force)


@app.command(epilog="Example: `tracker export atom --since 2023-09-01 --parties russia --out changes.atom`")
def atom(
    since: _SinceOption = None,
    last: Annotated[int, typer.Option("--last", metavar="N", min=1, help="No more than the N latest.")] = 200,
    parties: opt.PartiesOption = None,
    issues: opt.IssuesOption = None,
    as_of: opt.AsOfOption = None,
    known_at: opt.KnownAtOption = None,
    out: OutOption = None,
    force: ForceOption = False,
    log: opt.LogOption = None,
) -> None:
    """Write the changes of positions as an Atom feed, newest first, each with its words and sources."""
    from tracker.exchange.atom import feed

    with opened(log) as ledger, _progress_beside(out) as tick:
        view = typed_view(ledger, as_of, known_at)
        only = typed_axes(view, parties, issues)
        found = view.changes(typed_date(ledger, since), *only, tick)
        deliver(feed(view, found[-last:], *only, tick).encode(), out, force=force)
    if len(found) > last:
        talk(f"The {last} latest of {len(found)} changes; --last N takes more.")


@contextmanager
def _exporting(
    log: Path | None, as_of: str | None, known_at: str | None, out: Path | None
) -> Iterator[tuple[View, Tick | None]]:
    """Yield the view that was typed, and what shows the progress; nothing does beside data on a terminal."""
    with opened(log) as ledger, _progress_beside(out) as tick:
        yield typed_view(ledger, as_of, known_at), tick


def _progress_beside(out: Path | None) -> AbstractContextManager[Tick | None]:
    return nullcontext() if out is None and sys.stdout.isatty() else progress("Exporting")


app.command("md", epilog=examples("tracker export md --by issue --since 2023-09-01 --out briefing.md"))(briefing.md)
app.command("html", epilog=examples("tracker export html --since 2023-09-01 --out briefing.html"))(briefing.html)
