"""Search: words of any script, phrases, what a cut leaves out, excerpts; and how its index keeps up with the log."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, Final

import pytest
from filelock import FileLock

from events import FixedClock, MemoryLog, NewEvent
from events.errors import DamagedLogError, NewerLogError
from events.kinds import DossierOpened, SourceAdded, SourceAmended
from events.sqlite_log import SqliteLog
from tests.cli_runner import items, run, tracker
from tracker import Ledger, View, open_ledger
from tracker.errors import UnreadableError
from tracker.projections import search as index
from tracker.projections.folding import spans, tokens
from tracker.reading.excerpts import excerpt_of
from tracker.reading.wanted import Word, read_wanted

SOURCE: Final = "--source https://example.org/a"


# Words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Legitimate TARGETS, he said.", "legitimate targets he said"),
        ("Łódź Søren Đurić Æneas Straße İstanbul ılıca", "lodz soren duric aeneas strasse istanbul ilica"),
        ("don't don’t US-ground-troops", "don t don t us ground troops"),
        ("Київ Йод Ёлка їжак", "киів иод елка іжак"),
        ("Σίσυφος ΣΊΣΥΦΟΣ", "σισυφοσ σισυφοσ"),
        ("مُحَمَّد محـمد کی", "محمد محمد كي"),
        ("שָׁלוֹם", "שלום"),
        ("कुल कल", "कुल कल"),
        ("莫斯科ABC，条约", "莫 斯 科 abc 条 约"),
        ("がか ｶﾞ ガ", "が か ガ ガ"),
        ("한국어", "한 국 어"),
        ("กินข้าว", "ก ิ น ข ้ า ว"),
        ("２０２３ ½ ﬁne x²", "2023 1 2 fine x2"),
        ("soft\u00adhyphen zero\u200dwidth \ufeffmark", "softhyphen zerowidth mark"),
        ("*^-+:(){}\"' \n\t \x00\ud800", ""),
    ],
)
def test_what_spellings_have_in_common(text: str, expected: str) -> None:
    """Case, accents, points and compatible forms do not matter; what makes another letter of one does."""
    assert tokens(text) == expected.split()


def test_where_tokens_stand() -> None:
    """A token's span takes in the marks of its letters, however they are encoded."""
    text = "Cafe\u0301s, 莫斯 Straße\u00ad!"
    assert [(span.text, text[span.begins : span.ends]) for span in spans(text)] == [
        ("cafes", "Cafe\u0301s"),
        ("莫", "莫"),
        ("斯", "斯"),
        ("strasse", "Straße\u00ad"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("security guarantees", [("security",), ("guarantees",)]),
        ('"security guarantees" now', [("security guarantees", "phrase"), ("now",)]),
        (
            "“Security  Guarantees” „jetzt“ «да»",
            [("security guarantees", "phrase"), ("jetzt", "phrase"), ("да", "phrase")],
        ),
        ('a"b c"d', [("a",), ("b c", "phrase"), ("d",)]),
        ('never closed" here', [("never",), ("closed",), ("here",)]),
        ('"" * () word -', [("word",)]),
        ("don't", [("don t",)]),
        ("莫斯科", [("莫 斯 科",)]),
        (
            "AND OR NOT NEAR(a, 5) title:b ^c d*",
            [("and",), ("or",), ("not",), ("near a",), ("5",), ("title b",), ("c",), ("d",)],
        ),
    ],
)
def test_what_a_text_asks_for(text: str, expected: Sequence[tuple[str, ...]]) -> None:
    """Words and phrases, and nothing that any text could be mistaken for."""
    assert read_wanted(text).words == tuple(Word(tuple(first.split()), bool(rest)) for first, *rest in expected)


def test_texts_that_ask_for_nothing_or_too_much() -> None:
    """A sentence says what is wrong with them; exit code 2."""
    with pytest.raises(UnreadableError) as nothing:
        read_wanted('"*" -')
    assert str(nothing.value) == (
        "nothing to look for in '\"*\" -': it has no letter and no digit; give a word or more"
    )
    read_wanted("a" * 300)
    with pytest.raises(UnreadableError) as much:
        read_wanted("a " * 1000)
    assert str(much.value) == ("a search takes up to 300 characters, and this has 2,000; leave the words that matter")


LONG: Final = (
    "We will not accept troops. " * 3
    + "Guarantees must come first, and security with them. "
    + "So we said before. " * 9
)
HAN: Final = "一" * 60 + "莫斯科" + "二" * 80


@pytest.mark.parametrize(
    ("text", "asked", "expected", "words_count"),
    [
        ("Short.", "short", "*Short*.", 1),
        ("Nothing of it.", "else", "Nothing of it.", 0),
        ("Guarantees of security", "security guar", "*Guarantees* of *security*", 2),
        ("security guarantees", "security guarantees", "*security guarantees*", 2),
        ("guarantee of guarantees", '"guarantee"', "*guarantee* of guarantees", 1),
        ("to-day, today", "day to", "*to*-*day*, *today*", 2),
        (
            LONG,
            "guarantees",
            "…troops. We will not accept troops. *Guarantees* must come first, and security with them. So we said…",
            1,
        ),
        (HAN, "莫斯科", f"…{'一' * 35}*莫斯科*{'二' * 55}…", 1),
        ("กิ" * 40 + "ข้าว" + "กิ" * 40, "ข้าว", f"…{'กิ' * 18}*ข้าว*{'กิ' * 28}…", 1),
        ("“Cafés”, they said", "cafe", "“*Cafés*”, they said", 1),
        ("a " * 60 + "z", '"' + "a " * 60 + '"', "*" + "a " * 59 + "a* z", 1),
    ],
)
def test_excerpts(text: str, asked: str, expected: str, words_count: int) -> None:
    """The text's own characters around the first word found, cut between words, with all that was found in stars."""
    assert excerpt_of(text, read_wanted(asked)) == (expected, words_count)


# Answers


@pytest.mark.usefixtures("demo")
def test_a_search_as_a_table() -> None:
    """Whole: closest first, then latest; a source after the statements of its closeness."""
    ran = tracker("search report --as-of 2023-09-06 --format table")
    assert ran.out.splitlines() == [
        "Search for report · as of 2023-09-06, known at 2026-01-05T12:00:00Z (e54)",
        "entry   said         party    issue                 stance        "
        "words                                                           source            ",
        "─" * 148,
        "e40     2023-09-05   russia   security-guarantees   supports-if   "
        "…to carry out the agreements; the *report* leaves open which.   vladivostok-report",
        "e32                                                               "
        "*Report* on statements made around the Vladivostok forum        vladivostok-report",
    ]
    assert ran.err == ""


STATEMENT: Final[dict[str, Any]] = {
    "kind": "statement",
    "entry": "e37",
    "seq": 37,
    "party": "russia",
    "issue": "troop-deployments",
    "stance": "opposes",
    "said": "2023-09-05",
    "speaker": "vladimir-putin",
    "source": "vladivostok-report",
    "field": "quotation",
    "excerpt": "…from the fact that these will be *legitimate targets* for destruction",
    "closeness": "together",
    "status": "effective",
}
FROM_A_SOURCE: Final[dict[str, Any]] = dict.fromkeys(STATEMENT) | {
    "kind": "source",
    "entry": "e32",
    "seq": 32,
    "source": "vladivostok-report",
    "field": "title",
    "excerpt": "…on statements made around the *Vladivostok* forum",
    "closeness": "beginnings",
    "status": "effective",
}
CUT: Final = {"as_of": "2023-09-06", "known_at": "2026-01-05T12:00:00Z", "seq": 54, "rules": 1}


@pytest.mark.usefixtures("demo")
def test_a_search_as_json() -> None:
    """`tracker/search/1`, whole: the cut is echoed, and every field is there in its order, also of a source."""
    asked = "search legitimate targets --limit 1 --as-of 2023-09-06 --format json"
    ran = tracker(asked)
    assert ran.json == {"schema": "tracker/search/1", "cut": CUT, "items": [STATEMENT], "total": 2}
    assert list(ran.items[0]) == list(STATEMENT)
    assert ran.err == "1 more; --limit 2 shows all, further words, --party or --issue narrow it down.\n"
    (source,) = items("search vladiv")
    assert (source, list(source)) == (FROM_A_SOURCE, list(STATEMENT))


@pytest.mark.usefixtures("demo")
def test_a_search_that_finds_nothing() -> None:
    """It says so, exit code 0; before anything was recorded too."""
    empty = "nothing found for guarantees OR roses"
    assert tracker("search guarantees OR roses --format table").out.splitlines()[1:] == [empty]
    assert tracker("search guarantees OR roses").err.splitlines()[1:] == [empty]
    assert items("search guarantees OR roses") == items("search security --known-at e1") == []
    assert tracker("search zzz --format json").json["total"] == 0


@pytest.mark.usefixtures("demo")
def test_texts_that_cannot_be_searched_for_on_the_command_line() -> None:
    """One sentence and exit code 2; what is no name, and a limit that shows nothing, too."""
    ran = run("search", "*")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "tracker: nothing to look for in '*': it has no letter and no digit; give a word or more\n"
    assert run("search", "word", "--party", "rusia").err.startswith("tracker: no party 'rusia'; did you mean")
    assert run("search", "word", "--limit", "0").code == run("search").code == 2
    with open_ledger("tracker.db") as ledger, pytest.raises(UnreadableError, match="cannot show 0 hits"):
        ledger.at().search("word", limit=0)


@pytest.mark.usefixtures("demo")
def test_filters() -> None:
    """A party's own statements, those on an issue and below it; sources are nobody's and on nothing."""

    def found(words: str) -> list[str]:
        return [item["entry"] for item in items(f"search {words}")]

    assert found("the") == found("the --limit 99")
    everything = found("the")
    assert "e32" in everything
    assert found("report --party russia") == ["e40"]
    assert set(found("the --party russia --party ukraine")) < set(everything)
    venue = items("search the --issue venue")
    assert {item["issue"] for item in venue} == {"venue/moscow"}
    assert found("the --issue venue --party ukraine") == []


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A dossier in which two parties speak in two languages; e6 and e8 are statements, e4 their source."""
    tracker("init --name Words")
    tracker(
        f"record north ceasefire supports --said 2025-03-10 {SOURCE} --new",
        *("--quote", "Ми готові до припинення вогню", "--summary", "Ready for a ceasefire"),
    )
    tracker(
        f"record south ceasefire supports-if --said 2025-03-20 {SOURCE} --new",
        *("--if", "the north withdraws", "--if", "fire control", "--quote", "撤军之后停火"),
    )
    return tmp_path / "tracker.db"


def entries(words: str) -> list[tuple[str, str]]:
    """Return handle and status of what is found."""
    return [(item["entry"], item["status"]) for item in items(f"search {words}")]


@pytest.mark.usefixtures("log")
def test_every_field_is_looked_into() -> None:
    """Quotation, summary and each condition of a statement; title, publisher and address of a source."""
    tracker("source amend example-org-a --title 'Daily note' --publisher 'Agence Prëss'")
    for asked, field in {
        "вогн": "quotation",
        "停火": "quotation",
        "CEASEFIRE": "summary",
        "withdraws": "conditions",
        "note": "title",
        "press": "publisher",
        "example.org": "url",
    }.items():
        assert [item["field"] for item in items(f"search {asked}")] == [field], asked
    assert entries("'\"withdraws fire\"'") == [], "no phrase across two conditions"
    assert entries("withdraw") == [("e7", "effective")]
    assert entries("'\"withdraw\"'") == [], "in quotation marks a word is whole"
    assert entries("withdraws fire") == [("e7", "effective")], "words may stand in several places"


@pytest.mark.usefixtures("log")
def test_a_cut_in_the_world() -> None:
    """What was not yet said is out; what was withdrawn is shown as that, from the day it was."""
    tracker("withdraw e5 --on 2025-04-01")
    assert entries("вогню --as-of 2025-03-09") == []
    assert entries("вогню --as-of 2025-03-10") == [("e5", "effective")]
    assert entries("вогню --as-of 2025-03-31") == [("e5", "effective")]
    assert entries("вогню --as-of 2025-04-01") == entries("вогню") == [("e5", "withdrawn")]
    table = tracker("search вогню --format table").out.splitlines()
    assert "supports, withdrawn" in table[-1]


@pytest.mark.usefixtures("log")
def test_a_cut_in_our_knowledge() -> None:
    """Each content is found as long as it was the statement's, or the source's; and nothing after it was gone."""
    tracker("correct e5 --quote 'We agree to nothing' --no-summary --reason coding-error")
    tracker("retract e7 --because duplicate")
    tracker("source amend example-org-a --title 'Daily note'")
    assert entries("вогню") == entries("停火") == []
    assert [(hit["entry"], hit["seq"], hit["field"]) for hit in items("search agree")] == [("e5", 8, "quotation")]
    assert entries("вогню --known-at e7") == [("e5", "effective")]
    assert entries("停火 --known-at e8") == [("e7", "effective")]
    assert [(hit["entry"], hit["seq"]) for hit in items("search daily")] == [("e4", 10)]
    assert entries("daily --known-at e9") == []
    tracker("retract e5 --because duplicate")
    tracker("void e4 --note 'not needed'")
    assert entries("daily") == entries("agree") == []
    assert entries("daily --known-at e11") == [("e4", "effective")]


@pytest.mark.usefixtures("log")
def test_a_party_that_was_voided_is_found_at_its_time() -> None:
    """Its id may have been given to another since; its statements stand with it at the cuts at which they stood."""
    tracker("retract e5 --because duplicate")
    tracker("void e2 --note wrong")
    tracker("party add north --name Another")
    assert entries("вогню --party north --known-at e7") == [("e5", "effective")]
    assert entries("вогню --party north") == []


@pytest.mark.usefixtures("log")
def test_what_is_found_is_text() -> None:
    """Markup stays as it is, controls do not reach a terminal, and a cell is no formula."""
    tracker(f"record north ceasefire opposes --said 2025-05-01 {SOURCE}", "--quote", "=1+1 [red]\x1b[31mred\u202e red")
    (row,) = tracker("search 31mred --format table").out.splitlines()[3:]
    assert "=1+1 [red][*31mred* red" in row
    assert tracker("search 1 --format csv").out.splitlines()[1].split(",")[10] == "'=*1*+*1* [red][31mred red"


# The index


def index_at(path: Path) -> int | None:
    """Return how far the index in the file has come; None if there is none."""
    with closing(sqlite3.connect(path)) as connection:
        return index.indexed_seq(connection)


def altered(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_the_index_follows_when_asked_and_only_then(demo: Path) -> None:
    """Questions and writes leave it alone, a search brings it to the end; the log and its root stay as they are."""
    root = tracker("log verify --format json").json
    tracker("position russia")
    assert index_at(demo) is None
    tracker("search report")
    assert index_at(demo) == 54
    assert tracker("log verify --format json").json == root
    content = demo.read_bytes()
    tracker("search targets --as-of 2023-09-06")
    assert demo.read_bytes() == content, "nothing to follow, nothing written"
    tracker(
        "record russia venue supports --said 2023 --source vladivostok-report --summary 'A new word: chrysanthemum'"
    )
    assert index_at(demo) == 54
    assert entries("chrysanthemum --known-at e54") == []
    assert index_at(demo) == 54, "an earlier cut needs no more"
    assert entries("chrysanthemum") == [("e55", "effective")]
    assert index_at(demo) == 55
    assert tracker("log verify --format json").json["ok"]


def test_a_rebuild_lets_the_index_go(demo: Path) -> None:
    """What the index held is not compared but made anew, and so are all tables of an earlier version."""
    before = items("search security guarantees")
    altered(demo, "DELETE FROM search_entries")
    assert items("search security guarantees") == []
    assert tracker("log rebuild --format json").json["ok"]
    assert index_at(demo) is None
    assert items("search security guarantees") == before
    altered(demo, "DELETE FROM search_entries", "UPDATE projections SET version = 0")
    tracker("party add ruritania")
    assert index_at(demo) is None
    assert items("search security guarantees") == before


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE search_followed SET version = 0",
        "UPDATE search_followed SET unicode = '6.1.0'",
        "DROP TABLE search_text",
        "DROP TABLE search_entries",
        "DELETE FROM search_followed",
    ],
)
def test_an_index_of_an_earlier_version_is_made_anew(harm: str, demo: Path) -> None:
    """One made by another version of Unicode, or not all there, too."""
    before = items("search security guarantees")
    altered(demo, "DELETE FROM search_entries", harm)
    assert items("search security guarantees") == before
    assert index_at(demo) == 54


def test_an_index_of_a_later_version_is_refused(demo: Path) -> None:
    """It is not touched, and no question but a search minds."""
    tracker("search report")
    altered(demo, "UPDATE search_followed SET version = 9")
    content = demo.read_bytes()
    ran = run("search", "report")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == (
        "tracker: the projection 'search' has version 9, this program knows up to 1; "
        "upgrade with `pip install --upgrade negotiation-position-tracker`\n"
    )
    assert demo.read_bytes() == content
    assert run("position", "russia").code == run("log", "verify").code == 0
    with open_ledger(demo) as ledger, pytest.raises(NewerLogError):
        ledger.at().search("report")


def found(view: View, text: str) -> list[str]:
    return [hit.entry for hit in view.search(text).hits]


def test_a_sqlite_that_cannot_search(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told what is missing, and nothing is written."""
    content = demo.read_bytes()
    monkeypatch.setattr("tracker.searching._ENGINE", "fts9")
    ran = run("search", "report")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"tracker: a search needs SQLite with FTS9, and this Python's {sqlite3.sqlite_version} came without; "
        "use another Python. All other questions can be asked with this one\n"
    )
    assert demo.read_bytes() == content


def test_who_may_only_read_finds_the_same(demo: Path) -> None:
    """The index then lives as long as the ledger, and follows further within it; the file stays as it is."""
    before = items("search security guarantees")
    tracker("log rebuild")
    content = demo.read_bytes()
    with open_ledger(demo) as ledger, FileLock(f"{demo}.lock"):
        assert isinstance(ledger.log, SqliteLog)
        ledger.log._lock_wait_seconds = 0.01
        assert [hit.as_json() for hit in ledger.at(known_at="e40").search("security guarantees").hits] != before
        assert [hit.as_json() for hit in ledger.at().search("security guarantees").hits] == before
    assert demo.read_bytes() == content
    assert index_at(demo) is None


def test_an_index_that_fell_behind_does_not_hinder_who_may_only_read(demo: Path) -> None:
    """It was made before the last entries and cannot be written now; another is made beside it."""
    tracker("search targets")
    tracker("record russia settlement opposes --said 2023-09-05 --source vladivostok-report --quote 'no more targets'")
    content = demo.read_bytes()
    with open_ledger(demo) as ledger, FileLock(f"{demo}.lock"):
        assert isinstance(ledger.log, SqliteLog)
        ledger.log._lock_wait_seconds = 0.01
        assert [hit.as_json()["entry"] for hit in ledger.at().search("no more targets").hits] == ["e55"]
    assert demo.read_bytes() == content


def test_an_index_of_an_earlier_version_that_cannot_be_replaced(demo: Path) -> None:
    """It is passed over, and stays as it is."""
    before = items("search security guarantees")
    altered(demo, "UPDATE search_followed SET version = 0", "DELETE FROM search_entries")
    content = demo.read_bytes()
    with open_ledger(demo) as ledger, FileLock(f"{demo}.lock"):
        assert isinstance(ledger.log, SqliteLog)
        ledger.log._lock_wait_seconds = 0.01
        assert [hit.as_json() for hit in ledger.at().search("security guarantees").hits] == before
    assert demo.read_bytes() == content


def test_tables_of_an_earlier_version_do_not_hinder(demo: Path) -> None:
    """The copy that a reader then follows the log into has an index of its own."""
    before = items("search security guarantees")
    altered(demo, "UPDATE projections SET version = 0")
    content = demo.read_bytes()
    Path(f"{demo}.lock").unlink()
    assert items("search security guarantees") == before
    assert demo.read_bytes() == content
    assert not Path(f"{demo}.lock").exists(), "nobody wanted to write"


def test_tables_that_become_those_of_an_earlier_version(demo: Path) -> None:
    """An index does not follow beside tables that it cannot rest on."""
    before = items("search security guarantees")
    tracker("log rebuild")
    with open_ledger(demo) as ledger:
        view = ledger.at()
        altered(demo, "UPDATE projections SET version = 0")
        assert [hit.as_json() for hit in view.search("security guarantees").hits] == before
    assert index_at(demo) is None


def test_somebody_who_records_between_two_parts_of_the_index(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock is let go after each part; what came meanwhile is not in this answer, and in the next."""
    monkeypatch.setattr(index, "_BATCH", 10)
    told: list[tuple[int, int | None]] = []

    def tick(done: int, total: int | None) -> None:
        if not told:
            with open_ledger(demo) as other:
                other.record(
                    "russia", "venue", "supports", said="2023", source="vladivostok-report", quotation="guarantees"
                )
        told.append((done, total))

    with open_ledger(demo) as ledger:
        view = ledger.at()
        before = view.search("guarantees", tick=tick)
        assert told == [(10, 54), (20, 54), (30, 54), (40, 54), (50, 54), (54, 54)]
        assert view.search("guarantees") == before
        assert "e55" in found(ledger.at(), "guarantees")
        assert found(view, "guarantees") == [hit.entry for hit in before.hits]
    assert index_at(demo) == 55


def test_a_rebuild_between_the_index_and_the_question(demo: Path) -> None:
    """Somebody drops the index just after it was made: then it is made once more, beside the file."""
    before = items("search guarantees")
    tracker("log rebuild")

    def tick(done: int, total: int | None) -> None:
        if index_at(demo) == done == total:
            tracker("log rebuild")

    with open_ledger(demo) as ledger:
        assert [hit.as_json() for hit in ledger.at().search("guarantees", tick=tick).hits] == before
    assert index_at(demo) is None


def test_a_log_in_memory() -> None:
    """The copy beside it has the index, and follows step by step."""
    clock = FixedClock(1_762_000_000)
    with Ledger(MemoryLog(clock), clock=clock) as ledger:
        ledger.append([NewEvent(DossierOpened(name="Words"), "opened")])
        assert found(ledger.at(), "wire") == []
        ledger.append([NewEvent(SourceAdded(id="wire", title="The Wire"), "wire")])
        assert found(ledger.at(), "wire") == ["e2"]
        ledger.append([NewEvent(SourceAmended(id="wire", title="The Herald"), "herald")])
        assert found(ledger.at(), "wire") == []
        assert found(ledger.at(), "herald") == ["e2"]
        assert found(ledger.at(known_at="e2"), "wire") == ["e2"]


def test_a_log_that_lost_its_end_is_told_as_damaged(demo: Path) -> None:
    """The index comes as far as the log goes, and no search goes on for ever."""
    with open_ledger(demo) as ledger:
        view = ledger.at()
        altered(demo, "DROP TRIGGER events_are_not_removed", "DELETE FROM events WHERE seq > 50")
        with pytest.raises(DamagedLogError) as damaged:
            view.search("guarantees")
    assert str(damaged.value) == (
        "the log is damaged at e51: the entry is missing; `tracker log verify` lists every fault"
    )


@pytest.mark.parametrize("waits", [10.0, 0.01])
def test_a_failure_leaves_no_half_index(waits: float, demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither in the file nor, where somebody else writes, beside it; the next search goes on from the last part."""
    before = items("search guarantees")
    tracker("log rebuild")
    monkeypatch.setattr(index, "_BATCH", 10)

    def failing(text: str) -> list[str]:
        if "100% guarantee" in text:
            raise KeyboardInterrupt
        return tokens(text)

    with open_ledger(demo) as ledger, ExitStack() as stack:
        assert isinstance(ledger.log, SqliteLog)
        ledger.log._lock_wait_seconds = waits
        if waits < 1:
            stack.enter_context(FileLock(f"{demo}.lock"))
        monkeypatch.setattr(index, "tokens", failing)
        with pytest.raises(KeyboardInterrupt):
            ledger.at().search("guarantees")
        monkeypatch.setattr(index, "tokens", tokens)
        assert index_at(demo) == (None if waits < 1 else 40)
        assert [hit.as_json() for hit in ledger.at().search("guarantees").hits] == before
    assert index_at(demo) == (None if waits < 1 else 54)
