"""How work that takes a while tells how far it is, to whoever wants to be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

__all__ = ["Tick", "ticked"]

Tick = Callable[[int, int | None], None]
"""Is told how much is done, and out of how much (None: nobody knows); both in one unit. Called often."""

_T = TypeVar("_T")


def ticked(items: Iterable[_T], tick: Tick | None, total: int | None = None) -> Iterator[_T]:
    """Yield the items, and tell `tick` how many of them whoever takes them is done with."""
    if tick is None:
        yield from items
        return
    for done, item in enumerate(items, 1):
        yield item
        tick(done, total)
