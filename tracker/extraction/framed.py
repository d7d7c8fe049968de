"""Reports without a reporting verb: `according to`, nouns, and adjectives.

According to officials, ...             issued a stark warning about ...
the ministry's refusal to ...           warnings from officials that ...
Arvenia is ready to ...                 was adamant that ...
"""

from __future__ import annotations

from typing import Final

from events.vocabulary import Act
from tracker.extraction.contents import without_end
from tracker.extraction.cuts import Cuts
from tracker.extraction.draft import Form
from tracker.extraction.found import Found
from tracker.extraction.line import Line
from tracker.extraction.nouns import ADJECTIVES, CARRIERS, COMPLETED, NOUNS
from tracker.extraction.subjects import NOBODY, PRONOUNS, Stretch, subject_after, subject_before
from tracker.extraction.verbs import group_at
from tracker.extraction.wordclass import AUXILIARIES, DETERMINERS, MODAL, NEGATIONS, PREPOSITIONS

__all__ = ["read_according", "read_adjectives", "read_carriers", "read_owned", "read_put"]

_TOPICS: Final = frozenset({"about", "regarding", "concerning", "on", "over"})
_SPEECH: Final = frozenset("warning warnings statement comment remark announcement claim threat".split())
_OWNERS: Final = frozenset("his her its their".split())
_STATES: Final = frozenset(
    "is are was were be been remain remains remained stays stayed seems seemed feels felt".split()
)
_VERBS: Final = {"opposed": "oppose"}
_OPENERS: Final = frozenset({"that", "to", "whether"})
_OF: Final = frozenset({"of", "for", "about", "over", "against"})
_AFTER_ADJECTIVE: Final = frozenset({"that", "to", "about", "of", "over", "for", "with", "by"})
_NOUN_TOO: Final = frozenset({"voice", "issue"})
_NOUN_FAR: Final = 6
_OWNER_FAR: Final = 4
_PUT_FAR: Final = 16
_APPOSED_FAR: Final = 12


def read_according(line: Line, found: Found) -> None:
    """Read `According to officials, ...` and `..., according to officials`."""
    end = 0
    for at in range(line.end - 2):
        if at < end or line.tokens[at].lower != "according" or line.tokens[at + 1].lower != "to":
            continue
        start = end = at + 2
        while end < line.end and line.tokens[end].lower not in {";", '"', ":"}:
            if line.tokens[end].lower == "," and not _is_apposed(line, end):
                break
            end += 1
        content = Stretch(end + 1, line.end) if at <= 1 and end < line.end else Stretch(0, at)
        content = Stretch(content.start, without_end(line.tokens, content.end))
        if content.end - content.start >= 1 and end > start:
            found.add_framed(content, Act.STATES, "according", Stretch(at, at + 2), Stretch(start, end))
            found.cover(content.end if at <= 1 else end)


def read_put(line: Line, found: Found) -> None:
    """Read `..., as the envoy put it` and `As the envoy put it, ...`."""
    for at in range(line.end - 1):
        if line.word(at) not in {"put", "puts"} or line.word(at + 1) != "it":
            continue
        opening = next((each for each in range(at - 2, max(-1, at - _PUT_FAR), -1) if line.word(each) == "as"), None)
        if opening is None:
            continue
        subject = Stretch(opening + 1, at)
        content = Stretch(found.covered, without_end(line.tokens, opening))
        if opening == 0:
            comma = next((each for each in range(at + 2, min(line.end, at + _PUT_FAR)) if line.word(each) == ","), 0)
            content = Stretch(comma + 1, line.end) if comma else content
        if content.end - content.start >= 2 and found.is_free(at):
            found.add_framed(content, Act.STATES, "put", Stretch(at, at + 2), subject)
            found.cover(max(at + 2, content.end))


def _is_apposed(line: Line, comma: int) -> bool:
    """Say whether the comma opens an apposition of the one who is named, which closes with another."""
    if line.word(comma + 1) not in {"a", "an", "the", "who", "whose"}:
        return False
    return any(each.lower == "," for each in line.tokens[comma + 1 : min(line.end, comma + _APPOSED_FAR)])


def read_carriers(line: Line, cuts: Cuts, found: Found) -> None:
    """Read `issued a stark warning about`, `has made an offer to`."""
    for at in range(1, line.end):
        if line.word(at) not in CARRIERS or not found.is_free(at) or not _is_carrier(line, at):
            continue
        noun = next((n for n in range(at + 1, min(line.end, at + _NOUN_FAR)) if line.word(n) in NOUNS), None)
        start = at
        while start > 0 and line.tokens[start - 1].lower in AUXILIARIES:
            start -= 1
        subject = subject_before(line.tokens, start) if noun is not None else None
        if noun is not None and subject is not None:
            _add_noun(line, cuts, found, Stretch(start, noun + 1), subject)


def _is_carrier(line: Line, at: int) -> bool:
    """Say whether it is a verb: no `voice`, and no `issue`, after a word that describes it."""
    if line.word(at) in _NOUN_TOO and line.word(at - 1) not in PRONOUNS | AUXILIARIES | {"to", "and"}:
        return False
    parsed = line.is_verb(at)
    if parsed is not None:
        return parsed and group_at(line.tokens, at) is None
    return group_at(line.tokens, at) is None and line.word(at - 1) not in DETERMINERS | PREPOSITIONS


def _add_noun(line: Line, cuts: Cuts, found: Found, cue: Stretch, subject: Stretch) -> None:
    noun = cue.end - 1
    start = noun + 1 + (line.word(noun + 1) == "that")
    end = cuts.thing_end(start, cue.start, noun) if start < line.end else start
    if end - start < 2 or any(group.at == start for group in line.groups):
        return
    word = line.word(noun)
    topic = word in _SPEECH and line.word(start) in _TOPICS
    found.add_framed(Stretch(start, end), NOUNS[word], word, cue, subject, Form.TOPIC_ONLY if topic else None)


def read_owned(line: Line, cuts: Cuts, found: Found) -> None:
    """Read `the ministry's refusal to ...`, `their claim that ...` and `warnings from officials that ...`."""
    for noun in range(1, line.end - 2):
        if line.word(noun) not in COMPLETED or not found.is_free(noun):
            continue
        owner = _owner(line, noun)
        if owner is not None and line.word(noun + 1) in _OPENERS | _OF:
            _add_owned(line, cuts, found, noun, noun + 1, owner)
        elif line.word(noun + 1) in {"from", "by"}:
            giver = subject_after(line.tokens, noun + 2)
            if giver is not None and line.word(giver.end) == "that":
                _add_owned(line, cuts, found, noun, giver.end, giver)


def _owner(line: Line, noun: int) -> Stretch | None:
    """Return who a noun belongs to: what stands before `'s`, or `his`, `her`, `its`, `their`."""
    for at in range(noun - 1, max(-1, noun - _OWNER_FAR), -1):
        word = line.word(at)
        if word in _OWNERS:
            return Stretch(at, at + 1)
        if word in {"'s", "'"}:
            return subject_before(line.tokens, at) if at else None
        if not line.tokens[at].is_word or word in PREPOSITIONS:
            return None
    return None


def _add_owned(line: Line, cuts: Cuts, found: Found, noun: int, opener: int, owner: Stretch) -> None:
    start = opener + (line.word(opener) in _OF | {"that"})
    clause = line.parsed_clause(noun)
    end = clause.end if clause is not None else _clause_end(line, opener, cuts.end_after(start, noun))
    end = without_end(line.tokens, end)
    if end - start >= 2 and start < line.end:
        cue = Stretch(noun, noun + 1)
        found.add_framed(Stretch(start, end), COMPLETED[line.word(noun)], line.word(noun), cue, owner)


def _clause_end(line: Line, opener: int, end: int) -> int:
    """Return where a clause ends without a parse: at a comma, and for an infinitive where another verb begins."""
    for at in range(opener + 1, end):
        if line.word(at) in {",", ";", ":"} or (line.word(opener) != "that" and _is_finite(line, at)):
            return at
    return end


def _is_finite(line: Line, at: int) -> bool:
    """Say whether a verb of its own may stand there: `his decision to stay angered them`."""
    past = line.word(at).endswith("ed") and not line.tokens[at].is_capital
    before = line.word(at - 1)
    return line.word(at) in AUXILIARIES or (past and before not in PREPOSITIONS | DETERMINERS | AUXILIARIES)


def read_adjectives(line: Line, cuts: Cuts, found: Found) -> None:
    """Read `Arvenia is ready to ...`, `was adamant that ...`, `remains opposed to ...`."""
    for at in range(2, line.end - 2):
        if line.word(at) in ADJECTIVES and line.word(at + 1) in _AFTER_ADJECTIVE and found.is_free(at):
            _read_adjective(line, cuts, found, at)


def _read_adjective(line: Line, cuts: Cuts, found: Found, at: int) -> None:
    start = at
    while start > 1 and _leads_to_adjective(line.word(start - 1)):
        start -= 1
    words = {line.word(each) for each in range(start, at)}
    subject = subject_before(line.tokens, start) if words & _STATES else None
    if subject is None or line.word(subject.start) in NOBODY | {"it", "there"}:
        return
    if words & MODAL:
        found.drop(Stretch(start, at + 1), "would be said, and was not")
        return
    begin = at + 1 + (line.word(at + 1) != "to")
    end = without_end(line.tokens, cuts.end_after(begin, at))
    if end - begin >= 2:
        word = _VERBS.get(line.word(at), line.word(at))
        negated = bool(words & NEGATIONS)
        act = ADJECTIVES[line.word(at)]
        found.add_framed(Stretch(begin, end), act, word, Stretch(start, at + 1), subject, negated=negated)


def _leads_to_adjective(word: str) -> bool:
    return word in AUXILIARIES | _STATES | NEGATIONS or word.endswith("ly")
