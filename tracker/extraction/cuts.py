"""Where what a verb reports has to end, because something of its own begins."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from tracker.extraction.contents import without_end
from tracker.extraction.line import Line
from tracker.extraction.subjects import PRONOUNS
from tracker.extraction.verbs import Group
from tracker.extraction.wordclass import AUXILIARIES, DETERMINERS

__all__ = ["BREAKS", "JOINS", "TURNS", "Cuts"]

JOINS: Final = frozenset({"and", "but", "then", "yet"})
TURNS: Final = frozenset({"and", "but", "though", "although", "while", "whereas", "as"})
BREAKS: Final = frozenset({",", ";", "—", "–", "-", "--"})
_DASHES: Final = frozenset({"—", "–", "--"})
_OWN: Final = frozenset({"after", "while", "when", "although", "though"})
_CLAUSAL: Final = frozenset({"that", "this", "these", "those", "the", "no", "any", "some", "all", "each", "every"})
_NEAR: Final = 5
_CLAUSE: Final = 3


class Cuts:
    """The places in a sentence at which one report gives way to another."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._cuts = {group.at: self._cut(group) for group in line.groups}
        self._stops = [at for at in range(line.end) if line.tokens[at].lower == ";" or self._is_according(at)]
        self._dashes = [at for at in range(line.end) if line.tokens[at].lower in _DASHES]

    def _is_according(self, at: int) -> bool:
        """Say whether a comma leads over to a source: `, according to two envoys`."""
        return [self._line.word(each) for each in range(at, at + 3)] == [",", "according", "to"]

    def of(self, group: Group) -> int | None:
        """Return where an earlier report has to end for this one, None where this one is within it."""
        return self._cuts[group.at]

    def content_end(self, start: int, group: Group) -> int:
        """Return where the content of a verb ends that begins at `start`."""
        inserted = self._inserted_end(start, group)
        if inserted is not None:
            return without_end(self._line.tokens, inserted)
        if not group.verb.kinds & {"c", "i", "o"}:
            return self.thing_end(start, group.at, group.at)
        end = self._before_stop(start, group.at, self.end_after(start, group.at))
        if "to" in (self._line.word(start), self._line.word(start - 1)):
            end = self._before_deed(start, end)
        return without_end(self._line.tokens, end)

    def _before_deed(self, start: int, end: int) -> int:
        """Return the end of what was promised, before what was done: `agreed to meet, but failed to settle it`."""
        for at in range(start, end - 2):
            if self._line.word(at) == "," and self._line.word(at + 1) in JOINS:
                return at if self._line.word(at + 2).endswith("ed") else end
        return end

    def _inserted_end(self, start: int, group: Group) -> int | None:
        """Return where an insertion ends that the verb stands in: `Belmora, which denies it, has ...`."""
        before = self._line.word(group.start - 1)
        opened = before == "," and group.is_participle
        if not opened and not (before in {"who", "which"} and self._line.word(group.start - 2) == ","):
            return None
        starts = {each.start for each in self._line.groups if each.form in {"past", "third"}}
        for at in range(start, self._line.end - 1):
            if self._line.word(at) == "," and (at + 1 in starts or self._line.word(at + 1) in AUXILIARIES):
                return at
        return None

    def thing_end(self, start: int, verb: int, at: int) -> int:
        """Return where a thing ends, of which `verb` and the word at `at` speak."""
        end = self._before_stop(start, verb, self.end_after(start, at))
        return without_end(self._line.tokens, self._before_own_words(start, end))

    def _is_name(self, at: int) -> bool:
        return at < self._line.end and self._line.tokens[at].is_capital

    def _before_stop(self, start: int, verb: int, end: int) -> int:
        stop = self._line.parsed_stop(verb)
        return stop if stop is not None and start < stop < end else end

    def end_after(self, start: int, at: int) -> int:
        """Return where something of its own begins after `start`, for what the word at `at` reports."""
        line = self._line
        cuts = [cut for other, cut in self._cuts.items() if other > at and cut is not None and cut > start]
        stops = self._stops[bisect_left(self._stops, start) :][:1]
        return min([line.end, *cuts, *stops, *self._turning(start)])

    def _turning(self, start: int) -> list[int]:
        """Return the dash, if it is the only one, after which somebody else has his say."""
        found = self._dashes[bisect_left(self._dashes, start + _CLAUSE) :]
        if len(found) != 1:
            return []
        after = [group for group in self._line.groups if group.at > found[0] and "c" in group.verb.kinds]
        return found if any(self._line.subjects[group.at] is not None for group in after) else []

    def _before_own_words(self, start: int, end: int) -> int:
        """Return the end of a thing, before a clause that tells when: `condemned the launch as missiles flew`."""
        for at in range(start + 1, end):
            word = self._line.word(at)
            if word == "because":
                return self._comma_before(at, start)
            timed = word in _OWN and not self._line.is_parsed
            if timed or (word == "as" and self._is_clause(at + 1, end)):
                return at
        return end

    def _comma_before(self, at: int, start: int) -> int:
        """Return the comma just before a reason, `, in part because`, else where the reason begins."""
        near = range(at - 1, max(start, at - _NEAR), -1)
        return next((comma for comma in near if self._line.word(comma) == ","), at)

    def _is_clause(self, start: int, end: int) -> bool:
        if self._line.word(start) in PRONOUNS:
            return True
        if start >= end or not self._line.tokens[start].is_capital:
            return False
        ahead = [self._line.word(at) for at in range(start + 1, min(end, start + _NEAR))]
        return any(word in AUXILIARIES or word.endswith("ed") for word in ahead)

    def _cut(self, group: Group) -> int | None:
        line = self._line
        before = group.start - 1
        if before > 0 and line.tokens[before].lower in JOINS and group.form != "base":
            comma = line.tokens[before - 1].lower == ","
            plain = group.form in {"past", "third"} and (
                not self._takes_clause(group) or line.word(group.at + 1) == "to"
            )
            return before - comma if comma or plain or line.tokens[before].lower == "but" else None
        if before > 0 and line.tokens[before].lower == "," and group.is_participle:
            return before
        subject = line.subjects[group.at]
        if subject is None or subject.start == 0:
            return 0 if subject is not None else None
        opening = subject.start - 1
        if line.tokens[opening].lower in TURNS and opening > 0:
            opening -= 1
        return opening if line.tokens[opening].lower in BREAKS or line.tokens[opening].lower == '"' else None

    def _takes_clause(self, group: Group) -> bool:
        """Say whether a verb after `and` may be within what the verb before reports."""
        groups = self._line.groups
        number = bisect_left(groups, group.start, key=lambda each: each.at)
        if "c" not in group.verb.kinds or not number:
            return False
        before = groups[number - 1]
        after = self._line.word(group.at + 1)
        if "o" in group.verb.kinds and (after in DETERMINERS - {"that"} or self._is_name(group.at + 1)):
            return False
        if "c" not in before.verb.kinds or self._line.parsed_partner(group.at) == before.at:
            return False
        return "n" not in before.verb.kinds or self._line.word(before.at + 1) not in DETERMINERS - _CLAUSAL
