"""Positions along both times, at the borders: what a view says at each entry is what the phases say of it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

import pytest

from tests.cli_runner import tracker
from tracker import open_ledger
from tracker.reading.phases import Phase

SOURCE = "--source https://example.org/report --new"
SUPPORTS = f"record north peace supports --said 2025-09-05 {SOURCE}"
OPPOSES = f"record north peace opposes --said 2025-09-10 {SOURCE}"
HORIZON = '{"kind": "dossier-amended", "data": {"name": "n", "stale_after_days": %d}}'

STORIES: dict[str, Sequence[str]] = {
    "withdrawn before it counts": (
        f"record north peace supports --said 2025-09 {SOURCE}",
        OPPOSES,
        "withdraw e5 --on 2025-09-08",
        "void last --note wrong",
    ),
    "withdrawn, and what it gave way to decides again": (
        SUPPORTS,
        OPPOSES,
        "withdraw last --on 2025-09-20",
        f"record north peace neutral --said 2025-09-07 {SOURCE}",
        "retract last --because duplicate",
        "correct e5 --said 2025-09-12 --reason coding-error",
    ),
    "another horizon": (SUPPORTS, HORIZON % 3, OPPOSES, HORIZON % 30),
    "a grouping that is joined, left, and joined again at once": (
        f"record bloc peace supports --said 2025-09-01 {SOURCE}",
        "party add north --kind state",
        "party join north bloc --from 2025-09-03",
        "party leave north bloc --on 2025-09-09",
        f"record north peace opposes --said 2025-09-05 {SOURCE}",
        "party join north bloc --from 2025-09-09",
        "void last --note wrong",
        "withdraw e9 --on 2025-09-07",
    ),
    "said by a grouping that is joined only later": (
        f"record bloc peace supports --said 2025-09-01 {SOURCE}",
        "party add north --kind state",
        "party add league --kind grouping",
        "party join north bloc --until 2025-09-20",
        "party join north league --from 2025-09-20",
        f"record league peace neutral --said 2025-09-02 {SOURCE}",
        f"record league peace opposes --said 2025-09-04 {SOURCE}",
    ),
    "said later than a membership that ends later still": (
        f"record bloc peace supports --said 2025-09-01 {SOURCE}",
        "party add north --kind state",
        "party join north bloc --until 2025-09-20",
        f"record bloc peace neutral --said 2025-09-04 {SOURCE}",
        f"record bloc peace opposes --said 2025-08-30 {SOURCE}",
    ),
}


def tell(story: Sequence[str]) -> None:
    tracker("init --stale-after 10")
    for words in story:
        if words.startswith("{"):
            tracker("append -", stdin=words.encode())
        else:
            tracker(*_typed(words))


def _typed(words: str) -> tuple[str]:
    return (shlex.join(shlex.split(words)),)


@pytest.mark.parametrize("story", STORIES)
def test_every_state_of_knowledge_is_told(story: str) -> None:
    """At each entry of the story, the phases known then are those of a view at that entry."""
    tell(STORIES[story])
    with open_ledger("tracker.db") as ledger:
        rows = ledger.at("2025-12-31").known_phases("north", "peace")
        assert rows
        for seq in range(1, ledger.log.head().seq + 1):
            known = [
                row.phase
                for row in rows
                if int(row.known_from[1:]) <= seq and (row.known_until is None or seq < int(row.known_until[1:]))
            ]
            then = ledger.at("2025-12-31", f"e{seq}").phases("north", "peace")
            assert sorted(known, key=_begins) == sorted(then, key=_begins), f"e{seq}"


def _begins(phase: Phase) -> str:
    return phase.begins


def phases_as_of(day: str) -> list[tuple[str, str | None, str]]:
    with open_ledger("tracker.db") as ledger:
        return [(each.begins, each.ends, each.stance) for each in ledger.at(day).phases("north", "peace")]


def test_a_phase_is_there_from_the_day_it_begins() -> None:
    tell([SUPPORTS])
    assert phases_as_of("2025-09-04") == []
    assert phases_as_of("2025-09-05") == [("2025-09-05", None, "supports")]


def test_a_phase_has_an_end_from_the_day_it_ends() -> None:
    """And not before: as of a day nothing is told of what comes later."""
    tell([SUPPORTS, OPPOSES])
    assert phases_as_of("2025-09-09") == [("2025-09-05", None, "supports")]
    assert phases_as_of("2025-09-10") == [("2025-09-05", "2025-09-10", "supports"), ("2025-09-10", None, "opposes")]


def test_leaving_a_grouping_and_joining_it_at_once_begins_no_phase() -> None:
    tell(
        [
            f"record bloc peace supports --said 2025-09-01 {SOURCE}",
            "party add north --kind state",
            "party join north bloc --until 2025-09-05",
            "party join north bloc --from 2025-09-05",
        ]
    )
    assert phases_as_of("2025-09-08") == [("2025-09-01", None, "supports")]
