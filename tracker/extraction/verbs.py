"""The group a verb stands in: its auxiliaries, and whether it is negated, modal, passive or an infinitive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tracker.extraction.lexicon import Inflected, Verb, inflected
from tracker.extraction.tokens import Token
from tracker.extraction.wordclass import (
    AUXILIARIES,
    BE,
    DETERMINERS,
    MODAL,
    NEGATIONS,
    PREPOSITIONS,
    SHORT,
    is_adverb,
    is_noun,
)

__all__ = ["Group", "group_at"]

_WHO: Final = frozenset("he she it they we i".split())
_FAR: Final = 8
_INFINITIVE_FAR: Final = 14


@dataclass(frozen=True, slots=True)
class Group:
    """A reporting verb with what belongs to it; `start <= at`, and the group ends after `at`."""

    verb: Verb
    form: str
    start: int
    """Index of its first token."""
    at: int
    negated: bool
    modal: bool
    passive: bool
    infinitive: bool

    @property
    def is_participle(self) -> bool:
        """Whether it hangs on another verb: `..., adding that`."""
        return self.form == "present" and self.start == self.at


def group_at(tokens: Sequence[Token], at: int, is_verb: bool | None = None) -> Group | None:
    """Return the group of the reporting verb at that index; None where there is none, or where it is a noun.

    Args:
        is_verb: what a parse says; None: let the words around it tell.
    """
    token = tokens[at]
    found = inflected(token.lower) if token.is_word else None
    if found is None:
        return None
    start = at
    while start > max(0, at - _FAR) and (tokens[start - 1].lower in AUXILIARIES or is_adverb(tokens[start - 1])):
        start -= 1
    if start == at and start > 1 and found.form == "present" and tokens[start - 1].lower in SHORT:
        start -= start > 1 and tokens[start - 2].lower in _WHO
    before = start - 1
    while start < at and is_adverb(tokens[start]) and tokens[start].lower not in NEGATIONS:
        start += 1
    words = [each.lower for each in tokens[start:at]]
    if is_verb is False or (is_verb is None and is_noun(tokens, start, at, found)):
        return None
    if is_verb is not True and start == at and before >= 0 and before < start - 1 and _describes(tokens, before, found):
        return None
    return Group(
        found.verb,
        found.form,
        start,
        at,
        any(word in NEGATIONS for word in words),
        any(word in MODAL for word in words),
        found.form in {"past", "participle"} and any(word in BE for word in words),
        start > 0 and (tokens[start - 1].lower == "to" or _is_joined_infinitive(tokens, before + 1, found, words)),
    )


def _is_joined_infinitive(tokens: Sequence[Token], start: int, found: Inflected, words: list[str]) -> bool:
    """Say whether it is the second of two: `to recall the envoy and declare the talks dead`."""
    if found.form != "base" or words or tokens[start - 1].lower not in {"and", "or", "even"}:
        return False
    earlier = tokens[max(0, start - _INFINITIVE_FAR) : start - 1]
    return any(each.lower == "to" for each in earlier) and not any(each.lower in {",", ";"} for each in earlier[-2:])


def _describes(tokens: Sequence[Token], before: int, found: Inflected) -> bool:
    """Say whether a participle belongs to a noun: `a swiftly called meeting`, `from publicly disclosed papers`."""
    return found.form == "past" and tokens[before].lower in DETERMINERS | PREPOSITIONS
