"""A timeline as an SVG picture that stands alone: no script, no font, nothing that is fetched.

From top to bottom: what it is of, the legend, a row of bars for each pair with the dates, the steps as a table, the
stamp. What is drawn is one image, described in words for whoever does not see it; the table is a table for them too.
"""

from __future__ import annotations

from typing import Final

from tracker.exchange.markup import Element, element
from tracker.exchange.picture.legend import legend
from tracker.exchange.picture.lettering import BOLD, lines_of
from tracker.exchange.picture.looks import textures
from tracker.exchange.picture.pen import GREY, MARGIN, WIDTH, height_of, written
from tracker.exchange.picture.plot import plot
from tracker.exchange.picture.steps import steps_table
from tracker.exchange.stamp import Stamp
from tracker.reading.chart import Chart, Row

__all__ = ["timeline_element"]

_INNER: Final = WIDTH - 2 * MARGIN
_TITLE: Final = 19
_UNDER_TITLE: Final = 12
_STAMP: Final = 10
_TOLD_MAX: Final = 12
"""How many rows the description tells one by one."""


def timeline_element(chart: Chart, stamp: Stamp, *, prefix: str = "timeline", table_max: int = 60) -> Element:
    """Return the chart as an `svg` element, 960 wide and as high as it needs, for a file or a page.

    Args:
        stamp: of the view that the chart is from.
        prefix: begins every id in it; pictures on one page need different ones.
        table_max: how many steps the table lists; 0 leaves the table out.
    """
    title, description = f"{prefix}-title", f"{prefix}-description"
    drawn, bottom = _picture(chart, prefix)
    parts = [element("g", *drawn, role="img", aria_labelledby=title, aria_describedby=description)]
    if table_max and chart.rows:
        table, bottom = steps_table(chart, prefix, bottom + 20, table_max)
        parts.append(table)
    lines = lines_of(stamp.line(), _INNER, _STAMP, 4)
    parts.append(written(lines, MARGIN, bottom + 28, size=_STAMP, ink=GREY, whole=stamp.line()))
    height = round(bottom + 28 + height_of(lines, _STAMP) + 6)
    return element(
        "svg",
        element("title", _title(chart), id=title),
        element("desc", _description(chart), id=description),
        textures(prefix),
        element("rect", width=WIDTH, height=height, fill="#ffffff"),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        width=WIDTH,
        height=height,
        viewBox=f"0 0 {WIDTH} {height}",
        role="group",
        aria_labelledby=title,
        font_family="sans-serif",
    )


def _picture(chart: Chart, prefix: str) -> tuple[list[Element], float]:
    """Return what is drawn above the table, and how far down it reaches."""
    title = lines_of(_title(chart), _INNER, _TITLE * BOLD, 2)
    bottom = MARGIN - 8 + height_of(title, _TITLE)
    parts = [
        written(title, MARGIN, MARGIN + _TITLE - 5, size=_TITLE, is_bold=True, whole=_title(chart)),
        written([_when(chart)], MARGIN, bottom + _UNDER_TITLE + 4, size=_UNDER_TITLE, ink=GREY),
    ]
    bottom += _UNDER_TITLE + 8
    if not chart.rows:
        return [*parts, written(["no position on record"], MARGIN, bottom + 32, size=13)], bottom + 36
    keys, bottom = legend(chart, prefix, bottom + 22)
    rows, bottom = plot(chart, prefix, bottom + 26)
    return [*parts, keys, *rows], bottom


def _title(chart: Chart) -> str:
    of = "Positions of" if chart.subject.noun == "party" else "Positions on"
    return f"{of} {chart.subject.label}"


def _when(chart: Chart) -> str:
    told = chart.cut.as_json()
    return f"from {chart.axis.first}, as of {told['as_of']}, known at {told['known_at']} (e{told['seq']})"


def _description(chart: Chart) -> str:
    """Return what the picture shows, in sentences."""
    told = [_of_row(chart, row) for row in chart.rows[:_TOLD_MAX]]
    rest = [f"And {len(chart.rows) - _TOLD_MAX} more."] if len(chart.rows) > _TOLD_MAX else []
    rows = f"{len(chart.rows)} rows of bars" if chart.rows else "no position on record"
    return " ".join([f"{_title(chart)} {_when(chart)}: {rows}.", *told, *rest])


def _of_row(chart: Chart, row: Row) -> str:
    name = row.issue.label if chart.subject.noun == "party" else row.party.label
    if chart.subject.noun == "issue" and row.issue.key != chart.subject.key:
        name = f"{name} on {row.issue.label}"
    if not row.steps:
        return f"{name}: no position on record."
    runs = [f"{step.stance or 'no position on record'} from {step.begins}" for step in row.steps]
    return f"{name}: {', then '.join(runs)}."
