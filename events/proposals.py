"""What machines propose and people decide: kinds that lead to statements and are none themselves.

Places count code points of one text, which the run names by its hash; every place brings its words along, so that
whoever has the text can check them, and whoever has not can still read them.
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictInt, model_validator

from events.content import EventData, StatementContent
from events.fields import Evidence, Said, Sha256
from events.ids import EventId, Id, IssuePath
from events.text import Label, Line, Prose, check_whole
from events.vocabulary import Act, Form, RejectionReason, Stance, Tier

__all__ = [
    "ExtractionRun",
    "Leavings",
    "Place",
    "ProposalAccepted",
    "ProposalCoded",
    "ProposalRejected",
    "ProposalsMerged",
    "StatementProposed",
]

Context = Annotated[str, Field(max_length=64), AfterValidator(check_whole)]
"""Words beside a place, as they stand; may be empty, at an end of the text."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(_Part):
    """Words of the text: from `start`, up to and without `end`."""

    start: Annotated[StrictInt, Field(ge=0)]
    end: Annotated[StrictInt, Field(ge=1)]
    words: Prose

    @model_validator(mode="after")
    def _words_fill_the_place(self) -> Self:
        if self.end - self.start != len(self.words):
            raise ValueError(f"{self.start} to {self.end} is not where {len(self.words)} characters stand")
        return self


class Leavings(_Part):
    """How many drafts were left out for one reason."""

    reason: Line
    count: Annotated[StrictInt, Field(ge=1)]


class ExtractionRun(EventData):
    """An engine read the text of a source, knowing these names, and made so many drafts."""

    kind = "extraction-run"
    source: Id
    text: Sha256
    """Of the text's UTF-8."""
    engine: Label
    version: Label
    digest: Sha256
    """Of the engine's rules and model."""
    names: Sha256
    """Of the names it was given."""
    drafts: Annotated[StrictInt, Field(ge=0)]
    dropped: Annotated[tuple[Leavings, ...], Field(max_length=50)] = ()
    warnings: Annotated[tuple[Line, ...], Field(max_length=50)] = ()


class StatementProposed(EventData):
    """In the text of the run, these words may be a statement, and this is what they may come to."""

    kind = "statement-proposed"
    run: EventId
    place: Place
    prefix: Context = ""
    suffix: Context = ""
    form: Form
    tier: Tier
    rule: Label | None = None
    """What in the engine made it."""
    cue: Place | None = None
    mention: Place | None = None
    """Whom the text names as the speaker."""
    speaker: Id | None = None
    party: Id | None = None
    issue: IssuePath | None = None
    issues: Annotated[tuple[IssuePath, ...], Field(max_length=50)] = ()
    act: Act | None = None
    stance: Stance | None = None
    conditions: Annotated[tuple[Place, ...], Field(max_length=20)] = ()
    said: Said | None = None
    """When the text claims that it was said."""
    dated_by: Place | None = None
    """The words that tell the date; None where it is the source's own."""
    warnings: Annotated[tuple[Line, ...], Field(max_length=10)] = ()
    """What a human should look at first."""


def _stands_at(place: Place, content: StatementContent) -> None:
    if content.quotation != place.words:
        raise ValueError("the quotation is not the words at the place; what is accepted stands in the source")


class ProposalAccepted(EventData):
    """A human looked at a proposal and takes it, as `content`; a statement follows, which this event caused."""

    kind = "proposal-accepted"
    proposal: EventId
    place: Place
    content: StatementContent

    @model_validator(mode="after")
    def _quotes_the_place(self) -> Self:
        _stands_at(self.place, self.content)
        return self


class ProposalRejected(EventData):
    """A human looked at a proposal and does not take it; `superseded`: the engine itself proposes otherwise now."""

    kind = "proposal-rejected"
    proposal: EventId
    reason: RejectionReason
    note: Line | None = None


class ProposalsMerged(EventData):
    """The proposals `merged` are about the same words as `into`, which stands for all of them."""

    kind = "proposals-merged"
    into: EventId
    merged: Evidence

    @model_validator(mode="after")
    def _not_into_itself(self) -> Self:
        if self.into in self.merged:
            raise ValueError(f"{self.into!r} cannot be merged into itself")
        return self


class ProposalCoded(EventData):
    """A further coder, who has not seen the decision, would have taken the proposal as `content`, or not for `reason`.

    It leads to no statement.
    """

    kind = "proposal-coded"
    proposal: EventId
    place: Place | None = None
    content: StatementContent | None = None
    reason: RejectionReason | None = None

    @model_validator(mode="after")
    def _takes_it_or_not(self) -> Self:
        if (self.content is None) == (self.reason is None) or (self.place is None) != (self.content is None):
            raise ValueError("needs either place and content, or a reason")
        if self.place is not None and self.content is not None:
            _stands_at(self.place, self.content)
        return self
