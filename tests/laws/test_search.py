"""Search finds what a plain reading of every word finds, at any cut, in its order; no text is ever read as syntax."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from random import Random
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy

from events.clock import FixedClock
from events.envelope import NewEvent
from events.kinds import EntryVoided, SourceAdded, SourceAmended, StatementCorrected, StatementRecorded
from tests.laws.dossiers import ISSUES, PARTIES, Dossier, Step, as_ofs, dossiers
from tests.laws.model import Known, Model
from tests.laws.playing import events_of, ledger_in_file, ledger_in_memory, play, play_all
from tracker.errors import UnreadableError
from tracker.ledger import Ledger
from tracker.projections.folding import joins, spans, tokens
from tracker.reading.excerpts import MARK, excerpt_of
from tracker.reading.wanted import LENGTH_MAX, Wanted, Word, read_wanted
from tracker.view import View

# Texts: a few words that collide, in several scripts, and pieces that a language of queries would take for its own

_WORDS: Final = (
    *("we", "went", "wire", "guarantees", "guarantee", "Łódź", "lodz", "Straße", "STRASSE", "don’t", "peace"),
    *("Київ", "київ", "ЙОГО", "莫斯科", "斯科", "モスクワ", "がか", "กินข้าว", "한국어", "مُحَمَّد", "محمد"),
)
_SYNTAX: Final = ('"', "*", "^", "-", "+", ":", "(", ")", "{", "}", ",", "'", ";", "\\", "%", "_", "\x00", "\ud800")
_QUERY_WORDS: Final = (
    "AND",
    "OR",
    "NOT",
    "NEAR(we",
    "quotation:we",
    "we*",
    "^we",
    '"we',
    "“we went”",
    "„wire“",
    "«lodz»",
)
_PROSE: Final = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=5).map(" ".join)
_SPOKEN: Final = (
    "we wire",
    "wire guarantees",
    "the guarantee of guarantees",
    "莫斯科 wire",
    "Lodz, we went",
    "a vote",
    "",
)
_LOOKED_FOR: Final = (
    *("wire", "w", "guarantees wire", '"we wire"', '"guarantee"', "斯科", "łódź w", "vote", "wire wire"),
    *('"vote guarantees"', "ceasefire guarantees", "gazette"),
)
_OF_SOURCES: Final = (
    NewEvent(SourceAmended(id="wire", title="The guarantee", publisher="Gazette")),
    NewEvent(SourceAmended(id="wire", title="Wire", url="https://wire.example/vote")),
    NewEvent(SourceAdded(id="other", title="Other wire, gazette"), "other"),
    NewEvent(EntryVoided(target="other", reason="a mistake")),
)
_ANY: Final = st.lists(
    st.one_of(st.sampled_from((*_WORDS, *_SYNTAX, *_QUERY_WORDS, " ")), st.text(max_size=3)), max_size=6
).flatmap(lambda parts: st.sampled_from(("", " ")).map(lambda between: between.join(parts)))
_ASKED: Final = st.one_of(*[st.sampled_from(_LOOKED_FOR)] * 3, _PROSE, _ANY)


def _spoken(max_size: int = 20) -> SearchStrategy[Dossier]:
    """Dossiers in which people say something."""
    return st.builds(_with_words, dossiers(max_size=max_size), st.randoms(use_true_random=False))


def _with_words(dossier: Dossier, chance: Random) -> Dossier:
    steps = [Step(step.seconds, _saying(step.event, chance)) for step in dossier.steps]
    steps += [
        Step(60, NewEvent(each.data, each.id if each.id == "other" else f"u-{number}"))
        for number, each in enumerate(_OF_SOURCES)
    ]
    return replace(dossier, steps=tuple(steps))


def _saying(event: NewEvent, chance: Random) -> NewEvent:
    words = {field: chance.choice(_SPOKEN) or None for field in ("quotation", "summary")}
    if isinstance(event.data, StatementRecorded):
        return NewEvent(event.data.model_copy(update=words), event.id)
    if isinstance(event.data, StatementCorrected):
        content = event.data.content.model_copy(update=words)
        return NewEvent(event.data.model_copy(update={"content": content}), event.id)
    return event


# The model: every text in force, read word by word

_Hit = tuple[str, int, str, str]
"""Entry, seq, closeness, status."""


def _expected(known: Known, until: int, wanted: Wanted, party: str | None, issue: str | None) -> list[_Hit]:
    found: list[tuple[tuple[int, bool, int, int], _Hit]] = []
    for telling in known.tellings:
        said = telling.content
        texts = [text for text in (said.quotation, said.summary, *said.conditions) if text]
        is_below = issue is None or said.issue == issue or said.issue.startswith(f"{issue}/")
        is_there = telling.status == "effective" and telling.counts <= until
        closeness = _closeness(wanted, texts)
        if is_there and is_below and party in {None, said.party} and closeness is not None:
            status = "withdrawn" if telling.withdrawn <= until else "effective"
            hit = f"e{telling.statement}", telling.seq, _WORD_FOR[closeness], status
            found.append(((closeness, False, -telling.counts, -telling.seq), hit))
    if party is None and issue is None:
        found += _sources(known, wanted)
    return [hit for _, hit in sorted(found)]


_WORD_FOR: Final = ("together", "whole", "beginnings")


def _sources(known: Known, wanted: Wanted) -> Iterator[tuple[tuple[int, bool, int, int], _Hit]]:
    added: dict[str, int] = {}
    told: dict[str, tuple[int, list[str]]] = {}
    for event in known.events:
        if isinstance(event.data, SourceAdded | SourceAmended) and event.id not in known.voided:
            added.setdefault(event.data.id, event.seq)
            texts = [text for text in (event.data.title, event.data.publisher, event.data.url) if text]
            told[event.data.id] = event.seq, texts
    for source, (seq, texts) in told.items():
        closeness = _closeness(wanted, texts)
        if closeness is not None:
            yield (closeness, True, 0, -seq), (f"e{added[source]}", seq, _WORD_FOR[closeness], "effective")


def _closeness(wanted: Wanted, texts: Sequence[str]) -> int | None:
    """How close the words stand: 0 together, 1 whole, 2 as beginnings; None if one of them is nowhere."""
    there = [tokens(text) for text in texts]
    whole = [Word(word.tokens, is_phrase=True) for word in wanted.words]
    together = Word(tuple(token for word in wanted.words for token in word.tokens), is_phrase=True)
    for closeness, words in enumerate(([together], whole, wanted.words)):
        if all(any(_has(word, text) for text in there) for word in words):
            return closeness
    return None


def _has(word: Word, there: Sequence[str]) -> bool:
    size = len(word.tokens)
    return any(_same(word, there[index : index + size]) for index in range(len(there) - size + 1))


def _same(word: Word, part: Sequence[str]) -> bool:
    begins = part[-1].startswith(word.tokens[-1]) and not word.is_phrase
    return tuple(part[:-1]) == word.tokens[:-1] and (part[-1] == word.tokens[-1] or begins)


# The laws

_In = Callable[[FixedClock], AbstractContextManager[Ledger]]


@pytest.mark.parametrize("kept", [ledger_in_memory, ledger_in_file])
@given(_spoken(), st.lists(_ASKED, min_size=4, max_size=4), st.data())
def test_search_finds_what_reading_everything_finds(
    kept: _In, dossier: Dossier, asked: list[str], data: DataObject
) -> None:
    """At every seq, on any day, for any party and issue: the same hits in the same order, whatever came later."""
    clock = FixedClock(dossier.start)
    with kept(clock) as ledger:
        play_all(dossier, ledger, clock)
        model, head = Model(events_of(ledger)), ledger.log.head().seq
        days = ["2026-01-01", *data.draw(st.lists(as_ofs(model.known(head)), min_size=2, max_size=2), label="as_ofs")]
        party = data.draw(st.sampled_from((None, None, *PARTIES)), label="party")
        issue = data.draw(st.sampled_from((None, None, *ISSUES)), label="issue")
        for known, as_of, text in itertools.product(map(model.known, range(head, len(PARTIES), -2)), days, asked):
            _same_hits(known, ledger.at(as_of, f"e{known.seq}"), text, party, issue)


def _same_hits(known: Known, view: View, asked: str, party: str | None, issue: str | None) -> None:
    filters = [each for each in [party] if each], [each for each in [issue] if each]
    try:
        wanted = read_wanted(asked)
    except UnreadableError:
        with pytest.raises(UnreadableError):
            view.search(asked, *filters)
        return
    expected = _expected(known, view.cut.until, wanted, party, issue)
    found = view.search(asked, *filters, limit=1000)
    assert [(hit.entry, hit.seq, hit.closeness, hit.status) for hit in found.hits] == expected
    assert found.total == len(expected)
    few = view.search(asked, *filters, limit=2)
    assert (few.hits, few.total) == (found.hits[:2], len(expected))


@given(_spoken(max_size=8), _PROSE)
def test_the_index_may_follow_at_any_time(dossier: Dossier, asked: str) -> None:
    """An index that was searched after every step finds what one finds that is made at the end."""
    clock = FixedClock(dossier.start)
    with ledger_in_file(clock) as ledger:
        for _ in play(dossier, ledger, clock):
            ledger.at().search(asked)
        with Ledger(ledger.log, clock=clock) as afresh, ledger_in_memory(clock) as other:
            play_all(dossier, other, clock)
            assert afresh.at().search(asked) == other.at().search(asked)


@given(_ANY, _ANY)
def test_any_text_is_words_or_a_sentence(asked: str, text: str) -> None:
    """Whatever is typed is read as words, and where there are none, or too many, that is said."""
    try:
        wanted = read_wanted(asked)
    except UnreadableError:
        assert len(asked) > LENGTH_MAX or not tokens(asked)
        return
    assert [token for word in wanted.words for token in word.tokens] == tokens(asked)
    assert all(char.isalnum() or unicodedata.category(char)[0] in "MC" for token in tokens(text) for char in token)


@given(st.one_of(_ANY, st.text()))
def test_folding(text: str) -> None:
    """Tokens fold to themselves, do not depend on how marks are encoded or on case, and stand where they were found."""
    found = tokens(text)
    assert [span.text for span in spans(text)] == found
    assert tokens(" ".join(found)) == found
    assert tokens(unicodedata.normalize("NFD", text)) == found
    for span in spans(text):
        assert span.begins < span.ends
        assert span.text in tokens(text[span.begins : span.ends])
        assert span.ends == len(text) or not joins(text[span.ends])


@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=60), st.lists(st.sampled_from(_WORDS), min_size=1))
def test_an_excerpt_is_part_of_its_text(said: list[str], asked: list[str]) -> None:
    """Without its marks it stands in the text; what is marked is what was asked for; and it says how much is there."""
    text, wanted = ", ".join(said), read_wanted(" ".join(asked)[:LENGTH_MAX])
    excerpt = excerpt_of(text, wanted)
    assert excerpt.text.replace(MARK, "").strip("…") in text
    present = [word for word in wanted.words if _has(word, tokens(text))]
    assert excerpt.words_count == len(present)
    parts = excerpt.text.split(MARK)
    assert len(parts) % 2 == 1
    assert bool(parts[1::2]) == bool(present)
    for part in parts[1::2]:
        assert any(_has(word, tokens(part)) for word in present)
