"""The names a dossier knows: people with the parties they speak for, parties, issues with their keywords."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Final, NamedTuple

from tracker.extraction.draft import Span

__all__ = ["Named", "Names", "Place", "folded"]

_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Named:
    """A person, a party or an issue, and what the text may call it."""

    id: str
    names: tuple[str, ...]
    """Of an issue: its keywords."""
    parties: tuple[str, ...] = ()
    """Of a person: the parties for which he or she held an office, each once."""


class Place(NamedTuple):
    """A name as it stands in the text."""

    span: Span
    id: str


@dataclass(frozen=True)
class Names:
    """What may be named in a text. All may be empty: then a speaker is a place in the text and no more."""

    people: Sequence[Named] = ()
    parties: Sequence[Named] = ()
    issues: Sequence[Named] = ()

    def people_in(self, text: str, within: Span) -> list[Place]:
        """Return the people named there, as they stand."""
        return list(self._people.found(text, within))

    def parties_in(self, text: str, within: Span) -> list[Place]:
        """Return the parties named there, as they stand."""
        return list(self._parties.found(text, within))

    def parties_of(self, person: str) -> tuple[str, ...]:
        """Return the parties a person has held an office for."""
        return self._offices.get(person, ())

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that is known, hexadecimal."""
        return sha256(repr((tuple(self.people), tuple(self.parties), tuple(self.issues))).encode("utf-8")).hexdigest()

    @cached_property
    def _people(self) -> _Finder:
        return _Finder(self.people)

    @cached_property
    def _parties(self) -> _Finder:
        return _Finder(self.parties)

    @cached_property
    def _offices(self) -> dict[str, tuple[str, ...]]:
        return {each.id: each.parties for each in self.people}


class _Finder:
    """Finds whole names, the longest first; a name of several things stands for none of them."""

    def __init__(self, named: Sequence[Named]) -> None:
        owners: dict[tuple[str, ...], set[str]] = {}
        for each in named:
            for name in each.names:
                owners.setdefault(_words(name), set()).add(each.id)
        self._ids = {words: next(iter(ids)) for words, ids in owners.items() if words and len(ids) == 1}
        self._longest = max(map(len, self._ids), default=0)

    def found(self, text: str, within: Span) -> Iterator[Place]:
        tokens = [(match.span(), folded(match[0])) for match in _WORD.finditer(text, *within)] if self._ids else []
        at = 0
        while at < len(tokens):
            size = self._size(tokens, at)
            if size:
                span = Span(tokens[at][0][0], tokens[at + size - 1][0][1])
                yield Place(span, self._ids[tuple(word for _, word in tokens[at : at + size])])
            at += size or 1

    def _size(self, tokens: list[tuple[tuple[int, int], str]], at: int) -> int:
        for size in range(min(self._longest, len(tokens) - at), 0, -1):
            if tuple(word for _, word in tokens[at : at + size]) in self._ids:
                return size
        return 0


def folded(text: str) -> str:
    """Return text without what two spellings of a word may differ in: case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))


def _words(name: str) -> tuple[str, ...]:
    return tuple(map(folded, _WORD.findall(name)))
