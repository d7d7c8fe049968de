"""One answer, however it is asked for: the same cell reads the same in a position, the grid, phases and differences."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from events.kinds import MembershipBegan, MembershipEnded
from tests.laws.dossiers import PAIRS, PARTIES, Dossier, as_ofs, dossiers, seqs
from tests.laws.model import Known, Model, day_of, period
from tests.laws.playing import events_of, played
from tracker.ledger import Ledger
from tracker.reading.difference import Difference
from tracker.reading.phases import Phase
from tracker.reading.position import Position
from tracker.view import View

SHARED = ("stance", "conditions", "basis", "inherited_from", "statements", "deciding", "last_said", "stale", "lapsed")
"""What every way of asking tells of a position."""


def cell_of(position: Position) -> dict[str, Any]:
    """What is shared of a position; None where there is none."""
    told = position.as_cell()
    return {name: told[name] for name in SHARED}


def a_cut(ledger: Ledger, data: DataObject, first: int = 1) -> tuple[View, Known]:
    """A random cut of a ledger, and what is known there."""
    model = Model(events_of(ledger))
    known = model.known(data.draw(seqs(first, len(model.events)), label="seq"))
    return ledger.at(as_of=data.draw(as_ofs(known), label="as_of"), known_at=f"e{known.seq}"), known


@given(dossiers(), st.data())
def test_the_grid_holds_every_position(dossier: Dossier, data: DataObject) -> None:
    """A cell of the grid is the pair's position; a pair without a cell has none."""
    with played(dossier) as ledger:
        view, _ = a_cut(ledger, data)
        cells = {(each.party, each.issue): each for each in view.grid().cells}
        for pair in PAIRS:
            position = view.position(*pair)
            assert (pair in cells) == (position.basis != "none")
            if pair in cells:
                assert cells[pair].as_json() == position.as_json()


def phase_on(phases: list[Phase], day: date) -> dict[str, Any] | None:
    """What phases tell of a day."""
    found = [each for each in phases if each.first_day <= day and (each.end_day is None or day < each.end_day)]
    assert len(found) <= 1
    return {name: found[0].as_json()[name] for name in SHARED} if found else None


@given(dossiers(), st.data())
def test_phases_answer_every_day_as_a_position_does(dossier: Dossier, data: DataObject) -> None:
    """On each day around what happened, and long after, the phase that holds is the position as of that day."""
    with played(dossier) as ledger:
        view, known = a_cut(ledger, data)
        far = ledger.at(as_of="2027-01-01", known_at=f"e{known.seq}")
        days = {day_of(t.counts, known.zone) for t in known.tellings} | {view.cut.day}
        for pair in PAIRS:
            phases = far.phases(*pair)
            for day in {each + timedelta(days=offset) for each in days for offset in (-1, 0, 1, 3, 4, 31)}:
                position = ledger.at(as_of=day, known_at=f"e{known.seq}").position(*pair)
                told = phase_on(phases, day)
                assert told == (None if position.basis == "none" else cell_of(position)), (pair, day)


@given(dossiers(), st.data())
def test_phases_begin_and_end_to_the_second(dossier: Dossier, data: DataObject) -> None:
    """As of its first moment a phase holds, a second before another answer does, and as of its end another."""
    with played(dossier) as ledger:
        view, known = a_cut(ledger, data)
        for pair in PAIRS:
            phases = view.phases(*pair)
            assert all(earlier.ends is not None for earlier in phases[:-1])
            for phase in phases:
                at_first = ledger.at(as_of=phase.begins, known_at=f"e{known.seq}").position(*pair)
                assert cell_of(at_first) == {name: phase.as_json()[name] for name in SHARED}
                if phase.ends is not None:
                    over = ledger.at(as_of=phase.ends, known_at=f"e{known.seq}").position(*pair)
                    assert cell_of(over) != cell_of(at_first)


@given(dossiers(), st.data())
def test_what_was_known_when_is_the_phases_known_then(dossier: Dossier, data: DataObject) -> None:
    """At every entry, the phases known then are exactly those that a view known at that entry has."""
    with played(dossier) as ledger:
        view, known = a_cut(ledger, data)
        for pair in PAIRS:
            rows = view.known_phases(*pair)
            for seq in range(1, known.seq + 1):
                at_seq = [
                    row.phase
                    for row in rows
                    if int(row.known_from[1:]) <= seq and (row.known_until is None or seq < int(row.known_until[1:]))
                ]
                then = ledger.at(as_of=view.cut.as_of, known_at=f"e{seq}")
                assert sorted(at_seq, key=lambda each: each.begins) == sorted(
                    then.phases(*pair), key=lambda each: each.begins
                )


@given(dossiers(), st.data())
def test_a_difference_is_what_two_positions_tell(dossier: Dossier, data: DataObject) -> None:
    """A pair differs between two cuts exactly if stance, conditions, basis or lapse do; and it names who made it so."""
    with played(dossier) as ledger:
        earlier, known = a_cut(ledger, data)
        later, _ = a_cut(ledger, data, known.seq)
        found = {(each.after.party, each.after.issue): each for each in later.differences(earlier)}
        for pair in PAIRS:
            before, after = earlier.position(*pair), later.position(*pair)
            assert (pair in found) == (_told(before) != _told(after)), pair
            if pair in found:
                assert cell_of(found[pair].before) == cell_of(before)
                assert cell_of(found[pair].after) == cell_of(after)
                assert found[pair].causes or later.cut.until < earlier.cut.until


@given(dossiers(), st.data())
def test_what_made_a_difference_lies_between_the_cuts(dossier: Dossier, data: DataObject) -> None:
    """What was recorded lies between two states of knowledge, and what was said between two days."""
    with played(dossier) as ledger:
        earlier, known = a_cut(ledger, data)
        learned = ledger.at(earlier.cut.as_of, f"e{data.draw(seqs(known.seq, len(events_of(ledger))), label='to')}")
        for difference in learned.differences(earlier):
            for cause in difference.causes:
                event(f"learned: {cause.what}")
                is_new = known.seq < int(cause.entry[1:]) <= learned.cut.seq
                assert is_new == (cause.what not in {"decides-again", "inherited"})
        moved = ledger.at(data.draw(as_ofs(known), label="to day"), f"e{known.seq}")
        first, second = sorted((earlier, moved), key=lambda each: each.cut.until)
        counts = {f"e{t.statement}": t.counts for t in known.tellings if t.status == "effective"}
        for difference in second.differences(first):
            for cause in difference.causes:
                event(f"moved: {cause.what}")
                assert cause.what in {"said", "withdrawn", "lapsed", "joined", "left", "decides-again", "inherited"}
                if cause.what == "said":
                    assert first.cut.until < counts[cause.entry] <= second.cut.until


@given(dossiers(), st.data())
def test_a_difference_names_all_that_made_it(dossier: Dossier, data: DataObject) -> None:
    """Each membership on the way to what decides that held at one cut alone, and each offer that is over since."""
    with played(dossier) as ledger:
        first, known = a_cut(ledger, data)
        day = data.draw(as_ofs(known), label="to day")
        second = ledger.at(day, f"e{known.seq}")
        first, second = sorted((first, second), key=lambda each: each.cut.until)
        last = ledger.at(second.cut.as_of, f"e{data.draw(seqs(known.seq, len(events_of(ledger))), label='to')}")
        later = Model(events_of(ledger)).known(last.cut.seq)
        for before, after, old, new in ((first, second, known, known), (second, last, known, later)):
            for each in after.differences(before):
                told = _named(each, later)
                pair = each.after.party, each.after.issue
                sides = (old, before.cut.until), (new, after.cut.until)
                joined, left = _ties_of(*pair, *sides[1]), _ties_of(*pair, *sides[0])
                assert told["joined"] == {tie for tie in joined if not _holds(tie, *sides[0])}
                assert told["left"] == {tie for tie in left if not _holds(tie, *sides[1])}
                now = new.deciding(*pair, after.cut.until) if each.after.lapsed else []
                is_over = [t for t in now if period(str(t.content.until), new.zone)[1] >= before.cut.until]
                assert told["lapsed"] == {f"e{t.statement}" for t in is_over}
                recent = {f"e{t.statement}" for t in new.deciding(*pair, after.cut.until) if t.statement > old.seq}
                assert told["recorded"] == recent
                event(", ".join(sorted(name for name, found in told.items() if found)))


def _ties_of(party: str, issue: str, known: Known, until: int) -> set[tuple[str, str]]:
    """The memberships on every way from a party to those whose own statements decide its position."""
    if known.own(party, issue, until):
        return set()
    above = {each for each in known.groupings(party, until) if known.holders(each, issue, until)}
    return {(party, each) for each in above}.union(*(_ties_of(each, issue, known, until) for each in above))


def _holds(tie: tuple[str, str], known: Known, until: int) -> bool:
    return tie[1] in known.groupings(tie[0], until)


def _named(difference: Difference, known: Known) -> dict[str, set[Any]]:
    """Who joined and left whom, by an entry of theirs or a void; and the entries that lapsed and were recorded."""
    told: dict[str, set[Any]] = {name: set() for name in ("joined", "left", "lapsed", "recorded")}
    for cause in difference.causes:
        named = cause.statement if cause.what == "voided" else cause.entry
        data = known.events[int(str(named)[1:]) - 1].data
        if isinstance(data, MembershipBegan | MembershipEnded):
            is_end = isinstance(data, MembershipEnded) != (cause.what == "voided")
            told["left" if is_end else "joined"].add((data.member, data.grouping))
        elif cause.what in told:
            told[cause.what].add(cause.entry)
    return told


@given(dossiers(), st.data())
def test_the_feed_is_what_the_rules_say_moved(dossier: Dossier, data: DataObject) -> None:
    """Every step of every pair from a day on, once, with its movement."""
    with played(dossier) as ledger:
        view, known = a_cut(ledger, data)
        since = data.draw(as_ofs(known), label="since")
        begins, until = period(since, known.zone)[0], view.cut.until
        expected = [
            (instant, *pair, step)
            for pair in PAIRS
            for instant in known.instants(*pair)
            if begins < instant <= until and (step := known.step(*pair, instant)) is not None
        ]
        changes = view.changes(since)
        assert [(each.move.instant, each.party, each.issue, each.movement) for each in changes] == sorted(expected)
        for change in changes:
            assert change.statements or change.withdrawals
            assert (change.day, change.moment) == (
                day_of(change.move.instant - 1, known.zone),
                moment_of(change.move.instant, known.zone),
            )


def moment_of(instant: int, zone: str) -> str:
    """The day whose end the instant is, else the second before it."""
    day = day_of(instant - 1, zone)
    is_end = day_of(instant, zone) != day
    return day.isoformat() if is_end else datetime.fromtimestamp(instant - 1, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@given(dossiers(), st.data())
def test_how_near_parties_are_follows_from_their_positions(dossier: Dossier, data: DataObject) -> None:
    """Agreement, distance and sides say of each issue what its positions say, one by one."""
    with played(dossier) as ledger:
        view, _ = a_cut(ledger, data)
        for meeting in view.meetings():
            positions = [view.position(party, meeting.issue.id) for party in PARTIES]
            spoken = [each for each in positions if each.stance is not None]
            values = [_SCALE[each.stance] for each in spoken if each.stance in _SCALE]
            assert [each.party for each in meeting.positions] == sorted(each.party for each in spoken)
            assert list(meeting.silent) == sorted(each.party for each in positions if each.stance is None)
            assert meeting.distance == (max(values) - min(values) if len(values) > 1 else None)
            voices = {party for each in spoken for party in (each.inherited_from or [each.party])}
            assert meeting.agreement == _agreement(values, len(spoken), min(len(spoken), len(voices)))
            event(str(meeting.agreement))


_SCALE = {"opposes": -2, "opposes-unless": -1, "neutral": 0, "supports-if": 1, "supports": 2}


def _agreement(values: list[int], spoken: int, voices: int) -> str:
    if voices < 2:
        return "one-voice" if voices else "silent"
    if -2 in values and max(values) > 0:
        return "blocked"
    if len(values) == spoken and (set(values) == {2} or set(values) == {-2}):
        return "agreed"
    if len(values) == spoken and (min(values) > 0 or max(values) < 0):
        return "conditional"
    return "open"


def _told(position: Position) -> tuple[object, ...]:
    conditions = sorted(position.conditions)
    return position.verdict.stances, conditions, position.basis, position.inherited_from, position.lapsed
