"""What is told within another's words: `According to Reck, Venn supports tolls` is Reck's word, not Venn's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tracker.extraction.report import Report

__all__ = ["with_second_hand"]


def with_second_hand(reports: Iterable[Report]) -> list[Report]:
    """Return the reports by their cues; one whose cue stands within what somebody else says is only a guess."""
    known = list(reports)
    outer = sorted(known, key=lambda each: each.content.start)
    found: list[Report] = []
    open_ones: list[Report] = []
    at = 0
    for report in sorted(known, key=_start):
        while at < len(outer) and outer[at].content.start <= _start(report):
            open_ones = [each for each in open_ones if each.content.end > outer[at].content.start]
            open_ones.append(outer[at])
            at += 1
        told = any(_tells(each, report) for each in open_ones)
        found.append(replace(report, is_guess=True) if told else report)
    return found


def _start(report: Report) -> int:
    return (report.cue or report.content).start


def _tells(outer: Report, inner: Report) -> bool:
    """Say whether one report is a part of what another one reports."""
    place = inner.cue or inner.content
    if outer is inner or outer.mention == inner.mention or not outer.content.holds(place):
        return False
    return outer.cue is None or not outer.cue.meets(place)
