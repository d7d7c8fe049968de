"""A copy on its way in: read and understood before the log is locked, kept under its lock, before the entry is.

So what an entry names is on disk when the entry is, and an entry that is refused leaves nothing in the archive.
"""

from __future__ import annotations

from tracker.archive.copies import Copy
from tracker.archive.extraction import Extracted, extract
from tracker.archive.notes import Note, archive_of
from tracker.errors import (
    DamagedCopyError,
    MissingCopyError,
    MissingExtraError,
    NoTextError,
    RefusedError,
    TrackerError,
)
from tracker.ledger import Ledger
from tracker.reading.registry import Entity

__all__ = ["Intake", "text_of"]


class Intake:
    """One copy for the archive beside a ledger's log."""

    def __init__(self, ledger: Ledger, copy: Copy) -> None:
        """Read the text out of the copy; where that cannot be done `lacking` says why, and the bytes are kept alone.

        Raises:
            RefusedError: the log has no archive beside it.
            ArchiveError: the archive cannot be read.
        """
        self.copy = copy
        self._ledger = ledger
        self.lacking: TrackerError | None = None
        self.extracted: Extracted | None = None
        self._archive = archive_of(ledger)
        self.earlier = self._earlier()
        if self.earlier is None:
            try:
                self.extracted = extract(copy)
            except (MissingExtraError, NoTextError) as error:
                self.lacking = error

    def _earlier(self) -> Note | None:
        """Return what was noted when the same bytes came in before; None also where that is lost: it is made anew."""
        try:
            note = self._archive.note(self.copy.sha256)
            if note is not None:
                self._archive.text(note.text)
        except (DamagedCopyError, MissingCopyError):
            return None
        return note

    def keep(self) -> None:
        """Keep it.

        Raises:
            ArchiveError: it cannot be written; nothing of it stays.
        """
        self._archive.keep(self.copy, self.extracted)

    def keep_alone(self) -> None:
        """Keep it under the log's lock, where no entry has to be written for it. Raises as `keep`."""
        self._ledger.write(lambda _: self.keep())

    @property
    def published(self) -> str | None:
        """Return when the copy itself says it was published."""
        read = self.earlier or self.extracted
        return read.published if read else None


def text_of(ledger: Ledger, source: Entity, charset: str | None = None) -> tuple[Note, str]:
    """Return the text of a source's archived copy and what is noted of it; read and kept now if it was not before.

    Args:
        charset: of the copy, where it is to be read now; a text that is kept stays as it is.

    Raises:
        RefusedError: the source has no copy.
        MissingCopyError, DamagedCopyError, ArchiveError: the archive does not hold it.
        MissingExtraError, NoTextError: no text can be read out of it.
    """
    digest = source.data.get("sha256")
    if digest is None:
        raise RefusedError(f"source {source.id!r} has no copy; `tracker source amend {source.id} --file F` keeps one")
    archive = archive_of(ledger)
    note = archive.note(digest)
    if note is None:
        read = extract(Copy(archive.copy(digest), source.data.get("media_type"), charset))
        kept: list[Note] = []
        ledger.write(lambda _: kept.append(archive.keep_text(digest, read)))  # under the lock: the first one stays
        note = kept[-1]
    return note, archive.text(note.text)
