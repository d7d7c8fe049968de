"""Where bytes lie: each under the name of its SHA-256, written once, whole and on disk before anything names it.

    <folder>/ab/ab12...       the bytes whose SHA-256 is ab12...
    <folder>/ab/ab12....note  what is noted of them

A file is written under a temporary name, brought to disk, and renamed; so whatever has its name is whole.
"""

from __future__ import annotations

import os
import stat
from hashlib import sha256
from pathlib import Path
from typing import Final

from tracker.errors import ArchiveError, DamagedCopyError, MissingCopyError

__all__ = ["Objects"]

_MODE: Final = 0o644  # the umask may take away from it


class Objects:
    """A folder of objects; it is made when the first is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_of(self, digest: str, suffix: str = "") -> Path:
        """Return where the object of that SHA-256 lies, or what is noted of it."""
        return self.folder / digest[:2] / f"{digest}{suffix}"

    def keep(self, content: bytes) -> Path | None:
        """Keep the bytes; return their path where it was not there. Damaged bytes of that name are replaced.

        Raises:
            ArchiveError: they cannot be written.
        """
        digest = sha256(content).hexdigest()
        try:
            self.read(digest)
        except (MissingCopyError, DamagedCopyError) as error:
            self.put(digest, "", content)
            return self.path_of(digest) if isinstance(error, MissingCopyError) else None
        return None

    def read(self, digest: str) -> bytes:
        """Return the bytes of that SHA-256.

        Raises:
            MissingCopyError: they are not there.
            DamagedCopyError: what is there has another SHA-256.
            ArchiveError: they cannot be read.
        """
        content = self.content(digest)
        found = sha256(content).hexdigest()
        if found != digest:
            raise DamagedCopyError(str(self.path_of(digest)), f"its SHA-256 is {found}")
        return content

    def content(self, digest: str, suffix: str = "") -> bytes:
        """Return what stands in a file of the archive, unchecked. Raises as `read`."""
        path = self.path_of(digest, suffix)
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            with os.fdopen(descriptor, "rb") as file:
                if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                    raise DamagedCopyError(str(path), "it is no ordinary file")
                return file.read()
        except FileNotFoundError:
            raise MissingCopyError(str(path)) from None
        except OSError as error:
            raise ArchiveError(f"{path} cannot be read ({error.strerror}); check its rights") from None

    def put(self, digest: str, suffix: str, content: bytes) -> Path:
        """Write a file of the archive, in the place of whatever is there; return its path.

        Raises:
            ArchiveError: it cannot be written; what was there is as it was.
        """
        path = self.path_of(digest, suffix)
        try:
            for folder in (self.folder, path.parent):
                _make_folder(folder)
            _replace(path, content)
        except OSError as error:
            raise ArchiveError(
                f"{path} cannot be written ({error.strerror}), so nothing was recorded; check the folder and its space"
            ) from None
        return path

    def remove(self, path: Path) -> None:
        """Take out a file that has just been put, and the folders that are empty without it."""
        path.unlink(missing_ok=True)
        for folder in (path.parent, self.folder):
            try:
                folder.rmdir()
            except OSError:  # not empty: others lie there
                return


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir()
    except FileExistsError:
        return
    _to_disk(folder.parent)


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, _MODE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _to_disk(path.parent)


def _to_disk(folder: Path) -> None:
    """Bring a folder's list of names to disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
