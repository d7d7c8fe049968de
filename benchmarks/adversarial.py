"""What would hurt a careless layout: a position's cost in each, in steps of SQLite's machine and in microseconds.

Steps are the same on every machine. The early known_at on a log whose history was imported later is reported and not
promised: rows recorded later have to be skipped.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from benchmarks.dossier import AS_OF, registrations, statement
from benchmarks.measure import cpu_seconds
from events.clock import FixedClock
from events.envelope import NewEvent
from events.kinds import (
    IssueOpened,
    MembershipBegan,
    PartyRegistered,
    StatementContent,
    StatementCorrected,
    StatementRecorded,
)
from events.vocabulary import CorrectionReason, PartyKind
from tracker import create_ledger, open_ledger
from tracker.reading.position import derive

__all__ = ["CASES", "Case", "Cost", "cost"]

_MANY: Final = 20_000
_REPEATS: Final = 200
_NOW: Final = 1_767_312_000  # 2026-01-02
_PAIR: Final = ("party-1", "issue-1")


@dataclass(frozen=True, slots=True)
class Case:
    """A dossier and the pair that is asked for in it."""

    name: str
    events: Callable[[], Iterable[NewEvent]]
    party: str = _PAIR[0]
    issue: str = _PAIR[1]
    known_at: str | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one position: steps of SQLite's virtual machine, and seconds of the processor."""

    steps: int
    seconds: float


def cost(case: Case, folder: Path) -> Cost:
    """Return what a position costs in the case."""
    path = folder / "case.db"
    with create_ledger(path, clock=FixedClock(_NOW)) as ledger:
        ledger.append([*registrations(), *case.events()])
    with open_ledger(path) as ledger:
        view = ledger.at(AS_OF, case.known_at)
        keys = ledger.registry.key("party", case.party), ledger.registry.key("issue", case.issue)

        def ask() -> object:
            return derive(view._snapshot, *keys, view.cut.until)

        ask()
        return Cost(_steps(view._connection, ask), cpu_seconds(lambda: [ask() for _ in range(_REPEATS)]) / _REPEATS)


def _steps(connection: sqlite3.Connection, action: Callable[[], object]) -> int:
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    connection.set_progress_handler(count, 1)
    action()
    connection.set_progress_handler(None, 0)
    return steps


def _said(number: int, content: dict[str, Any] | None = None) -> NewEvent:
    return NewEvent(StatementRecorded(**(content or statement(number, *_PAIR, _day(number)))))


def _day(number: int, years: int = 1) -> str:
    return (date(2026, 1, 1) - timedelta(days=number % (365 * years))).isoformat()


def _one_pair() -> Iterator[NewEvent]:
    return (_said(number) for number in range(_MANY))


def _back_dated() -> Iterator[NewEvent]:
    chance = random.Random(7)
    return (_said(each, statement(each, *_PAIR, _day(chance.randrange(9999), 27))) for each in range(_MANY))


def _half_corrected() -> Iterator[NewEvent]:
    for number in range(_MANY):
        content = statement(number, *_PAIR, _day(number))
        recorded = _said(number, content)
        yield recorded
        if number % 2:
            right = StatementContent(**{**content, "said": _day(number + 1)})
            yield NewEvent(
                StatementCorrected(statement=recorded.id, content=right, reason=CorrectionReason.CODING_ERROR)
            )


def _memberships() -> Iterator[NewEvent]:
    for number in range(1_000):
        yield NewEvent(PartyRegistered(id=f"union-{number}", name=f"Union {number}", kind=PartyKind.GROUPING))
        yield NewEvent(MembershipBegan(member="party-1", grouping=f"union-{number}"))
    yield _said(1, statement(1, "union-500", "issue-1", "2025-09-01"))


def _deep() -> Iterator[NewEvent]:
    paths = ["/".join(f"level-{each}" for each in range(depth + 1)) for depth in range(25)]
    yield from (NewEvent(IssueOpened(path=path, title=f"At depth {path.count('/')}")) for path in paths)
    yield from (_said(number, statement(number, "party-1", paths[-1], _day(number))) for number in range(1_000))


CASES: Final = (
    Case("20,000 statements on one pair", _one_pair),
    Case("20,000 back-dated over 27 years on one pair", _back_dated),
    Case("half of 20,000 corrected", _half_corrected),
    Case("history imported later, early known_at (not promised)", _one_pair, known_at="e1100"),
    Case("a member of 1,000 groupings", _memberships),
    Case("an issue 25 levels deep", _deep, issue="/".join(f"level-{each}" for each in range(25))),
)
