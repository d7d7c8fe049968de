"""`tracker source`: the documents that report statements."""

from __future__ import annotations

import hashlib
import mimetypes
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli import completion
from tracker.cli import options as opt
from tracker.cli.opening import opened, typed_date
from tracker.cli.registered import print_all, print_amended, print_one
from tracker.cli.written import print_written
from tracker.errors import UnreadableError
from tracker.intents import suggested_name
from tracker.registering import amend as amended
from tracker.registering import register

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True)

_Title = Annotated[str | None, typer.Option("--title", metavar="T", help="Left out: made from the id.")]
_Publisher = Annotated[str | None, typer.Option("--publisher", metavar="P", help="Who published it.")]
_Url = Annotated[str | None, typer.Option("--url", metavar="U", help="Its address; cables have none.")]
_Published = Annotated[str | None, typer.Option("--published", metavar="D", help="When it was published.")]
_Retrieved = Annotated[str | None, typer.Option("--retrieved", metavar="D", help="When it was retrieved.")]
_File = Annotated[Path | None, typer.Option("--file", metavar="F", help="A copy of it; its SHA-256 is recorded.")]
_Source = Annotated[str, typer.Argument(metavar="SOURCE", help="Id or title.", autocompletion=completion.sources)]


@app.command()
def add(
    source_id: Annotated[str, typer.Argument(metavar="ID", help="Such as vladivostok-report.")],
    title: _Title = None,
    publisher: _Publisher = None,
    url: _Url = None,
    published: _Published = None,
    retrieved: _Retrieved = None,
    file: _File = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Register a source."""
    with opened(log) as ledger:
        fields = {
            "id": source_id,
            "title": title or suggested_name(source_id),
            "publisher": publisher,
            "url": url,
            "published": typed_date(ledger, published),
            "retrieved": typed_date(ledger, retrieved),
            **_fingerprint(file),
        }
        print_written(ledger, register(ledger, "source", fields), form, log)


@app.command()
def amend(
    source: _Source,
    title: Annotated[str | None, typer.Option("--title", metavar="T", help="The title.")] = None,
    publisher: _Publisher = None,
    url: _Url = None,
    published: _Published = None,
    retrieved: _Retrieved = None,
    file: _File = None,
    clear: opt.ClearOption = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Change what is said of a source; only the options given change."""
    with opened(log) as ledger:
        changes = {
            "title": title,
            "publisher": publisher,
            "url": url,
            "published": typed_date(ledger, published),
            "retrieved": typed_date(ledger, retrieved),
            **_fingerprint(file),
        }
        before = ledger.registry.resolve("source", source)
        print_amended(ledger, before, amended(ledger, "source", source, changes, clear=clear or ()), form, log)


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


def _fingerprint(file: Path | None) -> dict[str, str | None]:
    """Return the hash and media type of a source's copy; nothing without one."""
    if file is None:
        return {}
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UnreadableError(f"cannot read {file}: {error.strerror}; give the copy's path") from None
    return {"sha256": hashlib.sha256(content).hexdigest(), "media_type": mimetypes.guess_type(file.name)[0]}
