"""The example dossier, recorded once and copied for every test, and a clock that stands still."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from unittest import mock

import pytest
import time_machine

from events.clock import FixedClock
from events.envelope import NewEvent
from tracker import create_ledger
from tracker.seeding import DEMO_NAME, SHIFTS_NAME, demo_events, shifts_events

RECORDED: Final = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
"""When the example was recorded."""
NOW: Final = datetime(2026, 1, 5, 12, 0, 0, tzinfo=UTC)
"""When the tests run."""


@pytest.fixture(scope="session")
def example_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's log, to be copied."""
    return _recorded(tmp_path_factory.mktemp("example") / "tracker.db", DEMO_NAME, demo_events())


@pytest.fixture(scope="session")
def shifts_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The log of the example with its invented follow-up, to be copied."""
    path = tmp_path_factory.mktemp("shifts") / "tracker.db"
    return _recorded(path, SHIFTS_NAME, [*demo_events(), *shifts_events()])


def _recorded(path: Path, name: str, events: Sequence[NewEvent]) -> Path:
    clock = FixedClock(int(RECORDED.timestamp()))
    with mock.patch.dict(os.environ, {"TRACKER_USER": "tester"}):
        create_ledger(path, name=name, events=events, clock=clock).close()
    return path


@pytest.fixture(autouse=True)
def _here_and_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let every test stand in a folder of its own, at one instant, before a terminal 200 wide."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def demo(example_file: Path, tmp_path: Path) -> Path:
    """A copy of the example, where the command line looks for it."""
    path = tmp_path / "tracker.db"
    shutil.copyfile(example_file, path)
    return path


@pytest.fixture
def shifts(shifts_file: Path, tmp_path: Path) -> Path:
    """A copy of the example with its invented follow-up, where the command line looks for it."""
    path = tmp_path / "tracker.db"
    shutil.copyfile(shifts_file, path)
    return path
