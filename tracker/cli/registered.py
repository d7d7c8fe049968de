"""What the commands of parties, people, issues and sources print alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from events.ids import handle
from tracker.cli.options import Format
from tracker.cli.render import Answer, Column, cell, chosen_format, emit
from tracker.ledger import Ledger
from tracker.reading.registry import Entity, Noun

__all__ = ["print_all", "print_one"]

_PLURALS: Final[dict[Noun, str]] = {"party": "parties", "person": "people", "issue": "issues", "source": "sources"}
_FIELDS: Final[dict[Noun, tuple[str, ...]]] = {
    "party": ("id", "name", "kind", "aliases", "iso3", "wikidata"),
    "person": ("id", "name", "aliases"),
    "issue": ("path", "title", "proposition", "procedural", "aliases"),
    "source": ("id", "title", "publisher", "url", "published", "retrieved", "sha256", "media_type"),
}
_SHOWN: Final[dict[Noun, tuple[str, ...]]] = {
    "party": ("id", "name", "kind", "aliases"),
    "person": ("id", "name", "aliases"),
    "issue": ("path", "title", "proposition"),
    "source": ("id", "title", "publisher", "published"),
}


def print_all(ledger: Ledger, noun: Noun, form: Format | None) -> None:
    """Print all that are registered of a kind."""
    items = [_item(noun, entity) for entity in ledger.registry.every(noun)]
    columns = [Column("entry", "entry"), *(Column(name, _text(name)) for name in _SHOWN[noun])]
    empty = f"no {_PLURALS[noun]} yet; `tracker {noun} add` registers one"
    emit(Answer(_PLURALS[noun], items, columns, title=_PLURALS[noun], empty=empty), form)


def print_one(noun: Noun, entity: Entity, more: Mapping[str, Sequence[Mapping[str, Any]]], form: Format | None) -> None:
    """Print one, with what else is known of it."""
    item = {**_item(noun, entity), **more}
    if chosen_format(form) is Format.JSON:
        emit(Answer(noun, [item], ()), form)
        return
    lines = [{"what": what, "text": text} for what, text in _lines(item)]
    emit(Answer(noun, lines, (Column("", "what", whole=True), Column(entity.id, "text"))), form)


def _item(noun: Noun, entity: Entity) -> dict[str, Any]:
    fields = {name: entity.data.get(name) for name in _FIELDS[noun]}
    provisional = {"provisional": entity.provisional} if noun in {"party", "issue"} else {}
    return {"entry": handle(entity.key), **fields, **provisional}


def _text(name: str) -> Any:
    """Return how a field is shown: a provisional thing lacks its kind or proposition, and says so."""
    if name in {"kind", "proposition"}:
        return lambda item: cell(item[name]) or "provisional"
    return name


def _lines(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in item.items():
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            for each in value:
                yield name, cell([part for part in each.values() if part is not None])
        elif value not in (None, [], False):
            yield name, cell(value)
