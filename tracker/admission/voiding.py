"""What may be voided: nothing that something in force rests on."""

from __future__ import annotations

from events.envelope import RecordedEvent
from events.ids import handle, parent_path
from events.kinds import (
    VOIDABLE,
    EntryVoided,
    IssueOpened,
    MembershipBegan,
    MembershipEnded,
    OfficeAssumed,
    PartyRegistered,
    PersonRegistered,
    ProposalAccepted,
    SourceAdded,
    StatementRecorded,
)
from tracker.admission.gate import admit
from tracker.admission.names import in_order
from tracker.errors import RefusedError
from tracker.groupings import changes_in_force
from tracker.present import Present
from tracker.reading.entries import voided_by

__all__ = []


@admit.register
def _(data: EntryVoided, present: Present) -> None:
    target = present.entry(data.target)
    if isinstance(target.data, StatementRecorded):
        raise RefusedError(f"{handle(target.seq)} is a statement; `tracker retract {handle(target.seq)}` takes it out")
    if not isinstance(target.data, VOIDABLE):
        raise RefusedError(
            f"{handle(target.seq)} ({target.data.kind}) cannot be voided; leave it, and record what is right now"
        )
    gone = voided_by(present.connection, target)
    if gone is not None:
        raise RefusedError(f"{handle(target.seq)} was voided by {handle(gone)} already")
    _nothing_rests_on(present, target)


def _nothing_rests_on(present: Present, target: RecordedEvent) -> None:
    data = target.data
    if isinstance(data, MembershipBegan | MembershipEnded):
        in_order(present, [each for each in changes_in_force(present.connection) if each.seq != target.seq])
    found = None
    if isinstance(data, PartyRegistered):
        found = _use_of_party(present, target.seq)
    elif isinstance(data, IssueOpened):
        found = _use_of_issue(present, target.seq, data.path)
    elif isinstance(data, PersonRegistered | SourceAdded):
        found = _use_of_cited(present, target.seq)
    elif isinstance(data, MembershipBegan | OfficeAssumed):
        found = _end_of(present, target.seq, data)
    elif isinstance(data, ProposalAccepted):
        found = _statement_of(present, target.seq)
    if found is not None:
        raise RefusedError(f"{handle(target.seq)} cannot be voided, {found} rests on it; take that out first")


def _use_of_party(present: Present, key: int) -> str | None:
    member = "SELECT seq FROM memberships WHERE (member = ?1 OR grouping = ?1) AND voided IS NULL"
    return (
        _first(present, "statement", "SELECT statement FROM timeline WHERE party = ?1 AND dead IS NULL", key)
        or _first(present, "membership", member, key)
        or _first(present, "office", "SELECT seq FROM offices WHERE party = ?1 AND voided IS NULL", key)
        or _first(present, "assertion", "SELECT seq FROM assertions WHERE party = ?1 AND voided IS NULL", key)
    )


def _use_of_issue(present: Present, key: int, path: str) -> str | None:
    found = _first(
        present,
        "statement",
        "SELECT statement FROM pairs JOIN timeline USING (party, issue) WHERE issue = ?1 AND dead IS NULL",
        key,
    )
    found = found or _first(present, "assertion", "SELECT seq FROM assertions WHERE issue = ?1 AND voided IS NULL", key)
    if found is not None:
        return found
    below = next((each.id for each in present.registry.every("issue") if parent_path(each.id) == path), None)
    return None if below is None else f"the issue {below!r}"


def _use_of_cited(present: Present, key: int) -> str | None:
    return (
        _first(present, "statement", "SELECT statement FROM citations WHERE entity = ?1", key)
        or _first(present, "office", "SELECT seq FROM offices WHERE person = ?1 AND voided IS NULL", key)
        or _first(present, "the reading", "SELECT seq FROM runs WHERE source = ?1", key)
    )


def _statement_of(present: Present, accepted: int) -> str | None:
    """Return the statement that came of an acceptance, unless it was retracted."""
    query = (
        "SELECT statement FROM decisions WHERE seq = ?1 AND statement IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM revisions WHERE revisions.statement = decisions.statement AND party IS NULL)"
    )
    return _first(present, "statement", query, accepted)


def _end_of(present: Present, seq: int, data: MembershipBegan | OfficeAssumed) -> str | None:
    """Return the recorded end of a membership or office of which no other beginning is on record."""
    table, began, pair = (
        ("memberships", "began", "member, grouping")
        if isinstance(data, MembershipBegan)
        else ("offices", "assumed", "person, party, title")
    )
    same = f"SELECT seq FROM {table} WHERE ({pair}) = (SELECT {pair} FROM {table} WHERE seq = ?1) AND voided IS NULL"  # noqa: S608 - names of ours
    if present.connection.execute(f"{same} AND {began} AND seq <> ?1 LIMIT 1", (seq,)).fetchone():
        return None
    return _first(present, "its end", f"{same} AND NOT {began}", seq)


def _first(present: Present, what: str, query: str, key: int) -> str | None:
    row = present.connection.execute(f"{query} LIMIT 1", (key,)).fetchone()
    return f"{what} {handle(row[0])}" if row else None
