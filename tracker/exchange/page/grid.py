"""Parties and issues side by side on the page, as of the day that the slider shows, and what its colours mean."""

from __future__ import annotations

from tracker.exchange.briefing import Briefing
from tracker.exchange.markup import Element, element
from tracker.exchange.page.standing import NONE, SIGNS, badge, short_standing
from tracker.reading.registry import Entity

__all__ = ["anchor", "day_shown", "grid", "legend"]


def anchor(entity: Entity) -> str:
    """Return the id of the section of a party or issue."""
    return f"{entity.noun}-{entity.id}"


def day_shown(briefing: Briefing) -> Element:
    """Return the as of that is shown: at first the cut's."""
    return element("span", str(briefing.stamp.as_json()["as_of"]), class_="day-shown")


def grid(briefing: Briefing) -> Element:
    """Return the grid: a row an issue, a column a party."""
    caption = element("caption", "Positions as of ", day_shown(briefing), id="grid-caption")
    heads = [_head(briefing, party, "col") for party in briefing.parties]
    head = element("thead", element("tr", element("th", "Issue", scope="col"), *heads))
    pairs = {(pair.party.id, pair.issue.id): pair for pair in briefing.pairs}
    rows: list[Element] = []
    for issue in briefing.issues:
        found = [pairs.get((party.id, issue.id)) for party in briefing.parties]
        cells = [_never() if pair is None else short_standing(pair) for pair in found]
        rows.append(element("tr", _head(briefing, issue, "row"), *cells))
    table = element("table", caption, head, element("tbody", *rows))
    return element("div", table, class_="scroll", role="region", tabindex=0, aria_labelledby="grid-caption")


def _never() -> Element:
    return element("td", badge(NONE, "no record"), data_stance=NONE)


def _head(briefing: Briefing, entity: Entity, scope: str) -> Element:
    """Return the head of a row or column; it leads to its section where it has one."""
    has_section = entity.noun == briefing.by
    label = element("a", entity.label, href=f"#{anchor(entity)}") if has_section else element("span", entity.label)
    return element("th", label, scope=scope)


def legend() -> Element:
    """Return every sign with its word."""
    words = {NONE: "no position on record"}
    return element(
        "ul", *(element("li", badge(stance, words.get(stance, stance))) for stance in SIGNS), class_="legend"
    )
