"""The grid, comparing and common ground, as a user sees them."""

from __future__ import annotations

import csv
import io
import shlex
from pathlib import Path

import pytest

from tests.cli_runner import Ran, items, run, tracker

AS_OF = "--as-of 2025-11-20"


def table(words: str, columns: int, monkeypatch: pytest.MonkeyPatch) -> str:
    """What a terminal of that width shows, without the spaces at the ends of lines."""
    monkeypatch.setenv("COLUMNS", str(columns))
    shown = tracker(f"{words} --format table").out
    return "\n".join(line.rstrip() for line in shown.splitlines())


def test_a_grid_shows_a_word_and_marks_and_a_dot_for_no_record(shifts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = table(f"grid {AS_OF} --issues venue,settlement --parties russia,ukraine,uk,germany", 100, monkeypatch)
    assert shown == GRID


def test_a_narrow_grid_goes_on_in_further_tables(shifts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = f"grid {AS_OF} --issues settlement --parties russia,ukraine,uk,germany"
    shown = table(words, 60, monkeypatch)
    assert shown == NARROW
    assert all(len(line) <= 60 for line in shown.splitlines())


def test_a_grid_elsewhere_spells_its_marks_out(shifts: Path) -> None:
    shown = tracker(f"grid {AS_OF} --issues venue --parties russia,uk,germany --format csv").out
    assert shown.splitlines() == [
        "issue,germany,russia,united-kingdom,statements",
        "venue,,,,",
        "venue/elsewhere,,supports-if,supports-if (inherited),russia: e114; united-kingdom: e118",
        "venue/moscow,,supports (lapsed),,russia: e115",
    ]


@pytest.mark.parametrize("words", ["compare russia uk", "common-ground --parties russia,uk"])
def test_every_cell_leads_to_its_statements_in_a_spreadsheet_too(words: str, shifts: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(tracker(f"{words} {AS_OF} --issues monitoring --format csv").out)))
    assert [row["statements"] for row in rows] == ["russia: e132; united-kingdom: e110"]


def test_a_grid_as_json_has_axes_and_a_cell_for_each_position(demo: Path) -> None:
    answer = tracker("grid --as-of 2023-09-06 --parties uk,germany --issues security-guarantees --format json").json
    assert answer == {
        "schema": "tracker/grid/1",
        "cut": {"as_of": "2023-09-06", "known_at": "2026-01-05T12:00:00Z", "seq": 54, "rules": 1},
        "items": [
            {
                "party": "united-kingdom",
                "issue": "security-guarantees",
                "stance": "supports",
                "conditions": [],
                "basis": "inherited",
                "inherited_from": ["willing-coalition"],
                "statements": ["e35"],
                "deciding": {"supports": 1},
                "last_said": "../2023-09-05",
                "days_since_last": 1,
                "stale": False,
                "lapsed": False,
            }
        ],
        "parties": ["germany", "united-kingdom"],
        "issues": ["security-guarantees", "security-guarantees/talks"],
    }


def test_an_issue_brings_those_below_it_and_no_others(demo: Path) -> None:
    """`venues` is not below `venue`, though it begins alike."""
    tracker("issue add venues")
    assert tracker("grid --issues venue --format json").json["issues"] == ["venue", "venue/elsewhere", "venue/moscow"]


def test_cells_come_by_issue_then_by_party(demo: Path) -> None:
    cells = [(each["issue"], each["party"]) for each in items("grid --as-of 2023-09-06")]
    assert cells == sorted(cells)
    assert len(cells) == 18


def test_a_party_registered_later_is_not_in_an_earlier_grid(shifts: Path) -> None:
    """Nor is one that was not known yet an error where it is asked for."""
    early = tracker(f"grid {AS_OF} --known-at e54 --format json").json
    assert "invented-observers" not in early["parties"]
    asked = tracker(f"grid {AS_OF} --known-at e54 --parties invented-observers --format json").json
    assert (asked["parties"], asked["items"]) == (["invented-observers"], [])


def test_comparing_tells_who_agrees_and_which_conditions_stand_between(
    shifts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert table(f"compare russia ukraine uk {AS_OF} --issues venue,settlement", 110, monkeypatch) == COMPARED


def test_a_comparison_takes_two_parties(demo: Path) -> None:
    assert run("compare", "russia", "Russia") == Ran(
        2, "", "tracker: a comparison takes two parties or more; name another one beside 'russia'\n"
    )


def test_common_ground_runs_from_agreed_to_blocked(shifts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert table(f"common-ground {AS_OF}", 110, monkeypatch) == GROUND


def test_common_ground_as_json_leads_to_statements(shifts: Path) -> None:
    (item,) = items(f"common-ground {AS_OF} --issues nato-membership")
    told = {name: each for name, each in item.items() if name != "positions"}
    assert told == {
        "issue": "nato-membership",
        "agreement": "blocked",
        "distance": 4,
        "counts": {"supports": 2, "opposes": 1, "declines": 1},
        "inherited": 0,
        "agreeing": [["ukraine", "united-kingdom"]],
        "supporting": ["ukraine", "united-kingdom"],
        "conditional": [],
        "opposing": ["russia"],
        "undecided": ["united-states"],
        "silent": [
            "france",
            "germany",
            "invented-contact-group",
            "invented-observers",
            "willing-coalition",
        ],
        "blockers": ["russia"],
        "conditions": [],
    }
    assert [(each["party"], each["stance"], each["statements"]) for each in item["positions"]] == POSITIONS


def test_an_issue_shows_every_party_on_it(shifts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert table(f"issue show nato-membership {AS_OF}", 100, monkeypatch) == ISSUE


def test_an_issue_is_shown_as_it_was_known(shifts: Path) -> None:
    """Before anything was said of it, nobody has a position; an issue opened later is still found by its name."""
    (item,) = items("issue show nato-membership --as-of 2020-01-01")
    assert (item["agreement"], item["positions"], item["counts"]) == ("silent", [], {})
    (item,) = items("issue show monitoring --known-at e54")
    assert (item["agreement"], item["positions"]) == ("silent", [])


def test_an_issue_is_described_as_it_was_known(shifts: Path) -> None:
    """A title and a proposition given later are not told of an earlier cut."""
    tracker("issue amend monitoring --title 'Observers' --proposition 'Observers come.'")
    (now,), (before,) = items("issue show monitoring"), items("issue show monitoring --known-at e135")
    assert (now["title"], now["proposition"]) == ("Observers", "Observers come.")
    assert (before["title"], before["proposition"], before["provisional"]) == ("Monitoring (invented)", None, True)


def test_a_name_with_a_comma_is_that_name(demo: Path) -> None:
    """Beside others the option is given again; a text that is no name is several."""
    tracker("party add korea --name 'Korea, Republic of'")
    tracker("issue add fish --title 'Cod, herring and hake'")
    tracker("record korea fish supports --said 2023-09-05 --source vladivostok-report")
    words = "--party 'Korea, Republic of' --party 'russia, uk' --issue 'cod, herring and hake'"
    answer = tracker(f"grid {words} --format json").json
    assert (answer["parties"], answer["issues"]) == (["korea", "russia", "united-kingdom"], ["fish"])
    assert [each["party"] for each in items(f"changes {words}")] == ["korea"]
    assert [each["party"] for each in items(f"diff --from 2023-09-01 {words}")] == ["korea"]
    assert [each["issue"] for each in items("compare korea russia --issues 'Cod, herring and hake'")] == ["fish"]
    assert "korea" in tracker("export csv --table statements --parties 'Korea, Republic of'").out


@pytest.mark.parametrize(
    "words", ["grid --parties ''", "grid --issues venue,", "changes --party ,", "export md --issues ''"]
)
def test_an_empty_name_does_not_mean_all(words: str, demo: Path) -> None:
    """As a variable that is not set leaves it, in a script that would then send out everything."""
    assert run(*shlex.split(words)) == Ran(
        2, "", "tracker: a name is empty in a list of parties or issues; leave the option out to have them all\n"
    )


GRID = """\
Where everyone stands · as of 2025-11-20, known at 2026-01-05T12:00:00Z (e135)
issue             germany   russia             ukraine         united-kingdom
─────────────────────────────────────────────────────────────────────────────
settlement        ·         opposes-unless ?   supports-if ?   ·
venue             ·         ·                  ·               ·
venue/elsewhere   ·         supports-if ?      supports-if ?   supports-if ?↑
venue/moscow      ·         supports †         opposes ~       ·
? under conditions   ± several stances at once   ↑ inherited from a grouping   ~ stale   † offer
lapsed   · no position on record"""
NARROW = """\
Where everyone stands · as of 2025-11-20, known at
2026-01-05T12:00:00Z (e135)
issue        germany   russia             ukraine
───────────────────────────────────────────────────────
settlement   ·         opposes-unless ?   supports-if ?
issue        united-kingdom
───────────────────────────
settlement   ·
? under conditions   ± several stances at once   ↑ inherited
from a grouping   ~ stale   † offer lapsed   · no position
on record"""
COMPARED = """\
russia, ukraine, united-kingdom compared · as of 2025-11-20, known at 2026-01-05T12:00:00Z (e135)
issue             agreement     apart   russia                  ukraine                united-kingdom
────────────────────────────────────────────────────────────────────────────────────────────────────────────
settlement        open          2       opposes-unless ?:       supports-if ?: the     ·
                                        Ukraine stays out of    guarantees are
                                        NATO                    binding
venue/elsewhere   conditional   0       supports-if ?: the      supports-if ?: a       supports-if ?↑: both
                                        host is neutral         ceasefire holds on     leaders come in
                                                                that day               person
venue/moscow      blocked       4       supports †              opposes ~              ·
? under conditions   ± several stances at once   ↑ inherited from a grouping   ~ stale   † offer lapsed   · no
position on record"""
GROUND = """\
Common ground · as of 2025-11-20, known at 2026-01-05T12:00:00Z (e135)
issue                                agreement                   apart   who
─────────────────────────────────────────────────────────────────────────────────────────────────────────────
security-guarantees/talks            agreed                      0       supports: invented-contact-group,
                                                                         russia ~, united-kingdom ↑
prisoner-exchange                    agreed                      0       supports: russia, ukraine ~
venue/elsewhere                      conditional                 0       supports-if: invented-contact-group,
                                                                         russia, ukraine, united-kingdom ↑
leader-talks                         open                        0       supports: invented-contact-group ~,
                                                                         ukraine, united-kingdom ↑~; mixed:
                                                                         russia
monitoring                           open                        0       supports: invented-contact-group,
                                                                         united-kingdom ↑; ambiguous: russia
security-guarantees                  open                        2       supports: france ~,
                                                                         willing-coalition ~; supports-if:
                                                                         russia ~; neutral:
                                                                         invented-contact-group; mixed:
                                                                         united-kingdom ↑
settlement                           open                        2       supports-if: ukraine;
                                                                         opposes-unless: russia
nato-membership                      blocked by russia           4       supports: ukraine ~, united-kingdom;
                                                                         opposes: russia; declines:
                                                                         united-states
troop-deployments                    blocked by                  4       supports: france, united-kingdom;
                                     invented-contact-group,             opposes: invented-contact-group,
                                     russia                              russia
venue/moscow                         blocked by ukraine          4       supports: russia †; opposes: ukraine
                                                                         ~
air-support                          one-voice                           mixed: united-states
troop-deployments/us-ground-troops   one-voice                           opposes: united-states ~
? under conditions   ± several stances at once   ↑ inherited from a grouping   ~ stale   † offer lapsed   · no
position on record"""
ISSUE = """\
as of 2025-11-20, known at 2026-01-05T12:00:00Z (e135)
              nato-membership
────────────────────────────────────────────────────────────────────────────────────────────
entry         e26
path          nato-membership
title         Ukraine in NATO
proposition   Ukraine becomes a member of NATO.
agreement     blocked
distance      4
counts        supports 2, opposes 1, declines 1
agreeing      ukraine, united-kingdom
supporting    ukraine; united-kingdom
opposing      russia
undecided     united-states
silent        france; germany; invented-contact-group; invented-observers; willing-coalition
blockers      russia
positions     russia: opposes (e131)
positions     ukraine: supports ~ (e81)
positions     united-kingdom: supports (e107)
positions     united-states: declines (e134)"""
POSITIONS = [
    ("russia", "opposes", ["e131"]),
    ("ukraine", "supports", ["e81"]),
    ("united-kingdom", "supports", ["e107"]),
    ("united-states", "declines", ["e134"]),
]
