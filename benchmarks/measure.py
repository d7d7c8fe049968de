"""A line of the table: what is set side by side, and the ratio that must hold."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

__all__ = ["Bench", "Measure", "Missing", "Pair", "children_seconds", "cpu_seconds", "wall_seconds"]


class Missing(Exception):  # noqa: N818 - no error: a peer that is not installed
    """A peer is not installed."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What a measure works on."""

    size: int
    dossier: Path
    """A log of `size` events."""
    tenth: Path
    """A log of a tenth of them, made alike."""
    fresh: Path
    """An empty folder of this round's."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Seconds per unit, or bytes: ours and the other's."""

    ours: float
    other: float


@dataclass(frozen=True, slots=True)
class Measure:
    """Two things measured in turns; `must` and `aim` are None where the ratio is reported and not promised."""

    name: str
    unit: str
    run: Callable[[Bench], Pair]
    must: float | None = None
    aim: float | None = None
    is_rate: bool = False
    """The ratio is how much faster ours is (other / ours, at least); else how much dearer (ours / other, at most)."""

    def ratio(self, found: Sequence[Pair]) -> float:
        """Return the ratio of the medians."""
        ours, other = median(each.ours for each in found), median(each.other for each in found)
        return other / ours if self.is_rate else ours / other

    def verdict(self, ratio: float) -> str:
        """Return what the ratio reaches."""
        if self.must is None or self.aim is None:
            return "reported"
        if self._reaches(ratio, self.aim):
            return "aim"
        return "must" if self._reaches(ratio, self.must) else "**not reached**"

    def _reaches(self, ratio: float, target: float) -> bool:
        return ratio >= target if self.is_rate else ratio <= target


def cpu_seconds(action: Callable[[], object]) -> float:
    """Return the processor time that this process spends on it: others' work does not count."""
    begin = time.process_time()
    action()
    return time.process_time() - begin


def wall_seconds(action: Callable[[], object]) -> float:
    """Return how long it takes; for what waits for a disk."""
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


def children_seconds(action: Callable[[], object]) -> float:
    """Return the processor time of the processes it starts and waits for."""
    begin = _children()
    action()
    return _children() - begin


def _children() -> float:
    used: Final = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
