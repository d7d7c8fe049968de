"""Dates as people type them; nothing is ever filled in."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from tracker.dates import spoken
from tracker.errors import UnreadableError

TODAY: Final = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2025", "2025"),
        ("2025-09", "2025-09"),
        ("2025-09-05", "2025-09-05"),
        ("../2025-09-05", "../2025-09-05"),
        ("2025-09-05T14:30+10:00", "2025-09-05T14:30+10:00"),
        ("2025-09-05T14:30:15Z", "2025-09-05T14:30:15Z"),
        (" 2025-09-05 ", "2025-09-05"),
        ("today", "2026-01-05"),
        ("Today", "2026-01-05"),
        ("yesterday", "2026-01-04"),
        ("../yesterday", "../2026-01-04"),
        ("7d ago", "2025-12-29"),
        ("7 d ago", "2025-12-29"),
        ("1 day ago", "2026-01-04"),
        ("0 days ago", "2026-01-05"),
        ("2w ago", "2025-12-22"),
        ("1 week ago", "2025-12-29"),
        ("99999 weeks ago", "0109-07-01"),
        ("5 September 2025", "2025-09-05"),
        ("05 sep 2025", "2025-09-05"),
        ("5 Sept. 2025", "2025-09-05"),
        ("5. Sep 2025", "2025-09-05"),
        ("5 Septem, 2025", "2025-09-05"),
        ("September 5, 2025", "2025-09-05"),
        ("Sep 5 2025", "2025-09-05"),
        ("Sep. 5, 2025", "2025-09-05"),
        ("September 2025", "2025-09"),
        ("sep, 2025", "2025-09"),
        ("May 2025", "2025-05"),
        ("../Sep 2025", "../2025-09"),
        ("../5 September 2025", "../2025-09-05"),
        ("29 Feb 2024", "2024-02-29"),
    ],
)
def test_what_is_understood(typed: str, meant: str) -> None:
    """The record's own grammar as it is, spoken forms in it, imprecision kept."""
    assert spoken(typed, TODAY) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "..",
        "../",
        "tomorrow",
        "next week",
        "last Friday",
        "in 3 days",
        "3 months ago",
        "-1 days ago",
        "100000 days ago",
        "Se 2025",
        "ju 2025",
        "Sep",
        "5 Sep",
        "5 Sep 25",
        "31 Sep 2025",
        "29 Feb 2025",
        "32 Sep 2025",
        "5 Foo 2025",
        "5 Sepp 2025",
        "../today/",
        "2025-09-05/2025-09-06",
        "2025-W36",
        "2025Z",
        "99999-01-01",
        "５ Sep ２０２５",
        "٧d ago",
        "x" * 10_000,
    ],
)
def test_what_is_not(typed: str) -> None:
    """It is refused with what would do, and never quoted at length."""
    with pytest.raises(UnreadableError, match="write 2025, 2025-09, 2025-09-05, ") as caught:
        spoken(typed, TODAY)
    assert len(str(caught.value)) < 200
