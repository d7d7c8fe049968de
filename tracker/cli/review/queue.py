"""What a review goes through, in the order of the texts, and how it stands by now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from events.vocabulary import RejectionReason
from tracker.ledger import Ledger
from tracker.reading.decisions import PENDING
from tracker.reading.proposals import Proposal

__all__ = ["Queue"]


class Queue:
    """The proposals that there were at the start; how each stands is read anew after every decision."""

    def __init__(
        self,
        ledger: Ledger,
        source: str | None = None,
        *,
        statuses: Collection[str] = (PENDING,),
        engine: str | None = None,
        blind: bool = False,
    ) -> None:
        """`blind`: all that this user has not coded, whatever others decided.

        Raises:
            UnknownNameError, AmbiguousNameError: no such source.
        """
        self.blind = blind
        self._ledger = ledger
        self._all = [
            each
            for each in ledger.proposals(source)
            if each.reason != RejectionReason.SUPERSEDED and engine in (None, each.run.data.engine)
        ]
        self._coded = self._coded_now()
        self.items = [each for each in self._all if (self.is_open(each) if blind else each.status in statuses)]
        is_going_on = blind or PENDING in statuses
        self.numbers = {each.seq: number for number, each in enumerate(self._all if is_going_on else self.items, 1)}
        """By seq, among all that there are, so that a review that goes on does not count from one; where what is
        decided is read, among that."""
        self._looked_at = {each.seq for each in self.items if not self.is_open(each)}

    def _coded_now(self) -> set[int]:
        return self._ledger.coded_by(self._ledger.log.recorded_by) if self.blind else set()

    def refresh(self) -> None:
        """Read how the proposals stand."""
        decisions = self._ledger.decisions()
        self._coded = self._coded_now()
        self._all = [replace(each, decision=decisions.get(each.seq)) for each in self._all]
        now = {each.seq: each for each in self._all}
        self.items = [now[each.seq] for each in self.items]

    def is_open(self, proposal: Proposal) -> bool:
        """Say whether this user may decide about it, or code it."""
        return proposal.seq not in self._coded if self.blind else proposal.status == PENDING

    def counts(self) -> Counter[str]:
        """Return how many stand how; of a blind review how many are coded and how many left."""
        if self.blind:
            return Counter("left" if self.is_open(each) else "coded" for each in self._all)
        return Counter("left" if each.status == PENDING else each.status for each in self._all)

    def after(self, index: int) -> int:
        """Return the index of the next one to be seen after that one, the length where there is none."""
        ahead = range(index + 1, len(self.items))
        return next((each for each in ahead if self._to_be_seen(self.items[each])), len(self.items))

    def _to_be_seen(self, proposal: Proposal) -> bool:
        return self.is_open(proposal) or proposal.seq in self._looked_at

    def index_of(self, seq: int) -> int:
        """Return where the proposal of that seq is."""
        return next(index for index, each in enumerate(self.items) if each.seq == seq)

    def beside(self, proposal: Proposal) -> list[Proposal]:
        """Return the other proposals from the same text: those of overlapping words first, then by how near they are.

        Only those that stand, and not those that were rejected or merged; of a blind review all.
        """
        place = proposal.data.place

        def distance(other: Proposal) -> int:
            there = other.data.place
            return max(0, there.start - place.end + 1, place.start - there.end + 1)

        others = [
            each
            for each in self._all
            if each.seq != proposal.seq
            and each.run.data.text == proposal.run.data.text
            and (self.blind or each.status in (PENDING, "accepted"))
        ]
        return sorted(others, key=lambda each: (distance(each), each.data.place.start, each.seq))

    def overlapping(self, proposal: Proposal) -> list[Proposal]:
        """Return those of them whose words overlap."""
        place = proposal.data.place
        return [
            each
            for each in self.beside(proposal)
            if each.data.place.start < place.end and place.start < each.data.place.end
        ]
