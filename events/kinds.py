"""What an event can say: one frozen model per kind, schema 1.

A model checks what its event says alone - words, sizes, the grammar of dates, conditions where the stance needs
them. What needs the rest of the record or the clock is checked by whoever appends. Fields without a value are
left out of the stored event. An amendment carries the whole new state of what it amends.
"""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field, StrictBool

from events.content import EventData, StatementContent
from events.fields import (
    Aliases,
    AssertedStance,
    Day,
    Evidence,
    Iso3,
    MediaType,
    Said,
    Sha256,
    StaleAfterDays,
    Url,
    Wikidata,
)
from events.ids import EventId, Id, IssuePath
from events.proposals import (
    ExtractionRun,
    ProposalAccepted,
    ProposalCoded,
    ProposalRejected,
    ProposalsMerged,
    StatementProposed,
)
from events.text import Label, Line
from events.vocabulary import CorrectionReason, FindingKind, PartyKind, RetractionReason

__all__ = [
    "KINDS",
    "VOIDABLE",
    "DossierAmended",
    "DossierOpened",
    "EntryVoided",
    "EventData",
    "ExtractionRun",
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
    "ProposalAccepted",
    "ProposalCoded",
    "ProposalRejected",
    "ProposalsMerged",
    "SourceAdded",
    "SourceAmended",
    "StatementContent",
    "StatementCorrected",
    "StatementProposed",
    "StatementRecorded",
    "StatementRetracted",
    "StatementWithdrawn",
]


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
        ExtractionRun,
        StatementProposed,
        ProposalAccepted,
        ProposalRejected,
        ProposalsMerged,
        ProposalCoded,
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
    ProposalAccepted,
    ProposalRejected,
    ProposalsMerged,
    ProposalCoded,
)
"""What an `entry-voided` may be about; a statement is retracted, and the rest is final."""
