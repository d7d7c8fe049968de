"""Statements as Discourse Network Analyzer exports them, an event list: one row a statement, semicolons between cells.

Its thirteen columns come first, in its order and spelling, with the types that it gives them; ours follow. What DNA
calls an organization is a party, a concept is an issue's proposition, and agreement is 1 for, 0 against.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from events.clock import Instant
from events.ticking import Tick
from events.vocabulary import SCALE
from tracker.exchange.csv_tables import csv_lines
from tracker.exchange.stamp import stamp_of
from tracker.exchange.tables import Column, Row, Table, joined, stamped
from tracker.reading.registry import Entity
from tracker.reading.stated import Stated
from tracker.view import View

__all__ = ["COLUMNS", "DELIMITER", "event_list"]

DELIMITER: Final = ";"

COLUMNS: Final = (
    Column("statement ID", "the statement's entry", "a whole number"),
    Column("time", "the last second at which it may have been said, in the dossier's zone", "2025-09-05 23:59:59"),
    Column("document ID", "the source's entry", "a whole number"),
    Column("document title", "the source's title", "a text"),
    Column("author", "nothing: the record keeps no authors", "empty"),
    Column("source", "the source's publisher", "a text; may be empty"),
    Column("section", "nothing: the record keeps no sections", "empty"),
    Column("type", "the source's media type", "a text; may be empty"),
    Column("text", "the quotation, else the summary", "a text; may be empty"),
    Column("person", "who spoke", "a name; may be empty"),
    Column("organization", "the party's name, with its id where two have the same", "a text"),
    Column("concept", "the issue's proposition, else its title; with its path where two have the same", "a text"),
    Column("agreement", "for or against the concept", "1 or 0; empty: takes no side"),
    Column("stance", "what the agreement is made of", "see the words under stance"),
    Column("weight", "how firm it is: 2 without conditions, 1 under conditions, 0 neutral", "0 to 2; may be empty"),
    Column("count", "how many statements of this party on this issue there are", "a whole number"),
    Column("conditions", "what the stance depends on", "texts joined by '; '"),
    Column("said", "when it was said, as precisely as it is known", "as in the table statements"),
    Column("party", "the party", "an id"),
    Column("issue", "the issue", "a path"),
)


def event_list(
    view: View,
    parties: Collection[str] = (),
    issues: Collection[str] = (),
    *,
    at_least: int = 1,
    tick: Tick | None = None,
) -> Iterator[bytes]:
    """Return the lines of the event list: the statements that count at the cut, each row stamped.

    Args:
        at_least: only those of pairs of a party and an issue with so many.

    Raises:
        UnknownNameError, AmbiguousNameError: no such party or issue.
    """
    rows, columns = view.axes(parties, issues)
    organizations = _labels({each.id: view.described(each).label for each in rows})
    concepts = _labels({each.id: _concept(view.described(each)) for each in columns})
    counting = (each for each in view.statements(parties, issues, tick) if each.status == "effective")
    table = Table("statements", COLUMNS, _rows(view, _often(counting, at_least), organizations, concepts))
    return csv_lines(stamped(table, stamp_of(view)), DELIMITER)


def _concept(issue: Entity) -> str:
    proposition: str = issue.data.get("proposition", issue.label)
    return proposition


def _labels(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the texts by id, made different where two are the same: nodes of a network are told apart by them."""
    times = Counter(texts.values())
    return {key: text if times[text] == 1 else f"{text} ({key})" for key, text in texts.items()}


def _often(statements: Iterable[Stated], at_least: int) -> Iterator[tuple[Stated, int]]:
    """Yield the statements of pairs that have at least so many, and how many each has; they come pair by pair."""
    for _, group in groupby(statements, key=lambda each: (each.content.party, each.content.issue)):
        found = list(group)
        if len(found) >= at_least:
            yield from ((each, len(found)) for each in found)


def _rows(
    view: View, counted: Iterable[tuple[Stated, int]], organizations: Mapping[str, str], concepts: Mapping[str, str]
) -> Iterator[Row]:
    zone = ZoneInfo(view.registry.zone().name)
    told = cache(view.told)
    for each, count in counted:
        content = each.content
        source, value = told("source", content.source), SCALE.get(content.stance)
        yield (
            each.original.seq,
            _time(each.counting.ends - 1, zone),
            source.key,
            source.label,
            None,
            source.data.get("publisher"),
            None,
            source.data.get("media_type"),
            content.quotation or content.summary,
            None if content.speaker is None else told("person", content.speaker).label,
            organizations[content.party],
            concepts[content.issue],
            None if not value else int(value > 0),
            content.stance.value,
            None if value is None else abs(value),
            count,
            joined(content.conditions),
            content.said,
            content.party,
            content.issue,
        )


def _time(instant: Instant, zone: ZoneInfo) -> str:
    return datetime.fromtimestamp(instant, zone).strftime("%Y-%m-%d %H:%M:%S").rjust(19, "0")
