"""The table `positions`: from when until when, known from when until when, a party's position on an issue was what.

A cut has at most one row of a pair: as_of_from <= as of < as_of_until, and known_from_seq <= seq < known_until_seq.
A pair without such a row has no position on record there. Of cuts later than the export's nothing is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Final

from events.clock import instant_text
from events.ids import seq_of_handle
from events.ticking import Tick
from events.vocabulary import SCALE
from tracker.exchange.tables import Column, Row, Table, joined
from tracker.reading.phases import KnownPhase
from tracker.view import View

__all__ = ["COLUMNS", "counts_cell", "position_table"]

_MOMENT: Final = "a day, else a second (2025-09-05T12:29:59Z)"
_OPEN: Final = "empty: nothing ends it by the export's as of"

COLUMNS: Final = (
    Column("party", "whose position it is", "an id"),
    Column("issue", "on what", "a path"),
    Column("as_of_from", "the first as of that has this position", _MOMENT),
    Column("as_of_until", "the first as of that has it no longer", f"{_MOMENT}; {_OPEN}"),
    Column("day_from", "the first day as of which it is the position", "a day"),
    Column(
        "day_until", "the first day as of which it no longer is; day_from where no day ends with it", f"a day; {_OPEN}"
    ),
    Column("known_from", "the entry from which on it was known", "a handle such as e42"),
    Column("known_from_seq", "the number of that entry", "a whole number"),
    Column("known_from_at", "when that entry was recorded", "an instant, UTC"),
    Column("known_until", "the entry from which on something else was known", "a handle; empty: it is still known so"),
    Column("known_until_seq", "the number of that entry", "a whole number; may be empty"),
    Column("known_until_at", "when that entry was recorded", "an instant, UTC; may be empty"),
    Column("stance", "the position", "see the words under stance, and mixed"),
    Column("scale", "the stance on the scale; empty for those beside it", "from -2 (opposes) to 2 (supports)"),
    Column("conditions", "the conditions of the deciding statements, oldest first", "texts joined by '; '"),
    Column("basis", "whether it is the party's own", "see the words under basis"),
    Column("inherited_from", "the groupings whose own statements decide", "ids joined by '; '; may be empty"),
    Column("statements", "the statements that decide, oldest first", "handles joined by '; '"),
    Column("deciding", "how many of them take each stance", "such as supports 2; opposes 1"),
    Column("last_said", "when the latest of them was said", "as said in the table statements"),
    Column("stale", "whether more days have passed since then than the dossier's horizon", "true or false"),
    Column("lapsed", "whether every one of them is an offer whose last day is over", "true or false"),
)


def position_table(
    view: View, parties: Collection[str] = (), issues: Collection[str] = (), tick: Tick | None = None
) -> Table:
    """Return what every pair's position was when, as known when, up to the cut; by party, issue, known from, as of.

    Args:
        tick: is told how many pairs of party and issue are done, and out of how many.

    Raises:
        UnknownNameError, AmbiguousNameError: no such party or issue.
    """
    return Table("positions", COLUMNS, _rows(view, view.every_known_phase(parties, issues, tick)))


def _rows(view: View, phases: Iterator[KnownPhase]) -> Iterator[Row]:
    @cache
    def entry(handle: str | None) -> Row:
        """Return handle, seq and recorded_at of an entry; three empty cells for none."""
        seq = None if handle is None else seq_of_handle(handle)
        if seq is None:
            return None, None, None
        return handle, seq, instant_text(next(view.entries(seq - 1, seq)).recorded_at)

    for known in phases:
        phase = known.phase
        yield (
            phase.party,
            phase.issue,
            phase.begins,
            phase.ends,
            phase.first_day.isoformat(),
            None if phase.end_day is None else phase.end_day.isoformat(),
            *entry(known.known_from),
            *entry(known.known_until),
            phase.stance,
            SCALE.get(phase.stance),
            joined(phase.conditions),
            phase.basis,
            joined(phase.inherited_from),
            joined(phase.statements),
            counts_cell(phase.deciding),
            phase.last_said,
            phase.stale,
            phase.lapsed,
        )


def counts_cell(counts: Mapping[str, int]) -> str | None:
    """Return counts by stance in one cell."""
    return joined(f"{stance} {count}" for stance, count in counts.items())
