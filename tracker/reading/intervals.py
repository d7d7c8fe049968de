"""A pair's position along as of: it is constant between the instants at which something begins or ceases to count.

An interval is half-open in `until`, the first instant after as of: it answers every cut with begins <= until < ends.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from events.clock import Instant, instant_text
from events.periods import ALWAYS, NEVER, Zone
from tracker.reading.position import Verdict, derive
from tracker.reading.snapshot import Snapshot, Version

__all__ = ["Interval", "clip", "continued", "intervals_of", "moment_text"]


@dataclass(frozen=True, slots=True)
class Interval:
    """What decides a pair's position, for every cut with begins <= until < ends."""

    begins: Instant
    ends: Instant
    """NEVER where nothing ends it."""
    verdict: Verdict
    stale: bool
    lapsed: bool

    def same_answer(self, other: Interval) -> bool:
        """Say whether both give the same answer, leaving aside when."""
        return replace(self, begins=other.begins, ends=other.ends) == other


def moment_text(instant: Instant, zone: Zone) -> str:
    """Return the first as of whose cut reaches the instant, as it may be typed: a day, else a second.

    A cut as of a day reaches to the day's end, so what begins at a day's end begins as of that day.
    """
    day = zone.day_of(instant - 1)
    return day.isoformat() if zone.end_of(day) == instant else instant_text(instant - 1)


def intervals_of(
    snapshot: Snapshot, zone: Zone, horizon_days: int, party: int, issue: int, until: Instant = NEVER
) -> list[Interval]:
    """Return the pair's intervals with a position, earliest first; gaps are none.

    Args:
        horizon_days: after how many days without a word a position is stale.
        until: of what begins or ends later nothing is told, as of a cut that ends there.
    """
    found = continued([], snapshot, zone, horizon_days, party, issue, ALWAYS)
    return [clipped for each in found if (clipped := clip(each, until)) is not None]


def clip(interval: Interval, until: Instant) -> Interval | None:
    """Return as much of an interval as can be told as of a cut that ends at `until`; None where it begins later."""
    if interval.begins > until:
        return None
    return replace(interval, ends=NEVER) if interval.ends > until else interval


def continued(
    found: list[Interval],
    snapshot: Snapshot,
    zone: Zone,
    horizon_days: int,
    party: int,
    issue: int,
    since: Instant,
    before: Sequence[Interval] = (),
    settled: Instant = NEVER,
) -> list[Interval]:
    """Return the intervals with all from `since` on derived anew; `found` are those that begin before it.

    Args:
        before: what the intervals were before something changed.
        settled: from this instant on nothing changed, and no withdrawal and no membership begins to count later. So
            once a verdict is the former one, all that follows is: who decides follows from who decided before and from
            what is said later.
    """
    if found and found[-1].ends > since:
        found[-1] = replace(found[-1], ends=since)
    instants = sorted({since, *_instants(snapshot, party, issue, since)})
    for begins, ends in pairwise([*instants, NEVER]):
        # The way to a grouping is left out: leaving one and entering it at once changes no answer.
        verdict = derive(snapshot, party, issue, begins)._replace(memberships=())
        stretches = _rest(before, begins, verdict) if begins >= settled else None
        for interval in stretches or _aged(verdict, begins, ends, zone, horizon_days):
            _join(found, interval)
        if stretches is not None:
            break
    return found


def _rest(before: Sequence[Interval], begins: Instant, verdict: Verdict) -> list[Interval] | None:
    """Return the former intervals from an instant on, if the verdict there is the former one; else None."""
    index = bisect_right(before, begins, key=lambda each: each.ends)
    following = list(before[index:])
    if not following or following[0].begins > begins or following[0].verdict != verdict:
        return None
    return [replace(following[0], begins=begins), *following[1:]]


def _instants(snapshot: Snapshot, party: int, issue: int, since: Instant) -> Iterator[Instant]:
    """Yield the instants after `since` at which what the party says or inherits begins or ceases to count."""
    for holder in snapshot.lineage(party):
        yield from (each.counts for each in snapshot.memberships(holder) if each.counts > since)
        versions = snapshot.load(holder, issue)
        yield from (each.said_until for each in versions[bisect_right(versions, since, key=_said_until) :])
        yield from (each.counts for each in snapshot.withdrawals(holder, issue) if each.counts > since)


def _aged(verdict: Verdict, begins: Instant, ends: Instant, zone: Zone, horizon_days: int) -> Iterator[Interval]:
    """Yield the stretch cut where its position goes stale and where its offers lapse."""
    if verdict.last is None:
        return
    goes_stale = _goes_stale(verdict.last.said_until, zone, horizon_days)
    lapses = [each.lapses for each in verdict.versions if each.lapses is not None]
    borders = sorted({each for each in (goes_stale, *(last + 1 for last in lapses)) if begins < each < ends})
    for first, end in pairwise([begins, *borders, ends]):
        yield Interval(first, end, verdict, first >= goes_stale, verdict.has_lapsed(first))


def _goes_stale(last_counted: Instant, zone: Zone, horizon_days: int) -> Instant:
    """Return the first cut's end on the first day on which more days have passed than the horizon; NEVER if none is."""
    try:
        day = zone.day_of(last_counted - 1) + timedelta(days=horizon_days + 1)
    except OverflowError:
        return NEVER
    return NEVER if day == date.max else zone.start_of(day) + 1


def _join(found: list[Interval], following: Interval) -> None:
    """Add an interval; where it only goes on as before, the one before reaches further."""
    if found and found[-1].ends == following.begins and found[-1].same_answer(following):
        found[-1] = replace(found[-1], ends=following.ends)
    else:
        found.append(following)


def _said_until(version: Version) -> Instant:
    return version.said_until
