"""What a series of faults came to: how often it was tried, what must never happen, and what was seen beside."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

__all__ = ["Outcome"]


@dataclass
class Outcome:
    """A line of the table."""

    fault: str
    unit: str
    """What one trial is."""
    tried: int = 0
    harm: Counter[str] = field(default_factory=Counter)
    """What must be 0 throughout."""
    seen: Counter[str] = field(default_factory=Counter)
    """What may happen, and shows that the trials reached what they were to reach."""

    def note(self, harm: str, happened: object) -> None:
        """Count a harm, or that it did not happen."""
        self.harm[harm] += bool(happened)

    @property
    def harmless(self) -> bool:
        """Whether nothing happened that must not."""
        return self.tried > 0 and not any(self.harm.values())

    def __str__(self) -> str:
        """Return the line."""
        harm = ", ".join(f"{what} {number:,}" for what, number in self.harm.items())
        seen = ", ".join(f"{what} {number:,}" for what, number in sorted(self.seen.items()))
        return f"| {self.fault} | {self.tried:,} {self.unit} | {harm} | {seen} |"
