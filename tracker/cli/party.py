"""`tracker party`: parties, and who belongs to which grouping."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli import completion
from tracker.cli import options as opt
from tracker.cli.opening import opened, typed_date
from tracker.cli.registered import print_all, print_amended, print_one
from tracker.cli.written import print_written
from tracker.intents import suggested_name
from tracker.registering import amend as amended
from tracker.registering import join as joined
from tracker.registering import leave as left
from tracker.registering import register

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True)

_Name = Annotated[str | None, typer.Option("--name", metavar="N", help="Its name; left out: made from the id.")]
_Iso3 = Annotated[str | None, typer.Option("--iso3", metavar="X", help="ISO 3166 code of three letters.")]
_Wikidata = Annotated[str | None, typer.Option("--wikidata", metavar="Q", help="Wikidata item, such as Q159.")]
_Member = Annotated[
    str, typer.Argument(metavar="MEMBER", help="The party that belongs.", autocompletion=completion.parties)
]
_Grouping = Annotated[
    str, typer.Argument(metavar="GROUPING", help="The grouping it belongs to.", autocompletion=completion.parties)
]


@app.command()
def add(
    party_id: Annotated[str, typer.Argument(metavar="ID", help="Such as united-kingdom.")],
    name: _Name = None,
    kind: opt.KindOption = None,
    alias: opt.AliasOption = None,
    iso3: _Iso3 = None,
    wikidata: _Wikidata = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Register a party; without --kind it is provisional."""
    fields = {"id": party_id, "name": name or suggested_name(party_id), "kind": kind, "aliases": tuple(alias or ())}
    with opened(log) as ledger:
        written = register(ledger, "party", {**fields, "iso3": iso3, "wikidata": wikidata})
        print_written(ledger, written, form, log)


@app.command()
def amend(
    party: opt.PartyArgument,
    name: Annotated[str | None, typer.Option("--name", metavar="N", help="Its name.")] = None,
    kind: opt.KindOption = None,
    alias: opt.AliasOption = None,
    drop_alias: opt.DropAliasOption = None,
    iso3: _Iso3 = None,
    wikidata: _Wikidata = None,
    clear: opt.ClearOption = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Change what is said of a party; only the options given change."""
    changes = {"name": name, "kind": kind, "aliases": tuple(alias or ()), "iso3": iso3, "wikidata": wikidata}
    with opened(log) as ledger:
        before = ledger.registry.resolve("party", party)
        written = amended(ledger, "party", party, changes, drop_aliases=drop_alias or (), clear=clear or ())
        print_amended(ledger, before, written, form, log)


@app.command("list")
def list_(log: opt.LogOption = None, form: opt.FormatOption = None) -> None:
    """List all parties."""
    with opened(log) as ledger:
        print_all(ledger, "party", form)


@app.command()
def show(party: opt.PartyArgument, log: opt.LogOption = None, form: opt.FormatOption = None) -> None:
    """Show a party, its memberships and who speaks for it."""
    with opened(log) as ledger:
        entity = ledger.registry.resolve("party", party)
        more = {
            "memberships": [each.as_json() for each in ledger.memberships_of(entity)],
            "offices": [each.as_json() for each in ledger.offices_of(entity)],
        }
        print_one("party", entity, more, form)


@app.command()
def join(
    member: _Member,
    grouping: _Grouping,
    began: opt.FromOption = None,
    ended: opt.UntilOption = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Record that a party belongs to a grouping, and so inherits its positions."""
    with opened(log) as ledger:
        dates = {"began": typed_date(ledger, began), "ended": typed_date(ledger, ended)}
        print_written(ledger, joined(ledger, member, grouping, **dates), form, log)


@app.command()
def leave(
    member: _Member,
    grouping: _Grouping,
    on: opt.OnOption,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Record that a party is out of a grouping, as of a date."""
    with opened(log) as ledger:
        print_written(ledger, left(ledger, member, grouping, on=typed_date(ledger, on)), form, log)
