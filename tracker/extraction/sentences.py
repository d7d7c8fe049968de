"""Where sentences end. A quotation is never cut, and what attributes it belongs to its sentence.

A line break ends a sentence where the line ends one, where a blank line follows, and where the line was not wrapped:
wrapped is what goes on in lower case, and what is as wide as a page. Any other break is a space.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tracker.extraction.draft import Span
from tracker.extraction.lexicon import verb
from tracker.extraction.tokens import Token
from tracker.extraction.wordclass import AUXILIARIES, DETERMINERS, PREPOSITIONS
from tracker.extraction.wrapping import Break, is_full, page_width

__all__ = ["Sentence", "sentences"]

_ABBREVIATIONS: Final = frozenset(
    "mr mrs ms dr prof gen col lt sgt capt maj sen rep gov pres st no vs etc approx dept inc ltd co jr sr hon rev adm "
    "jan feb mar apr jun jul aug sep sept oct nov dec e.g i.e".split()
)
_ENDS: Final = frozenset(".!?…")
_WRAPPED: Final = range(50, 101)
_FAR: Final = 7
_WORD: Final = 40
_RAGGED: Final = 4
_SMALL: Final = PREPOSITIONS | DETERMINERS | AUXILIARIES | {"and", "or", "but"}
_LONGEST: Final = 500
_DASHES: Final = frozenset({"-", "--", "–", "—"})
_DATELINE: Final = 14
_SHORT: Final = 2


@dataclass(frozen=True, slots=True)
class Sentence:
    """The tokens of one sentence, without line breaks; at least one."""

    tokens: tuple[Token, ...]
    paragraph: int
    """Number of the paragraph it stands in."""

    @property
    def place(self) -> Span:
        """Where it stands in the text."""
        return Span(self.tokens[0].place.start, self.tokens[-1].place.end)

    @property
    def is_headline(self) -> bool:
        """Whether it may be a line above a text and no sentence: no mark ends it."""
        return self.tokens[-1].is_word


def sentences(tokens: list[Token]) -> Iterator[Sentence]:
    """Yield the sentences; one is never longer than 500 tokens, whatever the text is."""
    held: list[Token] = []
    paragraph = 0
    breaks = _breaks(tokens)
    page = page_width(breaks.values())
    for number, token in enumerate(tokens):
        if token.lower == "\n":
            ends = number not in breaks or _ends_line(tokens, number, breaks[number], page)
            paragraph += ends
        else:
            held.append(token)
            ends = len(held) >= _LONGEST or _ends_sentence(tokens, number)
        if ends and held:
            yield Sentence(_without_dateline(held), paragraph - (token.lower == "\n"))
            held = []
    if held:
        yield Sentence(_without_dateline(held), paragraph)


def _without_dateline(held: list[Token]) -> tuple[Token, ...]:
    """Return a sentence without the `PORT HALDEN, 5 March (Agency) -` that it may begin with."""
    for number, token in enumerate(held[:_DATELINE]):
        if token.lower in _DASHES:
            place = held[0].text.isupper() and len(held[0].text) > _SHORT
            dated = held[0].is_capital and any(each.text[0] in "(0123456789" for each in held[1:number])
            return tuple(held[number + 1 :]) if (place or dated) and number + 1 < len(held) else tuple(held)
        if verb(token.lower) is not None or token.lower[0] in _ENDS:
            break
    return tuple(held)


def _breaks(tokens: list[Token]) -> dict[int, Break]:
    """Return the line breaks between two lines with words, by their numbers."""
    found: dict[int, Break] = {}
    line = 0
    for number, token in enumerate(tokens):
        if "\n" not in token.text:
            continue
        if token.lower != "\n":  # a quotation over several lines
            line = token.place.start + token.text.rindex("\n") + 1
            continue
        if 0 < number < len(tokens) - 1 and token.text.count("\n") == 1:
            word = tokens[number + 1].text[:_WORD].split()[0]
            found[number] = Break(token.place.start - line, _last_character(tokens[number - 1]), word)
        line = token.place.end
    return found


def _ends_line(tokens: list[Token], number: int, line: Break, page: int) -> bool:
    if line.last in _ENDS or tokens[number - 1].lower == ":":
        return True
    following = _next_width(tokens, number)
    if line.goes_on:  # but for a headline over a paragraph
        return line.width < _WRAPPED.start and following >= _WRAPPED.stop
    if line.width in _WRAPPED and following < _WRAPPED.stop:
        return False
    if tokens[number - 1].lower in _SMALL and following < _WRAPPED.stop:
        return False
    if following > page + 2 * _RAGGED or not is_full(line, page):
        return True
    first = tokens[0].place.start == tokens[number].place.start - line.width
    return first and line.width < page - _RAGGED


def _next_width(tokens: list[Token], number: int) -> int:
    """Return how wide the line after a break is, or that it is too wide."""
    start = tokens[number].place.end
    for token in tokens[number + 1 : number + 1 + _WRAPPED.stop]:
        if "\n" in token.text:
            return token.place.start + token.text.index("\n") - start
        if token.place.end - start >= _WRAPPED.stop:
            return _WRAPPED.stop
    return 0


def _ends_sentence(tokens: list[Token], number: int) -> bool:
    token = tokens[number]
    after = tokens[number + 1] if number + 1 < len(tokens) else None
    if after is None or after.lower == "\n":
        return False  # the line break decides
    if token.quotation is not None:
        return _ends_after_quotation(tokens, number, after)
    if token.lower[0] not in _ENDS and not (token.lower.endswith(".") and after.is_capital):
        return False
    if after.place.start == token.place.end or not _begins(after):
        return False
    return token.lower[0] in "!?…" or not _is_abbreviated(tokens, number)


def _begins(after: Token) -> bool:
    return after.is_capital or after.quotation is not None or after.text[0].isdigit() or after.text[0] in "([@#-–—"


def _is_abbreviated(tokens: list[Token], number: int) -> bool:
    if tokens[number].is_word:  # U.S. and the like, which end a sentence only before a word that begins one
        return tokens[number + 1].lower not in {"the", "he", "she", "it", "they", "in", "but", "a", "we"}
    before = tokens[number - 1] if number else None
    if before is None or not before.is_word or before.place.end != tokens[number].place.start:
        return False
    return before.lower in _ABBREVIATIONS or (len(before.text) == 1 and before.is_capital)


def _ends_after_quotation(tokens: list[Token], number: int, after: Token) -> bool:
    last = _last_character(tokens[number])
    if last not in _ENDS or not _begins(after):
        return False
    return last == "." or not _attributes(tokens[number + 1 : number + 1 + _FAR])


def _attributes(after: list[Token]) -> bool:
    """Say whether words such as `President Venn asked` follow."""
    for token in after:
        if not token.is_word:
            return False
        found = verb(token.lower)
        if found is not None and found.quotes:
            return True
    return False


def _last_character(token: Token) -> str:
    text = token.text if token.quotation is None else token.text.rstrip("\"“”„»«›‹’‘'`」』")
    return text[-1:]
