"""What a party ever could have a position on, whatever entries were voided since."""

from __future__ import annotations

import sqlite3

__all__ = ["ever_above", "issues_ever"]


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
