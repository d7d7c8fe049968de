"""Every series of faults, in a short form for the default run and a long one for `make faults`."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.faults.clocks import turn_clocks
from tests.faults.damaging import damage_files
from tests.faults.killing import kill_operations, kill_writers
from tests.faults.outcome import Outcome
from tests.faults.starving import fill_disk, fill_limit, small_disk
from tests.faults.watching import acknowledge_after_sync

__all__ = ["SERIES", "Series"]


@dataclass(frozen=True, slots=True)
class Series:
    """One series; `make` gets a folder, how often, and a seed, and returns None where it cannot be made here."""

    name: str
    short: int
    long: int
    make: Callable[[Path, int, int], Outcome | None]

    def run(self, times: int, seed: int) -> Outcome | None:
        """Run it in a folder of its own."""
        with _folder() as folder:
            return self.make(folder, times, seed)


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def _killed(name: str) -> Callable[[Path, int, int], Outcome]:
    return lambda folder, times, seed: kill_operations(folder, name, times, seed)


def _disk(folder: Path, times: int, _: int) -> Outcome | None:
    with small_disk(folder) as disk:
        return None if disk is None else fill_disk(disk, times)


SERIES: Final = (
    Series("writers killed", 50, 1_000, kill_writers),
    *(Series(f"{name} killed", 6, 100, _killed(name)) for name in ("import", "rebuild", "backup", "restore")),
    Series("acknowledged after fsync", 20, 200, lambda folder, times, _: acknowledge_after_sync(folder, times)),
    Series("file cannot grow", 4, 100, fill_limit),
    Series("disk full", 2, 50, _disk),
    Series("files damaged", 150, 10_000, damage_files),
    Series("clock turned", 5, 200, turn_clocks),
)
