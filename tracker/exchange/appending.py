"""New events as lines into a ledger: all of them, or none and every reason why."""

from __future__ import annotations

from typing import BinaryIO

from events.envelope import NewEvent
from events.errors import LogUnavailableError, RecordError
from events.log import Written
from events.ticking import Tick
from tracker.desk import Desk
from tracker.errors import BatchError, TrackerError, UnreadableError
from tracker.exchange.event_lines import read_new_events
from tracker.exchange.lines import count_lines
from tracker.ledger import Ledger

__all__ = ["append_lines"]


def append_lines(
    ledger: Ledger, file: BinaryIO, *, name: str, dry_run: bool = False, tick: Tick | None = None
) -> list[Written]:
    """Append the events of a JSONL file, in one transaction; one that is there already adds nothing.

    Args:
        file: open, and can be read twice from its start.
        name: what errors call the file.
        tick: is told the line reached, and of how many.

    Raises:
        BatchError: some lines are no events, or the record does not admit them; lists them all.
        UnreadableError: the file as a whole cannot be read.
    """

    def action(desk: Desk) -> None:
        file.seek(0)
        lines = count_lines(file) if tick else None
        faults: list[tuple[int, str]] = []
        total = 0
        for line, event in read_new_events(file, name):
            total += 1
            try:
                desk.add(_event(event))
            except LogUnavailableError:
                raise
            except (TrackerError, RecordError) as error:
                faults.append((line, str(error)))
            if tick is not None:
                tick(line, lines)
        if faults:
            raise BatchError(name, faults, total)

    return ledger.write(action, dry_run=dry_run)


def _event(read: NewEvent | str) -> NewEvent:
    if isinstance(read, str):
        raise UnreadableError(read)
    return read
