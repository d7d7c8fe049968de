"""Logs that an earlier version wrote, never made anew: a test that fails here has found old logs unreadable."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from events.clock import parse_instant_text
from events.codec import decode, encode
from events.kinds import (
    KINDS,
    FindingAcknowledged,
    ProposalAccepted,
    StatementCorrected,
    StatementProposed,
    StatementRecorded,
)
from events.log import Head
from events.merkle import leaf_hash, root_of
from events.proposals import Place
from events.sqlite_log import SqliteLog
from events.transfer import export_lines, restore
from events.verify import Report, verify
from events.vocabulary import FindingKind, Form, Stance, Tier
from tests.events.samples import event

HERE: Final = Path(__file__).parent
LINES: Final = (HERE / "schema-1.jsonl").read_bytes().splitlines(keepends=True)
GOOD: Final = Report(35, "6b0f51bcc71980585f28ba3fc06ad7b9ad02550c416832977a04e942eec076af", ())
JOINED: Final = [
    line
    for name in ("schema-1-findings", "schema-1-proposals")
    for line in (HERE / f"{name}.jsonl").read_bytes().splitlines(keepends=True)
]
"""What follows those lines in logs of later versions: kinds that joined."""
GOOD_JOINED: Final = Report(46, "ceff051fffb48604814fee57ad41b96a9a676304d37239a07fb203cb25a63308", ())
KINDS_OF_SCHEMA_1: Final = {json.loads(line)["kind"] for line in (*LINES, *JOINED)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A copy of the golden SQLite log; the original is never opened."""
    return Path(shutil.copy(HERE / "schema-1.db", tmp_path / "log.db"))


def test_the_golden_log_has_every_kind_of_schema_1_and_every_stance() -> None:
    assert {kind for kind, model in KINDS.items() if model.schema_number == 1} <= KINDS_OF_SCHEMA_1
    stances = {
        decoded.stance for decoded in (decode(line).data for line in LINES) if isinstance(decoded, StatementRecorded)
    }
    assert stances == set(Stance)


@pytest.mark.parametrize("seq", range(1, len(LINES) + len(JOINED) + 1))
def test_every_event_of_schema_1_is_read_for_ever(seq: int) -> None:
    """And written again in the same bytes for as long as its kind has no later schema."""
    body = [*LINES, *JOINED][seq - 1].removesuffix(b"\n")
    event = decode(body)
    assert event.seq == seq
    if event.data.schema_number == 1:
        assert encode(event) == body


def test_what_was_said_in_schema_1_is_still_what_it_says() -> None:
    opened, statement, correction = (decode(LINES[seq - 1]) for seq in (1, 20, 27))
    assert opened.recorded_by == "Łucja Ōe"
    assert opened.recorded_at == parse_instant_text("2025-09-05T12:00:00Z")
    assert statement.id == "tass-1:1"
    assert isinstance(statement.data, StatementRecorded)
    assert statement.data.stance is Stance.SUPPORTS_IF
    assert statement.data.conditions == ("security is guaranteed", "«на равных» \U0001f54a")
    assert statement.data.quotation == '“Если…”\r\n\te\u0301 \u00e9 \u202eabc\u202c \U00020bb7 "\\ /</b>'
    assert isinstance(correction.data, StatementCorrected)
    assert (correction.caused_by, correction.data.statement) == ("tass-1:2", "tass-1:2")
    assert (correction.data.content.stance, correction.data.content.quotation) == (Stance.OPPOSES, "Нет.")
    acknowledged = decode(JOINED[0])
    assert isinstance(acknowledged.data, FindingAcknowledged)
    assert (acknowledged.data.finding, acknowledged.data.about) == (
        FindingKind.CONTRADICTION,
        ("tass-1:1", "tass-1:2"),
    )
    assert acknowledged.data.because == "“да” и «нет» \U0001f54a in one breath"
    proposed, accepted = decode(JOINED[3]).data, decode(JOINED[6]).data
    assert isinstance(proposed, StatementProposed)
    assert isinstance(accepted, ProposalAccepted)
    assert proposed.place == accepted.place == Place(start=12, end=26, words="“да” и «нет» \U0001f54a")
    assert (proposed.form, proposed.tier, proposed.said) == (Form.MIXED, Tier.SURE, "../2025-09-05")
    assert (accepted.proposal, accepted.content.conditions) == ("proposal-1", ("«на равных»",))


def test_its_lines_have_the_root_they_always_had() -> None:
    assert root_of(leaf_hash(line.removesuffix(b"\n")) for line in LINES).hex() == GOOD.root


@pytest.mark.parametrize(("lines", "good"), [(LINES, GOOD), ([*LINES, *JOINED], GOOD_JOINED)])
def test_its_lines_are_restored_to_a_good_log(lines: list[bytes], good: Report, tmp_path: Path) -> None:
    with closing(restore(tmp_path / "log.db", lines)) as log:
        assert verify(log) == good
        assert list(export_lines(log)) == lines


def test_its_sqlite_file_is_opened_for_ever(path: Path) -> None:
    with closing(SqliteLog(path)) as log:
        assert log.head() == Head(35, parse_instant_text("2025-09-05T12:33:00Z"))
        assert list(export_lines(log)) == LINES
        assert verify(log) == GOOD
        found = log.get("tass-1:1")
        assert found is not None
        assert found.seq == 20
        assert log.seq_at(parse_instant_text("2025-09-05T12:01:59Z")) == 2


def test_its_sqlite_file_is_written_to_for_ever(path: Path) -> None:
    with closing(SqliteLog(path, recorded_by="ada")) as log:
        (written,) = log.append([event("new")])
        assert written.event.seq == 36
        assert verify(log).ok
        assert list(export_lines(log))[:35] == LINES
