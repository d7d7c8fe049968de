"""What only the record and the clock can tell of an event. Every event passes here before it is appended.

`admit` has one case per kind and either lets the event pass or raises RefusedError (or UnknownNameError), whose
sentence says what to do instead.
"""

from __future__ import annotations

from functools import singledispatch

from events.clock import Instant, instant_text
from events.envelope import RecordedEvent
from events.ids import handle, parent_path
from events.kinds import (
    VOIDABLE,
    DossierAmended,
    DossierOpened,
    EntryVoided,
    EventData,
    FindingAcknowledged,
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
    PositionAsserted,
    SourceAdded,
    SourceAmended,
    StatementContent,
    StatementCorrected,
    StatementRecorded,
    StatementRetracted,
    StatementWithdrawn,
)
from events.periods import ALWAYS, Zone, period_of
from events.vocabulary import PartyKind
from tracker.errors import RefusedError
from tracker.groupings import DEPTH_MAX, Change, changes_in_force, first_trouble
from tracker.present import Present
from tracker.projections.belonging import counts_from
from tracker.reading.assertions import found_on
from tracker.reading.entries import voided_by
from tracker.reading.registry import Noun

__all__ = ["admit"]


@singledispatch
def admit(data: EventData, present: Present) -> None:
    """Let an event of this content come next, or raise.

    Raises:
        RefusedError: it is against the rules of the record.
        UnknownNameError: it names what is not registered.
    """
    raise TypeError(f"no rule admits {type(data).__name__}")


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
    _in_order(
        present, [*changes_in_force(present.connection), Change(counts, present.head + 1, member, grouping, True)]
    )


@admit.register
def _(data: MembershipEnded, present: Present) -> None:
    member, grouping = present.key("party", data.member), present.key("party", data.grouping)
    began = [each.began for each in present.snapshot().memberships(member) if each.grouping == grouping]
    if not any(began):
        raise RefusedError(f"{data.member!r} never joined {data.grouping!r}; `tracker party join` records that first")
    counts = counts_from(data.on, present.zone)
    _in_order(
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


@admit.register
def _(data: StatementRecorded, present: Present) -> None:
    _check_content(present, data, present.now())


@admit.register
def _(data: StatementCorrected, present: Present) -> None:
    original = present.statement(data.statement)
    if present.content(original) == data.content:
        raise RefusedError(f"{handle(original.seq)} says that already; give the option that is to change")
    _check_content(present, data.content, original.recorded_at)
    taken = present.snapshot().withdrawal(original.seq)
    if taken is not None:
        _not_before_said(present, original, data.content, taken.said_on)


@admit.register
def _(data: StatementRetracted, present: Present) -> None:
    present.statement(data.statement)


@admit.register
def _(data: StatementWithdrawn, present: Present) -> None:
    original = present.statement(data.statement)
    taken = present.snapshot().withdrawal(original.seq)
    if taken is not None:
        raise RefusedError(
            f"{handle(original.seq)} was withdrawn on {taken.said_on} already ({handle(taken.seq)}); "
            f"if that is wrong, `tracker void {handle(taken.seq)}` first"
        )
    _not_later_than(present, "the withdrawal", data.on, present.now())
    _not_before_said(present, original, present.content(original), data.on)


@admit.register
def _(data: PositionAsserted, present: Present) -> None:
    party, issue = present.key("party", data.party), present.key("issue", data.issue)
    found, _ = found_on(present.snapshot(), present.zone, party, issue, data.as_of)
    if found != data.stance:
        raise RefusedError(
            f"the position of {data.party!r} on {data.issue!r} as of {data.as_of} is {found}, not {data.stance}; "
            "an assertion must hold when it is made"
        )


@admit.register
def _(data: FindingAcknowledged, present: Present) -> None:
    entries = [handle(present.entry(each).seq) for each in data.about]
    before = present.acknowledgement(data.finding, data.about)
    if before is not None:
        raise RefusedError(
            f"the {data.finding} of {', '.join(entries)} was acknowledged by {handle(before)} already; "
            f"`tracker show {handle(before)}` tells why"
        )


@admit.register
def _(data: EntryVoided, present: Present) -> None:
    target = present.entry(data.target)
    if isinstance(target.data, StatementRecorded):
        raise RefusedError(f"{handle(target.seq)} is a statement; `tracker retract {handle(target.seq)}` takes it out")
    if not isinstance(target.data, VOIDABLE):
        raise RefusedError(
            f"{handle(target.seq)} ({target.data.kind}) cannot be voided; leave it, and record what is right now"
        )
    gone = voided_by(present.connection, target)
    if gone is not None:
        raise RefusedError(f"{handle(target.seq)} was voided by {handle(gone)} already")
    _nothing_rests_on(present, target)


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


def _check_content(present: Present, content: StatementContent, first_recorded: Instant) -> None:
    present.key("party", content.party)
    present.key("issue", content.issue)
    present.key("source", content.source)
    if content.speaker is not None:
        present.key("person", content.speaker)
    _not_later_than(present, "what was said", content.said, first_recorded)
    if content.until is not None:
        zone = present.zone
        if period_of(content.until, zone).ends <= period_of(content.said, zone).begins:
            raise RefusedError(f"until {content.until} lies before said {content.said}; an offer ends after it is made")


def _not_later_than(present: Present, what: str, said: str, recorded: Instant) -> None:
    if period_of(said, present.zone).begins > recorded:
        raise RefusedError(
            f"{what} on {said} would lie after its recording on {instant_text(recorded)}; "
            "nobody can have known it. Check the year, or record it when it has happened"
        )


def _not_before_said(present: Present, original: RecordedEvent, content: StatementContent, on: str) -> None:
    if period_of(on, present.zone).ends <= period_of(content.said, present.zone).begins:
        raise RefusedError(
            f"{handle(original.seq)} was said {content.said} and cannot have been withdrawn before, on {on}"
        )


def _in_order(present: Present, changes: list[Change]) -> None:
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


def _nothing_rests_on(present: Present, target: RecordedEvent) -> None:
    data = target.data
    if isinstance(data, MembershipBegan | MembershipEnded):
        _in_order(present, [each for each in changes_in_force(present.connection) if each.seq != target.seq])
    found = None
    if isinstance(data, PartyRegistered):
        found = _use_of_party(present, target.seq)
    elif isinstance(data, IssueOpened):
        found = _use_of_issue(present, target.seq, data.path)
    elif isinstance(data, PersonRegistered | SourceAdded):
        found = _use_of_cited(present, target.seq)
    elif isinstance(data, MembershipBegan | OfficeAssumed):
        found = _end_of(present, target.seq, data)
    if found is not None:
        raise RefusedError(f"{handle(target.seq)} cannot be voided, {found} rests on it; take that out first")


def _use_of_party(present: Present, key: int) -> str | None:
    member = "SELECT seq FROM memberships WHERE (member = ?1 OR grouping = ?1) AND voided IS NULL"
    return (
        _first(present, "statement", "SELECT statement FROM timeline WHERE party = ?1 AND dead IS NULL", key)
        or _first(present, "membership", member, key)
        or _first(present, "office", "SELECT seq FROM offices WHERE party = ?1 AND voided IS NULL", key)
        or _first(present, "assertion", "SELECT seq FROM assertions WHERE party = ?1 AND voided IS NULL", key)
    )


def _use_of_issue(present: Present, key: int, path: str) -> str | None:
    found = _first(
        present,
        "statement",
        "SELECT statement FROM pairs JOIN timeline USING (party, issue) WHERE issue = ?1 AND dead IS NULL",
        key,
    )
    found = found or _first(present, "assertion", "SELECT seq FROM assertions WHERE issue = ?1 AND voided IS NULL", key)
    if found is not None:
        return found
    below = next((each.id for each in present.registry.every("issue") if parent_path(each.id) == path), None)
    return None if below is None else f"the issue {below!r}"


def _use_of_cited(present: Present, key: int) -> str | None:
    return _first(present, "statement", "SELECT statement FROM citations WHERE entity = ?1", key) or _first(
        present, "office", "SELECT seq FROM offices WHERE person = ?1 AND voided IS NULL", key
    )


def _end_of(present: Present, seq: int, data: MembershipBegan | OfficeAssumed) -> str | None:
    """Return the recorded end of a membership or office of which no other beginning is on record."""
    table, began, pair = (
        ("memberships", "began", "member, grouping")
        if isinstance(data, MembershipBegan)
        else ("offices", "assumed", "person, party, title")
    )
    same = f"SELECT seq FROM {table} WHERE ({pair}) = (SELECT {pair} FROM {table} WHERE seq = ?1) AND voided IS NULL"  # noqa: S608 - names of ours
    if present.connection.execute(f"{same} AND {began} AND seq <> ?1 LIMIT 1", (seq,)).fetchone():
        return None
    return _first(present, "its end", f"{same} AND NOT {began}", seq)


def _first(present: Present, what: str, query: str, key: int) -> str | None:
    row = present.connection.execute(f"{query} LIMIT 1", (key,)).fetchone()
    return f"{what} {handle(row[0])}" if row else None
