"""The ledger: the one object that command line, web and library users hold.

What writes is loaded by what writes; a question needs neither the kinds of events nor the rules of admission.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from events.clock import Clock, SystemClock
from events.errors import HeadMovedError
from events.log import EventLog, Written
from events.sqlite_file import remove_log
from events.sqlite_log import SqliteLog
from events.ticking import Tick
from tracker.cut import AsOf, KnownAt, cut_at
from tracker.reading.registry import Dossier, Entity, Registry
from tracker.store import InFile, Replica, Store
from tracker.view import View

if TYPE_CHECKING:
    from events.envelope import NewEvent
    from events.kinds import StatementContent
    from tracker.desk import Desk
    from tracker.extraction.names import Names
    from tracker.reading.belonging import Membership, Office
    from tracker.reading.codings import Coded
    from tracker.reading.decisions import Decision
    from tracker.reading.proposals import Proposal

__all__ = ["Ledger", "create_ledger", "open_ledger"]

_TRIES_MAX: Final = 5


def open_ledger(path: str | Path, *, clock: Clock | None = None, tick: Tick | None = None) -> Ledger:
    """Open the log at `path`; `tick` is told how far catching up with it is, where that takes reading entries.

    Raises:
        LogUnavailableError: one of its kinds; the log is missing, no log, of a newer version, unreadable.
    """
    clock = clock or SystemClock()
    return Ledger(SqliteLog(Path(path), clock=clock), clock=clock, tick=tick)


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
    from events.envelope import NewEvent
    from events.kinds import DossierOpened
    from tracker.intents import build

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

    def __init__(self, log: EventLog, *, clock: Clock | None = None, tick: Tick | None = None) -> None:
        self.log = log
        self._clock = clock or SystemClock()
        self._store: Store = InFile(log, tick) if isinstance(log, SqliteLog) else Replica(log, self._clock, tick)

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
        from tracker.reading.belonging import memberships_of

        return memberships_of(self._store.reading(), self.registry, party)

    def offices_of(self, holder: Entity) -> list[Office]:
        """Return the offices of a person, or those that speak for a party, as recorded at the head."""
        from tracker.reading.belonging import offices_of

        return offices_of(self._store.reading(), self.registry, holder)

    def names(self) -> Names:
        """Return what a text may call the people, parties and issues of the record."""
        from tracker.reading.naming import names_of

        return names_of(self._store.reading(), self.registry)

    def proposals(self, source: str | None = None) -> list[Proposal]:
        """Return what engines proposed, from one source or from all, in the order of the texts, at the head.

        Raises:
            UnknownNameError, AmbiguousNameError: no such source.
        """
        from tracker.reading.proposals import proposals_of

        key = None if source is None else self.registry.key("source", source)
        return list(proposals_of(self.log, self._store.reading(), key))

    def decisions(self) -> dict[int, Decision]:
        """Return what is decided about proposals, by their seqs, at the head."""
        from tracker.reading.decisions import decisions_in_force

        return decisions_in_force(self._store.reading())

    def coded_by(self, coder: str) -> set[int]:
        """Return the seqs of the proposals about which that coder decided, or which they coded, at the head."""
        from tracker.reading.decisions import coded_by

        return coded_by(self._store.reading(), coder)

    def coded(self, source: str | None = None) -> list[Coded]:
        """Return proposals, as `proposals`, each with what people made of it."""
        from tracker.reading.codings import coded

        key = None if source is None else self.registry.key("source", source)
        return list(coded(self.log, self._store.reading(), key))

    def reported_by(self, source: Entity) -> list[tuple[int, StatementContent]]:
        """Return the statements in force that rest on a source, by the seq of their recording, at the head."""
        from tracker.reading.reported import reported_by

        return reported_by(self.log, self._store.reading(), source.key)

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
        from events.collecting import without_collecting
        from tracker.desk import Desk

        written: list[Written] = []
        with _undone(dry_run), without_collecting(), self._store.writing() as (workspace, follower):
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
        from tracker.intents import Clerk, Draft

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
        from tracker.intents import Clerk

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
        from tracker.intents import Clerk

        def action(desk: Desk) -> None:
            Clerk(desk).correct_source(source, said_was, changes, reason, note)

        return self.write(action, dry_run=dry_run)

    def retract(self, entry: str, *, because: str, note: str | None = None) -> list[Written]:
        """Take a statement out of the record, for good."""
        from events.envelope import NewEvent
        from events.kinds import StatementRetracted
        from tracker.intents import build

        def action(desk: Desk) -> None:
            statement = desk.present.statement(entry).id
            fields = {"statement": statement, "reason": because, "note": note}
            desk.add(NewEvent(build(StatementRetracted, fields)))

        return self.write(action)

    def withdraw(self, entry: str, *, on: str) -> list[Written]:
        """Record that the party itself took a statement back."""
        from events.envelope import NewEvent
        from events.kinds import StatementWithdrawn
        from tracker.intents import build

        def action(desk: Desk) -> None:
            statement = desk.present.statement(entry).id
            desk.add(NewEvent(build(StatementWithdrawn, {"statement": statement, "on": on})))

        return self.write(action)

    def void(self, entry: str, *, note: str) -> list[Written]:
        """Take out an entry, other than a statement, that was entered wrongly."""
        from events.envelope import NewEvent
        from events.kinds import EntryVoided
        from tracker.intents import build

        def action(desk: Desk) -> None:
            target = desk.present.entry(entry).id
            desk.add(NewEvent(build(EntryVoided, {"target": target, "reason": note})))

        return self.write(action)


class _DryRunOverError(Exception):
    """Raised inside a dry run's transaction to undo it."""


@contextmanager
def _undone(dry_run: bool) -> Iterator[None]:
    try:
        yield
    except _DryRunOverError:
        assert dry_run  # noqa: S101 - nothing else raises it
