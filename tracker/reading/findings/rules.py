"""Every rule, in one order, and what people said of each finding."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from events.ids import handle
from events.kinds import FindingAcknowledged
from events.vocabulary import FindingKind
from tracker.projections.checks import about_text
from tracker.reading.contents import event_at
from tracker.reading.findings.duplicates import duplicates
from tracker.reading.findings.finding import Acknowledged, Finding
from tracker.reading.findings.names import provisional_names, unarchived_sources
from tracker.reading.findings.offices import gaps, overlaps, speakers_without_office
from tracker.reading.findings.positions import failed_assertions, stale_or_lapsed
from tracker.reading.findings.record import Record
from tracker.reading.findings.statements import clashes, said_after_publication

__all__ = ["findings_of"]

_RULES: Final[tuple[Callable[[Record], Iterable[Finding]], ...]] = (
    clashes,
    stale_or_lapsed,
    provisional_names,
    speakers_without_office,
    said_after_publication,
    duplicates,
    overlaps,
    gaps,
    unarchived_sources,
    failed_assertions,
)

_ORDER: Final = {kind: number for number, kind in enumerate(FindingKind)}


def findings_of(record: Record) -> list[Finding]:
    """Return every finding, acknowledged or not: by kind, as FindingKind has them, then party, issue and evidence."""
    acknowledged = _acknowledgements(record)
    found = [
        replace(each, acknowledged=_read(record, acknowledged.get((each.kind, about_text(each.about)))))
        for rule in _RULES
        for each in rule(record)
    ]
    return sorted(found, key=_place)


def _place(finding: Finding) -> tuple[int, str, str, tuple[str, ...]]:
    return _ORDER[finding.kind], finding.party or "", finding.issue or "", finding.about


def _acknowledgements(record: Record) -> dict[tuple[str, str], int]:
    """Return (kind, evidence) -> seq of the acknowledgement in force at the cut."""
    rows = record.connection.execute(
        "SELECT finding, about, seq FROM acknowledgements WHERE seq <= ?1 AND (voided IS NULL OR voided > ?1)",
        (record.cut.seq,),
    )
    return {(finding, about): seq for finding, about, seq in rows}


def _read(record: Record, seq: int | None) -> Acknowledged | None:
    if seq is None:
        return None
    event = event_at(record.log, seq)
    assert isinstance(event.data, FindingAcknowledged), "the table holds acknowledgements"  # noqa: S101 - tells mypy
    return Acknowledged(handle(seq), event.data.because, event.recorded_by)
