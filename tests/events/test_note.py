"""Signed notes and keys: one spelling each, and nothing that was not signed passes."""

from __future__ import annotations

from base64 import b64encode
from typing import Final

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from events.errors import InvalidProofError
from events.note import ED25519, Note, PublicKey, Signature, check_key_name, exact_base64, parse_note

PRIVATE: Final = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY: Final = PublicKey("example.org/log", PRIVATE.public_key().public_bytes_raw())
TEXT: Final = "example.org/log\n5\nAAAA\n"


def signed(text: str = TEXT, *, by: PublicKey = KEY) -> Note:
    return Note(text, (Signature(by.name, by.id, PRIVATE.sign(text.encode())),))


def test_a_note_reads_as_it_was_written() -> None:
    note = signed()
    assert (
        note.content() == f"{TEXT}\n\u2014 example.org/log {b64encode(KEY.id + PRIVATE.sign(TEXT.encode())).decode()}\n"
    )
    assert parse_note(note.content().encode()) == note
    KEY.check(note)


def test_a_note_without_signatures_is_its_text() -> None:
    assert parse_note(TEXT.encode()) == Note(TEXT) == Note(TEXT, ())
    assert Note(TEXT).content() == TEXT


def test_a_published_note_is_read_and_its_signature_holds() -> None:
    """The example of the first implementation of such notes, made by other hands."""
    key = PublicKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    note = parse_note(
        b"If you think cryptography is the answer to your problem,\n"
        b"then you don't know what your problem is.\n"
        b"\n"
        b"\xe2\x80\x94 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FF"
        b"YC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )
    key.check(note)
    assert key.text() == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


def test_blank_lines_belong_to_the_text_but_for_the_last() -> None:
    text = "a\n\n\nb\n"
    note = signed(text)
    assert parse_note(note.content().encode()) == note
    KEY.check(note)


def test_signatures_of_others_are_left_alone() -> None:
    """Of whatever algorithm they are, and whoever's."""
    others = (Signature("other", b"1234", b"x"), Signature(KEY.name, b"\0\0\0\0", b"y" * 3000))
    note = Note(TEXT, (others[0], *signed().signatures, others[1]))
    assert parse_note(note.content().encode()) == note
    KEY.check(note)


def refusal(content: bytes | str) -> str:
    with pytest.raises(InvalidProofError) as refused:
        parse_note(content if isinstance(content, bytes) else content.encode())
    return str(refused.value)


LINE: Final = signed().signatures[0].line()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\n", "a note is text in UTF-8; this is not"),
        (b"", "a note ends with a line feed and has no other control characters"),
        (b"text", "a note ends with a line feed and has no other control characters"),
        (b"te\rxt\n", "a note ends with a line feed and has no other control characters"),
        (b"te\txt\n", "a note ends with a line feed and has no other control characters"),
        (b"te\x1fxt\n", "a note ends with a line feed and has no other control characters"),
        (b"te\x00xt\n", "a note ends with a line feed and has no other control characters"),
        (b"te\x0bxt\n", "a note ends with a line feed and has no other control characters"),
        (f"{TEXT}\n", "'' is no signature; one has a dash, the name of a key, and base64"),
        (f"{TEXT}\n{LINE}\n", "'' is no signature; one has a dash, the name of a key, and base64"),
        (f"{TEXT}\n{LINE}more\n", "'more' is no signature; one has a dash, the name of a key, and base64"),
        (
            f"{TEXT}\n\u2013 a AAAAAAA=\n",
            "'\u2013 a AAAAAAA=' is no signature; one has a dash, the name of a key, and base64",
        ),
        (
            f"{TEXT}\n\u2014 a  AAAAAAA=\n",
            "'\u2014 a  AAAAAAA=' is no signature; one has a dash, the name of a key, and base64",
        ),
        (f"{TEXT}\n\u2014  AAAAAAA=\n", "'' cannot name a key; it takes visible characters, no space and no +"),
        (f"{TEXT}\n\u2014 a+b AAAAAAA=\n", "'a+b' cannot name a key; it takes visible characters, no space and no +"),
        (f"{TEXT}\n\u2014 a AAAAAA==\n", "a signature is longer than the four bytes that name its key"),
        (f"{TEXT}\n\u2014 a AAAAAAA\n", "a signature is not in base64: 'AAAAAAA'"),
        (f"{TEXT}\n\u2014 a \u00e9\n", "a signature is not in base64: '\u00e9'"),
        (f"{TEXT}\n\u2014 a AAAAAAB=\n", "a signature is in base64 with bits that encoding never sets: 'AAAAAAB='"),
        (f"{TEXT}\n{LINE * 65}", "a note with more than 64 signatures is not read"),
        (b"x" * 1_000_000 + b"\n", "a note of 1,000,001 bytes; 1,000,000 are the most that is read"),
    ],
)
def test_what_is_no_note_is_refused_in_a_sentence(content: bytes | str, sentence: str) -> None:
    assert refusal(content) == sentence


def test_as_many_signatures_and_as_long_a_text_as_are_read() -> None:
    assert len(parse_note(f"{TEXT}\n{LINE * 64}".encode()).signatures) == 64
    assert len(parse_note(b"x" * 999_999 + b"\n").text) == 1_000_000


# Keys


def test_a_key_reads_as_it_was_written() -> None:
    assert PublicKey.parse(KEY.text()) == KEY == PublicKey.parse(f"{KEY.text()}\n")
    assert KEY.text() == f"example.org/log+{KEY.id.hex()}+{b64encode(ED25519 + KEY.key).decode()}"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "'' is no public key; one looks like NAME+1a2b3c4d+AbCd..."),
        ("name+1a2b3c4d", "'name+1a2b3c4d' is no public key; one looks like NAME+1a2b3c4d+AbCd..."),
        ("+1a2b3c4d+AAAA", "'' cannot name a key; it takes visible characters, no space and no +"),
        ("a b+1a2b3c4d+AAAA", "'a b' cannot name a key; it takes visible characters, no space and no +"),
        ("a+1a2b3c4d+AAAA", "a public key has 3 bytes instead of 33"),
        ("a+1a2b3c4d+A", "a public key is not in base64: 'A'"),
        (
            f"{KEY.name}+{KEY.id.hex()}+{b64encode(bytes([4]) + KEY.key).decode()}",
            f"the public key of '{KEY.name}' is of another sort than Ed25519",
        ),
        (
            KEY.text().replace(KEY.id.hex(), "00000000"),
            f"the public key of '{KEY.name}' and its number '00000000' do not belong together",
        ),
        (
            KEY.text().replace(KEY.id.hex(), KEY.id.hex().upper() + "0"),
            f"the public key of '{KEY.name}' and its number '{KEY.id.hex().upper()}0' do not belong together",
        ),
        (
            KEY.text().replace("example.org", "example.com"),
            f"the public key of 'example.com/log' and its number '{KEY.id.hex()}' do not belong together",
        ),
    ],
)
def test_what_is_no_key_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InvalidProofError) as refused:
        PublicKey.parse(text)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\u2028b", "a\nb", "a\u202eb", "a\u200bb"])
def test_what_cannot_name_a_key(name: str) -> None:
    with pytest.raises(InvalidProofError):
        check_key_name(name)


@pytest.mark.parametrize("name", ["a", "example.org/log", "Стелла", "a-b_c~d.e:f"])
def test_what_can_name_a_key(name: str) -> None:
    check_key_name(name)


# Checking


def check_refusal(note: Note, key: PublicKey = KEY) -> str:
    with pytest.raises(InvalidProofError) as refused:
        key.check(note)
    return str(refused.value)


UNSIGNED: Final = "it is not signed by 'example.org/log'; ask for one that is, or give the right --key"
BROKEN: Final = "its signature by 'example.org/log' does not hold: it is not what was signed"


def test_a_note_that_nobody_signed_does_not_pass() -> None:
    assert check_refusal(Note(TEXT)) == UNSIGNED


def test_a_note_that_another_key_of_the_same_name_signed_does_not_pass() -> None:
    other = PublicKey(KEY.name, Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw())
    assert check_refusal(signed(), other) == UNSIGNED


def test_a_signature_for_another_text_does_not_pass() -> None:
    assert check_refusal(Note(f"{TEXT}more\n", signed().signatures)) == BROKEN


def test_a_key_signs_once_so_that_a_note_has_one_spelling() -> None:
    good = signed().signatures[0]
    bad = Signature(good.name, good.key_id, good.signature[::-1])
    for both in ((good, bad), (bad, good), (good, good)):
        assert check_refusal(Note(TEXT, both)) == ("it has 2 signatures by 'example.org/log', and one key signs once")
    assert check_refusal(Note(TEXT, (bad,))) == BROKEN


@given(st.binary(max_size=40))
def test_base64_that_passes_is_what_encoding_makes(content: bytes) -> None:
    assert exact_base64(b64encode(content).decode(), len(content), "it") == content


@given(st.text(alphabet="AB/+= \n9-", max_size=9))
def test_base64_has_one_spelling(text: str) -> None:
    try:
        decoded = exact_base64(text, None, "it")
    except InvalidProofError:
        return
    assert b64encode(decoded).decode() == text
