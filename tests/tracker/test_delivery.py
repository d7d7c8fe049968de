"""Where exported files go: each is there whole or not at all, and several all or none."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli_runner import Ran, run
from tracker.cli.delivery import deliver, deliver_folder
from tracker.errors import RefusedError


def pieces(*texts: bytes | Exception) -> Iterator[bytes]:
    """Content made piece by piece, until one cannot be made."""
    for each in texts:
        if isinstance(each, Exception):
            raise each
        yield each


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_pieces_become_one_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deliver(pieces(b"one\n", b"two\n"), tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == b"one\ntwo\n"
    assert capsys.readouterr().err == f"Wrote {tmp_path / 'file'}, 8 bytes.\n"


def test_what_cannot_be_made_whole_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="broken"):
        deliver(pieces(b"one\n", ValueError("broken")), tmp_path / "file")
    assert names(tmp_path) == []


def test_what_was_there_stays_when_its_successor_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"before")
    with pytest.raises(ValueError, match="broken"):
        deliver(pieces(b"after", ValueError("broken")), tmp_path / "file", force=True)
    assert (tmp_path / "file").read_bytes() == b"before"
    assert names(tmp_path) == ["file"]


def test_a_disk_that_is_full_is_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(RefusedError) as refused:
        deliver(pieces(b"one\n", full), tmp_path / "file")
    assert str(refused.value) == (
        f"cannot write {tmp_path / 'file'}: No space left on device; give another file with --out"
    )
    assert names(tmp_path) == []


def test_a_folder_gets_all_files_or_none_and_is_not_left_behind(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "folder"
    with pytest.raises(ValueError, match="broken"):
        deliver_folder({"one": b"1", "two": pieces(b"2", ValueError("broken"))}, folder)
    assert not folder.exists()
    deliver_folder({"one": b"1", "two": pieces(b"2")}, folder)
    assert names(folder) == ["one", "two"]


def test_a_folder_that_was_there_keeps_what_it_had(tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(b"mine")
    (tmp_path / "one").write_bytes(b"before")
    with pytest.raises(RefusedError, match="one is there already"):
        deliver_folder({"one": b"1", "two": b"2"}, tmp_path)
    with pytest.raises(ValueError, match="broken"):
        deliver_folder({"one": b"1", "two": pieces(ValueError("broken"))}, tmp_path, force=True)
    assert names(tmp_path) == ["mine", "one"]
    assert (tmp_path / "one").read_bytes() == b"before"


def test_a_log_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"SQLite format 3\0 and so on")
    with pytest.raises(RefusedError, match="one is a SQLite file, perhaps a log, and is never replaced"):
        deliver_folder({"one": b"1"}, tmp_path, force=True)


def test_a_folder_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="is a folder or no ordinary file; give the path of a new file with --out"):
        deliver(b"1", tmp_path, force=True)


@pytest.mark.parametrize("form", ["md", "html", "jsonl", "atom", "csv --table positions", "graphml", "dna"])
def test_an_export_of_a_time_before_the_log_says_so(form: str, demo: Path) -> None:
    assert run("export", *form.split(), "--known-at", "2020-01-01") == Ran(
        2, "", "tracker: nothing was on record at 2020-01-01T23:59:59Z; `tracker log show` tells when the log begins\n"
    )


def test_a_hyphen_is_standard_output(demo: Path) -> None:
    assert run("export", "md", "--out", "-").out == run("export", "md").out
    assert not Path("-").exists()


@pytest.mark.parametrize("words", ["grid", "export md", "log export"])
def test_a_full_disk_behind_standard_output_is_not_blamed_on_the_log(words: str, demo: Path) -> None:
    command = [sys.executable, "-c", "from tracker.cli.app import main; main()", *words.split(), "--log", str(demo)]
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ended.returncode == 3
    assert ended.stderr.splitlines()[-1] == (
        "tracker: the answer cannot be written: No space left on device; send it elsewhere, or make room"
    )


@pytest.mark.parametrize(
    "form", ["csv --table codebook", "csv --table positions", "xlsx", "graphml", "dna", "md", "html"]
)
def test_what_was_registered_later_has_no_position_and_is_no_error(form: str, demo: Path) -> None:
    """Asked for by name, with a known at before its registration."""
    assert run("party", "add", "late").code == 0
    assert run("issue", "add", "later").code == 0
    ran = run("export", *form.split(), "--known-at", "e54", "--parties", "late", "--issues", "later", "--out", "file")
    assert (ran.code, Path("file").exists()) == (0, True), ran.err
