"""Files in and out: import, append, export, restore, and projections that are made anew."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from pathlib import Path
from typing import Any, Final

import pytest

from tests.cli_runner import items, run, tracker
from tracker import import_statements, open_ledger
from tracker.errors import BatchError, UnreadableError
from tracker.projections.kept import PROJECTIONS as FOLLOWED

HEADER: Final = b"id,party,issue,stance,conditions,act,said,until,speaker,quotation,summary,source,language\n"
FULL: Final = (
    b"k1,UK,Venue of the leaders' talks,supports-if, peace ; ; elections ,offers,2025-09,2026-02-01,Trump,"
    b'" He said ""yes""\nand more ",short,vladivostok-report,en\n'
)
PLAIN: Final = b",russia,venue/moscow,opposes,,,2025-09-05,,,,,vladivostok-report,\n"
FULL_OBJECT: Final = {
    "id": "k1",
    "party": "UK",
    "issue": "Venue of the leaders' talks",
    "stance": "supports-if",
    "conditions": ["peace", "elections"],
    "act": "offers",
    "said": "2025-09",
    "until": "2026-02-01",
    "speaker": "Trump",
    "quotation": ' He said "yes"\nand more ',
    "summary": "short",
    "source": "vladivostok-report",
    "language": "en",
}
PLAIN_OBJECT: Final = {
    "party": "russia",
    "issue": "venue/moscow",
    "stance": "opposes",
    "said": "2025-09-05",
    "source": "vladivostok-report",
    "act": None,
    "conditions": "",
}
CSV: Final = HEADER + FULL + PLAIN
JSONL: Final = b"".join(json.dumps(each).encode() + b"\n" for each in (FULL_OBJECT, PLAIN_OBJECT))


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("content", [CSV, JSONL], ids=["CSV", "JSONL"])
def test_an_import(content: bytes) -> None:
    """Rows in = accepted + already there; spaces stay in words alone; twice adds nothing, in either format."""
    ran = tracker("import - --format json", stdin=content)
    report = {"rows": 2, "added": 2, "already": 0, "registered": {}, "dry_run": False}
    assert ran.json == {"schema": "tracker/imported/1", "items": [report]}
    assert ran.err == (
        "Look: tracker log show --after e54\n"
        "Undo: tracker retract ENTRY --because coding-error, for each entry that should not be there\n"
        "Keep: tracker log checkpoint --out FILE, with somebody else; it shows later that nothing was rewritten\n"
    )
    told = items("show k1")[0]["versions"][0]
    resolved = {"party": "united-kingdom", "issue": "venue", "speaker": "donald-trump"}
    assert {name: told[name] for name in FULL_OBJECT if name != "id"} == {
        name: value for name, value in {**FULL_OBJECT, **resolved}.items() if name != "id"
    }
    assert items("show last")[0]["id"].startswith("row-")
    for other in (CSV, JSONL):
        again = tracker("import - --format json", stdin=other)
        assert again.items == [{**report, "added": 0, "already": 2}]
        assert again.err == ""
    assert items("log show")[-1]["entry"] == "e56"


@pytest.mark.usefixtures("demo")
def test_an_import_from_a_file_a_pipe_and_standard_input(tmp_path: Path) -> None:
    """All three give the same; a pipe need not be read twice."""
    (tmp_path / "rows.csv").write_bytes(CSV)
    assert items("import rows.csv --dry-run")[0]["added"] == 2
    assert tracker("import - --dry-run --format json", stdin=CSV).items[0]["added"] == 2
    os.mkfifo(tmp_path / "pipe")
    for words in ("import pipe --format json --dry-run", "import pipe --format json"):
        writer = threading.Thread(target=(tmp_path / "pipe").write_bytes, args=(CSV,), daemon=True)
        writer.start()
        assert tracker(words).items[0]["added"] == 2
        writer.join()


@pytest.mark.usefixtures("demo")
def test_create_missing() -> None:
    """Parties, issues, speakers and sources that are not known are registered, and counted."""
    rows = (
        b"party,issue,stance,said,source,speaker\n"
        b"Ruritania,Grain/Odesa,supports,2025,https://example.org/1,Rudolf\n"
        b"ruritania,grain,opposes,2025,Some report,Rudolf\n"
    )
    assert run("import", "-", stdin=rows).code == 2
    ran = tracker("import - --create-missing --format json", stdin=rows)
    registered = {"party-registered": 1, "issue-opened": 2, "source-added": 2, "person-registered": 1}
    assert ran.items == [{"rows": 2, "added": 2, "already": 0, "registered": registered, "dry_run": False}]
    assert {item["id"] for item in items("source list")} == {"example-org-1", "some-report", "vladivostok-report"}
    again = tracker("import - --create-missing --format json", stdin=rows)
    assert (again.items[0]["already"], again.items[0]["registered"]) == (2, {})
    assert "registered" in tracker("import - --format table --dry-run", stdin=rows).out


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("conditions", ["peace; elections;", ["peace", "elections"]])
def test_conditions_of_an_object(conditions: object) -> None:
    """A list of texts, or one text with semicolons as in CSV."""
    row = {**PLAIN_OBJECT, "stance": "opposes-unless", "conditions": conditions}
    tracker("import -", stdin=json.dumps(row).encode())
    assert items("show last")[0]["versions"][0]["conditions"] == ["peace", "elections"]


@pytest.mark.usefixtures("demo")
def test_a_header_line_alone_is_a_file_of_no_rows() -> None:
    """Nothing to import is no error."""
    assert tracker("import - --format json", stdin=HEADER).items[0]["rows"] == 0


def test_an_import_as_a_library(demo: Path, tmp_path: Path) -> None:
    """By path or open file; the report counts, and what is wrong is in the error."""
    (tmp_path / "rows.csv").write_bytes(CSV)
    with open_ledger(demo) as ledger:
        report = import_statements(ledger, tmp_path / "rows.csv")
        assert (report.rows, report.added, report.already) == (2, 2, 0)
        with (tmp_path / "rows.csv").open("rb") as file:
            assert import_statements(ledger, file).already == 2
        (tmp_path / "rows.csv").write_bytes(CSV + b"x\n")
        with pytest.raises(BatchError, match=r"rows\.csv: 1 of 3 could not be taken") as caught:
            import_statements(ledger, str(tmp_path / "rows.csv"))
        assert caught.value.faults == ((5, "1 cells, the header line has 13; is a quotation mark missing?"),)
        with pytest.raises(UnreadableError, match="No such file or directory; give the path of a CSV or JSONL file"):
            import_statements(ledger, "missing.csv")


def event(kind: str, event_id: str, **data: Any) -> bytes:
    return json.dumps({"id": event_id, "kind": kind, "data": data}).encode() + b"\n"


@pytest.mark.usefixtures("demo")
def test_an_append() -> None:
    """New events as lines; the same file twice adds nothing."""
    lines = (
        event("party-registered", "p", id="ruritania", name="Ruritania")
        + b"\r\n"
        + event("issue-opened", "i", path="grain/odesa", title="Odesa")
        + event("membership-began", "m", member="ruritania", grouping="willing-coalition")
    )
    ran = tracker("append - --format json", stdin=lines)
    assert [(item["kind"], item["seq"], item["already"]) for item in ran.items] == [
        ("party-registered", 55, False),
        ("issue-opened", 56, False),
        ("issue-opened", 57, False),
        ("membership-began", 58, False),
    ]
    again = tracker("append - --format json", stdin=lines)
    assert [item["already"] for item in again.items] == [True, True, True]
    assert items("show e56")[0]["caused_by"] == "i"
    Path("events.jsonl").write_bytes(event("person-registered", "q", id="rudolf", name="Rudolf"))
    assert tracker("append events.jsonl --format json").items[0]["id"] == "q"


def test_an_export_restored_is_the_same_log(demo: Path) -> None:
    """The same entries, ids, instants and bytes, and the same answers; a file that exists is left alone."""
    tracker("correct e33 --stance neutral --reason coding-error")
    export = tracker("log export").out
    assert [json.loads(line)["seq"] for line in export.splitlines()] == list(range(1, 56))
    assert tracker("log export --format json").out == export
    Path("export.jsonl").write_text(export)
    ran = tracker("log restore export.jsonl --log copy.db --format json")
    assert ran.json == {"schema": "tracker/restored/1", "items": [{"log": "copy.db", "entries": 55}]}
    assert tracker("log export --log copy.db").out == export
    asked = "position russia --as-of 2023-09-06 --known-at e55 --format json"
    assert tracker(f"{asked} --log copy.db") == tracker(asked)
    before = demo.read_bytes()
    assert run("log", "restore", "export.jsonl").code == 2
    assert demo.read_bytes() == before


BROKEN_EXPORTS: Final = {
    "empty": (b"", "the export is empty; there is nothing to restore"),
    "no events": (b"{}\n", "line 1: "),
    "a line missing": (
        None,
        "line 2: expected seq 2, found 3; restore takes the unchanged output of `tracker log export`",
    ),
}


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("fault", BROKEN_EXPORTS)
def test_a_broken_export_leaves_no_file(fault: str) -> None:
    """A restore is whole or not at all."""
    content, sentence = BROKEN_EXPORTS[fault]
    lines = tracker("log export").out.encode().splitlines(keepends=True)
    Path("export.jsonl").write_bytes(lines[0] + lines[2] if content is None else content)
    ran = run("log", "restore", "export.jsonl", "--log", "copy.db")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"tracker: {sentence}")
    assert "Traceback" not in ran.err
    assert not Path("copy.db").exists()


def altered(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


PROJECTIONS: Final = {
    "names": "UPDATE registry SET data = replace(data, 'Russia', 'Rossiya') WHERE seq = 2",
    "belonging": "DELETE FROM memberships WHERE seq = 10",
    "timeline": "UPDATE timeline SET stance = 'supports' WHERE statement = 33",
    "checks": "DELETE FROM acknowledgements",
}


@pytest.mark.parametrize("projection", PROJECTIONS)
def test_a_rebuild_reports_what_differs_and_mends_it(projection: str, demo: Path) -> None:
    """A projection that somebody altered is named, exit code 1; after that it is as replayed."""
    tracker("acknowledge fb730fcf0f5 --because 'the report is nowhere to be had'")
    asked = (
        *("position uk --as-of 2023-09-06", "position russia --as-of 2023-09-06", "party show russia"),
        "check --as-of 2023-09-06 --kind source-without-archive",
    )
    before = [run(*words.split(), "--format", "json").items for words in asked]
    altered(demo, PROJECTIONS[projection])
    assert [run(*words.split(), "--format", "json").items for words in asked] != before
    ran = run("log", "rebuild", "--format", "json")
    assert ran.code == 1
    assert {item["projection"]: item["same"] for item in ran.items} == {
        each.name: projection != each.name for each in FOLLOWED
    }
    assert (ran.json["ok"], ran.json["failed_assertions"]) == (False, [])
    assert ran.err == "Replay differs from what was stored; the replayed projections are in place now.\n"
    assert [run(*words.split(), "--format", "json").items for words in asked] == before
    again = tracker("log rebuild --format json")
    assert (again.json["ok"], again.err) == (True, "")
    assert [(item["stored"], item["seq"]) for item in again.items] == [(item["replayed"], 55) for item in again.items]
    shown = tracker("log rebuild --format table").out.splitlines()[3:]
    assert [line.split()[2] for line in shown] == ["yes"] * len(FOLLOWED)


def test_an_assertion_that_no_longer_holds_fails_a_rebuild(demo: Path) -> None:
    """It held when it was made; where a rebuild at its own seq finds otherwise, it is named, exit code 1."""
    data = {"party": "russia", "issue": "venue", "stance": "none", "as_of": "2023-09-06", "because": "checked"}
    tracker("append -", stdin=event("position-asserted", "a", **data))
    tracker("record russia venue supports --said 2023-01-01 --source vladivostok-report")
    assert tracker("log rebuild --format json").json["failed_assertions"] == []
    altered(demo, "DROP TRIGGER events_are_not_changed")
    altered(demo, 'UPDATE events SET body = replace(body, \'"stance":"none"\', \'"stance":"supports"\') WHERE seq = 55')
    ran = run("log", "rebuild", "--format", "json")
    assert ran.code == 1
    asserted = "russia on venue as of 2023-09-06: supports, because checked"
    assert ran.json["failed_assertions"] == [{"entry": "e55", "asserted": asserted, "found": "none"}]
    assert ran.err.splitlines()[0] == f"e55 asserted {asserted}; it is none"


OLD: Final = "UPDATE projections SET version = 0"


@pytest.mark.parametrize("statement", [OLD, f"{OLD} WHERE name = 'timeline'", "DROP TABLE projections"])
def test_projections_of_an_earlier_version(statement: str, demo: Path) -> None:
    """A reader follows the log into a temporary copy and writes nothing; a writer follows it anew in the file."""
    asked = "position russia --as-of 2023-09-06 --known-at e54"
    before = items(asked)
    altered(demo, statement)
    altered(demo, "DELETE FROM timeline")
    content = demo.read_bytes()
    assert items(asked) == before
    assert items("party list")[0]["id"] == "france"
    assert demo.read_bytes() == content
    tracker("party add ruritania")
    assert items(asked) == before
    connection = sqlite3.connect(demo)
    versions = connection.execute("SELECT name, version, seq FROM projections").fetchall()
    assert versions == [(each.name, each.version, 55) for each in FOLLOWED]
    connection.close()
    assert tracker("log rebuild --format json").json["ok"]


def test_a_rebuild_of_projections_of_an_earlier_version(demo: Path) -> None:
    """There is nothing to compare with, and that is no fault."""
    altered(demo, OLD)
    ran = tracker("log rebuild --format json")
    assert [(item["stored"], item["same"]) for item in ran.items] == [(None, True)] * len(FOLLOWED)


@pytest.mark.usefixtures("demo")
def test_the_log_shown() -> None:
    """Every entry, or those after one, or the last ones."""
    shown = items("log show")
    assert [item["entry"] for item in shown] == [f"e{seq}" for seq in range(1, 55)]
    assert list(shown[0]) == ["entry", "recorded_at", "recorded_by", "kind", "says", "id"]
    assert items("log show --after e52") == items("log show --last 2") == shown[52:]
    assert items("log show --after e10 --last 2") == shown[52:]
    assert items("log show --after e52 --last 10") == shown[52:]
    assert items("log show --last 99") == shown
    assert run("log", "show", "--after", "e54").err == "nothing after e54; the last entry is e54\n"
    assert tracker("log show --format table").out.startswith("Example: the war in Ukraine, autumn, 54 entries")


@pytest.mark.usefixtures("demo")
def test_every_kind_of_entry_in_words() -> None:
    """The log tells each kind in one line, and names statements by their handles."""
    for words in (
        "issue amend venue --title Where",
        "party amend germany --alias Berlin",
        "person amend putin --alias VVP",
        "source amend vladivostok-report --publisher Agency",
        "party leave france willing-coalition --on 2025-01-01",
        "person office putin russia --title Chairman",
        "person office putin russia --title Chairman --until 2024",
        "correct e33 --stance neutral --reason coding-error",
        "retract e33 --because duplicate --note 'see e37'",
        "retract e34 --because duplicate",
        "withdraw e37 --on 2025",
        "void last --note 'not so'",
    ):
        tracker(words)
    line = event("dossier-amended", "d", name="War", stale_after_days=30)
    tracker("append -", stdin=line)
    assert [item["says"] for item in items("log show --after e54")] == [
        "issue venue: The venue of the leaders' talks is agreed.",
        "party germany: Germany, state",
        "person vladimir-putin: Vladimir Putin",
        "source vladivostok-report: Report on statements made around the Vladivostok forum",
        "france is out of willing-coalition as of 2025-01-01",
        "vladimir-putin is Chairman of russia",
        "vladimir-putin is no longer Chairman of russia as of 2024",
        "e33 corrected (coding-error): russia on troop-deployments: neutral, said 2023-09-05",
        "e33 retracted (duplicate): see e37",
        "e34 retracted (duplicate)",
        "e37 withdrawn by its party on 2025",
        "e65 voided: not so",
        "dossier 'War', stale after 30 days",
    ]
    assert items("log show")[0]["says"] == (
        "dossier 'Example: the war in Ukraine, autumn', days of UTC, stale after 180 days"
    )


@pytest.mark.usefixtures("demo")
def test_a_verify_report() -> None:
    """`tracker/verify/1`, whole; the root is over what is stored."""
    report = tracker("log verify --format json").json
    assert list(report) == ["schema", "ok", "size", "root", "faults", "against", "uncompared"]
    assert (report["schema"], report["ok"], report["size"], report["faults"]) == ("tracker/verify/1", True, 54, [])
    assert tracker("log verify").out == f"ok\tsize\troot\nyes\t54\t{report['root']}\n"
    tracker("party add ruritania")
    assert tracker("log verify --format json").json["root"] != report["root"]


@pytest.mark.usefixtures("demo")
def test_an_import_names_the_rows_that_were_retracted_since(tmp_path: Path) -> None:
    """They are there already and stay retracted; nothing is passed over in silence."""
    file = tmp_path / "rows.csv"
    file.write_text("id,party,issue,stance,said,source\nk,russia,venue,neutral,2023-09-05,vladivostok-report\n")
    tracker(f"import {file}")
    tracker("retract k --because duplicate")
    again = tracker(f"import {file} --format json")
    assert again.items[0]["already"] == 1
    assert again.err == ("There already, but retracted since: e55; record what should count again under another id\n")
