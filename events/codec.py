"""Canonical bytes <-> events: the one way in and the one way out.

The bytes that are stored and hashed are the canonical JSON (RFC 8785) of the whole envelope. The record has no
floats, its keys are ASCII and its integers small, and on that ground pydantic's encoder, given its keys in order, and
the standard library's give the bytes of RFC 8785, many times as fast as the `rfc8785` package, with which laws in the
tests compare both.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any, Final, NoReturn

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json, to_json

from events.clock import instant_text, parse_instant_text
from events.envelope import NewEvent, RecordedEvent
from events.errors import DamagedLogError, InvalidEventError, UnknownKindError
from events.ids import check_event_id, new_event_id
from events.kinds import KINDS, EventData, StatementRecorded
from events.upcasts import upcast
from events.vocabulary import Act, Stance

__all__ = [
    "BODY_BYTES_MAX",
    "canonical",
    "data_of",
    "decode",
    "decode_to_follow",
    "encode",
    "explain_invalid",
    "parse_new",
    "read_json",
]

BODY_BYTES_MAX: Final = 64 * 1024
_DEPTH_MAX: Final = 50

_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False
)
_ENVELOPE: Final = {
    "seq": int,
    "id": str,
    "kind": str,
    "schema": int,
    "recorded_at": str,
    "recorded_by": str,
    "data": dict,
    "caused_by": str,
}


def canonical(value: object) -> bytes:
    """Return the canonical JSON of a value made of str, int, bool, None, list and dict, UTF-8."""
    return _ENCODER.encode(value).encode()


def data_of(data: EventData) -> dict[str, Any]:
    """Return an event's data as plain JSON values; fields without a value are left out."""
    return data.model_dump(mode="json", by_alias=True, exclude_none=True)


def encode(event: RecordedEvent) -> bytes:
    """Return the canonical bytes of a recorded event.

    Raises:
        InvalidEventError: they exceed 64 KiB.
    """
    caused_by = {} if event.caused_by is None else {"caused_by": event.caused_by}
    body = to_json(
        {
            **caused_by,
            "data": _in_order(event.data),
            "id": event.id,
            "kind": event.data.kind,
            "recorded_at": instant_text(event.recorded_at),
            "recorded_by": event.recorded_by,
            "schema": event.data.schema_number,
            "seq": event.seq,
        }
    )
    if len(body) > BODY_BYTES_MAX:
        raise InvalidEventError(
            f"{event.data.kind}: {len(body):,} bytes, an event takes at most {BODY_BYTES_MAX:,}; shorten its texts"
        )
    return body


def _in_order(model: BaseModel) -> dict[str, Any]:
    """Return a model's values by the names they are stored under, in the order of these; without those that are None.

    pydantic-core writes text as RFC 8785 does and keeps this order; a law compares whole events with `rfc8785`.
    """
    values = model.__dict__
    return {stored: _plain(values[name]) for stored, name in _names(type(model)) if values[name] is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return _in_order(value)
    if isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
        return [_in_order(each) for each in value]
    return value


@cache
def _names(model: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((field.alias or name, name) for name, field in model.model_fields.items()))


def decode(body: bytes) -> RecordedEvent:
    """Return the event that stored bytes stand for, lifted to the current schema.

    Raises:
        DamagedLogError: the bytes are no recorded event.
        NewerLogError, UnknownKindError: a later version wrote them.
    """
    return _decoded(body, json.loads, _checked)


def decode_to_follow(body: bytes) -> RecordedEvent:
    """Return the same event as `decode`, for who reads the whole log again to derive tables from it.

    Of a statement it looks at its fields and their types only: what its texts may hold was checked before it was
    recorded. A text that damage has changed is told by whoever reads a date or a name in it, and by `verify`.

    Raises:
        DamagedLogError, NewerLogError, UnknownKindError: as `decode`.
    """
    return _decoded(body, from_json, _as_recorded)


def _decoded(
    body: bytes, read: Callable[[bytes], Any], data_from: Callable[[str, dict[str, Any]], EventData]
) -> RecordedEvent:
    try:
        envelope = read(body)
        for key, value in envelope.items():
            if type(value) is not _ENVELOPE[key]:
                raise InvalidEventError("the envelope has a value of another type")
        kind, schema = envelope["kind"], envelope["schema"]
        if kind not in KINDS:
            raise UnknownKindError(kind)
        data = upcast(kind, schema, envelope["data"])
        return RecordedEvent(
            seq=envelope["seq"],
            id=envelope["id"],
            recorded_at=parse_instant_text(envelope["recorded_at"]),
            recorded_by=envelope["recorded_by"],
            data=data_from(kind, data),
            caused_by=envelope.get("caused_by"),
        )
    except (ValueError, KeyError, AttributeError, RecursionError, InvalidEventError) as error:
        raise DamagedLogError(_place(body), f"not a recorded event ({type(error).__name__})") from error


def _checked(kind: str, data: dict[str, Any]) -> EventData:
    return KINDS[kind].model_validate(data)


def _as_recorded(kind: str, data: dict[str, Any]) -> EventData:
    if kind != StatementRecorded.kind:
        return _checked(kind, data)
    if not _NEEDED <= data.keys() <= _STATEMENT.keys():
        raise InvalidEventError("a statement has other fields")
    for name, value in data.items():
        if type(value) is not str and name != "conditions":
            raise InvalidEventError("a statement has a value of another type")
    values = {**_STATEMENT, **data, "stance": _STANCES[data["stance"]]}
    if "conditions" in data:
        values["conditions"] = _texts(data["conditions"])
    if "act" in data:
        values["act"] = _ACTS[data["act"]]
    return _unchecked(values, {*data})


def _texts(values: Any) -> tuple[str, ...]:
    if type(values) is not list or any(type(each) is not str for each in values):
        raise InvalidEventError("a statement has conditions of another type")
    return tuple(values)


_STANCES: Final = {each.value: each for each in Stance}
_ACTS: Final = {each.value: each for each in Act}
_STATEMENT: Final[dict[str, Any]] = {
    name: None if field.is_required() else field.default for name, field in StatementRecorded.model_fields.items()
}
_NEEDED: Final = frozenset(name for name, field in StatementRecorded.model_fields.items() if field.is_required())


def _unchecked(values: dict[str, Any], given: set[str]) -> StatementRecorded:
    """Make a statement as pydantic's `model_construct` does, in a tenth of its time: every field has its value here."""
    made = StatementRecorded.__new__(StatementRecorded)
    for slot, value in (
        ("__dict__", values),
        ("__pydantic_fields_set__", given),
        ("__pydantic_extra__", None),
        ("__pydantic_private__", None),
    ):
        object.__setattr__(made, slot, value)
    return made


def _place(body: bytes) -> str:
    shown = body[:60].decode(errors="replace")
    return f"{shown!r}"


def read_json(text: str) -> Any:
    """Read JSON from outside, strictly.

    Raises:
        InvalidEventError: not JSON, a key twice, a float, NaN or Infinity, nested too deep, a lone surrogate.
    """
    try:
        value = json.loads(text, object_pairs_hook=_unique_keys, parse_float=_no_float, parse_constant=_no_float)
        _check_depth(value, 0)
        canonical(value)
    except RecursionError:
        raise InvalidEventError(f"nested deeper than {_DEPTH_MAX} levels") from None
    except json.JSONDecodeError as error:
        raise InvalidEventError(f"not JSON: {error.msg} at character {error.pos + 1}") from None
    except UnicodeEncodeError as error:
        raise InvalidEventError(f"a lone surrogate, U+{ord(error.object[error.start]):04X}, is no character") from None
    except ValueError as error:  # an integer of thousands of digits
        raise InvalidEventError(f"not JSON the record takes: {error}") from None
    return value


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise InvalidEventError(f"the key {key[:60]!r} stands there twice; keep one")
        found[key] = value
    return found


def _no_float(text: str) -> NoReturn:
    raise InvalidEventError(f"{text[:40]} is not a number the record takes; it holds whole numbers only")


def _check_depth(value: Any, depth: int) -> None:
    if depth > _DEPTH_MAX:
        raise InvalidEventError(f"nested deeper than {_DEPTH_MAX} levels")
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _check_depth(child, depth + 1)


def parse_new(value: Any) -> NewEvent:
    """Return the new event that `{"kind": ..., "data": {...}, "id"?, "schema"?, "caused_by"?}` stands for.

    Raises:
        InvalidEventError: names the field, what is wrong with it and what would do.
        NewerLogError: the schema is a later one.
    """
    if not isinstance(value, dict):
        raise InvalidEventError("an event is a JSON object with 'kind' and 'data'")
    unknown = value.keys() - {"id", "kind", "schema", "caused_by", "data"}
    if unknown:
        raise InvalidEventError(
            f"unknown field {_listed(unknown)}; a new event has kind, data and optionally id, schema, caused_by "
            "(seq, recorded_at and recorded_by are set by the log)"
        )
    kind = value.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise InvalidEventError(f"kind {str(kind)[:60]!r} is not known; kinds are {', '.join(KINDS)}")
    try:
        event_id = check_event_id(value["id"]) if "id" in value else new_event_id()
        caused_by = None if value.get("caused_by") is None else check_event_id(value["caused_by"])
    except ValueError as error:
        raise InvalidEventError(f"{kind}: {error}") from None
    return NewEvent(_new_data(kind, value.get("schema", 1), value.get("data")), event_id, caused_by)


def _new_data(kind: str, schema: Any, data: Any) -> EventData:
    if type(schema) is not int or schema < 1:
        raise InvalidEventError(f"{kind}: schema is a whole number from 1, not {str(schema)[:40]!r}")
    if not isinstance(data, dict):
        raise InvalidEventError(f"{kind}: 'data' is a JSON object with the fields of the kind")
    lifted = upcast(kind, schema, data)
    try:
        return KINDS[kind].model_validate(lifted)
    except ValidationError as error:
        raise InvalidEventError(f"{kind}: {explain_invalid(error)}") from None


def explain_invalid(error: ValidationError) -> str:
    """Return pydantic's findings as one sentence: each field with what is wrong."""
    return "; ".join(_finding(item["loc"], item["msg"], item["type"]) for item in error.errors())


def _finding(location: tuple[int | str, ...], message: str, kind: str) -> str:
    field = ".".join(str(part) for part in location)
    if kind == "missing":
        return f"{field} is missing"
    if kind == "extra_forbidden":
        return f"{field[:60]!r} is not a field of it"
    if kind == "string_too_short":
        return f"{field} is empty; leave it out or fill it in"
    text = message.removeprefix("Value error, ")
    return f"{field}: {text}" if field else text


def _listed(words: set[Any]) -> str:
    return ", ".join(repr(str(word)[:60]) for word in sorted(words, key=str))
