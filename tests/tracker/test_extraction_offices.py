"""For whom a speaker spoke on the day the text claims, and what is told where no office fits."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker import create_ledger
from tracker.extraction.demonyms import adjectives
from tracker.extraction.draft import Draft
from tracker.extraction.engines import engine
from tracker.extraction.extractor import Extraction
from tracker.extraction.guard import extract
from tracker.extraction.names import Named, Names, Office
from tracker.seeding import demo_events

NAMES = Names(
    [
        Named("ishiba", ("Shigeru Ishiba", "Ishiba"), offices=(Office("japan", "Prime Minister", "2024-10-01"),)),
        Named(
            "venn",
            ("Orla Venn", "Venn"),
            offices=(
                Office("arvenia", "President", "2020-01-10", "2024-01-10"),
                Office("arvenia", "President", "2030", None),
            ),
        ),
        Named(
            "leit",
            ("Hanno Leit", "Leit"),
            offices=(Office("arvenia", "spokesman", None, "2025-03"), Office("lakes-union", "envoy", "../2025-03-05")),
        ),
        Named("dorn", ("Pavel Dorn", "Dorn")),
    ],
    [
        Named("japan", ("Japan",), adjectives=("Japanese",)),
        Named("arvenia", ("Arvenia", "the Palace"), adjectives=("Arvenian",)),
        Named("lakes-union", ("Lakes Union",)),
        Named("united-states", ("United States", "US"), adjectives=("American",)),
    ],
)


def found(text: str, published: str | None) -> Extraction:
    return extract(engine("rules"), text, NAMES, published)


def only(text: str, published: str | None) -> Draft:
    (draft,) = found(text, published).drafts
    return draft


@pytest.mark.parametrize(
    ("text", "published", "party", "tier", "warnings"),
    [
        ("Ishiba said it was late.", "2024-10-01", "japan", "sure", ()),
        ("Ishiba said it was late.", None, "japan", "sure", ()),
        ("Ishiba said it was late.", "2024", "japan", "sure", ()),
        (
            "Ishiba said it was late.",
            "2023-09-05",
            "japan",
            "check",
            (
                "'Shigeru Ishiba' was Prime Minister of japan from 2024-10-01; the report's date 2023-09-05 "
                "is before it: is the dateline right?",
            ),
        ),
        (
            "Venn said it was late.",
            "2025-09-05",
            "arvenia",
            "check",
            (
                "'Orla Venn' was President of arvenia from 2020-01-10 until 2024-01-10 and from 2030; the report's "
                "date 2025-09-05 lies between the two: is the dateline right?",
            ),
        ),
        ("Leit said it was late.", "1999", None, "sure", None),
        ("Leit said it was late.", "2026-01-01", "lakes-union", "sure", ()),
        ("Leit of the Lakes Union said it was late.", "2025-03-05", "lakes-union", "sure", ()),
        ("Arvenian spokesman Hanno Leit said it was late.", "2025-03-05", "arvenia", "sure", ()),
        (
            "Leit said it was late.",
            "2025-03-05",
            None,
            "sure",
            ("'Hanno Leit' was spokesman of arvenia and envoy of lakes-union on 2025-03-05: choose the party",),
        ),
        ("Former president Venn said it was late.", "2025-09-05", None, "sure", ()),
        ("Dorn said it was late.", "2025-03-05", None, "sure", ()),
        (
            "Ishiba said on 4 May 2023 that it was late.",
            None,
            "japan",
            "check",
            (
                "'Shigeru Ishiba' was Prime Minister of japan from 2024-10-01; the claimed date 2023-05-04 "
                "is before it: is the dateline right?",
            ),
        ),
    ],
)
def test_the_party_is_that_of_the_office_held_on_the_claimed_day(
    text: str, published: str | None, party: str | None, tier: str, warnings: tuple[str, ...] | None
) -> None:
    draft = only(text, published)
    assert (draft.party, draft.tier) == (party, tier)
    if warnings is not None:
        assert draft.warnings == found(text, published).warnings == warnings


def test_words_beside_the_cue_decide_the_office_and_not_the_day_of_the_report() -> None:
    assert only("Ishiba said on 4 May 2023 that it was late.", "2025-01-01").tier == "check"


def test_a_warning_that_several_drafts_share_is_told_once_for_the_text() -> None:
    told = found("Ishiba said it was late. Ishiba said it was cold.", "2023-09-05")
    assert [len(each.warnings) for each in told.drafts] == [1, 1]
    assert len(told.warnings) == 1


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("The Japanese government said it was late.", "japan"),
        ("A Japanese foreign ministry spokesman said it was late.", "japan"),
        ("American officials said it was late.", "united-states"),
        ("U.S. officials said it was late.", "united-states"),
        ("The Palace said it was late.", "arvenia"),
        ("A Japanese journalist said it was late.", None),
        ("A former Japanese minister said it was late.", None),
        ("The Japanese opposition leader said it was late.", None),
        ("Officials told us it was late.", None),
        ("Japanese and American officials said it was late.", None),
    ],
)
def test_officials_speak_for_the_party_whose_adjective_they_bear(text: str, party: str | None) -> None:
    assert only(text, None).party == party


def test_states_have_adjectives_by_their_code_and_others_none() -> None:
    assert (adjectives("FRA"), adjectives("KOR"), adjectives("XXX"), adjectives(None)) == (
        ("French",),
        ("South Korean",),
        (),
        (),
    )


def test_a_dossier_gives_the_offices_with_their_dates_and_each_issue_its_proposition(tmp_path: Path) -> None:
    with create_ledger(tmp_path / "tracker.db", events=demo_events()) as ledger:
        names = ledger.names()
    trump = names.person("donald-trump")
    assert trump is not None
    assert trump.offices == (
        Office("united-states", "President", "2017-01-20", "2021-01-20"),
        Office("united-states", "President", "2025-01-20", None),
    )
    assert names.parties_of("donald-trump") == ("united-states",)
    assert next(each.adjectives for each in names.parties if each.id == "russia") == ("Russian",)
    assert "Ukraine becomes a member of NATO." in next(
        each.names for each in names.issues if each.id == "nato-membership"
    )
