"""Which engines there are: our own three, and whatever an installed package offers as `tracker.extractors`."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from typing import Final

from tracker.errors import MissingExtraError, UnknownEngineError
from tracker.extraction.extractor import Extractor
from tracker.extraction.model.settings import is_configured

__all__ = ["GROUP", "engine", "engine_names"]

GROUP: Final = "tracker.extractors"
_OWN: Final = {
    "llm": "tracker.extraction.model.engine:LlmExtractor",
    "rules": "tracker.extraction.rules:RulesExtractor",
    "spacy": "tracker.extraction.parsed:SpacyExtractor",
}
"""Listed here as well, for a copy that runs without being installed."""


def engine_names() -> list[str]:
    """Return the names of all engines, usable or not, sorted; `llm` only where it is configured."""
    return sorted(name for name in _targets() if name != "llm" or is_configured())


def engine(name: str | None = None) -> Extractor:
    """Return an engine; without a name `spacy` where it and an English pipeline are installed, else `rules`.

    Raises:
        UnknownEngineError: there is none of that name.
        MissingExtraError: it needs packages that are not installed.
        UnconfiguredEngineError: it asks a service, and the environment names none.
    """
    if name is None:
        return _default()
    target = _targets().get(name)
    if target is None:
        raise UnknownEngineError(name, engine_names())
    module, _, attribute = target.partition(":")
    make: Callable[[], Extractor] = getattr(import_module(module), attribute)
    return make()


def _default() -> Extractor:
    if find_spec("spacy") is not None:
        try:
            return engine("spacy")
        except MissingExtraError:
            pass  # spaCy without an English pipeline
    return engine("rules")


def _targets() -> dict[str, str]:
    return {**_OWN, **{each.name: each.value for each in entry_points(group=GROUP)}}
