"""New events as JSONL: one object a line with `kind`, `data` and optionally `id`, `schema`, `caused_by`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from events.codec import parse_new, read_json
from events.envelope import NewEvent
from events.errors import RecordError
from tracker.errors import BatchError, UnreadableError
from tracker.exchange.lines import numbered_lines

__all__ = ["read_new_events"]


def read_new_events(raw: Iterable[bytes], name: str) -> Iterator[tuple[int, NewEvent]]:
    """Yield (line number, event).

    Raises:
        BatchError: at the end, with every line that is no event.
        UnreadableError: no line at all, or bytes that are no text.
    """
    faults: list[tuple[int, str]] = []
    total = 0
    for number, line in numbered_lines(raw, name):
        total += 1
        try:
            yield number, parse_new(read_json(line))
        except RecordError as error:
            faults.append((number, str(error)))
    if faults:
        raise BatchError(name, faults, total)
    if not total:
        raise UnreadableError(f"{name} is empty; expected one event a line, as JSON")
