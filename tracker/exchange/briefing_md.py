"""A briefing as Markdown: CommonMark, with footnotes as GitHub, pandoc and others read them (`[^1]`).

What comes from the record is escaped, so that no text in it can become markup, a link, HTML or a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from tracker.exchange.briefing import Briefing, Note, Pair, Section, behind, cited_by
from tracker.exchange.briefing_words import (
    NO_RECORD,
    agreement_words,
    basis_words,
    became,
    marks,
    moved_words,
    movements_words,
    positions_words,
    said_words,
    sides,
    source_words,
    spoken_by,
    stance_words,
)
from tracker.outward import safe
from tracker.reading.agreement import Meeting
from tracker.reading.changes import Change

__all__ = ["as_markdown", "escaped"]

_MARKUP: Final = re.compile(r"[\\`*_{}\[\]<>|~^$&#@!]")
_AT_LINE_START: Final = re.compile(r"^([-+=:])|^(\d{1,9})([.)])")
_ADDRESS: Final = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp)(:)|\b(www)(\.)")
_AUTOLINK: Final = re.compile(r"https?://[^\s<>\\]+")


def as_markdown(briefing: Briefing) -> str:
    """Return the briefing as one Markdown document."""
    return "\n".join(_lines(briefing)) + "\n"


def escaped(text: str) -> str:
    """Return text as Markdown that shows it, and nothing else, wherever in a line it stands."""
    plain = " ".join(safe(text).split())
    marked = _MARKUP.sub(r"\\\g<0>", plain)
    marked = _AT_LINE_START.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", marked)
    return _ADDRESS.sub(lambda found: f"{found[1] or found[3]}\\{found[2] or found[4]}", marked)


def _lines(briefing: Briefing) -> Iterator[str]:
    yield f"# {escaped(briefing.title)}"
    yield ""
    yield from _stamp(briefing)
    yield ""
    yield positions_words(briefing)
    if briefing.since is not None:
        yield movements_words(briefing)
    if briefing.meetings:
        yield from _heading("Where agreement is near")
        for meeting in briefing.meetings:
            yield from _meeting(briefing, meeting)
    for section in briefing.sections:
        yield from _section(briefing, section)
    if briefing.silent:
        yield from _heading("No record")
        yield f"Without any position on record in this briefing: {_labels(each.label for each in briefing.silent)}."
    cited = {entry for section in briefing.sections for entry in cited_by(section)}
    if cited:
        yield from ("", "## Evidence")
    for note in briefing.notes:
        if note.citation.entry in cited:
            yield from ("", _note(briefing, note))


def _heading(text: str, level: int = 2) -> Iterator[str]:
    yield from ("", f"{'#' * level} {escaped(text)}", "")


def _stamp(briefing: Briefing) -> Iterator[str]:
    told = briefing.stamp.as_json()
    yield f"- as of: {told['as_of']}"
    yield f"- known at: {told['known_at']} (e{told['seq']})"
    yield f"- rules: {told['rules']}"
    yield f"- Merkle root over e1 to e{told['seq']}: `{told['root']}`"


def _meeting(briefing: Briefing, meeting: Meeting) -> Iterator[str]:
    issue = briefing.names["issue", meeting.issue.id]
    proposition = issue.data.get("proposition")
    yield f"- **{escaped(issue.label)}** ({escaped(agreement_words(briefing, meeting))})"
    if proposition is not None:
        yield f"  - proposition: {escaped(proposition)}"
    for stance, names in sides(briefing, meeting):
        yield f"  - {stance}: {_labels(names)}"


def _labels(names: Iterable[str]) -> str:
    return ", ".join(map(escaped, names))


def _section(briefing: Briefing, section: Section) -> Iterator[str]:
    yield from _heading(section.subject.label)
    proposition = section.subject.data.get("proposition")
    if proposition is not None:
        yield from (f"Proposition: {escaped(proposition)}", "")
    if section.meeting is not None and section.meeting.positions:
        yield from (f"Agreement: {escaped(agreement_words(briefing, section.meeting))}.", "")
    for pair in section.pairs:
        yield from _pair(briefing, section, pair)
    if section.missing:
        yield f"- {NO_RECORD}: {_labels(each.label for each in section.missing)}"
    if section.changes:
        yield from _heading(f"Since {briefing.since}", 3)
        for change in section.changes:
            yield _change(briefing, section, change)


def _pair(briefing: Briefing, section: Section, pair: Pair) -> Iterator[str]:
    if pair.now is None:
        return
    phase, other = pair.now.phase, section.other(pair)
    details = [basis_words(briefing, phase), f"since {pair.now.since}", *marks(phase)]
    refs = _refs(briefing, phase.statements)
    yield f"- **{escaped(other.label)}**: {stance_words(phase)}; {escaped(', '.join(details))}{refs}"
    for condition in phase.conditions:
        yield f"  - condition: {escaped(condition)}"
    if pair.declined is not None:
        yield f"  - asked, and did not say: {said_words(pair.declined)}"


def _change(briefing: Briefing, section: Section, change: Change) -> str:
    other = briefing.name("issue", change.issue)
    if section.subject.noun == "issue":
        other = briefing.name("party", change.party)
    refs = _refs(briefing, behind(change))
    return f"- {change.day} **{escaped(other)}**: {change.movement}, {escaped(moved_words(change.move))}{refs}"


def _refs(briefing: Briefing, entries: Iterable[str]) -> str:
    return "".join(f"[^{briefing.numbers[entry]}]" for entry in entries)


def _note(briefing: Briefing, note: Note) -> str:
    """Return a footnote, which is one line."""
    citation, content = note.citation, note.citation.content
    told = [
        f"“{content.quotation}”" + (f" ({content.language})" if content.language else "") if content.quotation else "",
        f"In our words: {content.summary}" if content.summary else "",
        spoken_by(briefing, citation),
        f"Said {said_words(content.said)}",
    ]
    source = f"Source: {escaped(source_words(citation))}{_address(citation.source.url)}."
    ends = _sentence("; ".join((f"Entry {citation.entry}", *became(citation))))
    return f"[^{note.number}]: {' '.join(_sentence(each) for each in told if each)} {source} {ends}"


def _sentence(text: str) -> str:
    return escaped(text if text.endswith((".", "!", "?", "…")) else f"{text}.")


def _address(url: str | None) -> str:
    if url is None:
        return ""
    plain = safe(url)
    return f", <{plain}>" if _AUTOLINK.fullmatch(plain) else f", {escaped(plain)}"
