"""The engines on the project's own texts: never worse than they were measured."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.extraction.fields import coded, shares
from benchmarks.extraction.folders import load_folder
from benchmarks.extraction.marked import Gold, Statement, load, names, unmarked
from benchmarks.extraction.scoring import Counts, score
from events.periods import check_said
from events.vocabulary import Act, Stance
from tracker.errors import MissingExtraError
from tracker.extraction.draft import Draft, Form, Span, Tier
from tracker.extraction.engines import engine
from tracker.extraction.guard import extract
from tracker.extraction.marks import quotations

FLOORS = {
    "rules": {"content": 92, "quoted": 95, "cue": 92, "source": 98},
    "spacy": {"content": 92, "quoted": 95, "cue": 92, "source": 98},
}
WRONG_AT_MOST = 2.0
FIELD_FLOORS = {"party": 90, "issue": 90, "act": 94, "stance": 95, "said": 93, "stance given": 90, "stance found": 90}


@pytest.mark.parametrize("gold", load(), ids=lambda gold: gold.name)
def test_every_gold_place_is_in_its_text_with_words_the_dossier_knows(gold: Gold) -> None:
    known = names()
    between = [each.inner for each in quotations(gold.text)]
    assert not set("{}") & set(gold.text)
    for each in gold.statements:
        places = [place for place in (each.content, each.cue, each.mention) if place is not None]
        assert all(place.of(gold.text).strip() == place.of(gold.text) != "" for place in places)
        assert each.form in list(Form)
        assert each.form != Form.DIRECT or any(one.holds(each.content) for one in between)
        assert each.act in list(Act)
        assert each.stance in [None, *Stance]
        assert each.speaker in [None, *(one.id for one in known.people)]
        assert each.party in [None, *(one.id for one in known.parties)]
        assert each.issue in [None, *(one.id for one in known.issues)]
        assert each.said is not None
        assert check_said(each.said) == each.said


def test_there_are_twelve_texts_and_four_were_held_out() -> None:
    assert len(load()) == 12
    assert sum(each.held_out for each in load()) == 4


@pytest.mark.parametrize("name", FLOORS)
def test_an_engine_is_not_worse_than_it_was(name: str) -> None:
    try:
        extractor = engine(name)
    except MissingExtraError:
        pytest.skip("needs the extra nlp and an English pipeline")
    scored = [(each, extract(extractor, each.text, names(), each.published).drafts) for each in load()]
    figures = sum((score(*each) for each in scored), Counts()).figures
    assert {key: figures[key] for key, floor in FLOORS[name].items() if figures[key] < floor} == {}
    assert figures["wrong"] <= WRONG_AT_MOST
    fields = shares(sum((coded(*each) for each in scored), Counter[str]()))
    assert {key: fields[key] for key, floor in FIELD_FLOORS.items() if fields[key] < floor} == {}


def test_marks_are_taken_out_and_their_places_kept() -> None:
    text, places = unmarked("{q1:a {s1,2:b}} c")
    assert (text, places) == ("a b c", {"s1": Span(2, 3), "s2": Span(2, 3), "q1": Span(0, 3)})


GOLD = Gold("one", "Venn said, “no more talks”.", (Statement(Span(12, 25), "direct", Span(5, 9), Span(0, 4), "venn"),))


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        (Draft(Span(12, 25), Form.DIRECT, Tier.SURE, Span(5, 9), Span(0, 4), "venn"), (100, 100, 100, 100, 100, 0)),
        (Draft(Span(11, 26), Form.DIRECT, Tier.SURE, Span(5, 9), Span(0, 4), "reck"), (100, 100, 100, 100, 100, 100)),
        (Draft(Span(12, 19), Form.DIRECT, Tier.SURE, Span(5, 9), Span(5, 9)), (100, 100, 100, 0, 0, 100)),
        (Draft(Span(12, 16), Form.REPORTED, Tier.CHECK), (0, 0, 0, 100, 0, 0)),
    ],
)
def test_the_scorer_counts_as_it_says(draft: Draft, expected: tuple[int, ...]) -> None:
    assert tuple(score(GOLD, [draft, draft]).figures.values()) == expected


CODED = Statement(Span(12, 25), "direct", party="a", issue="talks", act="rejects", stance="opposes", said="2031")
SAYS = Draft(Span(12, 25), Form.DIRECT, Tier.SURE, party="a", issue="talks", act=Act.REJECTS, said="2031")


@pytest.mark.parametrize(
    ("draft", "known", "is_whole", "wrong"),
    [
        (replace(SAYS, stance=Stance.OPPOSES), CODED, True, {}),
        (SAYS, CODED, True, {"stance": 0, "stance found": 0}),
        (replace(SAYS, stance=Stance.SUPPORTS), CODED, True, {"stance": 0, "stance found": 0, "stance given": 0}),
        (
            replace(SAYS, party="b", issue=None, act=Act.STATES, said="../2031", stance=Stance.OPPOSES),
            CODED,
            True,
            {"party": 0, "issue": 0, "act": 0, "said": 0},
        ),
        (SAYS, Statement(Span(12, 25), "direct"), False, {}),
        (SAYS, Statement(Span(12, 25), "direct"), True, {"party": 0, "issue": 0, "act": 0, "said": 0}),
        (replace(SAYS, content=Span(0, 4), party="b"), CODED, True, {}),
    ],
)
def test_fields_are_counted_where_the_content_matches_and_somebody_coded_them(
    draft: Draft, known: Statement, is_whole: bool, wrong: dict[str, float]
) -> None:
    figures = shares(coded(Gold("one", GOLD.text, (known,), is_whole=is_whole), [draft]))
    assert {name: figure for name, figure in figures.items() if figure < 100} == wrong


def test_the_party_of_a_content_that_is_two_parties_is_not_counted() -> None:
    counts = coded(Gold("one", GOLD.text, (CODED,), is_whole=True), [SAYS, replace(SAYS, party="b")])
    assert (counts["party"], counts["issue"]) == (0, 1)


def test_gold_of_others_is_read_as_json_and_as_brat(tmp_path: Path) -> None:
    for name in ("json", "brat"):
        (tmp_path / f"{name}.txt").write_text(GOLD.text, encoding="utf-8")
    item = {
        "start": 12,
        "end": 25,
        "form": "direct",
        "cue_start": 5,
        "cue_end": 9,
        "speaker_start": 0,
        "speaker_end": 4,
        "speaker": "venn",
    }
    (tmp_path / "json.json").write_text(json.dumps({"items": [item]}), encoding="utf-8")
    (tmp_path / "brat.ann").write_text(
        "T1\tContent 12 25\tno more talks\nT2\tCue 5 9\tsaid\nT3\tSource 0 4\tVenn\n"
        "R1\tAttribution Arg1:T2 Arg2:T1\nR2\tAttribution Arg1:T2 Arg2:T3\n",
        encoding="utf-8",
    )
    brat, plain = sorted(load_folder(tmp_path), key=lambda each: each.name)
    assert plain.statements == GOLD.statements
    assert brat.statements == (Statement(Span(12, 25), "reported", Span(5, 9), Span(0, 4)),)
