from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from events.codec import decode, encode
from events.envelope import RecordedEvent
from events.text import Label, Line, Prose, name_key
from tests.events.samples import NOON, statement
from tests.strategies import labels, lines, storable_texts

LABEL: TypeAdapter[str] = TypeAdapter(Label)
LINE: TypeAdapter[str] = TypeAdapter(Line)
PROSE: TypeAdapter[str] = TypeAdapter(Prose)
ALL = {"label": LABEL, "line": LINE, "prose": PROSE}


def sentence(adapter: TypeAdapter[str], text: str) -> str:
    with pytest.raises(ValidationError) as refusal:
        adapter.validate_python(text)
    (finding,) = refusal.value.errors()
    return finding["msg"].removeprefix("Value error, ")


# What is kept


@given(labels())
def test_a_label_of_any_script_is_kept_as_it_came(text: str) -> None:
    assert LABEL.validate_python(text) == text


@given(lines())
def test_a_line_is_kept_as_it_came(text: str) -> None:
    assert LINE.validate_python(text) == text


@given(storable_texts(500))
def test_a_quotation_is_kept_byte_for_byte_through_the_stored_event(text: str) -> None:
    """Nothing is trimmed, composed or replaced, neither controls nor overrides nor line ends."""
    event = RecordedEvent(1, "a", NOON, "ada", statement(quotation=text))
    stored = decode(encode(event)).data
    assert stored == statement(quotation=text)
    assert stored.model_dump()["quotation"].encode() == text.encode()


@pytest.mark.parametrize(
    "text",
    [
        "a\r\nb\tc",
        " padded ",
        "\x01\x1b[31m\x7f",
        "\u202eevil\u202c",
        "a\u200bb\ufeff",
        "e\u0301",
        "\u00e9",
        "a\u2028\u2029\x85b",
        "\ufffe\uffff\U0010ffff",
        "\U000e0041",
    ],
)
def test_a_quotation_may_hold_anything_that_can_be_stored(text: str) -> None:
    assert PROSE.validate_python(text) == LINE.validate_python(text) == text


# What is refused


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("text", ["a\x00b", "ab\x00"])
def test_nul_is_refused_everywhere(kind: str, text: str) -> None:
    place = text.index("\x00") + 1
    assert sentence(ALL[kind], text) == f"has U+0000 at character {place}, which cannot be stored"


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("text", ["\ud800", "a\udfff", "\udcff b", chr(0xD83D)])
def test_a_lone_surrogate_is_refused_everywhere(kind: str, text: str) -> None:
    assert sentence(ALL[kind], text) == "Input should be a valid string, unable to parse raw data as a unicode string"


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("text", [" ", "\t\n", "\u00a0", "\u2003\u3000"])
def test_blank_text_is_refused_everywhere(kind: str, text: str) -> None:
    assert sentence(ALL[kind], text) == "is blank; leave it out or fill it in"


@pytest.mark.parametrize(("kind", "length"), [("label", 300), ("line", 2_000), ("prose", 20_000)])
def test_text_is_limited_in_characters_not_bytes(kind: str, length: int) -> None:
    assert ALL[kind].validate_python("\U0001f54a" * length)
    assert sentence(ALL[kind], "x" * (length + 1)) == f"String should have at most {length} characters"
    assert sentence(ALL[kind], "") == "String should have at least 1 character"


@pytest.mark.parametrize(
    ("char", "shown"),
    [
        ("\n", "U+000A"),
        ("\t", "U+0009"),
        ("\x1b", "U+001B"),
        ("\x7f", "U+007F"),
        ("\x85", "U+0085"),
        ("\u00ad", "U+00AD SOFT HYPHEN"),
        ("\u061c", "U+061C ARABIC LETTER MARK"),
        ("\u200b", "U+200B ZERO WIDTH SPACE"),
        ("\u200c", "U+200C ZERO WIDTH NON-JOINER"),
        ("\u200d", "U+200D ZERO WIDTH JOINER"),
        ("\u200e", "U+200E LEFT-TO-RIGHT MARK"),
        ("\u200f", "U+200F RIGHT-TO-LEFT MARK"),
        ("\u2028", "U+2028 LINE SEPARATOR"),
        ("\u2029", "U+2029 PARAGRAPH SEPARATOR"),
        ("\u202a", "U+202A LEFT-TO-RIGHT EMBEDDING"),
        ("\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("\u2060", "U+2060 WORD JOINER"),
        ("\u2066", "U+2066 LEFT-TO-RIGHT ISOLATE"),
        ("\u2069", "U+2069 POP DIRECTIONAL ISOLATE"),
        ("\ufeff", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
        ("\U000e0041", "U+E0041 TAG LATIN CAPITAL LETTER A"),
    ],
)
def test_a_label_has_nothing_invisible(char: str, shown: str) -> None:
    """Two names that look alike would else be two parties."""
    assert sentence(LABEL, f"ab{char}c") == f"has an invisible character, {shown}, at character 3; remove it"


@given(st.characters(categories=["Cc", "Cf", "Zl", "Zp"], exclude_characters="\x00"))
def test_no_invisible_character_at_all_gets_into_a_label(char: str) -> None:
    assert sentence(LABEL, f"a{char}b").startswith(f"has an invisible character, U+{ord(char):04X}")


@pytest.mark.parametrize("text", [" Russia", "Russia ", "\u00a0Russia", "Russia\u3000"])
def test_a_label_neither_begins_nor_ends_with_a_space(text: str) -> None:
    assert sentence(LABEL, text) == f"{text!r} begins or ends with a space; remove it"


# One name, two spellings


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Russia", "RUSSIA"),
        ("United Kingdom", "united-kingdom"),
        ("United  Kingdom", "united kingdom"),
        ("United\u00a0Kingdom", "united kingdom"),
        (" -Russia- ", "russia"),
        ("Straße", "STRASSE"),
        ("Co\u0302te d'Ivoire", "Côte d'Ivoire"),
        ("РОССИЯ", "россия"),
        ("ΟΔΟΣ", "οδος"),
    ],
)
def test_case_and_the_choice_of_space_or_hyphen_do_not_make_another_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("uk", "ukraine"), ("usa", "russia"), ("Côte", "Cote"), ("north-korea", "northkorea"), ("a", "а")],
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(labels())
def test_the_key_of_a_name_does_not_depend_on_how_its_accents_are_composed(name: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, name) for form in ("NFC", "NFD"))
    assert name_key(composed) == name_key(decomposed)


@given(labels())
def test_the_key_of_a_key_is_the_key(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)
