"""The slider over the days of the briefing. It is hidden until the script has made it work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tracker.exchange.briefing import Briefing
from tracker.exchange.markup import Element, element
from tracker.exchange.page.data import first_day

__all__ = ["controls"]

_EPOCH = date(1970, 1, 1).toordinal()


def controls(briefing: Briefing) -> Element | None:
    """Return the slider with its day, its buttons and its words; None where there is only one day to show."""
    first, last = first_day(briefing), briefing.stamp.cut.day
    if first >= last:
        return None
    as_of = str(briefing.stamp.as_json()["as_of"])
    slider = element(
        "input",
        type="range",
        id="slider",
        min=_number(first),
        max=_number(last),
        step=1,
        value=_number(last),
        aria_valuetext=as_of,
        autocomplete="off",
    )
    day = element("output", as_of, id="day", for_="slider", aria_live="off")
    head = element("div", element("label", "As of", for_="slider"), " ", day, class_="shown")
    buttons = element("div", _button("previous", "◂ Previous change"), " ", _button("next", "Next change ▸"))
    rail = element("div", _ticks(briefing, first, last), slider, class_="rail")
    ends = [element("span", each, aria_hidden="true") for each in (first.isoformat(), as_of)]
    hint = "Positions are shown as of this day. The arrow keys move it by a day, Page Up and Page Down by more."
    summary = element("p", hint, id="summary", role="status")
    return element(
        "section",
        element("div", head, buttons, class_="bar"),
        element("div", ends[0], rail, ends[1], class_="track"),
        summary,
        id="controls",
        hidden="",
        aria_label="Day shown",
    )


def _number(day: date) -> int:
    """Return a day as JavaScript counts days, from 1970 on."""
    return day.toordinal() - _EPOCH


def _button(name: str, text: str) -> Element:
    return element("button", text, type="button", id=name)


def _ticks(briefing: Briefing, first: date, last: date) -> Element:
    """Return a line over the slider for every day on which a position changes."""
    lines = "".join(f"M{(day - first).days} 0V1" for day in sorted(set(_days(briefing))) if first <= day <= last)
    width = (last - first).days
    return element(
        "svg",
        element("path", d=lines, vector_effect="non-scaling-stroke"),
        viewBox=f"0 0 {width} 1",
        preserveAspectRatio="none",
        class_="ticks",
        aria_hidden="true",
    )


def _days(briefing: Briefing) -> Iterator[date]:
    for pair in briefing.pairs:
        for span in pair.spans:
            yield span.first_day
            if span.end_day is not None:
                yield span.end_day
