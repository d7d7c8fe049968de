"""Every check of a log against itself. What it finds are faults; it never changes anything.

It cannot notice what somebody did who rewrote the whole file consistently: for that, compare the root with one
that was kept elsewhere.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

import rfc8785

from events.clock import Instant
from events.codec import decode
from events.envelope import RecordedEvent
from events.errors import RecordError
from events.merkle import leaf_hash, root_of
from events.periods import ALWAYS
from events.sqlite_file import SCHEMA
from events.sqlite_log import SqliteLog, StoredRow
from events.ticking import Tick, ticked

__all__ = ["Fault", "Report", "verify"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was recorded; `seq` 0 stands for the file as a whole."""

    seq: int
    fault: str
    detail: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found; `root` is the Merkle root over the stored bytes, hexadecimal."""

    size: int
    root: str
    faults: tuple[Fault, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.faults


def verify(log: SqliteLog, tick: Tick | None = None) -> Report:
    """Check every event of the log, within one read transaction; `tick` is told of each."""
    log.reader.execute("BEGIN")
    try:
        faults = list(_schema_faults(log.reader))
        leaves: list[bytes] = []
        previous = (0, ALWAYS)
        for row in ticked(log.rows(), tick, log.head().seq if tick else None):
            leaves.append(leaf_hash(row.body))
            faults.extend(_row_faults(row, leaves[-1], previous))
            previous = (row.seq, row.recorded_at)
        return Report(len(leaves), root_of(leaves).hex(), tuple(faults))
    finally:
        log.reader.execute("ROLLBACK")


def _schema_faults(connection: sqlite3.Connection) -> Iterator[Fault]:
    found = dict(
        connection.execute("SELECT name, sql FROM sqlite_schema WHERE lower(tbl_name) = 'events' AND sql IS NOT NULL")
    )
    for name in sorted(SCHEMA.keys() - found.keys()):
        yield Fault(0, "schema", f"{name} is missing")
    for name in sorted(found.keys() - SCHEMA.keys()):
        yield Fault(0, "schema", f"{name} was added")
    for name in sorted(SCHEMA.keys() & found.keys()):
        if SCHEMA[name].split() != found[name].split():
            yield Fault(0, "schema", f"{name} was changed")


def _row_faults(row: StoredRow, leaf: bytes, previous: tuple[int, Instant]) -> Iterator[Fault]:
    before, recorded_before = previous
    if row.seq != before + 1:
        yield Fault(row.seq, "gap", f"follows {before}")
    if row.recorded_at < recorded_before:
        yield Fault(row.seq, "clock", "recorded before the event it follows")
    if row.leaf != leaf:
        yield Fault(row.seq, "hash", "the stored bytes do not have the stored hash")
    try:
        event = decode(row.body)
    except RecordError as error:
        yield Fault(row.seq, "unreadable", str(error))
        return
    if not _is_canonical(row.body):
        yield Fault(row.seq, "encoding", "the stored bytes are not canonical JSON (RFC 8785)")
    yield from _column_faults(row, event)


def _is_canonical(body: bytes) -> bool:
    try:
        return rfc8785.dumps(json.loads(body)) == body
    except (ValueError, rfc8785.CanonicalizationError):
        return False


def _column_faults(row: StoredRow, event: RecordedEvent) -> Iterator[Fault]:
    inside = {"seq": event.seq, "id": event.id, "kind": event.data.kind, "recorded_at": event.recorded_at}
    beside = {"seq": row.seq, "id": row.id, "kind": row.kind, "recorded_at": row.recorded_at}
    for name, value in inside.items():
        if beside[name] != value:
            yield Fault(row.seq, "column", f"{name} is {beside[name]!r}, the event itself says {value!r}")
