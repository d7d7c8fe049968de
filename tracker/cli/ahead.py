"""Dates of publication that lie ahead: most often slips of the year, and now and then an embargo, so never refused."""

from __future__ import annotations

from events.clock import SystemClock
from events.periods import Zone, is_open, period_of
from tracker.cli.render import talk

__all__ = ["tell_if_ahead", "tell_if_dated_ahead"]


def tell_if_ahead(source: str, published: str, zone: Zone) -> None:
    """Warn where a report is said to be published after today.

    Args:
        published: in the grammar of dates.
        zone: tells which day today is.
    """
    if _is_ahead(published, zone):
        talk(f"warning: {source} is dated {published}, and today is {_today(zone)}; is the date right?")


def tell_if_dated_ahead(source: str, text: str, zone: Zone) -> None:
    """Warn where a text without a date of publication has a dateline after today."""
    from tracker.extraction.dateline import dateline

    line = dateline(text, None)
    if line is not None and _is_ahead(line.day.isoformat(), zone):
        talk(f"warning: {source} has the dateline {line.day}, and today is {_today(zone)}; is the date right?")


def _is_ahead(said: str, zone: Zone) -> bool:
    return not is_open(said) and zone.day_of(period_of(said, zone).begins).isoformat() > _today(zone)


def _today(zone: Zone) -> str:
    return zone.day_of(SystemClock().now()).isoformat()
