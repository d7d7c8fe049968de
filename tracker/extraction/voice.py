"""Whose doing words tell of: what the speaker's own side would, might or will not do, what is not to be done at all.

Own is what has `we`, `he`, `his government` or the speaker's party for its subject. What others would do is their own
position, and words about it say nothing of the speaker's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, Literal

__all__ = ["Doing", "Voice"]

Doing = Literal["would", "might", "will not", "is ready", "is for it", "is against it"]
"""What a side does."""

_DO: Final = (
    r"(?:accept|allow|approve|attend|back(?! down| off| away)|deploy|endorse|give(?! up| in)|grant|guarantee|host|join|"
    r"negotiate|open(?! fire)|participate|permit|provide|ratify|recogni[sz]e|reopen|send|sign|supply|support|take part|"
    r"tolerate)"
)
_DONE: Final = (
    r"(?:accepted|allowed|approved|deployed|given|granted|joined|opened|permitted|provided|ratified|recogni[sz]ed|"
    r"reopened|sent|signed|supplied|tolerated|(?:an? |in )?(?:\w+ )?(?:member|part|party))"
)
_MORE: Final = r"(?:go|meet|release|resume|return|talk|withdraw)"
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
    "is for it": r"\b(?:support|back|favou?r|endorse|welcome|want|accept)(?:e?d|s)?\b",
}
_DOINGS: Final = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _PATTERNS.items()}
_BREAK: Final = re.compile(r"[,;:]|\.(?!\w\.|\s[a-z])")
"""Where a subject begins anew; not within `the U.S. may`."""
_FAR: Final = 80
_NOT_DONE: Final = re.compile(
    rf"\b{_NOT}{_LY} be{_LY} {_DONE}\b"
    rf"|\bno (?:\w+ ){{1,4}}(?:will|would|shall|can|could|must) (?:{_DO}|cross|enter|be {_DONE})\b",
    re.IGNORECASE,
)
_OWN: Final = re.compile(
    r"\b(?:we|i|he|she|it|(?:his|her|its|our|my|their|the) (?:own )?"
    r"(?:country|government|nation|side|ministry|party|people|cabinet|state|army|union|alliance))(?: \w+ly)?$",
    re.IGNORECASE,
)


class Voice:
    """Tells what words say of the speaker's own side."""

    def __init__(self, is_party: Callable[[str], bool]) -> None:
        """Take what says whether a subject names the speaker's party and nobody else."""
        self._is_party = is_party

    def does(self, kind: Doing, words: str) -> bool:
        """Say whether the speaker's own side does that there."""
        return any(self._is_own(_before(words, match.start())) for match in _DOINGS[kind].finditer(words))

    @staticmethod
    def is_refused(words: str) -> bool:
        """Say whether what was refused is the thing, or to do it: `a truce`, `to sign a truce`; not `to discuss it`."""
        return not words.startswith("to ") or re.match(rf"to {_DO}\b", words, re.IGNORECASE) is not None

    def excludes(self, words: str) -> bool:
        """Say whether it is not to be done, whoever does it: `will not be sent`, `no soldier will cross`."""
        return _NOT_DONE.search(words) is not None

    def _is_own(self, subject: str) -> bool:
        plain = subject.strip(" “\"'‘")
        return _OWN.search(plain) is not None or self._is_party(plain)


def _before(words: str, end: int) -> str:
    """Return the words of the same clause before a place, as far as a subject may reach."""
    first = max(0, end - _FAR)
    ahead = 2  # what tells a full stop from an abbreviation
    starts = [match.end() for match in _BREAK.finditer(words, first, end + ahead) if match.end() <= end]
    return words[starts[-1] if starts else first : end]
