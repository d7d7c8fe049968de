"""Who decides, said directly: of the statements that count, those that no other certainly followed."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from events.ids import handle
from events.vocabulary import Stance
from tests.laws.dossiers import PAIRS, Dossier, as_ofs, dossiers, seqs
from tests.laws.model import Model, counting_period, period
from tests.laws.playing import events_of, played
from tracker.reading.evidence import Considered
from tracker.view import View

_CUTS_A_DOSSIER = 2


class _Dated:
    """The counting periods of considered statements."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._recorded_at = {handle(event.seq): event.recorded_at for event in model.events}

    def begins(self, each: Considered) -> int:
        return self._period(each)[0]

    def counts(self, each: Considered) -> int:
        return self._period(each)[1]

    def _period(self, each: Considered) -> tuple[int, int]:
        return counting_period(each.content.said, self._model.zone, self._recorded_at[each.statement])


@given(dossiers(), st.data())
def test_what_decides_was_not_certainly_followed(dossier: Dossier, data: DataObject) -> None:
    """A statement decides exactly if it counts and no other that counts began when it was over; nor does it decline,
    unless nobody says anything else.
    """
    with played(dossier) as ledger:
        model = Model(events_of(ledger))
        dated = _Dated(model)
        for _ in range(_CUTS_A_DOSSIER):
            known = model.known(data.draw(seqs(1, len(model.events)), label="seq"))
            as_of = data.draw(as_ofs(known), label="as_of")
            view = ledger.at(as_of=as_of, known_at=f"e{known.seq}")
            for pair in PAIRS:
                _check(view, pair, dated, period(as_of, model.zone)[1])


def _check(view: View, pair: tuple[str, str], dated: _Dated, until: int) -> None:
    position = view.position(*pair)
    considered = view.considered(position)
    assert {each.statement for each in considered if each.why == "decides"} == set(position.statements)
    assert len(set(position.statements)) == len(position.statements)
    for party in {each.content.party for each in considered}:
        _check_holder([each for each in considered if each.content.party == party], dated, until)


def _check_holder(considered: Iterable[Considered], dated: _Dated, until: int) -> None:
    """Check the reasons given for all statements of one party on one issue."""
    counting = []
    for each in considered:
        assert (each.by is not None) == (each.why in {"corrected", "retracted", "withdrawn"})
        if each.why in {"decides", "earlier", "declined"}:
            assert dated.counts(each) <= until
            counting.append(each)
        elif each.why == "not-yet-said":
            assert dated.counts(each) > until
    candidates = [each for each in counting if each.content.stance != Stance.DECLINES] or counting
    for each in counting:
        followed = any(dated.begins(other) >= dated.counts(each) for other in candidates)
        assert (each.why == "decides") == (each in candidates and not followed)
        if each.why != "decides":
            assert each.why == ("declined" if each.content.stance == Stance.DECLINES else "earlier")
