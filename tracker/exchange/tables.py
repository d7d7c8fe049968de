"""Flat tables for spreadsheets and statistics: what a table, a column and a cell are, and how a row bears its stamp."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from events.clock import Instant, instant_text
from tracker.exchange.stamp import Stamp
from tracker.view import View

__all__ = ["STAMP_COLUMNS", "Cell", "Column", "Row", "Table", "instant_cell", "joined", "scope", "stamped"]

Cell = str | int | bool | None
"""A text, which is yet to be made safe; a number or truth of ours; None: nothing."""
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column, as the codebook explains it."""

    name: str
    meaning: str
    values: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its rows may come only once, as they are read."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]


STAMP_COLUMNS: Final = (
    Column("stamp_as_of", "the export's as of: what had been said by then counts", "a day, else a second"),
    Column("stamp_known_at", "the export's known at: what had been recorded by then counts", "an instant, UTC"),
    Column("stamp_seq", "the last entry that counts; what makes the export repeatable", "a whole number"),
    Column("stamp_root", "Merkle root over the log's entries up to that one", "64 hexadecimal digits"),
)


def stamped(table: Table, stamp: Stamp) -> Table:
    """Return the table with the stamp in the last columns of every row, so that no row loses it."""
    told = stamp.as_json()
    mark: Row = (told["as_of"], told["known_at"], told["seq"], told["root"])
    return Table(table.name, table.columns + STAMP_COLUMNS, _marked(table.rows, mark))


def _marked(rows: Iterable[Row], mark: Row) -> Iterator[Row]:
    return (row + mark for row in rows)


def scope(view: View, parties: Collection[str], issues: Collection[str]) -> dict[str, list[str]]:
    """Return the ids of the parties and issues to which an export is limited; none: all.

    Raises:
        UnknownNameError, AmbiguousNameError: no such party or issue.
    """
    return {
        "parties": [view.resolve("party", each).id for each in parties],
        "issues": [view.resolve("issue", each).id for each in issues],
    }


def joined(texts: Iterable[str]) -> str | None:
    """Return several texts in one cell; None for no text."""
    return "; ".join(texts) or None


def instant_cell(instant: Instant) -> str | None:
    """Return an instant as the record writes it; None where no beginning is known, or it lies before the year 1."""
    try:
        return instant_text(instant)
    except (OverflowError, OSError, ValueError):
        return None
