"""The record as it stands inside an open write: what an event that comes next is checked against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from events.clock import Instant
from events.envelope import RecordedEvent
from events.ids import handle
from events.kinds import ExtractionRun, StatementContent, StatementProposed, StatementRecorded
from events.periods import NEVER, Zone
from events.vocabulary import FindingKind
from tracker.errors import RefusedError, UnknownEntryError
from tracker.projections.checks import about_text
from tracker.projections.follow import Follower
from tracker.reading.contents import content_of, event_at, find_entry
from tracker.reading.decisions import Decision, coding_by, decision_about, run_of, twins_of
from tracker.reading.registry import Noun, Registry
from tracker.reading.snapshot import Snapshot
from tracker.store import Workspace

if TYPE_CHECKING:
    from tracker.reading.codings import Coding

__all__ = ["Present"]


class Present:
    """Reads the projections of an open write; always current, because they follow each event as it is appended."""

    def __init__(self, workspace: Workspace, follower: Follower) -> None:
        self.workspace = workspace
        self.connection = workspace.connection
        self.registry = Registry(workspace.connection)
        self._keys = follower.keys
        self._follower = follower
        self._recorded = workspace.head.seq

    @property
    def head(self) -> int:
        """Return the last seq."""
        return self.workspace.head.seq

    @property
    def zone(self) -> Zone:
        """Return the dossier's zone."""
        return self._follower.zone

    def now(self) -> Instant:
        """Return what an event appended now will have as recorded_at."""
        return self.workspace.now()

    def snapshot(self) -> Snapshot:
        """Return everything known at the head."""
        return Snapshot(self.connection, self.head, NEVER)

    def is_known(self, noun: Noun, entity_id: str) -> bool:
        """Say whether something is registered under exactly that id."""
        return self._keys.find(noun, entity_id) is not None

    def key(self, noun: Noun, entity_id: str) -> int:
        """Return the surrogate key of what is registered under exactly that id.

        Raises:
            UnknownNameError: nothing is.
            RefusedError: it is a name or alias; the record holds ids.
        """
        key = self._keys.find(noun, entity_id)
        if key is None:
            meant = self.registry.resolve(noun, entity_id)
            raise RefusedError(f"{noun} {entity_id!r} is another name of {meant.id!r}; the record holds the id")
        return key

    def title_for(self, path: str, typed: str | None = None) -> str:
        """Return a title for a new issue: as typed, else from its path; the whole path where that word is taken.

        A title that nobody chose must not make a word ambiguous that so far meant one thing.
        """
        title = typed or path.rpartition("/")[2].replace("-", " ").capitalize()
        return path if self.registry.is_taken("issue", title) else title

    def entry(self, word: str) -> RecordedEvent:
        """Return the event that `e42`, `last` or an id names.

        Raises:
            UnknownEntryError: none.
        """
        try:
            return find_entry(self.workspace, self.connection, word, head=self.head, author=self.workspace.recorded_by)
        except UnknownEntryError:
            raise UnknownEntryError(word, self._recorded) from None

    def last_statement(self) -> RecordedEvent:
        """Return the last statement of whoever records.

        Raises:
            RefusedError: they have none yet, or it was retracted.
        """
        row = self.connection.execute(
            "SELECT statement FROM authors WHERE name = ?", (self.workspace.recorded_by,)
        ).fetchone()
        if row is None or row[0] is None:
            raise RefusedError(
                f"--same needs an earlier statement of {self.workspace.recorded_by!r}, and there is none; "
                "give --said and --source"
            )
        gone = self._retraction(row[0])
        if gone is not None:
            raise RefusedError(
                f"--same takes from your last statement, and that, {handle(row[0])}, was retracted by {handle(gone)}; "
                "give --said and --source"
            )
        return event_at(self.workspace, row[0])

    def _retraction(self, statement: int) -> int | None:
        row = self.connection.execute(
            "SELECT seq FROM revisions WHERE statement = ? AND party IS NULL", (statement,)
        ).fetchone()
        return row[0] if row else None

    def statement(self, word: str) -> RecordedEvent:
        """Return the recording of a statement that is still in the record.

        Raises:
            UnknownEntryError, RefusedError: no such entry, no statement, retracted.
        """
        event = self.entry(word)
        if not isinstance(event.data, StatementRecorded):
            raise RefusedError(f"{handle(event.seq)} is no statement, it is {event.data.kind}; {self._instead(event)}")
        gone = self._retraction(event.seq)
        if gone is not None:
            raise RefusedError(
                f"{handle(event.seq)} was retracted by {handle(gone)}, for good; "
                "record the statement anew under another id"
            )
        return event

    def _instead(self, event: RecordedEvent) -> str:
        about = getattr(event.data, "statement", None)
        stored = None if about is None else self.workspace.get(about)
        if stored is None:
            return f"`tracker show {handle(event.seq)}` shows it"
        return f"the statement it is about is {handle(stored.seq)}"

    def content(self, original: RecordedEvent) -> StatementContent:
        """Return what a statement says after all its corrections."""
        row = self.connection.execute("SELECT max(seq) FROM revisions WHERE statement = ?", (original.seq,)).fetchone()
        return content_of(original if row[0] is None else event_at(self.workspace, row[0]))

    def statements_of_source(self, source: str) -> list[RecordedEvent]:
        """Return the recordings of the statements in force that the source reports, oldest first."""
        rows = self.connection.execute(
            "SELECT statement FROM citations WHERE entity = ? ORDER BY statement", (self.key("source", source),)
        ).fetchall()
        return [event_at(self.workspace, statement) for (statement,) in rows]

    def has_held(self, person: str, party: str, title: str) -> bool:
        """Say whether an office of that title, held by that person for that party, is on record."""
        row = self.connection.execute(
            "SELECT 1 FROM offices WHERE person = ? AND party = ? AND title = ? AND assumed AND voided IS NULL",
            (self.key("person", person), self.key("party", party), title),
        ).fetchone()
        return row is not None

    def proposal(self, word: str) -> RecordedEvent:
        """Return the event that proposed a statement.

        Raises:
            UnknownEntryError, RefusedError: no such entry, or no proposal.
        """
        event = self.entry(word)
        if not isinstance(event.data, StatementProposed):
            raise RefusedError(
                f"{handle(event.seq)} is no proposal, it is {event.data.kind}; `tracker proposals list` shows all"
            )
        return event

    def open_proposal(self, word: str) -> RecordedEvent:
        """Return the event that proposed a statement about which nothing is decided yet.

        Raises:
            UnknownEntryError, RefusedError: no such entry, no proposal, decided.
        """
        event = self.proposal(word)
        decided = self.decision(event.seq)
        if decided is not None:
            raise RefusedError(
                f"{handle(event.seq)} is {decided.status} already ({handle(decided.seq)}, by {decided.coder}); "
                f"`tracker show {handle(decided.seq)}` tells more"
            )
        return event

    def decision(self, proposal: int) -> Decision | None:
        """Return what is decided about a proposal, in force."""
        return decision_about(self.connection, proposal)

    def coding_by(self, proposal: int, coder: str) -> int | None:
        """Return the seq of the entry in force by which that coder decided about a proposal, or coded it."""
        return coding_by(self.connection, proposal, coder)

    def codings(self, proposal: int) -> list[Coding]:
        """Return what people made of the proposal of that seq, in force, oldest first."""
        from tracker.reading.codings import codings_of

        return codings_of(self.workspace, self.connection, proposal)

    def run_of(self, proposal: RecordedEvent) -> ExtractionRun:
        """Return the run that a proposal comes from."""
        return run_of(self.workspace, proposal)

    def twins_of(self, proposal: RecordedEvent) -> list[str]:
        """Return the ids of the open proposals in which other engines propose the same words of the same speaker."""
        return twins_of(self.workspace, self.connection, proposal)

    def acknowledgement(self, finding: FindingKind, about: tuple[str, ...]) -> int | None:
        """Return the seq of the entry in force that acknowledges the finding of that kind about these events."""
        row = self.connection.execute(
            "SELECT seq FROM acknowledgements WHERE finding = ? AND about = ? AND voided IS NULL",
            (finding, about_text(about)),
        ).fetchone()
        return row[0] if row else None
