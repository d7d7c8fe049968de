"""What something in force rests on stays as it is; anything else may go, or change its meaning."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import event, given
from hypothesis import strategies as st

from events.envelope import NewEvent
from events.kinds import EntryVoided, EventData, IssueAmended, IssueOpened, OfficeAssumed, OfficeLeft
from tests.laws.dossiers import PARTIES, Dossier, dossiers
from tests.laws.model import Known, Model
from tests.laws.playing import events_of, played
from tracker.errors import RefusedError
from tracker.ledger import Ledger

_ISSUES = {"peace": "peace", "venue": "peace/venue"}
"""Id of the event that opened an issue -> its path."""


@given(dossiers(), st.sampled_from([None, *PARTIES, *_ISSUES.values()]))
def test_only_what_nothing_rests_on_can_be_voided(dossier: Dossier, cleared: str | None) -> None:
    """A party, issue, source or person is refused to be voided exactly while a statement in force, a membership, an
    office or an issue below rests on it. Trying leaves no trace.
    """
    with played(dossier) as ledger:
        _retract_all_about(ledger, cleared)
        events = events_of(ledger)
        carrying = set(_carrying(Model(events).known(len(events))))
        for target in (*PARTIES, *_ISSUES, "wire", "envoy"):
            event(f"{target} carries something: {target in carrying}")
            voided = EntryVoided(target=target, reason="a mistake")
            assert _is_admitted(ledger, voided) == (target not in carrying), target
        assert events_of(ledger) == events


@given(dossiers(), st.sampled_from(["peace", "peace/venue"]), st.booleans())
def test_a_proposition_is_fixed_while_statements_rest_on_it(dossier: Dossier, path: str, clear: bool) -> None:
    """A proposition can be set at any time, and be changed exactly while no statement in force is on its issue."""
    with played(dossier) as ledger:
        if clear:
            _retract_all_about(ledger, path)
        events = events_of(ledger)
        contents = [t.content for t in Model(events).known(len(events)).tellings if t.status == "effective"]
        spoken_of = any(content.issue == path for content in contents)
        event(f"spoken of: {spoken_of}")
        proposition = _proposition(ledger, path) or "In Vienna."
        ledger.append([NewEvent(_amended(path, proposition))])
        assert _is_admitted(ledger, _amended(path, "In Cairo.")) == (not spoken_of)


def _amended(path: str, proposition: str) -> IssueAmended:
    return IssueAmended(path=path, title="Amended", proposition=proposition)


def _proposition(ledger: Ledger, path: str) -> str | None:
    """The proposition that the events give an issue."""
    issues = [e.data for e in events_of(ledger) if isinstance(e.data, IssueOpened | IssueAmended)]
    return [issue.proposition for issue in issues if issue.path == path][-1]


def _retract_all_about(ledger: Ledger, cleared: str | None) -> None:
    events = events_of(ledger)
    for telling in Model(events).known(len(events)).tellings:
        if telling.status == "effective" and cleared in {telling.content.party, telling.content.issue}:
            ledger.retract(f"e{telling.statement}", because="duplicate")


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


def _is_admitted(ledger: Ledger, data: EventData) -> bool:
    """Whether the ledger would take it next."""
    try:
        ledger.append([NewEvent(data)], dry_run=True)
    except RefusedError:
        return False
    return True
