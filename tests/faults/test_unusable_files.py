"""Files that are no log, damaged logs, locks, missing rights: a sentence, exit code 3, the file as it was."""

from __future__ import annotations

import fcntl
import json
import os
import resource
import shlex
import shutil
import signal
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Final

import pytest

from events.sqlite_log import SqliteLog
from tests.cli_runner import Ran, run

RECORD: Final = "record russia venue/moscow supports --said 2023 --source vladivostok-report"
EVERY_COMMAND: Final = (
    "position russia",
    "history russia",
    "show e33",
    "ask position of russia",
    RECORD,
    "party list",
    "party add ruritania",
    "log show",
    "log verify",
    "log export",
    "log rebuild",
    "search targets",
)
NAME_IT: Final = "name the log with --log PATH or TRACKER_LOG"
NO_SQLITE: Final = f"other.db is not a tracker log (it is no SQLite file); {NAME_IT}"
UPGRADE: Final = "upgrade with `pip install --upgrade negotiation-position-tracker`"


def _altered(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    connection.close()


def _another_database(path: Path) -> None:
    path.unlink()
    _altered(path, "CREATE TABLE notes (text)")


NO_LOGS: Final[dict[str, tuple[Callable[[Path], object], str]]] = {
    "empty": (lambda path: path.write_bytes(b""), f"other.db is not a tracker log (it is empty); {NAME_IT}"),
    "blanks": (lambda path: path.write_text(" \n" * 9), NO_SQLITE),
    "text": (lambda path: path.write_text("a,b\n" * 999), NO_SQLITE),
    "binary": (lambda path: path.write_bytes(bytes(range(256)) * 40), NO_SQLITE),
    "another program's": (_another_database, f"other.db is not a tracker log (another program's database); {NAME_IT}"),
    "a later version's": (
        lambda path: _altered(path, "PRAGMA user_version = 3"),
        f"other.db has version 3, this program knows up to 2; {UPGRADE}",
    ),
    "cut off": (
        lambda path: os.truncate(path, 3 * 8192),
        "the log is damaged at other.db: database disk image is malformed; `tracker log verify` lists every fault",
    ),
    "without its events": (
        lambda path: _altered(path, "DROP TABLE events"),
        "the log is damaged at other.db: no such table: events; `tracker log verify` lists every fault",
    ),
}


@pytest.mark.parametrize("words", EVERY_COMMAND)
@pytest.mark.parametrize("fault", NO_LOGS)
def test_a_file_that_is_no_log(fault: str, words: str, demo: Path) -> None:
    """Every command says what the file is instead, exits with 3, and leaves the file as it was."""
    path = demo.rename("other.db")
    spoil, sentence = NO_LOGS[fault]
    spoil(path)
    before = path.read_bytes()
    ran = run(*shlex.split(words), "--log", "other.db")
    if (fault, words) == ("without its events", "log verify"):  # the one that lists faults lists this one
        assert (ran.code, ran.out.splitlines()[1]) == (3, "0\tschema\tevents is missing")
    else:
        assert (ran.code, ran.out, ran.err) == (3, "", f"tracker: {sentence}\n")
    assert path.read_bytes() == before


@pytest.mark.parametrize("words", EVERY_COMMAND)
def test_a_folder_and_nothing_at_all(words: str, tmp_path: Path) -> None:
    """A folder is no log, and where there is nothing the way to start one is told; nothing is made."""
    (tmp_path / "folder").mkdir()
    ran = run(*shlex.split(words), "--log", "folder")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == f"tracker: folder is not a tracker log (it is a folder); {NAME_IT}\n"
    ran = run(*shlex.split(words))
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == (
        "tracker: no log at tracker.db; `tracker init` starts one, --log PATH or TRACKER_LOG names another file\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize("words", ["init", "init --demo", "log restore export.jsonl"])
@pytest.mark.parametrize("content", [b"", b"precious"])
def test_a_new_log_never_takes_the_place_of_a_file(words: str, content: bytes, tmp_path: Path) -> None:
    """`init` and `log restore` make new files only, whatever lies there."""
    (tmp_path / "tracker.db").write_bytes(content)
    (tmp_path / "export.jsonl").write_bytes(b"{}\n")
    ran = run(*shlex.split(words))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "tracker: tracker.db exists already and is left as it was; name a file that is not there yet\n"
    assert (tmp_path / "tracker.db").read_bytes() == content


@pytest.mark.parametrize("words", [*EVERY_COMMAND[:8], "log rebuild"])
def test_projections_of_a_later_version(words: str, demo: Path) -> None:
    """What a later version of the program derived is not touched; only what reads the events alone goes on."""
    _altered(demo, "UPDATE projections SET version = 9 WHERE name = 'timeline'")
    before = demo.read_bytes()
    ran = run(*shlex.split(words))
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == f"tracker: the projection 'timeline' has version 9, this program knows up to 4; {UPGRADE}\n"
    assert demo.read_bytes() == before
    assert run("log", "verify").code == 0


def test_a_damaged_event_is_named_by_verify(demo: Path) -> None:
    """One changed byte: verify finds it at its seq, exits with 3 and says what to do."""
    _altered(demo, "DROP TRIGGER events_are_not_changed")
    _altered(demo, "UPDATE events SET body = replace(body, 'legitimate', 'illegitimate') WHERE seq = 33")
    ran = run("log", "verify", "--format", "json")
    report = ran.json
    assert ran.code == 3
    assert (report["schema"], report["ok"], report["size"]) == ("tracker/verify/1", False, 54)
    assert {(fault["seq"], fault["fault"]) for fault in report["faults"]} == {(0, "schema"), (33, "hash")}
    assert ran.err == (
        "No checkpoint was given: a cut-off end, an older copy and a history hashed anew show only against one "
        "(--against).\n"
        "2 faults in 54 events; keep this file as it is, and work on from a good copy.\n"
    )
    table = run("log", "verify", "--format", "table")
    assert table.code == 3
    assert "the stored bytes do not have the stored hash" in table.out


def test_bytes_that_are_no_event_are_named(demo: Path) -> None:
    """A body that no longer decodes stops every question that needs it, with the place."""
    _altered(demo, "DROP TRIGGER events_are_not_changed")
    _altered(demo, "UPDATE events SET body = 'x' || body WHERE seq = 33")
    ran = run("show", "e33")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith('tracker: the log is damaged at \'x{"data":{')
    assert ran.err.endswith("': not a recorded event (JSONDecodeError); `tracker log verify` lists every fault\n")
    assert run("log", "verify").code == 3


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the writer's lock, as another process would."""
    with Path(f"{path}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.mark.parametrize("words", [RECORD, "retract e33 --because duplicate", "log rebuild", f"{RECORD} --dry-run"])
def test_a_lock_that_another_process_holds(words: str, demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer waits, then says so and exits with 3; readers never wait."""
    monkeypatch.setitem(SqliteLog.__init__.__kwdefaults__ or {}, "lock_wait_seconds", 0.05)
    before = demo.read_bytes()
    with _locked(demo):
        ran = run(*shlex.split(words))
        assert (ran.code, ran.out) == (3, "")
        assert ran.err == (
            "tracker: tracker.db is being written by another process (waited 0.05 s); "
            "nothing was written, try again when it has finished\n"
        )
        assert run("position", "russia", "--as-of", "2023-09-06").code == 0
    assert demo.read_bytes() == before
    assert run(*shlex.split(words)).code == 0


def _in_a_child(action: Callable[[], Ran]) -> Ran:
    """Run in a forked child, whose rights and limits end with it."""
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(sending, json.dumps(asdict(action())).encode())
        finally:
            os._exit(0)
    os.close(sending)
    with os.fdopen(receiving) as answer:
        told = answer.read()
    os.waitpid(child, 0)
    return Ran(**json.loads(told))


def _as_nobody(*words: str) -> Ran:
    """Run a command as a user whom read-only files and folders stop; root writes everywhere."""

    def action() -> Ran:
        if os.getuid() == 0:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        return run(*words)

    return _in_a_child(action)


@pytest.fixture
def open_folder(demo: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that other users can reach, unlike pytest's, with the example in it."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    shutil.copyfile(demo, folder / "tracker.db")
    monkeypatch.chdir(folder)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("why", ["a read-only file", "a read-only folder"])
def test_rights(why: str, open_folder: Path) -> None:
    """Where nothing can be written every question is answered, and a write says which file and what to check."""
    log = open_folder / "tracker.db"
    log.chmod(0o444 if why == "a read-only file" else 0o666)
    open_folder.chmod(0o777 if why == "a read-only file" else 0o555)
    before = log.read_bytes()
    asked = _as_nobody("position", "russia", "venue/moscow", "--as-of", "2023-09-06", "--format", "json")
    assert (asked.code, asked.items[0]["stance"]) == (0, "supports")
    ran = _as_nobody(*shlex.split(RECORD))
    reason = "attempt to write a readonly database" if why == "a read-only file" else "Permission denied"
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == (
        f"tracker: tracker.db cannot be written ({reason}); nothing was written. "
        "Check the rights and free space of the file and its folder\n"
    )
    assert log.read_bytes() == before


@pytest.mark.parametrize("why", ["a read-only file", "a read-only folder"])
def test_a_search_without_rights(why: str, demo: Path, open_folder: Path) -> None:
    """The index that it needs lies beside the file, and the answer is the same."""
    words = ("search", "legitimate", "targets", "--format", "json")
    before = run(*words, "--log", demo)
    log = open_folder / "tracker.db"
    log.chmod(0o444 if why == "a read-only file" else 0o666)
    open_folder.chmod(0o777 if why == "a read-only file" else 0o555)
    content = log.read_bytes()
    assert _as_nobody(*words) == before
    assert log.read_bytes() == content


def test_a_file_that_may_not_be_read(open_folder: Path) -> None:
    """Without the right to read there is no answer, and the sentence says so."""
    (open_folder / "tracker.db").chmod(0o000)
    ran = _as_nobody("position", "russia")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == "tracker: tracker.db cannot be read (Permission denied); check its name and rights\n"


def test_a_folder_that_takes_no_new_log(open_folder: Path) -> None:
    """`init` says which folder does not take it."""
    open_folder.chmod(0o555)
    ran = _as_nobody("init", "--log", "new.db")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == (
        "tracker: new.db cannot be written (Permission denied); nothing was written. "
        "Check the rights and free space of the file and its folder\n"
    )
    ran = run("init", "--log", "nowhere/new.db")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == (
        "tracker: nowhere/new.db cannot be written (No such file or directory); nothing was written. "
        "Check the rights and free space of the file and its folder\n"
    )


def test_old_projections_where_nothing_can_be_written(open_folder: Path) -> None:
    """A reader without the right to write follows the log into a temporary copy, and answers the same."""
    log = open_folder / "tracker.db"
    words = ("position", "russia", "--as-of", "2023-09-06", "--known-at", "e54", "--format", "json")
    current = run(*words)
    _altered(log, "UPDATE projections SET version = 0")
    log.chmod(0o444)
    open_folder.chmod(0o555)
    before = log.read_bytes()
    assert _as_nobody(*words) == current
    assert log.read_bytes() == before


def test_a_search_where_the_file_cannot_grow(demo: Path) -> None:
    """Its index then lies beside the file, and the answer is the same."""
    words = ("search", "legitimate", "targets", "--format", "json")
    before = run(*words)
    run("log", "rebuild")

    def action() -> Ran:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, resource.RLIM_INFINITY))  # a reader needs 32 KiB
        return run(*words)

    assert _in_a_child(action) == before
    with sqlite3.connect(demo) as connection:
        assert connection.execute("SELECT name FROM sqlite_schema WHERE name LIKE 'search%'").fetchall() == []
    connection.close()


@pytest.mark.parametrize("words", [RECORD, "import rows.csv --create-missing", "log rebuild"])
def test_a_file_that_cannot_grow(words: str, demo: Path) -> None:
    """Where the system takes no more bytes nothing is written, and the log is as it was for whoever opens it next."""
    rows = "".join(f"party-{number},issue-{number},supports,2025,report\n" for number in range(300))
    Path("rows.csv").write_text(f"party,issue,stance,said,source\n{rows}")
    before = run("log", "export").out

    def action() -> Ran:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
        return run(*shlex.split(words))

    ran = _in_a_child(action)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == "tracker: tracker.db cannot be used (disk I/O error); nothing was written\n"
    assert run("log", "export").out == before
    assert run("log", "verify").code == 0
    assert run(*shlex.split(words)).code == 0


@pytest.mark.parametrize("words", ["position russia", RECORD, "log rebuild"])
def test_pages_that_are_overwritten(words: str, demo: Path) -> None:
    """Damage that SQLite meets half-way is told as such, whatever it was reading."""
    content = bytearray(demo.read_bytes())
    content[8192 : 6 * 8192] = b"\xff" * (5 * 8192)
    demo.write_bytes(content)
    ran = run(*shlex.split(words))
    assert (ran.code, ran.out) == (3, "")
    assert "database disk image is malformed" in ran.err
    assert "`tracker log verify` lists" in ran.err
    assert demo.read_bytes() == content


@pytest.mark.usefixtures("demo")
def test_an_export_whose_events_do_not_fit_together() -> None:
    """Canonical bytes that speak of what was never registered: no log is made, and the sentence names the entry."""
    export = run("log", "export").out
    Path("export.jsonl").write_text(export.replace('"party":"russia"', '"party":"nowhere"'))
    ran = run("log", "restore", "export.jsonl", "--log", "copy.db")
    assert ran.code in {2, 3}
    assert "nowhere" in ran.err
    assert not Path("copy.db").exists()
