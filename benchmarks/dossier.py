"""Seeded dossiers: a few parties and issues get most of the statements, a fifth were said long before."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from events.envelope import NewEvent
from events.kinds import EventData, IssueOpened, PartyRegistered, SourceAdded, StatementRecorded
from events.vocabulary import CONDITIONAL, Stance

__all__ = ["ISSUES", "PARTIES", "registrations", "statements"]

PARTIES: Final = 200
ISSUES: Final = 500
_SOURCES: Final = 50
_LAST_DAY: Final = date(2026, 1, 1)


def registrations() -> list[NewEvent]:
    """Return the parties, issues and sources that the statements speak of."""
    data: list[EventData] = [PartyRegistered(id=f"party-{number}", name=f"Party {number}") for number in range(PARTIES)]
    data += [IssueOpened(path=f"issue-{number}", title=f"Issue {number}") for number in range(ISSUES)]
    data += [SourceAdded(id=f"source-{number}", title=f"Source {number}") for number in range(_SOURCES)]
    return [NewEvent(each) for each in data]


def statements(count: int, seed: int = 1) -> Iterator[NewEvent]:
    """Yield statements with quotation and summary, about 0.75 KB each as stored."""
    chance = random.Random(seed)
    for number in range(count):
        stance = chance.choice(list(Stance))
        said = _LAST_DAY - timedelta(days=chance.randrange(3650) if chance.random() < 0.2 else chance.randrange(60))
        yield NewEvent(
            StatementRecorded(
                party=f"party-{_skewed(chance, PARTIES)}",
                issue=f"issue-{_skewed(chance, ISSUES)}",
                stance=stance,
                conditions=("once the fighting has ended",) if stance in CONDITIONAL else (),
                said=said.isoformat(),
                source=f"source-{chance.randrange(_SOURCES)}",
                quotation=f"What we said in report {number} stands, " + "and we will say it again " * 8,
                summary=f"Summary {number}: " + "the party repeats its known view. " * 5,
            )
        )


def _skewed(chance: random.Random, size: int) -> int:
    """Return a number below `size`; small ones are far more frequent (Zipf)."""
    return (int(chance.paretovariate(1)) - 1) % size
