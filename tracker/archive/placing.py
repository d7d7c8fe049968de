"""Whether the words of every proposal, and of every place taken of one, stand in the text where the entry says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from events.ids import handle
from events.proposals import Place
from tracker.reading.codings import Coded

__all__ = ["Placed", "placed"]

How = Literal["exact", "differs", "unchecked"]


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry with places, and whether they hold."""

    entry: str
    how: How
    detail: str = ""
    """Of the first place that does not hold."""


def placed(found: Sequence[Coded], text_of: Callable[[str], str | None]) -> Iterator[Placed]:
    """Yield every proposal, decision and coding that has places, in the order of the texts.

    Args:
        text_of: returns the text of that SHA-256; None where there is none to look in.
    """
    for each in found:
        data = each.proposal.data
        text = text_of(each.proposal.run.data.text)
        named = {"cue": data.cue, "mention": data.mention, "date": data.dated_by}
        places = [("words", data.place), *((what, place) for what, place in named.items() if place is not None)]
        places += [("condition", place) for place in data.conditions]
        yield _checked(handle(each.proposal.seq), places, text)
        for coding in each.codings:
            if coding.place is not None:
                yield _checked(handle(coding.seq), [("words", coding.place)], text)


def _checked(entry: str, places: Sequence[tuple[str, Place]], text: str | None) -> Placed:
    if text is None:
        return Placed(entry, "unchecked")
    for what, place in places:
        if text[place.start : place.end] != place.words:
            stands = text[place.start : place.end]
            detail = (
                f"the {what} at {place.start} to {place.end} should be {place.words!r}, and there stands {stands!r}"
            )
            return Placed(entry, "differs", detail)
    return Placed(entry, "exact")
