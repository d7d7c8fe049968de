"""Questions: position, ask, history and show, their whole answers, and what an earlier cut does not tell."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
import time_machine

from tests.cli_runner import items, run, tracker

AS_OF: Final = "--as-of 2023-09-06"


UK: Final[dict[str, Any]] = {
    "party": "united-kingdom",
    "issue": "security-guarantees",
    "stance": "supports",
    "conditions": [],
    "basis": "inherited",
    "inherited_from": ["willing-coalition"],
    "since": "2023-09-05",
    "statements": ["e35"],
    "deciding": {"supports": 1},
    "tally": {"supports": 1},
    "first_said": "../2023-09-05",
    "last_said": "../2023-09-05",
    "days_since_last": 1,
    "last_declined": None,
    "stale": False,
    "lapsed": False,
}
CUT: Final = {"as_of": "2023-09-06", "known_at": "2026-01-05T12:00:00Z", "seq": 54, "rules": 1}


@pytest.mark.usefixtures("demo")
def test_a_position_as_json() -> None:
    """`tracker/position/1`, whole: the cut is echoed, and every field is there in its order."""
    ran = tracker(f"position UK 'Security guarantees for Ukraine' {AS_OF} --format json")
    assert ran.json == {"schema": "tracker/position/1", "cut": CUT, "items": [UK]}
    assert list(ran.items[0]) == list(UK)
    assert ran.err == ""


@pytest.mark.usefixtures("demo")
def test_no_position_as_json() -> None:
    """None: stance null, lists empty, counts {}, dates null; exit code 0."""
    stance: dict[str, Any] = {"stance": None, "conditions": [], "basis": "none", "inherited_from": [], "since": None}
    counts: dict[str, Any] = {"statements": [], "deciding": {}, "tally": {}}
    dates = {"first_said": None, "last_said": None, "days_since_last": None, "last_declined": None}
    found = items(f"position germany venue/moscow {AS_OF}")
    who = {"party": "germany", "issue": "venue/moscow"}
    assert found == [{**who, **stance, **counts, **dates, "stale": False, "lapsed": False}]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("columns", ["80", "200"])
def test_a_position_as_a_table(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parent lists its sub-issues and never averages them."""
    monkeypatch.setenv("COLUMNS", columns)
    ran = tracker(f"position russia venue {AS_OF} --format table")
    assert [line.rstrip() for line in ran.out.splitlines()] == [
        "Position of Russia · as of 2023-09-06, known at 2026-01-05T12:00:00Z (e54)",
        "issue             position                      basis   since        entries",
        "─" * 76,
        "venue             none: no position on record",
        "venue/elsewhere   opposes                       own     2023-09-05   e51",
        "venue/moscow      supports                      own     2023-09-05   e49 e50",
    ]
    assert ran.err == ""


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("words", ["position russia", "history russia", "show e37", "log show", "party list"])
@pytest.mark.parametrize("columns", ["40", "80", "200"])
def test_a_table_keeps_to_the_width(words: str, columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Long cells break over lines; handles do not, from 80 columns on."""
    monkeypatch.setenv("COLUMNS", columns)
    lines = tracker(words, "--format", "table").out.splitlines()
    assert max(map(len, lines)) <= int(columns)
    if words == "log show" and columns != "40":
        assert sum(line.startswith(f"e{seq} ") for seq in range(1, 55) for line in lines) == 54


@pytest.mark.usefixtures("demo")
def test_a_position_when_piped() -> None:
    """TSV, full width: a header line and one line a position; the cut is told on stderr."""
    ran = tracker(f"position russia venue {AS_OF}")
    head, *rows = [line.split("\t") for line in ran.out.splitlines()]
    assert head == list(UK)
    assert [dict(zip(head, row, strict=True))["stance"] for row in rows] == ["", "opposes", "supports"]
    assert rows[2] == [
        "russia", "venue/moscow", "supports", "", "own", "", "2023-09-05", "e49; e50", "supports 2", "supports 2",
        "../2023-09-05", "../2023-09-05", "1", "", "no", "no",
    ]  # fmt: skip
    assert ran.err == "as of 2023-09-06, known at 2026-01-05T12:00:00Z (e54)\n"
    assert tracker(f"position russia venue {AS_OF} --format tsv") == ran


@pytest.mark.usefixtures("demo")
def test_marks_beside_a_position() -> None:
    """Mixed, stale, lapsed and a refusal to comment stand in the position's cell."""
    tracker("record france venue supports --said 2024-01-01 --until 2024-02-01 --source vladivostok-report")
    tracker("record france venue declines --said 2024-03-01 --source vladivostok-report")
    tracker("record germany venue supports --said 2026-01-01 --source vladivostok-report")
    tracker("record germany venue supports-if --if peace --said 2026-01-01 --source vladivostok-report")
    table = tracker("position france venue --format table").out
    assert "supports [stale, lapsed, declined to say 2024-03-01]" in table
    table = tracker("position germany venue --format table").out
    assert "mixed (supports 1, supports-if 1): peace" in table
    item = items("position france venue")[0]
    assert (item["stale"], item["lapsed"], item["last_declined"]) == (True, True, "2024-03-01")


CUTS: Final = [
    ("--as-of 2023-09-06", "2023-09-06", "2026-01-05T12:00:00Z", 54),
    ("--on '6 Sep 2023'", "2023-09-06", "2026-01-05T12:00:00Z", 54),
    ("--as-of 'Sept 6, 2023'", "2023-09-06", "2026-01-05T12:00:00Z", 54),
    ("--as-of 2023-09-06T14:30+10:00", "2023-09-06T04:30:59Z", "2026-01-05T12:00:00Z", 54),
    ("--as-of 2023-09-06T14:30:15Z", "2023-09-06T14:30:15Z", "2026-01-05T12:00:00Z", 54),
    ("--as-of today", "2026-01-05", "2026-01-05T12:00:00Z", 54),
    ("--as-of yesterday", "2026-01-04", "2026-01-05T12:00:00Z", 54),
    ("--as-of '3 weeks ago'", "2025-12-15", "2026-01-05T12:00:00Z", 54),
    ("", "2026-01-05", "2026-01-05T12:00:00Z", 54),
    ("--as-of 2030-01-01", "2030-01-01", "2026-01-05T12:00:00Z", 54),
    ("--known-at e40", "2026-01-05", "2026-01-02T03:04:05Z", 40),
    ("--known-at 2026-01-02", "2026-01-05", "2026-01-02T23:59:59Z", 54),
    ("--known-at '3 days ago'", "2026-01-05", "2026-01-02T23:59:59Z", 54),
    ("--known-at 2026-01-02T03:04Z", "2026-01-05", "2026-01-02T03:04:59Z", 54),
    ("--known-at 2026-01-01", "2026-01-05", "2026-01-01T23:59:59Z", 0),
]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("options", "as_of", "known_at", "seq"), CUTS)
def test_cuts(options: str, as_of: str, known_at: str, seq: int) -> None:
    """A day, minute or second means its end. The answer echoes both times and the resolved seq; typed again, as_of
    and the seq give the same answer, whatever else was recorded within that second.
    """
    ran = tracker(f"position russia {options} --format json")
    assert ran.json["cut"] == {"as_of": as_of, "known_at": known_at, "seq": seq, "rules": 1}
    again = f"e{seq}" if seq else known_at
    assert items(f"position russia --as-of {as_of} --known-at {again}") == ran.items


@pytest.mark.parametrize(("zone", "today"), [("UTC", "2026-01-05"), ("Asia/Tokyo", "2026-01-06")])
def test_today_is_the_dossier_s(zone: str, today: str) -> None:
    """Days are counted in the dossier's zone."""
    with time_machine.travel("2026-01-05T20:00:00Z", tick=False):
        tracker(f"init --zone {zone}")
        tracker("record a b supports --said today --source https://example.org/1 --new")
        ran = tracker("position a --format json")
        assert (ran.json["cut"]["as_of"], ran.items[0]["last_said"]) == (today, today)


@pytest.mark.usefixtures("demo")
def test_a_party_registered_after_known_at_has_no_position() -> None:
    """Names resolve at the head, so that it is no error to ask."""
    tracker("record ruritania grain supports --said 2023-01-01 --source vladivostok-report --new")
    assert items("position ruritania grain")[0]["stance"] == "supports"
    assert items("position ruritania grain --known-at e54")[0]["basis"] == "none"
    assert items("position ruritania --known-at e54") == []
    assert items("history ruritania --known-at e54") == []
    assert items("position russia grain --known-at 2020-01-01")[0]["basis"] == "none"


@pytest.mark.usefixtures("demo")
def test_explained_as_json() -> None:
    """Each statement considered with why it does not decide, and the memberships an answer comes through."""
    item = items(f"position uk security-guarantees {AS_OF} --explain")[0]
    assert {name: value for name, value in item.items() if name in UK} == UK
    assert item["memberships"] == [{"grouping": "willing-coalition", "entry": "e10", "since": None}]
    assert item["considered"] == [
        {
            "statement": "e35",
            "seq": 35,
            "recorded_at": "2026-01-02T03:04:05Z",
            "why": "decides",
            "by": None,
            "party": "willing-coalition",
            "issue": "security-guarantees",
            "stance": "supports",
            "conditions": [],
            "act": "promises",
            "speaker": "emmanuel-macron",
            "said": "../2023-09-05",
            "until": None,
            "quotation": None,
            "summary": "Macron, for 26 nations: they have undertaken to give Ukraine "
            "security guarantees after the war.",
            "source": "vladivostok-report",
            "language": "en",
        }
    ]


MOSCOW: Final = "--source vladivostok-report --id"
STORY: Final = (
    f"record russia venue/moscow opposes --said 2024-01-01 {MOSCOW} earlier",
    f"record russia venue/moscow supports --said 2024-06-01 {MOSCOW} mistaken",
    f"record russia venue/moscow neutral --said 2024-07-01 {MOSCOW} double",
    f"record russia venue/moscow supports --said 2024-08-01 {MOSCOW} taken-back",
    f"record russia venue/moscow declines --said 2024-08-15 {MOSCOW} silent",
    f"record russia venue/moscow opposes --said 2024-05-01 {MOSCOW} decisive",
    f"record russia venue/moscow supports --said 2025-09-01 {MOSCOW} later",
    "correct mistaken --said 2023-06-01 --reason coding-error",
    "retract double --because duplicate",
    "withdraw taken-back --on 2024-09-01",
)
"""Entries e55 to e64."""


@pytest.mark.usefixtures("demo")
def test_explained_why_each_does_not_decide() -> None:
    """Earlier, corrected, retracted, withdrawn, declined, not yet said; each with the entry that did it."""
    for words in STORY:
        tracker(words)
    item = items("position russia venue/moscow --as-of 2025-01-01 --explain")[0]
    assert (item["stance"], item["statements"]) == ("opposes", ["e60"])
    assert {(each["statement"], each["seq"], each["why"], each["by"]) for each in item["considered"]} == {
        ("e49", 49, "earlier", None),
        ("e50", 50, "earlier", None),
        ("e55", 55, "earlier", None),
        ("e56", 56, "corrected", "e62"),
        ("e56", 62, "earlier", None),
        ("e57", 57, "retracted", "e63"),
        ("e58", 58, "withdrawn", "e64"),
        ("e59", 59, "declined", None),
        ("e60", 60, "decides", None),
        ("e61", 61, "not-yet-said", None),
    }
    table = tracker("position russia venue/moscow --as-of 2025-01-01 --explain --format table").out
    for why in ("corrected (e62)", "retracted (e63)", "withdrawn (e64)", "not-yet-said", "decides"):
        assert why in table
    rows = tracker("position russia venue/moscow --as-of 2025-01-01 --explain --format tsv").out.splitlines()
    assert len(rows) == 11
    assert rows[0].split("\t")[:5] == ["statement", "seq", "recorded_at", "why", "by"]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("seq", range(54, 64))
@pytest.mark.parametrize("words", ["position russia venue/moscow --explain", "history russia venue/moscow", "show e49"])
def test_an_earlier_cut_never_mentions_what_came_later(words: str, seq: int) -> None:
    """The answer known at an entry is the same before and after more is recorded."""
    for command in STORY[: seq - 54]:
        tracker(command)
    before = items(f"{words} --as-of 2026-01-05" if "show" not in words else words)
    for command in STORY[seq - 54 :]:
        tracker(command)
    known = f"{words} --known-at e{seq}"
    assert items(f"{known} --as-of 2026-01-05" if "show" not in words else known) == before


@pytest.mark.usefixtures("demo")
def test_show_at_an_earlier_cut() -> None:
    """An entry is shown as it was known: no later correction, retraction, withdrawal or void."""
    for words in STORY:
        tracker(words)
    for entry in ("mistaken", "double", "taken-back"):
        shown = items(f"show {entry} --known-at e61")[0]
        assert [version["status"] for version in shown["versions"]] == ["effective"]
        assert (shown["withdrawn"], shown["retracted"]) == (None, None)
        assert "e6" not in tracker(f"show {entry} --known-at e61").out.replace("e61", "")


@pytest.mark.usefixtures("demo")
def test_show_names_the_source_as_it_was_known() -> None:
    """A title given later is not told at an earlier cut."""
    before = items("show e33")
    tracker("source amend vladivostok-report --title 'A better title'")
    assert items("show e33 --known-at e54")[0]["source"] == before[0]["source"]


UNREACHABLE: Final = {
    "a retracted statement whose source was voided": (
        "source add cable",
        "record russia venue supports --said 2025 --source cable --id k",
        "retract k --because duplicate",
        "void e55 --note mistake",
        "show k",
    ),
    "a statement as it was before its old source was voided": (
        "source add cable",
        "record russia venue supports --said 2025 --source cable --id k",
        "correct k --source vladivostok-report --reason coding-error",
        "void e55 --note mistake",
        "show k --known-at e56",
    ),
    "a statement as it was before its old issue was voided": (
        "issue add grain",
        "record russia grain supports --said 2025 --source vladivostok-report --id k",
        "correct k --issue venue --reason coding-error",
        "void e55 --note mistake",
        "show k --known-at e56",
    ),
}


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("story", UNREACHABLE)
def test_every_entry_can_be_shown(story: str) -> None:
    """Whatever was voided since, an entry of the log leads to its quotation and source."""
    for words in UNREACHABLE[story]:
        tracker(words)


ENTRY: Final = [
    "entry", "seq", "id", "kind", "recorded_at", "recorded_by", "caused_by", "data", "voided_by", "versions", "source",
    "withdrawn", "retracted", "decides",
]  # fmt: skip
VERSION: Final = [
    "seq", "recorded_at", "recorded_by", "reason", "note", "status", "party", "issue", "stance", "conditions", "act",
    "speaker", "said", "until", "quotation", "summary", "source", "language",
]  # fmt: skip


@pytest.mark.usefixtures("demo")
def test_an_entry_as_json() -> None:
    """`tracker/entry/1`: by handle, by id or as one's last; with every position it decides, inherited ones too."""
    shown = items("show e35")[0]
    assert (list(shown), list(shown["versions"][0])) == (ENTRY, VERSION)
    assert items("show report-s03b") == [shown]
    assert items("show last")[0]["entry"] == "e54"
    assert {(each["party"], each["basis"]) for each in shown["decides"]} == {
        ("willing-coalition", "own"),
        ("united-kingdom", "inherited"),
    }
    assert shown["source"] == {
        "id": "vladivostok-report",
        "title": "Report on statements made around the Vladivostok forum",
        "published": "2023-09-05",
    }


@pytest.mark.usefixtures("demo")
def test_an_entry_as_a_table() -> None:
    """Every version, the quotation, the source and what it decides, line by line."""
    tracker("correct e50 --speaker Trump --until 2026-02-01 --reason coding-error")
    lines = [line.rstrip() for line in tracker("show e50 --format table").out.splitlines()]
    assert lines[0] == "as of 2026-01-05, known at 2026-01-05T12:00:00Z (e55)"
    told = [line.split("   ", 1)[0].strip() for line in lines[3:]]
    assert told[:5] == ["says", "event", "id", "recorded", "e50"]
    assert told.count("quotation") == 2
    assert ("until" in told, told[-2:]) == (True, ["source", "decides"])
    assert "  quotation   “excessive requests”" in tracker("show e51 --format table").out


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("seq", range(1, 33))
def test_entries_that_are_no_statements(seq: int) -> None:
    """They are shown field by field."""
    shown = items(f"show e{seq}")[0]
    assert (shown["versions"], shown["decides"], shown["source"]) == ([], [], None)
    told = [line.split("\t")[0] for line in tracker(f"show e{seq}").out.splitlines()]
    assert told[:5] == ["what", "says", "event", "id", "recorded"]
    assert told[5:] == list(shown["data"])


@pytest.mark.usefixtures("demo")
def test_a_statement_that_decides_nothing() -> None:
    """It is shown as such."""
    tracker("record russia nato-membership supports --said 2025-01-01 --source vladivostok-report")
    assert items("show e36")[0]["decides"] == []
    assert tracker("show e36 --format table").out.rstrip().endswith("nothing, as of today")


STEP: Final = [
    "statement", "seq", "recorded_at", "recorded_by", "party", "issue", "stance", "conditions", "act", "speaker",
    "said", "until", "quotation", "summary", "source", "movement", "status",
]  # fmt: skip


@pytest.mark.usefixtures("demo")
def test_a_history() -> None:
    """Oldest first, one item a content version, with what each moved; corrected and retracted ones move nothing."""
    for words in STORY:
        tracker(words)
    ran = tracker("history russia venue/moscow --format json")
    assert list(ran.json) == ["schema", "cut", "items", "withdrawals"]
    assert ran.json["schema"] == "tracker/history/1"
    assert sorted(ran.items[0]) == sorted(STEP)
    assert [(item["seq"], item["stance"], item["movement"], item["status"]) for item in ran.items] == [
        (62, "supports", "first", "effective"),
        (49, "supports", "reaffirmed", "effective"),
        (50, "supports", "reaffirmed", "effective"),
        (55, "opposes", "reversed", "effective"),
        (60, "opposes", "reaffirmed", "effective"),
        (56, "supports", None, "corrected"),
        (57, "neutral", None, "retracted"),
        (58, "supports", "reversed", "withdrawn"),
        (59, "declines", "reaffirmed", "effective"),
        (61, "supports", "reversed", "effective"),
    ]
    assert ran.json["withdrawals"] == [{"statement": "e58", "seq": 64, "on": "2024-09-01", "movement": "reversed"}]


@pytest.mark.usefixtures("demo")
def test_a_history_of_all_issues_as_a_table() -> None:
    """Issue by issue; with an issue named, without its column."""
    lines = tracker("history ukraine --format table").out.splitlines()
    assert lines[0] == "History of Ukraine · as of 2026-01-05, known at 2026-01-05T12:00:00Z (e54)"
    assert [line.split()[0] for line in lines[3:]] == ["leader-talks", "leader-talks", "settlement", "venue/moscow"]
    assert tracker("history ukraine venue/moscow --format table").out.splitlines()[1].split()[0] == "entry"


@pytest.mark.usefixtures("demo")
def test_a_history_of_nothing() -> None:
    """No statement on record is an answer."""
    ran = tracker("history germany")
    assert (len(ran.out.splitlines()), ran.err.splitlines()[-1]) == (1, "germany: no statement on record")
    assert tracker("history germany --format table").out.splitlines()[-1] == "germany: no statement on record"
    assert items("history germany") == []
    assert items("history russia --as-of 2020-01-01") == []


QUESTIONS: Final = [
    ("position of Russia", "Russia"),
    ("position of Russia?", "Russia"),
    ("What is the position of the United States?", "'United States'"),
    ("what was the position of Russia on troop-deployments?", "Russia troop-deployments"),
    (
        "position of Russia on troop-deployments on 5 September 2023",
        "Russia troop-deployments --as-of 2023-09-05",
    ),
    ("Position of the UK as of yesterday", "UK --as-of 2026-01-04"),
    (
        "position of UK on security guarantees for Ukraine on 2023-09-06",
        "UK 'security guarantees for Ukraine' --as-of 2023-09-06",
    ),
    ("position of Russia on Sep 6, 2023", "Russia --as-of 2023-09-06"),
    ("position of Russia on 2 weeks ago", "Russia --as-of 2025-12-22"),
    ("position of Russia on 2023-09-05T14:30+10:00", "Russia --as-of 2023-09-05T14:30+10:00"),
    (
        "position of Russia on venue/moscow as of 2023-09-06 as known on 2026-01-02",
        "Russia venue/moscow --as-of 2023-09-06 --known-at 2026-01-02",
    ),
    ("position of Russia, as of 2023-09-06, as known at e40", "Russia --as-of 2023-09-06 --known-at e40"),
    ("position of Russia on leader-talks today", None),
    ("position of Russia on leader-talks as known on 2 Jan 2026", "Russia leader-talks --known-at 2026-01-02"),
    ("  position   of  Russia  on  venue  ", "Russia venue"),
]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("question", "command"), QUESTIONS)
def test_a_question_in_words(question: str, command: str | None) -> None:
    """It says which command it ran, and answers as that does; with or without quotation marks around it."""
    ran = run("ask", question, "--format", "json")
    if command is None:
        assert ran.code == 2
        return
    assert (ran.code, ran.err) == (0, f"Ran: tracker position {command}\n")
    assert ran.items == items(f"position {command}")
    assert run("ask", *question.split(), "--format", "json") == ran


@pytest.mark.usefixtures("demo")
def test_an_issue_with_a_number_in_its_name_is_no_date() -> None:
    """Only what looks like a date is read as one."""
    tracker("issue add resolution-1701")
    ran = tracker("ask position of Russia on resolution-1701 on 2023-09-06 --format json")
    assert ran.err == "Ran: tracker position Russia resolution-1701 --as-of 2023-09-06\n"


def test_a_question_to_another_log() -> None:
    """The command it prints asks the same log."""
    tracker("init --demo --log other.db")
    ran = tracker("ask position of germany --log other.db")
    assert ran.err.startswith("Ran: tracker position germany --log other.db\n")


@pytest.mark.usefixtures("demo")
def test_positions_of_a_dossier_with_a_stale_position() -> None:
    """Past the dossier's horizon, as it was set at the cut."""
    assert items("position russia nato-membership --as-of 2024-03-03")[0]["stale"] is False
    assert items("position russia nato-membership --as-of 2024-03-04")[0]["stale"] is True
    data = {"name": "Example", "stale_after_days": 10}
    line = json.dumps({"kind": "dossier-amended", "data": data}).encode()
    tracker("append -", stdin=line)
    assert items("position russia nato-membership --as-of 2023-09-30")[0]["stale"] is True
    assert items("position russia nato-membership --as-of 2023-09-30 --known-at e54")[0]["stale"] is False
