"""How a table is laid out: which columns stand side by side, and how wide each is.

Nothing is ever cut off. A word is broken only where it is very long; what must stay whole, an id, a date, a handle,
is not broken at all, and where such columns have no room the rows are told one below the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from tracker.outward import safe

if TYPE_CHECKING:
    from tracker.cli.render import Column, Item

__all__ = ["GAP", "Measured", "fitting", "measured", "shared_out", "side_by_side"]

GAP: Final = 3
"""Between columns."""
_WORD_MAX: Final = 24
"""A word that is longer may be broken: an address, or a path in a sentence."""
_SPARED: Final = 10
"""So little more than its longest word that a column is not broken over lines for it."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A column with the texts of its cells, and how wide they are; measured once."""

    column: Column
    head: str
    texts: list[str]
    """A text an item."""
    narrowest: int
    """The width of the longest piece that is not broken over lines."""
    broadest: int
    """The width in which nothing is broken over lines."""


def measured(columns: Sequence[Column], items: Sequence[Item]) -> list[Measured]:
    """Return the columns with what stands in them."""
    return [_measured(column, [safe(column.of(item)) for item in items]) for column in columns]


def _measured(column: Column, texts: list[str]) -> Measured:
    head = safe(column.head)
    broadest = max(map(cell_len, (head, *texts)))
    if column.whole:
        return Measured(column, head, texts, broadest, broadest)
    longest = max(cell_len(word) for text in (head, *texts) for word in text.split() or [""])
    return Measured(column, head, texts, min(longest, _WORD_MAX), broadest)


def fitting(columns: Sequence[Measured], width: int) -> tuple[list[Measured], list[Measured]]:
    """Return the columns whose longest words stand side by side, and the spare ones left out for that."""
    chosen = list(columns)
    left_out: list[Measured] = []
    for spare in [each for each in reversed(chosen) if each.column.spare]:
        if sum(each.narrowest + GAP for each in chosen) <= width:
            break
        chosen.remove(spare)
        left_out.insert(0, spare)
    return chosen, left_out


def side_by_side(columns: list[Measured], width: int) -> Iterator[list[Measured]]:
    """Yield the columns of one table, or of several where too many are alike; each has at least one of those."""
    alike = [each for each in columns if each.column.alike]
    others = [each for each in columns if not each.column.alike]
    room = width - sum(each.narrowest + GAP for each in others)
    if not alike:
        yield columns
    while alike:
        widths = accumulate(each.narrowest + GAP for each in alike)
        count = max(1, sum(each - GAP <= room for each in widths))
        yield others + alike[:count]
        alike = alike[count:]


def shared_out(columns: Sequence[Measured], room: int) -> list[int] | None:
    """Return how wide each column is: the longest words have room, and what is left is shared out.

    First come columns that need little more, then the rest by how much text they have. None where not even the longest
    words have room.
    """
    widths = [each.narrowest for each in columns]
    lacking = [each.broadest - each.narrowest for each in columns]
    left = room - sum(widths) - GAP * (len(columns) - 1)
    if left < 0:
        return None
    for index in sorted(range(len(columns)), key=lacking.__getitem__):
        if lacking[index] <= min(_SPARED, left):
            widths[index], left, lacking[index] = widths[index] + lacking[index], left - lacking[index], 0
    total = sum(lacking)
    shares = [each if total <= left else left * each // total for each in lacking]
    return [width + share for width, share in zip(widths, shares, strict=True)]
