"""No grouping belongs to itself on any day, and they do not nest without end."""

from __future__ import annotations

import pytest

from tracker.groupings import DEPTH_MAX, Change, Trouble, first_trouble


def story(*told: str) -> list[Change]:
    """Return changes told as `10 1>2`, at instant 10 party 1 joins 2, and `20 1<2`, at 20 it leaves."""
    found = []
    for seq, each in enumerate(told, 1):
        counts, pair = each.split()
        member, grouping = map(int, pair.replace("<", ">").split(">"))
        found.append(Change(int(counts), seq, member, grouping, ">" in pair))
    return found


@pytest.mark.parametrize(
    "told",
    [
        (),
        ("1 1>2", "1 2>3", "1 1>3"),
        ("1 1>2", "5 1<2", "5 2>1"),
        ("5 2>1", "1 1>2", "5 1<2"),
        ("1 1>2", "1 2>3", "5 2<3", "6 3>1"),
        ("1 1<2",),
        ("1 1>2", "2 1<2", "3 1>2"),
        tuple(f"1 {party}>{party + 1}" for party in range(1, DEPTH_MAX)),
        tuple(f"1 {party}>{grouping}" for party in range(1, 40) for grouping in range(party + 1, 40)),
    ],
)
def test_none(told: tuple[str, ...]) -> None:
    """Chains, exchanges at one instant, membership left before the way back, and many ways up to one grouping."""
    assert first_trouble(story(*told)) is None


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (("3 1>1",), (1, 3)),
        (("1 1>2", "4 2>1"), (1, 4)),
        (("4 2>1", "1 1>2"), (1, 4)),
        (("1 1>2", "2 2>3", "7 3>1"), (1, 7)),
        (("1 1>2", "9 1<2", "5 2>1", "6 2<1"), (1, 5)),
        (("1 8>9", "1 1>2", "2 2>3", "3 3>2"), (2, 3)),
        (("1 1>2", "5 1<2", "4 2>1"), (1, 4)),
    ],
)
def test_some(told: tuple[str, ...], found: tuple[int, int]) -> None:
    """The party, and the first instant of it, also where it lasts only until somebody leaves."""
    assert first_trouble(story(*told)) == Trouble(found[1], found[0], "cycle")


def test_nesting_has_a_limit() -> None:
    """From the instant on at which a chain of groupings grows longer than the limit; ended links do not count."""
    links = [f"{party} {party}>{party + 1}" for party in range(1, DEPTH_MAX + 1)]
    assert first_trouble(story(*links[:-1])) is None
    found = first_trouble(story(*links))
    assert found is not None
    assert (found.counts, found.why) == (DEPTH_MAX, "depth")
    assert first_trouble(story(*links, "10 1<2")) is None
