"""Proposals as a sheet for people to decide in: a row a proposal, what it is on the left, what to fill in on the right.

What is filled in beforehand is what the proposal says, or what was decided about it. A cell that comes back as it went
out means what it meant, also where a spreadsheet's safety took something of it away: a line break, a leading sign.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from events.ids import handle
from events.vocabulary import RejectionReason
from tracker.exchange.csv_tables import csv_lines
from tracker.exchange.records import Shape, conditions_of
from tracker.exchange.tables import Column, Table, joined
from tracker.outward import spreadsheet_read, spreadsheet_safe
from tracker.reading.codings import Coded, Coding
from tracker.reading.registry import Entity
from tracker.reviewing import prefilled

__all__ = ["CONTENT", "SHEET", "Given", "as_csv", "as_jsonl", "changed", "decided", "proposed", "rows"]

CONTENT: Final = (
    "party", "speaker", "issue", "stance", "conditions", "act", "said", "until", "summary", "quotation"
)  # fmt: skip
"""What becomes the statement, or the coding."""
_PROPOSAL: Final = (
    "id",
    "proposal",
    "status",
    "source",
    "before",
    "words",
    "after",
    "mention",
    "form",
    "tier",
    "warnings",
)
_DECISION: Final = ("decision", "reason", "into")
_ALL: Final = (*_PROPOSAL, *_DECISION, *CONTENT, "note")
_OF_THE_FIRST: Final = ("status", "into", "note")
"""What a second coder is not to see, or cannot give."""

SHEET: Final = Shape(_ALL, ("id", "decision"))

Given = Mapping[str, Any]
"""Fields by name; texts, None, and for `conditions` several texts."""


def rows(
    found: Iterable[Coded], source_of: Callable[[str], Entity], handle_of: Callable[[str], str], *, blind: bool = False
) -> Iterator[dict[str, Any]]:
    """Yield a row for each proposal, every field in it.

    Args:
        source_of: returns the source of that id.
        handle_of: returns the handle of the event of that id.
        blind: without what others decided; what an engine itself replaced is left out.
    """
    for each in found:
        proposal, decision = each.proposal, None if blind else each.decision
        if blind and proposal.reason == RejectionReason.SUPERSEDED:
            continue
        data = proposal.data
        given = {
            "id": proposal.event.id,
            "proposal": handle(proposal.seq),
            "status": proposal.status,
            "source": proposal.run.data.source,
            "before": data.prefix,
            "words": data.place.words,
            "after": data.suffix,
            "mention": data.mention and data.mention.words,
            "form": data.form.value,
            "tier": data.tier.value,
            "warnings": list(data.warnings),
        }
        before = proposed(prefilled(data, source_of(proposal.run.data.source)))
        row = {**given, **before, **(decided(decision, handle_of) if decision else {})}
        yield {name: row.get(name) for name in _ALL if not (blind and name in _OF_THE_FIRST)}


def proposed(fields: Given) -> dict[str, Any]:
    """Return what a proposal fills in of a row."""
    return {name: fields.get(name) for name in CONTENT}


def decided(coding: Coding, handle_of: Callable[[str], str]) -> dict[str, Any]:
    """Return what a decision or a coding fills in of a row; nothing where an engine replaced its own proposal."""
    if coding.reason == RejectionReason.SUPERSEDED:
        return {}
    if coding.into is not None:
        return {"decision": "merge", "into": handle_of(coding.into)}
    if coding.content is None:
        return {"decision": "reject", "reason": coding.reason, "note": coding.note}
    return {"decision": "accept", **proposed(coding.content.model_dump(mode="json"))}


def as_csv(found: Iterable[Mapping[str, Any]], *, blind: bool = False) -> Iterator[bytes]:
    """Yield the header line and the rows, their cells made safe."""
    names = [name for name in _ALL if not (blind and name in _OF_THE_FIRST)]
    cells = (tuple(_text(row[name]) or None for name in names) for row in found)
    return csv_lines(Table("proposals", tuple(Column(name, "", "") for name in names), cells))


def as_jsonl(found: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Yield an object a row, texts as they are."""
    return (json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in found)


def changed(row: Given, before: Given) -> dict[str, Any]:
    """Return what became of the fields `before` in a row that came back, without those that are as they were."""
    return {name: _typed(name, row[name]) for name in before if name in row and not _is_same(row[name], before[name])}


def _is_same(cell: Any, value: Any) -> bool:
    if isinstance(cell, list | tuple):
        return list(cell) == list(value or ())
    text = _text(value)
    return (cell or "").strip() in {text.strip(), spreadsheet_safe(text).strip()}


def _typed(name: str, cell: Any) -> Any:
    """Return what somebody meant by a cell."""
    text = spreadsheet_read(cell) if isinstance(cell, str) else cell
    if name == "conditions":
        return conditions_of(text)
    return text if text is None or name in {"quotation", "summary"} else text.strip()


def _text(value: Any) -> str:
    return (joined(value) or "") if isinstance(value, list | tuple) else value or ""
