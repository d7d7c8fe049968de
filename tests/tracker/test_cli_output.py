"""What goes out: the four forms, what is safe to print, streams that break, and which log a command works on."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Final
from unittest import mock

import pytest

from tests.cli_runner import items, run, tracker
from tracker.cli import app, render
from tracker.cli.layout import measured
from tracker.cli.options import Format
from tracker.cli.render import cell
from tracker.outward import safe

QUESTIONS: Final = [
    "position russia --as-of 2023-09-06",
    "position russia troop-deployments --explain",
    "ask position of russia",
    "history russia",
    "timeline russia --as-of 2023-09-06",
    "grid --as-of 2023-09-06",
    "compare russia ukraine --as-of 2023-09-06",
    "common-ground --as-of 2023-09-06",
    "diff --from 2023-09-01 --to 2023-09-06",
    "changes",
    "search troops",
    "show e37",
    "show e2",
    "party list",
    "party show russia",
    "person list",
    "person show Putin",
    "issue list",
    "issue show venue",
    "source list",
    "source show vladivostok-report",
    "log show",
    "log verify",
    "log rebuild",
]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("words", QUESTIONS)
def test_every_command_has_every_form(words: str) -> None:
    """JSON with its schema, CSV that reads back, TSV of as many cells a line, a table; data on stdout only."""
    document = tracker(words, "--format", "json").json
    assert re.fullmatch(r"tracker/[a-z-]+/1", document["schema"])
    rows = list(csv.reader(io.StringIO(tracker(words, "--format", "csv").out)))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}
    lines = [line.split("\t") for line in tracker(words, "--format", "tsv").out.splitlines()]
    assert [len(line) for line in lines] == [len(row) for row in rows]
    assert lines[0] == rows[0]
    assert "─" in tracker(words, "--format", "table").out
    assert tracker(words).out == tracker(words, "--format", "tsv").out


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("words", [*QUESTIONS, "log export"])
def test_json_is_the_same_with_and_without_a_terminal(words: str) -> None:
    """Not a byte of it depends on who reads."""
    typed = shlex.split(words)
    assert run(*typed, "--format", "json", terminal=True) == run(*typed, "--format", "json")


@pytest.mark.usefixtures("demo")
def test_a_terminal_gets_a_table_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Titles are bold and nothing is coloured, so that NO_COLOR has nothing to take away."""
    table = run("position", "russia", terminal=True).out
    assert set(re.findall(r"\x1b\[([0-9;]*)m", table)) == {"0", "1"}
    monkeypatch.setenv("NO_COLOR", "1")
    assert run("position", "russia", terminal=True).out == table
    assert run("position", "russia", "--format", "table").out == re.sub(r"\x1b\[[01]m", "", table)


NASTY: Final = (
    "\x1b[31mred\x1b[0m \x07\x9b2J\u202eevil\u202c [/nope] [link=http://x]click[/link] :smile: a\tb\nc\r\u2028d"
)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("form", ["table", "json", "csv", "tsv"])
@pytest.mark.parametrize(
    "words",
    [
        "show e55",
        "history russia venue/moscow",
        "position russia venue/moscow --explain",
        "timeline russia --issues venue/moscow",
    ],
)
def test_nothing_printed_drives_a_terminal(words: str, form: str) -> None:
    """A quotation is kept byte for byte, and printed without control and bidi characters; markup in it is text."""
    tracker(
        "record russia venue/moscow supports-if --said 2025-01-01 --source vladivostok-report --if",
        NASTY,
        "--quote",
        NASTY,
    )
    stored = json.loads(tracker("log export").out.rstrip("\n").split("\n")[-1])
    assert stored["data"]["quotation"] == NASTY
    ran = tracker(words, "--format", form)
    printed = ran.out + ran.err
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", printed)
    if form == "json":
        assert any(value == NASTY for value in _texts(ran.json))
    else:
        assert "[/nope] [link=http://x]click[/link] :smile:" in re.sub(r"\s+", " ", printed)


def _texts(value: object) -> list[object]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    return [value]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("plain – ünïcode “text” 日本 🕊", "plain – ünïcode “text” 日本 🕊"),
        ("\x1b[2Jx", "[2Jx"),
        ("a\tb\nc\rd\x0be\x0cf\x85g\u2028h\u2029i", "a b c d e f g h i"),
        ("\x00\x7f\x9f", ""),
        ("\u061c\u200e\u200f\u202a\u202e\u2066\u2069", ""),
        ("\ud800x\udfff", "x"),
        ("\ufffex\uffff", "x"),
        ("zero\u200bwidth joiner \u200d stays", "zero\u200bwidth joiner \u200d stays"),
    ],
)
def test_safe(text: str, printed: str) -> None:
    """Breaks and tabs become spaces; what could drive a terminal or turn words round goes; the rest stays."""
    assert safe(text) == printed


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (0, "0"),
        ("a", "a"),
        ([], ""),
        (["a", "b"], "a; b"),
        (("a", None), "a; "),
        ({}, ""),
        ({"supports": 2, "opposes": 1}, "supports 2, opposes 1"),
    ],
)
def test_cell(value: object, text: str) -> None:
    """A JSON value in one cell."""
    assert cell(value) == text


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_a_spreadsheet_takes_no_cell_for_a_formula(start: str) -> None:
    """In CSV a cell that starts so is led by an apostrophe; in TSV and JSON it is as it was."""
    summary = f"{start}HYPERLINK(1)"
    tracker("record germany venue supports --said 2025-01-01 --source vladivostok-report --summary", summary)
    rows = list(csv.DictReader(io.StringIO(tracker("history germany --format csv").out)))
    assert rows[0]["summary"] == "'" + safe(summary) if start in "=+-@" else rows[0]["summary"] == safe(summary)
    assert f"\t{safe(summary)}\t" in tracker("history germany --format tsv").out
    assert items("history germany")[0]["summary"] == summary


LOGS: Final = [
    ("position germany --log {}", {}),
    ("--log {} position germany", {}),
    ("position germany", {"TRACKER_LOG": "{}"}),
    ("--log {} position germany", {"TRACKER_LOG": "missing.db"}),
    ("--log missing.db position germany --log {}", {}),
    ("--log {} log show", {}),
    ("log show --log {}", {}),
    ("log --help", {}),
]


@pytest.mark.parametrize(("words", "environment"), LOGS)
def test_which_log(words: str, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """--log at the command, --log at the root, $TRACKER_LOG, ./tracker.db: the first that is given."""
    Path("my logs").mkdir()
    tracker("init --demo --log 'my logs/a.db'")
    for name, value in environment.items():
        monkeypatch.setenv(name, value.format("my logs/a.db"))
    assert tracker(words.format("'my logs/a.db'")).code == 0
    assert not Path("tracker.db").exists()


def test_a_blank_variable_is_none(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """TRACKER_LOG= stands for no log at all, so ./tracker.db it is."""
    monkeypatch.setenv("TRACKER_LOG", "")
    assert tracker("position germany").code == 0
    assert demo.exists()


@pytest.mark.usefixtures("demo")
def test_a_format_at_the_root() -> None:
    """As at the command, which goes before it."""
    assert tracker("--format json position russia") == tracker("position russia --format json")
    assert tracker("--format json position russia --format csv") == tracker("position russia --format csv")
    assert tracker("--format json party list").json["schema"] == "tracker/parties/1"


def test_init() -> None:
    """An empty log: its dossier, how to undo it, and what to do next."""
    ran = tracker("init --name 'Grain talks' --zone Europe/Kyiv --stale-after 30 --format json")
    assert [(item["kind"], item["seq"], item["already"]) for item in ran.items] == [("dossier-opened", 1, False)]
    undo, following = ran.err.splitlines()
    assert undo == "Undo: rm tracker.db tracker.db.lock"
    assert ran.json["undo"] == [undo.removeprefix("Undo: ")]
    assert following.startswith("Next: tracker record PARTY ISSUE STANCE --said D --source URL")
    assert items("show e1")[0]["data"] == {"name": "Grain talks", "zone": "Europe/Kyiv", "stale_after_days": 30}


def test_init_of_the_example(tmp_path: Path) -> None:
    """It says what to ask first, and that can be asked; its undo leaves nothing behind."""
    ran = tracker("init --demo --format table --log 'a b.db'")
    assert ran.out.splitlines()[0] == "started"
    undo, ask = ran.err.splitlines()
    assert tracker(ask.removeprefix("Ask: tracker ")).out
    for name in shlex.split(undo.removeprefix("Undo: rm ")):
        (tmp_path / name).unlink()
    assert [path for path in tmp_path.iterdir() if not path.name.endswith(("-wal", "-shm"))] == []


@pytest.mark.parametrize("words", ["init --zone Mars/Olympus", "init --name 'a\u202eb'", "init --stale-after 0"])
def test_an_init_that_fails_leaves_no_file(words: str, tmp_path: Path) -> None:
    """Nothing is half made."""
    ran = run(*shlex.split(words))
    assert (ran.code, ran.out) == (2, "")
    assert list(tmp_path.iterdir()) == []


def test_a_reader_in_the_way_of_the_checkpoint(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a reader keeps the -wal file needed, the write is safe and says that the one file is not complete yet."""
    monkeypatch.setattr("events.sqlite_file._connect", _impatient)  # else it waits five seconds for the reader
    reader = sqlite3.connect(demo)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM events").fetchone()
    ran = tracker("party add ruritania")
    reader.close()
    said = "Somebody is reading tracker.db, so the last writes are still in tracker.db-wal"
    assert ran.err.splitlines()[-1].startswith(said)
    assert items("party show ruritania")[0]["entry"] == "e55"


def _impatient(uri: str) -> sqlite3.Connection:
    return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=0.01)


class _Gone(io.RawIOBase):
    """A pipe whose reader has gone."""

    def __init__(self, room: int) -> None:
        self._room = room

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return os.open(os.devnull, os.O_WRONLY)

    def write(self, data: object) -> int:
        self._room -= len(data)  # type: ignore[arg-type] # print hands it text
        if self._room < 0:
            raise BrokenPipeError(32, "Broken pipe")
        return len(data)  # type: ignore[arg-type] # as above


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("words", ["position russia", "log export", "log show --format table", "log show --format csv"])
@pytest.mark.parametrize("room", [0, 5000])
def test_a_reader_who_has_enough(words: str, room: int) -> None:
    """`tracker log export | head`: no complaint, exit code 0."""
    stdout = io.TextIOWrapper(io.BufferedWriter(_Gone(room), buffer_size=100), encoding="utf-8")
    stderr = io.StringIO()
    with (
        mock.patch.object(sys, "argv", ["tracker", *words.split()]),
        mock.patch.object(sys, "stdout", stdout),
        mock.patch.object(sys, "stderr", stderr),
    ):
        assert app.run() == 0
    assert "Broken" not in stderr.getvalue()
    stdout.buffer.raw._room = 10**9


def test_a_pipe_that_closes_early(demo: Path) -> None:
    """The same with the program itself: nothing on stderr but talk, exit code 0."""
    program = [sys.executable, "-c", "from tracker.cli.app import main; main()"]
    with subprocess.Popen(
        [*program, "log", "export", "--log", str(demo)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.usefixtures("demo")
def test_a_terminal_of_another_encoding() -> None:
    """What it cannot show is shown as a number, never a traceback; JSON stays JSON."""
    tracker("record germany venue supports --said 2025-01-01 --source vladivostok-report --quote", "naïve – 日本 🕊")
    for words in ("show e55", "show e55 --format table", "show e55 --format csv", "show e55 --format json"):
        out = io.BytesIO()
        stdout = io.TextIOWrapper(out, encoding="ascii")
        with (
            mock.patch.object(sys, "argv", ["tracker", *words.split()]),
            mock.patch.object(sys, "stdout", stdout),
        ):
            assert app.run() == 0
            stdout.flush()
        printed = out.getvalue().decode("ascii")
        if "json" in words:
            assert json.loads(printed)["items"][0]["versions"][0]["quotation"] == "naïve – 日本 🕊"
        else:
            assert "na\\xefve \\u2013 \\u65e5\\u672c \\U0001f54a" in printed


def test_an_interruption(demo: Path) -> None:
    """Control-C: one sentence, exit code 130, and the log as it was."""
    before = demo.read_bytes()
    with (
        mock.patch.object(render, "emit", side_effect=KeyboardInterrupt),
        mock.patch("tracker.cli.questions.emit", side_effect=KeyboardInterrupt),
    ):
        ran = run("position", "russia")
    assert (ran.code, ran.out) == (130, "")
    assert ran.err.splitlines()[-1] == "tracker: interrupted; nothing half done was kept"
    assert demo.read_bytes() == before


def test_a_sentence_is_safe_to_print(demo: Path) -> None:
    """What was typed comes back in a sentence without what could drive a terminal."""
    ran = run("position", "\x1b[31mrusia\u202e")
    assert "\x1b" not in ran.err
    assert "\u202e" not in ran.err
    assert run("--log", "no\x1b[31m.db", "position", "x").err.startswith("tracker: no log at no[31m.db;")
    assert demo.exists()


def test_help_and_version() -> None:
    """Both exit with 0; bare groups show their help."""
    for words in ("--help", "-h", "position --help", "party -h", "log restore -h"):
        assert "Usage: tracker" in tracker(words).out
    assert tracker("--version").out.startswith("tracker 0.")
    assert run().code == 2
    for group in ("party", "person", "issue", "source", "log"):
        assert "Usage: tracker" in run(group).out + run(group).err


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("width", "left_out"), [(80, "speaker, source"), (100, "source"), (200, "")])
def test_a_narrow_table_leaves_columns_out_before_it_breaks_words(
    monkeypatch: pytest.MonkeyPatch, width: int, left_out: str
) -> None:
    """And says which; every path, date and word stands whole in one line."""
    monkeypatch.setenv("COLUMNS", str(width))
    ran = tracker("history russia --format table")
    told = f"Left out for want of width: {left_out}; --format json has all.\n" if left_out else ""
    assert ran.err == told
    assert {"security-guarantees/talks", "../2023-09-05", "ambiguous", "acceptable"} <= set(ran.out.split())
    assert max(map(len, ran.out.splitlines())) <= width


def test_a_long_table_has_one_head_and_every_row(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is printed in pieces, so that its length costs no memory; nobody sees where one ends."""
    rows = [{"number": str(number), "words": "of a few words"} for number in range(2_500)]
    columns = (render.Column("number", "number", whole=True), render.Column("words", "words"))
    render.emit(render.Answer("log", rows, columns), Format.TABLE)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[2:]] == [row["number"] for row in rows]
    assert lines[0].split() == ["number", "words"]


def test_short_cells_are_not_broken_for_long_ones(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A column that lacks little gets it; no word is broken while all longest words have room."""
    monkeypatch.setenv("COLUMNS", "60")
    row = {"why": "corrected (e62)", "said": "2023-09-05, somebody", "words": "many words " * 12}
    columns = [render.Column(name, name) for name in row]
    render.emit(render.Answer("position", [row], columns), Format.TABLE)
    first, *rest = capsys.readouterr().out.splitlines()[2:]
    assert first.startswith("corrected (e62)   2023-09-05, somebody   many words")
    assert {word for line in rest for word in line.split()} == {"many", "words"}


@pytest.mark.parametrize("columns", [20, 40, 60, 80, 120])
def test_no_width_costs_a_handle_or_a_word(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What must stay whole is whole; where it has no room, rows are told one below the other."""
    monkeypatch.setenv("COLUMNS", str(columns))
    long_id = "organization-for-security-and-co-operation-in-europe"
    rows = [{"entry": f"e{number}", "party": long_id, "words": f"said word-{number}"} for number in (15, 370, 37)]
    wide = (render.Column("entry", "entry", whole=True), render.Column("party", "party", whole=True))
    render.emit(render.Answer("search", rows, (*wide, render.Column("words", "words"))), Format.TABLE)
    lines = capsys.readouterr().out.splitlines()
    assert all(len(line.rstrip()) <= columns for line in lines)
    words = " ".join(lines).split()
    assert [word for word in words if re.fullmatch(r"e\d+", word)] == ["e15", "e370", "e37"]
    assert [word for word in words if word.startswith("word-")] == ["word-15", "word-370", "word-37"]
    assert "".join(words).count(long_id) == 3 or columns < len(long_id)


def test_rows_one_below_the_other_have_every_column(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Spare ones too, and of many that are alike all in the one block of their row; nothing is said to be left out."""
    monkeypatch.setenv("COLUMNS", "24")
    columns = (
        render.Column("issue", "issue", whole=True),
        render.Column("source", "source", spare=True),
        *(render.Column(party, party, whole=True, alike=True) for party in ("russia", "ukraine")),
    )
    row = {"issue": "venue/moscow", "source": "wire", "russia": "supports-if ?", "ukraine": "·"}
    render.emit(render.Answer("grid", [row, {**row, "issue": "venue"}], columns), Format.TABLE)
    shown = capsys.readouterr()
    assert [line.split() for line in shown.out.splitlines()] == [
        ["issue", "venue/moscow"],
        ["source", "wire"],
        ["russia", "supports-if", "?"],
        ["ukraine", "·"],
        [],
        ["issue", "venue"],
        ["source", "wire"],
        ["russia", "supports-if", "?"],
        ["ukraine", "·"],
        [],
    ]
    assert shown.err == ""


@pytest.mark.parametrize("width", [24, 200])
def test_the_text_of_a_cell_is_made_once(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    asked: list[str] = []

    def text(item: render.Item) -> str:
        asked.append(item["number"])
        return "some words"

    columns = (render.Column("number", "number"), render.Column("a heading of words", text, whole=True, spare=True))
    render.emit(render.Answer("log", [{"number": "1"}, {"number": "2"}], columns), Format.TABLE)
    assert asked == ["1", "2"]


@pytest.mark.parametrize(("letters", "narrowest"), [(5, 5), (24, 24), (25, 24), (80, 24)])
def test_only_a_word_of_more_than_24_letters_may_be_broken(letters: int, narrowest: int) -> None:
    """It does not decide how wide its column must be; what must stay whole does, however long."""
    item = {"what": "x" * letters}
    plain, whole = measured([render.Column("a", "what"), render.Column("a", "what", whole=True)], [item])
    assert (plain.narrowest, whole.narrowest, plain.broadest) == (narrowest, letters, letters)


EMPTY = {
    "position russia --as-of 2025-11-20": "position russia --as-of 1990-01-01",
    "position russia venue/moscow --explain": "position russia venue/moscow --explain --known-at e3",
    "history russia": "history russia --as-of 1990-01-01",
    "grid --parties russia,uk": "grid --parties russia,uk --known-at e3",
    "compare russia uk": "compare russia uk --as-of 1990-01-01",
    "common-ground": "common-ground --as-of 1990-01-01",
    "diff --from 2025-09-10 --to 2025-10-15": "diff --from 1990-01-01 --to 1990-01-02",
    "changes": "changes --as-of 1990-01-01",
    "timeline russia": "timeline russia --as-of 1990-01-01",
    "search Moscow": "search nothing-of-the-sort",
    "check": "check --kind office-gap --as-of 1990-01-01",
}


@pytest.mark.parametrize("words", EMPTY)
@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_an_answer_without_rows_has_its_columns(words: str, form: str, shifts: Path) -> None:
    """In CSV and TSV: the head of an answer with rows, and nothing else."""
    some, none = (run(*each.split(), "--format", form) for each in (words, EMPTY[words]))
    assert len(some.out.splitlines()) > 1
    assert none.out.splitlines() == some.out.splitlines()[:1]
    assert len(none.err.splitlines()) == 2
