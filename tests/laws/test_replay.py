"""What was followed step by step is what a replay makes of the same log, wherever it is kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from events.clock import FixedClock
from tests.laws.dossiers import Dossier, as_ofs, dossiers, seqs
from tests.laws.model import Model
from tests.laws.playing import (
    answers,
    events_of,
    ledger_in_file,
    ledger_in_memory,
    play,
    play_all,
    played,
    projected,
    projected_on,
)
from tracker.ledger import Ledger
from tracker.projections.follow import Follower, make_tables


@given(dossiers(), st.data())
def test_replay_gives_what_following_gave(dossier: Dossier, data: DataObject) -> None:
    """A ledger opened afresh has the same rows, and gives the same answers, as the one that followed along."""
    clock = FixedClock(dossier.start)
    with ledger_in_memory(clock) as ledger:
        for _ in play(dossier, ledger, clock):
            projected(ledger)  # asked after every step, so that every step is followed by itself
        known = Model(events_of(ledger)).known(data.draw(seqs(1, ledger.log.head().seq), label="seq"))
        as_of = data.draw(as_ofs(known), label="as_of")
        with Ledger(ledger.log, clock=clock) as afresh:
            assert projected(afresh) == projected(ledger)
            cut = {"as_of": as_of, "known_at": f"e{known.seq}"}
            assert answers(afresh.at(**cut)) == answers(ledger.at(**cut))


@given(dossiers())
def test_rows_in_the_file_are_those_of_a_replica(dossier: Dossier) -> None:
    """Projections in a SQLite log's own file, a replica beside a log in memory, and a replay have the same rows."""
    clock = FixedClock(dossier.start)
    with played(dossier) as beside, ledger_in_file(clock) as inside:
        play_all(dossier, inside, clock)
        assert projected(inside) == projected(beside)
        with closing(sqlite3.connect(":memory:")) as connection:
            Follower.caught_up(connection, inside.log)
            assert projected_on(connection) == projected(inside)


@given(dossiers(), st.integers(0, 20))
def test_a_replay_may_stop_anywhere(dossier: Dossier, first: int) -> None:
    """Following a part of the log and then the rest is following it at once."""
    with played(dossier) as ledger, closing(sqlite3.connect(":memory:")) as connection:
        events = events_of(ledger)
        make_tables(connection)
        for part in (events[:first], events[first:]):
            Follower(connection, ledger.log.get).follow(part)
        assert projected_on(connection) == projected(ledger)
