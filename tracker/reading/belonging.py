"""Memberships and offices as recorded, for those who look a party or a person up."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from events.ids import handle
from tracker.reading.registry import Entity, Registry

__all__ = ["Membership", "Office", "memberships_of", "offices_of"]


@dataclass(frozen=True, slots=True)
class Membership:
    """A beginning (`began`) or an end of a membership; `on` None: as long as anyone knows."""

    entry: str
    member: str
    grouping: str
    event: str
    on: str | None

    def as_json(self) -> dict[str, Any]:
        """Return the item of `memberships`."""
        return {name: getattr(self, name) for name in ("entry", "member", "grouping", "event", "on")}


@dataclass(frozen=True, slots=True)
class Office:
    """A beginning (`assumed`) or an end (`left`) of an office."""

    entry: str
    person: str
    party: str
    title: str
    event: str
    on: str | None

    def as_json(self) -> dict[str, Any]:
        """Return the item of `offices`."""
        return {name: getattr(self, name) for name in ("entry", "person", "party", "title", "event", "on")}


def memberships_of(connection: sqlite3.Connection, registry: Registry, party: Entity) -> list[Membership]:
    """Return the party's memberships, and those in it, in the order in which they count."""
    rows = connection.execute(
        "SELECT seq, member, grouping, began, said_on FROM memberships"
        " WHERE (member = ?1 OR grouping = ?1) AND voided IS NULL ORDER BY counts, seq",
        (party.key,),
    )
    return [
        Membership(handle(seq), registry.id_of(member), registry.id_of(grouping), "began" if began else "ended", on)
        for seq, member, grouping, began, on in rows
    ]


def offices_of(connection: sqlite3.Connection, registry: Registry, holder: Entity) -> list[Office]:
    """Return the offices of a person, or those that speak for a party, in the order in which they count."""
    column = "person" if holder.noun == "person" else "party"
    rows = connection.execute(
        "SELECT seq, person, party, title, assumed, said_on FROM offices"  # noqa: S608 - a column of ours
        f" WHERE {column} = ? AND voided IS NULL ORDER BY counts, seq",
        (holder.key,),
    )
    return [
        Office(handle(seq), registry.id_of(who), registry.id_of(party), title, "assumed" if assumed else "left", on)
        for seq, who, party, title, assumed, on in rows
    ]
