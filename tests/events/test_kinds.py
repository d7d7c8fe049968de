from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from events.codec import data_of, explain_invalid
from events.kinds import KINDS, EventData, StatementCorrected, StatementRecorded
from events.vocabulary import CONDITIONAL, SCALE, Stance
from tests.events.samples import STATEMENT, statement
from tests.strategies import EVENT_DATA, event_data

DESIGNED = {
    *("dossier-opened", "dossier-amended", "party-registered", "party-amended", "membership-began", "membership-ended"),
    *("person-registered", "person-amended", "office-assumed", "office-left", "issue-opened", "issue-amended"),
    *("source-added", "source-amended", "statement-recorded", "statement-corrected", "statement-retracted"),
    *("statement-withdrawn", "entry-voided", "position-asserted", "finding-acknowledged"),
    *("extraction-run", "statement-proposed", "proposal-accepted", "proposal-rejected", "proposals-merged"),
    "proposal-coded",
}
NO_ISO3 = "is not an ISO 3166 code of three capital letters, such as UKR"
NO_SHA256 = "is not a SHA-256 of 64 hexadecimal digits, in lower case"
PARTY = {"id": "russia", "name": "Russia"}
SOURCE = {"id": "tass", "title": "TASS"}
ISSUE = {"path": "venue", "title": "Venue"}
FINDING = {"finding": "discord", "about": ["a", "b"], "because": "two ministries"}
RUN = {"source": "tass", "text": "0" * 64, "engine": "rules", "version": "1", "digest": "0" * 64, "names": "0" * 64}
PLACE = {"start": 3, "end": 6, "words": "no."}
PROPOSED = {"run": "run-1", "place": PLACE, "form": "direct", "tier": "sure"}
CODED = {"proposal": "p-1", "place": PLACE, "content": STATEMENT | {"quotation": "no."}}
ASSERTION = {"party": "russia", "issue": "venue", "stance": "mixed", "as_of": "2025-09-05", "because": "read it"}


def refusal_of(kind: str, data: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as refusal:
        KINDS[kind].model_validate(data)
    return explain_invalid(refusal.value)


# Every kind


def test_schema_1_has_these_kinds_for_ever() -> None:
    """A kind once written must be read by every later version; new ones may join."""
    assert KINDS.keys() >= DESIGNED
    assert all(model.kind == kind for kind, model in KINDS.items())


@given(event_data())
def test_what_an_event_says_survives_its_json(data: EventData) -> None:
    assert type(data).model_validate(data_of(data)) == data


@given(event_data())
def test_no_event_takes_a_field_it_does_not_know(data: EventData) -> None:
    assert refusal_of(data.kind, data_of(data) | {"colour": "red"}) == "'colour' is not a field of it"


@given(st.data())
def test_an_event_cannot_be_changed(data: st.DataObject) -> None:
    event = data.draw(EVENT_DATA["party-registered"])
    with pytest.raises(ValidationError, match="frozen"):
        event.name = "other"  # type: ignore[attr-defined]  # the field is there, the strategy's type does not say so
    assert hash(event) == hash(event.model_copy())


# Statements


@pytest.mark.parametrize("stance", sorted(CONDITIONAL))
def test_a_conditional_stance_needs_a_condition(stance: Stance) -> None:
    assert statement(stance=stance, conditions=["a ceasefire"]).conditions == ("a ceasefire",)
    assert refusal_of("statement-recorded", STATEMENT | {"stance": stance}) == (
        f"{stance} needs at least one condition; give it with --if"
    )


@pytest.mark.parametrize("stance", [stance for stance in Stance if stance not in CONDITIONAL])
def test_any_other_stance_takes_no_condition(stance: Stance) -> None:
    assert statement(stance=stance).conditions == ()
    assert refusal_of("statement-recorded", STATEMENT | {"stance": stance, "conditions": ["a ceasefire"]}) == (
        f"{stance} takes no conditions; did you mean opposes-unless or supports-if?"
    )


def test_there_are_seven_stances_and_two_are_conditional() -> None:
    assert [str(stance) for stance in Stance] == [
        *("supports", "supports-if", "neutral", "ambiguous", "opposes-unless", "opposes", "declines")
    ]
    assert {"supports-if", "opposes-unless"} == CONDITIONAL


def test_the_scale_runs_from_opposition_to_support() -> None:
    assert SCALE == {"opposes": -2, "opposes-unless": -1, "neutral": 0, "supports-if": 1, "supports": 2}


def test_a_correction_s_content_obeys_the_rule_of_conditions_too() -> None:
    content = STATEMENT | {"stance": "supports-if"}
    assert refusal_of("statement-corrected", {"statement": "a", "content": content, "reason": "coding-error"}) == (
        "content: supports-if needs at least one condition; give it with --if"
    )


def test_a_correction_holds_the_same_content_as_the_statement() -> None:
    said = statement(quotation="no")
    corrected = StatementCorrected.model_validate(
        {"statement": "a", "content": data_of(said), "reason": "source-error"}
    )
    assert corrected.content.model_dump() == said.model_dump()
    assert set(type(corrected.content).model_fields) == set(StatementRecorded.model_fields)


@pytest.mark.parametrize("count", [20, 21])
def test_a_statement_takes_at_most_20_conditions(count: int) -> None:
    data = STATEMENT | {"stance": "supports-if", "conditions": ["x"] * count}
    if count <= 20:
        assert len(statement(**data).conditions) == count
    else:
        assert (
            refusal_of("statement-recorded", data)
            == "conditions: Tuple should have at most 20 items after validation, not 21"
        )


# Field by field

DATE_RULE = "write 2025, 2025-09, 2025-09-05, ../2025-09-05 or 2025-09-05T14:30+10:00"


@pytest.mark.parametrize(
    ("kind", "data", "sentence"),
    [
        ("statement-recorded", STATEMENT | {"until": "2025"}, "until: '2025' is not a day; write it as 2025-09-05"),
        (
            "statement-recorded",
            STATEMENT | {"until": "../2025-09"},
            "until: '../2025-09' is not a day; write it as 2025-09-05",
        ),
        (
            "statement-recorded",
            STATEMENT | {"until": "2025-09-05T10:00Z"},
            "until: '2025-09-05T10:00Z' is not a day; write it as 2025-09-05",
        ),
        (
            "statement-recorded",
            STATEMENT | {"language": "english please"},
            "language: 'english please' is not a language tag such as en or zh-Hant",
        ),
        (
            "statement-recorded",
            STATEMENT | {"act": "says"},
            "act: Input should be 'states', 'offers', 'promises', 'requests', 'rejects', 'threatens', 'accuses', "
            "'concedes', 'consults' or 'declines'",
        ),
        (
            "party-registered",
            PARTY | {"kind": "country"},
            "kind: Input should be 'state', 'organisation', 'grouping' or 'group'",
        ),
        ("party-registered", PARTY | {"iso3": "rus"}, f"iso3: 'rus' {NO_ISO3}"),
        ("party-registered", PARTY | {"iso3": "RUS\n"}, f"iso3: 'RUS\\n' {NO_ISO3}"),
        ("party-amended", PARTY | {"wikidata": "Q0"}, "wikidata: 'Q0' is not a Wikidata item such as Q159"),
        (
            "party-registered",
            PARTY | {"aliases": ["a"] * 51},
            "aliases: Tuple should have at most 50 items after validation, not 51",
        ),
        (
            "party-registered",
            PARTY | {"aliases": ["RF", "R\u200bF"]},
            "aliases.1: has an invisible character, U+200B ZERO WIDTH SPACE, at character 2; remove it",
        ),
        ("membership-ended", {"member": "uk", "grouping": "eu"}, "on is missing"),
        ("office-left", {"person": "a", "party": "b", "title": "PM"}, "on is missing"),
        ("issue-opened", ISSUE | {"procedural": 1}, "procedural: Input should be a valid boolean"),
        ("issue-opened", ISSUE | {"procedural": "no"}, "procedural: Input should be a valid boolean"),
        (
            "source-added",
            SOURCE | {"url": "tass.example/1"},
            "url: 'tass.example/1' is not a web address; it begins with http:// or https:// and has no spaces",
        ),
        (
            "source-added",
            SOURCE | {"url": "javascript:alert(1)"},
            "url: 'javascript:alert(1)' is not a web address; it begins with http:// or https:// and has no spaces",
        ),
        (
            "source-added",
            SOURCE | {"url": "https://a b"},
            "url: 'https://a b' is not a web address; it begins with http:// or https:// and has no spaces",
        ),
        ("source-added", SOURCE | {"sha256": "A" * 64}, f"sha256: '{'A' * 60}' {NO_SHA256}"),
        ("source-added", SOURCE | {"sha256": "0" * 63}, f"sha256: '{'0' * 60}' {NO_SHA256}"),
        (
            "source-amended",
            SOURCE | {"retrieved": "yesterday"},
            f"retrieved: 'yesterday' is not a date the record takes; {DATE_RULE}",
        ),
        (
            "dossier-opened",
            {"name": "A", "stale_after_days": "180"},
            "stale_after_days: Input should be a valid integer",
        ),
        (
            "dossier-opened",
            {"name": "A", "stale_after_days": True},
            "stale_after_days: Input should be a valid integer",
        ),
        (
            "dossier-amended",
            {"name": "A", "stale_after_days": 100_001},
            "stale_after_days: Input should be less than or equal to 100000",
        ),
        (
            "statement-withdrawn",
            {"statement": "e5", "on": "2025"},
            "statement: 'e5' cannot be an event id, it already means an entry of the log",
        ),
        ("entry-voided", {"target": "a", "reason": " "}, "reason: is blank; leave it out or fill it in"),
        (
            "position-asserted",
            ASSERTION | {"as_of": "2025-09"},
            "as_of: '2025-09' is not a day; write it as 2025-09-05",
        ),
        ("finding-acknowledged", FINDING | {"about": ["b", "a"]}, "about: ids stand in order, each once: a, b"),
        ("finding-acknowledged", FINDING | {"about": ["a", "a"]}, "about: ids stand in order, each once: a"),
        (
            "finding-acknowledged",
            FINDING | {"about": []},
            "about: is empty; give the ids of the events that it is about",
        ),
        (
            "finding-acknowledged",
            FINDING | {"about": [f"a{number:03}" for number in range(301)]},
            "about: Tuple should have at most 300 items after validation, not 301",
        ),
        (
            "finding-acknowledged",
            FINDING | {"about": ["e5"]},
            "about.0: 'e5' cannot be an event id, it already means an entry of the log",
        ),
        (
            "finding-acknowledged",
            FINDING | {"finding": "odd"},
            "finding: Input should be 'contradiction', 'discord', 'stale-position', 'lapsed-offer', "
            "'provisional-name', 'speaker-without-office', 'said-after-publication', 'possible-duplicate', "
            "'office-overlap', 'office-gap', 'source-without-archive' or 'failed-assertion'",
        ),
        ("extraction-run", RUN | {"drafts": -1}, "drafts: Input should be greater than or equal to 0"),
        (
            "statement-proposed",
            PROPOSED | {"place": PLACE | {"end": 7}},
            "place: 3 to 7 is not where 3 characters stand",
        ),
        (
            "statement-proposed",
            PROPOSED | {"prefix": "a\0"},
            "prefix: has U+0000 at character 2, which cannot be stored",
        ),
        (
            "proposal-accepted",
            CODED | {"content": STATEMENT | {"quotation": "No."}},
            "the quotation is not the words at the place; what is accepted stands in the source",
        ),
        (
            "proposal-accepted",
            CODED | {"content": STATEMENT},
            "the quotation is not the words at the place; what is accepted stands in the source",
        ),
        (
            "proposal-coded",
            CODED | {"content": STATEMENT | {"quotation": "No."}},
            "the quotation is not the words at the place; what is accepted stands in the source",
        ),
        *(
            ("proposal-coded", {"proposal": "p-1"} | more, "needs either place and content, or a reason")
            for more in ({}, CODED | {"reason": "unclear"}, {"place": PLACE, "reason": "unclear"}, {"place": PLACE})
        ),
        ("proposals-merged", {"into": "p-1", "merged": ["p-1"]}, "'p-1' cannot be merged into itself"),
        (
            "proposals-merged",
            {"into": "p-1", "merged": []},
            "merged: is empty; give the ids of the events that it is about",
        ),
    ],
)
def test_a_field_that_does_not_fit_is_named_with_what_would(kind: str, data: dict[str, Any], sentence: str) -> None:
    assert refusal_of(kind, data) == sentence


@pytest.mark.parametrize("stance", [*Stance, "mixed", "none"])
def test_a_position_can_be_asserted_at_any_stance_mixed_or_none(stance: str) -> None:
    assert KINDS["position-asserted"].model_validate(ASSERTION | {"stance": stance}).model_dump()["stance"] == stance


@pytest.mark.parametrize("kind", ["membership-began", "office-assumed"])
def test_a_beginning_may_be_unknown(kind: str) -> None:
    data = (
        {"member": "uk", "grouping": "eu"}
        if kind == "membership-began"
        else {"person": "a", "party": "b", "title": "PM"}
    )
    assert "on" not in data_of(KINDS[kind].model_validate(data))


def test_what_nobody_says_has_a_default() -> None:
    assert data_of(KINDS["dossier-opened"].model_validate({"name": "A"})) == {
        "name": "A",
        "zone": "UTC",
        "stale_after_days": 180,
    }
    assert data_of(KINDS["party-registered"].model_validate(PARTY)) == PARTY | {"aliases": []}
    assert data_of(KINDS["issue-opened"].model_validate(ISSUE)) == ISSUE | {"procedural": False, "aliases": []}
    assert data_of(KINDS["source-added"].model_validate(SOURCE)) == SOURCE
