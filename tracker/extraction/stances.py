"""The stance of a report on an issue its words touch: only where a rule gives one, and otherwise none.

A stance is only on what is the head of the object. Where words are for one thing and against another, there is none.

Who would not comment declines. Force threatened against the thing itself opposes it; no other threat has a stance, and
a threat is never a condition. Who rejects the thing, or says that the own side will not do it or that it is not to be
done, opposes it; with `unless` or `until`, and only where that condition stands in the text, it is opposes-unless.
Willingness, support and a request support it; a condition beside them makes it supports-if. Doubt about it is
ambiguous, and so is what the own side only might do. Words in the negative support nothing, and what is said of others
says nothing.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from events.vocabulary import Act, Stance
from tracker.extraction.conditions import Condition, condition_in
from tracker.extraction.draft import Form, Span
from tracker.extraction.issues import stem
from tracker.extraction.nouns import SUPPORT, WILLING
from tracker.extraction.objects import Thing
from tracker.extraction.report import Report
from tracker.extraction.voice import Doing, Voice

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

_AFTER_OPPOSED: Final = re.compile(
    r"^(?:\w+ )?(?:opposition|rejection|refusal) (?:to|of) |^to (?!\w+ (?:the|an?|any|it)\b)", re.IGNORECASE
)
_NOT_HELD: Final = frozenset(
    "ask wonder question deny dispute contest refute rebut allege quote mock ridicule scoff hear learn read suspect "
    "fear worry complain regret lament joke suggest dismiss reject denial".split()
)
"""Verbs and nouns whose clause the speaker need not hold to be so."""
_DOUBTED: Final = re.compile(rf"^(?:\w+ )?(?:{'|'.join(sorted(_DOUBTING))}) ", re.IGNORECASE)
_OPENING: Final = re.compile(r"^(?:if|when|once|should|that|then|and|but|any|,)?(?: (?:if|when))? ", re.IGNORECASE)
_FAR: Final = 300
_BEING: Final = re.compile(
    r"\b(?:will|would|shall|may|can|are|is|were) (?:all |also )?(?:be|become)?\b[^.]*$", re.IGNORECASE
)
_FOR: Final = re.compile(r"\b(?:support|back|favou?r|endorse|welcome|accept)(?:e?d|s)?\b", re.IGNORECASE)
_AGAINST: Final = re.compile(r"\b(?:oppose[sd]?|reject(?:s|ed)?|rule[sd]? out)\b", re.IGNORECASE)

Coded = tuple[Stance | None, tuple[Span, ...]]
"""A stance, and its conditions as places within the words."""


def stance_of(report: Report, act: Act, words: str, noun: str | None, voice: Voice, thing: Thing | None) -> Coded:
    """Return the stance of words that touch an issue, and its conditions.

    Args:
        noun: that of `act_of`.
        thing: the issue, None only where nobody commented on it. If all its names speak of an end, as in `Sanctions are
            lifted`, words have a stance only where they speak of it, too.
    """
    if report.form is Form.NO_COMMENT:
        return Stance.DECLINES, ()
    if thing is None or report.negated or _is_two_minded(words):
        return None, ()
    if act is Act.THREATENS:
        return (Stance.OPPOSES if _is_target(words, thing) else None), ()
    word = noun if noun is not None and report.act is Act.STATES else report.word
    condition = condition_in(words)
    plain = words if condition is None else words[: condition.place.start] + words[condition.place.end :]
    ends = {stem(each[0].lower()) for each in _ENDING.finditer(thing.called)}
    plain, left = _without(plain, ends)
    if ends and not left:
        return None, ()
    told = _Told(word, act, plain, condition, voice, thing)
    for rule in (_against, _open, _for_it):
        found = rule(told)
        if found is not None:
            return found
    return None, ()


class _Told(NamedTuple):
    """What a stance is read from."""

    word: str
    act: Act
    plain: str
    """The words without their condition."""
    condition: Condition | None
    voice: Voice
    thing: Thing

    def is_done(self, kind: Doing, *, opposed: bool = False) -> bool:
        """Say whether the own side does that to the issue."""
        if self._is_disowned():
            return False
        return any(self.thing.is_object(each, opposed=opposed) for each in self.voice.objects(kind, self.plain))

    def is_excluded(self) -> bool:
        """Say whether it is the issue that is not to be done."""
        found = self.voice.excluded(self.plain)
        return not self._is_disowned() and any(
            self.thing.is_object(before, opposed=True) or self.thing.is_object(behind, opposed=True)
            for before, behind in found
        )

    def _is_disowned(self) -> bool:
        return self.word in _NOT_HELD or self.voice.is_disowned(self.plain)


def _is_two_minded(words: str) -> bool:
    """Say whether words are for something and against something: which of them is the issue, no rule can tell."""
    return _FOR.search(words) is not None and _AGAINST.search(words) is not None


def _is_target(words: str, thing: Thing) -> bool:
    """Say whether force is threatened against the issue: `monitors would be targets`, `If monitors come, they ...`."""
    match = _TARGET.search(words)
    if match is None or _NEGATIVE.search(words):
        return False
    before = _OPENING.sub("", re.split(r"[.;!?] ", words[max(0, match.start() - _FAR) : match.start()])[-1])
    return thing.is_object(_BEING.sub("", before))


def _without(words: str, stems: set[str]) -> tuple[str, bool]:
    """Return words without those that end something as the issue does, and whether there were any."""
    plain = _ENDING.sub(lambda match: "" if stem(match[0].lower()) in stems else match[0], words)
    return plain, plain != words


def _against(told: _Told) -> Coded | None:
    refused = told.word == "refuse" and told.voice.is_refused(told.plain)
    rejected = told.act is Act.REJECTS and (told.word in _OPPOSING or refused)
    if rejected:
        rejected = told.thing.is_object(_AFTER_OPPOSED.sub("", told.plain), opposed=True)
        if not rejected:
            return None, ()
    if rejected or told.is_done("is against it", opposed=True):
        if _NEGATIVE.search(told.plain) or _NOT_THE_THING.search(told.plain):
            return None, ()  # to reject an end of it, or a claim about it, is not to oppose it
    elif not (told.is_done("will not", opposed=True) or told.is_excluded()):
        return None
    elif _ENDING.search(told.plain):
        return None, ()  # nor to refuse to end it
    if told.condition is None or not told.condition.is_unless:
        return Stance.OPPOSES, ()
    return Stance.OPPOSES_UNLESS, (told.condition.place,)


def _open(told: _Told) -> Coded | None:
    """Doubt, and what is only possible, leave it open."""
    if (told.word in _DOUBTING and told.thing.is_object(_DOUBTED.sub("", told.plain))) or told.is_done("might"):
        return (None if _NEGATIVE.search(told.plain) else Stance.AMBIGUOUS), ()
    return (None, ()) if _HEDGED.search(told.plain) else None


def _for_it(told: _Told) -> Coded | None:
    if _NEGATIVE.search(told.plain) or (told.condition is not None and told.condition.is_unless):
        return None
    requested = told.word in _REQUESTING and told.act in {Act.REQUESTS, Act.OFFERS}
    asked = requested or told.word in _SUPPORTING | WILLING
    meant = asked and told.thing.is_object(told.plain, asked=requested)
    meant = meant or (not asked and (told.is_done("is ready") or told.is_done("is for it")))
    if told.condition is not None and (meant or told.is_done("would")):
        return Stance.SUPPORTS_IF, (told.condition.place,)
    return (Stance.SUPPORTS, ()) if meant else None
