"""The archive of sources: what is kept of a copy, where, and what happens when it cannot be."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import stat
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from unittest import mock

import pytest

from events import FixedClock, MemoryLog
from events.envelope import NewEvent
from events.kinds import DossierOpened
from tests.cli_runner import items, run, tracker
from tracker import Ledger, open_ledger
from tracker.archive.claims import claimed_date, claims_of
from tracker.archive.copies import Copy, read_copy
from tracker.archive.extraction import Extracted, extract
from tracker.archive.intake import text_of
from tracker.archive.notes import Note, archive_of
from tracker.errors import NoTextError, RefusedError, UnreadableError

ARCHIVE: Final = Path("tracker.db.sources")
REPORT: Final = "The envoy said: “We will sign\nwhen our people are home.”\n"
PAGE: Final = """<!doctype html>
<html lang="en-GB">
<head><title>Talks</title><meta property="article:published_time" content="2025-03-04T10:00:30.5+02:00"></head>
<body><nav><a href="/">Home</a></nav><article><p>The envoy said that nothing was agreed on yet, and that the talks
would go on for another while, in Vienna or elsewhere.</p></article></body></html>
"""


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def kept() -> dict[str, bytes]:
    """Return every file of the archive by its path below it."""
    files = (path for path in ARCHIVE.rglob("*") if path.is_file())
    return {str(path.relative_to(ARCHIVE)): path.read_bytes() for path in files}


def head() -> str:
    return str(items("log show --last 1")[0]["entry"])


@pytest.fixture(autouse=True)
def _dossier(demo: Path) -> None:
    """Let every test begin with the example, whose last entry is e54."""


def test_a_copy_is_kept_byte_for_byte_with_its_text() -> None:
    """Under its SHA-256, whatever the end of lines; the text beside, without the byte order mark, and what made it."""
    content = b"\xef\xbb\xbf" + REPORT.replace("\n", "\r\n").encode()
    Path("report.txt").write_bytes(content)
    added = tracker("source add report --file report.txt")
    assert added.err == "Undo: tracker void e55 --note 'entered by mistake'\n"
    copy, text = digest(content), digest(content[3:])
    note = kept().pop(f"{copy[:2]}/{copy}.note")
    assert kept() == {f"{copy[:2]}/{copy}": content, f"{text[:2]}/{text}": content[3:], f"{copy[:2]}/{copy}.note": note}
    assert json.loads(note) == {
        "note": "tracker/source-note/1",
        "text": text,
        "code_points": len(REPORT) + 2,
        "extractor": "plain",
        "version": "1",
        "charset": "utf-8",
    }
    assert items("source show report")[0]["sha256"] == copy


def test_files_of_the_archive_are_for_everybody_to_read_as_far_as_the_umask_allows() -> None:
    Path("report.txt").write_text(REPORT)
    for number, mask in enumerate((0o022, 0o077)):
        before = os.umask(mask)
        try:
            Path("report.txt").write_text(f"{REPORT}{number}")
            tracker(f"source add report-{number} --file report.txt")
        finally:
            os.umask(before)
        path = ARCHIVE / digest(Path("report.txt").read_bytes())[:2] / digest(Path("report.txt").read_bytes())
        assert path.stat().st_mode & 0o777 == 0o644 & ~mask


def test_the_same_bytes_are_kept_once() -> None:
    """For two sources, and for one that is added again; the file is not even written anew."""
    Path("report.txt").write_text(REPORT)
    tracker("source add one --file report.txt")
    before = {path: path.stat().st_mtime_ns for path in ARCHIVE.rglob("*")}
    tracker("source add two --file report.txt")
    assert {path: path.stat().st_mtime_ns for path in ARCHIVE.rglob("*")} == before


def test_an_entry_that_is_refused_leaves_nothing_in_the_archive() -> None:
    Path("report.txt").write_text(REPORT)
    refused = run("source", "add", "vladivostok-report", "--file", "report.txt")
    assert (refused.code, head()) == (2, "e54")
    assert "vladivostok-report" in refused.err
    assert not ARCHIVE.exists()


def test_an_archive_that_cannot_be_written_leaves_the_log_as_it_was() -> None:
    Path("report.txt").write_text(REPORT)
    ARCHIVE.write_text("in the way")
    refused = run("source", "add", "report", "--file", "report.txt")
    assert (refused.code, head()) == (2, "e54")
    assert re.fullmatch(r"tracker: \S+ cannot be read \(Not a directory\); check its rights\n", refused.err)


@pytest.mark.parametrize("written", [0, 1, 2])
def test_no_space_in_the_middle_leaves_neither_file_nor_entry(written: int) -> None:
    """The bytes, the text and the note: whichever cannot be renamed into place, what came before goes too."""
    Path("report.txt").write_bytes(b"\xef\xbb\xbf" + REPORT.encode())
    renames = iter([*[Path.replace] * written, None])

    def replace(self: Path, target: Path) -> Any:
        rename = next(renames)
        if rename is None:
            raise OSError(28, "No space left on device")
        return rename(self, target)

    with mock.patch.object(Path, "replace", lambda self, target: replace(self, target)):
        refused = run("source", "add", "report", "--file", "report.txt")
    assert refused.code == 2
    assert re.fullmatch(
        r"tracker: \S+ cannot be written \(No space left on device\), so nothing was recorded; "
        r"check the folder and its space\n",
        refused.err,
    )
    assert head() == "e54"
    assert not kept()


def test_files_are_on_disk_before_they_have_their_names_and_the_entry_after_both() -> None:
    """In this order for each file: its bytes, its name, its folder's list of names; the entry is committed last."""
    Path("report.txt").write_bytes(b"\xef\xbb\xbf" + REPORT.encode())
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def to_disk(descriptor: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        fsync(descriptor)

    def rename(self: Path, target: Path) -> Path:
        with open_ledger("tracker.db") as other:
            assert other.log.head().seq == 54
        done.append("name")
        return replace(self, target)

    with mock.patch("os.fsync", to_disk), mock.patch.object(Path, "replace", rename):
        tracker("source add report --file report.txt")
    assert [each for each in done if each != "folder"] == ["file", "name"] * 3
    assert all(done[at + 1] == "folder" for at, each in enumerate(done) if each == "name")
    assert head() == "e55"


def test_bytes_that_were_damaged_are_mended_by_the_same_file() -> None:
    Path("report.txt").write_text(REPORT)
    tracker("source add report --file report.txt")
    before = kept()
    for name in before:
        (ARCHIVE / name).write_bytes(b"{}")
    again = tracker("source amend report --file report.txt")
    assert again.err == "nothing\nSource report names this copy already; the archive has it now.\n"
    assert (kept(), head()) == (before, "e55")


def test_a_new_copy_takes_the_place_of_the_old_one_and_both_are_kept() -> None:
    for number in (1, 2):
        Path("report.txt").write_text(f"copy {number}")
        tracker("source amend vladivostok-report --file report.txt")
    assert {content for content in kept().values() if not content.startswith(b"{")} == {b"copy 1", b"copy 2"}
    assert items("source show vladivostok-report")[0]["sha256"] == digest(b"copy 2")


def test_a_log_by_another_name_has_the_same_archive() -> None:
    """A symbolic link to the log leads to its archive, as it does to the log's own files."""
    Path("there").mkdir()
    Path("tracker.db").rename("there/real.db")
    Path("link.db").symlink_to("there/real.db")
    Path("report.txt").write_text(REPORT)
    tracker("source add report --file report.txt --log link.db")
    assert items("source text report --log there/real.db")[0]["text"] == REPORT
    assert Path("there/real.db.sources").is_dir()


def test_the_archive_may_be_a_link_to_a_folder_elsewhere() -> None:
    Path("report.txt").write_text(REPORT)
    ARCHIVE.symlink_to("elsewhere")
    refused = run("source", "add", "report", "--file", "report.txt")
    assert (refused.code, head()) == (2, "e54")
    assert "cannot be written (No such file or directory), so nothing was recorded" in refused.err
    Path("elsewhere").mkdir()
    tracker("source add report --file report.txt")
    assert (Path("elsewhere") / digest(REPORT.encode())[:2]).is_dir()


def test_a_log_that_is_no_file_has_no_archive() -> None:
    clock = FixedClock(1_795_000_000)
    with Ledger(MemoryLog(clock), clock=clock) as ledger:
        ledger.append([NewEvent(DossierOpened(name="What if"))])
        with pytest.raises(RefusedError, match=r"^this log is no file, so no archive lies beside it; keep the copy"):
            archive_of(ledger)


def test_the_log_does_not_know_of_the_archive() -> None:
    """An export is the same lines with and without it, and restores without it."""
    Path("report.txt").write_text(REPORT)
    tracker("source add report --file report.txt")
    exported = tracker("log export").out
    for name in kept():
        (ARCHIVE / name).unlink()
    assert tracker("log export").out == exported
    Path("export.jsonl").write_text(exported)
    tracker("log restore export.jsonl --log copy.db")
    assert tracker("log verify --log copy.db --format json").out == tracker("log verify --format json").out


NO_FILE: Final = [
    ("link.txt", "link.txt is a symbolic link; give the file that it leads to"),
    ("pipe", "pipe is no ordinary file; save the copy to one and give that"),
    ("/dev/zero", "/dev/zero is no ordinary file; save the copy to one and give that"),
    (".", "cannot read .: Is a directory; give the copy's path"),
    ("nothing.txt", "cannot read nothing.txt: No such file or directory; give the copy's path"),
    ("report.txt/x", "cannot read report.txt/x: Not a directory; give the copy's path"),
    ("empty.txt", "empty.txt is empty; give the file that holds the copy"),
    ("large.txt", "large.txt is larger than 50 MB, the largest copy that is kept; give a smaller one"),
]


@pytest.mark.parametrize(("name", "sentence"), NO_FILE, ids=[name for name, _ in NO_FILE])
def test_what_is_no_copy_is_said(name: str, sentence: str) -> None:
    """Without waiting for a pipe, and without reading what never ends. Nothing is recorded or kept."""
    Path("report.txt").write_text(REPORT)
    Path("link.txt").symlink_to("report.txt")
    os.mkfifo("pipe")
    Path("empty.txt").touch()
    with Path("large.txt").open("wb") as large:
        large.truncate(50_000_001)
    refused = run("source", "add", "report", "--file", name)
    assert (refused.code, refused.out, refused.err) == (2, "", f"tracker: {sentence}\n")
    assert (head(), ARCHIVE.exists()) == ("e54", False)


def test_a_copy_may_be_as_large_as_allowed() -> None:
    Path("report.txt").write_bytes(b"12345")
    assert read_copy(Path("report.txt"), size_max=5).content == b"12345"
    with pytest.raises(UnreadableError):
        read_copy(Path("report.txt"), size_max=4)


KEPT_ALONE: Final = "The copy is kept, without a text: "
TEXTS: Final = [
    (b"caf\xc3\xa9", "a.txt", "", "café", "utf-8"),
    (b"caf\xe9", "a.txt", "--charset latin-1", "café", "iso8859-1"),
    ("Ми готові".encode("cp1251"), "a.txt", "--charset windows-1251", "Ми готові", "cp1251"),
    (b"\xff\xfec\x00a\x00", "a.txt", "", "ca", "utf-16-le"),
    (b"\xef\xbb\xbfcaf\xc3\xa9", "a.md", "--charset latin-1", "café", "utf-8"),
    (b"no name tells", "copy", "", "no name tells", "utf-8"),
]


@pytest.mark.parametrize(("content", "name", "options", "text", "charset"), TEXTS)
def test_plain_text_is_read_as_declared(content: bytes, name: str, options: str, text: str, charset: str) -> None:
    """A byte order mark tells, then the user, else it is UTF-8."""
    Path(name).write_bytes(content)
    tracker(f"source add report --file {name} {options}")
    (item,) = items("source text report")
    assert (item["text"], item["charset"], item["code_points"]) == (text, charset, len(text))


WITHOUT_TEXT: Final = [
    (
        b"caf\xe9",
        "a.txt",
        "the copy is not written in utf-8; --charset tells another, as in `tracker source text ID --charset C`",
    ),
    (b"a\0b", "a.txt", "the copy has NUL characters and so is no text"),
    (b" \n", "a.txt", "the copy is blank"),
    (b"packed", "a.txt.gz", "no text is read out of application/gzip; give a copy as plain text or HTML"),
    (b"%PDF-1.7", "a.pdf", "no text is read out of application/pdf; give a copy as plain text or HTML"),
]


@pytest.mark.parametrize(("content", "name", "why"), WITHOUT_TEXT)
def test_a_copy_without_a_text_is_kept(content: bytes, name: str, why: str) -> None:
    Path(name).write_bytes(content)
    added = tracker(f"source add report --file {name}")
    assert added.err.splitlines()[1:] == [f"{KEPT_ALONE}{why}"]
    assert list(kept().values()) == [content]
    refused = run("source", "text", "report")
    assert (refused.code, refused.err) == (2, f"tracker: {why}\n")


def test_a_text_is_read_once_for_ever() -> None:
    """Whatever is asked for later; an offset into it stays what it was."""
    Path("report.txt").write_bytes(b"caf\xc3\xa9")
    tracker("source add report --file report.txt")
    before = kept()
    again = tracker("source amend report --file report.txt --charset latin-1")
    assert again.err.splitlines()[-1] == "The text of this copy was read before, as utf-8, and stays as it is."
    assert items("source text report --charset latin-1")[0]["text"] == "café"
    assert kept() == before


def test_of_two_who_read_at_once_the_first_one_stays() -> None:
    """Whoever comes second gets the first one's text, and keeps nothing; the log's lock keeps them apart."""
    Path("report.txt").write_bytes(b"caf\xe9")
    tracker("source add report --file report.txt")
    with open_ledger("tracker.db") as ledger:
        archive = archive_of(ledger)
        keep, first = archive.keep_text, extract(Copy(b"caf\xe9", "text/plain", "cp1251"))

        def second(sha: str, extracted: Extracted) -> Note:
            locked = pytest.raises(sqlite3.OperationalError, match="locked")
            with closing(sqlite3.connect("tracker.db", timeout=0)) as other, locked:
                other.execute("BEGIN IMMEDIATE")
            keep(sha, first)
            return keep(sha, extracted)

        with mock.patch("tracker.archive.notes.Archive.keep_text", side_effect=second):
            note, text = text_of(ledger, ledger.registry.resolve("source", "report"), "latin-1")
    assert (note.charset, text) == ("cp1251", "cafй")
    assert tracker("source text report").out == "text\ncafй\n"


def test_a_text_that_could_not_be_read_is_read_later() -> None:
    Path("report.txt").write_bytes(b"caf\xe9")
    tracker("source add report --file report.txt")
    assert tracker("source text report --charset latin-1").out == "text\ncafé\n"
    assert tracker("source text report").out == "text\ncafé\n"


NO_CHARSETS: Final = ["klingon", "base64", "idna", "unicode_escape", "utf-7", "punycode", "", "a\u00e9"]


@pytest.mark.parametrize("name", NO_CHARSETS)
def test_what_is_no_charset_is_said(name: str) -> None:
    Path("report.txt").write_text(REPORT)
    refused = run("source", "add", "report", "--file", "report.txt", "--charset", name)
    sentence = f"no charset {name!r}; give one such as utf-8 or windows-1251 with --charset"
    assert (refused.code, refused.err) == (2, f"tracker: {sentence}\n")


ODD: Final = [
    (
        "source add report --charset utf-8",
        "--charset says how a copy is written; give that with --file",
    ),
    (
        "source text vladivostok-report",
        "source 'vladivostok-report' has no copy; `tracker source amend vladivostok-report --file F` keeps one",
    ),
    ("source add report --fetch", "--fetch needs an address; give it with --url"),
    (
        "source add report --fetch --url https://example.org/a --file report.txt",
        "--fetch and --file both give the copy; leave out one",
    ),
]


@pytest.mark.parametrize(("words", "sentence"), ODD)
def test_what_does_not_go_together_is_said(words: str, sentence: str) -> None:
    refused = run(*words.split())
    assert (refused.code, refused.err) == (2, f"tracker: {sentence}\n")


def test_html_without_its_extra_is_kept_and_says_what_to_install() -> None:
    Path("page.html").write_text(PAGE)
    with mock.patch.dict(sys.modules, {"trafilatura": None}):
        added = tracker("source add page --file page.html")
    assert added.err.splitlines()[1:] == [
        f"{KEPT_ALONE}reading the text of an HTML page needs a package that is not installed; "
        "`pip install -c constraints.txt '.[html]'` in a copy of this project's repository installs it",
        "Then: tracker source text page",
    ]
    assert list(kept().values()) == [PAGE.encode()]


def test_html_is_read_with_what_it_claims() -> None:
    """The article alone, the date of publication in the record's grammar, the language; the date is only offered."""
    pytest.importorskip("trafilatura")
    Path("page.html").write_text(PAGE)
    added = tracker("source add page --file page.html")
    assert added.err.splitlines()[1:] == [
        "The copy says it was published 2025-03-04T10:00:30+02:00. "
        "To record that: tracker source amend page --published 2025-03-04T10:00:30+02:00"
    ]
    (item,) = items("source text page")
    assert item["text"].startswith("The envoy said that nothing was agreed on yet")
    assert "Home" not in item["text"]
    assert (item["published"], item["language"]) == ("2025-03-04T10:00:30+02:00", "en-GB")
    assert item["extractor"] == "trafilatura"
    assert items("source show page")[0]["published"] is None


def test_a_page_without_an_article_says_so_and_no_more(capfd: pytest.CaptureFixture[str]) -> None:
    """The extractor's own complaints are not printed."""
    pytest.importorskip("trafilatura")
    with pytest.raises(NoTextError, match=r"^no article was found in the page; save its text as a plain text file"):
        extract(Copy(b"<html></html>", "text/html"))
    assert capfd.readouterr() == ("", "")


def test_no_page_makes_the_extractor_reach_for_the_network() -> None:
    """Not even one that is nothing but an address."""
    pytest.importorskip("trafilatura")
    for content in (
        b"http://127.0.0.1:9/x",
        b"<html><head><base href='http://127.0.0.1:9/'></head><body></body></html>",
    ):
        with (
            mock.patch("socket.socket.connect", side_effect=AssertionError("a connection")),
            pytest.raises(NoTextError),
        ):
            extract(Copy(content, "text/html"))


HOSTILE: Final = {
    "nothing": b"<html></html>",
    "deep": b"<div>" * 20_000 + b"x" + b"</div>" * 20_000,
    "open tags": b"<a " * 50_000,
    "open comments": b"<!--" * 50_000,
    "controls": b"<html><body><p>" + bytes(range(1, 32)) * 100 + b"</p></body></html>",
    "not a character": b"<p>" + b"\xff\xfe\xfd" * 1000,
    "entities": b"<p>&#xD800;&#0;&#x110000;" * 2000,
    "a doctype of its own": b'<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><html><body><p>&a;</p></body></html>',
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_page_gives_a_text_or_a_reason(content: bytes) -> None:
    pytest.importorskip("trafilatura")
    try:
        text = extract(Copy(content, "text/html")).text
    except NoTextError as error:
        text = str(error)
    text.encode("utf-8")
    assert "root:" not in text


CHARSETS_OF_PAGES: Final = [
    (b"<html><meta charset=windows-1251>", "Ми", "cp1251", None, "cp1251"),
    (b'<html><meta http-equiv="x" content="text/html; charset=koi8-r">', "Ми", "koi8-r", None, "koi8-r"),
    (b"<html><meta charset=iso-8859-1>", "“é”", "cp1252", None, "cp1252"),
    (b"<html><meta charset=utf-16>", "é", "utf-8", None, "utf-8"),
    (b"<html><meta charset=klingon>", "é", "utf-8", None, "utf-8"),
    (b"<html><meta charset=windows-1251>", "é", "utf-8", "utf-8", "utf-8"),
    (b"<html>", "“é”", "cp1252", None, "cp1252"),
]


@pytest.mark.parametrize(("begin", "words", "written", "declared", "charset"), CHARSETS_OF_PAGES)
def test_a_page_is_read_as_a_browser_reads_it(
    begin: bytes, words: str, written: str, declared: str | None, charset: str
) -> None:
    pytest.importorskip("trafilatura")
    body = f"<body><article><p>{words} and so on, for as long as it takes to be an article that is kept.</p></article>"
    found = extract(Copy(begin + body.encode(written), "text/html", declared))
    assert found.text.startswith(words)
    assert found.charset == charset


CLAIMS: Final = [
    ("<meta name=date content=2025-09-05>", "2025-09-05"),
    ("<meta content='2025-09-05T14:30' property='article:published_time'>", "2025-09-05"),
    ("<meta property=article:published_time content='2025-09-05T14:30:00.123Z'>", "2025-09-05T14:30:00+00:00"),
    ("<meta name=date content=2001-01-01><meta property=article:published_time content=2025-09-05>", "2025-09-05"),
    ('<script type="application/ld+json">{"datePublished": "2025-09-05"}</script>', "2025-09-05"),
    ("<time itemprop=datePublished datetime=2025-09>5 Sep</time>", "2025-09"),
    ("<meta name=date content='05/09/2025'>", None),
    ("<meta name=date content='yesterday'><meta name=pubdate content=2025>", "2025"),
    ("<!-- <meta name=date content=2025-09-05> -->", None),
    ("<!-- <meta name=date content=2025-09-05>", None),
    ("<time datetime=2025-09-05>", None),
]


@pytest.mark.parametrize(("page", "date"), CLAIMS)
def test_a_page_claims_its_date_without_guessing(page: str, date: str | None) -> None:
    assert claims_of(f"<html>{page}</html>") == (date, None)


@pytest.mark.parametrize(
    ("begin", "language"),
    [("<html lang=en>", "en"), ("<HTML xml:lang='zh-Hant'>", "zh-Hant"), ("<html lang='$&'>", None), ("<html>", None)],
)
def test_a_page_claims_its_language(begin: str, language: str | None) -> None:
    assert claims_of(begin) == (None, language)


def test_what_is_no_date_is_none() -> None:
    assert [claimed_date(text) for text in ("", "0000-00-00", "9" * 5000, "2025-13", "2025-02-30")] == [None] * 5
