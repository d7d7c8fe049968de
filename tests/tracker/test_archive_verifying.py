"""`tracker source verify`: whether the archive still holds what the record names, and every quotation still stands."""

from __future__ import annotations

import json
import shutil
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from unittest import mock

import pytest

from tests.cli_runner import Ran, items, run, tracker

ARCHIVE: Final = Path("tracker.db.sources")
REPORT: Final = "The envoy said: “We will sign\nwhen our people are home.” He left.\n"
QUOTED: Final = {
    "e56": "“We will sign\nwhen our people are home.”",
    "e57": '"We will sign when our people are home."',
    "e58": "We will never sign",
}


def verified(*words: str) -> Ran:
    return run("source", "verify", *words, "--format", "json")


def faults(*words: str) -> list[tuple[str, str, str]]:
    return [(each["fault"], each["source"], each["entry"]) for each in verified(*words).items]


def path_of(content: str | bytes, suffix: str = "") -> Path:
    digest = sha256(content.encode() if isinstance(content, str) else content).hexdigest()
    return ARCHIVE / digest[:2] / f"{digest}{suffix}"


def report(ran: Ran, source: str = "report") -> dict[str, Any]:
    (found,) = [each for each in ran.json["sources"] if each["source"] == source]
    return dict(found)


@pytest.fixture(autouse=True)
def _archived(demo: Path) -> None:
    """The example, with a source that is archived as e55 and quoted in three ways."""
    Path("report.txt").write_text(REPORT)
    tracker("source add report --file report.txt")
    for quotation in QUOTED.values():
        tracker("record russia venue supports --said 2025-09-05 --source report --quote", quotation)


def test_what_still_stands_and_what_does_not() -> None:
    """Each quotation exactly, folded or not at all; what is missing is a fault and ends with 1."""
    ran = verified()
    digest = sha256(REPORT.encode()).hexdigest()
    assert ran.code == 1
    assert ran.json["schema"] == "tracker/source-verify/1"
    assert ran.json["cut"]["seq"] == 58
    assert ran.json["ok"] is False
    assert ran.items == [
        {
            "fault": "quotation-missing",
            "source": "report",
            "entry": "e58",
            "detail": "these words do not stand in the text: We will never sign",
        }
    ]
    assert report(ran) == {
        "source": "report",
        "sha256": digest,
        "copy": "held",
        "text": "held",
        "text_sha256": digest,
        "extractor": "plain",
        "version": "1",
        "exact": ["e56"],
        "folded": ["e57"],
        "missing": ["e58"],
        "unchecked": [],
        "places": {"exact": 0, "differs": 0, "unchecked": 0},
        "by_hand": [],
    }
    assert ran.err == "Sources: 2; copies held: 1 of 1; quotations: exact 1, folded 1, missing 1, unchecked 7\n"


def test_a_source_without_a_copy_is_no_fault_and_its_quotations_are_not_checked() -> None:
    """`tracker check` finds sources without a copy."""
    ran = verified("vladivostok-report")
    assert (ran.code, ran.items, ran.json["ok"]) == (0, [], True)
    found = report(ran, "vladivostok-report")
    assert (found["copy"], found["text"], found["sha256"], found["extractor"]) == ("none", "none", None, None)
    assert (found["exact"], found["folded"], found["missing"]) == ([], [], [])


def test_only_statements_in_force_count() -> None:
    tracker("retract e58 --because coding-error")
    ran = verified()
    assert (ran.code, ran.items) == (0, [])
    tracker("correct e57 --quote 'He stayed.' --reason coding-error")
    assert faults("report") == [("quotation-missing", "report", "e57")]


def test_a_statement_that_was_given_another_source_is_looked_for_there() -> None:
    Path("other.txt").write_text("We will never sign, he said.")
    tracker("source add other --file other.txt")
    tracker("correct e58 --source other --reason coding-error")
    ran = verified()
    assert (ran.code, ran.items) == (0, [])
    assert report(ran, "other")["exact"] == ["e58"]


def test_the_table() -> None:
    ran = run("source", "verify", "report", terminal=True)
    assert ran.code == 1
    assert "quotation-missing" in ran.out
    assert ran.err.endswith("copies held: 1 of 1; quotations: exact 1, folded 1, missing 1, unchecked 0\n")


def test_an_archive_that_is_gone_is_a_fault() -> None:
    tracker("retract e58 --because coding-error")
    shutil.rmtree(ARCHIVE)
    ran = verified()
    assert (ran.code, faults()) == (1, [("copy-missing", "report", "e55")])
    assert ran.items[0]["detail"].endswith(
        f"{path_of(REPORT)} is not there; put back a copy of the archive, or give the file again with --file"
    )
    assert report(ran)["unchecked"] == ["e56", "e57"]
    again = tracker("source amend report --file report.txt")
    assert again.err == "nothing\nSource report names this copy already; the archive has it now.\n"
    assert verified().code == 0


def test_bytes_that_changed_are_a_fault() -> None:
    """The copy and its text are one file here, so both are damaged; nothing is looked for in a text that changed."""
    path_of(REPORT).write_text(REPORT.replace("will", "shall"))
    assert faults() == [("copy-damaged", "report", "e55"), ("text-damaged", "report", "e55")]
    assert report(verified())["unchecked"] == ["e56", "e57", "e58"]


@pytest.mark.parametrize("wrong", [b"", b"{}", b"[" * 100_000, b"\xff", b'{"note": "tracker/source-note/1"}'])
def test_a_note_that_changed_is_a_fault(wrong: bytes) -> None:
    path_of(REPORT, ".note").write_bytes(wrong)
    assert faults() == [("text-damaged", "report", "e55")]


def test_what_is_no_file_is_a_fault() -> None:
    """A pipe is not waited for, and a link not followed."""
    import os

    path_of(REPORT).unlink()
    os.mkfifo(path_of(REPORT))
    assert faults() == [("copy-damaged", "report", "e55"), ("text-damaged", "report", "e55")]
    path_of(REPORT).unlink()
    path_of(REPORT).symlink_to(Path("report.txt").resolve())
    assert [fault for fault, _, _ in faults()] == ["copy-damaged", "text-damaged"]


def _exchange_text(text: str, version: str = "1") -> None:
    """Put another text beside the copy, with a note that names it properly."""
    note = json.loads(path_of(REPORT, ".note").read_bytes())
    note |= {"text": sha256(text.encode()).hexdigest(), "code_points": len(text), "version": version}
    path_of(text).parent.mkdir(exist_ok=True)
    path_of(text).write_text(text)
    path_of(REPORT, ".note").write_text(json.dumps(note))


def test_a_text_that_was_exchanged_with_its_note_is_a_fault() -> None:
    """All hashes are right; but the copy does not read so."""
    _exchange_text("We will never sign")
    assert faults()[0] == ("text-differs", "report", "e55")


def test_a_text_that_another_version_read_is_not_held_against_this_one() -> None:
    """What a later version reads otherwise is no fault: the first text stays for ever."""
    _exchange_text("We will never sign", version="0")
    assert [fault for fault, _, _ in faults()] == ["quotation-missing", "quotation-missing"]


def test_a_text_that_is_gone_is_a_fault() -> None:
    _exchange_text("We will never sign")
    path_of("We will never sign").unlink()
    assert faults() == [("text-missing", "report", "e55")]


def test_an_earlier_copy_is_looked_for_too() -> None:
    """An answer of the past rests on it. Quotations stand in the present one."""
    Path("report.txt").write_text("We will never sign")
    tracker("source amend report --file report.txt")
    assert faults() == [("quotation-missing", "report", "e56"), ("quotation-missing", "report", "e57")]
    path_of(REPORT).unlink()
    assert faults()[0] == ("copy-missing", "report", "e55")
    assert report(verified())["copy"] == "held"


def test_a_source_that_was_voided_is_not_looked_at() -> None:
    Path("other.txt").write_text("another")
    tracker("source add other --file other.txt")
    path_of("another").unlink()
    assert ("copy-missing", "other", "e59") in faults()
    tracker("void e59 --note 'a mistake'")
    assert ("copy-missing", "other", "e59") not in faults()


def test_a_page_that_was_read_by_an_extractor_that_is_not_here_keeps_its_text() -> None:
    """The kept text is checked as ever; only whether the page would read so again cannot be told."""
    pytest.importorskip("trafilatura")
    page = b"<html><body><article><p>We will sign, said the envoy, who stayed for another week of talks.</p></article>"
    Path("page.html").write_bytes(page)
    tracker("source add page --file page.html")
    tracker("record russia venue supports --said 2025-09-05 --source page --quote 'said the envoy'")
    with mock.patch.dict(sys.modules, {"trafilatura": None}):
        assert verified("page").code == 0
        assert report(verified("page"), "page")["exact"] == ["e60"]
    assert verified("page").code == 0


def test_an_unknown_source_is_said() -> None:
    refused = run("source", "verify", "reprot")
    assert (refused.code, refused.err) == (
        2,
        "tracker: no source 'reprot'; did you mean 'report'? `tracker source list` shows all\n",
    )


def test_verifying_writes_nothing() -> None:
    before = {path: path.stat().st_mtime_ns for path in ARCHIVE.rglob("*")}
    verified()
    assert {path: path.stat().st_mtime_ns for path in ARCHIVE.rglob("*")} == before
    assert items("log show --last 1")[0]["entry"] == "e58"


def _proposed() -> None:
    """A reading of the report as e59, with its proposal e60 and what people made of it, appended by hand."""
    tracker("retract e58 --because coding-error")
    text = sha256(REPORT.encode()).hexdigest()
    reading = {"source": "report", "text": text, "engine": "e", "version": "1", "digest": text, "names": text}
    content = {"party": "russia", "issue": "venue", "stance": "supports", "said": "2025", "source": "report"}
    _append("extraction-run", {**reading, "drafts": 1}, "run")
    _append("statement-proposed", {**PROPOSAL, "place": _place("We will sign")}, "p")
    _append("proposal-coded", {"proposal": "p", "place": _place("We"), "content": {**content, "quotation": "We"}})
    taken = {**content, "quotation": "sign"}
    _append("proposal-accepted", {"proposal": "p", "place": _place("sign"), "content": taken}, "taken")
    _append("statement-recorded", taken, because="taken")


PROPOSAL: Final = {"run": "run", "form": "direct", "tier": "sure"}


def _place(words: str, moved: int = 0) -> dict[str, Any]:
    start = REPORT.index(words) + moved
    return {"start": start, "end": start + len(words), "words": words}


def _append(kind: str, data: dict[str, Any], key: str | None = None, *, because: str | None = None) -> None:
    named = {name: value for name, value in {"id": key, "caused_by": because}.items() if value is not None}
    event = {"kind": kind, "data": data, **named}
    tracker("append -", stdin=json.dumps(event).encode())


def places(*words: str) -> dict[str, int]:
    return dict(report(verified(*words))["places"])


def test_the_places_of_proposals_hold() -> None:
    """Of what was proposed, coded and accepted."""
    _proposed()
    ran = verified("report")
    assert (ran.code, ran.items, places()) == (0, [], {"exact": 3, "differs": 0, "unchecked": 0})
    assert ran.err.endswith(
        "quotations: exact 2, folded 1, missing 0, unchecked 0; places: exact 3; "
        "proposals whose ids no engine made: 1\n"
    )


@pytest.mark.parametrize(
    ("fields", "detail"),
    [
        ({"place": _place("sign", 1)}, "the words at 26 to 30 should be 'sign', and there stands 'ign\\n'"),
        (
            {"place": _place("sign"), "cue": _place("said", 9_000)},
            "the cue at 9010 to 9014 should be 'said', and there stands ''",
        ),
        (
            {"place": _place("sign"), "mention": {"start": 0, "end": 9, "words": "the envoy"}},
            "the mention at 0 to 9 should be 'the envoy', and there stands 'The envoy'",
        ),
        (
            {"place": _place("sign"), "dated_by": _place("left", 1), "said": "2025"},
            "the date at 61 to 65 should be 'left', and there stands 'eft.'",
        ),
        (
            {"place": _place("sign"), "conditions": [_place("when"), _place("home", -1)]},
            "the condition at 49 to 53 should be 'home', and there stands ' hom'",
        ),
    ],
)
def test_a_place_that_does_not_hold_its_words_is_a_fault(fields: dict[str, Any], detail: str) -> None:
    _proposed()
    _append("statement-proposed", {**PROPOSAL, **fields}, "wrong")
    ran = verified("report")
    assert (ran.code, faults("report")) == (1, [("place-differs", "report", "e65")])
    assert ran.items[0]["detail"] == detail
    assert places() == {"exact": 3, "differs": 1, "unchecked": 0}


@pytest.mark.parametrize("kind", ["proposal-accepted", "proposal-coded"])
def test_what_a_human_takes_must_stand_there_too(kind: str) -> None:
    """Also by hand: admission has no text to look in."""
    _proposed()
    _append("statement-proposed", {**PROPOSAL, "place": _place("sign")}, "q")
    content = {"party": "russia", "issue": "venue", "stance": "supports", "said": "2025", "source": "report"}
    place = {"start": 0, "end": 5, "words": "never"}
    _append(kind, {"proposal": "q", "place": place, "content": {**content, "quotation": "never"}})
    alone = [("statement-missing", "report", "e66")] if kind == "proposal-accepted" else []
    assert faults("report") == [("place-differs", "report", "e66"), *alone]
    tracker("void e66 --note 'by hand'")
    assert faults("report") == []


def test_an_acceptance_leads_to_a_statement_that_says_what_was_accepted() -> None:
    """Only the first one does; one that says otherwise, or names no cause, is none."""
    _proposed()
    _append("statement-proposed", {**PROPOSAL, "place": _place("left")}, "q")
    content = {"party": "russia", "issue": "venue", "stance": "opposes", "said": "2025", "source": "report"}
    taken = {**content, "quotation": "left"}
    _append("proposal-accepted", {"proposal": "q", "place": _place("left"), "content": taken}, "accepted-q")
    _append("statement-recorded", {**taken, "stance": "supports"}, because="accepted-q")
    _append("statement-recorded", taken)
    ran = verified("report")
    assert (ran.code, faults("report")) == (1, [("statement-missing", "report", "e66")])
    assert ran.items[0]["detail"] == ("e65 was accepted, and no statement that says so was recorded because of it")
    _append("statement-recorded", {**taken, "language": None}, because="accepted-q")
    _append("statement-recorded", taken, because="accepted-q")
    assert faults("report") == []
    led = {each["id"]: each["statement"] for each in items("proposals list")}
    assert led == {"p": "e64", "q": "e69"}


def test_an_id_that_is_not_hashed_from_what_is_proposed_is_named() -> None:
    """Those of engines are; a hand may write any."""
    Path("said.txt").write_text("Vladimir Putin said that it was late.\n")
    tracker("source add said --file said.txt")
    tracker("extract said --engine rules")
    assert len(items("proposals list")) == 1
    assert report(verified(), "said")["by_hand"] == []
    _proposed()
    assert report(verified())["by_hand"] == [items("show p")[0]["entry"]]


def test_without_the_text_no_place_is_checked() -> None:
    """The earlier text of a source is looked in as long as the archive has it."""
    _proposed()
    Path("report.txt").write_text("We will sign\nwhen our people are home.")
    tracker("source amend report --file report.txt")
    assert places() == {"exact": 3, "differs": 0, "unchecked": 0}
    path_of(REPORT).unlink()
    assert places() == {"exact": 0, "differs": 0, "unchecked": 3}
    assert [fault for fault, _, _ in faults("report")] == ["copy-missing", "quotation-missing", "quotation-missing"]


def test_what_is_no_text_holds_no_place() -> None:
    """A reading that names bytes which are none, by hand."""
    Path("report.txt").write_bytes(b"\xff\xfe\xfd")
    tracker("source amend report --file report.txt --charset latin-1")
    digest = sha256(b"\xff\xfe\xfd").hexdigest()
    reading = {"source": "report", "text": digest, "engine": "e", "version": "1", "digest": digest, "names": digest}
    _append("extraction-run", {**reading, "drafts": 1}, "run")
    _append("statement-proposed", {**PROPOSAL, "place": _place("sign")}, "p")
    assert places() == {"exact": 0, "differs": 0, "unchecked": 1}
