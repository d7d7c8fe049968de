"""`tracker issue`: issues, and what supporting them means."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli import options as opt
from tracker.cli.opening import opened, typed_view
from tracker.cli.registered import print_all, print_amended, print_one
from tracker.cli.written import print_written
from tracker.registering import amend as amended
from tracker.registering import register

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True)

_Title = Annotated[str | None, typer.Option("--title", metavar="T", help="Left out: made from the path.")]
_Proposition = Annotated[
    str | None, typer.Option("--proposition", metavar="P", help="The sentence that `supports` supports.")
]


@app.command()
def add(
    path: Annotated[str, typer.Argument(metavar="PATH", help="Such as venue/moscow; parents open with it.")],
    title: _Title = None,
    proposition: _Proposition = None,
    procedural: Annotated[bool, typer.Option("--procedural", help="About how to talk, not about what.")] = False,
    alias: opt.AliasOption = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Open an issue; without --proposition it is provisional."""
    fields = {"path": path, "title": title, "proposition": proposition, "procedural": procedural}
    with opened(log) as ledger:
        written = register(ledger, "issue", {**fields, "aliases": tuple(alias or ())})
        print_written(ledger, written, form, log)


@app.command()
def amend(
    issue: opt.IssueArgument,
    title: Annotated[str | None, typer.Option("--title", metavar="T", help="The title.")] = None,
    proposition: _Proposition = None,
    procedural: Annotated[bool | None, typer.Option("--procedural/--substantive", help="How, or what.")] = None,
    alias: opt.AliasOption = None,
    drop_alias: opt.DropAliasOption = None,
    clear: opt.ClearOption = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Change what is said of an issue; its proposition stays once a statement rests on it."""
    changes = {"title": title, "proposition": proposition, "procedural": procedural, "aliases": tuple(alias or ())}
    with opened(log) as ledger:
        before = ledger.registry.resolve("issue", issue)
        written = amended(ledger, "issue", issue, changes, drop_aliases=drop_alias or (), clear=clear or ())
        print_amended(ledger, before, written, form, log)


@app.command("list")
def list_(log: opt.LogOption = None, form: opt.FormatOption = None) -> None:
    """List all issues."""
    with opened(log) as ledger:
        print_all(ledger, "issue", form)


@app.command()
def show(
    issue: opt.IssueArgument,
    as_of: opt.AsOfOption = None,
    known_at: opt.KnownAtOption = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Show an issue, the issues below it, where every party stands on it, who agrees and who blocks."""
    with opened(log) as ledger:
        view = typed_view(ledger, as_of, known_at)
        entity = view.described(view.resolve("issue", issue))
        (meeting,) = [each for each in view.meetings((), [entity.id]) if each.issue.key == entity.key]
        below = [each for each in view.registry.known("issue", view.cut.seq) if each.id.startswith(f"{entity.id}/")]
        told = {name: each for name, each in meeting.as_json().items() if name != "issue"}
        more = {"below": [{"path": each.id, "title": view.described(each).label} for each in below], **told}
        print_one("issue", entity, more, form, cut=view.cut)
