"""When a text claims that something was said: what words tell a day, which words date a draft, what a dateline is."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.extraction.dateline import dateline
from tracker.extraction.days import days_in
from tracker.extraction.draft import Draft, Span
from tracker.extraction.engines import engine
from tracker.extraction.extractor import Extraction
from tracker.extraction.guard import extract
from tracker.extraction.names import Named, Names

NAMES = Names([Named("venn", ("Orla Venn", "Venn")), Named("reck", ("Tomas Reck", "Reck"))])
WEDNESDAY = date(2031, 6, 11)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("on 2031-06-04", "2031-06-04"),
        ("on 5 September 2030", "2030-09-05"),
        ("on September 5, 2030", "2030-09-05"),
        ("on the 5th of March 2031", "2031-03-05"),
        ("on 5 June", "2031-06-05"),
        ("on Sept. 5", "2030-09-05"),
        ("on June 11", "2031-06-11"),
        ("on June 12", "2030-06-12"),
        ("on 29 February", "2028-02-29"),
        ("on 31 February 2031", None),
        ("on Friday, 6 June", "2031-06-06"),
        ("on Friday, June 6, 2031", "2031-06-06"),
        ("on Wednesday", "2031-06-11"),
        ("late on Thursday night", "2031-06-05"),
        ("last Wednesday", "../2031-06-04"),
        ("next Friday", None),
        ("every Monday", None),
        ("Monday's vote", None),
        ("yesterday", "2031-06-10"),
        ("earlier today", "2031-06-11"),
        ("this morning", "2031-06-11"),
        ("three days ago", "2031-06-08"),
        ("earlier this week", "../2031-06-11"),
        ("last week", "../2031-06-08"),
        ("over the weekend", "../2031-06-08"),
        ("earlier this month", "2031-06"),
        ("last month", "2031-05"),
        ("last year", "2030"),
        ("in May", "2031-05"),
        ("in December", "2030-12"),
        ("last May", "2031-05"),
        ("last\nDecember", "2030-12"),
        ("on 5\nJune", "2031-06-05"),
        ("in March 2029", "2029-03"),
        ("in 2029", "2029"),
        ("it may 5", None),
        ("05/09/2030", None),
        ("at 10:30", None),
    ],
)
def test_words_tell_no_more_than_they_say(words: str, said: str | None) -> None:
    assert [each.said for each in days_in(words, Span(0, len(words)), WEDNESDAY)] == ([] if said is None else [said])


@pytest.mark.parametrize("words", ["on Wednesday", "yesterday", "on 5 June", "last month", "in May", "two days ago"])
def test_without_a_day_of_the_report_words_that_need_one_tell_nothing(words: str) -> None:
    assert days_in(words, Span(0, len(words)), None) == []


def found(text: str, published: str | None = "2031-06-11") -> Extraction:
    return extract(engine("rules"), text, NAMES, published)


def claimed(text: str, draft: Draft) -> tuple[str | None, str | None]:
    return draft.said, draft.dated_by and draft.dated_by.of(text)


@pytest.mark.parametrize(
    ("text", "said", "by"),
    [
        ("Venn said on Friday that it was late.", "2031-06-06", "Friday"),
        ("Venn told reporters in Halden on Friday that it was late.", "2031-06-06", "Friday"),
        ("Venn on Friday said it was late.", "2031-06-06", "Friday"),
        ("On Friday, Venn said it was late.", "2031-06-06", "Friday"),
        ("HALDEN (Agency) - On Friday Venn said it was late.", "2031-06-06", "Friday"),
        ("Speaking in Halden yesterday, Venn said it was late.", "2031-06-10", "yesterday"),
        ("Nobody came; on Friday Venn said it was late.", "2031-06-06", "Friday"),
        ("In a letter to the Union last week, Venn said it was late.", "../2031-06-08", "last week"),
        ("“It is late,” Venn said on 5 June.", "2031-06-05", "5 June"),
        ("“It is late,” said Venn on 5 June.", "2031-06-05", "5 June"),
        ("Venn said it was late.", "../2031-06-11", None),
        ("Venn said the bridge would open on Friday.", "../2031-06-11", None),
        ("“It was late on Friday,” Venn said.", "../2031-06-11", None),
        ("Venn, who met Reck on Friday, said it was late.", "../2031-06-11", None),
        ("After Friday's vote Venn said it was late.", "../2031-06-11", None),
        ("Since the vote on Friday Venn said it was late.", "../2031-06-11", None),
        ("Reck left on Friday. Venn said it was late.", "../2031-06-11", None),
    ],
)
def test_only_words_beside_the_cue_date_what_was_said(text: str, said: str, by: str | None) -> None:
    assert claimed(text, found(text).drafts[0]) == (said, by)


@pytest.mark.parametrize(
    ("text", "words", "said", "by"),
    [
        ("Venn rejected a plan last year.", "a plan", "2030", "last year"),
        ("Venn ruled out a plan in 2029.", "a plan", "2029", "in 2029"),
        ("Venn opposed a plan late last May.", "a plan", "2031-05", "last May"),
        ("Venn rejected a plan on Monday.", "a plan", "2031-06-09", "Monday"),
        ("Venn welcomed a plan last year but fears it now.", "a plan", "2030", "last year"),
        ("Venn, who rejected a plan in 2029, said on Monday it was late.", "a plan", "2029", "in 2029"),
        ("Venn, who rejected a plan, said on Monday it was late.", "a plan", "../2031-06-11", None),
        ("Venn opposes a plan in 2029.", "a plan in 2029", "../2031-06-11", None),
        ("Venn ruled out a vote in 2032.", "a vote in 2032", "../2031-06-11", None),
        ("Venn announced a vote in May.", "a vote in May", "../2031-06-11", None),
        ("Venn said a plan failed last year.", "a plan failed last year", "../2031-06-11", None),
    ],
)
def test_time_behind_what_was_rejected_or_accepted_dates_it(text: str, words: str, said: str, by: str | None) -> None:
    """It is not a part of the thing then, and dates nothing else in the sentence."""
    draft = found(text).drafts[0]
    assert (draft.content.of(text), *claimed(text, draft)) == (words, said, by)


def test_a_second_verb_of_the_same_subject_has_the_date_of_the_first() -> None:
    drafts = found("Venn said on Friday that it was late, but rejected a plan.").drafts
    assert [each.said for each in drafts] == ["2031-06-06", "2031-06-06"]


@pytest.mark.parametrize(
    ("published", "said"),
    [("2031", "../2031"), ("2031-06", "../2031-06"), ("../2031-06-11", "../2031-06-11"), (None, None)],
)
def test_without_a_day_a_weekday_is_not_reckoned(published: str | None, said: str | None) -> None:
    assert found("Venn said on Friday that it was late.", published).drafts[0].said == said


def test_an_instant_of_publication_is_its_day() -> None:
    assert found("Venn said on Friday it was late.", "2031-06-11T14:30+10:00").drafts[0].said == "2031-06-06"


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("MOSCOW, 5 September 2030 (Agency) - Venn said so.", None, "2030-09-05"),
        ("MOSCOW, 5 September (Agency) - Venn said so.", WEDNESDAY, "2030-09-05"),
        ("MOSCOW, 5 September (Agency) - Venn said so.", None, None),
        ("Sept 5 (Agency) - Venn said so.", WEDNESDAY, "2030-09-05"),
        ("PORT HALDEN (Agency) — June 10, 2031 — Venn said so.", None, "2031-06-10"),
        ("Talks begin\n\nTuesday, 10 June 2031\n\nVenn said so.", None, "2031-06-10"),
        ("Talks begin\nPublished 2031-06-10 14:00\nVenn said so.", None, "2031-06-10"),
        ("On 10 June 2031, at a forum, Venn said so.", None, "2031-06-10"),
        ("On 10 June 2021, at a forum, Venn said so. On 1 May 2031 Reck agreed.", None, None),
        ("On 10 June 2031 the leaders will meet, Venn said.", None, None),
        ("In a speech on 10 June 2031 and again today Venn spoke.", None, "2031-06-10"),
        ("A day of talks, 10 June 2031.\nReck spoke on 11 June 2031.", None, None),
        ("Venn said so. Reck spoke on 10 June 2031.", None, None),
        ("Venn said on Friday that it was late.", WEDNESDAY, None),
        ("", None, None),
    ],
)
def test_a_report_says_of_itself_when_it_was_written(text: str, published: date | None, day: str | None) -> None:
    line = dateline(text, published)
    assert (line and line.day.isoformat()) == day


def test_without_a_date_of_the_source_the_dateline_is_taken_and_shown() -> None:
    text = "HALDEN, 11 June 2031 (Agency) - Venn said on Friday it was late. Reck said it was not."
    assert [claimed(text, each) for each in found(text, None).drafts] == [
        ("2031-06-06", "Friday"),
        ("../2031-06-11", "11 June 2031"),
    ]


def test_who_speaks_in_a_record_that_gives_its_day_spoke_on_that_day() -> None:
    text = "Press briefing, Halden, 10 June\n\nVENN: It is late.\n\nReck said later that it was not.\n"
    assert [claimed(text, each) for each in found(text).drafts] == [("2031-06-10", "10 June"), ("../2031-06-11", None)]


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        (
            "HALDEN, 11 June 2029 - Venn said it was late.",
            ("the text has the dateline 2029-06-11, and the source is dated 2031-06-11: which is right?",),
        ),
        (
            "On 11 June 2029, in Halden, Venn spoke. He said it was late.",
            ("the text opens with 2029-06-11, and the source is dated 2031-06-11: which is right?",),
        ),
        ("HALDEN, 10 June - Venn said it was late.", ()),
        ("On 1 June 2031, in Halden, Venn spoke. He said it was late.", ()),
        (
            "Venn said on 12 July 2031 that it was late.",
            ("the words are dated 2031-07-12, and the report 2031-06-11: one of the two cannot be right",),
        ),
    ],
)
def test_dates_that_do_not_fit_are_told(text: str, warnings: tuple[str, ...]) -> None:
    assert found(text).warnings == warnings
