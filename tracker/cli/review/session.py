"""What a key does in a review: going on and back, deciding, undoing. Knows the ledger and no terminal.

Every decision is a write of its own, so that leaving loses nothing; what stands in a field and was not accepted is
kept until the session ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from events.errors import LogLockedError, LogUnavailableError, RecordError
from events.ids import handle
from events.kinds import EntryVoided, ProposalsMerged, StatementRecorded, StatementRetracted
from events.log import Written
from events.vocabulary import RejectionReason
from tracker.archive.notes import archive_of
from tracker.cli.phrases import says_content
from tracker.cli.review.coding import Coding
from tracker.cli.review.editing import Editor
from tracker.cli.review.modes import Choosing, Helping, Looking, Mode, Option, Rejecting, Typing, numbered
from tracker.cli.review.queue import Queue
from tracker.cli.written import handles_of
from tracker.errors import TrackerError
from tracker.ledger import Ledger
from tracker.reading.decisions import PENDING
from tracker.reading.proposals import Proposal
from tracker.reviewing import accept, code, merge, reject, undo

__all__ = ["Session"]

_REASONS: Final = {
    "n": (RejectionReason.NO_STATEMENT, "nobody takes a position in these words"),
    "o": (RejectionReason.OFF_TOPIC, "not on an issue of this dossier"),
    "s": (RejectionReason.WRONG_SPEAKER, "somebody else said it, and nobody can be told"),
    "w": (RejectionReason.WRONG_WORDS, "not these words"),
    "u": (RejectionReason.UNCLEAR, "cannot be told"),
    "d": (RejectionReason.DUPLICATE, "another proposal or statement has it"),
}
_LEAVE: Final = frozenset({"ctrl-c", "ctrl-d"})
_WORDS_MAX: Final = 60


@dataclass(frozen=True, slots=True)
class Made:
    """A decision of this session."""

    proposal: int
    what: str
    written: list[Written]


class Session:
    """One sitting."""

    def __init__(self, ledger: Ledger, queue: Queue) -> None:
        self.queue = queue
        self.index = 0
        self.note = ""
        """What was just done, or why it was not."""
        self.over = False
        self._ledger = ledger
        self._made: list[Made] = []
        self._codings: dict[int, Coding] = {}
        self._texts: dict[str, str | None] = {}
        self.mode: Mode = self._looking()

    # What there is to see

    @property
    def current(self) -> Proposal | None:
        """The proposal that is shown; None after the last."""
        return self.queue.items[self.index] if self.index < len(self.queue.items) else None

    @property
    def coding(self) -> Coding:
        """What the current proposal would be accepted as, so far."""
        proposal = self.current
        assert proposal is not None, "asked for only where there is one"  # noqa: S101 - tells mypy
        found = self._codings.get(proposal.seq)
        if found is None:
            source = self._ledger.registry.resolve("source", proposal.run.data.source)
            found = self._codings[proposal.seq] = Coding(proposal, source, self._text(proposal))
        return found

    def proposition(self) -> str | None:
        """Return the proposition of the issue that the current coding is on."""
        issue = self.coding.value("issue")
        key = self._ledger.registry.find("issue", issue) if issue else None
        return None if key is None else self._ledger.registry.entity(key).data.get("proposition")

    def done(self) -> Counter[str]:
        """Return how many decisions of this session stand, by what they are."""
        return Counter(each.what for each in self._made)

    def written(self) -> list[Written]:
        """Return what the decisions of this session that stand wrote."""
        return [written for each in self._made for written in each.written]

    def _text(self, proposal: Proposal) -> str | None:
        """Return the text that a proposal stands in, None where the archive does not hold it."""
        digest, place = proposal.run.data.text, proposal.data.place
        if digest not in self._texts:
            try:
                self._texts[digest] = archive_of(self._ledger).text(digest)
            except TrackerError:
                self._texts[digest] = None
        text = self._texts[digest]
        return text if text is not None and text[place.start : place.end] == place.words else None

    # Keys and texts

    def press(self, key: str) -> None:
        """Do what a key means."""
        self.note = ""
        if key in _LEAVE:
            self.over = True
        elif not self.mode.press(key):
            options = [each.key for each in self.mode.shown] if isinstance(self.mode, Choosing) else []
            known = ", ".join([*options, *(each for each, _ in self.mode.hints)])
            self.note = f"{key!r} means nothing here; these do: {known}"

    def enter(self, text: str) -> None:
        """Take a text that was asked for."""
        assert isinstance(self.mode, Typing), "asked for only then"  # noqa: S101 - tells mypy
        self.note = ""
        entered = self.mode.entered
        if any("\ud800" <= char <= "\udfff" for char in text):
            self._look("what was typed is not UTF-8; set the terminal to it")
        else:
            entered(text.strip())

    def _looking(self) -> Looking:
        moving = {"s": self._skip, "b": self._back, "u": self._undo, "?": self._help, "q": self._quit}
        deciding = {"a": self._accept, "e": self._edit, "r": self._reject}
        hints = [("s", "skip"), ("b", "back"), ("u", "undo"), ("?", "help"), ("q", "quit")]
        if self.current is None:
            return Looking([("s", "from the start"), *hints[1:]], moving)
        merging = [] if self.queue.blind else [("m", "merge")]
        if merging:
            deciding["m"] = self._merge
        return Looking(
            [("a", "accept"), ("e", "edit"), *merging, ("r", "reject"), *hints],
            {**moving, **{key: self._unless_decided(action) for key, action in deciding.items()}},
        )

    def _look(self, note: str = "") -> None:
        self.mode = self._looking()
        self.note = note

    def _show(self, mode: Mode) -> None:
        self.mode = mode

    # Going on and back

    def _go(self, index: int, note: str = "") -> None:
        self.index = index
        self._look(note)

    def _skip(self) -> None:
        if self.current is None:
            self._go(self.queue.after(-1))
        else:
            self._go(self.queue.after(self.index))

    def _back(self) -> None:
        if self.index:
            self._go(self.index - 1)
        else:
            self.note = "this is the first one"

    def _help(self) -> None:
        self._show(Helping(self._look))

    def _quit(self) -> None:
        self.over = True

    # Deciding

    def _unless_decided(self, action: Callable[[], None]) -> Callable[[], None]:
        def checked() -> None:
            proposal = self.current
            assert proposal is not None, "these keys are there only then"  # noqa: S101 - tells mypy
            was_open = self.queue.is_open(proposal)
            self.queue.refresh()
            proposal = self.queue.items[self.index]
            if self.queue.is_open(proposal):
                action()
            elif was_open:
                self._go(self.queue.after(self.index), f"Meanwhile: {_closed(proposal)}")
            else:
                self._look(_closed(proposal))

        return checked

    def _decide(self, what: str, action: Callable[[], list[Written]], says: Callable[[list[Written]], str]) -> None:
        proposal = self.current
        assert proposal is not None, "the caller looked"  # noqa: S101 - tells mypy
        written = self._written(action)
        self.queue.refresh()
        if written is not None:
            self._made.append(Made(proposal.seq, what, written))
            self._go(self.queue.after(self.index), says(written))
        elif not self.queue.is_open(self.queue.items[self.index]):
            self._go(self.queue.after(self.index), f"Meanwhile: {self.note}")

    def _written(self, action: Callable[[], list[Written]]) -> list[Written] | None:
        """Return what a write wrote; None, and why in the note, where it was refused."""
        try:
            return action()
        except LogLockedError as error:
            self._look(str(error))
        except LogUnavailableError:
            raise
        except (TrackerError, RecordError) as error:
            self._look(str(error))
        return None

    def _accept(self) -> None:
        coding = self.coding
        missing = coding.missing()
        if missing:
            lacking = f"{handle(coding.proposal.seq)} is not accepted, it lacks: {', '.join(missing)}"
            self._editor(self._accept, lambda note: self._look(note or lacking)).ask(missing[0])
            return
        what = "coded" if self.queue.blind else "accepted"
        self._decide(what, lambda: self._take(coding), lambda written: self._says_taken(coding, written))

    def _take(self, coding: Coding) -> list[Written]:
        proposal = coding.proposal.event.id
        if self.queue.blind:
            return code(self._ledger, proposal, coding.changes)
        return accept(self._ledger, proposal, coding.changes, new=bool(coding.unknown))

    def _says_taken(self, coding: Coding, written: list[Written]) -> str:
        word = handle(coding.proposal.seq)
        if self.queue.blind:
            return f"{word} coded; u undoes it"
        parts = []
        for each in written:
            if isinstance(each.event.data, StatementRecorded):
                parts.append(f"{word} accepted as {handle(each.event.seq)}: {says_content(each.event.data)}")
            elif isinstance(each.event.data, ProposalsMerged):
                parts.append(f"{len(each.event.data.merged)} of other engines merged into it")
        return "; ".join(parts)

    def _edit(self) -> None:
        self._editor(self._look, self._look).pick()

    def _editor(self, then: Callable[[], None], left: Callable[[str], None]) -> Editor:
        return Editor(self._ledger, self.coding, self._show, then, left, register=not self.queue.blind)

    def _reject(self) -> None:
        options = tuple(Option(key, reason.value, beside) for key, (reason, beside) in _REASONS.items())
        rejecting = Rejecting("Why not?", options, self._rejected, self._look)
        if not self.queue.blind:  # a coding has no note
            rejecting.noted = tuple(Option(each.key.upper(), each.word) for each in options)
        self._show(rejecting)

    def _rejected(self, option: Option) -> None:
        if option.key.islower():
            self._reject_for(option.word)
        else:
            self._show(Typing("note: ", "", lambda text: self._reject_for(option.word, text or None)))

    def _reject_for(self, reason: str, note: str | None = None) -> None:
        proposal = self.current
        assert proposal is not None, "asked for only then"  # noqa: S101 - tells mypy
        word, event_id = handle(proposal.seq), proposal.event.id
        if self.queue.blind:
            self._decide(
                "coded",
                lambda: code(self._ledger, event_id, because=reason),
                lambda written: f"{word} coded; u undoes it",
            )
        else:
            self._decide(
                "rejected",
                lambda: reject(self._ledger, [event_id], because=reason, note=note),
                lambda written: _says_rejected(word, reason, note, written),
            )

    def _merge(self) -> None:
        proposal = self.current
        assert proposal is not None, "these keys are there only then"  # noqa: S101 - tells mypy
        beside = self.queue.beside(proposal)
        if not beside:
            self._look("no other proposal from this text stands, so there is nothing to merge it into")
            return
        by_word = {handle(each.seq): each for each in beside}
        options = numbered([(word, _says_proposal(each)) for word, each in by_word.items()])
        self._show(
            Choosing(
                f"Merge {handle(proposal.seq)} into which? That one then stands for both.",
                options,
                lambda option: self._merge_into(option.word),
                self._look,
                lambda: self._show(Typing("into: ", "", self._merge_typed, [(word,) for word in by_word])),
            )
        )

    def _merge_typed(self, text: str) -> None:
        if text:
            self._merge_into(text)
        else:
            self._look()

    def _merge_into(self, into: str) -> None:
        proposal = self.current
        assert proposal is not None, "asked for only then"  # noqa: S101 - tells mypy
        self._decide(
            "merged",
            lambda: merge(self._ledger, [proposal.event.id], into=into),
            lambda written: f"{handle(proposal.seq)} merged into {into}",
        )

    def _undo(self) -> None:
        if not self._made:
            self.note = "nothing was decided in this session; `tracker void ENTRY` takes back an earlier decision"
            return
        last = self._made[-1]
        written = self._written(lambda: undo(self._ledger, last.written))
        self.queue.refresh()
        if written is None:
            return
        self._made.pop()
        word = handle(last.proposal)
        again = "is to be coded again" if self.queue.blind else "is pending again"
        self._go(self.queue.index_of(last.proposal), f"undone, {self._says_undone(written)}; {word} {again}")

    def _says_undone(self, written: list[Written]) -> str:
        parts = []
        for each in written:
            data = each.event.data
            if isinstance(data, StatementRetracted):
                parts.append(f"{handles_of(self._ledger, data.statement)} retracted")
            elif isinstance(data, EntryVoided):
                parts.append(f"{handles_of(self._ledger, data.target)} voided")
        return ", ".join(parts)


def _says_rejected(word: str, reason: str, note: str | None, written: list[Written]) -> str:
    twins = len(written) - 1
    told = f"; {twins} of other engines rejected with it" if twins else ""
    return f"{word} rejected: {reason}{f', {note}' if note else ''}{told}"


def _closed(proposal: Proposal) -> str:
    decision = proposal.decision
    if decision is None or proposal.status == PENDING:
        return f"you coded {handle(proposal.seq)} already"
    entry = handle(decision.seq)
    return (
        f"{handle(proposal.seq)} is {decision.status} already ({entry}, by {decision.coder}); "
        f"`tracker show {entry}` tells more"
    )


def _says_proposal(proposal: Proposal) -> str:
    data = proposal.data
    who = data.speaker or data.party or (data.mention.words if data.mention else "somebody")
    status = "" if proposal.status == PENDING else f" ({proposal.status})"
    words = data.place.words if len(data.place.words) <= _WORDS_MAX else f"{data.place.words[:_WORDS_MAX]}…"
    return f"{who}: {words}, by {proposal.run.data.engine}{status}"
