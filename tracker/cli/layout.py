"""How a table is laid out: which columns stand side by side, and how wide each is.

Nothing is ever cut off. A word is broken only where it is very long; what must stay whole, an id, a date, a handle,
is not broken at all, and where such columns have no room the rows are told one below the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from tracker.outward import safe

if TYPE_CHECKING:
    from tracker.cli.render import Column, Item

__all__ = ["GAP", "fitting", "shared_out", "side_by_side"]

GAP: Final = 3
"""Between columns."""
_WORD_MAX: Final = 24
"""A word that is longer may be broken: an address, or a path in a sentence."""
_SPARED: Final = 10
"""So little more than its longest word that a column is not broken over lines for it."""


def fitting(columns: Sequence[Column], items: Sequence[Item], width: int) -> tuple[list[Column], list[Column]]:
    """Return the columns whose longest words stand side by side, and the spare ones left out for that."""
    chosen = list(columns)
    left_out: list[Column] = []
    for spare in [column for column in reversed(chosen) if column.spare]:
        if sum(_narrowest(column, items) + GAP for column in chosen) <= width:
            break
        chosen.remove(spare)
        left_out.insert(0, spare)
    return chosen, left_out


def side_by_side(columns: list[Column], items: Sequence[Item], width: int) -> Iterator[list[Column]]:
    """Yield the columns of one table, or of several where too many are alike; each has at least one of those."""
    alike = [column for column in columns if column.alike]
    others = [column for column in columns if not column.alike]
    room = width - sum(_narrowest(column, items) + GAP for column in others)
    if not alike:
        yield columns
    while alike:
        widths = accumulate(_narrowest(column, items) + GAP for column in alike)
        count = max(1, sum(each - GAP <= room for each in widths))
        yield others + alike[:count]
        alike = alike[count:]


def shared_out(columns: Sequence[Column], items: Sequence[Item], room: int) -> list[int] | None:
    """Return how wide each column is: the longest words have room, and what is left is shared out.

    First come columns that need little more, then the rest by how much text they have. None where not even the longest
    words have room.
    """
    widths = [_narrowest(column, items) for column in columns]
    lacking = [_broadest(column, items) - width for column, width in zip(columns, widths, strict=True)]
    left = room - sum(widths) - GAP * (len(columns) - 1)
    if left < 0:
        return None
    for index in sorted(range(len(columns)), key=lacking.__getitem__):
        if lacking[index] <= min(_SPARED, left):
            widths[index], left, lacking[index] = widths[index] + lacking[index], left - lacking[index], 0
    total = sum(lacking)
    shares = [each if total <= left else left * each // total for each in lacking]
    return [width + share for width, share in zip(widths, shares, strict=True)]


def _broadest(column: Column, items: Sequence[Item]) -> int:
    """Return the width of a column in which nothing is broken over lines."""
    return max(map(cell_len, _texts(column, items)))


def _narrowest(column: Column, items: Sequence[Item]) -> int:
    """Return the width of the longest piece of a column that is not broken over lines."""
    texts = _texts(column, items)
    if column.whole:
        return max(map(cell_len, texts))
    return min(max(cell_len(word) for text in texts for word in text.split() or [""]), _WORD_MAX)


def _texts(column: Column, items: Sequence[Item]) -> list[str]:
    return [safe(column.head), *(safe(column.of(item)) for item in items)]
