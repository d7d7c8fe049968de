"""The page of a briefing tells of every day what the library does, and no words in the record can make it do more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy
from markdown_it import MarkdownIt
from markdown_it.token import Token

from events.clock import FixedClock
from events.envelope import NewEvent
from events.kinds import (
    DossierOpened,
    IssueOpened,
    MembershipBegan,
    OfficeAssumed,
    PartyRegistered,
    PersonRegistered,
    SourceAdded,
    StatementContent,
    StatementCorrected,
    StatementRecorded,
    StatementWithdrawn,
)
from events.vocabulary import CorrectionReason, PartyKind, Stance
from tests import strategies
from tests.laws.dossiers import PAIRS, Dossier, dossiers
from tests.laws.playing import ledger_in_memory, played
from tests.laws.test_one_answer import a_cut
from tests.pages import Page, page_of
from tracker.exchange.briefing import Axis, Briefing, briefing_of
from tracker.exchange.briefing_md import as_markdown
from tracker.exchange.page.document import as_page
from tracker.outward import safe
from tracker.reading.position import Position

AXES: Final[tuple[Axis, ...]] = ("party", "issue")


# Days


def shown(data: Any, party: str, issue: str, day: date) -> dict[str, Any] | None:
    """What the page shows of a pair on a day: `spanOn` of briefing.js in Python."""
    for position in data["positions"]:
        if (position["party"], position["issue"]) == (party, issue):
            for span in position["spans"]:
                ends: str | None = span["end_day"]
                if span["first_day"] <= day.isoformat() and (ends is None or day.isoformat() < ends):
                    return {name: each for name, each in span.items() if name not in {"first_day", "end_day"}}
    return None


def expected(position: Position) -> dict[str, Any] | None:
    """The same of a position."""
    if position.basis == "none":
        return None
    told = position.as_json()
    names = ("stance", "conditions", "basis", "inherited_from", "statements", "deciding", "stale", "lapsed", "since")
    return {name: told[name] for name in names}


@given(dossiers(), st.data())
def test_the_page_answers_every_day_as_a_position_does(dossier: Dossier, data: DataObject) -> None:
    """As of each day around those on which anything begins or ends, up to the cut; and as of the cut itself."""
    with played(dossier) as ledger:
        view, known = a_cut(ledger, data)
        found = page_of(as_page(briefing_of(view, by=data.draw(st.sampled_from(AXES))))).data
        assert found["stamp"]["seq"] == known.seq
        breaks = {date.fromisoformat(each) for each in _breaks(found)} | {view.cut.day}
        for pair in PAIRS:
            assert shown(found, *pair, view.cut.day) == expected(view.position(*pair)), pair
            for day in {each + timedelta(days=offset) for each in breaks for offset in (-1, 0, 1)}:
                if day < view.cut.day:
                    position = ledger.at(as_of=day, known_at=f"e{known.seq}").position(*pair)
                    assert shown(found, *pair, day) == expected(position), (pair, day)


def _breaks(data: Any) -> Iterator[str]:
    for position in data["positions"]:
        for span in position["spans"]:
            yield from (each for each in (span["first_day"], span["end_day"]) if each is not None)


@given(dossiers(), st.data())
def test_no_phase_is_missing_and_none_overlap(dossier: Dossier, data: DataObject) -> None:
    """A pair's spans are its phases, but for those that began and ended within a day; they run forward in time."""
    with played(dossier) as ledger:
        view, _ = a_cut(ledger, data)
        told = {(pair.party.id, pair.issue.id): pair.spans for pair in briefing_of(view).pairs}
        for pair in PAIRS:
            spans, phases = told.get(pair, ()), view.phases(*pair)
            if view.position(*pair).basis != "none":
                assert spans[-1].phase == phases.pop()
                assert spans[-1].end_day is None
                spans = spans[:-1]
            assert [span.phase for span in spans] == [each for each in phases if each.first_day != each.end_day]
            assert all(span.end_day is not None and span.first_day < span.end_day for span in spans)


@given(dossiers(), st.data())
def test_whatever_is_cited_has_a_footnote(dossier: Dossier, data: DataObject) -> None:
    """Numbers run from 1 without gaps, every link inside the page leads somewhere, and no id stands twice."""
    with played(dossier) as ledger:
        view, _ = a_cut(ledger, data)
        briefing = briefing_of(view, by=data.draw(st.sampled_from(AXES)), since="2025-10-25")
        page = page_of(as_page(briefing))
        assert sorted(page.data["notes"].values()) == list(range(1, len(briefing.notes) + 1))
        cited = {entry for each in page.data["positions"] for span in each["spans"] for entry in span["statements"]}
        assert cited <= set(page.data["notes"])
        assert len(set(page.ids())) == len(page.ids())
        assert {each for each in page.values("href") if each.startswith("#")} <= {f"#{each}" for each in page.ids()}
        text = as_markdown(briefing)
        assert set(re.findall(r"\[\^\d+\](?!:)", text)) == {each[:-1] for each in re.findall(r"(?m)^\[\^\d+\]:", text)}


# Hostile words

HOSTILE: Final = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onclick='alert(1)",
    "</script><script>alert(1)</script>",
    "</title></style></textarea><svg onload=alert(1)>",
    "<!-- --><b>",
    "]]><?php ?>",
    "&lt;b&gt; &#60;i&#62; &amp;",
    "[a link](javascript:alert(1))",
    "![a picture](https://evil.example/x.png)",
    "<https://evil.example/>",
    "https://evil.example/ www.evil.example mailto:a@evil.example a@evil.example",
    "[^1] [^1]: not a note",
    "[1]: https://evil.example/ 'not a reference'",
    "# no heading #",
    "- no list",
    "1. no list",
    "7) no list",
    "> no quotation",
    "``` no code ```",
    "| no | table |",
    "***",
    "**bold** *thin* __bold__ _thin_ ~~gone~~ `code` $x$",
    "\\ \\* \\",
    "=====",
    "-----",
    "{{ 7 * 7 }} {% raw %}",
    "\u202eturned round\u202c",
)
"""What has made other programs do what they should not."""


@dataclass(frozen=True)
class Words:
    """Everything in a small dossier that somebody could have written; labels are visible, the rest may be anything."""

    dossier: str
    party: str
    grouping: str
    person: str
    office: str
    issue: str
    proposition: str
    source: str
    publisher: str
    condition: str
    quotation: str
    summary: str
    note: str
    url: str

    def texts(self) -> list[str]:
        """All of them."""
        return [getattr(self, each.name) for each in fields(self)]


PLAIN: Final = replace(Words(**{each.name: f"the {each.name}" for each in fields(Words)}), url="https://plain.example/")


def hostile_words() -> SearchStrategy[Words]:
    """Words of which any may be meant to do harm."""
    labels = st.sampled_from([each for each in HOSTILE if each.isprintable()]) | strategies.labels()
    lines, prose = st.sampled_from(HOSTILE) | strategies.lines(), st.sampled_from(HOSTILE) | strategies.prose()
    harm = st.sampled_from(HOSTILE).map(lambda text: "".join(text.split()))
    urls = st.builds("https://{}{}".format, st.sampled_from(("evil.example/", "")), harm)
    return st.builds(
        Words, *[labels] * 6, proposition=lines, source=labels, publisher=labels, condition=lines, quotation=prose,
        summary=prose, note=lines, url=urls,
    )  # fmt: skip


def events_with(words: Words) -> list[NewEvent]:
    """A dossier in which each of the words stands where it can."""
    content = StatementContent(
        party="aland",
        issue="peace",
        stance=Stance.SUPPORTS_IF,
        conditions=(words.condition,),
        speaker="envoy",
        said="2026-01-05",
        until="2026-02-05",
        quotation=words.quotation,
        summary=words.summary,
        source="wire",
        language="en",
    )
    of_bloc = content.model_copy(update={"party": "bloc", "said": "2026-01-02"})
    of_another = content.model_copy(update={"party": "borland", "stance": Stance.OPPOSES, "conditions": ()})
    mistaken = content.model_copy(update={"summary": None})
    return [
        NewEvent(DossierOpened(name=words.dossier), "opened"),
        NewEvent(PartyRegistered(id="aland", name=words.party, kind=PartyKind.STATE), "aland"),
        NewEvent(PartyRegistered(id="borland", name="Borland", kind=PartyKind.STATE), "borland"),
        NewEvent(PartyRegistered(id="cland", name="Cland", kind=PartyKind.STATE), "cland"),
        NewEvent(PartyRegistered(id="bloc", name=words.grouping, kind=PartyKind.GROUPING), "bloc"),
        NewEvent(MembershipBegan(member="borland", grouping="bloc"), "membership"),
        NewEvent(PersonRegistered(id="envoy", name=words.person), "envoy"),
        NewEvent(OfficeAssumed(person="envoy", party="aland", title=words.office), "office"),
        NewEvent(IssueOpened(path="peace", title=words.issue, proposition=words.proposition), "peace"),
        NewEvent(SourceAdded(id="wire", title=words.source, publisher=words.publisher, url=words.url), "wire"),
        NewEvent(StatementRecorded(**dict(mistaken)), "first"),
        NewEvent(
            StatementCorrected(
                statement="first", content=content, reason=CorrectionReason.CODING_ERROR, note=words.note
            ),
            "correction",
        ),
        NewEvent(StatementRecorded(**dict(of_bloc)), "second"),
        NewEvent(StatementRecorded(**dict(of_another)), "third"),
        NewEvent(StatementWithdrawn(statement="third", on="2026-01-06"), "withdrawal"),
    ]


def briefing_with(words: Words, by: Axis) -> Briefing:
    """The briefing of a dossier with these words."""
    clock = FixedClock(int(datetime(2026, 1, 20, tzinfo=UTC).timestamp()))
    with ledger_in_memory(clock) as ledger:
        ledger.append(events_with(words))
        return briefing_of(ledger.at("2026-01-19"), by=by, since="2026-01-01")


PICTURE: Final = re.compile("<svg xmlns=.*?</svg>", re.DOTALL)
DRAWN: Final = {"svg", "title", "desc", "defs", "pattern", "rect", "path", "line", "circle", "g", "text", "tspan"}
"""What a timeline is drawn with."""


def skeleton(page: Page) -> tuple[object, ...]:
    """All of a page but its words: elements, attributes, the ends of elements; where links lead, other than out."""
    elements = [
        (tag, {name: value for name, value in named.items() if name != "href" or (value or "").startswith("#")})
        for tag, named in page.elements
    ]
    return elements, page.ends, page.others


@given(hostile_words(), st.sampled_from(AXES))
def test_no_words_become_markup_in_the_page(words: Words, by: Axis) -> None:
    """Around its timelines the page has exactly the elements and attributes of a page with plain words."""
    plain, html = (as_page(briefing_with(each, by)) for each in (PLAIN, words))
    page, like = (page_of(PICTURE.sub("<svg></svg>", each)) for each in (html, plain))
    assert skeleton(page) == skeleton(like)
    assert [kind for kind, _ in page.verbatim] == ["style", "application/json", "script"]
    assert [text for _, text in page.verbatim[::2]] == [text for _, text in like.verbatim[::2]]
    links = [each for each in page.values("href") if not each.startswith("#")]
    assert set(links) == {safe(words.url)}
    shown = "\n".join(page.texts)
    assert not [each for each in words.texts() if safe(each) not in shown]


@given(hostile_words(), st.sampled_from(AXES))
def test_no_words_become_more_than_text_in_a_timeline(words: Words, by: Axis) -> None:
    """It is drawn with shapes and letters; nothing in it runs, and nothing leads out of it."""
    pictures = PICTURE.findall(as_page(briefing_with(words, by)))
    assert len(pictures) == (3 if by == "party" else 1)
    for page in map(page_of, pictures):
        assert {tag for tag, _ in page.elements} <= DRAWN
        assert sorted(page.ends) == sorted(tag for tag, _ in page.elements)
        names = {name for _, named in page.elements for name in named}
        assert not [name for name in names if name.startswith("on") or name in {"href", "xlink:href", "src", "style"}]
        assert page.others == []


def tokens_of(text: str) -> list[tuple[str, str]]:
    """What Markdown makes of a text: its tokens, and the text that stands in each."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    found: list[tuple[str, str]] = []
    for token in _flat(parser.parse(text)):
        kind, words = ("text", token.content) if token.type in {"text", "text_special"} else (token.type, token.info)
        if kind == "code_inline":
            words = token.content
        if kind == "text" and found and found[-1][0] == "text":
            words = found.pop()[1] + words
        found.append((kind, words))
    return found


def _flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.children is None:
            yield token
        else:
            yield from _flat(token.children)


@given(hostile_words(), st.sampled_from(AXES))
def test_no_words_become_markup_in_markdown(words: Words, by: Axis) -> None:
    """CommonMark, also with tables and deletions, makes the same of it as of plain words; but for the address."""
    plain, told = (as_markdown(briefing_with(replace(each, url=PLAIN.url), by)) for each in (PLAIN, words))
    assert [kind for kind, _ in tokens_of(told)] == [kind for kind, _ in tokens_of(plain)]
    shown = "\n".join(text for _, text in tokens_of(told))
    texts = replace(words, url=PLAIN.url).texts()
    assert not [each for each in texts if " ".join(safe(each).split()) not in shown]


@given(hostile_words())
def test_an_address_in_markdown_is_a_link_to_itself_or_text(words: Words) -> None:
    """Whatever the address of a source is made of, no link leads anywhere else."""
    told = as_markdown(briefing_with(replace(PLAIN, url=words.url), "party"))
    links = {token.attrs["href"] for token in _flat(MarkdownIt("commonmark").parse(told)) if token.type == "link_open"}
    assert links <= {MarkdownIt().normalizeLink(safe(words.url))}
    assert "html_inline" not in {kind for kind, _ in tokens_of(told)}
