"""A whole log as lines of text, and a log built from such lines, byte for byte the same."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import rfc8785

from events.codec import BODY_BYTES_MAX, decode
from events.errors import DamagedLogError, InvalidEventError, RecordError
from events.ids import check_event_id
from events.log import EventLog, Written
from events.placing import placed
from events.sqlite_log import SqliteLog, Writing

__all__ = ["export_lines", "restore"]


def export_lines(log: EventLog) -> Iterator[bytes]:
    """Yield the canonical bytes of every event, each with a line feed; no event holds one inside."""
    for stored in log.read():
        yield stored.body + b"\n"


def restore(path: Path, lines: Iterable[bytes]) -> SqliteLog:
    """Make a new log at `path` from what `export_lines` wrote, keeping seq, ids and instants as they are.

    Raises:
        LogExistsError: something is at `path`; a restore never writes into a log.
        InvalidEventError: a line is not the next event; names the line. No file is left.
    """
    with placed(path) as part, closing(SqliteLog.create(part)) as log, log.writing() as writing:
        for number, line in enumerate(lines, 1):
            _store_line(writing, number, line)
        if not writing.head.seq:
            raise InvalidEventError("the export is empty; there is nothing to restore")
    return SqliteLog(path)


def _store_line(writing: Writing, number: int, line: bytes) -> None:
    body = line.removesuffix(b"\n")
    try:
        if len(body) > BODY_BYTES_MAX:
            raise InvalidEventError(f"{len(body):,} bytes, an event has at most {BODY_BYTES_MAX:,}")
        event = decode(body)
        check_event_id(event.id)
        if rfc8785.dumps(json.loads(body)) != body:
            raise InvalidEventError("the bytes are not canonical JSON (RFC 8785)")
        if event.seq != number:
            raise InvalidEventError(f"expected seq {number}, found {event.seq}")
        writing.store([Written(event, body)])
    except DamagedLogError:
        raise InvalidEventError(
            f"line {number}: no recorded event; restore takes the unchanged output of `tracker log export`"
        ) from None
    except (RecordError, ValueError, sqlite3.IntegrityError) as error:
        raise InvalidEventError(
            f"line {number}: {error}; restore takes the unchanged output of `tracker log export`"
        ) from error
