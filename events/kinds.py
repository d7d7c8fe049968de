"""What an event can say: one frozen model per kind, schema 1.

A model checks what its event says alone - words, sizes, the grammar of dates, conditions where the stance needs
them. What needs the rest of the record or the clock is checked by whoever appends. Fields without a value are
left out of the stored event. An amendment carries the whole new state of what it amends.
"""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Final, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StrictInt, model_validator

from events.ids import EventId, Id, IssuePath
from events.periods import check_said
from events.text import Label, Line, Prose
from events.vocabulary import CONDITIONAL, Act, CorrectionReason, FindingKind, PartyKind, RetractionReason, Stance

__all__ = [
    "KINDS",
    "VOIDABLE",
    "DossierAmended",
    "DossierOpened",
    "EntryVoided",
    "EventData",
    "FindingAcknowledged",
    "IssueAmended",
    "IssueOpened",
    "MembershipBegan",
    "MembershipEnded",
    "OfficeAssumed",
    "OfficeLeft",
    "PartyAmended",
    "PartyRegistered",
    "PersonAmended",
    "PersonRegistered",
    "PositionAsserted",
    "SourceAdded",
    "SourceAmended",
    "StatementContent",
    "StatementCorrected",
    "StatementRecorded",
    "StatementRetracted",
    "StatementWithdrawn",
]


_ASSERTED: Final = (*Stance, "mixed", "none")


def _check_day(text: str) -> str:
    check_said(text)
    if len(text) != len("2025-09-05") or text.startswith(".."):
        raise ValueError(f"{text!r} is not a day; write it as 2025-09-05")
    return text


def _check_asserted(text: str) -> str:
    if text not in _ASSERTED:
        raise ValueError(f"{text[:60]!r} is no stance; one of {', '.join(_ASSERTED)}")
    return text


def _check_in_order(ids: tuple[str, ...]) -> tuple[str, ...]:
    if not ids:
        raise ValueError("is empty; give the ids of the events that it is about")
    if list(ids) != sorted(set(ids)):
        raise ValueError(f"ids stand in order, each once: {', '.join(sorted(set(ids)))[:200]}")
    return ids


def _check_url(text: str) -> str:
    if not text.startswith(("http://", "https://")) or any(char.isspace() or char < " " for char in text):
        raise ValueError(f"{text[:80]!r} is not a web address; it begins with http:// or https:// and has no spaces")
    return text


def _shaped(pattern: str, what: str) -> AfterValidator:
    compiled = re.compile(pattern, re.ASCII)

    def check(text: str) -> str:
        if not compiled.fullmatch(text):
            raise ValueError(f"{text[:60]!r} is not {what}")
        return text

    return AfterValidator(check)


Said = Annotated[str, AfterValidator(check_said)]
Day = Annotated[str, AfterValidator(_check_day)]
Url = Annotated[Line, AfterValidator(_check_url)]
Sha256 = Annotated[str, _shaped(r"[0-9a-f]{64}", "a SHA-256 of 64 hexadecimal digits, in lower case")]
Language = Annotated[str, _shaped(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}", "a language tag such as en or zh-Hant")]
Iso3 = Annotated[str, _shaped(r"[A-Z]{3}", "an ISO 3166 code of three capital letters, such as UKR")]
Wikidata = Annotated[str, _shaped(r"Q[1-9][0-9]{0,15}", "a Wikidata item such as Q159")]
MediaType = Annotated[str, _shaped(r"[\w.+-]{1,50}/[\w.+-]{1,50}", "a media type such as text/html")]
Aliases = Annotated[tuple[Label, ...], Field(max_length=50)]
Conditions = Annotated[tuple[Line, ...], Field(max_length=20)]
AssertedStance = Annotated[str, AfterValidator(_check_asserted)]
Evidence = Annotated[tuple[EventId, ...], Field(max_length=300), AfterValidator(_check_in_order)]
StaleAfterDays = Annotated[StrictInt, Field(ge=1, le=100_000)]


class EventData(BaseModel):
    """What one event says."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: ClassVar[str]
    schema_number: ClassVar[int] = 1


class DossierOpened(EventData):
    """This dossier is called ..., its days are those of zone ...; always seq 1, once."""

    kind = "dossier-opened"
    name: Label
    zone: Annotated[str, Field(max_length=100)] = "UTC"
    stale_after_days: StaleAfterDays = 180


class DossierAmended(EventData):
    """From now on this dossier is called ... and its positions go stale after ... days; the zone stays."""

    kind = "dossier-amended"
    name: Label
    stale_after_days: StaleAfterDays


class _Party(EventData):
    id: Id
    name: Label
    party_kind: PartyKind | None = Field(default=None, alias="kind")
    """None: provisional, nobody has said yet."""
    aliases: Aliases = ()
    iso3: Iso3 | None = None
    wikidata: Wikidata | None = None


class PartyRegistered(_Party):
    """There is a party, called ..."""

    kind = "party-registered"


class PartyAmended(_Party):
    """What is now said of a party."""

    kind = "party-amended"


class _Membership(EventData):
    member: Id
    grouping: Id


class MembershipBegan(_Membership):
    """`member` belongs to `grouping`, from the end of the period `on`; None: as long as anyone knows."""

    kind = "membership-began"
    on: Said | None = None


class MembershipEnded(_Membership):
    """`member` is out of `grouping`, from the end of the period `on`."""

    kind = "membership-ended"
    on: Said


class _Person(EventData):
    id: Id
    name: Label
    aliases: Aliases = ()


class PersonRegistered(_Person):
    """There is a person, called ..."""

    kind = "person-registered"


class PersonAmended(_Person):
    """What is now said of a person."""

    kind = "person-amended"


class _Office(EventData):
    person: Id
    party: Id
    title: Label


class OfficeAssumed(_Office):
    """`person` speaks for `party` as `title`; `on` None: as long as anyone knows."""

    kind = "office-assumed"
    on: Said | None = None


class OfficeLeft(_Office):
    """`person` no longer speaks for `party` as `title`."""

    kind = "office-left"
    on: Said


class _Issue(EventData):
    path: IssuePath
    title: Label
    proposition: Line | None = None
    """The sentence that `supports` supports; None: provisional."""
    procedural: StrictBool = False
    aliases: Aliases = ()


class IssueOpened(_Issue):
    """There is an issue, and this is what supporting it means."""

    kind = "issue-opened"


class IssueAmended(_Issue):
    """What is now said of an issue."""

    kind = "issue-amended"


class _Source(EventData):
    id: Id
    title: Label
    publisher: Label | None = None
    url: Url | None = None
    published: Said | None = None
    retrieved: Said | None = None
    sha256: Sha256 | None = None
    media_type: MediaType | None = None


class SourceAdded(_Source):
    """There is a document that reports statements."""

    kind = "source-added"


class SourceAmended(_Source):
    """What is now said of a source."""

    kind = "source-amended"


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


class StatementRecorded(StatementContent, EventData):
    """At COP21, on 2015-12-05, party X said ... on issue Y, as source Z reports. Its id is the event's id."""

    kind = "statement-recorded"


class StatementCorrected(EventData):
    """The entry is wrong, by us or by its source; `content` is the whole new content, from this seq on."""

    kind = "statement-corrected"
    statement: EventId
    content: StatementContent
    reason: CorrectionReason
    note: Line | None = None


class StatementRetracted(EventData):
    """The entry should not exist; gone from this seq on, for good."""

    kind = "statement-retracted"
    statement: EventId
    reason: RetractionReason
    note: Line | None = None


class StatementWithdrawn(EventData):
    """The party itself took the statement back."""

    kind = "statement-withdrawn"
    statement: EventId
    on: Said


class EntryVoided(EventData):
    """An entry other than a statement was entered wrongly; gone from this seq on."""

    kind = "entry-voided"
    target: EventId
    reason: Line


class PositionAsserted(EventData):
    """A human checked: as of `as_of`, `party` on `issue` is at `stance`, because ..."""

    kind = "position-asserted"
    party: Id
    issue: IssuePath
    stance: AssertedStance
    as_of: Day
    because: Line


class FindingAcknowledged(EventData):
    """A human looked at the finding `finding` that rests on the events `about`, and leaves it, because ..."""

    kind = "finding-acknowledged"
    finding: FindingKind
    about: Evidence
    because: Line


KINDS: Final[dict[str, type[EventData]]] = {
    model.kind: model
    for model in (
        DossierOpened,
        DossierAmended,
        PartyRegistered,
        PartyAmended,
        MembershipBegan,
        MembershipEnded,
        PersonRegistered,
        PersonAmended,
        OfficeAssumed,
        OfficeLeft,
        IssueOpened,
        IssueAmended,
        SourceAdded,
        SourceAmended,
        StatementRecorded,
        StatementCorrected,
        StatementRetracted,
        StatementWithdrawn,
        EntryVoided,
        PositionAsserted,
        FindingAcknowledged,
    )
}
"""Every kind by its word."""

VOIDABLE: Final = (
    PartyRegistered,
    PersonRegistered,
    IssueOpened,
    SourceAdded,
    MembershipBegan,
    MembershipEnded,
    OfficeAssumed,
    OfficeLeft,
    StatementWithdrawn,
    PositionAsserted,
    FindingAcknowledged,
)
"""What an `entry-voided` may be about; a statement is retracted, and the rest is final."""
