"""What a user wants recorded, in the user's words, turned into events for the desk.

Words are resolved here: names to ids, addresses to sources, entry handles to event ids. With `create`, a word
that stands for nothing is registered, provisionally, under the id it suggests. The rules of the record are not
repeated here: the desk checks every event.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError

from events.codec import canonical, data_of, explain_invalid
from events.envelope import NewEvent, RecordedEvent
from events.ids import check_event_id, new_event_id, slug
from events.kinds import (
    EventData,
    IssueOpened,
    PartyRegistered,
    PersonRegistered,
    SourceAdded,
    StatementContent,
    StatementCorrected,
    StatementRecorded,
)
from events.periods import date_in, is_open
from tracker.desk import Desk
from tracker.errors import RefusedError
from tracker.reading.registry import Noun

__all__ = ["Clerk", "Draft", "build", "own_id", "suggested_name"]

_SOURCE_ID_LENGTH_MAX: Final = 80
_CONTENT_FIELDS: Final = tuple(StatementContent.model_fields)

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Draft:
    """A statement as typed; None means not given. Fields are those of `statement-recorded`, and its id.

    A speaker that is empty means nobody, also where the last statement's speaker would be taken.
    """

    party: str
    issue: str
    stance: str
    said: str | None = None
    source: str | None = None
    speaker: str | None = None
    conditions: Sequence[str] = field(default=())
    act: str | None = None
    until: str | None = None
    quotation: str | None = None
    summary: str | None = None
    language: str | None = None
    id: str | None = None


def build(model: type[Model], fields: Mapping[str, Any]) -> Model:
    """Return the model of these fields, leaving out those that are None.

    Raises:
        RefusedError: names each field that is wrong, what is wrong with it and what would do.
    """
    try:
        return model.model_validate({name: value for name, value in fields.items() if value is not None})
    except ValidationError as error:
        raise RefusedError(explain_invalid(error)) from None


class Clerk:
    """Takes words at a desk; remembers what they stand for."""

    def __init__(self, desk: Desk, *, create: bool = False) -> None:
        """`create`: register what is not known yet."""
        self._desk = desk
        self._create = create
        self._known: dict[tuple[Noun, str], str] = {}

    def resolve(self, noun: Noun, text: str) -> str:
        """Return the id of what the text stands for, registering it first if it is unknown and that is wanted.

        Raises:
            UnknownNameError, AmbiguousNameError, RefusedError: it stands for nothing, for several, or has no id.
        """
        found = self._known.get((noun, text))
        if found is None:
            found = self._known[noun, text] = self._resolve(noun, text)
        return found

    def _resolve(self, noun: Noun, text: str) -> str:
        registry = self._desk.present.registry
        if noun == "source" and text.startswith(("http://", "https://")):
            return registry.source_at(text) or self._register("source", self._id_of_address(text), text, url=text)
        key = registry.find(noun, text) if self._create else registry.key(noun, text)
        if key is not None:
            return registry.id_of(key)
        wanted = "/".join(slug(part) for part in text.split("/")) if noun == "issue" else slug(text)
        if not all(wanted.split("/")):
            raise RefusedError(f"{noun} {text[:60]!r} suggests no id; register it first: `tracker {noun} add ID`")
        if self._desk.present.is_known(noun, wanted):
            raise RefusedError(
                f"{noun} {text[:60]!r} is not known, but {wanted!r} is; use that id, or add an alias to it"
            )
        return self._register(noun, wanted, text)

    def _register(self, noun: Noun, wanted: str, text: str, url: str | None = None) -> str:
        data: EventData
        if noun == "party":
            data = build(PartyRegistered, {"id": wanted, "name": text})
        elif noun == "person":
            data = build(PersonRegistered, {"id": wanted, "name": text})
        elif noun == "issue":
            typed = text.rpartition("/")[2]
            own = None if typed == wanted.rpartition("/")[2] else typed
            title = self._desk.present.title_for(wanted, own)
            data = build(IssueOpened, {"path": wanted, "title": title})
        else:
            data = build(SourceAdded, {"id": wanted, "title": text[:300], "url": url})
        self._desk.add(NewEvent(data))
        self._known.clear()  # a new name may make an old word ambiguous
        return wanted

    def _id_of_address(self, url: str) -> str:
        try:
            parts = urlsplit(url)
            words = f"{(parts.hostname or '').removeprefix('www.')} {parts.path}"
        except ValueError:  # such as an IPv6 address that nobody closed
            words = ""
        stem = slug(words)[:_SOURCE_ID_LENGTH_MAX].strip("-")
        if not stem:
            raise RefusedError(
                f"address {url[:80]!r} suggests no id; register it first: `tracker source add ID --url URL`"
            )
        wanted, number = stem, 2
        while self._desk.present.is_known("source", wanted):
            wanted, number = f"{stem}-{number}", number + 1
        return wanted

    def record(self, draft: Draft, *, same: bool = False) -> None:
        """Record a statement; `same` takes said, speaker and source, where not given, from one's last statement."""
        typed = {name: getattr(draft, name) for name in _CONTENT_FIELDS}
        typed["conditions"] = tuple(draft.conditions)
        if same:
            typed = self._as_last(typed)
        typed["speaker"] = typed["speaker"] or None
        for name, option in (("said", "--said"), ("source", "--source")):
            if typed[name] is None:
                raise RefusedError(
                    f"{name} is missing; give it with {option}, or --same to take it from your last statement"
                )
        self._desk.add(NewEvent(build(StatementRecorded, self._resolved(typed)), own_id(draft.id)))

    def _as_last(self, typed: dict[str, Any]) -> dict[str, Any]:
        last = self._desk.present.content(self._desk.present.last_statement())
        taken = {"said": last.said, "speaker": last.speaker, "source": last.source}
        return typed | {name: value for name, value in taken.items() if typed[name] is None}

    def import_row(self, draft: Draft) -> None:
        """Record a statement whose id, where it brings none, is hashed from what it says."""
        typed = {name: getattr(draft, name) for name in _CONTENT_FIELDS}
        data = build(StatementRecorded, self._resolved(typed))
        event_id = own_id(draft.id) if draft.id else f"row-{hashlib.sha256(canonical(data_of(data))).hexdigest()[:40]}"
        self._desk.add(NewEvent(data, event_id))

    def _resolved(self, typed: dict[str, Any]) -> dict[str, Any]:
        nouns: dict[str, Noun] = {"party": "party", "issue": "issue", "source": "source", "speaker": "person"}
        resolved = {name: self.resolve(noun, typed[name]) for name, noun in nouns.items() if typed.get(name)}
        return typed | resolved

    def content(self, typed: Mapping[str, Any]) -> StatementContent:
        """Return what a statement says, its names resolved.

        Raises:
            RefusedError, UnknownNameError, AmbiguousNameError: a field that cannot be taken.
        """
        return build(StatementContent, self._resolved(dict(typed)))

    def correct(self, entries: Sequence[str], changes: Mapping[str, Any], reason: str, note: str | None = None) -> None:
        """Correct statements; only the fields in `changes` become different, None clears one."""
        # All are looked up before the first correction: `last` means what was last when the command was typed.
        originals = {original.id: original for original in map(self._desk.present.statement, entries)}
        for original in originals.values():
            changed = self._changed(self._desk.present.content(original), changes)
            self._lay_correction(original, changed, reason, note)

    def correct_source(
        self, source: str, said_was: str | None, changes: Mapping[str, Any], reason: str, note: str | None = None
    ) -> None:
        """Correct all statements of a source, or those of them that rest on the date `said_was`.

        A new date takes the place of the old one: a statement said "no later than" the old date is then said
        "no later than" the new one.
        """
        source_id = self.resolve("source", source)
        present = self._desk.present
        contents = [(original, present.content(original)) for original in present.statements_of_source(source_id)]
        chosen = [(o, c) for o, c in contents if said_was is None or date_in(c.said) == date_in(said_was)]
        if not chosen:
            dates = ", ".join(sorted({date_in(content.said) for _, content in contents}))
            raise RefusedError(
                f"no statement of source {source_id!r} was said {said_was}; it has {dates}"
                if dates
                else f"source {source_id!r} has no statement in force"
            )
        new = [(original, content, self._changed(content, _moved(changes, content))) for original, content in chosen]
        different = [(original, changed) for original, content, changed in new if changed != content]
        if not different:
            raise RefusedError(
                f"the statements of source {source_id!r} say that already; give the option that is to change"
            )
        for original, changed in different:
            self._lay_correction(original, changed, reason, note)

    def _changed(self, content: StatementContent, changes: Mapping[str, Any]) -> StatementContent:
        return self.content({**dict(content), **changes})

    def _lay_correction(self, original: RecordedEvent, new: StatementContent, reason: str, note: str | None) -> None:
        fields = {"statement": original.id, "content": new, "reason": reason, "note": note}
        self._desk.add(NewEvent(build(StatementCorrected, fields)))


def _moved(changes: Mapping[str, Any], content: StatementContent) -> Mapping[str, Any]:
    """Return the changes with a new date in the place of the old: what was "no later than" stays so."""
    said: str | None = changes.get("said")
    if said is None or "T" in said or not is_open(content.said):
        return changes
    return {**changes, "said": f"../{date_in(said)}"}


def suggested_name(entity_id: str) -> str:
    """Return the name an id suggests: `united-kingdom` -> `United Kingdom`."""
    return entity_id.replace("-", " ").title()


def own_id(typed: str | None) -> str:
    """Return an event id as typed, a new one if none was.

    Raises:
        RefusedError: it is no id.
    """
    if typed is None:
        return new_event_id()
    try:
        return check_event_id(typed)
    except ValueError as error:
        raise RefusedError(str(error)) from None
