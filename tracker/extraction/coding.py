"""What a report comes to: the issues its words touch, and a stance where a rule gives one, and only there.

A stance needs an issue. Who would not comment declines. A refusal of the thing itself opposes; `unless` and `until`
make it opposes-unless. Willingness, support and a request for the thing support it; a condition beside them makes it
supports-if. A threat is never a condition, words in the negative support nothing, and hedged ones say nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from events.vocabulary import Act, Stance
from tracker.extraction.draft import Form, Span
from tracker.extraction.names import Names, folded
from tracker.extraction.nouns import SUPPORT, WILLING
from tracker.extraction.report import Report

__all__ = ["Coder", "Coding"]

_WORD: Final = re.compile(r"[^\W_]+")
_CONDITION: Final = re.compile(
    r"\b(?:if|once|provided(?: that)?|as long as|on condition that|only after|after|in the aftermath of|unless|until)\b"
    r"[^,;.]{3,300}",
    re.IGNORECASE,
)
_NEGATIVE: Final = re.compile(
    r"\b(?:not|never|no|nobody|none|nothing|without|end|halt|stop|withdraw\w*|un\w+ing|less)\b|n['’]t\b", re.I
)
_HEDGED: Final = re.compile(r"\b(?:may|might|could|perhaps|possibl[ey])\b", re.IGNORECASE)
_WILL: Final = re.compile(r"\b(?:ready|willing|prepared|would|will|open)\b", re.IGNORECASE)
_OPPOSING: Final = frozenset({"reject", "rule", "oppose"})
_SUPPORTING: Final = frozenset({"support", "back", "endorse", "favour", "favor"})
_REQUESTING: Final = frozenset({"call", "demand", "urge", "request", "appeal", "propose"})
_ENDINGS: Final = ("ments", "ment", "ings", "ing", "ies", "es", "ed", "s")
_STEM: Final = 4
_SMALL: Final = frozenset("a an the of in on for to and or with from by as at its their other than".split())


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
        self._keywords = [
            (issue.id, _stems(keyword)) for issue in names.issues for keyword in issue.names if _stems(keyword)
        ]

    def coding(self, report: Report) -> Coding:
        """Return what a report comes to."""
        words = report.content.of(self._text)
        issues = self._issues(words)
        act = Act.STATES if report.negated and report.act is Act.REJECTS else report.act
        if report.form is Form.NO_COMMENT:
            return Coding(issues, Act.DECLINES, Stance.DECLINES, ())
        if not issues or report.negated or act is Act.THREATENS:
            return Coding(issues, act, None, ())
        stance, conditions = self._stance(report, words)
        return Coding(issues, act, stance, conditions)

    def _issues(self, words: str) -> tuple[str, ...]:
        """Return the issues one of whose keywords has all its words here; most words first, then the longer path."""
        have = _stems(words) if self._keywords else frozenset()
        weight: dict[str, int] = {}
        for issue, stems in self._keywords:
            if stems <= have:
                weight[issue] = max(weight.get(issue, 0), len(stems))
        return tuple(sorted(weight, key=lambda each: (-weight[each], -each.count("/"), each)))

    def _stance(self, report: Report, words: str) -> tuple[Stance | None, tuple[Span, ...]]:
        condition = _CONDITION.search(words)
        place = (_moved(condition, report.content.start),) if condition else ()
        unless = condition is not None and condition[0].lower().startswith(("unless", "until"))
        if report.word in _OPPOSING:
            return (Stance.OPPOSES_UNLESS, place) if unless else (Stance.OPPOSES, ())
        plain = words if condition is None else words[: condition.start()] + words[condition.end() :]
        if unless or _NEGATIVE.search(plain) or _HEDGED.search(plain):
            return None, ()
        if not self._is_for_it(report, plain, condition is not None):
            return None, ()
        return (Stance.SUPPORTS_IF, place) if condition else (Stance.SUPPORTS, ())

    def _is_for_it(self, report: Report, words: str, conditional: bool) -> bool:
        if report.word in _SUPPORTING | SUPPORT | _REQUESTING | WILLING:
            return True
        if report.form is Form.DIRECT and not conditional:
            return False
        first = frozenset(folded(words).split()[:8])
        return bool(first & WILLING) or (conditional and _WILL.search(words) is not None)


def _moved(match: re.Match[str], by: int) -> Span:
    return Span(match.start() + by, match.start() + by + len(match[0].rstrip()))


def _stems(text: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in _WORD.findall(folded(text)) if word not in _SMALL)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return word[: -len(ending)]
    return word
