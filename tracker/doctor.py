"""What a log's file stands on: the program's SQLite, the file's settings, rights, room, file system, derived tables.

Looks, and changes nothing. Whether the entries are what was recorded is `log verify`'s to say.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from events.sqlite_log import SqliteLog
from tracker.archive.notes import folder_of
from tracker.projections.kept import followed_seq

__all__ = ["Examined", "examine"]

State = Literal["ok", "note", "wrong"]

_MENDED: Final = (3, 51, 3)
"""The first SQLite in which two connections cannot damage a WAL by writing or checkpointing at the same instant."""
_ROOM_MIN: Final = 50_000_000
_MOUNTS: Final = Path("/proc/self/mounts")
_OVER_A_NETWORK: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "ceph", "glusterfs", "fuse.sshfs", "fuse.rclone", "davfs"}
)


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing that was looked at; `note`: worth knowing, `wrong`: to be mended."""

    what: str
    state: State
    detail: str

    def as_json(self) -> dict[str, Any]:
        """Return the item of `tracker/doctor/1`."""
        return {"what": self.what, "state": self.state, "detail": self.detail}


def examine(log: SqliteLog) -> Iterator[Examined]:
    """Yield what is found about a log's file, one thing after the other."""
    yield _journal(log)
    yield _sqlite(sqlite3.sqlite_version_info)
    yield from _rights(log.path)
    yield _room(log.path)
    yield _file_system(log.path)
    yield _beside(log)
    yield _projections(log)
    yield _archive(log.path)


def _journal(log: SqliteLog) -> Examined:
    (mode,) = log.reader.execute("PRAGMA journal_mode").fetchone()
    if mode == "wal":
        return Examined("journal", "ok", "WAL; every writer uses synchronous=FULL and holds the lock file")
    return Examined(
        "journal",
        "wrong",
        f"{mode}, and not WAL: some program changed it, and a power cut could lose the last write. "
        "`tracker log export` and `tracker log restore` into a new file set it right",
    )


def _sqlite(version: tuple[int, ...]) -> Examined:
    text = ".".join(map(str, version))
    if version >= _MENDED:
        return Examined("sqlite", "ok", f"{text}, in which the WAL-reset fault is mended")
    mended = ".".join(map(str, _MENDED))
    return Examined(
        "sqlite",
        "note",
        f"{text}: before {mended} two programs that write or checkpoint at the same instant can damage the file. "
        "The tracker's writers take turns by a lock file; let no other program write to it",
    )


def _rights(path: Path) -> Iterator[Examined]:
    for what, where in (("file", path), ("folder", path.resolve().parent)):
        takes = os.access(where, os.W_OK)
        yield Examined(what, "ok" if takes else "note", str(where) if takes else f"{where} is read-only: asking works")


def _room(path: Path) -> Examined:
    free = shutil.disk_usage(path.resolve().parent).free
    text = f"{free // 1_000_000:,} MB free"
    if free < _ROOM_MIN:
        return Examined("room", "wrong", f"{text}; make room, a write that does not fit is refused")
    return Examined("room", "ok", text)


def _file_system(path: Path) -> Examined:
    kind = _kind_of_mount(path.resolve())
    if kind is None:
        return Examined("file system", "note", "unknown; keep the log on a disk of this machine")
    if kind in _OVER_A_NETWORK:
        return Examined(
            "file system",
            "wrong",
            f"{kind}, over a network: neither the lock file nor SQLite's own locks can be relied on there. "
            "Keep the log on a disk of this machine and copy it with `tracker log backup`",
        )
    return Examined("file system", "ok", kind)


def _kind_of_mount(path: Path) -> str | None:
    """Return the type of the file system that holds the path, where the system tells."""
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    mounts = [(Path(_unescaped(point)), kind) for _, point, kind, *_ in map(str.split, lines)]
    holding = [(len(point.parts), kind) for point, kind in mounts if path.is_relative_to(point)]
    return max(holding, key=lambda each: each[0])[1] if holding else None


def _unescaped(point: str) -> str:
    r"""Return a mount point as it is; the list writes a space as \040."""
    return point.replace("\\040", " ").replace("\\011", "\t").replace("\\012", "\n").replace("\\134", "\\")


def _beside(log: SqliteLog) -> Examined:
    wal = Path(f"{log.path}-wal")
    size = wal.stat().st_size if wal.exists() else 0
    if size:
        return Examined(
            "beside it",
            "note",
            f"{wal.name} holds {size:,} bytes of the last writes: a copy of {log.path.name} alone would lack them. "
            "`tracker log backup FILE` copies all, and the next write merges it",
        )
    return Examined("beside it", "ok", f"nothing that a copy of {log.path.name} would lack")


def _projections(log: SqliteLog) -> Examined:
    head, followed = log.head().seq, followed_seq(log.reader)
    if followed == head:
        return Examined("projections", "ok", f"at e{head}, the head")
    reached = "of an older version" if followed is None else f"at e{followed}, behind the head e{head}"
    return Examined(
        "projections", "note", f"{reached}; the next write brings them up, until then each answer has to catch up first"
    )


def _archive(path: Path) -> Examined:
    folder = folder_of(path)
    if folder.is_dir():
        return Examined(
            "archive", "ok", f"{folder.name}; `tracker source verify` checks it, and `log backup` leaves it out"
        )
    return Examined("archive", "ok", "none")
