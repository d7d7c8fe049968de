"""Signed notes of C2SP (https://c2sp.org/signed-note): a text, and under it who signed it; checking needs no package.

A file has exactly one reading: what is decoded is encoded again and compared, so that nobody can alter a note,
however little, without it being noticed.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Final, Self

from events.ed25519 import is_signed
from events.errors import InvalidProofError

__all__ = [
    "ED25519",
    "PRIVATE_PREFIX",
    "Note",
    "PublicKey",
    "Signature",
    "check_key_name",
    "exact_base64",
    "parse_note",
]

ED25519: Final = b"\x01"
"""The byte that stands before a key to say what sort it is."""

PRIVATE_PREFIX: Final = "PRIVATE+KEY+"
"""What the line of a private key begins with."""

_DASH: Final = "\u2014"
_NOTE_BYTES_MAX: Final = 1_000_000
_SIGNATURES_MAX: Final = 64
_KEY_ID_BYTES: Final = 4
_KEY_BYTES: Final = 32
_SIGNATURE_BYTES: Final = 64


@dataclass(frozen=True, slots=True)
class Signature:
    """One line under a note; of what algorithm it is, only who has the key knows."""

    name: str
    key_id: bytes
    signature: bytes

    def line(self) -> str:
        """Return the line, its line feed included."""
        return f"{_DASH} {self.name} {b64encode(self.key_id + self.signature).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends in a line feed, and the signatures under it, which may be none."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def content(self) -> str:
        """Return the note as it stands in a file."""
        if not self.signatures:
            return self.text
        return f"{self.text}\n{''.join(each.line() for each in self.signatures)}"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that checks signatures: a name and an Ed25519 key."""

    name: str
    key: bytes

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `NAME+ID+KEY`, as `tracker log keygen` prints it.

        Raises:
            InvalidProofError: it is no such key, or its parts do not belong together.
        """
        if text.startswith(PRIVATE_PREFIX):
            raise InvalidProofError(
                "that is a private key, and stays with you; the public one is in the file .pub beside"
            )
        parts = text.strip().split("+", 2)
        if len(parts) != 3:
            raise InvalidProofError(f"{text[:40]!r} is no public key; one looks like NAME+1a2b3c4d+AbCd...")
        name, key_id, encoded = parts
        check_key_name(name)
        decoded = exact_base64(encoded, 1 + _KEY_BYTES, "a public key")
        if decoded[:1] != ED25519:
            raise InvalidProofError(f"the public key of {name!r} is of another sort than Ed25519")
        found = cls(name, decoded[1:])
        if key_id != found.id.hex():
            raise InvalidProofError(f"the public key of {name!r} and its number {key_id!r} do not belong together")
        return found

    @property
    def id(self) -> bytes:
        """Return the four bytes by which signatures of this key are found."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.key).digest()[:_KEY_ID_BYTES]

    def text(self) -> str:
        """Return the key as it is handed on."""
        return f"{self.name}+{self.id.hex()}+{b64encode(ED25519 + self.key).decode()}"

    def check(self, note: Note) -> None:
        """Let a note pass that this key signed.

        Raises:
            InvalidProofError: it did not, the signature does not hold, or there is more than one.
        """
        own = [each for each in note.signatures if (each.name, each.key_id) == (self.name, self.id)]
        if not own:
            raise InvalidProofError(f"it is not signed by {self.name!r}; ask for one that is, or give the right --key")
        if len(own) > 1:
            raise InvalidProofError(f"it has {len(own)} signatures by {self.name!r}, and one key signs once")
        if not is_signed(self.key, note.text.encode(), own[0].signature):
            raise InvalidProofError(f"its signature by {self.name!r} does not hold: it is not what was signed")


def check_key_name(name: str) -> None:
    """Let a name pass that a key may have.

    Raises:
        InvalidProofError: it is empty, or holds a space, a plus or a character that cannot be seen.
    """
    if not name or "+" in name or not name.isprintable() or re.search(r"\s", name):
        raise InvalidProofError(f"{name[:60]!r} cannot name a key; it takes visible characters, no space and no +")


def parse_note(content: bytes) -> Note:
    """Read a note; without signatures it is its text alone.

    Raises:
        InvalidProofError: the bytes are no note.
    """
    if len(content) > _NOTE_BYTES_MAX:
        raise InvalidProofError(f"a note of {len(content):,} bytes; {_NOTE_BYTES_MAX:,} are the most that is read")
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise InvalidProofError("a note is text in UTF-8; this is not") from None
    if re.search(r"[\x00-\x09\x0b-\x1f]", text) or not text.endswith("\n"):
        raise InvalidProofError("a note ends with a line feed and has no other control characters")
    above, separated, below = text.rpartition("\n\n")
    if not separated:
        return Note(text)
    note = Note(f"{above}\n", tuple(map(_signature, below.removesuffix("\n").split("\n"))))
    if len(note.signatures) > _SIGNATURES_MAX:
        raise InvalidProofError(f"a note with more than {_SIGNATURES_MAX} signatures is not read")
    return note


def _signature(line: str) -> Signature:
    words = line.split(" ")
    if len(words) != 3 or words[0] != _DASH:
        raise InvalidProofError(f"{line[:40]!r} is no signature; one has a dash, the name of a key, and base64")
    check_key_name(words[1])
    decoded = exact_base64(words[2], None, "a signature")
    if len(decoded) <= _KEY_ID_BYTES:
        raise InvalidProofError("a signature is longer than the four bytes that name its key")
    return Signature(words[1], decoded[:_KEY_ID_BYTES], decoded[_KEY_ID_BYTES:])


def exact_base64(text: str, size: int | None, what: str) -> bytes:
    """Decode base64 that is spelled in the one way that encoding spells it.

    Raises:
        InvalidProofError: it is not, or does not have `size` bytes; says `what` it should be.
    """
    try:
        decoded = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise InvalidProofError(f"{what} is not in base64: {text[:60]!r}") from None
    if b64encode(decoded).decode() != text:
        raise InvalidProofError(f"{what} is in base64 with bits that encoding never sets: {text[:60]!r}")
    if size is not None and len(decoded) != size:
        raise InvalidProofError(f"{what} has {len(decoded)} bytes instead of {size}")
    return decoded
