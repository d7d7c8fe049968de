"""Who a reporting verb belongs to, found by the words around it: a noun phrase before or after the verb."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from tracker.extraction.tokens import Token
from tracker.extraction.verbs import Group, group_at
from tracker.extraction.wordclass import ALWAYS_VERBS, AUXILIARIES, DETERMINERS, PREPOSITIONS

__all__ = ["NOBODY", "PRONOUNS", "SUBORDINATORS", "Stretch", "subject_after", "subject_before"]

PRONOUNS: Final = frozenset("he she they it i we you who".split())
SUBORDINATORS: Final = frozenset(
    "that while because if when whenever although though but whether unless until once whereas where yet nor".split()
)
_RELATIVE: Final = frozenset({"who", "which", "whose", "whom", "where", "when"})
_LEADING: Final = frozenset(
    "and but so now then however meanwhile still also yet later earlier instead moreover today yesterday afterwards "
    "according breaking or".split()
)
_DAYS: Final = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december week month year morning evening night".split()
)
NOBODY: Final = frozenset("there what nothing everything something this that these those which".split())
_INVERSION_ENDS: Final = frozenset("on in at after during while as when before to about with last who and but".split())
_TIMES: Final = frozenset({"after", "before", "since"})
_ADVERB: Final = ("edly", "ately", "antly", "ently", "ously", "ically", "ingly", "ively")
_LONGEST: Final = 16
_APPOSITION: Final = 24
_TITLE: Final = 5


class Stretch(NamedTuple):
    """Tokens of a sentence, the end exclusive."""

    start: int
    end: int


def subject_before(tokens: Sequence[Token], start: int) -> Stretch | None:
    """Return the subject of the verb group that begins at `start`, None where another word than a subject stands."""
    end = start
    if end > 2 and [each.lower for each in tokens[end - 2 : end]] == ["of", "whom"]:
        return Stretch(end - 3, end)
    if end and tokens[end - 1].lower in _RELATIVE - {"whose", "where", "when"}:
        end -= 1
        if end and tokens[end - 1].lower == ",":
            end -= 1
        return _antecedent(tokens, end)
    if end and tokens[end - 1].lower in {",", ")", "—", "–", "-"}:
        return _before_insertion(tokens, end - 1)
    return _phrase(tokens, end)


def _antecedent(tokens: Sequence[Token], end: int) -> Stretch | None:
    """Return what `who` stands for: the name just before it with its title, or the nearest words after a determiner."""
    start = end
    while start and tokens[start - 1].is_capital:
        start -= 1
    for at in range(start - 1, max(-1, start - _TITLE), -1):
        if not tokens[at].is_word or tokens[at].lower in PREPOSITIONS | AUXILIARIES | SUBORDINATORS:
            break
        if tokens[at].lower in DETERMINERS:
            return Stretch(at, end)
    return Stretch(start, end) if start < end else _phrase(tokens, end)


def _before_insertion(tokens: Sequence[Token], closing: int) -> Stretch | None:
    """Return the subject before an apposition or relative clause between two commas, with the apposition."""
    opening_mark = "(" if tokens[closing].lower == ")" else tokens[closing].lower
    for opening in range(closing - 1, max(-1, closing - _APPOSITION), -1):
        if tokens[opening].lower == '"':
            return None
        if tokens[opening].lower == opening_mark:
            head = _phrase(tokens, opening)
            if head is None or closing - opening < 2:
                return None
            if opening_mark == "," and tokens[head.start].lower in DETERMINERS:
                head = _named(tokens, head)
            inner = tokens[opening + 1]
            if inner.is_capital and any(group_at(tokens, at) is not None for at in range(opening + 2, closing)):
                return head  # a cue: `Reck, Venn said, rejected it`
            apposed = inner.lower in DETERMINERS or inner.is_capital or inner.text[0].isdigit()
            return Stretch(head.start, closing) if apposed and opening_mark == "," else head
    return None


def _named(tokens: Sequence[Token], head: Stretch) -> Stretch:
    """Return a phrase with the name that it is in apposition to: `Orla Venn, the president of Arvenia`."""
    if head.start < 2 or tokens[head.start - 1].lower != "," or not tokens[head.start - 2].is_capital:
        return head
    name = _phrase(tokens, head.start - 1)
    return head if name is None or not tokens[name.start].is_capital else Stretch(name.start, head.end)


def _before_time(tokens: Sequence[Token], end: int) -> int:
    """Return the end without `on Tuesday` and without an adverb."""
    while end > 1 and tokens[end - 1].lower in _DAYS and (tokens[end - 2].lower in {"on", "late", "early", "last"}):
        end -= 2
    adverb = end > 1 and tokens[end - 1].lower.endswith(_ADVERB) and not tokens[end - 1].is_capital
    return end - adverb


def _phrase(tokens: Sequence[Token], end: int) -> Stretch | None:
    """Return the noun phrase that ends before `end`."""
    end = _before_time(tokens, end)
    if end and tokens[end - 1].lower in PRONOUNS:
        return Stretch(end - 1, end)
    start = end
    while start > max(0, end - _LONGEST) and _belongs(tokens[start - 1]):
        if start > 1 and tokens[start - 1].lower in _TIMES:
            break
        start -= 1
    if start > 1 and start < end and tokens[start - 1].lower in {"who", "which"}:
        return _antecedent(tokens, start - 1 - (tokens[start - 2].lower == ","))
    neither = _neither(tokens, start)
    if neither is not None and start < end:
        return Stretch(neither, end)
    start = _after_coordination(tokens, start, end)
    while start < end and (tokens[start].lower in _LEADING or not tokens[start].is_word):
        start += 1
    if start < end and tokens[start].lower in PREPOSITIONS:
        start = _after_adverbial(tokens, start, end)
    if start >= end or tokens[start].lower in NOBODY or tokens[end - 1].lower in PREPOSITIONS:
        return None
    if tokens[end - 1].lower in DETERMINERS | AUXILIARIES | {"to"}:
        return None
    return (
        Stretch(start, end)
        if any(each.text[0].isalpha() or each.text[0] == "@" for each in tokens[start:end])
        else None
    )


def _neither(tokens: Sequence[Token], start: int) -> int | None:
    """Return where `neither Reck nor` begins that ends before `start`."""
    if not start or tokens[start - 1].lower != "nor":
        return None
    return next((at for at in range(start - 2, max(-1, start - _LONGEST), -1) if tokens[at].lower == "neither"), None)


def _belongs(token: Token) -> bool:
    if token.is_word:
        return token.lower not in SUBORDINATORS and token.lower not in _RELATIVE and token.lower != "what"
    return token.lower in {"'s", "'", "&"}


def _after_coordination(tokens: Sequence[Token], start: int, end: int) -> int:
    """Return where the phrase begins if the words before its last `and` are a clause of their own."""
    for at in range(end - 1, start, -1):
        if tokens[at].lower in {"and", "or"}:
            verbal = any(each.lower in AUXILIARIES for each in tokens[start:at])
            if verbal or any(group_at(tokens, each) for each in range(start, at)):
                return at + 1
    return _after_verb(tokens, start, end)


def _is_finite(group: Group) -> bool:
    return group.form in {"past", "third"} or group.verb.base in ALWAYS_VERBS


def _after_verb(tokens: Sequence[Token], start: int, end: int) -> int:
    """Return where a subject begins that a verb without `that` stands before: `they noted his aide had left`."""
    for at in range(end - 1, start, -1):
        found = group_at(tokens, at)
        if found is not None and _is_finite(found) and "c" in found.verb.kinds and at + 1 < end:
            return at + 1
    return start


def _after_adverbial(tokens: Sequence[Token], start: int, end: int) -> int:
    """Return where the subject begins after `On Tuesday`, `In a letter to parliament` and such; `end` if nowhere."""
    for at in range(start + 1, end):
        token, before = tokens[at], tokens[at - 1]
        if before.lower in PREPOSITIONS or before.lower in DETERMINERS:
            continue
        if before.lower in _DAYS or before.text.isdigit():
            if token.lower not in _DAYS and not token.text.isdigit() and token.lower not in PREPOSITIONS:
                return at
        elif token.lower in DETERMINERS or (token.is_capital and not before.is_capital and before.is_word):
            return at
    return end


def subject_after(tokens: Sequence[Token], start: int) -> Stretch | None:
    """Return the noun phrase that begins at `start`, as in `said the minister, Ilse Marand`."""
    if start >= len(tokens) or not tokens[start].is_word:
        return None
    first = tokens[start]
    if first.lower in PRONOUNS:
        return Stretch(start, start + 1)
    if first.lower in PREPOSITIONS | NOBODY or first.lower in _INVERSION_ENDS | SUBORDINATORS:
        return None
    end = start
    while (
        end < min(len(tokens), start + _LONGEST) and _belongs(tokens[end]) and tokens[end].lower not in _INVERSION_ENDS
    ):
        end += 1
    return Stretch(start, _with_name(tokens, end)) if end > start else None


def _with_name(tokens: Sequence[Token], end: int) -> int:
    """Return the end with a name in apposition: `the spokesman, Hanno Leit`."""
    if end + 1 >= len(tokens) or tokens[end].lower != "," or not tokens[end + 1].is_capital:
        return end
    last = end + 1
    while last < len(tokens) and tokens[last].is_capital:
        last += 1
    closed = last == len(tokens) or tokens[last].lower in {",", ".", '"', ";"}
    return last if closed and last - end <= 5 else end
