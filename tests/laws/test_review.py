"""Whatever keys are pressed in a review: the log holds, words stand in the text, what the screens said is recorded."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.codec import decode
from events.envelope import RecordedEvent
from events.ids import handle, slug
from events.kinds import (
    EntryVoided,
    ProposalAccepted,
    ProposalCoded,
    ProposalRejected,
    ProposalsMerged,
    StatementRecorded,
    StatementRetracted,
)
from events.sqlite_log import SqliteLog
from events.verify import verify
from tests.proposed import REPORT, proposed
from tracker.cli.review.modes import Choosing, Looking, Rejecting, Typing, Wording
from tracker.cli.review.queue import Queue
from tracker.cli.review.screen import drawn
from tracker.cli.review.session import Session
from tracker.ledger import Ledger, open_ledger

TEXTS: Final = (
    *(
        "borland",
        "Ada Quill",
        "bo-ren",
        "Cadmia",
        "the republic",
        "port",
        "port/mines",
        "Salt",
        "opposes",
        "supports-if",
    ),
    *("2025-05-04", "2999-01-01", "05/04/2025", "a truce", "x | y |", "|", "", "e13", "e11", "last", "e1"),
    *("\x1b[31mred", "\u202elive", "中文の字", "e\u0301\u0301", "\udcff", "=1+1", "x" * 2_100),
)
ALWAYS: Final = ("escape", "x", "ф")
FIELDS: Final = {
    "party": "party",
    "who spoke": "speaker",
    "issue": "issue",
    "stance": "stance",
    "act": "act",
    "said": "said",
}
DECIDED: Final = {"proposal-accepted": "accepted", "proposal-rejected": "rejected", "proposals-merged": "merged"}
LEAVING: Final = 1_000
STEPS: Final = st.lists(st.integers(0, 2**16), min_size=1, max_size=80)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("proposed")
    proposed(folder / "tracker.db").close()
    return folder


def keys_of(session: Session) -> tuple[str, ...]:
    """Return what may be pressed: what means something often, and what means nothing sometimes."""
    mode = session.mode
    if isinstance(mode, Choosing):
        noted = mode.noted if isinstance(mode, Rejecting) else ()
        return (*(each.key for each in (*mode.shown, *noted)), "/", " ", *ALWAYS)
    if isinstance(mode, Looking):
        return (*("a", "a", "e", "e", "s", "b"), *(key for key in mode.does if key != "q"), "x")
    if isinstance(mode, Wording):
        return ("h", "l", "left", "right", "tab", "o", "enter", *ALWAYS)
    return ALWAYS


def step(session: Session, number: int) -> None:
    if isinstance(session.mode, Typing):
        session.enter(TEXTS[number % len(TEXTS)])
        return
    keys = keys_of(session)
    session.press("ctrl-c" if number == LEAVING else keys[number % len(keys)])


def events(ledger: Ledger, after: int = 17) -> list[RecordedEvent]:
    return [decode(stored.body) for stored in ledger.log.read(after)]


def shown(session: Session) -> dict[str, str]:
    """Return the fields that the screen shows, as a reader would take them."""
    lines = [line.plain for line in drawn(session, 110, 60)]
    fields = {}
    for line in lines:
        for label, name in FIELDS.items():
            if line.startswith(f"{label:<12}"):
                value = re.split(r"  | NEW: ", line[12:])[0]
                if value != "missing":
                    fields[name] = value
    return fields


def check_statement(event: RecordedEvent, seen: dict[str, str], note: str) -> None:
    data = event.data
    assert isinstance(data, StatementRecorded)
    assert f"accepted as {handle(event.seq)}: {data.party} on {data.issue}: {data.stance}" in note
    for name, value in seen.items():
        recorded = getattr(data, name)
        if name == "issue":
            assert "/".join(map(slug, value.split("/"))) == recorded
        elif name in ("party", "speaker"):
            assert (value, None) == ("-", recorded) or slug(value) == recorded
        else:
            assert value == (recorded or "-")


def in_force(found: list[RecordedEvent]) -> list[RecordedEvent]:
    gone = {each.data.target for each in found if isinstance(each.data, EntryVoided)}
    gone |= {each.data.statement for each in found if isinstance(each.data, StatementRetracted)}
    return [
        each for each in found if each.id not in gone and not isinstance(each.data, EntryVoided | StatementRetracted)
    ]


def play(session: Session, ledger: Ledger, steps: list[int]) -> None:
    seen: dict[str, str] = {}
    for number in steps:
        before = ledger.log.head().seq
        if isinstance(session.mode, Looking) and session.current is not None:
            seen = shown(session)
        step(session, number)
        lines = drawn(session, 80, 23)
        assert len(lines) == 23
        assert all(line.cell_len <= 80 for line in lines)
        for event in events(ledger, before):
            if isinstance(event.data, StatementRecorded):
                check_statement(event, seen, session.note)
        if session.over:
            return


@given(steps=STEPS)
def test_the_record_is_what_the_screens_said(folder: Path, steps: list[int]) -> None:
    with TemporaryDirectory() as name:
        path = shutil.copytree(folder, Path(name) / "log") / "tracker.db"
        with open_ledger(path) as ledger:
            session = Session(ledger, Queue(ledger))
            play(session, ledger, steps)
            standing = in_force(events(ledger))
            kinds = Counter(each.data.kind for each in standing if each.caused_by is None)
            told = Counter({DECIDED[kind]: count for kind, count in kinds.items() if kind in DECIDED})
            assert session.done() == told
            assert session.queue.counts() == statuses(standing)
            accepted = {each.id: each.data for each in standing if isinstance(each.data, ProposalAccepted)}
            statements = [each for each in standing if isinstance(each.data, StatementRecorded)]
            assert {each.caused_by for each in statements} == set(accepted)
            for data in accepted.values():
                assert REPORT[data.place.start : data.place.end] == data.place.words == data.content.quotation
            assert isinstance(ledger.log, SqliteLog)
            assert verify(ledger.log).ok


def statuses(standing: list[RecordedEvent]) -> Counter[str]:
    """Return how the seven proposals stand, from the decisions alone."""
    told: dict[str, str] = {}
    for each in standing:
        if isinstance(each.data, ProposalAccepted):
            told[each.data.proposal] = "accepted"
        elif isinstance(each.data, ProposalRejected):
            told[each.data.proposal] = "rejected"
        elif isinstance(each.data, ProposalsMerged):
            told.update(dict.fromkeys(each.data.merged, "merged"))
    left = 7 - len(told)
    return Counter({**Counter(told.values()), **({"left": left} if left else {})})


@given(steps=STEPS)
def test_undoing_everything_leaves_every_proposal_pending_and_no_statement(folder: Path, steps: list[int]) -> None:
    with TemporaryDirectory() as name:
        path = shutil.copytree(folder, Path(name) / "log") / "tracker.db"
        with open_ledger(path) as ledger:
            session = Session(ledger, Queue(ledger))
            play(session, ledger, steps)
            for _ in range(10):  # as many leave whatever is open
                if isinstance(session.mode, Looking):
                    break
                if isinstance(session.mode, Typing):
                    session.enter("")
                else:
                    session.press("escape")
            while session.done():
                before = session.done().total()
                session.press("u")
                assert session.done().total() == before - 1, session.note
            assert in_force(events(ledger)) == []
            assert session.queue.counts() == {"left": 7}


@given(steps=STEPS)
def test_a_second_coder_adds_codings_and_nothing_else(folder: Path, steps: list[int]) -> None:
    with TemporaryDirectory() as name:
        path = shutil.copytree(folder, Path(name) / "log") / "tracker.db"
        with open_ledger(path) as ledger:
            session = Session(ledger, Queue(ledger, blind=True))
            play(session, ledger, steps)
            assert {type(each.data) for each in events(ledger)} <= {ProposalCoded, EntryVoided}
            assert session.done().total() == len(in_force(events(ledger)))
            assert not ledger.registry.is_taken("party", "cadmia")
