from __future__ import annotations

import os
import pickle
import sqlite3
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Final

import filelock  # noqa: F401 - imported before a child gives up its rights, and with them perhaps its imports
import pytest

from events.codec import decode
from events.errors import (
    DamagedLogError,
    LogExistsError,
    LogLockedError,
    LogMissingError,
    LogNotWritableError,
    LogUnavailableError,
    NewerLogError,
    NotALogError,
    RecordError,
)
from events.log import Head
from events.merkle import leaf_hash
from events.sqlite_file import APPLICATION_ID, SCHEMA, remove_log
from events.sqlite_log import SqliteLog
from events.verify import Fault, verify
from tests.events.samples import NOON, event, folder, log_of

ROOT: Final = Path(__file__).parents[2]
NOBODY: Final = 65_534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A log of three events, closed."""
    path = tmp_path / "log.db"
    log_of(path, "a", "b", "c").close()
    return path


@pytest.fixture
def log(path: Path) -> Iterator[SqliteLog]:
    with closing(SqliteLog(path, recorded_by="ada", lock_wait_seconds=0.05)) as log:
        yield log


@contextmanager
def plain(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file as anybody would who knows nothing of the log, with SQLite's defaults."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def files_beside(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir())


# The file refuses what a log does not do

INSERT: Final = "INSERT INTO events (seq, id, kind, recorded_at, leaf, body) VALUES"
LATER: Final = NOON + 3_600

REFUSED: Final = {
    "an update of a body": ("UPDATE events SET body = '{}' WHERE seq = 2", "events are never changed"),
    "an update that changes nothing": ("UPDATE events SET body = body", "events are never changed"),
    "an update of a number": ("UPDATE events SET seq = 4 WHERE seq = 3", "events are never changed"),
    "an update or replace": ("UPDATE OR REPLACE events SET id = 'a' WHERE seq = 3", "events are never changed"),
    "an update or ignore": ("UPDATE OR IGNORE events SET id = 'x' WHERE seq = 3", "events are never changed"),
    "a delete of the last": ("DELETE FROM events WHERE seq = 3", "events are never removed"),
    "a delete of all": ("DELETE FROM events", "events are never removed"),
    "a replace of a number": (
        f"INSERT OR REPLACE INTO events VALUES (2, 'x', 'k', {LATER}, x'00', '{{}}')",
        "events are numbered without a gap",
    ),
    "a replace of an id": (
        f"REPLACE INTO events VALUES (4, 'a', 'k', {LATER}, x'00', '{{}}')",
        "an event id is unique for ever",
    ),
    "an upsert": (
        f"{INSERT} (3, 'c', 'k', {LATER}, x'00', '{{}}') ON CONFLICT (seq) DO UPDATE SET body = 'x'",
        "events are numbered without a gap",
    ),
    "a gap": (f"{INSERT} (5, 'x', 'k', {LATER}, x'00', '{{}}')", "events are numbered without a gap"),
    "a number already there": (f"{INSERT} (3, 'x', 'k', {LATER}, x'00', '{{}}')", "events are numbered without a gap"),
    "number zero": (f"{INSERT} (0, 'x', 'k', {LATER}, x'00', '{{}}')", "events are numbered without a gap"),
    "no number": (f"{INSERT} (NULL, 'x', 'k', {LATER}, x'00', '{{}}')", "events are numbered without a gap"),
    "a gap inside a batch": (
        f"{INSERT} (4, 'x', 'k', {LATER}, x'00', '{{}}'), (6, 'y', 'k', {LATER}, x'00', '{{}}')",
        "events are numbered without a gap",
    ),
    "an id already there": (f"{INSERT} (4, 'b', 'k', {LATER}, x'00', '{{}}')", "an event id is unique for ever"),
    "an insert or ignore of an id already there": (
        f"INSERT OR IGNORE INTO events VALUES (4, 'b', 'k', {LATER}, x'00', '{{}}')",
        "an event id is unique for ever",
    ),
    "an earlier instant": (
        f"{INSERT} (4, 'x', 'k', {NOON + 119}, x'00', '{{}}')",
        "recorded_at never runs backwards",
    ),
}


@pytest.mark.parametrize("recursive_triggers", ["ON", "OFF"])
@pytest.mark.parametrize("what", REFUSED)
def test_the_file_itself_refuses(path: Path, what: str, recursive_triggers: str) -> None:
    """Whatever program opens it, and whether or not that program lets triggers fire one another."""
    statement, sentence = REFUSED[what]
    before = path.read_bytes()
    with plain(path) as connection:
        connection.execute(f"PRAGMA recursive_triggers={recursive_triggers}")
        with pytest.raises(sqlite3.IntegrityError) as refusal:
            connection.execute(statement)
    assert str(refusal.value) == sentence
    assert path.read_bytes() == before


@pytest.mark.parametrize("what", REFUSED)
def test_the_log_s_own_connection_is_refused_the_same(log: SqliteLog, what: str) -> None:
    before = list(log.rows())
    statement, sentence = REFUSED[what]
    with pytest.raises(DamagedLogError, match=sentence), log.writing() as writing:
        writing.connection.execute(statement)
    assert list(log.rows()) == before


def test_an_event_of_the_same_instant_is_taken(path: Path) -> None:
    """The trigger refuses what is earlier, and no more."""
    with plain(path) as connection:
        connection.execute(f"{INSERT} (4, 'x', 'k', {NOON + 120}, x'00', '{{}}')")
        assert connection.execute("SELECT max(seq) FROM events").fetchone() == (4,)


def test_the_first_event_has_number_1(tmp_path: Path) -> None:
    log_of(tmp_path / "log.db").close()
    with plain(tmp_path / "log.db") as connection:
        for seq in (0, 2, -1):
            with pytest.raises(sqlite3.IntegrityError, match="events are numbered without a gap"):
                connection.execute(f"{INSERT} ({seq}, 'x', 'k', {NOON}, x'00', '{{}}')")
        connection.execute(f"{INSERT} (1, 'x', 'k', {NOON}, x'00', '{{}}')")


# What lies in a row


def test_a_row_has_the_bytes_their_hash_and_what_search_needs(log: SqliteLog) -> None:
    for row in log.rows():
        stored = decode(row.body)
        assert (row.seq, row.id, row.kind, row.recorded_at) == (
            stored.seq,
            stored.id,
            stored.data.kind,
            stored.recorded_at,
        )
        assert row.leaf == leaf_hash(row.body)


# Making and opening


@pytest.mark.parametrize("content", [b"", b"notes", b"SQLite format 3\x00"])
def test_create_leaves_a_file_that_is_there_as_it_was(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "log.db"
    path.write_bytes(content)
    with pytest.raises(LogExistsError) as refusal:
        SqliteLog.create(path)
    assert str(refusal.value) == f"{path} exists already and is left as it was; name a file that is not there yet"
    assert path.read_bytes() == content
    assert files_beside(path) == ["log.db"]


def test_create_leaves_a_log_that_is_there_as_it_was(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(LogExistsError):
        SqliteLog.create(path)
    assert path.read_bytes() == before


def test_create_does_not_follow_a_link_that_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "log.db")
    with pytest.raises(LogExistsError):
        SqliteLog.create(tmp_path / "link.db")
    assert files_beside(tmp_path / "log.db") == ["link.db"]


def test_create_in_a_folder_that_is_not_there_says_so(tmp_path: Path) -> None:
    path = tmp_path / "no" / "log.db"
    with pytest.raises(LogNotWritableError) as refusal:
        SqliteLog.create(path)
    assert str(refusal.value) == (
        f"{path} cannot be written (No such file or directory); nothing was written. "
        "Check the rights and free space of the file and its folder"
    )


def test_create_that_fails_halfway_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SCHEMA, "events_id", "CREATE INDEX events_id ON nothing (id)")
    with pytest.raises(LogUnavailableError):
        SqliteLog.create(tmp_path / "log.db")
    assert files_beside(tmp_path / "log.db") == []


@pytest.mark.parametrize(
    "name", ["log.db", "log?mode=memory.db", "log#1.db", "100%25.db", "протокол 记录.db", "a'b\"c.db"]
)
def test_a_log_may_be_called_anything(tmp_path: Path, name: str) -> None:
    log_of(tmp_path / name, "a").close()
    assert sorted(file.name for file in tmp_path.iterdir() if not file.name.endswith(".lock")) == [name]
    with closing(SqliteLog(tmp_path / name)) as log:
        assert log.head() == Head(1, NOON)


def _other_database(path: Path) -> None:
    with plain(path) as connection:
        connection.execute("CREATE TABLE events (seq INTEGER PRIMARY KEY)")


def _of_a_later_version(path: Path) -> None:
    log_of(path, "a").close()
    with plain(path) as connection:
        connection.execute("PRAGMA user_version=3")


def _pretender(path: Path) -> None:
    _other_database(path)
    with plain(path) as connection:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID + 1}")


NOT_A_LOG = "{path} is not a tracker log ({why}); name the log with --log PATH or TRACKER_LOG"
UNOPENED: Final[dict[str, tuple[Callable[[Path], object], type[RecordError], str]]] = {
    "nothing": (
        lambda path: None,
        LogMissingError,
        "no log at {path}; `tracker init` starts one, --log PATH or TRACKER_LOG names another file",
    ),
    "a folder": (Path.mkdir, NotALogError, NOT_A_LOG.replace("{why}", "it is a folder")),
    "an empty file": (Path.touch, NotALogError, NOT_A_LOG.replace("{why}", "it is empty")),
    "a text file": (
        lambda path: path.write_text("party,issue,stance\n" * 100),
        NotALogError,
        NOT_A_LOG.replace("{why}", "it is no SQLite file"),
    ),
    "another database": (_other_database, NotALogError, NOT_A_LOG.replace("{why}", "another program's database")),
    "another program's file": (_pretender, NotALogError, NOT_A_LOG.replace("{why}", "another program's database")),
    "a later version": (
        _of_a_later_version,
        NewerLogError,
        "{path} has version 3, this program knows up to 2; "
        "upgrade with `pip install --upgrade negotiation-position-tracker`",
    ),
}


@pytest.mark.parametrize("what", UNOPENED)
def test_what_is_no_log_is_not_opened_and_left_as_it_was(tmp_path: Path, what: str) -> None:
    make, error, sentence = UNOPENED[what]
    path = tmp_path / "log.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(error) as refusal:
        SqliteLog(path)
    assert str(refusal.value) == sentence.format(path=path)
    assert (path.read_bytes() if path.is_file() else None) == before


@pytest.mark.parametrize("size", [1, 5, 99, 511, 512, 4_096])
def test_text_of_any_length_is_no_log(tmp_path: Path, size: int) -> None:
    path = tmp_path / "log.db"
    path.write_bytes(b"x" * size)
    with pytest.raises(NotALogError):
        SqliteLog(path)


def test_a_name_no_file_can_have_is_told_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 5_000)
    with pytest.raises(LogUnavailableError) as refusal:
        SqliteLog(path)
    assert str(refusal.value) == f"{path} cannot be read (File name too long); check its name and rights"


# Damage


@pytest.fixture(params=["overwritten", "without its table"])
def damaged(request: pytest.FixtureRequest, path: Path) -> Path:
    """A log whose first page is whole and whose events are not."""
    if request.param == "without its table":
        with plain(path) as connection:
            connection.execute("DROP TABLE events")
    else:
        content = path.read_bytes()
        path.write_bytes(content[:8_192] + b"\xff" * (len(content) - 8_192))
    return path


READS: Final[dict[str, Callable[[SqliteLog], object]]] = {
    "head": SqliteLog.head,
    "get": lambda log: log.get("a"),
    "seq_at": lambda log: log.seq_at(NOON),
    "read": lambda log: list(log.read()),
    "rows": lambda log: list(log.rows()),
    "append": lambda log: log.append([event("x")]),
}


@pytest.mark.parametrize("name", READS)
def test_damage_is_told_in_the_record_s_own_words(damaged: Path, name: str) -> None:
    """Never as an error of SQLite."""
    with closing(SqliteLog(damaged, recorded_by="ada")) as log, pytest.raises(DamagedLogError) as refusal:
        READS[name](log)
    assert str(refusal.value).startswith(f"the log is damaged at {damaged}: ")
    assert str(refusal.value).endswith("; `tracker log verify` lists every fault")


@pytest.mark.parametrize("damaged", ["overwritten"], indirect=True)
def test_pages_that_cannot_be_read_are_faults_of_a_verification(damaged: Path) -> None:
    with closing(SqliteLog(damaged)) as log:
        assert {(each.seq, each.fault) for each in verify(log).faults} == {(0, "file"), (1, "file")}


@pytest.mark.parametrize("damaged", ["without its table"], indirect=True)
def test_without_a_table_of_events_a_verification_says_so(damaged: Path) -> None:
    with closing(SqliteLog(damaged)) as log:
        report = verify(log)
    assert report.size == 0
    assert Fault(0, "schema", "events is missing") in report.faults


def test_a_file_cut_short_is_damage(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:9_000])
    with pytest.raises(DamagedLogError):
        SqliteLog(path)


# Writing


def test_several_appends_in_one_writing_see_one_another(log: SqliteLog) -> None:
    with log.writing() as writing:
        writing.append([event("d")])
        (again, new) = writing.append([event("d"), event("e")], expected_head=4)
        assert (again.already, new.event.seq, writing.head.seq) == (True, 5, 5)
        assert [stored.seq for stored in writing.read(3)] == [4, 5]
        found = writing.get("e")
        assert found is not None
        assert found.body == new.body
        assert log.head().seq == 3, "nobody else sees them yet"
    assert log.head().seq == 5


def test_an_error_inside_a_writing_takes_everything_back(log: SqliteLog) -> None:
    def fail_halfway() -> None:
        with log.writing() as writing:
            writing.append([event("d")])
            writing.connection.execute("CREATE TABLE projection (x)")
            raise KeyError

    before = list(log.rows())
    with pytest.raises(KeyError):
        fail_halfway()
    assert list(log.rows()) == before
    assert log.reader.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'projection'").fetchone() == (0,)
    (written,) = log.append([event("d")])
    assert written.event.seq == 4


def test_nobody_else_begins_to_write_while_a_writing_is_open(path: Path, log: SqliteLog) -> None:
    """Not even a program that knows nothing of the lock file: what is decided in a writing still holds at its end."""
    with plain(path) as other, log.writing():
        other.execute("PRAGMA busy_timeout=10")
        with pytest.raises(sqlite3.OperationalError, match="database is locked"):
            other.execute("BEGIN IMMEDIATE")


def test_what_is_acknowledged_has_been_forced_to_the_disk(log: SqliteLog) -> None:
    """SQLite promises so of a write-ahead log with synchronous=FULL (2) or more."""
    with log.writing() as writing:
        assert writing.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert writing.connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_now_in_a_writing_is_what_its_events_will_have(tmp_path: Path) -> None:
    with closing(log_of(tmp_path / "log.db", "a", instant=NOON)) as log, log.writing() as writing:
        (written,) = writing.append([event("b")])
        assert writing.now() == written.event.recorded_at == NOON + 60


def test_another_log_object_sees_what_was_appended(path: Path, log: SqliteLog) -> None:
    with closing(SqliteLog(path)) as other:
        log.append([event("d")])
        assert other.head().seq == 4


# One file


def test_closing_after_a_write_leaves_one_complete_file(path: Path, tmp_path: Path) -> None:
    with closing(SqliteLog(path, recorded_by="ada")) as log:
        log.append([event("d")])
    assert not log.unmerged
    assert [name for name in files_beside(path) if name.endswith(("-wal", "-shm"))] == []
    copy = tmp_path / "copy.db"
    copy.write_bytes(path.read_bytes())
    with closing(SqliteLog(copy)) as found:
        assert found.head().seq == 4


def test_closing_twice_is_closing(path: Path) -> None:
    log = SqliteLog(path, recorded_by="ada")
    log.append([event("d")])
    log.close()
    log.close()


def test_a_reader_in_the_way_of_merging_is_told(path: Path) -> None:
    """The events are safe in the file beside; `unmerged` says that the one file alone is not complete."""
    log = SqliteLog(path, recorded_by="ada")
    with plain(path) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM events").fetchone()
        log.append([event("d")])
        log._writer.execute("PRAGMA busy_timeout=10")  # type: ignore[union-attr]  # opened by append; else five seconds
        log.close()
    assert log.unmerged
    with closing(SqliteLog(path)) as found:
        assert found.head().seq == 4


def test_a_writer_in_the_way_of_merging_does_not_make_a_write_a_failure(path: Path) -> None:
    """What was appended is on disk; to say that nothing was written would have it entered twice."""
    log = SqliteLog(path, recorded_by="ada", lock_wait_seconds=0.05)
    log.append([event("d")])
    with held_lock(path):
        log.close()
    assert log.unmerged
    with closing(SqliteLog(path)) as found:
        assert found.head().seq == 4


def test_remove_log_leaves_nothing(path: Path) -> None:
    log = SqliteLog(path, recorded_by="ada")
    log.append([event("d")])
    log.reader.close()
    remove_log(path)
    assert files_beside(path) == []
    log.close()


# Other processes


@contextmanager
def python(code: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    with process:
        try:
            yield process
        finally:
            if process.poll() is None and process.stdin is not None and not process.stdin.closed:
                process.stdin.close()  # what it waits for


def said_by(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline().strip()


HOLD_THE_LOCK: Final = """
import sys
from filelock import FileLock
with FileLock(sys.argv[1] + ".lock"):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held_lock(path: Path) -> Iterator[None]:
    """Let another process hold the writer's lock."""
    with python(HOLD_THE_LOCK, path) as process:
        assert said_by(process.stdout) == "held"
        yield


def test_a_lock_held_by_another_process_is_told_and_changes_nothing(path: Path, log: SqliteLog) -> None:
    before = path.read_bytes()
    with held_lock(path):
        with pytest.raises(LogLockedError) as refusal:
            log.append([event("d")])
        assert log.head().seq == 3, "reading goes on"
    assert str(refusal.value) == (
        f"{path} is being written by another process (waited 0.05 s); "
        "nothing was written, try again when it has finished"
    )
    assert path.read_bytes() == before
    (written,) = log.append([event("d")])
    assert written.event.seq == 4


def test_another_log_object_of_the_same_process_waits_for_the_lock_too(path: Path, log: SqliteLog) -> None:
    with closing(SqliteLog(path, recorded_by="bob")) as other, other.writing() as writing:
        writing.append([event("d")])
        with pytest.raises(LogLockedError):
            log.append([event("e")])
    assert log.head().seq == 4


APPEND_FIFTY: Final = """
import sys
from pathlib import Path
from events.sqlite_log import SqliteLog
from tests.events.samples import event
log = SqliteLog(Path(sys.argv[1]), recorded_by=sys.argv[2])
print("ready", flush=True)
sys.stdin.read()
for number in range(50):
    log.append([event(f"{sys.argv[2]}-{number}")])
log.close()
"""


def test_two_processes_that_race_leave_one_gapless_log(path: Path) -> None:
    with python(APPEND_FIFTY, path, "ada") as ada, python(APPEND_FIFTY, path, "bob") as bob:
        for process in (ada, bob):
            assert said_by(process.stdout) == "ready"
        for process in (ada, bob):
            assert process.stdin is not None
            process.stdin.close()
        assert [process.wait(60) for process in (ada, bob)] == [0, 0]
    with closing(SqliteLog(path)) as log:
        events = [decode(stored.body) for stored in log.read()]
        assert [stored.seq for stored in events] == list(range(1, 104))
        for user in ("ada", "bob"):
            assert [stored.id for stored in events[3:] if stored.recorded_by == user] == [
                f"{user}-{number}" for number in range(50)
            ]
        assert verify(log).faults == ()


# Rights


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder every user can get to; pytest's own are closed to others."""
    with folder() as made:
        made.chmod(0o755)
        try:
            yield made
        finally:
            made.chmod(0o755)


def without_rights(work: Callable[[], str]) -> str:
    """Return what `work` returns in a child process that may not do what root may."""
    receiving, sending = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a fork beside threads; the child uses none
        child = os.fork()
    if not child:
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            answer = work()
        except BaseException as error:
            answer = f"{type(error).__name__}: {error}"
        os.write(sending, pickle.dumps(answer))
        os._exit(0)
    os.close(sending)
    with os.fdopen(receiving, "rb") as pipe:
        answer = pickle.loads(pipe.read())  # noqa: S301 - our own child wrote it
    os.waitpid(child, 0)
    assert isinstance(answer, str)
    return answer


@pytest.mark.parametrize("folder_mode", [0o555, 0o777], ids=["read-only folder", "open folder"])
def test_a_log_that_may_only_be_read_is_read(open_folder: Path, folder_mode: int) -> None:
    """In a read-only folder too, where SQLite cannot make the files it wants beside."""
    path = open_folder / "log.db"
    log_of(path, "a", "b").close()
    path.chmod(0o444)
    open_folder.chmod(folder_mode)

    def read() -> str:
        with closing(SqliteLog(path)) as log:
            return f"{[decode(stored.body).id for stored in log.read()]} {verify(log).ok}"

    assert without_rights(read) == "['a', 'b'] True"


@pytest.mark.parametrize(
    ("file_mode", "folder_mode"), [(0o444, 0o555), (0o444, 0o777), (0o666, 0o555)], ids=["both", "file", "folder"]
)
def test_a_log_that_may_not_be_written_says_so_and_stays_as_it_was(
    open_folder: Path, file_mode: int, folder_mode: int
) -> None:
    path = open_folder / "log.db"
    log_of(path, "a").close()
    Path(f"{path}.lock").unlink()
    before = path.read_bytes()
    path.chmod(file_mode)
    open_folder.chmod(folder_mode)

    def append() -> str:
        with closing(SqliteLog(path, recorded_by="bob", lock_wait_seconds=0.1)) as log:
            log.append([event("b")])
        return "was written"

    answer = without_rights(append)
    assert answer.startswith(f"LogNotWritableError: {path} cannot be written (")
    assert answer.endswith("; nothing was written. Check the rights and free space of the file and its folder")
    assert path.read_bytes() == before


def test_a_log_that_may_not_be_read_says_so(open_folder: Path) -> None:
    path = open_folder / "log.db"
    log_of(path, "a").close()
    path.chmod(0o000)
    assert without_rights(lambda: str(SqliteLog(path))) == (
        f"LogUnavailableError: {path} cannot be read (Permission denied); check its name and rights"
    )


def test_a_log_in_a_closed_folder_says_so(open_folder: Path) -> None:
    path = open_folder / "log.db"
    log_of(path, "a").close()
    open_folder.chmod(0o000)
    assert without_rights(lambda: str(SqliteLog(path))) == (
        f"LogUnavailableError: {path} cannot be read (Permission denied); check its name and rights"
    )


def test_create_in_a_folder_that_takes_no_file_says_so(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    path = open_folder / "log.db"
    assert without_rights(lambda: str(SqliteLog.create(path))) == (
        f"LogNotWritableError: {path} cannot be written (Permission denied); nothing was written. "
        "Check the rights and free space of the file and its folder"
    )
