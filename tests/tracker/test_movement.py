"""Movement: every pair of stances against the list of the rules, the first that fits."""

from __future__ import annotations

from itertools import combinations, product
from typing import Final

import pytest

from events.vocabulary import SCALE, Stance
from tracker.movement import MIXED, Movement, Standing, movement, stance_word

NONE: Final = Standing()
_ONES: Final = [Standing(frozenset({stance})) for stance in Stance]
_MIXED: Final = [
    Standing(frozenset({Stance.SUPPORTS, Stance.OPPOSES})),
    Standing(frozenset({Stance.SUPPORTS, Stance.NEUTRAL})),
    Standing(frozenset({Stance.SUPPORTS, Stance.NEUTRAL, Stance.OPPOSES})),
]
STANDINGS: Final = [NONE, *_ONES, *_MIXED]

_ORDER: Final = ("opposes", "opposes-unless", "neutral", "supports-if", "supports")
_ALONG: Final = {
    "opposes": ("reaffirmed", "softened", "softened", "reversed", "reversed"),
    "opposes-unless": ("hardened", "reaffirmed", "softened", "reversed", "reversed"),
    "neutral": ("hardened", "hardened", "reaffirmed", "hardened", "hardened"),
    "supports-if": ("reversed", "reversed", "softened", "reaffirmed", "hardened"),
    "supports": ("reversed", "reversed", "softened", "softened", "reaffirmed"),
}


def _word(standing: Standing) -> str:
    return "+".join(sorted(standing.stances)) or "none"


@pytest.mark.parametrize(("before", "after"), [*product(_ORDER, _ORDER)])
def test_along_the_scale(before: str, after: str) -> None:
    """The whole table, written out."""
    moved = movement(Standing(frozenset({Stance(before)})), Standing(frozenset({Stance(after)})))
    assert moved == _ALONG[before][_ORDER.index(after)]


def _expected(before: Standing, after: Standing) -> str | None:
    """Return the first of the rules' list that fits, told as the list tells it."""
    is_on_scale = [len(each.stances) == 1 and next(iter(each.stances)) in SCALE for each in (before, after)]
    if not before.stances:
        return "first" if after.stances else None
    if not after.stances:
        return "ended"
    if not any(is_on_scale):
        return "reaffirmed" if before.stances == after.stances else "blurred"
    if not all(is_on_scale):
        return "clarified" if is_on_scale[1] else "blurred"
    one, other = (SCALE[next(iter(each.stances))] for each in (before, after))
    if one * other < 0:
        return "reversed"
    if abs(other) != abs(one):
        return "hardened" if abs(other) > abs(one) else "softened"
    return "reaffirmed"


@pytest.mark.parametrize(("before", "after"), [*product(STANDINGS, STANDINGS)], ids=lambda standing: _word(standing))
def test_every_pair(before: Standing, after: Standing) -> None:
    """None, each stance and three mixtures, before and after."""
    assert movement(before, after) == _expected(before, after)


@pytest.mark.parametrize("stance", ["supports-if", "opposes-unless"])
def test_the_same_stance_with_other_conditions(stance: str) -> None:
    """Conditions count where the stance is the same, in whatever order they were named."""
    stances = frozenset({Stance(stance)})
    one = Standing(stances, frozenset({"peace", "elections"}))
    assert movement(one, Standing(stances, frozenset({"peace"}))) == Movement.CONDITIONS_CHANGED
    assert movement(one, Standing(stances, frozenset({"elections", "peace"}))) == Movement.REAFFIRMED
    other = Stance.SUPPORTS if stance == "supports-if" else Stance.OPPOSES
    assert movement(one, Standing(frozenset({other}))) == Movement.HARDENED


def test_conditions_of_a_mixed_position_move_nothing() -> None:
    """Mixed is the same where its stances are the same set."""
    stances = frozenset({Stance.SUPPORTS_IF, Stance.OPPOSES})
    assert movement(Standing(stances, frozenset({"a"})), Standing(stances, frozenset({"b"}))) == Movement.REAFFIRMED


def test_the_word_for_stances() -> None:
    """None, the stance itself, or mixed."""
    assert stance_word([]) is None
    assert [stance_word([stance]) for stance in Stance] == list(Stance)
    assert {stance_word(pair) for pair in combinations(Stance, 2)} == {MIXED}
