"""The group a verb stands in: its auxiliaries, whether it is negated, and whether it may be a noun instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tracker.extraction.lexicon import Inflected, Verb, inflected
from tracker.extraction.tokens import Token

__all__ = ["AUXILIARIES", "DETERMINERS", "NEGATIONS", "PREPOSITIONS", "Group", "group_at"]

_HAVE: Final = frozenset("have has had having 've 'd".split())
_BE: Final = frozenset("is are was were be been being".split())
_DO: Final = frozenset("do does did don't doesn't didn't".split())
_MODAL: Final = frozenset(
    "will would may might could should must shall can cannot can't won't wouldn't couldn't".split()
)
AUXILIARIES: Final = _HAVE | _BE | _DO | _MODAL
NEGATIONS: Final = frozenset("not never n't didn't doesn't don't won't wouldn't cannot can't couldn't".split())
DETERMINERS: Final = frozenset(
    "the a an this that these those his her its their my our your no any some every each all another such".split()
)
PREPOSITIONS: Final = frozenset(
    "of in on at by for from with to about against over under into after before since until during between among amid "
    "through without within despite towards toward via as than like near regarding concerning".split()
)
_NOUNS_TOO: Final = frozenset(
    "guarantees demands claims offers promises reports calls requests appeals pledges charges notes states "
    "threatens comments answers objects hopes fears doubts accounts estimates objects posts backs blames "
    "protests disputes plans votes aims views labels brands terms judges debates desires details outlines shows "
    "faults guesses mocks".split()
)
_PERSONS: Final = frozenset(
    "he she it who minister president spokesman spokeswoman spokesperson official ministry government envoy ambassador "
    "secretary chancellor office army party source leader chief premier statement report letter union".split()
)
_ALWAYS_VERBS: Final = frozenset(
    "say believe argue insist deny agree admit acknowledge contend assert expect urge warn accuse reject oppose consider "
    "describe criticise criticize condemn denounce recommend propose announce allege predict explain concede tell seek "
    "intend refuse".split()
)
_SHORT: Final = frozenset({"'s", "'re", "'m"})
_WHO: Final = frozenset("he she it they we i".split())
_FAR: Final = 8
_LEADING_FAR: Final = 40
_INFINITIVE_FAR: Final = 14
_ADVERBS: Final = frozenset(
    "also again once then later still now once even already always often earlier only further just simply soon thus first "
    "yesterday today since long afterwards thereby".split()
)


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
    while start > max(0, at - _FAR) and (tokens[start - 1].lower in AUXILIARIES or _is_adverb(tokens[start - 1])):
        start -= 1
    if start == at and start > 1 and found.form == "present" and tokens[start - 1].lower in _SHORT:
        start -= start > 1 and tokens[start - 2].lower in _WHO
    before = start - 1
    while start < at and _is_adverb(tokens[start]) and tokens[start].lower not in NEGATIONS:
        start += 1
    words = [each.lower for each in tokens[start:at]]
    if is_verb is False or (is_verb is None and _is_noun(tokens, start, at, found, words)):
        return None
    if is_verb is not True and start == at and before >= 0 and before < start - 1 and _describes(tokens, before, found):
        return None
    return Group(
        found.verb,
        found.form,
        start,
        at,
        any(word in NEGATIONS for word in words),
        any(word in _MODAL for word in words),
        found.form in {"past", "participle"} and any(word in _BE for word in words),
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


def _is_adverb(token: Token) -> bool:
    return token.is_word and (
        token.lower in _ADVERBS or token.lower in NEGATIONS or (token.lower.endswith("ly") and not token.is_capital)
    )


def _is_noun(tokens: Sequence[Token], start: int, at: int, found: Inflected, words: list[str]) -> bool:
    """Say whether the word is no verb here: `the claims`, `of talks`, `the announced visit`, `in reply`."""
    if any(word in AUXILIARIES or word in _SHORT for word in words):
        return False
    before = tokens[start - 1] if start else None
    if before is None and found.form == "present":
        return not any(each.lower == "," for each in tokens[at : at + _LEADING_FAR])
    if before is None:
        return found.form in {"base", "third", "participle"} or tokens[at].lower not in {"said", "asked"}
    if before.lower == "to":
        return False
    if before.lower in DETERMINERS - {"that", "this", "these", "those", "all", "some"}:
        return True
    if before.lower in {"'s", "'", "more", "most", "so-called"} or before.lower in PREPOSITIONS:
        return True
    if found.form == "present":
        return before.lower not in {",", "and", "but", "while", "in", "by", '"'}
    if found.form == "base" and tokens[at].lower in _ALWAYS_VERBS:
        return not before.is_word or before.lower in _MODAL
    if found.form == "base":
        return not _is_plural(before) or (_is_thing(tokens[at]) and before.lower in {"and", "or", ")", ","})
    if found.form == "participle":
        return True
    following = tokens[at + 1].lower if at + 1 < len(tokens) else "."
    if found.form == "third":
        if following == "that" and tokens[at].lower in {"shows", "states", "notes"}:
            return False
        unnamed = tokens[at].lower in _NOUNS_TOO and not (before.is_capital or before.lower in _PERSONS)
        return following in {"of", "and", "or"} or unnamed or _is_plural(before)
    return following == "by" and found.form in {"past", "participle"}


def _is_thing(token: Token) -> bool:
    """Say whether a word in its base form is as often a noun."""
    return f"{token.lower}s" in _NOUNS_TOO


def _is_plural(token: Token) -> bool:
    word = token.lower
    return (
        word in {"they", "we", "i", "you", "who", "both", "people", "police", "and", "or", "some", "these", "those"}
        or (token.is_word and word.endswith("s") and not word.endswith("ss"))
        or token.lower in {")", ","}
    )
