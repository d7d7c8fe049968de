"""Which service is asked: nothing is, unless the environment names it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from tracker.errors import UnconfiguredEngineError

__all__ = ["KEY", "MODEL", "TIMEOUT", "URL", "Settings", "is_configured"]

URL: Final = "TRACKER_LLM_URL"
MODEL: Final = "TRACKER_LLM_MODEL"
KEY: Final = "TRACKER_LLM_KEY"
TIMEOUT: Final = "TRACKER_LLM_TIMEOUT"
_TIMEOUT: Final = "120"
_TIMEOUT_MAX: Final = 3_600
_NAME_MAX: Final = 200


def is_configured() -> bool:
    """Say whether the environment names a service and a model."""
    return bool(os.environ.get(URL) and os.environ.get(MODEL))


@dataclass(frozen=True, slots=True)
class Settings:
    """A service that speaks OpenAI's chat completions, and the model it is asked for."""

    url: str
    """`http(s)://host[:port]/path`, without user, query and fragment: it is shown in errors."""
    model: str
    key: str | None = field(default=None, repr=False)
    """Goes into one header, and nowhere else."""
    timeout: float = float(_TIMEOUT)
    """Seconds for one request, all of it."""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Settings:
        """Return what the environment says.

        Raises:
            UnconfiguredEngineError: it does not name a service and a model, or one of its values is none.
        """
        missing = [name for name in (URL, MODEL) if not environment.get(name)]
        if missing:
            raise UnconfiguredEngineError(
                "llm", f"set {' and '.join(missing)} to a service that speaks OpenAI's chat completions, and its model"
            )
        return cls(
            _url(environment[URL]),
            _model(environment[MODEL]),
            _key(environment.get(KEY)),
            _timeout(environment.get(TIMEOUT) or _TIMEOUT),
        )


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or not text.isprintable() or " " in text:
        raise UnconfiguredEngineError("llm", f"{URL} must be an address such as http://127.0.0.1:8080/v1")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise UnconfiguredEngineError("llm", f"{URL} takes no user, query or fragment; a key belongs into {KEY}")
    return text.rstrip("/")


def _model(text: str) -> str:
    if not text.isprintable() or len(text) > _NAME_MAX:
        raise UnconfiguredEngineError("llm", f"{MODEL} must be one printable name of at most {_NAME_MAX} characters")
    return text


def _key(text: str | None) -> str | None:
    """Return the key; what is wrong with it is told without it."""
    if text and not (text.isascii() and text.isprintable() and " " not in text):
        raise UnconfiguredEngineError("llm", f"{KEY} must be printable ASCII without spaces")
    return text or None


def _timeout(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= _TIMEOUT_MAX:
        raise UnconfiguredEngineError("llm", f"{TIMEOUT} must be a number of seconds, up to {_TIMEOUT_MAX:,}")
    return seconds
