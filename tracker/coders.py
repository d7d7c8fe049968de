"""How far people agree about proposals: whether they are statements, whose, on what, and in which words.

The decision about a proposal is one person's coding of it, what further coders made of it are others. Of one person
only the first coding in force counts: a second one agrees with it and proves nothing. A merged proposal is coded as
the one that stands for it; one that is rejected as a duplicate is coded in nothing; one that an engine replaced
itself is not coded by that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any, Final, Literal

from events.vocabulary import SCALE, RejectionReason
from tracker.errors import RefusedError
from tracker.reading.codings import Coded, Coding
from tracker.reliability import Span, alpha_nominal, alpha_ordinal, span_agreement

__all__ = ["RELIABLE", "TENTATIVE", "Agreement", "Alpha", "Shared", "agreement"]

RELIABLE: Final = 0.8
TENTATIVE: Final = 0.667
"""Krippendorff's conventions: from the one on, data are reliable; from the other on, they allow tentative conclusions.

Told beside a number, and in the way of nothing.
"""
_ORDER: Final = tuple(sorted(SCALE, key=lambda stance: SCALE[stance]))
_FIELDS: Final = ("party", "speaker", "issue", "stance", "act", "said")

Scale = Literal["nominal", "ordinal"]
Codings = Mapping[str, Coding]
"""What was made of one proposal, by coder."""
Value = Callable[[Coding], str | None]


@dataclass(frozen=True, slots=True)
class Alpha:
    """Krippendorff's alpha for one field."""

    field: str
    """`statement`: whether the proposal is one; else a field of the statement."""
    scale: Scale
    issue: str | None
    """Only codings on this issue, or all."""
    units: int
    """Proposals to which at least two coders gave a value."""
    alpha: float | None

    @property
    def told(self) -> str:
        """What the number is good for, by convention; or why there is none."""
        if self.alpha is None:
            return (
                "too few: all gave the same value" if self.units else "too few: no proposal has a value of two coders"
            )
        return "reliable" if self.alpha >= RELIABLE else "tentative" if self.alpha >= TENTATIVE else "not reliable"

    def as_json(self) -> dict[str, Any]:
        """Return the item of `tracker/agreement/1`."""
        return {
            "field": self.field,
            "scale": self.scale,
            "issue": self.issue,
            "units": self.units,
            "alpha": None if self.alpha is None else round(self.alpha, 4),
            "told": self.told,
        }


@dataclass(frozen=True, slots=True)
class Shared:
    """How far two coders took the same words, of the proposals that both coded."""

    coders: tuple[str, str]
    proposals: int
    first: int
    second: int
    matched: int

    @property
    def f1(self) -> Fraction | None:
        """Return twice the matches over all spans; None where neither took any."""
        marked = self.first + self.second
        return Fraction(2 * self.matched, marked) if marked else None

    def as_json(self) -> dict[str, Any]:
        """Return the element of `spans`."""
        f1 = self.f1
        return {
            "coders": list(self.coders),
            "proposals": self.proposals,
            "first": self.first,
            "second": self.second,
            "matched": self.matched,
            "f1": None if f1 is None else round(float(f1), 4),
        }


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far coders agree."""

    coders: dict[str, int]
    """How many proposals each coded."""
    twice: int
    """Proposals that at least two of them coded."""
    alphas: list[Alpha]
    spans: list[Shared]


def agreement(every: Sequence[Coded], coders: Collection[str] = (), source: str | None = None) -> Agreement:
    """Return how far coders agree about the proposals of a source, or of all.

    Args:
        every: the proposals of all sources: one text may stand for another.
        coders: whose codings count; none named: everybody's.

    Raises:
        RefusedError: a coder who coded nothing, or one alone.
    """
    found = _by_coder(every, source)
    known = sorted({coder for _, codings in found for coder in codings})
    _check_coders(coders, known)
    chosen = sorted(set(coders)) or known
    units = [(text, {who: each for who, each in codings.items() if who in chosen}) for text, codings in found]
    counts = {coder: sum(coder in codings for _, codings in units) for coder in chosen}
    shared = [_shared(units, pair) for pair in combinations(chosen, 2)]
    codings = [each for _, each in units if len(each) > 1]
    return Agreement(counts, len(codings), _alphas(codings), shared)


def _check_coders(coders: Collection[str], known: Sequence[str]) -> None:
    strange = [each for each in coders if each not in known]
    if strange:
        names = f"coders are {', '.join(known)}" if known else "nobody did yet"
        raise RefusedError(f"no coder {strange[0][:60]!r} decided about a proposal or coded one; {names}")
    if len(set(coders)) == 1:
        raise RefusedError("one coder alone agrees with nobody; name another with --coder, or leave it out for all")


def _by_coder(every: Sequence[Coded], source: str | None) -> list[tuple[str, Codings]]:
    """Return the text and the codings of each proposal of a source."""
    by_id = {each.proposal.event.id: each for each in every}
    return [
        (each.proposal.run.data.text, _codings(each, by_id))
        for each in every
        if source is None or each.proposal.run.data.source == source
    ]


def _codings(coded: Coded, by_id: Mapping[str, Coded]) -> Codings:
    found: dict[str, Coding] = {}
    for each in coded.codings:
        meant = _meant(each, by_id)
        if meant is not None:
            found.setdefault(each.coder, meant)
    return found


def _meant(coding: Coding, by_id: Mapping[str, Coded]) -> Coding | None:
    """Return what a coding comes to, along the proposals it was merged into; None where it comes to nothing yet."""
    while coding.into is not None:
        decision = by_id[coding.into].decision
        if decision is None:
            return None
        coding = decision
    return None if coding.reason is RejectionReason.SUPERSEDED else coding


def _alphas(units: Sequence[Codings]) -> list[Alpha]:
    issues = sorted({each.content.issue for codings in units for each in codings.values() if each.content})
    alphas = [_nominal("statement", units, _is_statement)]
    alphas += [_nominal(name, units, _value(name)) for name in _FIELDS]
    alphas += [_ordinal(units, None), *(_nominal("stance", units, _value("stance", each), each) for each in issues)]
    return alphas + [_ordinal(units, each) for each in issues]


def _is_statement(coding: Coding) -> str | None:
    if coding.reason is RejectionReason.DUPLICATE:
        return None
    return "no" if coding.content is None else "yes"


def _value(name: str, issue: str | None = None) -> Value:
    """Return what gives a coding's value: empty where it says that there is none, None where it says nothing."""

    def value(coding: Coding) -> str | None:
        content = coding.content
        if content is None or issue not in (None, content.issue):
            return None
        return str(getattr(content, name) or "")

    return value


def _nominal(name: str, units: Sequence[Codings], value: Value, issue: str | None = None) -> Alpha:
    values = _values(units, value)
    return Alpha(name, "nominal", issue, len(values), alpha_nominal(values))


def _ordinal(units: Sequence[Codings], issue: str | None) -> Alpha:
    stance = _value("stance", issue)

    def on_scale(coding: Coding) -> str | None:
        found = stance(coding)
        return found if found in SCALE else None

    values = _values(units, on_scale)
    return Alpha("stance", "ordinal", issue, len(values), alpha_ordinal(values, _ORDER))


def _values(units: Sequence[Codings], value: Value) -> list[list[str]]:
    """Return the values of each proposal that has two of them."""
    values = [[found for each in codings.values() if (found := value(each)) is not None] for codings in units]
    return [each for each in values if len(each) > 1]


def _shared(units: Sequence[tuple[str, Codings]], pair: tuple[str, str]) -> Shared:
    both: dict[str, list[Codings]] = {}
    for text, codings in units:
        if all(who in codings for who in pair):
            both.setdefault(text, []).append(codings)
    found = [span_agreement(*(_spans([each[who] for each in codings]) for who in pair)) for codings in both.values()]
    return Shared(
        pair,
        sum(map(len, both.values())),
        sum(each.first for each in found),
        sum(each.second for each in found),
        sum(len(each.matched) for each in found),
    )


def _spans(codings: Sequence[Coding]) -> list[Span]:
    """Return the places that a coder took, each once: two engines may have proposed it."""
    return sorted({(each.place.start, each.place.end) for each in codings if each.place is not None})
