"""What we learn later changes what we say now, and never what we said then."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from events.clock import FixedClock, Instant
from events.envelope import NewEvent
from events.errors import RecordError
from events.kinds import (
    EventData,
    StatementContent,
    StatementCorrected,
    StatementRecorded,
    StatementRetracted,
    StatementWithdrawn,
)
from events.vocabulary import CorrectionReason, RetractionReason
from tests.laws.dossiers import PAIRS, Dossier, as_ofs, dossiers, seqs, statement_contents
from tests.laws.model import Model, Telling, counting_period, period
from tests.laws.playing import answers, events_of, ledger_in_memory, play, play_all, played
from tracker.errors import TrackerError
from tracker.ledger import Ledger

Pair = tuple[str, str]


@given(dossiers(), st.data())
def test_a_past_answer_never_changes(dossier: Dossier, data: DataObject) -> None:
    """What was answered at a seq is answered again, asked anew or of a view that was kept, whatever came after."""
    clock = FixedClock(dossier.start)
    with ledger_in_memory(clock) as ledger:
        kept = []
        for seq in play(dossier, ledger, clock):
            if data.draw(st.integers(0, 3), label="ask") == 0:
                as_of = data.draw(as_ofs(Model(events_of(ledger)).known(seq)), label="as_of")
                view = ledger.at(as_of=as_of, known_at=f"e{seq}")
                unread = [view.position(*pair) for pair in PAIRS]
                kept.append((as_of, seq, view, unread, answers(ledger.at(as_of=as_of))))
        for as_of, seq, view, unread, answered in kept:
            assert answers(ledger.at(as_of=as_of, known_at=f"e{seq}")) == answered
            assert answers(view) == answered
            assert [position.as_json() for position in unread] == answered[: len(PAIRS)]


@given(dossiers(), st.data())
def test_known_at_an_instant_is_known_at_a_seq(dossier: Dossier, data: DataObject) -> None:
    """Known at an instant is known at the last seq recorded until then; so is known at a day, for its end."""
    with played(dossier) as ledger:
        model = Model(events_of(ledger))
        known = model.known(len(model.events))
        as_of, known_at = data.draw(as_ofs(known), label="as_of"), data.draw(as_ofs(known), label="known_at")
        until = period(known_at, model.zone)[1]
        seq = max((event.seq for event in model.events if event.recorded_at < until), default=0)
        view = ledger.at(as_of=as_of, known_at=known_at)
        assert view.cut.seq == seq
        if seq:
            assert answers(view) == answers(ledger.at(as_of=as_of, known_at=f"e{seq}"))
        else:
            assert {view.position(*pair).basis for pair in PAIRS} == {"none"}


@given(dossiers(), st.data())
def test_a_correction_changes_only_what_it_is_about(dossier: Dossier, data: DataObject) -> None:
    """A correction or retraction changes no answer at a cut before it, and after it none about other pairs."""
    with played(dossier) as ledger:
        model = Model(events_of(ledger))
        head = model.known(len(model.events))
        telling = _in_force(head.tellings, data)
        as_of = data.draw(as_ofs(head), label="as_of")
        seq = data.draw(seqs(1, head.seq), label="seq")
        before, now = answers(ledger.at(as_of=as_of, known_at=f"e{seq}")), ledger.at(as_of=as_of)
        concerned = {(telling.content.party, telling.content.issue)}
        event_id = model.events[telling.statement - 1].id
        change: EventData = StatementRetracted(statement=event_id, reason=RetractionReason.DUPLICATE)
        if data.draw(st.booleans(), label="correct"):
            last = model.events[-1].recorded_at
            content: StatementContent = data.draw(statement_contents(model.zone, last), label="content")
            concerned.add((content.party, content.issue))
            change = StatementCorrected(statement=event_id, content=content, reason=CorrectionReason.CODING_ERROR)
        others = [pair for pair in PAIRS if not _is_touched(pair, concerned, model)]
        about_others = answers(now, others)
        _assume_admitted(ledger, change)
        assert answers(ledger.at(as_of=as_of, known_at=f"e{seq}")) == before
        assert answers(ledger.at(as_of=as_of, known_at=f"e{head.seq}"), others) == about_others
        assert answers(ledger.at(as_of=as_of), others) == about_others


@given(dossiers(), st.data())
def test_a_withdrawal_changes_nothing_before_it(dossier: Dossier, data: DataObject) -> None:
    """What a party takes back on a day still counts, at every known at, as of any day before."""
    with played(dossier) as ledger:
        model = Model(events_of(ledger))
        head = model.known(len(model.events))
        telling = _in_force(head.tellings, data)
        as_of = data.draw(as_ofs(head), label="as_of")
        on: str = data.draw(statement_contents(model.zone, model.events[-1].recorded_at), label="on").said
        answered = answers(ledger.at(as_of=as_of))
        _assume_admitted(ledger, StatementWithdrawn(statement=model.events[telling.statement - 1].id, on=on))
        withdrawn = counting_period(on, model.zone, events_of(ledger)[-1].recorded_at)[1]
        until = period(as_of, model.zone)[1]
        assert answers(ledger.at(as_of=as_of, known_at=f"e{head.seq}")) == answered
        if until < withdrawn:
            assert answers(ledger.at(as_of=as_of)) == answered
        else:
            pair = telling.content.party, telling.content.issue
            assert f"e{telling.statement}" not in ledger.at(as_of=as_of).position(*pair).statements


@given(dossiers(), st.data())
def test_nothing_counts_before_it_was_said(dossier: Dossier, data: DataObject) -> None:
    """Of a statement recorded now, no answer as of a time before it counts says anything."""
    clock = FixedClock(dossier.start)
    with ledger_in_memory(clock) as ledger:
        play_all(dossier, ledger, clock)
        model = Model(events_of(ledger))
        as_of = data.draw(as_ofs(model.known(len(model.events))), label="as_of")
        answered = answers(ledger.at(as_of=as_of))
        content: StatementContent = data.draw(statement_contents(model.zone, clock.instant), label="content")
        _assume_admitted(ledger, StatementRecorded(**dict(content)))
        assume(period(as_of, model.zone)[1] < _counts(content, model.zone, events_of(ledger)[-1].recorded_at))
        assert answers(ledger.at(as_of=as_of)) == answered


def _counts(content: StatementContent, zone: str, recorded_at: Instant) -> Instant:
    return counting_period(content.said, zone, recorded_at)[1]


def _in_force(tellings: list[Telling], data: DataObject) -> Telling:
    effective = [telling for telling in tellings if telling.status == "effective"]
    assume(effective)
    return effective[data.draw(st.integers(0, len(effective) - 1), label="statement")]


def _assume_admitted(ledger: Ledger, change: EventData) -> None:
    try:
        ledger.append([NewEvent(change)])
    except (TrackerError, RecordError):
        assume(False)


def _is_touched(pair: Pair, concerned: set[Pair], model: Model) -> bool:
    """Whether a pair is one of those concerned, or its party ever was in a grouping that is."""
    party, issue = pair
    changes = model.known(len(model.events)).changes
    above = {party}
    for _ in changes:
        above |= {grouping for _, _, member, grouping, _ in changes if member in above}
    return any((each, issue) in concerned for each in above)
