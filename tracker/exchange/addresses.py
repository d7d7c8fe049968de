"""What the record's things are called outside it: URIs that stay the same wherever the log lies and on every run.

A dossier is the UUID of its first event, one made of that event's id where it is none, and so are the things in it
(RFC 9562, version 5). Kinds of event have a URN to be read, under a name that nobody registered: it names and
resolves to nothing.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid5

from tracker.exchange.stamp import check_begun
from tracker.view import View

__all__ = ["dossier_uuid", "kind_urn", "terms_urn", "uuid_within"]

_NAMESPACE: Final = UUID("a1b1e7b4-6d0f-5c58-9f0b-6a3a6c8f2d11")
"""Drawn once; makes UUIDs of the ids of events that are none."""
_URN: Final = "urn:negotiation-position-tracker"


def dossier_uuid(view: View) -> UUID:
    """Return what the view's dossier is called.

    Raises:
        RefusedError: nothing was on record then.
    """
    check_begun(view)
    first = next(view.entries(0, 1)).id
    try:
        return UUID(first)
    except ValueError:
        return uuid5(_NAMESPACE, first)


def uuid_within(dossier: UUID, *words: str) -> UUID:
    """Return what a thing of the dossier is called, by words that no other thing has; none of them holds a space."""
    return uuid5(dossier, " ".join(words))


def kind_urn(kind: str, schema: int) -> str:
    """Return what a kind of event, or another form of data, is called in that schema."""
    return f"{_URN}:{kind}:{schema}"


def terms_urn(what: str) -> str:
    """Return what a list of terms is called, such as that of movements."""
    return f"{_URN}:terms:{what}"
