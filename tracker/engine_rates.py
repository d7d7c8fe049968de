"""How good engines' proposals are: what people made of them, by engine and by rule, and what had to be changed.

A proposal that was merged counts neither for nor against: its words were kept once. One that its engine replaced
itself was decided by nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from events.vocabulary import RejectionReason
from tracker.reading.codings import Coded
from tracker.reading.registry import Entity
from tracker.reviewing import prefilled

__all__ = ["Rate", "Rates", "rates"]

_DIGEST_SHOWN: Final = 12
_FIELDS: Final = ("party", "speaker", "issue", "stance", "conditions", "said")

SourceOf = Callable[[str], Entity]


@dataclass(slots=True)
class Rate:
    """What became of the proposals of one engine, or of one of its rules."""

    engine: str
    digest: str
    """Its beginning; tells one state of an engine's rules and model from another."""
    rule: str | None
    proposals: int = 0
    pending: int = 0
    accepted: int = 0
    edited: int = 0
    """Accepted, with something that was proposed changed."""
    completed: int = 0
    """Accepted as proposed, with something filled in that was not."""
    rejected: int = 0
    merged: int = 0
    superseded: int = 0

    @property
    def acceptance(self) -> Fraction | None:
        """Return accepted over accepted and rejected."""
        return _share(self.accepted, self.accepted + self.rejected)

    @property
    def rejection(self) -> Fraction | None:
        """Return rejected over accepted and rejected."""
        return _share(self.rejected, self.accepted + self.rejected)

    @property
    def edits(self) -> Fraction | None:
        """Return edited over accepted."""
        return _share(self.edited, self.accepted)

    def as_json(self) -> dict[str, Any]:
        """Return the element of `engines` or `rules`."""
        counts = ("proposals", "pending", "accepted", "edited", "completed", "rejected", "merged", "superseded")
        shares = {"acceptance": self.acceptance, "edits": self.edits, "rejection": self.rejection}
        return {
            "engine": self.engine,
            "digest": self.digest,
            "rule": self.rule,
            **{name: getattr(self, name) for name in counts},
            **{name: None if each is None else round(float(each), 4) for name, each in shares.items()},
        }


@dataclass(slots=True)
class Rates:
    """By engine and by rule, in the order of their names; and over all, what was changed and why rejected."""

    engines: list[Rate] = field(default_factory=list)
    rules: list[Rate] = field(default_factory=list)
    changed: Counter[str] = field(default_factory=Counter)
    """By field: acceptances in which what was proposed became another."""
    filled: Counter[str] = field(default_factory=Counter)
    """By field: acceptances in which it was filled in."""
    reasons: Counter[str] = field(default_factory=Counter)


def rates(found: Iterable[Coded], source_of: SourceOf) -> Rates:
    """Return how good the proposals are; `source_of` returns the source of that id."""
    every = Rates()
    engines: dict[tuple[str, str], Rate] = {}
    rules: dict[tuple[str, str, str], Rate] = {}
    for each in found:
        run, rule = each.proposal.run.data, each.proposal.data.rule or ""
        key = (run.engine, run.digest[:_DIGEST_SHOWN])
        both = (
            engines.setdefault(key, Rate(*key, None)),
            rules.setdefault((*key, rule), Rate(*key, rule)),
        )
        _count(each, both, every, source_of)
    every.engines = [engines[key] for key in sorted(engines)]
    every.rules = [rules[key] for key in sorted(rules)]
    return every


def _count(coded: Coded, both: Sequence[Rate], every: Rates, source_of: SourceOf) -> None:
    changed, filled = _edits(coded, source_of)
    every.changed.update(changed)
    every.filled.update(filled)
    decision, status = coded.decision, coded.proposal.status
    if decision is not None and decision.reason is RejectionReason.SUPERSEDED:
        status = "superseded"
    elif decision is not None and decision.reason is not None:
        every.reasons[decision.reason] += 1
    for rate in both:
        rate.proposals += 1
        setattr(rate, status, getattr(rate, status) + 1)
        rate.edited += bool(changed)
        rate.completed += bool(filled and not changed)


def _edits(coded: Coded, source_of: SourceOf) -> tuple[list[str], list[str]]:
    """Return the fields that an acceptance changed, and those that it filled in."""
    decision, data = coded.decision, coded.proposal.data
    if decision is None or decision.content is None:
        return [], []
    proposed = prefilled(data, source_of(coded.proposal.run.data.source))
    different = [name for name in _FIELDS if (getattr(decision.content, name) or None) != (proposed[name] or None)]
    changed = [name for name in different if proposed[name]]
    if decision.place != data.place:
        changed.append("quotation")
    return changed, [name for name in different if not proposed[name]]


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None
