"""What an engine is: a pure function of a text and the names of a dossier, with a fingerprint."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from tracker.extraction.draft import Draft, Dropped
from tracker.extraction.names import Names

__all__ = ["Extraction", "Extractor", "Fingerprint", "rules_digest"]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What made the drafts: the same fingerprint makes the same drafts of the same text and names."""

    name: str
    version: str
    digest: str
    """SHA-256, hexadecimal, of its rules and of the model they lean on."""

    def as_json(self) -> dict[str, str]:
        """Return the `engine` of `tracker/drafts/1`."""
        return {"name": self.name, "version": self.version, "digest": self.digest}


@dataclass(frozen=True, slots=True)
class Extraction:
    """What an engine found in one text, in the order of the text."""

    drafts: Sequence[Draft] = ()
    warnings: Sequence[str] = ()
    dropped: Sequence[Dropped] = ()


class Extractor(Protocol):
    """Proposes statements. Reads nothing but its arguments, and keeps nothing of them."""

    @property
    def fingerprint(self) -> Fingerprint:
        """What makes its drafts."""
        ...

    def extract(self, text: str, names: Names) -> Extraction:
        """Return what it finds, whatever the text is.

        Raises:
            EngineFailedError: it asks a service, which gave no answer; an engine that asks none never raises.
        """
        ...


@cache
def rules_digest() -> str:
    """Return the SHA-256 of the rules: of every module of this package, in the order of their names."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
