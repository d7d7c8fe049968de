"""Laws of extraction: whatever the text and whatever an engine says, no word is invented."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extraction.draft import Draft, Form, Span, Tier
from tracker.extraction.engines import engine
from tracker.extraction.extractor import Extraction, Fingerprint
from tracker.extraction.guard import extract, guarded
from tracker.extraction.marks import quotations
from tracker.extraction.names import Named, Names
from tracker.extraction.selectors import located, selectors
from tracker.extraction.sentences import sentences
from tracker.extraction.tokens import tokens_of

PIECES = st.sampled_from(
    "Venn Reck|he|she|they|said|says|told|rejected|a plan|that|the bridge|would open|to|of|not|declined|comment|on|"
    "according|by|was|quoted as saying|and|but|,|.|!|:|;|\n|\n\n|\"|'|“|”|‘|’|«|»|„|''|``|(|)|—|who|whose|expressed|"
    "willingness|Citing|as Venn put it|is ready|opposed|'s refusal|warnings from|made|claim|agreed|put it|while|--|"
    "quoted|which|has|issued|in|Monday|because|told Reck|also|warned|asked not|the|raid|saw|call|at least|neither|"
    "willingness|if|Mr.|U.S.|RECK:|@Leit:|é|\u202e|\x00|😀|1.5".split("|")
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map(" ".join), st.lists(PIECES).map("".join))
NAMES = Names(
    [Named("venn", ("Venn",), ("arvenia",)), Named("reck", ("Reck", "the bridge"), ("a", "b"))],
    [Named("arvenia", ("Arvenia",))],
    [Named("bridge", ("bridge",))],
)


@given(TEXTS)
def test_every_place_is_in_the_text_and_direct_words_stand_between_its_marks(text: str) -> None:
    found = extract(engine("rules"), text, NAMES)
    between = [each.inner for each in quotations(text)]
    for draft in found.drafts:
        places = [each for each in (draft.content, draft.cue, draft.mention, *draft.conditions) if each is not None]
        assert all(0 <= each.start < each.end <= len(text) for each in places)
        assert draft.form is not Form.DIRECT or any(each.holds(draft.content) for each in between)
    assert all(0 <= each.place.start <= each.place.end <= len(text) for each in found.dropped)
    assert list(found.drafts) == sorted(found.drafts, key=lambda each: each.content)


@given(TEXTS.map(lambda text: text.replace("\0", "")))
def test_our_own_engine_proposes_nothing_that_the_guard_must_drop(text: str) -> None:
    """Of a text that the archive takes, which is one without NUL."""
    own = engine("rules").extract(text, NAMES)
    assert guarded(text, own).drafts == own.drafts


@given(TEXTS)
def test_the_same_text_and_names_make_the_same_drafts(text: str) -> None:
    assert extract(engine("rules"), text, NAMES) == extract(engine("rules"), text, NAMES)


@given(TEXTS)
def test_quotations_follow_each_other_and_each_stands_between_its_marks(text: str) -> None:
    end = 0
    for each in quotations(text):
        assert end <= each.outer.start < each.inner.start < each.inner.end <= each.outer.end
        assert each.goes_on == (each.inner.end == each.outer.end)
        end = each.outer.end


@given(TEXTS)
def test_every_token_is_in_one_sentence_in_the_order_of_the_text(text: str) -> None:
    tokens = tokens_of(text, quotations(text))
    assert all(each.place.of(text) == each.text for each in tokens)
    told = [token for sentence in sentences(tokens) for token in sentence.tokens]
    assert told == [each for each in tokens if each.lower != "\n"]


SPANS = st.builds(Span, st.integers(-5, 40), st.integers(-5, 40))
DRAFTS = st.builds(
    Draft,
    content=SPANS,
    form=st.sampled_from(Form),
    tier=st.sampled_from(Tier),
    cue=st.none() | SPANS,
    mention=st.none() | SPANS,
    conditions=st.lists(SPANS, max_size=2).map(tuple),
)


@dataclass
class Hostile:
    """An engine that says what it was told to say."""

    drafts: list[Draft]

    @property
    def fingerprint(self) -> Fingerprint:
        return Fingerprint("hostile", "1", "0" * 64)

    def extract(self, text: str, names: Names) -> Extraction:
        return Extraction(self.drafts)


@given(TEXTS, st.lists(DRAFTS, max_size=8))
def test_no_engine_gets_a_word_past_the_guard_that_is_not_there(text: str, drafts: list[Draft]) -> None:
    """What it keeps is sound by a check of its own, and nothing goes without a reason."""
    found = extract(Hostile(drafts), text, Names())
    assert len(found.drafts) + len(found.dropped) == len(drafts)
    between = [each.inner for each in quotations(text)]
    for draft in found.drafts:
        start, end = draft.content
        assert 0 <= start < end <= len(text)
        assert any(map(str.isalnum, text[start:end]))
        assert draft.form is not Form.DIRECT or any(one <= start and end <= other for one, other in between)


@given(TEXTS, st.integers(0, 100), st.integers(1, 60))
def test_a_selector_finds_its_own_place_or_none(text: str, start: int, size: int) -> None:
    """None only where the same words stand in the same surroundings twice."""
    place = Span(min(start, len(text)), min(start + size, len(text)))
    position, quote = selectors(text, place)
    assert Span(position["start"], position["end"]) == place
    whole = quote["prefix"] + quote["exact"] + quote["suffix"]
    unique = place.start < place.end and text.find(whole, text.find(whole) + 1) < 0
    assert located(text, quote) == (place if unique else None)


MARKS = ('"', "“", "'", "``", "(", ". ", "\n", ", ", " ", "“A \n", "“a ‘b “c", "x", "\x00")
WORDS = ("said ", "he said ", "said that ", "not ", "X ", "and said ", "according to ", "Venn said, ")
LINES = ("“No,” Venn said. ", "VENN: x\n", "he said a; ")


@pytest.mark.parametrize("piece", MARKS + WORDS + LINES)
def test_hostile_text_is_read_in_time_that_grows_as_it_does(piece: str) -> None:
    """Counted in calls of Python and not by the clock: eight times the text takes at most ten times the calls."""
    short, long = (_calls((piece * size)[:size]) for size in (1_500, 12_000))
    assert long <= 10 * short + 1_000


def _calls(text: str) -> int:
    import sys

    count = 0

    def seen(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(seen)
    try:
        extract(engine("rules"), text, NAMES)
    finally:
        sys.setprofile(None)
    return count
