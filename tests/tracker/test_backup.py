"""`tracker log backup` and `tracker log doctor`: copies that are whole or not there, and what a file stands on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from events.backup import backup
from events.errors import LogExistsError, LogNotWritableError
from events.sqlite_log import SqliteLog
from events.verify import verify
from tests.cli_runner import items, run, tracker
from tests.events.samples import event, log_of
from tracker.doctor import _file_system, _kind_of_mount, _room, _sqlite


def test_a_copy_holds_what_the_log_held_and_can_be_written_to(demo: Path) -> None:
    assert items("log backup copy.db") == [{"log": "tracker.db", "backup": "copy.db", "entries": 54}]
    assert run("log", "export", "--log", "copy.db").out == run("log", "export").out
    assert items("position russia --log copy.db") == items("position russia")
    tracker("party add ruritania --log copy.db")
    assert tracker("log verify --log copy.db --format json").json["size"] == 55


def test_a_copy_is_of_one_moment_while_somebody_writes(tmp_path: Path) -> None:
    """What is in the -wal file of an open write belongs to the log once it is committed, and not before."""
    with closing(log_of(tmp_path / "log.db", "a", "b")) as log:
        with log.writing() as writing:
            writing.append([event("c")])
            with closing(SqliteLog(tmp_path / "log.db")) as other:
                assert backup(other, tmp_path / "before.db").seq == 2
        with closing(SqliteLog(tmp_path / "log.db")) as other:
            assert backup(other, tmp_path / "after.db").seq == 3
    for name, size in (("before", 2), ("after", 3)):
        with closing(SqliteLog(tmp_path / f"{name}.db")) as copy:
            assert (verify(copy).ok, verify(copy).size) == (True, size)


def test_one_file_is_the_whole_copy(demo: Path) -> None:
    tracker("log backup copy.db")
    assert sorted(each.name for each in Path().glob("copy*")) == ["copy.db"]


@pytest.mark.parametrize("taken", ["file", "link to nothing", "folder"])
def test_a_copy_never_takes_the_place_of_anything(taken: str, demo: Path) -> None:
    target = Path("copy.db")
    if taken == "file":
        target.write_text("mine")
    elif taken == "folder":
        target.mkdir()
    else:
        target.symlink_to("nowhere")
    ran = run("log", "backup", "copy.db")
    sentence = "copy.db exists already and is left as it was; name a file that is not there yet"
    assert (ran.code, ran.out, ran.err) == (2, "", f"tracker: {sentence}\n")
    assert taken != "file" or target.read_text() == "mine"
    assert not list(Path().glob("*.part*"))


def test_what_came_meanwhile_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    with closing(log_of(tmp_path / "log.db", "a")) as log, pytest.raises(LogExistsError):
        backup(log, target, lambda *_: _write(target))
    assert target.read_text() == "mine"
    assert not list(tmp_path.glob("*.part*"))


def _write(target: Path) -> None:
    target.write_text("mine")


def test_an_interrupted_copy_leaves_nothing(tmp_path: Path) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with closing(log_of(tmp_path / "log.db", "a")) as log, pytest.raises(KeyboardInterrupt):
        backup(log, tmp_path / "copy.db", interrupt)
    assert not list(tmp_path.glob("copy*"))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with (
        closing(log_of(tmp_path / "log.db", "a")) as log,
        pytest.raises(LogNotWritableError, match=r"no/copy\.db cannot be written"),
    ):
        backup(log, tmp_path / "no" / "copy.db")


def test_no_copy_is_made_of_a_damaged_log(demo: Path) -> None:
    with sqlite3.connect("tracker.db") as connection:
        connection.execute("DROP TRIGGER events_are_not_changed")
        connection.execute("UPDATE events SET body = replace(body, 'Russia', 'Prussia') WHERE seq = 2")
    connection.close()
    ran = run("log", "backup", "copy.db")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("tracker: the log is damaged at tracker.db")
    assert ran.err.endswith("and no copy of it was made; `tracker log verify` lists every fault\n")
    assert not list(Path().glob("copy*"))


def test_copies_of_sources_are_said_to_stay_behind(demo: Path) -> None:
    Path("report.txt").write_text("He left.")
    tracker("source add report --file report.txt")
    assert run("log", "backup", "copy.db").err == (
        f"The copies of sources in {Path('tracker.db.sources').resolve()} are not part of it; copy that folder too.\n"
    )


def test_a_doctor_finds_a_good_log_good(demo: Path) -> None:
    found = tracker("log doctor --format json")
    assert [each["what"] for each in found.items] == [
        *("journal", "sqlite", "file", "folder", "room", "file system", "beside it", "projections", "archive"),
    ]
    assert found.json["ok"]
    assert {each["state"] for each in found.items} <= {"ok", "note"}
    states = {each["what"]: each["detail"] for each in found.items}
    assert states["projections"] == "at e54, the head"
    assert states["beside it"] == "nothing that a copy of tracker.db would lack"


def test_another_journal_is_wrong_and_ends_in_findings(demo: Path) -> None:
    with closing(sqlite3.connect("tracker.db")) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    ran = run("log", "doctor", "--format", "json")
    assert ran.code == 1
    wrong = [each for each in ran.items if each["state"] == "wrong"]
    assert [each["what"] for each in wrong] == ["journal"]
    assert wrong[0]["detail"].startswith("delete, and not WAL: some program changed it")


def test_writes_that_are_not_merged_yet_are_told(demo: Path) -> None:
    with closing(sqlite3.connect("tracker.db")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM events").fetchone()
        tracker("party add ruritania")
        found = {each["what"]: each for each in items("log doctor")}
        assert found["beside it"]["state"] == "note"
        assert "would lack them" in found["beside it"]["detail"]


def test_projections_that_are_behind_are_told(demo: Path) -> None:
    with closing(sqlite3.connect("tracker.db")) as connection, connection:
        connection.execute("UPDATE projections SET seq = 50")
    found = {each["what"]: each for each in items("log doctor")}
    assert found["projections"]["detail"].startswith("at e50, behind the head e54")


@pytest.mark.parametrize(("version", "state"), [((3, 40, 1), "note"), ((3, 51, 2), "note"), ((3, 51, 3), "ok")])
def test_what_the_version_of_sqlite_means(version: tuple[int, ...], state: str) -> None:
    assert _sqlite(version).state == state


def test_little_room_is_wrong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tracker.doctor._ROOM_MIN", 10**30)
    assert _room(tmp_path / "log.db").state == "wrong"


def test_a_file_system_over_a_network_is_wrong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    share = tmp_path / "a share"
    mounts = tmp_path / "mounts"
    written = str(share).replace(" ", "\\040")
    mounts.write_text(f"disk / ext4 rw 0 0\nserver:/x {written} nfs4 rw 0 0\n")
    monkeypatch.setattr("tracker.doctor._MOUNTS", mounts)
    assert _file_system(share / "log.db").state == "wrong"
    assert _kind_of_mount(tmp_path / "a shared" / "log.db") == "ext4"
    monkeypatch.setattr("tracker.doctor._MOUNTS", tmp_path / "none")
    assert _file_system(share / "log.db").state == "note"


def test_a_writer_sets_right_the_journal_that_another_program_changed(demo: Path) -> None:
    with closing(sqlite3.connect("tracker.db")) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    tracker("party add ruritania")
    assert {each["what"]: each["state"] for each in items("log doctor")}["journal"] == "ok"
