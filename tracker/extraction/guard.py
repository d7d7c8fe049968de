"""What no engine may get past, ours or another's: a draft that is not in the text as it says is dropped, and told."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from events.text import UNSTORABLE
from tracker.extraction.claims import with_claims
from tracker.extraction.draft import Draft, Dropped, Form, Span
from tracker.extraction.extractor import Extraction, Extractor
from tracker.extraction.marks import quotations
from tracker.extraction.names import Names

__all__ = ["extract", "guarded"]

_CHARACTERS_MAX: Final = 8_000
"""Of all places together: as many fit into an event whatever they are."""


def extract(engine: Extractor, text: str, names: Names, published: str | None = None) -> Extraction:
    """Return what the engine finds, guarded and dated.

    Args:
        published: when the source says it was published, in the grammar of `said`; None: what the text itself says.
    """
    return with_claims(text, names, guarded(text, engine.extract(text, names)), published)


def guarded(text: str, found: Extraction) -> Extraction:
    """Return what was found, in the order of the text, without the drafts that break a rule; those are in `dropped`.

    Every place lies in the text and has words in it; a direct quotation lies between quotation marks of the text.
    """
    between = [each.inner for each in quotations(text)]
    kept: list[Draft] = []
    dropped = list(found.dropped)
    for draft in sorted(found.drafts, key=lambda each: each.content):
        fault = _fault(text, draft, between)
        if fault is None:
            kept.append(draft)
        else:
            dropped.append(Dropped(_inside(text, draft.content), fault))
    return replace(found, drafts=tuple(kept), dropped=tuple(sorted(dropped, key=lambda each: each.place)))


def _fault(text: str, draft: Draft, between: Sequence[Span]) -> str | None:
    """Return what is wrong with a draft, None if nothing is."""
    places = [draft.content, *draft.conditions, *(each for each in (draft.cue, draft.mention) if each is not None)]
    if not all(0 <= each.start < each.end <= len(text) for each in places):
        return "a place of it is not in the text"
    if sum(each.end - each.start for each in places) > _CHARACTERS_MAX:
        return "has more words than a statement may"
    if UNSTORABLE.search(draft.content.of(text)):
        return "has characters that the record cannot hold"
    if not any(map(str.isalnum, draft.content.of(text))):
        return "no words stand there"
    if draft.form is Form.DIRECT and not _is_between(draft.content, between):
        return "does not stand between quotation marks of the text"
    return None


def _is_between(place: Span, between: Sequence[Span]) -> bool:
    at = bisect_right(between, (place.start, len(between) and between[-1].end)) - 1
    return at >= 0 and between[at].holds(place)


def _inside(text: str, place: Span) -> Span:
    start = min(max(place.start, 0), len(text))
    return Span(start, min(max(place.end, start), len(text)))
