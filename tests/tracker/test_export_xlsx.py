"""`tracker export xlsx`, read back as what it is: a zip of XML."""

from __future__ import annotations

import builtins
import zipfile
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

import pytest

from tests.cli_runner import run, tracker
from tests.tracker.small import CUT, LATER, MIDWAY, ROOT, recorded, recorded_hostile
from tracker.exchange.palette import COLOURS
from tracker.exchange.workbook import CELL_UNITS_MAX

NS: Final = {
    "main": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
}
Cells = list[list[str | float | bool | None]]


class Book:
    """A workbook that was written: its sheets as rows of cells."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as parts:
            self.parts = {name: parts.read(name) for name in parts.namelist()}
        self._strings = ["".join(each.itertext()) for each in self.xml("xl/sharedStrings.xml")]
        names = [str(each.get("name")) for each in self.xml("xl/workbook.xml").iterfind(".//main:sheet", NS)]
        self.sheets = {name: self.xml(f"xl/worksheets/sheet{number}.xml") for number, name in enumerate(names, 1)}

    def xml(self, name: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.parts[name])  # noqa: S314 - what this program wrote

    def cells(self, sheet: str) -> Cells:
        """The cells that have anything in them, row by row, as values."""
        return [[self._value(cell) for cell in row] for row in self.sheets[sheet].iterfind(".//main:row", NS)]

    def _value(self, cell: ElementTree.Element) -> str | float | bool | None:
        text = cell.findtext("main:v", namespaces=NS)
        if text is None:
            return None
        if cell.get("t") == "s":
            return self._strings[int(text)]
        return text == "1" if cell.get("t") == "b" else float(text)

    def fills(self, sheet: str) -> dict[str, str | None]:
        """The colour behind every text of a sheet."""
        styles = self.xml("xl/styles.xml")
        colours = [each.find(".//main:fgColor", NS) for each in styles.iterfind(".//main:fills/main:fill", NS)]
        fills = [colours[int(each.get("fillId", 0))] for each in styles.iterfind(".//main:cellXfs/main:xf", NS)]
        found: dict[str, str | None] = {}
        for cell in self.sheets[sheet].iterfind(".//main:c", NS):
            fill = fills[int(cell.get("s", 0))]
            found[str(self._value(cell))] = None if fill is None else fill.get("rgb")
        return found


def exported(*words: object) -> Book:
    tracker("export xlsx --out book.xlsx --force", *words)
    return Book(Path("book.xlsx"))


@pytest.fixture(autouse=True)
def _small(tmp_path: Path) -> None:
    recorded(tmp_path / "tracker.db", *LATER)


def test_the_workbook_has_the_stamp_the_grid_and_every_table() -> None:
    book = exported(*MIDWAY)
    assert list(book.sheets) == ["Stamp", "Grid", "Statements", "Positions", "Codebook"]
    assert book.cells("Stamp")[:9] == [
        ["stamp", "value"],
        ["dossier", "Small talks"],
        ["as_of", "2025-11-22"],
        ["known_at", "2025-12-01T09:18:00Z"],
        ["seq", 19],
        ["rules", 1],
        ["root", ROOT],
        ["parties", "all"],
        ["issues", "all"],
    ]
    assert book.cells("Grid") == [
        ["issue", "bloc", "north", "south"],
        ["ceasefire", "supports", "supports-if ?", "supports ↑"],
        ["ceasefire/monitors", "·", "·", "neutral"],
    ]


@pytest.mark.parametrize(("sheet", "table"), [(name.capitalize(), name) for name in ("statements", "positions")])
def test_the_tables_are_those_of_the_csv_without_the_stamps_columns(sheet: str, table: str) -> None:
    """Numbers are numbers there and truths truths; empty cells have none."""
    told = [line.split(",") for line in tracker(f"export csv --table {table} --issues monitors", *CUT).out.splitlines()]
    rows = exported("--issues", "monitors", *CUT).cells(sheet)
    assert [[_text(cell) for cell in row] for row in rows] == [[cell for cell in row[:-4] if cell] for row in told]
    assert {0.0} <= set(rows[1])


def _text(cell: str | float | bool | None) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def test_colours_go_with_the_words_and_never_stand_alone() -> None:
    book = exported(*MIDWAY)
    legend = book.fills("Stamp")
    assert {stance: legend[stance] for stance in COLOURS} == {
        stance: f"FF{colour.fill[1:].upper()}" for stance, colour in COLOURS.items()
    }
    grid = book.fills("Grid")
    assert grid["supports"] == grid["supports ↑"] == legend["supports"]
    assert grid["supports-if ?"] == legend["supports-if"]
    assert legend["mixed"] == legend["ambiguous"] == legend["declines"] == "FFD9D9D9"


def test_headers_stay_in_sight_and_can_be_filtered() -> None:
    book = exported(*CUT)
    for name, sheet in book.sheets.items():
        pane = sheet.find(".//main:pane", NS)
        assert pane is not None
        assert (pane.get("xSplit"), pane.get("ySplit"), pane.get("state")) == ("1", "1", "frozen")
        assert (sheet.find("main:autoFilter", NS) is None) == (name == "Stamp")


def test_the_same_cut_gives_the_same_bytes() -> None:
    tracker("export xlsx --out one.xlsx", *CUT)
    tracker("export xlsx --out two.xlsx", *CUT)
    assert Path("one.xlsx").read_bytes() == Path("two.xlsx").read_bytes()
    core = Book(Path("one.xlsx")).xml("docProps/core.xml")
    assert core.findtext("dcterms:created", namespaces=NS) == "2025-12-01T09:18:00Z"
    assert core.findtext("dc:title", namespaces=NS) == "Small talks"


def test_no_cell_is_a_formula_a_link_or_more_than_excel_takes(tmp_path: Path) -> None:
    (tmp_path / "tracker.db").unlink()
    recorded_hostile(tmp_path / "tracker.db")
    book = exported()
    texts = [cell for name in book.sheets for row in book.cells(name) for cell in row if isinstance(cell, str)]
    assert not [text for text in texts if text.startswith(("=", "+", "-", "@"))]
    assert all(text.isprintable() for text in texts)
    assert max(len(text.encode("utf-16-le")) // 2 for text in texts) == CELL_UNITS_MAX
    cut_short = next(text for text in texts if len(text) > 30_000)
    assert cut_short.endswith("=== … (cut short; the CSV table has all)")
    for sheet in book.sheets.values():
        assert sheet.find(".//main:f", NS) is None
        assert sheet.find(".//main:hyperlink", NS) is None


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("xlsxwriter"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    ran = run("export", "xlsx", "--out", "book.xlsx")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "tracker: an Excel workbook needs a package that is not installed; "
        "`pip install -c constraints.txt '.[xlsx]'` in a copy of this project's repository installs it\n"
    )
    assert not Path("book.xlsx").exists()


def test_a_workbook_is_not_thrown_at_a_terminal() -> None:
    ran = run("export", "xlsx", terminal=True)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "tracker: an Excel workbook is nothing to be read on a terminal; give a file with --out\n"


def test_more_rows_than_a_sheet_takes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.exchange.workbook.ROWS_MAX", 3)
    ran = run("export", "xlsx", "--out", "book.xlsx", "--parties", "south", *CUT)
    assert ran.code == 2
    assert "the sheet Stamp would have more than 3 rows or 16,384 columns" in ran.err
