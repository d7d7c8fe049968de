"""Reads reports off the words of a sentence, without a parse.

Every reporting verb is looked at in turn, from left to right. What one report has for its content is not read again,
except where the next verb shares the subject of the first (`said ..., but rejected ...`) or has one of its own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from events.vocabulary import Act
from tracker.extraction.contents import content_start, quotation_after, without_end
from tracker.extraction.draft import Dropped, Form, Span
from tracker.extraction.guide import Guide
from tracker.extraction.lexicon import Verb, verb
from tracker.extraction.nouns import CARRIERS, NOUNS
from tracker.extraction.refusing import refusals
from tracker.extraction.report import Report
from tracker.extraction.subjects import NOBODY, Stretch, subject_after, subject_before
from tracker.extraction.tokens import Token
from tracker.extraction.verbs import AUXILIARIES, PREPOSITIONS, Group, group_at

__all__ = ["SurfaceReader", "form_of", "span_of"]

_JOINS: Final = frozenset({"and", "but", "then", "yet"})
_TURNS: Final = frozenset({"and", "but", "though", "although", "while", "whereas", "as"})
_BREAKS: Final = frozenset({",", ";", "—", "–", "-"})
_TOPICS: Final = frozenset({"about", "regarding", "concerning", "on", "over"})
_SPEECH: Final = frozenset("warning warnings statement comment remark announcement claim threat".split())
_ASKS_WITH: Final = {"call": {"for", "on"}, "insist": {"on"}}
_CLAUSE: Final = 5
_NOUN_FAR: Final = 6


def span_of(tokens: Sequence[Token], stretch: Stretch) -> Span:
    """Return where tokens stand in the text."""
    return Span(tokens[stretch.start].place.start, tokens[stretch.end - 1].place.end)


def form_of(tokens: Sequence[Token], stretch: Stretch) -> Form:
    """Return the form of what is reported there."""
    quoted = any(each.quotation is not None for each in tokens[stretch.start : stretch.end])
    return Form.MIXED if quoted else Form.REPORTED


class SurfaceReader:
    """Reads one sentence; `reports` and `dropped` hold what it found."""

    def __init__(self, tokens: Sequence[Token], guide: Guide | None = None) -> None:
        self.tokens = tokens
        self._guide = guide
        self.reports: list[Report] = []
        self.dropped: list[Dropped] = []
        self._end = without_end(tokens, len(tokens))
        self._groups = [
            group for at in range(len(tokens)) if (group := group_at(tokens, at, self._is_verb(at))) is not None
        ]
        self._subjects = {group.at: self._subject_before(group) for group in self._groups}
        self._cuts = {group.at: self._cut(group) for group in self._groups}
        self._covered = 0
        self._subject: Stretch | None = None
        self._refused: set[int] = set()

    def read(self) -> None:
        """Find the reports."""
        for refusal in refusals(self.tokens, self._end):
            self._refused.update(range(*refusal.cue))
            self._add_refusal(refusal.cue, refusal.topic)
        self._read_according()
        for group in self._groups:
            if group.at not in self._refused and (group.start >= self._covered or self._cuts[group.at] is not None):
                self._read(group)
        self._read_carriers()

    def _is_verb(self, at: int) -> bool | None:
        return None if self._guide is None else self._guide.is_verb(self.tokens[at].place)

    def _subject_before(self, group: Group) -> Stretch | None:
        """Return the subject before a verb: as the parse has it, else by the words."""
        place = None if self._guide is None else self._guide.subject(self.tokens[group.at].place)
        found = None if place is None else self._stretch(place)
        if found is None or found.end > group.start or self.tokens[found.start].lower in NOBODY:
            return subject_before(self.tokens, group.start)
        dashes = [at for at in range(*found) if self.tokens[at].lower in {"-", "–", "—"}]
        return Stretch(max(found.start, *(at + 1 for at in dashes)), found.end) if dashes else found

    def _stretch(self, place: Span) -> Stretch | None:
        """Return the tokens within a place."""
        start = bisect_left(self.tokens, place.start, key=lambda each: each.place.start)
        end = bisect_right(self.tokens, place.end, key=lambda each: each.place.end)
        return Stretch(start, end) if start < end else None

    def _add_refusal(self, cue: Stretch, topic: Stretch | None) -> None:
        subject = subject_before(self.tokens, cue.start) or self._main_subject(cue.start)
        if topic is None:
            self.dropped.append(Dropped(span_of(self.tokens, cue), "does not say what was not commented upon"))
            return
        self._report(topic, Form.NO_COMMENT, Act.DECLINES, "comment", cue, subject)

    def _cut(self, group: Group) -> int | None:
        """Return where an earlier report has to end for this one, None where this one is within it."""
        before = group.start - 1
        if before > 0 and self.tokens[before].lower in _JOINS and group.form != "base":
            comma = self.tokens[before - 1].lower == ","
            plain = group.form in {"past", "third"} and (
                not self._takes_clause(group) or self._word(group.at + 1) == "to"
            )
            return before - comma if comma or plain or self.tokens[before].lower == "but" else None
        if before > 0 and self.tokens[before].lower == "," and group.is_participle:
            return before
        subject = self._subjects[group.at]
        if subject is None or subject.start == 0:
            return 0 if subject is not None else None
        opening = subject.start - 1
        if self.tokens[opening].lower in _TURNS and opening > 0:
            opening -= 1
        return opening if self.tokens[opening].lower in _BREAKS or self.tokens[opening].lower == '"' else None

    def _takes_clause(self, group: Group) -> bool:
        """Say whether a verb after `and` may be within what the verb before reports."""
        number = bisect_left(self._groups, group.start, key=lambda each: each.at)
        return "c" in group.verb.kinds and number > 0 and "c" in self._groups[number - 1].verb.kinds

    def _content_end(self, start: int, group: Group) -> int:
        cuts = [cut for at, cut in self._cuts.items() if at > group.at and cut is not None and cut > start]
        stops = [at for at in range(start, self._end) if self.tokens[at].lower == ";"]
        return min([self._end, *cuts, *stops])

    def _read(self, group: Group) -> None:
        if group.infinitive:
            return
        if group.modal or (group.negated and group.verb.act is not Act.REJECTS):
            why = "would be said, and was not" if group.modal else "is said not to have been said"
            self.dropped.append(Dropped(span_of(self.tokens, Stretch(group.start, group.at + 1)), why))
            return
        if group.passive:
            self._read_passive(group)
            return
        subject, guessed = self._subject_of(group)
        after = group.at + 1
        if subject is None and group.start > 0 and self.tokens[group.start - 1].lower in {'"', ","}:
            subject = subject_after(self.tokens, after)
            after = subject.end if subject else after
            if subject is not None:
                self._read_inverted(group, subject, after)
            return
        if subject is None:
            return
        self._subject = subject
        if not self._read_quotations(group, subject, after, guessed):
            self._read_reported(group, subject, guessed)

    def _read_inverted(self, group: Group, subject: Stretch, after: int) -> None:
        """Read `"...", said the minister` and `The bridge is closed, said the minister`."""
        if group.verb.quotes and not self._read_quotations(group, subject, after, False):
            self._read_trailing(group, group.start - 1, subject, after)

    def _subject_of(self, group: Group) -> tuple[Stretch | None, bool]:
        """Return the subject, and whether it is only guessed."""
        before = self.tokens[group.start - 1].lower if group.start else ""
        if group.is_participle or before in _JOINS or (before == "," and self._subjects[group.at] is None):
            if before == "," and not group.is_participle:
                return None, False
            return (self._subject, False) if self._subject else (self._main_subject(group.start), True)
        return self._subjects[group.at], False

    def _main_subject(self, before: int) -> Stretch | None:
        """Return the subject of the sentence's first verb, as far as words without a parse can tell."""
        for at in range(1, before):
            token = self.tokens[at]
            if token.lower in AUXILIARIES or (token.is_word and token.lower.endswith("ed") and not token.is_capital):
                return subject_before(self.tokens, at)
        return None

    def _read_quotations(self, group: Group, subject: Stretch, after: int, guessed: bool) -> bool:
        """Read the quotations before and after the cue; say whether there is any."""
        found = []
        if group.verb.quotes:
            opening = min(group.start, subject.start) - 1
            if opening > 0 and self.tokens[opening].lower == ",":
                opening -= 1
            if opening >= 0 and self._stands_alone(opening) and opening >= self._covered:
                found.append(opening)
            following = quotation_after(self.tokens, after, group.verb)
            if following is not None and self._is_whole(following):
                found.append(following)
        for at in found:
            self._covered = max(self._covered, at + 1)
            quoted = self.tokens[at].quotation
            if quoted is not None:
                self._add(quoted.inner, Form.DIRECT, group, subject, guessed)
        return bool(found)

    def _stands_alone(self, at: int) -> bool:
        """Say whether a quotation is no part of a clause of the text's own words."""
        if self.tokens[at].quotation is None:
            return False
        return at == 0 or not self.tokens[at - 1].is_word

    def _is_whole(self, at: int) -> bool:
        """Say whether a quotation is all that was said: it begins its clause, and what follows is another one."""
        after = self.tokens[at + 1] if at + 1 < self._end else None
        return (
            after is None or not after.is_word or after.lower in _TURNS | {"after", "when", "in", "on", "during", "at"}
        )

    def _read_reported(self, group: Group, subject: Stretch, guessed: bool) -> None:
        start = content_start(self.tokens, group.at + 1, group.verb)
        if start is None:
            start = self._parsed_start(group)
        trails = subject.start > 0 and self.tokens[subject.start - 1].lower in {",", '"'}
        if start is None or (trails and (self._rest_is_short(group.at + 1) or self._told_at_the_end(group, subject))):
            if trails:
                self._read_trailing(group, subject.start - 1, subject, group.at + 1)
            return
        end = without_end(self.tokens, self._content_end(start, group))
        if start < end:
            self._covered = max(self._covered, end)
            self._split(Stretch(start, end), group, subject, guessed)

    def _parsed_start(self, group: Group) -> int | None:
        """Return where the parse sees a clause that the words alone do not show."""
        place = None if self._guide is None else self._guide.content(self.tokens[group.at].place)
        found = None if place is None else self._stretch(place)
        return found.start if found is not None and found.start > group.at and "c" in group.verb.kinds else None

    def _rest_is_short(self, after: int) -> bool:
        return after >= self._end or self.tokens[after].lower in {",", ";"}

    def _told_at_the_end(self, group: Group, subject: Stretch) -> bool:
        """Say whether a person follows a verb that ends its sentence: `It is late, Venn has told the Union`."""
        if self._covered >= self._end:
            return False
        before = self.tokens[self._covered].lower
        opens = before not in PREPOSITIONS and not self._is_participle(self._covered)
        rest = {each.lower for each in self.tokens[group.at + 1 : self._end]}
        return group.verb.base == "tell" and opens and subject.start - self._covered >= _CLAUSE and "that" not in rest

    def _read_trailing(self, group: Group, opening: int, subject: Stretch, after: int) -> None:
        """Read `The bridge is closed, officials said` and `The guns, he said, are silent`."""
        if "c" not in group.verb.kinds or opening < 2 or opening <= self._covered:
            return
        marks = [at + 1 for at in range(self._covered, opening) if self.tokens[at].lower == ";"]
        start = marks[-1] if marks else self._covered
        while start < opening and (self.tokens[start].lower in _JOINS or not self.tokens[start].is_word):
            if self.tokens[start].quotation is not None:
                break
            start += 1
        end = opening + (self.tokens[opening].quotation is not None)
        goes_on = after + 1 < self._end and self.tokens[after].lower == "," and opening < group.start
        if goes_on and self.tokens[after + 1].lower not in _TURNS and not self._is_participle(after + 1):
            end = self._end
        if end - start >= 2:
            self._covered = max(self._covered, end)
            self._add(
                span_of(self.tokens, Stretch(start, end)), form_of(self.tokens, Stretch(start, end)), group, subject
            )

    def _is_participle(self, at: int) -> bool:
        return self.tokens[at].lower.endswith("ing")

    def _split(self, content: Stretch, group: Group, subject: Stretch, guessed: bool) -> None:
        """Add one report, or two of `while the one will not be sent, the other may`."""
        comma = None
        if self.tokens[content.start].lower in {"while", "although", "though", "whereas"}:
            comma = next((at for at in range(*content) if self.tokens[at].lower == ","), None)
        parts = [content]
        if comma is not None and content.start + 3 < comma < content.end - 3:
            parts = [Stretch(content.start + 1, comma), Stretch(comma + 1, content.end)]
        for part in parts:
            quoted = self.tokens[part.start].quotation if part.end - part.start == 1 else None
            if quoted is not None:
                self._add(quoted.inner, Form.DIRECT, group, subject, guessed)
            else:
                self._add(span_of(self.tokens, part), form_of(self.tokens, part), group, subject, guessed)

    def _read_passive(self, group: Group) -> None:
        """Read `was told by diplomats that`, `it was announced that`, `was quoted as saying`."""
        after = group.at + 1
        words = [each.lower for each in self.tokens[after : after + 2]]
        if words == ["as", "saying"]:
            self._read_as_saying(group)
            return
        subject = None
        if words[:1] == ["by"]:
            subject = subject_after(self.tokens, after + 1)
            after = subject.end if subject else after
        if "c" not in group.verb.kinds:
            self._read_done_by(group, subject)
            return
        start = content_start(self.tokens, after, group.verb)
        that = start is not None and self.tokens[start - 1].lower == "that"
        if start is not None and that:
            end = without_end(self.tokens, self._content_end(start, group))
            if start < end:
                self._covered = max(self._covered, end)
                self._add(
                    span_of(self.tokens, Stretch(start, end)), form_of(self.tokens, Stretch(start, end)), group, subject
                )

    def _read_done_by(self, group: Group, subject: Stretch | None) -> None:
        """Read `the plan was rejected by Reck`."""
        content = self._subjects[group.at]
        if subject is not None and content is not None and "n" in group.verb.kinds:
            self._add(span_of(self.tokens, content), form_of(self.tokens, content), group, subject)

    def _read_as_saying(self, group: Group) -> None:
        said = verb("said")
        subject = self._subjects[group.at]
        if said is None or subject is None:
            return
        cue = Group(said, "past", group.start, group.at + 2, False, False, False, False)
        self._subject = subject
        if not self._read_quotations(cue, subject, cue.at + 1, False):
            self._read_reported(cue, subject, False)

    def _read_according(self) -> None:
        """Read `According to officials, ...` and `..., according to officials`."""
        end = 0
        for at in range(self._end - 2):
            if at < end or self.tokens[at].lower != "according" or self.tokens[at + 1].lower != "to":
                continue
            start = end = at + 2
            while end < self._end and self.tokens[end].lower not in {";", '"', ":"}:
                if self.tokens[end].lower == "," and not self._apposed(end):
                    break
                end += 1
            content = Stretch(end + 1, self._end) if at <= 1 and end < self._end else Stretch(0, at)
            content = Stretch(content.start, without_end(self.tokens, content.end))
            if content.end - content.start >= 1 and end > start:
                quoted = self.tokens[content.start].quotation if content.end - content.start == 1 else None
                form = form_of(self.tokens, content) if quoted is None else Form.DIRECT
                place = span_of(self.tokens, content) if quoted is None else quoted.inner
                cue, mention = span_of(self.tokens, Stretch(at, at + 2)), span_of(self.tokens, Stretch(start, end))
                self.reports.append(Report(place, form, Act.STATES, "according", cue, mention))
                self._covered = max(self._covered, content.end if at <= 1 else end)

    def _apposed(self, comma: int) -> bool:
        """Say whether the comma opens an apposition of the one who is named, which closes with another."""
        if comma + 1 >= self._end or self.tokens[comma + 1].lower not in {"a", "an", "the", "who", "whose"}:
            return False
        return any(each.lower == "," for each in self.tokens[comma + 1 : min(self._end, comma + 12)])

    def _read_carriers(self) -> None:
        """Read `issued a stark warning about`, `has made an offer to`."""
        for at in range(1, self._end):
            if self.tokens[at].lower in CARRIERS and group_at(self.tokens, at) is None and at >= self._covered:
                noun = next(
                    (n for n in range(at + 1, min(self._end, at + _NOUN_FAR)) if self.tokens[n].lower in NOUNS), None
                )
                start = at
                while start > 0 and self.tokens[start - 1].lower in AUXILIARIES:
                    start -= 1
                subject = subject_before(self.tokens, start) if noun is not None else None
                if noun is not None and subject is not None:
                    self._add_noun(Stretch(start, noun + 1), noun, subject)

    def _add_noun(self, cue: Stretch, noun: int, subject: Stretch) -> None:
        start = noun + 1 + (noun + 1 < self._end and self.tokens[noun + 1].lower == "that")
        dummy = Group(verb("say") or _SAY, "past", cue.start, noun, False, False, False, False)
        end = without_end(self.tokens, self._content_end(start, dummy)) if start < self._end else start
        if end - start < 2:
            return
        word = self.tokens[noun].lower
        topic = word in _SPEECH and self.tokens[start].lower in _TOPICS
        form = Form.TOPIC_ONLY if topic else form_of(self.tokens, Stretch(start, end))
        self._report(Stretch(start, end), form, NOUNS[word], word, cue, subject)

    def _report(self, content: Stretch, form: Form, act: Act, word: str, cue: Stretch, subject: Stretch | None) -> None:
        mention = None if subject is None else span_of(self.tokens, subject)
        place = span_of(self.tokens, content)
        self.reports.append(Report(place, form, act, word, span_of(self.tokens, cue), mention))

    def _add(self, place: Span, form: Form, group: Group, subject: Stretch | None, guessed: bool = False) -> None:
        cue = span_of(self.tokens, Stretch(group.start, group.at + 1))
        mention = None if subject is None else span_of(self.tokens, subject)
        act = group.verb.act
        if group.verb.base in _ASKS_WITH and self._word(group.at + 1) in _ASKS_WITH[group.verb.base]:
            act = Act.REQUESTS
        self.reports.append(Report(place, form, act, group.verb.base, cue, mention, group.negated, guessed))

    def _word(self, at: int) -> str:
        return self.tokens[at].lower if at < self._end else ""


_SAY: Final = Verb("say", Act.STATES, frozenset("c"), frozenset())
