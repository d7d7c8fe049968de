"""Reads reports off the words of a sentence, without a parse or with one.

Every reporting verb is looked at in turn, from left to right. What one report has for its content is not read again,
except where the next verb shares the subject of the first (`said ..., but rejected ...`) or has one of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from events.vocabulary import Act
from tracker.extraction.contents import content_start, quotation_after, without_end
from tracker.extraction.cuts import JOINS, TURNS, Cuts
from tracker.extraction.draft import Dropped, Form
from tracker.extraction.found import Found
from tracker.extraction.framed import read_according, read_adjectives, read_carriers, read_owned, read_put
from tracker.extraction.guide import Guide
from tracker.extraction.lexicon import HELD
from tracker.extraction.line import Line
from tracker.extraction.passives import quoted_person, read_passive, saying
from tracker.extraction.refusing import refusals
from tracker.extraction.report import Report
from tracker.extraction.subjects import Stretch, subject_after, subject_before
from tracker.extraction.tokens import Token
from tracker.extraction.verbs import Group
from tracker.extraction.wordclass import PREPOSITIONS

__all__ = ["SurfaceReader"]

_WHOLE_BEFORE: Final = TURNS | {"after", "when", "in", "on", "during", "at"}
_APPOSED: Final = frozenset({"who", "which", "whose", "a", "an", "the", "now", "then", "one"})
_NONE: Final = frozenset({"neither", "no", "nobody", "none"})
_CLAUSE: Final = 5


class SurfaceReader:
    """Reads one sentence; `reports` and `dropped` hold what it found."""

    def __init__(self, tokens: Sequence[Token], guide: Guide | None = None) -> None:
        self._tokens = tokens
        self._line = Line(tokens, guide)
        self._cuts = Cuts(self._line)
        self._found = Found(self._line)
        self._subject: Stretch | None = None

    @property
    def reports(self) -> list[Report]:
        """What was said there."""
        return self._found.reports

    @property
    def dropped(self) -> list[Dropped]:
        """What was not, though it looked so."""
        return self._found.dropped

    def read(self) -> None:
        """Find the reports."""
        refused = self._read_refusals()
        read_according(self._line, self._found)
        read_put(self._line, self._found)
        for group in self._line.groups:
            if group.at not in refused and (group.start >= self._found.covered or self._cuts.of(group) is not None):
                self._read(group)
        read_carriers(self._line, self._cuts, self._found)
        read_owned(self._line, self._cuts, self._found)
        read_adjectives(self._line, self._cuts, self._found)

    def _read_refusals(self) -> set[int]:
        """Read who would not comment; return the words that say so."""
        refused: set[int] = set()
        for cue, topic in refusals(self._tokens, self._line.end):
            refused.update(range(*cue))
            if topic is None:
                self._found.drop(cue, "does not say what was not commented upon")
                continue
            subject = subject_before(self._tokens, cue.start) or self._line.main_subject(cue.start)
            self._found.add_framed(topic, Act.DECLINES, "comment", cue, subject, Form.NO_COMMENT)
        return refused

    def _read(self, group: Group) -> None:
        by = group.is_participle and self._line.word(group.start - 1) == "by"
        if group.infinitive or (by and "c" not in group.verb.kinds):  # `by asking` tells a way, not an event
            return
        if self._is_nobody(group):
            group = replace(group, negated=True)
        holds = group.negated and group.verb.base in HELD
        if not holds and (group.modal or (group.negated and group.verb.act is not Act.REJECTS)):
            why = "would be said, and was not" if group.modal else "is said not to have been said"
            self._found.drop(Stretch(group.start, group.at + 1), why)
            return
        as_saying = saying(self._line, group)
        if group.passive and as_saying is None:
            read_passive(self._line, self._cuts, self._found, group)
            return
        if group.is_participle and group.start == 0:
            self._read_leading(group)
            return
        subject, guessed = self._subject_of(group)
        if as_saying is not None:
            subject = quoted_person(group, as_saying) or subject
            group = as_saying
        if subject is not None:
            self._subject = subject
            if not self._read_quotations(group, subject, group.at + 1, guessed):
                self._read_reported(group, subject, guessed)
        elif group.start > 0 and self._tokens[group.start - 1].lower in {'"', ","}:
            self._read_inverted(group)

    def _is_nobody(self, group: Group) -> bool:
        """Say whether the subject denies itself: `neither of them mentioned`."""
        subject = self._line.subjects[group.at]
        return subject is not None and self._line.word(subject.start) in _NONE

    def _read_leading(self, group: Group) -> None:
        """Read `Citing the costs, the envoy left`."""
        start = content_start(self._tokens, group.at + 1, group.verb)
        after = next((each for each in self._line.groups if each.at > group.at and not each.is_participle), None)
        subject = None if after is None else self._line.subjects[after.at]
        if start is None or subject is None or self._line.word(subject.start - 1) != "," or subject.start - 1 <= start:
            return
        self._found.cover(subject.start)
        self._found.add(Stretch(start, subject.start - 1), group, subject)

    def _read_inverted(self, group: Group) -> None:
        """Read `"...", said the minister` and `The bridge is closed, said the minister`."""
        subject = subject_after(self._tokens, group.at + 1)
        if subject is None or not group.verb.quotes:
            return
        if not self._read_quotations(group, subject, subject.end, False):
            self._read_trailing(group, group.start - 1, subject, subject.end)

    def _subject_of(self, group: Group) -> tuple[Stretch | None, bool]:
        """Return the subject, and whether it is only guessed."""
        if not self._shares(group):
            return self._line.subjects[group.at], False
        if self._tokens[group.start - 1].lower == "," and not group.is_participle:
            return None, False
        if self._subject is not None:
            return self._subject, False
        shared = self._line.parsed_subject(group.at)
        return (shared, False) if shared is not None else (self._line.main_subject(group.start), True)

    def _shares(self, group: Group) -> bool:
        """Say whether a verb has its subject from another one: `met and said`, `met, saying`."""
        before = self._tokens[group.start - 1].lower if group.start else ""
        if group.is_participle or before in JOINS:
            return True
        return before == "," and self._line.subjects[group.at] is None

    def _read_quotations(self, group: Group, subject: Stretch, after: int, guessed: bool) -> bool:
        """Read the quotations before and after the cue; say whether there is any."""
        if not group.verb.quotes:
            return False
        found = []
        opening = min(group.start, subject.start) - 1
        if opening > 0 and self._tokens[opening].lower == ",":
            opening -= 1
        if opening >= max(0, self._found.covered) and self._stands_alone(opening):
            found.append(opening)
        following = quotation_after(self._tokens, after, group.verb)
        if following is not None and self._is_whole(following):
            found.append(following)
        for at in found:
            self._found.cover(at + 1)
            self._found.add(Stretch(at, at + 1), group, subject, guessed)
        return bool(found)

    def _stands_alone(self, at: int) -> bool:
        """Say whether a quotation is no part of a clause of the text's own words."""
        return self._tokens[at].quotation is not None and (at == 0 or not self._tokens[at - 1].is_word)

    def _is_whole(self, at: int) -> bool:
        """Say whether a quotation is all that was said: it begins its clause, and what follows is another one."""
        after = self._tokens[at + 1] if at + 1 < self._line.end else None
        if after is None or not after.is_word:
            return True
        return after.lower in _WHOLE_BEFORE and (after.lower not in JOINS or not self._is_scrap(at))

    def _is_scrap(self, at: int) -> bool:
        """Say whether a quotation is some words of a longer report: `he said “reforms” and thrift would help`."""
        words = self._tokens[at].text.strip("\"“”'‘’«»")
        return words[-1:].isalnum() and len(words.split()) < _CLAUSE

    def _read_reported(self, group: Group, subject: Stretch, guessed: bool) -> None:
        start = content_start(self._tokens, group.at + 1, group.verb)
        if start is None and "c" in group.verb.kinds:
            clause = self._line.parsed_clause(group.at)
            start = None if clause is None or clause.start > group.at + _CLAUSE else clause.start
        trails = not self._shares(group) and subject.start > 0 and self._tokens[subject.start - 1].lower in {",", '"'}
        if start is None or (trails and self._told_before(group, subject)):
            if trails:
                self._read_trailing(group, subject.start - 1, subject, group.at + 1)
            return
        end = self._cuts.content_end(start, group)
        if start < end:
            self._found.cover(end)
            self._split(Stretch(start, end), group, subject, guessed)

    def _told_before(self, group: Group, subject: Stretch) -> bool:
        """Say whether what was said stands before the cue: `It is late, he said`, `It "is late," he said at noon`."""
        after = self._line.word(group.at + 1)
        quoted = self._tokens[subject.start - 1].text.rstrip("\"“”'’»")[-1:] in {",", "?", "!"}
        if after in {"", ",", ";"} or (quoted and self._tokens[subject.start - 1].quotation is not None):
            return True
        before = self._line.word(self._found.covered)
        opens = before not in PREPOSITIONS and not self._line.is_participle(self._found.covered)
        rest = {each.lower for each in self._tokens[group.at + 1 : self._line.end]}
        far = subject.start - self._found.covered >= _CLAUSE
        return group.verb.base == "tell" and opens and far and "that" not in rest

    def _read_trailing(self, group: Group, opening: int, subject: Stretch, after: int) -> None:
        """Read `The bridge is closed, officials said` and `The guns, he said, are silent`."""
        if "c" not in group.verb.kinds or opening < 1:
            return
        if self._found.covered <= opening <= self._found.covered + 1 and not self._shares(group):
            self._found.take_back()
        covered = self._found.covered
        if opening <= covered:
            return
        marks = [at + 1 for at in range(covered, opening) if self._tokens[at].lower == ";"]
        start = marks[-1] if marks else covered
        while start < opening and (self._tokens[start].lower in JOINS or not self._tokens[start].is_word):
            if self._tokens[start].quotation is not None:
                break
            start += 1
        quoted = self._tokens[opening].quotation is not None
        end = opening + quoted
        if not quoted and self._goes_on(after, subject.start > group.at):
            turns = [at for at in range(after + 1, self._line.end - 1) if self._is_turn(at)]
            end = without_end(self._tokens, turns[0]) if turns else self._line.end
        if end - start >= 2:
            self._found.cover(end)
            self._found.add(Stretch(start, end), group, subject)

    def _is_turn(self, at: int) -> bool:
        return self._tokens[at].lower == "," and self._line.word(at + 1) in {"although", "though"}

    def _goes_on(self, after: int, inverted: bool) -> bool:
        """Say whether a clause goes on after the cue: `The guns, he said, are silent`."""
        if after + 1 >= self._line.end or self._tokens[after].lower != ",":
            return False
        if self._line.word(after + 1) in TURNS or self._line.is_participle(after + 1):
            return False
        return not inverted or self._line.word(after + 1) not in _APPOSED

    def _split(self, content: Stretch, group: Group, subject: Stretch, guessed: bool) -> None:
        """Add one report, or two of `while the one will not be sent, the other may`."""
        comma = None
        if self._tokens[content.start].lower in {"while", "although", "though", "whereas"}:
            comma = next((at for at in range(*content) if self._tokens[at].lower == ","), None)
        parts = [content]
        if comma is not None and content.start + 3 < comma < content.end - 3:
            parts = [Stretch(content.start + 1, comma), Stretch(comma + 1, content.end)]
        for part in parts:
            self._found.add(part, group, subject, guessed)
