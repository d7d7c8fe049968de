"""The law of the engine `llm`: whatever a model says, every draft is words of the text, and direct ones are quoted."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.vocabulary import CONDITIONAL, Act, Stance
from tests.laws.test_extraction import NAMES, TEXTS
from tracker.extraction.draft import Form, Span
from tracker.extraction.extractor import Extraction
from tracker.extraction.guard import guarded
from tracker.extraction.marks import quotations
from tracker.extraction.model.answers import Answer, Proposed
from tracker.extraction.model.engine import LlmExtractor
from tracker.extraction.model.placing import Placing, Reader
from tracker.extraction.model.settings import Settings

ODD: Final = st.one_of(st.text(max_size=20), st.sampled_from(["", "…", "“", "the bridge", "a … to", "\u202e", "he"]))


@st.composite
def told(draw: st.DrawFn) -> tuple[str, list[dict[str, Any]]]:
    """Return a text, and statements that a model says are in it: words of it, nearly words of it, and anything."""
    text = draw(TEXTS.filter(str.strip))

    def words() -> str:
        start = draw(st.integers(0, len(text)))
        part = text[start : start + draw(st.integers(1, 30))]
        return draw(st.one_of(st.just(part), st.just(part.replace("“", '"') + draw(ODD)), ODD))

    def statement() -> dict[str, Any]:
        return {
            "quotation": [words() or "-" for _ in range(draw(st.integers(1, 3)))],
            "speaker": words(),
            "cue": draw(st.none() | st.just(words())),
            "before": words(),
            "after": words(),
            "form": draw(st.sampled_from([*Form, None, "other"])),
            "act": draw(st.sampled_from([*Act, None, "other"])),
            "issue": draw(st.sampled_from(["bridge", "other", None])),
            "stance": draw(st.sampled_from([*Stance, None, "other"])),
            "conditions": [words() for _ in range(draw(st.integers(0, 2)))],
        }

    return text, [statement() for _ in range(draw(st.integers(0, 4)))]


def check(text: str, found: Extraction) -> None:
    """Check drafts by a look of our own at the text."""
    between = [each.inner for each in quotations(text)]
    for draft in found.drafts:
        places = [each for each in (draft.content, draft.cue, draft.mention, *draft.conditions) if each is not None]
        assert all(0 <= each.start < each.end <= len(text) for each in places)
        assert any(map(str.isalnum, draft.content.of(text)))
        assert draft.form is not Form.DIRECT or any(each.holds(draft.content) for each in between)
        assert draft.issue in {None, "bridge"}
        assert draft.stance is None or draft.issue is not None
        assert (draft.stance in CONDITIONAL) == bool(draft.conditions)
        assert draft.act in {None, *Act}
        assert draft.speaker in {None, "venn", "reck"}


def unrecordable(text: str, found: Extraction) -> int:
    """Return how many drafts have a character that the record cannot hold; such a text could not be kept, either."""
    return sum("\x00" in each.content.of(text) for each in found.drafts)


@given(told())
def test_whatever_is_answered_every_draft_is_words_of_the_text(case: tuple[str, list[dict[str, Any]]]) -> None:
    """Before the guard, which drops what the record cannot hold and nothing else.

    Each statement is kept, or told with its reason.
    """
    text, statements = case
    placing = Placing(Reader(text, NAMES, quotations(text)), Span(0, len(text)))
    faults = placing.take(Answer(statements=[Proposed.model_validate(each) for each in statements]))
    found = Extraction(placing.drafts, dropped=placing.dropped)
    check(text, found)
    assert unrecordable(text, found) == len(found.drafts) - len(guarded(text, found).drafts)
    assert [f"{each.claimed!r} {each.reason}" for each in found.dropped] == faults
    assert bool(statements) == bool(found.drafts or faults)


@given(told(), told())
def test_whatever_a_model_says_to_the_library_every_draft_is_words_of_the_text(
    case: tuple[str, list[dict[str, Any]]], other: tuple[str, list[dict[str, Any]]]
) -> None:
    """A model that answers one thing, and when it is sent back another."""
    pytest.importorskip("pydantic_ai", reason="the extra `llm` is not installed", exc_type=ImportError)
    text, statements = case
    found = LlmExtractor(
        Settings("http://127.0.0.1:1/v1", "scripted"), make_model=saying([statements, other[1]])
    ).extract(text, NAMES)
    check(text, found)
    assert unrecordable(text, found) == len(found.drafts) - len(guarded(text, found).drafts)


def saying(answers: list[list[dict[str, Any]]]) -> Callable[[Settings, Any], Any]:
    """Return what makes a model that gives these answers, the last of them for ever."""
    from pydantic_ai.messages import ModelResponse, TextPart
    from pydantic_ai.models.function import FunctionModel

    left = list(answers)

    def respond(messages: Any, info: Any) -> Any:
        statements = left.pop(0) if len(left) > 1 else left[0]
        return ModelResponse(parts=[TextPart(json.dumps({"statements": statements}))])

    def make(settings: Settings, client: Any) -> Any:
        return FunctionModel(respond, profile={"supports_json_schema_output": True})

    return make
