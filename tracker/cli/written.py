"""What every write prints: what was recorded, its handle, and the command that undoes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from events.codec import decode
from events.envelope import RecordedEvent
from events.ids import handle
from events.kinds import (
    EventData,
    IssueOpened,
    PartyRegistered,
    PersonRegistered,
    ProposalAccepted,
    StatementContent,
    StatementCorrected,
    StatementRecorded,
)
from events.log import Written
from events.periods import date_in
from events.text import name_key
from tracker.cli.opening import on_log
from tracker.cli.options import Format
from tracker.cli.phrases import says, undo, undo_correction
from tracker.cli.render import Answer, Column, emit, talk
from tracker.errors import ArchiveError
from tracker.ledger import Ledger
from tracker.reading.decisions import run_of
from tracker.reading.registry import Noun

if TYPE_CHECKING:
    from tracker.archive.notes import Archive

__all__ = ["handles_of", "print_written", "say_former_dates", "say_if_unchecked", "suggest_known", "written_item"]

_COLUMNS = (
    Column("entry", lambda item: handle(item["seq"])),
    Column("kind", "kind"),
    Column("recorded", "says"),
    Column("", lambda item: "already there" if item["already"] else ""),
)


def handles_of(ledger: Ledger, event_id: str) -> str:
    """Return the handle of the event of that id."""
    stored = ledger.log.get(event_id)
    return event_id if stored is None else handle(stored.seq)


def print_written(
    ledger: Ledger,
    written: Sequence[Written],
    wanted: Format | None,
    log: Path | None,
    *,
    dry_run: bool = False,
    undo_by: str | None = None,
) -> None:
    """Print what a write did; `log` as typed, so that the undo works on the same file.

    `undo_by` is the command that undoes it, where the events alone do not tell.
    """
    told = {each.event.id: handle(each.event.seq) for each in written}

    def handles(event_id: str) -> str:
        return told.get(event_id) or handles_of(ledger, event_id)

    items = [written_item(each.event, already=each.already) for each in written]
    shown = [{**item, "says": says(each.event.data, handles)} for item, each in zip(items, written, strict=True)]
    commands = [] if dry_run else _undoing(ledger, written) if undo_by is None else [undo_by]
    undoing = [on_log(each, log) for each in commands]
    if wanted is Format.JSON:
        emit(Answer("written", items, (), more={"undo": undoing, "dry_run": dry_run}), wanted)
    else:
        title = "would be recorded" if dry_run else "recorded"
        columns = _COLUMNS if any(each.already for each in written) else _COLUMNS[:-1]
        emit(Answer("written", shown, columns, title=title), wanted)
    _say_what_is_gone(ledger, written)
    if dry_run:
        talk("Dry run: nothing was recorded.")
    for command in undoing:
        talk(f"Undo: {command}")


def say_former_dates(ledger: Ledger, written: Sequence[Written]) -> None:
    """Say so where one correction gave several dates the place of one: perhaps only one of them was wrong."""
    former = sorted({date_in(_content_before(ledger, each.event).said) for each in written})
    if len(former) > 1:
        talk(f"These were said on {', '.join(former)}; --said-was D limits a correction to one of the dates.")


def say_if_unchecked(ledger: Ledger, events: Iterable[RecordedEvent]) -> None:
    """Warn, once, where the archive lacks a text that accepted words were taken from."""
    from tracker.archive.notes import archive_of

    archive, texts = archive_of(ledger), {}
    for event in events:
        if isinstance(event.data, ProposalAccepted):
            stored = ledger.log.get(event.data.proposal)
            assert stored is not None, "admission saw it"  # noqa: S101 - tells mypy
            run = run_of(ledger.log, decode(stored.body))
            texts[run.text] = run.source
    lacking = sorted({source for text, source in texts.items() if not _holds(archive, text)})
    if lacking:
        talk(
            f"warning: the archive does not hold the text of {', '.join(lacking)}, so what was accepted from it is not "
            "checked against it; `tracker source verify` does that once the copy is there again"
        )


def _holds(archive: Archive, text: str) -> bool:
    try:
        archive.text(text)
    except ArchiveError:
        return False
    return True


def _say_what_is_gone(ledger: Ledger, written: Sequence[Written]) -> None:
    """Say of statements that were there already which of them were retracted since; they stay so."""
    for each in written:
        if each.already and isinstance(each.event.data, StatementRecorded):
            entry = handle(each.event.seq)
            gone = ledger.at().account(entry).retraction
            if gone is not None:
                talk(f"{entry} is there already, but was retracted by {handle(gone.seq)}; record it under another id")


def suggest_known(ledger: Ledger, written: Sequence[Written]) -> None:
    """Say what names registered on the way are close to: they may be slips."""
    for each in written:
        if not each.already:
            _suggest(ledger, each.event.data)


def _suggest(ledger: Ledger, data: EventData) -> None:
    if not isinstance(data, PartyRegistered | PersonRegistered | IssueOpened):
        return
    noun: Noun = (
        "party" if isinstance(data, PartyRegistered) else "person" if isinstance(data, PersonRegistered) else "issue"
    )
    own, label = (data.path, data.title) if isinstance(data, IssueOpened) else (data.id, data.name)
    near = ledger.registry.near(noun, own, but={name_key(own), name_key(label), *map(name_key, data.aliases)})
    meant = [word for word in near if not word.startswith(own)]
    if meant:
        talk(f"New {noun} {own!r}; if you meant {' or '.join(map(repr, meant))}, undo it and record again.")


def written_item(event: RecordedEvent, *, already: bool = False) -> dict[str, Any]:
    """Return the item of `tracker/written/1`."""
    return {"kind": event.data.kind, "id": event.id, "seq": event.seq, "already": already}


def _undoing(ledger: Ledger, written: Sequence[Written]) -> list[str]:
    """Return the commands that undo a write, last first, corrections that changed the same back together."""
    new = [each.event for each in written if not each.already]
    single = [command for event in reversed(new) if (command := undo(event)) is not None]
    groups: dict[str, tuple[list[str], StatementContent, StatementContent]] = {}
    for event in new:
        if isinstance(event.data, StatementCorrected):
            before = _content_before(ledger, event)
            restoring = undo_correction([], event.data.content, before)
            entries, _, _ = groups.setdefault(restoring, ([], event.data.content, before))
            entries.append(handles_of(ledger, event.data.statement))
    return single + [undo_correction(*group) for group in groups.values()]


def _content_before(ledger: Ledger, event: RecordedEvent) -> StatementContent:
    assert isinstance(event.data, StatementCorrected), "the caller chose it"  # noqa: S101 - tells mypy
    stored = ledger.log.get(event.data.statement)
    assert stored is not None, "admission saw it"  # noqa: S101 - tells mypy
    view = ledger.at(known_at=handle(event.seq - 1))
    return view.account(handle(decode(stored.body).seq)).versions[-1].content
