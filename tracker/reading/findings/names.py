"""Findings about what is registered: names without a meaning, sources without an archived copy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from events.ids import handle
from events.vocabulary import FindingKind
from tracker.reading.findings.finding import Finding
from tracker.reading.findings.record import Record
from tracker.reading.registry import Entity, Noun

__all__ = ["provisional_names", "unarchived_sources"]

_LACKING: Final[dict[Noun, str]] = {"party": "kind", "issue": "proposition"}


def provisional_names(record: Record) -> Iterator[Finding]:
    """Yield a finding for every party without a kind, issue without a proposition and person without an office."""
    for noun, lacking in _LACKING.items():
        for entity in record.told(noun):
            if entity.provisional:
                detail = f"the {noun} has no {lacking}"
                yield _finding(record, FindingKind.PROVISIONAL_NAME, entity, detail)
    in_office = record.connection.execute(
        "SELECT DISTINCT person FROM offices WHERE assumed AND seq <= ?1 AND (voided IS NULL OR voided > ?1)",
        (record.cut.seq,),
    )
    known = {key for (key,) in in_office}
    for person in record.registry.known("person", record.cut.seq):
        if person.key not in known:
            yield _finding(record, FindingKind.PROVISIONAL_NAME, person, f"person {person.id} has no office on record")


def unarchived_sources(record: Record) -> Iterator[Finding]:
    """Yield a finding for every source of which no archived bytes are on record."""
    for entity in record.told("source"):
        if "sha256" not in entity.data:
            detail = f"source {entity.id} has no sha256 of an archived copy"
            yield _finding(record, FindingKind.SOURCE_WITHOUT_ARCHIVE, entity, detail)


def _finding(record: Record, kind: FindingKind, entity: Entity, detail: str) -> Finding:
    """Return a finding about what is registered: it rests on the event that registered it, whatever was amended."""
    (event_id,) = record.connection.execute("SELECT event_id FROM registry WHERE seq = ?", (entity.key,)).fetchone()
    party, issue = (entity.id if entity.noun == noun else None for noun in _LACKING)
    return Finding(kind, (event_id,), party, issue, (handle(entity.key),), detail)
