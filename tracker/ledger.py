"""The ledger: the one object that command line, web and library users hold."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from events.clock import Clock, Instant, SystemClock
from events.envelope import NewEvent, RecordedEvent
from events.errors import HeadMovedError
from events.ids import handle
from events.kinds import (
    DossierOpened,
    EntryVoided,
    SourceAdded,
    SourceAmended,
    StatementContent,
    StatementRecorded,
    StatementRetracted,
    StatementWithdrawn,
)
from events.log import EventLog, Written
from events.sqlite_file import remove_log
from events.sqlite_log import SqliteLog
from tracker.cut import AsOf, Cut, KnownAt, cut_at
from tracker.desk import Desk
from tracker.intents import Clerk, Draft, build
from tracker.reading.belonging import Membership, Office, memberships_of, offices_of
from tracker.reading.contents import event_at, find_entry
from tracker.reading.entries import Account, tellings, voided_by
from tracker.reading.evidence import Considered, Joined, considered, joined
from tracker.reading.history import Step, history_of
from tracker.reading.position import Position, position_at
from tracker.reading.registry import Dossier, Entity, Noun, Registry
from tracker.reading.snapshot import Snapshot
from tracker.store import InFile, Replica, Store

__all__ = ["Ledger", "View", "create_ledger", "open_ledger"]

_TRIES_MAX: Final = 5


def open_ledger(path: str | Path, *, clock: Clock | None = None) -> Ledger:
    """Open the log at `path`.

    Raises:
        LogUnavailableError: one of its kinds; the log is missing, no log, of a newer version, unreadable.
    """
    clock = clock or SystemClock()
    return Ledger(SqliteLog(Path(path), clock=clock), clock=clock)


def create_ledger(
    path: str | Path,
    *,
    name: str | None = None,
    zone: str = "UTC",
    stale_after_days: int = 180,
    events: Sequence[NewEvent] = (),
    clock: Clock | None = None,
) -> Ledger:
    """Make a new log at `path`, open its dossier and record the given events.

    Raises:
        LogExistsError: something is there already.
        RefusedError: a name, zone or number of days that cannot be taken. No file is left.
    """
    path = Path(path)
    clock = clock or SystemClock()
    opened = build(
        DossierOpened, {"name": name or path.stem or "dossier", "zone": zone, "stale_after_days": stale_after_days}
    )
    ledger = Ledger(SqliteLog.create(path, clock=clock), clock=clock)
    try:
        ledger.append([NewEvent(opened), *events])
    except BaseException:
        ledger.close()
        remove_log(path)
        raise
    return ledger


class Ledger:
    """A log and everything that follows from it. A context manager: `with open_ledger(path) as ledger`."""

    def __init__(self, log: EventLog, *, clock: Clock | None = None) -> None:
        self.log = log
        self._clock = clock or SystemClock()
        self._store: Store = InFile(log) if isinstance(log, SqliteLog) else Replica(log, self._clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the log; after writes its one file is complete."""
        self._store.close()

    @property
    def registry(self) -> Registry:
        """Who and what is registered, at the head."""
        return Registry(self._store.reading())

    @property
    def dossier(self) -> Dossier:
        """How the dossier is set, at the head."""
        return self.registry.dossier()

    def memberships_of(self, party: Entity) -> list[Membership]:
        """Return a party's memberships, and those in it, as recorded at the head."""
        return memberships_of(self._store.reading(), self.registry, party)

    def offices_of(self, holder: Entity) -> list[Office]:
        """Return the offices of a person, or those that speak for a party, as recorded at the head."""
        return offices_of(self._store.reading(), self.registry, holder)

    def retracted(self) -> set[int]:
        """Return the seqs of all statements that were retracted."""
        rows = self._store.reading().execute("SELECT statement FROM revisions WHERE party IS NULL")
        return {statement for (statement,) in rows}

    def at(self, as_of: AsOf = None, known_at: KnownAt = None) -> View:
        """Return the view at a cut; by default today, with everything known now.

        Raises:
            UnreadableError, UnknownEntryError: a cut that cannot be read.
        """
        connection = self._store.reading()
        zone = Registry(connection).zone()
        return View(self.log, connection, cut_at(self.log, zone, self._clock.now(), as_of, known_at))

    def write(
        self,
        action: Callable[[Desk], None],
        *,
        dry_run: bool = False,
        report: Callable[[Written], None] | None = None,
    ) -> list[Written]:
        """Run `action` at a desk, in one transaction; again from the start if somebody else appended meanwhile.

        Args:
            dry_run: check everything as for a real write, and let nothing stay.
            report: is told of each event laid down, instead of the desk keeping them.

        Returns:
            What was written, in order; empty with `report`. Of a dry run what would have been.
        """
        for _ in range(_TRIES_MAX - 1):
            try:
                return self._write_once(action, dry_run, report)
            except HeadMovedError:
                continue
        return self._write_once(action, dry_run, report)

    def _write_once(
        self, action: Callable[[Desk], None], dry_run: bool, report: Callable[[Written], None] | None
    ) -> list[Written]:
        written: list[Written] = []
        with _undone(dry_run), self._store.writing() as (workspace, follower):
            desk = Desk(workspace, follower, report or written.append)
            action(desk)
            desk.lay_down()
            if dry_run:
                raise _DryRunOverError
        return written if dry_run else self._store.as_recorded(written)

    def append(self, events: Sequence[NewEvent], *, dry_run: bool = False) -> list[Written]:
        """Append events, all or none; one that is there already adds nothing. Issues bring their parents along.

        Raises:
            RefusedError, UnknownNameError: the record does not admit one.
            IdTakenError: an id exists with other content.
        """
        return self.write(lambda desk: desk.add_all(events), dry_run=dry_run)

    def record(
        self,
        party: str,
        issue: str,
        stance: str,
        *,
        said: str | None = None,
        source: str | None = None,
        speaker: str | None = None,
        conditions: Sequence[str] = (),
        act: str | None = None,
        until: str | None = None,
        quotation: str | None = None,
        summary: str | None = None,
        language: str | None = None,
        id: str | None = None,  # noqa: A002 - the field's name in the record
        new: bool = False,
        same: bool = False,
        dry_run: bool = False,
    ) -> list[Written]:
        """Record a statement; return what was written, the statement last.

        Args:
            speaker: who spoke; empty means nobody, also with `same`.
            new: register the party, issue, speaker and source if they are not known.
            same: take said, speaker and source, where not given, from one's last statement.

        Raises:
            RefusedError, UnknownNameError, AmbiguousNameError, IdTakenError: nothing was recorded.
        """
        draft = Draft(
            party, issue, stance, said, source, speaker, conditions, act, until, quotation, summary, language, id
        )

        def action(desk: Desk) -> None:
            Clerk(desk, create=new).record(draft, same=same)

        return self.write(action, dry_run=dry_run)

    def correct(
        self,
        entries: Sequence[str],
        changes: Mapping[str, Any],
        *,
        reason: str,
        note: str | None = None,
        dry_run: bool = False,
    ) -> list[Written]:
        """Correct statements; only the fields in `changes` become different, None clears one."""

        def action(desk: Desk) -> None:
            Clerk(desk).correct(entries, changes, reason, note)

        return self.write(action, dry_run=dry_run)

    def correct_source(
        self,
        source: str,
        changes: Mapping[str, Any],
        *,
        said_was: str | None = None,
        reason: str,
        note: str | None = None,
        dry_run: bool = False,
    ) -> list[Written]:
        """Correct all statements of a source, or those that rest on the date `said_was`."""

        def action(desk: Desk) -> None:
            Clerk(desk).correct_source(source, said_was, changes, reason, note)

        return self.write(action, dry_run=dry_run)

    def retract(self, entry: str, *, because: str, note: str | None = None) -> list[Written]:
        """Take a statement out of the record, for good."""

        def action(desk: Desk) -> None:
            statement = desk.present.statement(entry).id
            fields = {"statement": statement, "reason": because, "note": note}
            desk.add(NewEvent(build(StatementRetracted, fields)))

        return self.write(action)

    def withdraw(self, entry: str, *, on: str) -> list[Written]:
        """Record that the party itself took a statement back."""

        def action(desk: Desk) -> None:
            statement = desk.present.statement(entry).id
            desk.add(NewEvent(build(StatementWithdrawn, {"statement": statement, "on": on})))

        return self.write(action)

    def void(self, entry: str, *, note: str) -> list[Written]:
        """Take out an entry, other than a statement, that was entered wrongly."""

        def action(desk: Desk) -> None:
            target = desk.present.entry(entry).id
            desk.add(NewEvent(build(EntryVoided, {"target": target, "reason": note})))

        return self.write(action)


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
        keys = {issue for each in self._snapshot.lineage(party_key) for issue in self._snapshot.issues(each)}
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


def _clamp(cut: Cut) -> Instant:
    """Return an instant that no statement known at the cut counts later than (see `counting_period`)."""
    return int(cut.known_at.timestamp()) + 1


class _DryRunOverError(Exception):
    """Raised inside a dry run's transaction to undo it."""


@contextmanager
def _undone(dry_run: bool) -> Iterator[None]:
    try:
        yield
    except _DryRunOverError:
        assert dry_run  # noqa: S101 - nothing else raises it
