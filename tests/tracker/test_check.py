"""Every finding: where it is raised and, a step beside, is not; what `check`, `assert` and `acknowledge` say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from events.vocabulary import FindingKind
from tests.cli_runner import Ran, run, tracker
from tracker import open_ledger
from tracker.checking import acknowledge, assert_position
from tracker.errors import UnknownFindingError

SETTING: Final = (
    "init --name Checks",
    "party add north --kind state",  # e2
    "party add bloc --kind grouping",  # e3
    "person add envoy",  # e4
    "person add aide",  # e5
    "issue add peace --proposition 'There is peace.'",  # e6
    "source add wire --published 2026-01-04",  # e7
    "source add cable",  # e8
)
"""What every story begins with; its own entries are e9 and following. Today is 2026-01-05, noon."""

Row = tuple[str | None, str | None, str, str]
"""Party, issue, entries and detail of a finding."""


SPEAKERS: tuple[Row, ...] = tuple(
    (None, None, entry, f"person {name} has no office on record") for entry, name in (("e4", "envoy"), ("e5", "aide"))
)
"""What is found of the two in most stories, and told in none of them."""


def say(stance: str, said: str, more: str = "", *, party: str = "north", source: str = "cable") -> str:
    return f"record {party} peace {stance} --said {said} --source {source} {more}"


def told(*commands: str) -> None:
    for command in (*SETTING, *commands):
        tracker(command)


def checked(options: str = "") -> Ran:
    return run(*f"check {options} --format json".split())


def rows(kind: str, options: str = "") -> list[Row]:
    found = checked(f"--kind {kind} {options}")
    assert found.code == (1 if found.items else 0)
    told = [(each["party"], each["issue"], " ".join(each["entries"]), each["detail"]) for each in found.items]
    return [row for row in told if row not in SPEAKERS]


def clash(entries: str, detail: str, party: str = "north") -> Row:
    return (party, "peace", entries, f"{detail}; neither certainly followed the other")


# Contradiction and discord

ON_ONE_DAY: Final = (say("supports", "2026-01-02"), say("opposes", "2026-01-02"))
IN_ONE_DAY: Final = [clash("e9 e10", "north supports (said 2026-01-02), and opposes (said 2026-01-02)")]
TWO_VOICES: Final = (say("supports", "2026-01-02", "--speaker envoy"), say("neutral", "2026-01-02", "--speaker aide"))

CLASHES: Final[dict[str, tuple[Sequence[str], list[Row], list[Row]]]] = {
    "two stances of one day": (ON_ONE_DAY, IN_ONE_DAY, []),
    "two days in order": ((say("supports", "2026-01-01"), say("opposes", "2026-01-02")), [], []),
    "a month that holds the day": (
        (say("supports", "2025-12"), say("supports-if", "2025-12-31", "--if elections")),
        [clash("e9 e10", "north supports (said 2025-12), and supports-if (said 2025-12-31)")],
        [],
    ),
    "a month that ends before the day": ((say("supports", "2025-12"), say("opposes", "2026-01-01")), [], []),
    "no later than the day": (
        (say("supports", "../2026-01-01"), say("opposes", "2026-01-01")),
        [clash("e9 e10", "north supports (said ../2026-01-01), and opposes (said 2026-01-01)")],
        [],
    ),
    "no later than the day before": ((say("supports", "../2026-01-01"), say("opposes", "2026-01-02")), [], []),
    "a second of the minute": (
        (say("supports", "2026-01-02T10:00Z"), say("opposes", "2026-01-02T10:00:59Z")),
        [clash("e9 e10", "north supports (said 2026-01-02T10:00Z), and opposes (said 2026-01-02T10:00:59Z)")],
        [],
    ),
    "the minute after": ((say("supports", "2026-01-02T10:00Z"), say("opposes", "2026-01-02T10:01Z")), [], []),
    "every two of three": (
        (*ON_ONE_DAY, say("neutral", "2026-01-02")),
        [
            *IN_ONE_DAY,
            clash("e9 e11", "north supports (said 2026-01-02), and neutral (said 2026-01-02)"),
            clash("e10 e11", "north opposes (said 2026-01-02), and neutral (said 2026-01-02)"),
        ],
        [],
    ),
    "one stance twice": ((say("supports", "2026-01-02"), say("supports", "2026-01-02", "--id again")), [], []),
    "a refusal to say": ((say("supports", "2026-01-02"), say("declines", "2026-01-02")), [], []),
    "another party": ((say("supports", "2026-01-02"), say("opposes", "2026-01-02", party="bloc")), [], []),
    "another issue": (
        ("record north peace/terms opposes --said 2026-01-02 --source cable --new", say("supports", "2026-01-02")),
        [],
        [],
    ),
    "one speaker": (
        (say("supports", "2026-01-02", "--speaker envoy"), say("opposes", "2026-01-02", "--speaker envoy")),
        [clash("e9 e10", "envoy supports (said 2026-01-02), and opposes (said 2026-01-02)")],
        [],
    ),
    "two speakers": (
        TWO_VOICES,
        [],
        [clash("e9 e10", "envoy supports (said 2026-01-02), and aide neutral (said 2026-01-02)")],
    ),
    "a speaker and nobody named": (
        (say("supports", "2026-01-02", "--speaker envoy"), say("opposes", "2026-01-02")),
        [],
        [clash("e9 e10", "envoy supports (said 2026-01-02), and north opposes (said 2026-01-02)")],
    ),
    "two speakers in order": (
        (say("supports", "2026-01-02", "--speaker envoy"), say("opposes", "2026-01-03", "--speaker aide")),
        [],
        [],
    ),
    "one of them withdrawn": ((*ON_ONE_DAY, "withdraw e10 --on 2026-01-05"), [], []),
    "one of them retracted": ((*ON_ONE_DAY, "retract e10 --because duplicate"), [], []),
    "one of them corrected": ((*ON_ONE_DAY, "correct e10 --stance supports --reason coding-error"), [], []),
}


@pytest.mark.parametrize("story", CLASHES)
def test_contradiction_and_discord(story: str) -> None:
    """Two stances in periods that overlap: of one speaker a contradiction, of two a discord; in order, a change."""
    commands, contradictions, discords = CLASHES[story]
    told(*commands)
    assert sorted(rows("contradiction")) == sorted(contradictions)
    assert rows("discord") == discords


def test_a_contradiction_ends_where_one_side_is_taken_back() -> None:
    """As of the day before the withdrawal it is there, and again once the withdrawal is void."""
    told(*ON_ONE_DAY, "withdraw e10 --on 2026-01-05")
    assert rows("contradiction", "--as-of 2026-01-04") == IN_ONE_DAY
    assert rows("contradiction", "--as-of 2026-01-01") == []
    tracker("void e11 --note wrong")
    assert rows("contradiction") == IN_ONE_DAY
    assert rows("contradiction", "--known-at e11") == []


# Every other kind

ENVOY: Final = "person office envoy north --title Envoy"


def spoke(said: str, *, party: str = "north") -> str:
    return say("supports", said, "--speaker envoy", party=party)


def unheld(on: str, entry: str, party: str = "north") -> list[Row]:
    return [(party, "peace", entry, f"envoy held no office for it on {on}")]


def once(entries: str, why: str, voice: str = "north") -> list[Row]:
    return [("north", "peace", entries, f"{voice} may have said this once: {why}")]


OTHERS: Final[dict[str, dict[str, tuple[Sequence[str], list[Row]]]]] = {
    "stale-position": {
        "a day over the horizon": (
            (say("supports", "2025-07-08"),),
            [("north", "peace", "e9", "supports, last said 2025-07-08; 181 days without a word, and 180 are allowed")],
        ),
        "the last day within": ((say("supports", "2025-07-09"),), []),
        "said again since": ((say("supports", "2025-07-08"), say("supports", "2025-12-01")), []),
        "inherited": (
            ("party join north bloc", say("opposes", "2025-01-01", party="bloc")),
            [("bloc", "peace", "e10", "opposes, last said 2025-01-01; 369 days without a word, and 180 are allowed")],
        ),
        "mixed": (
            (say("opposes", "2025-01-01"), say("supports", "2025-01")),
            [("north", "peace", "e9 e10", "mixed, last said 2025-01; 339 days without a word, and 180 are allowed")],
        ),
    },
    "lapsed-offer": {
        "the day after its last": (
            (say("supports", "2026-01-02", "--until 2026-01-04"),),
            [("north", "peace", "e9", "supports, but only in offers, of which the last was open until 2026-01-04")],
        ),
        "its last day": ((say("supports", "2026-01-02", "--until 2026-01-05"),), []),
        "one of two goes on": (
            (say("supports", "2026-01-02", "--until 2026-01-04"), say("supports", "2026-01-02")),
            [],
        ),
        "both are over": (
            (say("supports", "2026-01-02", "--until 2026-01-03"), say("supports", "2026-01-02", "--until 2026-01-04")),
            [("north", "peace", "e9 e10", "supports, but only in offers, of which the last was open until 2026-01-04")],
        ),
    },
    "provisional-name": {
        "a party": (("party add south",), [("south", None, "e9", "the party has no kind")]),
        "a party with a kind": (("party add south --kind group",), []),
        "a party given one": (("party add south", "party amend south --kind group"), []),
        "a party that lost it": (
            ("party add south --kind group", "party amend south --clear kind"),
            [("south", None, "e9", "the party has no kind")],
        ),
        "an issue": (("issue add terms",), [(None, "terms", "e9", "the issue has no proposition")]),
        "both, under one id": (
            ("issue add south", "party add south"),
            [
                (None, "south", "e9", "the issue has no proposition"),
                ("south", None, "e10", "the party has no kind"),
            ],
        ),
        "a void party": (("party add south", "void e9 --note wrong"), []),
        "a person": (("person add guest",), [(None, None, "e9", "person guest has no office on record")]),
        "a speaker registered on the way": (
            (say("supports", "2026-01-02", "--speaker Guest --new"),),
            [(None, None, "e9", "person guest has no office on record")],
        ),
        "a person with an office, whenever": (
            ("person add guest", "person office guest north --title Guest --from 1999 --until 2000"),
            [],
        ),
        "a person with a void office": (
            ("person add guest", "person office guest north --title Guest", "void e10 --note wrong"),
            [(None, None, "e9", "person guest has no office on record")],
        ),
    },
    "speaker-without-office": {
        "no office at all": ((spoke("2026-01-02"),), [("north", "peace", "e9", "envoy has no office on record")]),
        "nobody named": ((say("supports", "2026-01-02"),), []),
        "as long as anyone knows": ((ENVOY, spoke("1999")), []),
        "the day before": ((f"{ENVOY} --from 2026-01-02", spoke("2026-01-01")), unheld("2026-01-01", "e10")),
        "the first day": ((f"{ENVOY} --from 2026-01-02", spoke("2026-01-02")), []),
        "a minute of the first day": ((f"{ENVOY} --from 2026-01-02", spoke("2026-01-02T00:00Z")), []),
        "today is the first day": ((f"{ENVOY} --from 2026-01-05", spoke("2026-01-05")), []),
        "tomorrow is the first day": ((f"{ENVOY} --from 2026-01-06", spoke("2026-01-05")), unheld("2026-01-05", "e10")),
        "the last day": ((f"{ENVOY} --from 2025 --until 2026-01-02", spoke("2026-01-02")), []),
        "the day after the last": (
            (f"{ENVOY} --from 2025 --until 2026-01-02", spoke("2026-01-03")),
            unheld("2026-01-03", "e11"),
        ),
        "some day of the month": ((f"{ENVOY} --from 2025-12-31", spoke("2025-12")), []),
        "the month before": ((f"{ENVOY} --from 2026-01-01", spoke("2025-12")), unheld("2025-12", "e10")),
        "no later than the first day": ((f"{ENVOY} --from 2026-01-02", spoke("../2026-01-02")), []),
        "no later than the day before": (
            (f"{ENVOY} --from 2026-01-02", spoke("../2026-01-01")),
            unheld("2026-01-01", "e10"),
        ),
        "no later than the day after": (
            (f"{ENVOY} --from 2025 --until 2026-01-01", spoke("../2026-01-02")),
            unheld("2026-01-02", "e11"),
        ),
        "a date that is not over yet": ((f"{ENVOY} --from 2026-01-05", spoke("../2026-02")), []),
        "another title": ((f"{ENVOY} --until 2026-01-01", "person office envoy north --title Poet", spoke("2026")), []),
        "taken up again": ((f"{ENVOY} --until 2025", f"{ENVOY} --from 2025-12-31", spoke("2026-01-02")), []),
        "an office of another party": (
            ("person office envoy bloc --title Envoy", spoke("2026-01-02")),
            unheld("2026-01-02", "e10"),
        ),
        "an office of a grouping that the party belongs to": (
            ("party join north bloc", "person office envoy bloc --title Envoy", spoke("2026-01-02")),
            unheld("2026-01-02", "e11"),
        ),
        "an office of a member": ((ENVOY, "party join north bloc", spoke("2026-01-02", party="bloc")), []),
        "an office of a member's member": (
            (
                *("party add league --kind grouping", "party join bloc league", "party join north bloc"),
                *(ENVOY, spoke("2026-01-02", party="league")),
            ),
            [],
        ),
        "an office of a member to be": (
            (ENVOY, "party join north bloc --from 2026-01-03", spoke("2026-01-02", party="bloc")),
            unheld("2026-01-02", "e11", "bloc"),
        ),
        "a member from that day on": (
            (ENVOY, "party join north bloc --from 2026-01-02", spoke("2026-01-02", party="bloc")),
            [],
        ),
        "an office of a former member": (
            (ENVOY, "party join north bloc --until 2026-01-01", spoke("2026-01-02", party="bloc")),
            unheld("2026-01-02", "e12", "bloc"),
        ),
        "a void office": (
            (ENVOY, spoke("2026-01-02"), "void e9 --note wrong"),
            [
                ("north", "peace", "e10", "envoy has no office on record"),
            ],
        ),
    },
    "said-after-publication": {
        "the day after": (
            (say("supports", "2026-01-05", source="wire"),),
            [("north", "peace", "e9", "said 2026-01-05, but wire, which reports it, was published 2026-01-04")],
        ),
        "that day": ((say("supports", "2026-01-04", source="wire"),), []),
        "the month of that day": ((say("supports", "2026-01", source="wire"),), []),
        "no later than the day after": ((say("supports", "../2026-01-05", source="wire"),), []),
        "a source without a date": ((say("supports", "2026-01-05"),), []),
        "a source dated since": (
            (say("supports", "2026-01-05"), "source amend cable --published 2025"),
            [("north", "peace", "e9", "said 2026-01-05, but cable, which reports it, was published 2025")],
        ),
    },
    "possible-duplicate": {
        "one date from two sources": (
            (say("supports", "2026-01-02"), say("supports", "2026-01-02", source="wire")),
            once("e9 e10", "2 sources report it of 2026-01-02"),
        ),
        "no later than the date": (
            (say("supports", "../2026-01-02"), say("supports", "2026-01-02", source="wire")),
            once("e9 e10", "2 sources report it of 2026-01-02"),
        ),
        "one date from one source": ((say("supports", "2026-01-02"), say("supports", "2026-01-02", "--id again")), []),
        "two dates": ((say("supports", "2026-01-02"), say("supports", "2026-01-03", source="wire")), []),
        "the month of the date": ((say("supports", "2026-01-02"), say("supports", "2026-01", source="wire")), []),
        "two stances": ((say("supports", "2026-01-02"), say("neutral", "2026-01-02", source="wire")), []),
        "two speakers": (
            (
                say("supports", "2026-01-02", "--speaker aide"),
                say("supports", "2026-01-02", "--speaker envoy", source="wire"),
            ),
            [],
        ),
        "one of them without a speaker": (
            (say("supports", "2026-01-02"), say("supports", "2026-01-02", "--speaker aide", source="wire")),
            once("e9 e10", "2 sources report it of 2026-01-02", "aide"),
        ),
        "one wording, one of them without a speaker": (
            (
                say("supports", "2026-01-02", "--quote Yes. --speaker aide"),
                say("supports", "2025", "--quote Yes."),
            ),
            once("e10 e9", "2 statements have the same words", "aide"),
        ),
        "two speakers, and one without": (
            (
                "source add third --title Third",
                say("supports", "2026-01-02", "--speaker aide"),
                say("supports", "2026-01-02", "--speaker envoy", source="wire"),
                say("supports", "2026-01-02", source="third"),
            ),
            once("e10 e11 e12", "3 sources report it of 2026-01-02", "aide"),
        ),
        "a day and an instant in it": (
            (say("supports", "2026-01-02"), say("supports", "2026-01-02T23:30Z", source="wire")),
            once("e10 e9", "2 sources report it of 2026-01-02"),
        ),
        "a day and an instant of the day after, where it is said": (
            (say("supports", "2026-01-02"), say("supports", "2026-01-03T01:30+02:00", source="wire")),
            once("e10 e9", "2 sources report it of 2026-01-02"),
        ),
        "an instant, written in two ways": (
            (say("supports", "2026-01-02T10:00Z"), say("supports", "2026-01-02T12:00+02:00", source="wire")),
            once("e9 e10", "2 sources report it of 2026-01-02"),
        ),
        "two instants of a day": (
            (say("supports", "2026-01-02T10:00Z"), say("supports", "2026-01-02T12:00Z", source="wire")),
            [],
        ),
        "a month and an instant in it": (
            (say("supports", "2025-12"), say("supports", "2025-12-02T12:00Z", source="wire")),
            [],
        ),
        "a refusal, reported twice": (
            (
                say("declines", "2026-01-02", "--speaker aide"),
                say("declines", "2026-01-02", "--speaker aide", source="wire"),
            ),
            once("e9 e10", "2 sources report it of 2026-01-02", "aide"),
        ),
        "one wording": (
            (say("supports", "2026-01-02", "--quote 'We agree.'"), say("supports", "2025", "--quote ' WE\n agree. '")),
            once("e10 e9", "2 statements have the same words"),
        ),
        "two wordings": (
            (say("supports", "2026-01-02", "--quote 'We agree.'"), say("supports", "2025", "--quote 'We agree!'")),
            [],
        ),
        "one summary": (
            (say("supports", "2026-01-02", "--summary Yes."), say("supports", "2025", "--summary Yes.")),
            [],
        ),
        "a chain of both": (
            (
                say("supports", "2026-01-01", "--quote Yes."),
                say("supports", "2026-01-02", "--quote Yes."),
                say("supports", "2026-01-02", source="wire"),
                say("supports", "2026-01-03"),
            ),
            once("e9 e10 e11", "2 sources report it of 2026-01-02 and 2 statements have the same words"),
        ),
        "one retracted": (
            (
                *(say("supports", "2026-01-02"), say("supports", "2026-01-02", source="wire")),
                "retract e9 --because duplicate",
            ),
            [],
        ),
    },
    "office-overlap": {
        "a day together": (
            (f"{ENVOY} --from 2025 --until 2026-01-03", "person office aide north --title envoy --from 2026-01-02"),
            [("north", None, "e9 e11 e10", "aide and envoy are both envoy from 2026-01-02 until 2026-01-03")],
        ),
        "one after the other": (
            (f"{ENVOY} --from 2025 --until 2026-01-02", "person office aide north --title Envoy --from 2026-01-02"),
            [],
        ),
        "as long as anyone knows": (
            (ENVOY, "person office aide north --title Envoy"),
            [("north", None, "e9 e10", "aide and envoy are both Envoy")],
        ),
        "two titles": ((ENVOY, "person office aide north --title Poet"), []),
        "two parties": ((ENVOY, "person office aide bloc --title Envoy"), []),
        "one person": ((ENVOY, "person office envoy north --title envoy"), []),
        "tomorrow": ((ENVOY, "person office aide north --title Envoy --from 2026-01-06"), []),
        "today": (
            (ENVOY, "person office aide north --title Envoy --from 2026-01-05"),
            [("north", None, "e9 e10", "aide and envoy are both Envoy from 2026-01-05")],
        ),
        "one of them void": ((ENVOY, "person office aide north --title Envoy", "void e10 --note wrong"), []),
    },
    "office-gap": {
        "a day without": (
            (f"{ENVOY} --until 2026-01-02", "person office aide north --title envoy --from 2026-01-03"),
            [("north", None, "e10 e11", "nobody was envoy from 2026-01-02 until 2026-01-03")],
        ),
        "not a day without": (
            (f"{ENVOY} --until 2026-01-02", "person office aide north --title Envoy --from 2026-01-02"),
            [],
        ),
        "hours without, within a day": (
            (
                f"{ENVOY} --until 2026-01-02T08:00Z",
                "person office aide north --title Envoy --from 2026-01-02T20:00Z",
            ),
            [],
        ),
        "the same person again": (
            (f"{ENVOY} --until 2024", f"{ENVOY} --from 2025-12-01"),
            [("north", None, "e10 e11", "nobody was Envoy from 2024 until 2025-12-01")],
        ),
        "somebody in between": (
            (
                *(f"{ENVOY} --until 2024", f"{ENVOY} --from 2025-12-01"),
                "person office aide north --title Envoy --from 2024 --until 2025-12-01",
            ),
            [],
        ),
        "left for good": ((f"{ENVOY} --until 2024",), []),
        "another title": ((f"{ENVOY} --until 2024", "person office aide north --title Poet --from 2025"), []),
        "taken up tomorrow": ((f"{ENVOY} --until 2024", f"{ENVOY} --from 2026-01-06"), []),
    },
    "failed-assertion": {
        "holds": (("assert north peace none --as-of 2026-01-02 --because read",), []),
        "said later": (
            ("assert north peace none --as-of 2026-01-02 --because read", say("supports", "2026-01-03")),
            [],
        ),
        "heard of later": (
            ("assert north peace none --as-of 2026-01-02 --because 'read it all'", say("supports", "2026-01-02")),
            [("north", "peace", "e9 e10", "as of 2026-01-02 it is supports; asserted was none, because read it all")],
        ),
        "inherited since": (
            (
                say("opposes", "2026-01-02", party="bloc"),
                "assert north peace none --as-of 2026-01-02 --because read",
                "party join north bloc",
            ),
            [("north", "peace", "e9 e10", "as of 2026-01-02 it is opposes; asserted was none, because read")],
        ),
        "void": (
            (
                "assert north peace none --as-of 2026-01-02 --because read",
                *(say("supports", "2026-01-02"), "void e9 --note wrong"),
            ),
            [],
        ),
    },
}


@pytest.mark.parametrize(("kind", "story"), [(kind, story) for kind, stories in OTHERS.items() for story in stories])
def test_a_finding_and_its_border(kind: str, story: str) -> None:
    """Raised where it says, with its entries and a sentence, and not a step beside."""
    commands, found = OTHERS[kind][story]
    told(*commands)
    assert rows(kind) == found


def test_a_source_without_an_archive(tmp_path: Path) -> None:
    """Until the bytes of a copy are on record."""
    archived = tmp_path / "cable.html"
    archived.write_text("<p>Yes.</p>", encoding="utf-8")
    told()
    lacking = "source {} has no sha256 of an archived copy".format
    cable, wire = (None, None, "e8", lacking("cable")), (None, None, "e7", lacking("wire"))
    assert sorted(rows("source-without-archive")) == [wire, cable]
    tracker("source amend cable --file", archived)
    assert rows("source-without-archive") == [wire]
    assert sorted(rows("source-without-archive", "--known-at e8")) == [wire, cable]
    assert rows("source-without-archive", "--known-at e6") == []


def test_every_kind_has_its_stories() -> None:
    assert {*OTHERS, "contradiction", "discord", "source-without-archive"} == set(FindingKind)
    assert all(any(found for _, found in stories.values()) for stories in OTHERS.values())


def test_what_is_described_anew_is_judged_as_it_was_described_then() -> None:
    """With an earlier known at, a party given a kind since is provisional, and a source is as old as it was."""
    told("party add south", say("supports", "2026-01-05", source="wire"))
    before = [rows("provisional-name"), rows("said-after-publication")]
    assert all(before)
    tracker("party amend south --kind group")
    tracker("source amend wire --published 2026-01-05")
    assert [rows("provisional-name"), rows("said-after-publication")] == [[], []]
    assert [rows("provisional-name", "--known-at e10"), rows("said-after-publication", "--known-at e10")] == before


def test_offices_are_those_known_then() -> None:
    """An office entered later, or voided later, is not, or still, known at an earlier entry."""
    told(spoke("2026-01-02"), ENVOY, "void e10 --note wrong")
    found = [rows("speaker-without-office", f"--known-at {entry}") for entry in ("e9", "e10", "e11")]
    assert [len(each) for each in found] == [1, 0, 1]


# What the commands say

DEMO: Final = "check --as-of 2023-09-06"
KEYS: Final = {"air-support": "f662e71cc99", "troop-deployments/us-ground-troops": "f751134e43d"}
"""Of the findings about Trump, by issue."""


@pytest.mark.usefixtures("demo")
def test_a_check_as_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """By kind, then party and issue; exit code 1; and what can be done about one. Keys and kinds are not broken."""
    monkeypatch.setenv("COLUMNS", "80")
    ran = run(*DEMO.split(), "--format", "table")
    assert [line.rstrip() for line in ran.out.splitlines()] == [
        "Findings · as of 2023-09-06, known at 2026-01-05T12:00:00Z (e54)",
        "key           finding                  what                              entries",
        "─" * 80,
        "f662e71cc99   speaker-without-office   united-states on air-support:     e45",
        "                                       donald-trump held no office for",
        "                                       it on 2023-09-05",
        "f751134e43d   speaker-without-office   united-states on                  e44",
        "                                       troop-deployments/us-ground-tro",
        "                                       ops: donald-trump held no",
        "                                       office for it on 2023-09-05",
        "fb730fcf0f5   source-without-archive   source vladivostok-report has     e32",
        "                                       no sha256 of an archived copy",
        "open: speaker-without-office 2, source-without-archive 1",
    ]
    assert (ran.code, ran.err) == (1, "To leave one as it is: tracker acknowledge KEY --because R\n")


AIR_SUPPORT: Final[dict[str, Any]] = {
    "key": KEYS["air-support"],
    "kind": "speaker-without-office",
    "party": "united-states",
    "issue": "air-support",
    "detail": "donald-trump held no office for it on 2023-09-05",
    "entries": ["e45"],
    "about": ["report-s11b"],
    "acknowledged": None,
}


@pytest.mark.usefixtures("demo")
def test_a_check_as_json() -> None:
    """`tracker/check/1`, whole: the cut, an item a finding, and how many there are of each kind."""
    ran = run(*DEMO.split(), "--kind", "speaker-without-office", "--format", "json")
    troops = AIR_SUPPORT | {
        "key": KEYS["troop-deployments/us-ground-troops"],
        "issue": "troop-deployments/us-ground-troops",
        "entries": ["e44"],
        "about": ["report-s11a"],
    }
    assert ran.json == {
        "schema": "tracker/check/1",
        "cut": {"as_of": "2023-09-06", "known_at": "2026-01-05T12:00:00Z", "seq": 54, "rules": 1},
        "items": [AIR_SUPPORT, troops],
        "counts": {"speaker-without-office": 2},
        "acknowledged": 0,
    }
    assert list(ran.items[0]) == list(AIR_SUPPORT)


@pytest.mark.usefixtures("demo")
def test_a_check_that_finds_nothing() -> None:
    """Exit code 0 and a sentence; what other kinds find does not matter."""
    ran = run(*DEMO.split(), "--kind", "contradiction", "--kind", "discord", "--format", "table")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[1:] == ["no findings"]
    assert tracker(f"{DEMO} --kind contradiction --format json").json["counts"] == {}
    assert tracker(f"{DEMO} --kind contradiction").err.splitlines()[1:] == ["no findings"]


@pytest.mark.usefixtures("demo")
def test_a_kind_that_is_none() -> None:
    ran = run("check", "--kind", "odd")
    assert (ran.code, ran.out) == (2, "")
    assert "'odd' is not one of 'contradiction', 'discord', 'stale-position'" in " ".join(ran.err.split())


@pytest.mark.usefixtures("demo")
def test_a_finding_that_may_stay() -> None:
    """It is shown no more, unless one asks for all, with who left it and why; the others are; its undo brings it back.
    Known at an entry before, it is open still.
    """
    before = run(*DEMO.split(), "--format", "json").items
    written = tracker(f"acknowledge {KEYS['air-support']} --because 'the year is wrong' --format json")
    assert written.json["undo"] == ["tracker void e55 --note 'entered by mistake'"]
    assert written.items[0]["kind"] == "finding-acknowledged"
    found = run(*DEMO.split(), "--format", "json")
    assert (found.code, found.items) == (1, [each for each in before if each != AIR_SUPPORT])
    assert found.json["acknowledged"] == 1
    assert found.err.splitlines()[0] == "Acknowledged, and not shown: 1; tracker check --all shows them."
    left = AIR_SUPPORT | {"acknowledged": {"entry": "e55", "because": "the year is wrong", "by": "tester"}}
    every = run(*DEMO.split(), "--all", "--format", "json")
    assert every.items == [left if each == AIR_SUPPORT else each for each in before]
    assert every.json["counts"] == {"speaker-without-office": 1, "source-without-archive": 1}
    table = run(*DEMO.split(), "--all", "--format", "table").out
    assert "e55, tester: the year is wrong" in table
    assert run(*DEMO.split(), "--known-at", "e54", "--format", "json").items == before
    tracker(written.json["undo"][0].removeprefix("tracker "))
    assert run(*DEMO.split(), "--format", "json").items == before
    assert run(*DEMO.split(), "--known-at", "e55", "--format", "json").items == found.items


@pytest.mark.usefixtures("demo")
def test_when_all_may_stay_a_check_is_good() -> None:
    """Exit code 0, though it says how many were left."""
    for key in (*KEYS.values(), "fb730fcf0f5"):
        tracker(f"acknowledge {key} --because seen")
    ran = tracker(f"{DEMO} --format table")
    assert ran.out.splitlines()[1:] == ["no findings"]
    assert ran.err == "Acknowledged, and not shown: 3; tracker check --all shows them.\n"
    assert tracker(f"{DEMO} --all --format json").json["counts"] == {}


@pytest.mark.usefixtures("demo")
def test_what_an_acknowledgement_says() -> None:
    """In the words of `log show` and `show`."""
    tracker(f"acknowledge {KEYS['air-support']} --because 'the year is wrong'")
    says = "speaker-without-office of e45 acknowledged, because the year is wrong"
    assert tracker("log show --last 1 --format json").items[0]["says"] == says
    shown = tracker("show e55 --format json").items[0]
    assert shown["data"] == {
        "finding": "speaker-without-office",
        "about": ["report-s11b"],
        "because": "the year is wrong",
    }
    assert shown["voided_by"] is None
    tracker("void last --note wrong")
    assert tracker("show e55 --format json").items[0]["voided_by"] == "e56"


def test_a_finding_comes_back_with_other_evidence() -> None:
    """Once a statement is corrected nobody has looked at what it says now; the other way round it is still known."""
    told(*ON_ONE_DAY)
    (key,) = (each["key"] for each in checked("--kind contradiction").items)
    tracker(f"acknowledge {key} --because 'two drafts'")
    assert rows("contradiction") == []
    tracker(say("neutral", "2026-01-05"))
    tracker("party amend north --alias N")
    assert rows("contradiction") == []
    tracker("correct e10 --stance opposes-unless --if 'a truce' --reason coding-error")
    found = "north supports (said 2026-01-02), and opposes-unless (said 2026-01-02)"
    assert rows("contradiction") == [clash("e9 e10", found)]
    assert rows("contradiction", "--known-at e13") == []
    assert rows("contradiction", "--known-at e10") == IN_ONE_DAY


def test_a_stale_position_may_stay_until_somebody_speaks() -> None:
    """The finding is about the statements that decide; with a new one that goes stale in turn it is another finding."""
    told(say("supports", "2025-01-02"))
    (key,) = (each["key"] for each in checked("--kind stale-position").items)
    tracker(f"acknowledge {key} --because 'they keep silent'")
    assert rows("stale-position") == []
    tracker(say("supports", "2025-02-03"))
    assert [each[2] for each in rows("stale-position")] == ["e11"]


def test_a_finding_of_another_day_is_acknowledged_as_of_that_day() -> None:
    """What a check shows as of a day can be left as of that day, and then is on every day that it shows."""
    told(*ON_ONE_DAY, "withdraw e10 --on 2026-01-05")
    (key,) = (each["key"] for each in checked("--kind contradiction --as-of 2026-01-04").items)
    refused = run("acknowledge", key, "--because", "seen")
    assert (refused.code, refused.err) == (
        2,
        f"tracker: no finding {key!r}. `tracker check --all` lists them; "
        "one of another day needs that day as --as-of\n",
    )
    tracker(f"acknowledge {key} --as-of 2026-01-04 --because seen")
    assert rows("contradiction", "--as-of 2026-01-03") == []


@pytest.mark.usefixtures("demo")
def test_an_assertion() -> None:
    """It is recorded if it holds, with its undo; a check fails once it does not, and names what changed it."""
    written = tracker(
        "assert Russia 'Moscow as the venue' supports --as-of '6 Sep 2023' --because 'read again' --format json"
    )
    assert written.json["undo"] == ["tracker void e55 --note 'entered by mistake'"]
    says = "russia on venue/moscow as of 2023-09-06 is supports, because read again"
    assert tracker("log show --last 1 --format json").items[0]["says"] == says
    assert rows("failed-assertion") == []
    tracker("correct --source vladivostok-report --said 2025-09-05 --reason source-error")
    assert rows("failed-assertion", "--as-of 2020-01-01") == [
        ("russia", "venue/moscow", "e55", "as of 2023-09-06 it is none; asserted was supports, because read again")
    ]
    assert rows("failed-assertion", "--known-at e55") == []
    assert tracker("log rebuild --format json").json["failed_assertions"] == []
    tracker(written.json["undo"][0].removeprefix("tracker "))
    assert rows("failed-assertion") == []


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("words", "stance"), [("russia venue", "none"), ("france troop-deployments", "supports-if")])
def test_any_position_can_be_asserted(words: str, stance: str) -> None:
    """Also that there is none; and mixed, where it is."""
    tracker(f"assert {words} {stance} --as-of 2023-09-06 --because read")
    tracker("record france venue supports --said 2023-09-06 --source vladivostok-report")
    tracker("record france venue opposes --said 2023-09-06 --source vladivostok-report")
    tracker("assert france venue mixed --on 2023-09-06 --because read")
    assert rows("failed-assertion") == []


def test_in_the_library(demo: Path) -> None:
    """Findings are objects with the attributes of the JSON; acknowledging and asserting take keys and names."""
    with open_ledger(demo) as ledger:
        found = [each for each in ledger.at("2023-09-06").findings() if each.issue == "air-support"]
        assert [each.as_json() for each in found] == [AIR_SUPPORT]
        assert found[0].kind is FindingKind.SPEAKER_WITHOUT_OFFICE
        acknowledge(ledger, found[0].key, because="the year is wrong", as_of="2023-09-06")
        (written,) = assert_position(ledger, "Russia", "venue/moscow", "supports", as_of="2023-09-06", because="read")
        assert written.event.seq == 56
        with pytest.raises(UnknownFindingError) as refusal:
            acknowledge(ledger, "f0", because="x")
        assert (refusal.value.noun, refusal.value.text) == ("finding", "f0")


def test_many_findings_that_are_alike_are_one_row_of_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every two of many statements, or every word of a person without office; all else has each on its own."""
    monkeypatch.setenv("COLUMNS", "200")
    told(
        *(say("supports", "2026-01-02", f"--speaker envoy --id s{number}") for number in range(2)),
        *(say("opposes", "2026-01-02", f"--speaker envoy --id o{number}") for number in range(2)),
    )
    counts = {"contradiction": 4, "speaker-without-office": 4}
    answer = run("check", "--kind", "contradiction", "--kind", "speaker-without-office", "--format", "json").json
    assert (answer["counts"], len(answer["items"])) == (counts, 8)
    shown = run("check", "--kind", "contradiction", "--kind", "speaker-without-office", "--format", "table")
    assert [line.split()[1:] for line in shown.out.splitlines()[3:5]] == [
        "contradiction north on peace: envoy supports (said 2026-01-02), and opposes (said 2026-01-02); "
        "neither certainly followed the other; and 3 more like it e9 e10 e11 e12".split(),
        "speaker-without-office north on peace: envoy has no office on record; and 3 more like it "
        "e9 e10 e11 e12".split(),
    ]
    assert "open: contradiction 4, speaker-without-office 4" in shown.out
    assert "Told together with others like them: 6; --format json has the key of each.\n" in shown.err
    tracker("retract e12 --because duplicate")
    shown = run("check", "--kind", "contradiction", "--kind", "speaker-without-office", "--format", "table")
    assert ("like it" in shown.out, "Told together" in shown.err) == (False, False)


def test_several_findings_are_acknowledged_at_once_or_not_at_all() -> None:
    told("party add south", "issue add terms")
    south, terms = (each["key"] for each in checked("--kind provisional-name").items if each["party"] or each["issue"])
    refused = run("acknowledge", south, "f0", terms, "--because", "x")
    assert (refused.code, refused.err.split(";")[0].split(".")[0]) == (2, "tracker: no finding 'f0'")
    assert len(rows("provisional-name")) == 2
    written = tracker(f"acknowledge {south} {terms} {south} --because 'to come'")
    assert written.out.count("finding-acknowledged") == 2
    assert rows("provisional-name") == []


def test_every_cell_is_made_safe() -> None:
    """A reason and an assertion are somebody's text: no control reaches the terminal, no formula a spreadsheet."""
    told(
        "issue add terms",
        "assert north peace none --as-of 2026-01-02 --because '=1+1 \x1b[31m'",
        say("supports", "2026-01-02"),
    )
    (key,) = (each["key"] for each in checked("--kind provisional-name").items if each["issue"] == "terms")
    tracker(f"acknowledge {key} --because '=1+1 \x1b[31m'")
    for form in ("table", "tsv", "csv", "json"):
        assert "\x1b[31m" not in run("check", "--all", "--format", form).out
    rows_of_csv = run("check", "--all", "--kind", "provisional-name", "--format", "csv").out.splitlines()
    assert rows_of_csv[0] == "key,kind,party,issue,detail,entries,about,acknowledged"
