"""The conditions that words set, as places: `if`, `once`, `provided that`, `acceptable to`, `unless`."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from tracker.extraction.draft import Span

__all__ = ["Condition", "condition_in", "main_part"]

_CONDITION: Final = re.compile(
    r"\b(?P<word>if|(?<!at )once(?! again| more)|provided(?: that)?|as (?:long|soon) as|only (?:after|if|when)|"
    r"on (?:the )?condition (?:that|of)|after(?!wards)|in the aftermath of|subject to|conditional on|contingent on|"
    r"in (?:exchange|return) for|acceptable to|unless|until)\b[^,;.!?”\"»]{3,300}",
    re.IGNORECASE,
)

_ASIDE: Final = re.compile(
    r"\b(?:before|ahead of|without|during|despite|because|since|while|whereas|although|"
    r"as part of|instead of|rather than)\b"
    r"[^,;.!?]*",
    re.IGNORECASE,
)


class Condition(NamedTuple):
    """A condition within some words."""

    place: Span
    is_unless: bool
    """It says when not: `unless`, `until`."""


def condition_in(words: str) -> Condition | None:
    """Return the first condition, None where there is none; it has at least one word beside the one that opens it."""
    match = _CONDITION.search(words)
    if match is None:
        return None
    place = Span(match.start(), match.start() + len(match[0].rstrip()))
    opening = match["word"]
    return Condition(place, opening.lower() in {"unless", "until"}) if len(opening) < place.end - place.start else None


def main_part(words: str, condition: Condition | None) -> str:
    """Return the words without their condition, and without what is only said of the circumstances."""
    plain = words if condition is None else f"{words[: condition.place.start]}, {words[condition.place.end :]}"
    return _ASIDE.sub(",", plain)
