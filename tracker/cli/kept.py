"""What the command line is given to compare with: files with checkpoints and proofs, and public keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from events.errors import InvalidProofError
from tracker.errors import UnreadableError

if TYPE_CHECKING:
    from events.checkpoint import Checkpoint
    from events.note import Note, PublicKey

__all__ = ["content_of", "kept_checkpoint", "naming", "public_key", "told"]

_FILE_BYTES_MAX: Final = 1_000_001  # one more than is taken, so that a longer file is refused and not cut


def told(found: Checkpoint) -> dict[str, Any]:
    """Return a checkpoint's fields as JSON has them."""
    return {"origin": found.origin, "size": found.size, "root": found.root.hex()}


def kept_checkpoint(path: Path | None, key: PublicKey | None = None) -> tuple[Note, Checkpoint] | None:
    """Read a checkpoint from a file, which that key must have signed, if one is given; None where no file is.

    Raises:
        UnreadableError, InvalidProofError: the file cannot be read, is no checkpoint, is not signed.
    """
    from events.checkpoint import note_of_checkpoint

    if path is None:
        return None
    with naming(path):
        note, found = note_of_checkpoint(content_of(path))
        if key is not None:
            key.check(note)
    return note, found


def public_key(text: str) -> PublicKey:
    """Read a public key as typed, or from the file that is named.

    Raises:
        UnreadableError, InvalidProofError: the file cannot be read, or it is no key.
    """
    from events.note import PublicKey

    path = Path(text)
    if not path.is_file():
        return PublicKey.parse(text)
    with naming(path):
        return PublicKey.parse(content_of(path).decode(errors="replace"))


def content_of(path: Path) -> bytes:
    """Return what stands in a file.

    Raises:
        UnreadableError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(_FILE_BYTES_MAX)
    except OSError as error:
        raise UnreadableError(f"cannot read {path}: {error.strerror}; give the path of a file") from None


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Let what is wrong with a file be told with its name."""
    try:
        yield
    except InvalidProofError as error:
        raise InvalidProofError(f"{path}: {error}") from None
