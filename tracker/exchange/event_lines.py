"""New events as JSONL: one object a line with `kind`, `data` and optionally `id`, `schema`, `caused_by`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from events.codec import parse_new, read_json
from events.envelope import NewEvent
from events.errors import RecordError
from tracker.errors import UnreadableError
from tracker.exchange.lines import numbered_lines

__all__ = ["read_new_events"]


def read_new_events(raw: Iterable[bytes], name: str) -> Iterator[tuple[int, NewEvent | str]]:
    """Yield (line number, event), or in the place of the event the sentence that says why it is none.

    Raises:
        UnreadableError: no line at all, or bytes that are no text.
    """
    empty = True
    for number, line in numbered_lines(raw, name):
        empty = False
        try:
            yield number, parse_new(read_json(line))
        except RecordError as error:
            yield number, str(error)
    if empty:
        raise UnreadableError(f"{name} is empty; expected one event a line, as JSON")
