"""Statements and sources whose words hold what is looked for, as known and said at a cut.

The index holds every content that there ever was; of these, the hits are in force at the cut's seq. A statement also
has to count by the cut's day, withdrawn or not. A source is evidence of ours, so known at alone cuts it.

The order depends on the hits alone, and so a past answer keeps its order whatever is recorded later: closest first -
the words whole and side by side, then whole, then as beginnings of longer words - then statements before sources,
the latest said first, the latest recorded first.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from events.clock import Instant
from events.ids import handle
from events.kinds import SourceAdded, SourceAmended, StatementContent
from tracker.errors import UnreadableError
from tracker.projections.follow import Events
from tracker.projections.search import texts_of
from tracker.reading.contents import content_of, event_at
from tracker.reading.excerpts import excerpt_of
from tracker.reading.snapshot import Snapshot
from tracker.reading.wanted import Wanted

__all__ = ["CLOSENESS", "Filters", "Found", "Hit", "find"]

CLOSENESS: Final = ("together", "whole", "beginnings")
"""How the words stand in a hit, closest first."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement or a source, and where in it the words stand."""

    entry: str
    """Handle of the statement, or of what added the source."""
    seq: int
    """Of the recording, correction or amendment that brought the text."""
    told: StatementContent | SourceAdded | SourceAmended
    """What it says of the statement or the source."""
    field: str
    """Where most of the words stand: `quotation`, `summary`, `conditions`, `title`, `publisher` or `url`."""
    excerpt: str
    closeness: str
    """One of CLOSENESS."""
    status: str
    """`effective` or `withdrawn`."""

    def as_json(self) -> dict[str, Any]:
        """Return the item of `tracker/search/1`; what only a statement has is None in a source."""
        statement = self.told if isinstance(self.told, StatementContent) else None
        names = ("party", "issue", "stance", "said", "speaker")
        return {
            "kind": "source" if statement is None else "statement",
            "entry": self.entry,
            "seq": self.seq,
            **{name: getattr(statement, name, None) for name in names},
            "source": self.told.source if isinstance(self.told, StatementContent) else self.told.id,
            "field": self.field,
            "excerpt": self.excerpt,
            "closeness": self.closeness,
            "status": self.status,
        }


@dataclass(frozen=True, slots=True)
class Found:
    """The first hits, and how many there are in all."""

    hits: tuple[Hit, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Filters:
    """Keys of parties and issues; None: any, and sources too."""

    parties: Collection[int] | None = None
    issues: Collection[int] | None = None


_FIND: Final = """
    SELECT entry.seq, entry.about, count(*) OVER (),
        CASE WHEN entry.seq IN (SELECT rowid FROM search_text WHERE search_text MATCH :together) THEN 0
             WHEN entry.seq IN (SELECT rowid FROM search_text WHERE search_text MATCH :whole) THEN 1
             ELSE 2 END AS closeness
    FROM search_text JOIN search_entries AS entry ON entry.seq = search_text.rowid
    WHERE search_text MATCH :beginnings AND search_text.rowid <= :seq
        AND (:parties IS NULL OR entry.party IN (SELECT value FROM json_each(:parties)))
        AND (:issues IS NULL OR entry.issue IN (SELECT value FROM json_each(:issues)))
        AND CASE
        WHEN entry.party IS NULL THEN
            EXISTS (SELECT 1 FROM registry WHERE seq = entry.about AND (voided IS NULL OR voided > :seq))
            AND NOT EXISTS (
                SELECT 1 FROM amendments WHERE entity = entry.about AND seq > entry.seq AND seq <= :seq)
        ELSE entry.said_until <= :until AND NOT EXISTS (
            SELECT 1 FROM revisions WHERE statement = entry.about AND seq > entry.seq AND seq <= :seq)
        END
    ORDER BY closeness, entry.said_until DESC NULLS LAST, entry.seq DESC
    LIMIT :limit"""


def find(
    log: Events,
    connection: sqlite3.Connection,
    snapshot: Snapshot,
    until: Instant,
    wanted: Wanted,
    filters: Filters,
    limit: int,
) -> Found:
    """Return what is found on a connection whose index has come as far as the snapshot's seq.

    Raises:
        UnreadableError: a limit below 1.
    """
    if limit < 1:
        raise UnreadableError(f"a search cannot show {limit} hits; give a limit of 1 or more")
    places = {"seq": snapshot.seq, "until": until, "parties": _keys(filters.parties), "issues": _keys(filters.issues)}
    words = {"beginnings": wanted.beginnings(), "whole": wanted.whole(), "together": wanted.together()}
    rows = connection.execute(_FIND, {**places, **words, "limit": limit}).fetchall()
    hits = tuple(_hit(log, snapshot, until, wanted, row) for row in rows)
    return Found(hits, rows[0][2] if rows else 0)


def _keys(chosen: Collection[int] | None) -> str | None:
    return None if chosen is None else json.dumps(sorted(chosen))


def _hit(log: Events, snapshot: Snapshot, until: Instant, wanted: Wanted, row: tuple[int, int, int, int]) -> Hit:
    seq, about, _, closeness = row
    event = event_at(log, seq)
    excerpts = [(field, excerpt_of(text, wanted)) for field, texts in texts_of(event).items() for text in texts]
    field, (excerpt, _) = max(excerpts, key=lambda each: each[1].words_count)
    told = event.data if isinstance(event.data, SourceAdded | SourceAmended) else content_of(event)
    status = "withdrawn" if snapshot.is_withdrawn(about, until) else "effective"  # no source ever is
    return Hit(handle(about), seq, told, field, excerpt, CLOSENESS[closeness], status)
