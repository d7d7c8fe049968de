"""The cut: how as of and known at are typed, in words and as objects."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Final

import pytest

from tracker import View, open_ledger
from tracker.cut import AsOf, KnownAt
from tracker.errors import UnknownEntryError, UnreadableError

TOKYO: Final = timezone(timedelta(hours=9))


def at(demo: Path, as_of: AsOf = None, known_at: KnownAt = None) -> View:
    with open_ledger(demo) as ledger:
        return ledger.at(as_of=as_of, known_at=known_at)


@pytest.mark.parametrize(
    ("as_of", "echo"),
    [
        (None, "2026-01-05"),
        ("2023-09-06", "2023-09-06"),
        (date(2023, 9, 6), "2023-09-06"),
        (datetime(2023, 9, 6, 12, 30, 15, tzinfo=UTC), "2023-09-06T12:30:15Z"),
        (datetime(2023, 9, 6, 12, 30, 15, 999, tzinfo=TOKYO), "2023-09-06T03:30:15Z"),
        ("2023-09-06T12:30Z", "2023-09-06T12:30:59Z"),
        ("0001-01-01", "0001-01-01"),
        ("9999-12-31", "9999-12-31"),
    ],
)
def test_as_of(as_of: AsOf, echo: str, demo: Path) -> None:
    """A day, minute or second means its end; what is echoed may be typed again."""
    cut = at(demo, as_of).cut
    assert cut.as_json()["as_of"] == echo
    assert at(demo, echo).cut.until == cut.until


@pytest.mark.parametrize(
    ("known_at", "seq"),
    [
        (None, 54),
        ("e1", 1),
        ("e54", 54),
        (date(2026, 1, 1), 0),
        (date(2026, 1, 2), 54),
        (datetime(2026, 1, 2, 3, 4, 4, tzinfo=UTC), 0),
        (datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), 54),
        ("2026-01-02T03:04Z", 54),
        ("2026-01-02T03:03Z", 0),
    ],
)
def test_known_at(known_at: KnownAt, seq: int, demo: Path) -> None:
    """A cut is a prefix of the log."""
    assert at(demo, None, known_at).cut.seq == seq


@pytest.mark.parametrize("typed", ["2025", "2025-09", "../2025-09-05", "../2025"])
def test_what_is_no_moment(typed: str, demo: Path) -> None:
    """A month or a year has no end that somebody meant."""
    sentence = f"{typed!r} is not a day or an instant; write 2025-09-05 or 2025-09-05T14:30Z"
    for what, words in (("as of", {"as_of": typed}), ("known at", {"known_at": typed})):
        with pytest.raises(UnreadableError) as caught:
            at(demo, **words)
        assert str(caught.value) == f"{what}: {sentence}"


def test_a_moment_without_an_offset(demo: Path) -> None:
    """A naive datetime is refused, as a typed one is."""
    with pytest.raises(UnreadableError, match="as of: 2025-09-05T14:30:00 has no offset from UTC; give it one"):
        at(demo, datetime(2025, 9, 5, 14, 30))
    with pytest.raises(UnreadableError, match="known at: '2025-09-05T14:30' has no offset"):
        at(demo, None, "2025-09-05T14:30")


def test_an_entry_beyond_the_head(demo: Path) -> None:
    """It is not there yet."""
    with pytest.raises(UnknownEntryError, match="no entry 'e55'; entries are e1 to e54"):
        at(demo, None, "e55")
