"""A ledger over the log in memory and one over SQLite, driven side by side: nobody could tell which is which."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.strategies import DataObject

from events.clock import FixedClock, Instant, instant_text
from events.envelope import NewEvent
from events.errors import RecordError
from events.kinds import (
    DossierOpened,
    EntryVoided,
    IssueOpened,
    MembershipBegan,
    MembershipEnded,
    PartyRegistered,
    SourceAdded,
    StatementContent,
    StatementRecorded,
)
from events.log import EventLog, Written
from events.memory_log import MemoryLog
from events.sqlite_log import SqliteLog
from tests.laws.dossiers import ISSUES, PAIRS, PARTIES, setting, statement_contents
from tests.laws.playing import ANALYST, answers, ledger_in_file, ledger_in_memory, projected
from tracker.errors import TrackerError
from tracker.ledger import Ledger

_START: Instant = 1_761_480_000  # 2025-10-26T12:00:00Z
_ZONE = "Europe/Kyiv"

# What is likely to be admitted stands here several times, or little would ever be recorded.
keys = st.builds("k-{}".format, st.integers(1, 8))
entries = st.one_of(
    keys,
    keys,
    st.builds("e{}".format, st.integers(10, 25)),
    st.sampled_from(["last", "last", "last", "e1", "e99", "Ω"]),
)
_PAST = ["2025", "2025-10", "2025-10-25", "2025-10-26", "../2025-10-26", "2025-10-26T13:00+02:00"]
dates = st.sampled_from([*_PAST, *_PAST, "2025-11-30", "?"])
parties = st.sampled_from([*PARTIES, *PARTIES, "The Bloc", "newland", "Æther"])
issues = st.sampled_from([*ISSUES, *ISSUES, "venue", "new/venue/hall"])
sources = st.sampled_from([*["wire"] * 4, "Wire", "https://wire.example/a", "gazette"])
stances = st.sampled_from([*["supports", "opposes", "declines"] * 2, "supports-if", "hopes"])


class Engines(RuleBasedStateMachine):
    """Two ledgers on one clock; whatever is done to one is done to the other."""

    def __init__(self) -> None:
        super().__init__()
        self.exit = ExitStack()
        self.exit.enter_context(patch.dict(os.environ, TRACKER_USER=ANALYST))
        self.clock = FixedClock(_START)
        self.memory = self.exit.enter_context(ledger_in_memory(self.clock))
        self.file = self.exit.enter_context(ledger_in_file(self.clock))

    def teardown(self) -> None:
        """At the end the rows are the same, and so is what they say."""
        try:
            assert projected(self.memory) == projected(self.file)
            assert answers(self.memory.at()) == answers(self.file.at())
        finally:
            self.exit.close()

    def both(self, action: Callable[[Ledger], Sequence[Written]]) -> None:
        """Do the same at both, and see the same come of it."""
        seed = self.memory.log.head().seq
        with _numbered_ids(seed):
            in_memory = _outcome(self.memory, action)
        with _numbered_ids(seed):
            in_file = _outcome(self.file, action)
        assert in_memory == in_file

    @initialize()
    def open(self) -> None:
        """Open the dossier, with two statements in it."""
        self.both(lambda ledger: ledger.append(setting(_ZONE)))
        for key in ("k-1", "k-2"):
            self.both(partial(_record_one, key))

    @rule(seconds=st.sampled_from([0, 1, 60, 3600, 86_400, -3600]))
    def wait(self, seconds: int) -> None:
        """The clock moves."""
        self.clock.instant += seconds

    @rule(
        party=parties,
        issue=issues,
        stance=stances,
        said=st.none() | dates,
        source=st.none() | sources,
        speaker=st.sampled_from([None, None, "envoy", "nobody"]),
        conditions=st.sampled_from([(), (), ("a vote",)]),
        key=keys,
        new=st.booleans(),
        same=st.booleans(),
    )
    def record(self, party: str, issue: str, stance: str, key: str, **options: Any) -> None:
        """Somebody records a statement."""
        self.both(lambda ledger: ledger.record(party, issue, stance, id=key, **options))

    @rule(
        chosen=st.lists(entries, min_size=1, max_size=2),
        changes=st.fixed_dictionaries(
            {}, optional={"stance": st.sampled_from(["neutral", "opposes"]), "said": dates, "party": parties}
        ),
        dry_run=st.booleans(),
    )
    def correct(self, chosen: list[str], changes: dict[str, str], dry_run: bool) -> None:
        """Somebody corrects statements, or wants to see what that would do."""
        self.both(lambda ledger: ledger.correct(chosen, changes, reason="coding-error", dry_run=dry_run))

    @rule(source=sources, said=dates, said_was=st.none() | dates)
    def correct_source(self, source: str, said: str, said_was: str | None) -> None:
        """Somebody corrects all statements of a source."""
        self.both(
            lambda ledger: ledger.correct_source(source, {"said": said}, said_was=said_was, reason="source-error")
        )

    @rule(entry=entries, because=st.sampled_from(["duplicate", "source-retracted", "coding-error", "boredom"]))
    def retract(self, entry: str, because: str) -> None:
        """Somebody retracts an entry."""
        self.both(lambda ledger: ledger.retract(entry, because=because))

    @rule(entry=entries, on=dates)
    def withdraw(self, entry: str, on: str) -> None:
        """A party takes a statement back."""
        self.both(lambda ledger: ledger.withdraw(entry, on=on))

    @rule(entry=entries)
    def void(self, entry: str) -> None:
        """Somebody takes an entry out."""
        self.both(lambda ledger: ledger.void(entry, note="a mistake"))

    @rule(data=st.data(), chosen=st.lists(keys, min_size=1, max_size=3))
    def append(self, data: DataObject, chosen: list[str]) -> None:
        """Somebody appends several statements at once; the same key may come again, with the same or other content."""
        contents: list[StatementContent] = [
            data.draw(statement_contents(_ZONE, self.clock.instant)) for _ in range(len(chosen) - 1 or 1)
        ]
        events = [
            NewEvent(StatementRecorded(**dict(contents[number % len(contents)])), key)
            for number, key in enumerate(chosen)
        ]
        self.both(lambda ledger: ledger.append(events))

    @rule(
        data=st.sampled_from(
            [
                MembershipBegan(member="aland", grouping="bloc", on=None),
                MembershipBegan(member="bloc", grouping="league", on="2025-10-20"),
                MembershipBegan(member="league", grouping="aland", on=None),
                MembershipEnded(member="aland", grouping="bloc", on="../2025-10-26"),
                EntryVoided(target="k-1", reason="a mistake"),
                IssueOpened(path="talks/prisoners/lists", title="Lists"),
                DossierOpened(name="Again"),
            ]
        ),
        key=keys,
    )
    def append_other(self, data: Any, key: str) -> None:
        """Somebody appends something that is not a statement."""
        self.both(lambda ledger: ledger.append([NewEvent(data, key)]))

    @rule(pair=st.sampled_from(PAIRS), as_of=st.none() | st.sampled_from(["2025-10-25", "2025-10-26", "2026-01-01"]))
    def ask(self, pair: tuple[str, str], as_of: str | None) -> None:
        """Somebody asks; both answer the same, also about the past."""
        head = self.memory.log.head()
        for known_at in (None, f"e{head.seq // 2 + 1}", instant_text(head.recorded_at), "2025-10-26"):
            one, other = (ledger.at(as_of=as_of, known_at=known_at) for ledger in (self.memory, self.file))
            assert one.cut == other.cut
            assert answers(one, [pair]) == answers(other, [pair])

    @invariant()
    def the_bytes_are_the_same(self) -> None:
        """Both logs hold the same bytes."""
        assert list(self.memory.log.read()) == list(self.file.log.read())
        assert self.memory.log.head() == self.file.log.head()


@contextmanager
def _numbered_ids(seed: int) -> Iterator[None]:
    """Ids that a ledger makes up are numbers here, so that two ledgers make up the same."""
    number = count(seed * 1000)
    source = SimpleNamespace(urandom=lambda size: next(number).to_bytes(size, "big"))
    with patch("events.ids.os", source), patch("events.ids.time", SimpleNamespace(time_ns=lambda: _START * 10**9)):
        yield


def _record_one(key: str, ledger: Ledger) -> list[Written]:
    return ledger.record("bloc", "peace", "supports", said="2025-10-25", source="wire", id=key)


def _outcome(ledger: Ledger, action: Callable[[Ledger], Sequence[Written]]) -> object:
    """What came of it: what was written, or the error's class and sentence."""
    try:
        return action(ledger)
    except (TrackerError, RecordError) as error:
        return type(error), str(error)


TestEngines = Engines.TestCase
TestEngines.settings = settings(TestEngines.settings, deadline=None, stateful_step_count=25)  # by default 50, slowly


@dataclass
class _TickingClock:
    """A clock that moves on whenever somebody looks."""

    instant: Instant = _START

    def now(self) -> Instant:
        self.instant += 1
        return self.instant


@pytest.mark.parametrize("engine", ["memory", "sqlite"])
def test_what_a_write_returns_is_what_the_log_holds(engine: str, tmp_path: Any) -> None:
    """The events and bytes that a write returns are those in the log: its author, its instant, its seq."""
    clock = _TickingClock()
    log: EventLog = (
        MemoryLog(clock=clock, recorded_by="somebody")
        if engine == "memory"
        else SqliteLog.create(tmp_path / "tracker.db", clock=clock, recorded_by="somebody")
    )
    with Ledger(log, clock=clock) as ledger:
        written = ledger.append([NewEvent(DossierOpened(name="Laws")), NewEvent(PartyRegistered(id="a", name="A"))])
        written += ledger.append([NewEvent(SourceAdded(id="wire", title="Wire"))])
        assert [each.event.recorded_by for each in written] == ["somebody"] * 3
        assert [each.body for each in written] == [stored.body for stored in log.read()]
