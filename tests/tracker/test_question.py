"""Questions in words, without a record."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from tracker.errors import UnreadableError
from tracker.question import Question, read_question

TODAY: Final = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("position of Russia", Question("Russia")),
        ("the position of the EU?", Question("EU")),
        ("What was the position of Russia on venue/moscow.", Question("Russia", "venue/moscow")),
        ("POSITION OF RUSSIA ON VENUE", Question("RUSSIA", "VENUE")),
        ("position of Russia on 2023", Question("Russia", None, "2023")),
        ("position of Russia on ../2023-09-05", Question("Russia", None, "../2023-09-05")),
        ("position of Russia on 5 Sep 2023", Question("Russia", None, "2023-09-05")),
        ("position of Russia on 5. Sep. 2023", Question("Russia", None, "2023-09-05")),
        ("position of Russia on May 2023", Question("Russia", None, "2023-05")),
        ("position of Russia on yesterday", Question("Russia", None, "2026-01-04")),
        ("position of Russia on 3 days ago", Question("Russia", None, "2026-01-02")),
        ("position of Russia on talks on peace on today", Question("Russia", "talks on peace", "2026-01-05")),
        ("position of Russia on Resolution 1701", Question("Russia", "Resolution 1701")),
        ("position of Russia on article-5", Question("Russia", "article-5")),
        ("position of Russia on 26 nations", Question("Russia", "26 nations")),
        ("position of Russia on march home", Question("Russia", "march home")),
        ("position of Russia on venue as of e5", Question("Russia", "venue", "e5")),
        ("position of Russia as of 2023-09-06 as known at e40", Question("Russia", None, "2023-09-06", "e40")),
        ("position of Russia as known on today", Question("Russia", None, None, "2026-01-05")),
    ],
)
def test_what_is_understood(asked: str, meant: Question) -> None:
    """Party, issue, date and state of knowledge; what only looks like a number is an issue."""
    assert read_question(asked, TODAY) == meant


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "?",
        "Russia",
        "position",
        "position of",
        "positions of Russia",
        "position of Russia on 13/13/2023",
        "position of Russia on 2023-02-30",
        "position of Russia on 2023-09-05T10:00",
        "position of Russia on 2023-09-05 10:00",
        "position of Russia on 31 Sep 2023",
        "position of Russia on 5 Brumaire 2023",
        "position of Russia on tomorrow",
        "position of Russia on a month ago",
        "position of Russia as of then",
        "position of Russia as known on never",
    ],
)
def test_what_is_not(asked: str) -> None:
    """The sentence ends with the grammar."""
    with pytest.raises(UnreadableError) as caught:
        read_question(asked, TODAY)
    assert str(caught.value).endswith("sk: position of PARTY [on ISSUE] [on DATE | as of DATE] [as known on DATE]")
