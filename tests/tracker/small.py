"""A small dossier, made up, in which every column of an export has something to say; its ids and instants are fixed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from events.clock import FixedClock, parse_instant_text
from events.envelope import NewEvent
from events.kinds import (
    DossierOpened,
    EventData,
    IssueOpened,
    MembershipBegan,
    OfficeAssumed,
    PartyAmended,
    PartyRegistered,
    PersonRegistered,
    SourceAdded,
    StatementContent,
    StatementCorrected,
    StatementRecorded,
    StatementRetracted,
    StatementWithdrawn,
)
from events.sqlite_log import SqliteLog
from events.vocabulary import Act, CorrectionReason, PartyKind, RetractionReason, Stance
from tracker.ledger import Ledger

__all__ = ["CUT", "HOSTILE", "LATER", "MIDWAY", "NASTY", "ROOT", "SMALL", "expected", "recorded", "recorded_hostile"]

_BEGAN: Final = parse_instant_text("2025-12-01T09:00:00Z")

SMALL: Final[tuple[tuple[str, EventData], ...]] = (
    ("opened", DossierOpened(name="Small talks", zone="Europe/Kyiv", stale_after_days=30)),
    ("north", PartyRegistered(id="north", name="Northland", kind=PartyKind.STATE)),
    ("south", PartyRegistered(id="south", name="Southland", kind=PartyKind.STATE)),
    ("bloc", PartyRegistered(id="bloc", name="The bloc", kind=PartyKind.GROUPING)),
    ("ceasefire", IssueOpened(path="ceasefire", title="Ceasefire", proposition="The fighting stops.")),
    ("monitors", IssueOpened(path="ceasefire/monitors", title="Monitors")),
    (
        "wire",
        SourceAdded(
            id="wire",
            title="Evening wire",
            publisher="Wire Ltd",
            url="https://wire.example/evening?a=1&b=2",
            published="2025-11-21",
            media_type="text/html",
        ),
    ),
    ("radio", SourceAdded(id="radio", title="Radio")),
    ("envoy", PersonRegistered(id="envoy", name="E. Nvoy")),
    ("office", OfficeAssumed(person="envoy", party="north", title="Envoy")),
    ("joined", MembershipBegan(member="south", grouping="bloc", on="2025-11-01")),
    (
        "s1",
        StatementRecorded(
            party="north",
            issue="ceasefire",
            stance=Stance.OPPOSES,
            act=Act.REJECTS,
            speaker="envoy",
            said="2025-11-10",
            quotation="No,\nnot now.",
            source="wire",
            language="en",
        ),
    ),
    (
        "s2",
        StatementRecorded(
            party="north",
            issue="ceasefire",
            stance=Stance.SUPPORTS_IF,
            conditions=("troops withdraw", "monitors come"),
            act=Act.OFFERS,
            said="2025-11-20T10:00+02:00",
            until="2025-11-25",
            summary="Offers to stop.",
            source="radio",
        ),
    ),
    ("s3", StatementRecorded(party="bloc", issue="ceasefire", stance="supports", said="2025-11-15", source="wire")),
    (
        "s4",
        StatementRecorded(
            party="south", issue="ceasefire/monitors", stance="neutral", said="../2025-11-12", source="radio"
        ),
    ),
    ("s5", StatementRecorded(party="south", issue="ceasefire", stance="opposes", said="2025-11-16", source="radio")),
    ("gone", StatementRetracted(statement="s5", reason=RetractionReason.DUPLICATE)),
    (
        "mended",
        StatementCorrected(
            statement="s1",
            content=StatementContent(
                party="north",
                issue="ceasefire",
                stance=Stance.OPPOSES_UNLESS,
                conditions=("prisoners return",),
                act=Act.REJECTS,
                speaker="envoy",
                said="2025-11-10",
                quotation="No,\nnot now.",
                source="wire",
                language="en",
            ),
            reason=CorrectionReason.CODING_ERROR,
        ),
    ),
    ("taken-back", StatementWithdrawn(statement="s3", on="2025-11-28")),
)

LATER: Final[tuple[tuple[str, EventData], ...]] = (
    ("renamed", PartyAmended(id="north", name="Renamed since", kind=PartyKind.STATE)),
)
"""What an export known at the small dossier's last entry must not know."""

CUT: Final = ("--as-of", "2025-11-30", "--known-at", f"e{len(SMALL)}")
"""A cut that gives the same export at any time."""

MIDWAY: Final = ("--as-of", "2025-11-22", "--known-at", f"e{len(SMALL)}")
"""A cut at which the bloc's statement is not withdrawn yet."""

ROOT: Final = "7152ca450ea99a5ed6f3f01b43c9795b9595af0fef643c62fe90ecae6df974e8"
"""Merkle root over the small dossier."""

NASTY: Final = (
    "=cmd|' /C calc'!A0\r\n]]><script>alert(\"1\")</script>\x1b[31m\u202edesrever\u2066 &amp; "
    "\ufffe\uffff \x85 \U0001f408"
)
"""A formula, line breaks, markup, a terminal's controls, text turned round, what is no character, and a cat."""

HOSTILE: Final[tuple[tuple[str, EventData], ...]] = (
    ("opened", DossierOpened(name="=1+1 ]]> <b>")),
    ("evil", PartyRegistered(id="evil", name="@SUM(1)", kind=PartyKind.STATE)),
    ("namesake", PartyRegistered(id="namesake", name="@SUM(1)", kind=PartyKind.STATE)),
    ("talk", IssueOpened(path="talk", title="-2+3", proposition=f"+{NASTY}")),
    ("paper", SourceAdded(id="paper", title="=1+1", publisher="+1", url="https://x.example/?<script>&'\"")),
    ("mallory", PersonRegistered(id="mallory", name="<i>=1</i>")),
    *(
        (
            f"s{number}",
            StatementRecorded(
                party=party,
                issue="talk",
                stance=Stance.SUPPORTS_IF,
                conditions=("=1+1", NASTY, *(f"\t=tab {fill} " + "=" * 1_900 for fill in range(18))),
                speaker="mallory",
                said="2025-11-10",
                quotation=NASTY,
                summary=f"-{NASTY}",
                source="paper",
            ),
        )
        for number, party in enumerate(("evil", "namesake"))
    ),
)
"""A dossier of texts that want to be something else than text; its conditions do not fit one cell of Excel."""


def expected(name: str) -> str:
    """Return an export of the small dossier at the cut, as it should be."""
    return (Path(__file__).parent / "exports" / name).read_text(encoding="utf-8")


def recorded(path: Path, *more: tuple[str, EventData]) -> None:
    """Record the small dossier, and what follows it."""
    _record(path, (*SMALL, *more))


def recorded_hostile(path: Path) -> None:
    """Record the hostile dossier."""
    _record(path, HOSTILE)


def _record(path: Path, entries: Sequence[tuple[str, EventData]]) -> None:
    """Record these, a minute an entry, as the user ada."""
    clock = FixedClock(_BEGAN)
    with Ledger(SqliteLog.create(path, clock=clock, recorded_by="ada"), clock=clock) as ledger:
        for key, data in entries:
            ledger.append([NewEvent(data, key)])
            clock.instant += 60
