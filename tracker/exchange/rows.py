"""Statements as rows: CSV with a header line, or JSONL with the same fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

from tracker.exchange.records import Fields, Shape, conditions_of
from tracker.intents import Draft

__all__ = ["FIELDS", "REQUIRED", "Row", "read_rows"]

FIELDS: Final = (
    "id",
    "party",
    "issue",
    "stance",
    "conditions",
    "act",
    "said",
    "until",
    "speaker",
    "quotation",
    "summary",
    "source",
    "language",
)
REQUIRED: Final = ("party", "issue", "stance", "said", "source")

Row = tuple[int, Draft | str]
"""Line number and the draft it holds, or the sentence that says why it holds none."""


def read_rows(file: BinaryIO, name: str) -> Iterator[Row]:
    """Yield the rows of a CSV or JSONL file; JSONL is what begins with `{`.

    Raises:
        UnreadableError: the file as a whole cannot be read: empty, no text, wrong headers.
    """
    return ((line, _draft(fields)) for line, fields in Shape(FIELDS, REQUIRED).read(file, name))


def _draft(fields: Fields | str) -> Draft | str:
    if isinstance(fields, str):
        return fields
    given = {name: each for name, each in fields.items() if each is not None}
    missing = [name for name in REQUIRED if not given.get(name)]
    if missing:
        return f"{missing[0]} is missing"
    given["conditions"] = conditions_of(given.get("conditions"))
    # Only quotation and summary are kept as they came; around the other words spaces mean nothing.
    kept = ("quotation", "summary", "conditions")
    return Draft(**{name: each if name in kept else each.strip() for name, each in given.items()})
