"""Before a search its index follows the log: in the log's own file where that can be written, else in a temporary one.

So whoever may only read, or comes while somebody else writes, gets the same answer. It takes them longer, and a
temporary index vanishes with its connection.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from events.errors import LogUnavailableError
from events.log import EventLog
from events.sqlite_log import SqliteLog
from events.ticking import Tick
from tracker.errors import RefusedError
from tracker.projections.kept import followed_seq
from tracker.projections.search import follow, indexed_seq

__all__ = ["indexed"]

_ENGINE: Final = "fts5"


@contextmanager
def indexed(log: EventLog, connection: sqlite3.Connection, upto: int, tick: Tick | None = None) -> Iterator[None]:
    """Hold the connection at one moment at which its index has come to seq `upto`, or further.

    `tick` is told the seqs it comes to on the way, and `upto` as the total.

    Raises:
        NewerLogError: a later version of this program made the index.
        RefusedError: SQLite came without what an index is made with.
    """
    if connection.execute("SELECT 1 FROM pragma_module_list WHERE name = ?", (_ENGINE,)).fetchone() is None:
        raise RefusedError(
            f"a search needs SQLite with {_ENGINE.upper()}, and this Python's {sqlite3.sqlite_version} came without; "
            "use another Python. All other questions can be asked with this one"
        )
    if isinstance(log, SqliteLog) and connection is log.reader and _lacks(connection, upto):
        _follow_in_file(log, upto, tick)
    connection.execute("BEGIN")
    try:
        while _lacks(connection, upto):
            _tell(tick, follow(connection, log, upto, "temp"), upto)
        yield
    except BaseException:
        connection.execute("ROLLBACK")  # a batch half indexed must not stay
        raise
    connection.execute("COMMIT")


def _lacks(connection: sqlite3.Connection, upto: int) -> bool:
    seq = indexed_seq(connection)
    return seq is None or seq < upto


def _tell(tick: Tick | None, seq: int, upto: int) -> None:
    if tick is not None:
        tick(seq, upto)


def _follow_in_file(log: SqliteLog, upto: int, tick: Tick | None) -> None:
    """Let the file's index follow, part by part, so that whoever wants to write meanwhile waits for one part only."""
    seq = 0
    try:
        while seq < upto:
            with log.writing() as writing:
                if followed_seq(writing.connection) != writing.head.seq:
                    return  # the tables it rests on are of an older version; the next write makes them anew
                seq = follow(writing.connection, writing, upto)
            _tell(tick, seq, upto)
    except LogUnavailableError:
        return  # not ours to write, or not now; what is really wrong with the log, reading it will say
