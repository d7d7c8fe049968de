"""The log itself: show, rebuild, export, restore; its checkpoints and proofs stand in `proof`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer

from events.clock import instant_text
from events.codec import decode
from events.errors import DamagedLogError
from events.ids import handle, seq_of_handle
from events.sqlite_file import remove_log
from events.ticking import Tick, ticked
from tracker.cli import completion
from tracker.cli import options as opt
from tracker.cli.opening import log_path, opened, sqlite_log
from tracker.cli.phrases import says
from tracker.cli.progress import progress
from tracker.cli.render import Answer, Column, emit, talk
from tracker.cli.written import handles_of
from tracker.errors import RefusedError, UnreadableError
from tracker.ledger import Ledger

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True)

_FINDINGS = 1


@app.command()
def show(
    after: Annotated[
        str,
        typer.Option(
            "--after",
            metavar="ENTRY",
            help="Only what came after it, such as e42.",
            autocompletion=completion.handles,
        ),
    ] = "e0",
    last: Annotated[int | None, typer.Option("--last", metavar="N", min=1, help="Only the last N.")] = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """List entries, oldest first: what was recorded when, and by whom."""
    seq = 0 if after == "e0" else seq_of_handle(after)
    if seq is None:
        raise UnreadableError(f"--after {after[:40]!r} is no handle; write it as e42")
    with opened(log) as ledger:
        head = ledger.log.head().seq
        if last is not None:
            seq = max(seq, head - last)
        with progress("Reading") as tick:
            items = list(ticked(_entries(ledger, seq), tick, head - seq))
        empty = f"nothing after {after}; the last entry is e{head}"
        emit(Answer("log", items, _ENTRY, title=f"{ledger.dossier.name}, {head} entries", empty=empty), form)


def _entries(ledger: Ledger, after: int) -> Iterator[dict[str, Any]]:
    for stored in ledger.log.read(after):
        event = decode(stored.body)
        yield {
            "entry": handle(event.seq),
            "recorded_at": instant_text(event.recorded_at),
            "recorded_by": event.recorded_by,
            "kind": event.data.kind,
            "says": says(event.data, lambda event_id: handles_of(ledger, event_id)),
            "id": event.id,
        }


_ENTRY = (
    *(Column(name, name, whole=True) for name in ("entry", "recorded_at", "recorded_by")),
    Column("says", "says"),
)


@app.command()
def rebuild(log: opt.LogOption = None, form: opt.FormatOption = None) -> None:
    """Replay the log into new projections, compare digests, and put them in place. Exit 1 if anything differs."""
    from tracker.rebuild import rebuild as rebuilt

    with opened(log) as ledger, progress("Replaying") as tick:
        found = rebuilt(sqlite_log(ledger), tick)
    items = [
        {
            "projection": each.projection,
            "seq": each.seq,
            "stored": each.stored,
            "replayed": each.replayed,
            "same": each.same,
        }
        for each in found.replays
    ]
    failed = [{"entry": handle(each.seq), "asserted": each.asserted, "found": each.found} for each in found.failed]
    columns = (
        *(Column(name, name) for name in ("projection", "seq", "same")),
        Column("digest", lambda i: i["replayed"][:16]),
    )
    emit(Answer("rebuild", items, columns, title="replayed", more={"failed_assertions": failed, "ok": found.ok}), form)
    for each in failed:
        talk(f"{each['entry']} asserted {each['asserted']}; it is {each['found']}")
    if not found.ok:
        talk("Replay differs from what was stored; the replayed projections are in place now.")
        raise typer.Exit(_FINDINGS)


@app.command()
def export(log: opt.LogOption = None, form: opt.FormatOption = None) -> None:
    """Write the whole log on stdout, one event a line, byte for byte as stored and hashed: JSON lines, always."""
    from events.transfer import export_lines

    if form not in {None, opt.Format.JSON}:
        raise RefusedError(
            f"an export is JSON lines and has no {form} form; `tracker log show` lists entries in others"
        )
    with opened(log) as ledger, _progress_beside_stdout("Exporting") as tick:
        lines = ticked(export_lines(ledger.log), tick, ledger.log.head().seq)
        while chunk := b"".join(islice(lines, 1000)):
            sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()


def _progress_beside_stdout(label: str) -> AbstractContextManager[Tick | None]:
    """Return the progress of what writes as it goes: none where both would run into each other on the screen."""
    return nullcontext() if sys.stdout.isatty() else progress(label)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `tracker log export` wrote.")],
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Build from an export, in a new file only, the same log: the same entries, ids, instants and bytes."""
    from events.transfer import restore as restored
    from tracker.exchange.lines import count_lines

    path = log_path(log)
    try:
        with file.open("rb") as lines, progress("Restoring") as tick:
            built = restored(path, ticked(lines, tick, count_lines(lines) if lines.seekable() else None))
    except OSError as error:
        raise UnreadableError(f"cannot read {file}: {error.strerror}; give the file that `log export` wrote") from None
    head = built.head().seq
    try:
        with progress("Deriving positions") as tick, Ledger(built, tick=tick) as ledger:
            ledger.append([])  # lets the projections follow
    except DamagedLogError as error:
        remove_log(path)
        raise RefusedError(f"{file}: {error}. Restore the unchanged output of `tracker log export`") from None
    except BaseException:
        remove_log(path)  # as with a file that has no room: what was restored is not whole without what is derived
        raise
    columns = (Column("log", "log"), Column("entries", "entries"))
    emit(Answer("restored", [{"log": str(path), "entries": head}], columns, title="restored"), form)
