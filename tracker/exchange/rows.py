"""Statements as rows: CSV with a header line, or JSONL with the same fields."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from events.codec import read_json
from events.errors import RecordError
from tracker.errors import UnreadableError
from tracker.exchange.lines import numbered_lines
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
    start = file.read(4096)
    if not start.removeprefix(b"\xef\xbb\xbf").strip():
        raise UnreadableError(f"{name} is empty; expected CSV with a header line, or JSONL")
    file.seek(0)
    is_jsonl = start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
    return _jsonl_rows(file, name) if is_jsonl else _csv_rows(file, name)


def _jsonl_rows(file: BinaryIO, name: str) -> Iterator[Row]:
    for number, line in numbered_lines(file, name):
        try:
            yield number, _draft_of_object(read_json(line))
        except (RecordError, UnreadableError) as error:
            yield number, str(error)


def _draft_of_object(value: Any) -> Draft:
    if not isinstance(value, dict):
        raise UnreadableError(f"expected an object with {', '.join(REQUIRED)}")
    unknown = sorted(set(value) - set(FIELDS))
    if unknown:
        raise UnreadableError(f"unknown field {unknown[0][:60]!r}; fields are {', '.join(FIELDS)}")
    conditions = value.pop("conditions", None) or ()
    if isinstance(conditions, str):
        conditions = _conditions(conditions)
    elif not isinstance(conditions, list | tuple) or not all(isinstance(each, str) for each in conditions):
        raise UnreadableError("conditions: expected a list of texts")
    for field, text in value.items():
        if text is not None and not isinstance(text, str):
            raise UnreadableError(f"{field}: expected a text, not {str(text)[:40]}")
    return _draft({**value, "conditions": conditions})


def _csv_rows(file: BinaryIO, name: str) -> Iterator[Row]:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    reader = csv.reader(text, strict=True)
    line = 1
    try:
        headers = _headers(next(reader), name)
        line = reader.line_num + 1  # a row is found by the line it begins on
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, _draft_of_cells(headers, cells)
            line = reader.line_num + 1
    except csv.Error as error:
        yield line, f"not CSV from here on: {error}; is a quotation mark missing?"
    except UnicodeDecodeError:
        raise UnreadableError(f"{name}, line {line} or soon after: not UTF-8; save the file as UTF-8") from None
    finally:
        text.detach()


def _headers(cells: list[str], name: str) -> list[str]:
    headers = [cell.strip().casefold() for cell in cells]
    wrong = [header for header in headers if header not in FIELDS]
    missing = [field for field in REQUIRED if field not in headers]
    if wrong or missing or len(set(headers)) < len(headers):
        found = f"unknown {wrong[0][:60]!r}" if wrong else f"missing {missing[0]!r}" if missing else "one twice"
        raise UnreadableError(
            f"{name}: the header line has {found}; headers are {', '.join(FIELDS)}, separated by commas"
        )
    return headers


def _draft_of_cells(headers: list[str], cells: list[str]) -> Draft | str:
    if len(cells) != len(headers):
        return f"{len(cells)} cells, the header line has {len(headers)}; is a quotation mark missing?"
    fields: dict[str, Any] = {name: cell for name, cell in zip(headers, cells, strict=True) if cell.strip()}
    try:
        return _draft(fields | {"conditions": _conditions(fields.get("conditions", ""))})
    except UnreadableError as error:
        return str(error)


def _draft(fields: dict[str, Any]) -> Draft:
    missing = [name for name in REQUIRED if not fields.get(name)]
    if missing:
        raise UnreadableError(f"{missing[0]} is missing")
    # Only quotation and summary are kept as they came; around the other words spaces mean nothing.
    kept = ("quotation", "summary", "conditions")
    return Draft(**{name: each if name in kept or each is None else each.strip() for name, each in fields.items()})


def _conditions(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())
