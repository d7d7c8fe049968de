"""From an answer to drafts: every word of it is looked for in the text, and what does not stand there is told."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from events.vocabulary import CONDITIONAL, Act, Stance
from tracker.extraction.draft import Draft, Dropped, Form, Span, Tier
from tracker.extraction.folding import parts_of
from tracker.extraction.marks import Quotation
from tracker.extraction.model.answers import Answer, Proposed
from tracker.extraction.model.locating import Fault, Locator
from tracker.extraction.names import Names
from tracker.extraction.speakers import Speaker, Speakers, is_pronoun

__all__ = ["Placing", "Reader"]

_Voice = tuple[Span | None, str | None, str | None]
_SHOWN: Final = 80
_SENTENCE_MAX: Final = 1_000
_UNQUOTED: Final = frozenset({Form.TOPIC_ONLY, Form.NO_COMMENT})


class Reader:
    """What is known of a text before a model is asked about it."""

    def __init__(self, text: str, names: Names, quoted: Sequence[Quotation]) -> None:
        self.text = text
        self.issues = frozenset(each.id for each in names.issues)
        self.speakers = Speakers(text, names, quoted)
        self._quoted = quoted
        self._starts = [each.outer.start for each in quoted]

    def form(self, content: Span, told: Form | None) -> Form:
        """Return the form: whether words are quoted the marks of the text decide, and not the model."""
        if told in _UNQUOTED:
            return told
        around = self._around(content)
        if around is not None and around.inner.holds(content):
            return Form.DIRECT
        at = bisect_right(self._starts, content.end - 1) - 1
        meets = at >= 0 and self._quoted[at].outer.meets(content)
        return Form.MIXED if meets else Form.REPORTED

    def without_marks(self, content: Span) -> Span:
        """Return a quotation that was given with the marks around it without them."""
        around = self._around(content)
        if around is None or not around.outer.holds(content):
            return content
        return Span(max(content.start, around.inner.start), min(content.end, around.inner.end))

    def _around(self, content: Span) -> Quotation | None:
        at = bisect_right(self._starts, content.start) - 1
        return self._quoted[at] if at >= 0 else None


@dataclass(frozen=True, slots=True)
class _Fault:
    quotation: str
    fault: Fault

    def __str__(self) -> str:
        return f"{_shown(self.quotation)} {self.fault}"


class Placing:
    """The answers to one window: what they hold, in any of the tries, and what is wrong with the last."""

    def __init__(self, reader: Reader, window: Span) -> None:
        self._reader = reader
        self.window = window
        self._locator = Locator(window.of(reader.text))
        self._drafts: dict[Span, dict[_Voice, Draft]] = {}
        self._faults: list[_Fault] = []

    @property
    def drafts(self) -> Sequence[Draft]:
        """What was found so far."""
        return tuple(draft for drafts in self._drafts.values() for draft in drafts.values())

    @property
    def dropped(self) -> Sequence[Dropped]:
        """What the last answer says and the text does not; its place is the window, since it has none."""
        return tuple(Dropped(self.window, each.fault, each.quotation) for each in self._faults)

    def take(self, answer: Answer) -> Sequence[str]:
        """Keep what stands in the text; return what does not, sentence by sentence.

        What an earlier answer said of the same words goes; what it said of others stays.
        """
        self._faults = []
        drafts: dict[Span, dict[_Voice, Draft]] = {}
        for proposed in answer.statements:
            contents = self._contents(proposed)
            if isinstance(contents, _Fault):
                self._faults.append(contents)
                continue
            for content in contents:
                for draft in self._of(proposed, content):
                    drafts.setdefault(content, {})[draft.mention, draft.speaker, draft.party] = draft
        self._drafts.update(drafts)
        return [str(each) for each in self._faults]

    def _contents(self, proposed: Proposed) -> list[Span] | _Fault:
        """Return the places of all pieces, each behind the one before; a statement without one of them is none."""
        found: list[Span] = []
        pieces = [part for piece in proposed.quotation or [""] for part in self._parts(piece)]
        for number, piece in enumerate(pieces):
            before = proposed.before if number == 0 else None
            after = proposed.after if number == len(pieces) - 1 else None
            place = self._locator.place(piece, before or "", after or "", found[-1].end if found else None)
            if isinstance(place, Fault):
                return _Fault(piece, place)
            found.append(place)
        return [self._reader.without_marks(self._moved(each)) for each in found]

    def _parts(self, words: str) -> Sequence[str]:
        """Return the words as one piece if they stand so, else what is between their ellipses."""
        return [words] if self._locator.place(words) is not Fault.MISSING else parts_of(words) or [words]

    def _of(self, proposed: Proposed, content: Span) -> Iterator[Draft]:
        """Yield a draft for each speaker."""
        around = Span(content.start - self.window.start, content.end - self.window.start)
        cue = self._locator.nearest(proposed.cue or "", around)
        mention = self._locator.nearest(proposed.speaker or "", around, cue)
        draft = Draft(
            content=content,
            form=self._reader.form(content, proposed.form),
            tier=Tier.CHECK,
            cue=self._moved(cue) if cue else None,
            mention=self._moved(mention) if mention else None,
            act=proposed.act,
        )
        draft = self._coded(draft, proposed, around)
        for speaker in self._reader.speakers.of(draft.mention):
            yield replace(draft, tier=self._tier(draft, speaker), speaker=speaker.person, party=speaker.party)

    def _coded(self, draft: Draft, proposed: Proposed, around: Span) -> Draft:
        """Return a draft with issue and stance, as far as they are words of the dossier and of the record."""
        if draft.form is Form.NO_COMMENT:
            draft = replace(draft, act=Act.DECLINES)
        issue = proposed.issue if proposed.issue in self._reader.issues else None
        if issue is None:
            return draft
        stance, conditions = proposed.stance, tuple(self._conditions(proposed, around))
        if draft.form is Form.NO_COMMENT:
            stance = Stance.DECLINES
        if stance not in CONDITIONAL:
            conditions = ()
        elif not conditions:
            stance = None  # it would need one
        return replace(draft, issue=issue, issues=(issue,), stance=stance, conditions=conditions)

    def _conditions(self, proposed: Proposed, around: Span) -> Iterator[Span]:
        for words in proposed.conditions:
            place = self._locator.within(words, around)
            if place is not None:
                yield self._moved(place)

    def _tier(self, draft: Draft, speaker: Speaker) -> Tier:
        """Return `sure` where the text names the speaker, and says so, in the paragraph of the words."""
        text, mention, cue = self._reader.text, draft.mention, draft.cue
        if mention is None or cue is None or not speaker.sure or draft.form is Form.TOPIC_ONLY:
            return Tier.CHECK
        whole = Span(min(mention.start, cue.start, draft.content.start), max(mention.end, cue.end, draft.content.end))
        if is_pronoun(mention.of(text)) or "\n" in whole.of(text) or whole.end - whole.start > _SENTENCE_MAX:
            return Tier.CHECK
        return Tier.SURE

    def _moved(self, place: Span) -> Span:
        return Span(place.start + self.window.start, place.end + self.window.start)


def _shown(words: str) -> str:
    return repr(words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…")
