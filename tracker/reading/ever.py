"""What a party ever could have a position on, whatever entries were voided since."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator

from tracker.reading.registry import Entity, Registry

__all__ = ["ever_above", "issues_ever", "pairs_ever"]


def ever_above(connection: sqlite3.Connection, party: int) -> list[int]:
    """Return the party and every grouping that any entry, void or not, ever put above it, nearest first."""
    found = [party]
    for each in found:
        rows = connection.execute("SELECT DISTINCT grouping FROM memberships WHERE member = ?", (each,))
        found.extend(grouping for (grouping,) in rows if grouping not in found)
    return found


def issues_ever(connection: sqlite3.Connection, party: int) -> list[int]:
    """Return the issues on which the party, or a grouping ever above it, ever said anything."""
    found: set[int] = set()
    for holder in ever_above(connection, party):
        found.update(issue for (issue,) in connection.execute("SELECT issue FROM pairs WHERE party = ?", (holder,)))
    return sorted(found)


def pairs_ever(
    connection: sqlite3.Connection, parties: Collection[str], issues: Collection[str], seq: int
) -> list[tuple[int, int]]:
    """Return the pairs of party and issue, keys, that can have had a position at any seq up to `seq`; by their ids.

    What was voided since is there too, and what got its id after it: these are pairs of their own, oldest first.

    Args:
        parties: ids; only what ever had one of them. Empty: all.
        issues: likewise, and what lay below them.
    """
    registry = Registry(connection)
    columns = {each.key: each.id for each in _issues(registry, issues, seq)}
    found = [
        (party.id, columns[issue], party.key, issue)
        for party in registry.ever("party", seq)
        if not parties or party.id in parties
        for issue in issues_ever(connection, party.key)
        if issue in columns
    ]
    return [(party, issue) for _, _, party, issue in sorted(found)]


def _issues(registry: Registry, asked: Collection[str], seq: int) -> Iterator[Entity]:
    tops = tuple(f"{each}/" for each in asked)
    return (each for each in registry.ever("issue", seq) if not asked or each.id in asked or each.id.startswith(tops))
