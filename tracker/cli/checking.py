"""`tracker check`, `assert` and `acknowledge`: what is odd, what should hold, and what may stay as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Annotated, Final

import typer

from events.ids import seq_of_handle
from events.vocabulary import FindingKind, Stance
from tracker.checking import acknowledge as acknowledged
from tracker.checking import assert_position
from tracker.cli import completion
from tracker.cli import options as opt
from tracker.cli.opening import on_log, opened, typed_date, typed_view
from tracker.cli.progress import progress
from tracker.cli.render import Answer, Column, Item, chosen_format, emit, talk
from tracker.cli.written import print_written

__all__ = ["acknowledge", "assert_", "check"]

_FINDINGS = 1

_Because = Annotated[str, typer.Option("--because", metavar="R", help="Why, in a sentence.")]


def check(
    as_of: opt.AsOfOption = None,
    known_at: opt.KnownAtOption = None,
    kind: Annotated[
        list[FindingKind] | None,
        typer.Option("--kind", metavar="KIND", help=f"Only these; may be repeated: {', '.join(FindingKind)}."),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Show also what was acknowledged, and why.")] = False,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """List what is odd about the record, such as contradictions and stale positions. Exit 1 while any is open."""
    with opened(log) as ledger:
        view = typed_view(ledger, as_of, known_at)
        with progress("Checking") as tick:
            found = [each for each in view.findings(tick) if not kind or each.kind in kind]
        still_open = [each for each in found if each.acknowledged is None]
        accepted = len(found) - len(still_open)
        items: list[Item] = [each.as_json() for each in (found if all_ else still_open)]
        told = _together(items) if chosen_format(form) is opt.Format.TABLE else items
        counts = Counter(each.kind.value for each in still_open)
        columns = (*_COLUMNS, _ACKNOWLEDGED) if all_ and accepted else _COLUMNS
        foot = f"open: {', '.join(f'{kind} {number}' for kind, number in counts.items()) or 'none'}"
        more = {"counts": counts, "acknowledged": accepted}
        emit(Answer("check", told, columns, view.cut, "Findings", "no findings", foot, more), form)
    if len(told) < len(items):
        talk(f"Told together with others like them: {len(items) - len(told)}; --format json has the key of each.")
    if accepted and not all_:
        talk(f"Acknowledged, and not shown: {accepted}; {on_log('tracker check --all', log)} shows them.")
    if still_open:
        talk(f"To leave one as it is: {on_log('tracker acknowledge KEY --because R', log)}")
        raise typer.Exit(_FINDINGS)


def assert_(
    party: opt.PartyArgument,
    issue: opt.IssueArgument,
    stance: Annotated[
        str,
        typer.Argument(
            metavar="STANCE", help=f"{', '.join(Stance)}, mixed or none.", autocompletion=completion.stances_found
        ),
    ],
    as_of: Annotated[str, typer.Option("--as-of", "--on", metavar="D", help="The day for which you checked.")],
    because: _Because,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Record that you checked a position; every later `tracker check` and `tracker log rebuild` repeats it."""
    with opened(log) as ledger:
        day = typed_date(ledger, as_of)
        print_written(ledger, assert_position(ledger, party, issue, stance, as_of=day, because=because), form, log)


def acknowledge(
    findings: Annotated[
        list[str], typer.Argument(metavar="FINDING...", help="Their keys, as `tracker check` lists them.")
    ],
    because: _Because,
    as_of: opt.AsOfOption = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Record that findings may stay, and why; one is shown again once it rests on other entries."""
    with opened(log) as ledger:
        day = typed_view(ledger, as_of, None).cut.as_of
        print_written(ledger, acknowledged(ledger, findings, because=because, as_of=day), form, log)


def _together(items: Sequence[Item]) -> list[Item]:
    """Return the findings, with one row for many alike: every two of many statements, every word of one person."""
    groups: dict[Hashable, list[Item]] = {}
    for number, item in enumerate(items):
        alike = _ALIKE.get(item["kind"]) if item["acknowledged"] is None else None
        groups.setdefault(number if alike is None else (item["kind"], *alike(item)), []).append(item)
    return [row for group in groups.values() for row in ([_merged(group)] if len(group) > _APART_MAX else group)]


def _merged(group: Sequence[Item]) -> Item:
    """Return one row for findings that are alike; with the key of the first."""
    first, *others = group
    entries = sorted({entry for each in group for entry in each["entries"]}, key=lambda each: seq_of_handle(each) or 0)
    issue = first["issue"] if len({each["issue"] for each in group}) == 1 else None
    return {**first, "issue": issue, "entries": entries, "detail": f"{first['detail']}; and {len(others)} more like it"}


def _pair(item: Item) -> tuple[str, str]:
    return item["party"], item["issue"]


def _speaker(item: Item) -> tuple[str, str]:
    """Return the party, and the person that the sentence begins with."""
    return item["party"], item["detail"].split(" ", 1)[0]


_ALIKE: Final = {
    FindingKind.CONTRADICTION.value: _pair,
    FindingKind.DISCORD.value: _pair,
    FindingKind.SPEAKER_WITHOUT_OFFICE.value: _speaker,
}
"""Kinds of which there may be very many, and what those have in common that a table tells together."""
_APART_MAX: Final = 3
"""So many of them still stand in rows of their own."""


def _what(item: Item) -> str:
    of = " on ".join(each for each in (item["party"], item["issue"]) if each)
    return f"{of}: {item['detail']}" if of else str(item["detail"])


def _why_left(item: Item) -> str:
    left = item["acknowledged"]
    return "" if left is None else f"{left['entry']}, {left['by']}: {left['because']}"


_COLUMNS = (
    Column("key", "key", whole=True),
    Column("finding", "kind", whole=True),
    Column("what", _what),
    Column("entries", lambda item: " ".join(item["entries"])),
)
_ACKNOWLEDGED = Column("acknowledged", _why_left)
