"""What a proposal would be accepted as: filled in by the engine, changed by the human, and what is still missing."""

from __future__ import annotations

from typing import Any, Final

from events.vocabulary import CONDITIONAL
from tracker.reading.proposals import Proposal
from tracker.reading.registry import Entity
from tracker.reviewing import prefilled

__all__ = ["Coding"]

_NEEDED: Final = ("party", "issue", "stance", "said")


class Coding:
    """One proposal's fields, so far."""

    def __init__(self, proposal: Proposal, source: Entity, text: str | None) -> None:
        """`text`: of the source; None where it cannot be had, and the words cannot be changed."""
        self.proposal = proposal
        self.source = source
        self.text = text
        self.changes: dict[str, Any] = {}
        self.unknown: set[str] = set()
        """Fields whose names are to be registered."""

    @property
    def place(self) -> tuple[int, int]:
        """Where the words stand."""
        place = self.proposal.data.place
        chosen: tuple[int, int] = self.changes.get("place", (place.start, place.end))
        return chosen

    @property
    def words(self) -> str:
        """The words that are quoted."""
        if "place" not in self.changes or self.text is None:
            return self.proposal.data.place.words
        start, end = self.place
        return self.text[start:end]

    def value(self, name: str) -> Any:
        """Return a field as it would be recorded; None, or no condition, where it is empty."""
        if name == "quotation":
            return self.words
        if name == "conditions" and self.value("stance") not in CONDITIONAL:
            return ()
        return {**prefilled(self.proposal.data, self.source), **self.changes}.get(name)

    def missing(self) -> list[str]:
        """Return the fields without which it cannot be accepted, in the order in which they are asked for."""
        needed = [name for name in _NEEDED if not self.value(name)]
        if self.value("stance") in CONDITIONAL and not self.value("conditions"):
            needed.append("conditions")
        return needed

    def change(self, name: str, value: Any, *, unknown: bool = False) -> None:
        """Give a field another value; `unknown`: a name that is to be registered."""
        self.changes[name] = value
        (self.unknown.add if unknown else self.unknown.discard)(name)
        if name == "stance" and value not in CONDITIONAL:
            self.changes.pop("conditions", None)

    def move_to(self, start: int, end: int) -> None:
        """Let the words be those from start up to end."""
        place = self.proposal.data.place
        if (start, end) == (place.start, place.end):
            self.changes.pop("place", None)
        else:
            self.changes["place"] = (start, end)
