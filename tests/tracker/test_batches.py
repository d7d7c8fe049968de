"""Many events in one write: statements gather, faults are named by their own lines, and everything or nothing stays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from events.envelope import NewEvent
from events.errors import HeadMovedError, LogNotWritableError
from events.kinds import EventData, PartyRegistered
from tests.cli_runner import items, run, tracker
from tracker import open_ledger
from tracker.admission import admit
from tracker.cli.phrases import says
from tracker.desk import Desk

ROW: Final = {"party": "russia", "issue": "venue/moscow", "stance": "supports", "source": "vladivostok-report"}
HUGE: Final = {"quotation": "я" * 20_000, "summary": "я" * 20_000}


def statements(count: int, **more: Any) -> bytes:
    rows = ({**ROW, "said": f"2025-01-{number % 28 + 1:02d}", "summary": f"no {number}"} for number in range(count))
    return b"".join(json.dumps({**row, **more}).encode() + b"\n" for row in rows)


@pytest.mark.usefixtures("demo")
def test_a_long_import_is_laid_down_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many pieces, it is one write, in order."""
    monkeypatch.setattr("tracker.desk._GATHERED_MAX", 7)
    tracker("import -", stdin=statements(25))
    assert [item["says"].rpartition(", ")[2] for item in items("log show --after e54")] == [
        f"said 2025-01-{number:02d}" for number in range(1, 26)
    ]
    before = tracker("log export").out
    assert run("import", "-", stdin=statements(25, language="de") + b"{}\n").code == 2
    assert tracker("log export").out == before


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("command", ["import", "append"])
def test_a_statement_that_is_too_large_is_named_by_its_own_line(command: str) -> None:
    """In a batch too: its line, and no other."""
    huge = {**ROW, "said": "2025", **HUGE}
    lines: list[dict[str, Any]] = [{**ROW, "said": "2024"}, huge, {**ROW, "said": "2025"}]
    if command == "append":
        lines = [{"kind": "statement-recorded", "data": line} for line in lines]
        lines.append({"kind": "party-registered", "data": {"id": "ruritania", "name": "Ruritania"}})
    ran = run(command, "-", stdin=b"".join(json.dumps(line).encode() + b"\n" for line in lines))
    assert ran.code == 2
    assert ran.err.splitlines()[0].startswith(f"tracker: standard input: 1 of {len(lines)} could not be taken")
    assert ran.err.splitlines()[1].startswith("  line 2: statement-recorded: 80,")


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("command", ["import", "append"])
def test_a_log_that_fails_is_no_fault_of_a_line(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full in the middle of a file, that is told, and exits with 3."""

    def fail(self: Desk, event: NewEvent) -> None:
        raise LogNotWritableError(Path("tracker.db"), "database or disk is full")

    monkeypatch.setattr(Desk, "add", fail)
    line = (
        {"kind": "party-registered", "data": {"id": "x", "name": "X"}}
        if command == "append"
        else {**ROW, "said": "2025"}
    )
    ran = run(command, "-", stdin=json.dumps(line).encode())
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == (
        "tracker: tracker.db cannot be written (database or disk is full); nothing was written. "
        "Check the rights and free space of the file and its folder\n"
    )


@pytest.mark.parametrize(("moves", "gives_up"), [(1, False), (4, False), (5, True)])
def test_a_write_is_tried_again_when_somebody_else_appended(moves: int, gives_up: bool, demo: Path) -> None:
    """A bounded number of times, from the start each time."""
    tries = []

    def action(desk: Desk) -> None:
        tries.append(desk.present.head)
        if len(tries) <= moves:
            raise HeadMovedError(54, 55)

    with open_ledger(demo) as ledger:
        if gives_up:
            with pytest.raises(HeadMovedError, match="the log moved: expected head 54, found 55; read again and retry"):
                ledger.write(action)
        else:
            ledger.write(action)
    assert tries == [54] * min(moves + 1, 5)


def test_a_log_without_a_dossier_takes_nothing_else_first(tmp_path: Path) -> None:
    """The first event opens the dossier."""
    from events.sqlite_log import SqliteLog
    from tracker.errors import RefusedError
    from tracker.ledger import Ledger

    with Ledger(SqliteLog.create(tmp_path / "new.db")) as ledger:
        with pytest.raises(RefusedError, match="the log has no dossier yet; its first event is dossier-opened"):
            ledger.append([NewEvent(PartyRegistered(id="x", name="X"))])
        assert ledger.log.head().seq == 0


class _Unheard(EventData):
    """A kind that nobody wrote a rule for."""

    kind = "unheard-of"


def test_a_kind_without_a_rule_or_a_phrase_is_a_mistake_of_ours(demo: Path) -> None:
    """A new kind must say what admits it and how it reads."""
    with open_ledger(demo) as ledger:
        with pytest.raises(TypeError, match="no rule admits _Unheard"):
            ledger.write(lambda desk: admit(_Unheard(), desk.present))
        with pytest.raises(TypeError, match="no phrase for _Unheard"):
            says(_Unheard(), str)


@pytest.mark.usefixtures("demo")
def test_a_repetition_of_what_was_retracted_says_so() -> None:
    """It stays retracted, and the sentence says how to record it again."""
    words = "record russia venue/moscow supports --said 2025 --source vladivostok-report --id k"
    tracker(words)
    tracker("retract k --because duplicate")
    ran = tracker(words)
    assert "e55 is there already, but was retracted by e56; record it under another id\n" in ran.err
