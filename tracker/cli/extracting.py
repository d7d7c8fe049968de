"""`tracker extract`: proposals of statements from a text, pinned to their places in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from events.ids import handle
from events.periods import Zone, check_said
from tracker.cli import completion
from tracker.cli import options as opt
from tracker.cli.opening import log_path, on_log, opened
from tracker.cli.progress import patience
from tracker.cli.render import Answer, Column, Item, cell, emit, talk
from tracker.errors import NoTextError, RefusedError, UnreadableError
from tracker.outward import safe

if TYPE_CHECKING:
    from tracker.archive.extraction import Extracted
    from tracker.extraction.extractor import Extraction, Extractor
    from tracker.extraction.names import Names
    from tracker.proposing import Proposed

__all__ = ["extract"]

_REASONS_MAX = 6
"""So many reasons are told one by one."""


def extract(
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="SOURCE", help="Its archived copy is read: id or title.", autocompletion=completion.sources
        ),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="F", help="A text or HTML page instead of a source; with --dry-run."),
    ] = None,
    charset: Annotated[
        str | None, typer.Option("--charset", metavar="C", help="What the file is written in, if not in UTF-8.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the proposals and keep nothing.")] = False,
    published: Annotated[
        str | None,
        typer.Option(
            "--published",
            metavar="D",
            help="When the report says it was published. Default: the text's own dateline, where it has one.",
        ),
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option(
            "--engine",
            metavar="E",
            help="rules, spacy, llm, or one that a package brings. Default: the best installed.",
        ),
    ] = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Propose statements from a report: who, in what words, on which issue, each with its place in the text.

    The proposals are recorded and wait for `tracker review`; only what a human accepts becomes a statement. Reading
    the same text again adds nothing. With --file any text is read as `tracker source add` reads it, and nothing is
    recorded; without a log a speaker is then only a place in the text.
    """
    from tracker.extraction.engines import engine as engine_of

    extractor = engine_of(engine)
    if file is not None:
        _check_alone(file, source, dry_run=dry_run)
        _read_file(file, charset, extractor, published, log, form)
    elif source is None:
        raise RefusedError("name the source whose copy is to be read, or a text with --file F --dry-run")
    else:
        if published is not None:
            raise RefusedError(
                f"--published goes with --file; `tracker source amend {source} --published D` says it of a source"
            )
        if charset is not None:
            raise RefusedError(f"--charset goes with --file; `tracker source text {source} --charset C` reads a source")
        _read_source(source, extractor, log, form, dry_run=dry_run)


def _check_alone(file: Path, source: str | None, *, dry_run: bool) -> None:
    if source is not None:
        raise RefusedError("a source and --file both name a text; leave out one")
    if not dry_run:
        raise RefusedError(
            "proposals are kept for sources only: add --dry-run to see them, "
            f"or `tracker source add ID --file {file}` and then `tracker extract ID`"
        )


def _read_file(
    file: Path,
    charset: str | None,
    extractor: Extractor,
    published: str | None,
    log: Path | None,
    form: opt.Format | None,
) -> None:
    from tracker.cli.ahead import tell_if_ahead, tell_if_dated_ahead
    from tracker.extraction import guard

    read = _read(file, charset)
    names, zone = _names(log)
    said = None if published is None else check_said(published)
    with _patience(extractor):
        found = guard.extract(extractor, read.text, names, said)
    emit(_drafts(file.name, read.text, extractor, found), form)
    _tell(found)
    if published is not None:
        tell_if_ahead(file.name, published, zone)
        return
    tell_if_dated_ahead(file.name, read.text, zone)
    if read.published is not None:
        talk(f"The copy says it was published {read.published}; --published {read.published} dates it so.")


def _read_source(
    source: str, extractor: Extractor, log: Path | None, form: opt.Format | None, *, dry_run: bool
) -> None:
    from tracker.archive.intake import text_of
    from tracker.cli.ahead import tell_if_ahead, tell_if_dated_ahead
    from tracker.cli.proposals import answer_of
    from tracker.extraction import guard
    from tracker.proposing import propose
    from tracker.reading.decisions import PENDING

    with opened(log) as ledger:
        entity = ledger.registry.resolve("source", source)
        _, text = text_of(ledger, entity)
        names = ledger.names()
        with _patience(extractor):
            found = guard.extract(extractor, text, names, entity.data.get("published"))
        if dry_run:
            emit(_drafts(entity.id, text, extractor, found), form)
        else:
            done = propose(ledger, entity, text, names, extractor.fingerprint, found)
            new = {each.event.seq for each in done.written}
            every = ledger.proposals(entity.id)
            shown = [each for each in every if each.seq in new]
            waiting = sum(each.status == PENDING for each in every)
            emit(answer_of(shown, f"Proposed from {entity.id}", "nothing new to propose", _counts(done, found)), form)
        zone, published = ledger.registry.zone(), entity.data.get("published")
    _tell(found)
    if published is None:
        tell_if_dated_ahead(entity.id, text, zone)
    else:
        tell_if_ahead(entity.id, published, zone)
    if not dry_run:
        _tell_what_next(done, waiting, entity.id, log)


@contextmanager
def _patience(extractor: Extractor) -> Iterator[None]:
    """Show how far an engine is that tells, as one does that asks a service for minutes."""
    if not hasattr(extractor, "tick"):
        yield
        return
    label = f"Asking {safe(extractor.fingerprint.name)} {safe(extractor.fingerprint.version)}"
    with patience(label) as extractor.tick:
        yield


def _counts(done: Proposed, found: Extraction) -> dict[str, object]:
    return {
        "run": next(
            (handle(each.event.seq) for each in done.written if each.event.data.kind == "extraction-run"), None
        ),
        "new": done.new,
        "already": done.already,
        "decided": done.decided,
        "replaced": done.replaced,
        "unfit": done.unfit,
        "warnings": list(found.warnings),
        "dropped": [each.as_json() for each in found.dropped],
    }


def _tell(found: Extraction) -> None:
    for warning in found.warnings:
        talk(f"warning: {warning}")
    if found.dropped:
        reasons = Counter(each.reason for each in found.dropped).most_common()
        told = [f"{reason} ({count})" if count > 1 else reason for reason, count in reasons[:_REASONS_MAX]]
        others = sum(count for _, count in reasons[_REASONS_MAX:])
        told += [f"for other reasons ({others})"] if others else []
        talk(f"{len(found.dropped):,} more were not proposed: {', '.join(told)}; --format json tells where.")


def _tell_what_next(done: Proposed, waiting: int, source: str, log: Path | None) -> None:
    known = ((done.already, "there already"), (done.decided, "decided before"), (done.unfit, "that no event can hold"))
    said = [f"{number} {what}" for number, what in known if number]
    replaced = f"; {done.replaced} of them instead of what the engine proposed before" if done.replaced else ""
    talk(f"New: {done.new}{replaced}" + (f"; {', '.join(said)}" if said else ""))
    if waiting:
        talk(f"Waiting: {waiting}. Then: {on_log(f'tracker review {source}', log)}")


def _read(file: Path, charset: str | None) -> Extracted:
    """Return the text of a file, read as the copy of a source is; in UTF-8 also what no archive takes."""
    from tracker.archive.charsets import check_charset
    from tracker.archive.copies import read_copy
    from tracker.archive.extraction import Extracted
    from tracker.archive.extraction import extract as text_of_copy

    try:
        return text_of_copy(read_copy(file, None if charset is None else check_charset(charset)))
    except (NoTextError, UnreadableError):
        text = None if charset is not None else _as_it_stands(file)
        if text is None:
            raise
        return Extracted(text, "plain", "1", "utf-8")


def _as_it_stands(file: Path) -> str | None:
    """Return a plain text in UTF-8: blank, with NUL, behind a link or from a pipe. None where it is none."""
    from tracker.archive.copies import SIZE_MAX, is_plain

    try:
        content = file.read_bytes()
        return content.decode("utf-8") if len(content) <= SIZE_MAX and is_plain(file.name, content) else None
    except (OSError, UnicodeDecodeError):
        return None


def _names(log: Path | None) -> tuple[Names, Zone]:
    """Return the names of the log and its zone; none, and UTC, where no log is there and none was asked for."""
    if log is None and not log_path(None).exists():
        from tracker.extraction.names import Names

        return Names(), Zone()
    with opened(log) as ledger:
        return ledger.names(), ledger.registry.zone()


def _drafts(name: str, text: str, extractor: Extractor, found: Extraction) -> Answer:
    def words(item: Item) -> str:
        return text[item["start"] : item["end"]]

    def speaker(item: Item) -> str:
        named = item["speaker"] or item["party"]
        mention = "" if item["speaker_start"] is None else text[item["speaker_start"] : item["speaker_end"]]
        return cell(named) if named else mention

    return Answer(
        "drafts",
        [draft.as_json() for draft in found.drafts],
        (
            Column("at", lambda item: str(item["start"]), whole=True),
            Column("speaker", speaker),
            Column("form", "form", whole=True, spare=True),
            Column("words", words),
            Column("issue", "issue", spare=True),
            Column("act", "act", whole=True, spare=True),
            Column("stance", "stance", whole=True),
            Column("said", "said", whole=True, spare=True),
            Column("tier", "tier", whole=True),
        ),
        title=f"Proposals from {name}",
        empty=f"nothing in {name} reads like a statement",
        more={
            "warnings": list(found.warnings),
            "dropped": [each.as_json() for each in found.dropped],
            "engine": extractor.fingerprint.as_json(),
        },
    )
