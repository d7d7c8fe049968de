"""The long form: every series as often as docs/guarantees.md tells, and a table of what happened."""

from __future__ import annotations

import argparse
import platform
import sqlite3
import sys
import time

from tests.faults.series import SERIES


def main() -> int:
    """Run the series, print the table; 1 if anything happened that must not."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--short", action="store_true", help="as often as in the default tests")
    parser.add_argument("--seed", type=int, default=1, help="for the same faults again; default 1")
    parser.add_argument("--only", metavar="WORD", default="", help="only series whose name has it")
    wanted = parser.parse_args()
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.platform()}")
    print(f"seed {wanted.seed}\n\n| fault | tried | must be 0 | seen |\n|---|---|---|---|", flush=True)
    failed = False
    for series in SERIES:
        if wanted.only not in series.name:
            continue
        begin = time.perf_counter()
        times = series.short if wanted.short else series.long
        outcome = series.run(times, wanted.seed)
        failed |= outcome is not None and (not outcome.harmless or outcome.tried < times)
        print(outcome or f"| {series.name} | cannot be made here | | |", flush=True)
        print(f"{series.name}: {time.perf_counter() - begin:.0f} s", file=sys.stderr)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
