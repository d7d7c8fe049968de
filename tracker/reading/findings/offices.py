"""Findings about offices: who spoke without one, held one together, or left one empty.

Titles are the same whatever the case and the choice of space or hyphen.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from heapq import heappop, heappush

from events.clock import Instant
from events.ids import handle
from events.periods import Period, date_in
from events.text import name_key
from events.vocabulary import FindingKind
from tracker.reading.findings.finding import Finding
from tracker.reading.findings.record import Record
from tracker.reading.terms import OfficeEntry, Term, days_spoken, terms_of

__all__ = ["gaps", "overlaps", "speakers_without_office"]


def speakers_without_office(record: Record) -> Iterator[Finding]:
    """Yield a finding for every statement whose speaker held no office for its party, or a member of it, that day."""
    desk = _Credentials(record)
    for (party, _), said in record.said.items():
        for each in said:
            speaker = each.content.speaker
            if speaker is None or desk.may_speak(
                speaker, party, days_spoken(each.content.said, each.version.said_until, record.zone)
            ):
                continue
            lacking = f"held no office for it on {date_in(each.content.said)}"
            detail = f"{speaker} {lacking if desk.has_any(speaker) else 'has no office on record'}"
            yield record.finding_of(FindingKind.SPEAKER_WITHOUT_OFFICE, [each], detail)


class _Credentials:
    """Who may speak for whom and when, as known at the cut."""

    def __init__(self, record: Record) -> None:
        self._snapshot = record.snapshot
        self._persons = {person.id: person.key for person in record.registry.known("person", record.cut.seq)}
        self._terms: dict[int, list[Term]] = {}
        for term in terms_of(record.connection, record.cut.seq):
            self._terms.setdefault(term.began.person, []).append(term)
        changes = record.connection.execute(
            "SELECT DISTINCT counts FROM memberships"
            " WHERE seq <= ?1 AND (voided IS NULL OR voided > ?1) ORDER BY counts",
            (record.cut.seq,),
        )
        self._changes = [counts for (counts,) in changes]

    def has_any(self, person: str) -> bool:
        """Say whether any office of the person is on record."""
        return bool(self._of(person))

    def may_speak(self, person: str, party: int, days: Period) -> bool:
        """Say whether the person held an office for the party, or for a member of it, at any instant of the days."""
        return any(self._speaks(term, party, days) for term in self._of(person))

    def _of(self, person: str) -> list[Term]:
        return self._terms.get(self._persons[person], [])

    def _speaks(self, term: Term, party: int, days: Period) -> bool:
        held = term.within(days)
        if held is None:
            return False
        first, last = held
        changes = self._changes[bisect_right(self._changes, first) : bisect_right(self._changes, last)]
        return term.began.party == party or any(
            party in self._above(term.began.party, instant) for instant in (first, *changes)
        )

    def _above(self, party: int, instant: Instant) -> list[int]:
        """Return the party and every grouping that it belongs to at the instant, itself or through others."""
        found = [party]
        for each in found:
            groupings = [joined.grouping for joined in self._snapshot.groupings(each, instant)]
            found.extend(grouping for grouping in groupings if grouping not in found)
        return found


def overlaps(record: Record) -> Iterator[Finding]:
    """Yield a finding for every two terms of different persons in one office that overlap, as of the cut."""
    for terms in _by_office(record):
        for one, other in _overlapping(terms):
            ends = min(one.ends, other.ends)
            over = [term.ended for term in (one, other) if term.ended is not None and term.ends == ends]
            persons = sorted(record.registry.id_of(term.began.person) for term in (one, other))
            since = f" from {other.began.said_on}" if other.began.said_on else ""
            until = f" until {over[0].said_on}" if over else ""
            detail = f"{' and '.join(persons)} are both {other.began.title}{since}{until}"
            yield _finding(record, FindingKind.OFFICE_OVERLAP, [one.began, other.began, *over], detail)


def _overlapping(terms: list[Term]) -> Iterator[tuple[Term, Term]]:
    """Yield every two that overlap and are of different persons, the one that began earlier first."""
    lasting: list[tuple[Instant, int, Term]] = []
    for term in terms:
        while lasting and lasting[0][0] <= term.begins:
            heappop(lasting)
        yield from ((other, term) for _, _, other in lasting if other.began.person != term.began.person)
        heappush(lasting, (term.ends, term.began.seq, term))


def gaps(record: Record) -> Iterator[Finding]:
    """Yield a finding for every time that an office was empty for a day or more between two who held it."""
    for terms in _by_office(record):
        reach = terms[0].ends
        for term in terms:
            if _days_between(record, reach, term.begins) > 0:
                left = [each.ended for each in terms if each.ended is not None and each.ends == reach]
                taken = [each.began for each in terms if each.begins == term.begins]
                detail = f"nobody was {term.began.title} from {left[0].said_on} until {term.began.said_on}"
                yield _finding(record, FindingKind.OFFICE_GAP, [*left, *taken], detail)
            reach = max(reach, term.ends)


def _days_between(record: Record, left: Instant, taken: Instant) -> int:
    """Return as of how many days nobody held what was left from the one instant on and taken from the other.

    Not above zero where it was taken before it was left, or on the same day.
    """
    return (record.zone.day_of(taken - 1) - record.zone.day_of(left - 1)).days


def _by_office(record: Record) -> Iterator[list[Term]]:
    """Yield the terms of each office of each party as of the cut, by their beginning."""
    offices: dict[tuple[int, str], list[Term]] = {}
    for term in terms_of(record.connection, record.cut.seq, until=record.cut.until):
        offices.setdefault((term.began.party, name_key(term.began.title)), []).append(term)
    yield from offices.values()


def _finding(record: Record, kind: FindingKind, entries: Iterable[OfficeEntry], detail: str) -> Finding:
    found = sorted(entries)
    about = tuple(sorted(each.event_id for each in found))
    party = record.registry.id_of(found[0].party)
    return Finding(kind, about, party, None, tuple(handle(each.seq) for each in found), detail)
