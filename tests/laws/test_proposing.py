"""Whatever an engine makes of whatever text: proposals stand in the text, are there once, and decisions last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

from hypothesis import example, given
from hypothesis import strategies as st

from events.clock import FixedClock
from events.envelope import NewEvent
from events.kinds import DossierOpened, SourceAdded, StatementProposed
from events.vocabulary import Act, Form, Stance, Tier
from tests.laws.playing import ledger_in_memory, projected
from tracker.extraction import guard
from tracker.extraction.draft import Draft, Dropped, Span
from tracker.extraction.extractor import Extraction, Fingerprint
from tracker.extraction.names import Named, Names
from tracker.ledger import Ledger
from tracker.proposing import Proposed, propose
from tracker.reading.proposals import Proposal
from tracker.reviewing import Reviewer

CLOCK: Final = 1_700_000_000
DIGEST: Final = "0" * 64
PRINT: Final = Fingerprint("fake", "1", DIGEST)
SENTENCES: Final = st.lists(st.text(max_size=8) | st.just("w" * 3_000) | st.just("\x00 "), max_size=60).map(tuple)
TEXTS: Final = st.text(alphabet="ab “”\"'\n\x00\u202e\U0001f408", min_size=1, max_size=60)


@dataclass(frozen=True)
class Fake:
    """An engine that finds what it was given."""

    found: Extraction
    fingerprint: Fingerprint = PRINT

    def extract(self, text: str, names: Names) -> Extraction:
        return self.found


@contextmanager
def ledger_with(*sources: str) -> Iterator[Ledger]:
    with ledger_in_memory(FixedClock(CLOCK)) as ledger:
        ledger.append([NewEvent(DossierOpened(name="d")), *(NewEvent(SourceAdded(id=s, title=s)) for s in sources)])
        yield ledger


def proposed(
    ledger: Ledger, text: str, found: Extraction, *, names: Names | None = None, engine: str = "fake", source: str = "s"
) -> Proposed:
    fingerprint = replace(PRINT, name=engine)
    names = names or Names()
    guarded = guard.extract(Fake(found, fingerprint), text, names)
    return propose(ledger, ledger.registry.resolve("source", source), text, names, fingerprint, guarded)


def spans(most: int) -> st.SearchStrategy[Span]:
    """Places in a text of that length, and some that are not."""
    return st.builds(Span, st.integers(-2, most + 2), st.integers(-2, most + 2))


def hostile_drafts(text: str) -> st.SearchStrategy[Draft]:
    somewhere = spans(len(text))
    names = st.sampled_from(["", "Bad Id!", "putin", "x" * 200, "\x00"])
    return st.builds(
        Draft,
        content=somewhere | st.just(Span(0, len(text))),
        form=st.sampled_from(Form),
        tier=st.sampled_from(Tier),
        cue=st.none() | somewhere,
        mention=st.none() | somewhere,
        speaker=st.none() | names,
        party=st.none() | names,
        issue=st.none() | names,
        act=st.none() | st.sampled_from(Act),
        stance=st.none() | st.sampled_from(Stance),
        conditions=st.lists(somewhere, max_size=22).map(tuple),
        rule=st.none() | st.sampled_from(["say", "", "\n", "r" * 400]),
        issues=st.lists(names, max_size=2).map(tuple),
        said=st.none() | st.sampled_from(["2023-09-05", "yesterday", ""]),
        dated_by=st.none() | somewhere,
        warnings=SENTENCES,
    )


@st.composite
def hostile(draw: st.DrawFn) -> tuple[str, Extraction]:
    text = draw(TEXTS)
    drafts = draw(st.lists(hostile_drafts(text), max_size=6))
    dropped = [Dropped(Span(0, 0), each) for each in draw(SENTENCES)]
    return text, Extraction(drafts, draw(SENTENCES), dropped)


@given(hostile())
@example(("a\x00b said it", Extraction([Draft(Span(2, 3), Form.REPORTED, Tier.SURE, mention=Span(0, 3))])))
@example(("a\x00b said it", Extraction([Draft(Span(2, 3), Form.REPORTED, Tier.SURE)])))
def test_what_is_proposed_stands_in_the_text_and_running_twice_adds_nothing(found: tuple[str, Extraction]) -> None:
    text, extraction = found
    with ledger_with("s") as ledger:
        drafts = len(guard.extract(Fake(extraction), text, Names()).drafts)
        done = proposed(ledger, text, extraction)
        assert done.new + done.already + done.unfit == drafts
        assert (done.decided, done.replaced) == (0, 0)
        proposals = ledger.proposals("s")
        assert len(proposals) == done.new
        for each in proposals:
            places = [each.data.place, each.data.cue, each.data.mention, *each.data.conditions]
            assert all(place is None or text[place.start : place.end] == place.words for place in places)
            place = each.data.place
            assert each.data.prefix + place.words + each.data.suffix in text
        head = ledger.log.head()
        again = proposed(ledger, text, extraction)
        assert (again.written, again.new, again.already, again.unfit) == ([], 0, done.new + done.already, done.unfit)
        assert ledger.log.head() == head
        with Ledger(ledger.log) as afresh:
            assert projected(afresh) == projected(ledger)


TEXT: Final = "one two three four"
WORDS: Final = (Span(0, 3), Span(4, 7), Span(8, 13))
DRAFTS: Final = st.lists(
    st.builds(
        Draft,
        content=st.sampled_from(WORDS),
        form=st.just(Form.REPORTED),
        tier=st.just(Tier.SURE),
        party=st.sampled_from(["north", "south", "east"]),
    ),
    max_size=5,
)
STEPS: Final = st.lists(
    st.tuples(st.just("read"), st.sampled_from(["fake", "other"]), DRAFTS)
    | st.tuples(st.just("reject"), st.integers(0, 20), st.just(())),
    max_size=8,
)
Model = dict[tuple[str, Span], set[str]]
"""By engine and words: the parties of the proposals that wait."""


def named(number: int) -> Names:
    return Names(people=[Named(f"p{number}", (f"P{number}",))])


@given(STEPS)
@example(
    [
        ("read", "fake", [Draft(WORDS[0], Form.REPORTED, Tier.SURE, party=party) for party in parties])
        for parties in (("north", "south"), ("east",), ("south", "north"))
    ]
)
@example([("read", engine, [Draft(WORDS[0], Form.REPORTED, Tier.SURE)]) for engine in ("fake", "other")])
def test_what_waits_is_what_was_proposed_last_and_decided_words_stay_decided(
    steps: Sequence[tuple[str, str | int, Sequence[Draft]]],
) -> None:
    """Against a model: of each engine and words, that nobody decided about, the latest reading that has them."""
    waiting: Model = {}
    decided: set[Span] = set()
    with ledger_with("s") as ledger:
        for number, (what, by, drafts) in enumerate(steps):
            if what == "read":
                proposed(ledger, TEXT, Extraction(drafts), names=named(number), engine=str(by))
                for words in {each.content for each in drafts} - decided:
                    waiting[str(by), words] = {each.party or "" for each in drafts if each.content == words}
            elif pending := open_ones(ledger):
                chosen = pending[int(by) % len(pending)]
                reject(ledger, chosen)
                waiting[key_of(chosen)].remove(chosen.data.party or "")
                decided.add(key_of(chosen)[1])
            found: Model = {}
            for each in open_ones(ledger):
                found.setdefault(key_of(each), set()).add(each.data.party or "")
            assert found == {key: parties for key, parties in waiting.items() if parties}


def open_ones(ledger: Ledger) -> list[Proposal]:
    return [each for each in ledger.proposals() if each.status == "pending"]


def key_of(proposal: Proposal) -> tuple[str, Span]:
    place = proposal.data.place
    return proposal.run.data.engine, Span(place.start, place.end)


def reject(ledger: Ledger, proposal: Proposal) -> None:
    ledger.write(lambda desk: Reviewer(desk, lambda digest: TEXT).reject([proposal.event.id], "off-topic"))


def test_one_text_may_be_that_of_two_sources() -> None:
    """As an agency's report in two newspapers: each source has proposals of its own."""
    drafts = Extraction([Draft(WORDS[0], Form.REPORTED, Tier.SURE)])
    with ledger_with("s", "t") as ledger:
        assert proposed(ledger, TEXT, drafts, source="s").new == 1
        assert proposed(ledger, TEXT, drafts, source="t").new == 1
        assert [each.run.data.source for each in ledger.proposals()] == ["s", "t"]
        events = [each.event for each in ledger.proposals()]
        assert events[0].id != events[1].id
        assert all(isinstance(each.data, StatementProposed) for each in events)
