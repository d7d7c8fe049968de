"""A check finds what the plain rules find, at every cut; and what somebody left stays left while it is the same."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from hypothesis import assume, event, given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from events.clock import FixedClock
from events.ids import handle
from events.vocabulary import FindingKind
from tests.laws.checked import Found, acknowledged_by, checked_dossiers, found_by_the_rules
from tests.laws.dossiers import ISSUES, PARTIES, Dossier, as_ofs, seqs
from tests.laws.model import Model, period
from tests.laws.playing import events_of, ledger_in_file, ledger_in_memory, play, play_all, projected, projected_on
from tracker.checking import acknowledge, assert_position
from tracker.ledger import Ledger
from tracker.projections.follow import Follower
from tracker.reading.findings.finding import Finding

_CUTS_A_DOSSIER = 3
_KINDS = list(FindingKind)


def _play_and_check(dossier: Dossier, ledger: Ledger, clock: FixedClock, data: DataObject) -> None:
    """Take a dossier's steps; between them somebody asserts what is so, leaves what is found, or takes that back."""
    made: list[str] = []
    for _ in play(dossier, ledger, clock):
        act = data.draw(st.integers(0, 5), label="act")
        if act == 0:
            pair = data.draw(st.sampled_from(PARTIES)), data.draw(st.sampled_from(ISSUES))
            day = ledger.at().cut.day.isoformat()
            word = ledger.at(day).position(*pair).stance or "none"
            (written,) = assert_position(ledger, *pair, word, as_of=day, because="read")
            made.append(handle(written.event.seq))
        elif act == 1 and (found := _open(ledger.at().findings())):
            (written,) = acknowledge(ledger, data.draw(st.sampled_from(found), label="left").key, because="seen")
            made.append(handle(written.event.seq))
        elif act == 2 and made:
            ledger.void(made.pop(data.draw(st.integers(0, len(made) - 1), label="void")), note="a mistake")


def _open(findings: list[Finding]) -> list[Finding]:
    return [each for each in findings if each.acknowledged is None]


@given(checked_dossiers(), st.data())
def test_a_check_finds_what_the_rules_find(dossier: Dossier, data: DataObject) -> None:
    """Every finding with what it rests on and whether it was left, no other, none twice; in the order promised."""
    clock = FixedClock(dossier.start)
    with ledger_in_memory(clock) as ledger:
        _play_and_check(dossier, ledger, clock, data)
        model = Model(events_of(ledger))
        for _ in range(_CUTS_A_DOSSIER):
            known = model.known(data.draw(seqs(1, len(model.events)), label="seq"))
            as_of = data.draw(as_ofs(known), label="as_of")
            findings = ledger.at(as_of=as_of, known_at=f"e{known.seq}").findings()
            for each in findings:
                event(f"{each.kind}: {'open' if each.acknowledged is None else 'left'}")
            expected = found_by_the_rules(known, period(as_of, model.zone)[1])
            assert sorted(map(_found, findings), key=str) == expected
            left = acknowledged_by(known)
            for each in findings:
                entry = None if each.acknowledged is None else each.acknowledged.entry
                assert entry == left.get((each.kind.value, each.about))
            assert findings == sorted(findings, key=_place)
            assert len({each.key for each in findings}) == len(findings)


def _found(finding: Finding) -> Found:
    return Found(finding.kind.value, finding.party, finding.issue, finding.about)


def _place(finding: Finding) -> tuple[int, str, str, tuple[str, ...]]:
    return _KINDS.index(finding.kind), finding.party or "", finding.issue or "", finding.about


@given(checked_dossiers(), st.data())
def test_a_past_check_never_changes(dossier: Dossier, data: DataObject) -> None:
    """What was found at a seq is found again, asked anew or of a view that was kept, whatever came after."""
    clock = FixedClock(dossier.start)
    with ledger_in_memory(clock) as ledger:
        kept = []
        for seq in play(dossier, ledger, clock):
            if data.draw(st.integers(0, 3), label="ask") == 0:
                as_of = data.draw(as_ofs(Model(events_of(ledger)).known(seq)), label="as_of")
                kept.append((as_of, seq, ledger.at(as_of, f"e{seq}"), ledger.at(as_of).findings()))
                if _open(ledger.at(as_of).findings()):
                    acknowledge(ledger, _open(ledger.at(as_of).findings())[-1].key, because="seen", as_of=as_of)
        for as_of, seq, view, found in kept:
            assert ledger.at(as_of, f"e{seq}").findings() == view.findings() == found


@given(checked_dossiers(), st.data())
def test_what_somebody_leaves_is_one_finding(dossier: Dossier, data: DataObject) -> None:
    """Acknowledging one closes it and no other, from that entry on; a void opens it again; positions are as before."""
    clock = FixedClock(dossier.start)
    with ledger_in_memory(clock) as ledger:
        play_all(dossier, ledger, clock)
        as_of = data.draw(as_ofs(Model(events_of(ledger)).known(ledger.log.head().seq)), label="as_of")
        before = ledger.at(as_of).findings()
        assume(_open(before))
        chosen = data.draw(st.sampled_from(_open(before)), label="left")
        (written,) = acknowledge(ledger, chosen.key, because="seen", as_of=as_of)
        entry = handle(written.event.seq)
        after = ledger.at(as_of).findings()
        assert [each.key for each in after] == [each.key for each in before]
        assert _open(after) == [each for each in _open(before) if each.key != chosen.key]
        assert ledger.at(as_of, handle(written.event.seq - 1)).findings() == before
        ledger.void(entry, note="a mistake")
        assert ledger.at(as_of).findings() == before
        assert ledger.at(as_of, entry).findings() == after


@given(checked_dossiers(), st.data())
def test_replay_gives_what_following_gave(dossier: Dossier, data: DataObject) -> None:
    """Also of assertions and acknowledgements, void and not: the tables in the file are those of a replay."""
    clock = FixedClock(dossier.start)
    with ledger_in_file(clock) as ledger, closing(sqlite3.connect(":memory:")) as connection:
        _play_and_check(dossier, ledger, clock, data)
        Follower.caught_up(connection, ledger.log)
        assert projected_on(connection) == projected(ledger)
