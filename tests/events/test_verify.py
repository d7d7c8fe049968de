"""One broken copy per fault. Whoever breaks a copy here takes the triggers off first and puts them back after."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from events.checkpoint import Checkpoint, checkpoint_of
from events.codec import decode
from events.errors import DamagedLogError, LogUnavailableError
from events.merkle import EMPTY_ROOT, leaf_hash, root_of
from events.sqlite_file import SCHEMA
from events.sqlite_log import SqliteLog
from events.verify import Fault, Report, verify
from tests.events.samples import NOON, event, log_of

TRIGGERS: Final = [name for name, statement in SCHEMA.items() if "TRIGGER" in statement]
KEYS: Final = "abcde"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A good log of five events, one a minute."""
    log_of(tmp_path / "log.db", *KEYS).close()
    return tmp_path / "log.db"


def report_on(path: Path, against: Checkpoint | None = None) -> Report:
    with closing(SqliteLog(path)) as log:
        return verify(log, against=against)


def broken(path: Path, breaking: Callable[[sqlite3.Connection], object], against: Checkpoint | None = None) -> Report:
    """Break the log as somebody would who knows SQLite well, and verify it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for name in TRIGGERS:
            connection.execute(f"DROP TRIGGER {name}")
        breaking(connection)
        for name in TRIGGERS:
            connection.execute(SCHEMA[name])
    return report_on(path, against)


def with_sql(statement: str) -> Callable[[sqlite3.Connection], object]:
    return lambda connection: connection.execute(statement)


def with_body(seq: int, body: bytes, leaf: bytes | None = None) -> Callable[[sqlite3.Connection], object]:
    """Put other bytes in place of an event's, with their right hash unless another is given."""
    return lambda connection: connection.execute(
        "UPDATE events SET body = CAST(? AS TEXT), leaf = ? WHERE seq = ?", (body, leaf or leaf_hash(body), seq)
    )


def body_of(path: Path, seq: int) -> bytes:
    with closing(SqliteLog(path)) as log:
        (stored,) = log.read(seq - 1, seq)
    return stored.body


# A good log


def test_a_good_log_has_no_faults(path: Path) -> None:
    with closing(SqliteLog(path)) as log:
        report = verify(log)
        root = root_of(leaf_hash(stored.body) for stored in log.read())
    assert report == Report(5, root.hex(), ())
    assert report.ok


def test_an_empty_log_has_no_faults_and_the_root_of_nothing(tmp_path: Path) -> None:
    log_of(tmp_path / "log.db").close()
    assert report_on(tmp_path / "log.db") == Report(0, EMPTY_ROOT.hex(), ())


def test_verifying_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    report_on(path)
    assert path.read_bytes() == before


def test_taking_the_triggers_off_and_putting_them_back_is_no_fault_by_itself(path: Path) -> None:
    """So what the tests below find is what they broke."""
    assert broken(path, lambda connection: None).ok


def test_a_report_and_its_faults_are_values() -> None:
    fault = Fault(1, "gap", "follows 0")
    assert len({Report(0, "", (fault,)), Report(0, "", (Fault(1, "gap", "follows 0"),))}) == 1


def test_whoever_wants_to_know_is_told_of_each_event_and_of_how_many(path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    with closing(SqliteLog(path)) as log:
        verify(log, lambda done, total: told.append((done, total)))
    assert told == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_tables_beside_the_log_are_no_fault(path: Path) -> None:
    """Projections live in the log's own file."""
    assert broken(path, with_sql("CREATE TABLE positions (x UNIQUE)")).ok


def test_verifying_sees_one_moment_of_a_log_that_grows(path: Path) -> None:
    with closing(SqliteLog(path, recorded_by="ada")) as log:
        first = verify(log)
        log.append([])
        assert verify(log) == first


# Bytes


def test_a_changed_byte_is_found_at_its_event(path: Path) -> None:
    body = body_of(path, 3)
    report = broken(path, with_body(3, body.replace(b'"supports"', b'"opposes"'), leaf_hash(body)))
    assert report.faults == (Fault(3, "hash", "the stored bytes do not have the stored hash"),)
    assert not report.ok


@pytest.mark.parametrize("seq", [1, 3, 5])
def test_any_single_changed_byte_is_found_at_its_event(path: Path, seq: int) -> None:
    body = body_of(path, seq)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER events_are_not_changed")
        for place in range(len(body)):
            changed = body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]
            with_body(seq, changed, leaf_hash(body))(connection)
            found = report_on(path).faults
            assert Fault(seq, "hash", "the stored bytes do not have the stored hash") in found, place
            assert {fault.seq for fault in found} == {0, seq}, place


def test_a_changed_hash_is_found_at_its_event(path: Path) -> None:
    report = broken(path, with_sql("UPDATE events SET leaf = zeroblob(32) WHERE seq = 2"))
    assert report.faults == (Fault(2, "hash", "the stored bytes do not have the stored hash"),)


def test_bytes_that_are_not_canonical_are_found_though_their_hash_fits(path: Path) -> None:
    body = body_of(path, 4)
    spaced = json.dumps(json.loads(body)).encode()
    assert decode(spaced) == decode(body)
    report = broken(path, with_body(4, spaced))
    assert report.faults == (Fault(4, "encoding", "the stored bytes are not canonical JSON (RFC 8785)"),)


def test_a_key_written_twice_is_found_though_its_hash_fits(path: Path) -> None:
    body = body_of(path, 4)
    report = broken(path, with_body(4, body.replace(b'"seq":4', b'"seq":9,"seq":4')))
    assert report.faults == (Fault(4, "encoding", "the stored bytes are not canonical JSON (RFC 8785)"),)


def test_a_number_that_has_no_canonical_json_is_found(path: Path) -> None:
    """RFC 8785 writes numbers as doubles, which end being exact at 2**53."""
    report = broken(path, with_body(4, body_of(path, 4).replace(b'"seq":4', f'"seq":{2**53}'.encode())))
    assert report.faults == (
        Fault(4, "encoding", "the stored bytes are not canonical JSON (RFC 8785)"),
        Fault(4, "order", f"the event itself says that it is e{2**53}"),
    )


@pytest.mark.parametrize("body", [b"{}", b"gone", b"\xff\xfe", b"[" * 10_000, b'{"seq":2}'])
def test_bytes_that_are_no_event_are_found(path: Path, body: bytes) -> None:
    (fault,) = broken(path, with_body(2, body)).faults
    assert (fault.seq, fault.fault) == (2, "unreadable")
    assert fault.detail.startswith("the log is damaged at ")


def test_an_event_of_a_later_schema_is_found_unreadable(path: Path) -> None:
    (fault,) = broken(path, with_body(2, body_of(path, 2).replace(b'"schema":1', b'"schema":2'))).faults
    assert (fault.seq, fault.fault) == (2, "unreadable")
    assert fault.detail.startswith("an event of kind statement-recorded has version 2, this program knows up to 1")


# Columns and rows


@pytest.mark.parametrize(
    ("assignment", "detail"),
    [
        ("id = 'x'", "id is 'x', the event itself says 'c'"),
        ("kind = 'dossier-opened'", "kind is 'dossier-opened', the event itself says 'statement-recorded'"),
        (
            f"recorded_at = {NOON + 121}",
            f"recorded_at is {NOON + 121}, the event itself says {NOON + 120}",
        ),
        ("id = CAST(x'ff' AS TEXT)", "id is '\ufffd', the event itself says 'c'"),
    ],
)
def test_a_changed_column_is_found_at_its_event(path: Path, assignment: str, detail: str) -> None:
    report = broken(path, with_sql(f"UPDATE events SET {assignment} WHERE seq = 3"))
    assert report.faults == (Fault(3, "column", detail),)


def test_an_instant_before_the_one_before_is_found(path: Path) -> None:
    body = body_of(path, 3).replace(b"T12:02:00Z", b"T11:00:00Z")
    report = broken(
        path,
        lambda connection: (
            with_body(3, body)(connection),
            connection.execute(f"UPDATE events SET recorded_at = {NOON - 3600} WHERE seq = 3"),
        ),
    )
    assert report.faults == (Fault(3, "clock", "recorded before the event it follows"),)


@pytest.mark.parametrize(("seq", "detail"), [(1, "follows 0"), (3, "follows 2")])
def test_a_removed_event_leaves_a_gap_at_the_next(path: Path, seq: int, detail: str) -> None:
    report = broken(path, with_sql(f"DELETE FROM events WHERE seq = {seq}"))
    assert report.faults == (Fault(seq + 1, "gap", detail),)
    assert report.size == 4


def test_moving_the_later_events_up_does_not_hide_a_removed_one(path: Path) -> None:
    report = broken(
        path,
        lambda connection: (
            connection.execute("DELETE FROM events WHERE seq = 3"),
            connection.execute("UPDATE events SET seq = 3 WHERE seq = 4"),
            connection.execute("UPDATE events SET seq = 4 WHERE seq = 5"),
        ),
    )
    assert report.faults == (
        Fault(3, "order", "the event itself says that it is e4"),
        Fault(4, "order", "the event itself says that it is e5"),
    )


def test_every_fault_is_reported_not_only_the_first(path: Path) -> None:
    report = broken(
        path,
        lambda connection: (
            connection.execute("DELETE FROM events WHERE seq = 2"),
            connection.execute("UPDATE events SET id = 'x' WHERE seq = 3"),
            connection.execute("UPDATE events SET leaf = x'00' WHERE seq = 5"),
        ),
    )
    assert [(fault.seq, fault.fault) for fault in report.faults] == [(3, "gap"), (3, "column"), (5, "hash")]


def test_a_consistent_rewriting_has_no_fault_but_another_root(path: Path) -> None:
    """What a log cannot notice by itself shows to whoever kept the root."""
    before = report_on(path)
    after = broken(path, with_body(3, body_of(path, 3).replace(b'"supports"', b'"opposes"')))
    assert after.ok
    assert after.root != before.root


def test_events_cut_off_at_the_end_leave_no_fault_but_another_size_and_root(path: Path) -> None:
    before = report_on(path)
    after = broken(path, with_sql("DELETE FROM events WHERE seq = 5"))
    assert after.ok
    assert (after.size, before.size) == (4, 5)
    assert after.root != before.root


# What guards the file


@pytest.mark.parametrize("name", TRIGGERS)
def test_a_dropped_trigger_is_found(path: Path, name: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"DROP TRIGGER {name}")
    assert report_on(path).faults == (Fault(0, "schema", f"{name} is missing"),)


def test_a_weakened_trigger_is_found(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER events_are_not_changed")
        connection.execute(SCHEMA["events_are_not_changed"].replace("BEFORE UPDATE ON", "BEFORE UPDATE OF seq ON"))
    assert report_on(path).faults == (Fault(0, "schema", "events_are_not_changed was changed"),)


@pytest.mark.parametrize("table", ["events", "EVENTS", '"Events"'])
def test_an_added_trigger_is_found(path: Path, table: str) -> None:
    """However it spells the table: to SQLite it is the same one."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"CREATE TRIGGER spy AFTER INSERT ON {table} BEGIN SELECT 1; END")
    assert report_on(path).faults == (Fault(0, "schema", "spy was added"),)


@pytest.mark.parametrize("name", ["events_id", "events_recorded_at"])
def test_a_changed_index_is_found(path: Path, name: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"DROP INDEX {name}")
        connection.execute(f"CREATE INDEX {name} ON events (kind)")
    assert report_on(path).faults == (Fault(0, "schema", f"{name} was changed"),)


def test_a_dropped_and_an_added_index_are_found_in_the_order_of_their_names(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DROP INDEX events_id")
        connection.execute("DROP INDEX events_recorded_at")
        connection.execute("CREATE INDEX by_kind ON events (kind)")
    assert report_on(path).faults == (
        Fault(0, "schema", "events_id is missing"),
        Fault(0, "schema", "events_recorded_at is missing"),
        Fault(0, "schema", "by_kind was added"),
    )


def test_what_was_dropped_changed_and_added_is_told_by_name(path: Path) -> None:
    views = [f"view_{letter}" for letter in "hdbgface"]
    guards = [name for name, statement in SCHEMA.items() if "TABLE" not in statement]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for name in guards:
            connection.execute(f"DROP {'TRIGGER' if name in TRIGGERS else 'INDEX'} {name}")
        for name in views:
            connection.execute(f"CREATE VIEW {name} AS SELECT 1")
    assert [fault.detail for fault in report_on(path).faults] == [
        *(f"{name} is missing" for name in sorted(guards)),
        *(f"{name} was added" for name in sorted(views)),
    ]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for name in guards:
            connection.execute(f"CREATE VIEW {name} AS SELECT 1")
    assert [fault.detail for fault in report_on(path).faults] == [
        *(f"{name} was added" for name in sorted(views)),
        *(f"{name} was changed" for name in sorted(guards)),
    ]


def test_a_table_made_anew_with_looser_columns_is_found(path: Path) -> None:
    def loosen(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE kept AS SELECT * FROM events")
        connection.execute("DROP TABLE events")
        connection.execute(SCHEMA["events"].replace(" STRICT", ""))
        connection.execute("INSERT INTO events SELECT * FROM kept")
        connection.execute(SCHEMA["events_id"])
        connection.execute(SCHEMA["events_recorded_at"])

    assert broken(path, loosen).faults == (Fault(0, "schema", "events was changed"),)


@pytest.mark.parametrize(
    "made", ["VIEW events_now AS SELECT * FROM events", "TRIGGER spy AFTER INSERT ON other BEGIN SELECT 1; END"]
)
def test_a_view_and_a_trigger_on_another_table_are_found(path: Path, made: str) -> None:
    """Nothing of ours has either, and either could show or do something else than it seems."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE other (x)")
        connection.execute(f"CREATE {made}")
    assert report_on(path).faults == (Fault(0, "schema", f"{made.split()[1]} was added"),)


# Numbers and ids


def test_two_events_that_changed_places_are_found(path: Path) -> None:
    first, second = body_of(path, 2), body_of(path, 3)
    report = broken(path, lambda connection: (with_body(2, second)(connection), with_body(3, first)(connection)))
    assert [(each.seq, each.fault) for each in report.faults if each.fault != "column"] == [(2, "order"), (3, "order")]


def test_an_id_that_occurs_twice_is_found(path: Path) -> None:
    """Also where nobody has noticed that the index is gone: it is put back without UNIQUE."""
    body = body_of(path, 4).replace(b'"id":"d"', b'"id":"b"')

    def repeat(connection: sqlite3.Connection) -> None:
        connection.execute("DROP INDEX events_id")
        connection.execute("UPDATE events SET id = 'b' WHERE seq = 4")
        with_body(4, body)(connection)
        connection.execute("CREATE INDEX events_id ON events (id)")

    assert broken(path, repeat).faults == (
        Fault(0, "schema", "events_id was changed"),
        Fault(4, "duplicate", "has the id of e2"),
    )


# The tree


SIZE: Final = 600


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A good log that has two hashes in its tree."""
    with closing(log_of(tmp_path / "large.db")) as log:
        log.append([event(f"k{number}") for number in range(1, SIZE + 1)])
    return tmp_path / "large.db"


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (
            "UPDATE tree SET hash = zeroblob(32) WHERE place = 1",
            Fault(512, "tree", "the hash that is kept of e257 to e512 is not that of their bytes"),
        ),
        (
            "DELETE FROM tree WHERE place = 0",
            Fault(256, "tree", "the hash that is kept of e1 to e256 is missing"),
        ),
        (
            "INSERT INTO tree VALUES (8, 2, zeroblob(32))",
            Fault(601, "cut", "a hash is kept for level 8, place 2, and no such entries are"),
        ),
        (
            "UPDATE tree SET level = 16 WHERE place = 0",
            Fault(601, "cut", "a hash is kept for level 16, place 0, and no such entries are"),
        ),
    ],
)
def test_a_tree_that_was_tampered_with_is_found(large: Path, statement: str, fault: Fault) -> None:
    assert fault in broken(large, with_sql(statement)).faults


def test_a_changed_event_is_found_by_the_tree_too(large: Path) -> None:
    """So whoever changes an event and its hash must also change the tree."""
    report = broken(large, with_body(300, body_of(large, 300).replace(b'"supports"', b'"opposes"')))
    assert report.faults == (Fault(512, "tree", "the hash that is kept of e257 to e512 is not that of their bytes"),)


@pytest.mark.parametrize(
    ("broken_by", "word"), [("DROP TABLE tree", "missing"), ("ALTER TABLE tree ADD x INTEGER", "changed")]
)
def test_a_tree_that_is_missing_or_changed_is_found(large: Path, broken_by: str, word: str) -> None:
    (fault, *_) = broken(large, with_sql(broken_by)).faults
    assert fault == Fault(0, "schema", f"tree is {word}" if word == "missing" else f"tree was {word}")


def test_entries_that_were_cut_off_are_found_where_the_tree_was_forgotten(large: Path) -> None:
    report = broken(large, with_sql("DELETE FROM events WHERE seq > 300"))
    assert report.faults == (Fault(301, "cut", "a hash is kept for level 8, place 1, and no such entries are"),)


# The file


def test_an_index_that_does_not_agree_with_its_table_is_found(path: Path) -> None:
    """Through it an id would be looked up, and not found."""

    def forget(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("UPDATE sqlite_schema SET sql = sql || ' WHERE seq < 4' WHERE name = 'events_id'")
        connection.execute("PRAGMA writable_schema=RESET")
        connection.execute("REINDEX events_id")
        connection.execute("PRAGMA writable_schema=ON")
        statement = SCHEMA["events_id"]
        connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'events_id'", (statement,))
        connection.execute("PRAGMA writable_schema=RESET")

    found = broken(path, forget).faults
    assert {(each.seq, each.fault) for each in found} == {(0, "file")}
    assert "SQLite: row 4 missing from index events_id" in {each.detail for each in found}


@pytest.mark.parametrize("value", ["NULL", "x'00'", "7", "'7'"])
@pytest.mark.parametrize("column", ["id", "kind", "recorded_at", "leaf", "body"])
def test_values_of_another_type_are_found_and_do_not_stop_the_search(path: Path, column: str, value: str) -> None:
    def loosen(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA writable_schema=ON")
        strict = SCHEMA["events"].strip()
        loose = "CREATE TABLE events (seq INTEGER PRIMARY KEY, id, kind, recorded_at, leaf, body)"
        connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'events'", (loose,))
        connection.execute("PRAGMA writable_schema=RESET")
        connection.execute(f"UPDATE events SET {column} = {value} WHERE seq = 3")
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'events'", (strict,))
        connection.execute("PRAGMA writable_schema=RESET")

    assert 3 in {each.seq for each in broken(path, loosen).faults}


@pytest.mark.parametrize("page", range(2, 12))
def test_a_page_that_is_overwritten_is_found_and_the_rest_is_read(large: Path, page: int) -> None:
    content = bytearray(large.read_bytes())
    content[(page - 1) * 8192 : page * 8192] = b"\xff" * 8192
    large.write_bytes(content)
    report = report_on(large)
    assert "file" in {each.fault for each in report.faults}
    end = Fault(report.size + 1, "file", "nothing more can be read (database disk image is malformed)")
    assert [each for each in report.faults if "nothing more" in each.detail] == ([] if report.size == SIZE else [end])


def test_a_file_that_sqlite_cannot_even_check_is_found(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'events_recorded_at'").fetchone()
    content = bytearray(path.read_bytes())
    content[(page - 1) * 8192 : page * 8192] = b"\xff" * 8192
    path.write_bytes(content)
    assert report_on(path).faults == (Fault(0, "file", "SQLite: it cannot be checked"),)


@pytest.mark.parametrize("kept_from", ["body", "integrity_check"])
def test_what_keeps_the_check_from_being_made_is_an_error_and_no_fault(path: Path, kept_from: str) -> None:
    """Of a log that could not be read nobody may say that it is good, nor that it is damaged."""

    def refuse(action: int, first: str | None, second: str | None, *_: str | None) -> int:
        refused = (first, second) == ("events", kept_from) or first == kept_from
        return sqlite3.SQLITE_DENY if refused else sqlite3.SQLITE_OK

    with closing(SqliteLog(path)) as log:
        log.reader.set_authorizer(refuse)
        with pytest.raises(LogUnavailableError) as refusal:
            verify(log)
    assert str(refusal.value).startswith(f"{path} cannot be used (")
    assert not isinstance(refusal.value, DamagedLogError)


# Against a checkpoint


def kept_of(path: Path) -> Checkpoint:
    with closing(SqliteLog(path)) as log:
        return checkpoint_of(log)


def test_a_log_is_what_its_checkpoints_say_for_ever(path: Path) -> None:
    kept = [kept_of(path)]
    with closing(SqliteLog(path, recorded_by="ada")) as log:
        for key in "fgh":
            log.append([event(key)])
            kept.append(checkpoint_of(log))
    assert [report_on(path, each).faults for each in kept] == [(), (), (), ()]


def test_the_checkpoint_of_nothing_says_nothing(path: Path) -> None:
    origin = kept_of(path).origin
    assert report_on(path, Checkpoint(origin, 0, EMPTY_ROOT)).ok
    (fault,) = report_on(path, Checkpoint(origin, 0, leaf_hash(b""))).faults
    assert (fault.seq, fault.fault) == (0, "rewritten")


REWRITTEN: Final = (
    "the first 5 entries do not have the root of the checkpoint: one or more of them were changed, dropped or put in, "
    "and hashed anew"
)


def test_a_history_that_was_rewritten_and_hashed_anew_is_found(path: Path) -> None:
    kept = kept_of(path)
    rewriting = with_body(3, body_of(path, 3).replace(b'"supports"', b'"opposes"'))
    assert broken(path, rewriting, kept).faults == (Fault(5, "rewritten", REWRITTEN),)


def test_entries_that_were_cut_off_are_found(path: Path) -> None:
    kept = kept_of(path)
    assert broken(path, with_sql("DELETE FROM events WHERE seq > 3"), kept).faults == (
        Fault(
            4,
            "cut",
            "the checkpoint has 5 entries, the log 3: the last were cut off, or an older copy was put in its place",
        ),
    )


def test_an_older_copy_that_was_gone_on_with_is_found(path: Path) -> None:
    """It has as many entries again, and others."""
    older = path.read_bytes()
    with closing(SqliteLog(path, recorded_by="ada")) as log:
        log.append([event("f")])
    kept = kept_of(path)
    path.write_bytes(older)
    assert [each.fault for each in report_on(path, kept).faults] == ["cut"]
    with closing(SqliteLog(path, recorded_by="ada")) as log:
        log.append([event("g"), event("h")])
    assert [(each.seq, each.fault) for each in report_on(path, kept).faults] == [(6, "rewritten")]


def test_the_checkpoint_of_another_log_is_found(path: Path, tmp_path: Path) -> None:
    """Either it is, or the history was made anew from its first entry on."""
    log_of(tmp_path / "other.db", "x", "b", "c").close()
    faults = report_on(path, kept_of(tmp_path / "other.db")).faults
    assert faults[0] == Fault(
        0,
        "origin",
        "the checkpoint is of the log 'negotiation-position-tracker/x', this one is 'negotiation-position-tracker/a'",
    )
    assert [each.fault for each in faults] == ["origin", "rewritten"]


def test_a_log_whose_first_entry_cannot_be_read_has_an_unknown_origin(path: Path) -> None:
    kept = kept_of(path)
    faults = broken(path, with_body(1, b"{}"), kept).faults
    assert [(each.seq, each.fault) for each in faults] == [(0, "origin"), (1, "unreadable"), (5, "rewritten")]
    assert faults[0].detail.endswith(", this one is 'unknown'")


def test_a_checkpoint_of_before_10_000_events_tells_a_changed_byte_a_dropped_event_and_a_rewritten_history(
    tmp_path: Path,
) -> None:
    """What the whole of it is for."""
    path = tmp_path / "long.db"
    with closing(log_of(path, *KEYS)) as log:
        kept = checkpoint_of(log)
        log.append([event(f"k{number}") for number in range(10_000)])
    assert report_on(path, kept) == report_on(path)
    assert report_on(path, kept).ok
    whole = path.read_bytes()
    breakings: dict[str, Callable[[sqlite3.Connection], object]] = {
        "hash": with_body(3, body_of(path, 3).replace(b'"supports"', b'"opposes"'), leaf_hash(body_of(path, 3))),
        "gap": with_sql("DELETE FROM events WHERE seq = 3"),
        "rewritten": with_body(3, body_of(path, 3).replace(b'"supports"', b'"opposes"')),
    }
    for fault, breaking in breakings.items():
        path.write_bytes(whole)
        assert {fault, "rewritten"} <= {each.fault for each in broken(path, breaking, kept).faults}
