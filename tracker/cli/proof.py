"""Checkpoints and proofs: taking and signing one, proving with it, and verifying a log or a proof."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from events.errors import InvalidProofError
from events.ids import handle, seq_of_handle
from events.sqlite_log import SqliteLog
from tracker.cli import completion
from tracker.cli import options as opt
from tracker.cli.delivery import ForceOption, OutOption, deliver, free_path
from tracker.cli.opening import log_path, on_log, opened, sqlite_log
from tracker.cli.progress import progress
from tracker.cli.render import Answer, Column, emit, talk
from tracker.errors import RefusedError, UnknownEntryError, UnreadableError

if TYPE_CHECKING:
    from events.checkpoint import Checkpoint
    from events.note import Note, PublicKey
    from events.proof_file import Consistency, Inclusion
    from events.verify import Fault, Report

__all__ = ["checkpoint", "keygen", "prove", "verify"]

_FINDINGS = 1
_DAMAGED = 3
_FILE_BYTES_MAX = 1_000_001  # one more than is read of a note, so that a longer one is refused and not cut


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
    path = log_path(log)
    if out is not None:
        free_path(out, force=force)
    with_log = SqliteLog(path)
    try:
        with progress("Hashing") as tick:
            taken = checkpoint_of(with_log, tick)
    finally:
        with_log.close()
    note = Note(taken.text()) if key is None else key.sign(taken.text())
    item = {**_told(taken), "signed_by": [each.name for each in note.signatures], "note": note.content()}
    _hand_out("checkpoint", note.content(), item, ("size", "root", "signed_by"), out, form, force=force)
    if out is not None:
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

    log = SqliteLog(path)
    try:
        return origin_of(log)
    finally:
        log.close()


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
    kept, to = _kept(since, None), _kept(within, None)
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
    item = {**about, **_told(made.checkpoint), "hashes": len(made.path), "proof": made.content()}
    _hand_out("proof", made.content(), item, (*about, "size", "root", "hashes"), out, form, force=force)


def _seq(log: SqliteLog, word: str) -> int | None:
    """Return the seq of a handle or number; None for words that the ledger must look up."""
    seq = int(word) if word.isascii() and word.isdecimal() and len(word) < 19 else seq_of_handle(word)
    if seq is not None and not 1 <= seq <= log.head().seq:
        raise UnknownEntryError(word, log.head().seq)
    return seq


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
    public = None if key is None else _public_key(key)
    if proof is not None:
        _verify_proof(proof, against, public, form)
        return
    if public is not None and against is None:
        raise RefusedError("--key checks who signed a checkpoint; give that with --against, or a proof with --proof")
    kept = _kept(against, public)
    _verify_log(log_path(log), None if kept is None else kept[1], form)


def _verify_log(path: Path, kept: Checkpoint | None, form: opt.Format | None) -> None:
    from tracker.verifying import verify as verified

    with_log = SqliteLog(path)
    try:
        with progress("Verifying") as tick:
            report = verified(with_log, tick, kept)
    finally:
        with_log.close()
    compared = None if kept is None else _told(kept)
    _print_report(report.size, report.root, report.faults, {"against": compared}, form)
    if kept is None:
        talk(
            "Not compared with a checkpoint. Entries cut off at the end, an older copy, a history that was rewritten "
            "and hashed anew: these show only against one that was kept elsewhere (--against)."
        )
    if report.faults:
        talk(_advice(report))
        raise typer.Exit(_DAMAGED)


_DERIVED = frozenset({"projection", "tree"})


def _advice(report: Report) -> str:
    told = f"{len(report.faults)} faults in {report.size} events; "
    if {each.fault for each in report.faults} <= _DERIVED:
        return f"{told}the events themselves are whole, and `tracker log rebuild` makes anew what is derived from them."
    return f"{told}keep this file as it is, and work on from a good copy."


def _verify_proof(proof: Path, against: Path | None, key: PublicKey | None, form: opt.Format | None) -> None:
    from events.proof_file import Inclusion, parse_proof
    from events.proving import faults_of_proof, proved

    if against is None and key is None:
        raise RefusedError(
            "a proof is worth what its checkpoint is worth: compare that with the one you kept (--against CHECKPOINT), "
            "or check who signed it (--key PUB)"
        )
    kept = _kept(against, None)
    with _naming(proof):
        made = parse_proof(_content(proof))
        if key is not None:
            key.check(made.note)
        faults = faults_of_proof(made, None if kept is None else kept[1])
    about: dict[str, Any] = (
        {"since": made.old} if not isinstance(made, Inclusion) else {"entry": handle(made.index + 1)}
    )
    if isinstance(made, Inclusion):
        about |= {"event": None if faults else proved(made)}
    size, root = made.checkpoint.size, made.checkpoint.root.hex()
    _print_report(size, root, faults, {"origin": made.checkpoint.origin, "proof": about}, form)
    if faults:
        raise typer.Exit(_FINDINGS)


def _print_report(
    size: int, root: str, faults: tuple[Fault, ...], more: dict[str, Any], form: opt.Format | None
) -> None:
    told = [{"seq": each.seq, "fault": each.fault, "detail": each.detail} for each in faults]
    good = {"ok": not told, "size": size, "root": root}
    whole = {"schema": "tracker/verify/1", **good, "faults": told, **more}
    if told:
        columns = tuple(Column(name, name) for name in ("seq", "fault", "detail"))
        emit(Answer("verify", told, columns, title=f"root {root}", whole=whole), form)
    else:
        emit(Answer("verify", [good], tuple(Column(name, name) for name in good), whole=whole), form)


def _told(found: Checkpoint) -> dict[str, Any]:
    return {"origin": found.origin, "size": found.size, "root": found.root.hex()}


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


def _kept(path: Path | None, key: PublicKey | None) -> tuple[Note, Checkpoint] | None:
    """Read a checkpoint from a file, which that key must have signed, if one is given."""
    from events.checkpoint import note_of_checkpoint

    if path is None:
        return None
    with _naming(path):
        note, found = note_of_checkpoint(_content(path))
        if key is not None:
            key.check(note)
    return note, found


def _public_key(text: str) -> PublicKey:
    from events.note import PublicKey

    path = Path(text)
    if not path.is_file():
        return PublicKey.parse(text)
    with _naming(path):
        return PublicKey.parse(_content(path).decode(errors="replace"))


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_FILE_BYTES_MAX)
    except OSError as error:
        raise UnreadableError(f"cannot read {path}: {error.strerror}; give the path of a file") from None


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Let what is wrong with a file be told with its name."""
    try:
        yield
    except InvalidProofError as error:
        raise InvalidProofError(f"{path}: {error}") from None
