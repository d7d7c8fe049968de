"""What can go wrong with the record. Each class builds its own sentence.

RecordError
├── InvalidEventError          what came in is not an event of this record
│   └── InvalidDateError       a date, period or zone that cannot be read
├── InvalidProofError          a checkpoint, key or proof that cannot be taken
├── ConflictError              what came in does not fit what is there
│   ├── IdTakenError           the id exists with other content
│   ├── HeadMovedError         somebody else appended first
│   └── LogExistsError         a file is there where a new one was to be made
└── LogUnavailableError        the log itself cannot be used
    ├── LogMissingError        no file there
    ├── NotALogError           a file, but no log
    ├── NewerLogError          a log of a later version of this program
    ├── UnknownKindError       an event of a kind that only a later version can know
    ├── LogLockedError         another process is writing
    ├── LogNotWritableError    read-only file or folder, or no space
    └── DamagedLogError        stored bytes are not what was recorded
"""

from __future__ import annotations

from pathlib import Path

__all__ = [
    "ConflictError",
    "DamagedLogError",
    "HeadMovedError",
    "IdTakenError",
    "InvalidDateError",
    "InvalidEventError",
    "InvalidProofError",
    "LogExistsError",
    "LogLockedError",
    "LogMissingError",
    "LogNotWritableError",
    "LogUnavailableError",
    "NewerLogError",
    "NotALogError",
    "RecordError",
    "UnknownKindError",
]


class RecordError(Exception):
    """Anything the record refuses; `str()` is one sentence for the user."""


class InvalidEventError(RecordError):
    """Input that is not an event of this record."""


class InvalidDateError(InvalidEventError, ValueError):
    """A date, period or zone that cannot be read; a ValueError, so that a model names the field it stands in."""


class InvalidProofError(RecordError):
    """A checkpoint, key or proof that is none, or that is not signed as it should be."""


class ConflictError(RecordError):
    """An event that does not fit what is already recorded."""


class IdTakenError(ConflictError):
    """The id exists with other content."""

    def __init__(self, event_id: str, seq: int) -> None:
        super().__init__(
            f"id {event_id!r} is already taken by e{seq} with other content; "
            f"`tracker show e{seq}` shows it. Choose another id, or correct that entry."
        )
        self.event_id = event_id
        self.seq = seq


class HeadMovedError(ConflictError):
    """Somebody else appended between reading and appending."""

    def __init__(self, expected: int, found: int) -> None:
        super().__init__(f"the log moved: expected head {expected}, found {found}; read again and retry")
        self.expected = expected
        self.found = found


class LogExistsError(ConflictError):
    """A new log was asked for where a file already is."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} exists already and is left as it was; name a file that is not there yet")


class LogUnavailableError(RecordError):
    """The log cannot be used; nothing was written."""


class LogMissingError(LogUnavailableError):
    """No file at the path."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"no log at {path}; `tracker init` starts one, --log PATH or TRACKER_LOG names another file")


class NotALogError(LogUnavailableError):
    """The file is something else."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path} is not a tracker log ({why}); name the log with --log PATH or TRACKER_LOG")


class NewerLogError(LogUnavailableError):
    """The file was written by a later version."""

    def __init__(self, what: str, found: int, known: int) -> None:
        super().__init__(
            f"{what} has version {found}, this program knows up to {known}; "
            "upgrade with `pip install --upgrade negotiation-position-tracker`"
        )


class UnknownKindError(LogUnavailableError):
    """An event of a kind that this version does not know."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"the log holds an event of kind {kind[:60]!r}, which this program does not know; upgrade with "
            "`pip install --upgrade negotiation-position-tracker`, or `tracker log verify` if nothing later wrote to it"
        )


class LogLockedError(LogUnavailableError):
    """Another process holds the writer's lock."""

    def __init__(self, path: Path, waited_seconds: float) -> None:
        super().__init__(
            f"{path} is being written by another process (waited {waited_seconds:g} s); "
            "nothing was written, try again when it has finished"
        )


class LogNotWritableError(LogUnavailableError):
    """The file or its folder does not take writes."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"{path} cannot be written ({why}); nothing was written. "
            "Check the rights and free space of the file and its folder"
        )


class DamagedLogError(LogUnavailableError):
    """Stored bytes are not what was recorded."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"the log is damaged at {where}: {why}; `tracker log verify` lists every fault")
