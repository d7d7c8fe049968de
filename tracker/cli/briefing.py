"""`tracker export md` and `html`: a briefing, party by party or issue by issue, with its evidence."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from tracker.cli import options as opt
from tracker.cli.delivery import ForceOption, OutOption, deliver
from tracker.cli.opening import opened, typed_axes, typed_date, typed_view
from tracker.cli.progress import progress

__all__ = ["html", "md"]

_ByOption = Annotated[Literal["party", "issue"], typer.Option("--by", help="What it has a section for each of.")]
_SinceOption = Annotated[
    str | None,
    typer.Option("--since", metavar="D", help="Tell also what moved from that day on.", show_default=False),
]


def md(
    parties: opt.PartiesOption = None,
    issues: opt.IssuesOption = None,
    by: _ByOption = "party",
    since: _SinceOption = None,
    as_of: opt.AsOfOption = None,
    known_at: opt.KnownAtOption = None,
    out: OutOption = None,
    force: ForceOption = False,
    log: opt.LogOption = None,
) -> None:
    """Write a briefing as Markdown: positions, their evidence in footnotes, what moved since a day."""
    from tracker.exchange.briefing import briefing_of
    from tracker.exchange.briefing_md import as_markdown

    with opened(log) as ledger:
        view = typed_view(ledger, as_of, known_at)
        only, beginning = typed_axes(view, parties, issues), typed_date(ledger, since)
        with progress("Exporting") as tick:
            told = briefing_of(view, *only, by, beginning, tick)
        deliver(as_markdown(told).encode(), out, force=force)


def html(
    parties: opt.PartiesOption = None,
    issues: opt.IssuesOption = None,
    by: _ByOption = "party",
    since: _SinceOption = None,
    as_of: opt.AsOfOption = None,
    known_at: opt.KnownAtOption = None,
    out: OutOption = None,
    force: ForceOption = False,
    log: opt.LogOption = None,
) -> None:
    """Write a briefing as one HTML page that needs nothing else, with a slider over the days it covers."""
    from tracker.exchange.briefing import briefing_of
    from tracker.exchange.page.document import as_page

    with opened(log) as ledger:
        view = typed_view(ledger, as_of, known_at)
        only, beginning = typed_axes(view, parties, issues), typed_date(ledger, since)
        with progress("Exporting") as tick:
            told = briefing_of(view, *only, by, beginning, tick)
        deliver(as_page(told).encode(), out, force=force)
