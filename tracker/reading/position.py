"""How a position is derived (rules version 1): own, else inherited, else none.

Own: of the statements that count, those decide whose period ends after the latest beginning among them - no other
certainly followed. Walking down by the end of the period, keeping the largest beginning seen, the first end that
is not after it stops the walk: nothing below can decide any more (docs/decisions/0002).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple, TypedDict

from events.clock import Instant
from events.ids import handle
from events.periods import ALWAYS, Zone
from events.vocabulary import Stance
from tracker.cut import Cut
from tracker.movement import MIXED, Standing
from tracker.reading.registry import Registry
from tracker.reading.snapshot import Membership, Snapshot, Version

__all__ = [
    "Basis",
    "Fields",
    "Position",
    "Verdict",
    "derive",
    "fields_of",
    "own_standing",
    "own_verdicts",
    "position_at",
]

Basis = Literal["own", "inherited", "none"]


class Verdict(NamedTuple):
    """What decides a position: the statements, oldest first, whose they are, and the memberships that lead there."""

    basis: Basis
    versions: tuple[Version, ...] = ()
    holders: tuple[int, ...] = ()
    """The party itself, or the groupings whose own positions are inherited, by key."""
    memberships: tuple[Membership, ...] = ()

    @property
    def stances(self) -> frozenset[Stance]:
        """Return the stances of the deciding statements; several mean mixed."""
        return frozenset(Stance(version.stance) for version in self.versions)

    @property
    def word(self) -> str | None:
        """Return the stance, `mixed`, or None for no position."""
        stances = {version.stance for version in self.versions}
        if len(stances) > 1:
            return MIXED
        return self.versions[0].stance if stances else None

    @property
    def conditions(self) -> tuple[str, ...]:
        """Return the conditions of the deciding statements, each once, oldest first."""
        each_of = [_conditions(version.conditions) for version in self.versions if version.conditions]
        if len(each_of) <= 1:
            return each_of[0] if each_of else ()
        return tuple(dict.fromkeys(condition for conditions in each_of for condition in conditions))

    @property
    def handles(self) -> tuple[str, ...]:
        """Return the handles of the deciding statements, oldest first."""
        return tuple([handle(version.statement) for version in self.versions])

    @property
    def standing(self) -> Standing:
        """Return it as movements compare it."""
        return Standing(self.stances, frozenset(self.conditions))

    @property
    def last(self) -> Version | None:
        """Return the deciding statement that began to count last."""
        return self.versions[-1] if self.versions else None

    def has_lapsed(self, until: Instant) -> bool:
        """Say whether every deciding statement is an offer whose last day is over at `until`."""
        for each in self.versions:
            if each.lapses is None or each.lapses >= until:
                return False
        return bool(self.versions)


_NONE = Verdict("none")


@lru_cache(maxsize=4_096)
def _conditions(text: str) -> tuple[str, ...]:
    """Return the conditions that a version keeps as JSON; many share the same few."""
    return tuple(dict.fromkeys(json.loads(text)))


def derive(
    snapshot: Snapshot, party: int, issue: int, until: Instant, known: dict[int, Verdict] | None = None
) -> Verdict:
    """Return what decides the position of `party` on `issue` where only what came before `until` counts.

    Args:
        known: keeps what was found, by party; whoever asks for many parties gives the same one for all.
    """
    return _derive(snapshot, party, issue, until, {} if known is None else known)


def _derive(snapshot: Snapshot, party: int, issue: int, until: Instant, known: dict[int, Verdict]) -> Verdict:
    """Derive; `known` keeps what was found for groupings that are reached by several ways."""
    verdict = known.get(party)
    if verdict is None:
        own = _deciding(snapshot.effective(party, issue, until))
        verdict = Verdict("own", own, (party,)) if own else _inherited(snapshot, party, issue, until, known)
        known[party] = verdict
    return verdict


def _inherited(snapshot: Snapshot, party: int, issue: int, until: Instant, known: dict[int, Verdict]) -> Verdict:
    memberships = snapshot.groupings(party, until)
    above = [(each, _derive(snapshot, each.grouping, issue, until, known)) for each in memberships]
    return _merged([(each, verdict) for each, verdict in above if verdict.basis != "none"])


def _deciding(effective: Iterable[Version]) -> tuple[Version, ...]:
    """Return the statements that decide, oldest first; `effective` comes latest first.

    Those that decline to say decide only where nothing else counts: not commenting changes no position.
    """
    said: list[Version] = []
    declined: list[Version] = []
    latest_beginning = ALWAYS
    for version in effective:
        if version.stance == Stance.DECLINES:
            declined.append(version)
            continue
        if version.said_until <= latest_beginning:
            break
        said.append(version)
        latest_beginning = max(latest_beginning, version.said_from)
    if not said and declined:
        latest_beginning = max(version.said_from for version in declined)
        said = [version for version in declined if version.said_until > latest_beginning]
    said.reverse()
    return tuple(said)


def _merged(above: list[tuple[Membership, Verdict]]) -> Verdict:
    """Return what groupings hand down together; statements that come by two ways count once."""
    if not above:
        return _NONE
    versions = {version.seq: version for _, verdict in above for version in verdict.versions}
    holders = {holder for _, verdict in above for holder in verdict.holders}
    memberships = dict.fromkeys(membership for each, verdict in above for membership in (each, *verdict.memberships))
    return Verdict("inherited", tuple(sorted(versions.values())), tuple(sorted(holders)), tuple(memberships))


def own_verdicts(snapshot: Snapshot, party: int, issues: Collection[int], until: Instant) -> dict[int, Verdict]:
    """Return what decides the party's own positions on issues, read in one walk, by issue; without those of none."""
    holders = (party,)
    foremost = snapshot.foremost(party, issues, until).items()
    return {
        issue: Verdict("own", tuple(versions) if len(versions) == 1 else _deciding(versions), holders)
        for issue, versions in foremost
    }


def own_standing(snapshot: Snapshot, party: int, issue: int, until: Instant) -> Standing:
    """Return the party's own position as movements compare it."""
    return Verdict("own", _deciding(snapshot.effective(party, issue, until))).standing


@dataclass
class Position:
    """The stance of `party` on `issue` at a cut, with what it rests on. Not to be changed.

    It is not frozen only because making one would take six times as long, and a grid makes thousands.

    `statements` are entry handles, oldest first. `stance` is a stance, `mixed`, or None where `basis` is `none`;
    then lists are empty, counts `{}` and dates None. `since`, `tally`, `first_said` and `last_declined` cost the
    pair's history and are computed when first read, on the ledger's connection.
    """

    party: str
    issue: str
    stance: str | None
    conditions: tuple[str, ...]
    basis: Basis
    inherited_from: tuple[str, ...]
    statements: tuple[str, ...]
    deciding: dict[str, int]
    last_said: str | None
    days_since_last: int | None
    stale: bool
    lapsed: bool
    cut: Cut
    verdict: Verdict = field(repr=False, compare=False)
    _derivation: _Derivation = field(repr=False, compare=False)

    @property
    def keys(self) -> tuple[int, int]:
        """Surrogate keys of party and issue."""
        return self._derivation.party, self._derivation.issue

    @property
    def as_of(self) -> date:
        """The day the position is asked for."""
        return self.cut.day

    @cached_property
    def since(self) -> date | None:
        """First day of the unbroken run of days up to as_of that have the same stance."""
        return self._derivation.since(self.verdict, self.cut) if self.verdict.holders else None

    @cached_property
    def tally(self) -> dict[str, int]:
        """How many statements that count take each stance; of the groupings where inherited."""
        return _counted(self._counting)

    @cached_property
    def first_said(self) -> str | None:
        """When the earliest statement that counts was said."""
        return self._counting[-1].said if self._counting else None

    @cached_property
    def last_declined(self) -> str | None:
        """When the party, or a grouping it inherits from, last declined to say."""
        return next((each.said for each in self._counting if each.stance == Stance.DECLINES), None)

    @cached_property
    def _counting(self) -> list[Version]:
        return self._derivation.counting(self.verdict.holders, self.cut.until)

    def as_cell(self) -> dict[str, object]:
        """Return what a cell of the grid says: the item without what costs the pair's history."""
        return {
            "party": self.party,
            "issue": self.issue,
            "stance": self.stance,
            "conditions": list(self.conditions),
            "basis": self.basis,
            "inherited_from": list(self.inherited_from),
            "statements": list(self.statements),
            "deciding": self.deciding,
            "last_said": self.last_said,
            "days_since_last": self.days_since_last,
            "stale": self.stale,
            "lapsed": self.lapsed,
        }

    def as_json(self) -> dict[str, object]:
        """Return the item of `tracker/position/1`."""
        return {
            "party": self.party,
            "issue": self.issue,
            "stance": self.stance,
            "conditions": list(self.conditions),
            "basis": self.basis,
            "inherited_from": list(self.inherited_from),
            "since": None if self.since is None else self.since.isoformat(),
            "statements": list(self.statements),
            "deciding": self.deciding,
            "tally": self.tally,
            "first_said": self.first_said,
            "last_said": self.last_said,
            "days_since_last": self.days_since_last,
            "last_declined": self.last_declined,
            "stale": self.stale,
            "lapsed": self.lapsed,
        }


class _Derivation(NamedTuple):
    """Whose position it is and where its history can be read."""

    snapshot: Snapshot
    zone: Zone
    party: int
    issue: int

    def counting(self, holders: Iterable[int], until: Instant) -> list[Version]:
        """Return the statements of the holders that count, latest first."""
        found = [each for holder in holders for each in self.snapshot.effective(holder, self.issue, until)]
        return sorted(found, reverse=True)

    def since(self, verdict: Verdict, cut: Cut) -> date:
        """Walk back over the days on which anything changed, for as long as the stances are the same."""
        first = cut.day
        for day in sorted(self._days_of_change(cut.until), reverse=True):
            until = min(self.zone.end_of(day), cut.until)
            if derive(self.snapshot, self.party, self.issue, until).stances != verdict.stances:
                break
            first = day
        return first

    def _days_of_change(self, until: Instant) -> set[date]:
        """Return the days at whose end the position may differ from the day before's."""
        instants: set[Instant] = set()
        for party in self.snapshot.lineage(self.party):
            instants.update(each.counts for each in self.snapshot.memberships(party))
            for version in self.snapshot.load(party, self.issue):
                instants.add(version.said_until)
                if version.withdrawn and (withdrawal := self.snapshot.withdrawal(version.statement)):
                    instants.add(withdrawal.counts)
        return {self.zone.day_of(instant - 1) for instant in instants if ALWAYS < instant <= until}


def position_at(
    snapshot: Snapshot,
    registry: Registry,
    zone: Zone,
    cut: Cut,
    party: int,
    issue: int,
    known: dict[int, Verdict] | None = None,
) -> Position:
    """Return the position of `party` on `issue`, both surrogate keys, at the cut; `known` as in `derive`.

    Source: docs/decisions/0002 (what decides).
    """
    verdict = derive(snapshot, party, issue, cut.until, known)
    last = verdict.last
    days = None if last is None else (cut.day - zone.day_of(last.said_until - 1)).days
    horizon = registry.dossier(snapshot.seq).stale_after_days
    return Position(
        party=registry.id_of(party),
        issue=registry.id_of(issue),
        stance=verdict.word,
        conditions=verdict.conditions,
        basis=verdict.basis,
        inherited_from=_inherited_from(verdict, registry),
        statements=verdict.handles,
        deciding=_counted(verdict.versions),
        last_said=None if last is None else last.said,
        days_since_last=days,
        stale=days is not None and days > horizon,
        lapsed=verdict.has_lapsed(cut.until),
        cut=cut,
        verdict=verdict,
        _derivation=_Derivation(snapshot, zone, party, issue),
    )


class Fields(TypedDict):
    """What a verdict makes of a position at a cut, and of a phase alike."""

    conditions: tuple[str, ...]
    basis: Basis
    inherited_from: tuple[str, ...]
    statements: tuple[str, ...]
    deciding: dict[str, int]


def fields_of(verdict: Verdict, registry: Registry) -> Fields:
    """Return a verdict in ids and handles."""
    return {
        "conditions": verdict.conditions,
        "basis": verdict.basis,
        "inherited_from": _inherited_from(verdict, registry),
        "statements": verdict.handles,
        "deciding": _counted(verdict.versions),
    }


def _inherited_from(verdict: Verdict, registry: Registry) -> tuple[str, ...]:
    """Return the groupings by id, so that leaving and joining again makes no difference."""
    return tuple(sorted(map(registry.id_of, verdict.holders))) if verdict.basis == "inherited" else ()


def _counted(versions: Iterable[Version]) -> dict[str, int]:
    """Return how many of the statements take each stance, in the order of the stances; none is left out."""
    counts: dict[str, int] = {}
    for version in versions:
        counts[version.stance] = counts.get(version.stance, 0) + 1
    return counts if len(counts) == 1 else {each.value: counts[each] for each in Stance if each in counts}
