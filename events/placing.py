"""New files that are whole or not there: built beside their place under another name, and put there at the end."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from events.errors import LogExistsError, LogNotWritableError
from events.sqlite_file import remove_log

__all__ = ["placed"]

_NO_LINKS: Final = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK})


@contextmanager
def placed(target: Path) -> Iterator[Path]:
    """Yield the name under which a log may be built; on leaving it has its own, on disk. Never replaces anything.

    Whatever is killed meanwhile leaves at most a file whose name ends in `.part`, which nothing reads.

    Raises:
        LogExistsError: something is at `target`, before or at the end.
        LogNotWritableError: the folder does not exist, takes no file, or has no room.
    """
    if target.exists() or target.is_symlink():
        raise LogExistsError(target)
    part = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
    try:
        yield part
        _sync(part)
        _link(part, target)
        _sync(target.parent)
    except FileExistsError:
        raise LogExistsError(target) from None
    except OSError as error:
        raise LogNotWritableError(target, error.strerror or str(error)) from error
    finally:
        remove_log(part)


def _link(part: Path, target: Path) -> None:
    """Give the file its name; unlike a rename a link never takes the place of what came meanwhile."""
    try:
        os.link(part, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))  # holds the name
        part.replace(target)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
