"""Measure in turns and print medians as Markdown: `python -m benchmarks [--size 100k|1m|10m] [--rounds N]`."""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from benchmarks.adversarial import CASES, cost
from benchmarks.asking import ASKING
from benchmarks.dossier import build
from benchmarks.keeping import KEEPING
from benchmarks.measure import Bench, Measure, Missing, Pair
from benchmarks.memory import MEMORY
from benchmarks.starting import STARTING

_SIZES: Final = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000, "10m": 10_000_000}
_MEASURES: Final = (*KEEPING, *ASKING, *STARTING)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=_SIZES, default="100k", help="events in the dossier that is asked")
    parser.add_argument("--rounds", type=int, default=5, help="how often each measure runs; the median counts")
    parser.add_argument("--only", default="", help="only what has this word in its name")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as prepared:
        bench = _prepared(Path(prepared), _SIZES[options.size])
        _print_machine(bench, options.rounds)
        _print_ratios(bench, options.rounds, [each for each in _MEASURES if options.only in each.name])
        _print_cases(options.only)
        _print_memory(bench, options.only)


def _prepared(folder: Path, size: int) -> Bench:
    for name, count in (("tenth.db", size // 10), ("dossier.db", size)):
        print(f"building {count:,} events", file=sys.stderr)
        build(folder / name, count)
    return Bench(size, folder / "dossier.db", folder / "tenth.db", folder)


@contextmanager
def _afresh(bench: Bench) -> Iterator[Bench]:
    with tempfile.TemporaryDirectory() as fresh:
        yield Bench(bench.size, bench.dossier, bench.tenth, Path(fresh))


def _print_machine(bench: Bench, rounds: int) -> None:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores,")
    print(f"{memory:.0f} GiB of memory, load {load:.1f} when it began. {bench.size:,} events, medians of {rounds}.\n")


def _print_ratios(bench: Bench, rounds: int, measures: list[Measure]) -> None:
    found: dict[str, list[Pair]] = {each.name: [] for each in measures}
    missing: dict[str, str] = {}
    for _ in range(rounds):
        for each in measures:
            print(each.name, file=sys.stderr)
            with _afresh(bench) as round_bench:
                try:
                    found[each.name].append(each.run(round_bench))
                except Missing as absent:
                    missing[each.name] = str(absent)
    print("| measure | ours | other | ratio | must | aim | reached |\n|---|---|---|---|---|---|---|")
    for each in measures:
        print(_line(each, found[each.name]) if found[each.name] else f"| {each.name} | | | | | | skipped |")
    for name, why in missing.items():
        print(f"\n{name}: {why}.")


def _line(measure: Measure, found: list[Pair]) -> str:
    ratio = measure.ratio(found)
    sign = ">=" if measure.is_rate else "<="
    targets = [f"{sign} {each:g}" if each else "" for each in (measure.must, measure.aim)]
    sides = [
        f"{side:,.0f} B" if measure.unit == "byte" else f"{side * 1e6:,.1f} us"
        for side in (statistics.median(each.ours for each in found), statistics.median(each.other for each in found))
    ]
    cells = (f"{measure.name}, per {measure.unit}", *sides, f"{ratio:.2f}", *targets, measure.verdict(ratio))
    return f"| {' | '.join(cells)} |"


def _print_cases(only: str) -> None:
    print("\n| adversarial case | SQLite steps a position | us |\n|---|---|---|")
    for case in (each for each in CASES if only in each.name):
        with tempfile.TemporaryDirectory() as folder:
            found = cost(case, Path(folder))
        print(f"| {case.name} | {found.steps:,} | {found.seconds * 1e6:,.1f} |")


def _print_memory(bench: Bench, only: str) -> None:
    print("\n| peak memory | MB | at most | reached |\n|---|---|---|---|")
    for peak in (each for each in MEMORY if only in each.name):
        with _afresh(bench) as round_bench:
            taken = peak.measured(round_bench)
        reached = "must" if taken <= peak.megabytes_max else "**not reached**"
        print(f"| {peak.name} | {taken:,.0f} | {peak.megabytes_max} | {reached} |")


if __name__ == "__main__":
    main()
