"""Where what was said begins after a reporting verb, by the kinds of content the verb takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tracker.extraction.lexicon import Verb
from tracker.extraction.subjects import SUBORDINATORS
from tracker.extraction.tokens import Token
from tracker.extraction.verbs import group_at
from tracker.extraction.wordclass import AUXILIARIES, DETERMINERS, PREPOSITIONS

__all__ = ["content_start", "quotation_after", "without_end"]

_CLAUSE_OPENERS: Final = frozenset({"that", "whether", "how", "why"})
_WHEN: Final = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday earlier later afterwards again recently "
    "publicly repeatedly also once twice separately on bluntly".split()
)
_IN: Final = frozenset(
    {"in", "on", "at", "after", "during", "to", "from", "via", "through", "before", "late", "early", "last"}
)
_ADVERBIAL_ENDS: Final = frozenset(
    "statement interview letter speech report briefing conference meeting note post tweet telegram parliament "
    "reporters journalists television radio email message afternoon evening morning night week month year monday "
    "tuesday wednesday thursday friday saturday sunday march april june july january february august september october "
    "november december article newspaper magazine session agency text".split()
)
_PEOPLE: Final = frozenset(
    "reporters journalists lawmakers parliament senators deputies supporters viewers listeners him her them us me "
    "delegates diplomats investors voters".split()
)
_NEED_VERB: Final = frozenset(
    "add maintain assume observe see find know feel show demonstrate understand learn".split()
)
_NO_CONTENT: Final = (PREPOSITIONS | SUBORDINATORS | {"and", "or", "so", "as"}) - {"if", "while", "unless", "once"}
_SEES_AS: Final = frozenset({"see"})
_FAR: Final = 14
_CLAUSE_FAR: Final = 40


def without_end(tokens: Sequence[Token], end: int) -> int:
    """Return the end without marks of punctuation."""
    while (
        end
        and not tokens[end - 1].is_word
        and tokens[end - 1].quotation is None
        and tokens[end - 1].lower not in {"'", "%", ")"}
    ):
        end -= 1
    return end


def quotation_after(tokens: Sequence[Token], at: int, verb: Verb) -> int | None:
    """Return the index of the quotation that the verb before `at` introduces: `told him after the vote: "..."`."""
    for index in range(at, min(len(tokens), at + _FAR)):
        token = tokens[index]
        if token.quotation is not None:
            introduced = index == at or tokens[index - 1].lower in {",", ":", "that", "—", "–", "-"}
            return index if introduced and verb.quotes else None
        if token.lower in {";", "."} or (
            token.lower in _CLAUSE_OPENERS and index + 1 < len(tokens) and tokens[index + 1].lower != '"'
        ):
            return None
        if token.lower in SUBORDINATORS - {"that"} or group_at(tokens, index) is not None:
            return None
    return None


def content_start(tokens: Sequence[Token], at: int, verb: Verb) -> int | None:
    """Return the index at which the content begins, None if none follows; `at` is the index after the verb."""
    if at >= len(tokens):
        return None
    if tokens[at].lower in verb.prepositions and _past_adverbials(tokens, at) == at:
        return at + 1 if at + 1 < len(tokens) else None
    if "o" in verb.kinds or verb.base in {"accuse", "blame", "thank"}:
        found = _after_person(tokens, at, verb)
        if found is not None:
            return found
    found = _after_that(tokens, at, verb)
    return found if found is not None else _bare(tokens, _past_adverbials(tokens, at), verb)


def _after_person(tokens: Sequence[Token], at: int, verb: Verb) -> int | None:
    """Return what follows a person: `accused Drovia of ...`, `told the station the government would ...`."""
    if tokens[at].lower in _CLAUSE_OPENERS:
        return None
    for index in range(at + 1, min(len(tokens), at + _FAR)):
        word = tokens[index].lower
        if word in verb.prepositions and verb.base in {"accuse", "blame", "thank", "warn", "caution"}:
            return index + 1
        if word in {"that", "whether"} and "c" in verb.kinds:
            return index + 1
        if word == "to" and "i" in verb.kinds and tokens[at].lower != "not":
            return at
        if word in {";", ".", '"', ":"} or (word == "," and verb.base not in {"accuse", "blame"}):
            break
    if verb.base not in {"tell", "warn", "assure", "remind", "inform"}:
        return None
    end = _person(tokens, at)
    return _past_adverbials(tokens, end) if at < end < len(tokens) - 2 else None


def _person(tokens: Sequence[Token], at: int) -> int:
    """Return the index after a short noun phrase."""
    if tokens[at].lower in _PEOPLE:
        return at + 1
    end = at
    if tokens[at].lower in DETERMINERS:
        end = at + 2
        while end < len(tokens) and end < at + 4 and tokens[end].is_word and tokens[end].lower not in DETERMINERS:
            if tokens[end].is_capital or tokens[end].lower in AUXILIARIES | PREPOSITIONS:
                break
            end += 1
        return end
    while end < len(tokens) and tokens[end].is_capital:
        end += 1
    return end


def _after_that(tokens: Sequence[Token], at: int, verb: Verb) -> int | None:
    if "c" not in verb.kinds:
        return None
    plain = tokens[at].lower in _CLAUSE_OPENERS
    if not plain and not (tokens[at].lower in _IN | _WHEN | {","} or "o" in verb.kinds):
        return None
    for index in range(at, min(len(tokens), at + _FAR)):
        word = tokens[index].lower
        if word in _CLAUSE_OPENERS:
            return index + 1 if word == "that" else index
        if word in {";", ".", '"', ":"} or group_at(tokens, index) is not None:
            return None
    return None


def _past_adverbials(tokens: Sequence[Token], at: int) -> int:
    """Return the index after `on Tuesday`, `in a statement`, `afterwards`, one after the other."""
    while at < len(tokens) - 1:
        if tokens[at].lower in _IN:
            ends = [
                index + 1 for index in range(at + 1, min(len(tokens), at + 6)) if tokens[index].lower in _ADVERBIAL_ENDS
            ]
            if not ends:
                return at
            at = ends[0] + (ends[0] < len(tokens) and tokens[ends[0]].text.isdigit())
        elif tokens[at].lower in _WHEN and tokens[at + 1].lower not in {"'s", "'"}:
            at += 1
        else:
            return at
    return at


def _is_infinitive(tokens: Sequence[Token], at: int) -> bool:
    words = [each.lower for each in tokens[at : at + 2]]
    return words[:1] == ["to"] or words in (["not", "to"], ["never", "to"])


def _is_name_alone(tokens: Sequence[Token], at: int) -> bool:
    """Say whether somebody is only named: `a pilot called Jon Vesk, ...`."""
    end = at
    while end < len(tokens) and tokens[end].is_capital:
        end += 1
    return at < end < len(tokens) and tokens[end].lower == ","


def _is_unnamed(tokens: Sequence[Token], at: int) -> bool:
    """Say whether somebody only `asked not to be named`."""
    return any(each.lower in {"named", "identified", "quoted"} for each in tokens[at + 2 : at + 5])


def _bare(tokens: Sequence[Token], at: int, verb: Verb) -> int | None:
    if at >= len(tokens):
        return None
    token = tokens[at]
    if _is_infinitive(tokens, at):
        return at if "i" in verb.kinds and not _is_unnamed(tokens, at) else None
    if token.lower == "at" and at + 1 < len(tokens) and tokens[at + 1].lower in {"least", "most"}:
        return at if "n" in verb.kinds else None
    if token.lower in AUXILIARIES or (not token.is_word and token.quotation is None):
        return None
    if token.lower == "whether":
        return at if "n" in verb.kinds else None
    if token.lower in _NO_CONTENT or (verb.base == "call" and _is_name_alone(tokens, at)):
        return None
    if "n" in verb.kinds and (token.quotation is not None or token.is_word):
        return at
    return at if "c" in verb.kinds and _is_clause(tokens, at, verb) else None


def _is_clause(tokens: Sequence[Token], at: int, verb: Verb) -> bool:
    """Say whether a clause without `that` follows: `said it was late`, not `maintains a garden`."""
    if verb.base in _SEES_AS and any(each.lower == "as" for each in tokens[at : at + _FAR]):
        return True
    if verb.base in _NEED_VERB and not any(each.lower in AUXILIARIES for each in tokens[at : at + _CLAUSE_FAR]):
        return False
    short = 2 if any(each.quotation is not None for each in tokens[at : at + _FAR]) else 3
    return without_end(tokens, len(tokens)) - at >= short
