"""Lines that were broken to fit a page, at any width: what was said goes on over them, and headlines stay apart."""

from __future__ import annotations

from textwrap import fill

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.test_extraction import found
from tracker.extraction.marks import quotations
from tracker.extraction.tokens import tokens_of
from tracker.extraction.wrapping import breaks_in, page_width

REPORT = (
    "President Orla Venn said on Monday that Arvenia would not accept a ceasefire, and Belmora rejected “the outcome "
    "of the talks in Halden.” Pavel Dorn said Drovia was ready for an exchange of prisoners. “We will never give up "
    "the northern river crossings to Arvenia,” Dorn told reporters."
)
SAID = [
    "Arvenia would not accept a ceasefire",
    "the outcome of the talks in Halden.",
    "Drovia was ready for an exchange of prisoners",
    "We will never give up the northern river crossings to Arvenia",
]


def contents(text: str) -> list[str]:
    return [" ".join(each.content.of(text).split()) for each in found(text).drafts]


@given(st.integers(24, 100))
def test_what_was_said_is_the_same_however_wide_the_lines_are(width: int) -> None:
    assert contents(f"{fill(REPORT, width)}\n\n{fill(REPORT, width)}\n") == [*SAID, *SAID]


def test_two_lines_are_one_where_the_second_goes_on_in_lower_case() -> None:
    assert contents("Arvenia said it would not\naccept a ceasefire.") == ["it would not accept a ceasefire"]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("width", [40, 72, 1_000])
def test_a_headline_is_no_part_of_the_paragraph_below_it(gap: str, width: int) -> None:
    assert contents(f"Drovia offers ships for strait{gap}{fill(REPORT, width)}") == ["ships for strait", *SAID]


def test_a_list_of_headlines_is_no_page() -> None:
    assert page_width(breaks_in("Venn says no\nReck says yes to it\nDorn silent\n")) == 0


def test_a_line_is_measured_without_the_spaces_around_it_and_a_blank_one_breaks_nothing() -> None:
    expected = [(3, "e", "two"), (9, "s", "three."), (7, ".", "or")]
    assert [tuple(each) for each in breaks_in("one\ntwo words \n three.\nor\n\nfour")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We will go,” Venn said.", ["We will go"]),
        ("“We will go ,” Venn said.", ["We will go"]),
        ("“If so, we go.” Venn said.", ["If so, we go."]),
        ("“,” Venn said. “We will go.”", [",", "We will go."]),
    ],
)
def test_the_comma_that_leads_over_to_the_cue_is_not_spoken(text: str, expected: list[str]) -> None:
    spoken = [each.spoken for each in tokens_of(text, quotations(text)) if each.quotation is not None]
    assert [each.of(text) for each in spoken] == expected


def test_a_row_of_marks_is_no_quotation() -> None:
    assert quotations("“““““““““We will go””””””””” and '''''''' it.") == []
    assert [each.inner.start for each in quotations("““We will go””")] == [1]
