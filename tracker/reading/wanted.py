"""What a user looks for, as typed: words and phrases, never a language of queries.

Each word is found where a text has a word that begins with it; a word that folds to several tokens (`don't`, or a
run of Han) where these stand side by side. What stands in quotation marks is found as it is, word for word. All must
be there. Everything else a user types is text like any other: AND, OR, NEAR, *, ^, -, ( and ) mean nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tracker.errors import UnreadableError
from tracker.projections.folding import tokens

__all__ = ["LENGTH_MAX", "Wanted", "Word", "read_wanted"]

LENGTH_MAX: Final = 300
"""Characters of a text to look for."""

_QUOTED: Final = re.compile('"([^"]*)"|“([^“”]*)”|„([^„“”]*)[“”]|«([^«»]*)»')


@dataclass(frozen=True, slots=True)
class Word:
    """Tokens that stand side by side; the last one may go on, except in a phrase."""

    tokens: tuple[str, ...]
    is_phrase: bool

    def stands_at(self, index: int, there: Sequence[str]) -> bool:
        """Say whether it stands among the tokens of a text, from `index` on."""
        *before, last = self.tokens
        end = index + len(before)
        if end >= len(there) or tuple(there[index:end]) != tuple(before):
            return False
        return there[end] == last or (not self.is_phrase and there[end].startswith(last))


@dataclass(frozen=True, slots=True)
class Wanted:
    """All the words of a search, in the order in which they were typed; never none."""

    words: tuple[Word, ...]

    def beginnings(self) -> str:
        """Return the expression for FTS5 that finds every hit."""
        return " AND ".join(_literal(word.tokens) + ("" if word.is_phrase else " *") for word in self.words)

    def whole(self) -> str:
        """Return that for the hits that have the words whole."""
        return " AND ".join(_literal(word.tokens) for word in self.words)

    def together(self) -> str:
        """Return that for the hits that have them whole and side by side, in the order in which they were typed."""
        return _literal([token for word in self.words for token in word.tokens])


def read_wanted(text: str) -> Wanted:
    """Return what a text asks for.

    Raises:
        UnreadableError: too long, or nothing in it that could be found.
    """
    if len(text) > LENGTH_MAX:
        raise UnreadableError(
            f"a search takes up to {LENGTH_MAX} characters, and this has {len(text):,}; leave the words that matter"
        )
    words: list[Word] = []
    plain_from = 0
    for quoted in _QUOTED.finditer(text):
        words += _plain(text[plain_from : quoted.start()])
        words.append(Word(tuple(tokens(quoted[0])), is_phrase=True))
        plain_from = quoted.end()
    words += _plain(text[plain_from:])
    found = tuple(word for word in words if word.tokens)
    if not found:
        raise UnreadableError(f"nothing to look for in {text!r}: it has no letter and no digit; give a word or more")
    return Wanted(found)


def _plain(text: str) -> list[Word]:
    return [Word(tuple(tokens(word)), is_phrase=False) for word in text.split()]


def _literal(them: Sequence[str]) -> str:
    """Return tokens as an FTS5 string. They hold letters, digits and marks only, so nothing in them is syntax."""
    return f'"{" ".join(them)}"'
