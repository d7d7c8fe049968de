"""The record at one cut: every question a user can ask of it.

Questions about many pairs at once load what answers them when they are asked; a position does not need it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from events.clock import Instant
from events.codec import data_of, decode
from events.envelope import RecordedEvent
from events.ids import handle
from events.kinds import SourceAdded, SourceAmended, StatementContent, StatementRecorded
from events.log import EventLog
from events.periods import ALWAYS, period_of
from tracker.cut import Cut
from tracker.reading.contents import event_at, find_entry
from tracker.reading.entries import Account, tellings, voided_by
from tracker.reading.evidence import Considered, Joined, considered, joined
from tracker.reading.history import Step, history_of
from tracker.reading.position import Position, position_at
from tracker.reading.registry import Entity, Noun, Registry
from tracker.reading.snapshot import Snapshot

if TYPE_CHECKING:
    from events.ticking import Tick
    from tracker.reading.agreement import Meeting
    from tracker.reading.changes import Change
    from tracker.reading.chart import Chart
    from tracker.reading.citation import Citation
    from tracker.reading.difference import Difference
    from tracker.reading.findings.finding import Finding
    from tracker.reading.grid import Grid
    from tracker.reading.phases import KnownPhase, Phase
    from tracker.reading.search import Found
    from tracker.reading.stated import Stated

__all__ = ["View"]


class View:
    """The record at one cut. Answers stay the same whatever is appended later; read them while the ledger is open."""

    def __init__(self, log: EventLog, connection: sqlite3.Connection, cut: Cut) -> None:
        self.cut = cut
        self.registry = Registry(connection)
        self._log = log
        self._connection = connection
        self._snapshot = Snapshot(connection, cut.seq, _clamp(cut))
        self._zone = self.registry.zone()

    def position(self, party: str, issue: str) -> Position:
        """Return the position of a party on an issue, both by id, name or alias.

        Raises:
            UnknownNameError, AmbiguousNameError: no such party or issue.
        """
        return self._position(self._key("party", party), self._key("issue", issue))

    def positions(self, party: str, under: str | None = None) -> list[Position]:
        """Return the party's positions, own and inherited, by issue; with `under`, those on issues below that one."""
        party_key = self._key("party", party)
        keys = self._snapshot.issues_above(party_key)
        prefix = "" if under is None else f"{self.registry.id_of(self._key('issue', under))}/"
        found = [self._position(party_key, key) for key in keys if self.registry.id_of(key).startswith(prefix)]
        return sorted((each for each in found if each.basis != "none"), key=lambda each: each.issue)

    def _position(self, party: int, issue: int) -> Position:
        return position_at(self._snapshot, self.registry, self._zone, self.cut, party, issue)

    def resolve(self, noun: Noun, text: str) -> Entity:
        """Return what the text stood for at the cut by its id, else what it stands for now.

        Raises:
            UnknownNameError, AmbiguousNameError: nothing, or several, of that name.
        """
        return self.registry.entity(self._key(noun, text))

    def _key(self, noun: Noun, text: str) -> int:
        return self.registry.key_at(noun, text, self.cut.seq)

    def considered(self, position: Position) -> list[Considered]:
        """Return every statement that the position considered, and why it decides or does not."""
        return considered(self._log, self._snapshot, position)

    def memberships(self, position: Position) -> list[Joined]:
        """Return the memberships through which the position is inherited."""
        return joined(self.registry, position.verdict)

    def history(self, party: str, issue: str | None = None) -> list[Step]:
        """Return every statement of a party, as of the cut, and what each moved, oldest first; issue by issue."""
        party_key = self._key("party", party)
        keys = self._snapshot.issues(party_key) if issue is None else [self._key("issue", issue)]
        found: list[Step] = []
        for key in sorted(keys, key=self.registry.id_of):
            found += history_of(self._log, self._snapshot, party_key, key, self.cut.until)
        return found

    def account(self, word: str, author: str | None = None) -> Account:
        """Return one entry of the log with all that became of it; `last` is the author's own last.

        Raises:
            UnknownEntryError: no such entry at the cut.
        """
        author = author or self._log.recorded_by
        event = find_entry(self._log, self._connection, word, head=self.cut.seq, author=author)
        if not isinstance(event.data, StatementRecorded):
            gone = voided_by(self._connection, event)
            return Account(event, voided=None if gone is None or gone > self.cut.seq else gone)
        versions, retraction = tellings(self._log, self._connection, self._snapshot, event, self.cut.until)
        content = versions[-1].content
        return Account(
            event,
            versions,
            source=self._source(content.source),
            withdrawal=self._snapshot.withdrawal(event.seq),
            retraction=retraction,
            decides=tuple(self._decided_by(event, content)) if retraction is None else (),
        )

    def told(self, noun: Noun, entity_id: str) -> Entity:
        """Return what was registered by the cut under exactly that id, in its state of then; it must have been."""
        key, seq = self.registry.told_by(noun, entity_id, self.cut.seq)
        return Entity(key, noun, entity_id, data_of(event_at(self._log, seq).data))

    def cite(self, statement: str) -> Citation:
        """Return what stands behind a statement of the record, by its handle, as known at the cut.

        Raises:
            UnknownEntryError: no such entry at the cut.
        """
        from tracker.reading.citation import Citation, titles_of

        event = find_entry(self._log, self._connection, statement, head=self.cut.seq, author=self._log.recorded_by)
        versions, _ = tellings(self._log, self._connection, self._snapshot, event, self.cut.until)
        content, status = versions[-1].content, versions[-1].status
        return Citation(
            event,
            versions,
            source=self._source(content.source),
            speaker=None if content.speaker is None else self.told("person", content.speaker).label,
            titles=titles_of(self._connection, self.registry, self._zone, event, content, self.cut.seq),
            withdrawal=self._snapshot.withdrawal(event.seq) if status == "withdrawn" else None,
        )

    def grid(self, parties: Collection[str] = (), issues: Collection[str] = ()) -> Grid:
        """Return where the parties stand on the issues and those below them; by default all that were known.

        Raises:
            UnknownNameError, AmbiguousNameError: no such party or issue.
        """
        from tracker.reading.grid import grid_of

        return grid_of(self._snapshot, self._position, *self.axes(parties, issues))

    def axes(self, parties: Collection[str], issues: Collection[str]) -> tuple[list[Entity], list[Entity]]:
        """Return these parties, and these issues with those below them, by id; none given: all known at the cut."""
        from tracker.reading.grid import axes_of

        keys = [self._key("party", each) for each in parties], [self._key("issue", each) for each in issues]
        return axes_of(self._snapshot, self.registry, *keys)

    def pairs(self, parties: Collection[str] = (), issues: Collection[str] = ()) -> list[tuple[str, str]]:
        """Return the party and issue of every pair, own or inherited, that can have a position; by party and issue."""
        return _paired(*self.axes(parties, issues), self._snapshot.issues_above)

    def known_pairs(self, parties: Collection[str] = (), issues: Collection[str] = ()) -> list[tuple[str, str]]:
        """Return the pairs that can have had a position at any state of knowledge up to the cut; by party and issue."""
        from tracker.reading.ever import issues_ever

        return _paired(*self.axes(parties, issues), lambda party: issues_ever(self._connection, party))

    def statements(
        self, parties: Collection[str] = (), issues: Collection[str] = (), tick: Tick | None = None
    ) -> Iterator[Stated]:
        """Yield the statements in force, in their content known at the cut, by party, issue and when they count.

        Args:
            tick: is told how many pairs of party and issue are done, and out of how many.

        Raises:
            UnknownNameError, AmbiguousNameError: no such party or issue.
        """
        from events.ticking import ticked
        from tracker.reading.stated import stated_of

        rows, columns = self.axes(parties, issues)
        said = {row.key: set(self._snapshot.issues(row.key)) for row in rows}
        pairs = [(row.key, each.key) for row in rows for each in columns if each.key in said[row.key]]
        return stated_of(self._log, self._snapshot, ticked(pairs, tick, len(pairs)), self.cut.until)

    def entries(self, after: int = 0, upto: int | None = None) -> Iterator[RecordedEvent]:
        """Yield the entries with after < seq <= upto, oldest first, and none later than the cut."""
        last = self.cut.seq if upto is None else min(upto, self.cut.seq)
        return (decode(stored.body) for stored in self._log.read(after, last))

    def meetings(self, parties: Collection[str] = (), issues: Collection[str] = ()) -> list[Meeting]:
        """Return how near the parties are to each other on each issue, by issue."""
        from tracker.reading.agreement import meetings

        return list(meetings(self.grid(parties, issues)))

    def common_ground(self, parties: Collection[str] = (), issues: Collection[str] = ()) -> list[Meeting]:
        """Return the issues on which anybody has a position, from agreed to blocked."""
        from tracker.reading.agreement import common_ground

        return common_ground(self.meetings(parties, issues))

    def changes(
        self, since: str | None = None, parties: Collection[str] = (), issues: Collection[str] = ()
    ) -> list[Change]:
        """Return the movements of own positions from `since` (said's grammar; None: ever) up to the cut, oldest first.

        Raises:
            InvalidDateError: `since` does not follow the grammar.
        """
        from tracker.reading.changes import changes_of

        after = ALWAYS if since is None else period_of(since, self._zone).begins
        rows, columns = self.axes(parties, issues)
        within = {issue.key for issue in columns}
        pairs = ((row.key, issue) for row in rows for issue in self._snapshot.issues(row.key) if issue in within)
        return changes_of(self._snapshot, self.registry, self._zone, pairs, after, self.cut.until)

    def differences(
        self, earlier: View, parties: Collection[str] = (), issues: Collection[str] = ()
    ) -> list[Difference]:
        """Return the positions that differ from those of an earlier view of the same ledger, by issue and party."""
        from tracker.reading.difference import Side, difference_of

        before, after = earlier.grid(parties, issues), self.grid(parties, issues)
        pairs = sorted({each.keys[::-1] for each in (*before.cells, *after.cells)}, key=self._ids_of)
        sides = [
            [Side(view._snapshot, view._position(party, issue)) for view in (earlier, self)] for issue, party in pairs
        ]
        return [found for side in sides if (found := difference_of(*side)) is not None]

    def _ids_of(self, keys: tuple[int, ...]) -> list[str]:
        return [self.registry.id_of(key) for key in keys]

    def phases(self, party: str, issue: str) -> list[Phase]:
        """Return what the party's position on the issue was when, up to the cut's as of; without those of none.

        Raises:
            UnknownNameError, AmbiguousNameError: no such party or issue.
        """
        return self._phases(self._key("party", party), self._key("issue", issue))

    def _phases(self, party: int, issue: int) -> list[Phase]:
        from tracker.reading.intervals import intervals_of
        from tracker.reading.phases import phase_of

        horizon = self.registry.dossier(self.cut.seq).stale_after_days
        found = intervals_of(self._snapshot, self._zone, horizon, party, issue, self.cut.until)
        return [phase_of(interval, self.registry, self._zone, party, issue) for interval in found]

    def timeline(
        self, subject: str, parties: Collection[str] = (), issues: Collection[str] = (), since: str | None = None
    ) -> Chart:
        """Return a party's positions on issues, or on an issue and those below it those of parties, along time.

        Args:
            subject: a party or an issue; `party:` or `issue:` before it says which where both are called so.
            parties: of an issue's timeline, only these; each has a row even without a position.
            issues: of a party's timeline, only these and those below them; each of these has a row likewise.
            since: from when on (said's grammar); None: from the first position.

        Raises:
            UnknownNameError, AmbiguousNameError: no such party or issue, or both.
            RefusedError: parties of a party, or issues of an issue.
            InvalidDateError, UnreadableError: `since` follows no grammar, has no beginning or lies after the cut.
        """
        from tracker.reading.chart import chart_of, first_of, pairs_of
        from tracker.reading.subject import check_narrowing, described, subject_of

        about = subject_of(self.registry, subject, self.cut.seq)
        check_narrowing(about, parties, issues)
        named = {self._key("party", each) for each in parties} | {self._key("issue", each) for each in issues}
        pairs = pairs_of(self._snapshot, self.registry, about, named)
        first = None if since is None else first_of(since, self.cut, self._zone)
        describe = partial(described, self._log, self.registry, self.cut.seq)
        return chart_of(about, pairs, self._phases, describe, self.cut, first)

    def known_phases(self, party: str, issue: str) -> list[KnownPhase]:
        """Return the pair's phases at every state of knowledge up to the cut, by the entry that brought them.

        Raises:
            UnknownNameError, AmbiguousNameError: no such party or issue.
        """
        from tracker.reading.both_times import rectangles_of
        from tracker.reading.phases import KnownPhase, phase_of

        pair = self._key("party", party), self._key("issue", issue)
        found = rectangles_of(self._connection, self._zone, *pair, seq=self.cut.seq, until=self.cut.until)
        return [
            KnownPhase(
                phase_of(each.interval, self.registry, self._zone, *pair),
                handle(each.known_from),
                None if each.known_until is None else handle(each.known_until),
            )
            for each in found
        ]

    def search(
        self,
        text: str,
        parties: Collection[str] = (),
        issues: Collection[str] = (),
        limit: int = 50,
        tick: Tick | None = None,
    ) -> Found:
        """Return the statements and sources whose words hold what is looked for, closest first.

        Args:
            parties: only their own statements; sources, which are nobody's, are left out.
            issues: only statements on these issues and those below them.
            tick: is told how far the index is, in entries, where it has to catch up first.

        Raises:
            UnreadableError: a text too long, or without a letter or digit; a limit below 1.
            UnknownNameError, AmbiguousNameError: no such party or issue.
        """
        from tracker.reading.search import Filters, find
        from tracker.reading.wanted import read_wanted
        from tracker.searching import indexed

        wanted = read_wanted(text)
        rows, columns = self.axes(parties, issues)
        filters = Filters(
            {each.key for each in rows} if parties else None, {each.key for each in columns} if issues else None
        )
        with indexed(self._log, self._connection, self.cut.seq, tick):
            return find(self._log, self._connection, self._snapshot, self.cut.until, wanted, filters, limit)

    @cached_property
    def root(self) -> str:
        """Merkle root over all entries up to the cut, hexadecimal; reads and hashes them all."""
        from events.merkle import leaf_hash, root_of

        return root_of(leaf_hash(stored.body) for stored in self._log.read(upto=self.cut.seq)).hex()

    def findings(self, tick: Tick | None = None) -> list[Finding]:
        """Return what is odd about the record, acknowledged or not: by kind, then party and issue.

        Reads the whole log up to the cut; `tick` is told how much of it.
        """
        from tracker.reading.findings.record import Record
        from tracker.reading.findings.rules import findings_of

        return findings_of(
            Record(self._log, self._connection, self._snapshot, self.registry, self._zone, self.cut, tick)
        )

    def _source(self, source_id: str) -> SourceAdded | SourceAmended:
        """Return what was said of a source by the cut."""
        _, told = self.registry.told_by("source", source_id, self.cut.seq)
        data = event_at(self._log, told).data
        assert isinstance(data, SourceAdded | SourceAmended), "the registry led here"  # noqa: S101 - tells mypy
        return data

    def _decided_by(self, event: RecordedEvent, content: StatementContent) -> Iterator[Position]:
        issue, _ = self.registry.told_by("issue", content.issue, self.cut.seq)
        party_key, _ = self.registry.told_by("party", content.party, self.cut.seq)
        for party in self._snapshot.heirs(party_key):
            position = self._position(party, issue)
            if handle(event.seq) in position.statements:
                yield position


def _paired(
    parties: Sequence[Entity], issues: Sequence[Entity], issues_of: Callable[[int], Collection[int]]
) -> list[tuple[str, str]]:
    """Return the pairs of a party and of those issues, ids, that `issues_of` its key has; by party and issue."""
    within = {issue.key: issue.id for issue in issues}
    return sorted((each.id, within[issue]) for each in parties for issue in issues_of(each.key) if issue in within)


def _clamp(cut: Cut) -> Instant:
    """Return an instant that no statement known at the cut counts later than (see `counting_period`)."""
    return int(cut.known_at.timestamp()) + 1
