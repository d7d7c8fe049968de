"""Reads every sentence of a text, and what stands between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tracker.extraction.alone import attributed
from tracker.extraction.draft import Dropped
from tracker.extraction.drafting import drafts_of
from tracker.extraction.extractor import Extraction
from tracker.extraction.guide import Guide
from tracker.extraction.marks import Quotation
from tracker.extraction.names import Names
from tracker.extraction.questions import not_asked
from tracker.extraction.report import Report
from tracker.extraction.secondhand import with_second_hand
from tracker.extraction.sentences import Sentence, sentences
from tracker.extraction.surface import SurfaceReader
from tracker.extraction.tokens import tokens_of
from tracker.extraction.turns import told_in_turns, turns, without_names

__all__ = ["read_all", "sentences_of"]


def sentences_of(text: str, quoted: list[Quotation]) -> list[Sentence]:
    """Return the sentences of a text, without the names that stand before what a transcript's speakers say."""
    return list(without_names(sentences(tokens_of(text, quoted)), turns(text)))


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
        told, asked = not_asked(sentence, reader.reports)
        read.append((sentence, [replace(each, is_guess=True) for each in told] if sentence.is_headline else told))
        dropped += [*reader.dropped, *asked]
    reports = with_second_hand([*told_in_turns(text, turns(text), read), *attributed(read)])
    drafts = drafts_of(text, names, quoted, reports)
    return Extraction(tuple(drafts), warnings, tuple(sorted(dropped, key=lambda each: each.place)))
