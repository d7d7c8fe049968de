"""Whose doing words tell of: what the speaker's own side would, might or will not do, what is not to be done at all.

Own is what has `we`, `he`, `his government` or the speaker's party for its subject, in a clause that nothing governs:
of `critics claim she supports it` and `it is false that we will accept it` the speaker means neither. What others would
do is their own position, and words about it say nothing of the speaker's. In words as they were spoken, the past is
past.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, Literal

__all__ = ["Doing", "Voice"]

Doing = Literal["would", "might", "will not", "is ready", "is for it", "is against it", "uses force"]
"""What a side does."""

_DO: Final = (
    r"(?:accept|agree|allow|approve|attend|back(?! down| off| away)|deploy|endorse|give(?! up| in)|grant|guarantee|"
    r"host|join|negotiate|open(?! fire)|participate|permit|provide|ratify|recogni[sz]e|reopen|send|sign|supply|support|"
    r"take part|tolerate)"
)
_DONE: Final = (
    r"(?:accepted|allowed|approved|deployed|given|granted|joined|opened|permitted|provided|ratified|recogni[sz]ed|"
    r"reopened|sent|signed|supplied|tolerated|(?:an? |in )?(?:\w+ )?(?:member|part|party))"
)
_MORE: Final = r"(?:go|meet|release|resume|return|talk|withdraw)"
_FORCE: Final = (
    r"attack|bomb|destroy|sink|strike|shoot|fire|open fire|kill|crush|annihilate|retaliate|hit|shell|blow up|wipe out|"
    r"invade|eliminate|burn"
)
_NOT: Final = (
    r"(?:(?:will|would|shall|could|must|can) ?(?:not|never)|won['’]t|wouldn['’]t|can['’]t|couldn['’]t|never)"
    r"[”\"]?(?: and will not[”\"]?)?"
)
_LY: Final = r"(?: \w+ly| also| only| still| yet| always| ever)?"
_IS: Final = r"(?:is|are|was|were|am|be|been|stands?|remains?|['’](?:re|m|s))"
_READY: Final = rf"{_LY} (?:ready|willing|prepared|open)"
_PATTERNS: Final[dict[Doing, str]] = {
    "would": rf"\b(?:will|would|shall|could|can){_LY} (?:{_DO}|{_MORE})\b",
    "might": rf"\b(?:may|might|could){_LY} (?:{_DO}|{_MORE})\b",
    "will not": rf"\b(?:{_NOT}{_LY} {_DO}|{_IS} not{_READY} to {_DO}|refuse[sd]? to {_DO})\b",
    "is ready": rf"{_IS}{_READY} (?:to|for)\b",
    "is against it": r"\b(?:oppose[sd]?|rejects?|rejected|rules? out|ruled out)\b",
    "uses force": rf"(?:\b(?:will|would|shall)|['’]ll){_LY} (?:{_FORCE})\b(?! (?:our|his|her|its|my|their) own)",
    "is for it": r"\b(?:support|back|favou?r|endorse|welcome|want|accept)(?:e?d|s)?\b",
}
_DOINGS: Final = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _PATTERNS.items()}
_BREAK: Final = re.compile(r"[,;:]|\.(?!\w\.|\s[a-z])")
"""Where a subject begins anew; not within `the U.S. may`."""
_FAR: Final = 80
_WIDE: Final = 300
_PAST: Final = re.compile(r"\w+ed\b|ruled out\b|(?:was|were)\b", re.IGNORECASE)
_THIRD: Final = re.compile(r"(?:he|she|it|his|her|its|their)\b", re.IGNORECASE)
_HARDLY: Final = re.compile(
    r" (?:hardly|barely|scarcely|only|allegedly|reportedly|formerly|previously)$", re.IGNORECASE
)
_FREE: Final = re.compile(
    r"(?:(?:that|the|and|but|so|yet|yes|no|then|therefore|now|today|tomorrow|also|because|since|as|while|although|"
    r"though|however|indeed|of course|in principle|at present|(?:i|we|he|she|it)(?: still| also| \w+ly)? "
    r"(?:think|believe|know|repeat|insist)s?|(?:i am|we are|i['’]m|we['’]re) (?:sure|certain|convinced)|"
    r"i (?:can|will|want to) (?:say|tell you|repeat|assure you)|let me (?:say|repeat)|reporters|journalists|"
    r"(?:this|the|a) (?:station|newspaper|paper|agency|programme|program|channel|broadcaster|council|committee))\W*)*",
    re.IGNORECASE,
)
"""What may stand before a subject in its clause without governing it."""
_DISOWNED: Final = re.compile(
    r"\b(?:false(?:ly)?|untrue|lies?|lying|mistake[ns]?|wrong|myth|nonsense|absurd|rumou?rs?|claim(?:s|ed|ing)?|"
    r"alleg\w+|accus\w+|critics|wish(?:es|ed)?|if only|supposed(?:ly)?|imagine[sd]?|pretend\w*|suggestions?|denie[sd]|"
    r"deny|used to|no longer|whether|they say|(?:people|some|others) say|according to|(?:not|never) true|isn['’]t true|"
    r"last (?:week|month|year)|previously|formerly|until (?:recently|now|then)|ago|at the time|back then|"
    r"in (?:19|20)[0-9]{2})\b",
    re.IGNORECASE,
)
"""What says of words that they are not what the speaker holds now."""
_NOT_DONE: Final = re.compile(
    rf"\b{_NOT}{_LY} be{_LY} {_DONE}\b"
    rf"|\bno (?:\w+ ){{1,4}}(?:will|would|shall|can|could|must) (?:{_DO}|cross|enter|be {_DONE})\b",
    re.IGNORECASE,
)
_OWN: Final = re.compile(
    r"\b(?:we|i|he|she|it|(?:his|her|its|our|my|their|the) (?:own )?"
    r"(?:country|government|nation|side|ministry|party|people|cabinet|state|army|union|alliance)|"
    r"(?:our|my) (?:forces|troops|navy|soldiers|ships))(?: \w+ly)?$",
    re.IGNORECASE,
)


class Voice:
    """Tells what words say of the speaker's own side."""

    def __init__(
        self, before_party: Callable[[str], str | None], names_other: Callable[[str], bool], *, is_direct: bool
    ) -> None:
        """Take how to tell the speaker's party.

        Args:
            before_party: gives what stands before the party's name where that ends a subject, else None.
            names_other: says whether the words before a pronoun name somebody else whom it may stand for.
            is_direct: the words are as they were spoken, and no reporter has put their tenses back.
        """
        self._before_party = before_party
        self._names_other = names_other
        self._is_direct = is_direct

    def does(self, kind: Doing, words: str) -> bool:
        """Say whether the speaker's own side does that there."""
        return any(True for _ in self.objects(kind, words))

    def objects(self, kind: Doing, words: str) -> Iterator[str]:
        """Yield the words behind each place where the speaker's own side does that: the object comes first."""
        for match in _DOINGS[kind].finditer(words):
            past = self._is_direct and kind in {"is ready", "is for it", "is against it"} and _PAST.match(match[0])
            if not past and self._is_own(words, match.start()):
                yield words[match.end() : match.end() + _WIDE]

    @staticmethod
    def is_refused(words: str) -> bool:
        """Say whether what was refused is the thing, or to do it: `a truce`, `to sign a truce`; not `to discuss it`."""
        return not words.startswith("to ") or re.match(rf"to {_DO}\b", words, re.IGNORECASE) is not None

    @staticmethod
    def is_disowned(words: str) -> bool:
        """Say whether words tell of what others say, what is wished or what was: then a clause in them is no stance."""
        return _DISOWNED.search(words) is not None

    def excludes(self, words: str) -> bool:
        """Say whether it is not to be done, whoever does it: `will not be sent`, `no soldier will cross`."""
        return _NOT_DONE.search(words) is not None

    @staticmethod
    def excluded(words: str) -> Iterator[tuple[str, str]]:
        """Yield of each thing that is not to be done the words before `will not be` and behind it."""
        for match in _NOT_DONE.finditer(words):
            if match[0].lower().startswith("no "):
                thing = re.split(r" (?:will|would|shall|can|could|must) ", match[0], maxsplit=1, flags=re.IGNORECASE)[0]
                yield thing[3:], ""
            else:
                yield _before(words, match.start()), re.split(r"\bbe ", words[match.start() :], maxsplit=1)[1]

    def _is_own(self, words: str, end: int) -> bool:
        """Say whether what ends there is the own side, as the subject of a clause that nothing governs."""
        plain = _before(words, end).strip(" “\"'‘")
        match = _OWN.search(plain)
        if match is None:
            before = self._before_party(plain)
        elif _HARDLY.search(plain) or (
            _THIRD.match(match[0]) and self._is_somebody_else(words[max(0, end - _WIDE) : end])
        ):
            return False
        else:
            before = plain[: match.start()]
        return before is not None and _FREE.fullmatch(before) is not None

    def _is_somebody_else(self, before: str) -> bool:
        """Say whether `he` may be another than the speaker: who speaks of himself says `I`."""
        return self._is_direct or self._names_other(before)


def _before(words: str, end: int) -> str:
    """Return the words of the same clause before a place, as far as a subject may reach."""
    first = max(0, end - _FAR)
    ahead = 2  # what tells a full stop from an abbreviation
    starts = [match.end() for match in _BREAK.finditer(words, first, end + ahead) if match.end() <= end]
    return words[starts[-1] if starts else first : end]
