"""`tracker source`: the documents that report statements.

What keeps, fetches and checks copies is loaded only by the commands that do so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli import completion
from tracker.cli import options as opt
from tracker.cli.ahead import tell_if_ahead
from tracker.cli.opening import on_log, opened, typed_date
from tracker.cli.progress import progress
from tracker.cli.registered import print_all, print_amended, print_one
from tracker.cli.render import Answer, Column, cell, chosen_format, emit, talk
from tracker.cli.written import print_written
from tracker.errors import MissingExtraError, RefusedError
from tracker.intents import suggested_name
from tracker.ledger import Ledger
from tracker.registering import amend as amended
from tracker.registering import register

if TYPE_CHECKING:
    from tracker.archive.copies import Copy
    from tracker.archive.intake import Intake
    from tracker.archive.verifying import Report

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True)

_FINDINGS = 1

_Title = Annotated[str | None, typer.Option("--title", metavar="T", help="Left out: made from the id.")]
_Publisher = Annotated[str | None, typer.Option("--publisher", metavar="P", help="Who published it.")]
_Url = Annotated[str | None, typer.Option("--url", metavar="U", help="Its address; cables have none.")]
_Published = Annotated[str | None, typer.Option("--published", metavar="D", help="When it was published.")]
_Retrieved = Annotated[str | None, typer.Option("--retrieved", metavar="D", help="When it was retrieved.")]
_File = Annotated[Path | None, typer.Option("--file", metavar="F", help="A copy of it, to be kept in the archive.")]
_Fetch = Annotated[bool, typer.Option("--fetch", help="Fetch the copy from its address, which is on the network.")]
_Charset = Annotated[
    str | None, typer.Option("--charset", metavar="C", help="What the copy is written in, if not in UTF-8.")
]
_Source = Annotated[str, typer.Argument(metavar="SOURCE", help="Id or title.", autocompletion=completion.sources)]


@app.command(epilog="Example: `tracker source add cable-7 --file cable.txt --charset windows-1251`")
def add(
    source_id: Annotated[str, typer.Argument(metavar="ID", help="Such as vladivostok-report.")],
    title: _Title = None,
    publisher: _Publisher = None,
    url: _Url = None,
    published: _Published = None,
    retrieved: _Retrieved = None,
    file: _File = None,
    fetch: _Fetch = False,
    charset: _Charset = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Register a source; a copy of it goes into the archive beside the log, with the text that it holds."""
    with opened(log) as ledger:
        copy = _copy(file, url if fetch else None, charset, fetch=fetch)
        fields = {
            "id": source_id,
            "title": title or suggested_name(source_id),
            "publisher": publisher,
            "url": url,
            "published": typed_date(ledger, published),
            "retrieved": typed_date(ledger, retrieved or ("today" if fetch else None)),
            **(copy.fields() if copy else {}),
        }
        intake = _intake(ledger, copy)
        print_written(ledger, register(ledger, "source", fields, before_commit=_keep(intake)), form, log)
        _say_if_ahead(ledger, source_id, fields)
        _say_what_was_read(intake, source_id, fields, log)


@app.command()
def amend(
    source: _Source,
    title: Annotated[str | None, typer.Option("--title", metavar="T", help="The title.")] = None,
    publisher: _Publisher = None,
    url: _Url = None,
    published: _Published = None,
    retrieved: _Retrieved = None,
    file: _File = None,
    fetch: _Fetch = False,
    charset: _Charset = None,
    clear: opt.ClearOption = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Change what is said of a source; only the options given change. The archive keeps earlier copies too."""
    with opened(log) as ledger:
        before = ledger.registry.resolve("source", source)
        copy = _copy(file, (url or before.data.get("url")) if fetch else None, charset, fetch=fetch)
        changes = {
            "title": title,
            "publisher": publisher,
            "url": url,
            "published": typed_date(ledger, published),
            "retrieved": typed_date(ledger, retrieved or ("today" if fetch else None)),
            **(copy.fields() if copy else {}),
        }
        intake = _intake(ledger, copy)
        if intake is not None and not clear and _says_that_already(before.data, changes):
            intake.keep_alone()
            print_written(ledger, [], form, log)
            talk(f"Source {before.id} names this copy already; the archive has it now.")
        else:
            keep = _keep(intake)
            written = amended(ledger, "source", source, changes, clear=clear or (), before_commit=keep)
            print_amended(ledger, before, written, form, log)
        _say_if_ahead(ledger, before.id, changes)
        _say_what_was_read(intake, before.id, {**before.data, **changes}, log)


@app.command("list")
def list_(log: opt.LogOption = None, form: opt.FormatOption = None) -> None:
    """List all sources."""
    with opened(log) as ledger:
        print_all(ledger, "source", form)


@app.command()
def show(source: _Source, log: opt.LogOption = None, form: opt.FormatOption = None) -> None:
    """Show a source."""
    with opened(log) as ledger:
        print_one("source", ledger.registry.resolve("source", source), {}, form)


@app.command(epilog="Example: `tracker source text vladivostok-report --format json`")
def text(source: _Source, charset: _Charset = None, log: opt.LogOption = None, form: opt.FormatOption = None) -> None:
    """Show the text of a source's archived copy; one that was not read yet is read now, once for ever."""
    from tracker.archive.intake import text_of

    with opened(log) as ledger:
        entity = ledger.registry.resolve("source", source)
        note, words = text_of(ledger, entity, charset)
    noted = note.model_dump(mode="json", exclude={"note", "text"})
    item = {"source": entity.id, "sha256": entity.data["sha256"], "text_sha256": note.text, **noted, "text": words}
    lines = [{"text": line} for line in words.splitlines()]
    is_json = chosen_format(form) is opt.Format.JSON
    emit(Answer("source-text", [item] if is_json else lines, (Column(entity.id, "text"),)), form)


@app.command(epilog="Example: `tracker source verify`")
def verify(
    source: Annotated[
        str | None,
        typer.Argument(metavar="SOURCE", help="Only this one: id or title.", autocompletion=completion.sources),
    ] = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Check that every copy is unchanged, and that every quotation stands in its source's text. Exit 1 otherwise.

    The words of every proposal, acceptance and coding must stand exactly where the entry says, and a statement must
    have come of every acceptance.
    """
    from tracker.archive.verifying import verify as verified

    with opened(log) as ledger, progress("Verifying") as tick:
        report = verified(ledger, source, tick)
    faults = [each.as_json() for each in report.faults]
    more = {"ok": not faults, "sources": [each.as_json() for each in report.sources]}
    emit(Answer("source-verify", faults, _FAULT, report.cut, "Faults", "no faults", more=more), form)
    talk(_summary(report))
    if faults:
        raise typer.Exit(_FINDINGS)


_FAULT = (
    *(Column(name, name, whole=True) for name in ("fault", "source", "entry")),
    Column("detail", "detail"),
)


def _summary(report: Report) -> str:
    held = sum(each.copy == "held" for each in report.sources)
    named = sum(each.sha256 is not None for each in report.sources)
    counts = {
        name: sum(len(getattr(each, name)) for each in report.sources)
        for name in ("exact", "folded", "missing", "unchecked")
    }
    told = f"Sources: {len(report.sources)}; copies held: {held} of {named}; quotations: {cell(counts)}"
    places = sum((Counter(each.places) for each in report.sources), Counter())
    told = f"{told}; places: {cell(places)}" if places else told
    by_hand = sum(len(each.by_hand) for each in report.sources)
    return f"{told}; proposals whose ids no engine made: {by_hand}" if by_hand else told


def _copy(file: Path | None, url: str | None, charset: str | None, *, fetch: bool) -> Copy | None:
    """Return the copy that is given, or that is to be fetched; None without one."""
    if charset is not None:
        from tracker.archive.charsets import check_charset

        check_charset(charset)
    if fetch:
        return _fetched(file, url, charset)
    if file is None:
        if charset is not None:
            raise RefusedError("--charset says how a copy is written; give that with --file")
        return None
    from tracker.archive.copies import read_copy

    return read_copy(file, charset)


def _fetched(file: Path | None, url: str | None, charset: str | None) -> Copy:
    from dataclasses import replace

    from tracker.archive.fetching import fetch

    if file is not None:
        raise RefusedError("--fetch and --file both give the copy; leave out one")
    if url is None:
        raise RefusedError("--fetch needs an address; give it with --url")
    copy = fetch(url)
    return copy if charset is None else replace(copy, charset=charset)


def _intake(ledger: Ledger, copy: Copy | None) -> Intake | None:
    if copy is None:
        return None
    from tracker.archive.intake import Intake

    return Intake(ledger, copy)


def _keep(intake: Intake | None) -> Callable[[], None] | None:
    return None if intake is None else intake.keep


def _says_that_already(data: Mapping[str, Any], changes: Mapping[str, Any]) -> bool:
    return all(data.get(name) == value for name, value in changes.items() if value is not None)


def _say_if_ahead(ledger: Ledger, source: str, fields: Mapping[str, Any]) -> None:
    if fields["published"] is not None:
        tell_if_ahead(source, fields["published"], ledger.registry.zone())


def _say_what_was_read(intake: Intake | None, source: str, fields: Mapping[str, Any], log: Path | None) -> None:
    """Say where no text could be read, and which date the copy claims where none is on record."""
    if intake is None:
        return
    if intake.lacking is not None:
        talk(f"The copy is kept, without a text: {intake.lacking}")
    if isinstance(intake.lacking, MissingExtraError):
        talk(f"Then: {on_log(f'tracker source text {source}', log)}")
    if intake.earlier is not None and intake.copy.charset is not None:
        talk(f"The text of this copy was read before, as {intake.earlier.charset}, and stays as it is.")
    if intake.published is not None and not fields.get("published"):
        command = f"tracker source amend {source} --published {intake.published}"
        talk(f"The copy says it was published {intake.published}. To record that: {on_log(command, log)}")
