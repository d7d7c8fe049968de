"""The marks that stand beside a position's word, wherever positions are shown side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from events.vocabulary import CONDITIONAL
from tracker.movement import MIXED

__all__ = ["LEGEND", "MARKS", "NO_RECORD", "marks_of"]

NO_RECORD: Final = "·"
"""Stands where a pair has no position; nobody takes it for neutral, which is a word."""

MARKS: Final = {"conditional": "?", "mixed": "±", "inherited": "↑", "stale": "~", "lapsed": "†"}
"""Mark by what it means."""

LEGEND: Final = (
    "? under conditions   ± several stances at once   ↑ inherited from a grouping   "
    "~ stale   † offer lapsed   · no position on record"
)


def marks_of(cell: Mapping[str, Any]) -> list[str]:
    """Return what holds of a position, as `Position.as_cell` tells it, in the order of MARKS."""
    holds = {
        "conditional": cell["stance"] in CONDITIONAL,
        "mixed": cell["stance"] == MIXED,
        "inherited": cell["basis"] == "inherited",
        "stale": cell["stale"],
        "lapsed": cell["lapsed"],
    }
    return [mark for mark in MARKS if holds[mark]]
