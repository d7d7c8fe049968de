"""The record: what was said and when we wrote it down.

Words        vocabulary (stances, acts, reasons), ids, text, checked (both as types), periods (the grammar of said),
             clock
Events       kinds (what an event can say; built of content and fields, proposals apart), envelope (before and after
             recording), stored, upcasts
Bytes        codec (events <-> canonical bytes)
Logs         log (the contract), memory_log (the yardstick), sqlite_log (the default) and its sqlite_file;
             placing (new files, whole or not there)
Evidence     merkle (hashes, roots, paths), tree (as a SQLite log keeps it), checkpoint, note (signatures) on ed25519,
             proof_file, proving (from a log to proofs, and judging them)
The whole    verify (a log against itself and a checkpoint), transfer (a log as lines, and back), backup (a copy of a
             log in use), ticking (how far), collecting (long work without Python's collector)
Failures     errors

Nothing here knows what the record means; that is the business of the package `tracker`. A name of the package is
loaded when it is first asked for: a question needs few of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from events.clock import Clock, FixedClock, Instant, SystemClock
    from events.envelope import NewEvent, RecordedEvent
    from events.errors import RecordError
    from events.log import EventLog, Head, Written
    from events.memory_log import MemoryLog
    from events.periods import Period, Zone
    from events.sqlite_log import SqliteLog
    from events.stored import StoredEvent
    from events.vocabulary import Act, PartyKind, Stance

__all__ = [
    "Act",
    "Clock",
    "EventLog",
    "FixedClock",
    "Head",
    "Instant",
    "MemoryLog",
    "NewEvent",
    "PartyKind",
    "Period",
    "RecordError",
    "RecordedEvent",
    "SqliteLog",
    "Stance",
    "StoredEvent",
    "SystemClock",
    "Written",
    "Zone",
]

_HOMES: Final = {
    "Act": "vocabulary",
    "Clock": "clock",
    "EventLog": "log",
    "FixedClock": "clock",
    "Head": "log",
    "Instant": "clock",
    "MemoryLog": "memory_log",
    "NewEvent": "envelope",
    "PartyKind": "vocabulary",
    "Period": "periods",
    "RecordError": "errors",
    "RecordedEvent": "envelope",
    "SqliteLog": "sqlite_log",
    "Stance": "vocabulary",
    "StoredEvent": "stored",
    "SystemClock": "clock",
    "Written": "log",
    "Zone": "periods",
}
"""The module that each name is defined in."""


def __getattr__(name: str) -> object:
    """Return what the package offers under that name, and keep it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return found
