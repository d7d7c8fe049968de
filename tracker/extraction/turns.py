"""Speakers named at the beginning of a line, as transcripts and short posts do: `RECK: I will go`."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from events.vocabulary import Act
from tracker.extraction.draft import Form, Span
from tracker.extraction.questions import is_question
from tracker.extraction.report import Report
from tracker.extraction.sentences import Sentence

__all__ = ["Turn", "told_in_turns", "turns", "without_names"]

_TURN: Final = re.compile(r"^[ \t]*([A-Z@][^\n:.!?\"“”]{0,60}):[ \t]+(\S[^\n]*)", re.MULTILINE)
_NAME: Final = re.compile(
    r"@\w+|(?:[A-Z][\w.'’-]*|of|the|for|de|van|von)(?: (?:[A-Z][\w.'’-]*|of|the|for|de|van|von)){0,5}"
)
_NOBODY: Final = frozenset(
    "question q reporter breaking update note photo source sources moderator subject date re to from cc tel contact "
    "editor's editors’ exclusive live watch read more correction fact".split()
)
_SELF: Final = frozenset({"i", "we"})
_QUOTES: Final = re.compile('["“”«»„]')


class Turn(NamedTuple):
    """A line of a transcript."""

    name: Span
    """Its name with the colon, and what stands before it."""
    mention: Span | None
    """The name; None where it names nobody: `Q`."""
    colon: Span
    content: Span
    is_quoted: bool
    """Its words have marks, which say what is quoted."""


def turns(text: str) -> list[Turn]:
    """Return the lines that begin with a speaker's name, in the order of the text."""
    found = []
    for match in _TURN.finditer(text):
        name = match[1].split("(")[0].strip()
        nobody = name.lower() in _NOBODY
        if not _NAME.fullmatch(name) or not (nobody or name.isupper() or name[0] == "@"):
            continue
        mention = None if nobody else Span(match.start(1), match.start(1) + len(name))
        content = Span(match.start(2), match.start(2) + len(match[2].rstrip()))
        colon = Span(match.end(1), match.end(1) + 1)
        quoted = _QUOTES.search(match[2]) is not None
        found.append(Turn(Span(match.start(), colon.end), mention, colon, content, quoted))
    return found


def without_names(read: Iterable[Sentence], known: Sequence[Turn]) -> Iterator[Sentence]:
    """Yield the sentences, anew where a turn begins, and without the names of those who speak."""
    starts = [each.colon.start for each in known]
    for sentence in read:
        numbers = range(bisect_left(starts, sentence.place.start), bisect_left(starts, sentence.place.end))
        rest = sentence.tokens
        for number in numbers:
            name = known[number].name
            before = tuple(each for each in rest if each.place.end <= name.start)
            after = tuple(each for each in rest if each.place.start >= name.end)
            if before:
                yield Sentence(before, sentence.paragraph)
            rest = after
        if rest:
            yield Sentence(rest, sentence.paragraph)


def told_in_turns(text: str, known: Sequence[Turn], read: Sequence[tuple[Sentence, list[Report]]]) -> list[Report]:
    """Return all reports, with what speakers say in their turns.

    `We` and `I` are the turn's speaker. What one says so is that report, and not the words of the turn as well; what
    others are said to have said is second-hand. A question is nothing that was said.
    """
    found: list[Report] = []
    starts = [each.content.start for each in known]
    free: list[list[Sentence]] = []
    last: Turn | None = None
    for sentence, reports in read:
        number = bisect_right(starts, sentence.place.start) - 1
        turn = known[number] if number >= 0 and sentence.place.start < known[number].content.end else None
        if turn is None:
            found += reports
            continue
        if turn is not last:
            found += _whole(last, free)
            last, free = turn, [[]]
        told = [_in_turn(text, turn, each) for each in reports]
        found += told
        if is_question(sentence) or any(each.mention == turn.mention for each in told):
            free.append([])
        else:
            free[-1].append(sentence)
    return [*found, *_whole(last, free)]


def _in_turn(text: str, turn: Turn, report: Report) -> Report:
    """Return what is said within a turn: the speaker's own if it is `I` or `we` who say it, else second-hand."""
    if report.mention is not None and report.mention.of(text).lower() in _SELF and turn.mention is not None:
        return replace(report, mention=turn.mention)
    return replace(report, is_guess=True)


def _whole(turn: Turn | None, free: list[list[Sentence]]) -> Iterator[Report]:
    """Yield the words of a turn in which nothing else was found."""
    if turn is None or turn.mention is None or turn.is_quoted:
        return
    for run in free:
        if run:
            place = Span(run[0].place.start, run[-1].place.end)
            yield Report(place, Form.REPORTED, Act.STATES, "turn", turn.colon, turn.mention)
