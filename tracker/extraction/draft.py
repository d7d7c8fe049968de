"""What an engine proposes: words of the text, who said them, and how sure the engine is. A place in the text each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from events.vocabulary import Act, Form, Stance, Tier

__all__ = ["Draft", "Dropped", "Form", "Span", "Tier"]


class Span(NamedTuple):
    """A place in the text: code points, the end exclusive."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words there."""
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Say whether the other lies within."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Say whether the two have a character in common."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement as proposed; what is unknown is None. The words are those of the text at `content`, never others."""

    content: Span
    form: Form
    tier: Tier
    cue: Span | None = None
    """Where the text says that something was said."""
    mention: Span | None = None
    """Where the text names who said it."""
    speaker: str | None = None
    """Id of a person."""
    party: str | None = None
    issue: str | None = None
    """The likeliest of `issues`."""
    act: Act | None = None
    stance: Stance | None = None
    conditions: tuple[Span, ...] = ()
    rule: str | None = None
    """What in the engine made it: the word that reports."""
    issues: tuple[str, ...] = ()
    """Every issue that one of its keywords stands for, the likeliest first."""
    said: str | None = None
    """When the text claims it was said, in the grammar of `said`; None where it claims nothing."""
    dated_by: Span | None = None
    """The words of the text that gave the date; None where it is the source's own."""
    warnings: tuple[str, ...] = ()
    """What a human should look at before anything is recorded of it."""

    def as_json(self) -> dict[str, Any]:
        """Return the item of `tracker/drafts/1`."""
        return {
            "start": self.content.start,
            "end": self.content.end,
            "form": self.form,
            "cue_start": self.cue and self.cue.start,
            "cue_end": self.cue and self.cue.end,
            "speaker_start": self.mention and self.mention.start,
            "speaker_end": self.mention and self.mention.end,
            "speaker": self.speaker,
            "party": self.party,
            "issue": self.issue,
            "act": self.act,
            "stance": self.stance,
            "tier": self.tier,
            "said": self.said,
            "said_start": self.dated_by and self.dated_by.start,
            "said_end": self.dated_by and self.dated_by.end,
            "issues": list(self.issues),
            "conditions": [{"start": each.start, "end": each.end} for each in self.conditions],
            "warnings": list(self.warnings),
        }


@dataclass(frozen=True, slots=True)
class Dropped:
    """What looked like a statement and is not proposed, and why."""

    place: Span
    reason: str
    claimed: str | None = None
    """What a model says stands there, and does not: shown, and never recorded."""

    def as_json(self) -> dict[str, Any]:
        """Return its element of `dropped`."""
        return {"start": self.place.start, "end": self.place.end, "reason": self.reason, "claimed": self.claimed}
