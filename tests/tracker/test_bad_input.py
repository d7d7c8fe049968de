"""What bad input gets: a sentence that names the thing, what was expected and what to do next, the right exit code,
an empty stdout, and a log that is exactly as it was.
"""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from tests.cli_runner import run

NO_PARTY: Final = "`tracker party list` shows all"
NO_ISSUE: Final = "`tracker issue list` shows all"
NO_SOURCE: Final = "`tracker source list` shows all"
CUT_FORMS: Final = "write 2025-09-05 or 2025-09-05T14:30Z"
GRAMMAR: Final = "write 2025, 2025-09, 2025-09-05, ../2025-09-05 or 2025-09-05T14:30+10:00"
MOMENT: Final = "is not a day or an instant; write 2025-09-05 or 2025-09-05T14:30Z"
QUESTION: Final = "position of PARTY [on ISSUE] [on DATE | as of DATE] [as known on DATE]"
NO_FINDING: Final = "`tracker check --all` lists them; one of another day needs that day as --as-of"
NO_ENTRY: Final = "`last`, or an event's id. `tracker log show` lists them"
NOW: Final = "2026-01-05T12:00:00Z"
NOT_KNOWN: Final = "nobody can have known it. Check the year, or record it when it has happened"
IDS: Final = (
    "ids are lower-case letters a-z, digits and single hyphens, such as 'united-kingdom', at most 100 characters"
)
PATHS: Final = (
    "is not an issue path; a path is one or more ids joined by '/', such as 'venue/moscow', each lower-case letters "
    "a-z, digits and single hyphens, such as 'united-kingdom'"
)
EVENT_IDS: Final = (
    "is not an event id; use 1 to 128 of A-Z a-z 0-9 . _ : ~ - , beginning with one of the letters or digits"
)
HEADERS: Final = (
    "headers are id, party, issue, stance, conditions, act, said, until, speaker, quotation, summary, source, "
    "language, separated by commas"
)
KINDS: Final = (
    "kinds are dossier-opened, dossier-amended, party-registered, party-amended, membership-began, membership-ended, "
    "person-registered, person-amended, office-assumed, office-left, issue-opened, issue-amended, source-added, "
    "source-amended, statement-recorded, statement-corrected, statement-retracted, statement-withdrawn, entry-voided, "
    "position-asserted, finding-acknowledged, extraction-run, statement-proposed, proposal-accepted, "
    "proposal-rejected, proposals-merged, proposal-coded"
)
STANCES: Final = (
    "Input should be 'supports', 'supports-if', 'neutral', 'ambiguous', 'opposes-unless', 'opposes' or 'declines'"
)
NEW_EVENT: Final = (
    "a new event has kind, data and optionally id, schema, caused_by (seq, recorded_at and recorded_by are set by the "
    "log)"
)
FIXED: Final = (
    "the proposition of 'venue/moscow' is fixed, statements rest on it: "
    '"The leaders\' talks are held in Moscow.". Open another issue for another proposition'
)
SAID: Final = "--said 2023-09-05 --source vladivostok-report"
MOSCOW: Final = {
    "party": "russia",
    "issue": "venue/moscow",
    "stance": "supports",
    "said": "2023-09-05",
    "source": "vladivostok-report",
}


@dataclass(frozen=True)
class Case:
    """A command line that cannot be taken, and all that it says."""

    id: str
    words: str
    sentence: str
    before: tuple[str, ...] = ()
    """Commands that go well and come first."""
    stdin: bytes = b""


def check(case: Case, code: int = 2, told: str = "") -> None:
    for words in case.before:
        assert run(*shlex.split(words)).code == 0, words
    before = run("log", "export").out
    ran = run(*shlex.split(case.words), stdin=case.stdin)
    assert (ran.code, ran.out, ran.err) == (code, "", f"{told}tracker: {case.sentence}\n")
    assert run("log", "export").out == before


def named(case: Case) -> str:
    return case.id


def batch(total: int, *faults: tuple[int, str]) -> str:
    """Return the sentence about a file of which some items cannot be taken."""
    lines = "".join(f"  line {line}: {sentence}\n" for line, sentence in faults)
    return (
        f"standard input: {len(faults)} of {total} could not be taken, so nothing was recorded:\n{lines}"
        "Mend these lines and run the command again"
    )


def event(kind: str, /, *, more: dict[str, Any] | None = None, **data: Any) -> bytes:
    """Return a new event as a line; `more` stands beside its data."""
    return json.dumps({"kind": kind, "data": data, **(more or {})}, ensure_ascii=False).encode() + b"\n"


def statement(*, more: dict[str, Any] | None = None, **changes: Any) -> bytes:
    return event("statement-recorded", more=more, **{**MOSCOW, **changes})


NAMES = [
    Case("a near miss", "position rusia", f"no party 'rusia'; did you mean 'russia'? {NO_PARTY}"),
    Case("a prefix", "position ukr", f"no party 'ukr'; did you mean 'ukraine' or 'uk'? {NO_PARTY}"),
    Case("nothing like it", "position xyzzy", f"no party 'xyzzy'. {NO_PARTY}"),
    Case("a near miss of an alias", "position brittain", f"no party 'brittain'; did you mean 'britain'? {NO_PARTY}"),
    Case(
        "an issue",
        "position russia venue/mosco",
        f"no issue 'venue/mosco'; did you mean 'venue/moscow'? {NO_ISSUE}",
    ),
    Case("an issue's prefix", "history russia nato", f"no issue 'nato'; did you mean 'nato-membership'? {NO_ISSUE}"),
    Case(
        "a source",
        "record russia venue/moscow supports --said 2023 --source cable-7",
        f"no source 'cable-7'. {NO_SOURCE}",
    ),
    Case(
        "a speaker",
        f"record russia venue/moscow supports {SAID} --speaker Lavrov",
        "no person 'Lavrov'. `tracker person list` shows all",
    ),
    Case(
        "two persons of one alias",
        f"record russia venue/moscow supports {SAID} --speaker Putin",
        "'Putin' could be any of these: vladimir-putin, mikhail-putin; use the id of the person you mean",
        before=("person add mikhail-putin --alias Putin",),
    ),
    Case("nobody to join", "party join atlantis willing-coalition", f"no party 'atlantis'. {NO_PARTY}"),
    Case(
        "an entry beyond the end",
        "show e99",
        f"no entry 'e99'; entries are e1 to e54, {NO_ENTRY}",
    ),
    Case(
        "an entry of no such id",
        "void report-s99 --note x",
        f"no entry 'report-s99'; entries are e1 to e54, {NO_ENTRY}",
    ),
    Case("an entry after the cut", "show e33 --known-at e20", f"no entry 'e33'; entries are e1 to e20, {NO_ENTRY}"),
    Case("a zero handle", "show e0", f"no entry 'e0'; entries are e1 to e54, {NO_ENTRY}"),
    Case("an id that is no id", "party add Ruritania", f"id: 'Ruritania' is not an id; {IDS}"),
    Case("an id with an underscore", "person add a_b", f"id: 'a_b' is not an id; {IDS}"),
    Case("a Cyrillic look-alike", "party add russiа", f"id: 'russiа' is not an id; {IDS}"),
    Case(
        "an id with a zero-width space",
        "party add rus\u200bsia --name Russia",
        f"id: 'rus\\u200bsia' is not an id; {IDS}",
    ),
    Case("a path that begins with a slash", "issue add /venue", f"path: '/venue' {PATHS}"),
    Case("a path with a gap", "issue add venue//x", f"path: 'venue//x' {PATHS}"),
    Case(
        "an id that is taken",
        "party add russia",
        "party 'russia' is registered already; `tracker party show russia` shows it, "
        "`tracker party amend russia` changes what is said of it",
    ),
    Case(
        "a name in letters that give no id",
        f"record Россия venue/moscow supports {SAID} --new",
        "party 'Россия' suggests no id; register it first: `tracker party add ID`",
    ),
    Case(
        "an address that is none",
        "record russia venue/moscow supports --said 2023 --source http://[oops",
        "address 'http://[oops' suggests no id; register it first: `tracker source add ID --url URL`",
    ),
    Case(
        "an address with a space",
        "record russia venue/moscow supports --said 2023 --source 'http://example.org/a b'",
        "url: 'http://example.org/a b' is not a web address; it begins with http:// or https:// and has no spaces",
    ),
    Case(
        "an address that another source has",
        "source add two --url https://example.org/1",
        "source 'one' has that address already; use it, or give the document's own address",
        before=("source add one --url https://example.org/1",),
    ),
    Case(
        "a bidi override in a name",
        "party add x --name 'Rus\u202esia'",
        "name: has an invisible character, U+202E RIGHT-TO-LEFT OVERRIDE, at character 4; remove it",
    ),
    Case(
        "a zero-width space in an alias",
        "party amend russia --alias 'Rus\u200bsia'",
        "aliases.2: has an invisible character, U+200B ZERO WIDTH SPACE, at character 4; remove it",
    ),
    Case(
        "a line break in a title",
        "issue add x --title 'a\nb'",
        "title: has an invisible character, U+000A, at character 2; remove it",
    ),
    Case(
        "a name that ends with a space", "party add x --name 'X '", "name: 'X ' begins or ends with a space; remove it"
    ),
    Case("a blank name", "party add x --name ' '", "name: is blank; leave it out or fill it in"),
    Case(
        "an alias that is not there",
        "party amend russia --drop-alias Kremlin",
        "'Kremlin' is no alias of it; its aliases are Russian Federation, Moscow",
    ),
    Case("bytes that are no text", "position rus\udcff", "argument 2 is not UTF-8; type it on a terminal set to UTF-8"),
    Case(
        "bytes that are no text, in a quotation",
        f"record russia venue/moscow supports {SAID} --quote \udce9",
        "argument 10 is not UTF-8; type it on a terminal set to UTF-8",
    ),
]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("case", NAMES, ids=named)
def test_names(case: Case) -> None:
    """A name that stands for nothing, for several, or that cannot be one."""
    check(case)


@pytest.mark.parametrize(
    ("typed", "registered", "suggested"),
    [("uk", "Ukraine", "ukraine"), ("usa", "Russia", "russia"), ("us", "Russia", None), ("rus", "Russia", "russia")],
)
def test_a_short_name_never_stands_for_a_longer_one(typed: str, registered: str, suggested: str | None) -> None:
    """`uk` records nothing for Ukraine, `usa` nothing for Russia; they are suggested at most."""
    assert run("init").code == 0
    assert run("party", "add", registered.casefold()).code == 0
    assert run("issue", "add", "peace").code == 0
    assert run("source", "add", "report").code == 0
    hint = f"; did you mean '{suggested}'?" if suggested else "."
    words = f"record {typed} peace supports --said 2025 --source report"
    check(Case(typed, words, f"no party '{typed}'{hint} {NO_PARTY}"))


OPTIONS_WITH_A_DATE: Final = {
    "said": "record russia venue/moscow supports --source vladivostok-report --said {}",
    "until": f"record russia venue/moscow supports {SAID} --until {{}}",
    "as-of": "position russia --as-of {}",
    "on": "history russia --on {}",
    "known-at": "show e33 --known-at {}",
    "withdrawn on": "withdraw e33 --on {}",
    "joined from": "party join germany willing-coalition --from {}",
    "published": "source add x --published {}",
    "said-was": "correct --source vladivostok-report --said-was {} --said 2025 --reason source-error",
}
DATES: Final = {
    "05/09/2025": "'05/09/2025' is not written so here: it could be 2025-09-05 or 2025-05-09; write the one you mean",
    "05.09.2025": "'05.09.2025' is not written so here: it could be 2025-09-05 or 2025-05-09; write the one you mean",
    "13/09/2025": "'13/09/2025' is not written so here: write 2025-09-13",
    "13/13/2025": f"'13/13/2025' is not written so here: {GRAMMAR}",
    "2025-09-05T14:30": "'2025-09-05T14:30' has no offset from UTC; write it as 2025-09-05T14:30Z or with +02:00",
    "'2025-09-05 14:30'": "'2025-09-05 14:30' has no offset from UTC; write it as 2025-09-05T14:30Z or with +02:00",
    "2025-13": f"'2025-13' is not a date that exists; {GRAMMAR}",
    "2025-02-30": f"'2025-02-30' is not a date that exists; {GRAMMAR}",
    "0000": f"'0000' is not a date that exists; {GRAMMAR}",
    "2025-09-05T25:00Z": f"'2025-09-05T25:00Z' is not a moment that exists; {GRAMMAR}",
    "''": f"'' is not a date the record takes; {GRAMMAR}",
    "tomorrow": f"'tomorrow' is not a date the record takes; {GRAMMAR}",
    "'next week'": f"'next week' is not a date the record takes; {GRAMMAR}",
    "20250905": f"'20250905' is not a date the record takes; {GRAMMAR}",
    "2025-9-5": f"'2025-9-5' is not a date the record takes; {GRAMMAR}",
    "../2025-09-05T10:00Z": f"'../2025-09-05T10:00Z' is not a date the record takes; {GRAMMAR}",
    "../../2025": f"'../../2025' is not a date the record takes; {GRAMMAR}",
    "٢٠٢٥-٠٩-٠٥": f"'٢٠٢٥-٠٩-٠٥' is not a date the record takes; {GRAMMAR}",
    "'٧d ago'": f"'٧d ago' is not a date the record takes; {GRAMMAR}",
    "'5 Brumaire 2025'": f"'5 Brumaire 2025' is not a date the record takes; {GRAMMAR}",
}


FORMS: Final = {
    "as-of": CUT_FORMS,
    "on": CUT_FORMS,
    "known-at": f"{CUT_FORMS}, or an entry such as e42",
}
"""A cut takes fewer forms than a statement's date."""


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("option", OPTIONS_WITH_A_DATE)
@pytest.mark.parametrize("typed", DATES)
def test_dates_that_are_none(option: str, typed: str) -> None:
    """Every option with a date refuses the same spellings, and offers the forms that it takes; nothing is guessed."""
    sentence = DATES[typed].replace(GRAMMAR, FORMS.get(option, GRAMMAR))
    check(Case(typed, OPTIONS_WITH_A_DATE[option].format(typed), sentence))


CUTS = [
    Case("a month", "position russia --as-of 2025-09", f"as of: '2025-09' {MOMENT}"),
    Case("a year", "position russia --on 2025", f"as of: '2025' {MOMENT}"),
    Case("no later than", "history russia --as-of ../2025-09-05", f"as of: '../2025-09-05' {MOMENT}"),
    Case("a month in words", "position russia --as-of 'Sep 2025'", f"as of: '2025-09' {MOMENT}"),
    Case("known at a month", "position russia --known-at 2025-09", f"known at: '2025-09' {MOMENT}"),
    Case("known at no entry", "position russia --known-at e99", f"no entry 'e99'; entries are e1 to e54, {NO_ENTRY}"),
]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("case", CUTS, ids=named)
def test_cuts(case: Case) -> None:
    """A cut is a day or an instant, and known at an entry of the log."""
    check(case)


RULES = [
    Case(
        "no date",
        "record russia venue/moscow supports --source vladivostok-report",
        "said is missing; give it with --said, or --same to take it from your last statement",
    ),
    Case(
        "no source",
        "record russia venue/moscow supports --said 2023",
        "source is missing; give it with --source, or --same to take it from your last statement",
    ),
    Case(
        "a speaker given and cleared",
        f"record russia venue/moscow supports {SAID} --speaker Putin --no-speaker",
        "speaker is given and cleared at once; leave one of the two options out",
    ),
    Case(
        "the same as a retracted statement",
        "record russia venue/moscow supports --same",
        "--same takes from your last statement, and that, e54, was retracted by e55; give --said and --source",
        before=("retract e54 --because duplicate",),
    ),
    Case(
        "a name that suggests somebody else's id",
        f"record United.States venue/moscow supports {SAID} --new",
        "party 'United.States' is not known, but 'united-states' is; use that id, or add an alias to it",
    ),
    Case(
        "a statement of the future",
        "record russia venue/moscow supports --said 2026-01-06 --source vladivostok-report",
        f"what was said on 2026-01-06 would lie after its recording on {NOW}; {NOT_KNOWN}",
    ),
    Case(
        "a statement of the next minute",
        "record russia venue/moscow supports --said 2026-01-05T12:01Z --source vladivostok-report",
        f"what was said on 2026-01-05T12:01Z would lie after its recording on {NOW}; {NOT_KNOWN}",
    ),
    Case(
        "conditions missing",
        f"record russia venue/moscow supports-if {SAID}",
        "supports-if needs at least one condition; give it with --if",
    ),
    Case(
        "conditions out of place",
        f"record russia venue/moscow declines {SAID} --if peace",
        "declines takes no conditions; did you mean opposes-unless or supports-if?",
    ),
    Case(
        "a blank condition",
        f"record russia venue/moscow supports-if {SAID} --if ' '",
        "conditions.0: is blank; leave it out or fill it in",
    ),
    Case(
        "until before said",
        f"record russia venue/moscow supports {SAID} --until 2023-09-04",
        "until 2023-09-04 lies before said 2023-09-05; an offer ends after it is made",
    ),
    Case(
        "until a month",
        f"record russia venue/moscow supports {SAID} --until 2023-10",
        "until: '2023-10' is not a day; write it as 2025-09-05",
    ),
    Case(
        "an id that looks like a handle",
        f"record russia venue/moscow supports {SAID} --id e5",
        "'e5' cannot be an event id, it already means an entry of the log",
    ),
    Case(
        "an id that looks like the last entry",
        f"record russia venue/moscow supports {SAID} --id last",
        "'last' cannot be an event id, it already means an entry of the log",
    ),
    Case("an id with a space", f"record russia venue/moscow supports {SAID} --id 'a b'", f"'a b' {EVENT_IDS}"),
    Case(
        "an id taken with other content",
        f"record russia venue/moscow supports {SAID} --id report-s02",
        "id 'report-s02' is already taken by e33 with other content; `tracker show e33` shows it. "
        "Choose another id, or correct that entry.",
    ),
    Case(
        "a quotation beyond measure",
        f"record russia venue/moscow supports {SAID} --quote {'x' * 20_001}",
        "quotation: String should have at most 20000 characters",
    ),
    Case(
        "an event of more than 64 KiB",
        f"record russia venue/moscow supports {SAID} --quote {'я' * 20_000} --summary {'я' * 20_000} --id big",
        "statement-recorded: 80,283 bytes, an event takes at most 65,536; shorten its texts",
    ),
    Case(
        "a retracted statement, retracted",
        "retract e33 --because duplicate",
        "e33 was retracted by e55, for good; record the statement anew under another id",
        before=("retract e33 --because duplicate",),
    ),
    Case(
        "a retracted statement, corrected",
        "correct report-s02 --stance neutral --reason coding-error",
        "e33 was retracted by e55, for good; record the statement anew under another id",
        before=("retract e33 --because duplicate",),
    ),
    Case(
        "a retracted statement, withdrawn",
        "withdraw e33 --on 2025-01-01",
        "e33 was retracted by e55, for good; record the statement anew under another id",
        before=("retract e33 --because duplicate",),
    ),
    Case(
        "a statement withdrawn twice",
        "withdraw e33 --on 2025-02-01",
        "e33 was withdrawn on 2025-01-01 already (e55); if that is wrong, `tracker void e55` first",
        before=("withdraw e33 --on 2025-01-01",),
    ),
    Case(
        "a statement withdrawn before it was said",
        "withdraw e33 --on 2023-09-04",
        "e33 was said 2023-09-05 and cannot have been withdrawn before, on 2023-09-04",
    ),
    Case(
        "a withdrawal of the future",
        "withdraw e33 --on 2027",
        f"the withdrawal on 2027 would lie after its recording on {NOW}; {NOT_KNOWN}",
    ),
    Case(
        "a correction past the withdrawal",
        "correct e33 --said 2025-06-01 --reason source-error",
        "e33 was said 2025-06-01 and cannot have been withdrawn before, on 2025-01-01",
        before=("withdraw e33 --on 2025-01-01",),
    ),
    Case(
        "a correction past the first recording",
        "correct e33 --said 2026-01-03 --reason source-error",
        f"what was said on 2026-01-03 would lie after its recording on 2026-01-02T03:04:05Z; {NOT_KNOWN}",
    ),
    Case(
        "a correction that changes nothing",
        "correct e33 --stance opposes --reason coding-error",
        "e33 says that already; give the option that is to change",
    ),
    Case(
        "a correction of nothing",
        "correct e33 --reason coding-error",
        "nothing to correct; give the option that is to change, such as --said D or --stance S",
    ),
    Case(
        "a correction of no entry",
        "correct --stance neutral --reason coding-error",
        "name what to correct: entries such as e42 or last, or a whole source with --source S",
    ),
    Case(
        "a correction that gives and clears",
        "correct e38 --if peace --no-if --reason coding-error",
        "conditions is given and cleared at once; leave one of the two options out",
    ),
    Case(
        "a correction that leaves conditions behind",
        "correct e38 --stance supports --reason coding-error",
        "supports takes no conditions; did you mean opposes-unless or supports-if?",
    ),
    Case(
        "a date of a source beside an entry",
        "correct e33 --said-was 2023-09-05 --said 2025 --reason source-error",
        "--said-was goes with --source and without an entry; an entry is named by itself",
    ),
    Case(
        "a source without that date",
        "correct --source vladivostok-report --said-was 2024 --said 2025 --reason source-error",
        "no statement of source 'vladivostok-report' was said 2024; it has 2023-09-05",
    ),
    Case(
        "a source without statements",
        "correct --source empty --said 2025 --reason source-error",
        "source 'empty' has no statement in force",
        before=("source add empty",),
    ),
    Case(
        "a source that says so already",
        "correct --source vladivostok-report --said 2023-09-05 --reason source-error",
        "the statements of source 'vladivostok-report' say that already; give the option that is to change",
    ),
    Case(
        "a retraction of a party",
        "retract e2 --because duplicate",
        "e2 is no statement, it is party-registered; `tracker show e2` shows it",
    ),
    Case(
        "a retraction of a correction",
        "retract e55 --because duplicate",
        "e55 is no statement, it is statement-corrected; the statement it is about is e33",
        before=("correct e33 --stance neutral --reason coding-error",),
    ),
    Case("a void of a statement", "void e33 --note x", "e33 is a statement; `tracker retract e33` takes it out"),
    Case(
        "a void of the dossier",
        "void e1 --note x",
        "e1 (dossier-opened) cannot be voided; leave it, and record what is right now",
    ),
    Case(
        "a void of a void",
        "void e55 --note x",
        "e55 (entry-voided) cannot be voided; leave it, and record what is right now",
        before=("void e9 --note x",),
    ),
    Case("a void twice", "void e9 --note x", "e9 was voided by e55 already", before=("void e9 --note x",)),
    Case(
        "a void of a speaking party",
        "void e2 --note x",
        "e2 cannot be voided, statement e33 rests on it; take that out first",
    ),
    Case(
        "a void of a grouping with members",
        "void e55 --note x",
        "e55 cannot be voided, membership e56 rests on it; take that out first",
        before=("party add bloc --kind grouping", "party join germany bloc"),
    ),
    Case(
        "a void of a party with an office",
        "void e7 --note x",
        "e7 cannot be voided, office e55 rests on it; take that out first",
        before=("person office vladimir-putin germany --title Guest",),
    ),
    Case(
        "a void of a speaker",
        "void e11 --note x",
        "e11 cannot be voided, statement e33 rests on it; take that out first",
    ),
    Case(
        "a void of an office's holder",
        "void e55 --note x",
        "e55 cannot be voided, office e56 rests on it; take that out first",
        before=("person add olaf-scholz", "person office olaf-scholz germany --title Chancellor"),
    ),
    Case(
        "a void of an issue spoken of",
        "void e21 --note x",
        "e21 cannot be voided, statement e33 rests on it; take that out first",
    ),
    Case(
        "a void of an issue with others below",
        "void e28 --note x",
        "e28 cannot be voided, the issue 'venue/elsewhere' rests on it; take that out first",
    ),
    Case(
        "a void of a party of which something is asserted",
        "void e55 --note x",
        "e55 cannot be voided, assertion e56 rests on it; take that out first",
        before=("party add x", "assert x venue none --as-of 2023-09-06 --because y"),
    ),
    Case(
        "a void of an issue on which something is asserted",
        "void e55 --note x",
        "e55 cannot be voided, assertion e56 rests on it; take that out first",
        before=("issue add x", "assert russia x none --as-of 2023-09-06 --because y"),
    ),
    Case(
        "an assertion of another position",
        "assert russia venue/moscow mixed --as-of 2023-09-06 --because x",
        "the position of 'russia' on 'venue/moscow' as of 2023-09-06 is supports, not mixed; "
        "an assertion must hold when it is made",
    ),
    Case(
        "an assertion of no stance",
        "assert russia venue/moscow agrees --as-of 2023-09-06 --because x",
        "stance: 'agrees' is no stance; one of supports, supports-if, neutral, ambiguous, opposes-unless, opposes, "
        "declines, mixed, none",
    ),
    Case(
        "an assertion for a month",
        "assert russia venue/moscow supports --as-of 2023-09 --because x",
        "as_of: '2023-09' is not a day; write it as 2025-09-05",
    ),
    Case(
        "an assertion about nobody",
        "assert rusia venue/moscow supports --as-of 2023-09-06 --because x",
        f"no party 'rusia'; did you mean 'russia'? {NO_PARTY}",
    ),
    Case("a finding that is none", "acknowledge f123 --because x", f"no finding 'f123'. {NO_FINDING}"),
    Case(
        "a finding by a prefix",
        "acknowledge f662 --because x",
        f"no finding 'f662'; did you mean 'f662e71cc99'? {NO_FINDING}",
    ),
    Case(
        "a finding of another day",
        "acknowledge fc709093331 --as-of 2023-09-06 --because x",
        f"no finding 'fc709093331'. {NO_FINDING}",
    ),
    Case(
        "a finding that may stay already",
        "acknowledge f662e71cc99 --because x",
        "the speaker-without-office of e45 was acknowledged by e55 already; `tracker show e55` tells why",
        before=("acknowledge f662e71cc99 --because 'the year is wrong'",),
    ),
    Case(
        "a finding without a reason",
        "acknowledge f662e71cc99 --because ' '",
        "because: is blank; leave it out or fill it in",
    ),
    Case(
        "a void of a source",
        "void e32 --note x",
        "e32 cannot be voided, statement e33 rests on it; take that out first",
    ),
    Case(
        "a state joined",
        "party join france russia",
        "'russia' is a state and has no members; join a grouping or an organisation",
    ),
    Case(
        "a membership there is",
        "party join france willing-coalition --from 2025-01-01",
        "'france' belongs to 'willing-coalition' on 2025-01-01 already; `tracker party show france` tells since when",
    ),
    Case(
        "a membership there never was",
        "party leave germany willing-coalition --on 2025",
        "'germany' never joined 'willing-coalition'; `tracker party join` records that first",
    ),
    Case(
        "a membership the wrong way round",
        "party join germany willing-coalition --from 2025-01-01 --until 2024",
        "until 2024 lies before from 2025-01-01; exchange them, or give one of them alone",
    ),
    Case(
        "an office the wrong way round",
        "person office donald-trump france --title Guest --from 2025-01-01 --until 2024-12-31",
        "until 2024-12-31 lies before from 2025-01-01; exchange them, or give one of them alone",
    ),
    Case(
        "a proposition turned round",
        "issue amend venue/moscow --proposition 'The talks are not held in Moscow.'",
        FIXED,
    ),
    Case(
        "an amendment of nothing",
        "party amend russia",
        "nothing changes for party 'russia'; give the option that is to change",
    ),
    Case(
        "a source's copy that is missing",
        "source add x --file copy.pdf",
        "cannot read copy.pdf: No such file or directory; give the copy's path",
    ),
    Case(
        "a source's copy that is a folder",
        "source add x --file .",
        "cannot read .: Is a directory; give the copy's path",
    ),
    Case(
        "no handle to begin after", "log show --after report-s02", "--after 'report-s02' is no handle; write it as e42"
    ),
    Case(
        "an export in another form",
        "log export --format csv",
        "an export is JSON lines and has no csv form; `tracker log show` lists entries in others",
    ),
    Case(
        "a log where one is",
        "init --demo",
        "tracker.db exists already and is left as it was; name a file that is not there yet",
    ),
    Case(
        "a restore where a log is",
        "log restore export.jsonl",
        "cannot read export.jsonl: No such file or directory; give the file that `log export` wrote",
    ),
]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("case", RULES, ids=named)
def test_rules_of_the_record(case: Case) -> None:
    """Understood, and against the rules of the record: refused, with what to do instead."""
    check(case)


CYCLES = [
    Case("a grouping of itself", "party join a a", "'a' would belong to itself"),
    Case("of two", "party join b a", "'a' would belong to itself", before=("party join a b",)),
    Case("of three", "party join c a", "'a' would belong to itself", before=("party join a b", "party join b c")),
    Case(
        "on some days",
        "party join b a --from 2025-03-01",
        "'a' would belong to itself from 2025-03-01 on",
        before=("party join a b --from 2025-01-01 --until 2025-06-01",),
    ),
    Case(
        "in the past",
        "party join b a --from 2024-12-31 --until 2025-02-01",
        "'a' would belong to itself from 2025-01-01 on",
        before=("party join a b --from 2025-01-01 --until 2025-06-01",),
    ),
    Case(
        "by voiding an end",
        "void e59 --note x",
        "'a' would belong to itself from 2025-07-01 on",
        before=("party join a b --from 2025-01-01 --until 2025-06-01", "party join b a --from 2025-07-01"),
    ),
]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("case", CYCLES, ids=named)
def test_cycles_of_groupings(case: Case) -> None:
    """No grouping belongs to itself on any day, however it came about."""
    groupings = tuple(f"party add {name} --kind grouping" for name in "abc")
    sentence = f"{case.sentence}, which no grouping can; `tracker party show a` lists who belongs where"
    check(Case(case.id, case.words, sentence, before=(*groupings, *case.before)))


@pytest.mark.usefixtures("demo")
def test_same_needs_an_earlier_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    """--same with --said takes the rest from one's own last statement, and there is none."""
    monkeypatch.setenv("TRACKER_USER", "newcomer")
    sentence = "--same needs an earlier statement of 'newcomer', and there is none; give --said and --source"
    check(Case("same", "record russia venue/moscow supports --said 2025 --same", sentence))
    check(Case("last", "retract last --because duplicate", f"no entry 'last'; entries are e1 to e54, {NO_ENTRY}"))


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("user", ["", " ", "a\nb", "x" * 101, "\udcff"])
def test_a_user_without_a_name(user: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """TRACKER_USER is one printable name; without one nothing is recorded."""
    monkeypatch.setenv("TRACKER_USER", user)
    sentence = "TRACKER_USER is one printable name of at most 100 characters"
    check(Case("user", f"record russia venue/moscow supports {SAID}", sentence))


QUESTIONS = [
    Case("no position", "ask what about Russia", f"cannot read the question 'what about Russia'; ask: {QUESTION}"),
    Case("of nobody", "ask position of", f"cannot read the question 'position of'; ask: {QUESTION}"),
    Case(
        "two readings",
        "ask position of Russia on venue on 05/09/2025",
        f"{DATES['05/09/2025']}. Ask: {QUESTION}",
    ),
    Case(
        "no date",
        "ask position of Russia as of never",
        f"'never' is not a date the record takes; {CUT_FORMS}. Ask: {QUESTION}",
    ),
]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("case", QUESTIONS, ids=named)
def test_questions_in_words(case: Case) -> None:
    """A question that cannot be read gets the grammar."""
    check(case)


@pytest.mark.usefixtures("demo")
def test_a_question_that_can_be_read_says_what_it_ran() -> None:
    """The command shows how the words were taken, before it says what was wrong with them."""
    sentence = f"no party 'Rusia'; did you mean 'russia'? {NO_PARTY}"
    check(Case("ask", "ask position of Rusia on venue", sentence), told="Ran: tracker position Rusia venue\n")


USAGE = [
    ("frobnicate", "No such command 'frobnicate'."),
    ("party frobnicate", "No such command 'frobnicate'."),
    ("position", "Missing argument 'PARTY'."),
    ("position russia --as-off 2025", "No such option: --as-off (Possible options: --as-of)"),
    ("position russia venue moscow", "Got unexpected extra argument(s) (moscow)"),
    ("retract e33", "Missing option '--because'."),
    ("correct e33 --stance neutral", "Missing option '--reason'."),
    ("withdraw e33", "Missing option '--on'."),
    ("void e9", "Missing option '--note'."),
    ("log show --last 0", "Invalid value for '--last'"),
    ("init --log other.db --stale-after many", "Invalid value for '--stale-after'"),
]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("words", "sentence"), USAGE, ids=[words for words, _ in USAGE])
def test_usage(words: str, sentence: str) -> None:
    """What the command line itself refuses is told with the command's usage."""
    before = run("log", "export").out
    ran = run(*shlex.split(words))
    plain = " ".join(ran.err.replace("│", " ").split())
    assert (ran.code, ran.out) == (2, "")
    assert plain.startswith("Usage: tracker ")
    assert sentence in plain
    assert "Traceback" not in ran.err
    assert run("log", "export").out == before


_STANCES: Final = "'supports', 'supports-if', 'neutral', 'ambiguous', 'opposes-unless', 'opposes', 'declines'"
CHOICES: Final = [
    ("position russia --format yaml", "--format: 'yaml' is not one of 'table', 'json', 'csv', 'tsv'"),
    ("--format yaml position russia", "--format: 'yaml' is not one of 'table', 'json', 'csv', 'tsv'"),
    ("record russia venue/moscow suports", f"STANCE: 'suports' is not one of {_STANCES}"),
    ("proposals accept e57 --stance maybe", f"--stance: 'maybe' is not one of {_STANCES}"),
    (
        "record russia venue/moscow supports --act shouts",
        "--act: 'shouts' is not one of 'states', 'offers', 'promises', 'requests', 'rejects', 'threatens', 'accuses', "
        "'concedes', 'consults', 'declines'",
    ),
    ("party add x --kind country", "--kind: 'country' is not one of 'state', 'organisation', 'grouping', 'group'"),
    (
        "retract e33 --because boredom",
        "--because: 'boredom' is not one of 'coding-error', 'duplicate', 'source-retracted'",
    ),
    (
        "proposals reject e57 --because superseded",
        "--because: 'superseded' is not one of 'no-statement', 'off-topic', 'wrong-speaker', 'wrong-words', 'unclear', "
        "'duplicate'",
    ),
]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("words", "sentence"), CHOICES, ids=[words for words, _ in CHOICES])
def test_a_word_that_is_none_of_a_closed_list(words: str, sentence: str) -> None:
    """One sentence that names the list, and nothing of what looked it up."""
    ran = run(*shlex.split(words))
    assert (ran.code, ran.out, ran.err) == (2, "", f"tracker: {sentence}\n")


EVENT_LINES = [
    ("not JSON", b"{oops\n", "not JSON: Expecting property name enclosed in double quotes at character 2"),
    ("no object", b"[]\n", "an event is a JSON object with 'kind' and 'data'"),
    (
        "a float",
        b'{"kind": "x", "data": {"a": 1.5}}',
        "1.5 is not a number the record takes; it holds whole numbers only",
    ),
    ("NaN", b'{"kind": "x", "data": NaN}', "NaN is not a number the record takes; it holds whole numbers only"),
    (
        "Infinity",
        b'{"kind": "x", "data": -Infinity}',
        "-Infinity is not a number the record takes; it holds whole numbers only",
    ),
    ("1e999", b'{"kind": "x", "data": 1e999}', "1e999 is not a number the record takes; it holds whole numbers only"),
    ("deep", b"[" * 3000 + b"]" * 3000, "nested deeper than 50 levels"),
    ("deeper than it need be", b'{"data":' + b"[" * 60 + b"]" * 60 + b"}", "nested deeper than 50 levels"),
    ("a key twice", b'{"kind": "x", "kind": "y"}', "the key 'kind' stands there twice; keep one"),
    ("a lone surrogate", b'{"kind": "\\ud800"}', "a lone surrogate, U+D800, is no character"),
    (
        "NUL in a name",
        event("party-registered", id="x", name="a\0"),
        "party-registered: name: has U+0000 at character 2, which cannot be stored",
    ),
    (
        "NUL in a quotation",
        statement(quotation="a\0"),
        "statement-recorded: quotation: has U+0000 at character 2, which cannot be stored",
    ),
    ("NUL in an id", statement(more={"id": "a\0"}), f"statement-recorded: 'a\\x00' {EVENT_IDS}"),
    (
        "an id that is a handle",
        statement(more={"id": "e5"}),
        "statement-recorded: 'e5' cannot be an event id, it already means an entry of the log",
    ),
    ("an id that is no text", statement(more={"id": 5}), f"statement-recorded: '5' {EVENT_IDS}"),
    ("its own seq", statement(more={"seq": 55}), f"unknown field 'seq'; {NEW_EVENT}"),
    (
        "its own instant",
        statement(more={"recorded_at": "2020-01-01T00:00:00Z"}),
        f"unknown field 'recorded_at'; {NEW_EVENT}",
    ),
    ("a kind unknown", event("statement-made"), f"kind 'statement-made' is not known; {KINDS}"),
    (
        "no data",
        b'{"kind": "party-registered"}',
        "party-registered: 'data' is a JSON object with the fields of the kind",
    ),
    (
        "a later schema",
        statement(more={"schema": 2}),
        "an event of kind statement-recorded has version 2, this program knows up to 1; "
        "upgrade with `pip install --upgrade negotiation-position-tracker`",
    ),
    ("no schema", statement(more={"schema": 0}), "statement-recorded: schema is a whole number from 1, not '0'"),
    ("a field unknown", statement(mood="angry"), "statement-recorded: 'mood' is not a field of it"),
    ("a field missing", event("party-registered", id="x"), "party-registered: name is missing"),
    ("a stance unknown", statement(stance="maybe"), f"statement-recorded: stance: {STANCES}"),
    ("another dossier", event("dossier-opened", name="x"), "the dossier is open already; a log holds one"),
    ("a name for an id", statement(party="Moscow"), f"statement-recorded: party: 'Moscow' is not an id; {IDS}"),
    (
        "an alias for an id",
        statement(party="moscow"),
        "party 'moscow' is another name of 'russia'; the record holds the id",
    ),
    ("a party unknown", statement(party="rusia"), f"no party 'rusia'; did you mean 'russia'? {NO_PARTY}"),
    ("a date of two readings", statement(said="05/09/2025"), f"statement-recorded: said: {DATES['05/09/2025']}"),
    (
        "a future date",
        statement(said="2027"),
        f"what was said on 2027 would lie after its recording on {NOW}; {NOT_KNOWN}",
    ),
    (
        "100,000 combining marks",
        statement(quotation="e" + "\u0301" * 100_000),
        "statement-recorded: quotation: String should have at most 20000 characters",
    ),
    (
        "100,000 combining marks in a name",
        event("party-registered", id="x", name="e" + "\u0301" * 100_000),
        "party-registered: name: String should have at most 300 characters",
    ),
    (
        "no such statement",
        event("statement-retracted", statement="nope", reason="duplicate"),
        f"no entry 'nope'; entries are e1 to e54, {NO_ENTRY}",
    ),
    (
        "a void in use",
        event("entry-voided", target="party-russia", reason="x"),
        "e2 cannot be voided, statement e33 rests on it; take that out first",
    ),
    (
        "an assertion that does not hold",
        event(
            "position-asserted", party="russia", issue="venue/moscow", stance="opposes", as_of="2023-09-06", because="x"
        ),
        "the position of 'russia' on 'venue/moscow' as of 2023-09-06 is supports, not opposes; "
        "an assertion must hold when it is made",
    ),
    (
        "an assertion of a month",
        event(
            "position-asserted", party="russia", issue="venue/moscow", stance="supports", as_of="2023-09", because="x"
        ),
        "position-asserted: as_of: '2023-09' is not a day; write it as 2025-09-05",
    ),
    (
        "an acknowledgement of what is not there",
        event("finding-acknowledged", finding="discord", about=["nope", "report-s02"], because="x"),
        f"no entry 'nope'; entries are e1 to e54, {NO_ENTRY}",
    ),
    (
        "an office that never was",
        event("office-left", person="donald-trump", party="france", title="King", on="2020"),
        "'donald-trump' never was 'King' of 'france'; record the office first",
    ),
    (
        "a proposition taken away",
        event("issue-amended", path="venue/moscow", title="Moscow"),
        FIXED,
    ),
    (
        "an amendment of nobody",
        event("person-amended", id="nobody", name="X"),
        "no person 'nobody'. `tracker person list` shows all",
    ),
]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("line", "sentence"), [each[1:] for each in EVENT_LINES], ids=[each[0] for each in EVENT_LINES]
)
def test_events_as_lines(line: bytes, sentence: str) -> None:
    """A line that is no event is named by its number; the good line after it is not recorded either."""
    good = event("party-registered", id="ruritania", name="Ruritania")
    check(Case("append", "append -", batch(2, (1, sentence)), stdin=line.rstrip(b"\n") + b"\n" + good))


@pytest.mark.usefixtures("demo")
def test_every_wrong_line_is_named_at_once() -> None:
    """An append lists every line that it cannot take, in order."""
    lines = b"".join([statement(stance="maybe"), statement(), b"\n", event("x"), b"{\n"])
    faults = (
        (1, f"statement-recorded: stance: {STANCES}"),
        (4, f"kind 'x' is not known; {KINDS}"),
        (5, "not JSON: Expecting property name enclosed in double quotes at character 2"),
    )
    check(Case("append", "append -", batch(4, *faults), stdin=lines))


WHOLE_FILES = [
    ("append -", b"", "standard input is empty; expected one event a line, as JSON"),
    ("append -", b" \n\n\t\n", "standard input is empty; expected one event a line, as JSON"),
    ("append -", b"\xff\xfe{\0}\0", "standard input, line 1: not UTF-8 (byte 1); save the file as UTF-8"),
    (
        "append -",
        b"{}\n" + b"x" * 1_000_001,
        "standard input, line 2: longer than 1,000,000 bytes; is this a text file?",
    ),
    (
        "append missing.jsonl",
        b"",
        "cannot read missing.jsonl: No such file or directory; give the path of a file, or -",
    ),
    ("append .", b"", "cannot read .: Is a directory; give the path of a file, or -"),
    ("append binary", b"", "binary, line 1: not UTF-8 (byte 3); save the file as UTF-8"),
    ("import -", b"", "standard input is empty; expected CSV with a header line, or JSONL"),
    ("import -", b"\xef\xbb\xbf \r\n\r\n", "standard input is empty; expected CSV with a header line, or JSONL"),
    ("import missing.csv", b"", "cannot read missing.csv: No such file or directory; give the path of a file, or -"),
    ("import .", b"", "cannot read .: Is a directory; give the path of a file, or -"),
    ("import binary", b"", "binary, line 1 or soon after: not UTF-8; save the file as UTF-8"),
    ("import -", b"party,issue,stance,date,source\n", f"standard input: the header line has unknown 'date'; {HEADERS}"),
    ("import -", b"party,issue,stance,said\n", f"standard input: the header line has missing 'source'; {HEADERS}"),
    (
        "import -",
        b"party,party,issue,stance,said,source\n",
        f"standard input: the header line has one twice; {HEADERS}",
    ),
    (
        "import -",
        b"party;issue;stance;said;source\n",
        "standard input: semicolons stand between the headers; save the sheet as CSV with commas",
    ),
    (
        "import -",
        b"russia,venue/moscow,supports,2023,x\n",
        f"standard input: the header line has unknown 'russia'; {HEADERS}",
    ),
    (
        "import -",
        b'[{"party": "russia"}]',
        f'standard input: the header line has unknown \'[{{"party": "russia"}}]\'; {HEADERS}',
    ),
]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("words", "stdin", "sentence"), WHOLE_FILES)
def test_files_that_cannot_be_read_as_a_whole(words: str, stdin: bytes, sentence: str) -> None:
    """An empty file, a folder, a binary file or other headers are refused before any row is looked at."""
    Path("binary").write_bytes(b"\x7fE\xff\0" * 100)
    check(Case("file", words, sentence, stdin=stdin))


HEADER: Final = b"party,issue,stance,said,source\n"
ROW: Final = b"russia,venue/moscow,supports,2023-09-05,vladivostok-report\n"
ROW_WITH_ID: Final = ROW[:-1] + b",k\n"
HEADER_WITH_ID: Final = HEADER[:-1] + b",id\n"
OPEN: Final = "is a quotation mark missing?"
FIELDS: Final = HEADERS.removeprefix("headers are ").removesuffix(", separated by commas")


@dataclass(frozen=True)
class Rows:
    """A file of which some rows cannot be taken."""

    id: str
    content: bytes
    total: int
    faults: tuple[tuple[int, str], ...]


ROWS = [
    Rows("a cell too many", HEADER + ROW[:-1] + b",x\n", 1, ((2, f"6 cells, the header line has 5; {OPEN}"),)),
    Rows("cells missing", HEADER + b"russia,venue/moscow\n", 1, ((2, f"2 cells, the header line has 5; {OPEN}"),)),
    Rows(
        "a quotation mark that nothing closes",
        HEADER + ROW + b'"' + ROW + ROW,
        2,
        ((3, f"not CSV from here on: unexpected end of data; {OPEN}"),),
    ),
    Rows(
        "a quotation mark inside",
        HEADER + ROW.replace(b"venue/moscow", b'"venue"/moscow'),
        1,
        ((2, f"not CSV from here on: ',' expected after '\"'; {OPEN}"),),
    ),
    Rows(
        "a cell beyond measure",
        HEADER + ROW.replace(b"russia", b"x" * 140_000),
        1,
        ((2, f"not CSV from here on: field larger than field limit (131072); {OPEN}"),),
    ),
    Rows(
        "NUL",
        HEADER + ROW.replace(b"russia", b"rus\0sia"),
        1,
        ((2, f"no party 'rus\\x00sia'; did you mean 'russia'? {NO_PARTY}"),),
    ),
    Rows("a blank cell", HEADER + ROW.replace(b"supports", b" "), 1, ((2, "stance is missing"),)),
    Rows(
        "a handle for an id",
        HEADER_WITH_ID + ROW_WITH_ID.replace(b",k", b",e5"),
        1,
        ((2, "'e5' cannot be an event id, it already means an entry of the log"),),
    ),
    Rows(
        "one id for two statements",
        HEADER_WITH_ID + ROW_WITH_ID + ROW_WITH_ID.replace(b"supports", b"opposes"),
        2,
        (
            (
                3,
                "id 'k' is already taken by e55 with other content; `tracker show e55` shows it. "
                "Choose another id, or correct that entry.",
            ),
        ),
    ),
    Rows(
        "a row after one of several lines",
        HEADER[:-1] + b",quotation\n" + ROW[:-1] + b',"a\nb"\n' + ROW[:-1].replace(b"russia", b"xyzzy") + b',"c\nd"\n',
        2,
        ((4, f"no party 'xyzzy'. {NO_PARTY}"),),
    ),
    Rows("a field unknown", b'{"mood": "angry"}', 1, ((1, f"unknown field 'mood'; fields are {FIELDS}"),)),
    Rows("an object of numbers", b'{"party": 1}', 1, ((1, "party: expected a text, not 1"),)),
    Rows("conditions of numbers", b'{"conditions": [1]}', 1, ((1, "conditions: expected a list of texts"),)),
    Rows(
        "no object",
        b'{"party": "russia"}\n[]',
        2,
        ((1, "issue is missing"), (2, "expected an object with party, issue, stance, said, source")),
    ),
]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("rows", ROWS, ids=lambda rows: rows.id)
def test_rows(rows: Rows) -> None:
    """A row that cannot be taken is named by the line it begins on."""
    check(Case("import", "import -", batch(rows.total, *rows.faults), stdin=rows.content))


@pytest.mark.usefixtures("demo")
def test_every_wrong_row_is_named_at_once() -> None:
    """An import lists every row that it cannot take and why; the good rows among them are not recorded."""
    rows = [
        ROW.replace(b"russia", b"rusia"),
        ROW,
        ROW.replace(b"supports", b"maybe"),
        b"\n",
        ROW.replace(b"venue/moscow", b""),
        ROW.replace(b"2023-09-05", b"05/09/2025"),
        ROW.replace(b"supports", b"supports-if"),
        ROW.replace(b"2023-09-05", b"2030"),
    ]
    faults = (
        (2, f"no party 'rusia'; did you mean 'russia'? {NO_PARTY}"),
        (4, f"stance: {STANCES}"),
        (6, "issue is missing"),
        (7, f"said: {DATES['05/09/2025']}"),
        (8, "supports-if needs at least one condition; give it with --if"),
        (9, f"what was said on 2030 would lie after its recording on {NOW}; {NOT_KNOWN}"),
    )
    check(Case("import", "import -", batch(7, *faults), stdin=HEADER + b"".join(rows)))


@pytest.mark.usefixtures("demo")
def test_create_missing_is_undone_with_the_rest() -> None:
    """What --create-missing registered goes again when a later row cannot be taken."""
    rows = ROW.replace(b"russia", b"Ruritania") + ROW.replace(b"supports", b"maybe")
    check(Case("import", "import - --create-missing", batch(2, (3, f"stance: {STANCES}")), stdin=HEADER + rows))


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    "line",
    [
        json.dumps({**MOSCOW, "quotation": "one\u2028two"}, ensure_ascii=False).encode(),
        b"\xef\xbb\xbf" + (HEADER + ROW).replace(b"\n", b"\r\n"),
        HEADER + ROW.rstrip(),
        b"PARTY, Issue ,stance,said,source\n" + ROW,
    ],
    ids=["U+2028 inside a line", "BOM and CRLF", "no end of the last line", "headers in capitals"],
)
def test_what_looks_odd_and_is_not(line: bytes) -> None:
    """U+2028 ends no line; a byte order mark, CRLF and the capitals of headers mean nothing."""
    ran = run("import", "-", "--format", "json", stdin=line)
    assert (ran.code, ran.items[0]["added"]) == (0, 1)
