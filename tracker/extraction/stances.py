"""The stance of a report on an issue its words touch: only where a rule gives one, and otherwise none.

Who would not comment declines. Force threatened against the thing itself opposes it; no other threat has a stance, and
a threat is never a condition. Who rejects the thing, or says that the own side will not do it or that it is not to be
done, opposes it; with `unless` or `until`, and only where that condition stands in the text, it is opposes-unless.
Willingness, support and a request support it; a condition beside them makes it supports-if. Doubt about it is
ambiguous, and so is what the own side only might do. Words in the negative support nothing, and what is said of others
says nothing.
"""

from __future__ import annotations

import re
from typing import Final

from events.vocabulary import Act, Stance
from tracker.extraction.conditions import Condition, condition_in
from tracker.extraction.draft import Form, Span
from tracker.extraction.issues import stem
from tracker.extraction.nouns import SUPPORT, WILLING
from tracker.extraction.report import Report
from tracker.extraction.voice import Voice

__all__ = ["stance_of"]

_END: Final = (
    r"end|halt|stop|withdraw\w*|cut|ban|lack|delay\w*|cancel\w*|remov\w+|suspen\w+|give up|giving up|abandon\w*|forgo|"
    r"lift\w*|eas(?:e[sd]?|ing)|waiv\w*|repeal\w*|revok\w*|zero|"
    r"dismantl\w*|scrap\w*|renounc\w*|curb\w*|restrict\w*|reduc\w*|limit\w*|against"
)
_ENDING: Final = re.compile(rf"\b(?:{_END})\b", re.IGNORECASE)
_NEGATIVE: Final = re.compile(
    rf"\b(?:not|never|no|nobody|none|nothing|without|un\w+ing|less|{_END})\b|n['’]t\b", re.IGNORECASE
)
_TARGET: Final = re.compile(r"\b(?:legitimate|military|fair) targets?\b", re.IGNORECASE)
_HEDGED: Final = re.compile(r"\b(?:may|might|could|perhaps|possibl[ey])\b", re.IGNORECASE)
_NOT_THE_THING: Final = re.compile(
    r"\b(?:claims?|accusations?|allegations?|reports?|charges?|criticism|suggestions?|idea that|notion|view|"
    r"rumou?rs?)\b",
    re.IGNORECASE,
)
_OPPOSING: Final = frozenset({"reject", "rule", "oppose", "opposition", "rejection", "refusal", "rebuff", "object"})
_SUPPORTING: Final = (
    frozenset({"support", "back", "endorse", "favour", "favor", "welcome", "applaud", "hail", "accept"}) | SUPPORT
)
_REQUESTING: Final = frozenset(
    {"call", "demand", "urge", "request", "appeal", "propose", "insist", "need", "plea", "proposal"}
)
_DOUBTING: Final = frozenset({"doubt", "doubts", "scepticism", "skepticism", "reluctance"})

Coded = tuple[Stance | None, tuple[Span, ...]]
"""A stance, and its conditions as places within the words."""


def stance_of(report: Report, act: Act, words: str, noun: str | None, voice: Voice, called: str) -> Coded:
    """Return the stance of words that touch an issue, and its conditions.

    Args:
        noun: that of `act_of`.
        called: all names of the issue. If they speak of an end, as in `Sanctions are lifted`, words have a stance only
            where they speak of it, too.
    """
    if report.form is Form.NO_COMMENT:
        return Stance.DECLINES, ()
    if act is Act.THREATENS:
        at_it = _TARGET.search(words) is not None and _NEGATIVE.search(words) is None
        return (Stance.OPPOSES if at_it else None), ()
    if report.negated:
        return None, ()
    word = noun if noun is not None and report.act is Act.STATES else report.word
    condition = condition_in(words)
    plain = words if condition is None else words[: condition.place.start] + words[condition.place.end :]
    ends = {stem(each[0].lower()) for each in _ENDING.finditer(called)}
    plain, left = _without(plain, ends)
    if ends and not left:
        return None, ()
    for rule in (_against, _open, _for_it):
        found = rule(word, act, plain, condition, voice)
        if found is not None:
            return found
    return None, ()


def _without(words: str, stems: set[str]) -> tuple[str, bool]:
    """Return words without those that end something as the issue does, and whether there were any."""
    plain = _ENDING.sub(lambda match: "" if stem(match[0].lower()) in stems else match[0], words)
    return plain, plain != words


def _against(word: str, act: Act, plain: str, condition: Condition | None, voice: Voice) -> Coded | None:
    refused = word == "refuse" and voice.is_refused(plain)
    if (act is Act.REJECTS and (word in _OPPOSING or refused)) or voice.does("is against it", plain):
        if _NEGATIVE.search(plain) or _NOT_THE_THING.search(plain):
            return None, ()  # to reject an end of it, or a claim about it, is not to oppose it
    elif not (voice.does("will not", plain) or voice.excludes(plain)):
        return None
    elif _ENDING.search(plain):
        return None, ()  # nor to refuse to end it
    if condition is None:
        return Stance.OPPOSES, ()
    return (Stance.OPPOSES_UNLESS, (condition.place,)) if condition.is_unless else (Stance.OPPOSES, ())


def _open(word: str, act: Act, plain: str, condition: Condition | None, voice: Voice) -> Coded | None:
    """Doubt, and what is only possible, leave it open."""
    if word in _DOUBTING or voice.does("might", plain):
        return (None if _NEGATIVE.search(plain) else Stance.AMBIGUOUS), ()
    return (None, ()) if _HEDGED.search(plain) else None


def _for_it(word: str, act: Act, plain: str, condition: Condition | None, voice: Voice) -> Coded | None:
    if _NEGATIVE.search(plain) or (condition is not None and condition.is_unless):
        return None
    asked = word in _SUPPORTING | WILLING or (word in _REQUESTING and act in {Act.REQUESTS, Act.OFFERS})
    meant = asked or voice.does("is ready", plain) or voice.does("is for it", plain)
    if condition is not None and (meant or voice.does("would", plain)):
        return Stance.SUPPORTS_IF, (condition.place,)
    return (Stance.SUPPORTS, ()) if meant else None
