"""Statements and memberships as known at one seq: what a derivation reads.

A pair's statements are read straight from the timeline, newest first and no further than needed. A question that
asks for many days of one pair (`since`, history) first loads the pair, and then reads the same from memory; one that
asks for many pairs at one instant (the grid) reads a party's in one walk.
"""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_right
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from events.clock import Instant
from events.periods import ALWAYS

__all__ = ["Membership", "Snapshot", "Version", "Withdrawal"]

_COLUMNS: Final = "said_until, seq, said_from, dead, statement, stance, withdrawn, lapses, said, conditions"
_WALK: Final = (
    f"SELECT {_COLUMNS} FROM timeline WHERE party = ? AND issue = ? AND said_until <= ?"  # noqa: S608 - columns of ours
    " ORDER BY said_until DESC, seq DESC"
)
# What ended before the latest that certainly counts, and says something, began cannot decide. Where there is no such
# one, all may.
_FOREMOST: Final = f"""
    SELECT {_COLUMNS}, issue FROM json_each(:issues) AS asked CROSS JOIN timeline
    WHERE party = :party AND issue = asked.value AND seq <= :seq AND (dead IS NULL OR dead > :seq)
        AND said_until <= :until AND said_until > coalesce((
            SELECT sure.said_from FROM timeline AS sure
            WHERE sure.party = :party AND sure.issue = asked.value AND sure.said_until <= :until
                AND sure.seq <= :seq AND (sure.dead IS NULL OR sure.dead > :seq)
                AND NOT sure.withdrawn AND sure.stance <> 'declines'
            ORDER BY sure.said_until DESC, sure.seq DESC LIMIT 1
        ), {ALWAYS})"""  # noqa: S608 - columns and a number of ours


class Version(NamedTuple):
    """One content version of a statement, as the timeline keeps it."""

    said_until: Instant
    seq: int
    said_from: Instant
    dead: int | None
    statement: int
    stance: str
    withdrawn: int
    lapses: Instant | None
    said: str
    conditions: str | None


class Withdrawal(NamedTuple):
    """A party took a statement back, counting from `counts`."""

    seq: int
    statement: int
    said_on: str
    counts: Instant


class Membership(NamedTuple):
    """A word on whether a party belongs to a grouping: from `counts` on it does (`began`), or does so no longer."""

    seq: int
    member: int
    grouping: int
    began: int
    said_on: str | None
    counts: Instant


class Snapshot:
    """The record as it was known when its last entry was `seq`."""

    def __init__(self, connection: sqlite3.Connection, seq: int, clamp: Instant) -> None:
        """`clamp`: no statement known then counts later than this, so that no search need start later."""
        self.seq = seq
        self._connection = connection
        self._clamp = clamp
        self._loaded: dict[tuple[int, int], list[Version]] = {}
        self._memberships: dict[int, list[Membership]] = {}
        self._issues: dict[int, dict[int, None]] = {}

    def effective(self, party: int, issue: int, until: Instant) -> Iterator[Version]:
        """Yield the statements that count at `until`, latest first."""
        versions = self._loaded.get((party, issue))
        if versions is None:
            spoken_of = self._issues.get(party)
            is_silent = spoken_of is not None and issue not in spoken_of
            return iter(()) if is_silent else self._walk(party, issue, until)
        end = bisect_right(versions, until, key=_said_until)
        candidates = (versions[index] for index in range(end - 1, -1, -1))
        return (each for each in candidates if not each.withdrawn or not self.is_withdrawn(each.statement, until))

    def _walk(self, party: int, issue: int, until: Instant) -> Iterator[Version]:
        seq = self.seq
        for row in self._connection.execute(_WALK, (party, issue, min(until, self._clamp))):
            recorded, dead, withdrawn = row[1], row[3], row[6]
            if recorded > seq or (dead is not None and dead <= seq):
                continue
            if not withdrawn or not self.is_withdrawn(row[4], until):
                yield Version._make(row)

    def foremost(self, party: int, issues: Collection[int], until: Instant) -> dict[int, list[Version]]:
        """Return, by issue, the statements that count at `until`, latest first, as far down as any can decide."""
        found: dict[int, list[Version]] = {}
        asked = {"party": party, "issues": json.dumps(list(issues)), "until": min(until, self._clamp), "seq": self.seq}
        for *row, issue in self._connection.execute(_FOREMOST, asked):
            version = Version._make(row)
            if not version.withdrawn or not self.is_withdrawn(version.statement, until):
                found.setdefault(issue, []).append(version)
        for versions in found.values():
            versions.sort(reverse=True)
        return found

    def load(self, party: int, issue: int) -> list[Version]:
        """Return the pair's versions in force, withdrawn or not, earliest first; read from memory from now on."""
        if (party, issue) not in self._loaded:
            rows = self._connection.execute(_WALK, (party, issue, self._clamp))
            versions = [each for each in map(Version._make, rows) if self._is_known(each)]
            versions.reverse()
            self._loaded[party, issue] = versions
        return self._loaded[party, issue]

    def _is_known(self, version: Version) -> bool:
        return version.seq <= self.seq and (version.dead is None or version.dead > self.seq)

    def every_version(self, party: int, issue: int) -> Iterator[Version]:
        """Yield all the pair's versions known, in force or not, earliest first."""
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM timeline WHERE party = ? AND issue = ? AND seq <= ? ORDER BY said_until, seq",  # noqa: S608 - columns of ours
            (party, issue, self.seq),
        )
        return map(Version._make, rows)

    def is_withdrawn(self, statement: int, until: Instant) -> bool:
        """Say whether the party had taken the statement back by `until`."""
        withdrawal = self.withdrawal(statement)
        return withdrawal is not None and withdrawal.counts <= until

    def withdrawal(self, statement: int) -> Withdrawal | None:
        """Return the withdrawal of a statement, if it has one that is not void."""
        row = self._connection.execute(
            "SELECT seq, statement, said_on, counts FROM withdrawals"
            " WHERE statement = ?1 AND seq <= ?2 AND (voided IS NULL OR voided > ?2)",
            (statement, self.seq),
        ).fetchone()
        return Withdrawal._make(row) if row else None

    def withdrawals(self, party: int, issue: int) -> list[Withdrawal]:
        """Return the withdrawals of the pair's statements in force."""
        found = (self.withdrawal(each.statement) for each in self.load(party, issue) if each.withdrawn)
        return [each for each in found if each is not None]

    def voided_by(self, seq: int) -> int | None:
        """Return the seq of the entry, known here, that voided the withdrawal or membership of that seq."""
        row = self._connection.execute(
            "SELECT voided FROM withdrawals WHERE seq = ?1 AND voided <= ?2"
            " UNION ALL SELECT voided FROM memberships WHERE seq = ?1 AND voided <= ?2",
            (seq, self.seq),
        ).fetchone()
        return row[0] if row else None

    def is_retraction(self, seq: int) -> bool:
        """Say whether the revision of that seq took its statement out altogether."""
        row = self._connection.execute("SELECT party FROM revisions WHERE seq = ?", (seq,)).fetchone()
        return row is not None and row[0] is None

    def memberships(self, member: int) -> list[Membership]:
        """Return every beginning and end of the party's memberships, by the instant each counts from."""
        found = self._memberships.get(member)
        if found is None:
            rows = self._connection.execute(
                "SELECT seq, member, grouping, began, said_on, counts FROM memberships"
                " WHERE member = ?1 AND seq <= ?2 AND (voided IS NULL OR voided > ?2) ORDER BY counts, seq",
                (member, self.seq),
            )
            found = self._memberships[member] = [Membership._make(row) for row in rows]
        return found

    def latest_words(self, member: int, until: Instant) -> dict[int, Membership]:
        """Return the last word at `until` on every grouping the party ever belonged to, by grouping."""
        return {each.grouping: each for each in self.memberships(member) if each.counts <= until}

    def groupings(self, member: int, until: Instant) -> list[Membership]:
        """Return the memberships that hold at `until`: per grouping, the latest word is that it began."""
        return sorted(each for each in self.latest_words(member, until).values() if each.began)

    def lineage(self, party: int) -> list[int]:
        """Return the party and every grouping it ever could inherit from, nearest first."""
        found = [party]
        for each in found:
            found.extend({m.grouping: None for m in self.memberships(each) if m.grouping not in found})
        return found

    def heirs(self, grouping: int) -> list[int]:
        """Return the grouping and every party that ever could inherit from it."""
        found = [grouping]
        for each in found:
            rows = self._connection.execute("SELECT DISTINCT member FROM memberships WHERE grouping = ?", (each,))
            found.extend(member for (member,) in rows if member not in found)
        return found

    def issues(self, party: int) -> list[int]:
        """Return the issues on which the party ever said anything."""
        found = self._issues.get(party)
        if found is None:
            rows = self._connection.execute("SELECT issue FROM pairs WHERE party = ? ORDER BY issue", (party,))
            found = self._issues[party] = dict.fromkeys(issue for (issue,) in rows)
        return list(found)

    def issues_above(self, party: int) -> list[int]:
        """Return the issues on which the party, or a grouping it ever could inherit from, ever said anything."""
        return sorted({issue for holder in self.lineage(party) for issue in self.issues(holder)})


def _said_until(version: Version) -> Instant:
    return version.said_until
