"""Signatures: the RFC's own examples, what `cryptography` signs, and nothing else."""

from __future__ import annotations

import hashlib
from typing import Final

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from events.ed25519 import is_signed

ORDER: Final = 2**252 + 27742317777372353535851937790883648493
EXAMPLES: Final = {
    "empty": (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        b"",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    "one byte": (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        b"\x72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    "two bytes": (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        b"\xaf\x82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
    "a hash": (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        hashlib.sha512(b"abc").digest(),
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e030"
        "3dca179c138ac17ad9bef1177331a704",
    ),
}
"""Section 7.1 of RFC 8032."""


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_of_the_rfc_hold(name: str) -> None:
    key, message, signature = EXAMPLES[name]
    assert is_signed(bytes.fromhex(key), message, bytes.fromhex(signature))
    assert not is_signed(bytes.fromhex(key), message + b"x", bytes.fromhex(signature))


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200))
def test_what_cryptography_signs_holds(seed: bytes, message: bytes) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    assert is_signed(key.public_key().public_bytes_raw(), message, key.sign(message))


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=50), st.integers(0, 511), st.sampled_from("kms"))
def test_no_bit_of_key_message_or_signature_may_differ(seed: bytes, message: bytes, bit: int, which: str) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    parts = {"k": key.public_key().public_bytes_raw(), "m": message + b"\x00", "s": b""}
    parts["s"] = key.sign(parts["m"])
    changed = bytearray(parts[which])
    changed[bit // 8 % len(changed)] ^= 1 << bit % 8
    parts[which] = bytes(changed)
    assert not is_signed(parts["k"], parts["m"], parts["s"])


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=20), st.binary(min_size=64, max_size=64))
def test_of_any_bytes_it_says_what_cryptography_says(key: bytes, message: bytes, signature: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        assert not is_signed(key, message, signature)
    else:
        assert is_signed(key, message, signature)


def test_a_signature_has_one_spelling() -> None:
    """Adding the group's order to s gives the same sum; taken, anybody could make a second signature of each."""
    key, message, signature = (
        part if isinstance(part, bytes) else bytes.fromhex(part) for part in EXAMPLES["one byte"]
    )
    again = int.from_bytes(signature[32:], "little") + ORDER
    assert not is_signed(key, message, signature[:32] + again.to_bytes(32, "little"))


@pytest.mark.parametrize(
    "key",
    [
        (2**255 - 19 + 1).to_bytes(32, "little"),  # y beyond the field, the spelling of y = 1
        (1 | 1 << 255).to_bytes(32, "little"),  # x = 0 said to be odd
        (2).to_bytes(32, "little"),  # no point of the curve has y = 2
        b"",
        bytes(31),
        bytes(33),
    ],
)
def test_what_is_no_point_signs_nothing(key: bytes) -> None:
    """Not even with the signature that the point of order 1 would give to everything."""
    assert not is_signed(key, b"", (1).to_bytes(32, "little") + bytes(32))


@pytest.mark.parametrize("signature", [b"", bytes(63), bytes(65)])
def test_a_signature_has_64_bytes(signature: bytes) -> None:
    key, _, _ = EXAMPLES["empty"]
    assert not is_signed(bytes.fromhex(key), b"", signature)
