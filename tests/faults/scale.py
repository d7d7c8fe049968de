"""How much the fault tests try: little in every run, much when `FAULTS=long` is set."""

from __future__ import annotations

import os

__all__ = ["scaled"]


def scaled(short: int, long: int) -> int:
    """Return `long` where FAULTS=long is set, else `short`."""
    return long if os.environ.get("FAULTS") == "long" else short
