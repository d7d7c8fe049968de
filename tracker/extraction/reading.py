"""Reads every sentence of a text, and what stands between them."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.extraction.alone import attributed
from tracker.extraction.draft import Dropped
from tracker.extraction.drafting import drafts_of
from tracker.extraction.extractor import Extraction
from tracker.extraction.guide import Guide
from tracker.extraction.marks import Quotation
from tracker.extraction.names import Names
from tracker.extraction.report import Report
from tracker.extraction.sentences import Sentence
from tracker.extraction.surface import SurfaceReader
from tracker.extraction.turns import turns

__all__ = ["read_all"]


def read_all(
    text: str,
    names: Names,
    quoted: list[Quotation],
    guided: Iterable[tuple[Sentence, Guide | None]],
    warnings: tuple[str, ...] = (),
) -> Extraction:
    """Return the drafts of a text, given its sentences in order, each with its parse if it has one."""
    read: list[tuple[Sentence, list[Report]]] = []
    dropped: list[Dropped] = []
    for sentence, guide in guided:
        reader = SurfaceReader(sentence.tokens, guide)
        reader.read()
        read.append((sentence, reader.reports))
        dropped += reader.dropped
    reports = [report for _, found in read for report in found]
    drafts = drafts_of(text, names, quoted, [*reports, *attributed(read), *turns(text)])
    return Extraction(tuple(drafts), warnings, tuple(sorted(dropped, key=lambda each: each.place)))
