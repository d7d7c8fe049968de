"""What a parse can tell the reader of a sentence; every place is one of the whole text."""

from __future__ import annotations

from typing import Protocol

from tracker.extraction.draft import Span

__all__ = ["Guide"]


class Guide(Protocol):
    """Answers about one sentence; None where the parse has no answer, and the words decide."""

    def is_verb(self, word: Span) -> bool | None:
        """Say whether the word is a verb there."""
        ...

    def subject(self, verb: Span) -> Span | None:
        """Return the subject of a verb, with its title and apposition and without relative clauses."""
        ...

    def content(self, verb: Span) -> Span | None:
        """Return the clause that completes a verb, or a noun such as `claim`."""
        ...

    def partner(self, verb: Span) -> Span | None:
        """Return the verb before that a verb is coordinated with: `stressed` of `stressed it and said`."""
        ...

    def stop(self, verb: Span) -> Span | None:
        """Return the clause, after what completes a verb, that tells when or in spite of what: `as missiles flew`."""
        ...
