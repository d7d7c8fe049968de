"""`tracker log backup` and `tracker log doctor`: a safe copy of the file, and what the file stands on."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from events.sqlite_log import SqliteLog
from tracker.cli import options as opt
from tracker.cli.opening import log_path
from tracker.cli.progress import progress
from tracker.cli.render import Answer, Column, emit, talk

__all__ = ["backup", "doctor"]

_FINDINGS = 1


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy goes; a new file.")],
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Copy the log to one complete file while others read and write it, and check the copy.

    The copy is of one moment, whatever is written meanwhile. Copies of sources lie in a folder of their own and are
    not part of it.
    """
    from events.backup import backup as copied
    from tracker.archive.notes import folder_of

    path = log_path(log)
    with closing(SqliteLog(path)) as source, progress("Checking the copy") as tick:
        head = copied(source, file, tick)
    columns = (Column("backup", "backup"), Column("entries", "entries"))
    emit(
        Answer("backup", [{"log": str(path), "backup": str(file), "entries": head.seq}], columns, title="copied"), form
    )
    folder = folder_of(path)
    if folder.is_dir():
        talk(f"The copies of sources in {folder} are not part of it; copy that folder too.")


def doctor(log: opt.LogOption = None, form: opt.FormatOption = None) -> None:
    """Look at what the log's file stands on: SQLite, settings, rights, room, file system. Exit 1 if something is wrong.

    Changes nothing. Whether the entries are what was recorded is for `tracker log verify` to say.
    """
    from tracker.doctor import examine

    with closing(SqliteLog(log_path(log))) as examined:
        found = list(examine(examined))
    wrong = [each for each in found if each.state == "wrong"]
    columns = (Column("what", "what", whole=True), Column("state", "state", whole=True), Column("detail", "detail"))
    more = {"ok": not wrong}
    emit(Answer("doctor", [each.as_json() for each in found], columns, title=str(log_path(log)), more=more), form)
    if wrong:
        raise typer.Exit(_FINDINGS)
