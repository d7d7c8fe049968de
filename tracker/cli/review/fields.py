"""The fields of a statement as a review shows and asks for them, each with its key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tracker.reading.registry import Noun

__all__ = ["FIELDS", "NOUNS", "Field", "field_of"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field, the key that chooses it, and how it is called."""

    key: str
    name: str
    label: str
    always: bool = True
    """Shown also where it is empty."""


FIELDS: Final = (
    Field("p", "party", "party"),
    Field("w", "speaker", "who spoke"),
    Field("i", "issue", "issue"),
    Field("s", "stance", "stance"),
    Field("c", "conditions", "conditions", always=False),
    Field("a", "act", "act"),
    Field("d", "said", "said"),
    Field("q", "quotation", "words"),
    Field("u", "until", "until", always=False),
    Field("y", "summary", "summary", always=False),
    Field("l", "language", "language", always=False),
)

NOUNS: Final[dict[str, Noun]] = {"party": "party", "speaker": "person", "issue": "issue"}
"""What a field names."""


def field_of(name: str) -> Field:
    """Return the field of that name."""
    return next(each for each in FIELDS if each.name == name)
