"""Rows into a ledger: all of them, or none and every reason why."""

from __future__ import annotations

import io
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from events.errors import LogUnavailableError, RecordError
from events.kinds import StatementRecorded
from events.log import Written
from events.ticking import Tick
from tracker.desk import Desk
from tracker.errors import BatchError, TrackerError, UnreadableError
from tracker.exchange.lines import count_lines
from tracker.exchange.rows import read_rows
from tracker.intents import Clerk
from tracker.ledger import Ledger

__all__ = ["ImportReport", "import_statements"]


@dataclass
class ImportReport:
    """What an import did: rows = added + already; `registered` counts what it introduced, by kind of event."""

    rows: int = 0
    added: int = 0
    already: int = 0
    retracted: list[int] = field(default_factory=list)
    """Seqs of those already there that were retracted since, and stay so."""
    registered: Counter[str] = field(default_factory=Counter)

    def note(self, written: Written) -> None:
        """Count one event that was laid down."""
        if not isinstance(written.event.data, StatementRecorded):
            self.registered[written.event.data.kind] += 1
        elif written.already:
            self.already += 1
            self.retracted.append(written.event.seq)
        else:
            self.added += 1


def import_statements(
    ledger: Ledger,
    source: str | Path | BinaryIO,
    *,
    create_missing: bool = False,
    dry_run: bool = False,
    name: str | None = None,
    tick: Tick | None = None,
) -> ImportReport:
    """Record the statements of a CSV or JSONL file, in one transaction.

    A row without an id has one made from what it says, so that the same file twice adds nothing.

    Args:
        source: a path, or an open binary file that can be read twice from its start.
        name: what errors call an open file.
        create_missing: register parties, issues, speakers and sources that are not known.
        tick: is told the line reached, and of how many.

    Raises:
        BatchError: some rows cannot be taken; lists them all, nothing was recorded.
        UnreadableError: the file as a whole cannot be read.
    """
    if not isinstance(source, str | Path):
        return _import(ledger, source, name or "the file", create_missing, dry_run, tick)
    with ExitStack() as stack:
        try:
            file = stack.enter_context(Path(source).open("rb"))
            rewindable = file if file.seekable() else io.BytesIO(file.read())
        except OSError as error:
            raise UnreadableError(
                f"cannot read {source}: {error.strerror}; give the path of a CSV or JSONL file"
            ) from None
        return _import(ledger, rewindable, str(source), create_missing, dry_run, tick)


def _import(
    ledger: Ledger, file: BinaryIO, name: str, create_missing: bool, dry_run: bool, tick: Tick | None
) -> ImportReport:
    report = ImportReport()

    def action(desk: Desk) -> None:
        file.seek(0)
        lines = count_lines(file) if tick else None
        vars(report).update(vars(ImportReport()))  # another try starts counting anew
        clerk = Clerk(desk, create=create_missing)
        faults: list[tuple[int, str]] = []
        for line, draft in read_rows(file, name):
            report.rows += 1
            try:
                if isinstance(draft, str):
                    raise UnreadableError(draft)
                clerk.import_row(draft)
            except LogUnavailableError:
                raise
            except (TrackerError, RecordError) as error:
                faults.append((line, str(error)))
            if tick is not None:
                tick(line, lines)
        if faults:
            raise BatchError(name, faults, report.rows)

    ledger.write(action, dry_run=dry_run, report=report.note)
    report.retracted = sorted(ledger.retracted().intersection(report.retracted))
    return report
