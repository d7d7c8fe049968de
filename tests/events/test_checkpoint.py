"""Checkpoints: their one spelling, and that they tell one log from another."""

from __future__ import annotations

import sqlite3
from base64 import b64encode
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from events.checkpoint import Checkpoint, checkpoint_of, note_of_checkpoint, origin_of, parse_checkpoint
from events.errors import DamagedLogError, InvalidProofError
from events.log import Head
from events.memory_log import MemoryLog
from events.merkle import EMPTY_ROOT, leaf_hash, root_of
from events.note import Note
from events.sqlite_log import SqliteLog
from tests.events.samples import event, log_of

ROOT: Final = bytes(range(32))
TEXT: Final = f"negotiation-position-tracker/a\n5\n{b64encode(ROOT).decode()}\n"


def test_a_checkpoint_reads_as_it_was_written() -> None:
    found = Checkpoint("negotiation-position-tracker/a", 5, ROOT)
    assert found.text() == TEXT
    assert parse_checkpoint(TEXT) == found
    assert note_of_checkpoint(TEXT.encode()) == (Note(TEXT), found)


def test_of_what_is_no_size_the_beginning_is_shown() -> None:
    with pytest.raises(InvalidProofError) as refused:
        parse_checkpoint(TEXT.replace("\n5\n", f"\n{'7' * 50}\n"))
    assert str(refused.value) == (
        f"'{'7' * 40}' is no number of entries; it is written in digits, without leading zeros"
    )


def test_a_checkpoint_is_a_value() -> None:
    assert len({parse_checkpoint(TEXT), parse_checkpoint(TEXT)}) == 1


@pytest.mark.parametrize("size", [0, 1, 10, 10**17])
def test_sizes_are_written_in_digits(size: int) -> None:
    assert parse_checkpoint(Checkpoint("o", size, ROOT).text()).size == size


LINES: Final = "a checkpoint has three lines: the log's origin, its size and its root"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", LINES),
        (TEXT.removesuffix("\n"), LINES),
        (f"{TEXT}more\n", LINES),
        (f"{TEXT}more", LINES),
        (f"{TEXT}\n", LINES),
        (f"\n{TEXT}", LINES),
        (TEXT.replace("\n5\n", "\n"), LINES),
        (
            TEXT.replace("negotiation-position-tracker/a", ""),
            "the first line of a checkpoint names the log; here it is empty",
        ),
        *(
            (
                TEXT.replace("\n5\n", f"\n{size}\n"),
                f"{size!r} is no number of entries; it is written in digits, without leading zeros",
            )
            for size in ("", "05", "00", "+5", "-5", "5 ", " 5", "5.0", "1e3", "0x5", "\u0665", "5_0", "1" * 19)
        ),
        (TEXT.replace("=", ""), f"the root of a checkpoint is not in base64: {b64encode(ROOT).decode()[:-1]!r}"),
        (
            TEXT.replace("8=", "9="),
            f"the root of a checkpoint is in base64 with bits that encoding never sets: "
            f"{b64encode(ROOT).decode()[:-2] + '9='!r}",
        ),
        (f"o\n5\n{b64encode(ROOT[:31]).decode()}\n", "the root of a checkpoint has 31 bytes instead of 32"),
        (f"o\n5\n{b64encode(ROOT + b'x').decode()}\n", "the root of a checkpoint has 33 bytes instead of 32"),
    ],
)
def test_what_is_no_checkpoint_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InvalidProofError) as refused:
        parse_checkpoint(text)
    assert str(refused.value) == sentence


def test_the_checkpoint_of_a_log(tmp_path: Path) -> None:
    with closing(log_of(tmp_path / "log.db", "a", "b", "c")) as log:
        root = root_of(leaf_hash(stored.body) for stored in log.read())
        assert checkpoint_of(log) == Checkpoint("negotiation-position-tracker/a", 3, root)


def test_what_grows_meanwhile_is_not_in_it(tmp_path: Path) -> None:
    """The size is read once, and the root is of that many."""
    with closing(log_of(tmp_path / "log.db", "a", "b")) as log:
        before = checkpoint_of(log)

        def tick(done: int, total: int | None) -> None:
            if done == 1:
                log.append([event("c")])

        assert checkpoint_of(log, tick) == before


class Busy(SqliteLog):
    """A log that somebody else appends to right after each look at its head."""

    def head(self) -> Head:
        found = super().head()
        with closing(SqliteLog(self.path, recorded_by="bob")) as other:
            other.append([event(f"after-{found.seq}")])
        return found


def test_what_comes_between_the_head_and_the_entries_is_not_in_it_either(tmp_path: Path) -> None:
    with closing(log_of(tmp_path / "log.db", "a", "b")) as log, closing(Busy(tmp_path / "log.db")) as busy:
        before = checkpoint_of(log)
        assert checkpoint_of(busy) == before
        assert checkpoint_of(log).size == 3


def test_a_log_keeps_its_origin_and_others_have_another(tmp_path: Path) -> None:
    with closing(log_of(tmp_path / "log.db", "a")) as log, closing(log_of(tmp_path / "other.db", "b")) as other:
        origin = origin_of(log)
        log.append([event("b")])
        assert origin_of(log) == origin == "negotiation-position-tracker/a"
        assert origin_of(other) == "negotiation-position-tracker/b"
    memory = MemoryLog(recorded_by="ada")
    memory.append([event("a")])
    assert origin_of(memory) == origin


def test_nothing_has_no_checkpoint(tmp_path: Path) -> None:
    with closing(SqliteLog.create(tmp_path / "log.db")) as log, pytest.raises(InvalidProofError) as refused:
        checkpoint_of(log)
    assert str(refused.value) == ("the log is empty, and a checkpoint of nothing says nothing; record something first")
    assert parse_checkpoint(Checkpoint("o", 0, EMPTY_ROOT).text()).size == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET leaf = zeroblob(32) WHERE seq = 2",
        "UPDATE events SET body = replace(body, 'supports', 'opposes') WHERE seq = 2",
        "DELETE FROM events WHERE seq = 2",
    ],
)
def test_a_damaged_log_gives_no_checkpoint(statement: str, tmp_path: Path) -> None:
    """Nobody should sign, or keep, the root of what was tampered with."""
    log_of(tmp_path / "log.db", "a", "b", "c").close()
    with closing(sqlite3.connect(tmp_path / "log.db", isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER events_are_not_changed")
        connection.execute("DROP TRIGGER events_are_not_removed")
        connection.execute(statement)
    with closing(SqliteLog(tmp_path / "log.db")) as log, pytest.raises(DamagedLogError) as refused:
        checkpoint_of(log)
    assert str(refused.value) == (
        f"the log is damaged at {tmp_path / 'log.db'}: its events do not have the root that was kept of them; "
        "`tracker log verify` lists every fault"
    )
