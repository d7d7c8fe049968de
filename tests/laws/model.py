"""The rules of positions told as plainly as they can be: lists, loops and no index.

Nothing here is shared with the code under test but the events themselves. Instants are whole seconds since 1970,
periods are pairs of them, and every day is looked at on its own; the only care taken is that the text of the
rules can be read off.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from zoneinfo import ZoneInfo

from events.envelope import RecordedEvent
from events.kinds import (
    DossierAmended,
    DossierOpened,
    EntryVoided,
    MembershipBegan,
    MembershipEnded,
    StatementContent,
    StatementCorrected,
    StatementRecorded,
    StatementRetracted,
    StatementWithdrawn,
)
from events.vocabulary import Stance

__all__ = ["Known", "Model", "Moved", "Telling", "end_of", "period"]

BEGINNING = -(10**18)
"""Before everything."""
END = 10**18
"""After everything."""

SCALE = {"opposes": -2, "opposes-unless": -1, "neutral": 0, "supports-if": 1, "supports": 2}


# Days and periods


@cache
def start_of(day: date, zone: str) -> int:
    """The first second of a day."""
    return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).timestamp())


def end_of(day: date, zone: str) -> int:
    """The first second after a day."""
    return start_of(day + timedelta(days=1), zone)


@cache
def day_of(instant: int, zone: str) -> date:
    """The day that holds a second."""
    return datetime.fromtimestamp(instant, UTC).astimezone(ZoneInfo(zone)).date()


@cache
def period(said: str, zone: str) -> tuple[int, int]:
    """The first second of an expression, and the first after it."""
    if said.startswith("../"):
        return BEGINNING, period(said[3:], zone)[1]
    if "T" in said:
        moment = datetime.fromisoformat(said.replace("Z", "+00:00"))
        clock = said[said.index("T") + 1 :].replace("Z", "+").replace("-", "+").split("+")[0]
        begins = int(moment.timestamp())
        return begins, begins + (1 if clock.count(":") == 2 else 60)
    numbers = [int(part) for part in said.split("-")]
    if len(numbers) == 1:
        first, last = date(numbers[0], 1, 1), date(numbers[0], 12, 31)
    elif len(numbers) == 2:
        year, month = numbers
        first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    else:
        first = last = date(*numbers)
    return start_of(first, zone), end_of(last, zone)


def counting_period(said: str, zone: str, recorded_at: int) -> tuple[int, int]:
    """Who wrote it down knows that it was said: the period ends at the recording, if not before."""
    begins, ends = period(said, zone)
    return begins, min(ends, max(recorded_at, begins + 1))


# What is known at a seq


@dataclass(frozen=True)
class Telling:
    """One content of one statement: as it was recorded, or as a correction has it."""

    statement: int
    """Seq of the recording."""
    seq: int
    """Seq of the event that brought this content."""
    content: StatementContent
    begins: int
    counts: int
    """First second after its period: a cut that ends there, or later, has it."""
    withdrawn: int
    """First second at which it is withdrawn; END if it never is."""
    withdrawal: int
    """Seq of the withdrawal; 0 if there is none."""
    status: str
    """effective, corrected or retracted; whether it is withdrawn depends on the day."""

    def counts_at(self, until: int) -> bool:
        """Whether it counts for a cut that ends at `until`."""
        return self.status == "effective" and self.counts <= until < self.withdrawn


@dataclass(frozen=True)
class Moved:
    """What history tells of one content, or of its withdrawal: its movement and status."""

    counts: int
    seq: int
    """Seq of the event that brought the content, or of the withdrawal."""
    statement: int
    movement: str | None
    status: str


class Model:
    """Everything that a list of events means."""

    def __init__(self, events: Sequence[RecordedEvent]) -> None:
        self.events = list(events)
        opened = self.events[0].data
        assert isinstance(opened, DossierOpened)
        self.zone = opened.zone

    def known(self, seq: int) -> Known:
        """What is known at a seq: what the events up to it say."""
        return Known(self.zone, seq, [event for event in self.events if event.seq <= seq])


class Known:
    """What is known at one seq, for any party, issue and cut."""

    def __init__(self, zone: str, seq: int, events: Sequence[RecordedEvent]) -> None:
        self.zone = zone
        self.seq = seq
        self.events = events

    # The pieces

    @cached_property
    def horizon_days(self) -> int:
        """After how many days a position is stale."""
        said = [e.data.stale_after_days for e in self.events if isinstance(e.data, DossierOpened | DossierAmended)]
        return said[-1]

    @cached_property
    def voided(self) -> set[str]:
        """Ids of the events that are void."""
        return {event.data.target for event in self.events if isinstance(event.data, EntryVoided)}

    @cached_property
    def retracted(self) -> set[str]:
        """Ids of the statements that are retracted."""
        return {event.data.statement for event in self.events if isinstance(event.data, StatementRetracted)}

    @cached_property
    def tellings(self) -> list[Telling]:
        """Every content of every statement."""
        return [telling for e in self.events if isinstance(e.data, StatementRecorded) for telling in self._tellings(e)]

    def _tellings(self, recorded: RecordedEvent) -> Iterable[Telling]:
        assert isinstance(recorded.data, StatementRecorded)
        contents: list[tuple[int, StatementContent]] = [(recorded.seq, recorded.data)]
        withdrawn, withdrawal = END, 0
        for event in self.events:
            if isinstance(event.data, StatementCorrected) and event.data.statement == recorded.id:
                contents.append((event.seq, event.data.content))
            if isinstance(event.data, StatementWithdrawn) and event.data.statement == recorded.id:
                if event.id in self.voided:
                    continue
                withdrawn = counting_period(event.data.on, self.zone, event.recorded_at)[1]
                withdrawal = event.seq
        last = "retracted" if recorded.id in self.retracted else "effective"
        for number, (seq, content) in enumerate(contents, 1):
            begins, counts = counting_period(content.said, self.zone, recorded.recorded_at)
            status = last if number == len(contents) else "corrected"
            yield Telling(recorded.seq, seq, content, begins, counts, withdrawn, withdrawal, status)

    @cache  # noqa: B019 - a model lives for one test
    def about(self, party: str, issue: str) -> list[Telling]:
        """The contents by one party on one issue, oldest first."""
        found = [t for t in self.tellings if t.content.party == party and t.content.issue == issue]
        return sorted(found, key=_age)

    @cached_property
    def changes(self) -> list[tuple[int, int, str, str, bool]]:
        """Every beginning and end of a membership: since when it counts, seq, member, grouping, whether it began."""
        found = []
        for event in self.events:
            data = event.data
            if isinstance(data, MembershipBegan | MembershipEnded) and event.id not in self.voided:
                counts = BEGINNING if data.on is None else period(data.on, self.zone)[1]
                found.append((counts, event.seq, data.member, data.grouping, isinstance(data, MembershipBegan)))
        return sorted(found)

    def groupings(self, party: str, until: int) -> set[str]:
        """The groupings that a party belongs to for a cut that ends at `until`."""
        found: set[str] = set()
        for counts, _, member, grouping, began in self.changes:
            if member == party and counts <= until:
                found = found | {grouping} if began else found - {grouping}
        return found

    # Rule 1: own

    def counting(self, party: str, issue: str, until: int) -> list[Telling]:
        """The statements that count."""
        return [telling for telling in self.about(party, issue) if telling.counts_at(until)]

    def own(self, party: str, issue: str, until: int) -> list[Telling]:
        """The statements that decide the party's own position: those that no other certainly followed."""
        counting = self.counting(party, issue, until)
        substantial = [t for t in counting if t.content.stance != Stance.DECLINES] or counting
        return [t for t in substantial if all(t.counts > other.begins for other in substantial)]

    # Rule 2: inherited

    def holders(self, party: str, issue: str, until: int) -> set[str]:
        """The parties whose own statements decide the position of a party."""
        if self.own(party, issue, until):
            return {party}
        return {holder for grouping in self.groupings(party, until) for holder in self.holders(grouping, issue, until)}

    def deciding(self, party: str, issue: str, until: int) -> list[Telling]:
        """The statements that decide the position of a party, oldest first."""
        found = [t for holder in self.holders(party, issue, until) for t in self.own(holder, issue, until)]
        return sorted(found, key=_age)

    def stances(self, party: str, issue: str, until: int) -> set[str]:
        """The stances of a position: none, one, or several that make it mixed."""
        return {str(t.content.stance) for t in self.deciding(party, issue, until)}

    # The whole answer

    def position(self, party: str, issue: str, until: int) -> dict[str, object]:
        """A position as the JSON of an answer has it, for a cut that ends at `until`."""
        deciding = self.deciding(party, issue, until)
        holders = sorted(self.holders(party, issue, until))
        counting = sorted(
            (t for holder in holders for t in self.counting(holder, issue, until)),
            key=_age,
        )
        declining = [t for t in counting if t.content.stance == Stance.DECLINES]
        day = day_of(until - 1, self.zone)
        days = (day - day_of(deciding[-1].counts - 1, self.zone)).days if deciding else None
        conditions: list[str] = []
        for telling in deciding:
            conditions += [each for each in telling.content.conditions if each not in conditions]
        return {
            "party": party,
            "issue": issue,
            "stance": _word(self.stances(party, issue, until)),
            "conditions": conditions,
            "basis": "none" if not holders else "own" if holders == [party] else "inherited",
            "inherited_from": [holder for holder in holders if holder != party],
            "since": self.since(party, issue, until, day).isoformat() if deciding else None,
            "statements": [f"e{t.statement}" for t in deciding],
            "deciding": _counted(deciding),
            "tally": _counted(counting),
            "first_said": counting[0].content.said if counting else None,
            "last_said": deciding[-1].content.said if deciding else None,
            "days_since_last": days,
            "last_declined": declining[-1].content.said if declining else None,
            "stale": days is not None and days > self.horizon_days,
            "lapsed": bool(deciding) and all(self._has_lapsed(t, until) for t in deciding),
        }

    def since(self, party: str, issue: str, until: int, day: date) -> date:
        """The first of the days up to `day` that all have the same stance; every one of them is looked at."""
        stances = self.stances(party, issue, until)
        while self.stances(party, issue, end_of(day - timedelta(days=1), self.zone)) == stances:
            day -= timedelta(days=1)
        return day

    def _has_lapsed(self, telling: Telling, until: int) -> bool:
        """Whether the cut's last second lies after the last day of the offer."""
        last_day = telling.content.until
        return last_day is not None and until - 1 >= period(last_day, self.zone)[1]

    # History

    def history(self, party: str, issue: str, until: int) -> list[Moved]:
        """What every content, and every withdrawal, that a cut reaches moved, oldest first."""
        found = [moved for t in self.about(party, issue) if t.counts <= until for moved in self._moved(t, until)]
        return sorted(found, key=lambda moved: (moved.counts, moved.seq))

    def _moved(self, telling: Telling, until: int) -> Iterable[Moved]:
        if telling.status != "effective":
            yield Moved(telling.counts, telling.seq, telling.statement, None, telling.status)
            return
        status = "withdrawn" if telling.withdrawn <= until else "effective"
        never_counted = telling.withdrawn <= telling.counts and status == "withdrawn"
        first = None if never_counted else self.step(*_pair(telling), telling.counts)
        yield Moved(telling.counts, telling.seq, telling.statement, first, status)
        if status == "withdrawn":
            step = None if never_counted else self.step(*_pair(telling), telling.withdrawn)
            counts = max(telling.counts, telling.withdrawn)
            yield Moved(counts, telling.withdrawal, telling.statement, step, status)

    def step(self, party: str, issue: str, instant: int) -> str | None:
        """The movement of the pair at an instant, from just before to just after, if something is said or differs."""
        before, after = self.own(party, issue, instant - 1), self.own(party, issue, instant)
        is_said = any(t.counts == instant for t in self.counting(party, issue, instant))
        return _movement(before, after) if is_said or _compared(before) != _compared(after) else None

    def instants(self, party: str, issue: str) -> set[int]:
        """The instants at which a statement of the pair begins or ceases to count."""
        effective = [t for t in self.about(party, issue) if t.status == "effective"]
        return {t.counts for t in effective} | {t.withdrawn for t in effective if t.withdrawn < END}


def _pair(telling: Telling) -> tuple[str, str]:
    return telling.content.party, telling.content.issue


def _age(telling: Telling) -> tuple[int, int]:
    """Oldest first: by the instant from which it counts, then by the seq of the content."""
    return telling.counts, telling.seq


def _word(stances: set[str]) -> str | None:
    if len(stances) > 1:
        return "mixed"
    return next(iter(stances), None)


def _counted(tellings: Sequence[Telling]) -> dict[str, int]:
    stances = [str(telling.content.stance) for telling in tellings]
    return {stance: stances.count(stance) for stance in stances}


def _compared(side: Sequence[Telling]) -> tuple[set[str], set[str]]:
    """The stances and the conditions of a position."""
    return {str(t.content.stance) for t in side}, {c for t in side for c in t.content.conditions}


def _movement(before: Sequence[Telling], after: Sequence[Telling]) -> str | None:
    """The first word that fits."""
    old, new = ({str(t.content.stance) for t in side} for side in (before, after))
    if not old:
        return "first" if new else None
    if not new:
        return "ended"
    was, now = (SCALE.get(next(iter(side))) if len(side) == 1 else None for side in (old, new))
    if now is None:
        return "reaffirmed" if old == new else "blurred"
    if was is None:
        return "clarified"
    if was * now < 0:
        return "reversed"
    if abs(now) != abs(was):
        return "hardened" if abs(now) > abs(was) else "softened"
    if {c for t in before for c in t.content.conditions} != {c for t in after for c in t.content.conditions}:
        return "conditions-changed"
    return "reaffirmed"
