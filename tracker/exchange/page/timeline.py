"""The picture of a section on the page: its positions along time, from the first day that the slider reaches."""

from __future__ import annotations

from tracker.exchange.briefing import Briefing, Section
from tracker.exchange.markup import Element, element
from tracker.exchange.page.data import first_day
from tracker.exchange.timeline_svg import timeline_element
from tracker.reading.axis import Axis
from tracker.reading.chart import Chart, Row
from tracker.reading.steps import reached, steps_of

__all__ = ["timeline"]


def timeline(briefing: Briefing, told: Section, name: str) -> Element:
    """Return the timeline of a section that has pairs; `name` begins every id in it."""
    axis = Axis(first_day(briefing), briefing.stamp.cut.day)
    rows = [Row(pair.party, pair.issue, tuple(reached(steps_of(pair.phases), axis))) for pair in told.pairs]
    chart = Chart(told.subject, tuple(rows), axis, briefing.stamp.cut)
    drawn = timeline_element(chart, briefing.stamp, prefix=name, table_max=0)
    return element("div", drawn, class_="picture", role="region", tabindex=0, aria_labelledby=f"{name}-title")
