"""`tracker extract`: a text in, proposals out; nothing is recorded."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from tests.cli_runner import run, tracker

TEXT = "Vladimir Putin rejected talks in Istanbul. “We will meet in Moscow,” he said. Macron declined to comment.\n"
FIELDS = "start end form cue_start cue_end speaker_start speaker_end speaker party issue act stance tier".split()
FIELDS += ["said", "said_start", "said_end", "issues", "conditions", "warnings"]
RULES = ("extract", "--file", "report.txt", "--dry-run", "--engine", "rules")


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TRACKER_LOG", raising=False)
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_without_a_log_a_speaker_is_a_place_in_the_text(report: Path) -> None:
    document = run(*RULES, "--format", "json").json
    assert document["schema"] == "tracker/drafts/1"
    assert [list(item) for item in document["items"]] == [FIELDS, FIELDS]
    first, second = document["items"]
    assert TEXT[first["start"] : first["end"]] == "talks in Istanbul"
    assert TEXT[first["speaker_start"] : first["speaker_end"]] == "Vladimir Putin"
    assert (first["speaker"], first["party"], first["issue"]) == (None, None, None)
    assert TEXT[second["start"] : second["end"]] == "We will meet in Moscow"
    assert [each["reason"] for each in document["dropped"]] == ["does not say what was not commented upon"]
    assert document["warnings"] == []
    assert document["engine"]["name"] == "rules"
    assert not Path("tracker.db").exists()


def test_with_a_log_its_names_are_used_and_nothing_is_recorded(report: Path) -> None:
    tracker("init --demo")
    before = tracker("log export").out
    first, second = run(*RULES, "--format", "json").items
    assert (first["speaker"], first["party"], first["tier"]) == ("vladimir-putin", "russia", "sure")
    assert (second["speaker"], second["party"], second["tier"]) == ("vladimir-putin", "russia", "check")
    assert tracker("log export").out == before


def test_each_proposal_has_its_claimed_date_and_a_date_that_no_office_fits_is_told(report: Path) -> None:
    text = (
        "MOSCOW, 5 September 2023 - U.S. President Donald Trump said on Friday that he was ready. "
        "Putin said it was late.\n"
    )
    report.write_text(text, encoding="utf-8")
    tracker("init --demo")
    warning = (
        "'Donald Trump' was President of united-states from 2017-01-20 until 2021-01-20 and from 2025-01-20; "
        "the claimed date 2023-09-01 lies between the two: is the dateline right?"
    )
    ran = run(*RULES, "--format", "json")
    first, second = ran.items
    assert (first["party"], first["tier"], first["said"], first["warnings"]) == (
        "united-states",
        "check",
        "2023-09-01",
        [warning],
    )
    assert text[first["said_start"] : first["said_end"]] == "Friday"
    assert (second["said"], second["warnings"]) == ("../2023-09-05", [])
    assert text[second["said_start"] : second["said_end"]] == "5 September 2023"
    assert ran.json["warnings"] == [warning]
    assert ran.err == f"warning: {warning}\n"


def test_the_date_of_publication_can_be_given(report: Path) -> None:
    first, _ = run(*RULES, "--published", "2025-09", "--format", "json").items
    assert (first["said"], first["said_start"], first["said_end"]) == ("../2025-09", None, None)
    ran = run(*RULES, "--published", "05/09/2025")
    assert (ran.code, ran.err) == (
        2,
        "tracker: '05/09/2025' is not written so here: it could be 2025-09-05 or 2025-05-09; write the one you mean\n",
    )


def test_as_a_table_the_words_are_shown_and_what_was_dropped_is_counted(report: Path) -> None:
    ran = run(*RULES, "--format", "table")
    assert "Vladimir Putin" in ran.out
    assert "talks in Istanbul" in ran.out
    assert ran.err == (
        "1 more were not proposed: does not say what was not commented upon; --format json tells where.\n"
    )


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (
            ("extract", "--file", "none.txt", "--dry-run"),
            2,
            "tracker: cannot read none.txt: No such file or directory; give the copy's path\n",
        ),
        (
            ("extract", "--file", "latin.txt", "--dry-run"),
            2,
            "tracker: the copy is not written in utf-8; --charset tells another, as in "
            "`tracker source text ID --charset C`\n",
        ),
        (
            ("extract", "--file", "report-rtf.txt", "--dry-run"),
            2,
            "tracker: no text is read out of application/rtf; give a copy as plain text or HTML\n",
        ),
        ((*RULES[:-1], "nope"), 2, "tracker: no engine 'nope'; installed are rules, spacy\n"),
    ],
)
def test_what_cannot_be_read_is_told(report: Path, words: tuple[str, ...], code: int, sentence: str) -> None:
    Path("latin.txt").write_bytes(b"caf\xe9")
    Path("report-rtf.txt").write_bytes(rb"{\rtf1 Putin rejected talks.}")
    ran = run(*words)
    assert (ran.code, ran.out, ran.err) == (code, "", sentence)


def test_a_log_that_was_asked_for_must_be_there(report: Path) -> None:
    assert run(*RULES, "--log", "none.db").code == 3


def test_without_a_dry_run_it_is_refused(report: Path) -> None:
    ran = run("extract", "--file", "report.txt")
    assert (ran.code, ran.out) == (2, "")
    assert "--dry-run" in ran.err


SAID = "Vladimir Putin rejected talks in Istanbul."


@pytest.mark.parametrize(
    ("name", "content", "options"),
    [
        ("report.txt", b"\xef\xbb\xbf" + SAID.encode(), ()),
        ("report.txt", SAID.encode("utf-16"), ()),
        ("report.txt", SAID.encode("utf-16-be"), ("--charset", "utf-16-be")),
        ("page.html", f"<html><body><article><p>{SAID} It was late.</p></article></body></html>".encode(), ()),
        ("page", f"<!DOCTYPE html><html><body><p class='Macron'>{SAID}</p></body></html>".encode(), ()),
    ],
    ids=["mark of UTF-8", "mark of UTF-16", "charset given", "page by its name", "page by its beginning"],
)
def test_a_file_is_read_as_the_copy_of_a_source_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, options: tuple[str, ...]
) -> None:
    """Offsets count in the text that is read out of it: no mark, no tags."""
    if b"<html>" in content:
        pytest.importorskip("trafilatura")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TRACKER_LOG", raising=False)
    Path(name).write_bytes(content)
    (item,) = run("extract", "--file", name, "--dry-run", "--engine", "rules", *options, "--format", "json").items
    assert SAID[item["start"] : item["end"]] == "talks in Istanbul"


def test_no_line_break_of_a_file_is_changed(report: Path) -> None:
    text = "One.\r\n\r\nTwo.\rThree.\n\n" + SAID
    report.write_bytes(text.encode())
    (item,) = run(*RULES, "--format", "json").items
    assert text[item["start"] : item["end"]] == "talks in Istanbul"


def test_a_charset_goes_with_a_file() -> None:
    ran = run("extract", "report", "--charset", "utf-16", "--engine", "rules")
    assert (ran.code, ran.err) == (
        2,
        "tracker: --charset goes with --file; `tracker source text report --charset C` reads a source\n",
    )


def test_the_date_that_a_page_gives_of_itself_is_told(report: Path) -> None:
    pytest.importorskip("trafilatura")
    head = '<head><meta property="article:published_time" content="2025-09-05T08:00:00Z"></head>'
    Path("page.html").write_text(f"<html>{head}<body><p>{SAID}</p></body></html>", encoding="utf-8")
    ran = run("extract", "--file", "page.html", "--dry-run", "--engine", "rules")
    told = ran.err.removeprefix("The copy says it was published ")
    claimed = told.split(";")[0]
    assert claimed.startswith("2025-09-05")
    assert told == f"{claimed}; --published {claimed} dates it so.\n"


@pytest.mark.parametrize(
    ("text", "options", "told"),
    [
        (SAID, ("--published", "2030-01-01"), "report.txt is dated 2030-01-01"),
        (f"MOSCOW, 5 September 2033 (Agency) - {SAID}", (), "report.txt has the dateline 2033-09-05"),
        (SAID, ("--published", "../2030-01-01"), None),
        (SAID, ("--published", "2026"), None),
        (SAID, ("--published", "2026-11-23"), None),
    ],
)
def test_a_report_from_the_future_is_told(report: Path, text: str, options: tuple[str, ...], told: str | None) -> None:
    report.write_text(text, encoding="utf-8")
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False):
        ran = run(*RULES, *options)
    assert ran.code == 0
    assert ran.err == ("" if told is None else f"warning: {told}, and today is 2026-11-23; is the date right?\n")


def test_a_source_from_the_future_is_recorded_with_a_warning(report: Path) -> None:
    """Embargoes exist. What was not said just now is not told again, but before each extraction."""
    warning = "warning: wire is dated 2030-01-01, and today is 2026-11-23; is the date right?"
    report.write_text(SAID, encoding="utf-8")
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False):
        tracker("init --demo")
        assert warning in tracker("source add wire --file report.txt --published 2030-01-01").err.splitlines()
        assert warning not in tracker("source amend wire --publisher Wire").err.splitlines()
        assert warning in tracker("source amend wire --published 2030-01-01 --title Wired").err.splitlines()
        assert warning in tracker("extract wire --engine rules").err.splitlines()
        assert warning in tracker("extract wire --engine rules --dry-run").err.splitlines()


def test_reasons_are_counted_the_most_frequent_first(report: Path) -> None:
    declined = "does not say what was not commented upon"
    report.write_text("Macron declined to comment.\nPutin declined to comment.\n", encoding="utf-8")
    assert run(*RULES).err.splitlines()[-1] == f"2 more were not proposed: {declined} (2); --format json tells where."


@pytest.mark.parametrize("content", ["", " \n", f"a\0b. {SAID}"], ids=["empty", "blank", "NUL"])
def test_any_text_in_utf_8_is_read_also_what_no_archive_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TRACKER_LOG", raising=False)
    Path("text.txt").write_bytes(content.encode())
    Path("link.txt").symlink_to("text.txt")
    for name in ("text.txt", "link.txt"):
        found = run("extract", "--file", name, "--dry-run", "--engine", "rules", "--format", "json")
        assert found.code == 0
        assert [content[each["start"] : each["end"]] for each in found.items] == ["talks in Istanbul"] * (
            "\0" in content
        )
