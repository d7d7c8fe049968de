"""`tracker init`: a new log."""

from __future__ import annotations

import shlex
from typing import Annotated

import typer

from events.codec import decode
from tracker.cli.opening import log_path
from tracker.cli.options import Format, FormatOption, LogOption
from tracker.cli.render import Answer, Column, emit, talk
from tracker.ledger import create_ledger

__all__ = ["init"]


def init(
    demo: Annotated[bool, typer.Option("--demo", help="Record the example negotiation in it.")] = False,
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
    events = []
    if demo:
        from tracker.seeding import DEMO_NAME, demo_events

        name = name or DEMO_NAME
        events = demo_events()
    with create_ledger(path, name=name, zone=zone, stale_after_days=stale_after, events=events) as ledger:
        size = ledger.log.head().seq
        dossier = ledger.dossier
        opened = decode(next(ledger.log.read(0, 1)).body)
    item = {"kind": opened.data.kind, "id": opened.id, "seq": 1, "already": False}
    shown = {**item, "log": str(path), "name": dossier.name, "entries": size}
    columns = (Column("log", "log"), Column("dossier", "name"), Column("entries", "entries"))
    is_json = form is Format.JSON
    emit(Answer("written", [item if is_json else shown], columns, title="started", more={"entries": size}), form)
    talk(f"Undo: rm {shlex.quote(str(path))}")
    if demo:
        talk("Ask: tracker position russia --as-of 2023-09-06")
    else:
        talk("Next: tracker record PARTY ISSUE STANCE --said D --source URL --new")
