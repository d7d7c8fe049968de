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

__all__ = ["Named", "Names", "Office", "Place", "folded"]

_WORD: Final = re.compile(r"(?:\w\.){2,}|\w+")
_SHORT: Final = 4


@dataclass(frozen=True, slots=True)
class Office:
    """A post in which a person speaks for a party; dates follow the grammar of `said`."""

    party: str
    title: str
    begins: str | None = None
    """None: always."""
    ends: str | None = None
    """None: still."""


@dataclass(frozen=True, slots=True)
class Named:
    """A person, a party or an issue, and what the text may call it."""

    id: str
    names: tuple[str, ...]
    """Of an issue: its keywords."""
    parties: tuple[str, ...] = ()
    """Of a person: the parties spoken for on whatever day."""
    offices: tuple[Office, ...] = ()
    """Of a person: the parties spoken for on certain days."""
    adjectives: tuple[str, ...] = ()
    """Of a party: what its officials may be called, `French`; a name only beside a word such as `minister`."""


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

    def adjectives_in(self, text: str, within: Span) -> list[Place]:
        """Return the parties whose adjectives stand there."""
        return list(self._adjectives.found(text, within))

    def person(self, person: str) -> Named | None:
        """Return what is known of a person, None if nothing is."""
        return self._by_id.get(person)

    def parties_of(self, person: str) -> tuple[str, ...]:
        """Return the parties a person speaks for, on whatever days, each once."""
        known = self.person(person)
        return () if known is None else tuple(dict.fromkeys((*known.parties, *(each.party for each in known.offices))))

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
    def _adjectives(self) -> _Finder:
        return _Finder([Named(each.id, each.adjectives) for each in self.parties])

    @cached_property
    def _by_id(self) -> dict[str, Named]:
        return {each.id: each for each in self.people}


class _Finder:
    """Finds whole names, the longest first; a name of several things stands for none of them.

    A short name in capitals is one only in capitals: `US` and `WHO` are no `us` and `who`.
    """

    def __init__(self, named: Sequence[Named]) -> None:
        owners: dict[tuple[str, ...], set[str]] = {}
        self._capital: set[tuple[str, ...]] = set()
        for each in named:
            for name in each.names:
                owners.setdefault(_words(name), set()).add(each.id)
                if len(name) <= _SHORT and name.isupper():
                    self._capital.add(_words(name))
        self._ids = {words: next(iter(ids)) for words, ids in owners.items() if words and len(ids) == 1}
        self._longest = max(map(len, self._ids), default=0)

    def found(self, text: str, within: Span) -> Iterator[Place]:
        tokens = [(match.span(), _key(match[0])) for match in _WORD.finditer(text, *within)] if self._ids else []
        at = 0
        while at < len(tokens):
            size = self._size(tokens, at)
            span = Span(tokens[at][0][0], tokens[at + max(size, 1) - 1][0][1])
            words = tuple(word for _, word in tokens[at : at + size])
            if size and (words not in self._capital or span.of(text).isupper()):
                yield Place(span, self._ids[words])
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
    return tuple(map(_key, _WORD.findall(name)))


def _key(word: str) -> str:
    return folded(word.replace(".", ""))
