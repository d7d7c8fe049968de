"""A text as words, marks of punctuation and quotations; a quotation is one token, whatever it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tracker.extraction.draft import Span
from tracker.extraction.marks import Quotation

__all__ = ["Token", "tokens_of"]

_TOKEN: Final = re.compile(
    r"(?P<break>\n\s*)"
    r"|(?P<word>(?:[A-Z]\.){2,}|(?:Mrs?|Ms|Dr|Prof|Gen|Sen|Rep|Gov|Col|Lt|Capt|Sgt|St)\.|[@#]\w+|\d[\d.,:]*\d|\w+?n['’]t\b|\w+(?:[-.]\w+)*)"
    r"|(?P<owner>['’]s?\b)"
    r"|(?P<mark>\.\.+|[-–—]+|(?P<row>[^\w\s])(?P=row){7,}|[^\w\s])"
)


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `lower` is its text in lower case, `"` for a quotation and a line break for the end of a line."""

    place: Span
    text: str
    lower: str
    quotation: Quotation | None = None

    @property
    def is_word(self) -> bool:
        """Whether it is a word or number."""
        return self.quotation is None and (self.text[:1].isalnum() or self.text[:1] in "@#_")

    @property
    def spoken(self) -> Span:
        """Where the words of a quotation stand: between its marks, without the comma that leads over to the cue."""
        inner = self.place if self.quotation is None else self.quotation.inner
        words = self.text[inner.start - self.place.start : inner.end - self.place.start].rstrip()
        kept = words[:-1].rstrip() if words.endswith(",") else ""
        return Span(inner.start, inner.start + len(kept)) if kept else inner

    @property
    def is_capital(self) -> bool:
        """Whether it is a word that begins with a capital letter."""
        return self.is_word and (self.text[0].isupper() or self.text[0] == "@")


def tokens_of(text: str, quoted: list[Quotation]) -> list[Token]:
    """Return the tokens of a text outside its quotations, and each quotation as one."""
    found: list[Token] = []
    at = 0
    for quotation in quoted:
        found += _between(text, at, quotation.outer.start)
        found.append(Token(quotation.outer, quotation.outer.of(text), '"', quotation))
        at = quotation.outer.end
    found += _between(text, at, len(text))
    return found


def _between(text: str, start: int, end: int) -> Iterator[Token]:
    for match in _TOKEN.finditer(text, start, end):
        broken = match.lastgroup == "break"
        yield Token(Span(*match.span()), match[0], "\n" if broken else match[0].lower().replace("’", "'"))
