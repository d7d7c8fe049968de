"""Registering parties, people, issues and sources; amending them; memberships and offices."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from events.envelope import NewEvent
from events.kinds import (
    EventData,
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
from events.log import Written
from events.periods import period_of
from tracker.desk import Desk
from tracker.errors import RefusedError
from tracker.intents import build
from tracker.ledger import Ledger
from tracker.reading.registry import Noun

__all__ = ["amend", "hold_office", "join", "leave", "register"]

_REGISTERED: Final[dict[Noun, type[EventData]]] = {
    "party": PartyRegistered,
    "person": PersonRegistered,
    "issue": IssueOpened,
    "source": SourceAdded,
}
_AMENDED: Final[dict[Noun, type[EventData]]] = {
    "party": PartyAmended,
    "person": PersonAmended,
    "issue": IssueAmended,
    "source": SourceAmended,
}


def register(
    ledger: Ledger, noun: Noun, fields: Mapping[str, Any], *, before_commit: Callable[[], None] | None = None
) -> list[Written]:
    """Register a party, person, issue or source; an issue brings its parents along, and has a title made for it.

    Args:
        before_commit: is called once the record admits it, before it stays; if that raises, nothing is recorded. May
            be called again, where somebody else appended meanwhile.

    Raises:
        RefusedError: a field is wrong, or the id is taken.
    """

    def action(desk: Desk) -> None:
        complete = dict(fields)
        if noun == "issue" and complete.get("title") is None:
            complete["title"] = desk.present.title_for(str(complete["path"]))
        desk.add(NewEvent(build(_REGISTERED[noun], complete)))
        if before_commit is not None:
            before_commit()

    return ledger.write(action)


def amend(
    ledger: Ledger,
    noun: Noun,
    text: str,
    changes: Mapping[str, Any],
    *,
    drop_aliases: Collection[str] = (),
    clear: Collection[str] = (),
    before_commit: Callable[[], None] | None = None,
) -> list[Written]:
    """Change what is said of something registered: fields that are None stay, `aliases` are added.

    Args:
        drop_aliases: aliases to take away.
        clear: fields that are to have no value any more.
        before_commit: as in `register`.

    Raises:
        UnknownNameError, AmbiguousNameError: nothing, or several, of that name.
        RefusedError: nothing changes, a field is wrong, or it is fixed.
    """

    def action(desk: Desk) -> None:
        entity = desk.present.registry.resolve(noun, text)
        new = {**entity.data, **{name: value for name, value in changes.items() if value is not None}}
        for name in clear:
            _check_clearable(noun, entity.id, name, new)
            del new[name]
        if "aliases" in entity.data:
            new["aliases"] = _aliases(entity.data["aliases"], changes.get("aliases") or (), drop_aliases)
        if new == entity.data:
            raise RefusedError(f"nothing changes for {noun} {entity.id!r}; give the option that is to change")
        desk.add(NewEvent(build(_AMENDED[noun], new)))
        if before_commit is not None:
            before_commit()

    return ledger.write(action)


_CLEARABLE: Final[dict[Noun, tuple[str, ...]]] = {
    "party": ("kind", "iso3", "wikidata"),
    "person": (),
    "issue": ("proposition",),
    "source": ("publisher", "url", "published", "retrieved", "sha256", "media_type"),
}


def _check_clearable(noun: Noun, entity_id: str, name: str, fields: Mapping[str, Any]) -> None:
    if name not in _CLEARABLE[noun]:
        words = ", ".join(_CLEARABLE[noun]) or "none"
        raise RefusedError(f"{name[:60]!r} cannot be cleared of {noun} {entity_id!r}; these can: {words}")
    if name not in fields:
        raise RefusedError(f"{noun} {entity_id!r} has no {name}; there is nothing to clear")


def _aliases(present: list[str], added: Collection[str], dropped: Collection[str]) -> list[str]:
    missing = [alias for alias in dropped if alias not in present]
    if missing:
        raise RefusedError(f"{missing[0]!r} is no alias of it; its aliases are {', '.join(present) or 'none'}")
    return [*(alias for alias in present if alias not in dropped), *(each for each in added if each not in present)]


def join(ledger: Ledger, member: str, grouping: str, *, began: str | None, ended: str | None) -> list[Written]:
    """Record that a party belongs to a grouping: from `began` (None: as long as anyone knows) until `ended`."""

    def action(desk: Desk) -> None:
        pair = _pair(desk, member, grouping)
        _in_order(desk, began, ended)
        events = [NewEvent(build(MembershipBegan, {**pair, "on": began}))]
        if ended is not None:
            events.append(NewEvent(build(MembershipEnded, {**pair, "on": ended})))
        desk.add_all(events)

    return ledger.write(action)


def _in_order(desk: Desk, began: str | None, ended: str | None) -> None:
    if began is None or ended is None:
        return
    zone = desk.present.zone
    if period_of(ended, zone).ends <= period_of(began, zone).begins:
        raise RefusedError(f"until {ended} lies before from {began}; exchange them, or give one of them alone")


def leave(ledger: Ledger, member: str, grouping: str, *, on: str) -> list[Written]:
    """Record that a party is out of a grouping as of `on`."""
    return ledger.write(
        lambda desk: desk.add(NewEvent(build(MembershipEnded, {**_pair(desk, member, grouping), "on": on})))
    )


def _pair(desk: Desk, member: str, grouping: str) -> dict[str, str]:
    registry = desk.present.registry
    return {"member": registry.resolve("party", member).id, "grouping": registry.resolve("party", grouping).id}


def hold_office(
    ledger: Ledger, person: str, party: str, title: str, *, began: str | None, ended: str | None
) -> list[Written]:
    """Record an office from `began` until `ended`; with `ended` alone, the end of one that is on record."""

    def action(desk: Desk) -> None:
        registry = desk.present.registry
        post = {
            "person": registry.resolve("person", person).id,
            "party": registry.resolve("party", party).id,
            "title": title,
        }
        _in_order(desk, began, ended)
        events = []
        if began is not None or ended is None or not desk.present.has_held(**post):
            events.append(NewEvent(build(OfficeAssumed, {**post, "on": began})))
        if ended is not None:
            events.append(NewEvent(build(OfficeLeft, {**post, "on": ended})))
        desk.add_all(events)

    return ledger.write(action)
