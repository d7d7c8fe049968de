"""Whether the archive still holds what the record names, and every quotation still stands where it says.

Looks at all sources in the record, at the head: every copy that an entry ever named, the text read out of the present
one, the quotations of the statements in force that rest on it, the places of what was proposed from it, and the
statements that what was accepted has to have led to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from events.ids import handle
from events.kinds import ProposalAccepted, SourceAdded, SourceAmended
from events.ticking import Tick, ticked
from tracker.archive.copies import Copy
from tracker.archive.extraction import extract
from tracker.archive.notes import Archive, Note, archive_of
from tracker.archive.placing import placed
from tracker.archive.quoting import Text
from tracker.cut import Cut
from tracker.errors import ArchiveError, MissingCopyError, MissingExtraError, NoTextError
from tracker.ledger import Ledger
from tracker.reading.contents import event_at
from tracker.reading.proposals import Proposal, proposal_id
from tracker.reading.registry import Entity

__all__ = ["Fault", "Report", "Verified", "verify"]

State = Literal["held", "missing", "damaged", "none"]
_MEDIA_TYPES: Final = {"plain": "text/plain", "trafilatura": "text/html"}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not stand any more."""

    fault: str
    """`copy-missing`, `copy-damaged`, `text-missing`, `text-damaged`, `text-differs`, `quotation-missing`,
    `place-differs` or `statement-missing`."""
    source: str
    entry: str
    """The entry that names the copy, the statement that quotes, or the entry with the place."""
    detail: str

    def as_json(self) -> dict[str, Any]:
        """Return the item of `tracker/source-verify/1`."""
        return {"fault": self.fault, "source": self.source, "entry": self.entry, "detail": self.detail}


@dataclass(slots=True)
class Verified:
    """One source: what is held of it, and how its quotations stand. Lists hold the statements' handles."""

    source: str
    sha256: str | None
    copy: State = "none"
    text: State = "none"
    note: Note | None = None
    exact: list[str] = field(default_factory=list)
    folded: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    """There is no text to look in."""
    places: dict[str, int] = field(default_factory=lambda: {"exact": 0, "differs": 0, "unchecked": 0})
    """How many proposals, decisions and codings have places, by how those hold."""
    by_hand: list[str] = field(default_factory=list)
    """Proposals whose id is not what an engine's would be: they may say what no engine proposed."""

    def as_json(self) -> dict[str, Any]:
        """Return the element of `sources`."""
        note = self.note
        return {
            "source": self.source,
            "sha256": self.sha256,
            "copy": self.copy,
            "text": self.text,
            "text_sha256": note.text if note else None,
            "extractor": note.extractor if note else None,
            "version": note.version if note else None,
            "exact": self.exact,
            "folded": self.folded,
            "missing": self.missing,
            "unchecked": self.unchecked,
            "places": self.places,
            "by_hand": self.by_hand,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, at the head of the log."""

    cut: Cut
    sources: list[Verified]
    faults: list[Fault]


def verify(ledger: Ledger, source: str | None = None, tick: Tick | None = None) -> Report:
    """Check one source, or all.

    Raises:
        UnknownNameError, AmbiguousNameError: no such source.
        RefusedError: the log has no archive beside it.
    """
    archive = archive_of(ledger)
    view = ledger.at()
    registry = ledger.registry
    chosen = list(registry.every("source")) if source is None else [registry.resolve("source", source)]
    sources: list[Verified] = []
    faults: list[Fault] = []
    for entity in ticked(chosen, tick, len(chosen)):
        checking = _Checking(ledger, archive, entity)
        faults += checking.faults()
        sources.append(checking.verified)
    return Report(view.cut, sources, faults)


class _Checking:
    """Checks one source."""

    def __init__(self, ledger: Ledger, archive: Archive, entity: Entity) -> None:
        self._ledger = ledger
        self._archive = archive
        self._entity = entity
        self.verified = Verified(entity.id, entity.data.get("sha256"))

    def faults(self) -> Iterator[Fault]:
        """Yield what does not stand, and fill in `verified` on the way."""
        entry = handle(self._entity.key)
        for digest, named_by in self._copies().items():
            entry = named_by if digest == self.verified.sha256 else entry
            yield from self._copy(digest, named_by)
        text = None
        if self.verified.sha256 is not None:
            try:
                text = self._text(self.verified.sha256)
            except ArchiveError as error:
                missing = isinstance(error, MissingCopyError)
                self.verified.text = "missing" if missing else "damaged"
                yield Fault("text-missing" if missing else "text-damaged", self.verified.source, entry, str(error))
        if text is not None and self._differs(self.verified.sha256, text):
            detail = "its extractor reads another text out of the copy than the one that is kept"
            yield Fault("text-differs", self.verified.source, entry, detail)
        yield from self._quotations(None if text is None else Text(text))
        yield from self._places(text)

    def _copies(self) -> dict[str, str]:
        """Return every copy that was ever named, and the first entry that named it."""
        found: dict[str, str] = {}
        for seq in self._ledger.registry.tellings(self._entity.key):
            data = event_at(self._ledger.log, seq).data
            if isinstance(data, SourceAdded | SourceAmended) and data.sha256 is not None:
                found.setdefault(data.sha256, handle(seq))
        return found

    def _copy(self, digest: str, entry: str) -> Iterator[Fault]:
        state: State = "held"
        try:
            self._archive.copy(digest)
        except ArchiveError as error:
            state = "missing" if isinstance(error, MissingCopyError) else "damaged"
            yield Fault(f"copy-{state}", self.verified.source, entry, str(error))
        if digest == self.verified.sha256:
            self.verified.copy = state

    def _text(self, digest: str) -> str | None:
        self.verified.note = self._archive.note(digest)
        if self.verified.note is None:
            return None
        text = self._archive.text(self.verified.note.text)
        self.verified.text = "held"
        return text

    def _differs(self, digest: str | None, text: str) -> bool:
        """Say whether the same extractor, where it is at hand, reads another text now: the kept one was exchanged."""
        note = self.verified.note
        if note is None or digest is None or self.verified.copy != "held" or note.extractor not in _MEDIA_TYPES:
            return False
        copy = Copy(self._archive.copy(digest), _MEDIA_TYPES[note.extractor], note.charset)
        try:
            again = extract(copy)
        except (MissingExtraError, NoTextError):
            return note.extractor == "plain"
        return again.version == note.version and again.text != text

    def _quotations(self, text: Text | None) -> Iterator[Fault]:
        for seq, content in self._ledger.reported_by(self._entity):
            if not content.quotation:
                continue
            if text is None:
                self.verified.unchecked.append(handle(seq))
                continue
            found = text.find(content.quotation)
            if found is None:
                self.verified.missing.append(handle(seq))
                detail = f"these words do not stand in the text: {content.quotation}"
                yield Fault("quotation-missing", self.verified.source, handle(seq), detail)
            elif found.how == "exact":
                self.verified.exact.append(handle(seq))
            else:
                self.verified.folded.append(handle(seq))

    def _places(self, present: str | None) -> Iterator[Fault]:
        """Look into the texts that were read; an earlier one than the present text too, while the archive has it."""
        note, source = self.verified.note, self.verified.source
        texts: dict[str, str | None] = {} if note is None else {note.text: present}
        found = self._ledger.coded(source)
        for each in placed(found, lambda digest: self._kept(digest, texts)):
            self.verified.places[each.how] += 1
            if each.how == "differs":
                yield Fault("place-differs", source, each.entry, each.detail)
        yield from self._acceptances([each.proposal for each in found])

    def _acceptances(self, found: Iterable[Proposal]) -> Iterator[Fault]:
        for each in found:
            if each.event.id != proposal_id(each.run.data, each.data):
                self.verified.by_hand.append(handle(each.seq))
            accepted = each.decision
            if accepted is not None and accepted.kind == ProposalAccepted.kind and accepted.statement is None:
                detail = f"{handle(each.seq)} was accepted, and no statement that says so was recorded because of it"
                yield Fault("statement-missing", self.verified.source, handle(accepted.seq), detail)

    def _kept(self, digest: str, texts: dict[str, str | None]) -> str | None:
        if digest not in texts:
            try:
                texts[digest] = self._archive.text(digest)
            except ArchiveError:
                texts[digest] = None
        return texts[digest]
