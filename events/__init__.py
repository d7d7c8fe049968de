"""The record: what was said and when we wrote it down.

Words        vocabulary (stances, acts, reasons), ids, text, periods (the grammar of said), clock
Events       kinds (what an event can say; built of content and fields, proposals apart), envelope (before and after
             recording), upcasts
Bytes        codec (events <-> canonical bytes)
Logs         log (the contract), memory_log (the yardstick), sqlite_log (the default) and its sqlite_file;
             placing (new files, whole or not there)
Evidence     merkle (hashes, roots, paths), tree (as a SQLite log keeps it), checkpoint, note (signatures) on ed25519,
             proof_file, proving (from a log to proofs, and judging them)
The whole    verify (a log against itself and a checkpoint), transfer (a log as lines, and back), backup (a copy of a
             log in use), ticking (how far)
Failures     errors

Nothing here knows what the record means; that is the business of the package `tracker`.
"""

from events.clock import Clock, FixedClock, Instant, SystemClock
from events.envelope import NewEvent, RecordedEvent, StoredEvent
from events.errors import RecordError
from events.log import EventLog, Head, Written
from events.memory_log import MemoryLog
from events.periods import Period, Zone
from events.sqlite_log import SqliteLog
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
