"""`tracker timeline`: positions along time, as a step chart on a terminal and as a picture in a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli import completion
from tracker.cli import options as opt
from tracker.cli.delivery import ForceOption, deliver
from tracker.cli.opening import opened, typed_axes, typed_date, typed_view
from tracker.cli.pager import paged
from tracker.cli.progress import progress
from tracker.cli.render import Answer, Column, chosen_format, cut_line, emit
from tracker.errors import RefusedError

if TYPE_CHECKING:
    from tracker.reading.chart import Chart, Row
    from tracker.view import View

__all__ = ["timeline"]


def _subjects(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Offer parties and issues."""
    return [*completion.parties(context, incomplete), *completion.issues(context, incomplete)]


def timeline(
    subject: Annotated[
        str,
        typer.Argument(
            metavar="PARTY|ISSUE",
            help="Id, name or alias; party:X or issue:X where both are called so.",
            autocompletion=_subjects,
        ),
    ],
    as_of: opt.AsOfOption = None,
    known_at: opt.KnownAtOption = None,
    from_: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="D", help="Where it begins. Default: with the first position.", show_default=False
        ),
    ] = None,
    parties: opt.PartiesOption = None,
    issues: opt.IssuesOption = None,
    svg: Annotated[
        Path | None,
        typer.Option("--svg", metavar="FILE|-", help="Draw a picture there instead; - is standard output."),
    ] = None,
    force: ForceOption = False,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Draw how the positions of a party, or of all parties on an issue and those below it, moved through time."""
    if svg is not None and form is not None:
        raise RefusedError("--svg draws a picture and --format prints an answer; leave one of them out")
    with opened(log) as ledger:
        view = typed_view(ledger, as_of, known_at)
        since = typed_date(ledger, from_)
        with progress("Deriving positions") as tick:
            chart = view.timeline(subject, *typed_axes(view, parties, issues), since, tick)
        if svg is not None:
            out = None if str(svg) == "-" else svg
            deliver(_picture(view, chart), out, force=force, option="--svg")
        elif chosen_format(form) is opt.Format.TABLE and chart.rows:
            _draw(chart)
        else:
            emit(_answer(chart), form)


def _picture(view: View, chart: Chart) -> bytes:
    from tracker.exchange.markup import as_xml
    from tracker.exchange.stamp import stamp_of
    from tracker.exchange.timeline_svg import timeline_element

    return as_xml(timeline_element(chart, stamp_of(view))).encode()


def _title(chart: Chart) -> str:
    about = chart.subject
    return f"Timeline of {about.label}" + (f" ({about.id})" if about.noun == "issue" else "")


def _answer(chart: Chart) -> Answer:
    axis = chart.axis
    more = {
        "subject": {chart.subject.noun: chart.subject.id},
        "first_day": axis.first.isoformat(),
        "last_day": axis.last.isoformat(),
        "rows": [{"party": row.party.id, "issue": row.issue.id} for row in chart.rows],
    }
    empty = f"{chart.subject.id}: no position on record"
    return Answer("timeline", chart.items(), (), chart.cut, _title(chart), empty, more=more)


def _draw(chart: Chart) -> None:
    """Print the chart, and the steps in words below it."""
    from tracker.cli.step_chart import draw_chart

    is_party = chart.subject.noun == "party"
    groups = chart.groups()
    columns = (
        Column("issue" if is_party else "party", "label"),
        Column("from", "from", whole=True),
        Column("position", "position"),
        Column("entries", "entries"),
    )
    with paged():
        draw_chart(chart, f"{_title(chart)} · {cut_line(chart.cut)}")
        for number, (entity, rows) in enumerate(groups):
            if number:
                typer.echo()
            items = [item for row in rows for item in _told(row, row.issue.id if is_party else row.party.id)]
            emit(Answer("timeline", items, columns, title=entity.id if len(groups) > 1 else ""), opt.Format.TABLE)


def _told(row: Row, label: str) -> Iterator[dict[str, Any]]:
    """Yield a row's steps in words; the label stands before the first."""
    if not row.steps:
        yield {"label": label, "from": "", "position": "no position on record", "entries": ""}
    for number, step in enumerate(row.steps):
        told = {"from": step.begins, "position": step.words(), "entries": " ".join(step.statements)}
        yield {"label": "" if number else label, **told}
