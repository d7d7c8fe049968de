"""The words of a proposal in their context: marked with brackets, and with styles where a terminal has them.

Brackets and styles both, because colours alone do not reach everybody: [[words]] {who} <cue>.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rich.console import Console
from rich.text import Text

from events.proposals import Place, StatementProposed
from tracker.outward import safe

__all__ = ["LEGEND", "Mark", "excerpt", "marked", "marks_of"]

_BRACKETS: Final = {"words": ("[[", "]]"), "who": ("{", "}"), "cue": ("<", ">")}
_STYLES: Final = {"words": "bold underline", "who": "cyan", "cue": "green"}
LEGEND: Final = "[[words]] {who} <cue>"
_CONSOLE: Final = Console(width=80)
"""Breaks lines; prints nothing."""


@dataclass(frozen=True, slots=True)
class Mark:
    """From `start` up to `end` of a text stands what `what` says: `words`, `who` or `cue`."""

    start: int
    end: int
    what: str


def marks_of(data: StatementProposed, words: tuple[int, int]) -> list[Mark]:
    """Return what is to be marked of a proposal whose words stand there by now."""
    others: list[tuple[str, Place | None]] = [("who", data.mention), ("cue", data.cue)]
    return [
        Mark(*words, "words"),
        *(Mark(place.start, place.end, what) for what, place in others if place is not None),
    ]


def marked(text: str, marks: Iterable[Mark]) -> Text:
    """Return a text with its marks; breaks between lines stay, what a terminal would obey does not."""
    inside = [each for each in marks if 0 <= each.start < each.end <= len(text)]
    result = Text()
    edges = sorted({0, len(text), *(each.start for each in inside), *(each.end for each in inside)})
    for at, until in zip(edges, [*edges[1:], len(text)], strict=True):
        for each in sorted((each for each in inside if each.end == at), key=lambda each: -each.start):
            result.append(_BRACKETS[each.what][1], _STYLES[each.what])
        for each in sorted((each for each in inside if each.start == at), key=lambda each: -each.end):
            result.append(_BRACKETS[each.what][0], _STYLES[each.what])
        style = " ".join(_STYLES[each.what] for each in inside if each.start <= at < each.end)
        result.append("\n".join(map(safe, text[at:until].split("\n"))), style)
    return result


def excerpt(text: str, marks: Sequence[Mark], width: int, height: int) -> list[Text]:
    """Return as many lines as there is room for, the first mark in their middle; of one too long both ends."""
    words = marks[0]
    reach = width * height
    low, high = max(0, words.start - reach), min(len(text), words.end + reach)
    near = [Mark(each.start - low, each.end - low, each.what) for each in marks]
    lines = [line for line in marked(text[low:high], near).wrap(_CONSOLE, width) if line.plain.strip()]
    within = [index for index, line in enumerate(lines) if any("underline" in str(each.style) for each in line.spans)]
    first, last = (within[0], within[-1]) if within else (0, 0)
    if last - first >= height:
        above = (height - 1) // 2
        below = height - 1 - above
        return [*lines[first : first + above], Text("…"), *lines[last - below + 1 : last + 1]][:height]
    begin = max(0, min(first - (height - (last - first + 1)) // 2, len(lines) - height))
    return lines[begin : begin + height]
