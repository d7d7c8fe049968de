"""The record at one cut: every question a user can ask of it, about one party, one entry, or all at once.

What reads entries of the log is loaded by the questions that read some; a position rests on the projections alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from events.ids import handle
from tracker.reading.position import Position
from tracker.survey import Survey

if TYPE_CHECKING:
    from events.envelope import RecordedEvent
    from events.kinds import SourceAdded, SourceAmended, StatementContent
    from events.ticking import Tick
    from tracker.reading.changes import Change
    from tracker.reading.citation import Citation
    from tracker.reading.entries import Account
    from tracker.reading.evidence import Considered, Joined
    from tracker.reading.history import Step

__all__ = ["View"]


class View(Survey):
    """The record at one cut. Answers stay the same whatever is appended later; read them while the ledger is open."""

    def positions(self, party: str, under: str | None = None) -> list[Position]:
        """Return the party's positions, own and inherited, by issue; with `under`, those on issues below that one."""
        party_key = self._key("party", party)
        keys = self._snapshot.issues_above(party_key)
        prefix = "" if under is None else f"{self.registry.id_of(self._key('issue', under))}/"
        found = [self._position(party_key, key) for key in keys if self.registry.id_of(key).startswith(prefix)]
        return sorted((each for each in found if each.basis != "none"), key=lambda each: each.issue)

    def considered(self, position: Position) -> list[Considered]:
        """Return every statement that the position considered, and why it decides or does not."""
        from tracker.reading.evidence import considered

        return considered(self._log, self._snapshot, position)

    def memberships(self, position: Position) -> list[Joined]:
        """Return the memberships through which the position is inherited."""
        from tracker.reading.evidence import joined

        return joined(self.registry, position.verdict)

    def history(self, party: str, issue: str | None = None, tick: Tick | None = None) -> list[Step]:
        """Return every statement of a party, as of the cut, and what each moved, oldest first; issue by issue.

        `tick` is told how many statements are read.
        """
        from events.ticking import ticked
        from tracker.reading.history import history_of

        party_key, until = self._key("party", party), self.cut.until
        keys = self._snapshot.issues(party_key) if issue is None else [self._key("issue", issue)]
        versions = [
            (key, version)
            for key in sorted(keys, key=self.registry.id_of)
            for version in self._snapshot.every_version(party_key, key)
            if version.said_until <= until
        ]
        found: list[Step] = []
        for key, rows in groupby(ticked(versions, tick, len(versions)), key=itemgetter(0)):
            found += history_of(self._log, self._snapshot, party_key, key, until, (version for _, version in rows))
        return found

    def account(self, word: str, author: str | None = None) -> Account:
        """Return one entry of the log with all that became of it; `last` is the author's own last.

        Raises:
            UnknownEntryError: no such entry at the cut.
        """
        from events.kinds import StatementRecorded
        from tracker.reading.contents import find_entry
        from tracker.reading.entries import Account, tellings, voided_by

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

    def cite(self, statement: str) -> Citation:
        """Return what stands behind a statement of the record, by its handle, as known at the cut.

        Raises:
            UnknownEntryError: no such entry at the cut.
        """
        from tracker.reading.citation import Citation, titles_of
        from tracker.reading.contents import find_entry
        from tracker.reading.entries import tellings

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

    def retold_by(self, change: Change, cited: Iterable[Citation]) -> int:
        """Return the seq of the last entry that had a part in how a movement, with those statements, is told."""
        from tracker.reading.retold import retold_by

        return retold_by(self._connection, self.registry, self._zone, self.cut.seq, change, cited)

    def _source(self, source_id: str) -> SourceAdded | SourceAmended:
        """Return what was said of a source by the cut."""
        from events.kinds import SourceAdded, SourceAmended
        from tracker.reading.contents import event_at

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
