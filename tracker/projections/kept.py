"""What the projections keep - their tables and the versions of these - and up to where they followed the log.

What follows the log knows every kind of event; a question needs only to know whether all has been followed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Final, NamedTuple

from events.errors import NewerLogError

__all__ = ["PROJECTIONS", "Projection", "followed_seq", "table_names", "tables"]


class Projection(NamedTuple):
    """Tables that are followed, dropped and compared together."""

    name: str
    version: int
    """Of the tables; it changes with them, or with what stands in them."""
    tables: Mapping[str, str]
    """Name -> CREATE statement, indexes included."""


_NAMES: Final = {
    "dossier": """
        CREATE TABLE dossier (
            seq INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            zone TEXT NOT NULL,
            stale_after_days INTEGER NOT NULL
        ) STRICT""",
    "registry": """
        CREATE TABLE registry (
            seq INTEGER PRIMARY KEY,
            noun TEXT NOT NULL,
            id TEXT NOT NULL,
            event_id TEXT NOT NULL,
            data TEXT NOT NULL,
            voided INTEGER
        ) STRICT""",
    "names": """
        CREATE TABLE names (
            noun TEXT NOT NULL,
            key TEXT NOT NULL,
            entity INTEGER NOT NULL,
            is_id INTEGER NOT NULL,
            PRIMARY KEY (noun, key, entity)
        ) STRICT, WITHOUT ROWID""",
    "amendments": """
        CREATE TABLE amendments (
            seq INTEGER PRIMARY KEY,
            entity INTEGER NOT NULL
        ) STRICT""",
    "amendments_entity": "CREATE INDEX amendments_entity ON amendments (entity)",
    "names_entity": "CREATE INDEX names_entity ON names (entity)",
    "registry_noun": "CREATE UNIQUE INDEX registry_noun ON registry (noun, id) WHERE voided IS NULL",
    "registry_id": "CREATE INDEX registry_id ON registry (noun, id, seq)",
    "authors": """
        CREATE TABLE authors (
            name TEXT PRIMARY KEY,
            entry INTEGER NOT NULL,
            statement INTEGER
        ) STRICT, WITHOUT ROWID""",
}
_BELONGING: Final = {
    "memberships": """
        CREATE TABLE memberships (
            seq INTEGER PRIMARY KEY,
            event_id TEXT NOT NULL,
            member INTEGER NOT NULL,
            grouping INTEGER NOT NULL,
            began INTEGER NOT NULL,
            said_on TEXT,
            counts INTEGER NOT NULL,
            voided INTEGER
        ) STRICT""",
    "memberships_member": "CREATE INDEX memberships_member ON memberships (member, grouping, counts)",
    "offices": """
        CREATE TABLE offices (
            seq INTEGER PRIMARY KEY,
            event_id TEXT NOT NULL,
            person INTEGER NOT NULL,
            party INTEGER NOT NULL,
            title TEXT NOT NULL,
            assumed INTEGER NOT NULL,
            said_on TEXT,
            counts INTEGER NOT NULL,
            voided INTEGER
        ) STRICT""",
    "offices_person": "CREATE INDEX offices_person ON offices (person, party, counts)",
}
_TIMELINE: Final = {
    "timeline": """
        CREATE TABLE timeline (
            party INTEGER NOT NULL,
            issue INTEGER NOT NULL,
            said_until INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            said_from INTEGER NOT NULL,
            dead INTEGER,
            statement INTEGER NOT NULL,
            stance TEXT NOT NULL,
            withdrawn INTEGER NOT NULL,
            lapses INTEGER,
            said TEXT NOT NULL,
            conditions TEXT,
            PRIMARY KEY (party, issue, said_until, seq)
        ) STRICT, WITHOUT ROWID""",
    "pairs": """
        CREATE TABLE pairs (
            party INTEGER NOT NULL,
            issue INTEGER NOT NULL,
            live INTEGER NOT NULL,
            PRIMARY KEY (party, issue)
        ) STRICT, WITHOUT ROWID""",
    "pairs_issue": "CREATE INDEX pairs_issue ON pairs (issue, party)",
    "revisions": """
        CREATE TABLE revisions (
            seq INTEGER PRIMARY KEY,
            statement INTEGER NOT NULL,
            party INTEGER,
            issue INTEGER,
            said_until INTEGER,
            source INTEGER,
            speaker INTEGER
        ) STRICT""",
    "revisions_statement": "CREATE INDEX revisions_statement ON revisions (statement)",
    "withdrawals": """
        CREATE TABLE withdrawals (
            seq INTEGER PRIMARY KEY,
            event_id TEXT NOT NULL,
            statement INTEGER NOT NULL,
            said_on TEXT NOT NULL,
            counts INTEGER NOT NULL,
            voided INTEGER
        ) STRICT""",
    "withdrawals_statement": "CREATE INDEX withdrawals_statement ON withdrawals (statement)",
    "citations": """
        CREATE TABLE citations (
            entity INTEGER NOT NULL,
            statement INTEGER NOT NULL,
            PRIMARY KEY (entity, statement)
        ) STRICT, WITHOUT ROWID""",
}
_CHECKS: Final = {
    "assertions": """
        CREATE TABLE assertions (
            seq INTEGER PRIMARY KEY,
            event_id TEXT NOT NULL,
            party INTEGER NOT NULL,
            issue INTEGER NOT NULL,
            stance TEXT NOT NULL,
            as_of TEXT NOT NULL,
            voided INTEGER
        ) STRICT""",
    "acknowledgements": """
        CREATE TABLE acknowledgements (
            seq INTEGER PRIMARY KEY,
            event_id TEXT NOT NULL,
            finding TEXT NOT NULL,
            about TEXT NOT NULL,
            voided INTEGER
        ) STRICT""",
    "acknowledgements_finding": "CREATE INDEX acknowledgements_finding ON acknowledgements (finding, about)",
}
_PROPOSALS: Final = {
    "runs": """
        CREATE TABLE runs (
            seq INTEGER PRIMARY KEY,
            event_id TEXT NOT NULL UNIQUE,
            source INTEGER NOT NULL,
            text TEXT NOT NULL,
            engine TEXT NOT NULL
        ) STRICT""",
    "runs_source": "CREATE INDEX runs_source ON runs (source)",
    "proposals": """
        CREATE TABLE proposals (
            seq INTEGER PRIMARY KEY,
            event_id TEXT NOT NULL UNIQUE,
            run INTEGER NOT NULL,
            begins INTEGER NOT NULL,
            ends INTEGER NOT NULL
        ) STRICT""",
    "proposals_run": "CREATE INDEX proposals_run ON proposals (run, begins)",
    "decisions": """
        CREATE TABLE decisions (
            seq INTEGER NOT NULL,
            proposal INTEGER NOT NULL,
            event_id TEXT NOT NULL,
            kind TEXT NOT NULL,
            coder TEXT NOT NULL,
            content TEXT,
            statement INTEGER,
            voided INTEGER,
            PRIMARY KEY (seq, proposal)
        ) STRICT, WITHOUT ROWID""",
    "decisions_proposal": "CREATE INDEX decisions_proposal ON decisions (proposal)",
    "decisions_event": "CREATE INDEX decisions_event ON decisions (event_id)",
}

PROJECTIONS: Final = (
    Projection("names", 1, _NAMES),
    Projection("belonging", 1, _BELONGING),
    Projection("timeline", 4, _TIMELINE),
    Projection("checks", 1, _CHECKS),
    Projection("proposals", 2, _PROPOSALS),
)
"""In the order in which each follows an event."""

_META: Final = """
    CREATE TABLE projections (
        name TEXT PRIMARY KEY,
        version INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        digest TEXT
    ) STRICT"""


def tables() -> dict[str, str]:
    """Return name -> CREATE statement of everything that projections keep, indexes included."""
    found = {"projections": _META}
    for projection in PROJECTIONS:
        found.update(projection.tables)
    return found


def table_names(statements: Mapping[str, str] | None = None) -> list[str]:
    """Return the names of the tables among such statements, by default of all."""
    chosen = tables() if statements is None else statements
    return [name for name, statement in chosen.items() if statement.split()[1] == "TABLE"]


def followed_seq(connection: sqlite3.Connection) -> int | None:
    """Return up to which seq the projections here followed; None if they are of an older version or not all there.

    Raises:
        NewerLogError: a later version of this program made them.
    """
    try:
        rows = connection.execute("SELECT name, version, seq FROM projections").fetchall()
    except sqlite3.OperationalError:  # no such table: this log was never followed
        return None
    if not _has_tables(connection):
        return None
    found: dict[str, tuple[int, int]] = {name: (version, seq) for name, version, seq in rows}
    for projection in PROJECTIONS:
        version, _ = found.get(projection.name, (0, 0))
        if version > projection.version:
            raise NewerLogError(f"the projection {projection.name!r}", version, projection.version)
        if version < projection.version:
            return None
    return min(seq for _, seq in found.values())


def _has_tables(connection: sqlite3.Connection) -> bool:
    present = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    return present.issuperset(table_names())
