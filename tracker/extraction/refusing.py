"""Those who would not comment: `declined to say`, `did not comment on`, `would not discuss`, `made no comment`.

So do those who have `nothing to add`, and `neither Reck nor Venn would comment`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from tracker.extraction.lexicon import inflected
from tracker.extraction.nouns import NO_COMMENT_VERBS
from tracker.extraction.subjects import Stretch, subject_before
from tracker.extraction.tokens import Token
from tracker.extraction.wordclass import AUXILIARIES, NEGATIONS, PREPOSITIONS

__all__ = ["Refusal", "refusals"]

_WOULD_NOT: Final = frozenset("decline declines declined declining refuse refuses refused refusing".split())
_MAKES: Final = frozenset({"made", "had", "has", "have", "offered", "gave", "makes"})
_ASKED: Final = frozenset({"asked", "pressed", "questioned"})
_TOLD: Final = frozenset({"that", "this", "it", "so", "much", "anything", '"'})
_LATER: Final = frozenset({"will", "would", "may", "might", "could"})
_HAVE: Final = frozenset({"have", "has", "had"})
_ASKING: Final = frozenset({"where", "when", "why", "how", "who"})
_ADDS: Final = frozenset({"add", "say"})
_TIMES: Final = frozenset(
    "year month week today yesterday monday tuesday wednesday thursday friday saturday sunday".split()
)
_FAR: Final = 6


class Refusal(NamedTuple):
    """Somebody did not comment."""

    cue: Stretch
    topic: Stretch | None
    """What it was not commented upon; None where the sentence does not say."""


def refusals(tokens: Sequence[Token], end: int) -> list[Refusal]:
    """Return those of a sentence; `end` is where its words end."""
    found: list[Refusal] = []
    for at in range(end):
        start = _start(tokens, at)
        if start is not None:
            found.append(Refusal(Stretch(start, at + 1), _topic(tokens, start, at + 1, end)))
    return found


def _start(tokens: Sequence[Token], at: int) -> int | None:
    """Return where the cue begins that ends with the token, None if none does."""
    word = _base(tokens, at)
    if word in {"comment", "comments"} and at > 1 and tokens[at - 1].lower in {"no", "any"}:
        return at - 2 if tokens[at - 2].lower in _MAKES else None
    nothing = _nothing(tokens, at) if word in _ADDS else None
    if nothing is not None or word not in NO_COMMENT_VERBS:
        return nothing
    before = at - 1
    while before > max(0, at - _FAR) and tokens[before].lower.endswith("ly"):
        before -= 1
    if before > 0 and tokens[before].lower == "to" and tokens[before - 1].lower in _WOULD_NOT:
        start = _with_auxiliaries(tokens, before - 1)
        return None if tokens[start].lower in _LATER else start
    if before >= 0 and tokens[before].lower in NEGATIONS:
        start = _with_auxiliaries(tokens, before)
        return start if _is_silence(tokens, start, at) else None
    if before >= 0 and tokens[before].lower in AUXILIARIES:
        start = _with_auxiliaries(tokens, before)
        return start if _is_neither(tokens, start) and _is_silence(tokens, start, at) else None
    return None


def _is_neither(tokens: Sequence[Token], start: int) -> bool:
    """Say whether the subject denies itself: `neither Reck nor Venn would comment`."""
    subject = subject_before(tokens, start)
    return subject is not None and tokens[subject.start].lower in {"neither", "none"}


def _nothing(tokens: Sequence[Token], at: int) -> int | None:
    """Return where `have nothing to add` begins that ends with the token."""
    words = [each.lower for each in tokens[max(0, at - 3) : at]]
    return at - 3 if len(words) == 3 and words[0] in _HAVE and words[1:] == ["nothing", "to"] else None


def _base(tokens: Sequence[Token], at: int) -> str:
    """Return a word, and of a participle after `have not` the verb in its base form."""
    word = tokens[at].lower
    if at < 2 or tokens[at - 1].lower != "not" or tokens[at - 2].lower not in _HAVE:
        return word
    found = inflected(word)
    return word if found is None else found.verb.base


def _is_silence(tokens: Sequence[Token], start: int, at: int) -> bool:
    """Say whether a negated verb is one: `did not say that ...` may deny, `did not say whether` and `when` do not."""
    words = {each.lower for each in tokens[start:at]}
    if not words & AUXILIARIES:
        return False
    following = tokens[at + 1].lower if at + 1 < len(tokens) else "."
    return tokens[at].lower not in {"say", "said", "confirm", "confirmed"} or following not in _TOLD


def _is_time(tokens: Sequence[Token], begin: int, stop: int) -> bool:
    """Say whether only a time is told: `refused to answer last year`."""
    return stop - begin <= 2 and tokens[stop - 1].lower in _TIMES


def _with_auxiliaries(tokens: Sequence[Token], start: int) -> int:
    while start > 0 and (tokens[start - 1].lower in AUXILIARIES or tokens[start - 1].lower.endswith("ly")):
        start -= 1
    return start


def _topic(tokens: Sequence[Token], start: int, after: int, end: int) -> Stretch | None:
    if after < end and not (after + 1 == end and tokens[after].lower in _ASKING):
        begin = after + (tokens[after].lower in PREPOSITIONS and tokens[after].lower != "as")
        stop = next((at for at in range(begin, end) if tokens[at].lower in {",", ";"}), end)
        if begin < stop and not _is_time(tokens, begin, stop) and tokens[after].lower not in {"and", "but", ",", ";"}:
            return Stretch(begin, stop)
    asked = next((at for at in range(start) if tokens[at].lower in _ASKED), None)
    if asked is None:
        return None
    begin = asked + 1 + (tokens[asked + 1].lower in {"about", "on"})
    comma = next((at for at in range(begin, start) if tokens[at].lower == ","), None)
    return Stretch(begin, comma) if comma is not None and begin < comma else None
