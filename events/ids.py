"""What things are called: ids, issue paths, entry handles, and the slug that makes an id of a name."""

from __future__ import annotations

import os
import re
import time
import unicodedata
from typing import Annotated, Final

from events.checked import Checked

__all__ = [
    "EventId",
    "Id",
    "IssuePath",
    "check_event_id",
    "handle",
    "new_event_id",
    "parent_path",
    "seq_of_handle",
    "slug",
]

_ID_LENGTH_MAX: Final = 100
_PATH_LENGTH_MAX: Final = 300
_SEGMENT = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_EVENT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:~-]{0,127}", re.ASCII)
_HANDLE = re.compile(r"e([1-9]\d{0,17})", re.ASCII)
_RULE = "lower-case letters a-z, digits and single hyphens, such as 'united-kingdom'"


def _check_id(text: str) -> str:
    if len(text) > _ID_LENGTH_MAX or not _SEGMENT.fullmatch(text):
        raise ValueError(f"{text[:60]!r} is not an id; ids are {_RULE}, at most {_ID_LENGTH_MAX} characters")
    return text


def _check_path(text: str) -> str:
    if len(text) > _PATH_LENGTH_MAX or not all(map(_SEGMENT.fullmatch, text.split("/"))):
        raise ValueError(
            f"{text[:60]!r} is not an issue path; a path is one or more ids joined by '/', "
            f"such as 'venue/moscow', each {_RULE}"
        )
    return text


def check_event_id(text: str) -> str:
    """Return `text` if an event may be called so.

    Raises:
        ValueError: it is no text, holds other characters, or reads as an entry handle.
    """
    if not isinstance(text, str) or not _EVENT_ID.fullmatch(text):
        raise ValueError(
            f"{str(text)[:60]!r} is not an event id; use 1 to 128 of A-Z a-z 0-9 . _ : ~ - , beginning with one of "
            "the letters or digits"
        )
    if text == "last" or _HANDLE.fullmatch(text):
        raise ValueError(f"{text!r} cannot be an event id, it already means an entry of the log")
    return text


Id = Annotated[str, Checked(_check_id)]
"""Canonical id of a party, person or source: `united-kingdom`."""
IssuePath = Annotated[str, Checked(_check_path)]
"""Canonical path of an issue: `venue/moscow`."""
EventId = Annotated[str, Checked(check_event_id, length_max=128)]
"""Id of an event: a UUIDv7, or the caller's own key."""


def parent_path(path: str) -> str | None:
    """Return the path one level up, None for a top issue."""
    parent, slash, _ = path.rpartition("/")
    return parent if slash else None


def slug(name: str) -> str:
    """Return the id a name suggests: `Côte d'Ivoire` -> `cote-d-ivoire`.

    Empty where a letter outside a-z remains: dropping it would make one id of two names.
    """
    plain = unicodedata.normalize("NFKD", name[:_ID_LENGTH_MAX]).casefold()
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    if any(char.isalnum() and not char.isascii() for char in letters):
        return ""
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:_ID_LENGTH_MAX].rstrip("-")


def handle(seq: int) -> str:
    """Return the entry handle of a seq: 42 -> `e42`."""
    return f"e{seq}"


def seq_of_handle(text: str) -> int | None:
    """Return the seq an entry handle names, None if the text is no handle."""
    match = _HANDLE.fullmatch(text)
    return int(match[1]) if match else None


def new_event_id() -> str:
    """Return a fresh UUIDv7 (RFC 9562): time first, so that the index of ids grows at its end."""
    value = int.from_bytes(os.urandom(16))
    value = value & ~(0xFFFF_FFFF_FFFF << 80) | (time.time_ns() // 1_000_000) << 80
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0b11 << 62) | 0b10 << 62
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
