"""Proofs as files that anybody can check, without the log and without us.

Of inclusion, in the form of https://c2sp.org/tlog-proof, the entry's bytes as its extra data:

    c2sp.org/tlog-proof@v1
    extra BASE64
    index 41
    HASH ...

    CHECKPOINT

Of consistency, in the form in which https://c2sp.org/tlog-witness hands one in:

    old 41
    HASH ...

    CHECKPOINT

Such a file never carries the old checkpoint: whoever checks it compares with the one that they kept.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from events.checkpoint import Checkpoint, note_of_checkpoint, parse_size
from events.errors import InvalidProofError
from events.merkle import is_consistent, is_included, leaf_hash
from events.note import Note, exact_base64

__all__ = ["Consistency", "Inclusion", "parse_proof"]

_INCLUSION: Final = "c2sp.org/tlog-proof@v1"
_HASH_BYTES: Final = 32
_PATH_MAX: Final = 63
_PROOF_BYTES_MAX: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Inclusion:
    """That these bytes are the entry at `index`, from 0, of the log that the checkpoint describes."""

    body: bytes
    index: int
    path: tuple[bytes, ...]
    note: Note
    checkpoint: Checkpoint

    def holds(self) -> bool:
        """Return whether it proves that."""
        return is_included(leaf_hash(self.body), self.index, self.checkpoint.size, self.path, self.checkpoint.root)

    def content(self) -> str:
        """Return the proof as it stands in a file."""
        first = f"{_INCLUSION}\nextra {b64encode(self.body).decode()}\nindex {self.index}\n"
        return f"{first}{_lines(self.path)}\n{self.note.content()}"


@dataclass(frozen=True, slots=True)
class Consistency:
    """That the first `old` entries of the log that the checkpoint describes are those an older one described."""

    old: int
    path: tuple[bytes, ...]
    note: Note
    checkpoint: Checkpoint

    def holds(self, kept: Checkpoint) -> bool:
        """Return whether it proves that of the checkpoint that was `kept`."""
        if (kept.origin, kept.size) != (self.checkpoint.origin, self.old):
            return False
        return is_consistent(kept.size, kept.root, self.checkpoint.size, self.checkpoint.root, self.path)

    def content(self) -> str:
        """Return the proof as it stands in a file."""
        return f"old {self.old}\n{_lines(self.path)}\n{self.note.content()}"


def _lines(path: Sequence[bytes]) -> str:
    return "".join(f"{b64encode(each).decode()}\n" for each in path)


def parse_proof(content: bytes) -> Inclusion | Consistency:
    """Read a proof; whether it holds is another question.

    Raises:
        InvalidProofError: the bytes are no proof.
    """
    if len(content) > _PROOF_BYTES_MAX:
        raise InvalidProofError(f"a proof of {len(content):,} bytes; {_PROOF_BYTES_MAX:,} are the most that is read")
    above, separated, below = content.partition(b"\n\n")
    if not separated:
        raise InvalidProofError("a proof has a checkpoint under a blank line; it is no proof of ours")
    try:
        lines = above.decode().split("\n")
    except UnicodeDecodeError:
        raise InvalidProofError("a proof is text in UTF-8; this is not") from None
    note, checkpoint = note_of_checkpoint(below)
    if lines[0] == _INCLUSION:
        body = exact_base64(_after("extra ", lines, 1), None, "the entry of a proof")
        return Inclusion(body, parse_size(_after("index ", lines, 2)), _path(lines[3:]), note, checkpoint)
    return Consistency(parse_size(_after("old ", lines, 0)), _path(lines[1:]), note, checkpoint)


def _after(word: str, lines: Sequence[str], number: int) -> str:
    if len(lines) <= number or not lines[number].startswith(word):
        raise InvalidProofError(
            f"line {number + 1} of a proof should begin with {word.strip()!r}; it is no proof of ours"
        )
    return lines[number].removeprefix(word)


def _path(lines: Sequence[str]) -> tuple[bytes, ...]:
    if len(lines) > _PATH_MAX:
        raise InvalidProofError(f"a proof with more than {_PATH_MAX} hashes proves nothing; no log is that large")
    return tuple(exact_base64(line, _HASH_BYTES, "a hash of a proof") for line in lines)
