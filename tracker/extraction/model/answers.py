"""What a model may answer: words of the text, and values of closed vocabularies. It has no way to name a place."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from events.vocabulary import Act, Stance
from tracker.extraction.draft import Form

__all__ = ["Answer", "Proposed"]

_PIECES_MAX: Final = 8
_STATEMENTS_MAX: Final = 100
_Words = Annotated[str, StringConstraints(max_length=8_000)]
_Few = Annotated[str, StringConstraints(max_length=1_000)]


def _known(vocabulary: type[Form | Act | Stance]) -> BeforeValidator:
    """Take any other word for none: an odd value costs a field and not the answer."""
    values = frozenset(vocabulary)

    def known(value: Any) -> Any:
        return value if isinstance(value, str) and value in values else None

    return BeforeValidator(known)


def _listed(value: Any) -> Any:
    """Take one piece for a list of it, and null for none: models do not keep the two apart."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else value


class Proposed(BaseModel):
    """One statement: somebody's words, and what the article says about them."""

    model_config = ConfigDict(extra="ignore")

    quotation: Annotated[list[_Words], BeforeValidator(_listed)] = Field(
        max_length=_PIECES_MAX,
        description="The words of the statement, copied from the article letter by letter: one element, or one for"
        " each piece where the article interrupts them or you leave something out.",
    )
    speaker: _Few | None = Field(default=None, description="Who said it, as the article calls him, her or them there.")
    cue: _Few | None = Field(default=None, description="The words that say that it was said, such as `told reporters`.")
    before: _Few | None = Field(default=None, description="A few words that stand right before the quotation.")
    after: _Few | None = Field(default=None, description="A few words that stand right behind the quotation.")
    form: Annotated[Form | None, _known(Form)] = Field(default=None, description="How the article gives the words.")
    act: Annotated[Act | None, _known(Act)] = Field(default=None, description="What the speaker did with the words.")
    issue: _Few | None = Field(default=None, description="One of the issues listed, by its id; null if none fits.")
    stance: Annotated[Stance | None, _known(Stance)] = Field(
        default=None, description="The speaker's stance on that issue; null unless the words say it."
    )
    conditions: Annotated[list[_Few], BeforeValidator(_listed)] = Field(
        default=[],
        max_length=_PIECES_MAX,
        description="For supports-if and opposes-unless: the conditions, copied from the article.",
    )


class Answer(BaseModel):
    """Every statement of the article, in its order."""

    model_config = ConfigDict(extra="ignore")

    statements: list[Proposed] = Field(max_length=_STATEMENTS_MAX)
