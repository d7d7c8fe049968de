"""Whether the thing that words accept, demand or reject is an issue, or only something to do with it.

A stance on an issue is given only where one of its keywords is the head of the object: `a lasting ceasefire`, and not
`a violation of the ceasefire`, `the ceasefire's collapse`, `to break the ceasefire`. A few nouns and verbs are looked
through, since who rejects a call to accept it rejects it. Where it is opposed, whatever narrows it leaves that open:
who opposes `a ceasefire that rewards Korvia` may want another.
"""

from __future__ import annotations

import re
from typing import Final

from tracker.extraction.issues import IssueFinder, stem
from tracker.extraction.lexicon import inflected
from tracker.extraction.wordclass import AUXILIARIES, DETERMINERS, PREPOSITIONS

__all__ = ["Thing"]

_TOKEN: Final = re.compile(r"['’]s\b|(?:\w\.){2,}(?:-\w+)*|\w+(?:[-.]\w+)*|[^\w\s“”\"«»„‘’']")
_RELATIVE: Final = frozenset("that which who whom whose where whereby".split())
_JOINS: Final = frozenset("and or nor".split())
_STOPS: Final = (
    PREPOSITIONS
    | AUXILIARIES
    | DETERMINERS
    | _RELATIVE
    | _JOINS
    | frozenset(
        "but so yet if unless when while because although though be not last he she it they we i you him them".split()
    )
)
_LEADING: Final = DETERMINERS | frozenset(
    "to for of in on with by about over that there must should is be both".split()
)
_AFTER: Final = frozenset(
    "now today tonight yesterday tomorrow soon again too also instead altogether together outright here there first "
    "once immediately anyway either whatsoever monday tuesday wednesday thursday friday saturday sunday".split()
)
_DEEDS: Final = frozenset(
    stem(each)
    for each in "accept admit admitting agree allow approve attend back deploy endorse give grant guarantee host "
    "impose join let negotiate open participate permit permitting provide ratify receive recognise recognize reopen "
    "resume send sign supply support tolerate".split()
)
_KEPT: Final = frozenset(
    stem(each)
    for each in "begin build conclude continue extend hold honour honor implement keep maintain observe prolong "
    "rebuild renew repair respect restore start strengthen uphold welcome".split()
)
"""Who is for this is for the thing; who is not only lets it end."""
_MOVES: Final = frozenset("come cross enter in land operate pass work".split())
_INVITES: Final = frozenset({"host", "invite"})
_ASKED: Final = frozenset("call calls demand demands request requests appeal appeals plea need idea prospect".split())
_LOOKED_THROUGH: Final = _ASKED | frozenset(
    "offer offers proposal proposals suggestion willingness readiness openness desire wish support backing release "
    "round rounds".split()
)
_SEEN_OPPOSED: Final = _ASKED | {"deployment", "presence", "sending"}
"""Who rejects one proposal may want another."""
_MADE: Final = frozenset(
    "agreed announced approved backed based brokered deployed imposed led mandated mediated negotiated offered "
    "proposed sent signed stationed".split()
)
"""How it came about: such words may stand behind it."""
_LASTS: Final = frozenset("begin come continue hold last monitor observe patrol protect remain start stay".split())
_INGS: Final = frozenset("lasting standing existing ongoing binding crippling punishing sweeping".split())
_NARROWS: Final = frozenset(
    "unconditional immediate temporary partial unilateral one-sided limited short brief early further additional more "
    "proposed separate interim blanket such so-called hasty unjust unfair premature this that these those another "
    "other sham fake bad wrong".split()
)
_NARROWS_BEHIND: Final = frozenset("with without like as under of than".split())
_TERMS: Final = frozenset("terms conditions next this now present moment".split())
"""Of somebody's terms, or for a time."""
_STEPS: Final = 6
_NEAR: Final = 6
_FAR: Final = 300
"""Characters of an object: none is longer, and a text without an end is read in time that grows as it does."""


class Thing:
    """An issue as the object of what words do."""

    def __init__(self, issues: IssueFinder, issue: str, called: str) -> None:
        """Take the issue and all its names."""
        self.called = called
        self._issues = issues
        self._issue = issue

    def is_object(self, words: str, *, opposed: bool = False, asked: bool = False) -> bool:
        """Say whether the words begin with the issue as an object.

        Args:
            opposed: nothing may narrow it.
            asked: it may be somebody else who is to do it, `Reck to accept it`.
        """
        words = words[:_FAR]
        whole = _TOKEN.findall(words)
        tokens = [each.lower() for each in whole]
        at = 0
        for _ in range(_STEPS):
            at, end, infinitive = _phrase(tokens, at)
            phrase = _without_adverbs(tokens[at:end])
            if not phrase:
                return False
            named = asked and whole[at][0].isupper()
            head = self._head(phrase, words, infinitive or named, _deeds(opposed))
            if head is not None:
                return not _is_narrowed(tokens, max(0, at - 1), self._whole(tokens, at + head, words), opposed)
            step = _step(phrase, tokens[end] if end < len(tokens) else "", opposed, asked)
            if not step:
                return False
            at = end + step - 1
        return False

    def _whole(self, tokens: list[str], head: int, words: str) -> int:
        """Return the last word of the issue's own name where that goes on: `exchange of prisoners`."""
        of, last = (*tokens[head + 1 : head + 3], "", "")[:2]
        return head + 2 if of == "of" and last and self._issues.is_head(self._issue, last, words) else head

    def _head(self, phrase: list[str], words: str, is_deed: bool, deeds: frozenset[str]) -> int | None:
        """Return which word of a phrase is the issue, if it is what the phrase is about.

        Args:
            is_deed: what stands before it is a verb, `to accept`, or somebody and a verb, `Reck accept`.
        """
        for at, word in reversed(list(enumerate(phrase))):
            if not self._issues.is_head(self._issue, word, words):
                continue
            whole = at + 1 == len(phrase) or phrase[at + 1] in _MADE | _MOVES
            plain = at == 0 or not is_deed or any(stem(each) in deeds for each in phrase[:2])
            return at if whole and plain and all(_may_describe(each, deeds) for each in phrase[:at]) else None
        return None


def _deeds(opposed: bool) -> frozenset[str]:
    return _DEEDS if opposed else _DEEDS | _KEPT


def _phrase(tokens: list[str], at: int) -> tuple[int, int, bool]:
    """Return where the next phrase begins and ends, and whether `to` opens it."""
    infinitive = False
    while at < len(tokens) and tokens[at] in _LEADING:
        infinitive = tokens[at] == "to"
        at += 1
    end = at
    while end < len(tokens) and tokens[end] not in _STOPS and (tokens[end][0].isalnum() or tokens[end][0] in "'’"):
        end += 1
    return at, end, infinitive


def _without_adverbs(phrase: list[str]) -> list[str]:
    while phrase and (phrase[-1] in _AFTER or (phrase[-1].endswith("ly") and len(phrase) > 1)):
        phrase = phrase[:-1]
    return phrase


def _may_describe(word: str, deeds: frozenset[str]) -> bool:
    """Say whether a word may stand before the head as an adjective: no verb that does something else to it."""
    if stem(word) in deeds or word in _INGS:
        return True
    known = inflected(word)
    return not word.endswith("ing") and word != "way" and (known is None or known.form not in {"base", "third"})


def _step(phrase: list[str], following: str, opposed: bool, asked: bool) -> int:
    """Return 0 where a phrase is not looked through, 1 to go on at the word that follows, 2 behind it."""
    seen = _SEEN_OPPOSED if opposed else _LOOKED_THROUGH
    if phrase[-1] in seen and following in {"of", "for", "to", "that", "about"}:
        return 1
    if stem(phrase[0]) in _deeds(opposed) and (len(phrase) == 1 or phrase[0] in _INVITES):
        return 1
    if asked and (following == "to" or stem(phrase[-1]) in _DEEDS | _KEPT):
        return 1
    return 2 if following in _JOINS else 0


def _is_narrowed(tokens: list[str], start: int, head: int, opposed: bool) -> bool:
    """Say whether words beside the head leave open what becomes of another of its kind, or of itself."""
    behind = tokens[head + 1 : head + 1 + _NEAR]
    first, second = (*behind, "", "")[:2]
    if first in _RELATIVE and (opposed or first != "who"):
        return any(each not in AUXILIARIES | {"be"} for each in behind[1:])
    if _is_undone(first, second):
        return True
    if not opposed:
        return False
    if set(tokens[start:head]) & _NARROWS or first in _MADE or first.endswith("ing"):
        return True
    return (first in _NARROWS_BEHIND and behind[:2] != ["under", "any"]) or bool(set(behind) & _TERMS)


def _is_undone(first: str, second: str) -> bool:
    """Say whether words behind the head tell what becomes of it: `to go home`, `are enforced`, `over`."""
    if first == "to":
        return second not in _LASTS
    if first in {"be", "being"}:
        return second != "" and stem(second) not in _DEEDS | _KEPT
    return first in AUXILIARIES or (first in PREPOSITIONS and not second[:1].isalnum())
