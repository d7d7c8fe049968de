"""What a report comes to: the issues its words touch, its speech act, and a stance where a rule gives one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from events.vocabulary import Act, Stance
from tracker.extraction.acts import act_of, leading_noun
from tracker.extraction.conditions import condition_in, main_part
from tracker.extraction.draft import Form, Span
from tracker.extraction.issues import IssueFinder
from tracker.extraction.lexicon import verb
from tracker.extraction.names import Names
from tracker.extraction.objects import Thing
from tracker.extraction.report import Report
from tracker.extraction.spacing import Spaced
from tracker.extraction.stances import stance_of
from tracker.extraction.voice import Voice

__all__ = ["Coder", "Coding"]

_ISSUES_MAX: Final = 20
"""More candidates help nobody, and a proposal holds no more than 50."""
_NEAR: Final = 40
_GOVERNED: Final = re.compile(
    r"\b(?:whether|if|unless|suppos(?:e|ing)|(?:false|untrue|not true|den(?:y|ies|ied|ying)|claim(?:s|ed|ing)?)"
    r"(?:\s+that)?)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""What stands before a report that is itself a clause of something else."""


@dataclass(frozen=True, slots=True)
class Coding:
    """Issues, the likeliest first; a stance with its conditions."""

    issues: tuple[str, ...]
    act: Act
    stance: Stance | None
    conditions: tuple[Span, ...]


class Coder:
    """Codes the reports of one text."""

    def __init__(self, text: str, names: Names) -> None:
        self._text = text
        self._names = names
        self._issues = IssueFinder(names)
        self._called = {each.id: ". ".join(each.names) for each in names.issues}

    def coding(self, report: Report, party: str | None) -> Coding:
        """Return what a report comes to that is ascribed to a party; None: it is not known to whom."""
        spaced = Spaced(self._text, report.content)
        words = spaced.words
        main = self._issues.ranked(main_part(words, condition_in(words)))
        touched = tuple(dict.fromkeys((*main, *self._issues.ranked(words))))
        issues = tuple(dict.fromkeys((*touched, *self._issues.hinted(words))))[:_ISSUES_MAX]
        is_direct = report.form is Form.DIRECT or report.word == "turn"
        told = self._told(report)
        voice = Voice(
            lambda subject: self._before_party(subject, party),
            lambda before: self._names_other(f"{told} {before}", party),
            is_direct=is_direct,
        )
        noun = self._noun(report, words)
        act = act_of(report, words, noun, voice)
        sought = touched if act is Act.THREATENS else main  # else only the circumstances touch an issue
        if report.form is not Form.NO_COMMENT and (not sought or self._is_governed(report)):
            return Coding(issues, act, None, ())
        thing = Thing(self._issues, issues[0], self._called[issues[0]]) if issues else None
        stance, conditions = stance_of(report, act, words, noun, voice, thing)
        return Coding(issues, act, stance, tuple(map(spaced.back, conditions)))

    def _noun(self, report: Report, words: str) -> str | None:
        """Return the noun that says what was done where the verb takes a thing and no clause."""
        known = verb(report.word)
        takes_thing = known is None or "n" in known.kinds
        between = "that" if report.cue is None else self._text[report.cue.end : report.content.start]
        return leading_noun(between, words) if takes_thing else None

    def _is_governed(self, report: Report) -> bool:
        """Say whether the whole report is only asked, supposed or denied: `whether Belmora supports it`."""
        first = report.mention if report.mention is not None else report.cue
        return first is not None and _GOVERNED.search(self._text[max(0, first.start - _NEAR) : first.start]) is not None

    def _told(self, report: Report) -> str:
        """Return the words between a cue and what was said: whom it was said to."""
        return "" if report.cue is None else self._text[report.cue.end : report.content.start]

    def _names_other(self, words: str, party: str | None) -> bool:
        """Say whether words name another party than the speaker's, or somebody who speaks for none or for another."""
        whole = Span(0, len(words))
        if any(each.id != party for each in self._names.parties_in(words, whole)):
            return True
        return any(party not in self._names.parties_of(each.id) for each in self._names.people_in(words, whole))

    def _before_party(self, subject: str, party: str | None) -> str | None:
        """Return what stands before the party's name that ends a subject, `that Belmora`; None where none does."""
        places = self._names.parties_in(subject, Span(0, len(subject)))
        if not places or places[-1].id != party or any(map(str.isalnum, subject[places[-1].span.end :])):
            return None
        return subject[: places[-1].span.start]
