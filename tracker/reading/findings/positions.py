"""Findings about positions: those that nobody has spoken to for long, offers that are over, assertions that fail."""

from __future__ import annotations

from collections.abc import Iterator

from events.ids import handle
from events.kinds import PositionAsserted
from events.vocabulary import FindingKind
from tracker.reading.assertions import found_on
from tracker.reading.contents import event_at
from tracker.reading.findings.finding import Finding
from tracker.reading.findings.record import Record
from tracker.reading.position import position_at

__all__ = ["failed_assertions", "stale_or_lapsed"]


def stale_or_lapsed(record: Record) -> Iterator[Finding]:
    """Yield stale positions and lapsed offers; a party's own only, what is inherited shows with the grouping."""
    horizon = record.registry.dossier(record.cut.seq).stale_after_days
    for pair, said in record.said.items():
        position = position_at(record.snapshot, record.registry, record.zone, record.cut, *pair)
        versions = {version.seq for version in position.verdict.versions}
        deciding = [each for each in said if each.version.seq in versions]
        if position.stale:
            last, days = position.last_said, position.days_since_last
            detail = f"{position.stance}, last said {last}; {days} days without a word, and {horizon} are allowed"
            yield record.finding_of(FindingKind.STALE_POSITION, deciding, detail)
        if position.lapsed:
            last_day = max(each.content.until for each in deciding if each.content.until)
            detail = f"{position.stance}, but only in offers, of which the last was open until {last_day}"
            yield record.finding_of(FindingKind.LAPSED_OFFER, deciding, detail)


def failed_assertions(record: Record) -> Iterator[Finding]:
    """Yield a finding for every assertion that does not hold with what is known; it has an as of of its own."""
    rows = record.connection.execute(
        "SELECT seq, party, issue FROM assertions WHERE seq <= ?1 AND (voided IS NULL OR voided > ?1) ORDER BY seq",
        (record.cut.seq,),
    ).fetchall()
    for seq, party, issue in rows:
        event = event_at(record.log, seq)
        asserted = event.data
        assert isinstance(asserted, PositionAsserted), "the table holds assertions"  # noqa: S101 - tells mypy
        found, verdict = found_on(record.snapshot, record.zone, party, issue, asserted.as_of)
        if found != asserted.stance:
            deciding = [event_at(record.log, version.seq).id for version in verdict.versions]
            entries = sorted({seq, *(version.statement for version in verdict.versions)})
            yield Finding(
                FindingKind.FAILED_ASSERTION,
                tuple(sorted({event.id, *deciding})),
                asserted.party,
                asserted.issue,
                tuple(map(handle, entries)),
                f"as of {asserted.as_of} it is {found}; asserted was {asserted.stance}, because {asserted.because}",
            )
