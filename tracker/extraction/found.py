"""What was read in a sentence so far: reports, what is no report and why, and up to where it is read."""

from __future__ import annotations

from typing import Final

from events.vocabulary import Act
from tracker.extraction.draft import Dropped, Form
from tracker.extraction.line import Line
from tracker.extraction.report import Report
from tracker.extraction.subjects import Stretch
from tracker.extraction.verbs import Group

__all__ = ["Found"]

_ASKS_WITH: Final = {"call": {"for", "on"}, "insist": {"on"}}


class Found:
    """Collects the reports of one sentence."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.reports: list[Report] = []
        self.dropped: list[Dropped] = []
        self.covered = 0
        """Index of the first token after the contents of the verbs so far."""
        self._contents: list[Stretch] = []

    def cover(self, end: int) -> None:
        """Mark what stands before `end` as read."""
        self.covered = max(self.covered, end)

    def take_back(self) -> None:
        """Forget what was reported so far, none of it quoted: it is a part of what somebody else says."""
        if self.reports and all(each.form is Form.REPORTED for each in self.reports):
            self.reports.clear()
            self._contents.clear()
            self.covered = 0

    def is_free(self, at: int) -> bool:
        """Say whether a word is no part of what was found to be said."""
        return not any(each.start <= at < each.end for each in self._contents)

    def drop(self, cue: Stretch, why: str) -> None:
        """Tell of a cue that makes no report."""
        self.dropped.append(Dropped(self._line.place(cue), why))

    def add(self, content: Stretch, group: Group, subject: Stretch | None, guessed: bool = False) -> None:
        """Add what a verb reports."""
        self._contents.append(content)
        place, form = self._line.content(content)
        base = group.verb.base
        after = self._line.word(group.at + 1)
        act = Act.REQUESTS if after in _ASKS_WITH.get(base, ()) else group.verb.act
        if base == "rule" and after not in {"out", "against"}:  # a court's ruling, and nothing ruled out
            base, act = "find", Act.STATES
        self.reports.append(
            Report(
                place,
                form,
                act,
                base,
                self._line.place(Stretch(group.start, group.at + 1)),
                None if subject is None else self._line.place(subject),
                group.negated,
                guessed or (subject is not None and self._line.is_odd(subject)),
            )
        )

    def add_framed(
        self,
        content: Stretch,
        act: Act,
        word: str,
        cue: Stretch,
        subject: Stretch | None,
        form: Form | None = None,
        negated: bool = False,
    ) -> None:
        """Add what another word than a verb reports; `form` where it is not what the words themselves have."""
        self._contents += [content, cue]
        place, own = self._line.content(content)
        if form is not None:
            place = self._line.place(content)
        mention = None if subject is None else self._line.place(subject)
        odd = subject is not None and self._line.is_odd(subject)
        self.reports.append(Report(place, form or own, act, word, self._line.place(cue), mention, negated, odd))
