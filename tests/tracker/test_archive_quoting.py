"""A quotation in a text: where it stands, and when typography is all that differs."""

from __future__ import annotations

import unicodedata
from typing import Final, Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.archive.quoting import Text

TEXT: Final = (
    "“We will sign,” she said - “when our\r\n  people are home.”\n"
    "He called it a «caf\u00e9 accord» – nothing\u00a0more\u2026 and left; "
    "coopera\u00adtion, ＦＵＬＬ width, \ufb01nal."
)
STANDING: Final = [
    ("We will sign,", "exact", ["We will sign,"]),
    ("“We will sign,” she said - “when", "exact", ["“We will sign,” she said - “when"]),
    ('"We will sign," she said', "folded", ["“We will sign,” she said"]),
    ("„We will sign,“ she said — »when our people", "folded", ["“We will sign,” she said - “when our\r\n  people"]),
    ("when our people are home", "folded", ["when our\r\n  people are home"]),
    ("  people   are home. ", "folded", ["people are home."]),
    ("cafe\u0301 accord", "folded", ["caf\u00e9 accord"]),
    ("accord» -- nothing more", "folded", ["accord» – nothing\u00a0more"]),
    ("nothing more... and left", "folded", ["nothing\u00a0more\u2026 and left"]),
    ("cooperation, FULL width, final", "folded", ["coopera\u00adtion, ＦＵＬＬ width, \ufb01nal"]),
    ("We will sign … people are home", "folded", ["We will sign", "people are home"]),
    ("We will sign [...] people are home ... and left;", "folded", ["We will sign", "people are home", "and left;"]),
    ("… when our people are home.", "folded", ["when our\r\n  people are home."]),
]


@pytest.mark.parametrize(("quotation", "how", "words"), STANDING)
def test_where_a_quotation_stands(quotation: str, how: str, words: list[str]) -> None:
    """As `text[begin:end]`, so that what is shown is the source's and never ours."""
    found = Text(TEXT).find(quotation)
    assert found is not None
    assert (found.how, [TEXT[begin:end] for begin, end in found.spans]) == (how, words)


MISSING: Final = [
    "We shall sign,",
    "we will sign,",
    "cafe accord",
    "",
    " \n",
    "… …",
    "\u200b",
    "people are home … We will sign",
    "We … left",
    "home.” nothing",
    "cooperation … full width",
]


@pytest.mark.parametrize("quotation", MISSING)
def test_what_does_not_stand(quotation: str) -> None:
    """Other words, other case, no accent, another order, parts too short to tell anything, nothing at all."""
    assert Text(TEXT).find(quotation) is None


def test_a_letter_is_not_found_without_its_accent() -> None:
    """Folded, the accent is a character of its own; the letter before it alone does not stand there."""
    assert Text("une\u00a0caf\u00e9").find("une cafe") is None
    assert Text("une\u00a0caf\u00e9, une\u00a0cafe").find("une cafe") is not None
    assert Text("a naive cafe\u0301\u00a0x").find("cafe x") is None
    assert Text("no\u00a0e\u0301, but\u00a0e.").find("but e") is not None


def test_a_long_text_and_a_long_quotation_end() -> None:
    """Nearly everything nearly fits."""
    assert Text("a\u00a0" * 100_000).find("a " * 5_000 + "b") is None


ODD: Final = st.sampled_from(
    "ab e\u00e9\u0301\u0327\u00a0\n\u2013-\u201c\u201d\"'\u2026\u00ad\ufb01\uac00\u1100\u1161."
)
TEXTS: Final = st.text(ODD | st.characters(codec="utf-8"), max_size=30)


@given(TEXTS, st.data())
def test_every_part_of_a_text_stands_in_it_exactly(text: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(begin, len(text)))
    found = Text(text).find(text[begin:end])
    if text[begin:end].strip():
        assert found is not None
        assert found.how == "exact"
        assert [text[a:b] for a, b in found.spans] == [text[begin:end]]
    else:
        assert found is None


@given(st.sampled_from(["NFC", "NFD"]), TEXTS)
@example("NFD", "\u00b8\u00c0")
@example("NFKC", "\ufb01nal caf\u00e9")
@example("NFKD", "\ufb01nal caf\u00e9")
def test_normal_forms_make_no_difference(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> None:
    """A whole text stands in each of its normal forms, unless nothing of it can be seen."""
    normal = unicodedata.normalize(form, text)
    if any(unicodedata.category(char) not in {"Cf", "Zs", "Zl", "Zp", "Cc"} for char in normal):
        assert Text(normal).find(text) is not None


@given(TEXTS, TEXTS)
def test_what_is_found_lies_in_the_text_in_order(text: str, quotation: str) -> None:
    found = Text(text).find(quotation)
    if found is not None:
        edges = [edge for span in found.spans for edge in span]
        assert edges == sorted(edges)
        assert edges[0] >= 0
        assert edges[-1] <= len(text)
        assert all(begin < end for begin, end in found.spans)
