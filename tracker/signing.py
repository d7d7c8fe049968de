"""Keys that sign checkpoints: making one, keeping it in a file that only its owner reads, and signing with it.

The file holds the one line of C2SP's notes, `PRIVATE+KEY+NAME+ID+SEED`. Signing needs the extra `[sign]`; checking a
signature does not.
"""

from __future__ import annotations

import os
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from events.errors import InvalidProofError
from events.note import ED25519, PRIVATE_PREFIX, Note, PublicKey, Signature, check_key_name, exact_base64
from tracker.errors import MissingExtraError, RefusedError, UnreadableError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

__all__ = ["PrivateKey", "make_key", "read_key"]

_SEED_BYTES: Final = 32
_KEY_FILE_BYTES_MAX: Final = 10_000


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """A key that signs; its seed is shown nowhere but in its own file."""

    name: str
    _key: Ed25519PrivateKey

    @property
    def public(self) -> PublicKey:
        """Return the key that checks what this one signs."""
        return PublicKey(self.name, self._key.public_key().public_bytes_raw())

    def sign(self, text: str) -> Note:
        """Return the note with that text and this key's signature."""
        signature = self._key.sign(text.encode())
        return Note(text, (Signature(self.name, self.public.id, signature),))

    def line(self) -> str:
        """Return what its file holds."""
        seed = b64encode(ED25519 + self._key.private_bytes_raw()).decode()
        return f"{PRIVATE_PREFIX}{self.name}+{self.public.id.hex()}+{seed}\n"


def make_key(path: Path, name: str) -> PublicKey:
    """Make a key in a new file with mode 0600, and its public half beside it, in `PATH.pub`.

    Raises:
        InvalidProofError: no key can have that name.
        RefusedError: something is at one of the two places; it is left alone.
        UnreadableError: the folder takes no file.
        MissingExtraError: the package that makes keys is not installed.
    """
    check_key_name(name)
    key = PrivateKey(name, _ed25519().generate())
    beside = Path(f"{path}.pub")
    if beside.exists() or beside.is_symlink():
        raise RefusedError(f"{beside} exists already and is left as it was; name another file")
    _write_new(path, key.line(), 0o600)
    _write_new(beside, f"{key.public.text()}\n", 0o644)
    return key.public


def _write_new(path: Path, text: str, mode: int) -> None:
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "w", encoding="utf-8") as file:
            try:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                path.unlink()  # half a key is none
                raise
    except FileExistsError:
        raise RefusedError(f"{path} exists already and is left as it was; name another file") from None
    except OSError as error:
        raise UnreadableError(f"cannot write {path}: {error.strerror}; name a file in a folder of yours") from None


def read_key(path: Path) -> PrivateKey:
    """Read a key that `make_key` wrote.

    Raises:
        UnreadableError: the file cannot be read, or holds no key; nothing that it holds is shown.
        MissingExtraError: the package that signs is not installed.
    """
    try:
        with path.open("rb") as file:
            line = file.read(_KEY_FILE_BYTES_MAX).decode(errors="replace").strip()
    except OSError as error:
        raise UnreadableError(f"cannot read {path}: {error.strerror}; `tracker log keygen FILE` makes a key") from None
    kept = _ed25519()
    parts = line.removeprefix(PRIVATE_PREFIX).split("+", 2)
    try:
        if not line.startswith(PRIVATE_PREFIX) or len(parts) != 3:
            raise InvalidProofError("it has not the form of a private key")
        name, key_id, encoded = parts
        check_key_name(name)
        decoded = exact_base64(encoded, 1 + _SEED_BYTES, "its seed")
        key = PrivateKey(name, kept.from_private_bytes(decoded[1:]))
        if decoded[:1] != ED25519 or key_id != key.public.id.hex():
            raise InvalidProofError("its parts do not belong together")
    except InvalidProofError:
        # Never the error's own words: they would show what the file holds.
        raise UnreadableError(f"{path} holds no private key; `tracker log keygen FILE` makes one") from None
    return key


def _ed25519() -> type[Ed25519PrivateKey]:
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # late: an extra
    except ImportError:
        raise MissingExtraError("signing", "sign") from None
    return Ed25519PrivateKey
