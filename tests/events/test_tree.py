"""The tree as a file keeps it: always that of the events, also in files that were begun without it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.envelope import NewEvent
from events.errors import DamagedLogError
from events.merkle import LeafNodes, consistency_path, inclusion_path, leaf_hash, root_of, tree_root
from events.sqlite_file import SCHEMA, open_writer, user_version
from events.sqlite_log import SqliteLog
from events.tree import STEP, build, grow
from events.verify import Report, verify
from tests.events.samples import event, folder

SIZE: Final = 600


def events(size: int, after: int = 0) -> list[NewEvent]:
    return [event(f"k{number}") for number in range(after + 1, after + size + 1)]


def leaves_of(log: SqliteLog) -> list[bytes]:
    return [leaf_hash(stored.body) for stored in log.read()]


def kept(path: Path) -> list[tuple[int, int, bytes]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT level, place, hash FROM tree ORDER BY level, place").fetchall()


def expected(leaves: list[bytes]) -> list[tuple[int, int, bytes]]:
    return [
        (level, place, root_of(leaves[place << level : (place + 1) << level]))
        for level in (STEP, 2 * STEP)
        for place in range(len(leaves) >> level)
    ]


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteLog]:
    """A log of 600 events that came in batches of all sizes, across and onto the borders of 256."""
    with closing(SqliteLog.create(tmp_path_factory.mktemp("grown") / "log.db", recorded_by="ada")) as log:
        size = 0
        for batch in (1, 254, 1, 1, 200, 55, 0, 1, 87):
            log.append(events(batch, size))
            size += batch
        assert size == SIZE
        yield log


def test_every_256_events_have_their_hash_kept(grown: SqliteLog) -> None:
    assert kept(grown.path) == expected(leaves_of(grown))
    assert len(kept(grown.path)) == 2


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 512, 513, SIZE])
def test_proofs_from_the_file_are_those_from_all_leaves(grown: SqliteLog, size: int) -> None:
    stored, whole = grown.nodes(), LeafNodes(leaves_of(grown))
    assert tree_root(stored, size) == tree_root(whole, size)
    for place in {0, size // 3, size // 2, size - 1}:
        assert inclusion_path(stored, place, size) == inclusion_path(whole, place, size)
        assert consistency_path(stored, place + 1, size) == consistency_path(whole, place + 1, size)


@given(st.lists(st.integers(0, 300), max_size=6))
def test_however_a_log_grows_the_kept_hashes_are_the_same(batches: list[int]) -> None:
    with folder() as place, closing(SqliteLog.create(place / "log.db", recorded_by="ada")) as log:
        size = 0
        for batch in batches:
            log.append(events(batch, size))
            size += batch
        assert kept(log.path) == expected(leaves_of(log))


def test_a_write_that_is_undone_leaves_no_hash(tmp_path: Path) -> None:
    with closing(SqliteLog.create(tmp_path / "log.db", recorded_by="ada")) as log:
        with suppress(KeyError), log.writing() as writing:
            writing.append(events(300))
            raise KeyError
        assert kept(log.path) == []


def test_higher_levels_are_kept_and_read(tmp_path: Path) -> None:
    """65,536 events and some more, of which only the leaves are written, for speed."""
    size = (1 << 2 * STEP) + 300
    leaves = [leaf_hash(b"%d" % number) for number in range(size)]
    with closing(SqliteLog.create(tmp_path / "log.db")) as log:
        with closing(open_writer(log.path)) as connection:
            connection.execute("BEGIN")
            connection.execute("DROP TRIGGER events_are_appended")
            rows = ((number, f"k{number}", "k", 0, leaf, "") for number, leaf in enumerate(leaves, 1))
            connection.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)", rows)
            grow(connection, 0, 1000)
            grow(connection, 1000, size)
            connection.execute("COMMIT")
        assert kept(log.path) == expected(leaves)
        assert tree_root(log.nodes(), size) == root_of(leaves)
        for index in (0, 70, 65535, 65536, size - 1):
            assert inclusion_path(log.nodes(), index, size) == inclusion_path(LeafNodes(leaves), index, size)


# Files of version 1


def made_old(log: SqliteLog) -> None:
    """Make a file as version 1 of the program left it."""
    with closing(sqlite3.connect(log.path, isolation_level=None)) as connection:
        connection.execute("DROP TABLE tree")
        connection.execute("PRAGMA user_version=1")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    with closing(SqliteLog.create(tmp_path / "log.db", recorded_by="ada")) as log:
        log.append(events(300))
        made_old(log)
    return tmp_path / "log.db"


def test_a_reader_of_an_old_file_proves_the_same_and_changes_nothing(old: Path) -> None:
    before = old.read_bytes()
    with closing(SqliteLog(old)) as log:
        leaves = leaves_of(log)
        assert tree_root(log.nodes(), 300) == root_of(leaves)
        assert inclusion_path(log.nodes(), 299, 300) == inclusion_path(LeafNodes(leaves), 299, 300)
        assert verify(log) == Report(300, root_of(leaves).hex(), ())
    assert old.read_bytes() == before


def test_the_next_write_to_an_old_file_gives_it_the_tree(old: Path) -> None:
    with closing(SqliteLog(old, recorded_by="ada")) as log:
        log.append(events(212, 300))
        assert kept(old) == expected(leaves_of(log))
        assert user_version(log.reader) == 2
        assert verify(log).ok


def test_a_write_to_an_old_file_that_is_undone_leaves_it_old(old: Path) -> None:
    with closing(SqliteLog(old, recorded_by="ada")) as log:
        with pytest.raises(KeyError), log.writing():
            raise KeyError
        assert user_version(log.reader) == 1
        assert verify(log).ok


def test_what_is_called_tree_in_an_old_file_is_a_fault_and_gives_way(old: Path) -> None:
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE tree (x)")
    with closing(SqliteLog(old, recorded_by="ada")) as log:
        assert [(each.seq, each.detail) for each in verify(log).faults] == [(0, "tree was added")]
        log.append(events(1, 300))
        assert verify(log).ok


# Damage


def test_a_tree_that_was_tampered_with_is_built_anew(grown: SqliteLog, tmp_path: Path) -> None:
    with closing(SqliteLog.create(tmp_path / "log.db", recorded_by="ada")) as log:
        log.append(events(SIZE))
        good = kept(log.path)
        with closing(open_writer(log.path)) as connection:
            connection.execute("UPDATE tree SET hash = zeroblob(32)")
            build(connection)
        assert kept(log.path) == good
        assert SCHEMA["tree"].split() == _statement(log.path).split()


def _statement(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        (found,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'tree'").fetchone()
        assert isinstance(found, str)
        return found


@pytest.mark.parametrize(
    ("statement", "where"),
    [("DELETE FROM tree WHERE place = 0", "e1"), ("DELETE FROM events WHERE seq = 520", "e513")],
)
def test_hashes_that_are_missing_are_named_and_nothing_is_proved(statement: str, where: str, tmp_path: Path) -> None:
    with closing(SqliteLog.create(tmp_path / "log.db", recorded_by="ada")) as log:
        log.append(events(SIZE))
        with closing(sqlite3.connect(log.path, isolation_level=None)) as connection:
            connection.execute("DROP TRIGGER events_are_not_removed")
            connection.execute(statement)
        with pytest.raises(DamagedLogError) as refusal:
            tree_root(log.nodes(), SIZE)
    assert str(refusal.value) == (
        f"the log is damaged at {where}: hashes of the tree are missing; `tracker log verify` lists every fault"
    )
