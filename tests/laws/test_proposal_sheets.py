"""A sheet of proposals that goes out and comes back says what it said, whatever the words are."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from events.clock import FixedClock
from events.envelope import NewEvent
from events.ids import handle
from events.kinds import DossierOpened, IssueOpened, PartyRegistered, SourceAdded, StatementContent
from events.memory_log import MemoryLog
from events.proposals import Place
from events.vocabulary import CONDITIONAL, Act, Form, Stance, Tier
from tests.laws.playing import ledger_in_memory
from tracker.errors import BatchError
from tracker.exchange.deciding import DecidingReport, import_decisions
from tracker.exchange.proposal_sheet import CONTENT, as_csv, as_jsonl, rows
from tracker.extraction.draft import Draft, Span
from tracker.extraction.extractor import Extraction, Fingerprint
from tracker.extraction.names import Names
from tracker.ledger import Ledger
from tracker.outward import spreadsheet_read, spreadsheet_safe
from tracker.proposing import propose
from tracker.reading.codings import Coding
from tracker.reviewing import Reviewer

Row = dict[str, Any]
Decide = Callable[[Row], None]

TEXTS: Final = st.text(alphabet="ab=+-@'\"“;, \n\r\t\u2028\u202e\x07\ufeff\U0001f408", min_size=4, max_size=40)


@st.composite
def reports(draw: st.DrawFn) -> tuple[str, list[Draft]]:
    """A text, and drafts of which each can be accepted as it is."""
    text = draw(TEXTS)
    starts = st.integers(0, len(text) - 1)
    spans = st.builds(lambda start, size: Span(start, min(start + size, len(text))), starts, st.integers(1, 12))
    real = spans.filter(lambda span: not span.of(text).isspace())
    drafts = []
    for _ in range(draw(st.integers(1, 4))):
        stance = draw(st.sampled_from(Stance))
        drafts.append(
            Draft(
                draw(real),
                draw(st.sampled_from(Form)),
                Tier.SURE,
                party="north",
                issue="peace",
                stance=stance,
                act=draw(st.none() | st.sampled_from(Act)),
                conditions=(draw(real),) if stance in CONDITIONAL else (),
            )
        )
    return text, drafts


@contextmanager
def proposed(text: str, drafts: Sequence[Draft]) -> Iterator[Ledger]:
    with ledger_in_memory(FixedClock(1_700_000_000)) as ledger:
        opening = [
            DossierOpened(name="d"),
            PartyRegistered(id="north", name="=North"),
            IssueOpened(path="peace", title="Peace"),
            SourceAdded(id="s", title="S", published="2023-09-05"),
        ]
        ledger.append([NewEvent(each, f"id-{number}") for number, each in enumerate(opening)])
        source = ledger.registry.resolve("source", "s")
        propose(ledger, source, text, Names(), Fingerprint("fake", "1", "0" * 64), Extraction(drafts))
        yield ledger


def exported(ledger: Ledger, form: str, *, blind: bool = False) -> bytes:
    handles = {each.proposal.event.id: handle(each.proposal.seq) for each in ledger.coded()}
    found = rows(ledger.coded(), lambda each: ledger.registry.resolve("source", each), handles.__getitem__, blind=blind)
    return b"".join(as_csv(found, blind=blind) if form == "csv" else as_jsonl(found))


def decided(sheet: bytes, decide: Decide) -> bytes:
    """The sheet as a spreadsheet saves it, after somebody has decided about each row."""
    if sheet.startswith(b"{"):
        objects = [json.loads(line) for line in sheet.splitlines()]
        for row in objects:
            decide(row)
        return b"".join(json.dumps(row).encode() + b"\n" for row in objects)
    read = csv.DictReader(io.StringIO(sheet.decode("utf-8-sig"), newline=""))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, read.fieldnames or ())
    writer.writeheader()
    for row in read:
        decide(row)
        writer.writerow(row)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def imported(ledger: Ledger, sheet: bytes, *, blind: bool = False) -> DecidingReport:
    return import_decisions(ledger, io.BytesIO(sheet), name="sheet", blind=blind)


def accept(row: Row) -> None:
    row["decision"] = "accept"


def leave(row: Row) -> None:
    """As it came."""


def taken(ledger: Ledger) -> list[tuple[Place | None, StatementContent | None]]:
    """What was accepted, in the order of the text; and what was recorded, as each acceptance says."""
    found = ledger.coded()
    recorded = [content for _, content in ledger.reported_by(ledger.registry.resolve("source", "s"))]
    accepted = [each.decision.content for each in found if each.decision and each.decision.content]
    assert sorted(map(repr, recorded)) == sorted(map(repr, accepted))
    return [(each.decision.place, each.decision.content) if each.decision else (None, None) for each in found]


FORMULA: Final = (
    "=a\nb-c",
    [Draft(Span(0, 4), Form.DIRECT, Tier.SURE, party="north", issue="peace", stance=Stance.NEUTRAL)],
)


@given(reports(), st.sampled_from(["csv", "jsonl"]))
@example(FORMULA, "csv")
def test_an_unchanged_row_is_accepted_as_the_proposal_is(report: tuple[str, list[Draft]], form: str) -> None:
    """By import as by `accept`; and what was exported since says that it is there already."""
    with proposed(*report) as one, proposed(*report) as other:
        for each in one.proposals():
            accept_one(one, each.event.id)
        sheet = decided(exported(other, form), accept)
        count = len(other.proposals())
        assert imported(other, sheet) == DecidingReport(rows=count, accepted=count)
        assert taken(other) == taken(one)
        for again in (sheet, exported(other, form)):
            head = other.log.head()
            assert imported(other, decided(again, leave)) == DecidingReport(rows=count, already=count)
            assert other.log.head() == head


def accept_one(ledger: Ledger, proposal: str) -> None:
    ledger.write(lambda desk: Reviewer(desk, str).accept(proposal, {}))


def reject_one(ledger: Ledger, proposal: str) -> None:
    ledger.write(lambda desk: Reviewer(desk, str).reject([proposal], "unclear"))


@given(reports(), st.sampled_from(["csv", "jsonl"]))
def test_a_blind_sheet_shows_no_decision_and_becomes_codings(report: tuple[str, list[Draft]], form: str) -> None:
    """The same bytes before and after somebody decided; each row a coding that says what the proposal does."""
    with proposed(*report) as ledger:
        before = exported(ledger, form, blind=True)
        for number, each in enumerate(ledger.proposals()):
            if number % 2:
                reject_one(ledger, each.event.id)
            elif number % 4 == 0:
                accept_one(ledger, each.event.id)
        sheet, standing = exported(ledger, form, blind=True), taken(ledger)
        assert sheet == before
        assert isinstance(ledger.log, MemoryLog)
        ledger.log.recorded_by = "ben"
        count = len(standing)
        coded = decided(sheet, accept)
        assert imported(ledger, coded, blind=True) == DecidingReport(rows=count, coded=count)
        assert imported(ledger, coded, blind=True) == DecidingReport(rows=count, already=count)
        assert taken(ledger) == standing
        for each_coded in ledger.coded():
            (coding,) = [each for each in each_coded.codings if each.coder == "ben"]
            assert coding.place == each_coded.proposal.data.place
            assert coding.content is not None
            assert coding.content.stance == each_coded.proposal.data.stance


@given(reports(), st.data())
def test_rows_are_all_counted_and_a_wrong_one_undoes_the_rest(
    report: tuple[str, list[Draft]], data: st.DataObject
) -> None:
    outcomes = st.sampled_from(["accept", "reject", "", "nonsense"])
    with proposed(*report) as ledger:
        count = len(ledger.proposals())
        chosen = data.draw(st.lists(outcomes, min_size=count, max_size=count), label="decisions")
        left = iter(chosen)

        def decide(row: Row) -> None:
            row["decision"] = next(left)
            row["reason"] = "unclear" if row["decision"] == "reject" else ""

        sheet, head = decided(exported(ledger, "csv"), decide), ledger.log.head()
        if "nonsense" in chosen:
            with pytest.raises(BatchError) as refused:
                imported(ledger, sheet)
            lines = [line for line, _ in refused.value.faults]
            assert lines == [number for number, each in enumerate(chosen, 2) if each == "nonsense"]
            assert ledger.log.head() == head
        else:
            report_ = imported(ledger, sheet)
            assert report_ == DecidingReport(
                rows=count,
                accepted=chosen.count("accept"),
                rejected=chosen.count("reject"),
                left=chosen.count(""),
            )
            found: list[Coding | None] = [each.decision for each in ledger.coded()]
            assert [bool(each) for each in found] == [bool(each) for each in chosen]


@given(st.text(alphabet="=+-@'a \n"))
def test_a_safe_cell_is_read_back(text: str) -> None:
    """Of a text that no apostrophe hides already: what is read is what was safe to show."""
    assume(not text.startswith("'"))
    assert spreadsheet_read(spreadsheet_safe(text)) == spreadsheet_safe(text).removeprefix("'")
    assert spreadsheet_read(text) == text


def test_every_field_of_a_statement_is_a_column() -> None:
    """But the source, which is the proposal's, and the language, which `tracker correct` fills in."""
    assert {*CONTENT, "source", "language"} == set(StatementContent.model_fields)
