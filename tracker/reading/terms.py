"""Who held which office when, and on which days a statement may have been made.

An office is held from the instant its beginning counts until its end does; of two entries that count from the same
instant the later entry decides.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from events.clock import Instant
from events.periods import NEVER, Period, Zone, date_in, period_of

__all__ = ["OfficeEntry", "Term", "days_spoken", "terms_of"]


class OfficeEntry(NamedTuple):
    """An office assumed or left; person and party are surrogate keys."""

    counts: Instant
    seq: int
    event_id: str
    person: int
    party: int
    title: str
    assumed: int
    said_on: str | None


class Term(NamedTuple):
    """The unbroken time for which a person held an office: begins <= instant < ends."""

    begins: Instant
    ends: Instant
    """NEVER where no end is on record."""
    began: OfficeEntry
    ended: OfficeEntry | None

    def within(self, days: Period) -> tuple[Instant, Instant] | None:
        """Return the first and last instant of the days, their end included, at which it was held; None: never."""
        first, last = max(self.begins, days.begins), min(self.ends - 1, days.ends)
        return None if first > last else (first, last)


def terms_of(
    connection: sqlite3.Connection, seq: int, *, until: Instant = NEVER, person: int | None = None
) -> list[Term]:
    """Return every term known at `seq`, by its beginning; what counts only after `until` is left out.

    Args:
        person: only terms of this one, a surrogate key.
    """
    rows = connection.execute(
        "SELECT counts, seq, event_id, person, party, title, assumed, said_on FROM offices"
        " WHERE person = coalesce(?3, person) AND seq <= ?1 AND (voided IS NULL OR voided > ?1) AND counts <= ?2"
        " ORDER BY person, party, title, counts, seq",
        (seq, until, person),
    )
    by_post = groupby(map(OfficeEntry._make, rows), key=lambda each: (each.person, each.party, each.title))
    return sorted(term for _, entries in by_post for term in _unbroken(entries))


def _unbroken(entries: Iterable[OfficeEntry]) -> Iterator[Term]:
    """Yield the terms of one person in one office; `entries` come in the order from which they count."""
    deciding = {each.counts: each for each in entries}  # the later entry of one instant takes the earlier one's place
    began: OfficeEntry | None = None
    for each in deciding.values():
        if began is None and each.assumed:
            began = each
        elif began is not None and not each.assumed:
            yield Term(began.counts, each.counts, began, each)
            began = None
    if began is not None:
        yield Term(began.counts, NEVER, began, None)


def days_spoken(said: str, said_until: Instant, zone: Zone) -> Period:
    """Return the whole days on which a statement may have been made; of `../D` those of D.

    Whole days, because an office is held by days: who takes it or leaves it on a day may speak on that day.

    Args:
        said_until: where its counting period ends.
    """
    last = said_until - 1
    first = min(period_of(date_in(said), zone).begins, last)
    return Period(zone.start_of(zone.day_of(first)), zone.end_of(zone.day_of(last)))
