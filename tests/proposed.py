"""A dossier with one report and proposals made from it by hand, for reviews: everything in it is made up."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from events.clock import Clock
from events.envelope import NewEvent
from events.kinds import IssueOpened, PartyRegistered, PersonRegistered, SourceAdded
from events.vocabulary import Act, Form, PartyKind, Stance, Tier
from tracker.archive.copies import Copy
from tracker.archive.extraction import extract
from tracker.archive.notes import archive_of
from tracker.extraction.draft import Draft, Span
from tracker.extraction.extractor import Extraction, Fingerprint
from tracker.extraction.names import Names
from tracker.ledger import Ledger, create_ledger
from tracker.proposing import propose

__all__ = ["REPORT", "proposed", "report_added"]

REPORT: Final = (
    "Lyra, 5 May. “We will open the port of Lyra,” President Ada Quill said.\n"
    "Borland rejected the plan. “No ship will pass the strait,” he told reporters.\n"
    "Quill would open the port if the guns are silent, she added later.\n"
    "The envoy of Borland declined to comment on the mines.\n"
)
_COPY: Final = Copy(REPORT.encode(), "text/plain", None)
_NAMES: Final = (
    PartyRegistered(id="avalon", name="Avalon", kind=PartyKind.STATE),
    PartyRegistered(id="borland", name="Borland", kind=PartyKind.STATE, aliases=("The Republic",)),
    PersonRegistered(id="ada-quill", name="Ada Quill"),
    PersonRegistered(id="bo-ren", name="Bo Ren"),
    IssueOpened(path="port", title="Port of Lyra", proposition="The port of Lyra is opened."),
    IssueOpened(path="port/mines", title="Mines", proposition="The mines before the port are cleared."),
    SourceAdded(id="report", title="A report", published="2025-05-05", sha256=_COPY.sha256, media_type="text/plain"),
)


def proposed(path: Path, clock: Clock | None = None) -> Ledger:
    """Return the ledger of a new log: seven proposals from the report by two engines, e10 to e14, e16 and e17."""
    ledger = create_ledger(path, name="Straits", clock=clock, events=[NewEvent(each) for each in _NAMES])
    report_added(ledger)
    _propose(
        ledger,
        "rules",
        _draft("We will open the port of Lyra,", Form.DIRECT, who="President Ada Quill", cue="said", **_QUILL),
        _draft("the plan", Form.REPORTED, who="Borland", cue="rejected", party="borland", act=Act.REJECTS),
        _draft("No ship will pass the strait,", Form.DIRECT, who="he", cue="told", tier=Tier.CHECK),
        _draft(
            "open the port if the guns are silent",
            Form.REPORTED,
            who="Quill",
            cue="would",
            **_QUILL | {"stance": Stance.SUPPORTS_IF, "act": Act.OFFERS},
            conditions=(_span("the guns are silent"),),
        ),
        _draft("the mines", Form.NO_COMMENT, who="The envoy of Borland", cue="declined to comment", **_MINES),
    )
    _propose(
        ledger,
        "other",
        _draft("We will open the port of Lyra,", Form.DIRECT, who="President Ada Quill", cue="said", party="avalon"),
        _draft("the port if the guns are silent", Form.REPORTED, who="Quill", tier=Tier.CHECK),
    )
    return ledger


_QUILL: Final[dict[str, Any]] = {
    "party": "avalon",
    "speaker": "ada-quill",
    "issue": "port",
    "issues": ("port",),
    "stance": Stance.SUPPORTS,
    "act": Act.STATES,
}
_MINES: Final[dict[str, Any]] = {
    "party": "borland",
    "issue": "port/mines",
    "issues": ("port/mines", "port"),
    "stance": Stance.DECLINES,
    "act": Act.DECLINES,
}


def report_added(ledger: Ledger) -> None:
    """Keep the report in the archive beside the log."""
    archive_of(ledger).keep(_COPY, extract(_COPY))


def _span(words: str) -> Span:
    start = REPORT.index(words)
    return Span(start, start + len(words))


def _draft(words: str, form: Form, *, who: str, cue: str | None = None, tier: Tier = Tier.SURE, **fields: Any) -> Draft:
    content = _span(words)
    return Draft(content, form, tier, cue=_near(cue, content), mention=_near(who, content), **fields)


def _near(words: str | None, place: Span) -> Span | None:
    """Return where words stand, of several places the one nearest to that place."""
    if words is None:
        return None
    starts = [match.start() for match in re.finditer(rf"\b{words}\b", REPORT)]
    start = min(starts, key=lambda at: abs(at - place.start))
    return Span(start, start + len(words))


def _propose(ledger: Ledger, engine: str, *drafts: Draft) -> None:
    source = ledger.registry.resolve("source", "report")
    ordered = sorted(drafts, key=lambda each: each.content)
    propose(ledger, source, REPORT, Names(), Fingerprint(engine, "1", "0" * 64), Extraction(ordered))
