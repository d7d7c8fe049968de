"""A briefing's facts in words: plain text, which Markdown and HTML each make safe in their own way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from events.ids import handle
from events.periods import date_in, is_open
from events.vocabulary import Stance
from tracker.exchange.briefing import Briefing
from tracker.movement import MIXED, Movement, Standing, stance_word
from tracker.reading.agreement import Agreement, Meeting
from tracker.reading.citation import Citation
from tracker.reading.moves import Move
from tracker.reading.phases import Phase

__all__ = [
    "AGREEMENTS",
    "NO_RECORD",
    "agreement_words",
    "basis_words",
    "became",
    "counts_words",
    "marks",
    "moved_words",
    "movements_words",
    "positions_words",
    "said_words",
    "sides",
    "source_words",
    "spoken_by",
    "stance_words",
]

NO_RECORD: Final = "no position on record"

AGREEMENTS: Final = {
    Agreement.AGREED: "all support, or all oppose",
    Agreement.CONDITIONAL: "all are on one side, some of them under conditions",
    Agreement.OPEN: "nobody opposes what another supports, and not all are on one side",
    Agreement.BLOCKED: "somebody opposes what another supports",
    Agreement.ONE_VOICE: "only one party has spoken, for itself or for those who inherit from it",
}
"""What each agreement means."""


def stance_words(phase: Phase) -> str:
    """Return the stance; of a mixed position also how many statements take which."""
    return f"{phase.stance} ({counts_words(phase)})" if phase.stance == MIXED else phase.stance


def counts_words(phase: Phase) -> str:
    """Return how many of the deciding statements take each stance."""
    return ", ".join(f"{stance} {count}" for stance, count in phase.deciding.items())


def basis_words(briefing: Briefing, phase: Phase) -> str:
    """Return whose position it is."""
    if phase.basis == "own":
        return "own position"
    return f"inherited from {', '.join(briefing.name('party', each) for each in phase.inherited_from)}"


def marks(phase: Phase) -> list[str]:
    """Return what else holds of a position."""
    return [mark for mark, holds in (("stale", phase.stale), ("offer lapsed", phase.lapsed)) if holds]


def agreement_words(briefing: Briefing, meeting: Meeting) -> str:
    """Return how near the parties are, who blocks, and how far apart the outermost are."""
    blockers = [briefing.name("party", each) for each in meeting.blockers]
    blocked = f" by {', '.join(blockers)}" if blockers else ""
    apart = f", {_many(meeting.distance, 'step')} apart" if meeting.distance else ""
    return f"{meeting.agreement}{blocked}{apart}"


def sides(briefing: Briefing, meeting: Meeting) -> Iterator[tuple[str, list[str]]]:
    """Yield each stance that is taken on an issue with the names of those who take it, then who has no position."""
    for stance in meeting.counts:
        yield stance, [briefing.name("party", each.party) for each in meeting.positions if each.stance == stance]
    if meeting.silent:
        yield NO_RECORD, [briefing.name("party", each) for each in meeting.silent]


def positions_words(briefing: Briefing) -> str:
    """Return in a sentence how many positions there are at the cut, and of what sort."""
    held = [pair.now.phase for pair in briefing.pairs if pair.now is not None]
    parties, issues = {each.party for each in held}, {each.issue for each in held}
    sorts = {
        "inherited": sum(each.basis == "inherited" for each in held),
        MIXED: sum(each.stance == MIXED for each in held),
        "stale": sum(each.stale for each in held),
        "lapsed": sum(each.lapsed for each in held),
    }
    told = ", ".join(f"{count} {sort}" for sort, count in sorts.items() if count)
    whole = (
        f"{_many(len(held), 'position')} of {_many(len(parties), 'party', 'parties')} on {_many(len(issues), 'issue')}"
    )
    return f"{whole}; of these {told}." if told else f"{whole}."


def movements_words(briefing: Briefing) -> str:
    """Return in a sentence how many movements there were since, and of what sort."""
    moved = [change.movement for section in briefing.sections for change in section.changes]
    if not moved:
        return f"Since {briefing.since}: no movement on record."
    counts = Counter(moved)
    told = ", ".join(f"{counts[sort]} {sort}" for sort in Movement if counts[sort])
    return f"Since {briefing.since}: {_many(len(moved), 'movement')}; {told}."


def _many(count: int, one: str, several: str | None = None) -> str:
    return f"{count} {one if count == 1 else several or f'{one}s'}"


def moved_words(move: Move) -> str:
    """Return from where to where a position moved, with its conditions."""
    before, after = _standing(move.before), _standing(move.after)
    return after if before == after else f"{before} → {after}"


def _standing(standing: Standing) -> str:
    word = stance_word(standing.stances) or NO_RECORD
    if word == MIXED:
        word = f"{MIXED} ({', '.join(each for each in Stance if each in standing.stances)})"
    return f"{word}: {'; '.join(sorted(standing.conditions))}" if standing.conditions else word


def said_words(said: str) -> str:
    """Return when something was said."""
    return f"no later than {date_in(said)}" if is_open(said) else said


def spoken_by(briefing: Briefing, citation: Citation) -> str:
    """Return who said what for whom on what."""
    content = citation.content
    party, issue = briefing.name("party", content.party), briefing.name("issue", content.issue)
    conditions = f" ({'; '.join(content.conditions)})" if content.conditions else ""
    told = f"{party} on {issue}: {content.stance}{conditions}"
    if citation.speaker is None:
        return told
    titles = (_title(briefing, content.party, each.party, each.title) for each in citation.titles)
    return f"{', '.join((citation.speaker, *titles))}, for {told}"


def _title(briefing: Briefing, speaking_for: str, party: str, title: str) -> str:
    return title if party == speaking_for else f"{title} of {briefing.name('party', party)}"


def source_words(citation: Citation) -> str:
    """Return the document that reports it, without its address."""
    source = citation.source
    published = f"published {said_words(source.published)}" if source.published else None
    return ", ".join(each for each in (source.title, source.publisher, published) if each)


def became(citation: Citation) -> Iterator[str]:
    """Yield what else is known of a statement: until when it stands, and what became of it."""
    if citation.content.until is not None:
        yield f"an offer until {citation.content.until}"
    for telling in citation.versions[1:]:
        note = f": {telling.note}" if telling.note else ""
        yield f"corrected by {handle(telling.event.seq)}, {telling.reason}{note}"
    if citation.withdrawal is not None:
        yield f"withdrawn {said_words(citation.withdrawal.said_on)} by {handle(citation.withdrawal.seq)}"
