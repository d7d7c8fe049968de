"""Findings about what was said: statements that clash, or that are younger than their source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush

from events.clock import Instant
from events.periods import period_of
from events.vocabulary import FindingKind, Stance
from tracker.reading.findings.finding import Finding
from tracker.reading.findings.record import Record, Said

__all__ = ["clashes", "said_after_publication"]


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


def said_after_publication(record: Record) -> Iterator[Finding]:
    """Yield a finding for every statement whose period begins after that in which its source was published."""
    told = ((source.id, source.data.get("published")) for source in record.told("source"))
    published: dict[str, str] = {source: on for source, on in told if on is not None}
    for each in (each for said in record.said.values() for each in said):
        on = published.get(each.content.source)
        if on is not None and each.version.said_from >= period_of(on, record.zone).ends:
            detail = f"said {each.content.said}, but {each.content.source}, which reports it, was published {on}"
            yield record.finding_of(FindingKind.SAID_AFTER_PUBLICATION, [each], detail)
