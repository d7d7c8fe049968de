"""Where events are laid down: each is checked against the record as it stands, appended, and followed.

Statements gather and go in together, so that a long import keeps pace; whatever else comes lays down first what
has gathered, because it may be about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from events.codec import decode
from events.envelope import NewEvent, same_content
from events.errors import IdTakenError
from events.ids import parent_path
from events.kinds import DossierOpened, EventData, IssueOpened, StatementRecorded
from events.log import Written
from tracker.admission import admit
from tracker.errors import RefusedError
from tracker.present import Present
from tracker.projections.follow import Follower
from tracker.store import Workspace

__all__ = ["Desk"]

_GATHERED_MAX: Final = 5_000
_CHARACTERS_SAFE: Final = 10_000
"""As many characters fit into an event whatever they are: at most six bytes each, as JSON escapes controls."""


class Desk:
    """One open write."""

    def __init__(self, workspace: Workspace, follower: Follower, report: Callable[[Written], None]) -> None:
        """`report` is told of each event laid down, in order."""
        self.present = Present(workspace, follower)
        self._workspace = workspace
        self._follower = follower
        self._report = report
        self._gathered: dict[str, NewEvent] = {}

    def add(self, event: NewEvent) -> None:
        """Check one event and lay it down, the parents of an issue before it.

        Raises:
            RefusedError, UnknownNameError: the record does not admit it.
            IdTakenError: its id exists with other content.
        """
        gathers = isinstance(event.data, StatementRecorded) and event.id not in self._gathered
        if gathers and not _may_be_too_large(event.data):
            self._gather(event)
            if len(self._gathered) >= _GATHERED_MAX:
                self.lay_down()
            return
        self.lay_down()
        for each in self._with_parents(event):
            self._gather(each)
            self.lay_down()

    def _gather(self, event: NewEvent) -> None:
        self._check(event)
        self._gathered[event.id] = event

    def add_all(self, events: Iterable[NewEvent]) -> None:
        """Add each."""
        for event in events:
            self.add(event)

    def lay_down(self) -> None:
        """Append what has gathered, and let the projections follow."""
        if not self._gathered:
            return
        gathered = list(self._gathered.values())
        self._gathered.clear()
        written = self._workspace.append(gathered)
        self._follower.follow([each.event for each in written if not each.already])
        for each in written:
            self._report(each)

    def _check(self, event: NewEvent) -> None:
        """Let the record admit the event; one that is there already was admitted when it came."""
        stored = self._workspace.get(event.id)
        if stored is None:
            if not self.present.head and not isinstance(event.data, DossierOpened):
                raise RefusedError("the log has no dossier yet; its first event is dossier-opened")
            admit(event.data, self.present)
        elif not same_content(decode(stored.body), event):
            raise IdTakenError(event.id, stored.seq)

    def _with_parents(self, event: NewEvent) -> list[NewEvent]:
        if not isinstance(event.data, IssueOpened) or self._workspace.get(event.id) is not None:
            return [event]
        chain = [event]
        path = parent_path(event.data.path)
        while path is not None and not self.present.is_known("issue", path):
            chain.append(NewEvent(IssueOpened(path=path, title=self.present.title_for(path)), caused_by=event.id))
            path = parent_path(path)
        return chain[::-1]


def _may_be_too_large(data: EventData) -> bool:
    """Say whether a statement's texts could exceed an event: such goes in alone, so that a refusal names it."""
    if not isinstance(data, StatementRecorded):
        return False
    texts = (data.quotation or "", data.summary or "", *data.conditions)
    return sum(map(len, texts)) > _CHARACTERS_SAFE
