"""The example dossier: what `tracker init --demo` records, and the invented follow-up that `--shifts` adds."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from events.envelope import NewEvent
from tracker.exchange.event_lines import read_new_events

__all__ = ["DEMO_NAME", "SHIFTS_NAME", "demo_events", "shifts_events"]

DEMO_NAME: Final = "Example: the war in Ukraine, autumn"
SHIFTS_NAME: Final = "Example with invented follow-up: the war in Ukraine, 2023 to 2025"


def demo_events() -> list[NewEvent]:
    """Return the example's events; their ids are fixed, so that recording them twice adds nothing."""
    return _read("example.jsonl")


def shifts_events() -> list[NewEvent]:
    """Return the invented events that follow the example's and rest on them; their ids are fixed too."""
    return _read("shifts.jsonl")


def _read(name: str) -> list[NewEvent]:
    with (_seeds() / name).open("rb") as file:
        return [event for _, event in read_new_events(file, name) if isinstance(event, NewEvent)]


def _seeds() -> Path:
    """Return the folder of the seeds: inside the installed package, or beside it in a checkout."""
    packaged = Path(__file__).parent / "seeds"
    return packaged if packaged.is_dir() else Path(__file__).parents[1] / "seeds"
