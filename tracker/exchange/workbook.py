"""An Excel workbook: the stamp, the grid in colours, and the tables. Every cell is text, a number or a truth.

XlsxWriter comes with the extra `xlsx` and is loaded only here. The same cut gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from itertools import chain
from typing import TYPE_CHECKING, Final

from events.ticking import Tick
from tracker.errors import MissingExtraError, RefusedError
from tracker.exchange.codebook import WORDS, codebook
from tracker.exchange.palette import Colour, colour_of
from tracker.exchange.position_table import position_table
from tracker.exchange.stamp import Stamp, stamp_of
from tracker.exchange.statement_table import statement_table
from tracker.exchange.tables import Cell, joined, scope
from tracker.outward import safe, spreadsheet_safe
from tracker.reading.grid import Grid
from tracker.reading.marks import MARKS, NO_RECORD, marks_of
from tracker.reading.position import Position
from tracker.view import View

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = ["CELL_UNITS_MAX", "ROWS_MAX", "workbook"]

ROWS_MAX: Final = 1_048_575
"""What a sheet takes below its header."""
_COLUMNS_MAX: Final = 16_384
CELL_UNITS_MAX: Final = 32_767
"""What a cell takes, in UTF-16 code units."""
_CUT_SHORT: Final = " … (cut short; the CSV table has all)"
_WIDTH_MIN: Final = 8
_WIDTH_MAX: Final = 60

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_NO_RECORD: Final = Colour("#ffffff", "#595959")


@dataclass(frozen=True, slots=True)
class _Painted:
    """A text in a coloured cell."""

    text: str
    colour: Colour


_Row = Sequence[Cell | _Painted]


def workbook(
    view: View, parties: Collection[str] = (), issues: Collection[str] = (), tick: Tick | None = None
) -> bytes:
    """Return the workbook's bytes.

    Raises:
        MissingExtraError: XlsxWriter is not installed.
        RefusedError: more rows or columns than a sheet takes.
        UnknownNameError, AmbiguousNameError: no such party or issue.
    """
    try:
        from xlsxwriter.workbook import Workbook
    except ImportError:
        raise MissingExtraError("an Excel workbook", "xlsx") from None
    tables = [make(view, parties, issues, tick) for make in (statement_table, position_table)]
    stamp, content = stamp_of(view), io.BytesIO()
    with Workbook(content, _OPTIONS) as book:
        created = stamp.cut.known_at.astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"title": safe(stamp.dossier), "comments": stamp.line(), "created": created})
        ink = _Ink(book)
        only = scope(view, parties, issues)
        _fill(book.add_worksheet("Stamp"), ink, _stamp_rows(stamp, only))
        _fill(book.add_worksheet("Grid"), ink, _grid_rows(view.grid(parties, issues)), filtered=True)
        for table in (*tables, codebook(view, parties, issues)):
            header: _Row = [column.name for column in table.columns]
            _fill(book.add_worksheet(table.name.capitalize()), ink, chain([header], table.rows), filtered=True)
        for sheet in book.worksheets():
            _set_up_page(sheet, stamp)
    return content.getvalue()


def _set_up_page(sheet: Worksheet, stamp: Stamp) -> None:
    """Let every printed page tell its cut, and be as wide as the sheet."""
    told = stamp.cut.as_json()
    cut = f"as of {told['as_of']}, known at {told['known_at']} (e{told['seq']})"
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer(f"&L{cut}&C&A&R&P / &N")


class _Ink:
    """The formats of a book, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._of_colour: dict[Colour, Format] = {}
        self.head = book.add_format({"bold": True})

    def of(self, colour: Colour) -> Format:
        """Return the format of cells in this colour."""
        if colour not in self._of_colour:
            told = {"bg_color": colour.fill, "font_color": colour.ink, "border": 1, "border_color": "#bfbfbf"}
            self._of_colour[colour] = self._book.add_format(told)
        return self._of_colour[colour]


def _fill(sheet: Worksheet, ink: _Ink, rows: Iterable[_Row], *, filtered: bool = False) -> None:
    """Write the rows, the first of them as a header that stays in sight; columns are as wide as they need."""
    widths: dict[int, int] = {}
    last = 0
    for last, row in enumerate(rows):
        if last > ROWS_MAX or len(row) > _COLUMNS_MAX:
            raise RefusedError(
                f"the sheet {sheet.name} would have more than {ROWS_MAX:,} rows or {_COLUMNS_MAX:,} columns; "
                "use `tracker export csv`, or take fewer with --parties and --issues"
            )
        for column, cell in enumerate(row):
            _write(sheet, ink, last, column, cell)
            width = len(cell.text if isinstance(cell, _Painted) else str(cell)) + 2
            widths[column] = max(widths.get(column, 0), width)
    for column, width in widths.items():
        sheet.set_column(column, column, min(max(width, _WIDTH_MIN), _WIDTH_MAX))
    sheet.freeze_panes(1, 1)
    if filtered and widths:
        sheet.autofilter(0, 0, last, max(widths))


def _write(sheet: Worksheet, ink: _Ink, row: int, column: int, cell: Cell | _Painted) -> None:
    if isinstance(cell, _Painted):
        sheet.write_string(row, column, _fitted(cell.text), ink.of(cell.colour))
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell)
    elif cell is not None:
        sheet.write_string(row, column, _fitted(cell), None if row else ink.head)


def _fitted(text: str) -> str:
    """Return a text made safe, and cut short where a cell cannot hold it."""
    plain = spreadsheet_safe(text)
    units = plain.encode("utf-16-le")
    if len(units) <= 2 * CELL_UNITS_MAX:
        return plain
    kept = units[: 2 * (CELL_UNITS_MAX - len(_CUT_SHORT))].decode("utf-16-le", errors="ignore")
    return f"{kept}{_CUT_SHORT}"


def _stamp_rows(stamp: Stamp, only: Mapping[str, Collection[str]]) -> Iterator[_Row]:
    """Yield what the file is, and what its colours and marks mean."""
    yield "stamp", "value"
    yield from stamp.as_json().items()
    yield from ((what, joined(ids) or "all") for what, ids in only.items())
    yield from ((), ("colour", "meaning"))
    for stance, meaning in WORDS["stance"].items():
        yield _Painted(stance, colour_of(stance)), meaning
    yield from ((), ("mark", "meaning"))
    for mark, meaning in WORDS["mark"].items():
        yield MARKS[mark], f"{mark}: {meaning}"
    yield NO_RECORD, "no position on record"


def _grid_rows(grid: Grid) -> Iterator[_Row]:
    """Yield a row an issue and a cell a party: its word and marks, or the dot that says that nothing is on record."""
    yield "issue", *(party.id for party in grid.parties)
    nothing = _Painted(NO_RECORD, _NO_RECORD)
    for issue in grid.issues:
        cells = {each.party: _position_cell(each) for each in grid.on(issue.id)}
        yield issue.id, *(cells.get(party.id, nothing) for party in grid.parties)


def _position_cell(position: Position) -> _Painted:
    told = position.as_cell()
    marks = "".join(MARKS[each] for each in marks_of(told))
    return _Painted(f"{told['stance']} {marks}".rstrip(), colour_of(str(told["stance"])))
