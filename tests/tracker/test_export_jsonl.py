"""`tracker export jsonl`: CloudEvents 1.0, every entry and the stamp."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from events.codec import data_of
from events.kinds import KINDS
from tests.cli_runner import tracker
from tests.tracker.small import CUT, HOSTILE, LATER, NASTY, SMALL, expected, recorded, recorded_hostile
from tracker.exchange.cloud_events import STAMP_KIND


@pytest.fixture(autouse=True)
def _small(tmp_path: Path) -> None:
    recorded(tmp_path / "tracker.db", *LATER)


def events(*words: object) -> list[dict[str, Any]]:
    """What `export jsonl` writes."""
    return [json.loads(line) for line in tracker("export jsonl", *words).out.splitlines()]


def test_every_entry_up_to_the_cut_and_then_the_stamp() -> None:
    assert tracker("export jsonl", *CUT[2:]).out == expected("events.jsonl")


def test_data_is_what_was_recorded() -> None:
    *entries, stamp = events()
    assert [(each["id"], each["data"]) for each in entries] == [(key, data_of(data)) for key, data in (*SMALL, *LATER)]
    assert stamp["type"] == f"tracker.{STAMP_KIND}.1"
    assert stamp["data"]["seq"] == len(entries)


def test_attributes_are_those_that_cloudevents_allows() -> None:
    found = events()
    for each in found:
        assert {"specversion", "id", "source", "type"} <= set(each)
        assert all(re.fullmatch("[a-z0-9]{1,20}", name) for name in each)
        assert all(isinstance(value, str) and value for name, value in each.items() if name != "data")
        assert each["specversion"] == "1.0"
        datetime.strptime(each["time"], "%Y-%m-%dT%H:%M:%SZ")
        UUID(each["source"].removeprefix("urn:uuid:"))
    assert len({(each["source"], each["id"]) for each in found}) == len(found)
    assert {each["type"].split(".")[1] for each in found} <= {*KINDS, STAMP_KIND}


def test_sequences_sort_as_texts() -> None:
    sequences = [each["sequence"] for each in events()[:-1]]
    assert sequences == sorted(sequences)
    assert [int(each) for each in sequences] == list(range(1, len(SMALL) + len(LATER) + 1))


def test_what_led_to_an_entry_is_told() -> None:
    line = {"id": "later", "kind": "issue-opened", "caused_by": "s1", "data": {"path": "peace", "title": "Peace"}}
    tracker("append -", stdin=json.dumps(line).encode())
    assert events()[-2]["causedby"] == "s1"


def test_the_source_is_the_dossier_and_no_place(tmp_path: Path) -> None:
    """The same log elsewhere has the same source; another dossier has another."""
    elsewhere = tmp_path / "elsewhere" / "other.db"
    elsewhere.parent.mkdir()
    recorded(elsewhere)
    tracker("init --log third.db --name Third")
    here, there, third = (events("--log", name)[0]["source"] for name in ("tracker.db", elsewhere, "third.db"))
    assert here == there != third
    assert third == f"urn:uuid:{events('--log', 'third.db')[0]['id']}"


def test_words_come_whole_and_cannot_drive_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "tracker.db").unlink()
    recorded_hostile(tmp_path / "tracker.db")
    text = tracker("export jsonl").out
    assert not [char for char in text if not char.isprintable() and char != "\n"]
    found = [json.loads(line) for line in text.splitlines()]
    assert len(found) == len(HOSTILE) + 1
    assert found[-2]["data"]["quotation"] == NASTY
