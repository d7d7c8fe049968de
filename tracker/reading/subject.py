"""What a timeline is of: a party or an issue, whichever the word stands for."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from tracker.errors import (
    AmbiguousNameError,
    AmbiguousSubjectError,
    RefusedError,
    UnknownNameError,
    UnknownSubjectError,
)
from tracker.reading.registry import Entity, Noun, Registry

__all__ = ["check_narrowing", "subject_of"]

_SUBJECTS: Final[tuple[Noun, ...]] = ("party", "issue")


def subject_of(registry: Registry, text: str, seq: int) -> Entity:
    """Return the party or issue that the text stands for, as known at `seq` by its id, else by its names of now.

    `party:` or `issue:` before it says which is meant, unless something is called so in full.

    Raises:
        UnknownSubjectError, AmbiguousNameError, AmbiguousSubjectError: it stands for none, or for several.
    """
    found = {noun: _named(registry, noun, text, seq) for noun in _SUBJECTS}
    nouns = [noun for noun in _SUBJECTS if found[noun]]
    if len(nouns) > 1:
        raise AmbiguousSubjectError(text, [f"{noun}:{each}" for noun in nouns for each in found[noun]])
    if nouns:
        return registry.entity(registry.key_at(nouns[0], text, seq))
    return _prefixed(registry, text, seq)


def _named(registry: Registry, noun: Noun, text: str, seq: int) -> list[str]:
    """Return the ids of all that the text stands for."""
    try:
        return [registry.id_of(registry.key_at(noun, text, seq))]
    except UnknownNameError:
        return []
    except AmbiguousNameError as error:
        return list(error.candidates)


def _prefixed(registry: Registry, text: str, seq: int) -> Entity:
    for noun in _SUBJECTS:
        if text.startswith(f"{noun}:"):
            return registry.entity(registry.key_at(noun, text.removeprefix(f"{noun}:"), seq))
    raise UnknownSubjectError(text, [word for noun in _SUBJECTS for word in registry.near(noun, text)])


def check_narrowing(subject: Entity, parties: Collection[str], issues: Collection[str]) -> None:
    """Let a party's timeline be narrowed by issues and an issue's by parties; nothing else would leave a row.

    Raises:
        RefusedError: it is the other way round.
    """
    if subject.noun == "party" and parties:
        raise RefusedError(f"{subject.id} is a party; --issues narrows its timeline, --parties that of an issue")
    if subject.noun == "issue" and issues:
        raise RefusedError(f"{subject.id} is an issue; --parties narrows its timeline, --issues that of a party")
