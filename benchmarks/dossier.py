"""Seeded dossiers: a few parties and issues get most of the statements, and what people do to statements happens.

200 parties in 12 groupings, 500 issues, both by Zipf's law. Ten years go by: four statements of five are recorded
within days, a fifth was said at any time before; of a hundred, two are corrected and one is retracted. An event takes
about 0.77 KB as stored.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import accumulate, islice
from pathlib import Path
from typing import Any, Final

from events.clock import FixedClock
from events.envelope import NewEvent
from events.kinds import (
    EventData,
    IssueOpened,
    MembershipBegan,
    PartyRegistered,
    SourceAdded,
    StatementContent,
    StatementCorrected,
    StatementRecorded,
    StatementRetracted,
)
from events.vocabulary import CONDITIONAL, CorrectionReason, PartyKind, RetractionReason, Stance
from tracker import create_ledger

__all__ = ["AS_OF", "BATCH", "ISSUES", "PARTIES", "build", "pairs", "registrations", "statement", "stream"]

PARTIES: Final = 200
ISSUES: Final = 500
BATCH: Final = 10_000
_BATCHES_MIN: Final = 20
AS_OF: Final = "2025-12-15"
_GROUPINGS: Final = 12
_SOURCES: Final = 50
_FIRST_DAY: Final = date(2016, 1, 1)
_FIRST_INSTANT: Final = 1_451_606_400
_DAYS: Final = 3_652
_DAY_SECONDS: Final = 86_400
_SOON_DAYS: Final = 4
_BACK_DATED: Final = 0.2
_CORRECTED: Final = 0.02
_RETRACTED: Final = 0.01


def _zipf(size: int) -> list[float]:
    return list(accumulate(1 / rank for rank in range(1, size + 1)))


_PARTY_WEIGHTS: Final = _zipf(PARTIES)
_ISSUE_WEIGHTS: Final = _zipf(ISSUES)


def registrations() -> list[NewEvent]:
    """Return the parties, groupings, memberships, issues and sources that the statements speak of."""
    data: list[EventData] = [PartyRegistered(id=f"party-{number}", name=f"Party {number}") for number in range(PARTIES)]
    for number in range(_GROUPINGS):
        data.append(PartyRegistered(id=f"bloc-{number}", name=f"Bloc {number}", kind=PartyKind.GROUPING))
        members = range(number, PARTIES, _GROUPINGS)
        data += [MembershipBegan(member=f"party-{each}", grouping=f"bloc-{number}") for each in members]
    data += [IssueOpened(path=f"issue-{number}", title=f"Issue {number}") for number in range(ISSUES)]
    data += [SourceAdded(id=f"source-{number}", title=f"Source {number}") for number in range(_SOURCES)]
    return [NewEvent(each) for each in data]


def statement(number: int, party: str, issue: str, said: str, stance: Stance = Stance.SUPPORTS) -> dict[str, Any]:
    """Return the content of a statement with quotation and summary."""
    return {
        "party": party,
        "issue": issue,
        "stance": stance,
        "conditions": ("once the fighting has ended",) if stance in CONDITIONAL else (),
        "said": said,
        "source": f"source-{number % _SOURCES}",
        "quotation": f"What we said in report {number} stands, " + "and we will say it again " * 8,
        "summary": f"Summary {number}: " + "the party repeats its known view. " * 5,
    }


def stream(count: int, seed: int = 1) -> Iterator[NewEvent]:
    """Yield so many statements, in the order in which ten years record them; some are corrected or retracted after."""
    chance = random.Random(seed)
    for number in range(count):
        today = number * _DAYS // count
        content = _content(chance, number, today)
        recorded = NewEvent(StatementRecorded(**content))
        yield recorded
        fate = chance.random()
        if fate < _CORRECTED:
            right = StatementContent(**{**content, "said": _said(chance, today), "summary": f"Read again: {number}"})
            yield NewEvent(
                StatementCorrected(statement=recorded.id, content=right, reason=CorrectionReason.CODING_ERROR)
            )
        elif fate < _CORRECTED + _RETRACTED:
            yield NewEvent(StatementRetracted(statement=recorded.id, reason=RetractionReason.DUPLICATE))


def _content(chance: random.Random, number: int, today: int) -> dict[str, Any]:
    party = chance.choices(range(PARTIES), cum_weights=_PARTY_WEIGHTS)[0]
    issue = chance.choices(range(ISSUES), cum_weights=_ISSUE_WEIGHTS)[0]
    stance = chance.choice(list(Stance))
    return statement(number, f"party-{party}", f"issue-{issue}", _said(chance, today), stance)


def _said(chance: random.Random, today: int) -> str:
    ago = chance.randrange(today + 1) if chance.random() < _BACK_DATED else chance.randrange(_SOON_DAYS)
    return (_FIRST_DAY + timedelta(days=today - ago)).isoformat()


def pairs(count: int, seed: int = 3) -> list[tuple[str, str]]:
    """Return parties and issues to ask about, as often asked about as they are spoken of."""
    chance = random.Random(seed)
    parties = chance.choices(range(PARTIES), cum_weights=_PARTY_WEIGHTS, k=count)
    issues = chance.choices(range(ISSUES), cum_weights=_ISSUE_WEIGHTS, k=count)
    return [(f"party-{party}", f"issue-{issue}") for party, issue in zip(parties, issues, strict=True)]


def build(path: Path, size: int, events: Iterable[NewEvent] | None = None) -> None:
    """Make a dossier of `size` events beside the registrations, recorded batch by batch through the ten years."""
    clock = FixedClock(_FIRST_INSTANT)
    rest = islice(stream(size) if events is None else events, size)
    batch_size = min(BATCH, max(1, size // _BATCHES_MIN))
    with create_ledger(path, clock=clock) as ledger:
        ledger.append(registrations())
        done = 0
        while batch := list(islice(rest, batch_size)):
            done += len(batch)
            clock.instant = _FIRST_INSTANT + (done * _DAYS // size + 2) * _DAY_SECONDS
            ledger.append(batch)
