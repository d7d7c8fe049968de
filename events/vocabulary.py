"""The closed word lists of the record: stances, speech acts, kinds of party, reasons."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

__all__ = [
    "CONDITIONAL",
    "SCALE",
    "Act",
    "CorrectionReason",
    "FindingKind",
    "Form",
    "PartyKind",
    "RejectionReason",
    "RetractionReason",
    "Stance",
    "Tier",
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


class Form(StrEnum):
    """How a text gives somebody's words."""

    DIRECT = "direct"
    """Between the text's own quotation marks, and nothing else."""
    MIXED = "mixed"
    """Reported, with some of the words between quotation marks."""
    REPORTED = "reported"
    TOPIC_ONLY = "topic-only"
    """What was spoken about, and not what was said about it."""
    NO_COMMENT = "no-comment"
    """What somebody would not speak about."""


class Tier(StrEnum):
    """How sure an engine is of who spoke."""

    SURE = "sure"
    CHECK = "check"


class RejectionReason(StrEnum):
    """Why a proposal does not become a statement."""

    NO_STATEMENT = "no-statement"
    """Nobody takes a position in these words."""
    OFF_TOPIC = "off-topic"
    """Not on an issue of this dossier."""
    WRONG_SPEAKER = "wrong-speaker"
    WRONG_WORDS = "wrong-words"
    UNCLEAR = "unclear"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"
    """The same engine proposes the same words otherwise now; written by the tracker itself."""


class FindingKind(StrEnum):
    """What a check can have to say about the record; each says when it is raised."""

    CONTRADICTION = "contradiction"
    """One speaker of a party took two stances on an issue, and the periods in which they did overlap."""
    DISCORD = "discord"
    """Two speakers of a party took different stances on an issue, and the periods in which they did overlap."""
    STALE_POSITION = "stale-position"
    """The latest statement that decides a party's own position is older than the dossier's horizon."""
    LAPSED_OFFER = "lapsed-offer"
    """Every statement that decides a party's own position is an offer whose last day is over."""
    PROVISIONAL_NAME = "provisional-name"
    """A party has no kind, or an issue no proposition."""
    SPEAKER_WITHOUT_OFFICE = "speaker-without-office"
    """Who spoke for a party held no office for it, nor for a member of it, on that day."""
    SAID_AFTER_PUBLICATION = "said-after-publication"
    """A statement was said after the source that reports it was published."""
    POSSIBLE_DUPLICATE = "possible-duplicate"
    """Several statements look like reports of one utterance: same date from different sources, or the same words."""
    OFFICE_OVERLAP = "office-overlap"
    """Two persons held one office of a party at the same time."""
    OFFICE_GAP = "office-gap"
    """An office of a party was left, and assumed again only days later."""
    SOURCE_WITHOUT_ARCHIVE = "source-without-archive"
    """No SHA-256 of an archived copy is on record for a source."""
    FAILED_ASSERTION = "failed-assertion"
    """A position that somebody asserted is another one now."""
