"""What every log promises, whatever it keeps its events in. A new engine joins by one line in `ENGINES`."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Protocol

import pytest
import rfc8785
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from events.clock import Clock, FixedClock
from events.codec import decode, encode, read_json
from events.envelope import NewEvent
from events.errors import ConflictError, HeadMovedError, IdTakenError, InvalidEventError
from events.log import EventLog, Head, current_user
from events.memory_log import MemoryLog
from events.periods import ALWAYS, NEVER
from events.sqlite_log import SqliteLog
from tests.events.samples import NOON, event, statement
from tests.strategies import event_ids, new_events


class OpenLog(Protocol):
    """Makes a new, empty log."""

    def __call__(self, clock: Clock, recorded_by: str | None = "ada") -> EventLog: ...


def _memory(folder: Path, clock: Clock, recorded_by: str | None) -> MemoryLog:
    return MemoryLog(clock, recorded_by)


def _sqlite(folder: Path, clock: Clock, recorded_by: str | None) -> SqliteLog:
    return SqliteLog.create(folder / "log.db", clock=clock, recorded_by=recorded_by)


Engine = Callable[[Path, Clock, str | None], EventLog]
ENGINES: Final[dict[str, Engine]] = {"memory": _memory, "sqlite": _sqlite}


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture(params=ENGINES)
def open_log(request: pytest.FixtureRequest, tmp_path: Path) -> OpenLog:
    """Makes a log of the engine under test."""
    engine = ENGINES[request.param]

    def make(clock: Clock, recorded_by: str | None = "ada") -> EventLog:
        log = engine(tmp_path, clock, recorded_by)
        if isinstance(log, SqliteLog):
            request.addfinalizer(log.close)
        return log

    return make


@pytest.fixture
def log(open_log: OpenLog, clock: FixedClock) -> EventLog:
    return open_log(clock)


def bodies(log: EventLog) -> list[bytes]:
    return [stored.body for stored in log.read()]


def ids_in(log: EventLog) -> list[str]:
    return [decode(body).id for body in bodies(log)]


# Numbering and order


def test_an_empty_log_has_head_0_and_nothing_to_read(log: EventLog) -> None:
    assert log.head() == Head(0, ALWAYS)
    assert bodies(log) == []
    assert log.get("a") is None
    assert log.seq_at(NEVER) == 0


def test_events_are_numbered_from_1_without_a_gap_across_appends(log: EventLog) -> None:
    log.append([event("a"), event("b")])
    log.append([event("c")])
    assert [stored.seq for stored in log.read()] == [1, 2, 3]
    assert [decode(stored.body).seq for stored in log.read()] == [1, 2, 3]


def test_append_returns_what_it_wrote_in_the_order_given(log: EventLog) -> None:
    written = log.append([event("b"), event("a"), event("c")])
    assert [(entry.event.seq, entry.event.id, entry.already) for entry in written] == [
        (1, "b", False),
        (2, "a", False),
        (3, "c", False),
    ]
    assert [entry.body for entry in written] == bodies(log)


def test_an_empty_batch_adds_nothing_and_is_no_error(log: EventLog) -> None:
    log.append([event("a")])
    assert log.append([]) == []
    assert log.head().seq == 1


def test_the_head_is_the_last_seq_and_its_instant(log: EventLog, clock: FixedClock) -> None:
    log.append([event("a")])
    clock.instant += 60
    log.append([event("b")])
    assert log.head() == Head(2, NOON + 60)


def test_a_refused_append_uses_up_no_number(log: EventLog) -> None:
    log.append([event("a")])
    with pytest.raises(IdTakenError):
        log.append([event("b"), event("a", said="2024")])
    (written,) = log.append([event("c")])
    assert written.event.seq == 2


# All or nothing


def test_a_conflict_in_the_middle_of_a_batch_stores_none_of_it(log: EventLog) -> None:
    log.append([event("a")])
    before = bodies(log)
    with pytest.raises(IdTakenError):
        log.append([event("b"), event("a", said="2024"), event("c")])
    assert bodies(log) == before
    assert log.get("b") is None


def test_an_event_too_large_in_the_middle_of_a_batch_stores_none_of_it(log: EventLog) -> None:
    large = event("large", quotation="\U0001f54a" * 20_000)
    with pytest.raises(InvalidEventError, match="an event takes at most 65,536; shorten its texts"):
        log.append([event("a"), large, event("b")])
    assert bodies(log) == []
    assert log.head() == Head(0, ALWAYS)


def test_a_batch_has_one_instant(log: EventLog) -> None:
    written = log.append([event("a"), event("b")])
    assert {entry.event.recorded_at for entry in written} == {NOON}


# Repeats and conflicts


def test_the_same_event_again_is_a_success_that_adds_nothing(log: EventLog, clock: FixedClock) -> None:
    (first,) = log.append([event("a")])
    clock.instant += 60
    (again,) = log.append([event("a")])
    assert again.already
    assert (again.event, again.body) == (first.event, first.body)
    assert bodies(log) == [first.body]


def test_a_repeat_within_a_batch_is_already_there(log: EventLog) -> None:
    written = log.append([event("a"), event("b"), event("a")])
    assert [(entry.event.seq, entry.already) for entry in written] == [(1, False), (2, False), (1, True)]
    assert ids_in(log) == ["a", "b"]


def test_what_led_to_a_repeat_does_not_matter(log: EventLog) -> None:
    log.append([NewEvent(statement(), "a", caused_by="x")])
    (again,) = log.append([NewEvent(statement(), "a", caused_by="y")])
    assert again.already
    assert again.event.caused_by == "x"


def test_an_id_with_other_content_names_the_entry_that_has_it(log: EventLog) -> None:
    log.append([event("a"), event("b")])
    with pytest.raises(IdTakenError) as refusal:
        log.append([event("b", stance="opposes")])
    assert str(refusal.value) == (
        "id 'b' is already taken by e2 with other content; `tracker show e2` shows it. "
        "Choose another id, or correct that entry."
    )
    assert (refusal.value.event_id, refusal.value.seq) == ("b", 2)


def test_an_id_twice_in_a_batch_with_other_content_is_a_conflict(log: EventLog) -> None:
    with pytest.raises(IdTakenError):
        log.append([event("a"), event("a", said="2024")])
    assert bodies(log) == []


def test_ids_differ_by_case(log: EventLog) -> None:
    log.append([event("a"), event("A", said="2024")])
    assert ids_in(log) == ["a", "A"]


# expected_head


def test_the_expected_head_lets_an_append_pass(log: EventLog) -> None:
    log.append([event("a")], expected_head=0)
    log.append([event("b")], expected_head=1)
    assert ids_in(log) == ["a", "b"]


@pytest.mark.parametrize("expected", [0, 2, -1])
def test_another_head_than_expected_refuses_the_append(log: EventLog, expected: int) -> None:
    log.append([event("a")])
    with pytest.raises(HeadMovedError) as refusal:
        log.append([event("b")], expected_head=expected)
    assert str(refusal.value) == f"the log moved: expected head {expected}, found 1; read again and retry"
    assert ids_in(log) == ["a"]


def test_the_head_is_checked_even_for_repeats_and_empty_batches(log: EventLog) -> None:
    log.append([event("a")])
    for batch in ([], [event("a")]):
        with pytest.raises(HeadMovedError):
            log.append(batch, expected_head=0)


# Time


def test_recorded_at_never_runs_backwards_when_the_clock_does(log: EventLog, clock: FixedClock) -> None:
    instants: list[int] = []
    for step in (0, -3600, +1800, +1801):
        clock.instant += step
        (written,) = log.append([event(f"k{len(instants)}")])
        instants.append(written.event.recorded_at)
    assert instants == [NOON, NOON, NOON, NOON + 1]


def test_seq_at_is_the_last_seq_recorded_at_or_before(log: EventLog, clock: FixedClock) -> None:
    log.append([event("a"), event("b")])
    clock.instant += 60
    log.append([event("c")])
    found = [log.seq_at(NOON + offset) for offset in (-1, 0, 1, 59, 60, 61)]
    assert found == [0, 2, 2, 2, 3, 3]
    assert (log.seq_at(ALWAYS), log.seq_at(NEVER)) == (0, 3)


# Reading


def test_get_finds_the_event_of_an_id(log: EventLog) -> None:
    written = log.append([event("a"), event("b")])
    found = log.get("b")
    assert found is not None
    assert (found.seq, found.body) == (2, written[1].body)


@pytest.mark.parametrize("event_id", ["", "A", "a ", "a\x00", "%", "\udcff", chr(0xD800)])
def test_get_of_an_id_that_is_not_there_is_none_whatever_was_typed(log: EventLog, event_id: str) -> None:
    log.append([event("a")])
    assert log.get(event_id) is None


def test_read_yields_what_lies_after_one_seq_up_to_another(log: EventLog) -> None:
    """For every pair of numbers, also ones outside the log."""
    log.append([event(key) for key in "abcd"])
    for after, upto in product(range(-2, 7), [None, *range(-2, 7)]):
        found = [stored.seq for stored in log.read(after, upto)]
        assert found == [seq for seq in (1, 2, 3, 4) if seq > after and (upto is None or seq <= upto)], (after, upto)


def test_stored_bytes_are_canonical_and_hold_the_whole_event(log: EventLog) -> None:
    """RFC 8785 says which bytes; decoding gives back what append returned."""
    written = log.append([event("a", quotation='\u202eкавычки\r\n\U0001f54a e\u0301 " \\ '), event("b")])
    for stored, entry in zip(log.read(), written, strict=True):
        assert rfc8785.dumps(read_json(stored.body.decode())) == stored.body
        assert decode(stored.body) == entry.event
        assert encode(entry.event) == stored.body


# Who recorded it


def test_recorded_by_is_the_tracker_user(open_log: OpenLog, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_USER", "Łucja Ōe")
    (written,) = open_log(clock, None).append([event("a")])
    assert written.event.recorded_by == "Łucja Ōe"
    assert decode(written.body).recorded_by == "Łucja Ōe"


def test_recorded_by_is_the_system_user_without_tracker_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TRACKER_USER", raising=False)
    monkeypatch.setenv("LOGNAME", "grace")
    assert current_user() == "grace"


def test_a_system_user_without_a_name_is_recorded_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found: 4711")

    monkeypatch.delenv("TRACKER_USER", raising=False)
    monkeypatch.setattr("getpass.getuser", nameless)
    monkeypatch.setattr("os.getuid", lambda: 4711)
    assert current_user() == "uid-4711"


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\u202eb", "x" * 101, "\udcff"])
def test_a_tracker_user_that_is_no_name_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_USER", name)
    with pytest.raises(InvalidEventError) as refusal:
        current_user()
    assert str(refusal.value) == "TRACKER_USER is one printable name of at most 100 characters"


# Engines side by side


class SideBySide(RuleBasedStateMachine):
    """Whatever is done to both, SQLite's log holds the same bytes as the yardstick's, and answers the same."""

    appended = Bundle("appended")

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.clock = FixedClock(NOON)
        self.memory = MemoryLog(self.clock, "ada")
        self.sqlite = SqliteLog.create(Path(self.folder.name) / "log.db", clock=self.clock, recorded_by="ada")

    def teardown(self) -> None:
        self.sqlite.close()
        self.folder.cleanup()

    def append_to_both(self, batch: list[NewEvent], expected_head: int | None = None) -> None:
        outcomes = [_outcome(log, batch, expected_head) for log in (self.memory, self.sqlite)]
        assert outcomes[0] == outcomes[1]

    @rule(target=appended, event=new_events(), expected=st.none() | st.integers(0, 3))
    def append_one(self, event: NewEvent, expected: int | None) -> NewEvent:
        self.append_to_both([event], expected)
        return event

    @rule(target=appended, first=new_events(), second=new_events(), earlier=appended)
    def append_a_batch_around_a_repeat(self, first: NewEvent, second: NewEvent, earlier: NewEvent) -> NewEvent:
        self.append_to_both([first, earlier, second])
        return second

    @rule(new=new_events(), earlier=appended, other=new_events())
    def append_a_conflict(self, new: NewEvent, earlier: NewEvent, other: NewEvent) -> None:
        self.append_to_both([new, NewEvent(other.data, earlier.id)])

    @rule(seconds=st.integers(-100, 100))
    def move_the_clock(self, seconds: int) -> None:
        self.clock.instant += seconds

    @rule()
    def close_and_open_again(self) -> None:
        self.sqlite.close()
        self.sqlite = SqliteLog(self.sqlite.path, clock=self.clock, recorded_by="ada")

    @rule(event_id=event_ids())
    def get_an_unknown(self, event_id: str) -> None:
        assert self.sqlite.get(event_id) == self.memory.get(event_id)

    @rule(earlier=appended)
    def get_a_known(self, earlier: NewEvent) -> None:
        assert self.sqlite.get(earlier.id) == self.memory.get(earlier.id)

    @rule(after=st.integers(0, 5), length=st.integers(0, 5))
    def read_a_stretch(self, after: int, length: int) -> None:
        assert list(self.sqlite.read(after, after + length)) == list(self.memory.read(after, after + length))

    @invariant()
    def both_hold_the_same(self) -> None:
        assert list(self.sqlite.read()) == list(self.memory.read())
        assert self.sqlite.head() == self.memory.head()
        assert self.sqlite.seq_at(self.clock.instant) == self.memory.seq_at(self.clock.instant)


def _outcome(log: EventLog, batch: list[NewEvent], expected_head: int | None) -> object:
    try:
        return log.append(batch, expected_head)
    except ConflictError as refusal:
        return type(refusal), str(refusal)


TestSideBySide = SideBySide.TestCase
TestSideBySide.settings = settings(stateful_step_count=12, deadline=None)
