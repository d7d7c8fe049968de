"""A review without a terminal: keys and texts in, screens and entries out."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from events.codec import decode
from tests.cli_runner import items, run
from tests.proposed import REPORT, proposed, report_added
from tracker import reviewing
from tracker.cli.review.modes import Typing
from tracker.cli.review.queue import Queue
from tracker.cli.review.screen import drawn
from tracker.cli.review.session import Session
from tracker.ledger import Ledger, open_ledger

ROOM: Final = (80, 23)
"""Of a terminal with 24 lines."""
PAGE: Final = Path(__file__).parents[2] / "docs" / "reference" / "review.md"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log and its archive, to be copied."""
    folder = tmp_path_factory.mktemp("proposed")
    proposed(folder / "tracker.db").close()
    return folder


@pytest.fixture
def ledger(folder: Path, tmp_path: Path) -> Iterator[Ledger]:
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    with open_ledger(tmp_path / "tracker.db") as ledger:
        yield ledger


def session(ledger: Ledger, **options: Any) -> Session:
    return Session(ledger, Queue(ledger, **options))


def typed(session: Session, *keys: str) -> Session:
    """Press keys; what comes while a text is asked for is that text."""
    for key in keys:
        if isinstance(session.mode, Typing):
            session.enter(key)
        else:
            session.press(key)
        assert all(line.cell_len <= ROOM[0] for line in drawn(session, *ROOM))
        assert len(drawn(session, *ROOM)) == ROOM[1]
    return session


def screen(session: Session, width: int = ROOM[0], height: int = ROOM[1]) -> str:
    return "\n".join(line.plain for line in drawn(session, width, height))


def told(ledger: Ledger, after: int = 17) -> list[tuple[str, dict[str, Any]]]:
    """Return kind and content of what was recorded after the proposals."""
    events = [decode(stored.body) for stored in ledger.log.read(after)]
    return [(event.data.kind, event.data.model_dump(mode="json", exclude_none=True)) for event in events]


def statuses(ledger: Ledger) -> dict[int, str]:
    return {each.seq: each.status for each in ledger.proposals()}


def test_the_first_screen(ledger: Ledger) -> None:
    assert (
        screen(session(ledger))
        == """\
report, published 2025-05-05                                     1 of 7 · 7 left
e10, direct, by rules                                      [[words]] {who} <cue>
────────────────────────────────────────────────────────────────────────────────
Lyra, 5 May. “[[We will open the port of Lyra,]]” {President Ada Quill} <said>.
Borland rejected the plan. “No ship will pass the strait,” he told reporters.
Quill would open the port if the guns are silent, she added later.
The envoy of Borland declined to comment on the mines.
────────────────────────────────────────────────────────────────────────────────
party       avalon
who spoke   ada-quill  the text: President Ada Quill
issue       port
            The port of Lyra is opened.
stance      supports
act         states
said        ../2025-05-05
words       30 characters, 7 words
also here: e16 by other



────────────────────────────────────────────────────────────────────────────────

a accept  e edit  m merge  r reject  s skip  b back  u undo  ? help  q quit"""
    )


def test_what_is_complete_is_accepted_with_one_key_and_its_twin_merged(ledger: Ledger) -> None:
    sitting = typed(session(ledger), "a")
    assert sitting.note == (
        "e10 accepted as e19: avalon on port: supports, said ../2025-05-05; 1 of other engines merged into it"
    )
    assert [kind for kind, _ in told(ledger)] == ["proposal-accepted", "statement-recorded", "proposals-merged"]
    assert statuses(ledger) | {10: "", 16: ""} == {
        10: "",
        11: "pending",
        12: "pending",
        13: "pending",
        14: "pending",
    } | {
        16: "",
        17: "pending",
    }
    assert (statuses(ledger)[10], statuses(ledger)[16]) == ("accepted", "merged")
    assert screen(sitting).startswith(
        "report, published 2025-05-05               3 of 7 · 1 accepted, 1 merged, 5 left"
    )


def test_what_is_missing_is_asked_for(ledger: Ledger) -> None:
    """Party, issue, stance; a condition where the stance takes one."""
    sitting = typed(session(ledger), "s", "s", "s")
    assert "party       missing" in screen(sitting)
    assert "CHECK: the engine is not sure" in screen(sitting)
    typed(sitting, "a", "the republic", "1", "5", "a truce | a vote")
    content = told(ledger)[0][1]["content"]
    assert content == {
        "party": "borland",
        "issue": "port",
        "stance": "opposes-unless",
        "conditions": ["a truce", "a vote"],
        "said": "../2025-05-05",
        "quotation": "No ship will pass the strait,",
        "source": "report",
    }


@pytest.mark.parametrize("keys", [("escape",), ("1", "escape"), ("1", "/", ""), ("1", "2", ""), ("1", "2", "|")])
def test_who_does_not_say_what_is_missing_decides_nothing(ledger: Ledger, keys: Sequence[str]) -> None:
    sitting = typed(session(ledger), "s", "s", "a", *keys)
    assert (told(ledger), sitting.index) == ([], 2)
    assert "act         rejects" in screen(sitting)


def test_every_field_can_be_edited(ledger: Ledger) -> None:
    typed(
        session(ledger),
        *("e", "p", "Borland"),
        *("e", "w", "bo-ren"),
        *("e", "i", "2"),
        *("e", "s", "/", "supports-if"),
        *("e", "c", "a truce"),
        *("e", "a", "2"),
        *("e", "d", "2025-05-04"),
        *("e", "u", "2025-06-01"),
        *("e", "y", "Would clear the mines."),
        *("e", "l", "en"),
        *("e", "q", "left", "left", "tab", "right", "enter"),
        "a",
    )
    (_, accepted), *_ = told(ledger)
    assert accepted["content"] == {
        "party": "borland",
        "issue": "port/mines",
        "stance": "supports-if",
        "conditions": ["a truce"],
        "act": "offers",
        "speaker": "bo-ren",
        "said": "2025-05-04",
        "until": "2025-06-01",
        "quotation": "will open the port",
        "summary": "Would clear the mines.",
        "source": "report",
        "language": "en",
    }
    assert REPORT[accepted["place"]["start"] : accepted["place"]["end"]] == "will open the port"


def test_a_name_is_shown_as_it_would_be_recorded(ledger: Ledger) -> None:
    assert "party       borland  (changed)\n" in screen(typed(session(ledger), "e", "p", "The Republic"))


def test_conditions_go_with_the_stance_that_takes_them(ledger: Ledger) -> None:
    sitting = typed(session(ledger), "e", "s", "2", "e", "c", "a truce", "e", "s", "1")
    assert "conditions" not in screen(sitting)
    typed(sitting, "a")
    assert told(ledger)[0][1]["content"].get("conditions", []) == []


def test_only_names_that_were_asked_about_are_registered(ledger: Ledger) -> None:
    """An engine's may have been taken out of the record since."""
    ledger.void("e3", note="not a party of these talks")
    sitting = typed(session(ledger, engine="rules"), *"ssss", "a")
    assert sitting.note == "no party 'borland'. `tracker party list` shows all"
    assert [kind for kind, _ in told(ledger)] == ["entry-voided"]


def test_a_place_is_kept_where_its_words_stand_elsewhere_too(ledger: Ledger) -> None:
    """`the` of `the guns` stands nearer to the start of the proposal in `the port`."""
    sitting = typed(
        session(ledger), "s", "s", "s", "s", "e", "q", "tab", "l", "l", "l", "l", "tab", "h", "h", "h", "enter"
    )
    assert "words       3 characters, 1 words  (changed)" in screen(sitting)
    typed(sitting, "a")
    place = told(ledger)[0][1]["place"]
    assert place == {"start": REPORT.index("the guns"), "end": REPORT.index(" guns"), "words": "the"}


def test_escape_leaves_the_words_as_they_were(ledger: Ledger) -> None:
    before = screen(session(ledger))
    assert screen(typed(session(ledger), "e", "q", "h", "h", "escape")) == before
    assert screen(typed(session(ledger), "e", "q", "h", "h", "o", "enter")) == before


def test_an_unknown_name_is_registered_after_asking(ledger: Ledger) -> None:
    sitting = typed(session(ledger), "e", "p", "Borlan")
    assert "No party 'Borlan' is known; did you mean 'borland'? Register it?" in screen(sitting)
    typed(sitting, "n")
    assert "party       avalon\n" in screen(sitting)
    typed(sitting, "e", "p", "Cadmia", "y")
    assert "party       Cadmia NEW: not registered yet  (changed)" in screen(sitting)
    typed(sitting, "a")
    assert [kind for kind, _ in told(ledger)] == [
        "party-registered",
        "proposal-accepted",
        "statement-recorded",
        "proposals-merged",
    ]
    typed(sitting, "u")
    assert [kind for kind, _ in told(ledger)][4:] == [
        "entry-voided",
        "statement-retracted",
        "entry-voided",
        "entry-voided",
    ]
    assert not ledger.registry.is_taken("party", "cadmia")


def test_undo_leaves_a_name_that_is_used_by_now(ledger: Ledger) -> None:
    sitting = typed(session(ledger), "e", "p", "Cadmia", "y", "a")
    ledger.record("cadmia", "port", "opposes", said="2025-05-01", source="report")
    typed(sitting, "u")
    assert sitting.note == "undone, e21 voided, e20 retracted, e19 voided; e10 is pending again"
    assert ledger.registry.is_taken("party", "cadmia")


def test_a_reason_is_a_letter_and_a_capital_one_asks_for_a_note(ledger: Ledger) -> None:
    sitting = typed(session(ledger), "r", "o", "r", "U", "who is he?", "r", "W", "")
    assert [content | {"proposal": ""} for _, content in told(ledger)] == [
        {"proposal": "", "reason": "off-topic"},
        {"proposal": "", "reason": "off-topic"},
        {"proposal": "", "reason": "unclear", "note": "who is he?"},
        {"proposal": "", "reason": "wrong-words"},
    ]
    assert sitting.done() == {"rejected": 3}


def test_a_twin_is_rejected_with_it_and_both_are_undone_together(ledger: Ledger) -> None:
    before = statuses(ledger)
    sitting = typed(session(ledger), "r", "N", "a headline")
    assert sitting.note == "e10 rejected: no-statement, a headline; 1 of other engines rejected with it"
    first, twin = (decode(stored.body) for stored in ledger.log.read(17))
    assert (first.caused_by, twin.caused_by) == (None, first.id)
    assert [content["note"] for _, content in told(ledger)] == ["a headline", "a headline"]
    assert statuses(ledger) == before | {10: "rejected", 16: "rejected"}
    assert (sitting.done(), sitting.current and sitting.current.seq) == ({"rejected": 1}, 11)
    typed(sitting, "u")
    assert sitting.note == "undone, e19 voided, e18 voided; e10 is pending again"
    assert statuses(ledger) == before


@pytest.mark.parametrize(("key", "reason"), [("d", "duplicate"), ("s", "wrong-speaker")])
def test_a_twin_of_which_the_reason_is_not_true_stays(ledger: Ledger, key: str, reason: str) -> None:
    """It may be what the other one duplicates, and it names no speaker."""
    sitting = typed(session(ledger), "r", key)
    assert sitting.note == f"e10 rejected: {reason}"
    assert statuses(ledger)[16] == "pending"


def test_merging_offers_what_overlaps_first(ledger: Ledger) -> None:
    sitting = typed(session(ledger), *"sssss", "m")
    assert "Merge e17 into which? That one then stands for both.\n1 e13  ada-quill: open the port" in screen(sitting)
    typed(sitting, "1")
    assert sitting.note == "e17 merged into e13"
    assert statuses(ledger)[17] == "merged"


def test_undo_takes_back_one_decision_after_the_other(ledger: Ledger) -> None:
    before = statuses(ledger)
    sitting = typed(session(ledger), "a", "r", "n", "u")
    assert sitting.note == "undone, e21 voided; e11 is pending again"
    typed(sitting, "u")
    assert sitting.note == "undone, e20 voided, e19 retracted, e18 voided; e10 is pending again"
    assert statuses(ledger) == before
    assert ledger.at().position("avalon", "port").basis == "none"
    typed(sitting, "u")
    assert sitting.note == "nothing was decided in this session; `tracker void ENTRY` takes back an earlier decision"
    typed(sitting, "a")
    assert statuses(ledger)[10] == "accepted"


def test_what_somebody_retracted_meanwhile_is_not_undone(ledger: Ledger) -> None:
    sitting = typed(session(ledger), "a")
    ledger.retract("e19", because="duplicate")
    typed(sitting, "u")
    assert sitting.note.startswith("e19 was retracted by e21, for good")
    assert statuses(ledger)[10] == "accepted"


def test_what_somebody_decided_meanwhile_is_told_and_the_next_is_shown(ledger: Ledger) -> None:
    sitting = session(ledger)
    reviewing.reject(ledger, ["e10"], because="duplicate")
    typed(sitting, "a")
    assert sitting.note == ("Meanwhile: e10 is rejected already (e18, by tester); `tracker show e18` tells more")
    assert sitting.index == 1
    assert len(told(ledger)) == 1


def test_going_back_shows_what_was_decided_and_decides_nothing_twice(ledger: Ledger) -> None:
    sitting = typed(session(ledger), "r", "d", "b")
    assert "e10, direct, by rules · REJECTED" in screen(sitting)
    typed(sitting, "a")
    assert sitting.note == "e10 is rejected already (e18, by tester); `tracker show e18` tells more"
    assert typed(sitting, "b").note == "this is the first one"
    assert len(told(ledger)) == 1


def test_after_the_last_one_it_starts_again_with_what_is_left(ledger: Ledger) -> None:
    sitting = typed(session(ledger), "r", "d", *"ssssss")
    assert sitting.current is None
    assert "That was the last one. 6 left; s goes through them again. q quits." in screen(sitting)
    typed(sitting, "s")
    assert sitting.index == 1
    for seq in (16, 11, 12, 13, 17, 14):
        reviewing.reject(ledger, [f"e{seq}"], because="unclear")
    typed(sitting, "a")
    assert "That was the last one. Nothing is left. q quits." in screen(sitting)


def test_a_new_session_goes_on_with_what_is_left(ledger: Ledger) -> None:
    typed(session(ledger), "a", "s", "r", "n", "q")
    again = session(ledger)
    assert [each.seq for each in again.queue.items] == [11, 13, 17, 14]
    assert screen(again).splitlines()[0].endswith("3 of 7 · 1 accepted, 1 rejected, 1 merged, 4 left")
    assert screen(typed(again, *"ssss")).splitlines()[0].endswith("end of 7 · 1 accepted, 1 rejected, 1 merged, 4 left")


def test_it_can_be_narrowed_to_an_engine_and_decided_ones_can_be_read(ledger: Ledger) -> None:
    assert [each.seq for each in session(ledger, engine="other").queue.items] == [16, 17]
    typed(session(ledger), "r", "n", "r", "n")
    sitting = session(ledger, statuses=["rejected"])
    assert "1 of 3 · 3 rejected, 4 left" in screen(sitting)
    typed(sitting, "r")
    assert sitting.note == "e10 is rejected already (e18, by tester); `tracker show e18` tells more"
    assert typed(sitting, "s").index == 1
    assert typed(sitting, "s").index == 2
    assert typed(sitting, "s").current is None


@pytest.mark.parametrize("key", ["q", "ctrl-c", "ctrl-d"])
def test_keys_that_leave(ledger: Ledger, key: str) -> None:
    assert typed(session(ledger), key).over


@pytest.mark.parametrize("key", ["ctrl-c", "ctrl-d"])
def test_leaving_in_the_middle_decides_nothing(ledger: Ledger, key: str) -> None:
    for before in ("e", "r", "m", "?"):
        assert typed(session(ledger), before, key).over
    assert told(ledger) == []


def test_another_key_is_told_which_there_are(ledger: Ledger) -> None:
    assert typed(session(ledger), "x").note == "'x' means nothing here; these do: a, e, m, r, s, b, u, ?, q"
    assert typed(session(ledger), "r", "x").note == (
        "'x' means nothing here; these do: n, o, s, w, u, d, capital letter, Esc"
    )


def test_help_tells_the_keys_and_any_key_leaves_it(ledger: Ledger) -> None:
    sitting = typed(session(ledger), "?")
    assert "u  undo: take back the last decision of this session" in screen(sitting)
    assert "a accept  e edit" in screen(typed(sitting, "x"))


# A second coder


def test_a_second_coder_sees_no_decision_and_records_no_statement(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    typed(session(ledger), "a", "r", "n")
    head = ledger.log.head().seq
    monkeypatch.setenv("TRACKER_USER", "second")
    with open_ledger(tmp_path / "tracker.db") as other:
        sitting = session(other, blind=True)
        assert [each.seq for each in sitting.queue.items] == [10, 16, 11, 12, 13, 17, 14]
        shown = screen(sitting)
        assert "1 of 7 · 7 left" in shown
        assert not [each for each in ("ACCEPTED", "1 accepted", "1 rejected", "merge") if each in shown]
        typed(sitting, "a", "r", "d", "e", "s", "6", "a", "1")
        assert [kind for kind, _ in told(other, head)] == ["proposal-coded"] * 3
        assert sitting.queue.counts() == {"coded": 3, "left": 4}
        assert [each.seq for each in session(other, blind=True).queue.items] == [12, 13, 17, 14]
        typed(sitting, "u")
        assert sitting.note == f"undone, e{head + 3} voided; e11 is to be coded again"
        typed(sitting, "e", "p", "Cadmia")
        assert sitting.note == "no party 'Cadmia'. `tracker party list` shows all"
        assert typed(sitting, "m").note == "'m' means nothing here; these do: a, e, r, s, b, u, ?, q"
    assert statuses(ledger)[10] == "accepted"


def test_who_decided_has_coded(ledger: Ledger) -> None:
    typed(session(ledger), "a", "r", "n")
    assert [each.seq for each in session(ledger, blind=True).queue.items] == [12, 13, 17, 14]


# Texts


def test_without_the_archive_the_words_come_with_what_the_proposal_brought_along(
    ledger: Ledger, tmp_path: Path
) -> None:
    shutil.rmtree(tmp_path / "tracker.db.sources")
    sitting = session(ledger)
    assert screen(sitting).splitlines()[3:5] == [
        "Lyra, 5 May. “[[We will open the port of Lyra,]]” {President Ada Quill} <said>.",
        "Borl",
    ]
    assert "The archive does not hold the text; this is what the proposal brought along." in screen(sitting)
    typed(sitting, "e", "q")
    assert sitting.note == "the words cannot be changed, because the archive does not hold the text they stand in"
    typed(sitting, "a")
    assert statuses(ledger)[10] == "accepted"
    report_added(ledger)
    assert "The archive does not hold" not in screen(session(ledger))


@pytest.mark.parametrize("room", [(80, 23), (200, 23), (40, 12), (20, 5), (80, 60)])
@pytest.mark.parametrize("keys", ["", "e", "r", "m", "?", "ss", "sssss", "ei", "es", "eq", "ep", "a", "sssssss"])
def test_it_fits_whatever_the_terminal(ledger: Ledger, room: tuple[int, int], keys: str) -> None:
    lines = drawn(typed(session(ledger), *keys), *room)
    assert len(lines) <= room[1]
    assert max(line.cell_len for line in lines) <= room[0]


# The command


def test_it_needs_a_terminal(ledger: Ledger) -> None:
    ran = run("review")
    assert (ran.code, ran.out, ran.err) == (
        2,
        "",
        "tracker: a review needs a terminal, to type on and to read from; without one "
        "`tracker proposals list|accept|reject|export|import` do the same\n",
    )


def test_whatever_is_accepted_is_a_statement_of_the_record(ledger: Ledger) -> None:
    typed(session(ledger), "a")
    assert items("position avalon port")[0]["statements"] == ["e19"]


def test_the_page_shows_a_screen_as_it_is(ledger: Ledger) -> None:
    """As with all pages, DOCS_UPDATE=1 writes it anew."""
    shown = screen(typed(session(ledger), "a", "s", "r", "u"))
    text = PAGE.read_text(encoding="utf-8")
    made = re.sub(r"(?<=```screen\n).*?(?=^```)", lambda _: f"{shown}\n", text, flags=re.MULTILINE | re.DOTALL)
    if os.environ.get("DOCS_UPDATE"):
        PAGE.write_text(made, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == made
    assert shown in made
