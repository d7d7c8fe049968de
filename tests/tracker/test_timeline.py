"""`tracker timeline`: the step chart and its words, what it is of, where it begins, and what scripts get."""

from __future__ import annotations

import io
import re
import shlex
import sys
from pathlib import Path
from typing import Any, Final
from unittest import mock

import pytest

from tests.cli_runner import items, run, tracker
from tracker import open_ledger
from tracker.cli.app import run as run_app
from tracker.errors import AmbiguousNameError, AmbiguousSubjectError, UnknownNameError, UnknownSubjectError

AS_OF: Final = "--as-of 2025-11-20"
CUT: Final = "as of 2025-11-20, known at 2026-01-05T12:00:00Z (e135)"
TODAY: Final = "as of 2026-01-05, known at 2026-01-05T12:00:00Z"


def table(words: str) -> list[str]:
    """What a terminal shows, line by line, without the spaces at the ends."""
    ran = tracker(f"{words} --format table")
    assert ran.err == ""
    return [line.rstrip() for line in ran.out.splitlines()]


def steps(words: str) -> list[str]:
    """The steps below the chart, one a line, their columns one space apart."""
    lines = table(words)
    (rule,) = [number for number, line in enumerate(lines) if line.startswith("─")]
    return [re.sub(" {2,}", " ", line) for line in lines[rule + 1 :]]


def say(stance: str, said: str, more: str = "", *, party: str = "north", issue: str = "peace") -> None:
    tracker(f"record {party} {issue} {stance} --said {said} --source https://example.org/a --new {more}")


# On a terminal


@pytest.mark.usefixtures("shifts")
def test_a_party_on_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of blocks by issue, the dates, what the blocks mean; below it the steps in words with their entries."""
    monkeypatch.setenv("COLUMNS", "80")
    assert table(f"timeline ukraine {AS_OF}") == [
        f"Timeline of Ukraine · {CUT}",
        f"leader-talks       {'▇' * 61}",
        f"nato-membership    {'·' * 7}{'▇' * 54}",
        f"prisoner-exchange  {'·' * 39}{'▇' * 22}",
        f"settlement         {'≈' * 60}▅",
        f"venue/elsewhere    {'·' * 39}{'▇' * 17}▅▅▅▅▅",
        f"venue/moscow       {'×' * 39}{'▁' * 22}",
        "                           ╵2024-01      ╵2024-07      ╵2025-01      ╵2025-07",
        "",
        "▇ supports   ▅ supports-if   ▁ opposes   ≈ ambiguous   × declines   · no record",
        "a column is about 13 days and shows the last",
        "",
        "issue               from                   position                    entries",
        "─" * 80,
        "leader-talks        2023-09-05             supports [stale from        e46 e53",
        "                                           2024-03-04]",
        "                    2025-09-18             supports (reaffirmed)       e116 e130",
        "nato-membership     2023-12-12             supports [stale from        e81",
        "                                           2024-06-10]",
        "prisoner-exchange   2025-02-14             supports [stale from        e101",
        "                                           2025-08-14]",
        "settlement          2023-09-05             ambiguous [stale from       e54",
        "                                           2024-03-04]",
        "                    2025-11-14T16:30:59Z   supports-if: the            e135",
        "                                           guarantees are binding",
        "                                           (clarified)",
        "venue/elsewhere     2025-02-10             supports [stale from        e100",
        "                                           2025-08-10]",
        "                    2025-09-18             supports-if: a ceasefire    e117",
        "                                           holds on that day",
        "                                           (softened)",
        "venue/moscow        2023-09-05             declines [stale from        e52",
        "                                           2024-03-04]",
        "                    2025-02-10             opposes (clarified)         e99",
        "                                           [stale from 2025-08-10]",
    ]


@pytest.mark.usefixtures("shifts")
def test_an_issue_on_200_columns() -> None:
    """Rows by party, an issue below it under a heading; what is inherited, mixed, or has ended is told so."""
    group = "invented-contact-group"
    assert table(f"timeline security-guarantees {AS_OF} --parties uk,germany") == [
        f"Timeline of Security guarantees for Ukraine (security-guarantees) · {CUT}",
        "security-guarantees",
        f"  germany         {'·' * 88}{'━' * 82}{'·' * 12}",
        f"  united-kingdom  {'▇' * 136}{'±' * 46}",
        "security-guarantees/talks",
        f"  germany         {'·' * 148}{'▇' * 22}{'·' * 12}",
        f"  united-kingdom  {'·' * 148}{'▇' * 34}",
        f"{'':23}╵2023-10             ╵2024-01             ╵2024-04            ╵2024-07             ╵2024-10   "
        "          ╵2025-01            ╵2025-04            ╵2025-07             ╵2025-10",
        "",
        "▇ supports   ━ neutral   ± mixed   · no record",
        "a column is about 4 days and shows the last",
        "",
        "security-guarantees",
        f"party            from         position{'':116}entries",
        "─" * 162,
        f"germany          2024-10-01   neutral, inherited from {group} [stale from 2025-03-20]{'':53} e89",
        f"                 2025-06-24   neutral, inherited from {group}{'':77} e108",
        "                 2025-09-30   no position on record (ended)",
        f"united-kingdom   2023-09-05   supports, inherited from willing-coalition [stale from 2024-03-04]{'':57} e35",
        f"                 2025-05-01   mixed (supports 1, neutral 1), inherited from {group}, willing-coalition"
        " (blurred) [stale from 2025-05-01]   e35 e89",
        f"                 2025-06-24   mixed (supports 1, neutral 1), inherited from {group}, willing-coalition"
        f"{'':36} e35 e108",
        "",
        "security-guarantees/talks",
        "party            from         position                                          entries",
        "─" * 87,
        f"germany          2025-06-24   supports, inherited from {group}   e109",
        "                 2025-09-30   no position on record (ended)",
        f"united-kingdom   2025-06-24   supports, inherited from {group}   e109",
    ]


@pytest.mark.usefixtures("demo")
def test_every_stance_has_a_height_or_a_sign_of_its_own() -> None:
    """From for to against the blocks go down; what stands beside the scale is a sign."""
    signs = {"supports": "▇", "supports-if": "▅", "neutral": "━", "opposes-unless": "▃", "opposes": "▁"}
    signs |= {"ambiguous": "≈", "declines": "×"}
    for stance in signs:
        say(stance, "2026-01-05", "--if peace" if "-" in stance else "", party=f"of-{stance}", issue="peace")
    say("supports", "2026-01-05", party="of-both")
    say("opposes", "2026-01-05", party="of-both")
    lines = table("timeline peace")
    for stance, sign in {**signs, "both": "±"}.items():
        (line,) = [line for line in lines if line.startswith(f"of-{stance} ") and "2026" not in line]
        assert set(line.removeprefix(f"of-{stance} ").strip()) == {sign}
    assert lines[11] == "▇ supports   ▅ supports-if   ━ neutral   ▃ opposes-unless   ▁ opposes   ≈ ambiguous   " + (
        "± mixed   × declines"
    )


@pytest.mark.usefixtures("demo")
def test_a_terminal_that_has_only_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other signs stand for the blocks, and nothing is printed as a number."""
    monkeypatch.setenv("COLUMNS", "80")
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="")
    words = shlex.split("tracker timeline uk --as-of 2023-09-08 --from 2023-09-03 --format table")
    with mock.patch.object(sys, "argv", words), mock.patch.object(sys, "stdout", out):
        assert run_app() == 0
        out.flush()
    assert [line.rstrip() for line in out.buffer.getvalue().decode("ascii").splitlines()] == [
        "Timeline of United Kingdom - as of 2023-09-08, known at 2026-01-05T12:00:00Z",
        "(e54)",
        f"security-guarantees  {'.' * 19}{'#' * 40}",
        f"troop-deployments    {'.' * 19}{'+' * 40}",
        "                              |2023-09-04         |2023-09-06",
        "",
        "# supports   + supports-if   . no record",
        "",
        "issue               | from       | position                            | entries",
        f"{'-' * 20}+{'-' * 12}+{'-' * 37}+{'-' * 8}",
        "security-guarantees | 2023-09-05 | supports, inherited from            | e35",
        "                    |            | willing-coalition                   |",
        "troop-deployments   | 2023-09-05 | supports-if: after the conflict     | e43",
    ]


@pytest.mark.usefixtures("shifts")
@pytest.mark.parametrize("columns", ["30", "40", "80", "200"])
@pytest.mark.parametrize("subject", ["russia", "troop-deployments"])
def test_a_chart_keeps_to_the_width(subject: str, columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Labels lose their beginnings, paths differ at their ends."""
    monkeypatch.setenv("COLUMNS", columns)
    lines = table(f"timeline {subject} {AS_OF}")
    assert max(map(len, lines)) <= int(columns)
    assert any("…" in line for line in lines) == (int(columns) <= 40)


@pytest.mark.usefixtures("demo")
def test_colours_are_for_terminals_that_want_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of them, for and against; without them the same is there."""
    monkeypatch.setenv("TERM", "xterm-256color")
    coloured = run("timeline", "russia", "--as-of", "2023-09-06", terminal=True).out
    # Of how many colours they are chosen is remembered by rich from whichever test drew them first.
    assert len(set(re.findall(r"\x1b\[((?:3|9)\d(?:;5;\d+)?)m", coloured))) == 2
    monkeypatch.setenv("NO_COLOR", "1")
    plain = run("timeline", "russia", "--as-of", "2023-09-06", terminal=True).out
    assert not re.search(r"\x1b\[(3|9)\d", plain)
    unstyled = [re.sub(r"\x1b\[[0-9;]*m", "", text) for text in (coloured, plain)]
    assert unstyled == [run("timeline", "russia", "--as-of", "2023-09-06", "--format", "table").out] * 2


# Steps in words


@pytest.mark.usefixtures("demo")
def test_steps_say_how_a_position_moved() -> None:
    """Ended and begun again, conditions changed, lapsed; what lasted an hour has no block and is told all the same."""
    say("supports-if", "2025-01-10", "--if 'a vote'")
    say("supports-if", "2025-02-10", "--if guarantees --until 2025-03-01")
    tracker("withdraw last --on 2025-04-01")
    tracker("withdraw e58 --on 2025-05-01")
    say("opposes", "2025-12-01T10:00Z")
    say("supports", "2025-12-01T11:00Z")
    assert steps("timeline north") == [
        "peace 2025-01-10 supports-if: a vote e58",
        " 2025-02-10 supports-if: guarantees (conditions-changed) [lapsed from 2025-03-02] e59",
        " 2025-04-01 supports-if: a vote (conditions-changed) e58",
        " 2025-05-01 no position on record (ended)",
        " 2025-12-01T10:00:59Z opposes e62",
        " 2025-12-01T11:00:59Z supports (reversed) e63",
    ]
    assert "▁" not in table("timeline north")[1]


@pytest.mark.usefixtures("demo")
def test_a_timeline_ends_at_its_cut() -> None:
    """Of what was said later, or is only known now, nothing is shown."""
    say("supports", "2025-01-10")
    say("opposes", "2025-06-10")
    assert steps("timeline north --as-of 2025-06-09") == ["peace 2025-01-10 supports e58"]
    assert steps("timeline north --known-at e58") == ["peace 2025-01-10 supports [stale from 2025-07-10] e58"]
    assert [item["ends"] for item in items("timeline north --as-of 2025-06-09")] == [None]


@pytest.mark.usefixtures("demo")
def test_who_comes_back_to_a_grouping_has_its_position_again() -> None:
    """The same statement decides before and after; in between nothing does, and nobody said anything anew."""
    tracker("party add bloc --kind grouping")
    tracker("party add member")
    say("supports", "2025-01-10", party="bloc")
    tracker("party join member bloc --from 2025-02-01 --until 2025-03-01")
    tracker("party join member bloc --from 2025-04-01")
    entry = items("timeline bloc")[0]["statements"][0]
    assert steps("timeline member --as-of 2025-05-01") == [
        f"peace 2025-02-01 supports, inherited from bloc {entry}",
        " 2025-03-01 no position on record (ended)",
        f" 2025-04-01 supports, inherited from bloc {entry}",
    ]
    say("supports", "2025-04-10", party="bloc")
    assert steps("timeline member --as-of 2025-05-01")[-1].startswith(" 2025-04-10 supports, inherited from bloc e")


# What it is of


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("word", ["russia", "Russia", "party:russia", "party:Russian Federation"])
def test_a_party_is_named_as_anywhere(word: str) -> None:
    ran = tracker("timeline", word, "--as-of", "2023-09-06", "--format", "json")
    assert ran.json["subject"] == {"party": "russia"}


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("word", ["venue/moscow", "Moscow as the venue", "issue:venue/moscow"])
def test_an_issue_is_named_as_anywhere(word: str) -> None:
    ran = tracker("timeline", word, "--as-of", "2023-09-06", "--format", "json")
    assert ran.json["subject"] == {"issue": "venue/moscow"}


REFUSED: Final = [
    (
        "timeline rusia",
        "no party or issue 'rusia'; did you mean 'russia'? `tracker party list` and `tracker issue list` show all",
    ),
    ("timeline zzz", "no party or issue 'zzz'. `tracker party list` and `tracker issue list` show all"),
    ("timeline party:settlement", "no party 'settlement'. `tracker party list` shows all"),
    ("timeline venue", "'venue' is both a party and an issue; write party:venue or issue:venue"),
    ("timeline both", "'both' could be any of these: one, two; use the id of the party you mean"),
    ("timeline russia --issues nowhere", "no issue 'nowhere'. `tracker issue list` shows all"),
    (
        "timeline russia --parties ukraine",
        "russia is a party; --issues narrows its timeline, --parties that of an issue",
    ),
    (
        "timeline settlement --issues venue",
        "settlement is an issue; --parties narrows its timeline, --issues that of a party",
    ),
    ("timeline russia --from 2027", "from '2027': that is after 2026-01-05, the day of as of; write an earlier one"),
    ("timeline russia --from ../2025", "from '../2025': it has no beginning; write 2025, 2025-09 or 2025-09-05"),
    (
        "timeline russia --svg x.svg --format json",
        "--svg draws a picture and --format prints an answer; leave one of them out",
    ),
    ("timeline russia --svg .", ". is a folder or no ordinary file; give the path of a new file with --svg"),
    (
        "timeline russia --svg tracker.db --force",
        "tracker.db is a SQLite file, perhaps a log, and is never replaced; give another file with --svg",
    ),
    (
        "timeline russia --svg nowhere/x.svg",
        "cannot write nowhere/x.svg: No such file or directory; give another file with --svg",
    ),
]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("words", "sentence"), REFUSED)
def test_what_cannot_be_drawn_is_one_sentence(words: str, sentence: str) -> None:
    """It names the thing and says what to do."""
    tracker("party add venue")
    tracker("party add one --alias both")
    tracker("party add two --alias both")
    ran = run(*shlex.split(words))
    assert (ran.code, ran.out, ran.err) == (2, "", f"tracker: {sentence}\n")
    assert not Path("x.svg").exists()


def test_errors_can_be_told_apart_by_their_class(demo: Path) -> None:
    tracker("party add venue")
    with open_ledger(demo) as ledger:
        view = ledger.at("2023-09-06")
        with pytest.raises(UnknownSubjectError) as unknown:
            view.timeline("rusia")
        assert isinstance(unknown.value, UnknownNameError)
        with pytest.raises(AmbiguousSubjectError) as ambiguous:
            view.timeline("venue")
        assert isinstance(ambiguous.value, AmbiguousNameError)
        assert ambiguous.value.candidates == ("party:venue", "issue:venue")


@pytest.mark.usefixtures("demo")
def test_what_is_asked_for_has_a_row_without_a_position() -> None:
    """Of a party the issues named, of an issue the parties; hatched, and told in words."""
    assert steps("timeline russia --as-of 2023-09-06 --issues venue") == [
        "venue no position on record",
        "venue/elsewhere 2023-09-05 opposes e51",
        "venue/moscow 2023-09-05 supports e49 e50",
    ]
    assert steps("timeline settlement --as-of 2023-09-06 --parties ukraine,germany") == [
        "germany no position on record",
        "ukraine 2023-09-05 ambiguous e54",
    ]


@pytest.mark.usefixtures("demo")
def test_nobody_with_a_position_is_an_answer() -> None:
    """Exit code 0, and one line; elsewhere than in a table the head."""
    assert table("timeline germany") == [f"Timeline of Germany · {TODAY} (e54)", "germany: no position on record"]
    ran = tracker("timeline germany --format tsv")
    assert (len(ran.out.splitlines()), ran.err) == (1, f"{TODAY} (e54)\ngermany: no position on record\n")
    assert tracker("timeline germany --format json").json["rows"] == []
    assert table("timeline russia --known-at e10")[1] == "russia: no position on record"


# Where it begins


@pytest.mark.usefixtures("shifts")
def test_from_a_day_on() -> None:
    """What is over by then is left out, a row stays; what holds then is told with its own beginning."""
    document = tracker(f"timeline united-states {AS_OF} --from 2025-10-21 --format json").json
    assert (document["first_day"], document["last_day"]) == ("2025-10-21", "2025-11-20")
    phases = [(item["issue"], item["begins"], item["stance"], item["movement"]) for item in document["items"]]
    assert phases == [
        ("air-support", "2025-10-21", "opposes", "reversed"),
        ("air-support", "2025-10-31", "mixed", "blurred"),
        ("nato-membership", "2025-11-12", "declines", "first"),
        ("troop-deployments/us-ground-troops", "2024-03-04T00:00:00Z", "opposes", None),
    ]
    assert steps(f"timeline united-states {AS_OF} --from 2025-10-21")[-1] == (
        "troop-deployments/us-ground-troops 2023-09-05 opposes [stale from 2024-03-04] e44"
    )
    assert steps(f"timeline germany {AS_OF} --from 'Oct 2025' --issues monitoring") == [
        "monitoring 2025-09-30 no position on record (ended)"
    ]


@pytest.mark.usefixtures("demo")
def test_from_a_day_on_which_something_held_for_an_hour() -> None:
    """It is told from that day on, and no longer from the next."""
    say("opposes", "2025-12-01T10:00Z")
    say("supports", "2025-12-01T11:00Z")
    held = [[item["stance"] for item in items(f"timeline north --from 2025-12-0{day}")] for day in (1, 2)]
    assert held == [["opposes", "supports"], ["supports"]]
    say("neutral", "2025-12-03")
    held = [[item["stance"] for item in items(f"timeline north --from 2025-12-0{day}")] for day in (2, 3)]
    assert held == [["supports", "neutral"], ["neutral"]]


# For scripts

PHASE: Final[dict[str, Any]] = {
    "party": "united-kingdom",
    "issue": "security-guarantees",
    "begins": "2023-09-05",
    "ends": None,
    "stance": "supports",
    "conditions": [],
    "basis": "inherited",
    "inherited_from": ["willing-coalition"],
    "statements": ["e35"],
    "deciding": {"supports": 1},
    "last_said": "../2023-09-05",
    "stale": False,
    "lapsed": False,
    "movement": "first",
}


@pytest.mark.usefixtures("demo")
def test_a_timeline_as_json() -> None:
    """`tracker/timeline/1`, whole: a phase an item, in which order, and what it is of, from when to when."""
    ran = tracker("timeline uk --as-of 2023-09-06 --issues security-guarantees --format json")
    assert ran.json == {
        "schema": "tracker/timeline/1",
        "cut": {"as_of": "2023-09-06", "known_at": "2026-01-05T12:00:00Z", "seq": 54, "rules": 1},
        "items": [PHASE],
        "subject": {"party": "united-kingdom"},
        "first_day": "2023-09-05",
        "last_day": "2023-09-06",
        "rows": [{"party": "united-kingdom", "issue": "security-guarantees"}],
    }
    assert list(ran.items[0]) == list(PHASE)
    assert run("timeline", "uk", "--format", "json", terminal=True) == run("timeline", "uk", "--format", "json")


@pytest.mark.usefixtures("shifts")
def test_a_timeline_when_piped() -> None:
    """A line a phase, going stale begins another; movements stand with the first of a step."""
    ran = tracker(f"timeline ukraine {AS_OF} --issues venue/elsewhere")
    assert [line.split("\t") for line in ran.out.splitlines()] == [
        list(PHASE),
        [
            "ukraine", "venue/elsewhere", "2025-02-10", "2025-08-10T00:00:00Z", "supports", "", "own", "", "e100",
            "supports 1", "2025-02-10", "no", "no", "first",
        ],
        [
            "ukraine", "venue/elsewhere", "2025-08-10T00:00:00Z", "2025-09-18", "supports", "", "own", "", "e100",
            "supports 1", "2025-02-10", "yes", "no", "",
        ],
        [
            "ukraine", "venue/elsewhere", "2025-09-18", "", "supports-if", "a ceasefire holds on that day", "own", "",
            "e117", "supports-if 1", "2025-09-18", "no", "no", "softened",
        ],
    ]  # fmt: skip
    assert ran.err == f"{CUT}\n"


@pytest.mark.usefixtures("demo")
def test_a_picture_goes_where_it_is_told() -> None:
    """Into a new file, over one with --force, or to standard output; then nothing else is printed there."""
    words = "timeline russia --as-of 2023-09-06 --known-at e54 --svg"
    first = tracker(f"{words} russia.svg")
    picture = Path("russia.svg").read_bytes()
    assert (first.out, first.err) == ("", f"Wrote russia.svg, {len(picture):,} bytes.\n")
    again = run(*shlex.split(words), "russia.svg")
    assert (again.code, again.err) == (
        2,
        "tracker: russia.svg is there already; give another file with --svg, or --force to replace it\n",
    )
    Path("russia.svg").write_text("something else", encoding="utf-8")
    tracker(f"{words} russia.svg --force")
    assert Path("russia.svg").read_bytes() == picture
    printed = tracker(f"{words} -")
    assert (printed.out.encode(), printed.err) == (picture, "")
