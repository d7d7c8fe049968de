"""Where exported files go: to stdout, or to files that are there whole or not at all."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated

import typer

from tracker.cli.render import talk
from tracker.errors import RefusedError

__all__ = ["Content", "ForceOption", "OutOption", "deliver", "deliver_folder", "free_path"]

OutOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Where to; left out, or -: standard output.", show_default=False),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace a file that is there already; never a log.")]


Content = bytes | Iterable[bytes]
"""Bytes, or pieces of them as they are made."""


def deliver(content: Content, out: Path | None, *, force: bool = False, option: str = "--out") -> None:
    """Write the bytes to stdout, or to a new file, whole or not at all.

    Args:
        option: the one that named the file.

    Raises:
        RefusedError: the file is there already, or cannot be written.
    """
    if out is None or str(out) == "-":
        sys.stdout.buffer.writelines(_pieces(content))
        sys.stdout.buffer.flush()
    else:
        _deliver_all({out: content}, force=force, option=option)


def deliver_folder(contents: Mapping[str, Content], folder: Path, *, force: bool = False) -> None:
    """Write files of these names to a folder, made if it is not there: each whole, and none unless all can be written.

    Raises:
        RefusedError: one of them is there already, or cannot be written.
    """
    is_new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RefusedError(f"cannot write to {folder}: {error.strerror}; give another folder with --out") from None
    try:
        _deliver_all({folder / name: content for name, content in contents.items()}, force=force, option="--out")
    except BaseException:
        if is_new:
            with suppress(OSError):
                folder.rmdir()
        raise


def _deliver_all(contents: Mapping[Path, Content], *, force: bool, option: str) -> None:
    """Write every file beside its place, and put all in place once all are written."""
    for out in contents:
        free_path(out, force=force, option=option)
    with ExitStack() as stack:
        written = {out: _written_beside(out, content, stack, option) for out, content in contents.items()}
        sizes = {out: beside.stat().st_size for out, beside in written.items()}
        for out, beside in written.items():
            with _refusing(out, option):
                beside.replace(out)
    for out, size in sizes.items():
        talk(f"Wrote {out}, {size:,} bytes.")


def _written_beside(out: Path, content: Content, stack: ExitStack, option: str) -> Path:
    """Return a new file with the content in the same folder; it is gone when the stack ends, unless it was moved."""
    with _refusing(out, option), NamedTemporaryFile(dir=out.parent, prefix=f".{out.name}.", delete=False) as file:
        beside = Path(file.name)
        stack.callback(beside.unlink, missing_ok=True)
        file.writelines(_pieces(content))
    beside.chmod(0o644)
    return beside


def _pieces(content: Content) -> Iterable[bytes]:
    return (content,) if isinstance(content, bytes) else content


@contextmanager
def _refusing(out: Path, option: str) -> Iterator[None]:
    """Make a sentence of what the system has against writing the file."""
    try:
        yield
    except OSError as error:
        raise RefusedError(f"cannot write {out}: {error.strerror}; give another file with {option}") from None


def free_path(out: Path, *, force: bool, option: str = "--out") -> None:
    """Let a file be written there, or raise.

    Raises:
        RefusedError: something is there and may not be replaced.
    """
    if not out.exists():
        return
    if not out.is_file():
        raise RefusedError(f"{out} is a folder or no ordinary file; give the path of a new file with {option}")
    if _is_database(out):
        raise RefusedError(
            f"{out} is a SQLite file, perhaps a log, and is never replaced; give another file with {option}"
        )
    if not force:
        raise RefusedError(f"{out} is there already; give another file with {option}, or --force to replace it")


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\x00"
