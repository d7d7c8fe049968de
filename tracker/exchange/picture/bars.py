"""Bars along the days: one for each phase, and hatching for each time without a position.

A bar is thin where its position is stale, and dashed where it is inherited. The sign of a stance stands where its step
begins, with its word where there is room, the signs of what else holds where they begin to hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tracker.exchange.markup import Element, element
from tracker.exchange.palette import colour_of
from tracker.exchange.picture.lettering import width_of
from tracker.exchange.picture.looks import MARK_SIGNS, OUTLINE, SIGNS, fill_of, no_record_fill, sign
from tracker.exchange.picture.pen import DARK, at, written
from tracker.reading.axis import Axis
from tracker.reading.chart import Row, Span
from tracker.reading.phases import Phase
from tracker.reading.steps import Step

__all__ = ["Scale", "bars"]

_HIGH: Final = 22
_STALE_HIGH: Final = 12
_MOMENT_WIDE: Final = 2
_SIGN_WIDE: Final = 18
_SIGN_NARROW: Final = 13
"""What a sign needs at least."""
_LETTERS: Final = 11


@dataclass(frozen=True, slots=True)
class Scale:
    """Where the days of an axis lie."""

    axis: Axis
    left: float
    right: float

    def x(self, day: int) -> float:
        """Return where a day begins, to a hundredth: what touches does so in what is written, too."""
        return round(self.left + (self.right - self.left) * day / self.axis.days, 2)


def bars(row: Row, scale: Scale, middle: float, prefix: str) -> Iterator[Element]:
    """Yield what is and what is not on record, in order, around a middle line."""
    step: Step | None = None
    signed: set[str] = set()
    for span in row.spans(scale.axis):
        if span.phase is None or span.step is None:
            yield _hatched(span, scale, middle, prefix)
            continue
        if span.step is not step:
            step, signed = span.step, set()
        bar = _Bar(span, span.phase, span.step, row, scale, middle)
        due = [each for each in (span.phase.stance, *_marks_of(span.phase)) if each not in signed]
        signs = due[: int(bar.width / _SIGN_NARROW)]
        signed.update(signs)
        yield bar.drawn(prefix, signs)


def _marks_of(phase: Phase) -> Iterator[str]:
    holds = {"inherited": phase.basis == "inherited", "stale": phase.stale, "lapsed": phase.lapsed}
    return (mark for mark in MARK_SIGNS if holds[mark])


def _hatched(span: Span, scale: Scale, middle: float, prefix: str) -> Element:
    left, right = scale.x(span.first), scale.x(span.end)
    return element(
        "g",
        element("title", "no position on record"),
        _box(left, right, middle, _STALE_HIGH, no_record_fill(prefix)),
        data_record="none",
    )


def _box(left: float, right: float, middle: float, height: float, fill: str, **outline: str | float | None) -> Element:
    place = {"x": at(left), "y": at(middle - height / 2), "width": at(right - left), "height": at(height)}
    return element("rect", **place, fill=fill, **outline)


@dataclass(frozen=True)
class _Bar:
    """A phase where it is drawn."""

    span: Span
    phase: Phase
    step: Step
    row: Row
    scale: Scale
    middle: float

    @property
    def left(self) -> float:
        return self.scale.x(self.span.first)

    @property
    def width(self) -> float:
        return self.scale.x(self.span.end) - self.left

    def drawn(self, prefix: str, signs: list[str]) -> Element:
        """Return the bar with these signs, of stance and marks, and with the stance's word if it has room for that."""
        return element(
            "g",
            element("title", self._told()),
            self._rect(prefix),
            self._edge(),
            *self._lettered(signs),
            data_from=self.phase.begins,
            data_until=self.phase.ends,
            data_stance=self.phase.stance,
        )

    def _rect(self, prefix: str) -> Element:
        if self.span.first == self.span.end:
            half = _MOMENT_WIDE / 2
            return _box(self.left - half, self.left + half, self.middle, _HIGH, DARK)
        return _box(
            self.left,
            self.scale.x(self.span.end),
            self.middle,
            _STALE_HIGH if self.phase.stale else _HIGH,
            fill_of(self.phase.stance, prefix),
            stroke=OUTLINE,
            stroke_width=0.8,
            stroke_dasharray="4 3" if self.phase.basis == "inherited" else None,
        )

    def _edge(self) -> Element | None:
        """Return the line at which a step begins; an outline alone is not seen between two dark bars."""
        if self.phase.begins != self.step.begins or self.span.first in {0, self.span.end}:
            return None
        half = (_STALE_HIGH if self.phase.stale else _HIGH) / 2
        line = f"M{at(self.left)} {at(self.middle - half)}V{at(self.middle + half)}"
        return element("path", d=line, stroke=colour_of(self.phase.stance).ink)

    def _lettered(self, signs: list[str]) -> Iterator[Element]:
        ink, word = colour_of(self.phase.stance).ink, self.phase.stance
        apart = min(_SIGN_WIDE, self.width / max(len(signs), 1))
        inset = min(2.0, (self.width - apart * len(signs)) / 2)
        for number, name in enumerate(signs):
            path = MARK_SIGNS.get(name) or SIGNS[name]
            yield sign(path, round(self.left + inset + apart * (number + 0.5), 2), self.middle, ink)
        start = _SIGN_WIDE * len(signs) + 5
        if word in signs and not self.phase.stale and start + width_of(word, _LETTERS) + 4 <= self.width:
            yield written([word], self.left + start, self.middle + 4, size=_LETTERS, ink=ink)

    def _told(self) -> str:
        """Return what somebody is told who points at the bar."""
        step = self.step
        dates = f"from {step.begins}" + (f" until {step.ends}" if step.ends else "")
        who, entries = f"{self.row.party.label} on {self.row.issue.label}", " ".join(step.statements)
        return f"{who}, {dates}: {step.words()} ({entries})"
