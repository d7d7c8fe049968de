from __future__ import annotations

import json
from contextlib import suppress
from typing import Any, Final

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from events.codec import BODY_BYTES_MAX, canonical, data_of, decode, decode_to_follow, encode, parse_new, read_json
from events.envelope import NewEvent, RecordedEvent
from events.errors import DamagedLogError, InvalidEventError, NewerLogError, UnknownKindError
from events.kinds import KINDS, PartyRegistered
from tests.events.samples import NOON, STATEMENT, statement
from tests.strategies import EVENT_DATA, new_events, recorded_events


def recorded(**changes: Any) -> RecordedEvent:
    return RecordedEvent(1, "a", NOON, "ada", statement(**changes))


# Laws


def test_there_is_a_strategy_for_every_kind() -> None:
    assert EVENT_DATA.keys() == KINDS.keys()


@given(recorded_events())
def test_decoding_gives_back_any_event_of_any_kind(event: RecordedEvent) -> None:
    assert decode(encode(event)) == event


@given(recorded_events())
def test_what_follows_the_log_decodes_the_same_event(event: RecordedEvent) -> None:
    """In every field, and to the same bytes and hash of fields given."""
    found = decode_to_follow(encode(event))
    assert found == decode(encode(event)) == event
    assert encode(found) == encode(event)
    assert found.data.model_fields_set == decode(encode(event)).data.model_fields_set


@pytest.mark.parametrize(
    "change",
    [
        {"party": 7},
        {"stance": "likes"},
        {"stance": ["supports"]},
        {"act": "sings"},
        {"quotation": ["said"]},
        {"conditions": "once"},
        {"conditions": [1]},
        {"conditions": {"once": 1}},
        {"conditions": None},
        {"source": None},
        {"colour": "red"},
    ],
    ids=str,
)
def test_what_follows_the_log_tells_a_statement_of_another_shape_as_damage(change: dict[str, Any]) -> None:
    envelope = json.loads(encode(recorded()))
    body = canonical({**envelope, "data": {**envelope["data"], **change}})
    for read in (decode, decode_to_follow):
        with pytest.raises(DamagedLogError):
            read(body)


@pytest.mark.parametrize("missing", ["party", "issue", "stance", "said", "source"])
def test_what_follows_the_log_tells_a_statement_that_lacks_a_field_as_damage(missing: str) -> None:
    envelope = json.loads(encode(recorded()))
    del envelope["data"][missing]
    with pytest.raises(DamagedLogError):
        decode_to_follow(canonical(envelope))


@pytest.mark.parametrize("body", [b"", b"[]", b"[" * 100_000, b'{"seq":1}', b"\xff", b'{"seq":NaN}', b'{"seq":1.0}'])
def test_what_follows_the_log_tells_bytes_that_are_no_event_as_damage(body: bytes) -> None:
    with pytest.raises(DamagedLogError):
        decode_to_follow(body)


@given(recorded_events())
def test_the_bytes_of_any_event_are_those_of_rfc_8785(event: RecordedEvent) -> None:
    body = encode(event)
    assert body == rfc8785.dumps(json.loads(body))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8")),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="ascii")), inner),
    )
)
def test_the_encoder_agrees_with_rfc_8785_on_any_value_with_ascii_keys(value: Any) -> None:
    """What the record holds is of this shape; beyond it the two may differ."""
    assert canonical(value) == rfc8785.dumps(value)


@given(recorded_events())
def test_no_stored_event_holds_a_line_feed(event: RecordedEvent) -> None:
    """So an export is one event a line."""
    assert b"\n" not in encode(event)


@given(new_events())
def test_what_an_event_says_can_be_passed_in_again_as_json(event: NewEvent) -> None:
    value = {"kind": event.data.kind, "schema": 1, "id": event.id, "data": data_of(event.data)}
    if event.caused_by is not None:
        value["caused_by"] = event.caused_by
    assert parse_new(read_json(json.dumps(value))) == event


def test_fields_without_a_value_are_left_out_and_the_whole_envelope_is_stored() -> None:
    assert encode(recorded()) == (
        b'{"data":{"conditions":[],"issue":"venue/moscow","party":"russia","said":"2025-09-05","source":"tass",'
        b'"stance":"supports"},"id":"a","kind":"statement-recorded","recorded_at":"2025-09-05T12:00:00Z",'
        b'"recorded_by":"ada","schema":1,"seq":1}'
    )


def test_data_has_the_names_it_is_stored_under() -> None:
    party = PartyRegistered.model_validate({"id": "eu", "name": "European Union", "kind": "organisation"})
    assert data_of(party) == {"id": "eu", "name": "European Union", "kind": "organisation", "aliases": []}
    assert encode(RecordedEvent(1, "a", NOON, "ada", party)) == (
        b'{"data":{"aliases":[],"id":"eu","kind":"organisation","name":"European Union"},"id":"a",'
        b'"kind":"party-registered","recorded_at":"2025-09-05T12:00:00Z","recorded_by":"ada","schema":1,"seq":1}'
    )


def test_what_is_no_number_in_json_is_never_written() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"seq": float("nan")})


# Size


def test_an_event_of_exactly_64_kib_is_taken_and_one_byte_more_is_refused() -> None:
    conditions = ["x" * 2_000] * 19
    filler = BODY_BYTES_MAX - len(encode(recorded(stance="supports-if", conditions=conditions, summary="s")))
    quotation = filler - len('"quotation":"",')
    assert quotation <= 30_000, "needs letters of two bytes to fill the rest"
    two_bytes = "é" * (quotation - 20_000 + 1)
    one_byte = "x" * (quotation - 2 * len(two_bytes))

    full = recorded(stance="supports-if", conditions=conditions, summary="s", quotation=two_bytes + one_byte)
    assert len(encode(full)) == BODY_BYTES_MAX == 65_536
    assert decode(encode(full)) == full

    over = recorded(stance="supports-if", conditions=conditions, summary="ss", quotation=two_bytes + one_byte)
    with pytest.raises(InvalidEventError) as refusal:
        encode(over)
    assert str(refusal.value) == ("statement-recorded: 65,537 bytes, an event takes at most 65,536; shorten its texts")


# Reading JSON from outside

_FLOAT = " is not a number the record takes; it holds whole numbers only"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("NaN", f"NaN{_FLOAT}"),
        ("Infinity", f"Infinity{_FLOAT}"),
        ("[-Infinity]", f"-Infinity{_FLOAT}"),
        ("1.5", f"1.5{_FLOAT}"),
        ("1.0", f"1.0{_FLOAT}"),
        ('{"a": 1e999}', f"1e999{_FLOAT}"),
        ("-0.0", f"-0.0{_FLOAT}"),
        ("1." + "0" * 10_000, f"1.{'0' * 38}{_FLOAT}"),
        ('{"a": 1, "b": 2, "a": 1}', "the key 'a' stands there twice; keep one"),
        ('[{"b": {"a": 1, "a": 2}}]', "the key 'a' stands there twice; keep one"),
        ('{"' + "k" * 99 + '": 1, "' + "k" * 99 + '": 2}', f"the key '{'k' * 60}' stands there twice; keep one"),
        ("[" * 51 + "1" + "]" * 51, "nested deeper than 50 levels"),
        ("[" * 100 + "]" * 100, "nested deeper than 50 levels"),
        ('{"a":' * 100 + "1" + "}" * 100, "nested deeper than 50 levels"),
        ("[" * 100_000 + "]" * 100_000, "nested deeper than 50 levels"),
        ("[" * 100_000, "nested deeper than 50 levels"),
        (r'"\ud800"', "a lone surrogate, U+D800, is no character"),
        (r'[{"a": "x \udfff"}]', "a lone surrogate, U+DFFF, is no character"),
        (r'{"\udc00": 1}', "a lone surrogate, U+DC00, is no character"),
        ('"\udcff"', "a lone surrogate, U+DCFF, is no character"),
        ("", "not JSON: Expecting value at character 1"),
        ("{'a': 1}", "not JSON: Expecting property name enclosed in double quotes at character 2"),
        ('{"a": 1} x', "not JSON: Extra data at character 10"),
        ('"a\nb"', "not JSON: Invalid control character at at character 3"),
        ("\ufeff{}", "not JSON: Unexpected UTF-8 BOM (decode using utf-8-sig) at character 1"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else None,
)
def test_json_from_outside_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InvalidEventError) as refusal:
        read_json(text)
    assert str(refusal.value) == sentence


def test_an_integer_of_thousands_of_digits_is_refused_quickly() -> None:
    """Reading it would take time that grows with the square of its length."""
    with pytest.raises(InvalidEventError, match=r"^not JSON the record takes: Exceeds the limit"):
        read_json("9" * 1_000_000)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[" * 50 + "1" + "]" * 50, None),
        (r'"\ud83d\udd4a"', "\U0001f54a"),  # a pair of surrogates is one character
        (' {"a": [1, true, null, "\\u0000"]} ', {"a": [1, True, None, "\0"]}),
        ("-0", 0),
        (str(10**400), 10**400),
    ],
    ids=["50 levels", "surrogate pair", "mixed", "minus zero", "400 digits"],
)
def test_json_from_outside_is_read(text: str, value: Any) -> None:
    assert read_json(text) == (json.loads(text) if value is None else value)


@given(st.text())
def test_whatever_the_text_reading_it_gives_a_value_or_a_sentence(text: str) -> None:
    with suppress(InvalidEventError):
        assert read_json(text) == json.loads(text)


# New events from outside

_KINDS: Final = (
    "kinds are dossier-opened, dossier-amended, party-registered, party-amended, membership-began, "
    "membership-ended, person-registered, person-amended, office-assumed, office-left, issue-opened, issue-amended, "
    "source-added, source-amended, statement-recorded, statement-corrected, statement-retracted, "
    "statement-withdrawn, entry-voided, position-asserted, finding-acknowledged, extraction-run, statement-proposed, "
    "proposal-accepted, proposal-rejected, proposals-merged, proposal-coded"
)
_ID_RULE: Final = (
    "ids are lower-case letters a-z, digits and single hyphens, such as 'united-kingdom', at most 100 characters"
)
_EVENT_ID_RULE: Final = (
    "is not an event id; use 1 to 128 of A-Z a-z 0-9 . _ : ~ - , beginning with one of the letters or digits"
)
_STANCES: Final = "'supports', 'supports-if', 'neutral', 'ambiguous', 'opposes-unless', 'opposes' or 'declines'"
_DATE_RULE: Final = "write 2025, 2025-09, 2025-09-05, ../2025-09-05 or 2025-09-05T14:30+10:00"


def new_statement(**changes: Any) -> dict[str, Any]:
    return {"kind": "statement-recorded", "data": STATEMENT | changes}


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ([], "an event is a JSON object with 'kind' and 'data'"),
        ("statement", "an event is a JSON object with 'kind' and 'data'"),
        (None, "an event is a JSON object with 'kind' and 'data'"),
        ({}, f"kind 'None' is not known; {_KINDS}"),
        ({"kind": "statement", "data": {}}, f"kind 'statement' is not known; {_KINDS}"),
        ({"kind": ["x"], "data": {}}, f"kind \"['x']\" is not known; {_KINDS}"),
        (
            new_statement() | {"seq": 7, "recorded_at": "2025-09-05T12:00:00Z"},
            "unknown field 'recorded_at', 'seq'; a new event has kind, data and optionally id, schema, caused_by "
            "(seq, recorded_at and recorded_by are set by the log)",
        ),
        (
            new_statement() | {"x" * 61: 7, 5: 7},
            f"unknown field '5', '{'x' * 60}'; a new event has kind, data and optionally id, schema, caused_by "
            "(seq, recorded_at and recorded_by are set by the log)",
        ),
        ({"kind": "x" * 61, "data": {}}, f"kind '{'x' * 60}' is not known; {_KINDS}"),
        ({"kind": "statement-recorded"}, "statement-recorded: 'data' is a JSON object with the fields of the kind"),
        (
            {"kind": "statement-recorded", "data": []},
            "statement-recorded: 'data' is a JSON object with the fields of the kind",
        ),
        (new_statement() | {"schema": 0}, "statement-recorded: schema is a whole number from 1, not '0'"),
        (new_statement() | {"schema": True}, "statement-recorded: schema is a whole number from 1, not 'True'"),
        (new_statement() | {"schema": "1"}, "statement-recorded: schema is a whole number from 1, not '1'"),
        (new_statement() | {"schema": None}, "statement-recorded: schema is a whole number from 1, not 'None'"),
        (
            new_statement() | {"schema": "1" * 41},
            f"statement-recorded: schema is a whole number from 1, not '{'1' * 40}'",
        ),
        (new_statement() | {"id": ""}, f"statement-recorded: '' {_EVENT_ID_RULE}"),
        (new_statement() | {"id": None}, f"statement-recorded: 'None' {_EVENT_ID_RULE}"),
        (new_statement() | {"id": 5}, f"statement-recorded: '5' {_EVENT_ID_RULE}"),
        (new_statement() | {"id": "a b"}, f"statement-recorded: 'a b' {_EVENT_ID_RULE}"),
        (
            new_statement() | {"id": "e42"},
            "statement-recorded: 'e42' cannot be an event id, it already means an entry of the log",
        ),
        (
            new_statement() | {"caused_by": "last"},
            "statement-recorded: 'last' cannot be an event id, it already means an entry of the log",
        ),
        (
            {"kind": "statement-recorded", "data": {}},
            "statement-recorded: party is missing; issue is missing; stance is missing; said is missing; "
            "source is missing",
        ),
        (
            new_statement(quotation=""),
            "statement-recorded: quotation is empty; leave it out or fill it in",
        ),
        (new_statement(positon="x"), "statement-recorded: 'positon' is not a field of it"),
        (new_statement(**{"x" * 61: 7}), f"statement-recorded: '{'x' * 60}' is not a field of it"),
        (new_statement(party="Russia"), f"statement-recorded: party: 'Russia' is not an id; {_ID_RULE}"),
        (new_statement(party=7), "statement-recorded: party: Input should be a valid string"),
        (new_statement(stance="likes"), f"statement-recorded: stance: Input should be {_STANCES}"),
        (
            new_statement(said="05/09/2025", until="2025-09"),
            "statement-recorded: said: '05/09/2025' is not written so here: it could be 2025-09-05 or 2025-05-09; "
            "write the one you mean; until: '2025-09' is not a day; write it as 2025-09-05",
        ),
        (
            new_statement(said="2025-09-05T14:30"),
            "statement-recorded: said: '2025-09-05T14:30' has no offset from UTC; write it as 2025-09-05T14:30Z "
            "or with +02:00",
        ),
        (
            new_statement(until="../2025-09"),
            "statement-recorded: until: '../2025-09' is not a day; write it as 2025-09-05",
        ),
        (
            new_statement(stance="supports-if"),
            "statement-recorded: supports-if needs at least one condition; give it with --if",
        ),
        (
            new_statement(conditions=["x", " "], stance="opposes-unless"),
            "statement-recorded: conditions.1: is blank; leave it out or fill it in",
        ),
        (
            {"kind": "statement-corrected", "data": {"statement": "a", "content": STATEMENT | {"x": 1}, "reason": "?"}},
            "statement-corrected: 'content.x' is not a field of it; "
            "reason: Input should be 'coding-error' or 'source-error'",
        ),
        (
            {"kind": "party-registered", "data": {"id": "a", "name": "A", "party_kind": "state"}},
            "party-registered: 'party_kind' is not a field of it",
        ),
        (
            {"kind": "dossier-opened", "data": {"name": "a\u200bb", "stale_after_days": 0}},
            "dossier-opened: name: has an invisible character, U+200B ZERO WIDTH SPACE, at character 2; remove it; "
            "stale_after_days: Input should be greater than or equal to 1",
        ),
        (
            {"kind": "source-added", "data": {"id": "a", "title": "A", "published": "?"}},
            f"source-added: published: '?' is not a date the record takes; {_DATE_RULE}",
        ),
    ],
    ids=str,
)
def test_input_that_is_no_event_is_refused_with_a_sentence(value: Any, sentence: str) -> None:
    with pytest.raises(InvalidEventError) as refusal:
        parse_new(value)
    assert str(refusal.value) == sentence


def test_an_event_of_a_later_schema_is_refused_with_what_to_do() -> None:
    with pytest.raises(NewerLogError) as refusal:
        parse_new(new_statement() | {"schema": 2})
    assert str(refusal.value) == (
        "an event of kind statement-recorded has version 2, this program knows up to 1; "
        "upgrade with `pip install --upgrade negotiation-position-tracker`"
    )


def test_an_event_without_an_id_gets_a_fresh_one() -> None:
    first, second = parse_new(new_statement()), parse_new(new_statement())
    assert first.id != second.id
    assert first.data == second.data


# Stored bytes that are no event


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b'"seq":1', b'"seq":true'),
        (b'"seq":1', b'"seq":"1"'),
        (b'"seq":1}', b'"seq":1.0}'),
        (b'"id":"a"', b'"id":null'),
        (b'"id":"a"', b'"id":7'),
        (b'"id":"a",', b""),
        (b'"id":"a"', b'"id":"a","note":"x"'),
        (b'"id":"a"', b'"caused_by":null,"id":"a"'),
        (b'"recorded_by":"ada"', b'"recorded_by":["ada"]'),
        (b'"2025-09-05T12:00:00Z"', b"1757073600"),
        (b'"2025-09-05T12:00:00Z"', b'"2025-09-05T12:00:00+00:00"'),
        (b'"schema":1', b'"schema":true'),
        (b'"schema":1', b'"schema":0'),
        (b'"kind":"statement-recorded"', b'"kind":"dossier-opened"'),
        (b'"kind":"statement-recorded"', b'"kind":["statement-recorded"]'),
        (b'"stance":"supports"', b'"stance":"supports-if"'),
        (b'"said":"2025-09-05"', b'"said":"2025-09-31"'),
        (b'"source":"tass"', b'"source":"tass","extra":1'),
        (b'"source":"tass"', b'"source":"\xff"'),
        (b'{"data":{', b'{"data":[{'),
        (b'"seq":1}', b""),
    ],
)
def test_stored_bytes_that_are_no_event_are_damage(was: bytes, becomes: bytes) -> None:
    body = encode(recorded())
    assert body.count(was) == 1
    with pytest.raises(DamagedLogError):
        decode(body.replace(was, becomes))


def test_a_kind_that_only_a_later_version_can_know_is_no_damage() -> None:
    body = encode(recorded()).replace(b"statement-recorded", b"statement-doubted")
    with pytest.raises(UnknownKindError) as refusal:
        decode(body)
    assert str(refusal.value) == (
        "the log holds an event of kind 'statement-doubted', which this program does not know; upgrade with "
        "`pip install --upgrade negotiation-position-tracker`, or `tracker log verify` if nothing later wrote to it"
    )


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (
            b"",
            "the log is damaged at '': not a recorded event (JSONDecodeError); `tracker log verify` lists every fault",
        ),
        (
            b"[]",
            "the log is damaged at '[]': not a recorded event (AttributeError); `tracker log verify` lists every fault",
        ),
        (
            b"\xff{}",
            "the log is damaged at '\ufffd{}': not a recorded event (UnicodeDecodeError); "
            "`tracker log verify` lists every fault",
        ),
        (
            b"[" * 100_000,
            f"the log is damaged at '{'[' * 60}': not a recorded event (RecursionError); "
            "`tracker log verify` lists every fault",
        ),
    ],
    ids=["empty", "list", "no text", "deep"],
)
def test_damage_is_told_with_the_first_bytes(body: bytes, sentence: str) -> None:
    with pytest.raises(DamagedLogError) as refusal:
        decode(body)
    assert str(refusal.value) == sentence


def test_a_stored_event_of_a_later_schema_is_not_damage() -> None:
    with pytest.raises(NewerLogError):
        decode(encode(recorded()).replace(b'"schema":1', b'"schema":2'))
