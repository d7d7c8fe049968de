"""What each engine's drafts are given once their places are sound: a claimed date, the party of the office then."""

from __future__ import annotations

from dataclasses import replace

from tracker.extraction.dating import dated
from tracker.extraction.extractor import Extraction
from tracker.extraction.names import Names
from tracker.extraction.offices import with_offices

__all__ = ["with_claims"]


def with_claims(text: str, names: Names, found: Extraction, published: str | None) -> Extraction:
    """Return what was found, dated; what a human has to look at stands with its draft, and once in `warnings`."""
    drafts, told = dated(text, found.drafts, published)
    drafts = with_offices(text, names, drafts)
    each_once = dict.fromkeys([*found.warnings, *told, *(each for draft in drafts for each in draft.warnings)])
    return replace(found, drafts=tuple(drafts), warnings=tuple(each_once))
