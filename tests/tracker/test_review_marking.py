"""The words of a proposal in their context: marked for everybody, harmless, and as long as there is room for."""

from __future__ import annotations

from typing import Final

import pytest

from tracker.cli.review.marking import Mark, excerpt, marked

LINES: Final = "\n\n".join(f"line {number}" for number in range(1, 10))


def mark(text: str, words: str, what: str = "words") -> Mark:
    start = text.index(words)
    return Mark(start, start + len(words), what)


@pytest.mark.parametrize(
    ("text", "marks", "shown"),
    [
        ("He said: go.", [("go", "words"), ("He", "who"), ("said", "cue")], "{He} <said>: [[go]]."),
        ("He said: go.", [("He said: go.", "words"), ("He", "who")], "[[{He} said: go.]]"),
        ("one two three", [("one two", "words"), ("two three", "cue")], "[[one <two]] three>"),
        ("onetwo", [("one", "words"), ("two", "cue")], "[[one]]<two>"),
        ("a\x1b[31m\x07b\u202ec\x9bd", [("b", "words")], "a[31m[[b]]cd"),
        ("a\tb\r\nc\u2028d", [("b", "words")], "a [[b]] \nc d"),
    ],
)
def test_marks_are_characters_too_and_nothing_reaches_the_terminal(
    text: str, marks: list[tuple[str, str]], shown: str
) -> None:
    assert marked(text, [mark(text, words, what) for words, what in marks]).plain == shown


def test_a_mark_beyond_the_text_is_left_out() -> None:
    assert marked("short", [Mark(0, 5, "words"), Mark(3, 9, "cue"), Mark(-2, 1, "who")]).plain == "[[short]]"


@pytest.mark.parametrize(
    ("words", "height", "shown"),
    [
        ("line 5", 3, ["line 4", "[[line 5]]", "line 6"]),
        ("line 5", 4, ["line 4", "[[line 5]]", "line 6", "line 7"]),
        ("line 1", 3, ["[[line 1]]", "line 2", "line 3"]),
        ("line 9", 3, ["line 7", "line 8", "[[line 9]]"]),
        ("line 5", 1, ["[[line 5]]"]),
        ("line 2\n\nline 3", 2, ["[[line 2", "line 3]]"]),
        (LINES, 5, ["[[line 1", "line 2", "…", "line 8", "line 9]]"]),
        (LINES, 2, ["…", "line 9]]"]),
    ],
)
def test_the_words_stand_in_the_middle_and_of_too_many_both_ends_are_shown(
    words: str, height: int, shown: list[str]
) -> None:
    """Empty lines are left out."""
    assert [line.plain.rstrip() for line in excerpt(LINES, [mark(LINES, words)], 40, height)] == shown


def test_wide_and_combining_characters_are_counted_in_cells() -> None:
    text = "中文的声明由外交部长说出来 e\u0301e\u0301e\u0301 end"
    lines = excerpt(text, [mark(text, "外交部长")], 12, 9)
    shown = ["中文的声明由", "[[外交部长]]", "说出来 e\u0301e\u0301e\u0301", "end"]
    assert [line.plain.rstrip() for line in lines] == shown
    assert max(line.cell_len for line in lines) <= 12
