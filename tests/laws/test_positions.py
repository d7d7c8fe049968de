"""The answers are those of the plain rules, at every cut."""

from __future__ import annotations

from hypothesis import event, given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from tests.laws.dossiers import ISSUES, PAIRS, PARTIES, Dossier, as_ofs, dossiers, seqs
from tests.laws.model import Known, Model, Moved, period
from tests.laws.playing import events_of, played
from tracker.ledger import Ledger
from tracker.view import View

_CUTS_A_DOSSIER = 3


def _cuts(ledger: Ledger, data: DataObject) -> list[tuple[View, Known, int]]:
    """Random cuts: the view, what is known there, and the first instant after its as of."""
    model = Model(events_of(ledger))
    found = []
    for _ in range(_CUTS_A_DOSSIER):
        known = model.known(data.draw(seqs(1, len(model.events)), label="seq"))
        as_of = data.draw(as_ofs(known), label="as_of")
        view = ledger.at(as_of=as_of, known_at=f"e{known.seq}")
        found.append((view, known, period(as_of, model.zone)[1]))
    return found


@given(dossiers(), st.data())
def test_a_position_is_what_the_rules_say(dossier: Dossier, data: DataObject) -> None:
    """Every field of every position is what the rules say, at any as of and any known at."""
    with played(dossier) as ledger:
        for view, known, until in _cuts(ledger, data):
            for party, issue in PAIRS:
                expected = known.position(party, issue, until)
                event(f"{expected['basis']}: {expected['stance']}")
                assert view.position(party, issue).as_json() == expected


@given(dossiers(), st.data())
def test_a_party_has_the_positions_that_it_has_issue_by_issue(dossier: Dossier, data: DataObject) -> None:
    """All positions of a party are those on each issue, by issue, without those that are none."""
    with played(dossier) as ledger:
        for view, _, _ in _cuts(ledger, data):
            for party in PARTIES:
                each = [view.position(party, issue).as_json() for issue in ISSUES]
                some = [position for position in each if position["basis"] != "none"]
                assert [position.as_json() for position in view.positions(party)] == some
                below = [position for position in some if str(position["issue"]).startswith("peace/")]
                assert [position.as_json() for position in view.positions(party, under="peace")] == below


@given(dossiers(), st.data())
def test_history_is_what_the_rules_say(dossier: Dossier, data: DataObject) -> None:
    """History has every content and withdrawal that the cut reaches, oldest first, with its movement and status."""
    with played(dossier) as ledger:
        for view, known, until in _cuts(ledger, data):
            for party, issue in PAIRS:
                expected = known.history(party, issue, until)
                for moved in expected:
                    event(f"{moved.status}: {moved.movement}")
                assert _history(view, party, issue) == expected


def _history(view: View, party: str, issue: str) -> list[Moved]:
    return [
        Moved(
            counts=step.counts,
            seq=step.withdrawal.seq if step.withdrawal else step.version.seq,
            statement=step.version.statement,
            movement=step.movement,
            status=step.status,
        )
        for step in view.history(party, issue)
    ]


@given(dossiers(), st.data())
def test_the_history_of_a_party_is_that_of_its_issues(dossier: Dossier, data: DataObject) -> None:
    """The history of a party is the history on each issue, one after the other."""
    with played(dossier) as ledger:
        for view, _, _ in _cuts(ledger, data):
            for party in PARTIES:
                each = [step.as_json() for issue in ISSUES for step in view.history(party, issue)]
                assert [step.as_json() for step in view.history(party)] == each
