"""The steps of a timeline as a table below the picture, for whoever would rather read, or cannot see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from tracker.exchange.markup import Element, element
from tracker.exchange.picture.legend import SWATCH_WIDE, swatch
from tracker.exchange.picture.lettering import lines_of, width_of
from tracker.exchange.picture.pen import DARK, GREY, MARGIN, RULE, WIDTH, at, height_of, written
from tracker.reading.chart import Chart, Row

__all__ = ["steps_table"]

_LETTERS: Final = 11
_PADDING: Final = 6
_GAP: Final = 14
_LINES_MAX: Final = 3
_NAMES: Final = 190
_ENTRIES: Final = 96
_POSITION: Final = 3
"""The index of the column that has a swatch."""


@dataclass(frozen=True, slots=True)
class _Column:
    head: str
    left: float
    width: float


@dataclass(frozen=True, slots=True)
class _Line:
    """A step in words, cell by cell."""

    stance: str | None
    cells: tuple[str, ...]
    is_first: bool
    """Whether another pair begins with it."""


def steps_table(chart: Chart, prefix: str, top: float, most: int) -> tuple[Element, float]:
    """Return a table of up to `most` steps, and how far down it reaches."""
    lines = [line for row in chart.rows for line in _told(chart, row)]
    columns = _columns(chart, lines)
    bottom = top + height_of([""], _LETTERS) + _PADDING
    rows = [_head(columns, top + _LETTERS)]
    for line in islice(lines, most):
        row, height = _drawn(line, columns, bottom, prefix)
        rows.append(row)
        bottom += height
    if len(lines) > most:
        more = f"and {len(lines) - most} more steps; `tracker timeline` lists them all"
        rows.append(written([more], MARGIN, bottom + _LETTERS + _PADDING, size=_LETTERS, ink=GREY))
        bottom += height_of([more], _LETTERS) + _PADDING
    return element("g", *rows, role="table", aria_label="The steps of this timeline"), bottom


def _told(chart: Chart, row: Row) -> Iterator[_Line]:
    name = row.issue.label if chart.subject.noun == "party" else row.party.label
    if chart.subject.noun == "issue" and row.issue.key != chart.subject.key:
        name = f"{name} on {row.issue.label}"
    if not row.steps:
        yield _Line(None, (name, "", "", "no position on record", ""), True)
    for step in row.steps:
        cells = (name, step.begins, step.ends or "still", step.words(), " ".join(step.statements))
        yield _Line(step.stance, cells, step is row.steps[0])


def _columns(chart: Chart, lines: Sequence[_Line]) -> list[_Column]:
    dates = [max(width_of(line.cells[index], _LETTERS) for line in lines) for index in (1, 2)]
    widths = [_NAMES, *dates, 0, _ENTRIES]
    widths[_POSITION] = WIDTH - 2 * MARGIN - sum(widths) - _GAP * (len(widths) - 1)
    heads = ("issue" if chart.subject.noun == "party" else "party", "from", "until", "position", "entries")
    lefts = [MARGIN + sum(widths[:index]) + _GAP * index for index in range(len(widths))]
    return [_Column(*each) for each in zip(heads, lefts, widths, strict=True)]


def _head(columns: Sequence[_Column], base: float) -> Element:
    heads = (
        written([each.head], each.left, base, size=_LETTERS, is_bold=True, role="columnheader") for each in columns
    )
    return element("g", *heads, role="row")


def _drawn(line: _Line, columns: Sequence[_Column], top: float, prefix: str) -> tuple[Element, float]:
    """Return a row of the table, a rule above it where another pair begins, and how high it is."""
    base = top + _PADDING / 2 + _LETTERS
    rule = element("path", d=f"M{MARGIN} {at(top)}H{WIDTH - MARGIN}", stroke=RULE) if line.is_first else None
    middle = f"translate({at(columns[_POSITION].left)} {at(base - 4)})"
    swatched = element("g", swatch(line.stance, prefix), transform=middle)
    cells, heights = [], []
    for index, (column, cell) in enumerate(zip(columns, line.cells, strict=True)):
        indent = SWATCH_WIDE + 8 if index == _POSITION else 0
        is_repeated = index == 0 and not line.is_first
        lines = lines_of(cell, column.width - indent, _LETTERS, 1 if is_repeated else _LINES_MAX)
        cells.append(
            written(
                lines,
                column.left + indent,
                base,
                size=_LETTERS,
                ink=GREY if is_repeated else DARK,
                role="cell" if index else "rowheader",
                whole=cell,
            )
        )
        heights.append(height_of(lines, _LETTERS))
    return element("g", rule, swatched, *cells, role="row"), max(heights) + _PADDING
