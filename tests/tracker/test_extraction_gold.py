"""The engines on the project's own texts: never worse than they were measured."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.extraction import brat
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
    "rules": {"content": 95, "quoted": 95, "cue": 95, "source": 99},
    "spacy": {"content": 95, "quoted": 95, "cue": 95, "source": 99},
}
WRONG_AT_MOST = 2.0
FIELD_FLOORS = {"party": 90, "issue": 90, "act": 94, "stance": 95, "said": 93, "stance given": 85, "stance found": 90}


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


def test_there_are_sixteen_texts_and_six_were_held_out() -> None:
    assert len(load()) == 16
    assert sum(each.held_out for each in load()) == 6


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
    stand_off, plain = sorted(load_folder(tmp_path), key=lambda each: each.name)
    assert plain.statements == GOLD.statements
    assert stand_off.statements == (Statement(Span(12, 25), "direct", Span(5, 9), Span(0, 4)),)


BROKEN = "The bridge, Venn said, is shut. “No lorry may cross,” she added. “None.” A ban is wanted."


@pytest.mark.parametrize(
    "ann",
    [
        # events over a trigger, pieces, attributes, notes, and a relation by the name of what it has not
        "T1\tContent 0 10;23 30\tThe bridge is shut\nT2\tSource 12 16\tVenn\nT3\tCue 17 21\tsaid\n"
        "T4\tAttribution 17 21\tsaid\nE1\tAttribution:T4 Cue:T3 Source:T2 Content:T1\n"
        "T5\tContent 32 53;65 72\t“No lorry may cross,” “None.”\nT6\tSource 54 57\tshe\nT7\tCue 58 63\tadded\n"
        "T8\tAttribution 58 63\tadded\nE2\tAttribution:T8 Content:T5 Source:T6 Cue:T7\nA1\tSure E2\n"
        "T9\tContent 73 78\tA ban\nT10\tCue 79 88\tis wanted\nT11\tAttribution-no-source 79 88\tis wanted\n"
        "E3\tAttribution-no-source:T11 Content:T9 Cue:T10\n#1\tAnnotatorNotes T9\tnobody says who\n",
        # other names, and a quotation that is the trigger of its event
        "T1\tIndirect_Quotation 0 10;23 30\tThe bridge is shut\nT2\tSpeaker 12 16\tVenn\n"
        "T3\tReporting-Verb 17 21\tsaid\n"
        "E1\tIndirect_Quotation:T1 Speaker:T2 Verb:T3\n"
        "T5\tDirect_Quotation 32 53;65 72\t“No lorry may cross,” “None.”\nT6\tSpeaker 54 57\tshe\n"
        "T7\tReporting-Verb 58 63\tadded\nE2\tDirect_Quotation:T5 Speaker1:T6 Verb1:T7\n"
        "T9\tIndirect_Quotation 73 78\tA ban\nT10\tReporting-Verb 79 88\tis wanted\n"
        "E3\tIndirect_Quotation:T9 Verb:T10\n",
    ],
)
def test_brat_is_read_by_whatever_names_a_corpus_gives_it(ann: str) -> None:
    """Pieces are one statement, and a piece between quotation marks is one of its own."""
    found = sorted(brat.statements(ann, BROKEN), key=lambda each: each.content)
    assert found == [
        Statement(Span(0, 30), "reported", Span(17, 21), Span(12, 16), pieces=(Span(0, 10), Span(23, 30))),
        Statement(Span(32, 53), "direct", Span(58, 63), Span(54, 57)),
        Statement(Span(65, 72), "direct", Span(58, 63), Span(54, 57)),
        Statement(Span(73, 78), "reported", Span(79, 88), None),
    ]


def test_pieces_are_compared_without_what_stands_between_them() -> None:
    (known, *_) = brat.statements("T1\tContent 0 10;23 30\tThe bridge is shut\n", BROKEN)
    gold = Gold("pieces", BROKEN, (known,))
    whole = score(gold, [Draft(Span(0, 30), Form.REPORTED, Tier.CHECK)])
    between = score(gold, [Draft(Span(10, 23), Form.REPORTED, Tier.CHECK)])
    assert (whole.matched, between.matched) == (1, 0)


def test_gold_that_names_a_relative_pronoun_is_met_by_what_it_stands_for() -> None:
    text = "Reck, who said it was late, left."
    gold = Gold("who", text, (Statement(Span(15, 26), "reported", Span(10, 14), Span(6, 9)),))
    assert text[15:26] == "it was late"
    for mention, right in ((Span(0, 4), 1), (Span(28, 32), 0)):
        counts = score(gold, [Draft(Span(15, 26), Form.REPORTED, Tier.SURE, Span(10, 14), mention)])
        assert (counts.sources_right, counts.sure_wrong) == (right, 1 - right)
