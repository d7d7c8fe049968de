"""For whom a person spoke on a day, and who speaks for a party without a name of his or her own.

An office is held from the first day its beginning may be until the last day its end may be; without a beginning always.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from events.periods import date_in, is_open
from tracker.extraction.draft import Draft, Tier
from tracker.extraction.names import Named, Names, Office, folded
from tracker.extraction.speakers import is_pronoun

__all__ = ["Days", "days", "with_offices"]

_OFFICIALS: Final = re.compile(
    r"\b(?:president|premier|chancellor|minister|ministers|ministry|leadership|leaders?|government|officials?|"
    r"spokes(?:man|woman|person|people)|envoy|ambassador|diplomats?|army|military|delegation|delegates?|negotiators?|"
    r"side|authorities|cabinet|embassy|foreign ministry|defence ministry|administration|presidency|"
    r"secretary|king|queen)\b",
    re.IGNORECASE,
)
_NOT_OFFICIAL: Final = re.compile(
    r"\b(?:opposition|former|ex|union|party|business|church|company|retired|exiled|rebel)\b", re.IGNORECASE
)

_FORMER: Final = re.compile(r"\b(?:former|ex|then|late|outgoing|incoming)\b", re.IGNORECASE)


class Days(NamedTuple):
    """The days from the first to the last, both included."""

    first: date
    last: date


def days(said: str) -> Days:
    """Return the days an expression of the grammar of `said` may stand for; of `../D` those of D."""
    year, month, day = (*date_in(said)[:10].split("-"), "", "")[:3]
    if day:
        one = date(int(year), int(month), int(day))
        return Days(one, one)
    if month:
        return Days(date(int(year), int(month), 1), date(int(year), int(month), monthrange(int(year), int(month))[1]))
    return Days(date(int(year), 1, 1), date(int(year), 12, 31))


def with_offices(text: str, names: Names, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts with the party for which each speaker held an office that day, and a warning where none was."""
    return [_with_party(text, names, each) for each in drafts]


def _with_party(text: str, names: Names, draft: Draft) -> Draft:
    if draft.speaker is None:
        return replace(draft, party=draft.party or _official_of(text, names, draft))
    person = names.person(draft.speaker)
    if person is None or not person.offices or draft.said is None:
        return draft
    on = days(draft.said)
    held = [each for each in person.offices if _held(each, on)]
    if not held and draft.mention is not None and _FORMER.search(draft.mention.of(text)):
        return replace(draft, party=None)  # the text knows that it is over
    if not held:
        return _out_of_office(draft, person, on)
    parties = list(dict.fromkeys(each.party for each in held))
    if len(parties) > 1:
        parties = _meant(text, names, draft, held) or parties
    if len(parties) == 1:
        return replace(draft, party=parties[0])
    posts = " and ".join(f"{each.title} of {each.party}" for each in held)
    return _warned(
        replace(draft, party=None), f"{person.names[0]!r} was {posts} on {_shown(draft.said)}: choose the party"
    )


def _held(office: Office, on: Days) -> bool:
    begins = office.begins is None or days(office.begins).first <= on.last or office.begins.startswith("../")
    return begins and (office.ends is None or on.first <= days(office.ends).last)


def _meant(text: str, names: Names, draft: Draft, held: Sequence[Office]) -> list[str]:
    """Return the party that the mention names, or whose title it gives; several or none: no one is meant."""
    if draft.mention is None:
        return []
    named = {each.id for finder in (names.parties_in, names.adjectives_in) for each in finder(text, draft.mention)}
    words = folded(draft.mention.of(text))
    for fits in (
        [each for each in held if each.party in named],
        [each for each in held if folded(each.title) in words],
    ):
        parties = list(dict.fromkeys(each.party for each in fits))
        if len(parties) == 1:
            return parties
    return []


def _out_of_office(draft: Draft, person: Named, on: Days) -> Draft:
    """Return the draft with the party of the nearest office, to be checked, and a warning that names its dates."""
    over = [each for each in person.offices if each.ends is not None and days(each.ends).last < on.first]
    ahead = [each for each in person.offices if each not in over]
    ended = max(over, key=lambda each: days(each.ends or "").last, default=None)
    begins = min(ahead, key=lambda each: days(each.begins or "").first, default=None)
    near = [each for each in (ended, begins) if each is not None]
    nearest = min(near, key=lambda each: _distance(each, on))
    lies = "lies between the two" if len(near) > 1 else "is after it" if ended else "is before it"
    held = " and ".join(_told(each, near[0]) for each in near)
    whose = "report's" if is_open(draft.said or "") else "claimed"
    sentence = f"{person.names[0]!r} was {held}; the {whose} date {_shown(draft.said)} {lies}: is the dateline right?"
    return _warned(replace(draft, party=nearest.party, tier=Tier.CHECK), sentence)


def _distance(office: Office, on: Days) -> int:
    if office.ends is not None and days(office.ends).last < on.first:
        return (on.first - days(office.ends).last).days
    return (days(office.begins or "").first - on.last).days


def _told(office: Office, first: Office) -> str:
    """Return `President of france from 2017-05-14 until 2022-05-14`; the post itself once."""
    same = office is not first and (office.party, office.title) == (first.party, first.title)
    parts = [] if same else [f"{office.title} of {office.party}"]
    parts += [f"{word} {day}" for word, day in (("from", office.begins), ("until", office.ends)) if day is not None]
    return " ".join(parts)


def _shown(said: str | None) -> str:
    return date_in(said or "")


def _warned(draft: Draft, sentence: str) -> Draft:
    return replace(draft, warnings=(*draft.warnings, sentence))


def _official_of(text: str, names: Names, draft: Draft) -> str | None:
    """Return the party of `the French government`, `a Russian spokesman`; None where it is no office."""
    if draft.mention is None or is_pronoun(draft.mention.of(text)):
        return None
    words = draft.mention.of(text)
    if not _OFFICIALS.search(words) or _NOT_OFFICIAL.search(words) or names.people_in(text, draft.mention):
        return None
    parties = {each.id for each in names.adjectives_in(text, draft.mention)}
    parties |= {each.id for each in names.parties_in(text, draft.mention)}
    return parties.pop() if len(parties) == 1 else None
