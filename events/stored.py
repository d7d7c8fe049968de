"""An event as a log keeps it: all that a question sees of one."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["StoredEvent"]


class StoredEvent(NamedTuple):
    """An event as its log keeps it: the canonical bytes, not decoded."""

    seq: int
    body: bytes
