"""How often the fields of a draft are right, given that its content matches the gold's. All figures are per cent.

party, issue, act, stance, said    of matched contents the share with exactly the gold's value, none for none;
                                   a content that is several parties' is left out for `party`
stance given                       of the stances that we give to matched contents, the share that is the gold's
stance found                       of the stances that the gold has on matched contents, the share that we give
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from benchmarks.extraction.marked import Gold, Statement
from benchmarks.extraction.scoring import pairs
from tracker.extraction.draft import Draft

__all__ = ["FIELDS", "coded", "shares"]

FIELDS = ("party", "issue", "act", "stance", "said")
_NAMES = (*FIELDS, "stance given", "stance found")


def coded(gold: Gold, drafts: Sequence[Draft]) -> Counter[str]:
    """Count one text: under the name of a figure how many were asked for, under `name right` how many were right."""
    first = {draft.content: draft for draft in reversed(drafts)}
    shared = {place for place, number in Counter(draft.content for draft in drafts).items() if number > 1}
    found: Counter[str] = Counter()
    for draft, known in pairs(gold.text, list(first.values()), gold.statements):
        for name in FIELDS:
            if name == "party" and draft.content in shared:
                continue
            if gold.is_whole or getattr(known, name) is not None:
                found += _counted(name, getattr(draft, name) == getattr(known, name))
        found += _stances(draft, known)
    return found


def shares(counts: Counter[str]) -> dict[str, float]:
    """Return the figures by their names; counts of several texts add up."""
    return {name: 100.0 * counts[f"{name} right"] / counts[name] if counts[name] else 100.0 for name in _NAMES}


def _stances(draft: Draft, known: Statement) -> Counter[str]:
    given = _counted("stance given", draft.stance == known.stance) if draft.stance else Counter[str]()
    return given + (_counted("stance found", draft.stance == known.stance) if known.stance else Counter[str]())


def _counted(name: str, right: bool) -> Counter[str]:
    return Counter({name: 1, f"{name} right": int(right)})
