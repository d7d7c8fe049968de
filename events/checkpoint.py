"""Checkpoints: which log, how many entries, which Merkle root. What an outsider keeps, in the form of C2SP.

https://c2sp.org/tlog-checkpoint: three lines, and where it is signed what `note` says of signatures.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from events.codec import decode
from events.errors import DamagedLogError, InvalidProofError
from events.log import EventLog
from events.merkle import Peaks, leaf_hash, tree_root
from events.note import Note, exact_base64, parse_note
from events.sqlite_log import SqliteLog
from events.ticking import Tick, ticked

__all__ = ["Checkpoint", "checkpoint_of", "note_of_checkpoint", "origin_of", "parse_checkpoint", "parse_size"]

_ORIGIN_PREFIX: Final = "negotiation-position-tracker/"
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,17}")
_HASH_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log at one moment."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the three lines that are signed and kept."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the three lines; strictly, so that one checkpoint has one spelling.

    Raises:
        InvalidProofError: they are not those of a checkpoint.
    """
    lines = text.split("\n")
    if len(lines) != 4 or lines[3]:
        raise InvalidProofError("a checkpoint has three lines: the log's origin, its size and its root")
    origin, size, root = lines[:3]
    if not origin:
        raise InvalidProofError("the first line of a checkpoint names the log; here it is empty")
    return Checkpoint(origin, parse_size(size), exact_base64(root, _HASH_BYTES, "the root of a checkpoint"))


def parse_size(text: str) -> int:
    """Read a number of entries.

    Raises:
        InvalidProofError: it is not written in digits alone, or with zeros before them.
    """
    if not _SIZE.fullmatch(text):
        raise InvalidProofError(
            f"{text[:40]!r} is no number of entries; it is written in digits, without leading zeros"
        )
    return int(text)


def note_of_checkpoint(content: bytes) -> tuple[Note, Checkpoint]:
    """Read a checkpoint that was kept, signed or not.

    Raises:
        InvalidProofError: it is none.
    """
    note = parse_note(content)
    return note, parse_checkpoint(note.text)


def origin_of(log: EventLog) -> str:
    """Return what the log is called in its checkpoints: it is told from all others by the id of its first entry.

    Raises:
        InvalidProofError: there is no entry yet.
    """
    for stored in log.read(upto=1):
        return f"{_ORIGIN_PREFIX}{decode(stored.body).id}"
    raise InvalidProofError("the log is empty, and a checkpoint of nothing says nothing; record something first")


def checkpoint_of(log: SqliteLog, tick: Tick | None = None) -> Checkpoint:
    """Return the checkpoint at the head, its root made from the bytes of every event.

    Raises:
        DamagedLogError: the tree that was kept while the log grew has another root.
    """
    origin, size = origin_of(log), log.head().seq
    peaks = Peaks()
    for body in ticked(_bodies(log, size), tick, size):
        peaks.add(leaf_hash(body))
    if peaks.size != size or peaks.root() != tree_root(log.nodes(), size):
        raise DamagedLogError(str(log.path), "its events do not have the root that was kept of them")
    return Checkpoint(origin, size, peaks.root())


def _bodies(log: SqliteLog, size: int) -> Iterator[bytes]:
    return (stored.body for stored in log.read(upto=size))
