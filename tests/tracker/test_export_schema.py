"""`tracker export schema`: what the log holds satisfies it, and what the record does not take does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import AfterValidator, BaseModel, TypeAdapter, ValidationError

from events import fields
from events.checked import Checked
from events.codec import canonical, data_of, encode
from events.envelope import RecordedEvent
from events.ids import EventId, Id, IssuePath
from events.kinds import KINDS, StatementContent
from events.text import Label, Line, Prose
from tests.cli_runner import run, tracker
from tests.strategies import recorded_events
from tests.tracker.small import HOSTILE, SMALL
from tracker.exchange.kind_schemas import _SHAPES, data_schema, envelope_schema
from tracker.seeding import demo_events, shifts_events

GOLDEN: Final = [
    json.loads(line)
    for path in sorted((Path(__file__).parents[1] / "golden").glob("schema-*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]


@cache
def envelope() -> Draft202012Validator:
    return Draft202012Validator(envelope_schema())


@cache
def data_of_kind(kind: str) -> Draft202012Validator:
    return Draft202012Validator(data_schema(kind))


def test_schemas_are_schemas() -> None:
    Draft202012Validator.check_schema(envelope_schema())
    assert envelope_schema()["$id"] == "urn:negotiation-position-tracker:event:1"
    for kind in KINDS:
        Draft202012Validator.check_schema(data_schema(kind))
        assert data_schema(kind)["$id"] == f"urn:negotiation-position-tracker:{kind}:1"


def test_the_command_writes_them_without_a_log() -> None:
    assert tracker("export schema").json == envelope_schema()
    assert tracker("export schema --kind statement-recorded").json == data_schema("statement-recorded")
    tracker("export schema --out schema.json")
    assert json.loads(Path("schema.json").read_text(encoding="utf-8")) == envelope_schema()


def test_a_kind_that_is_none_is_refused() -> None:
    ran = run("export", "schema", "--kind", "statement")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("tracker: no kind 'statement'; kinds are dossier-opened, dossier-amended, ")


@pytest.mark.parametrize("event", GOLDEN, ids=lambda event: f"{event['seq']}-{event['kind']}")
def test_every_golden_event_satisfies_it(event: dict[str, Any]) -> None:
    envelope().validate(event)


def test_every_event_of_the_examples_satisfies_it() -> None:
    for data in [each.data for each in (*demo_events(), *shifts_events())] + [data for _, data in (*SMALL, *HOSTILE)]:
        data_of_kind(data.kind).validate(data_of(data))


@given(recorded_events())
def test_whatever_the_log_holds_satisfies_it(event: RecordedEvent) -> None:
    envelope().validate(json.loads(encode(event)))


def _without(name: str) -> Callable[[dict[str, Any]], Any]:
    return lambda event: event.pop(name)


def _with(**changes: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda event: event.update(changes)


def _data(**changes: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda event: event["data"].update(changes)


@pytest.mark.parametrize(
    "broken",
    [
        *(_without(name) for name in ("seq", "id", "kind", "schema", "recorded_at", "recorded_by", "data")),
        *(_with(seq=each) for each in (0, "1", None)),
        *(_with(id=each) for each in ("", "last", "e42", "a b", "a" * 129)),
        *(_with(kind=each) for each in ("statement", "source-added", "entry-voided")),
        *(_with(schema=each) for each in (0, 2)),
        *(_with(recorded_at=each) for each in ("2025-09-05", "2025-09-05T12:00:00+00:00", "2025-09-05T12:00:00Z\n")),
        _with(more=1),
        *(_data(party=each) for each in ("North", "north--land", "", "north\n", None, "a" * 101)),
        *(_data(issue=each) for each in ("venue/", "/venue", "Venue/moscow", "venue//moscow")),
        *(_data(stance=each) for each in ("for", "supports-if", "mixed")),
        _data(conditions=["a condition that supports does not take"]),
        *(_data(said=each) for each in ("5 Sep 2025", "2025-13", "2025-09-05T14:30", "0000-01-01")),
        *(_data(said=each) for each in ("../2025-09-05T14:30Z", "2025-09-05T14:30:60Z")),
        *(_data(said=each) for each in ("2025-09-05T24:00Z", "2025-09-05T14:30+24:00", "2025-9-5", "2025-09-05\n")),
        *(_data(until=each) for each in ("2025-09", "../2025-09-05", "2025-09-32")),
        *(_data(quotation=each) for each in ("", "  ", "\u00a0\n", "a\0b", "x" * 20_001)),
        *(_data(language=each) for each in ("e", "english language", "en-")),
        _data(act="says"),
        _data(more="words"),
    ],
)
def test_what_is_no_event_does_not(broken: Callable[[dict[str, Any]], Any]) -> None:
    event = json.loads(canonical(next(each for each in GOLDEN if each["data"].get("stance") == "supports")))
    envelope().validate(event)
    broken(event)
    assert not envelope().is_valid(event)


def test_stances_under_conditions_need_one() -> None:
    valid = data_of_kind("statement-recorded").is_valid
    content = {"party": "north", "issue": "peace", "said": "2025", "source": "wire"}
    for stance in ("supports-if", "opposes-unless"):
        assert not valid({**content, "stance": stance})
        assert not valid({**content, "stance": stance, "conditions": []})
        assert valid({**content, "stance": stance, "conditions": ["a vote"]})
    assert valid({**content, "stance": "supports", "conditions": []})


SHAPED: Final[dict[str, Any]] = {
    "id": Id,
    "path": IssuePath,
    "event id": EventId,
    "label": Label,
    "line": Line,
    "prose": Prose,
    **{name: getattr(fields, name) for name in ("Said", "Day", "Url", "Sha256", "Language", "Iso3")},
    **{name: getattr(fields, name) for name in ("Wikidata", "MediaType", "AssertedStance")},
}
LOOSER: Final = {"label", "Said", "Day"}
"""Where a schema lets more pass: invisible characters, and days that no month has."""


@given(
    st.sampled_from(sorted(SHAPED)),
    st.one_of(
        st.text("ab0Z-/.:_~ \n\t\x00\x85\xa0\u2028\u200b\U0001f408", max_size=8),
        st.text("0123456789-T:Z+./", max_size=20),
        st.sampled_from(["last", "e1", "e0", "https://a.b/c", "http://", "Q1", "Q0", "UKR", "en-GB", "a/b", "f" * 64]),
        st.sampled_from(["2024-02-29", "2025-09-05T14:30:05-11:59", "../2025", "2025-12", "mixed", "none", "e1\n"]),
    ),
)
def test_patterns_let_pass_what_the_models_do(name: str, text: str) -> None:
    """And nothing else, but where JSON Schema cannot say it."""
    schema = Draft202012Validator(_schema_of(name))
    try:
        TypeAdapter(SHAPED[name]).validate_python(text)
        taken = True
    except ValidationError:
        taken = False
    if taken or name not in LOOSER:
        assert schema.is_valid(text) == taken


@cache
def _schema_of(name: str) -> dict[str, Any]:
    from tracker.exchange.kind_schemas import _Generator

    return TypeAdapter(SHAPED[name]).json_schema(schema_generator=_Generator)


def test_no_check_of_a_model_is_forgotten() -> None:
    """A type with a new check of its own needs a word in the schema, or among what cannot be said."""
    models: list[type[BaseModel]] = [*KINDS.values(), StatementContent]
    every = [field for model in models for field in model.model_fields.values()]
    checks = {check for field in every for check in (*_checks(field.annotation), *_own(field.metadata))}
    assert len(checks) > 10
    assert checks <= set(_SHAPES)


def _checks(annotation: Any) -> list[Any]:
    found = _own(get_args(annotation)) if get_origin(annotation) is not None or get_args(annotation) else []
    return found + [check for each in get_args(annotation) for check in _checks(each)]


def _own(metadata: Any) -> list[Any]:
    return [each.func for each in metadata if isinstance(each, AfterValidator | Checked)]
