"""What moved, as a user sees it: between two days, between two states of knowledge, and as a feed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli_runner import Ran, items, run, tracker
from tests.tracker.test_side_by_side import table


def test_the_world_moved_between_two_days(shifts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert table("diff --from 2025-09-10 --to 2025-10-15 --parties russia,germany,france", 100, monkeypatch) == MOVED


def test_our_knowledge_moved_between_two_entries(shifts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = "diff --known-from e101 --known-to e105 --as-of 2025-11-20"
    assert table(words, 100, monkeypatch) == LEARNED


def test_a_difference_as_json_has_both_cuts_and_both_positions(demo: Path) -> None:
    answer = tracker(
        "diff --from 2023-09-04 --to 2023-09-06 --parties uk --issues security-guarantees --format json"
    ).json
    assert answer["from"] == {"as_of": "2023-09-04", "known_at": "2026-01-05T12:00:00Z", "seq": 54, "rules": 1}
    assert answer["cut"] == {"as_of": "2023-09-06", "known_at": "2026-01-05T12:00:00Z", "seq": 54, "rules": 1}
    nothing: dict[str, object] = {
        "stance": None,
        "conditions": [],
        "basis": "none",
        "inherited_from": [],
        "statements": [],
        "deciding": {},
        "last_said": None,
        "days_since_last": None,
        "stale": False,
        "lapsed": False,
    }
    inherited = {
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
    assert answer["items"] == [
        {
            "party": "united-kingdom",
            "issue": "security-guarantees",
            "movement": "first",
            "before": nothing,
            "after": inherited,
            "because": [{"entry": "e35", "what": "said", "statement": None}],
        }
    ]


def because(words: str) -> list[str]:
    """What made the one difference there is."""
    (item,) = items(words)
    return [f"{each['entry']} {each['what']} {each['statement'] or ''}".strip() for each in item["because"]]


@pytest.mark.parametrize(
    ("command", "learned"),
    [
        ("record russia venue opposes --said 2023-09-05 --source vladivostok-report", "e55 recorded"),
        ("correct e36 --stance supports --reason coding-error", "e55 corrected e36"),
        ("retract e36 --because duplicate", "e55 retracted e36"),
        ("withdraw e36 --on 2023-09-06", "e55 withdrawn e36"),
    ],
)
def test_what_we_learned_is_the_entry_that_told_us(command: str, learned: str, demo: Path) -> None:
    tracker(command)
    assert because("diff --known-from e54 --as-of 2023-09-06") == [learned]


def test_a_voided_withdrawal_makes_a_statement_decide_again(demo: Path) -> None:
    tracker("withdraw e36 --on 2023-09-06")
    tracker("void e55 --note 'entered by mistake'")
    assert because("diff --known-from e55 --as-of 2023-09-06") == ["e56 voided e55"]


def test_what_another_gave_way_to_decides_again(demo: Path) -> None:
    tracker("record russia nato-membership supports --said 2023-09-10 --source vladivostok-report")
    tracker("withdraw last --on 2023-09-20")
    assert because("diff --from 2023-09-15 --to 2023-09-25") == ["e36 decides-again", "e56 withdrawn e55"]


def test_joining_a_grouping_is_a_difference_of_the_world(demo: Path) -> None:
    tracker("party join germany willing-coalition --from 2023-09-10")
    words = "diff --from 2023-09-09 --to 2023-09-11"
    assert because(words) == ["e35 inherited", "e55 joined"]
    tracker("void e55 --note 'entered by mistake'")
    assert items(words) == []
    assert because("diff --known-from e55 --as-of 2023-09-11") == ["e56 voided e55"]


def test_what_declined_beside_another_decides_again_when_that_is_withdrawn(demo: Path) -> None:
    """It counted on the first day already, so it was not said between the two."""
    tracker("record germany venue supports --said 2023-09-01 --source vladivostok-report")
    tracker("record germany venue declines --said 2023-09-10 --source vladivostok-report")
    tracker("withdraw e55 --on 2023-09-20")
    assert because("diff --from 2023-09-10 --to 2023-09-25") == ["e56 decides-again", "e57 withdrawn e55"]


def test_a_withdrawal_after_both_days_made_no_difference_between_them(demo: Path) -> None:
    tracker("record russia nato-membership supports --said 2023-09-10 --source vladivostok-report")
    tracker("withdraw e36 --on 2023-09-30")
    assert because("diff --from 2023-09-06 --to 2023-09-15") == ["e55 said"]


def test_another_grouping_with_the_same_stance_is_a_difference(demo: Path) -> None:
    """Nothing moved, and the position rests on others than before."""
    tracker("party add bloc --kind grouping")
    tracker("record bloc security-guarantees supports --said 2023-09-01 --source vladivostok-report")
    tracker("party leave uk willing-coalition --on 2023-09-10")
    tracker("party join uk bloc --from 2023-09-10")
    (item,) = items("diff --from 2023-09-09 --to 2023-09-11")
    assert (item["movement"], item["before"]["inherited_from"], item["after"]["inherited_from"]) == (
        None,
        ["willing-coalition"],
        ["bloc"],
    )
    assert [each["what"] for each in item["because"]] == ["inherited", "left", "joined"]


def test_a_lapse_is_a_difference_without_a_movement(demo: Path) -> None:
    tracker("record russia venue supports --said 2023-09-05 --until 2023-09-30 --source vladivostok-report")
    words = "diff --from 2023-09-30 --to 2023-10-01"
    assert because(words) == ["e55 lapsed"]
    assert [each["movement"] for each in items(words)] == [None]


def test_a_grouping_without_a_word_to_say_made_no_difference(demo: Path) -> None:
    """What a party joins or leaves matters where its position comes from there, and not otherwise."""
    tracker("party add bloc --kind grouping")
    tracker("party join uk bloc --from 2023-09-10")
    tracker("party leave uk willing-coalition --on 2023-09-10")
    assert because("diff --from 2023-09-09 --to 2023-09-11 --party uk --issue security-guarantees") == ["e57 left"]


def test_leaving_and_joining_again_made_no_difference(demo: Path) -> None:
    """Neither as of days without it between, nor as known without the entries."""
    tracker("party leave uk willing-coalition --on 2023-09-10")
    tracker("party join uk willing-coalition --from 2023-09-12")
    tracker("record willing-coalition security-guarantees opposes --said 2023-09-14 --source vladivostok-report")
    pair = "--party uk --issue security-guarantees"
    assert because(f"diff --from 2023-09-09 --to 2023-09-15 {pair}") == ["e57 said"]
    assert because(f"diff --known-from e54 --as-of 2023-09-15 {pair}") == ["e57 recorded"]


def test_leaving_one_of_two_groupings_and_joining_it_again_made_no_difference(demo: Path) -> None:
    """The groupings of a position stand by id, whichever was joined first."""
    tracker("party add alliance --kind grouping")
    tracker("record alliance security-guarantees supports --said 2023-09-05 --source vladivostok-report")
    tracker("party join uk alliance --from 2023-09-06")
    words = "position uk security-guarantees --as-of 2023-09-20"
    assert items(words)[0]["inherited_from"] == ["alliance", "willing-coalition"]
    tracker("party leave uk alliance --on 2023-09-10")
    tracker("party join uk alliance --from 2023-09-12")
    tracker("party leave uk willing-coalition --on 2023-09-10")
    tracker("party join uk willing-coalition --from 2023-09-12")
    assert items(words)[0]["inherited_from"] == ["alliance", "willing-coalition"]
    assert items("diff --from 2023-09-09 --to 2023-09-15 --party uk") == []


def test_a_voided_end_of_a_membership_is_why_it_inherits_again(demo: Path) -> None:
    tracker("party leave uk willing-coalition --on 2023-09-10")
    tracker("void e55 --note 'still there'")
    words = "diff --known-from e55 --as-of 2023-09-15 --party uk --issue security-guarantees"
    assert because(words) == ["e35 inherited", "e56 voided e55"]


def test_what_lapsed_before_the_second_day_was_said_and_lapsed(demo: Path) -> None:
    tracker("record germany venue supports --said 2023-09-05 --until 2023-09-30 --source vladivostok-report")
    words = "diff --from 2023-09-04 --party germany --issue venue"
    assert because(f"{words} --to 2023-10-01") == ["e55 said", "e55 lapsed"]
    assert because(f"{words} --to 2023-09-30") == ["e55 said"]


def test_one_offer_of_two_that_lapsed_made_no_difference(demo: Path) -> None:
    """The position is over when all that decide it are."""
    tracker("record germany venue supports --said 2023-09-05 --until 2023-09-20 --source vladivostok-report")
    tracker("record germany venue supports --said 2023-09-05 --until 2023-09-30 --source vladivostok-report")
    words = "diff --from 2023-09-06 --party germany --issue venue"
    assert items(f"{words} --to 2023-09-25") == []
    assert because(f"{words} --to 2023-10-01") == ["e55 lapsed", "e56 lapsed"]


def test_what_was_recorded_and_corrected_was_recorded_too(demo: Path) -> None:
    tracker("record germany venue supports --said 2023-09-05 --source vladivostok-report")
    tracker("correct e55 --stance opposes --reason coding-error")
    words = "diff --known-from e54 --as-of 2023-09-06 --party germany --issue venue"
    assert because(words) == ["e55 recorded", "e56 corrected e55"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "name a beginning: --from D (the world moved since), or --known-from K (we learned since)"),
        (
            "--to 2023-09-06",
            "name a beginning: --from D (the world moved since), or --known-from K (we learned since)",
        ),
        ("--from 2023-09-04 --known-from e3", "--from and --known-from exclude each other; ask one question at a time"),
        (
            "--from 2023-09-04 --known-to e5",
            "--from takes --known-at K for what we knew of both days, not --known-to",
        ),
        ("--from 2023-09-04 --as-of 2023-09-06", "--from takes --to D for its second day, not --as-of"),
        (
            "--known-from e3 --to 2023-09-06",
            "--known-from takes --known-to K, and --as-of D for the day that is asked about",
        ),
        (
            "--from 2023-09-06 --to 2023-09-04",
            "as of 2023-09-06, known at 2026-01-05T12:00:00Z (e54) is later than "
            "as of 2023-09-04, known at 2026-01-05T12:00:00Z (e54); exchange the two",
        ),
    ],
)
def test_a_difference_that_cannot_be_told_is_refused(words: str, sentence: str, demo: Path) -> None:
    assert run("diff", *words.split()) == Ran(2, "", f"tracker: {sentence}\n")


def test_knowledge_runs_forward(demo: Path) -> None:
    ran = run("diff", "--known-from", "e50", "--known-to", "e40", "--as-of", "2023-09-06")
    assert (ran.code, ran.err) == (
        2,
        "tracker: as of 2023-09-06, known at 2026-01-02T03:04:05Z (e50) is later than "
        "as of 2023-09-06, known at 2026-01-02T03:04:05Z (e40); exchange the two\n",
    )


def test_nothing_changed_is_an_answer(demo: Path) -> None:
    shown = run("diff", "--from", "2023-09-06", "--to", "2023-09-07", "--format", "table")
    assert (shown.code, shown.out.splitlines()[-1]) == (0, "nothing changed")


def test_the_feed_tells_each_movement_with_its_statements(shifts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = "changes --since 2025-09-01 --as-of 2025-11-20 --party russia --issue venue --issue leader-talks"
    assert table(words, 100, monkeypatch) == FEED


def test_a_movement_made_by_a_withdrawal_names_it(demo: Path) -> None:
    tracker("withdraw e36 --on 2023-09-20")
    (item,) = items("changes --since 2023-09-10 --party russia")
    assert item == {
        "party": "russia",
        "issue": "nato-membership",
        "day": "2023-09-20",
        "moment": "2023-09-20",
        "movement": "ended",
        "before": {"stance": "opposes", "conditions": []},
        "after": {"stance": None, "conditions": []},
        "statements": [],
        "withdrawals": ["e55"],
    }


def test_a_withdrawal_that_changes_nothing_is_no_movement(demo: Path) -> None:
    """Nobody said anything again; the position is what it was."""
    tracker("record russia nato-membership opposes --said 2023-09-10 --source vladivostok-report")
    tracker("record russia nato-membership opposes --said 2023-09-12 --source vladivostok-report")
    tracker("withdraw e56 --on 2023-09-20")
    words = "--party russia --issue nato-membership"
    assert [(each["day"], each["movement"]) for each in items(f"changes --since 2023-09-10 {words}")] == [
        ("2023-09-10", "reaffirmed"),
        ("2023-09-12", "reaffirmed"),
    ]
    history = tracker("history russia nato-membership --format json").json
    assert history["withdrawals"] == [{"statement": "e56", "seq": 57, "on": "2023-09-20", "movement": None}]
    steps = items("timeline russia --issue nato-membership")
    assert [(each["begins"], each["movement"]) for each in steps if not each["stale"]][-1] == ("2023-09-20", None)


def test_a_statement_taken_back_before_it_counted_is_no_movement(demo: Path) -> None:
    tracker("record russia nato-membership opposes --said 2023-09 --source vladivostok-report")
    tracker("withdraw e55 --on 2023-09-20")
    assert items("changes --since 2023-09-10 --party russia --issue nato-membership") == []


def test_declining_where_there_is_a_position_reaffirms_it(demo: Path) -> None:
    """It is a statement that begins to count, and the position is the same again."""
    tracker("record russia nato-membership declines --said 2023-09-10 --source vladivostok-report")
    assert [each["movement"] for each in items("changes --since 2023-09-10 --party russia")] == ["reaffirmed"]


def test_who_says_what_it_inherited_moves_its_own_position_only(demo: Path) -> None:
    """Its own position is the first; what its position was, own or inherited, it still is."""
    tracker("record uk security-guarantees supports --said 2023-09-10 --source vladivostok-report")
    words = "--party uk --issue security-guarantees"
    assert [each["movement"] for each in items(f"changes --since 2023-09-10 {words}")] == ["first"]
    (item,) = items(f"diff --from 2023-09-09 --to 2023-09-10 {words}")
    assert (item["movement"], item["before"]["basis"], item["after"]["basis"]) == (None, "inherited", "own")
    told = items("timeline uk --issue security-guarantees --as-of 2023-09-11")
    assert [(each["basis"], each["movement"]) for each in told] == [("inherited", "first"), ("own", None)]
    tracker("record uk security-guarantees supports --said 2023-09-11 --source vladivostok-report")
    told = items("timeline uk --issue security-guarantees --as-of 2023-09-11")
    assert told[-1]["movement"] == "reaffirmed"


def test_the_feed_begins_with_the_day_and_runs_by_party_and_issue(demo: Path) -> None:
    """What counts from the end of the day before is not of that day; of one day it is in the order of names."""
    assert items("changes --since 2023-09-06") == []
    pairs = [(each["party"], each["issue"]) for each in items("changes --since 2023-09-05")]
    assert pairs == sorted(pairs)
    assert len(pairs) == 17


def test_the_feed_tells_every_condition(demo: Path) -> None:
    words = "record germany venue supports-if --if peace --if money --said 2023-09-08 --source vladivostok-report"
    tracker(words)
    (item,) = items("changes --since 2023-09-08")
    assert item["after"] == {"stance": "supports-if", "conditions": ["money", "peace"]}


def test_no_movement_is_an_answer(demo: Path) -> None:
    shown = run("changes", "--since", "2024-01-01", "--format", "table")
    assert (shown.code, shown.out.splitlines()[-1]) == (
        0,
        "no movement of an own position on record since 2024-01-01, in the time of UTC",
    )


MOVED = """\
What changed after 2025-09-10 · as of 2025-10-15, known at 2026-01-05T12:00:00Z (e135)
party on issue                   movement   before → after                           because
──────────────────────────────────────────────────────────────────────────────────────────────────
germany on leader-talks          ended      supports ↑~ → ·                          e121 left
russia on leader-talks           blurred    ambiguous ~ → mixed ±: the guarantees    e123 said,
                                            are settled first                        e124 said
germany on monitoring            ended      supports ↑ → ·                           e121 left
germany on security-guarantees   ended      neutral ↑ → ·                            e121 left
germany on                       ended      supports ↑ → ·                           e121 left
security-guarantees/talks
france on troop-deployments      hardened   supports-if ?~: after a ceasefire →      e125 said
                                            supports
russia on troop-deployments      hardened   opposes-unless ?~: the United Nations    e122 said
                                            mandate them → opposes
? under conditions   ± several stances at once   ↑ inherited from a grouping   ~ stale   † offer
lapsed   · no position on record"""
LEARNED = """\
What we learned after 2026-01-02T03:04:05Z (e101) · as of 2025-11-20, known at 2026-01-02T03:04:05Z
(e105)
party on issue                       movement   before → after                   because
───────────────────────────────────────────────────────────────────────────────────────────────────
united-kingdom on leader-talks       first      · → supports ↑~                  e90 inherited,
                                                                                 e105 joined
germany on prisoner-exchange         ended      supports ↑~ → ·                  e102 withdrawn e91
invented-contact-group on            ended      supports ~ → ·                   e102 withdrawn e91
prisoner-exchange
united-kingdom on                    blurred    supports ↑~ → mixed ±↑~          e89 inherited,
security-guarantees                                                              e105 joined
russia on                            hardened   supports-if ?~: Russia chairs    e103 corrected e97
security-guarantees/talks                       them → supports ~
? under conditions   ± several stances at once   ↑ inherited from a grouping   ~ stale   † offer
lapsed   · no position on record"""
FEED = """\
Changes since 2025-09-01 · as of 2025-11-20, known at 2026-01-05T12:00:00Z (e135)
day          party on issue           movement     before      after                       entries
────────────────────────────────────────────────────────────────────────────────────────────────────
2025-09-02   russia on venue/moscow   reaffirmed   supports    supports                    e115
2025-10-14   russia on leader-talks   blurred      ambiguous   mixed: the guarantees are   e123 e124
                                                               settled first"""
