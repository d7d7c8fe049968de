"""What every event's data is built on, and the content that statements, corrections and acceptances share."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, model_validator

from events.fields import Conditions, Day, Language, Said
from events.ids import Id, IssuePath
from events.text import Prose
from events.vocabulary import CONDITIONAL, Act, Stance

__all__ = ["EventData", "StatementContent"]


class EventData(BaseModel):
    """What one event says."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: ClassVar[str]
    schema_number: ClassVar[int] = 1


class StatementContent(BaseModel):
    """On `issue`, on `said`, `party` said ..., as `source` reports."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    party: Id
    issue: IssuePath
    stance: Stance
    conditions: Conditions = ()
    act: Act | None = None
    speaker: Id | None = None
    said: Said
    until: Day | None = None
    """The last day on which an offer stands."""
    quotation: Prose | None = None
    summary: Prose | None = None
    source: Id
    language: Language | None = None

    @model_validator(mode="after")
    def _conditions_fit_stance(self) -> Self:
        if self.stance in CONDITIONAL and not self.conditions:
            raise ValueError(f"{self.stance} needs at least one condition; give it with --if")
        if self.stance not in CONDITIONAL and self.conditions:
            words = " or ".join(sorted(CONDITIONAL))
            raise ValueError(f"{self.stance} takes no conditions; did you mean {words}?")
        return self
