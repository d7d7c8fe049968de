"""Findings about what was said: statements that clash, that look like one, or that are younger than their source."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from heapq import heappop, heappush

from events.clock import Instant
from events.periods import date_in, period_of
from events.vocabulary import FindingKind, Stance
from tracker.reading.findings.finding import Finding
from tracker.reading.findings.record import Record, Said

__all__ = ["clashes", "duplicates", "said_after_publication"]

Link = tuple[str, list[Said]]
"""Why these statements may be reports of one utterance, and which they are."""


def clashes(record: Record) -> Iterator[Finding]:
    """Yield contradictions and discords: a finding for every two statements that clash."""
    for said in record.said.values():
        for one, other in _clashing(said):
            earlier, later = sorted((one, other), key=lambda each: each.version)
            is_one_voice = one.content.speaker == other.content.speaker
            kind = FindingKind.CONTRADICTION if is_one_voice else FindingKind.DISCORD
            second = _stance(later) if is_one_voice else f"{later.voice} {_stance(later)}"
            detail = f"{earlier.voice} {_stance(earlier)}, and {second}; neither certainly followed the other"
            yield record.finding_of(kind, (earlier, later), detail)


def _stance(each: Said) -> str:
    return f"{each.content.stance} (said {each.content.said})"


def _clashing(said: Iterable[Said]) -> Iterator[tuple[Said, Said]]:
    """Yield every two of one pair's statements whose periods overlap and whose stances differ; declining is none.

    A sweep along the beginnings: what has not ended when the next begins overlaps with it. Statements of the same
    stance are never compared, so that the work grows with what is found.
    """
    lasting: dict[Stance, list[tuple[Instant, int, Said]]] = {}
    spoken = [each for each in said if each.content.stance != Stance.DECLINES]
    for each in sorted(spoken, key=lambda each: each.version.said_from):
        for stance, others in lasting.items():
            while others and others[0][0] <= each.version.said_from:
                heappop(others)
            if stance != each.content.stance:
                yield from ((other, each) for _, _, other in others)
        ends = (each.version.said_until, each.version.seq, each)
        heappush(lasting.setdefault(each.content.stance, []), ends)


def duplicates(record: Record) -> Iterator[Finding]:
    """Yield a finding for every group of statements that may be reports of one utterance."""
    for said in record.said.values():
        for alike in _grouped(said, lambda each: (each.content.speaker, each.content.stance)):
            for whys, group in _connected([*_of_one_date(alike), *_of_one_wording(alike)]):
                detail = f"{group[0].voice} may have said this once: {' and '.join(whys)}"
                yield record.finding_of(FindingKind.POSSIBLE_DUPLICATE, group, detail)


def _grouped(said: Iterable[Said], key: Callable[[Said], Hashable]) -> list[list[Said]]:
    """Return groups of two or more that have a key in common; None is no key."""
    groups: dict[Hashable, list[Said]] = {}
    for each in said:
        groups.setdefault(key(each), []).append(each)
    return [group for common, group in groups.items() if common is not None and len(group) > 1]


def _of_one_date(alike: list[Said]) -> Iterator[Link]:
    for group in _grouped(alike, lambda each: date_in(each.content.said)):
        sources = {each.content.source for each in group}
        if len(sources) > 1:
            yield f"{len(sources)} sources report it of {date_in(group[0].content.said)}", group


def _of_one_wording(alike: list[Said]) -> Iterator[Link]:
    for group in _grouped(alike, _wording):
        yield f"{len(group)} statements have the same words", group


def _wording(each: Said) -> str | None:
    """Return the quotation as far as it matters here: neither case nor spaces and breaks do."""
    quotation = each.content.quotation
    return None if quotation is None else " ".join(quotation.casefold().split())


def _connected(links: Iterable[Link]) -> list[tuple[list[str], list[Said]]]:
    """Return the linked statements, joined where links have a statement in common, each with the whys of its links."""
    home: dict[int, tuple[list[str], list[Said]]] = {}
    for why, members in links:
        joined: tuple[list[str], list[Said]] = ([], [])
        for each in members:
            group = home.get(each.version.seq, ([], [each]))
            if group is not joined:
                joined[0].extend(group[0])
                joined[1].extend(group[1])
                home.update((member.version.seq, joined) for member in group[1])
        joined[0].append(why)
    return list({id(group): group for group in home.values()}.values())


def said_after_publication(record: Record) -> Iterator[Finding]:
    """Yield a finding for every statement whose period begins after that in which its source was published."""
    told = ((source.id, source.data.get("published")) for source in record.told("source"))
    published: dict[str, str] = {source: on for source, on in told if on is not None}
    for each in (each for said in record.said.values() for each in said):
        on = published.get(each.content.source)
        if on is not None and each.version.said_from >= period_of(on, record.zone).ends:
            detail = f"said {each.content.said}, but {each.content.source}, which reports it, was published {on}"
            yield record.finding_of(FindingKind.SAID_AFTER_PUBLICATION, [each], detail)
