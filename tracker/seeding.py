"""The example dossier: what `tracker init --demo` records."""

from __future__ import annotations

from pathlib import Path

from events.envelope import NewEvent
from tracker.exchange.event_lines import read_new_events

__all__ = ["DEMO_NAME", "demo_events"]

DEMO_NAME = "Example: the war in Ukraine, autumn"


def demo_events() -> list[NewEvent]:
    """Return the example's events; their ids are fixed, so that recording them twice adds nothing."""
    with (_seeds() / "example.jsonl").open("rb") as file:
        return [event for _, event in read_new_events(file, "example.jsonl") if isinstance(event, NewEvent)]


def _seeds() -> Path:
    """Return the folder of the seeds: inside the installed package, or beside it in a checkout."""
    packaged = Path(__file__).parent / "seeds"
    return packaged if packaged.is_dir() else Path(__file__).parents[1] / "seeds"
