"""Checkpoints and proofs: taking one, the key that signs it, and proving with it. Verifying is `verifying`'s."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from events.ids import handle, seq_of_handle
from events.sqlite_log import SqliteLog
from tracker.cli import completion
from tracker.cli import options as opt
from tracker.cli.delivery import ForceOption, OutOption, deliver, free_path
from tracker.cli.kept import kept_checkpoint, told
from tracker.cli.opening import log_path, on_log, opened, sqlite_log
from tracker.cli.progress import progress
from tracker.cli.render import Answer, Column, emit, talk
from tracker.errors import RefusedError, UnknownEntryError

if TYPE_CHECKING:
    from events.proof_file import Consistency, Inclusion

__all__ = ["checkpoint", "keygen", "prove"]


def checkpoint(
    sign: Annotated[
        Path | None,
        typer.Option("--sign", metavar="KEY", help="Sign it with the key in this file.", show_default=False),
    ] = None,
    out: OutOption = None,
    force: ForceOption = False,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Write down how many entries the log has and their root: what somebody else keeps to prove things later.

    Three lines in the form of C2SP's checkpoints, signed or not. The root is made from every entry's bytes.
    """
    from events.checkpoint import checkpoint_of
    from events.note import Note
    from tracker.signing import read_key

    key = None if sign is None else read_key(sign)
    if out is not None:
        free_path(out, force=force)
    with closing(SqliteLog(log_path(log))) as opened_log, progress("Hashing") as tick:
        taken = checkpoint_of(opened_log, tick)
    note = Note(taken.text()) if key is None else key.sign(taken.text())
    item = {**told(taken), "signed_by": [each.name for each in note.signatures], "note": note.content()}
    _hand_out("checkpoint", note.content(), item, ("size", "root", "signed_by"), out, form, force=force)
    if out is not None and str(out) != "-":
        talk(on_log(f"Later: tracker log verify --against {out}", log))


def keygen(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the private key goes; FILE.pub the public one.")],
    name: Annotated[
        str | None,
        typer.Option("--name", metavar="N", help="What the key is called; by default as the log in its checkpoints."),
    ] = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Make a key that signs checkpoints, in a new file that only you can read; hand out the public one."""
    from tracker.signing import make_key

    public = make_key(file, name if name is not None else _origin(log_path(log)))
    item = {"name": public.name, "id": public.id.hex(), "public": public.text(), "file": str(file)}
    emit(Answer("key", [item], (Column("public key", "public"),), title=f"key in {file}"), form)
    talk(f"Keep {file} to yourself, and a copy of it; hand out {file}.pub.")
    talk(on_log(f"Next: tracker log checkpoint --sign {file} --out FILE", log))


def _origin(path: Path) -> str:
    from events.checkpoint import origin_of

    with closing(SqliteLog(path)) as log:
        return origin_of(log)


def prove(
    entry: Annotated[
        str | None,
        typer.Argument(
            metavar="[ENTRY]",
            help="The entry that is in the log: e42 or 42, `last`, or an id.",
            autocompletion=completion.entries,
        ),
    ] = None,
    since: Annotated[
        Path | None,
        typer.Option("--since", metavar="CHECKPOINT", help="Prove that the log only grew since this one, in a file."),
    ] = None,
    within: Annotated[
        Path | None,
        typer.Option(
            "--in",
            metavar="CHECKPOINT",
            help="The checkpoint, in a file, that the proof leads to; by default the log as it is now, unsigned.",
        ),
    ] = None,
    out: OutOption = None,
    force: ForceOption = False,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Write a proof that anybody can check without the log: of an entry, or that nothing changed since a checkpoint."""
    from events.proving import prove_consistency, prove_inclusion

    if (entry is None) == (since is None):
        raise RefusedError("name the entry to prove, or with --since the checkpoint since which nothing changed")
    kept, to = kept_checkpoint(since), kept_checkpoint(within)
    with opened(log) as ledger:
        made: Inclusion | Consistency
        about: dict[str, Any]
        if kept is not None:
            made = prove_consistency(sqlite_log(ledger), kept[1], to)
            about = {"since": kept[1].size}
        else:
            assert entry is not None, "one of the two is given"  # noqa: S101 - tells mypy
            seq = _seq(sqlite_log(ledger), entry)
            seq = ledger.at().account(entry).event.seq if seq is None else seq
            made = prove_inclusion(sqlite_log(ledger), seq, to)
            about = {"entry": handle(seq)}
    item = {**about, **told(made.checkpoint), "hashes": len(made.path), "proof": made.content()}
    _hand_out("proof", made.content(), item, (*about, "size", "root", "hashes"), out, form, force=force)


def _seq(log: SqliteLog, word: str) -> int | None:
    """Return the seq of a handle or number; None for words that the ledger must look up."""
    seq = int(word) if word.isascii() and word.isdecimal() and len(word) < 19 else seq_of_handle(word)
    if seq is not None and not 1 <= seq <= log.head().seq:
        raise UnknownEntryError(word, log.head().seq)
    return seq


def _hand_out(
    schema: str,
    content: str,
    item: dict[str, Any],
    columns: tuple[str, ...],
    out: Path | None,
    form: opt.Format | None,
    *,
    force: bool,
) -> None:
    """Write the file, or where there is none the content on stdout, unless its fields are asked for with --format."""
    if out is not None or form is None:
        deliver(content.encode(), out, force=force)
    if form is not None:
        emit(Answer(schema, [item], tuple(Column(name, name) for name in columns)), form)
