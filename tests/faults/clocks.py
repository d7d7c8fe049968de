"""Clocks that are wrong: back an hour, back a day, a decade ahead and back again, and whatever else a seed gives."""

from __future__ import annotations

import random
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Final

from events.clock import FixedClock
from events.sqlite_log import SqliteLog
from events.verify import verify
from tests.events.samples import NOON, event
from tests.faults.outcome import Outcome
from tracker.ledger import Ledger, create_ledger

__all__ = ["turn_clocks"]

_HOUR: Final = 3_600
_DAY: Final = 24 * _HOUR
_DECADE: Final = 3_652 * _DAY
_TURNS: Final = (-_HOUR, -_DAY, _DECADE, -_DECADE, -_DECADE, 1, 0, -1)
_WRITES: Final = 12


def turn_clocks(folder: Path, times: int, seed: int) -> Outcome:
    """Turn the clock before every write; instants never run back, and every instant stands for a prefix of the log."""
    outcome = Outcome("clock turned", "logs")
    chance = random.Random(seed)
    for number in range(times):
        clock = FixedClock(NOON)
        with create_ledger(folder / f"clock{number}.db", clock=clock) as ledger:
            ledger.record("russia", "venue/moscow", "supports", said="2020", source="tass", new=True)
            for write in range(_WRITES):
                clock.instant += _TURNS[write] if number == 0 and write < len(_TURNS) else chance.choice(_TURNS)
                outcome.note("refused", not ledger.append([event(f"k{write}", said="2020")]))
            _judge(ledger, outcome)
        outcome.tried += 1
    return outcome


def _judge(ledger: Ledger, outcome: Outcome) -> None:
    assert isinstance(ledger.log, SqliteLog)
    with closing(SqliteLog(ledger.log.path)) as log:
        instants = [row.recorded_at for row in log.rows()]
        outcome.note("ran back", any(after < before for before, after in pairwise(instants)))
        outcome.note("torn", verify(log).faults)
        outcome.note(
            "not a prefix",
            any(log.seq_at(each) != max(i for i, at in enumerate(instants, 1) if at <= each) for each in instants),
        )
