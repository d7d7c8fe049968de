"""`tracker extract`: proposals of statements from a text, pinned to their places in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import options as opt
from tracker.cli.opening import log_path, opened
from tracker.cli.render import Answer, Column, Item, cell, emit, talk
from tracker.errors import UnreadableError

if TYPE_CHECKING:
    from tracker.extraction.extractor import Extraction, Extractor
    from tracker.extraction.names import Names

__all__ = ["extract"]


def extract(
    file: Annotated[Path, typer.Option("--file", metavar="F", help="The text, in UTF-8.")],
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Show the proposals and keep nothing. Required: there is no other way yet."),
    ],
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
    """Propose statements from a news text: who, in what words, on which issue, each with its place in the text.

    Names of people, parties and issues are those of the log; without a log a speaker is only a place in the text.
    Nothing is recorded, and a proposal never counts for a position.
    """
    from tracker.extraction import guard
    from tracker.extraction.engines import engine as engine_of

    if not dry_run:
        raise typer.BadParameter("proposals are shown, and kept nowhere; write --dry-run", param_hint="--dry-run")
    text = _text(file)
    extractor = engine_of(engine)
    found = guard.extract(extractor, text, _names(log))
    emit(_answer(file, text, extractor, found), form)
    for warning in found.warnings:
        talk(f"warning: {warning}")
    if found.dropped:
        talk(f"{len(found.dropped):,} more were not proposed; --format json tells where and why.")


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")
    except OSError as error:
        raise UnreadableError(f"{file} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"{file} is not UTF-8 text: byte {error.start + 1} does not belong; save it as UTF-8"
        ) from error


def _names(log: Path | None) -> Names:
    """Return the names of the log; none where no log is there and none was asked for."""
    if log is None and not log_path(None).exists():
        from tracker.extraction.names import Names

        return Names()
    with opened(log) as ledger:
        return ledger.names()


def _answer(file: Path, text: str, extractor: Extractor, found: Extraction) -> Answer:
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
            Column("tier", "tier", whole=True),
        ),
        title=f"Proposals from {file.name}",
        empty=f"nothing in {file.name} reads like a statement",
        more={
            "warnings": list(found.warnings),
            "dropped": [each.as_json() for each in found.dropped],
            "engine": extractor.fingerprint.as_json(),
        },
    )
