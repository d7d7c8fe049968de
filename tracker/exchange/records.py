"""Rows of named fields: CSV with a header line, or JSONL with an object a line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from events.codec import read_json
from events.errors import RecordError
from tracker.errors import UnreadableError
from tracker.exchange.lines import numbered_lines

__all__ = ["Fields", "Record", "Shape", "conditions_of"]

_LISTS: Final = frozenset({"conditions", "warnings"})
"""The fields that may be lists of texts in JSONL."""

_OTHER_SEPARATORS: Final = {";": "semicolons", "\t": "tabs", "|": "bars"}
"""What spreadsheets of other languages, or other exports, put between cells."""

Fields = dict[str, Any]
"""By name: a text, as it stands; None for an empty cell; in JSONL perhaps a list of texts."""
Record = tuple[int, Fields | str]
"""Line number and the fields of a row, or the sentence that says why it has none."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Which fields a file may have, and which it must."""

    fields: Sequence[str]
    required: Sequence[str]

    def read(self, file: BinaryIO, name: str) -> Iterator[Record]:
        """Yield the rows of a CSV or JSONL file; JSONL is what begins with `{`.

        Raises:
            UnreadableError: the file as a whole cannot be read: empty, no text, wrong headers.
        """
        start = file.read(4096)
        if not start.removeprefix(b"\xef\xbb\xbf").strip():
            raise UnreadableError(f"{name} is empty; expected CSV with a header line, or JSONL")
        file.seek(0)
        is_jsonl = start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
        return self._jsonl(file, name) if is_jsonl else self._csv(file, name)

    def _jsonl(self, file: BinaryIO, name: str) -> Iterator[Record]:
        for number, line in numbered_lines(file, name):
            try:
                yield number, self._checked(read_json(line))
            except (RecordError, UnreadableError) as error:
                yield number, str(error)

    def _checked(self, value: Any) -> Fields:
        if not isinstance(value, dict):
            raise UnreadableError(f"expected an object with {', '.join(self.required)}")
        unknown = sorted(set(value) - set(self.fields))
        if unknown:
            raise UnreadableError(f"unknown field {unknown[0][:60]!r}; fields are {', '.join(self.fields)}")
        for field, each in value.items():
            if field in _LISTS and not isinstance(each, str):
                if not isinstance(each or [], list) or not all(isinstance(text, str) for text in each or ()):
                    raise UnreadableError(f"{field}: expected a list of texts")
            elif each is not None and not isinstance(each, str):
                raise UnreadableError(f"{field}: expected a text, not {str(each)[:40]}")
        return value

    def _csv(self, file: BinaryIO, name: str) -> Iterator[Record]:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        reader = csv.reader(text, strict=True)
        line = 1
        try:
            headers = self._headers(next(reader), name)
            line = reader.line_num + 1  # a row is found by the line it begins on
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield line, _fields(headers, cells)
                line = reader.line_num + 1
        except csv.Error as error:
            yield line, f"not CSV from here on: {error}; is a quotation mark missing?"
        except UnicodeDecodeError:
            raise UnreadableError(f"{name}, line {line} or soon after: not UTF-8; save the file as UTF-8") from None
        finally:
            text.detach()

    def _headers(self, cells: list[str], name: str) -> list[str]:
        headers = [cell.strip().casefold() for cell in cells]
        between = next((each for each in _OTHER_SEPARATORS if len(cells) == 1 and each in cells[0]), None)
        if between is not None:
            raise UnreadableError(
                f"{name}: {_OTHER_SEPARATORS[between]} stand between the headers; save the sheet as CSV with commas"
            )
        wrong = [header for header in headers if header not in self.fields]
        missing = [field for field in self.required if field not in headers]
        if wrong or missing or len(set(headers)) < len(headers):
            found = f"unknown {wrong[0][:60]!r}" if wrong else f"missing {missing[0]!r}" if missing else "one twice"
            raise UnreadableError(
                f"{name}: the header line has {found}; headers are {', '.join(self.fields)}, separated by commas"
            )
        return headers


def _fields(headers: list[str], cells: list[str]) -> Fields | str:
    if len(cells) != len(headers):
        return f"{len(cells)} cells, the header line has {len(headers)}; is a quotation mark missing?"
    return {name: cell if cell.strip() else None for name, cell in zip(headers, cells, strict=True)}


def conditions_of(value: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return the conditions that a cell, where `;` stands between two, or a list holds."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(";") if part.strip())
    return tuple(value or ())
