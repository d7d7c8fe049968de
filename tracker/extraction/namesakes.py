"""Whether a surname in a mention is that of the person who is known by it, or of a namesake: `Karl Brandt`.

A word with a capital just before a surname is a first name, unless it is a title or one of the small words that begin
sentences. Where the person has a first name, and it is none of those before the surname, somebody else is meant.
"""

from __future__ import annotations

import re
from typing import Final

from tracker.extraction.draft import Span
from tracker.extraction.names import Named, folded
from tracker.extraction.subjects import SUBORDINATORS
from tracker.extraction.wordclass import DETERMINERS, PREPOSITIONS

__all__ = ["is_namesake"]

_TITLES: Final = frozenset(
    "mr mrs ms miss dr prof sen rep gov gen col lt capt sgt maj st hon rev president minister chancellor premier prime "
    "secretary foreign general senator representative congressman congresswoman governor ambassador envoy spokesman "
    "spokeswoman spokesperson speaker king queen prince princess crown emperor chairman chairwoman chair director "
    "commissioner colonel major captain admiral sergeant lieutenant brigadier marshal commander commandant mayor judge "
    "justice vice deputy leader chief sir lord lady dame baron baroness count pope cardinal archbishop bishop father "
    "imam ayatollah mullah sheikh emir sultan defence defense interior finance economy trade justice energy house "
    "state majority minority democrat republican labour tory comrade professor doctor special national security "
    "adviser advisor attorney counsel official delegate negotiator diplomat press opposition party rebel head "
    "former then late acting elect ex candidate lawmaker deputy mp mep pm".split()
)
_SMALL: Final = (
    PREPOSITIONS
    | DETERMINERS
    | SUBORDINATORS
    | frozenset(
        "neither nor both either and or but so then now here there today yesterday tomorrow monday tuesday wednesday "
        "thursday friday saturday sunday january february march april june july august september october november "
        "december instead later earlier meanwhile also even only still when as".split()
    )
)
_BEFORE: Final = re.compile(r"([^\W\d_][\w.-]*)\s{1,2}$")
_INITIAL: Final = re.compile(r"(?:\b[A-Z]\w+ )?\b[A-Z]\. ?$")
_AFTER: Final = re.compile(r"\s{1,2}([^\W\d_][\w-]*)")
_NEAR: Final = 40
_MOST: Final = 4


def is_namesake(text: str, name: Span, mention: Span, person: Named) -> bool:
    """Say whether a name of one word belongs to somebody else there, by the names around it within the mention."""
    surname = folded(name.of(text))
    longer = [words for each in person.names if len(words := folded(each).split()) > 1 and surname in words]
    if not longer or len(name.of(text).split()) > 1:
        return False
    own = {word.strip(".") for words in longer for word in words}
    shouts = mention.of(text).isupper()
    after = _AFTER.match(text, name.end, mention.end)
    if after is not None and _is_name(after[1], shouts) and folded(after[1]) not in own:
        return True
    before = _names_before(text, name, mention, shouts)
    return bool(before) and not any(each in own or _is_initial(each, own) for each in before)


def _names_before(text: str, name: Span, mention: Span, shouts: bool) -> list[str]:
    """Return the names just before a surname, the nearest first."""
    found: list[str] = []
    at = name.start
    initial = _INITIAL.search(text, max(0, mention.start - _NEAR), mention.start)  # where a full stop cut the mention
    first = mention.start if initial is None else initial.start()
    while len(found) < _MOST:
        match = _BEFORE.search(text[max(first, at - _NEAR) : at])
        if match is None or not _is_name(match[1], shouts):
            break
        found.append(folded(match[1]).strip("."))
        at -= len(match[0])
    return found


def _is_name(word: str, shouts: bool) -> bool:
    """Say whether a word may be a name: no title, no small word, and no `US` among words that are not all capitals."""
    parts = {each.strip(".") for each in folded(word).split("-")}
    if not word[0].isupper() or parts & _TITLES or folded(word) in _SMALL:
        return False
    return shouts or not word.isupper() or "." in word or len(word) == 1


def _is_initial(word: str, own: set[str]) -> bool:
    return len(word.replace(".", "")) == 1 and any(each[:1] == word[:1] for each in own)
