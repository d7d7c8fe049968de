"""The log's entries as CloudEvents 1.0, one JSON object a line, and last a line that stamps them, of a type of its own.

What was said when stands in `data`, as precisely as it is known; `time` is when the entry was recorded. Characters
that could drive a terminal are written as their numbers, which JSON readers read back as what they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from events.clock import instant_text
from events.codec import canonical, data_of
from events.envelope import RecordedEvent
from events.ids import handle
from events.ticking import Tick, ticked
from tracker.exchange.addresses import dossier_uuid, kind_urn, uuid_within
from tracker.exchange.stamp import stamp_of
from tracker.outward import UNSAFE, safe
from tracker.view import View

__all__ = ["STAMP_KIND", "cloud_events"]

STAMP_KIND: Final = "export-stamp"
_STAMP_SCHEMA: Final = 1
_SEQUENCE_DIGITS: Final = 10
"""Sequences are texts that sort as the numbers do."""


def cloud_events(view: View, tick: Tick | None = None) -> Iterator[bytes]:
    """Yield a line for every entry up to the cut, and then the stamp.

    Args:
        tick: is told how many entries are done, and out of how many.
    """
    source = dossier_uuid(view).urn
    for event in ticked(view.entries(), tick, view.cut.seq):
        yield _line(_of_entry(event, source))
    yield _line(_stamp(view, source))


def _of_entry(event: RecordedEvent, source: str) -> dict[str, Any]:
    caused_by = {} if event.caused_by is None else {"causedby": event.caused_by}
    kind, schema = event.data.kind, event.data.schema_number
    return {
        **_head(kind, schema, source),
        "id": event.id,
        "subject": handle(event.seq),
        "time": instant_text(event.recorded_at),
        "sequence": f"{event.seq:0{_SEQUENCE_DIGITS}}",
        "sequencetype": "Integer",
        "recordedby": safe(event.recorded_by),
        **caused_by,
        "dataschema": kind_urn(kind, schema),
        "data": data_of(event.data),
    }


def _stamp(view: View, source: str) -> dict[str, Any]:
    """Return the stamp; what is known has no as of and follows no rules, so that neither stands in it."""
    told = stamp_of(view).as_json()
    data = {name: told[name] for name in ("dossier", "known_at", "seq", "root")}
    return {
        **_head(STAMP_KIND, _STAMP_SCHEMA, source),
        "id": str(uuid_within(dossier_uuid(view), STAMP_KIND, data["known_at"], str(data["seq"]), data["root"])),
        "time": data["known_at"],
        "data": data,
    }


def _head(kind: str, schema: int, source: str) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "type": f"tracker.{kind}.{schema}",
        "source": source,
        "datacontenttype": "application/json",
    }


def _line(event: dict[str, Any]) -> bytes:
    text = canonical(event).decode()
    return UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text).encode() + b"\n"
