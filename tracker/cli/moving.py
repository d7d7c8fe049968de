"""What moved: between two days of the world, between two states of our knowledge, and as a feed."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from tracker.cli import completion
from tracker.cli import options as opt
from tracker.cli.opening import opened, typed_axes, typed_date, typed_view
from tracker.cli.progress import progress
from tracker.cli.render import Answer, Column, Item, chosen_format, cut_line, emit
from tracker.cli.side_by_side import full_standing
from tracker.errors import RefusedError
from tracker.ledger import Ledger
from tracker.view import View

__all__ = ["changes", "diff"]


def diff(
    from_: Annotated[
        str | None, typer.Option("--from", metavar="D", help="The world as of then, against --to.", show_default=False)
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="D", help="The world as of then. Default: today.", show_default=False)
    ] = None,
    known_from: Annotated[
        str | None,
        typer.Option(
            "--known-from",
            metavar="K",
            help="What we knew then, against --known-to.",
            autocompletion=completion.handles,
        ),
    ] = None,
    known_to: Annotated[
        str | None,
        typer.Option(
            "--known-to",
            metavar="K",
            help="What we knew then. Default: all we know now.",
            autocompletion=completion.handles,
        ),
    ] = None,
    parties: opt.PartiesOption = None,
    issues: opt.IssuesOption = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", "--on", metavar="D", help="With --known-from: the day that is asked about.")
    ] = None,
    known_at: Annotated[
        str | None,
        typer.Option(
            "--known-at",
            metavar="K",
            help="With --from: what we knew then of both days.",
            autocompletion=completion.handles,
        ),
    ] = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Show which positions changed, how, and what made them: --from D (the world moved) or --known-from K (we learned).

    From the end of the one day to the end of the other. Inherited positions change too, when a grouping moves or a
    party joins or leaves it.
    """
    from tracker.reading.marks import LEGEND

    _one_of_both(from_, to, known_from, known_to, as_of, known_at)
    with opened(log) as ledger:
        before = typed_view(ledger, as_of if from_ is None else from_, known_from or known_at)
        after = typed_view(ledger, as_of if from_ is None else to, known_to or known_at)
        _in_order(before, after)
        with progress("Deriving positions") as tick:
            found = after.differences(before, *typed_axes(after, parties, issues), tick)
        items = [each.as_json() for each in found]
        chosen = chosen_format(form)
        if chosen in {opt.Format.CSV, opt.Format.TSV}:
            items = [_flat(item) for item in items]
        told = before.cut.as_json()
        learned = f"What we learned after {told['known_at']} (e{told['seq']})"
        title = learned if from_ is None else f"What changed after {told['as_of']}"
        more = {"from": told}
        emit(Answer("diff", items, _DIFF, after.cut, title, "nothing changed", LEGEND, more=more), form)


def _one_of_both(
    from_: str | None,
    to: str | None,
    known_from: str | None,
    known_to: str | None,
    as_of: str | None,
    known_at: str | None,
) -> None:
    """Let two days or two states of knowledge pass, never both: what moved would not be told from what we learned."""
    if from_ is None and known_from is None:
        raise RefusedError("name a beginning: --from D (the world moved since), or --known-from K (we learned since)")
    if from_ is not None and known_from is not None:
        raise RefusedError("--from and --known-from exclude each other; ask one question at a time")
    if from_ is not None and known_to is not None:
        raise RefusedError("--from takes --known-at K for what we knew of both days, not --known-to")
    if from_ is not None and as_of is not None:
        raise RefusedError("--from takes --to D for its second day, not --as-of")
    if known_from is not None and (to is not None or known_at is not None):
        raise RefusedError("--known-from takes --known-to K, and --as-of D for the day that is asked about")


def _in_order(before: View, after: View) -> None:
    if before.cut.until > after.cut.until or before.cut.seq > after.cut.seq:
        raise RefusedError(f"{cut_line(before.cut)} is later than {cut_line(after.cut)}; exchange the two")


def _flat(item: Item) -> dict[str, Any]:
    """Return a difference as one row."""
    sides = {f"{side}_{name}": each for side in ("before", "after") for name, each in item[side].items()}
    return {
        "party": item["party"],
        "issue": item["issue"],
        "movement": item["movement"],
        **sides,
        "because": _because(item),
    }


def changes(
    since: Annotated[
        str | None, typer.Option("--since", metavar="D", help="From that day on. Default: from the beginning.")
    ] = None,
    parties: opt.PartiesOption = None,
    issues: opt.IssuesOption = None,
    as_of: opt.AsOfOption = None,
    known_at: opt.KnownAtOption = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """List the movements of own positions, oldest first, each with the statements that made it; D's own day included.

    What a party inherits moves with its grouping, and when it joins or leaves; `tracker diff` shows that.
    """
    with opened(log) as ledger:
        view = typed_view(ledger, as_of, known_at)
        beginning = typed_date(ledger, since)
        with progress("Deriving positions") as tick:
            found = view.changes(beginning, *typed_axes(view, parties, issues), tick)
        items = [each.as_json() for each in found]
        if chosen_format(form) in {opt.Format.CSV, opt.Format.TSV}:
            items = [{**item, "before": _side(item["before"]), "after": _side(item["after"])} for item in items]
        title = "Changes" if beginning is None else f"Changes since {beginning}"
        emit(Answer("changes", items, _CHANGES, view.cut, title, _nothing_since(ledger, beginning)), form)


def _nothing_since(ledger: Ledger, beginning: str | None) -> str:
    if beginning is None:
        return "no movement of an own position on record"
    return f"no movement of an own position on record since {beginning}, in the time of {ledger.dossier.zone}"


def _because(item: Item) -> str:
    """Return the entries that made a difference, each with what it did."""
    return ", ".join(
        f"{each['entry']} {each['what']}" + (f" {each['statement']}" if each["statement"] else "")
        for each in item["because"]
    )


def _side(side: Item) -> str:
    """Return a position before or after, with its conditions."""
    conditions = f": {'; '.join(side['conditions'])}" if side["conditions"] else ""
    return f"{side['stance'] or 'none'}{conditions}"


def _moved(item: Item) -> str:
    """Return the movement; where nothing moved, what else differs."""
    if item["movement"] is not None:
        return str(item["movement"])
    return "lapsed" if item["after"]["lapsed"] and not item["before"]["lapsed"] else ""


def _arrow(item: Item) -> str:
    """Return both positions of a difference."""
    return f"{full_standing(item['before'])} → {full_standing(item['after'])}"


def _entries(item: Item) -> str:
    withdrawn = [f"{entry} withdrawn" for entry in item["withdrawals"]]
    return " ".join([*item["statements"], *withdrawn])


_DIFF = (
    Column("party on issue", lambda item: f"{item['party']} on {item['issue']}"),
    Column("movement", _moved),
    Column("before → after", _arrow),
    Column("because", _because),
)
_CHANGES = (
    Column("day", "day", whole=True),
    Column("party on issue", lambda item: f"{item['party']} on {item['issue']}"),
    Column("movement", "movement"),
    Column("before", lambda item: _side(item["before"]), spare=True),
    Column("after", lambda item: _side(item["after"])),
    Column("entries", _entries),
)
