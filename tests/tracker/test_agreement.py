"""How near parties are to each other: the word, the distance and the sides, from what they said."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from tests.cli_runner import items, tracker
from tracker import open_ledger
from tracker.reading.agreement import Meeting

SAID = "--said 2025-09-05 --source https://example.org/report --new"


def record(party: str, issue: str, stance: str) -> None:
    condition = "--if peace" if stance in {"supports-if", "opposes-unless"} else ""
    tracker(f"record {party} {issue} {stance} {condition} {SAID}")


def met(*stances: str) -> Meeting:
    """What parties that take these stances, one each, come to on one issue."""
    tracker("init")
    for number, stance in zip(count(1), stances, strict=False):
        record(f"party-{number}", "peace", stance)
    with open_ledger("tracker.db") as ledger:
        (meeting,) = ledger.at("2025-09-06").meetings()
        assert len(meeting.positions) == len(stances)
        return meeting


@pytest.mark.parametrize(
    ("stances", "agreement", "distance", "blockers"),
    [
        (("supports", "supports"), "agreed", 0, []),
        (("opposes", "opposes"), "agreed", 0, []),
        (("supports", "supports-if"), "conditional", 1, []),
        (("supports-if", "supports-if"), "conditional", 0, []),
        (("opposes", "opposes-unless"), "conditional", 1, []),
        (("supports", "neutral"), "open", 2, []),
        (("neutral", "neutral"), "open", 0, []),
        (("opposes", "neutral"), "open", 2, []),
        (("opposes-unless", "supports"), "open", 3, []),
        (("supports", "ambiguous"), "open", None, []),
        (("supports", "supports", "declines"), "open", 0, []),
        (("opposes", "supports-if"), "blocked", 3, ["party-1"]),
        (("opposes", "supports", "ambiguous"), "blocked", 4, ["party-1"]),
        (("supports", "opposes", "opposes", "opposes-unless"), "blocked", 4, ["party-2", "party-3"]),
        (("supports",), "one-voice", None, []),
    ],
)
def test_what_stances_come_to(
    stances: tuple[str, ...], agreement: str, distance: int | None, blockers: list[str]
) -> None:
    meeting = met(*stances)
    assert (meeting.agreement, meeting.distance, meeting.blockers) == (agreement, distance, blockers)


def test_who_agrees_with_whom_the_most_supportive_first() -> None:
    meeting = met("opposes", "supports", "opposes", "supports", "neutral")
    assert meeting.agreeing == [["party-2", "party-4"], ["party-1", "party-3"]]


def test_one_who_inherits_is_no_voice_of_its_own(demo: Path) -> None:
    """France, Britain and their coalition hold one position, which the coalition alone stated; until France speaks."""
    words = "common-ground --as-of 2023-09-06 --parties uk,willing-coalition --issues security-guarantees"
    (item,) = items(words)
    assert (item["agreement"], item["inherited"], item["counts"]) == ("one-voice", 1, {"supports": 2})
    (item,) = items(f"{words} --parties france")
    assert (item["agreement"], item["inherited"]) == ("agreed", 1)


def test_one_party_that_inherits_from_two_is_one_voice(demo: Path) -> None:
    """It is alone on the issue, whatever its groupings say to each other."""
    tracker("party add bloc --kind grouping")
    tracker("party join uk bloc")
    record("bloc", "security-guarantees", "opposes")
    (item,) = items("common-ground --as-of 2026-01-02 --parties uk --issues security-guarantees")
    assert (item["positions"][0]["stance"], item["agreement"]) == ("mixed", "one-voice")


def test_the_nearer_comes_first_and_what_has_no_distance_last() -> None:
    """Of issues alike: by distance, then by how many have a position, then by path."""
    tracker("init")
    for issue, stances in {
        "b-wide": ("opposes-unless", "supports"),
        "c-unclear": ("ambiguous", "declines"),
        "d-near": ("neutral", "supports-if"),
        "a-many": ("neutral", "supports-if", "supports-if"),
    }.items():
        for number, stance in enumerate(stances):
            record(f"party-{number}", issue, stance)
    assert [each["issue"] for each in items("common-ground --as-of 2025-09-06")] == [
        "a-many",
        "d-near",
        "b-wide",
        "c-unclear",
    ]
