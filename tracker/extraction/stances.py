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
from tracker.extraction.acts import is_threat
from tracker.extraction.conditions import Condition, condition_in
from tracker.extraction.draft import Form, Span
from tracker.extraction.nouns import SUPPORT, WILLING
from tracker.extraction.report import Report
from tracker.extraction.voice import Voice

__all__ = ["stance_of"]

_ENDING: Final = re.compile(
    r"\b(?:end|halt|stop|withdraw\w*|cut|ban|lack|delay\w*|cancel\w*|remov\w+|suspen\w+)\b", re.I
)
_NEGATIVE: Final = re.compile(
    r"\b(?:not|never|no|nobody|none|nothing|without|end|halt|stop|withdraw\w*|un\w+ing|less|cut|ban|lack|delay\w*|cancel\w*|"
    r"remov\w+|suspen\w+)\b|n['’]t\b",
    re.IGNORECASE,
)
_HEDGED: Final = re.compile(r"\b(?:may|might|could|perhaps|possibl[ey])\b", re.IGNORECASE)
_NOT_THE_THING: Final = re.compile(
    r"\b(?:claims?|accusations?|allegations?|reports?|charges?|criticism|suggestions?|idea that|notion|view|"
    r"rumou?rs?)\b",
    re.IGNORECASE,
)
_OPPOSING: Final = frozenset({"reject", "rule", "oppose", "opposition", "rejection", "refusal", "rebuff", "object"})
_SUPPORTING: Final = (
    frozenset({"support", "back", "endorse", "favour", "favor", "welcome", "applaud", "hail"}) | SUPPORT
)
_REQUESTING: Final = frozenset(
    {"call", "demand", "urge", "request", "appeal", "propose", "insist", "need", "plea", "proposal"}
)
_DOUBTING: Final = frozenset({"doubt", "doubts", "scepticism", "skepticism", "reluctance"})

Coded = tuple[Stance | None, tuple[Span, ...]]
"""A stance, and its conditions as places within the words."""


def stance_of(report: Report, act: Act, words: str, noun: str | None, voice: Voice) -> Coded:
    """Return the stance of words that touch an issue, and its conditions; the noun is that of `act_of`."""
    if report.form is Form.NO_COMMENT:
        return Stance.DECLINES, ()
    if act is Act.THREATENS:
        return (Stance.OPPOSES if is_threat(words) else None), ()
    if report.negated:
        return None, ()
    word = noun if noun is not None and report.act is Act.STATES else report.word
    condition = condition_in(words)
    plain = words if condition is None else words[: condition.place.start] + words[condition.place.end :]
    for rule in (_against, _open, _for_it):
        found = rule(word, act, plain, condition, voice)
        if found is not None:
            return found
    return None, ()


def _against(word: str, act: Act, plain: str, condition: Condition | None, voice: Voice) -> Coded | None:
    if word in _OPPOSING and act is Act.REJECTS:
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
