"""Search: words in, statements and sources out."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli import completion
from tracker.cli import options as opt
from tracker.cli.opening import opened, typed_axes, typed_view
from tracker.cli.progress import progress
from tracker.cli.render import Answer, Column, Item, cell, emit, talk

__all__ = ["search"]


def search(
    text: Annotated[
        list[str],
        typer.Argument(metavar="TEXT", help="Words, all of which must be there; a phrase in quotation marks."),
    ],
    as_of: opt.AsOfOption = None,
    known_at: opt.KnownAtOption = None,
    parties: Annotated[
        list[str] | None,
        typer.Option(
            "--party",
            "--parties",
            metavar="P",
            help="Only statements of this party; may be repeated.",
            autocompletion=completion.parties_listed,
        ),
    ] = None,
    issues: Annotated[
        list[str] | None,
        typer.Option(
            "--issue",
            "--issues",
            metavar="I",
            help="Only statements on this issue and those below; may be repeated.",
            autocompletion=completion.issues_listed,
        ),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=1, max=1_000_000, help="How many to show, closest first.")
    ] = 50,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Find statements and sources by their words, in any script; case and accents do not matter.

    A word is found at the beginning of longer ones too. In quotation marks, which a shell wants quoted in their turn,
    words are found exactly and side by side.
    """
    wanted = " ".join(text)
    with opened(log) as ledger:
        view = typed_view(ledger, as_of, known_at)
        with progress("Indexing the words") as tick:
            found = view.search(wanted, *typed_axes(view, parties, issues), limit, tick)
        items = [hit.as_json() for hit in found.hits]
        title, empty = f"Search for {wanted}", f"nothing found for {wanted}"
        emit(Answer("search", items, _HITS, view.cut, title, empty, more={"total": found.total}), form)
        more = found.total - len(items)
        if more:
            talk(f"{more:,} more; --limit {found.total} shows all, further words, --party or --issue narrow it down.")


def _stance(item: Item) -> str:
    stance = cell(item["stance"])
    return stance if item["status"] == "effective" else f"{stance}, {item['status']}"


_HITS = (
    Column("entry", "entry", whole=True),
    Column("said", "said", whole=True),
    Column("party", "party", whole=True),
    Column("issue", "issue", whole=True, spare=True),
    Column("stance", _stance),
    Column("words", "excerpt"),
    Column("source", "source", spare=True),
)
