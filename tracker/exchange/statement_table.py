"""The table `statements`: every statement in force at the cut, as known then."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from typing import Final

from events.clock import instant_text
from events.ticking import Tick
from events.vocabulary import SCALE
from tracker.exchange.tables import Column, Row, Table, instant_cell, joined
from tracker.reading.registry import Entity, Noun
from tracker.reading.stated import Stated
from tracker.view import View

__all__ = ["COLUMNS", "statement_table"]

_SAID: Final = "2025, 2025-09, 2025-09-05, ../2025-09-05 (no later than), 2025-09-05T14:30+10:00"
_INSTANT: Final = "an instant, UTC"

COLUMNS: Final = (
    Column("statement", "the statement's entry in the log", "a handle such as e42"),
    Column("id", "the statement's id, which no correction changes", "an id"),
    Column("party", "who said it", "an id"),
    Column("party_name", "what the party was called at the cut", "a name"),
    Column("issue", "what it is about", "a path"),
    Column("issue_title", "what the issue was called at the cut", "a title"),
    Column("stance", "where it puts the party on the issue's proposition", "see the words under stance"),
    Column("scale", "the stance on the scale; empty for those beside it", "from -2 (opposes) to 2 (supports)"),
    Column("conditions", "what supports-if and opposes-unless depend on", "texts joined by '; '"),
    Column("act", "the speech act", "see the words under act; may be empty"),
    Column("speaker", "who spoke for the party", "an id; may be empty"),
    Column("speaker_name", "what the speaker was called at the cut", "a name; may be empty"),
    Column("said", "when it was said, as precisely as the source has it", _SAID),
    Column("said_from", "the first second at which it may have been said", f"{_INSTANT}; empty: no beginning known"),
    Column("said_until", "the first second by which it had been said; it counts from then on", _INSTANT),
    Column("until", "the last day on which an offer stands", "a day; may be empty"),
    Column("quotation", "the words themselves, on one line", "a text; may be empty"),
    Column("summary", "what was said, in the coder's words, on one line", "a text; may be empty"),
    Column("language", "the language of the quotation", "a tag such as en; may be empty"),
    Column("source", "the document that reports it", "an id"),
    Column("source_title", "its title, as described at the cut", "a text"),
    Column("source_publisher", "its publisher", "a name; may be empty"),
    Column("source_url", "its address", "a web address; may be empty"),
    Column("source_published", "when it was published", f"{_SAID}; may be empty"),
    Column("status", "whether it counts at the cut", "see the words under status"),
    Column("withdrawn_on", "when the party took it back, as recorded", f"{_SAID}; may be empty"),
    Column("withdrawn_from", "from when on it no longer counts", f"{_INSTANT}; may be empty"),
    Column("first_recorded_at", "when the statement was recorded first", _INSTANT),
    Column("recorded_at", "when this content was recorded: at first, or by the last correction", _INSTANT),
    Column("recorded_by", "who recorded this content", "a name"),
    Column("seq", "the entry that brought this content", "a whole number"),
)


def statement_table(
    view: View, parties: Collection[str] = (), issues: Collection[str] = (), tick: Tick | None = None
) -> Table:
    """Return the statements in force by party, issue and when they count from; those retracted are gone.

    Raises:
        UnknownNameError, AmbiguousNameError: no such party or issue.
    """
    return Table("statements", COLUMNS, _rows(view, view.statements(parties, issues, tick)))


def _rows(view: View, statements: Iterator[Stated]) -> Iterator[Row]:
    @cache
    def told(noun: Noun, entity_id: str) -> Entity:
        return view.told(noun, entity_id)

    for each in statements:
        content = each.content
        speaker = None if content.speaker is None else told("person", content.speaker).label
        source = told("source", content.source).data
        yield (
            each.handle,
            each.original.id,
            content.party,
            told("party", content.party).label,
            content.issue,
            told("issue", content.issue).label,
            content.stance.value,
            SCALE.get(content.stance),
            joined(content.conditions),
            None if content.act is None else content.act.value,
            content.speaker,
            speaker,
            content.said,
            instant_cell(each.counting.begins),
            instant_cell(each.counting.ends),
            content.until,
            content.quotation,
            content.summary,
            content.language,
            content.source,
            *(source.get(name) for name in ("title", "publisher", "url", "published")),
            *_standing(each),
        )


def _standing(each: Stated) -> Row:
    """Return the cells from `status` on."""
    taken = each.withdrawal
    return (
        each.status,
        None if taken is None else taken.said_on,
        None if taken is None else instant_cell(taken.counts),
        instant_text(each.original.recorded_at),
        instant_text(each.event.recorded_at),
        each.event.recorded_by,
        each.event.seq,
    )
