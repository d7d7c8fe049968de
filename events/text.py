"""What text the record takes. Words are kept as they came, code point by code point; only the impossible is refused.

NUL and lone surrogates cannot be stored everywhere, so nowhere. Labels - names, titles, aliases - also refuse
what cannot be seen, because people find things by them and one name must not look like another.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Final

from events.checked import Checked

__all__ = ["UNSTORABLE", "Label", "Line", "Prose", "check_whole", "name_key"]

_LABEL_LENGTH_MAX: Final = 300
_LINE_LENGTH_MAX: Final = 2_000
_PROSE_LENGTH_MAX: Final = 20_000
UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
"""What no text of the record may hold."""
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Zl", "Zp"})


def check_whole(text: str) -> str:
    """Return the text if it can be stored, blank or not.

    Raises:
        ValueError: it has a NUL or a lone surrogate.
    """
    if match := UNSTORABLE.search(text):
        raise ValueError(f"has {_code_point(match[0])} at character {match.start() + 1}, which cannot be stored")
    return text


def _check_storable(text: str) -> str:
    if not check_whole(text).strip():
        raise ValueError("is blank; leave it out or fill it in")
    return text


def _check_label(text: str) -> str:
    for index, char in enumerate(_check_storable(text), 1):
        if unicodedata.category(char) in _INVISIBLE:
            raise ValueError(f"has an invisible character, {_code_point(char)}, at character {index}; remove it")
    if text != text.strip():
        raise ValueError(f"{text!r} begins or ends with a space; remove it")
    return text


def _code_point(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip()


Label = Annotated[str, Checked(_check_label, length_min=1, length_max=_LABEL_LENGTH_MAX)]
"""A name, title or alias: one visible line."""
Line = Annotated[str, Checked(_check_storable, length_min=1, length_max=_LINE_LENGTH_MAX)]
"""A condition, note or URL."""
Prose = Annotated[str, Checked(_check_storable, length_min=1, length_max=_PROSE_LENGTH_MAX)]
"""A quotation or summary, kept byte for byte."""


def name_key(text: str) -> str:
    """Return what two spellings of one name have in common: case and the choice of space or hyphen."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text[:_LABEL_LENGTH_MAX]).casefold())
    return re.sub(r"[\s-]+", "-", folded).strip("-")
