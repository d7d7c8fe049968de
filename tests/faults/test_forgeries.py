"""Forgeries by somebody who can write the file: what the log itself shows of them, and what only a kept checkpoint."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest

from events.checkpoint import Checkpoint, checkpoint_of
from events.codec import canonical
from events.merkle import leaf_hash
from events.sqlite_log import SqliteLog
from events.transfer import export_lines, restore
from tests.events.samples import event
from tests.faults.killing import new_dossier
from tracker.ledger import Ledger, open_ledger
from tracker.verifying import verify

Forgery = Callable[[Path], None]
Entries = list[dict[str, Any]]


def _by_hand(*statements: str) -> Forgery:
    """Write to the tables with the triggers out of the way, and put them back."""

    def forge(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
            for name, _ in triggers:
                connection.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                connection.execute(statement)
            for _, sql in triggers:
                connection.execute(sql)

    return forge


def _hashed_anew(change: Callable[[Entries], Entries]) -> Forgery:
    """Change the history and build the whole log again from it, consistent in itself."""

    def forge(path: Path) -> None:
        with closing(SqliteLog(path)) as log:
            entries = change([json.loads(line) for line in export_lines(log)])
        for suffix in ("", "-wal", "-shm", ".lock"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        lines = [canonical({**entry, "seq": seq}) + b"\n" for seq, entry in enumerate(entries, 1)]
        with Ledger(restore(path, lines)) as ledger:
            ledger.append([])

    return forge


def _with_bytes_and_hash(path: Path) -> None:
    with closing(SqliteLog(path)) as log:
        (stored,) = log.read(9, 10)
    body = stored.body.replace(b"supports", b"opposes ".strip())
    _by_hand(f"UPDATE events SET body = '{body.decode()}', leaf = x'{leaf_hash(body).hex()}' WHERE seq = 10")(path)


def _swapped(entries: Entries) -> Entries:
    entries[9], entries[10] = ({**entries[10], "recorded_at": entries[9]["recorded_at"]}, {**entries[9]})
    return entries


def _put_in(entries: Entries) -> Entries:
    return [*entries[:10], {**entries[10], "id": "never-said"}, *entries[10:]]


def _backdated(entries: Entries) -> Entries:
    return [{**entry, "recorded_at": "2020-01-01T00:00:00Z"} for entry in entries]


def _other_words(entries: Entries) -> Entries:
    entries[9]["data"]["stance"] = "opposes"
    return entries


def _another_person(entries: Entries) -> Entries:
    entries[9]["recorded_by"] = "somebody else"
    return entries


def _older(path: Path) -> None:
    shutil.copy(path.with_name("older.db"), path)


def _without_a_trigger(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER events_are_not_changed")


CHANGE_BYTES: Final = "UPDATE events SET body = replace(body, 'supports', 'opposes') WHERE seq = 10"
CHANGE_COLUMN: Final = "UPDATE events SET recorded_at = recorded_at - 1 WHERE seq = 1"
CHANGE_POSITION: Final = "UPDATE timeline SET stance = 'opposes'"
REPEAT_ID: Final = (
    "DROP INDEX events_id",
    "UPDATE events SET id = 'k1' WHERE seq = 10",
    "CREATE INDEX events_id ON events (id)",
)

FORGERIES: Final[dict[str, tuple[Forgery, str | None, str]]] = {
    "a statement's bytes": (_by_hand(CHANGE_BYTES), "hash", "rewritten"),
    "its bytes and their hash": (_with_bytes_and_hash, "projection", "rewritten"),
    "a column beside the bytes": (
        _by_hand(CHANGE_COLUMN),
        "column",
        "column",
    ),
    "an entry taken out": (_by_hand("DELETE FROM events WHERE seq = 10"), "gap", "cut"),
    "an id used twice": (
        _by_hand(*REPEAT_ID),
        "duplicate",
        "duplicate",
    ),
    "a trigger taken out": (
        lambda path: (
            sqlite3.connect(path, isolation_level=None)
            .execute("DROP TRIGGER events_are_not_changed")
            .connection.close()
        ),
        "schema",
        "schema",
    ),
    "a position in the derived tables": (
        _by_hand(CHANGE_POSITION),
        "projection",
        "projection",
    ),
    "history rewritten and hashed anew": (_hashed_anew(_other_words), None, "rewritten"),
    "an author changed and hashed anew": (_hashed_anew(_another_person), None, "rewritten"),
    "an entry dropped, the rest numbered anew": (
        _hashed_anew(lambda entries: entries[:9] + entries[10:]),
        None,
        "cut",
    ),
    "two entries in the other order": (_hashed_anew(_swapped), None, "rewritten"),
    "an entry put into the past": (_hashed_anew(_put_in), None, "rewritten"),
    "everything recorded years earlier": (_hashed_anew(_backdated), None, "rewritten"),
    "the last entries cut off": (_hashed_anew(lambda entries: entries[:-3]), None, "cut"),
    "an older copy put back": (_older, None, "cut"),
    "another log in its place": (
        _hashed_anew(lambda entries: [{**entries[0], "id": "another"}, *entries[1:]]),
        None,
        "origin",
    ),
}
"""Name -> how it is made, the fault that the log itself shows (None: it cannot), the fault against a checkpoint."""


@pytest.fixture
def kept(tmp_path: Path) -> Checkpoint:
    """The checkpoint that somebody kept of tracker.db here, which has an older copy beside it."""
    path = tmp_path / "log.db"
    new_dossier(path)
    with open_ledger(path) as ledger:
        ledger.append([event(f"k{number}") for number in range(10)])
    shutil.copy(path, tmp_path / "older.db")
    with open_ledger(path) as ledger:
        ledger.append([event(f"k{number}") for number in range(10, 20)])
    with closing(SqliteLog(path)) as log:
        return checkpoint_of(log)


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_shown(name: str, kept: Checkpoint, tmp_path: Path) -> None:
    forge, alone, against = FORGERIES[name]
    path = tmp_path / "log.db"
    with closing(SqliteLog(path)) as log:
        assert verify(log, against=kept).ok
    forge(path)
    with closing(SqliteLog(path)) as log:
        shown = {fault.fault for fault in verify(log).faults}
        assert alone in shown if alone else not shown
        assert against in {fault.fault for fault in verify(log, against=kept).faults}
