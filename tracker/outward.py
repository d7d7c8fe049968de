"""What leaves the house is made safe for where it goes: a terminal, a spreadsheet, an XML or HTML document."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["UNSAFE", "safe", "spreadsheet_read", "spreadsheet_safe"]

# C0, DEL and C1 controls; bidi marks, embeddings, overrides and isolates; line and paragraph separators; what is no
# character at all.
UNSAFE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_BREAKS: Final = "\t\n\r\x0b\x0c\x85\u2028\u2029"
_FORMULA: Final = ("=", "+", "-", "@")


def safe(text: str) -> str:
    """Return text without what could drive a terminal or turn its words round; breaks and tabs become spaces.

    What remains is also legal in XML, where controls are not.
    """
    return UNSAFE.sub(lambda match: " " if match[0] in _BREAKS else "", text)


def spreadsheet_safe(text: str) -> str:
    """Return safe text that no spreadsheet takes for a formula: an apostrophe stands before what looks like one."""
    plain = safe(text)
    return f"'{plain}" if plain.startswith(_FORMULA) else plain


def spreadsheet_read(text: str) -> str:
    """Return what a cell says: without the apostrophe that `spreadsheet_safe` put before it."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
