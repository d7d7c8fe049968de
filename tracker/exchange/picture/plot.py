"""The rows of a timeline with their labels, and the dates along them."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Final

from tracker.exchange.markup import Element, element
from tracker.exchange.picture.bars import Scale, bars
from tracker.exchange.picture.lettering import BOLD, shortened, width_of
from tracker.exchange.picture.pen import GREY, MARGIN, RULE, WIDTH, at, written
from tracker.reading.chart import Chart, Row

__all__ = ["plot"]

_ROW: Final = 30
_ASIDE_BELOW: Final = 8
_HEADING: Final = 28
_LABELS_MIN: Final = 80
_LABELS_MAX: Final = 270
_GAP: Final = 12
_LABEL: Final = 12
_ASIDE: Final = 9.5
_DATE: Final = 10.5
_DATES_ABOVE_FROM: Final = 12
"""From how many rows on the dates stand above them too."""


def plot(chart: Chart, prefix: str, top: float) -> tuple[list[Element], float]:
    """Return the rows, the first of them `top` down, with their dates, and how far down they reach."""
    return _Plot(chart, prefix).drawn(top)


@dataclass(frozen=True)
class _Plot:
    """The rows of a chart, as they are drawn."""

    chart: Chart
    prefix: str

    @property
    def scale(self) -> Scale:
        """Where the days lie: right of the labels."""
        labels = [width_of(self._label(row), _LABEL) for row in self.chart.rows]
        asides = [width_of(self._aside(row), _ASIDE) for row in self.chart.rows]
        width = min(max(*labels, *asides, _LABELS_MIN), _LABELS_MAX)
        return Scale(self.chart.axis, ceil(MARGIN + width + _GAP), WIDTH - MARGIN)

    def drawn(self, top: float) -> tuple[list[Element], float]:
        """Return all of it, and how far down it reaches."""
        parts: list[Element] = []
        bottom = top
        is_grouped = len(self.chart.groups()) > 1
        for entity, members in self.chart.groups():
            if is_grouped:
                parts.append(self._heading(entity.label, entity.id, bottom))
                bottom += _HEADING
            middles = []
            start = bottom
            for row in members:
                middles.append(bottom + self._height(row) / 2)
                bottom += self._height(row)
            parts.append(self._lines(start, bottom))
            parts += [self._row(*each) for each in zip(members, middles, strict=True)]
        parts += [self._dates(top - 6)] if len(self.chart.rows) >= _DATES_ABOVE_FROM else []
        return [*parts, self._dates(bottom + 14)], bottom + 18

    def _label(self, row: Row) -> str:
        return row.issue.label if self.chart.subject.noun == "party" else row.party.label

    def _aside(self, row: Row) -> str:
        """Return what is written small below the label: an issue's path, which says what it belongs to."""
        return row.issue.id if self.chart.subject.noun == "party" and row.issue.id != row.issue.label else ""

    def _height(self, row: Row) -> float:
        return _ROW + (_ASIDE_BELOW if self._aside(row) else 0)

    def _heading(self, label: str, path: str, top: float) -> Element:
        """Return the line above the rows of one issue."""
        room = WIDTH - 2 * MARGIN
        name = shortened(label, room * 0.6, _LABEL * BOLD)
        after = MARGIN + width_of(name, _LABEL * BOLD) + _GAP
        aside = shortened(path, WIDTH - MARGIN - after, _ASIDE) if path != label else ""
        return element(
            "g",
            written([name], MARGIN, top + 20, size=_LABEL, is_bold=True, whole=label),
            written([aside], after, top + 20, size=_ASIDE, ink=GREY, whole=path) if aside else None,
        )

    def _row(self, row: Row, middle: float) -> Element:
        """Return a row: its label, and its bars."""
        label, aside = self._label(row), self._aside(row)
        room = self.scale.left - MARGIN - _GAP
        base = middle + (-1 if aside else 4)
        small = shortened(aside, room, _ASIDE)
        return element(
            "g",
            written([shortened(label, room, _LABEL)], MARGIN, base, size=_LABEL, whole=label),
            written([small], MARGIN, middle + 12, size=_ASIDE, ink=GREY, whole=aside) if aside else None,
            *bars(row, self.scale, middle, self.prefix),
            data_party=row.party.id,
            data_issue=row.issue.id,
        )

    def _ticks(self) -> list[tuple[float, str]]:
        """Return where dates stand, and what they are."""
        scale = self.scale
        room = int((scale.right - scale.left) / width_of("0", _DATE))
        return [(scale.x(tick.day), tick.label) for tick in scale.axis.ticks(room)]

    def _lines(self, top: float, bottom: float) -> Element:
        """Return the lines behind the bars: one for each date, and both ends."""
        ends = [(self.scale.left, GREY), (self.scale.right, GREY)]
        lines = [*((x, RULE) for x, _ in self._ticks()), *ends]
        drawn = (element("path", d=f"M{at(x)} {at(top)}V{at(bottom)}", stroke=ink) for x, ink in lines)
        return element("g", *drawn)

    def _dates(self, base: float) -> Element:
        fitting = [(x, date) for x, date in self._ticks() if x + width_of(date, _DATE) <= WIDTH - MARGIN / 2]
        return element("g", *(written([date], x + 1, base, size=_DATE, ink=GREY) for x, date in fitting))
