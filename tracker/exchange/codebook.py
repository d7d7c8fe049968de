"""The table `codebook`: every column, every word that can stand in one, and the parties and issues of the dossier."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from events.vocabulary import SCALE, Act, Stance
from tracker.exchange import position_table, statement_table
from tracker.exchange.tables import STAMP_COLUMNS, Column, Row, Table
from tracker.movement import MIXED, Movement
from tracker.reading.marks import MARKS, NO_RECORD
from tracker.view import View

__all__ = ["COLUMNS", "WORDS", "codebook"]

COLUMNS: Final = (
    Column("section", "what the row is about: a table, a list of words, the cut, the parties, the issues", "a word"),
    Column("name", "the column, word, party or issue that the row explains", "a word, an id or a path"),
    Column("meaning", "what it means; of an issue the proposition that supports supports", "a text"),
    Column("values", "what can stand there; a stance's place on the scale; a party's kind; an issue's title", "a text"),
)

_STANCES: Final[Mapping[str, str]] = {
    Stance.SUPPORTS: "for the issue's proposition",
    Stance.SUPPORTS_IF: "for it, if the conditions are met",
    Stance.NEUTRAL: "neither for nor against it, and says so",
    Stance.AMBIGUOUS: "said something that can be read either way",
    Stance.OPPOSES_UNLESS: "against it, unless the conditions are met",
    Stance.OPPOSES: "against it",
    Stance.DECLINES: "was asked and did not say; decides only where nothing else does",
    MIXED: "of a position: the deciding statements take several stances, and none certainly followed the others",
}
_ACTS: Final[Mapping[str, str]] = {
    Act.STATES: "says how it sees things",
    Act.OFFERS: "says what it would do, for the other side to accept",
    Act.PROMISES: "says what it will do",
    Act.REQUESTS: "asks another to do something",
    Act.REJECTS: "turns something down",
    Act.THREATENS: "says what it will do to another's harm",
    Act.ACCUSES: "blames another",
    Act.CONCEDES: "gives way",
    Act.CONSULTS: "talks it over with another",
    Act.DECLINES: "will not say or do it",
}
_MOVEMENTS: Final[Mapping[str, str]] = {
    Movement.FIRST: "from no position to one",
    Movement.ENDED: "from a position to none",
    Movement.REAFFIRMED: "the same again",
    Movement.BLURRED: "into ambiguous, declines or mixed, or from one of them to another",
    Movement.CLARIFIED: "out of them, onto the scale",
    Movement.REVERSED: "from for to against, or back",
    Movement.HARDENED: "further from zero on the scale, for or against",
    Movement.SOFTENED: "nearer to zero",
    Movement.CONDITIONS_CHANGED: "the same stance under other conditions",
}
_BASES: Final[Mapping[str, str]] = {
    "own": "the party's own statements decide",
    "inherited": "it has none that counts; those of groupings to which it belongs decide",
    "none": "no position on record; it has no row. Silence is not agreement",
}
_STATUSES: Final[Mapping[str, str]] = {
    "effective": "counts at the cut",
    "withdrawn": "the party had taken it back by then",
    "not-yet-said": "known at the cut, and counts only later than its as of",
}
_MARKS: Final[Mapping[str, str]] = {
    "conditional": "under conditions",
    "mixed": "several stances at once",
    "inherited": "from a grouping",
    "stale": "more days since the latest deciding statement than the dossier's horizon",
    "lapsed": "the last day of the offer is over",
}
_CUT: Final[Mapping[str, str]] = {
    "as of": "a day or second of the world: what had been said by its end counts",
    "known at": "a moment of the record: what had been entered by then counts; the entry's number makes it exact",
    "from, until": "from is inside, until is not: from <= x < until; an empty until: not by the export's cut",
    "a position at a cut": "in positions: the row of the pair with day_from <= day < day_until (of a second: "
    "as_of_from, as_of_until) and known_from_seq <= seq < known_until_seq; no such row: no position on record. Nothing "
    "is told of cuts later than the export's",
    "deciding": "of the statements that count, those decide whose period ends after the latest beginning among them",
    "safe cells": "controls and marks that turn text round are gone, line breaks are spaces, and an apostrophe stands "
    "before a text that begins with = + - or @",
}

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "stance": _STANCES,
    "act": _ACTS,
    "movement": _MOVEMENTS,
    "basis": _BASES,
    "status": _STATUSES,
    "mark": _MARKS,
    "cut": _CUT,
}
"""Every list of words: what each word means."""

_TABLES: Final = (
    ("statements", statement_table.COLUMNS),
    ("positions", position_table.COLUMNS),
    ("codebook", COLUMNS),
    ("every table", STAMP_COLUMNS),
)


def codebook(view: View, parties: Collection[str] = (), issues: Collection[str] = ()) -> Table:
    """Return the codebook; parties and issues are described as they were at the cut.

    Raises:
        UnknownNameError, AmbiguousNameError: no such party or issue.
    """
    return Table("codebook", COLUMNS, [*_columns(), *_words(), *_entities(view, parties, issues)])


def _columns() -> Iterator[Row]:
    for table, columns in _TABLES:
        for column in columns:
            yield table, column.name, column.meaning, column.values


def _words() -> Iterator[Row]:
    for section, words in WORDS.items():
        for word, meaning in words.items():
            if section == "mark":
                yield section, MARKS[word], f"{word}: {meaning}", "in the grid"
            else:
                yield section, word, meaning, SCALE.get(word) if section == "stance" else None
    yield "mark", NO_RECORD, "no position on record", "in the grid"


def _entities(view: View, parties: Collection[str], issues: Collection[str]) -> Iterator[Row]:
    rows, columns = view.axes(parties, issues)
    for party in (view.described(each) for each in rows):
        yield "party", party.id, party.label, party.data.get("kind", "not given yet")
    for issue in (view.described(each) for each in columns):
        yield "issue", issue.id, issue.data.get("proposition", "no proposition yet"), issue.label
