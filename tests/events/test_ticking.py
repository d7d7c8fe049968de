"""Ticks: as many as there are items, each when it is done with."""

from __future__ import annotations

from events.ticking import ticked


def test_each_item_is_told_when_its_taker_is_done_with_it() -> None:
    happened: list[object] = []
    for item in ticked("ab", lambda done, total: happened.append((done, total)), 2):
        happened.append(item)  # noqa: PERF402 - two voices take turns
    assert happened == ["a", (1, 2), "b", (2, 2)]


def test_without_anybody_to_tell_the_items_come_as_they_are() -> None:
    assert list(ticked("ab", None, 2)) == ["a", "b"]


def test_nobody_needs_to_know_the_total() -> None:
    told: list[tuple[int, int | None]] = []
    assert list(ticked("ab", lambda done, total: told.append((done, total)))) == ["a", "b"]
    assert told == [(1, None), (2, None)]
