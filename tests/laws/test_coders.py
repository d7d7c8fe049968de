"""How far coders agree, from what they did to proposals: against every number taken at its word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from itertools import combinations, permutations
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.clock import FixedClock
from events.envelope import NewEvent
from events.kinds import (
    DossierOpened,
    EntryVoided,
    IssueOpened,
    PartyRegistered,
    PersonRegistered,
    ProposalRejected,
    SourceAdded,
)
from events.log import Written
from events.memory_log import MemoryLog
from events.vocabulary import CONDITIONAL, SCALE, Form, RejectionReason, Stance, Tier
from tests.laws.test_reliability import by_the_book, nominal, same
from tracker.coders import Alpha, agreement
from tracker.errors import RefusedError
from tracker.extraction.draft import Draft, Span
from tracker.extraction.extractor import Extraction, Fingerprint
from tracker.extraction.names import Names
from tracker.ledger import Ledger
from tracker.proposing import propose
from tracker.reliability import jaccard
from tracker.reviewing import Reviewer

TEXT: Final = "no one two three four five six seven eight nine"
WORDS: Final = ("one two", "three four", "five six", "seven eight")
CODERS: Final = ("ada", "ben", "cy")
FIELDS: Final = ("party", "speaker", "issue", "stance", "act", "said")
ORDER: Final = sorted(SCALE, key=lambda stance: SCALE[stance])

Made = dict[str, Any] | str | None
"""What one coder makes of one proposal: the fields of a statement, a reason against it, or nothing."""
Sheet = list[dict[str, Made]]
"""By proposal and coder."""


class Team:
    """A ledger that several people use."""

    def __init__(self) -> None:
        clock = FixedClock(1_700_000_000)
        self.log = MemoryLog(clock=clock, recorded_by="ada")
        self.ledger = Ledger(self.log, clock=clock)
        opening = [
            DossierOpened(name="d"),
            *(PartyRegistered(id=each, name=each) for each in ("north", "south")),
            *(IssueOpened(path=each, title=each) for each in ("peace", "trade")),
            PersonRegistered(id="envoy", name="Envoy"),
            SourceAdded(id="s", title="S"),
        ]
        self.ledger.append([NewEvent(each) for each in opening])
        drafts = [
            Draft(Span(TEXT.index(each), TEXT.index(each) + len(each)), Form.REPORTED, Tier.SURE) for each in WORDS
        ]
        source = self.ledger.registry.resolve("source", "s")
        propose(self.ledger, source, TEXT, Names(), Fingerprint("fake", "1", "0" * 64), Extraction(drafts))
        self.ids = [each.event.id for each in self.ledger.proposals()]

    def make(self, coder: str, proposal: str, made: Made, *, decides: bool) -> list[Written]:
        self.log.recorded_by = coder

        def action(desk: Any) -> None:
            reviewer = Reviewer(desk, lambda digest: TEXT)
            if not decides:
                changes, reason = ({}, made) if isinstance(made, str) else (made or {}, None)
                reviewer.code(proposal, changes, reason)
            elif isinstance(made, str):
                reviewer.reject([proposal], made)
            else:
                reviewer.accept(proposal, made or {})

        return self.ledger.write(action)

    def merge(self, coder: str, proposal: str, into: str) -> None:
        self.log.recorded_by = coder
        self.ledger.write(lambda desk: Reviewer(desk, lambda digest: TEXT).merge([proposal], into))


@contextmanager
def team() -> Iterator[Team]:
    found = Team()
    with found.ledger:
        yield found


def contents(words: str) -> st.SearchStrategy[dict[str, Any]]:
    def content(stance: Stance, **fields: Any) -> dict[str, Any]:
        return {**fields, "stance": stance.value, "conditions": ("talks",) if stance in CONDITIONAL else ()}

    return st.builds(
        content,
        st.sampled_from(Stance),
        party=st.sampled_from(["north", "south"]),
        issue=st.sampled_from(["peace", "trade"]),
        speaker=st.sampled_from(["envoy", None]),
        act=st.sampled_from(["states", "offers", None]),
        said=st.sampled_from(["2023-09-05", "2023"]),
        quotation=st.sampled_from([words, words.split()[0], f"{words} "]),
    )


REASONS: Final = st.sampled_from(["unclear", "duplicate", "no-statement"])


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    return [
        {coder: made for coder in CODERS if (made := draw(st.none() | contents(words) | REASONS)) is not None}
        for words in WORDS
    ]


def units(sheet: Sheet, value: Any) -> list[tuple[str | None, ...]]:
    return [tuple(value(row[who]) if who in row else None for who in CODERS) for row in sheet]


def expected(sheet: Sheet) -> dict[tuple[str, str, str | None], float | None]:
    """Every alpha that is to be told, by field, scale and issue."""

    def is_statement(made: Made) -> str | None:
        return None if made == "duplicate" else "no" if isinstance(made, str) else "yes"

    def field(name: str, issue: str | None = None, only: Any = None) -> Any:
        def value(made: Any) -> str | None:
            if isinstance(made, str) or issue not in (None, made["issue"]):
                return None
            found = made[name] or ""
            return found if only is None or found in only else None

        return value

    twice = [row for row in sheet if len(row) > 1]
    issues = {made["issue"] for row in twice for made in row.values() if isinstance(made, dict)}
    values = {("statement", "nominal", None): is_statement, ("stance", "ordinal", None): field("stance", None, ORDER)}
    values |= {(name, "nominal", None): field(name) for name in FIELDS}
    values |= {("stance", "nominal", issue): field("stance", issue) for issue in issues}
    values |= {("stance", "ordinal", issue): field("stance", issue, ORDER) for issue in issues}
    return {
        key: by_the_book(units(sheet, value), ordinal if key[1] == "ordinal" else nominal)
        for key, value in values.items()
    }


def ordinal(pooled: list[str], a: str, b: str) -> float:
    """The square of how many values lie from one to the other, of both ends' own but half."""
    low, high = sorted((ORDER.index(a), ORDER.index(b)))
    return (sum(low <= ORDER.index(v) <= high for v in pooled) - (pooled.count(a) + pooled.count(b)) / 2) ** 2


def place_of(made: Mapping[str, Any]) -> Span:
    start = TEXT.index(made["quotation"])
    return Span(start, start + len(made["quotation"]))


def shared(sheet: Sheet, one: str, other: str) -> Fraction | None:
    """F1 by trying every way to pair the words both took, of the proposals both coded."""
    both = [row for row in sheet if one in row and other in row]
    few, many = sorted(
        ([place_of(made) for row in both if isinstance(made := row[who], dict)] for who in (one, other)), key=len
    )
    ways = permutations(many, len(few))
    best = max(sum(jaccard(a, b) >= Fraction(1, 2) for a, b in zip(few, way, strict=True)) for way in ways)
    return Fraction(2 * best, len(few) + len(many)) if many else None


@given(sheets(), st.lists(st.sampled_from(CODERS), min_size=4, max_size=4))
def test_every_number_is_what_the_codings_say(sheet: Sheet, deciders: list[str]) -> None:
    """Whoever decides about a proposal is one coder of it, in no way another than those who code it blind."""
    with team() as found:
        for proposal, row, decider in zip(found.ids, sheet, deciders, strict=True):
            for coder, made in row.items():
                found.make(coder, proposal, made, decides=coder == decider)
        told = agreement(found.ledger.coded())
    assert told.twice == sum(len(row) > 1 for row in sheet)
    assert told.coders == {who: n for who in CODERS if (n := sum(who in row for row in sheet))}
    alphas: dict[tuple[str, str, str | None], Alpha] = {(a.field, a.scale, a.issue): a for a in told.alphas}
    wanted = expected(sheet)
    assert set(alphas) == set(wanted)
    assert all(same(alphas[key].alpha, wanted[key]) for key in wanted)
    assert {each.coders: each.f1 for each in told.spans} == {
        pair: shared(sheet, *pair) for pair in combinations(told.coders, 2)
    }


YES: Final[dict[str, Any]] = {"party": "north", "issue": "peace", "stance": "supports", "said": "2023"}
NO: Final = "unclear"


def test_a_merged_proposal_is_coded_as_the_one_that_stands_for_it() -> None:
    """Once that is decided; before, it is coded by nobody."""
    with team() as found:
        first, second, third, _ = found.ids
        found.merge("ada", first, second)
        found.merge("ada", second, third)
        found.make("ben", first, YES, decides=False)
        assert agreement(found.ledger.coded()).coders == {"ben": 1}
        found.make("cy", third, YES, decides=True)
        told = agreement(found.ledger.coded())
        assert told.coders == {"ada": 2, "ben": 1, "cy": 1}
        assert told.twice == 1


def test_of_one_person_the_first_coding_counts() -> None:
    """Who codes blind and decides later agrees with nobody by that."""
    with team() as found:
        found.make("ada", found.ids[0], NO, decides=False)
        found.make("ada", found.ids[0], YES, decides=True)
        found.make("ben", found.ids[0], NO, decides=False)
        found.make("ben", found.ids[1], YES, decides=False)
        found.make("ada", found.ids[1], YES, decides=True)
        told = agreement(found.ledger.coded())
        assert (told.twice, told.alphas[0].alpha) == (2, 1)


def test_what_an_engine_replaced_and_what_was_voided_is_nobodys_coding() -> None:
    with team() as found:
        found.ledger.append([NewEvent(ProposalRejected(proposal=found.ids[0], reason=RejectionReason.SUPERSEDED))])
        (made,) = found.make("ben", found.ids[0], NO, decides=False)
        assert agreement(found.ledger.coded()).coders == {"ben": 1}
        found.ledger.append([NewEvent(EntryVoided(target=made.event.id, reason="a slip"))])
        assert agreement(found.ledger.coded()).coders == {}


@pytest.mark.parametrize(
    ("coders", "sentence"),
    [
        (["ada", "zoe"], "no coder 'zoe' decided about a proposal or coded one; coders are ada, ben"),
        (["ada", "ada"], "one coder alone agrees with nobody; name another with --coder, or leave it out for all"),
    ],
)
def test_who_coded_nothing_and_who_is_alone_is_told(coders: list[str], sentence: str) -> None:
    with team() as found:
        found.make("ada", found.ids[0], YES, decides=True)
        found.make("ben", found.ids[0], YES, decides=False)
        assert agreement(found.ledger.coded(), ["ben", "ada"]).twice == 1
        with pytest.raises(RefusedError) as refused:
            agreement(found.ledger.coded(), coders)
        assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("alpha", "units_", "told"),
    [
        (1.0, 3, "reliable"),
        (0.8, 3, "reliable"),
        (0.79, 3, "tentative"),
        (0.667, 3, "tentative"),
        (0.66, 3, "not reliable"),
        (-1.0, 3, "not reliable"),
        (None, 3, "too few: all gave the same value"),
        (None, 0, "too few: no proposal has a value of two coders"),
    ],
)
def test_what_a_number_is_good_for_is_told(alpha: float | None, units_: int, told: str) -> None:
    assert Alpha("party", "nominal", None, units_, alpha).told == told
