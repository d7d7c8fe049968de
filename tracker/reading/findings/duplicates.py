"""Statements that may be reports of one utterance.

Two may be: by one speaker, or by nobody named in one of them; of one date, where a day is that of every instant in it,
and from different sources, or in the same words. What hangs together so is one finding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from events.clock import Instant
from events.periods import Zone, date_in
from events.vocabulary import FindingKind, Stance
from tracker.reading.findings.finding import Finding
from tracker.reading.findings.record import Record, Said

__all__ = ["duplicates"]


class _Why(NamedTuple):
    """What statements have in common: a date, or their words."""

    date: str | None
    words: str | None


_Link = tuple[_Why, list[Said]]


def duplicates(record: Record) -> Iterator[Finding]:
    """Yield a finding for every group of statements that may be reports of one utterance."""
    for said in record.said.values():
        by_stance: defaultdict[Stance, list[Said]] = defaultdict(list)
        for each in said:
            by_stance[each.content.stance].append(each)
        for alike in by_stance.values():
            for links in _connected([*_of_one_date(alike, record.zone), *_of_one_wording(alike)]):
                group = {each.version: each for _, linked in links for each in linked}
                yield record.finding_of(FindingKind.POSSIBLE_DUPLICATE, group.values(), _detail(links))


def _of_one_date(alike: Iterable[Said], zone: Zone) -> Iterator[_Link]:
    """Yield those of one date, the same instant or day, that come from different sources."""
    by_date: defaultdict[str, list[Said]] = defaultdict(list)
    for each in alike:
        by_date[_date(each, zone)].append(each)
    for date, found in by_date.items():
        for group in _compatible(found):
            if len({each.content.source for each in group}) > 1:
                yield _Why(date, None), group


def _of_one_wording(alike: Iterable[Said]) -> Iterator[_Link]:
    by_words: defaultdict[str, list[Said]] = defaultdict(list)
    for each in alike:
        if each.content.quotation is not None:
            by_words[_wording(each.content.quotation)].append(each)
    for words, found in by_words.items():
        by_speaker = _by(found, [each.content.speaker for each in found])
        for speaker in _named(by_speaker):
            group = by_speaker[speaker] + (by_speaker[None] if speaker is not None else [])
            if len(group) > 1:
                yield _Why(None, words), group


def _compatible(found: list[Said]) -> Iterator[list[Said]]:
    """Yield groups of one date in which no two name different speakers, and no two different instants."""
    cells = _by(found, [(each.content.speaker, _instant(each)) for each in found])
    speakers, instants = _named(each.content.speaker for each in found), _named(map(_instant, found))
    for speaker, instant in product(speakers, instants):
        keys = dict.fromkeys([(speaker, instant), (speaker, None), (None, instant), (None, None)])
        group = [each for key in keys for each in cells.get(key, ())]
        if len(group) > 1:
            yield group


def _named(values: Iterable[Hashable]) -> list[Hashable]:
    """Return each value but None once; where there is no other, None."""
    return [each for each in dict.fromkeys(values) if each is not None] or [None]


def _by(found: list[Said], keys: Sequence[Hashable]) -> defaultdict[Hashable, list[Said]]:
    groups: defaultdict[Hashable, list[Said]] = defaultdict(list)
    for key, each in zip(keys, found, strict=True):
        groups[key].append(each)
    return groups


def _instant(each: Said) -> Instant | None:
    """Return the instant at which it was said; None where only a day, month or year is known."""
    return each.version.said_from if "T" in each.content.said else None


def _date(each: Said, zone: Zone) -> str:
    """Return the date that a statement rests on; of an instant its day."""
    instant = _instant(each)
    return date_in(each.content.said) if instant is None else zone.day_of(instant).isoformat()


def _wording(quotation: str) -> str:
    """Return a quotation as far as it matters here: neither case nor spaces and breaks do."""
    return " ".join(quotation.casefold().split())


def _connected(links: Iterable[_Link]) -> list[list[_Link]]:
    """Return the links, those together that have a statement in common."""
    home: dict[int, list[_Link]] = {}
    for why, members in links:
        joined: list[_Link] = [(why, members)]
        for group in {id(each): each for each in (home.get(each.version.seq) for each in members) if each}.values():
            joined += group
        home.update((each.version.seq, joined) for _, linked in joined for each in linked)
    return list({id(group): group for group in home.values()}.values())


def _detail(links: list[_Link]) -> str:
    """Return who may have said this once, and why: what is told twice, of parts of the group, is told of all of it."""
    members: dict[_Why, dict[int, Said]] = {}
    for why, linked in links:
        members.setdefault(why, {}).update((each.version.seq, each) for each in linked)
    oldest_first = sorted({each.version: each for _, linked in links for each in linked}.items())
    voices = [each.voice for _, each in oldest_first]
    named = (each.content.speaker for _, each in oldest_first if each.content.speaker is not None)
    whys = [_said(why, list(found.values())) for why, found in sorted(members.items(), key=lambda item: repr(item[0]))]
    return f"{next(named, voices[0])} may have said this once: {' and '.join(whys)}"


def _said(why: _Why, found: list[Said]) -> str:
    if why.date is None:
        return f"{len(found)} statements have the same words"
    return f"{len({each.content.source for each in found})} sources report it of {why.date}"
