"""A law of extraction: where the lines of a paragraph are broken says nothing."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.errors import MissingExtraError
from tracker.extraction.engines import engine
from tracker.extraction.extractor import Extractor
from tracker.extraction.guard import extract
from tracker.extraction.names import Named, Names

NAMES = Names(
    [Named("venn", ("Orla Venn", "Venn"), ("arvenia",)), Named("reck", ("Tomas Reck", "Reck"), ("belmora",))],
    [Named("arvenia", ("Arvenia",)), Named("belmora", ("Belmora",))],
    [
        Named("truce", ("truce", "ceasefire")),
        Named("monitors", ("monitors", "Foreign monitors are sent to the valley.")),
        Named("guarantees", ("Security guarantees for Arvenia", "security guarantees")),
    ],
)
SENTENCES = st.sampled_from(
    (
        "Orla Venn said in Halden on Friday that her government was ready to accept a truce provided that Belmora "
        "released all of the sailors it had detained.",
        "“We will not accept foreign monitors in the valley unless Belmora leaves it first,” Tomas Reck told reporters "
        "on Tuesday.",
        "Venn, who rejected a ceasefire in 2029, said last week that no monitors would be sent into the valley.",
        "Reck ruled out security guarantees for Arvenia last year.",
        "“If a single soldier crosses the river, we will shoot him,” Venn said.",
        "Speaking in Halden on 5 June, Reck called on Arvenia to let the monitors cross the river as long as they "
        "carried no arms.",
        "Venn said that while Arvenia would never sign a truce, Belmora might send monitors after the harvest.",
        "Orla Venn declined to comment on the possibility of a truce.",
        "According to Tomas Reck, the valley has been quiet in the past few days.",
        "The harvest was late, and nobody in the valley had seen so much rain since the old bridge was built.",
    )
)

WIDTHS = st.integers(64, 100)
TELLING = (
    " The harvest was late and the roads were wet and nobody in any of the villages of the valley had seen such rain "
    "in all of the long years since the old bridge over the river was built by the fathers of those who cross it now."
)
"""Ends every text. A line that goes on in lower case tells a page's width, and these words make one at any width."""


def _readings(extractor: Extractor, text: str) -> list[Any]:
    return [_counted(text, each.as_json()) for each in extract(extractor, text, NAMES, "2031-06-11").drafts]


def _counted(text: str, value: Any, name: str = "") -> Any:
    """Return every field of a draft, its places counted in characters that are no white space."""
    if isinstance(value, dict):
        return {key: _counted(text, each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [_counted(text, each) for each in value]
    is_place = isinstance(value, int) and name.endswith(("start", "end"))
    return len("".join(text[:value].split())) if is_place else value


@pytest.mark.parametrize("name", ["rules", "spacy"])
@settings(max_examples=60)
@given(sentences=st.lists(SENTENCES, min_size=1, max_size=4), widths=st.tuples(WIDTHS, WIDTHS))
def test_a_text_wrapped_at_another_width_makes_the_same_drafts(
    name: str, sentences: list[str], widths: tuple[int, int]
) -> None:
    try:
        extractor = engine(name)
    except MissingExtraError:
        pytest.skip("needs the extra nlp and an English pipeline")
    one, other = (textwrap.fill(" ".join(sentences) + TELLING, width, break_on_hyphens=False) for width in widths)
    assert _readings(extractor, one) == _readings(extractor, other)
