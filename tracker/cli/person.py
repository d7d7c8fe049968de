"""`tracker person`: people, and the offices they speak from."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli import options as opt
from tracker.cli.opening import opened, typed_date
from tracker.cli.registered import print_all, print_amended, print_one
from tracker.cli.written import print_written
from tracker.intents import suggested_name
from tracker.registering import amend as amended
from tracker.registering import hold_office, register

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True)


@app.command()
def add(
    person_id: Annotated[str, typer.Argument(metavar="ID", help="Such as emmanuel-macron.")],
    name: Annotated[str | None, typer.Option("--name", metavar="N", help="Left out: made from the id.")] = None,
    alias: opt.AliasOption = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Register a person."""
    fields = {"id": person_id, "name": name or suggested_name(person_id), "aliases": tuple(alias or ())}
    with opened(log) as ledger:
        print_written(ledger, register(ledger, "person", fields), form, log)


@app.command()
def amend(
    person: opt.PersonArgument,
    name: Annotated[str | None, typer.Option("--name", metavar="N", help="The name.")] = None,
    alias: opt.AliasOption = None,
    drop_alias: opt.DropAliasOption = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Change what is said of a person; only the options given change."""
    changes = {"name": name, "aliases": tuple(alias or ())}
    with opened(log) as ledger:
        before = ledger.registry.resolve("person", person)
        written = amended(ledger, "person", person, changes, drop_aliases=drop_alias or ())
        print_amended(ledger, before, written, form, log)


@app.command("list")
def list_(log: opt.LogOption = None, form: opt.FormatOption = None) -> None:
    """List all people."""
    with opened(log) as ledger:
        print_all(ledger, "person", form)


@app.command()
def show(person: opt.PersonArgument, log: opt.LogOption = None, form: opt.FormatOption = None) -> None:
    """Show a person and the offices held."""
    with opened(log) as ledger:
        entity = ledger.registry.resolve("person", person)
        print_one("person", entity, {"offices": [each.as_json() for each in ledger.offices_of(entity)]}, form)


@app.command()
def office(
    person: opt.PersonArgument,
    party: opt.PartyArgument,
    title: Annotated[str, typer.Option("--title", metavar="T", help="Such as President.")],
    began: opt.FromOption = None,
    ended: opt.UntilOption = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Record an office from which a person speaks for a party; with --until alone, the end of one on record."""
    with opened(log) as ledger:
        dates = {"began": typed_date(ledger, began), "ended": typed_date(ledger, ended)}
        print_written(ledger, hold_office(ledger, person, party, title, **dates), form, log)
