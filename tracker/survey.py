"""Questions about many pairs of party and issue at once.

What answers one is loaded when it is asked; a position does not need it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from events.ids import handle
from events.periods import ALWAYS, period_of
from tracker.sight import Sight

if TYPE_CHECKING:
    from events.ticking import Tick
    from tracker.reading.agreement import Meeting
    from tracker.reading.changes import Change
    from tracker.reading.chart import Chart
    from tracker.reading.difference import Difference
    from tracker.reading.findings.finding import Finding
    from tracker.reading.grid import Grid
    from tracker.reading.phases import KnownPhase, Phase
    from tracker.reading.search import Found
    from tracker.reading.stated import Stated

__all__ = ["Survey"]


class Survey(Sight):
    """The record at one cut, seen as a whole."""

    def grid(self, parties: Collection[str] = (), issues: Collection[str] = (), tick: Tick | None = None) -> Grid:
        """Return where the parties stand on the issues and those below them; by default all that were known.

        Args:
            tick: is told how many pairs of party and issue are done, and out of how many.

        Raises:
            UnknownNameError, AmbiguousNameError: no such party or issue.
        """
        from tracker.reading.grid import grid_of

        return grid_of(self._snapshot, self._position, *self.axes(parties, issues), self.cut.until, tick)

    def pairs(self, parties: Collection[str] = (), issues: Collection[str] = ()) -> list[tuple[str, str]]:
        """Return the party and issue of every pair, own or inherited, that can have a position; by party and issue."""
        rows, columns = self.axes(parties, issues)
        within = {issue.key: issue.id for issue in columns}
        above = self._snapshot.issues_above
        return sorted((each.id, within[issue]) for each in rows for issue in above(each.key) if issue in within)

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

    def meetings(
        self, parties: Collection[str] = (), issues: Collection[str] = (), tick: Tick | None = None
    ) -> list[Meeting]:
        """Return how near the parties are to each other on each issue, by issue; `tick` as in `grid`."""
        from tracker.reading.agreement import meetings

        return list(meetings(self.grid(parties, issues, tick)))

    def common_ground(
        self, parties: Collection[str] = (), issues: Collection[str] = (), tick: Tick | None = None
    ) -> list[Meeting]:
        """Return the issues on which anybody has a position, from agreed to blocked; `tick` as in `grid`."""
        from tracker.reading.agreement import common_ground

        return common_ground(self.meetings(parties, issues, tick))

    def changes(
        self,
        since: str | None = None,
        parties: Collection[str] = (),
        issues: Collection[str] = (),
        tick: Tick | None = None,
    ) -> list[Change]:
        """Return the movements of own positions from `since` (said's grammar; None: ever) up to the cut, oldest first.

        Args:
            tick: is told how many pairs of party and issue are done, and out of how many.

        Raises:
            InvalidDateError: `since` does not follow the grammar.
        """
        from events.ticking import ticked
        from tracker.reading.changes import changes_of

        after = ALWAYS if since is None else period_of(since, self._zone).begins
        rows, columns = self.axes(parties, issues)
        within = {issue.key for issue in columns}
        pairs = [(row.key, issue) for row in rows for issue in self._snapshot.issues(row.key) if issue in within]
        told = ticked(pairs, tick, len(pairs))
        return changes_of(self._snapshot, self.registry, self._zone, told, after, self.cut.until)

    def differences(
        self,
        earlier: Survey,
        parties: Collection[str] = (),
        issues: Collection[str] = (),
        tick: Tick | None = None,
    ) -> list[Difference]:
        """Return the positions that differ from those of an earlier view of the same ledger, by issue and party.

        Args:
            tick: is told how many pairs of party and issue are done, and out of how many; of one view, then the other.
        """
        from tracker.reading.difference import Side, difference_of

        views = earlier, self
        before, after = ({each.keys: each for each in view.grid(parties, issues, tick).cells} for view in views)
        pairs = sorted({*before, *after}, key=lambda pair: [self.registry.id_of(key) for key in reversed(pair)])
        sides = (
            [
                Side(view._snapshot, found.get(pair) or view._position(*pair))
                for view, found in zip(views, (before, after), strict=True)
            ]
            for pair in pairs
        )
        return [found for side in sides if (found := difference_of(*side)) is not None]

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
        self,
        subject: str,
        parties: Collection[str] = (),
        issues: Collection[str] = (),
        since: str | None = None,
        tick: Tick | None = None,
    ) -> Chart:
        """Return a party's positions on issues, or on an issue and those below it those of parties, along time.

        Args:
            subject: a party or an issue; `party:` or `issue:` before it says which where both are called so.
            parties: of an issue's timeline, only these; each has a row even without a position.
            issues: of a party's timeline, only these and those below them; each of these has a row likewise.
            since: from when on (said's grammar); None: from the first position.
            tick: is told how many pairs of party and issue are done, and out of how many.

        Raises:
            UnknownNameError, AmbiguousNameError: no such party or issue, or both.
            RefusedError: parties of a party, or issues of an issue.
            InvalidDateError, UnreadableError: `since` follows no grammar, has no beginning or lies after the cut.
        """
        from events.ticking import ticked
        from tracker.reading.chart import chart_of, first_of, pairs_of
        from tracker.reading.subject import check_narrowing, subject_of

        about = subject_of(self.registry, subject, self.cut.seq)
        check_narrowing(about, parties, issues)
        named = {self._key("party", each) for each in parties} | {self._key("issue", each) for each in issues}
        pairs = list(pairs_of(self._snapshot, self.registry, about, named))
        first = None if since is None else first_of(since, self.cut, self._zone)
        return chart_of(about, ticked(pairs, tick, len(pairs)), self._phases, self.described, self.cut, first)

    def known_phases(self, party: str, issue: str) -> list[KnownPhase]:
        """Return the pair's phases at every state of knowledge up to the cut, by the entry that brought them.

        Raises:
            UnknownNameError, AmbiguousNameError: no such party or issue.
        """
        return list(self._known_phases(self._key("party", party), self._key("issue", issue)))

    def _known_phases(self, party: int, issue: int) -> Iterator[KnownPhase]:
        from tracker.reading.both_times import rectangles_of
        from tracker.reading.phases import KnownPhase, phase_of

        for each in rectangles_of(self._connection, self._zone, party, issue, seq=self.cut.seq, until=self.cut.until):
            yield KnownPhase(
                phase_of(each.interval, self.registry, self._zone, party, issue),
                handle(each.known_from),
                None if each.known_until is None else handle(each.known_until),
            )

    def every_known_phase(
        self, parties: Collection[str] = (), issues: Collection[str] = (), tick: Tick | None = None
    ) -> Iterator[KnownPhase]:
        """Yield the phases, at every state of knowledge up to the cut, of all pairs; by party, issue and known from.

        Those of parties and issues that were voided since are among them.

        Args:
            tick: is told how many pairs of party and issue are done, and out of how many.

        Raises:
            UnknownNameError, AmbiguousNameError: no such party or issue.
        """
        from events.ticking import ticked
        from tracker.reading.ever import pairs_ever

        rows = {self.registry.id_of(self._key("party", each)) for each in parties}
        columns = {self.registry.id_of(self._key("issue", each)) for each in issues}
        pairs = pairs_ever(self._connection, rows, columns, self.cut.seq)
        return (phase for pair in ticked(pairs, tick, len(pairs)) for phase in self._known_phases(*pair))

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

    def findings(self, tick: Tick | None = None) -> list[Finding]:
        """Return what is odd about the record, acknowledged or not: by kind, then party and issue.

        Reads the whole log up to the cut; `tick` is told how much of it.
        """
        from tracker.reading.findings.record import Record
        from tracker.reading.findings.rules import findings_of

        return findings_of(
            Record(self._log, self._connection, self._snapshot, self.registry, self._zone, self.cut, tick)
        )
