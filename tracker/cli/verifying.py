"""Verifying: a log against itself and against what was kept of it, or a proof alone."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from events.ids import handle
from events.sqlite_log import SqliteLog
from tracker.cli import options as opt
from tracker.cli.kept import content_of, kept_checkpoint, naming, public_key, told
from tracker.cli.opening import log_path
from tracker.cli.progress import progress
from tracker.cli.render import Answer, Column, emit, talk
from tracker.errors import RefusedError

if TYPE_CHECKING:
    from events.checkpoint import Checkpoint
    from events.note import PublicKey
    from events.verify import Fault, Report

__all__ = ["verify"]

_FINDINGS: Final = 1
_DAMAGED: Final = 3
_DERIVED: Final = frozenset({"projection", "tree"})


def verify(
    against: Annotated[
        Path | None,
        typer.Option(
            "--against",
            metavar="CHECKPOINT",
            help="A checkpoint that was kept elsewhere, in a file.",
            show_default=False,
        ),
    ] = None,
    proof: Annotated[
        Path | None,
        typer.Option("--proof", metavar="FILE", help="Check this proof instead, without the log.", show_default=False),
    ] = None,
    key: Annotated[
        str | None,
        typer.Option(
            "--key",
            metavar="PUB",
            help="The public key, or its file, that must have signed the checkpoint.",
            show_default=False,
        ),
    ] = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Check every entry, what is derived from it, and whether it is still what a kept checkpoint says.

    Exit 3 if anything is wrong with the log. With --proof, check a proof alone; exit 1 if it does not hold.
    """
    public = None if key is None else public_key(key)
    if proof is not None:
        _verify_proof(proof, against, public, form)
        return
    if public is not None and against is None:
        raise RefusedError("--key checks who signed a checkpoint; give that with --against, or a proof with --proof")
    kept = kept_checkpoint(against, public)
    _verify_log(log_path(log), None if kept is None else kept[1], form)


def _verify_log(path: Path, kept: Checkpoint | None, form: opt.Format | None) -> None:
    from tracker.verifying import uncompared
    from tracker.verifying import verify as verified

    with closing(SqliteLog(path)) as log, progress("Verifying") as tick:
        report = verified(log, tick, kept)
        left_out = uncompared(log)
    more = {"against": None if kept is None else told(kept), "uncompared": left_out}
    _print_report({"size": report.size, "root": report.root}, report.faults, {}, more, form)
    if left_out is not None:
        talk(f"The derived tables were not compared: {left_out}")
    if kept is not None and not kept.size:
        talk("The checkpoint has no entries: every log continues it, and it shows nothing.")
    if kept is None:
        talk(
            "No checkpoint was given: a cut-off end, an older copy and a history hashed anew show only against one "
            "(--against)."
        )
    if report.faults:
        talk(_advice(report))
        raise typer.Exit(_DAMAGED)


def _advice(report: Report) -> str:
    count = len(report.faults)
    found = f"{count} {'fault' if count == 1 else 'faults'} in {report.size} events; "
    if {each.fault for each in report.faults} <= _DERIVED:
        return (
            f"{found}the events themselves are whole, and `tracker log rebuild` makes anew what is derived from them."
        )
    return f"{found}keep this file as it is, and work on from a good copy."


def _verify_proof(proof: Path, against: Path | None, key: PublicKey | None, form: opt.Format | None) -> None:
    from events.proof_file import Inclusion, parse_proof
    from events.proving import faults_of_proof, proved

    if against is None and key is None:
        raise RefusedError(
            "a proof is worth what its checkpoint is worth: compare that with the one you kept (--against CHECKPOINT), "
            "or check who signed it (--key PUB)"
        )
    kept = kept_checkpoint(against)
    with naming(proof):
        made = parse_proof(content_of(proof))
        if key is not None:
            key.check(made.note)
        faults = faults_of_proof(made, None if kept is None else kept[1])
    about: dict[str, Any]
    if isinstance(made, Inclusion):
        event = {} if faults else proved(made)
        about = {"entry": handle(made.index + 1), "event": event or None}
        shown = {"entry": about["entry"], "kind": event.get("kind"), "recorded_at": event.get("recorded_at")}
    else:
        about = shown = {"since": made.old}
    found = told(made.checkpoint)
    _print_report(found, faults, shown, {"origin": found["origin"], "proof": about}, form)
    if faults:
        raise typer.Exit(_FINDINGS)


def _print_report(
    log: dict[str, Any],
    faults: tuple[Fault, ...],
    shown: dict[str, Any],
    more: dict[str, Any],
    form: opt.Format | None,
) -> None:
    """Print the faults or, where there are none, one line that says so and `shown`; `more` is for JSON."""
    found = [{"seq": each.seq, "fault": each.fault, "detail": each.detail} for each in faults]
    good = {"ok": not found, "size": log["size"], "root": log["root"]}
    whole = {"schema": "tracker/verify/1", **good, "faults": found, **more}
    if found:
        columns = tuple(Column(name, name) for name in ("seq", "fault", "detail"))
        emit(Answer("verify", found, columns, title=f"root {good['root']}", whole=whole), form)
    else:
        item = {"ok": True, **shown, "size": good["size"], "root": good["root"]}
        emit(Answer("verify", [item], tuple(Column(name, name) for name in item), whole=whole), form)
