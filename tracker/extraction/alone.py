"""Quotations that no cue of their own sentence attributes: they belong to whoever spoke just before."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from tracker.extraction.draft import Form, Span
from tracker.extraction.report import Report
from tracker.extraction.sentences import Sentence

__all__ = ["attributed"]


def attributed(read: list[tuple[Sentence, list[Report]]]) -> list[Report]:
    """Return a report for each quotation that is a sentence of its own, after one whose speaker is known.

    In the same paragraph the speaker before is taken; in the next one only where a quotation goes on from one paragraph
    to another, or where a colon ends the sentence before.
    """
    found: list[Report] = []
    last: Report | None = None
    paragraph, goes_on = -1, False
    for sentence, reports in read:
        first = sentence.tokens[0].quotation
        alone = first is not None and not any(each.is_word for each in sentence.tokens)
        if alone and last is not None and (sentence.paragraph == paragraph or goes_on):
            places = [each.spoken for each in sentence.tokens if each.quotation is not None]
            free = [each for each in places if not _is_read(each, reports)]
            found += [replace(last, content=each, form=Form.DIRECT, is_guess=True) for each in free]
        elif reports:
            last = max(reports, key=lambda each: each.content)
        elif sentence.paragraph != paragraph:
            last = None
        paragraph = sentence.paragraph
        goes_on = any(each.quotation is not None and each.quotation.goes_on for each in sentence.tokens)
    return found


def _is_read(place: Span, reports: list[Report]) -> bool:
    starts = sorted(each.content for each in reports)
    at = bisect_right(starts, (place.start, place.end)) - 1
    return at >= 0 and starts[at].meets(place)
