"""Who is surely meant, and who is not: namesakes, what others report, questions, turns of a transcript, headlines."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.vocabulary import Act
from tracker.errors import MissingExtraError
from tracker.extraction.draft import Draft, Form, Span
from tracker.extraction.engines import engine
from tracker.extraction.guard import extract
from tracker.extraction.names import Named, Names
from tracker.extraction.report import Report
from tracker.extraction.secondhand import with_second_hand

NAMES = Names(
    [
        Named("brandt", ("Ilse Brandt", "Brandt"), ("avelia",)),
        Named("mirov", ("Pyotr Mirov", "Mirov"), ("korvia",)),
        Named("dane", ("Dane",), ("norland",)),
    ],
    [Named("avelia", ("Avelia",)), Named("korvia", ("Korvia",)), Named("norland", ("Norland",))],
    [Named("sanctions", ("sanctions",)), Named("truce", ("ceasefire",))],
)


def drafted(name: str, text: str) -> Sequence[Draft]:
    try:
        return extract(engine(name), text, NAMES).drafts
    except MissingExtraError as missing:
        pytest.skip(str(missing))


def told(name: str, text: str) -> list[str]:
    found = drafted(name, text)
    return [f"{each.tier} {each.speaker or '-'} | {each.form} | {each.content.of(text)}" for each in found]


ENGINES = pytest.mark.parametrize("name", ["rules", "spacy"])


@ENGINES
@pytest.mark.parametrize(
    ("who", "speaker"),
    [
        ("Ilse Brandt", "brandt"),
        ("Brandt", "brandt"),
        ("President Brandt", "brandt"),
        ("Former Foreign Minister Brandt", "brandt"),
        ("Ilse M. Brandt", "brandt"),
        ("I. Brandt", "brandt"),
        ("US envoy Brandt", "brandt"),
        ("Karl Brandt", "-"),
        ("Brandt's husband, Karl Brandt,", "-"),
        ("Karl M. Brandt", "-"),
        ("K. Brandt", "-"),
        ("Brandt Keller", "-"),
        ("Brandt spokesman Ole Krell", "-"),
        ("The Brandt government", "-"),
        ("Mr Dane", "dane"),
        ("Tom Dane", "dane"),
    ],
)
def test_a_surname_is_nobody_elses(name: str, who: str, speaker: str) -> None:
    assert told(name, f"{who} said it was late.") == [f"sure {speaker} | reported | it was late"]


@ENGINES
def test_a_pronoun_is_no_namesake_either(name: str) -> None:
    text = "Ilse Brandt stayed. Her husband Karl Brandt left. He said it was late."
    assert told(name, text) == ["check brandt | reported | it was late"]


@ENGINES
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Mirov, Brandt said, rejected a ceasefire.",
            [
                "sure brandt | reported | Mirov, Brandt said, rejected a ceasefire",
                "check mirov | reported | a ceasefire",
            ],
        ),
        (
            "According to Mirov, Brandt supports sanctions.",
            ["sure mirov | reported | Brandt supports sanctions", "check brandt | reported | sanctions"],
        ),
        (
            "Brandt supports sanctions, according to Mirov.",
            ["sure mirov | reported | Brandt supports sanctions", "check brandt | reported | sanctions"],
        ),
        (
            "MR DANE: Brandt rejected sanctions.",
            ["sure dane | reported | Brandt rejected sanctions.", "check brandt | reported | sanctions"],
        ),
    ],
)
def test_what_is_told_within_another_s_words_is_never_sure(name: str, text: str, expected: list[str]) -> None:
    assert told(name, text) == expected


@ENGINES
@pytest.mark.parametrize(
    "text",
    [
        "Q: Does Norland support the exchange of prisoners that Korvia proposed yesterday?",
        "Has Mirov rejected sanctions?",
        "Did Brandt say that it was late?",
        "MR DANE: Did Brandt say that it was late?",
    ],
)
def test_a_question_is_never_a_proposal(name: str, text: str) -> None:
    assert told(name, text) == []


@ENGINES
def test_a_question_that_somebody_asks_is_one(name: str) -> None:
    assert told(name, "“Why not?” Brandt asked.") == ["sure brandt | direct | Why not?"]


@ENGINES
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "MR DANE: We welcome the exchange of prisoners. We are ready to help with transport.",
            ["sure dane | reported | the exchange of prisoners", "sure dane | reported | to help with transport"],
        ),
        (
            "MR DANE: We welcome the ceasefire. The weather is fine. So is the sea. Is it not? I reject sanctions.",
            [
                "sure dane | reported | the ceasefire",
                "sure dane | reported | The weather is fine. So is the sea.",
                "sure dane | reported | sanctions",
            ],
        ),
        ("MR DANE: I have nothing to add about peacekeepers.", ["sure dane | no-comment | peacekeepers"]),
        ("MR SOL: We reject sanctions.", ["sure - | reported | sanctions"]),
        ("Q: We reject sanctions.", ["check - | reported | sanctions"]),
        (
            "MR DANE: It is late\nMR SOL: So it is\n",
            ["sure dane | reported | It is late", "sure - | reported | So it is"],
        ),
        (
            "MR DANE: The talks will begin on the third of the month in\nHalden.\nMR SOL: So it is.",
            [
                "sure dane | reported | The talks will begin on the third of the month in\nHalden.",
                "sure - | reported | So it is.",
            ],
        ),
    ],
)
def test_a_turn_proposes_what_its_speaker_says_once(name: str, text: str, expected: list[str]) -> None:
    assert told(name, text) == expected


@ENGINES
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Neither Brandt nor Mirov would comment on sanctions.",
            ["sure brandt | no-comment | sanctions", "sure mirov | no-comment | sanctions"],
        ),
        ("Neither Brandt nor Mirov said that it was late.", []),
        ("Neither Brandt nor Mirov would say when.", []),
    ],
)
def test_neither_of_two_is_both_of_them_who_do_not(name: str, text: str, expected: list[str]) -> None:
    assert told(name, text) == expected


@ENGINES
def test_neither_of_two_who_support_a_thing_supports_it(name: str) -> None:
    found = drafted(name, "Neither Brandt nor Mirov supports sanctions.")
    assert [(each.speaker, each.stance) for each in found] == [("brandt", None), ("mirov", None)]


@ENGINES
def test_a_line_that_no_mark_ends_is_never_sure(name: str) -> None:
    text = "Norland offers ships for strait\n\nBrandt said it was late."
    assert told(name, text) == ["check - | reported | ships for strait", "sure brandt | reported | it was late"]


@ENGINES
def test_the_source_after_a_comma_is_no_part_of_what_was_asked(name: str) -> None:
    text = "The United Nations has urged both sides to agree to a swap, according to two diplomats."
    assert told(name, text) == [
        "sure - | reported | The United Nations has urged both sides to agree to a swap",
        "check - | reported | both sides to agree to a swap",
    ]


PLACES = st.tuples(st.integers(0, 12), st.integers(1, 6)).map(lambda each: Span(each[0], each[0] + each[1]))
REPORTS = st.builds(
    Report,
    content=PLACES,
    form=st.just(Form.REPORTED),
    act=st.just(Act.STATES),
    word=st.just("say"),
    cue=PLACES,
    mention=st.none() | PLACES,
)


@given(st.lists(REPORTS, max_size=8))
def test_second_hand_is_just_what_has_its_cue_within_what_another_one_says(reports: list[Report]) -> None:
    """Against every pair of reports, looked at one by one."""

    def is_told(inner: Report) -> bool:
        assert inner.cue is not None
        return any(
            outer.content.holds(inner.cue)
            and outer.mention != inner.mention
            and outer.cue is not None
            and not outer.cue.meets(inner.cue)
            for outer in reports
        )

    found = with_second_hand(reports)
    assert sorted(((each.content, each.cue, each.mention, each.is_guess) for each in found), key=repr) == sorted(
        ((each.content, each.cue, each.mention, is_told(each)) for each in reports), key=repr
    )
