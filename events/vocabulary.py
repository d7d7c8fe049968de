"""The closed word lists of the record: stances, speech acts, kinds of party, reasons."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

__all__ = [
    "CONDITIONAL",
    "SCALE",
    "Act",
    "CorrectionReason",
    "PartyKind",
    "RetractionReason",
    "Stance",
]


class Stance(StrEnum):
    """Where one statement puts its party on the issue's proposition."""

    SUPPORTS = "supports"
    SUPPORTS_IF = "supports-if"
    NEUTRAL = "neutral"
    AMBIGUOUS = "ambiguous"
    OPPOSES_UNLESS = "opposes-unless"
    OPPOSES = "opposes"
    DECLINES = "declines"
    """Was asked and did not say."""


CONDITIONAL: Final = frozenset({Stance.SUPPORTS_IF, Stance.OPPOSES_UNLESS})
"""The stances that need at least one condition; no other takes any."""

SCALE: Final[dict[str, int]] = {
    Stance.OPPOSES: -2,
    Stance.OPPOSES_UNLESS: -1,
    Stance.NEUTRAL: 0,
    Stance.SUPPORTS_IF: 1,
    Stance.SUPPORTS: 2,
}
"""The stances that stand on one line from opposition to support; ambiguous and declines stand beside it."""


class Act(StrEnum):
    """Speech act, in PLOVER's words."""

    STATES = "states"
    OFFERS = "offers"
    PROMISES = "promises"
    REQUESTS = "requests"
    REJECTS = "rejects"
    THREATENS = "threatens"
    ACCUSES = "accuses"
    CONCEDES = "concedes"
    CONSULTS = "consults"
    DECLINES = "declines"


class PartyKind(StrEnum):
    """What sort of party holds positions."""

    STATE = "state"
    ORGANISATION = "organisation"
    GROUPING = "grouping"
    """A coalition or bloc."""
    GROUP = "group"
    """An armed or political group."""


class CorrectionReason(StrEnum):
    """Who was wrong: the coder or the source."""

    CODING_ERROR = "coding-error"
    SOURCE_ERROR = "source-error"


class RetractionReason(StrEnum):
    """Why an entry should not exist."""

    CODING_ERROR = "coding-error"
    DUPLICATE = "duplicate"
    SOURCE_RETRACTED = "source-retracted"
