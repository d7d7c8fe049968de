"""The feed of changes as Atom (RFC 4287): an entry for every movement of a position, newest first.

Ids come of the ids of events, so that a feed read again has the same entries, and one whose statement was corrected
since, or which is told otherwise for another reason, comes as the same entry, updated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from events.clock import Instant, instant_text
from events.envelope import RecordedEvent
from events.ids import handle
from events.ticking import Tick, ticked
from tracker.exchange.addresses import dossier_uuid, terms_urn, uuid_within
from tracker.exchange.markup import Element, as_xml, element
from tracker.exchange.stamp import stamp_of
from tracker.exchange.tables import joined, scope
from tracker.movement import Standing, stance_word
from tracker.reading.changes import Change
from tracker.reading.citation import Citation
from tracker.view import View

__all__ = ["feed"]

_ATOM: Final = "http://www.w3.org/2005/Atom"
_XHTML: Final = "http://www.w3.org/1999/xhtml"


def feed(
    view: View,
    changes: Sequence[Change],
    parties: Collection[str] = (),
    issues: Collection[str] = (),
    tick: Tick | None = None,
) -> str:
    """Return the feed of these changes, given oldest first.

    Args:
        parties, issues: which the feed is limited to; a feed of others is another feed.
        tick: is told how many changes are told, and out of how many.

    Raises:
        UnknownNameError, AmbiguousNameError: no such party or issue.
    """
    dossier, stamp = dossier_uuid(view), stamp_of(view)
    stories = [_story(view, each) for each in ticked(changes, tick, len(changes))]
    only = scope(view, parties, issues).values()
    last = next(view.entries(view.cut.seq - 1)).recorded_at
    updated = max((story.updated for story in stories), default=last)
    root = element(
        "feed",
        element("id", uuid_within(dossier, "changes", *map(",".join, map(sorted, only))).urn),
        element("title", _title(stamp.dossier, *only)),
        element("subtitle", stamp.line()),
        element("updated", instant_text(updated)),
        element("author", element("name", stamp.dossier)),
        element("generator", "negotiation-position-tracker"),
        *(_entry(dossier, story) for story in reversed(stories)),
        xmlns=_ATOM,
    )
    return as_xml(root)


def _title(dossier: str, parties: Collection[str], issues: Collection[str]) -> str:
    of = f" of {', '.join(parties)}" if parties else ""
    on = f" on {', '.join(issues)}" if issues else ""
    return f"{dossier}: changes of position{of}{on}"


@dataclass(frozen=True, slots=True)
class _Story:
    """A change, and all that stands behind it."""

    change: Change
    party: str
    """What the party was called at the cut."""
    said: Sequence[Citation]
    """What began to count."""
    taken_back: Sequence[tuple[RecordedEvent, str, Citation]]
    """What was taken back: the withdrawal, when it was, and the statement."""
    key: tuple[str, ...]
    """The ids of the events that make it what it is, in words that tell it from every other change."""
    updated: Instant
    """When the last was recorded that had a part in how it is told."""

    @property
    def events(self) -> list[RecordedEvent]:
        """All that tells of it, in the order of recording."""
        told = [version.event for each in self.said for version in each.versions]
        return sorted([*told, *(event for event, _, _ in self.taken_back)], key=lambda event: event.seq)


def _story(view: View, change: Change) -> _Story:
    def recorded(seq: int) -> RecordedEvent:
        return next(view.entries(seq - 1, seq))

    party, issue = view.told("party", change.party), view.told("issue", change.issue)
    said = [view.cite(each) for each in change.statements]
    taken_back = [
        (recorded(each.seq), each.said_on, view.cite(handle(each.statement))) for each in change.move.withdrawals
    ]
    key = (
        *(recorded(each.key).id for each in (party, issue)),
        *(f"+{each.event.id}" for each in said),
        *(f"-{event.id}" for event, _, _ in taken_back),
    )
    updated = recorded(view.retold_by(change, [*said, *(citation for _, _, citation in taken_back)])).recorded_at
    return _Story(change, party.label, said, taken_back, key, updated)


def _entry(dossier: UUID, story: _Story) -> Element:
    change, events = story.change, story.events
    before, after = _word(change.move.before), _word(change.move.after)
    cited = [*story.said, *(citation for _, _, citation in story.taken_back)]
    terms = {"movement": change.movement, "party": change.party, "issue": change.issue}
    addresses = dict.fromkeys(each.source.url for each in cited if each.source.url)
    return element(
        "entry",
        element("id", uuid_within(dossier, "change", *story.key).urn),
        element("title", f"{story.party} on {change.issue}: {before} → {after} ({change.movement})"),
        element("published", instant_text(events[0].recorded_at)),
        element("updated", instant_text(story.updated)),
        *(element("author", element("name", name)) for name in dict.fromkeys(event.recorded_by for event in events)),
        *(element("category", term=term, scheme=terms_urn(what)) for what, term in terms.items()),
        *(element("link", rel="via", href=url) for url in addresses),
        element("content", element("div", *_paragraphs(story), xmlns=_XHTML), type_="xhtml"),
    )


def _paragraphs(story: _Story) -> Iterator[Element]:
    change = story.change
    before, after = _full(change.move.before), _full(change.move.after)
    yield element("p", f"As of {change.moment}: {change.movement}, from {before} to {after}.")
    for citation in story.said:
        yield from _quoted(citation, f"{citation.entry}, said {citation.content.said}")
    for event, on, citation in story.taken_back:
        yield from _quoted(citation, f"{citation.entry}, taken back {on} ({handle(event.seq)})")


def _quoted(citation: Citation, when: str) -> Iterator[Element]:
    """Yield a statement's words, and where they stand."""
    content, source = citation.content, citation.source
    if content.quotation is not None:
        yield element("blockquote", element("p", f"“{content.quotation}”", **{"xml:lang": content.language}))
    elif content.summary is not None:
        yield element("p", content.summary)
    offices = ", ".join(title.title for title in citation.titles)
    speaker = f"{citation.speaker} ({offices})" if citation.speaker and offices else citation.speaker
    yield element("p", "; ".join(each for each in (speaker, source.title, source.publisher, source.url, when) if each))


def _word(standing: Standing) -> str:
    return stance_word(standing.stances) or "none"


def _full(standing: Standing) -> str:
    conditions = f": {joined(sorted(standing.conditions))}" if standing.conditions else ""
    return f"{_word(standing)}{conditions}"
