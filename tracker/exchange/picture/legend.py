"""What the colours, textures and signs of a picture mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from events.vocabulary import SCALE
from tracker.exchange.markup import Element, element
from tracker.exchange.palette import colour_of
from tracker.exchange.picture.lettering import width_of
from tracker.exchange.picture.looks import MARK_SIGNS, OUTLINE, SIGNS, fill_of, no_record_fill, sign
from tracker.exchange.picture.pen import DARK, MARGIN, WIDTH, at, written
from tracker.reading.chart import Chart

__all__ = ["SWATCH_WIDE", "legend", "swatch"]

_SIZE: Final = 11
_LINE: Final = 21
SWATCH_WIDE: Final = 24
_HIGH: Final = 14
_GAP: Final = 16


class _Key(NamedTuple):
    """A swatch and what it means."""

    drawn: Element
    words: str


def legend(chart: Chart, prefix: str, top: float) -> tuple[Element, float]:
    """Return the legend, its first line centred `top` down, and where its last line is centred.

    The scale stands there whole, so that every picture has the same; what stands beside it only where it occurs.
    """
    x, y = float(MARGIN), top
    parts: list[Element] = []
    for key in _keys(chart, prefix):
        width = SWATCH_WIDE + 6 + width_of(key.words, _SIZE) + _GAP
        if x > MARGIN and x + width - _GAP > WIDTH - MARGIN:
            x, y = float(MARGIN), y + _LINE
        parts.append(element("g", key.drawn, transform=f"translate({at(x)} {at(y)})"))
        parts.append(written([key.words], x + SWATCH_WIDE + 6, y + 4, size=_SIZE))
        x += width
    return element("g", *parts), y


def _keys(chart: Chart, prefix: str) -> Iterator[_Key]:
    phases = [phase for row in chart.rows for phase in row.phases]
    shown = {phase.stance for phase in phases}
    for stance in SIGNS:
        if stance in SCALE or stance in shown:
            yield _Key(swatch(stance, prefix), stance)
    spans = [span for row in chart.rows for span in row.spans(chart.axis)]
    if any(span.phase is None for span in spans):
        yield _Key(swatch(None, prefix), "no position on record")
    marks = {
        "inherited from a grouping (dashed)": ("inherited", any(phase.basis == "inherited" for phase in phases)),
        "stale (thin)": ("stale", any(phase.stale for phase in phases)),
        "offer lapsed": ("lapsed", any(phase.lapsed for phase in phases)),
    }
    for words, (mark, occurs) in marks.items():
        if occurs:
            yield _Key(element("g", sign(MARK_SIGNS[mark], SWATCH_WIDE / 2, 0, DARK)), words)


def swatch(stance: str | None, prefix: str) -> Element:
    """Return a small bar of the stance with its sign, hatching for None; its left end at 0, its middle line on 0."""
    if stance is None:
        return element("rect", y=-6, width=SWATCH_WIDE, height=12, fill=no_record_fill(prefix))
    bar = element(
        "rect",
        y=at(-_HIGH / 2),
        width=SWATCH_WIDE,
        height=_HIGH,
        fill=fill_of(stance, prefix),
        stroke=OUTLINE,
        stroke_width=0.8,
    )
    return element("g", bar, sign(SIGNS[stance], SWATCH_WIDE / 2, 0, colour_of(stance).ink))
