"""Questions beside the bare indexed select, and beside a mask over a data frame."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, Final

from benchmarks.dossier import AS_OF, pairs
from benchmarks.measure import Bench, Measure, Missing, Pair, cpu_seconds
from tracker import Ledger, View, open_ledger
from tracker.reading.position import derive

__all__ = ["ASKING"]

_QUESTIONS: Final = 2_000
_MASKED: Final = 20
_BARE: Final = (
    "SELECT seq FROM timeline WHERE party = ? AND issue = ? AND said_until <= ?"
    " ORDER BY said_until DESC, seq DESC LIMIT 1"
)


def _keys(ledger: Ledger) -> list[tuple[int, int]]:
    key = ledger.registry.key
    return [(key("party", party), key("issue", issue)) for party, issue in pairs(_QUESTIONS)]


def _bare(path: Path, keys: list[tuple[int, int]], until: int) -> float:
    """Return the seconds of the floor: the newest row of each pair, by the index and nothing else."""
    raw = sqlite3.connect(path)
    seconds = cpu_seconds(lambda: [raw.execute(_BARE, (*pair, until)).fetchone() for pair in keys])
    raw.close()
    return seconds / len(keys)


def _core(view: View, keys: list[tuple[int, int]]) -> float:
    snapshot, until = view._snapshot, view.cut.until
    return cpu_seconds(lambda: [derive(snapshot, *pair, until) for pair in keys]) / len(keys)


def _position_core(bench: Bench) -> Pair:
    with open_ledger(bench.dossier) as ledger:
        view, keys = ledger.at(AS_OF), _keys(ledger)
        return Pair(_core(view, keys), _bare(bench.dossier, keys, view.cut.until))


def _position_typed(bench: Bench) -> Pair:
    asked = pairs(_QUESTIONS)
    with open_ledger(bench.dossier) as ledger:
        view, keys = ledger.at(AS_OF), _keys(ledger)
        ours = cpu_seconds(lambda: [view._position(*pair) for pair in keys]) / len(asked)
        return Pair(ours, _bare(bench.dossier, keys, view.cut.until))


def _position_named(bench: Bench) -> Pair:
    asked = pairs(_QUESTIONS)
    with open_ledger(bench.dossier) as ledger:
        view, keys = ledger.at(AS_OF), _keys(ledger)
        ours = cpu_seconds(lambda: [view.position(*pair) for pair in asked]) / len(asked)
        return Pair(ours, _bare(bench.dossier, keys, view.cut.until))


def _growth(bench: Bench) -> Pair:
    with open_ledger(bench.dossier) as ledger:
        ours = _core(ledger.at(AS_OF), _keys(ledger))
    with open_ledger(bench.tenth) as ledger:
        return Pair(ours, _core(ledger.at(AS_OF), _keys(ledger)))


def _grid(bench: Bench) -> Pair:
    with open_ledger(bench.dossier) as ledger:
        view = ledger.at(AS_OF)
        grid = view.grid()
        cells = len(grid.parties) * len(grid.issues)
        ours = cpu_seconds(lambda: ledger.at(AS_OF).grid())
        return Pair(ours / cells, _bare(bench.dossier, _keys(ledger), view.cut.until))


def _pandas(bench: Bench) -> Pair:
    try:
        import pandas as pd
    except ImportError:
        raise Missing("pandas is not installed; `pip install -e '.[bench]'` has it") from None
    with open_ledger(bench.dossier) as ledger:
        view, keys = ledger.at(AS_OF), _keys(ledger)
        frame = pd.read_sql(
            "SELECT party, issue, said_until, seq, stance FROM timeline WHERE dead IS NULL", view._connection
        )
        until = view.cut.until

        def masked(party: int, issue: int) -> Any:
            found = frame[(frame.party == party) & (frame.issue == issue) & (frame.said_until <= until)]
            return found.sort_values(["said_until", "seq"]).tail(1)

        other = cpu_seconds(lambda: [masked(*pair) for pair in keys[:_MASKED]])
        return Pair(_core(view, keys), other / _MASKED)


ASKING: Final = (
    Measure("position, core / bare indexed select", "question", _position_core, 1.25, 1.10),
    Measure("position, typed answer / bare", "question", _position_typed, 4.5, 3.2),
    Measure("position, typed and named by words / bare", "question", _position_named),
    Measure("growth of a position, a tenth to all", "question", _growth, 1.25, 1.10),
    Measure("grid / (cells x bare)", "cell", _grid, 0.30, 0.15),
    Measure("position faster than a pandas mask", "question", _pandas, 100, 140, is_rate=True),
)
