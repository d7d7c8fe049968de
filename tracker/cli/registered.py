"""What the commands of parties, people, issues and sources print alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from events.ids import handle
from events.log import Written
from tracker.cli.options import Format
from tracker.cli.phrases import typed
from tracker.cli.render import Answer, Column, cell, chosen_format, emit, talk
from tracker.cli.side_by_side import full_standing
from tracker.cli.written import print_written
from tracker.cut import Cut
from tracker.ledger import Ledger
from tracker.reading.registry import Entity, Noun

__all__ = ["print_all", "print_amended", "print_one"]

_PLURALS: Final[dict[Noun, str]] = {"party": "parties", "person": "people", "issue": "issues", "source": "sources"}
_FIELDS: Final[dict[Noun, tuple[str, ...]]] = {
    "party": ("id", "name", "kind", "aliases", "iso3", "wikidata"),
    "person": ("id", "name", "aliases"),
    "issue": ("path", "title", "proposition", "procedural", "aliases"),
    "source": ("id", "title", "publisher", "url", "published", "retrieved", "sha256", "media_type"),
}
_PHRASES: Final[dict[str, Callable[[Mapping[str, Any]], str]]] = {
    "memberships": lambda item: f"{item['member']} in {item['grouping']}, {_dated(item)}",
    "offices": lambda item: f"{item['person']}, {item['title']} of {item['party']}, {_dated(item)}",
    "below": lambda item: f"{item['path']}: {item['title']}",
    "conditions": lambda item: f"{item['party']}: {item['condition']}",
    "positions": lambda item: f"{item['party']}: {full_standing(item)} ({' '.join(item['statements'])})",
}
_WHOLE: Final = frozenset({"id", "path", "published"})
_SHOWN: Final[dict[Noun, tuple[str, ...]]] = {
    "party": ("id", "name", "kind", "aliases"),
    "person": ("id", "name", "aliases"),
    "issue": ("path", "title", "proposition"),
    "source": ("id", "title", "publisher", "published"),
}

_OPTIONS: Final = (
    "iso3",
    "kind",
    "name",
    "proposition",
    "published",
    "publisher",
    "retrieved",
    "title",
    "url",
    "wikidata",
)
"""The fields that an option of the same name amends."""


def print_all(ledger: Ledger, noun: Noun, form: Format | None) -> None:
    """Print all that are registered of a kind."""
    items = [_item(noun, entity) for entity in ledger.registry.every(noun)]
    columns = [
        Column("entry", "entry", whole=True),
        *(Column(name, _text(name), whole=name in _WHOLE) for name in _SHOWN[noun]),
    ]
    empty = f"no {_PLURALS[noun]} yet; `tracker {noun} add` registers one"
    emit(Answer(_PLURALS[noun], items, columns, title=_PLURALS[noun], empty=empty), form)


def print_one(
    noun: Noun, entity: Entity, more: Mapping[str, Any], form: Format | None, *, cut: Cut | None = None
) -> None:
    """Print one, with what else is known of it; with `cut`, known there."""
    item = {**_item(noun, entity), **more}
    if chosen_format(form) is Format.JSON:
        emit(Answer(noun, [item], (), cut), form)
        return
    lines = [{"what": what, "text": text} for what, text in _lines(item)]
    emit(Answer(noun, lines, (Column("", "what", whole=True), Column(entity.id, "text")), cut), form)


def print_amended(
    ledger: Ledger, before: Entity, written: Sequence[Written], form: Format | None, log: Path | None
) -> None:
    """Print what an amendment changed, and the command that changes it back."""
    undo_by = _undo_amendment(before, ledger.registry.entity(before.key))
    print_written(ledger, written, form, log, undo_by=undo_by)
    if undo_by is None:
        talk("No command brings back the hash of the earlier copy; give that file with --file.")


def _undo_amendment(before: Entity, after: Entity) -> str | None:
    """Return the command that amends back; None where a copy's hash was replaced, which no option sets."""
    words = ["tracker", before.noun, "amend", before.id]
    for name in sorted({*before.data, *after.data} - {"aliases"}):
        old = before.data.get(name)
        if old == after.data.get(name):
            continue
        if name == "procedural":
            words.append("--procedural" if old else "--substantive")
        elif old is None:
            words += ["--clear", name]
        elif name in _OPTIONS:
            words += [f"--{name}", old]
        else:
            return None
    earlier, later = before.data.get("aliases", ()), after.data.get("aliases", ())
    words += [word for each in later if each not in earlier for word in ("--drop-alias", each)]
    words += [word for each in earlier if each not in later for word in ("--alias", each)]
    return typed(words)


def _item(noun: Noun, entity: Entity) -> dict[str, Any]:
    fields = {name: entity.data.get(name) for name in _FIELDS[noun]}
    provisional = {"provisional": entity.provisional} if noun in {"party", "issue"} else {}
    return {"entry": handle(entity.key), **fields, **provisional}


def _text(name: str) -> Any:
    """Return how a field is shown: a provisional thing lacks its kind or proposition, and says so."""
    if name in {"kind", "proposition"}:
        return lambda item: cell(item[name]) or "provisional"
    return name


def _dated(item: Mapping[str, Any]) -> str:
    return f"{item['event']}{' ' + item['on'] if item['on'] else ''} ({item['entry']})"


def _lines(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in item.items():
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            for each in value:
                yield name, _PHRASES[name](each)
        elif isinstance(value, list) and value and isinstance(value[0], list):
            for each in value:
                yield name, ", ".join(each)
        elif value not in (None, [], False):
            yield name, cell(value)
