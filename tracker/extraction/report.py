"""A report: somebody said something, as places in the text; what both our engines make before drafts."""

from __future__ import annotations

from dataclasses import dataclass

from events.vocabulary import Act
from tracker.extraction.draft import Form, Span

__all__ = ["Report"]


@dataclass(frozen=True, slots=True)
class Report:
    """What a reader of sentences found."""

    content: Span
    form: Form
    act: Act
    word: str
    """The verb, in its base form, or the noun that reports."""
    cue: Span | None
    mention: Span | None
    negated: bool = False
    is_guess: bool = False
    """The speaker was not named by the cue's own subject."""
