"""Brat stand-off of attributions, by whatever names a corpus gives its spans, relations and events.

A span is a content, a cue or a source by a word of its label (`Content`, `Direct_Quotation`, `Speaker`), and within an
event by the role it has there, where that role has such a name. What relations and events join belongs together: a
content has the cue and the source at most two steps away. The trigger of an event that has no cue is its cue.

A content in pieces, `12 40;55 80`, is one statement, but a piece that stands between quotation marks of the text is one
of its own, as it is to the engines. Where labels and attributes say nothing of the form, the text's marks do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from benchmarks.extraction.marked import Statement
from tracker.extraction.draft import Form, Span
from tracker.extraction.marks import quotations

__all__ = ["statements"]

_WORD: Final = re.compile(r"[^\W\d_]+")
_KINDS: Final = {
    "content": frozenset("content quotation quote quoted claim statement utterance proposition speech span".split()),
    "cue": frozenset("cue verb signal predicate".split()),
    "source": frozenset("source speaker holder author agent".split()),
}
_FORMS: Final = {"indirect": Form.REPORTED, "mixed": Form.MIXED, "direct": Form.DIRECT}


class _Entity(NamedTuple):
    label: str
    pieces: tuple[Span, ...]


class _Graph:
    """Spans by their ids, what each is, and what is joined with what."""

    def __init__(self, ann: str) -> None:
        self.entities: dict[str, _Entity] = {}
        self.kinds: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self._joined: dict[str, set[str]] = {}
        rows = [line.partition("\t")[::2] for line in ann.splitlines()]
        for key, rest in rows:
            if key.startswith("T"):
                self._add_entity(key, rest)
        for key, rest in rows:
            if key.startswith(("R", "E", "*")):
                self._join(key, rest.split())
            elif key.startswith(("A", "M")):
                words = rest.split()
                self.labels[words[1]] = " ".join([self.labels.get(words[1], ""), words[0], *words[2:]])

    def near(self, key: str, kind: str) -> Span | None:
        """Return where the span of a kind stands that is one step away, or two."""
        reach = sorted(self._joined.get(key, ()), key=_number)
        further = [other for each in reach for other in sorted(self._joined.get(each, ()), key=_number)]
        found = next((each for each in (*reach, *further) if self.kinds.get(each) == kind), None)
        return None if found is None else _hull(self.entities[found].pieces)

    def _add_entity(self, key: str, rest: str) -> None:
        label, _, places = rest.split("\t")[0].partition(" ")
        pieces = [each.split() for each in places.split(";")]
        self.entities[key] = _Entity(label, tuple(Span(int(start), int(end)) for start, end in pieces))
        self.labels[key] = label
        kind = _kind(label)
        if kind is not None:
            self.kinds[key] = kind

    def _join(self, key: str, words: Sequence[str]) -> None:
        pairs = [(role, other) for role, colon, other in (each.rpartition(":") for each in words) if colon]
        members = {other for _, other in pairs}
        for number, (role, other) in enumerate(pairs):
            kind = _kind(role)
            if kind is not None and key.startswith("E") and number > 0:
                self.kinds[other] = kind
            self._joined.setdefault(other, set()).update(members - {other})
        trigger = pairs[0][1] if pairs else ""
        if key.startswith("E") and not any(self.kinds.get(other) == "cue" for _, other in pairs):
            self.kinds.setdefault(trigger, "cue")


def statements(ann: str, text: str) -> Iterator[Statement]:
    """Yield what the stand-off of a text says was said."""
    graph = _Graph(ann)
    between = [each.outer for each in quotations(text)]
    for key, entity in graph.entities.items():
        if graph.kinds.get(key) != "content":
            continue
        said = _said_form(graph.labels.get(key, ""))
        for pieces in _parts(_joined(text, entity.pieces), between):
            form = said or _form(text, pieces, between)
            more = pieces if len(pieces) > 1 else ()
            yield Statement(_hull(pieces), form, graph.near(key, "cue"), graph.near(key, "source"), pieces=tuple(more))


def _joined(text: str, pieces: Sequence[Span]) -> list[Span]:
    """Return the pieces in the order of the text, as one where only a line break or a space parts them."""
    found: list[Span] = []
    for each in sorted(pieces):
        if found and not text[found[-1].end : each.start].strip():
            found[-1] = Span(found[-1].start, each.end)
        else:
            found.append(each)
    return found


def _parts(pieces: Sequence[Span], between: Sequence[Span]) -> Iterator[Sequence[Span]]:
    """Yield the pieces that are a statement together; one between quotation marks is one alone."""
    alone = [each for each in pieces if any(one.holds(each) for one in between)]
    rest = tuple(each for each in pieces if each not in alone)
    if rest:
        yield rest
    yield from ((each,) for each in alone)


def _form(text: str, pieces: Sequence[Span], between: Sequence[Span]) -> Form:
    quoted = [Span(max(one.start, each.start), min(one.end, each.end)) for one in between for each in pieces]
    inside = sum(sum(map(str.isalnum, each.of(text))) for each in quoted if each.start < each.end)
    if not inside:
        return Form.REPORTED
    return Form.DIRECT if inside == sum(sum(map(str.isalnum, each.of(text))) for each in pieces) else Form.MIXED


def _said_form(labels: str) -> Form | None:
    words = {each.lower() for each in _WORD.findall(labels)}
    return next((form for word, form in _FORMS.items() if word in words), None)


def _kind(label: str) -> str | None:
    words = {each.lower() for each in _WORD.findall(label)}
    if "attribution" in words:  # the relation itself, such as `Attribution-no-source`
        return None
    return next((kind for kind, names in _KINDS.items() if words & names), None)


def _hull(pieces: Sequence[Span]) -> Span:
    return Span(min(each.start for each in pieces), max(each.end for each in pieces))


def _number(key: str) -> tuple[int, str]:
    digits = key[1:]
    return (int(digits) if digits.isdecimal() else 0, key)
