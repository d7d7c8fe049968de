"""What the page's script reads: every position as its days, and the words it needs to show one."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Final

from tracker.exchange.briefing import Briefing, Pair, Span
from tracker.exchange.page.standing import SIGNS
from tracker.outward import safe

__all__ = ["as_script", "first_day", "page_data"]

_IN_MARKUP: Final = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
"""What could end a script, or begin something in it, written as JSON also may write it."""


def page_data(briefing: Briefing) -> dict[str, Any]:
    """Return the data as plain JSON values; texts are safe to be shown, days are ISO dates."""
    return {
        "stamp": briefing.stamp.as_json(),
        "first_day": first_day(briefing).isoformat(),
        "last_day": briefing.stamp.cut.day.isoformat(),
        "signs": SIGNS,
        "names": {entity_id: safe(each.label) for (noun, entity_id), each in briefing.names.items() if noun == "party"},
        "notes": briefing.numbers,
        "positions": [_position(pair) for pair in briefing.pairs],
    }


def first_day(briefing: Briefing) -> date:
    """Return the first day as of which anybody has a position."""
    return min((pair.spans[0].first_day for pair in briefing.pairs), default=briefing.stamp.cut.day)


def _position(pair: Pair) -> dict[str, Any]:
    return {
        "party": pair.party.id,
        "issue": pair.issue.id,
        "label": safe(f"{pair.party.label} on {pair.issue.label}"),
        "spans": list(map(_span, pair.spans)),
    }


def _span(span: Span) -> dict[str, Any]:
    phase = span.phase
    return {
        "first_day": span.first_day.isoformat(),
        "end_day": None if span.end_day is None else span.end_day.isoformat(),
        "since": span.since.isoformat(),
        "stance": phase.stance,
        "conditions": list(map(safe, phase.conditions)),
        "basis": phase.basis,
        "inherited_from": list(phase.inherited_from),
        "statements": list(phase.statements),
        "deciding": phase.deciding,
        "stale": phase.stale,
        "lapsed": phase.lapsed,
    }


def as_script(data: dict[str, Any]) -> str:
    """Return JSON that may stand inside a script element of HTML."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_IN_MARKUP)
