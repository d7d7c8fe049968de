"""When the text claims that each draft was said: the words beside its cue, else no later than the report's own day.

Words date a cue that they stand beside: after it, between it and who spoke, or at the head of the sentence (`On
Tuesday,`, `Speaking in Halden on Friday,`). Words within what was said date nothing, nor do those of a clause of their
own. Behind a thing that was rejected or accepted, they date that: `rejected a truce last year`; the thing ends before
them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, NamedTuple

from events.periods import date_in, is_open
from events.vocabulary import Act
from tracker.extraction.dateline import Dateline, dateline
from tracker.extraction.days import Told, day_of, days_in
from tracker.extraction.draft import Draft, Span
from tracker.extraction.lexicon import inflected
from tracker.extraction.marks import Quotation, quotations
from tracker.extraction.sentences import sentences
from tracker.extraction.tokens import tokens_of

__all__ = ["dated"]

_FAR: Final = 80
_NEAR: Final = 40
_SPACES: Final = re.compile(r"\s+")
_BREAKS: Final = re.compile(r"[,;:.!?()—–\"“”«»„]|\b(?:who|which|when|where|that|after|before|since|until|because)\b")
_HEAD: Final = re.compile(
    r"(?:.{0,80} ?[-—–] ?)?(?:(?:early|late|later|earlier|and|but|then|meanwhile),? )?(?:on |in |over |at )?",
    re.IGNORECASE | re.DOTALL,
)
_SPEAKING: Final = re.compile(
    r"(?:.{0,80}[-—–] ?)?(?:speaking|addressing|talking|asked|pressed|interviewed|writing|briefing|answering|appearing|"
    r"in an? [^,;]{0,40}?(?:interview|statement|speech|letter|post|report|address|briefing|message|article)|"
    r"at an? [^,;]{0,40}?(?:conference|briefing|meeting|forum|summit|session|rally))\b[^,;:]*",
    re.IGNORECASE | re.DOTALL,
)
_BEFORE_TAIL: Final = re.compile(
    r"(?:[\s,]|\b(?:on|in|over|at|during|as|late|early|earlier|later|back|the|recently)\b)*$", re.IGNORECASE
)
_AFTER_TAIL: Final = re.compile(r"[\s,.]*(?:$|but\b)")
_WHO: Final = re.compile(r"\b(?:who|which)\s+(?:(?:has|have|had|once|already|first)\s+)*$", re.IGNORECASE)
_POSITIONS: Final = frozenset({"support", "back", "endorse", "favour", "favor", "welcome", "accept"})
_OPENING_NEAR: Final = timedelta(days=31)
_FILED: Final = timedelta(days=1)
_DAY: Final = 10


class Claim(NamedTuple):
    """When something was said, as the text claims it, and the words that do."""

    said: str | None
    by: Span | None


def dated(text: str, drafts: Sequence[Draft], published: str | None) -> tuple[list[Draft], list[str]]:
    """Return the drafts with their claimed dates, and warnings about the report's own.

    Args:
        published: when the source says it was published, in the grammar of `said`; None: not known.
    """
    own = None if published is None or is_open(published) else day_of(published)
    line = dateline(text, own)
    from_line = line if published is None else None
    day = own or (from_line.day if from_line else None)
    latest = Claim(None if day is None else f"../{day.isoformat()}", from_line.place if from_line else None)
    if published is not None:
        latest = Claim(f"../{date_in(published)[:_DAY]}", None)
    words = _Words(text, drafts, day)
    turns = Claim(line.day.isoformat(), line.place) if line is not None and line.is_event else latest
    made: list[Draft] = []
    for each in drafts:
        tail = words.tail(each)
        claim = words.beside(each) if tail is None else Claim(tail.said, tail.place)
        made.append(_dated(_without_tail(text, each, tail), claim or (turns if _is_turn(text, each) else latest), day))
    return made, _disagreement(line, own)


def _without_tail(text: str, draft: Draft, tail: Told | None) -> Draft:
    """Return a draft whose content ends before the words that date it."""
    if tail is None:
        return draft
    return replace(draft, content=Span(draft.content.start, _end_before(text, draft.content.start, tail.place.start)))


def _end_before(text: str, start: int, end: int) -> int:
    """Return the end without words such as `late in` that lead to those that tell when."""
    near = max(start, end - _NEAR)
    return near + len(_BEFORE_TAIL.sub("", text[near:end]))


def _is_turn(text: str, draft: Draft) -> bool:
    return draft.cue is not None and draft.cue.of(text) == ":"


def _is_past_position(cue: str, draft: Draft) -> bool:
    """Say whether the cue tells that something was rejected or accepted, or supported, in the past tense."""
    verb = inflected(cue.split()[-1].lower()) if cue.split() else None
    if verb is None or verb.form not in {"past", "participle"} or draft.rule not in {verb.verb.base, "oppose"}:
        return False
    return draft.rule in _POSITIONS or (draft.act is Act.REJECTS and "c" not in verb.verb.kinds) or draft.rule == "rule"


def _dated(draft: Draft, claim: Claim, day: date | None) -> Draft:
    made = replace(draft, said=claim.said, dated_by=claim.by)
    if day is None or claim.said is None or date_in(claim.said) <= day.isoformat():
        return made
    late = f"the words are dated {claim.said}, and the report {day.isoformat()}: one of the two cannot be right"
    return replace(made, warnings=(*draft.warnings, late))


def _disagreement(line: Dateline | None, own: date | None) -> list[str]:
    if line is None or own is None:
        return []
    early = line.day < own - (_OPENING_NEAR if line.is_opening else _FILED)
    if not early and (line.is_opening or line.day <= own):
        return []
    says = "opens with" if line.is_opening else "has the dateline"
    return [f"the text {says} {line.day.isoformat()}, and the source is dated {own.isoformat()}: which is right?"]


@dataclass(frozen=True, slots=True)
class _Sentence:
    place: Span
    told: tuple[Told, ...]
    cues: tuple[Span, ...]


class _Words:
    """The words of one text that tell when, outside quotations and what is reported."""

    def __init__(self, text: str, drafts: Sequence[Draft], day: date | None) -> None:
        self._text = text
        self._day = day
        quoted = quotations(text)
        self._sentences = [each.place for each in sentences(tokens_of(text, quoted))]
        self._starts = [each.start for each in self._sentences]
        self._read = self._by_sentence(drafts, quoted)
        self._by_mention: dict[tuple[int, Span], Told] = {}
        for each in drafts:
            number, found = self._own(each)
            if found is not None and each.mention is not None and self.tail(each) is None:
                self._by_mention.setdefault((number, each.mention), found)

    def beside(self, draft: Draft) -> Claim | None:
        """Return what the words beside its cue claim, or beside another of the same sentence and speaker."""
        number, found = self._own(draft)
        if found is None and draft.mention is not None and not self._is_aside(draft):
            found = self._by_mention.get((number, draft.mention))
        return None if found is None else Claim(found.said, found.place)

    def tail(self, draft: Draft) -> Told | None:
        """Return the words that end what was rejected or accepted and say when it was."""
        if draft.cue is None or draft.conditions or not _is_past_position(draft.cue.of(self._text), draft):
            return None
        for told in days_in(self._text, draft.content, self._day):
            behind = self._text[told.place.end : draft.content.end]
            starts = draft.content.start < _end_before(self._text, draft.content.start, told.place.start)
            past = self._day is None or date_in(told.said) <= self._day.isoformat()
            if starts and past and _AFTER_TAIL.match(behind):
                return told
        return None

    def _is_aside(self, draft: Draft) -> bool:
        """Say whether it stands in a relative clause, which may tell of another day than the rest of its sentence."""
        start = 0 if draft.cue is None else draft.cue.start
        return _WHO.search(self._text[max(0, start - _FAR) : start]) is not None

    def _own(self, draft: Draft) -> tuple[int, Told | None]:
        number = -1 if draft.cue is None else bisect_right(self._starts, draft.cue.start) - 1
        sentence = self._read.get(number)
        if sentence is None or draft.cue is None:
            return number, None
        for each in sentence.told:
            if self._is_beside(each.place, draft.cue, draft.mention, sentence):
                return number, each
        return number, None

    def _by_sentence(self, drafts: Sequence[Draft], quoted: Iterable[Quotation]) -> dict[int, _Sentence]:
        """Return what each sentence with a cue has; nothing of the others is read."""
        cues: dict[int, set[Span]] = {}
        for each in drafts:
            if each.cue is not None:
                cues.setdefault(bisect_right(self._starts, each.cue.start) - 1, set()).add(each.cue)
        closed: dict[int, list[Span]] = {}
        for place in sorted({*(each.content for each in drafts), *(each.outer for each in quoted)}):
            number = bisect_right(self._starts, place.start) - 1
            if number in cues:
                closed.setdefault(number, []).append(place)
        return {
            number: _Sentence(
                self._sentences[number], self._told(number, closed.get(number, [])), tuple(sorted(places))
            )
            for number, places in cues.items()
            if number >= 0
        }

    def _told(self, number: int, closed: list[Span]) -> tuple[Told, ...]:
        place = self._sentences[number]
        found: list[Told] = []
        at = place.start
        for each in [*closed, Span(place.end, place.end)]:
            if at < each.start:
                found += days_in(self._text, Span(at, min(each.start, place.end)), self._day)
            at = max(at, each.end)
        return tuple(found)

    def _is_beside(self, words: Span, cue: Span, mention: Span | None, sentence: _Sentence) -> bool:
        if words.start >= cue.end:
            start = (
                mention.end
                if mention is not None and cue.end <= mention.start and mention.end <= words.start
                else cue.end
            )
            return self._is_open(start, words.start, sentence)
        if words.end > cue.start:
            return False
        if mention is not None and mention.end <= words.start:
            return self._is_open(mention.end, words.start, sentence) and self._is_open(words.end, cue.start, sentence)
        return self._heads(words, cue, sentence)

    def _is_open(self, start: int, end: int, sentence: _Sentence) -> bool:
        """Say whether nothing between the two places ends a clause or says something else."""
        between = self._text[start:end].removeprefix(",")
        if end - start > _FAR or _BREAKS.search(between):
            return False
        return not any(start <= each.start and each.end <= end for each in sentence.cues)

    def _heads(self, words: Span, cue: Span, sentence: _Sentence) -> bool:
        before = _SPACES.sub(" ", self._text[sentence.place.start : words.start].rpartition(";")[2].lstrip())
        if not (_HEAD.fullmatch(before) or _SPEAKING.fullmatch(before)) or ";" in self._text[words.end : cue.start]:
            return False
        return not any(words.end <= each.start and each.end <= cue.start for each in sentence.cues)
