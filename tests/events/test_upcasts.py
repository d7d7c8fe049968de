from __future__ import annotations

from typing import Any

import pytest

from events.errors import NewerLogError
from events.kinds import KINDS, DossierAmended
from events.upcasts import STEPS, Data, Step, upcast

KIND = DossierAmended.kind


def days_for_weeks(data: Data) -> Data:
    return {"title": data["title"], "stale_after_days": data["stale_after_weeks"] * 7}


def name_for_title(data: Data) -> Data:
    return {"name": data["title"], "stale_after_days": data["stale_after_days"]}


CHAIN: dict[tuple[str, int], Step] = {(KIND, 1): days_for_weeks, (KIND, 2): name_for_title}
FIRST: dict[str, Any] = {"title": "Talks", "stale_after_weeks": 3}
SECOND: dict[str, Any] = {"title": "Talks", "stale_after_days": 21}
THIRD: dict[str, Any] = {"name": "Talks", "stale_after_days": 21}


@pytest.fixture
def _third_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretends that two versions of the schema lie behind us."""
    monkeypatch.setattr(DossierAmended, "schema_number", 3)


@pytest.mark.usefixtures("_third_schema")
@pytest.mark.parametrize(("schema", "data"), [(1, FIRST), (2, SECOND), (3, THIRD)])
def test_an_event_of_any_schema_is_lifted_step_by_step_to_the_current(schema: int, data: Data) -> None:
    lifted = upcast(KIND, schema, data, CHAIN)
    assert lifted == THIRD
    assert KINDS[KIND].model_validate(lifted) == DossierAmended(name="Talks", stale_after_days=21)


@pytest.mark.usefixtures("_third_schema")
def test_lifting_leaves_what_was_stored_as_it_was() -> None:
    stored = dict(FIRST)
    upcast(KIND, 1, stored, CHAIN)
    assert stored == FIRST


def test_an_event_of_the_current_schema_is_not_touched() -> None:
    assert upcast(KIND, 1, FIRST, {}) is FIRST


def test_the_steps_of_one_kind_do_not_touch_another() -> None:
    assert upcast("party-registered", 1, FIRST, CHAIN) is FIRST


@pytest.mark.usefixtures("_third_schema")
def test_a_schema_of_a_later_version_is_refused_with_what_to_do() -> None:
    with pytest.raises(NewerLogError) as refusal:
        upcast(KIND, 4, THIRD, CHAIN)
    assert str(refusal.value) == (
        "an event of kind dossier-amended has version 4, this program knows up to 3; "
        "upgrade with `pip install --upgrade negotiation-position-tracker`"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_schema_ever_written_has_its_step(kind: str) -> None:
    """Raising a kind's schema number without a step would make old logs unreadable."""
    assert {number for stepped, number in STEPS if stepped == kind} == set(range(1, KINDS[kind].schema_number))
