from __future__ import annotations

import re
import time
import unicodedata
import uuid
from itertools import pairwise

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from events.ids import (
    EventId,
    Id,
    IssuePath,
    check_event_id,
    handle,
    new_event_id,
    parent_path,
    seq_of_handle,
    slug,
)
from tests.strategies import event_ids, ids, labels, paths

ID: TypeAdapter[str] = TypeAdapter(Id)
PATH: TypeAdapter[str] = TypeAdapter(IssuePath)
EVENT_ID: TypeAdapter[str] = TypeAdapter(EventId)

RULE = "lower-case letters a-z, digits and single hyphens, such as 'united-kingdom'"


def message(refusal: pytest.ExceptionInfo[ValidationError]) -> str:
    (finding,) = refusal.value.errors()
    return finding["msg"].removeprefix("Value error, ")


# Ids and paths


@given(ids())
def test_an_id_is_also_the_path_of_a_top_issue(text: str) -> None:
    assert ID.validate_python(text) == PATH.validate_python(text) == text
    assert parent_path(text) is None


@given(paths(), ids())
def test_the_parent_of_a_path_is_the_path_without_its_last_id(parent: str, last: str) -> None:
    assert PATH.validate_python(f"{parent}/{last}") == f"{parent}/{last}"
    assert parent_path(f"{parent}/{last}") == parent


@pytest.mark.parametrize(
    "text",
    ["", "UK", "uk ", "u k", "-uk", "uk-", "u--k", "u_k", "u.k", "venue/moscow", "россия", "uk\n", "é", "٣", "a" * 101],
)
def test_what_is_no_id_is_refused_with_the_rule(text: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        ID.validate_python(text)
    assert message(refusal) == f"{text[:60]!r} is not an id; ids are {RULE}, at most 100 characters"


@pytest.mark.parametrize(
    "text",
    ["", "/", "venue/", "/venue", "venue//moscow", "venue/Moscow", "../venue", "venue\\moscow", "a/" * 150 + "a"],
)
def test_what_is_no_path_is_refused_with_the_rule(text: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        PATH.validate_python(text)
    assert message(refusal) == (
        f"{text[:60]!r} is not an issue path; a path is one or more ids joined by '/', such as 'venue/moscow', "
        f"each {RULE}"
    )


def test_an_id_of_100_characters_and_a_path_of_300_are_taken() -> None:
    assert ID.validate_python("a" * 100)
    assert PATH.validate_python("a/" * 149 + "aa")


# Event ids


@given(event_ids())
def test_uuids_and_keys_are_event_ids(text: str) -> None:
    assert check_event_id(text) == EVENT_ID.validate_python(text) == text


@pytest.mark.parametrize("text", ["", "a b", "a/b", "-a", ".a", "é", "a\n", "x" * 129, "\ud800"])
def test_what_is_no_event_id_is_refused_with_the_rule(text: str) -> None:
    with pytest.raises(ValueError, match="is not an event id") as refusal:
        check_event_id(text)
    assert str(refusal.value) == (
        f"{text[:60]!r} is not an event id; use 1 to 128 of A-Z a-z 0-9 . _ : ~ - , beginning with one of "
        "the letters or digits"
    )


@pytest.mark.parametrize("text", ["last", "e1", "e42", "e" + "9" * 18])
def test_no_event_can_be_called_what_already_means_an_entry(text: str) -> None:
    with pytest.raises(ValueError, match="cannot be an event id") as refusal:
        check_event_id(text)
    assert str(refusal.value) == f"{text!r} cannot be an event id, it already means an entry of the log"


@pytest.mark.parametrize("text", ["Last", "latest", "e", "e0", "e01", "E42", "e1x", "x" * 128])
def test_what_only_looks_like_an_entry_can_be_an_event_id(text: str) -> None:
    assert check_event_id(text) == text


# Handles


@given(st.integers(1, 10**18 - 1))
def test_a_handle_leads_back_to_its_seq(seq: int) -> None:
    assert seq_of_handle(handle(seq)) == seq


@pytest.mark.parametrize("text", ["", "42", "e", "e0", "e042", "E42", "e-1", "e4.2", "e42\n", " e42", "e٤", "last"])
def test_what_is_no_handle_names_no_seq(text: str) -> None:
    assert seq_of_handle(text) is None


def test_a_handle_longer_than_any_log_is_no_handle() -> None:
    """So that no number of it overflows a database's integer."""
    assert seq_of_handle("e" + "9" * 19) is None


# Slugs


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Russia", "russia"),
        ("United Kingdom", "united-kingdom"),
        ("Côte d'Ivoire", "cote-d-ivoire"),
        ("Co\u0302te d\u2019Ivoire", "cote-d-ivoire"),
        ("  Coalition -- of   the Willing! ", "coalition-of-the-willing"),
        ("G7+", "g7"),
        ("São Tomé & Príncipe", "sao-tome-principe"),
        ("Türkiye", "turkiye"),
        ("İstanbul", "istanbul"),
        ("Ⅷ ﬁnal", "viii-final"),
        ("Großbritannien", "grossbritannien"),
        # A letter that would be lost: no id is better than one shared with another name
        ("Россия", ""),
        ("Россия (Russia)", ""),
        ("Łódź", ""),
        ("Øresund", ""),
        ("中国", ""),
        ("١٢", ""),
        ("", ""),
        ("--- !", ""),
        ("🕊", ""),
        ("a" * 150, "a" * 100),
        ("℡" * 100, "tel" * 33 + "t"),
        ("a" * 99 + " b", "a" * 99),
    ],
)
def test_a_name_suggests_an_id(name: str, expected: str) -> None:
    assert slug(name) == expected


@given(labels() | st.text("ab ℡ﬃİß⑳-'", max_size=120))
def test_a_slug_is_an_id_or_empty(name: str) -> None:
    suggested = slug(name)
    assert suggested == "" or ID.validate_python(suggested) == suggested


@given(ids())
def test_an_id_is_its_own_slug(text: str) -> None:
    assert slug(text) == text


@given(labels())
def test_composed_and_decomposed_names_have_one_slug(name: str) -> None:
    short = name[:20]
    assert slug(unicodedata.normalize("NFC", short)) == slug(unicodedata.normalize("NFD", short))


# Fresh ids


def test_a_fresh_id_is_a_uuid_of_version_7() -> None:
    for _ in range(200):
        text = new_event_id()
        found = uuid.UUID(text)
        assert str(found) == text == check_event_id(text)
        assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", text)
        assert found.variant == uuid.RFC_4122


def test_a_fresh_id_begins_with_the_millisecond_of_its_making() -> None:
    with time_machine.travel(1_757_073_600.5, tick=False):
        made = time.time_ns() // 1_000_000
        assert uuid.UUID(new_event_id()).int >> 80 == made == 1_757_073_600_500


def test_fresh_ids_sort_by_the_time_of_their_making() -> None:
    found = []
    with time_machine.travel(1_757_073_600, tick=False) as traveller:
        for _ in range(50):
            found.append(new_event_id())
            traveller.shift(0.001)
    assert all(earlier < later for earlier, later in pairwise(found))


def test_fresh_ids_of_one_millisecond_differ() -> None:
    with time_machine.travel(1_757_073_600, tick=False):
        assert len({new_event_id() for _ in range(1_000)}) == 1_000
