"""The archive: the bytes of every copy, and of each the text that was read out of it, once for ever.

What is noted beside a copy names its text by SHA-256, and the extractor that made it. A later extractor may read
better; it does not change a text whose offsets somebody has used.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from events.codec import canonical
from events.fields import Language, Said, Sha256
from events.sqlite_log import SqliteLog
from tracker.archive.copies import Copy
from tracker.archive.extraction import Extracted
from tracker.archive.objects import Objects
from tracker.errors import DamagedCopyError, MissingCopyError, RefusedError
from tracker.ledger import Ledger

__all__ = ["Archive", "Note", "archive_of", "folder_of"]

_SUFFIX: Final = ".note"
_Word = Annotated[str, Field(min_length=1, max_length=100)]


class Note(BaseModel):
    """What was read out of a copy."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    note: Literal["tracker/source-note/1"] = "tracker/source-note/1"
    text: Sha256
    """Of the text's UTF-8."""
    code_points: int
    extractor: _Word
    version: _Word
    charset: _Word
    published: Said | None = None
    language: Language | None = None


class Archive:
    """The archive in one folder."""

    def __init__(self, folder: Path) -> None:
        self._objects = Objects(folder)

    def copy(self, digest: str) -> bytes:
        """Return the bytes of a copy.

        Raises:
            MissingCopyError, DamagedCopyError, ArchiveError: they are not there, or are others.
        """
        return self._objects.read(digest)

    def note(self, digest: str) -> Note | None:
        """Return what is noted of a copy; None where no text was read out of it.

        Raises:
            DamagedCopyError, ArchiveError: it cannot be read.
        """
        try:
            content = self._objects.content(digest, _SUFFIX)
        except MissingCopyError:
            return None
        try:
            return Note.model_validate(json.loads(content))
        except (ValidationError, ValueError, RecursionError):
            path = self._objects.path_of(digest, _SUFFIX)
            raise DamagedCopyError(str(path), "it is not what is noted of a copy") from None

    def text(self, digest: str) -> str:
        """Return the text of that SHA-256, code point for code point as it was kept. Raises as `copy`."""
        try:
            return self._objects.read(digest).decode("utf-8")
        except UnicodeDecodeError:
            raise DamagedCopyError(str(self._objects.path_of(digest)), "it is no text in UTF-8") from None

    def keep(self, copy: Copy, extracted: Extracted | None) -> None:
        """Keep a copy, and the text read out of it where none is kept yet; idempotent, and all or nothing.

        Raises:
            ArchiveError: it cannot be written.
        """
        with self._undone() as made:
            made.append(self._objects.keep(copy.content))
            if extracted is not None and self._lacks_text(copy.sha256):
                self._put_text(copy.sha256, extracted, made)

    def keep_text(self, digest: str, extracted: Extracted) -> Note:
        """Keep the text of a copy that is there; return what is noted of it, which may be of an earlier text."""
        with self._undone() as made:
            if self._lacks_text(digest):
                self._put_text(digest, extracted, made)
        return self.note(digest) or _note_of(extracted)

    def _lacks_text(self, digest: str) -> bool:
        try:
            note = self.note(digest)
            return note is None or not self.text(note.text)
        except (MissingCopyError, DamagedCopyError):
            return True

    def _put_text(self, digest: str, extracted: Extracted, made: list[Path | None]) -> None:
        made.append(self._objects.keep(extracted.text.encode("utf-8")))
        noted = _note_of(extracted).model_dump(mode="json", exclude_none=True)
        self._objects.put(digest, _SUFFIX, canonical(noted))

    @contextmanager
    def _undone(self) -> Iterator[list[Path | None]]:
        """Take out again what has been put if the rest cannot be."""
        made: list[Path | None] = []
        try:
            yield made
        except BaseException:
            for path in made:
                if path is not None:
                    self._objects.remove(path)
            raise


def archive_of(ledger: Ledger) -> Archive:
    """Return the archive beside the ledger's log: `tracker.db.sources` beside `tracker.db`.

    Raises:
        RefusedError: the log is no file, so that nothing is beside it.
    """
    if not isinstance(ledger.log, SqliteLog):
        raise RefusedError("this log is no file, so no archive lies beside it; keep the copy where you keep others")
    return Archive(folder_of(ledger.log.path))


def folder_of(log: Path) -> Path:
    """Return the folder beside a log's file, of the file itself where a symbolic link leads to it."""
    path = log.resolve()
    return path.with_name(f"{path.name}.sources")


def _note_of(extracted: Extracted) -> Note:
    return Note.model_validate(
        {
            "text": _digest(extracted.text),
            "code_points": len(extracted.text),
            "extractor": extracted.extractor,
            "version": extracted.version,
            "charset": extracted.charset,
            "published": extracted.published,
            "language": extracted.language,
        }
    )


def _digest(text: str) -> str:
    return Copy(text.encode("utf-8")).sha256
