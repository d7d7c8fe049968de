"""Answers on stdout - table, TSV, CSV, JSON - and talk on stderr. Whatever is printed goes through `safe`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.cli.options import Format
from tracker.cli.pager import paged
from tracker.cut import Cut
from tracker.outward import UNSAFE, safe, spreadsheet_safe

if TYPE_CHECKING:
    from rich.console import Console

    from tracker.cli.layout import Measured

__all__ = ["Answer", "Column", "Item", "cell", "chosen_format", "cut_line", "emit", "talk"]

Item = Mapping[str, Any]

_ROWS_AT_ONCE: Final = 1_000


class Column(NamedTuple):
    """A column of the table: its head, and what stands in it."""

    head: str
    text: str | Callable[[Item], str]
    """A field's name, or what makes the text of an item."""
    whole: bool = False
    """Never broken over lines: an id, a date, a handle."""
    spare: bool = False
    """Left out where the terminal is too narrow for the longest words of all columns."""
    alike: bool = False
    """One of many of a kind, as the parties of a grid: where they do not fit side by side, the rest stand in a further
    table below, beside the columns that are not."""

    def of(self, item: Item) -> str:
        """Return the text of an item's cell."""
        return cell(item[self.text]) if isinstance(self.text, str) else self.text(item)


class Answer(NamedTuple):
    """What a command answers: `items` whole for JSON, TSV and CSV, `columns` of them for the table."""

    schema: str
    items: Sequence[Item]
    columns: Sequence[Column]
    cut: Cut | None = None
    title: str = ""
    empty: str = "nothing"
    foot: str = ""
    """What explains the table, below it."""
    more: Mapping[str, Any] = MappingProxyType({})
    """What JSON has beside the items."""
    heads: Sequence[str] = ()
    """The columns of CSV and TSV where there are no items; empty: those that the schema has."""
    whole: Mapping[str, Any] | None = None
    """The JSON document, where it has no items."""

    def document(self) -> dict[str, Any]:
        """Return the JSON document."""
        if self.whole is not None:
            return dict(self.whole)
        head: dict[str, Any] = {"schema": f"tracker/{self.schema}/1"}
        if self.cut is not None:
            head["cut"] = self.cut.as_json()
        return {**head, "items": list(self.items), **self.more}


def talk(text: str) -> None:
    """Say something to the user, on stderr."""
    print("\n".join(map(safe, text.split("\n"))), file=sys.stderr)  # noqa: T201 - this is where talk goes out


def cell(value: Any) -> str:
    """Return a JSON value as one cell: lists joined by `; `, counts as `supports 2`, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {cell(each)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(map(cell, value))
    return str(value)


def chosen_format(wanted: Format | None) -> Format:
    """Return the form wanted, else a table on a terminal and TSV elsewhere."""
    return wanted or (Format.TABLE if sys.stdout.isatty() else Format.TSV)


def emit(answer: Answer, wanted: Format | None) -> None:
    """Print the answer on stdout."""
    chosen = chosen_format(wanted)
    if chosen is Format.JSON:
        _print(_json(answer.document()))
    elif chosen is Format.TABLE:
        _table(answer)
    else:
        _separated(answer, chosen)


def _print(text: str) -> None:
    print(text)  # noqa: T201 - this is where answers go out


def _json(document: Mapping[str, Any]) -> str:
    is_unicode = (sys.stdout.encoding or "utf-8").lower().startswith("utf")
    text = json.dumps(document, ensure_ascii=not is_unicode, indent=2)
    return UNSAFE.sub(lambda match: match[0] if match[0] == "\n" else f"\\u{ord(match[0]):04x}", text)


def cut_line(cut: Cut) -> str:
    """Return the cut in words."""
    echo = cut.as_json()
    return f"as of {echo['as_of']}, known at {echo['known_at']} (e{echo['seq']})"


def _separated(answer: Answer, form: Format) -> None:
    if answer.cut is not None:
        talk(cut_line(answer.cut))
    heads = list(dict.fromkeys(key for item in answer.items for key in item))
    if not answer.items:
        from tracker.cli.heads import HEADS

        talk(answer.empty)
        heads = list(answer.heads or HEADS.get(answer.schema, ()))
        if not heads:
            return
    rows = [[cell(item.get(head)) for head in heads] for item in answer.items]
    if form is Format.TSV:
        for row in (heads, *rows):
            _print("\t".join(map(safe, row)))
        return
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([list(map(spreadsheet_safe, row)) for row in rows])


def _table(answer: Answer) -> None:
    with paged():
        left_out = _draw(answer)
    if left_out:
        talk(f"Left out for want of width: {', '.join(column.head for column in left_out)}; --format json has all.")


def _draw(answer: Answer) -> list[Column]:
    """Print the table, and return the columns it has no room for."""
    from rich.console import Console
    from rich.text import Text

    from tracker.cli.layout import measured

    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=False)
    title = [each for each in (answer.title, cut_line(answer.cut) if answer.cut else "") if each]
    if title:
        console.print(Text(safe(" · ".join(title)), style="bold"))
    if not answer.items:
        console.print(Text(safe(answer.empty)))
        return []
    left_out = _draw_items(console, measured(answer.columns, answer.items))
    if answer.foot:
        console.print(Text(safe(answer.foot)))
    return [each.column for each in left_out]


def _draw_items(console: Console, every: Sequence[Measured]) -> list[Measured]:
    """Print a row an item, or where the columns do not fit a block with all of them; return what is left out."""
    from tracker.cli.layout import fitting, shared_out, side_by_side

    chosen, left_out = fitting(every, console.width)
    tables = []
    for columns in side_by_side(chosen, console.width):
        widths = shared_out(columns, console.width)
        if widths is None:
            _draw_one_below_another(console, every)
            return []
        tables.append((columns, widths))
    for columns, widths in tables:
        _draw_rows(console, columns, widths)
    return left_out


def _draw_rows(console: Console, columns: Sequence[Measured], widths: Sequence[int]) -> None:
    """Print a row an item, in pieces: a table is laid out in memory."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    rows = list(zip(*(each.texts for each in columns), strict=True))
    for first in range(0, len(rows), _ROWS_AT_ONCE):
        table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, show_header=first == 0)
        for each, width in zip(columns, widths, strict=True):
            table.add_column(each.head, overflow="fold", no_wrap=each.column.whole, width=width)
        for row in rows[first : first + _ROWS_AT_ONCE]:
            table.add_row(*map(Text, row))
        console.print(table)


def _draw_one_below_another(console: Console, columns: Sequence[Measured]) -> None:
    """Print a block an item, a line a column, where columns do not fit side by side; empty ones are left out."""
    from rich.table import Table
    from rich.text import Text

    for row in zip(*(each.texts for each in columns), strict=True):
        block = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
        block.add_column(overflow="fold", max_width=console.width // 2)
        block.add_column(overflow="fold")
        for each, text in zip(columns, row, strict=True):
            if text:
                block.add_row(Text(each.head), Text(text))
        console.print(block)
        console.print()
