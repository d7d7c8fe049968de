"""What the shell may complete from the log: parties, people, issues, sources and entries.

Every command stands on this module for its options; what looks into a log is loaded when something is to be completed.
"""

from __future__ import annotations

import typer

from events.vocabulary import Stance

__all__ = [
    "Offer",
    "entries",
    "handles",
    "issues",
    "issues_listed",
    "parties",
    "parties_listed",
    "people",
    "proposals",
    "sources",
    "stances_found",
    "statements",
    "voidables",
]


Offer = tuple[str, str]
"""A word, and what stands beside it where the shell shows it."""


def parties(context: typer.Context, incomplete: str) -> list[Offer]:
    """Offer parties."""
    from tracker.cli.offers import named

    return named(context, "party", incomplete)


def parties_listed(context: typer.Context, incomplete: str) -> list[Offer]:
    """Offer parties for the last of several that commas separate."""
    from tracker.cli.offers import listed

    return listed(context, "party", incomplete)


def people(context: typer.Context, incomplete: str) -> list[Offer]:
    """Offer people."""
    from tracker.cli.offers import named

    return named(context, "person", incomplete)


def issues(context: typer.Context, incomplete: str) -> list[Offer]:
    """Offer issues, by their whole paths."""
    from tracker.cli.offers import named

    return named(context, "issue", incomplete)


def issues_listed(context: typer.Context, incomplete: str) -> list[Offer]:
    """Offer issues for the last of several that commas separate."""
    from tracker.cli.offers import listed

    return listed(context, "issue", incomplete)


def sources(context: typer.Context, incomplete: str) -> list[Offer]:
    """Offer sources."""
    from tracker.cli.offers import named

    return named(context, "source", incomplete)


def handles(context: typer.Context, incomplete: str) -> list[Offer]:
    """Offer the newest entries, by their handles."""
    from tracker.cli.entry_offers import ANY, newest

    return newest(context, incomplete, ANY)


def entries(context: typer.Context, incomplete: str) -> list[Offer]:
    """Offer the newest entries, and `last`."""
    from tracker.cli.entry_offers import ANY, last_or_newest

    return last_or_newest(context, incomplete, ANY)


def statements(context: typer.Context, incomplete: str) -> list[Offer]:
    """Offer the newest statements, and `last` if it is one."""
    from tracker.cli.entry_offers import STATEMENTS, last_or_newest

    return last_or_newest(context, incomplete, STATEMENTS)


def voidables(context: typer.Context, incomplete: str) -> list[Offer]:
    """Offer the newest entries that can be voided, and `last` if it can."""
    from tracker.cli.entry_offers import VOIDABLES, last_or_newest

    return last_or_newest(context, incomplete, VOIDABLES)


def proposals(context: typer.Context, incomplete: str) -> list[Offer]:
    """Offer the newest proposals, decided or not."""
    from tracker.cli.entry_offers import PROPOSALS, newest

    return newest(context, incomplete, PROPOSALS)


def stances_found(incomplete: str) -> list[str]:
    """Offer the words for a position: the stances, and those for several and for none."""
    from tracker.movement import MIXED

    return [word for word in (*Stance, MIXED, "none") if word.startswith(incomplete)]
