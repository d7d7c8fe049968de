"""`tracker proposals export` and `import`: what a row may say, and the sentence each wrong one gets."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any, Final

import pytest

from tests.cli_runner import items, run, tracker

REPORT: Final = (
    '"We will meet the president in Moscow," said Vladimir Putin.\n'
    '"=We will never meet the president in Moscow," said Volodymyr Zelensky.\n'
    '"The weather is good," said Emmanuel Macron. "The weather is good," said Emmanuel Macron.\n'
)
MEND: Final = "Mend these lines and run the command again\n"
NOTHING: Final = {
    "accepted": 0,
    "rejected": 0,
    "merged": 0,
    "coded": 0,
    "already": 0,
    "left": 0,
    "registered": {},
    "dry_run": False,
}


@pytest.fixture(autouse=True)
def _proposed(demo: Path) -> None:
    """Proposals e57, e58, e59 and e60."""
    Path("report.txt").write_text(REPORT, encoding="utf-8")
    tracker("source add report --file report.txt --published 2023-09-05")
    tracker("extract report --engine rules")


def rows(words: str = "") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(tracker(f"proposals export {words}").out, newline="")))


def imported(sheet: str, options: str = "") -> dict[str, Any]:
    (item,) = tracker(f"proposals import - {options} --format json", stdin=sheet.encode()).items
    return dict(item)


def faults(sheet: str, options: str = "") -> list[str]:
    """What is said of the rows; nothing is recorded, and nothing is on stdout."""
    before = tracker("log export").out
    ran = run("proposals", "import", "-", *options.split(), stdin=sheet.encode())
    assert (ran.code, ran.out) == (2, "")
    assert tracker("log export").out == before
    head, *lines = ran.err.removesuffix(MEND).splitlines()
    assert head.endswith("could not be taken, so nothing was recorded:")
    return [line.removeprefix("  ") for line in lines]


def statuses() -> dict[str, str]:
    return {each["proposal"]: each["status"] for each in items("proposals list")}


def test_a_row_has_what_is_needed_to_decide() -> None:
    """And nothing that a spreadsheet would run."""
    first, second, *_ = rows("report")
    assert first == {
        "id": first["id"],
        "proposal": "e57",
        "status": "pending",
        "source": "report",
        "before": '"',
        "words": "We will meet the president in Moscow",
        "after": '," said Vladimir Putin. "=We wil',
        "mention": "Vladimir Putin",
        "form": "direct",
        "tier": "sure",
        "warnings": "",
        "decision": "",
        "reason": "",
        "into": "",
        "party": "russia",
        "speaker": "vladimir-putin",
        "issue": "",
        "stance": "",
        "conditions": "",
        "act": "states",
        "said": "../2023-09-05",
        "until": "",
        "summary": "",
        "quotation": "We will meet the president in Moscow",
        "note": "",
    }
    assert second["words"] == second["quotation"] == "'=We will never meet the president in Moscow"


def test_jsonl_by_its_ending_or_when_asked() -> None:
    """Texts as they are."""
    tracker("proposals export report --out sheet.jsonl")
    lines = Path("sheet.jsonl").read_text(encoding="utf-8").splitlines()
    assert tracker("proposals export --form jsonl").out.splitlines() == lines
    assert [json.loads(line)["words"] for line in lines][1] == "=We will never meet the president in Moscow"
    tracker("proposals export report --out sheet.txt")
    assert Path("sheet.txt").read_text(encoding="utf-8").startswith("id,proposal,status,")


def test_only_those_asked_for() -> None:
    tracker("proposals reject e58 --because unclear --note 'a hint only'")
    assert [each["proposal"] for each in rows("--status pending --status accepted")] == ["e57", "e59", "e60"]
    (row,) = rows("--status rejected")
    assert (row["decision"], row["reason"], row["note"]) == ("reject", "unclear", "a hint only")
    assert rows("vladivostok-report") == []


def test_a_decided_row_has_its_decision_and_what_was_taken() -> None:
    tracker(
        "proposals accept e57 --issue venue --stance supports-if --if 'he comes' --if '=1; 2' --quote 'We will meet'"
    )
    tracker("proposals merge e60 --into e59")
    first, _, _, last = rows()
    assert (first["decision"], first["stance"], first["conditions"]) == ("accept", "supports-if", "he comes; =1; 2")
    assert (first["quotation"], first["words"]) == ("We will meet", "We will meet the president in Moscow")
    assert (last["decision"], last["into"]) == ("merge", "e59")
    sheet = tracker("proposals export").out
    assert imported(sheet) == {**NOTHING, "rows": 4, "already": 2, "left": 2}


def test_what_an_engine_replaced_itself_is_no_decision() -> None:
    """And is not asked of a second coder."""
    tracker("person add zelensky --name 'Volodymyr Zelensky'")
    tracker("extract report --engine rules")
    replaced = next(each for each in rows() if each["proposal"] == "e58")
    assert (replaced["status"], replaced["decision"], replaced["reason"]) == ("rejected", "", "")
    assert "e58" not in [each["proposal"] for each in rows("--blind")]


def test_a_blind_sheet_tells_of_no_decision() -> None:
    before = tracker("proposals export --blind").out
    tracker("proposals accept e57 --issue venue --stance supports --summary 'Come!'")
    tracker("proposals reject e58 --because unclear")
    tracker("proposals merge e60 --into e59")
    assert tracker("proposals export --blind").out == before
    assert not {"status", "into", "note"} & set(rows("--blind")[0])
    ran = run("proposals", "export", "--blind", "--status", "accepted")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "tracker: --blind is not to tell how proposals stand, and --status would; leave one of them out\n"


def test_every_way_to_decide() -> None:
    """In any order of rows and columns; names and aliases are resolved, words are found where they stand."""
    sheet = (
        "stance,decision,id,into,reason,note,issue,party,quotation,conditions,speaker,summary\n"
        ",merge,e60,e59,,,,,,,,\n"
        "supports-if, Accept ,e57,,,,Venue,Russian Federation,meet the president,he comes; at once,,In short.\n"
        ",REJECT,e58,,unclear,who knows,,,,,,\n"
        ",,e59,,,,,,,,,\n"
    )
    done = {**NOTHING, "rows": 4, "accepted": 1, "rejected": 1, "merged": 1, "left": 1}
    assert imported(sheet, "--dry-run") == {**done, "dry_run": True}
    assert set(statuses().values()) == {"pending"}
    assert imported(sheet) == done
    assert statuses() == {"e57": "accepted", "e58": "rejected", "e59": "pending", "e60": "merged"}
    statement = items("show e63")[0]["data"]
    assert statement == {
        "party": "russia",
        "issue": "venue",
        "stance": "supports-if",
        "conditions": ["he comes", "at once"],
        "act": "states",
        "said": "../2023-09-05",
        "quotation": "meet the president",
        "summary": "In short.",
        "source": "report",
    }
    assert imported(sheet) == {**NOTHING, "rows": 4, "already": 3, "left": 1}


def test_new_names_are_registered_when_asked() -> None:
    sheet = "id,decision,party,issue,stance,speaker\ne58,accept,New Land,brand-new,opposes,Some Body\n"
    assert faults(sheet) == ["line 2: no party 'New Land'. `tracker party list` shows all"]
    done = imported(sheet, "--new")
    assert done["registered"] == {"party-registered": 1, "issue-opened": 1, "person-registered": 1}
    assert imported(sheet, "--new") == {**NOTHING, "rows": 1, "already": 1}


HEADERS: Final = "id,decision,reason,into,note,words,issue,stance\n"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (",accept,,,,,,", "id is missing; it tells which proposal the row is about"),
        (
            "e99,accept,,,,,,",
            "no entry 'e99'; entries are e1 to e60, `last`, or an event's id. `tracker log show` lists them",
        ),
        ("e1,accept,,,,,,", "e1 is no proposal, it is dossier-opened; `tracker proposals list` shows all"),
        ("e57,maybe,,,,,,", "'maybe' is no decision; write accept, reject, merge, or nothing"),
        ("e57,accept", "2 cells, the header line has 8; is a quotation mark missing?"),
        (
            "e57,reject,,,,,,",
            "reason is missing; one of no-statement, off-topic, wrong-speaker, wrong-words, unclear, duplicate",
        ),
        (
            "e57,reject,superseded,,,,,",
            "'superseded' is no reason; one of no-statement, off-topic, wrong-speaker, wrong-words, unclear, duplicate",
        ),
        ("e57,merge,,,,,,", "into is missing; a merger names the proposal that stands for both"),
        ("e57,merge,,e58,x,,,", "note goes with a rejection that decides; a coding, acceptance or merger keeps none"),
        ("e57,reject,unclear,e58,,,,", "into goes with merge, and the decision is reject; leave one of them out"),
        ("e57,accept,unclear,,,,,", "reason goes with reject, and the decision is accept; leave one of them out"),
        (
            "e57,,,,,The weather is good,,",
            "the words are not those of e57; was one column sorted without the others? Export anew",
        ),
        (
            "e57,accept,,,,,venue,",
            "e57 does not tell stance; give --stance, or fill in the columns of the sheet",
        ),
        ("e57,accept,,,,,nowhere,supports", "no issue 'nowhere'. `tracker issue list` shows all"),
    ],
)
def test_a_wrong_row_is_told_with_its_line_and_undoes_the_others(row: str, sentence: str) -> None:
    assert faults(f"{HEADERS}e58,reject,unclear,,,,,\n{row}\n") == [f"line 3: {sentence}"]


def test_all_wrong_rows_are_told_at_once() -> None:
    found = faults(f"{HEADERS}e57,no,,,,,,\ne58,accept,,,,,,\ne59,,,,,,,\ne60,merge,,e60,,,,\n")
    assert [line.split(":")[0] for line in found] == ["line 2", "line 3", "line 5"]


def test_what_is_decided_otherwise_already_is_told_with_who_did() -> None:
    tracker("proposals reject e57 --because unclear")
    said = "e57 is rejected already (e61, by tester); `tracker show e61` tells more"
    for row in ("accept,,,,,venue,supports", "reject,off-topic,,,,,", "reject,unclear,,why,,,", "merge,,e58,,,,"):
        assert faults(f"{HEADERS}e57,{row}\n") == [f"line 2: {said}"]
    assert imported(f"{HEADERS}e57,reject,unclear,,,,,\n") == {**NOTHING, "rows": 1, "already": 1}


def test_a_column_that_is_left_out_means_what_was_proposed() -> None:
    """Not what somebody made of it."""
    sheet = "id,decision,issue,stance\ne57,accept,venue,supports\n"
    tracker("proposals accept e57 --issue venue --stance supports --summary 'Come!'")
    said = "line 2: e57 is accepted already (e61, by tester); `tracker show e61` tells more"
    assert faults(sheet) == [said]
    assert imported("id,decision,issue,stance,summary\ne57,accept,venue,supports,Come!\n")["already"] == 1


def test_a_note_comes_back_as_it_went_out() -> None:
    """Also one that a spreadsheet would run, or that has a line break."""
    note = "=1+1\nsays nothing"
    sheet = json.dumps({"id": "e57", "decision": "reject", "reason": "unclear", "note": note})
    assert imported(sheet)["rejected"] == 1
    assert items("show e61")[0]["data"]["note"] == note
    assert imported(tracker("proposals export").out)["already"] == 1
    assert imported(sheet)["already"] == 1
    tracker("void e61 --note x")
    assert imported(f"{HEADERS}e57,Reject,UNCLEAR,,'=1+1,,,\n")["rejected"] == 1
    assert items("show e63")[0]["data"]["note"] == "=1+1"


def test_two_rows_about_one_proposal_must_say_the_same() -> None:
    accept = "e57,accept,,,,,venue,supports\n"
    assert faults(f"{HEADERS}{accept}e57,reject,unclear,,,,,\n") == [
        "line 3: line 2 says otherwise of e57; leave one decision and take out the other"
    ]
    assert imported(f"{HEADERS}{accept}{accept}") == {**NOTHING, "rows": 2, "accepted": 1, "already": 1}


def test_of_twins_one_is_accepted() -> None:
    """The same words of the same speaker, as another engine proposes them."""
    data = {entry: tracker(f"show {entry} --format json").items[0]["data"] for entry in ("e56", "e57")}
    events = [
        {"kind": "extraction-run", "id": "run-2", "data": {**data["e56"], "engine": "other"}},
        {"kind": "statement-proposed", "id": "twin", "data": {**data["e57"], "run": "run-2"}},
    ]
    tracker("append -", stdin="\n".join(map(json.dumps, events)).encode())
    accept = f"{HEADERS}e57,accept,,,,,venue,supports\n"
    assert faults(f"{accept}twin,accept,,,,,venue,supports\n") == [
        "line 3: e62 has the same words of the same speaker as another row, which is accepted and stands for both; "
        "leave this decision out"
    ]
    assert imported(f"{accept}twin,,,,,,,\n") == {**NOTHING, "rows": 2, "accepted": 1, "left": 1}
    assert statuses()["e62"] == "merged"


CODED: Final = f"{HEADERS}e57,accept,,,,,venue,supports\ne58,reject,unclear,,,,,\n"


def test_a_second_coder_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """And codes each proposal once, not knowing nor minding what was decided."""
    tracker("proposals reject e57 --because unclear")
    assert faults(CODED, "--blind")[0].startswith("line 2: e57 was coded by 'tester' already (e61); ")
    monkeypatch.setenv("TRACKER_USER", "ben")
    before = statuses()
    assert imported(CODED, "--blind") == {**NOTHING, "rows": 2, "coded": 2}
    assert statuses() == before
    assert imported(CODED, "--blind") == {**NOTHING, "rows": 2, "already": 2}
    assert faults(CODED.replace("supports", "opposes"), "--blind") == [
        "line 2: e57 was coded otherwise by 'ben' already (e62)"
    ]
    assert faults(f"{HEADERS}e59,merge,,e60,,,,\n", "--blind") == [
        "line 2: a second coder accepts or rejects; what is there twice is rejected as duplicate"
    ]
    assert faults(f"{HEADERS}e59,reject,unclear,,why,,,\n", "--blind") == [
        "line 2: note goes with a rejection that decides; a coding, acceptance or merger keeps none"
    ]


def test_what_may_be_done_next_is_told() -> None:
    done = tracker("proposals import -", stdin=CODED.encode())
    assert done.err == (
        "Look: tracker log show --after e60\n"
        "Undo: first tracker retract STATEMENT --because coding-error, for each statement that should not be there\n"
        "Undo: tracker void ENTRY --note 'entered by mistake', for each decision that should not be there\n"
    )
    assert tracker("proposals import -", stdin=CODED.encode()).err == ""
    assert tracker("proposals export vladivostok-report").err == "No proposal is among these.\n"


@pytest.mark.parametrize(
    ("sheet", "sentence"),
    [
        ("", "standard input is empty; expected CSV with a header line, or JSONL"),
        (
            "id,party\n",
            "standard input: the header line has missing 'decision'; headers are id, proposal, status, source, before, "
            "words, after, mention, form, tier, warnings, decision, reason, into, party, speaker, issue, stance, "
            "conditions, act, said, until, summary, quotation, note, separated by commas",
        ),
        (
            "id;decision;reason\ne57;reject;unclear\n",
            "standard input: semicolons stand between the headers; save the sheet as CSV with commas",
        ),
        (
            "id\tdecision\ne57\treject\n",
            "standard input: tabs stand between the headers; save the sheet as CSV with commas",
        ),
    ],
)
def test_a_file_that_is_no_sheet_is_told(sheet: str, sentence: str) -> None:
    ran = run("proposals", "import", "-", stdin=sheet.encode())
    assert (ran.code, ran.out, ran.err) == (2, "", f"tracker: {sentence}\n")


@pytest.mark.parametrize("reason", ["unclear", "Unclear", "UNCLEAR", " Unclear "])
@pytest.mark.parametrize("decision", ["reject", "Reject", "REJECT"])
def test_decisions_and_reasons_are_taken_in_whatever_case(decision: str, reason: str) -> None:
    for sheet in (
        f"ID,Decision,Reason\ne57,{decision},{reason}\n",
        json.dumps({"id": "e57", "decision": decision, "reason": reason}),
    ):
        assert imported(sheet, "--dry-run")["rejected"] == imported(sheet, "--blind --dry-run")["coded"] == 1


def test_jsonl_takes_conditions_as_a_list() -> None:
    row = {"id": "e57", "decision": "accept", "stance": "supports-if", "conditions": ["a; b", "=c"], "issue": "venue"}
    assert imported(json.dumps(row))["accepted"] == 1
    (statement,) = [each for each in items("log show --after e60") if each["kind"] == "statement-recorded"]
    assert items(f"show {statement['entry']}")[0]["data"]["conditions"] == ["a; b", "=c"]
    assert faults(json.dumps({**row, "conditions": 7})) == ["line 1: conditions: expected a list of texts"]
