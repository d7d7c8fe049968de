"""The footnotes of the page: every statement that a position on it rests on, today's and the earlier ones."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.exchange.briefing import Briefing, Note, Pair, cited_by
from tracker.exchange.briefing_words import became, said_words, source_words, spoken_by
from tracker.exchange.markup import Element, element
from tracker.exchange.page.sections import pair_anchor
from tracker.outward import safe
from tracker.reading.citation import Citation

__all__ = ["evidence"]


def evidence(briefing: Briefing) -> Iterator[Element]:
    """Yield the notes in the order of their numbers, each with links back to what rests on it."""
    resting: dict[str, list[Pair]] = {}
    for pair in briefing.pairs:
        for entry in dict.fromkeys(entry for span in pair.spans for entry in span.phase.statements):
            resting.setdefault(entry, []).append(pair)
    notes = [_note(briefing, note, resting.get(note.citation.entry, [])) for note in briefing.notes]
    cited = len({entry for section in briefing.sections for entry in cited_by(section)})
    yield element("ol", *notes[:cited], class_="notes")
    if notes[cited:]:
        yield element("h3", "Of earlier positions")
        yield element("ol", *notes[cited:], class_="notes", start=cited + 1)


def _note(briefing: Briefing, note: Note, pairs: list[Pair]) -> Element:
    citation = note.citation
    back = [element("a", f"↩ {pair.party.label} on {pair.issue.label}", href=f"#{pair_anchor(pair)}") for pair in pairs]
    return element(
        "li",
        *_words(citation),
        element("p", f"{spoken_by(briefing, citation)}. Said {said_words(citation.content.said)}.", class_="spoken"),
        _source(citation),
        element("p", *back, class_="back") if back else None,
        id=f"note-{note.number}",
    )


def _words(citation: Citation) -> list[Element]:
    content = citation.content
    found: list[Element] = []
    if content.quotation is not None:
        quoted = element("q", content.quotation, lang=content.language, dir="auto")
        language = f" ({content.language})" if content.language else None
        found.append(element("p", quoted, language, class_="quotation"))
    if content.summary is not None:
        found.append(element("p", element("i", "In our words: "), content.summary, class_="summary"))
    return found


def _source(citation: Citation) -> Element:
    """Return which document reports it, which entry holds it, and what became of it."""
    url = None if citation.source.url is None else safe(citation.source.url)
    link = element("a", url, href=url, rel="noopener noreferrer") if url and _is_web(url) else url
    entry = "; ".join((f"Entry {citation.entry}", *became(citation)))
    address = [] if link is None else [", ", link]
    return element("p", f"Source: {source_words(citation)}", *address, f". {entry}.", class_="source")


def _is_web(url: str) -> bool:
    return url.startswith(("http://", "https://"))
