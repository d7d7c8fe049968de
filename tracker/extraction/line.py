"""One sentence: its words, and what they and a parse, if there is one, say of its verbs and their subjects."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from tracker.extraction.contents import without_end
from tracker.extraction.draft import Form, Span
from tracker.extraction.guide import Guide
from tracker.extraction.subjects import NOBODY, Stretch, subject_before
from tracker.extraction.tokens import Token
from tracker.extraction.verbs import Group, group_at
from tracker.extraction.wordclass import AUXILIARIES, DETERMINERS, PREPOSITIONS

__all__ = ["Line"]

_PAST: Final = frozenset("made met left held took gave went came sent put told said won lost led signed began".split())
_LIKE_PREPOSITIONS: Final = frozenset({"according", "following", "given", "including"})
_TITLE: Final = 0.6
_DASHES: Final = frozenset({"-", "–", "—"})


class Line:
    """A sentence as its readers ask about it; every number is an index of a token."""

    def __init__(self, tokens: Sequence[Token], guide: Guide | None = None) -> None:
        self.tokens = tokens
        self._guide = guide
        self.end = without_end(tokens, len(tokens))
        self.groups = [
            group for at in range(len(tokens)) if (group := group_at(tokens, at, self.is_verb(at))) is not None
        ]
        self.subjects = {group.at: self._subject_of(group) for group in self.groups}

    def word(self, at: int) -> str:
        """Return a word in lower case, "" after the end."""
        return self.tokens[at].lower if 0 <= at < self.end else ""

    def place(self, stretch: Stretch) -> Span:
        """Return where tokens stand in the text."""
        return Span(self.tokens[stretch.start].place.start, self.tokens[stretch.end - 1].place.end)

    def content(self, stretch: Stretch) -> tuple[Span, Form]:
        """Return where what is reported there stands, and its form; of a quotation, the words between its marks."""
        quoted = [each for each in self.tokens[stretch.start : stretch.end] if each.quotation is not None]
        if quoted and stretch.end - stretch.start == 1:
            return quoted[0].spoken, Form.DIRECT
        return self.place(stretch), Form.MIXED if quoted else Form.REPORTED

    def is_verb(self, at: int) -> bool | None:
        """Say whether a verb stands there; None where neither the parse nor capital letters tell."""
        if at and self.tokens[at].is_capital and self.tokens[at - 1].is_capital and not self._is_title:
            return False
        return None if self._guide is None else self._guide.is_verb(self.tokens[at].place)

    @cached_property
    def _is_title(self) -> bool:
        """Whether it is a headline in Which Most Words Have Capitals."""
        words = [each for each in self.tokens if each.is_word]
        return sum(each.is_capital for each in words) > _TITLE * len(words)

    def is_participle(self, at: int) -> bool:
        """Say whether a word may be one in -ing."""
        return self.word(at).endswith("ing")

    def parsed_subject(self, at: int) -> Stretch | None:
        """Return the subject of a verb by the parse, also one that it shares with another verb."""
        place = None if self._guide is None else self._guide.subject(self.tokens[at].place)
        found = None if place is None else self._stretch(place)
        if found is None or self.tokens[found.start].lower in NOBODY:
            return None
        dashes = [number for number in range(*found) if self.tokens[number].lower in _DASHES]
        start = max([found.start, *(number + 1 for number in dashes)])
        return Stretch(start, found.end) if start < found.end else None

    def parsed_clause(self, at: int) -> Stretch | None:
        """Return the clause that completes the word at `at` by the parse, after it."""
        place = None if self._guide is None else self._guide.content(self.tokens[at].place)
        found = None if place is None else self._stretch(place)
        return found if found is not None and found.start > at else None

    def parsed_partner(self, at: int) -> int | None:
        """Return the verb that the one at `at` is coordinated with by the parse."""
        place = None if self._guide is None else self._guide.partner(self.tokens[at].place)
        found = None if place is None else self._stretch(place)
        return None if found is None else found.start

    def parsed_stop(self, at: int) -> int | None:
        """Return where, by the parse, a clause of the text's own follows what the verb has for its content."""
        place = None if self._guide is None else self._guide.stop(self.tokens[at].place)
        found = None if place is None else self._stretch(place)
        return found.start if found is not None and found.start > at else None

    @property
    def is_parsed(self) -> bool:
        """Whether there is a parse to ask."""
        return self._guide is not None

    def is_odd(self, subject: Stretch) -> bool:
        """Say whether a subject may be cut wrongly: it begins as no noun phrase does, or has a verb of its own."""
        first = self.tokens[subject.start]
        if first.lower in PREPOSITIONS | _LIKE_PREPOSITIONS or (first.lower.endswith("ing") and not first.is_capital):
            return True
        comma = next((at for at in range(*subject) if self.tokens[at].lower == ","), subject.end)
        head = self.tokens[subject.start : comma]
        return any(each.lower in AUXILIARIES | _PAST for each in head)

    def main_subject(self, before: int) -> Stretch | None:
        """Return the subject of the sentence's first verb, as far as words without a parse can tell."""
        at, found = self._first_verb
        return found if at < before else None

    @cached_property
    def _first_verb(self) -> tuple[int, Stretch | None]:
        """The first verb that has a subject, and the subject; after the end where there is none."""
        for at in range(1, len(self.tokens)):
            token = self.tokens[at]
            if token.lower in AUXILIARIES | _PAST or (
                token.is_word and token.lower.endswith("ed") and not token.is_capital
            ):
                found = subject_before(self.tokens, at)
                if found is not None and not self._is_clipped(found, at):
                    return at, found
        return len(self.tokens), None

    def _is_clipped(self, subject: Stretch, verb: int) -> bool:
        """Say whether the word is an adjective within a phrase: `following a swiftly called meeting`."""
        last = self.tokens[subject.end - 1].lower
        return self.is_participle(subject.start) or (last.endswith("ly") and verb == subject.end) or last in DETERMINERS

    def _subject_of(self, group: Group) -> Stretch | None:
        """Return the subject before a verb: as the parse has it, else by the words."""
        found = self.parsed_subject(group.at)
        return subject_before(self.tokens, group.start) if found is None or found.end > group.start else found

    def _stretch(self, place: Span) -> Stretch | None:
        """Return the tokens within a place."""
        start = bisect_left(self.tokens, place.start, key=lambda each: each.place.start)
        end = bisect_right(self.tokens, place.end, key=lambda each: each.place.end)
        return Stretch(start, end) if start < end else None
