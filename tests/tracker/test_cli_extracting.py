"""`tracker extract`: a text in, proposals out; nothing is recorded."""

from __future__ import annotations

from pathlib import Path

import pytest

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
    assert ran.err == "1 more were not proposed; --format json tells where and why.\n"


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (
            ("extract", "--file", "none.txt", "--dry-run"),
            2,
            "tracker: none.txt cannot be read: No such file or directory\n",
        ),
        (
            ("extract", "--file", "latin.txt", "--dry-run"),
            2,
            "tracker: latin.txt is not UTF-8 text: byte 4 does not belong; save it as UTF-8\n",
        ),
        ((*RULES[:-1], "nope"), 2, "tracker: no engine 'nope'; installed are rules, spacy\n"),
    ],
)
def test_what_cannot_be_read_is_told(report: Path, words: tuple[str, ...], code: int, sentence: str) -> None:
    Path("latin.txt").write_bytes(b"caf\xe9")
    ran = run(*words)
    assert (ran.code, ran.out, ran.err) == (code, "", sentence)


def test_a_log_that_was_asked_for_must_be_there(report: Path) -> None:
    assert run(*RULES, "--log", "none.db").code == 3


def test_without_a_dry_run_it_is_refused(report: Path) -> None:
    ran = run("extract", "--file", "report.txt")
    assert (ran.code, ran.out) == (2, "")
    assert "--dry-run" in ran.err
