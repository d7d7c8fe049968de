"""JSON Schema (2020-12) of what the log holds: the stored envelope, and the data of every kind.

Made from the models, with what their validators check beside: patterns, and conditions where the stance needs them.
What JSON Schema cannot say, or not briefly, stays out: days that no month has, invisible characters in names, the
order of evidence, the size of an event. Whatever the log holds satisfies the schema; not always the other way round.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, get_args

from pydantic import AfterValidator
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from events import fields
from events.checked import Checked
from events.ids import EventId, Id, IssuePath
from events.kinds import KINDS, EventData, StatementContent
from events.text import Label, Line, check_whole
from events.vocabulary import CONDITIONAL, Stance
from tracker.exchange.addresses import kind_urn
from tracker.movement import MIXED

__all__ = ["data_schema", "envelope_schema"]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

# Patterns mean the same to ECMA-262 and to Python, whose `$` would let a line feed follow: hence (?!\n).
_END: Final = r"$(?!\n)"
_SEGMENT: Final = "[a-z0-9]+(-[a-z0-9]+)*"
_YEAR: Final = "(?!0000)[0-9]{4}"
_MONTH: Final = f"{_YEAR}-(0[1-9]|1[0-2])"
_DAY: Final = f"{_MONTH}-(0[1-9]|[12][0-9]|3[01])"
_HOUR: Final = "([01][0-9]|2[0-3]):[0-5][0-9]"
_INSTANT: Final = f"{_DAY}T{_HOUR}(:[0-5][0-9])?(Z|[+-]{_HOUR})"
_RECORDED: Final = f"^{_DAY}T{_HOUR}:[0-5][0-9]Z{_END}"
_SPACES: Final = r"\u0009-\u000d\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_STORABLE: Final = {"allOf": [{"pattern": rf"^[^\u0000]*{_END}"}, {"pattern": f"[^{_SPACES}]"}]}
_LABEL: Final = {
    "allOf": [
        {"pattern": rf"^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*{_END}"},
        {"pattern": rf"^[^{_SPACES}](.*[^{_SPACES}])?{_END}"},
    ]
}


def _check_of(annotated: Any) -> Callable[..., Any]:
    """Return the function by which a type checks its values."""
    checks = [each.func for each in get_args(annotated) if isinstance(each, AfterValidator | Checked)]
    return checks[-1]


_SHAPES: Final[Mapping[Callable[..., Any], JsonSchemaValue]] = {
    _check_of(Id): {"pattern": f"^{_SEGMENT}{_END}", "maxLength": 100},
    _check_of(IssuePath): {"pattern": f"^{_SEGMENT}(/{_SEGMENT})*{_END}", "maxLength": 300},
    _check_of(EventId): {"pattern": f"^(?!e[1-9][0-9]{{0,17}}$|last$)[A-Za-z0-9][A-Za-z0-9._:~-]{{0,127}}{_END}"},
    _check_of(Label): _LABEL,
    _check_of(Line): _STORABLE,
    check_whole: {"pattern": rf"^[^\u0000]*{_END}"},
    _check_of(fields.Said): {"pattern": rf"^((\.\./)?({_YEAR}|{_MONTH}|{_DAY})|{_INSTANT}){_END}"},
    _check_of(fields.Day): {"pattern": f"^{_DAY}{_END}"},
    _check_of(fields.Url): {"pattern": rf"^https?://[^\u0000-\u001f{_SPACES}]*{_END}"},
    _check_of(fields.Sha256): {"pattern": f"^[0-9a-f]{{64}}{_END}"},
    _check_of(fields.Language): {"pattern": f"^[A-Za-z]{{2,8}}(-[A-Za-z0-9]{{1,8}}){{0,3}}{_END}"},
    _check_of(fields.Iso3): {"pattern": f"^[A-Z]{{3}}{_END}"},
    _check_of(fields.Wikidata): {"pattern": f"^Q[1-9][0-9]{{0,15}}{_END}"},
    _check_of(fields.MediaType): {"pattern": f"^[A-Za-z0-9_.+-]{{1,50}}/[A-Za-z0-9_.+-]{{1,50}}{_END}"},
    _check_of(fields.AssertedStance): {"enum": [*Stance, MIXED, "none"]},
    _check_of(fields.Evidence): {"minItems": 1, "uniqueItems": True},
}
"""What the functions that check values check, as far as a schema can say it."""

_ONLY_UNDER_CONDITIONS: Final = {
    "if": {"properties": {"stance": {"enum": sorted(CONDITIONAL)}}},
    "then": {"properties": {"conditions": {"minItems": 1}}, "required": ["conditions"]},
    "else": {"properties": {"conditions": {"maxItems": 0}}},
}


class _Generator(GenerateJsonSchema):
    """Adds what validators check; a field without a value is left out, so that none is null."""

    def function_after_schema(self, schema: core_schema.AfterValidatorFunctionSchema) -> JsonSchemaValue:
        check: Any = schema["function"]["function"]
        return {**super().function_after_schema(schema), **_SHAPES.get(check, {})}

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        made = super().model_schema(schema)
        return {**made, **_ONLY_UNDER_CONDITIONS} if issubclass(schema["cls"], StatementContent) else made

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        made = super().default_schema(schema)
        return {name: value for name, value in made.items() if name != "default" or value is not None}

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def data_schema(kind: str) -> dict[str, Any]:
    """Return the schema of a kind's data, whole in itself.

    Raises:
        KeyError: no such kind.
    """
    model = KINDS[kind]
    made = model.model_json_schema(by_alias=True, schema_generator=_Generator)
    return {"$schema": _DIALECT, "$id": kind_urn(kind, model.schema_number), **made}


def envelope_schema() -> dict[str, Any]:
    """Return the schema of a stored event of any kind; the schemas of the kinds' data are part of it."""
    return {
        "$schema": _DIALECT,
        "$id": kind_urn("event", 1),
        "title": "Event",
        "description": "An entry of the log as stored and hashed: one line of `tracker log export`.",
        "type": "object",
        "properties": {
            "seq": {"type": "integer", "minimum": 1},
            "id": {"type": "string", **_SHAPES[_check_of(EventId)]},
            "kind": {"enum": list(KINDS)},
            "schema": {"type": "integer", "minimum": 1},
            "recorded_at": {"type": "string", "pattern": _RECORDED},
            "recorded_by": {"type": "string", "minLength": 1},
            "caused_by": {"type": "string", **_SHAPES[_check_of(EventId)]},
            "data": {"type": "object"},
        },
        "required": ["seq", "id", "kind", "schema", "recorded_at", "recorded_by", "data"],
        "additionalProperties": False,
        "oneOf": [_of_kind(kind, model) for kind, model in KINDS.items()],
        "$defs": {kind: data_schema(kind) for kind in KINDS},
    }


def _of_kind(kind: str, model: type[EventData]) -> dict[str, Any]:
    data = {"$ref": kind_urn(kind, model.schema_number)}
    return {"properties": {"kind": {"const": kind}, "schema": {"const": model.schema_number}, "data": data}}
