"""Run every measure in turns and print medians, as a Markdown table: `python -m benchmarks [--size N] [--rounds N]`."""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import statistics
import tempfile
from pathlib import Path

from benchmarks.measures import MEASURES, Pair, prepare


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100_000, help="statements in the dossier that is asked")
    parser.add_argument("--rounds", type=int, default=5, help="how often each measure runs; the median counts")
    options = parser.parse_args()
    pairs: dict[str, list[Pair]] = {measure.name: [] for measure in MEASURES}
    with tempfile.TemporaryDirectory() as prepared:
        prepare(Path(prepared), options.size)
        for _ in range(options.rounds):
            for measure in MEASURES:
                with tempfile.TemporaryDirectory() as fresh:
                    pairs[measure.name].append(measure.run(Path(prepared), Path(fresh)))
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores,")
    print(f"{options.size:,} statements, medians of {options.rounds} rounds.\n")
    print("| measure | ours, us | floor, us | ours / floor |\n|---|---|---|---|")
    for measure in MEASURES:
        ours = statistics.median(pair.ours for pair in pairs[measure.name])
        floor = statistics.median(pair.floor for pair in pairs[measure.name])
        print(f"| {measure.name}, per {measure.unit} | {ours * 1e6:,.1f} | {floor * 1e6:,.1f} | {ours / floor:.2f} |")


if __name__ == "__main__":
    main()
