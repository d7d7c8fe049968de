"""`tracker init`: a new log."""

from __future__ import annotations

import shlex
from typing import Annotated

import typer

from events.codec import decode
from events.envelope import NewEvent
from tracker.cli.opening import log_path, on_log
from tracker.cli.options import Format, FormatOption, LogOption
from tracker.cli.render import Answer, Column, emit, talk
from tracker.cli.written import written_item
from tracker.errors import RefusedError
from tracker.ledger import create_ledger

__all__ = ["init"]


def init(
    demo: Annotated[bool, typer.Option("--demo", help="Record the example negotiation in it.")] = False,
    shifts: Annotated[
        bool, typer.Option("--shifts", help="With --demo: record an invented follow-up as well.")
    ] = False,
    name: Annotated[str | None, typer.Option("--name", metavar="N", help="What the dossier is called.")] = None,
    zone: Annotated[
        str, typer.Option("--zone", metavar="Z", help="The time zone in which its days are counted.")
    ] = "UTC",
    stale_after: Annotated[
        int,
        typer.Option("--stale-after", metavar="DAYS", help="After how many days without a word a position is stale."),
    ] = 180,
    log: LogOption = None,
    form: FormatOption = None,
) -> None:
    """Start a new log; an existing file is never touched."""
    path = log_path(log)
    called, events = _example(demo, shifts)
    with create_ledger(path, name=name or called, zone=zone, stale_after_days=stale_after, events=events) as ledger:
        events_recorded = [decode(stored.body) for stored in ledger.log.read()]
        dossier = ledger.dossier
    undo = f"rm {shlex.quote(str(path))} {shlex.quote(f'{path}.lock')}"
    if form is Format.JSON:
        items = [written_item(event) for event in events_recorded]
        emit(Answer("written", items, (), more={"undo": [undo], "dry_run": False}), form)
    else:
        started = {"log": str(path), "dossier": dossier.name, "entries": len(events_recorded)}
        emit(Answer("written", [started], tuple(Column(name, name) for name in started), title="started"), form)
    talk(f"Undo: {undo}")
    if shifts:
        talk("All that follows the example's one report is invented, for demonstration; its entries say so.")
        talk(on_log("Ask: tracker position russia --as-of 2025-11-20", log))
    elif demo:
        talk(on_log("Ask: tracker position russia --as-of 2023-09-06", log))
    else:
        talk(on_log("Next: tracker record PARTY ISSUE STANCE --said D --source URL --new", log))


def _example(demo: bool, shifts: bool) -> tuple[str | None, list[NewEvent]]:
    """Return what the new dossier is called where nobody names it, and what is recorded in it."""
    if not demo:
        if shifts:
            raise RefusedError("--shifts follows the example; give --demo as well: `tracker init --demo --shifts`")
        return None, []
    from tracker.seeding import DEMO_NAME, SHIFTS_NAME, demo_events, shifts_events

    if shifts:
        return SHIFTS_NAME, [*demo_events(), *shifts_events()]
    return DEMO_NAME, demo_events()
