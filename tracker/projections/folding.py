"""What the spellings of a word have in common, so that each of them finds the others; and where a word stands.

A text becomes *tokens*. Case and the marks of Latin, Greek, Cyrillic, Hebrew and Arabic letters are dropped;
compatible forms (full width, ligatures, superscripts) are one; letters, digits and the signs that belong to them
make a token, and all else parts two. Scripts that are written without spaces, and those whose endings are glued on,
make a token of every character: there is no dictionary here that would know where a word of them ends.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

__all__ = ["UNICODE", "Token", "joins", "spans", "tokens"]

UNICODE: Final = unicodedata.unidata_version
"""The version of Unicode that tokens are made by; another one may make others."""

_PLAIN: Final = {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"}
"""Letters with a stroke, and joined ones: letters of their own to Unicode, but Lodz is typed for Łódź."""
_ONE_LETTER: Final = {"ی": "ي", "ى": "ي", "ک": "ك", "ـ": ""}
"""Arabic letters as a Persian keyboard has them, and the stroke that only stretches a line."""
_LETTERS: Final = _PLAIN | _ONE_LETTER
_INVISIBLE: Final = frozenset({0x034F, *range(0x180B, 0x180E), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)})
"""Joiners and selectors of variants that Unicode counts among the marks."""
_SINGLE: Final = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1100, 0x11FF),  # Hangul letters
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x31FF),  # Han radicals, kana, bopomofo
    (0x3400, 0x9FFF),  # Han
    (0xA9E0, 0xAA7F),  # Myanmar, extended
    (0xAC00, 0xD7FF),  # Hangul
    (0xF900, 0xFAFF),  # Han, compatible
    (0x1AFF0, 0x1B16F),  # kana, extended
    (0x20000, 0x3FFFF),  # Han, the later planes
)
_JAMO: Final = ("\u1160", "\u11ff")
"""From the first to the last Hangul letter that becomes part of the syllable before it."""
_DROPPED_CLASSES: Final = frozenset({1, *range(10, 37), *range(200, 256)})
"""Combining classes of strokes through a letter, of Hebrew, Arabic and Syriac points, and of marks above and below.

Those left out make another letter of what they stand on: classes 7 to 9, and the vowels and tones of Thai and Lao.
"""


def _is_dropped(char: str) -> bool:
    is_invisible = unicodedata.category(char) == "Cf" or ord(char) in _INVISIBLE
    return is_invisible or unicodedata.combining(char) in _DROPPED_CLASSES


def _is_single(code: int) -> bool:
    return any(first <= code <= last for first, last in _SINGLE)


class _Reduced(dict[int, str]):
    """Of each decomposed character what remains of it; worked out when first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = _LETTERS.get(char, "" if _is_dropped(char) else char)
        return self[code]


class _Parted(dict[int, str]):
    """Of each remaining character what it adds to the tokens: itself, a token by itself, or the end of one."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        # Private and unassigned characters may be letters of a script that this Unicode does not know yet.
        is_part = unicodedata.category(char)[0] in "LNM" or unicodedata.category(char) in {"Co", "Cn"}
        self[code] = " " if not is_part else f" {char} " if _is_single(code) else char
        return self[code]


_REDUCED: Final = _Reduced()
_PARTED: Final = _Parted()


class Token(NamedTuple):
    """A token, and the part of the text that it was made from."""

    text: str
    begins: int
    ends: int


def tokens(text: str) -> list[str]:
    """Return a text's tokens, in order."""
    return _folded(text).split()


def spans(text: str) -> Iterator[Token]:
    """Yield the same tokens as `tokens` does, each with where it stands; marks belong to the letter they stand on."""
    starts = [index for index, char in enumerate(text) if not index or not joins(char)]
    made, begins, ends = "", 0, 0
    for start, stop in pairwise([*starts, len(text)]):
        for char in _folded(text[start:stop]):
            if char == " ":
                if made:
                    yield Token(made, begins, ends)
                made = ""
                continue
            begins = begins if made else start
            made, ends = made + char, stop
    if made:
        yield Token(made, begins, ends)


def joins(char: str) -> bool:
    """Say whether a character folds together with the one before it, so that a text must not be cut there."""
    first = _reduced(char)[:1]
    return not first or _is_mark(char) or _is_mark(first) or _JAMO[0] <= first <= _JAMO[1]


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


def _folded(text: str) -> str:
    """Return the text's tokens with spaces between them."""
    if text.isascii():
        return text.lower().translate(_PARTED)
    return unicodedata.normalize("NFC", _reduced(text)).translate(_PARTED)


def _reduced(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return decomposed.translate(_REDUCED)
