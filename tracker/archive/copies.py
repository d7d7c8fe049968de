"""A copy of a source, as it came: an ordinary file of the user's, or what an address answered."""

from __future__ import annotations

import mimetypes
import os
import re
import stat
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from tracker.errors import UnreadableError

__all__ = ["SIZE_MAX", "Copy", "is_plain", "read_copy"]

SIZE_MAX: Final = 50_000_000
"""Bytes of the largest copy that is taken."""
_RTF: Final = "application/rtf"
_RTF_BEGINS: Final = rb"{\rtf"
"""It looks like plain text, and few systems know its name's ending."""
_MEDIA_TYPE = re.compile(r"[\w.+-]{1,50}/[\w.+-]{1,50}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Copy:
    """Bytes, and what whoever gave them says they are."""

    content: bytes
    media_type: str | None = None
    charset: str | None = None
    """As declared by the user or by the server; None: nobody did."""

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes, hexadecimal."""
        return sha256(self.content).hexdigest()

    def fields(self) -> dict[str, str | None]:
        """Return what the record keeps of it; a media type that the record has no place for is left out."""
        known = self.media_type if self.media_type and _MEDIA_TYPE.fullmatch(self.media_type) else None
        return {"sha256": self.sha256, "media_type": known}


def read_copy(path: Path, charset: str | None = None, *, size_max: int = SIZE_MAX) -> Copy:
    """Return the file's bytes; its media type is guessed from its name, but RTF known by how it begins.

    Raises:
        UnreadableError: no ordinary file, empty, larger than `size_max` bytes, or not to be read.
    """
    try:
        content = _content(path, size_max)
    except OSError as error:
        if path.is_symlink():
            raise UnreadableError(f"{path} is a symbolic link; give the file that it leads to") from None
        raise UnreadableError(f"cannot read {path}: {error.strerror}; give the copy's path") from None
    if not content:
        raise UnreadableError(f"{path} is empty; give the file that holds the copy")
    if len(content) > size_max:
        raise UnreadableError(
            f"{path} is larger than {size_max // 1_000_000} MB, the largest copy that is kept; give a smaller one"
        )
    return Copy(content, _RTF if content.startswith(_RTF_BEGINS) else _guessed(path.name), charset)


def is_plain(name: str, content: bytes) -> bool:
    """Say whether nothing in a file's name or beginning tells that it is other than plain text."""
    return not content.startswith(_RTF_BEGINS) and _guessed(name) in {None, "text/plain"}


def _guessed(name: str) -> str | None:
    """Return the media type that a file's name tells; of `page.html.gz` that of what it is packed with."""
    kind, packed = mimetypes.guess_type(name)
    return kind if packed is None else f"application/{packed}"


def _content(path: Path, size_max: int) -> bytes:
    """Return the bytes of an ordinary file, one more than allowed at most: it may grow while it is read."""
    if path.is_dir():
        raise IsADirectoryError(0, "Is a directory")
    # A pipe that nobody writes to would be waited for without O_NONBLOCK.
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise UnreadableError(f"{path} is no ordinary file; save the copy to one and give that")
        return file.read(size_max + 1)
