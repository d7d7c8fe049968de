"""Which issues words touch: by each issue's own keywords - title, path, aliases, proposition - and by nothing else.

Words are compared without their endings, within a stretch that no comma or quotation mark breaks, so that `security, a
full guarantee` is no security guarantee. A keyword of one word has to stand there, one of two with both close together;
of a longer one the greater part is enough, if a word is among it that no other issue has. Words that say little - names
of parties, `foreign`, `take place` - count little. A plural alone hints at an issue that has a form of it in all its
names, three or more, if no other issue has: `troops`, and neither `security` nor `guarantee` for security guarantees.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from tracker.extraction.lexicon import verb
from tracker.extraction.names import Named, Names, folded

__all__ = ["IssueFinder", "stem"]

_WORD: Final = re.compile(r"(?:\w\.){2,}|\w+")
_BREAK: Final = re.compile(
    r"(?<!\d)[,.](?!\d)(?! ?(?:such as|including|particularly|especially|notably|namely)\b)|[;:!?()“”\"«»„—–]"
)
_DOTTED: Final = re.compile(r"\b((?:\w\.){2,})")
_ENDINGS: Final = ("ment", "ship", "ing", "ion", "ed", "ly")
_SHORTEST: Final = 4
_SMALL: Final = frozenset(
    "a an the of in on for to and or with from by as at its it their his her is are be was were will would that this "
    "these those into between than can not".split()
)
_VAGUE: Final = frozenset(
    "foreign state nation country government minister international leader general new issue question matter other "
    "direct receive take place held hold become send reach end possible full part form serious".split()
)
_LITTLE: Final = 0.25
_ENOUGH: Final = 0.45
_APART: Final = 2
_PAIR: Final = 2
_NAMES: Final = 3


class _Keyword(NamedTuple):
    issue: str
    stems: frozenset[str]
    plain: str | None
    """The one word it is, without a plural; None: it has several."""


class IssueFinder:
    """Ranks the issues of a dossier for some words."""

    def __init__(self, names: Names) -> None:
        self._keywords = list(_keywords(names.issues))
        self._by_stem: dict[str, list[_Keyword]] = {}
        called = {word for party in names.parties for name in party.names for word in _words(name)}
        parties = {stem(word) for party in names.parties for word in _words(party.names[0] if party.names else "")}
        vague = {stem(word) for word in _VAGUE} | parties
        roots: dict[str, set[str]] = {}
        for each in self._keywords:
            for word in each.stems:
                self._by_stem.setdefault(word, []).append(each)
                roots.setdefault(word, set()).add(each.issue.partition("/")[0])
        self._weights = {
            word: min(_LITTLE if word in vague else 1.0, 1 / len(owners)) for word, owners in roots.items()
        }

        self._hints: dict[str, str] = {}
        for issue in names.issues:
            self._hints.update((word, issue.id) for word in _shared(issue) - called if self._weights[stem(word)] == 1)

    def hinted(self, words: str) -> tuple[str, ...]:
        """Return the issues at which a single word hints; a stance on them would be a guess."""
        found = dict.fromkeys(self._hints[word] for word in _words(words) if word in self._hints)
        return tuple(found)

    def ranked(self, words: str) -> tuple[str, ...]:
        """Return the issues that the words touch, the likeliest first; of equals the one that is named first."""
        touched: dict[str, set[str]] = {}
        best: dict[str, float] = {}
        first: dict[str, int] = {}
        begin = 0
        for stretch in self._stretches(words):
            at = {word: begin + number for number, (_, word) in reversed(list(enumerate(stretch)))}
            begin += len(stretch)
            for keyword in {each for word in at for each in self._by_stem.get(word, ())}:
                found = self._found(keyword, stretch)
                if found:
                    touched.setdefault(keyword.issue, set()).update(found)
                    first[keyword.issue] = min(first.get(keyword.issue, begin), *(at[word] for word in found))
                    share = self._weight(found) / self._weight(keyword.stems)
                    best[keyword.issue] = max(best.get(keyword.issue, 0.0), share)
        rank = {issue: -best[issue] * self._weight(stems) for issue, stems in touched.items()}
        return tuple(sorted(rank, key=lambda each: (rank[each], first[each], -each.count("/"), each)))

    def is_head(self, issue: str, word: str, words: str) -> bool:
        """Say whether a word of some words is one of a keyword of the issue, and the others of it stand there, too."""
        plain, root = _forms(word.rpartition("-")[2])
        for keyword in (each for each in self._by_stem.get(root, ()) if each.issue == issue):
            if keyword.plain is not None:
                if keyword.plain == plain:
                    return True
            elif any(root in self._found(keyword, stretch) for stretch in self._stretches(words)):
                return True
        return False

    def _stretches(self, words: str) -> Iterator[list[tuple[str, str]]]:
        if self._keywords:
            plain = _DOTTED.sub(lambda match: match[0].replace(".", ""), words)
            for part in _BREAK.split(plain):
                found = [_forms(word) for word in _WORD.findall(part)]
                if found:
                    yield found

    def _found(self, keyword: _Keyword, stretch: list[tuple[str, str]]) -> frozenset[str]:
        """Return the stems of a keyword that stand there, none if they are too few."""
        if keyword.plain is not None:
            return keyword.stems if any(plain == keyword.plain for plain, _ in stretch) else frozenset()
        found = keyword.stems & {each for _, each in stretch}
        if len(found) < _PAIR or (len(keyword.stems) == _PAIR and not _are_close(found, stretch)):
            return frozenset()
        if found == keyword.stems:
            return found
        enough = self._weight(found) >= _ENOUGH * self._weight(keyword.stems)
        return found if enough and any(self._weights[each] == 1 for each in found) else frozenset()

    def _weight(self, stems: Iterable[str]) -> float:
        return sum(self._weights[each] for each in sorted(stems))


def _shared(issue: Named) -> set[str]:
    """Return the plurals of which all names of an issue have a form; none for a sub-issue or one with few names."""
    if "/" in issue.id or len(issue.names) < _NAMES:
        return set()
    stems = set.intersection(*({stem(word) for word in _words(name)} for name in issue.names))
    plurals = {word for name in issue.names for word in _words(name) if word != _singular(word) and verb(word) is None}
    return {word for word in plurals - _SMALL if stem(word) in stems}


def _are_close(stems: frozenset[str], stretch: list[tuple[str, str]]) -> bool:
    seen: dict[str, int] = {}
    for at, word in enumerate(word for plain, word in stretch if plain not in _SMALL):
        if word in stems:
            seen[word] = at
            if len(seen) == len(stems) and max(seen.values()) - min(seen.values()) <= _APART:
                return True
    return False


def _keywords(issues: Iterable[Named]) -> Iterator[_Keyword]:
    for issue in issues:
        for name in issue.names:
            words = [word for word in _words(name) if word not in _SMALL]
            if words:
                plain = _singular(words[0]) if len(words) == 1 else None
                yield _Keyword(issue.id, frozenset(stem(word) for word in words), plain)


@lru_cache(maxsize=16_384)
def _forms(word: str) -> tuple[str, str]:
    """Return a word without its plural and without any ending."""
    plain = folded(word)
    return _singular(plain), stem(plain)


def _words(text: str) -> list[str]:
    return [folded(word.replace(".", "")) for word in _WORD.findall(text)]


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > _SHORTEST:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def stem(word: str) -> str:
    """Return a folded word without the endings by which its forms differ: `deployments`, `deployed` are one."""
    short = _singular(word)
    for ending in _ENDINGS:
        if short.endswith(ending) and len(short) - len(ending) >= _SHORTEST:
            short = short[: -len(ending)]
            break
    return short.rstrip("e") or short
