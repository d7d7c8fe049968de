"""What may be registered and amended, who may belong to whom, and who may hold an office."""

from __future__ import annotations

from events.ids import parent_path
from events.kinds import (
    DossierAmended,
    DossierOpened,
    IssueAmended,
    IssueOpened,
    MembershipBegan,
    MembershipEnded,
    OfficeAssumed,
    OfficeLeft,
    PartyAmended,
    PartyRegistered,
    PersonAmended,
    PersonRegistered,
    SourceAdded,
    SourceAmended,
)
from events.periods import ALWAYS, Zone
from events.vocabulary import PartyKind
from tracker.admission.gate import admit
from tracker.errors import RefusedError
from tracker.groupings import DEPTH_MAX, Change, changes_in_force, first_trouble
from tracker.present import Present
from tracker.projections.belonging import counts_from
from tracker.reading.registry import Noun

__all__ = ["in_order"]


@admit.register
def _(data: DossierOpened, present: Present) -> None:
    if present.head:
        raise RefusedError("the dossier is open already; a log holds one")
    Zone(data.zone)


@admit.register
def _(data: DossierAmended, present: Present) -> None:
    """Anything goes: the model keeps the zone out."""


@admit.register
def _(data: PartyRegistered, present: Present) -> None:
    _free(present, "party", data.id)


@admit.register
def _(data: PersonRegistered, present: Present) -> None:
    _free(present, "person", data.id)


@admit.register
def _(data: SourceAdded, present: Present) -> None:
    _free(present, "source", data.id)
    _free_address(present, data)


@admit.register
def _(data: IssueOpened, present: Present) -> None:
    _free(present, "issue", data.path)
    parent = parent_path(data.path)
    if parent is not None:
        present.key("issue", parent)


@admit.register(PartyAmended)
def _(data: PartyAmended, present: Present) -> None:
    key = present.key("party", data.id)
    if data.party_kind == PartyKind.STATE and any(
        each.grouping == key for each in changes_in_force(present.connection)
    ):
        raise RefusedError(f"{data.id!r} has members on record and cannot be a state; void their memberships first")


@admit.register(PersonAmended)
def _(data: PersonAmended, present: Present) -> None:
    present.key("person", data.id)


@admit.register
def _(data: SourceAmended, present: Present) -> None:
    present.key("source", data.id)
    _free_address(present, data)


@admit.register
def _(data: IssueAmended, present: Present) -> None:
    key = present.key("issue", data.path)
    fixed = present.registry.entity(key).data.get("proposition")
    if fixed is not None and data.proposition != fixed and _is_spoken_of(present, key):
        raise RefusedError(
            f"the proposition of {data.path!r} is fixed, statements rest on it: {fixed!r}. "
            "Open another issue for another proposition"
        )


@admit.register
def _(data: MembershipBegan, present: Present) -> None:
    member, grouping = present.key("party", data.member), present.key("party", data.grouping)
    if present.registry.entity(grouping).data.get("kind") == PartyKind.STATE:
        raise RefusedError(f"{data.grouping!r} is a state and has no members; join a grouping or an organisation")
    counts = counts_from(data.on, present.zone)
    if any(each.grouping == grouping for each in present.snapshot().groupings(member, counts)):
        since = f" on {data.on}" if data.on else ""
        raise RefusedError(
            f"{data.member!r} belongs to {data.grouping!r}{since} already; "
            f"`tracker party show {data.member}` tells since when"
        )
    in_order(present, [*changes_in_force(present.connection), Change(counts, present.head + 1, member, grouping, True)])


@admit.register
def _(data: MembershipEnded, present: Present) -> None:
    member, grouping = present.key("party", data.member), present.key("party", data.grouping)
    began = [each.began for each in present.snapshot().memberships(member) if each.grouping == grouping]
    if not any(began):
        raise RefusedError(f"{data.member!r} never joined {data.grouping!r}; `tracker party join` records that first")
    counts = counts_from(data.on, present.zone)
    in_order(
        present, [*changes_in_force(present.connection), Change(counts, present.head + 1, member, grouping, False)]
    )


@admit.register(OfficeAssumed)
def _(data: OfficeAssumed, present: Present) -> None:
    present.key("person", data.person)
    present.key("party", data.party)


@admit.register
def _(data: OfficeLeft, present: Present) -> None:
    if not present.has_held(data.person, data.party, data.title):
        raise RefusedError(f"{data.person!r} never was {data.title!r} of {data.party!r}; record the office first")


def _free(present: Present, noun: Noun, entity_id: str) -> None:
    if present.is_known(noun, entity_id):
        raise RefusedError(
            f"{noun} {entity_id!r} is registered already; `tracker {noun} show {entity_id}` shows it, "
            f"`tracker {noun} amend {entity_id}` changes what is said of it"
        )


def _free_address(present: Present, data: SourceAdded | SourceAmended) -> None:
    taken = None if data.url is None else present.registry.source_at(data.url)
    if taken not in {None, data.id}:
        raise RefusedError(f"source {taken!r} has that address already; use it, or give the document's own address")


def in_order(present: Present, changes: list[Change]) -> None:
    """Let groupings be as these changes make them.

    Raises:
        RefusedError: a party would belong to itself, or they would nest too deep.
    """
    found = first_trouble(changes)
    if found is None:
        return
    since = "" if found.counts == ALWAYS else f" from {present.zone.day_of(found.counts - 1)} on"
    party = present.registry.id_of(found.party)
    if found.why == "cycle":
        raise RefusedError(
            f"{party!r} would belong to itself{since}, which no grouping can; "
            f"`tracker party show {party}` lists who belongs where"
        )
    raise RefusedError(f"groupings would nest more than {DEPTH_MAX} deep{since}, at {party!r}; leave some of them out")


def _is_spoken_of(present: Present, issue: int) -> bool:
    """Say whether a statement in force is on the issue."""
    row = present.connection.execute("SELECT 1 FROM pairs WHERE issue = ? AND live > 0 LIMIT 1", (issue,)).fetchone()
    return row is not None
