"""Whom a mention stands for: by the dossier's own names, and by nothing else."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tracker.extraction.draft import Span
from tracker.extraction.marks import Quotation
from tracker.extraction.names import Names, Place
from tracker.extraction.namesakes import is_namesake
from tracker.extraction.wordclass import PREPOSITIONS

__all__ = ["Speaker", "Speakers", "is_pronoun"]

_PRONOUN: Final = re.compile(r"(he|she|they|it|we|i|who|his|her|their)\b(?!\.\s?\w)", re.IGNORECASE)
_SINGULAR: Final = re.compile(r"(he|she|who)\b", re.IGNORECASE)
_OWNED: Final = re.compile(r"['’]s?\b|['’]")
_BEFORE: Final = re.compile(r"(\w+)\W*$")
_OTHERS: Final = re.compile(
    r" (?:administration|aide|ally|allies|allied|adviser|advisor|associate|backer|cabinet|camp|campaign|confidant|"
    r"deputy|envoy|family|government|lawyer|loyalist|ministry|office|official|party|press|regime|spokes\w+|staff\w*|"
    r"supporter|team|transition|voter)s?\b"
)
_NEAR: Final = 24


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person and a party, as far as they are known; `sure` where the mention itself names one of them."""

    person: str | None
    party: str | None
    sure: bool


def is_pronoun(words: str) -> bool:
    """Say whether a mention names nobody by itself."""
    return _PRONOUN.match(words) is not None


class Speakers:
    """Resolves the mentions of one text."""

    def __init__(self, text: str, names: Names, quoted: Sequence[Quotation]) -> None:
        self._text = text
        self._names = names
        everybody = names.people_in(text, Span(0, len(text)))
        around = ((each, Span(max(0, each.span.start - _NEAR), each.span.end)) for each in everybody)
        self._people = _outside([each for each, near in around if not self._is_namesake(each, near)], quoted)
        self._ends = [each.span.end for each in self._people]

    def of(self, mention: Span | None) -> list[Speaker]:
        """Return who is meant: several where several are named, and one of whom nothing is known where nobody is."""
        if mention is None:
            return [Speaker(None, None, False)]
        if is_pronoun(mention.of(self._text)):
            return [self._meant(mention)]
        people = [each for each in self._names.people_in(self._text, mention) if self._speaks(each, mention)]
        if people:
            return [self._person(each.id, mention) for each in people]
        parties = self._names.parties_in(self._text, mention)
        ids = list(dict.fromkeys(each.id for each in parties))
        if len(ids) > 1 and not self._only_names(parties, mention):
            ids = []
        return [Speaker(None, each, True) for each in ids] or [Speaker(None, None, True)]

    def _meant(self, pronoun: Span) -> Speaker:
        """Return the nearest person named before a pronoun, outside quotations; never sure."""
        at = bisect_right(self._ends, pronoun.start) - 1
        if at < 0 or not _SINGULAR.match(pronoun.of(self._text)):
            return Speaker(None, None, False)
        found = self._person(self._people[at].id, None)
        return Speaker(found.person, found.party, False)

    def _person(self, person: str, mention: Span | None) -> Speaker:
        """Return a person with the party: the only one he or she has an office for, else one that the mention names."""
        parties = self._names.parties_of(person)
        if len(parties) != 1 and mention is not None:
            named = {each.id for each in self._names.parties_in(self._text, mention)}
            parties = tuple(each for each in parties if each in named)
        return Speaker(person, parties[0] if len(parties) == 1 else None, True)

    def _speaks(self, named: Place, mention: Span) -> bool:
        """Say whether the name is the mention's head: not `Reck's aide`, nor `an aide to Reck`, nor a namesake."""
        name = named.span
        if _OWNED.match(self._text, name.end, mention.end) or _OTHERS.match(self._text, name.end, mention.end):
            return False
        before = _BEFORE.search(self._text[max(mention.start, name.start - _NEAR) : name.start])
        if before is not None and before[1].lower() in PREPOSITIONS:
            return False
        return not self._is_namesake(named, mention)

    def _is_namesake(self, named: Place, mention: Span) -> bool:
        person = self._names.person(named.id)
        return person is not None and is_namesake(self._text, named.span, mention, person)

    def _only_names(self, parties: Sequence[Place], mention: Span) -> bool:
        """Say whether a mention is a list of parties: `France and Britain`."""
        rest = self._text[mention.start : mention.end]
        for each in reversed(parties):
            rest = rest[: each.span.start - mention.start] + rest[each.span.end - mention.start :]
        return not set(re.findall(r"\w+", rest.lower())) - {"and", "the", "both", "or", "as", "well"}


def _outside(places: Sequence[Place], quoted: Sequence[Quotation]) -> list[Place]:
    starts = [each.outer.start for each in quoted]
    kept = []
    for each in places:
        at = bisect_right(starts, each.span.start) - 1
        if at < 0 or quoted[at].outer.end <= each.span.start:
            kept.append(each)
    return kept
