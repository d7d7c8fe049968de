"""Every check of a log against itself and against a checkpoint that somebody kept. It never changes anything.

Against itself alone a log that was rewritten as a whole, or cut off, looks good; a kept checkpoint shows that.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import rfc8785

from events.checkpoint import Checkpoint, origin_of
from events.clock import Instant
from events.codec import decode
from events.envelope import RecordedEvent
from events.errors import DamagedLogError, RecordError
from events.merkle import Peaks, leaf_hash
from events.periods import ALWAYS
from events.sqlite_file import schema_of, user_version
from events.sqlite_log import SqliteLog, StoredRow
from events.ticking import Tick, ticked
from events.tree import STEP

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


def verify(log: SqliteLog, tick: Tick | None = None, against: Checkpoint | None = None) -> Report:
    """Check every event of the log, in one read transaction; `tick` is told of each.

    `against` is a checkpoint that was kept outside; faults come in the order of their seq.
    """
    with log.one_moment():
        return _Verification(log, against).report(tick)


class _Verification:
    def __init__(self, log: SqliteLog, against: Checkpoint | None) -> None:
        self._log = log
        self._against = against
        self._peaks = Peaks()
        self._kept_root = self._peaks.root()  # of nothing, until as many entries as the checkpoint has are read
        self._tree = _tree_in(log.reader)

    def report(self, tick: Tick | None) -> Report:
        faults = list(_schema_faults(self._log.reader))
        faults.extend(self._event_faults(tick))
        faults.extend(_repeated_ids(self._log.reader))
        faults.extend(self._faults_against())
        faults.extend(_file_faults(self._log.reader))
        faults.sort(key=lambda fault: fault.seq)
        return Report(self._peaks.size, self._peaks.root().hex(), tuple(faults))

    def _event_faults(self, tick: Tick | None) -> Iterator[Fault]:
        previous = (0, ALWAYS)
        try:
            for row in ticked(self._log.rows(), tick, self._log.head().seq if tick else None):
                leaf = leaf_hash(row.body)
                yield from _row_faults(row, leaf, previous)
                yield from self._tree_faults(self._peaks.add(leaf))
                previous = (row.seq, row.recorded_at)
                if self._against and self._peaks.size == self._against.size:
                    self._kept_root = self._peaks.root()
        except RecordError as error:
            if not isinstance(error, DamagedLogError):
                raise
            yield Fault(previous[0] + 1, "file", f"nothing more can be read ({error.__cause__})")
        for level, place in self._tree or ():
            # Who cuts entries off and forgets the tree leaves this behind.
            yield Fault(
                self._peaks.size + 1, "cut", f"a hash is kept for level {level}, place {place}, and no such entries are"
            )

    def _tree_faults(self, completed: list[bytes]) -> Iterator[Fault]:
        if self._tree is None:
            return
        for level in range(STEP, len(completed), STEP):
            place = (self._peaks.size >> level) - 1
            kept = self._tree.pop((level, place), None)
            if kept != completed[level]:
                span = f"e{(place << level) + 1} to e{self._peaks.size}"
                why = "is missing" if kept is None else "is not that of their bytes"
                yield Fault(self._peaks.size, "tree", f"the hash that is kept of {span} {why}")

    def _faults_against(self) -> Iterator[Fault]:
        kept, size = self._against, self._peaks.size
        if kept is None:
            return
        origin = _origin(self._log)
        if origin != kept.origin:
            yield Fault(0, "origin", f"the checkpoint is of the log {kept.origin!r}, this one is {origin!r}")
        if kept.size > size:
            yield Fault(
                size + 1,
                "cut",
                f"the checkpoint has {kept.size} entries, the log {size}: the last were cut off, or an older copy "
                "was put in its place",
            )
        elif self._kept_root != kept.root:
            yield Fault(
                kept.size,
                "rewritten",
                f"the first {kept.size} entries do not have the root of the checkpoint: one or more of them were "
                "changed, dropped or put in, and hashed anew",
            )


def _origin(log: SqliteLog) -> str:
    try:
        return origin_of(log)
    except RecordError:
        return "unknown"


def _tree_in(connection: sqlite3.Connection) -> dict[tuple[int, int], bytes] | None:
    """Return the hashes that are kept, by level and place; None where a file keeps none, or nothing that is a table."""
    try:
        rows = connection.execute("SELECT level, place, hash FROM tree").fetchall()
    except sqlite3.DatabaseError:
        # Missing, but in a file of version 1, or changed is a fault of the schema, damaged is one of the file.
        return None
    return {
        (level if isinstance(level, int) else -1, place if isinstance(place, int) else -1): kept
        for level, place, kept in rows
    }


def _schema_faults(connection: sqlite3.Connection) -> Iterator[Fault]:
    expected = schema_of(user_version(connection))
    found = dict(
        connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
            " AND (lower(tbl_name) IN ('events', 'tree') OR type IN ('trigger', 'view'))"
        )
    )
    for name in sorted(expected.keys() - found.keys()):
        yield Fault(0, "schema", f"{name} is missing")
    for name in sorted(found.keys() - expected.keys()):
        yield Fault(0, "schema", f"{name} was added")
    for name in sorted(expected.keys() & found.keys()):
        if expected[name].split() != found[name].split():
            yield Fault(0, "schema", f"{name} was changed")


def _repeated_ids(connection: sqlite3.Connection) -> Iterator[Fault]:
    # Not by the index: where somebody dropped it, or it is damaged, it does not tell.
    query = (
        "SELECT seq, first FROM (SELECT seq, min(seq) OVER (PARTITION BY id) AS first FROM events NOT INDEXED)"
        " WHERE seq != first ORDER BY seq"
    )
    with _unless_corrupt():
        for seq, first in connection.execute(query):
            yield Fault(seq if isinstance(seq, int) else 0, "duplicate", f"has the id of e{first}")


@contextmanager
def _unless_corrupt() -> Iterator[None]:
    """Leave off where SQLite finds the file damaged; that is a fault, which `_file_faults` tells."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        # What a query misses because a table or column is gone is a fault of the schema.
        if not _is_corrupt(error) and not isinstance(error, sqlite3.OperationalError):
            raise


def _is_corrupt(error: BaseException | None) -> bool:
    return str(getattr(error, "sqlite_errorname", "")).startswith("SQLITE_CORRUPT")


def _file_faults(connection: sqlite3.Connection) -> Iterator[Fault]:
    """Ask SQLite about its own structures, where indexes must agree with the tables that they are of."""
    found = ["it cannot be checked"]
    with _unless_corrupt():
        found = [text for (text,) in connection.execute("PRAGMA integrity_check")]
    for text in found:
        if text != "ok":
            yield Fault(0, "file", f"SQLite: {' '.join(text.split())}")


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
    if event.seq != row.seq:
        yield Fault(row.seq, "order", f"the event itself says that it is e{event.seq}")
    yield from _column_faults(row, event)


def _is_canonical(body: bytes) -> bool:
    try:
        return rfc8785.dumps(json.loads(body)) == body
    except ValueError:  # such as a number beyond 2**53 - 1
        return False


def _column_faults(row: StoredRow, event: RecordedEvent) -> Iterator[Fault]:
    inside = {"id": event.id, "kind": event.data.kind, "recorded_at": event.recorded_at}
    beside = {"id": row.id, "kind": row.kind, "recorded_at": row.recorded_at}
    for name, value in inside.items():
        if beside[name] != value:
            yield Fault(row.seq, "column", f"{name} is {beside[name]!r}, the event itself says {value!r}")
