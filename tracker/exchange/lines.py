"""Input as numbered lines: strict UTF-8, a byte order mark dropped, ended by LF or CRLF and by nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from tracker.errors import UnreadableError

__all__ = ["count_lines", "numbered_lines"]

_BOM: Final = b"\xef\xbb\xbf"
_LINE_BYTES_MAX: Final = 1_000_000
_CHUNK_BYTES: Final = 1 << 20


def count_lines(file: BinaryIO) -> int:
    """Return how many line feeds the file has from where it stands; it stands there again afterwards."""
    start = file.tell()
    total = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(_CHUNK_BYTES), b""))
    file.seek(start)
    return total


def numbered_lines(raw: Iterable[bytes], name: str) -> Iterator[tuple[int, str]]:
    """Yield (line number from 1, text without its end) of every line that is not blank.

    U+2028 and its like are part of a text and end no line.

    Raises:
        UnreadableError: a line is not UTF-8 or longer than a million bytes.
    """
    for number, line in enumerate(raw, 1):
        body = (line.removeprefix(_BOM) if number == 1 else line).removesuffix(b"\n").removesuffix(b"\r")
        if len(body) > _LINE_BYTES_MAX:
            raise UnreadableError(f"{name}, line {number}: longer than {_LINE_BYTES_MAX:,} bytes; is this a text file?")
        try:
            text = body.decode()
        except UnicodeDecodeError as error:
            raise UnreadableError(
                f"{name}, line {number}: not UTF-8 (byte {error.start + 1}); save the file as UTF-8"
            ) from None
        if text.strip():
            yield number, text
