"""The speech act of a report: by the verb or noun that reports, and where that only says `said`, by what was said.

A verb in the negative does not do what it names: who did not reject stated. A threat is one whatever verb reports it,
and so is force that the own side will use if something comes about.
"""

from __future__ import annotations

import re
from typing import Final

from events.vocabulary import Act
from tracker.extraction.draft import Form
from tracker.extraction.names import folded
from tracker.extraction.nouns import NOUNS
from tracker.extraction.report import Report
from tracker.extraction.voice import Voice

__all__ = ["act_of", "leading_noun"]

_THREAT: Final = re.compile(
    r"\b(?:legitimate|military|fair) targets?\b|\b(?:will|would) (?:pay (?:a|the|dearly)|retaliate|strike back)\b"
    r"|\b(?:serious|grave|severe|dire) consequences\b|\b(?:will|would) (?:respond|answer|reply) with force\b",
    re.IGNORECASE,
)
_IF: Final = re.compile(
    r"\b(?:if|unless|should|once|when(?:ever)?|as soon as|the moment)\b|^(?:any|every)\b", re.IGNORECASE
)
_OUTRIGHT: Final = (
    (re.compile(r"\b(?:we|i) (?:call (?:on|for)|urge|demand|request|ask for|appeal)\b", re.IGNORECASE), Act.REQUESTS),
    (re.compile(r"\b(?:we|i) (?:promise|pledge|vow|guarantee|undertake|commit)\b", re.IGNORECASE), Act.PROMISES),
    (re.compile(r"\b(?:we|i) (?:will|shall) (?:definitely|certainly|always|of course)\b", re.IGNORECASE), Act.PROMISES),
    (re.compile(r"\b(?:we|i) (?:reject|refuse|rule out|oppose)\b", re.IGNORECASE), Act.REJECTS),
    (re.compile(r"\b(?:we|i) (?:accuse|blame|condemn|denounce)\b", re.IGNORECASE), Act.ACCUSES),
    (re.compile(r"\b(?:we|i) (?:offer|propose)\b", re.IGNORECASE), Act.OFFERS),
)
_NO_DEED: Final = frozenset(
    {"statement", "comment", "remark", "view", "claim", "argument", "agreement", "guarantee", "hope"}
)
_NOUN: Final = re.compile(
    r"(?:(?:the|an?|his|her|its|their|our|my|some|any|no) (?:[a-z]+ )?|[a-z]+ )?"
    rf"(?P<noun>{'|'.join(sorted(NOUNS.keys() - _NO_DEED))})"
    r"(?= (?:to|for|about|of|regarding|concerning|over|that|in|on)\b)"
)


def act_of(report: Report, words: str, noun: str | None, voice: Voice) -> Act:
    """Return the act of a report with these words, which begin with the noun, if with any, that says what was done."""
    if report.form is Form.NO_COMMENT:
        return Act.DECLINES
    if report.negated and report.act is Act.REJECTS:
        return Act.STATES
    if report.act is not Act.STATES:
        return report.act
    if _THREAT.search(words) or (_IF.search(words) and voice.does("uses force", words)):
        return Act.THREATENS
    if noun is not None and NOUNS[noun] is not Act.STATES:
        return NOUNS[noun]
    return _told(words, voice)


def _told(words: str, voice: Voice) -> Act:
    """Return the act of the words themselves; STATES where they do nothing that a rule knows."""
    outright = next((act for pattern, act in _OUTRIGHT if pattern.search(words)), None)
    if outright is not None:
        return outright
    if voice.does("will not", words) or voice.excludes(words):
        return Act.REJECTS
    if voice.does("is ready", words) or voice.does("might", words):
        return Act.OFFERS
    return Act.STATES


def leading_noun(between: str, words: str) -> str | None:
    """Return the noun that says what was done, if the words begin with it: `their willingness to`, `the need for`.

    Args:
        between: what stands between the cue and the words; a clause begins after `that`, and tells of no deed.
    """
    if "that" in between.split():
        return None
    match = _NOUN.match(folded(words[:80]))
    return match["noun"] if match else None
