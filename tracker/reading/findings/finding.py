"""A finding: what is odd about the record, the entries that show it, and the key by which people speak of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any, Final

from events.codec import canonical
from events.vocabulary import FindingKind

__all__ = ["Acknowledged", "Finding"]

_KEY_DIGITS: Final = 10


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Somebody looked at a finding and left it."""

    entry: str
    because: str
    by: str

    def as_json(self) -> dict[str, str]:
        """Return the value of `acknowledged`."""
        return {"entry": self.entry, "because": self.because, "by": self.by}


@dataclass(frozen=True)
class Finding:
    """What is odd. Two findings are the same if they are of one kind and rest on the same events."""

    kind: FindingKind
    about: tuple[str, ...]
    """Ids of the events it rests on, sorted: of statements those that brought the wording in force."""
    party: str | None
    issue: str | None
    entries: tuple[str, ...]
    """Handles of what to look at, oldest first; of statements those of their recording."""
    detail: str
    acknowledged: Acknowledged | None = None

    @cached_property
    def key(self) -> str:
        """The same for as long as the finding rests on the same events, whatever else is recorded."""
        return f"f{sha256(canonical([self.kind, *self.about])).hexdigest()[:_KEY_DIGITS]}"

    def as_json(self) -> dict[str, Any]:
        """Return the item of `tracker/check/1`."""
        return {
            "key": self.key,
            "kind": self.kind.value,
            "party": self.party,
            "issue": self.issue,
            "detail": self.detail,
            "entries": list(self.entries),
            "about": list(self.about),
            "acknowledged": None if self.acknowledged is None else self.acknowledged.as_json(),
        }
