"""What the page says in words: where agreement is near, and party by party or issue by issue who stands where."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.exchange.briefing import Briefing, Pair, Section, behind
from tracker.exchange.briefing_words import (
    AGREEMENTS,
    NO_RECORD,
    agreement_words,
    moved_words,
    said_words,
    sides,
)
from tracker.exchange.markup import Element, element
from tracker.exchange.page.grid import anchor, day_shown
from tracker.exchange.page.standing import NONE, SIGNS, badge, full_standing, references
from tracker.exchange.page.timeline import timeline
from tracker.reading.agreement import Meeting
from tracker.reading.changes import Change
from tracker.reading.registry import Entity

__all__ = ["agreements", "pair_anchor", "section"]


def pair_anchor(pair: Pair) -> str:
    """Return the id of what is said of a pair."""
    return f"pair-{pair.number}"


def agreements(briefing: Briefing) -> Iterator[Element]:
    """Yield the issues from agreed to blocked, with who stands where; then what the words mean."""
    yield element("ol", *(_meeting(briefing, each) for each in briefing.meetings), class_="meetings")
    meant = {each.agreement for each in briefing.meetings}
    words = [element("p", element("b", word), f": {means}.") for word, means in AGREEMENTS.items() if word in meant]
    yield element("div", *words, class_="key")


def _meeting(briefing: Briefing, meeting: Meeting) -> Element:
    issue = briefing.names["issue", meeting.issue.id]
    has_section = briefing.by == "issue"
    label = element("a", issue.label, href=f"#{anchor(issue)}") if has_section else issue.label
    agreement = element("p", agreement_words(briefing, meeting), class_="agreement")
    return element(
        "li", element("div", element("h3", label), _proposition(issue), agreement), _sides(briefing, meeting)
    )


def _sides(briefing: Briefing, meeting: Meeting) -> Element:
    found = [(stance, ", ".join(names)) for stance, names in sides(briefing, meeting) if stance in SIGNS]
    return element("ul", *(element("li", badge(stance, stance), " ", names) for stance, names in found), class_="sides")


def _proposition(entity: Entity) -> Element | None:
    proposition = entity.data.get("proposition")
    return None if proposition is None else element("p", proposition, class_="proposition")


def section(briefing: Briefing, told: Section) -> Element:
    """Return all that is said of one party or issue."""
    heading = element("h3", told.subject.label, id=f"{anchor(told.subject)}-title")
    meeting = told.meeting
    content = [heading, _proposition(told.subject)]
    if meeting is not None and meeting.positions:
        words = agreement_words(briefing, meeting)
        content.append(
            element("p", f"Agreement as of {briefing.stamp.as_json()['as_of']}: {words}", class_="agreement")
        )
    if told.pairs:
        content.append(element("p", "Positions as of ", day_shown(briefing), class_="as-shown"))
        content.append(element("ul", *(_pair(briefing, told, pair) for pair in told.pairs), class_="pairs"))
        content.append(timeline(briefing, told, f"{anchor(told.subject)}-timeline"))
    if told.silent:
        names = ", ".join(each.label for each in told.silent)
        content.append(element("p", badge(NONE, NO_RECORD), f" {names}", class_="silent"))
    if told.changes:
        content.append(element("h4", f"Moved since {briefing.since}"))
        content.append(element("ul", *(_change(briefing, told, each) for each in told.changes), class_="changes"))
    return element(
        "section", *content, id=anchor(told.subject), class_="subject", aria_labelledby=f"{anchor(told.subject)}-title"
    )


def _pair(briefing: Briefing, told: Section, pair: Pair) -> Element:
    other = told.other(pair)
    about = element("div", element("h4", other.label), _proposition(other))
    declined = None
    if pair.declined is not None:
        as_of = briefing.stamp.as_json()["as_of"]
        words = f"Asked, and did not say: {said_words(pair.declined)} (as of {as_of})"
        declined = element("p", words, class_="declined")
    standing = element("div", full_standing(briefing, pair), declined)
    return element("li", about, standing, id=pair_anchor(pair))


def _change(briefing: Briefing, told: Section, change: Change) -> Element:
    """Return one movement: when, on what or by whom, from where to where, and because of what."""
    if told.subject.noun == "party":
        other = briefing.name("issue", change.issue)
    else:
        other = briefing.name("party", change.party)
    day = element("time", change.day.isoformat(), datetime=change.day.isoformat())
    moved = element("p", element("b", other), ": ", element("em", change.movement), class_="moved")
    steps = element("p", moved_words(change.move), class_="steps")
    evidence = element("p", *references(briefing, behind(change)), class_="evidence")
    return element("li", day, element("div", moved, steps, evidence))
