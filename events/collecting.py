"""Leaving Python's collector of cycles out of long work that makes none.

Whoever builds some ten thousand rows, events or positions makes it run again and again over all that was built so far:
half of the time, and nothing is ever found, because none of it points back.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["without_collecting"]


@contextmanager
def without_collecting() -> Iterator[None]:
    """Let nothing be looked through for cycles meanwhile; what nobody holds is let go of as always. May be nested."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
