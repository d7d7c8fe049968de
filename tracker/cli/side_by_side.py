"""Parties beside each other: the grid, comparing, common ground."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from events.vocabulary import Stance
from tracker.cli import completion
from tracker.cli import options as opt
from tracker.cli.opening import opened, typed_axes, typed_names, typed_view
from tracker.cli.progress import progress
from tracker.cli.render import Answer, Column, Item, cell, chosen_format, emit
from tracker.cut import Cut
from tracker.errors import RefusedError
from tracker.movement import MIXED

if TYPE_CHECKING:
    from tracker.reading.agreement import Meeting
    from tracker.reading.grid import Grid

__all__ = ["common_ground", "compare", "full_standing", "grid", "standing"]


def grid(
    parties: opt.PartiesOption = None,
    issues: opt.IssuesOption = None,
    as_of: opt.AsOfOption = None,
    known_at: opt.KnownAtOption = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Show where every party stands on every issue: a word and its marks; no record is a dot, never a word."""
    from tracker.reading.marks import LEGEND

    with opened(log) as ledger:
        view = typed_view(ledger, as_of, known_at)
        with progress("Deriving positions") as tick:
            found = view.grid(*typed_axes(view, parties, issues), tick)
        title = "Where everyone stands"
        if chosen_format(form) is opt.Format.JSON:
            axes = {"parties": [each.id for each in found.parties], "issues": [each.id for each in found.issues]}
            emit(Answer("grid", [each.as_cell() for each in found.cells], (), view.cut, more=axes), form)
            return
        columns = [Column("issue", "issue", whole=True)]
        columns += [Column(each.id, each.id, whole=True, alike=True) for each in found.parties]
        emit(
            Answer(
                "grid",
                _rows(found, form),
                columns,
                view.cut,
                title,
                "no issues yet; `tracker issue add` opens one, `tracker record --new` too",
                foot=LEGEND,
                heads=["issue", *(each.id for each in found.parties), "statements"],
            ),
            form,
        )


def _rows(found: Grid, form: opt.Format | None) -> list[dict[str, str]]:
    """Return a row an issue and a cell a party: marked in a table, in words elsewhere."""
    from tracker.reading.marks import NO_RECORD

    is_table = chosen_format(form) is opt.Format.TABLE
    nothing = NO_RECORD if is_table else ""
    rows = []
    for issue in found.issues:
        told = {each.party: each.as_cell() for each in found.on(issue.id)}
        texts = {key: standing(each) if is_table else _spelt(each) for key, each in told.items()}
        row = {"issue": issue.id, **{each.id: texts.get(each.id, nothing) for each in found.parties}}
        rows.append(row if is_table else {**row, "statements": _rested_on(told.values())})
    return rows


def _rested_on(cells: Iterable[Mapping[str, Any]]) -> str:
    """Return the entries that decide, party by party."""
    return "; ".join(f"{each['party']}: {' '.join(each['statements'])}" for each in cells)


def standing(told: Mapping[str, Any]) -> str:
    """Return a position in a table: its word and its marks."""
    from tracker.reading.marks import MARKS, NO_RECORD, marks_of

    if told["stance"] is None:
        return NO_RECORD
    marks = "".join(MARKS[each] for each in marks_of(told))
    return f"{told['stance']} {marks}".rstrip()


def full_standing(told: Mapping[str, Any]) -> str:
    """Return a position in a table with its conditions."""
    conditions = f": {'; '.join(told['conditions'])}" if told["conditions"] else ""
    return f"{standing(told)}{conditions}"


def _spelt(told: Mapping[str, Any]) -> str:
    """Return a position in one cell of a spreadsheet: its word, and what else holds of it."""
    from tracker.reading.marks import marks_of

    more = [each for each in marks_of(told) if each not in {"conditional", "mixed"}]
    return f"{told['stance']} ({', '.join(more)})" if more else str(told["stance"])


def compare(
    parties: Annotated[
        list[str],
        typer.Argument(metavar="PARTY...", help="Two parties or more.", autocompletion=completion.parties),
    ],
    issues: opt.IssuesOption = None,
    as_of: opt.AsOfOption = None,
    known_at: opt.KnownAtOption = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Compare parties issue by issue: who agrees, how far apart they are, and which conditions stand between them."""
    with opened(log) as ledger:
        view = typed_view(ledger, as_of, known_at)
        chosen = list(dict.fromkeys(view.resolve("party", each).id for each in parties))
        if len(chosen) < 2:
            raise RefusedError(f"a comparison takes two parties or more; name another one beside {chosen[0]!r}")
        with progress("Deriving positions") as tick:
            found = [each for each in view.meetings(chosen, typed_names(view, "issue", issues), tick) if each.positions]
        columns = [
            Column("issue", "issue", whole=True),
            Column("agreement", "agreement", whole=True),
            Column("apart", lambda item: cell(item["distance"]), whole=True),
            *(Column(party, _of(party), alike=True) for party in chosen),
        ]
        _emit_meetings("compare", f"{', '.join(chosen)} compared", view.cut, found, columns, form, chosen)


def common_ground(
    parties: opt.PartiesOption = None,
    issues: opt.IssuesOption = None,
    as_of: opt.AsOfOption = None,
    known_at: opt.KnownAtOption = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """List the issues from agreed to blocked, with who stands where and who blocks."""
    with opened(log) as ledger:
        view = typed_view(ledger, as_of, known_at)
        with progress("Deriving positions") as tick:
            found = view.common_ground(*typed_axes(view, parties, issues), tick)
        _emit_meetings("common-ground", "Common ground", view.cut, found, _GROUND, form)


def _emit_meetings(
    schema: str,
    title: str,
    cut: Cut,
    found: Sequence[Meeting],
    columns: Sequence[Column],
    form: opt.Format | None,
    parties: Sequence[str] = (),
) -> None:
    from tracker.cli.heads import common_ground_heads
    from tracker.reading.marks import LEGEND

    items = [each.as_json() for each in found]
    if chosen_format(form) not in {opt.Format.JSON, opt.Format.TABLE}:
        items = [_flat(item, parties) for item in items]
    empty = "nobody has a position on record, as of that day"
    heads = common_ground_heads(parties)
    emit(Answer(schema, items, columns, cut, title, empty, foot=LEGEND, heads=heads), form)


def _flat(item: dict[str, Any], parties: Sequence[str]) -> dict[str, Any]:
    """Return an issue as one row; with a cell for each of the parties that are compared."""
    told = {each["party"]: _spelt(each) for each in item["positions"]}
    conditions = "; ".join(f"{each['party']}: {each['condition']}" for each in item["conditions"])
    head = {name: each for name, each in item.items() if name not in {"positions", "conditions", "agreeing"}}
    agreeing = "; ".join(", ".join(group) for group in item["agreeing"])
    more = {"agreeing": agreeing, "conditions": conditions, "statements": _rested_on(item["positions"])}
    return {**head, **{party: told.get(party, "") for party in parties}, **more}


def _of(party: str) -> Any:
    """Return what makes the cell of a party."""

    def text(item: Item) -> str:
        from tracker.reading.marks import NO_RECORD

        return next((full_standing(each) for each in item["positions"] if each["party"] == party), NO_RECORD)

    return text


def _who(item: Item) -> str:
    """Return who stands where, stance by stance, with what else holds of a position; without those that are silent."""
    from tracker.reading.marks import MARKS, marks_of

    camps: dict[str, list[str]] = {}
    for each in item["positions"]:
        marks = "".join(MARKS[mark] for mark in marks_of(each) if mark not in {"conditional", "mixed"})
        camps.setdefault(each["stance"], []).append(f"{each['party']} {marks}".rstrip())
    return "; ".join(f"{stance}: {', '.join(camps[stance])}" for stance in (*Stance, MIXED) if stance in camps)


def _verdict(item: Item) -> str:
    """Return the agreement, and who blocks it."""
    blockers = item["blockers"]
    if not blockers:
        return str(item["agreement"])
    return f"{item['agreement']} by {', '.join(blockers)}"


_GROUND = (
    Column("issue", "issue", whole=True),
    Column("agreement", _verdict),
    Column("apart", lambda item: cell(item["distance"]), whole=True),
    Column("who", _who),
)
