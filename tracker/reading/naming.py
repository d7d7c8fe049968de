"""What a text may call the people, parties and issues of the record, as registered at the head."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from events.periods import NEVER
from tracker.extraction.demonyms import adjectives
from tracker.extraction.names import Named, Names, Office
from tracker.reading.registry import Entity, Registry
from tracker.reading.terms import terms_of

__all__ = ["names_of"]


def names_of(connection: sqlite3.Connection, registry: Registry) -> Names:
    """Return the names; of an issue its title, aliases, path and proposition."""
    return Names(
        [
            Named(each.id, tuple(_called(each)), offices=tuple(_offices(connection, registry, each)))
            for each in registry.every("person")
        ],
        [
            Named(each.id, tuple(_called(each)), adjectives=adjectives(each.data.get("iso3")))
            for each in registry.every("party")
        ],
        [Named(each.id, tuple(_keywords(each))) for each in registry.every("issue")],
    )


def _called(entity: Entity) -> Iterator[str]:
    yield from (entity.label, *entity.data.get("aliases", ()))
    yield entity.id.replace("-", " ")


def _keywords(issue: Entity) -> Iterator[str]:
    yield from (issue.label, *issue.data.get("aliases", ()))
    yield issue.id.replace("-", " ").replace("/", " ")
    if "proposition" in issue.data:
        yield issue.data["proposition"]


def _offices(connection: sqlite3.Connection, registry: Registry, person: Entity) -> Iterator[Office]:
    """Yield the terms of a person's offices, by their beginning."""
    for term in terms_of(connection, NEVER, person=person.key):
        left = None if term.ended is None else term.ended.said_on
        yield Office(registry.id_of(term.began.party), term.began.title, term.began.said_on, left)
