"""A timeline on a terminal: a row of blocks for each pair, as high as the position stands on the scale.

A column of blocks stands for some days, or a day for some columns; it shows the last day it stands for, so that the
right end is the position at the cut. What is too short for a column stands in the steps below the chart.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from rich.console import Console
from rich.text import Text

from events.vocabulary import Stance
from tracker.movement import MIXED
from tracker.outward import safe
from tracker.reading.axis import Axis
from tracker.reading.chart import Chart, Row
from tracker.reading.marks import NO_RECORD
from tracker.reading.phases import Phase

__all__ = ["draw_chart"]

_GAP: Final = 2
_LABEL_SHARE: Final = 0.45
_CHART_MIN: Final = 10

# Orange and purple of middle lightness: both can be told from black and from white. Height says the same as colour.
_AGAINST: Final = "#d75f00"
_FOR: Final = "#875fd7"


@dataclass(frozen=True, slots=True)
class _Block:
    """How a stance looks: where the terminal has block elements, where it has ASCII only, and in which colour."""

    full: str
    plain: str
    colour: str = ""


_BLOCKS: Final[dict[str | None, _Block]] = {
    Stance.SUPPORTS: _Block("▇", "#", _FOR),
    Stance.SUPPORTS_IF: _Block("▅", "+", _FOR),
    Stance.NEUTRAL: _Block("━", "="),
    Stance.OPPOSES_UNLESS: _Block("▃", "-", _AGAINST),
    Stance.OPPOSES: _Block("▁", "_", _AGAINST),
    Stance.AMBIGUOUS: _Block("≈", "%"),
    MIXED: _Block("±", "&"),
    Stance.DECLINES: _Block("×", "x"),
    None: _Block(NO_RECORD, "."),
}
"""In the order of the legend."""


def draw_chart(chart: Chart, title: str) -> None:
    """Print the chart under its title, with its axis and what the blocks mean."""
    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=False)
    is_plain = console.options.ascii_only
    console.print(Text(safe(title.replace("·", "-") if is_plain else title), style="bold"))
    for line in _Drawing(chart, console.width, is_plain).lines():
        console.print(line, no_wrap=True, overflow="ignore", crop=False)


class _Drawing:
    """A chart on so many columns."""

    def __init__(self, chart: Chart, width: int, is_plain: bool) -> None:
        self._chart = chart
        self._width = width
        self._is_plain = is_plain
        self._is_grouped = len(chart.groups()) > 1
        self._indent = "  " if self._is_grouped else ""
        widest = max(len(self._indent + self._label(row)) for row in chart.rows)
        self._label_cells = min(widest, max(int(width * _LABEL_SHARE), 8))
        self._columns = max(width - self._label_cells - _GAP, _CHART_MIN)

    def lines(self) -> Iterator[Text]:
        """Yield rows, axis and legend, line by line."""
        for entity, rows in self._chart.groups():
            if self._is_grouped:
                yield Text(self._shortened(entity.id, self._width), style="bold")
            yield from map(self._row, rows)
        yield Text(self._beside("", _ruler(self._chart.axis, self._columns, "|" if self._is_plain else "╵")))
        yield Text()
        yield from map(Text, _packed(self._legend(), self._width, gap=3))
        yield from map(Text, _packed(self._resolution().split(), self._width, gap=1))
        yield Text()

    def _label(self, row: Row) -> str:
        return row.issue.id if self._chart.subject.noun == "party" else row.party.id

    def _beside(self, label: str, blocks: str) -> str:
        return label.ljust(self._label_cells + _GAP) + blocks

    def _row(self, row: Row) -> Text:
        label = self._shortened(self._label(row), self._label_cells - len(self._indent))
        text = Text(self._beside(self._indent + label, ""))
        for style, cells in groupby(self._cells(row), key=lambda each: each[1]):
            text.append("".join(block for block, _ in cells), style)
        return text

    def _shortened(self, label: str, room: int) -> str:
        """Return the label, without its beginning where it is too long: paths differ at their ends."""
        if len(label) <= room:
            return label
        mark = "..." if self._is_plain else "…"
        return mark + label[len(mark) - room :]

    def _cells(self, row: Row) -> Iterator[tuple[str, str]]:
        """Yield the block and the style of each column."""
        spans = [span for span in row.spans(self._chart.axis) if span.first < span.end]
        days = self._chart.axis.days
        for column in range(self._columns):
            last_day = ((column + 1) * days - 1) // self._columns
            phase = spans[bisect_right(spans, last_day, key=lambda span: span.first) - 1].phase
            yield self._sign(None if phase is None else phase.stance), _style(phase)

    def _sign(self, stance: str | None) -> str:
        block = _BLOCKS[stance]
        return block.plain if self._is_plain else block.full

    def _legend(self) -> Iterator[str]:
        """Yield what the blocks that occur mean."""
        shown = {span.phase and span.phase.stance for row in self._chart.rows for span in row.spans(self._chart.axis)}
        for stance in _BLOCKS:
            if stance in shown:
                yield f"{self._sign(stance)} {stance or 'no record'}"

    def _resolution(self) -> str:
        """Return how many days stand in a column, where that is more than one."""
        days = round(self._chart.axis.days / self._columns)
        return f"a column is about {days} days and shows the last" if days > 1 else ""


def _style(phase: Phase | None) -> str:
    if phase is None:
        return "dim"
    return f"{'dim ' if phase.stale else ''}{_BLOCKS[phase.stance].colour}".strip()


def _ruler(axis: Axis, columns: int, mark: str) -> str:
    """Return dates at the columns where they begin, as many as stand apart from each other."""
    line = ""
    for tick in axis.ticks(columns):
        column = tick.day * columns // axis.days
        label = mark + tick.label
        if column >= len(line) + bool(line) and column + len(label) <= columns:
            line = line.ljust(column) + label
    return line


def _packed(words: Iterable[str], width: int, gap: int) -> Iterator[str]:
    """Yield lines of words, each whole, so many spaces apart."""
    line = ""
    for word in words:
        if line and len(line) + gap + len(word) > width:
            yield line
            line = ""
        line += " " * gap * bool(line) + word
    if line:
        yield line
