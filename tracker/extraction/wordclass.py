"""Small words, and whether a word that may be a reporting verb is a noun or an adjective where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tracker.extraction.lexicon import Inflected
from tracker.extraction.tokens import Token

__all__ = [
    "ALWAYS_VERBS",
    "AUXILIARIES",
    "BE",
    "DETERMINERS",
    "MODAL",
    "NEGATIONS",
    "PREPOSITIONS",
    "SHORT",
    "is_adverb",
    "is_noun",
]

_HAVE: Final = frozenset("have has had having 've 'd".split())
BE: Final = frozenset("is are was were be been being".split())
_DO: Final = frozenset("do does did don't doesn't didn't".split())
MODAL: Final = frozenset(
    "will would may might could should must shall can cannot can't won't wouldn't couldn't".split()
)
AUXILIARIES: Final = _HAVE | BE | _DO | MODAL
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
ALWAYS_VERBS: Final = frozenset(
    "say believe argue insist deny agree admit acknowledge contend assert expect urge warn accuse reject "
    "oppose consider describe criticise criticize condemn denounce recommend propose announce allege predict "
    "explain concede tell seek intend refuse".split()
)
SHORT: Final = frozenset({"'s", "'re", "'m"})
_LEADING_FAR: Final = 40
_ADVERBS: Final = frozenset(
    "also again once then later still now once even already always often earlier only further just simply "
    "soon thus first yesterday today since long afterwards thereby".split()
)
_DESCRIBED: Final = (DETERMINERS - {"that", "this", "these", "those", "all", "some"}) | {
    "'s",
    "'",
    "more",
    "most",
    "so-called",
}


def is_adverb(token: Token) -> bool:
    """Say whether a word may stand between an auxiliary and its verb."""
    return token.is_word and (
        token.lower in _ADVERBS or token.lower in NEGATIONS or (token.lower.endswith("ly") and not token.is_capital)
    )


def is_noun(tokens: Sequence[Token], start: int, at: int, found: Inflected) -> bool:
    """Say whether the word is no verb here: `the claims`, `of talks`, `the announced visit`, `in reply`.

    Args:
        start: where its auxiliaries begin.
    """
    if any(each.lower in AUXILIARIES | SHORT for each in tokens[start:at]):
        return False
    if start == 0:
        return _opens_no_sentence(tokens, at, found)
    before = tokens[start - 1]
    if before.lower == "to":
        return False
    if before.lower in _DESCRIBED or before.lower in PREPOSITIONS:
        return True
    return _FORMS[found.form](tokens, start, at)


def _opens_no_sentence(tokens: Sequence[Token], at: int, found: Inflected) -> bool:
    if found.form == "present":
        return not any(each.lower == "," for each in tokens[at : at + _LEADING_FAR])
    return found.form in {"base", "third", "participle"} or tokens[at].lower not in {"said", "asked"}


def _is_gerund(tokens: Sequence[Token], start: int, at: int) -> bool:
    return tokens[start - 1].lower not in {",", "and", "but", "while", "in", "by", '"'}


def _is_plain_noun(tokens: Sequence[Token], start: int, at: int) -> bool:
    before = tokens[start - 1]
    if tokens[at].lower in ALWAYS_VERBS:
        return not before.is_word or before.lower in MODAL
    is_thing = f"{tokens[at].lower}s" in _NOUNS_TOO
    return not _is_plural(before) or (is_thing and before.lower in {"and", "or", ")", ","})


def _is_plural_noun(tokens: Sequence[Token], start: int, at: int) -> bool:
    before, following = tokens[start - 1], _following(tokens, at)
    if following == "that" and tokens[at].lower in {"shows", "states", "notes"}:
        return False
    unnamed = tokens[at].lower in _NOUNS_TOO and not (before.is_capital or before.lower in _PERSONS)
    return following in {"of", "and", "or"} or unnamed or _is_plural(before)


def _is_done_by(tokens: Sequence[Token], start: int, at: int) -> bool:
    return _following(tokens, at) == "by"


def _always(tokens: Sequence[Token], start: int, at: int) -> bool:
    return True


_FORMS: Final = {
    "base": _is_plain_noun,
    "third": _is_plural_noun,
    "past": _is_done_by,
    "participle": _always,
    "present": _is_gerund,
}


def _following(tokens: Sequence[Token], at: int) -> str:
    return tokens[at + 1].lower if at + 1 < len(tokens) else "."


def _is_plural(token: Token) -> bool:
    word = token.lower
    return (
        word in {"they", "we", "i", "you", "who", "both", "people", "police", "and", "or", "some", "these", "those"}
        or (token.is_word and word.endswith("s") and not word.endswith("ss"))
        or token.lower in {")", ","}
    )
