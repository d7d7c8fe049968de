"""Tables as CSV: UTF-8 without a byte order mark, a header line, one line a row, ended by LF.

No cell holds a line break, and no text one that a spreadsheet would run: `spreadsheet_safe` sees to both.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterator
from enum import StrEnum
from itertools import chain

from events.ticking import Tick
from tracker.exchange.codebook import codebook
from tracker.exchange.position_table import position_table
from tracker.exchange.stamp import stamp_of
from tracker.exchange.statement_table import statement_table
from tracker.exchange.tables import Cell, Row, Table, scope, stamped
from tracker.outward import spreadsheet_safe
from tracker.view import View

__all__ = ["TableName", "csv_files", "csv_lines", "csv_table"]


class TableName(StrEnum):
    """The tables that there are."""

    STATEMENTS = "statements"
    POSITIONS = "positions"
    CODEBOOK = "codebook"


def csv_files(
    view: View, parties: Collection[str] = (), issues: Collection[str] = (), tick: Tick | None = None
) -> dict[str, Iterator[bytes]]:
    """Return every table and the stamp, by the name of their files; rows are made as they are taken.

    Raises:
        UnknownNameError, AmbiguousNameError: no such party or issue.
    """
    told = {**stamp_of(view).as_json(), **scope(view, parties, issues)}
    mark = json.dumps(told, ensure_ascii=False, indent=2)
    tables = {f"{name}.csv": csv_table(view, name, parties, issues, tick) for name in TableName}
    return {**tables, "stamp.json": iter([f"{mark}\n".encode()])}


def csv_table(
    view: View, name: TableName, parties: Collection[str] = (), issues: Collection[str] = (), tick: Tick | None = None
) -> Iterator[bytes]:
    """Return the lines of one table, each row stamped.

    Raises:
        UnknownNameError, AmbiguousNameError: no such party or issue.
    """
    if name is TableName.CODEBOOK:
        table = codebook(view, parties, issues)
    else:
        make = statement_table if name is TableName.STATEMENTS else position_table
        table = make(view, parties, issues, tick)
    return csv_lines(stamped(table, stamp_of(view)))


def csv_lines(table: Table, delimiter: str = ",") -> Iterator[bytes]:
    """Yield the header line and then the rows, each with its line end."""
    line = io.StringIO()
    writer = csv.writer(line, delimiter=delimiter, lineterminator="\n")
    header: Row = tuple(column.name for column in table.columns)
    for row in chain([header], table.rows):
        writer.writerow(map(_cell, row))
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def _cell(cell: Cell) -> str | int:
    """Return a text made safe; numbers as they are, so that -2 stays a number; truths as `true` and `false`."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, int):
        return cell
    return "" if cell is None else spreadsheet_safe(cell)
