"""Questions: who asks whether somebody said something does not tell that it was said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tracker.extraction.draft import Dropped, Span
from tracker.extraction.report import Report
from tracker.extraction.sentences import Sentence
from tracker.extraction.wordclass import AUXILIARIES

__all__ = ["is_question", "not_asked"]

_INVERTED: Final = AUXILIARIES - {"may", "will", "having", "being", "been", "be"}
_CLOSES: Final = frozenset({")", "]", "."})


def is_question(sentence: Sentence) -> bool:
    """Say whether a sentence ends with a question mark of the text's own."""
    marks = [each.lower for each in sentence.tokens[-2:] if not each.is_word]
    return bool(marks) and (marks[-1] == "?" or (marks[0] == "?" and marks[-1] in _CLOSES))


def not_asked(sentence: Sentence, reports: Iterable[Report]) -> tuple[list[Report], list[Dropped]]:
    """Return the reports that are told, and those that are only asked for: `Did Reck reject it?`."""
    told, asked = [], []
    whole = is_question(sentence)
    for report in reports:
        if whole or _is_inverted(sentence, report.mention):
            asked.append(Dropped(report.cue or report.content, "is asked, and not told"))
        else:
            told.append(report)
    return told, asked


def _is_inverted(sentence: Sentence, mention: Span | None) -> bool:
    """Say whether the sentence begins `Did Reck` and the report is Reck's."""
    tokens = sentence.tokens
    if mention is None or len(tokens) < 2 or tokens[0].lower not in _INVERTED:
        return False
    return mention.start <= tokens[1].place.start
