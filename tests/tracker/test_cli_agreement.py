"""`tracker agreement`: how good engines' proposals are, and what is printed of it all."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

from tests.cli_runner import items, run, tracker

REPORT: Final = "Alpha said no. Beta said yes. Gamma said maybe. Delta said nothing. Epsilon left."
WORDS: Final = ("no", "yes", "maybe", "nothing", "left")
DIGEST: Final = "ab" * 32
CONTENT: Final = {
    "party": "russia",
    "issue": "venue",
    "stance": "supports",
    "speaker": "vladimir-putin",
    "said": "2023",
}


def reading(engine: str, *proposals: dict[str, Any]) -> None:
    """Append what an engine proposed."""
    source = items("source show report")[0]
    run_id = f"run-{engine}"
    data = {
        "source": "report",
        "text": source["sha256"],
        "engine": engine,
        "version": "1",
        "digest": DIGEST,
        "names": DIGEST,
        "drafts": len(proposals),
    }
    events: list[Any] = [{"kind": "extraction-run", "id": run_id, "data": data}]
    for number, proposal in enumerate(proposals):
        words = proposal.pop("words")
        start = REPORT.index(words)
        place = {"start": start, "end": start + len(words), "words": words}
        fields = {"run": run_id, "place": place, "form": "reported", "tier": "sure", **proposal}
        events.append({"kind": "statement-proposed", "id": f"{engine}-{number}", "data": fields})
    tracker("append -", stdin="\n".join(map(json.dumps, events)).encode())


@pytest.fixture(autouse=True)
def _proposed(demo: Path) -> None:
    Path("report.txt").write_text(REPORT, encoding="utf-8")
    tracker("source add report --file report.txt --published 2023-09-05")
    reading(
        "old",
        *({"words": words, "rule": "say", **CONTENT} for words in WORDS[:3]),
        {"words": "nothing", "rule": "deny", "party": "russia"},
        {"words": "left"},
    )


def document(words: str = "") -> Any:
    return tracker(f"agreement {words} --format json").json


def rate(**counts: Any) -> dict[str, Any]:
    names = ("proposals", "pending", "accepted", "edited", "completed", "rejected", "merged", "superseded")
    rates = ("acceptance", "edits", "rejection")
    base = {"engine": "old", "digest": DIGEST[:12], "rule": None, **dict.fromkeys(names, 0), **dict.fromkeys(rates)}
    return {**base, **counts}


def test_rates_of_engines_and_rules() -> None:
    """Accepted as it was, changed, filled in, rejected, merged, replaced by the engine, and waiting."""
    tracker("proposals accept old-0")
    tracker("proposals accept old-1 --stance opposes --said 2023-09-05 --quote ye")
    tracker("proposals accept old-3 --stance opposes --issue venue")
    tracker("proposals reject old-2 --because unclear")
    assert document()["engines"] == [
        rate(
            proposals=5,
            pending=1,
            accepted=3,
            edited=1,
            completed=1,
            rejected=1,
            acceptance=0.75,
            edits=0.3333,
            rejection=0.25,
        )
    ]
    assert document()["rules"] == [
        rate(rule="", proposals=1, pending=1),
        rate(rule="deny", proposals=1, accepted=1, completed=1, acceptance=1.0, edits=0.0, rejection=0.0),
        rate(rule="say", proposals=3, accepted=2, edited=1, rejected=1, acceptance=0.6667, edits=0.5, rejection=0.3333),
    ]
    assert document()["fields"] == [
        {"field": "stance", "changed": 1, "filled": 1},
        {"field": "quotation", "changed": 1, "filled": 0},
        {"field": "said", "changed": 1, "filled": 0},
        {"field": "issue", "changed": 0, "filled": 1},
    ]
    assert document()["reasons"] == [{"reason": "unclear", "rejected": 1}]


def test_what_was_merged_or_replaced_is_in_no_rate() -> None:
    tracker("proposals merge old-4 --into old-3")
    event = {"kind": "proposal-rejected", "data": {"proposal": "old-2", "reason": "superseded"}}
    tracker("append -", stdin=json.dumps(event).encode())
    assert document()["engines"] == [rate(proposals=5, pending=3, merged=1, superseded=1)]
    assert document()["reasons"] == []


def test_a_table_has_the_rules_about_which_much_was_decided() -> None:
    """Those with five decisions, and the most frequent five; other forms have all."""
    counts = {"a": 5, "b": 5, "c": 1, "d": 2, "e": 1, "f": 6, "g": 3, "h": 5, "i": 0, "k": 5}
    rules = [rule for rule, count in counts.items() for _ in range(max(count, 1))]
    reading("new", *({"words": "yes", "rule": rule, **CONTENT} for rule in rules))
    decided = [f"new-{number}" for number, rule in enumerate(rules) if counts[rule]]
    tracker(f"proposals reject {' '.join(decided)} --because unclear")
    ran = tracker("agreement --format table")
    assert re.findall(r"accepted +new [0-9a-f]+, rule (\w)", ran.out) == ["a", "b", "f", "h", "k"]
    assert "8 more rules, with few decisions; --format json has all." in ran.err.splitlines()
    every = tracker("agreement --format csv")
    assert len(re.findall(r"accepted,.new [0-9a-f]+, rule (\w)", every.out)) == len(counts)
    assert "more rules" not in every.err


def test_each_engine_by_itself() -> None:
    reading("new", {"words": "no", **CONTENT})
    tracker("proposals reject new-0 --because duplicate")
    assert [(each["engine"], each["rejected"]) for each in document()["engines"]] == [("new", 1), ("old", 0)]


def test_a_source_has_its_own_numbers() -> None:
    tracker("proposals accept old-0")
    assert document("report")["engines"][0]["accepted"] == 1
    none = document("vladivostok-report")
    assert (none["engines"], none["coders"], none["coded_twice"]) == ([], [], 0)


def code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a second coder agree about two and differ about one."""
    tracker("proposals accept old-0")
    tracker("proposals accept old-1 --stance neutral")
    tracker("proposals reject old-2 --because unclear")
    sheet = "id,decision,stance,reason\nold-0,accept,supports,\nold-1,accept,opposes,\nold-2,reject,,off-topic\n"
    monkeypatch.setenv("TRACKER_USER", "ben")
    tracker("proposals import - --blind", stdin=sheet.encode())


def test_the_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    code(monkeypatch)
    ran = tracker("agreement --format csv")
    assert ran.out.splitlines() == [
        "measure,of,n,value,told",
        "alpha,statement (nominal),3,1.000,reliable",
        "alpha,party (nominal),2,,too few: all gave the same value",
        "alpha,speaker (nominal),2,,too few: all gave the same value",
        "alpha,issue (nominal),2,,too few: all gave the same value",
        "alpha,stance (nominal),2,0.400,not reliable",
        "alpha,act (nominal),2,,too few: all gave the same value",
        "alpha,said (nominal),2,,too few: all gave the same value",
        "alpha,stance (ordinal),2,0.833,reliable",
        "alpha,stance (nominal) on venue,2,0.400,not reliable",
        "alpha,stance (ordinal) on venue,2,0.833,reliable",
        "span F1,ben and tester,4,1.000,2 in common",
        f"accepted,old {DIGEST[:12]},3,0.667,2 pending",
        f"edited,old {DIGEST[:12]},2,0.500,0 only completed",
        f"rejected,old {DIGEST[:12]},3,0.333,",
        f'accepted,"old {DIGEST[:12]}, rule -",0,,1 pending',
        f'accepted,"old {DIGEST[:12]}, rule deny",0,,1 pending',
        f'accepted,"old {DIGEST[:12]}, rule say",3,0.667,',
        f'edited,"old {DIGEST[:12]}, rule say",2,0.500,0 only completed',
        f'rejected,"old {DIGEST[:12]}, rule say",3,0.333,',
        'field edited,stance,2,0.500,"changed 1, filled in 0"',
        "reason,unclear,1,1.000,",
    ]
    assert ran.err.endswith("Proposals: 5; coded by two or more: 3; coded by: ben 3, tester 3\n")
    assert run("agreement", "--format", "tsv").out.splitlines()[1] == "alpha\tstatement (nominal)\t3\t1.000\treliable"
    assert "statement (nominal)" in run("agreement", terminal=True).out


def test_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    code(monkeypatch)
    told = document("--coder ben --coder tester")
    assert told["schema"] == "tracker/agreement/1"
    assert told["cut"]["seq"] == int(items("log show --last 1")[0]["entry"].removeprefix("e"))
    stance = {"field": "stance", "scale": "ordinal", "issue": None, "units": 2, "alpha": 0.8333, "told": "reliable"}
    assert stance in told["items"]
    assert told["coders"] == [{"coder": "ben", "proposals": 3}, {"coder": "tester", "proposals": 3}]
    assert told["spans"] == [
        {"coders": ["ben", "tester"], "proposals": 3, "first": 2, "second": 2, "matched": 2, "f1": 1.0}
    ]


def test_without_a_second_coder_it_is_said_how_to_have_one() -> None:
    ran = tracker("agreement")
    assert ran.err.endswith(
        "Proposals: 5; coded by two or more: 0\nA second coder: tracker proposals export --blind --out FILE\n"
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("--coder ben --coder zoe", "no coder 'ben' decided about a proposal or coded one; coders are tester"),
        (
            "--coder tester",
            "one coder alone agrees with nobody; name another with --coder, or leave it out for all",
        ),
        ("reprot", "no source 'reprot'; did you mean 'report'? `tracker source list` shows all"),
    ],
)
def test_who_is_not_there_is_told(words: str, sentence: str) -> None:
    tracker("proposals accept old-0")
    ran = run("agreement", *words.split())
    assert (ran.code, ran.out, ran.err) == (2, "", f"tracker: {sentence}\n")


def test_nobody_did_anything_yet() -> None:
    ran = run("agreement", "--coder", "ben", "--coder", "zoe")
    assert ran.err == "tracker: no coder 'ben' decided about a proposal or coded one; nobody did yet\n"
