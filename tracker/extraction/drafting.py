"""From reports to drafts: whom they are ascribed to, what they come to, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from tracker.extraction.coding import Coder, Coding
from tracker.extraction.draft import Draft, Form, Tier
from tracker.extraction.marks import Quotation
from tracker.extraction.names import Names
from tracker.extraction.report import Report
from tracker.extraction.speakers import Speaker, Speakers, is_pronoun

__all__ = ["drafts_of", "without_doubles"]

_CHECKED: Final = frozenset({Form.TOPIC_ONLY})


def drafts_of(text: str, names: Names, quoted: list[Quotation], reports: Iterable[Report]) -> list[Draft]:
    """Return the drafts in the order of the text; a report of two parties becomes two drafts."""
    speakers, coder = Speakers(text, names, quoted), Coder(text, names)
    found = [
        _draft(text, report, speaker, coder.coding(report, speaker.party))
        for report in without_doubles(reports)
        if any(map(str.isalnum, report.content.of(text)))  # a smile is no statement
        for speaker in speakers.of(report.mention)
    ]
    return sorted(found, key=lambda each: each.content)


def _draft(text: str, report: Report, speaker: Speaker, coding: Coding) -> Draft:
    return Draft(
        content=report.content,
        form=report.form,
        tier=_tier(text, report, speaker),
        cue=report.cue,
        mention=report.mention,
        speaker=speaker.person,
        party=speaker.party,
        issue=coding.issues[0] if coding.issues else None,
        act=coding.act,
        stance=coding.stance,
        conditions=coding.conditions,
        rule=report.word,
        issues=coding.issues,
    )


def _tier(text: str, report: Report, speaker: Speaker) -> Tier:
    if report.mention is None or report.is_guess or not speaker.sure or report.form in _CHECKED:
        return Tier.CHECK
    return Tier.CHECK if is_pronoun(report.mention.of(text)) else Tier.SURE


def without_doubles(reports: Iterable[Report]) -> Iterator[Report]:
    """Yield each place once, in the order of the text; the first report of a place wins."""
    seen: set[tuple[int, int]] = set()
    for report in sorted(reports, key=lambda each: each.content):
        if report.content not in seen:
            seen.add(report.content)
            yield report
