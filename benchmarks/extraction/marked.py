"""Gold as text with its marks in it, so that no offset can be off.

`{q1:words}` marks the content of statement 1, `{c1:said}` its cue and `{s1:Venn}` its speaker; `{s1,2:Venn}` those of
two. Marks nest. Below a line `---` stands the day the text is published, and each statement has a line: number, form,
act, speaker, party, issue, stance, and when it was said; `-` is none, and without the last no more is known than that
it was said before the text was published.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tracker.extraction.draft import Span
from tracker.extraction.names import Named, Names, Office

__all__ = ["FOLDER", "HELD_OUT", "Gold", "Statement", "load", "names", "unmarked"]

FOLDER: Final = Path(__file__).parent / "gold"
HELD_OUT: Final = "held-out"
_OPEN: Final = re.compile(r"\{([sqc])(\d+(?:,\d+)*):|\}")


@dataclass(frozen=True, slots=True)
class Statement:
    """What an engine should find."""

    content: Span
    form: str
    cue: Span | None = None
    mention: Span | None = None
    speaker: str | None = None
    party: str | None = None
    issue: str | None = None
    act: str | None = None
    stance: str | None = None
    said: str | None = None
    pieces: tuple[Span, ...] = field(default=(), kw_only=True)
    """Of a content that is not one stretch: its stretches."""

    @property
    def places(self) -> tuple[Span, ...]:
        """Where the content stands."""
        return self.pieces or (self.content,)


@dataclass(frozen=True, slots=True)
class Gold:
    """A text and its statements, in its order."""

    name: str
    text: str
    statements: tuple[Statement, ...]
    published: str | None = None
    is_whole: bool = False
    """Whether a field of a statement that is None says that there is none; else that nobody coded it."""

    @property
    def held_out(self) -> bool:
        """Whether nobody looked at it while the rules were made."""
        return HELD_OUT in self.name


def unmarked(marked: str) -> tuple[str, dict[str, Span]]:
    """Return the text without its marks, and the place of each mark by its name, such as `q1`."""
    text, at, opened = "", 0, list[tuple[str, int]]()
    places: dict[str, Span] = {}
    for match in _OPEN.finditer(marked):
        text, at = text + marked[at : match.start()], match.end()
        if match[1]:
            opened.append((f"{match[1]}{match[2]}", len(text)))
        else:
            name, start = opened.pop()
            places.update({f"{name[0]}{number}": Span(start, len(text)) for number in name[1:].split(",")})
    assert not opened, f"never closed: {opened}"
    return text + marked[at:], places


def load(folder: Path = FOLDER) -> list[Gold]:
    """Return the marked texts of a folder, by name."""
    return [_read(path) for path in sorted(folder.glob("*.gold"))]


def _read(path: Path) -> Gold:
    marked, _, table = path.read_text(encoding="utf-8").rpartition("---\n")
    text, places = unmarked(marked)
    first, *lines = table.splitlines()
    published = first.removeprefix("published ")
    statements = sorted(_statements(lines, places, published), key=lambda each: each.content)
    return Gold(path.stem, text, tuple(statements), published, is_whole=True)


def _statements(lines: list[str], places: dict[str, Span], published: str) -> Iterator[Statement]:
    for line in lines:
        number, form, *rest = line.split()
        act, speaker, party, issue, stance, said = (
            None if each == "-" else each for each in (*rest, f"../{published}")[:6]
        )
        cue, mention = places.get(f"c{number}"), places.get(f"s{number}")
        yield Statement(places[f"q{number}"], form, cue, mention, speaker, party, issue, act, stance, said)


def names() -> Names:
    """Return what the invented dossier knows."""
    known = json.loads((FOLDER / "names.json").read_text(encoding="utf-8"))
    return Names(
        [
            Named(each["id"], tuple(each["names"]), offices=tuple(Office(**office) for office in each["offices"]))
            for each in known["people"]
        ],
        [Named(each["id"], tuple(each["names"])) for each in known["parties"]],
        [Named(each["id"], tuple(each["keywords"])) for each in known["issues"]],
    )
