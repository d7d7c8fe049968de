"""A Chromium that the tests drive, and the second demo as a page for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from events.clock import FixedClock
from tracker import Ledger, create_ledger
from tracker.seeding import SHIFTS_NAME, demo_events, shifts_events

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PROGRAMS: Final = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS: Final = (
    "--no-sandbox",  # tests also run as root, in containers
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without a window."""
    api = pytest.importorskip("playwright.sync_api", reason="no playwright; pip install -e '.[browser]' brings it")
    pytest.importorskip("axe_playwright_python", reason="no axe; pip install -e '.[browser]' brings it")
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        pytest.skip(f"no browser here; none of {', '.join(PROGRAMS)} is on the path")
    with api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def shifts_ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """The example with its invented follow-up, as of a day on which everything in it has happened; only read."""
    path: Path = tmp_path_factory.mktemp("shifts") / "tracker.db"
    clock = FixedClock(int(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC).timestamp()))
    with create_ledger(path, name=SHIFTS_NAME, events=[*demo_events(), *shifts_events()], clock=clock) as ledger:
        yield ledger
