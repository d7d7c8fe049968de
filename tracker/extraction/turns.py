"""Speakers named at the beginning of a line, as transcripts and short posts do: `RECK: I will go`."""

from __future__ import annotations

import re
from typing import Final

from events.vocabulary import Act
from tracker.extraction.draft import Form, Span
from tracker.extraction.report import Report

__all__ = ["turns"]

_TURN: Final = re.compile(r"^[ \t]*([A-Z@][^\n:.!?\"“”]{0,60}):[ \t]+(\S[^\n]*)", re.MULTILINE)
_NAME: Final = re.compile(
    r"@\w+|(?:[A-Z][\w.'’-]*|of|the|for|de|van|von)(?: (?:[A-Z][\w.'’-]*|of|the|for|de|van|von)){0,5}"
)
_NOBODY: Final = frozenset(
    "question q reporter breaking update note photo source sources moderator subject date re to from cc tel contact "
    "editor's editors’ exclusive live watch read more correction fact".split()
)
_QUOTES: Final = re.compile('["“”«»„]')


def turns(text: str) -> list[Report]:
    """Return what each line's speaker says in it. Its words stand between no marks, and so are reported, not direct."""
    found = []
    for match in _TURN.finditer(text):
        name = match[1].split("(")[0].strip()
        if not _NAME.fullmatch(name) or name.lower() in _NOBODY or not (name.isupper() or name[0] == "@"):
            continue
        if _QUOTES.search(match[2]):
            continue  # a quotation, for the marks to say
        mention = Span(match.start(1), match.start(1) + len(name))
        content = Span(match.start(2), match.start(2) + len(match[2].rstrip()))
        found.append(Report(content, Form.REPORTED, Act.STATES, "turn", Span(match.end(1), match.end(1) + 1), mention))
    return found
