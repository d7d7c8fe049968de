"""An entry can be voided exactly where nothing in force rests on it."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import event, given

from events.envelope import NewEvent
from events.kinds import EntryVoided, OfficeAssumed, OfficeLeft
from tests.laws.dossiers import PARTIES, Dossier, dossiers, events_of, played
from tests.laws.model import Known, Model
from tracker.errors import RefusedError
from tracker.ledger import Ledger

_ISSUES = {"peace": "peace", "venue": "peace/venue"}
"""Id of the event that opened an issue -> its path."""


@given(dossiers())
def test_only_what_nothing_rests_on_can_be_voided(dossier: Dossier) -> None:
    """A party, issue, source or person is refused to be voided exactly while a statement in force, a membership, an
    office or an issue below rests on it. Trying leaves no trace.
    """
    with played(dossier) as ledger:
        events = events_of(ledger)
        carrying = set(_carrying(Model(events).known(len(events))))
        for target in (*PARTIES, *_ISSUES, "wire", "envoy"):
            event(f"{target} carries something: {target in carrying}")
            assert _can_be_voided(ledger, target) == (target not in carrying), target
        assert events_of(ledger) == events


def _carrying(known: Known) -> Iterator[str]:
    """What something in force rests on, by the id of its first event."""
    for telling in known.tellings:
        if telling.status == "effective":
            yield telling.content.party
            yield from (key for key, path in _ISSUES.items() if path == telling.content.issue)
            yield telling.content.source
            yield from () if telling.content.speaker is None else (telling.content.speaker,)
    for _, _, member, grouping, _ in known.changes:
        yield from (member, grouping)
    for each in known.events:
        if isinstance(each.data, OfficeAssumed | OfficeLeft) and each.id not in known.voided:
            yield from (each.data.person, each.data.party)
    yield "peace"  # the venue lies below it


def _can_be_voided(ledger: Ledger, target: str) -> bool:
    try:
        ledger.append([NewEvent(EntryVoided(target=target, reason="a mistake"))], dry_run=True)
    except RefusedError:
        return False
    return True
