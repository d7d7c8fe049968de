"""What a text may call the people, parties and issues of the record, as registered at the head."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from tracker.extraction.names import Named, Names
from tracker.reading.registry import Entity, Registry

__all__ = ["names_of"]


def names_of(connection: sqlite3.Connection, registry: Registry) -> Names:
    """Return the names; of an issue its title, aliases and the words of its path."""
    return Names(
        [
            Named(each.id, tuple(_called(each)), tuple(_parties(connection, registry, each)))
            for each in registry.every("person")
        ],
        [Named(each.id, tuple(_called(each))) for each in registry.every("party")],
        [Named(each.id, tuple(_keywords(each))) for each in registry.every("issue")],
    )


def _called(entity: Entity) -> Iterator[str]:
    yield from (entity.label, *entity.data.get("aliases", ()))
    yield entity.id.replace("-", " ")


def _keywords(issue: Entity) -> Iterator[str]:
    yield from (issue.label, *issue.data.get("aliases", ()))
    yield issue.id.replace("-", " ").replace("/", " ")


def _parties(connection: sqlite3.Connection, registry: Registry, person: Entity) -> Iterator[str]:
    """Yield the parties for which a person has held an office, each once."""
    rows = connection.execute(
        "SELECT DISTINCT party FROM offices WHERE person = ? AND voided IS NULL ORDER BY party", (person.key,)
    )
    return (registry.id_of(party) for (party,) in rows)
