"""The one scorer.

Places are compared by their letters and digits alone, so that marks of punctuation and spaces decide nothing. Two
contents match where they have at least half of their characters in common (Jaccard 0.5); each is matched once, the best
pair first. Drafts of one place count once. All figures are per cent.

content     F1 of contents
quoted      the same of direct quotations alone: of drafts and gold of the form `direct`
cue         share of the gold's cues that have a character in common with a cue of ours
source      of matched contents whose speaker the gold names, the share whose mention is the right one: half the
            characters in common, or one within the other; gold that names `who` is met by what it stands for, just
            before it
end to end  F1 of contents that match and whose source is right as well
wrong       of the drafts that are `sure`, the share that match a gold content and name another person or party, or
            another mention, than the gold
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Final

from benchmarks.extraction.marked import Gold, Statement
from tracker.extraction.draft import Draft, Form, Span, Tier

__all__ = ["Counts", "pairs", "score"]

_ENOUGH: Final = 0.5
_RELATIVE: Final = re.compile("who|whom|which|that", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted; counts of several texts add up."""

    drafts: int = 0
    gold: int = 0
    matched: int = 0
    quoted_drafts: int = 0
    quoted_gold: int = 0
    quoted_matched: int = 0
    cues: int = 0
    cues_found: int = 0
    sources: int = 0
    sources_right: int = 0
    right: int = 0
    sure: int = 0
    sure_wrong: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    @property
    def figures(self) -> dict[str, float]:
        """Return the figures by their names, in per cent."""
        return {
            "content": _f1(self.matched, self.drafts, self.gold),
            "quoted": _f1(self.quoted_matched, self.quoted_drafts, self.quoted_gold),
            "cue": _share(self.cues_found, self.cues),
            "source": _share(self.sources_right, self.sources),
            "end to end": _f1(self.right, self.drafts, self.gold),
            "wrong": _share(self.sure_wrong, max(1, self.sure)),
        }


def score(gold: Gold, drafts: Sequence[Draft]) -> Counts:
    """Count one text."""
    first = list({draft.content: draft for draft in reversed(drafts)}.values())
    found_pairs = pairs(gold.text, first, gold.statements)
    named = [(draft, known) for draft, known in found_pairs if known.mention is not None]
    good = [(draft, known) for draft, known in named if _same_place(gold.text, draft.mention, known.mention)]
    quoted = [draft for draft in first if draft.form is Form.DIRECT]
    quoted_gold = [known for known in gold.statements if known.form == Form.DIRECT]
    cues = {known.cue for known in gold.statements if known.cue is not None}
    found = {cue for cue in cues if any(draft.cue is not None and draft.cue.meets(cue) for draft in drafts)}
    wrong = [1 for draft, known in found_pairs if draft.tier is Tier.SURE and _is_wrong(gold.text, draft, known)]
    return Counts(
        len(first),
        len(gold.statements),
        len(found_pairs),
        len(quoted),
        len(quoted_gold),
        len(pairs(gold.text, quoted, quoted_gold)),
        len(cues),
        len(found),
        len(named),
        len(good),
        len(good) + len(found_pairs) - len(named),
        sum(draft.tier is Tier.SURE for draft in first),
        len(wrong),
    )


def pairs(text: str, drafts: Sequence[Draft], gold: Sequence[Statement]) -> list[tuple[Draft, Statement]]:
    """Return the drafts and statements whose contents match, each of them once."""
    close = [
        (alike, number, other)
        for number, draft in enumerate(drafts)
        for other, known in enumerate(gold)
        if draft.content.meets(known.content) and (alike := _jaccard(text, draft.content, known.places)) >= _ENOUGH
    ]
    found, used, done = [], set[int](), set[int]()
    for _, number, other in sorted(close, key=lambda each: (-each[0], each[1], each[2])):
        if number not in used and other not in done:
            used.add(number)
            done.add(other)
            found.append((drafts[number], gold[other]))
    return found


def _same_place(text: str, one: Span | None, other: Span | None) -> bool:
    if one is None or other is None:
        return one is other
    if _RELATIVE.fullmatch(other.of(text)) and not _letters(text[one.end : other.start]):
        return one.end <= other.start
    return one.holds(other) or other.holds(one) or _jaccard(text, one, (other,)) >= _ENOUGH


def _is_wrong(text: str, draft: Draft, known: Statement) -> bool:
    named = ((draft.speaker, known.speaker), (draft.party, known.party))
    if any(one is not None and other is not None and one != other for one, other in named):
        return True
    return known.mention is not None and not _same_place(text, draft.mention, known.mention)


def _jaccard(text: str, one: Span, others: Sequence[Span]) -> float:
    common = sum(_letters(text[max(one.start, each.start) : min(one.end, each.end)]) for each in others)
    return common / max(1, _letters(one.of(text)) + sum(_letters(each.of(text)) for each in others) - common)


def _letters(words: Iterable[str]) -> int:
    return sum(map(str.isalnum, words))


def _f1(hits: int, ours: int, theirs: int) -> float:
    return _share(2 * hits, ours + theirs)


def _share(part: int, whole: int) -> float:
    return 100.0 * part / whole if whole else 100.0
