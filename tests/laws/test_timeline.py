"""A timeline shows what a position is: every day of it, in the model, in the picture and on the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from tests.laws.dossiers import ISSUES, PAIRS, PARTIES, Dossier, as_ofs, dossiers, seqs
from tests.laws.model import Known, Model, day_of, period
from tests.laws.playing import events_of, played
from tracker.exchange.markup import Element
from tracker.exchange.stamp import stamp_of
from tracker.exchange.timeline_svg import timeline_element
from tracker.ledger import Ledger
from tracker.movement import Movement
from tracker.reading.chart import Chart
from tracker.reading.phases import Phase
from tracker.view import View

SUBJECTS: Final = (*(f"party:{each}" for each in PARTIES), *(f"issue:{each}" for each in ISSUES))


def a_chart(ledger: Ledger, data: DataObject) -> tuple[View, Known, Chart]:
    """The chart of a random subject at a random cut, from its beginning or from around a day when something counted."""
    model = Model(events_of(ledger))
    known = model.known(data.draw(seqs(1, len(model.events)), label="seq"))
    view = ledger.at(as_of=data.draw(as_ofs(known), label="as_of"), known_at=f"e{known.seq}")
    around = {day_of(telling.counts, known.zone) for telling in known.tellings}
    days = {view.cut.day} | {day + timedelta(days=offset) for day in around for offset in (-1, 0, 1)}
    firsts = sorted(day for day in days if day <= view.cut.day)
    first = data.draw(st.none() | st.sampled_from(firsts), label="first")
    since = None if first is None else first.isoformat()
    return view, known, view.timeline(data.draw(st.sampled_from(SUBJECTS), label="subject"), since=since)


def is_shown(phase: Phase, chart: Chart) -> bool:
    """Whether it holds on a day of the axis, or held for less than a day on one of them."""
    first, end = chart.axis.first, phase.end_day
    return end is None or end > first or (phase.first_day == end == first)


@given(dossiers(), st.data())
def test_a_timeline_has_a_row_for_every_pair_and_an_item_for_every_phase(dossier: Dossier, data: DataObject) -> None:
    """The rows are the pairs that ever had a position, own or inherited; the items their phases on the axis."""
    with played(dossier) as ledger:
        view, _, chart = a_chart(ledger, data)
        mine = [pair for pair in PAIRS if _is_about(chart, *pair) and view.phases(*pair)]
        assert [(row.party.id, row.issue.id) for row in chart.rows] == sorted(mine, key=lambda pair: pair[::-1])
        shown = [
            phase for row in chart.rows for phase in view.phases(row.party.id, row.issue.id) if is_shown(phase, chart)
        ]
        assert [{**item, "movement": None} for item in chart.items()] == [
            {**phase.as_json(), "movement": None} for phase in shown
        ]


def _is_about(chart: Chart, party: str, issue: str) -> bool:
    subject = chart.subject
    return party == subject.id if subject.noun == "party" else f"{issue}/".startswith(f"{subject.id}/")


@given(dossiers(), st.data())
def test_a_step_moves_as_two_positions_differ(dossier: Dossier, data: DataObject) -> None:
    """From a step to the next a movement is told exactly where stance or conditions differ, or it was said again."""
    with played(dossier) as ledger:
        _, known, chart = a_chart(ledger, data)
        for row in chart.rows:
            for before, after in pairwise(row.steps):
                assert before.ends == after.begins
                held, holds = (_told(step.phases) for step in (before, after))
                assert (holds is None) == (after.movement is Movement.ENDED)
                assert (held is None) == (after.movement is Movement.FIRST)
                both = [phase.basis for step in (before, after) for phase in step.phases[:1]]
                until = period(after.begins, known.zone)[1]
                counting = known.counting(row.party.id, row.issue.id, until)
                said_again = both == ["own", "own"] and any(t.counts == until for t in counting)
                assert (after.movement is None) == (held == holds and not said_again)
            assert all(step.ends is not None for step in row.steps[:-1])
            assert not row.steps or row.steps[-1].ends is None


def _told(phases: tuple[Phase, ...]) -> tuple[Any, ...] | None:
    return (set(phases[0].deciding), set(phases[0].conditions)) if phases else None


@given(dossiers(), st.data())
def test_bars_are_the_phases_and_every_day_stands_once(dossier: Dossier, data: DataObject) -> None:
    """In the picture, the data of the bars are the phases; bars and hatching meet from the first day to the last."""
    with played(dossier) as ledger:
        view, _, chart = a_chart(ledger, data)
        svg = timeline_element(chart, stamp_of(view))
        rows = [each for each in svg.iter("g") if "data-issue" in each.attrib]
        assert [(each.get("data-party"), each.get("data-issue")) for each in rows] == [
            (row.party.id, row.issue.id) for row in chart.rows
        ]
        for row, drawn in zip(chart.rows, rows, strict=True):
            bars = [each for each in drawn if "data-from" in each.attrib]
            assert [(each.get("data-from"), each.get("data-until"), each.get("data-stance")) for each in bars] == [
                (phase.begins, phase.ends, phase.stance)
                for phase in view.phases(row.party.id, row.issue.id)
                if is_shown(phase, chart)
            ]
            stretches = list(_stretches(drawn))
            assert all(abs(left[1] - right[0]) < 0.015 for left, right in pairwise(stretches))
            assert abs(stretches[-1][1] - 936) < 0.015
            assert all(left < right for left, right, _ in stretches)


def _stretches(drawn: Element) -> Iterator[tuple[float, float, str | None]]:
    """Where bars and hatchings begin and end, and the stance; not the lines for less than a day, which have no edge."""
    for each in drawn:
        box = each.find("rect")
        if box is not None and (box.get("stroke") is not None or each.get("data-record") == "none"):
            left = float(box.get("x", ""))
            yield left, left + float(box.get("width", "")), each.get("data-stance")


@given(dossiers(), st.data())
def test_a_point_of_the_picture_is_the_position_of_its_day(dossier: Dossier, data: DataObject) -> None:
    """Whoever looks at the middle of a day sees the stance that a position as of that day has, or hatching for none."""
    with played(dossier) as ledger:
        view, known, chart = a_chart(ledger, data)
        svg = timeline_element(chart, stamp_of(view))
        rows = [each for each in svg.iter("g") if "data-issue" in each.attrib]
        # The last day may be cut before its end, so that the position there is that of the cut itself.
        numbers = st.integers(0, chart.axis.days - 1)
        days = data.draw(st.lists(numbers, min_size=1, max_size=6, unique=True), label="days")
        for row, drawn in zip(chart.rows, rows, strict=True):
            stretches = list(_stretches(drawn))
            wide = 936 - stretches[0][0]
            for number in days:
                day = date.fromordinal(chart.axis.first.toordinal() + number)
                x = stretches[0][0] + wide * (number + 0.5) / chart.axis.days
                (seen,) = {stance for left, right, stance in stretches if left <= x < right}
                as_of = view.cut.as_of if day == view.cut.day else day
                position = ledger.at(as_of=as_of, known_at=f"e{known.seq}").position(row.party.id, row.issue.id)
                assert seen == position.stance, day
