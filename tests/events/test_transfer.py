from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.clock import FixedClock
from events.envelope import NewEvent
from events.errors import InvalidEventError, LogExistsError
from events.memory_log import MemoryLog
from events.sqlite_log import SqliteLog
from events.transfer import export_lines, restore
from events.verify import verify
from tests.events.samples import NOON, event, folder
from tests.strategies import new_events

ADVICE = "; restore takes the unchanged output of `tracker log export`"


def lines_of(*keys: str) -> list[bytes]:
    """The export of a log with one statement per key, a minute apart."""
    clock = FixedClock(NOON)
    log = MemoryLog(clock, "ada")
    for key in keys:
        log.append([event(key)])
        clock.instant += 60
    return list(export_lines(log))


def refused(path: Path, lines: list[bytes]) -> str:
    with pytest.raises(InvalidEventError) as refusal:
        restore(path, lines)
    assert list(path.parent.iterdir()) == [], "no file is left"
    return str(refusal.value)


@given(st.lists(new_events(), max_size=5, unique_by=lambda new: new.id), st.integers(-(10**9), 10**9))
@settings(deadline=None)
def test_a_restored_log_is_the_exported_one_byte_for_byte(batch: list[NewEvent], instant: int) -> None:
    """Numbers, ids and instants included, whatever the clock now says."""
    log = MemoryLog(FixedClock(instant), "ada")
    log.append([*batch, event("the-last-one")])
    with folder() as place, closing(restore(place / "log.db", export_lines(log))) as restored:
        assert list(restored.read()) == list(log.read())
        assert restored.head() == log.head()
        assert list(export_lines(restored)) == list(export_lines(log))
        assert verify(restored).ok


def test_an_export_has_one_event_a_line(tmp_path: Path) -> None:
    lines = lines_of("a", "b", "c")
    assert [json.loads(line)["id"] for line in lines] == ["a", "b", "c"]
    assert [line.count(b"\n") for line in lines] == [1, 1, 1]


def test_a_restored_log_can_be_written_to(tmp_path: Path) -> None:
    with closing(restore(tmp_path / "log.db", lines_of("a", "b"))) as log:
        (written,) = log.append([event("c")])
        assert written.event.seq == 3
        assert verify(log).ok


def test_the_last_line_may_lack_its_line_feed(tmp_path: Path) -> None:
    lines = lines_of("a", "b")
    with closing(restore(tmp_path / "log.db", [lines[0], lines[1].removesuffix(b"\n")])) as log:
        assert log.head().seq == 2


def test_restore_never_writes_into_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    restore(path, lines_of("a")).close()
    before = path.read_bytes()
    with pytest.raises(LogExistsError):
        restore(path, lines_of("b"))
    assert path.read_bytes() == before


def test_an_empty_export_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "log.db", []) == "the export is empty; there is nothing to restore"


def test_what_fails_outside_leaves_no_file_either(tmp_path: Path) -> None:
    def interrupted() -> Iterator[bytes]:
        yield from lines_of("a")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore(tmp_path / "log.db", interrupted())
    assert list(tmp_path.iterdir()) == []


def test_a_line_missing_repeated_or_out_of_order_is_named(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    a, b, c = lines_of("a", "b", "c")
    assert refused(path, [b, c]) == f"line 1: expected seq 1, found 2{ADVICE}"
    assert refused(path, [a, c]) == f"line 2: expected seq 2, found 3{ADVICE}"
    assert refused(path, [a, b, b, c]) == f"line 3: expected seq 3, found 2{ADVICE}"
    assert refused(path, [a, c, b]) == f"line 2: expected seq 2, found 3{ADVICE}"


def test_an_id_that_comes_twice_is_named(tmp_path: Path) -> None:
    a, b = lines_of("a", "b")
    again = b.replace(b'"id":"b"', b'"id":"a"')
    assert refused(tmp_path / "log.db", [a, again]) == f"line 2: an event id is unique for ever{ADVICE}"


def test_time_that_runs_backwards_is_named(tmp_path: Path) -> None:
    a, b = lines_of("a", "b")
    earlier = b.replace(b"T12:01:00Z", b"T11:59:59Z")
    assert refused(tmp_path / "log.db", [a, earlier]) == f"line 2: recorded_at never runs backwards{ADVICE}"


NOT_CANONICAL = "the bytes are not canonical JSON (RFC 8785)"


@pytest.mark.parametrize(
    ("was", "becomes", "why"),
    [
        (b'"seq":2}', b'"seq":2} ', NOT_CANONICAL),
        (b'"seq":2}', b'"seq": 2}', NOT_CANONICAL),
        (b'"seq":2}', b'"seq":1,"seq":2}', NOT_CANONICAL),
        (b'"id":"b"', b'"id":"\\u0062"', NOT_CANONICAL),
        (b"\n", b"\r\n", NOT_CANONICAL),
    ],
)
def test_a_line_that_says_the_same_in_other_bytes_is_named(
    tmp_path: Path, was: bytes, becomes: bytes, why: str
) -> None:
    """A hash kept elsewhere is one of bytes."""
    a, b, c = lines_of("a", "b", "c")
    assert b.count(was) == 1
    assert refused(tmp_path / "log.db", [a, b.replace(was, becomes), c]) == f"line 2: {why}{ADVICE}"


@pytest.mark.parametrize(
    "line", [b"\n", b"{}\n", b"not json\n", b"null\n", b"[" * 10_000, b"\xc3(\n"], ids=lambda line: repr(line[:9])
)
def test_a_line_that_is_no_event_is_named(tmp_path: Path, line: bytes) -> None:
    sentence = refused(tmp_path / "log.db", [*lines_of("a"), line])
    assert sentence == "line 2: no recorded event; restore takes the unchanged output of `tracker log export`"


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b'"recorded_by":"ada"', b'"recorded_by":null'),
        (b'"seq":1}', b'"seq":true}'),
        (b'"said":"2025-09-05"', b'"said":"2025-02-30"'),
        (b'"stance":"supports"', b'"stance":"likes"'),
    ],
)
def test_a_line_whose_event_does_not_hold_is_named(tmp_path: Path, was: bytes, becomes: bytes) -> None:
    (line,) = lines_of("a")
    assert line.count(was) == 1
    sentence = refused(tmp_path / "log.db", [line.replace(was, becomes)])
    assert sentence == "line 1: no recorded event; restore takes the unchanged output of `tracker log export`"


def test_a_line_of_a_later_version_says_to_upgrade(tmp_path: Path) -> None:
    (line,) = lines_of("a")
    assert refused(tmp_path / "log.db", [line.replace(b'"schema":1', b'"schema":2')]) == (
        "line 1: an event of kind statement-recorded has version 2, this program knows up to 1; "
        f"upgrade with `pip install --upgrade negotiation-position-tracker`{ADVICE}"
    )


def test_a_line_too_long_for_an_event_is_named_before_it_is_read(tmp_path: Path) -> None:
    line = b" " * 65_537 + b"\n"
    assert refused(tmp_path / "log.db", [*lines_of("a"), line]) == (
        f"line 2: 65,537 bytes, an event has at most 65,536{ADVICE}"
    )


def test_a_log_restored_elsewhere_can_be_followed_from_the_same_numbers(tmp_path: Path) -> None:
    lines = lines_of(*"abcdef")
    with closing(restore(tmp_path / "log.db", lines)) as log:
        assert [stored.body + b"\n" for stored in log.read(3, 5)] == lines[3:5]
        assert isinstance(log, SqliteLog)
