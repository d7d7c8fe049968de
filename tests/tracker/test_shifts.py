"""The example's invented follow-up: what it promises to hold, and that nobody can take it for real."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pytest

from events.kinds import (
    IssueOpened,
    OfficeAssumed,
    PartyRegistered,
    PersonRegistered,
    SourceAdded,
    StatementContent,
    StatementCorrected,
    StatementRecorded,
)
from events.vocabulary import FindingKind, Stance
from tests.cli_runner import items, run, tracker
from tracker import Movement, View, open_ledger
from tracker.reading.agreement import Agreement
from tracker.reading.position import Position
from tracker.seeding import SHIFTS_NAME, demo_events, shifts_events

AS_OF: Final = "2025-11-20"
HEAD_OF_EXAMPLE: Final = "e54"
GROUP: Final = "invented-contact-group"

POSITIONS: Final = {
    "air-support": {"united-states": "mixed"},
    "leader-talks": {GROUP: "supports", "russia": "mixed", "ukraine": "supports", "united-kingdom": "supports"},
    "monitoring": {GROUP: "supports", "russia": "ambiguous", "united-kingdom": "supports"},
    "nato-membership": {
        "russia": "opposes",
        "ukraine": "supports",
        "united-kingdom": "supports",
        "united-states": "declines",
    },
    "prisoner-exchange": {"russia": "supports", "ukraine": "supports"},
    "security-guarantees": {
        "france": "supports",
        GROUP: "neutral",
        "russia": "supports-if",
        "united-kingdom": "mixed",
        "willing-coalition": "supports",
    },
    "security-guarantees/talks": {GROUP: "supports", "russia": "supports", "united-kingdom": "supports"},
    "settlement": {"russia": "opposes-unless", "ukraine": "supports-if"},
    "troop-deployments": {
        "france": "supports",
        GROUP: "opposes",
        "russia": "opposes",
        "united-kingdom": "supports",
    },
    "troop-deployments/us-ground-troops": {"united-states": "opposes"},
    "venue/elsewhere": {
        GROUP: "supports-if",
        "russia": "supports-if",
        "ukraine": "supports-if",
        "united-kingdom": "supports-if",
    },
    "venue/moscow": {"russia": "supports", "ukraine": "opposes"},
}
"""As of AS_OF, by issue and party."""
INHERITED: Final = {
    ("united-kingdom", "leader-talks"): (GROUP,),
    ("united-kingdom", "monitoring"): (GROUP,),
    ("united-kingdom", "security-guarantees"): (GROUP, "willing-coalition"),
    ("united-kingdom", "security-guarantees/talks"): (GROUP,),
    ("united-kingdom", "venue/elsewhere"): (GROUP,),
}
"""Which of them are inherited, and from whom."""

AGREEMENTS: Final = {
    Agreement.AGREED: {"prisoner-exchange", "security-guarantees/talks"},
    Agreement.CONDITIONAL: {"venue/elsewhere"},
    Agreement.OPEN: {"leader-talks", "monitoring", "security-guarantees", "settlement"},
    Agreement.BLOCKED: {"nato-membership", "troop-deployments", "venue/moscow"},
    Agreement.ONE_VOICE: {"air-support", "troop-deployments/us-ground-troops"},
}
"""How near the parties are on each issue, as of AS_OF."""

FINDINGS: Final[dict[str, set[tuple[str, ...]]]] = {
    "contradiction": {("invented-s32", "invented-s33")},
    "discord": {("invented-s28", "invented-s29")},
    "stale-position": {
        ("invented-correction-nato-membership",),
        ("invented-correction-talks",),
        ("invented-s08",),
        ("invented-s12",),
        ("invented-s14",),
        ("report-s03a",),
        ("report-s03b",),
        ("report-s06", "report-s08"),
        ("report-s11a",),
    },
    "lapsed-offer": {("invented-s22",)},
    "provisional-name": {("invented-party-observers",), ("invented-issue-monitoring",)},
    "speaker-without-office": {("invented-s03",), ("report-s11a",), ("report-s11b",)},
    "said-after-publication": {("invented-s05",)},
    "possible-duplicate": {("invented-s23", "invented-s34")},
    "office-overlap": {
        (
            "invented-office-first-envoy-of-the-united-kingdom",
            "invented-office-first-envoy-of-the-united-kingdom-end",
            "invented-office-second-envoy-of-the-united-kingdom",
        )
    },
    "office-gap": {
        (
            "invented-office-first-chair-of-the-contact-group-end",
            "invented-office-second-chair-of-the-contact-group",
        ),
        ("office-trump-1-end", "office-trump-2"),
    },
    "source-without-archive": {
        ("invented-report-2",),
        ("invented-report-4",),
        ("invented-report-7",),
        ("source-vladivostok-report",),
    },
    "failed-assertion": {("invented-assertion-talks", "invented-correction-talks")},
}
"""What a check finds as of AS_OF, with the ids of the events that each rests on."""


@pytest.fixture(scope="module")
def view(shifts_file: Path) -> Iterator[View]:
    """The second demo as of AS_OF, known at its head; only read."""
    with open_ledger(shifts_file) as ledger:
        yield ledger.at(as_of=AS_OF)


def _all_positions(view: View) -> list[Position]:
    return [each for party in view.registry.every("party") for each in view.positions(party.id)]


def test_it_is_recorded_after_the_example_and_says_that_it_is_invented() -> None:
    """One command, in a log that verifies and rebuilds; the name and the talk beside it say so, and what to ask."""
    ran = tracker("init --demo --shifts --format table")
    assert "with invented follow-up" in SHIFTS_NAME
    assert SHIFTS_NAME in ran.out
    assert ran.err.splitlines() == [
        "Undo: rm tracker.db tracker.db.lock",
        "All that follows the example's one report is invented, for demonstration; its entries say so.",
        "Ask: tracker position russia --as-of 2025-11-20",
    ]
    assert tracker("position russia --as-of 2025-11-20").out
    assert [run("log", word).code for word in ("verify", "rebuild")] == [0, 0]


def test_the_follow_up_alone_is_refused(tmp_path: Path) -> None:
    """It rests on the example's entries; a sentence says so, and no file is left."""
    ran = run("init", "--shifts")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "tracker: --shifts follows the example; give --demo as well: `tracker init --demo --shifts`\n"
    assert list(tmp_path.iterdir()) == []


def test_the_example_alone_is_what_it_was() -> None:
    """The first demo has none of it, and the second gives, known at the example's last entry, the same answers."""
    first = tracker("init --demo --log first.db --format json").items
    second = tracker("init --demo --shifts --log second.db --format json").items
    assert (len(first), len(second)) == (54, 54 + len(shifts_events()))
    ids = [event.id for event in demo_events()]
    assert [item["id"] for item in first[1:]] == [item["id"] for item in second[1:54]] == ids
    for party in (each["id"] for each in items("party list --log first.db")):
        for words in (f"position {party} --as-of 2023-09-06", f"history {party}"):
            alone = _without_the_clock(f"{words} --log first.db")
            assert alone == _without_the_clock(f"{words} --known-at {HEAD_OF_EXAMPLE} --log second.db")


def _without_the_clock(words: str) -> list[dict[str, Any]]:
    return [{name: value for name, value in item.items() if name != "recorded_at"} for item in items(words)]


def test_it_adds_nothing_twice(shifts: Path) -> None:
    """The ids of its events are fixed, so that recording both parts again changes nothing."""
    with open_ledger(shifts) as ledger:
        head = ledger.at().cut.seq
        assert all(written.already for written in ledger.append([*demo_events(), *shifts_events()]))
        assert ledger.at().cut.seq == head


def test_every_statement_says_that_it_is_invented() -> None:
    """Each wording of each: an invented source, an invented speaker or none, and a summary that begins so."""
    sources = {event.data.id: event.data.title for event in shifts_events() if isinstance(event.data, SourceAdded)}
    spoken = list(_wordings())
    assert len(spoken) > 40
    for content in spoken:
        assert sources[content.source].startswith("Invented report ")
        assert (content.speaker or "invented-").startswith("invented-")
        assert (content.summary or "").startswith("Invented: ")


def _wordings() -> Iterator[StatementContent]:
    for event in shifts_events():
        if isinstance(event.data, StatementRecorded):
            yield event.data
        elif isinstance(event.data, StatementCorrected):
            yield event.data.content


def test_everything_it_registers_says_that_it_is_invented() -> None:
    """Parties and people by id and name, sources and issues by title, offices by title, events by id."""
    for event in shifts_events():
        assert event.id.startswith("invented-")
        if isinstance(event.data, PartyRegistered | PersonRegistered):
            assert event.data.id.startswith("invented-")
            assert event.data.name.startswith("Invented ")
        elif isinstance(event.data, SourceAdded):
            number = event.data.id.removeprefix("invented-report-")
            assert event.data.title == f"Invented report {number}, for demonstration"
        elif isinstance(event.data, IssueOpened | OfficeAssumed):
            assert event.data.title.endswith(" (invented)")


def test_it_lets_the_example_s_entries_alone() -> None:
    """Nobody real speaks, holds an office or is corrected: what an event is about is the follow-up's own."""
    for event in shifts_events():
        for name in ("person", "speaker", "statement", "target", "grouping"):
            about = getattr(event.data, name, None)
            assert about is None or about.startswith("invented-"), event.id


def test_an_archived_invented_report_is_its_title() -> None:
    """Some have an archive and some have none; the archived bytes are the title, for there are no others."""
    sources = [event.data for event in shifts_events() if isinstance(event.data, SourceAdded)]
    archived = [each for each in sources if each.sha256 is not None]
    assert 0 < len(archived) < len(sources)
    assert [each.sha256 for each in archived] == [sha256(each.title.encode()).hexdigest() for each in archived]


def test_where_everybody_stands(view: View) -> None:
    """Every position as of AS_OF."""
    found: dict[str, dict[str, str | None]] = defaultdict(dict)
    for each in _all_positions(view):
        found[each.issue][each.party] = each.stance
    assert found == POSITIONS


def test_every_stance_and_every_basis_occurs(view: View) -> None:
    """Own positions of every stance and mixed; inherited ones, also mixed; parties with none."""
    found = _all_positions(view)
    assert {each.stance for each in found if each.basis == "own"} == {*Stance, "mixed"}
    inherited = [each for each in found if each.basis == "inherited"]
    assert {(each.party, each.issue): each.inherited_from for each in inherited} == INHERITED
    assert {each.stance for each in inherited} == {"supports", "supports-if", "mixed"}
    speaking = {each.party for each in found}
    assert {each.id for each in view.registry.every("party")} - speaking == {"germany", "invented-observers"}


def test_positions_that_are_neither_stale_nor_lapsed_occur(view: View) -> None:
    """Own ones with every stance; what is stale or lapsed stands in the table of findings."""
    own = [each for each in _all_positions(view) if each.basis == "own"]
    assert {each.stance for each in own if not each.stale and not each.lapsed} == {*Stance, "mixed"}


def test_issues_lie_from_agreed_to_blocked(view: View) -> None:
    """All agree, agree under conditions, are undecided; one alone blocks; two stand against two."""
    found = {each.issue.id: each for each in view.common_ground()}
    assert {each: {path for path, meeting in found.items() if meeting.agreement is each} for each in AGREEMENTS} == (
        AGREEMENTS
    )
    assert found["nato-membership"].blockers == ["russia"]
    split = found["troop-deployments"]
    assert split.counts == {"supports": 2, "opposes": 2}
    assert split.blockers == [GROUP, "russia"]


def test_every_movement_occurs(view: View) -> None:
    """In the history of some party."""
    found = {step.movement for party in view.registry.every("party") for step in view.history(party.id)}
    assert found == {*Movement, None}


@pytest.mark.parametrize(
    ("party", "issue", "as_of", "expected"),
    [
        ("germany", "security-guarantees", "2024-09-30", (None, "none")),
        ("germany", "security-guarantees", "2024-10-01", ("neutral", "inherited")),
        ("germany", "security-guarantees", "2025-09-30", (None, "none")),
        ("united-kingdom", "security-guarantees", "2025-04-30", ("supports", "inherited")),
        ("united-kingdom", "security-guarantees", "2025-05-01", ("mixed", "inherited")),
        ("france", "leader-talks", AS_OF, (None, "none")),
    ],
)
def test_memberships_move_what_is_inherited(
    party: str, issue: str, as_of: str, expected: tuple[str | None, str], shifts_file: Path
) -> None:
    """Germany comes and goes, the United Kingdom joins a second grouping; that France joined is void."""
    with open_ledger(shifts_file) as ledger:
        position = ledger.at(as_of=as_of).position(party, issue)
    assert (position.stance, position.basis) == expected


@pytest.mark.usefixtures("shifts")
@pytest.mark.parametrize(
    ("party", "issue", "as_of", "event", "before", "after"),
    [
        ("ukraine", "nato-membership", AS_OF, "invented-correction-nato-membership", "supports-if", "supports"),
        ("russia", "security-guarantees/talks", "2024-12-31", "invented-correction-talks", "supports-if", "supports"),
        ("invented-observers", "monitoring", AS_OF, "invented-retraction-observers", "supports", None),
        (GROUP, "prisoner-exchange", AS_OF, "invented-withdrawal-prisoner-exchange", "supports", None),
        ("france", "leader-talks", AS_OF, "invented-void-membership-france", "supports", None),
    ],
)
def test_what_is_set_right_can_be_told_by_known_at(
    party: str, issue: str, as_of: str, event: str, before: str, after: str | None
) -> None:
    """Both kinds of correction, a retraction, a withdrawal and a voided entry: another answer on either side of it."""
    seq = items(f"show {event}")[0]["seq"]
    stances = [
        next((item["stance"] for item in items(f"position {party} {issue} --as-of {as_of} --known-at e{known}")), None)
        for known in (seq - 1, seq)
    ]
    assert stances == [before, after]


def test_quotations_are_in_several_scripts() -> None:
    """Cyrillic, also Ukrainian; Arabic, from right to left; Chinese, two columns a letter; Latin with accents."""
    quoted = {(content.language, content.quotation) for content in _wordings() if content.quotation}
    scripts = {
        (language, unicodedata.name(letter).split()[0])
        for language, quotation in quoted
        for letter in quotation
        if letter.isalpha()
    }
    expected = {
        ("uk", "CYRILLIC"),
        ("ru", "CYRILLIC"),
        ("ar", "ARABIC"),
        ("zh", "CJK"),
        ("fr", "LATIN"),
        ("en", "LATIN"),
    }
    assert scripts == expected
    assert any(set("éàèêç") & set(quotation) for language, quotation in quoted if language == "fr")


def test_every_finding_occurs(view: View) -> None:
    """Each kind at least once; what the example shows by itself is among them."""
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for each in view.findings():
        found[each.kind].add(each.about)
    assert set(found) == set(FindingKind)
    assert found == FINDINGS
