"""A position on the page: short as in the grid, or in full as in a section. briefing.js makes exactly the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from events.vocabulary import Stance
from tracker.exchange.briefing import Briefing, Pair, Span
from tracker.exchange.briefing_words import NO_RECORD, basis_words, counts_words, marks
from tracker.exchange.markup import Element, element
from tracker.movement import MIXED

__all__ = ["NONE", "SIGNS", "badge", "full_standing", "references", "short_standing"]

NONE: Final = "none"

SIGNS: Final[dict[str, str]] = {
    Stance.SUPPORTS: "+",
    Stance.SUPPORTS_IF: "(+)",
    Stance.NEUTRAL: "○",
    Stance.OPPOSES_UNLESS: "(−)",
    Stance.OPPOSES: "−",
    MIXED: "±",
    Stance.AMBIGUOUS: "≈",
    Stance.DECLINES: "×",
    NONE: "·",
}
"""What stands beside the colour of a stance, as in a timeline: on the scale, then beside it, then no record."""


def badge(stance: str, word: str) -> Element:
    """Return a stance, `mixed` or `none`, as its sign and a word."""
    sign = element("span", SIGNS[stance], class_="sign", aria_hidden="true")
    return element("span", sign, f" {word}", class_="stance", data_stance=stance)


def short_standing(pair: Pair) -> Element:
    """Return the pair's position at the cut as a cell of the grid."""
    return _standing("td", pair, "short", _short(pair.now))


def full_standing(briefing: Briefing, pair: Pair) -> Element:
    """Return the pair's position at the cut with what it rests on."""
    return _standing("div", pair, "full", _full(briefing, pair.now))


def _standing(tag: str, pair: Pair, form: str, content: Iterable[Element]) -> Element:
    stance = NONE if pair.now is None else pair.now.phase.stance
    return element(tag, *content, data_pair=pair.number, data_form=form, data_stance=stance)


def _short(span: Span | None) -> Iterable[Element]:
    if span is None:
        yield badge(NONE, "no record")
        return
    phase = span.phase
    yield badge(phase.stance, phase.stance)
    told = [counts_words(phase)] if phase.stance == MIXED else []
    told += ["inherited"] if phase.basis == "inherited" else []
    told += marks(phase)
    if told:
        yield element("span", ", ".join(told), class_="marks")


def _full(briefing: Briefing, span: Span | None) -> Iterable[Element]:
    if span is None:
        yield element("p", badge(NONE, NO_RECORD))
        return
    phase = span.phase
    counts = f"{counts_words(phase)}; " if phase.stance == MIXED else ""
    told = ", ".join([f"{basis_words(briefing, phase)} since {span.since}", *marks(phase)])
    details = element("span", f"{counts}{told}", class_="details")
    yield element("p", badge(phase.stance, phase.stance), " ", details)
    for condition in phase.conditions:
        yield element("p", f"Condition: {condition}", class_="condition")
    yield element("p", *references(briefing, phase.statements), class_="evidence")


def references(briefing: Briefing, entries: Iterable[str]) -> Iterable[Element | str]:
    """Yield links to the notes of statements, after a word that says what they are."""
    yield "Evidence"
    for entry in entries:
        number = str(briefing.numbers[entry])
        yield from (" ", element("a", number, href=f"#note-{number}", aria_label=f"evidence {number}"))
