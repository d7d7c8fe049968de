"""Files in: the same file twice is the same file once, and a bad row leaves everything as it was."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.clock import FixedClock, Instant
from events.kinds import StatementRecorded
from tests.laws.dossiers import CONDITIONS, setting
from tests.laws.playing import events_of, ledger_in_memory, projected
from tests.strategies import lines, prose
from tracker.errors import BatchError
from tracker.exchange.importing import ImportReport, import_statements
from tracker.ledger import Ledger

_NOW: Instant = 1_762_000_000  # 2025-11-01T12:26:40Z

Row = dict[str, Any]

_STANCES = st.sampled_from(["supports", "opposes", "neutral", "ambiguous", "declines"])
_DATES = ["2025", "2025-10", "2025-10-26", "../2025-10", "2025-10-26T03:30+03:00", "2025-11-01T12:26Z"]
_MAYBE_PROSE = st.none() | prose()

rows: st.SearchStrategy[Row] = st.fixed_dictionaries(
    {
        "party": st.sampled_from(["aland", "The Bloc", "Terra Nova", "terra-nova", "Côte d'Ivoire"]),
        "issue": st.sampled_from(["peace", "Venue", "peace/venue", "prisoners/Exchange lists", "talks/venue", "Talks"]),
        "stance": _STANCES,
        "said": st.sampled_from(_DATES),
        "source": st.sampled_from(["wire", "Gazette", "https://wire.example/a", "https://wire.example/A"]),
        "speaker": st.sampled_from([None, "envoy", "Somebody New"]),
        "until": st.sampled_from([None, "2025-11-01", "2030-01-01"]),
        "act": st.sampled_from([None, "offers", "rejects"]),
        "quotation": _MAYBE_PROSE,
        "summary": _MAYBE_PROSE,
    }
)
conditional: st.SearchStrategy[Row] = st.builds(
    lambda row, stance, conditions: row | {"stance": stance, "conditions": conditions},
    rows,
    st.sampled_from(["supports-if", "opposes-unless"]),
    st.lists(st.sampled_from(CONDITIONS), min_size=1, max_size=3),
)
files = st.lists(rows | conditional, min_size=1, max_size=6)
bad_rows = st.one_of(
    st.builds(lambda row, word: row | {"stance": word}, rows, lines()),
    st.builds(lambda row: row | {"said": "2031-01-01"}, rows),
    st.builds(lambda row: row | {"conditions": ["a vote"], "stance": "opposes"}, rows),
    st.builds(lambda row: row | {"party": "Россия"}, rows),
    st.builds(lambda row: row | {"source": None}, rows),
)


def _jsonl(table: Sequence[Row]) -> bytes:
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in table)


def _csv(table: Sequence[Row]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=_CSV_FIELDS)
    writer.writeheader()
    for row in table:
        writer.writerow(row | {"conditions": "; ".join(row.get("conditions", ()))})
    return text.getvalue().encode()


_CSV_FIELDS = (
    *("summary", "party", "issue", "stance", "conditions", "said"),
    *("source", "speaker", "until", "act", "quotation"),
)
_FORMATS = st.sampled_from([_jsonl, _csv])


def _import(ledger: Ledger, content: bytes, *, dry_run: bool = False) -> ImportReport:
    return import_statements(ledger, io.BytesIO(content), create_missing=True, dry_run=dry_run)


def _state(ledger: Ledger) -> tuple[object, object]:
    return list(ledger.log.read()), projected(ledger)


@given(files, _FORMATS)
def test_a_file_twice_is_the_file_once(table: list[Row], form: Any) -> None:
    """The second import adds nothing; every row of both is accounted for. A dry run before them adds nothing either."""
    with ledger_in_memory(FixedClock(_NOW)) as ledger:
        ledger.append(setting("Europe/Kyiv"))
        opened = _state(ledger)
        assert _import(ledger, form(table), dry_run=True).rows == len(table)
        assert _state(ledger) == opened
        first = _import(ledger, form(table))
        state = _state(ledger)
        second = _import(ledger, form(table))
        assert first.rows == second.rows == len(table) == first.added + first.already
        assert (second.added, second.already, second.registered) == (0, len(table), {})
        assert _state(ledger) == state
        assert sum(isinstance(event.data, StatementRecorded) for event in events_of(ledger)) == first.added


def test_a_file_twice_where_its_own_issues_share_a_title() -> None:
    """The second import adds nothing also where a word of the file has come to stand for two things by its end."""
    told = {"party": "aland", "stance": "supports", "said": "2025-10-26", "source": "wire"}
    table = [told | {"issue": issue} for issue in ("Venue", "talks/venue")]
    with ledger_in_memory(FixedClock(_NOW)) as ledger:
        ledger.append(setting("Europe/Kyiv"))
        assert _import(ledger, _jsonl(table)).added == 2
        assert _import(ledger, _jsonl(table)).already == 2


@given(files)
def test_csv_says_what_jsonl_says(table: list[Row]) -> None:
    """The same rows give the same statements, under the same ids, whichever of the two they are written in."""
    found = []
    for form in (_jsonl, _csv):
        with ledger_in_memory(FixedClock(_NOW)) as ledger:
            ledger.append(setting("Europe/Kyiv"))
            _import(ledger, form(table))
            statements = [event for event in events_of(ledger) if isinstance(event.data, StatementRecorded)]
            found.append([(event.seq, event.id, event.data) for event in statements])
    assert found[0] == found[1]


@given(files, bad_rows, st.integers(0, 6), _FORMATS)
def test_one_bad_row_and_nothing_is_recorded(table: list[Row], bad: Row, place: int, form: Any) -> None:
    """A file with a row that cannot be taken changes nothing, and the error names that row alone."""
    with ledger_in_memory(FixedClock(_NOW)) as ledger:
        ledger.append(setting("Europe/Kyiv"))
        before = _state(ledger)
        spoilt = [*table[:place], bad, *table[place:]]
        with pytest.raises(BatchError) as caught:
            _import(ledger, form(spoilt))
        assert _state(ledger) == before
        assert len(caught.value.faults) == 1
        if form is _jsonl:
            assert caught.value.faults[0][0] == spoilt.index(bad) + 1
        assert _import(ledger, form(table)).rows == len(table)
