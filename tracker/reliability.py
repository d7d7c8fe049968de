"""How far coders agree: Krippendorff's alpha for what they call a thing, F1 for where they see one.

Alpha is 1 minus the disagreement that was observed over the one to be expected if the same values had been dealt to
the units at random: 1 is perfect, 0 is chance, below 0 is worse. By convention .80 and more is reliable, .667 and
more allows tentative conclusions.

    K. Krippendorff, Content Analysis: An Introduction to Its Methodology, 4th ed., SAGE 2019, ch. 12.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeVar

__all__ = ["JACCARD_MIN", "Overlap", "alpha_nominal", "alpha_ordinal", "jaccard", "span_agreement"]

V = TypeVar("V", bound=Hashable)
Span = tuple[int, int]
"""`[begin, end)` in code points."""

JACCARD_MIN: Final = Fraction(1, 2)
"""What two spans share, at least, of what they cover together, to be the same one."""


def alpha_nominal(units: Sequence[Sequence[V | None]]) -> float | None:
    """Return alpha for values that are the same or not.

    Args:
        units: of each unit the values its coders gave, None where one gave none; how many coders there are, and in
            which order they stand, does not matter.

    Returns:
        Alpha, at most 1. None where it has no meaning: fewer than two different values among the units that at least
        two coders coded.
    """
    return _alpha(units, {pair: Fraction(pair[0] != pair[1]) for pair in _pairs(units)})


def alpha_ordinal(units: Sequence[Sequence[V | None]], order: Sequence[V]) -> float | None:
    """Return alpha for values that have an order: the more values lie between two, the more they differ.

    Args:
        units: as for `alpha_nominal`.
        order: every value, from one end of the scale to the other.

    Raises:
        ValueError: a value stands in the units and not in the order, or twice in the order.
    """
    ranks = {value: rank for rank, value in enumerate(order)}
    if len(ranks) != len(order):
        raise ValueError(f"a value stands twice in the order: {list(order)!r}")
    strange = {value for unit in units for value in unit if value is not None} - set(ranks)
    if strange:
        raise ValueError(f"not in the order: {', '.join(sorted(map(repr, strange)))}")
    counts = _counts(units)
    below = [Fraction(0)]
    for value in order:
        below.append(below[-1] + counts[value])
    # Between the middles of both values' shares of a ranking of all values that were given.
    middle = {value: (below[rank] + below[rank + 1]) / 2 for value, rank in ranks.items()}
    return _alpha(units, {(a, b): (middle[a] - middle[b]) ** 2 for a, b in _pairs(units)})


def _alpha(units: Sequence[Sequence[V | None]], distance: Mapping[tuple[V, V], Fraction]) -> float | None:
    counts = _counts(units)
    total = sum(counts.values())
    expected = sum(counts[a] * counts[b] * distance[a, b] for a, b in distance)
    if not expected:
        return None
    observed = sum(_disagreement(values, distance) for values in _coded(units))
    return float(1 - (total - 1) * observed / expected)


def _disagreement(values: Counter[V], distance: Mapping[tuple[V, V], Fraction]) -> Fraction:
    """Return the sum over all ordered pairs of one unit's values, each unit weighing as much as it has values."""
    pairs = sum(values[a] * values[b] * distance[a, b] for a in values for b in values)
    return Fraction(pairs) / (values.total() - 1)


def _coded(units: Sequence[Sequence[V | None]]) -> list[Counter[V]]:
    """Return how often each value was given to each unit that at least two coders coded: others cannot be compared."""
    counted = (Counter(value for value in unit if value is not None) for unit in units)
    return [values for values in counted if values.total() > 1]


def _counts(units: Sequence[Sequence[V | None]]) -> Counter[V]:
    return sum(_coded(units), Counter())


def _pairs(units: Sequence[Sequence[V | None]]) -> list[tuple[V, V]]:
    values = list(_counts(units))
    return [(a, b) for a in values for b in values]


@dataclass(frozen=True, slots=True)
class Overlap:
    """How far two coders marked the same spans."""

    matched: tuple[tuple[Span, Span], ...]
    """Each with its partner, a span of the first coder and one of the second, in the order of the first."""
    first: int
    second: int
    """How many each coder marked."""

    @property
    def f1(self) -> float | None:
        """Return twice the matches over all spans, 0 to 1; the same whichever coder is first. None without spans."""
        marked = self.first + self.second
        return 2 * len(self.matched) / marked if marked else None


def jaccard(one: Span, other: Span) -> Fraction:
    """Return what two spans have in common over what they cover together, in code points."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    if common <= 0:
        return Fraction(0)
    return Fraction(common, (one[1] - one[0]) + (other[1] - other[0]) - common)


def span_agreement(first: Sequence[Span], second: Sequence[Span], *, at_least: Fraction = JACCARD_MIN) -> Overlap:
    """Return which spans of two coders are the same: as many as can be paired, each with one partner at most.

    Args:
        first, second: the spans of one text, in any order; the same one twice is two.
        at_least: the Jaccard index from which on two spans are the same.

    Raises:
        ValueError: a span holds nothing.
    """
    for begin, end in (*first, *second):
        if not 0 <= begin < end:
            raise ValueError(f"({begin}, {end}) is no span; it begins at 0 or later and holds at least one code point")
    ones, others = sorted(first), sorted(second)
    near = [
        [j for j, other in enumerate(others) if _meet(one, other) and jaccard(one, other) >= at_least] for one in ones
    ]
    partner = _most_pairs(near)
    pairs = sorted((one, other) for other, one in partner.items())
    return Overlap(tuple((ones[one], others[other]) for one, other in pairs), len(ones), len(others))


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _most_pairs(near: list[list[int]]) -> dict[int, int]:
    """Return, by the second's number, the first's it is paired with; a largest such pairing.

    Each of the first in turn takes a partner that is free, or one whose own can move to another. Without recursion,
    which thousands of nested spans would exhaust.
    """
    partner: dict[int, int] = {}
    for start in range(len(near)):
        came_from: dict[int, int] = {}
        free = _free_one(start, near, partner, came_from)
        _move(partner, came_from, free, start)
    return partner


def _free_one(start: int, near: list[list[int]], partner: Mapping[int, int], came_from: dict[int, int]) -> int | None:
    """Return one that nobody is paired with and that `start` reaches; `came_from` tells the way back."""
    waiting = [start]
    while waiting:
        one = waiting.pop()
        for other in near[one]:
            if other in came_from:
                continue
            came_from[other] = one
            if other not in partner:
                return other
            waiting.append(partner[other])
    return None


def _move(partner: dict[int, int], came_from: Mapping[int, int], free: int | None, start: int) -> None:
    """Pair along the way that led to a free one, back to where it began."""
    had = {one: other for other, one in partner.items()}
    while free is not None:
        one = came_from[free]
        partner[free] = one
        free = None if one == start else had[one]
