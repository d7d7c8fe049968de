"""How far coders agree: the published examples, and the definition taken at its word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations, permutations
from random import Random
from statistics import fmean
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.reliability import Span, alpha_nominal, alpha_ordinal, jaccard, span_agreement

Unit = tuple[str | None, ...]
ORDER: Final = ("a", "b", "c", "d", "e")


def units_of(*coders: str) -> list[Unit]:
    """Return the units that these coders coded, a letter each; a dot where one gave no value."""
    return [tuple(None if value == "." else value for value in unit) for unit in zip(*coders, strict=True)]


# K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011): his examples B, C and D, digits as letters.
TWO_COINS: Final = units_of("abaaaaaaba", "bbbaabaaaa")
TWO_CODERS: Final = units_of("aabbdcccedda", "babbbccceddd")
FOUR_CODERS: Final = units_of("abccbadab...", "abccbbdabe.c", ".cccbcdbbea.", "abccbddabea.")


@pytest.mark.parametrize(("units", "alpha"), [(TWO_COINS, 0.095), (TWO_CODERS, 0.692), (FOUR_CODERS, 0.743)])
def test_nominal_alpha_is_the_published_one(units: list[Unit], alpha: float) -> None:
    found = alpha_nominal(units)
    assert found is not None
    assert round(found, 3) == alpha


def test_ordinal_alpha_is_the_published_one() -> None:
    found = alpha_ordinal(FOUR_CODERS, ORDER)
    assert found is not None
    assert round(found, 3) == 0.815


@pytest.mark.parametrize(
    "units",
    [[], [("a",)], [("a", None), (None, "b")], [("a", "a"), ("a", "a")], [("a", "a"), ("b", None)]],
    ids=["no unit", "one coder", "nothing coded twice", "one value", "one value that counts"],
)
def test_there_is_no_alpha_where_nothing_could_differ(units: list[Unit]) -> None:
    assert alpha_nominal(units) is None
    assert alpha_ordinal(units, ORDER) is None


def test_a_value_outside_the_order_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^not in the order: 'x', 'y'$"):
        alpha_ordinal([("a", "x"), ("y", None)], ORDER)
    with pytest.raises(ValueError, match=r"^a value stands twice in the order: \['a', 'b', 'a'\]$"):
        alpha_ordinal([("a", "b")], ["a", "b", "a"])


VALUES: Final = st.none() | st.sampled_from(ORDER)
UNITS: Final = st.integers(1, 4).flatmap(lambda coders: st.lists(st.tuples(*[VALUES] * coders), max_size=8))


def by_the_book(units: Sequence[Unit], distance: Callable[[list[str], str, str], float]) -> float | None:
    """Alpha as defined: the mean distance of two values of one unit over that of any two values, pair by pair."""
    coded = [[value for value in unit if value is not None] for unit in units]
    coded = [values for values in coded if len(values) > 1]
    pooled = [value for values in coded for value in values]
    apart = [distance(pooled, a, b) for a, b in combinations(pooled, 2)]
    if not any(apart):
        return None
    within = [fmean(distance(pooled, a, b) for a, b in combinations(values, 2)) * len(values) for values in coded]
    return 1 - sum(within) / len(pooled) / fmean(apart)


def nominal(_: list[str], a: str, b: str) -> float:
    return float(a != b)


def ordinal(pooled: list[str], a: str, b: str) -> float:
    """The square of how many values lie from one to the other, of both ends' own but half."""
    low, high = sorted((ORDER.index(a), ORDER.index(b)))
    return (sum(low <= ORDER.index(v) <= high for v in pooled) - (pooled.count(a) + pooled.count(b)) / 2) ** 2


def same(found: float | None, expected: float | None) -> bool:
    return found == expected if found is None or expected is None else abs(found - expected) < 1e-9


@given(UNITS)
def test_alpha_is_what_the_definition_says(units: list[Unit]) -> None:
    assert same(alpha_nominal(units), by_the_book(units, nominal))
    assert same(alpha_ordinal(units, ORDER), by_the_book(units, ordinal))


@given(UNITS, st.randoms())
def test_who_coded_and_in_which_order_changes_nothing(units: list[Unit], random: Random) -> None:
    """Coders may be exchanged, units be moved, and a coder who gave nothing be added: not nearly the same, the same."""
    moved = random.sample(units, len(units))
    coders = len(units[0]) if units else 0
    seats = random.sample(range(coders), coders)
    exchanged = [(*(unit[seat] for seat in seats), None) for unit in moved]
    assert alpha_nominal(exchanged) == alpha_nominal(units)
    assert alpha_ordinal(exchanged, ORDER) == alpha_ordinal(units, ORDER)


@given(UNITS, st.permutations(ORDER))
def test_names_of_values_do_not_matter(units: list[Unit], names: list[str]) -> None:
    """Nominal: any other names. Ordinal: the scale may be read from the other end."""
    renamed = dict(zip(ORDER, names, strict=True))
    assert alpha_nominal([tuple(v and renamed[v] for v in unit) for unit in units]) == alpha_nominal(units)
    assert alpha_ordinal(units, ORDER[::-1]) == alpha_ordinal(units, ORDER)


@given(st.lists(st.sampled_from(ORDER), min_size=2, max_size=8).filter(lambda v: len(set(v)) > 1), st.integers(2, 4))
def test_perfect_agreement_is_one(values: list[str], coders: int) -> None:
    units = [(value,) * coders for value in values]
    assert alpha_nominal(units) == alpha_ordinal(units, ORDER) == 1


@given(UNITS)
def test_alpha_is_at_most_one_and_that_only_for_perfect_agreement(units: list[Unit]) -> None:
    perfect = all(len({v for v in unit if v is not None}) <= 1 for unit in units)
    for alpha in (alpha_nominal(units), alpha_ordinal(units, ORDER)):
        assert alpha is None or (alpha == 1 if perfect else alpha < 1)


def test_ordinal_alpha_forgives_a_neighbour_more_than_a_stranger() -> None:
    near, far = [("a", "a"), ("b", "c"), ("e", "e")], [("a", "a"), ("b", "e"), ("c", "c")]
    assert (alpha_ordinal(near, ORDER) or 0) > (alpha_ordinal(far, ORDER) or 0)
    assert alpha_nominal(near) == alpha_nominal(far)


SPANS: Final = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 6)).map(lambda span: (span[0], span[0] + span[1])), max_size=5
)


def covered(span: Span) -> set[int]:
    return set(range(*span))


@given(SPANS.filter(bool), SPANS.filter(bool))
def test_jaccard_counts_code_points(first: list[Span], second: list[Span]) -> None:
    one, other = covered(first[0]), covered(second[0])
    assert jaccard(first[0], second[0]) == Fraction(len(one & other), len(one | other))


@given(SPANS, SPANS, st.sampled_from([Fraction(1, 2), Fraction(1, 10)]))
@example([(0, 4), (1, 5)], [(0, 3), (4, 9)], Fraction(1, 10))
@example([(0, 6), (1, 2)], [(1, 6), (5, 9)], Fraction(1, 10))
def test_as_many_spans_are_paired_as_can_be(first: list[Span], second: list[Span], at_least: Fraction) -> None:
    """Found by trying every way; each pair is near enough, each span used once, and either coder may be the first."""
    found = span_agreement(first, second, at_least=at_least)
    assert sorted(one for one, _ in found.matched) == sorted(set_of(first, [one for one, _ in found.matched]))
    assert sorted(other for _, other in found.matched) == sorted(set_of(second, [other for _, other in found.matched]))
    assert all(jaccard(one, other) >= at_least for one, other in found.matched)
    few, many = sorted((first, second), key=len)
    ways = permutations(many, len(few))
    best = max(sum(jaccard(a, b) >= at_least for a, b in zip(few, way, strict=True)) for way in ways)
    assert len(found.matched) == best
    assert span_agreement(second, first, at_least=at_least).f1 == found.f1
    assert found.f1 == (2 * best / (len(first) + len(second)) if first or second else None)


def set_of(spans: list[Span], used: list[Span]) -> list[Span]:
    """Return those of the spans that were used, each as often as it is there at most."""
    return [span for span in set(spans) for _ in range(min(spans.count(span), used.count(span)))]


@given(SPANS)
def test_the_same_spans_agree_wholly(spans: list[Span]) -> None:
    assert span_agreement(spans, spans[::-1]).f1 == (1 if spans else None)


@pytest.mark.parametrize("span", [(3, 3), (3, 2), (-1, 2)])
def test_a_span_that_holds_nothing_is_refused(span: Span) -> None:
    begin, end = span
    with pytest.raises(ValueError, match=rf"^\({begin}, {end}\) is no span; it begins at 0 or later and holds"):
        span_agreement([], [span])


def test_hundreds_of_nested_spans_exhaust_nothing() -> None:
    """A pairing that has to be moved along its whole length."""
    first = [(0, 3000 + i) for i in range(600)]
    second = [(0, 3000 + i) for i in range(600)]
    assert span_agreement(first, second).f1 == 1
