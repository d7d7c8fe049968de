"""Questions: position, ask, history, show. What only one of them needs it loads itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from events.ids import handle
from tracker.cli import options as opt
from tracker.cli.opening import on_log, opened, today, typed_view
from tracker.cli.pager import paged
from tracker.cli.progress import progress
from tracker.cli.render import Answer, Column, Item, cell, chosen_format, emit, talk
from tracker.errors import UnknownNameError, UnreadableError
from tracker.ledger import Ledger
from tracker.movement import MIXED
from tracker.reading.position import Position
from tracker.view import View

if TYPE_CHECKING:
    from tracker.reading.entries import Account
    from tracker.reading.history import Step

__all__ = ["ask", "history", "position", "show"]


def position(
    party: opt.PartyArgument,
    issue: opt.OptionalIssueArgument = None,
    as_of: opt.AsOfOption = None,
    known_at: opt.KnownAtOption = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show every statement considered, and why it decides or does not.")
    ] = False,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Say where a party stands, on one issue and those below it, or on all it has a position on."""
    with opened(log) as ledger:
        view = typed_view(ledger, as_of, known_at)
        _print_positions(view, party, issue, explain, form)


def _print_positions(view: View, party: str, issue: str | None, explain: bool, form: opt.Format | None) -> None:
    found = view.positions(party, under=issue)
    if issue is not None:
        found.insert(0, view.position(party, issue))
    who = view.described(view.resolve("party", party))
    items = [each.as_json() for each in found]
    answer = Answer(
        "position", items, _POSITION, view.cut, f"Position of {who.label}", f"{who.id}: no position on record"
    )
    if explain:
        _emit_explained(view, answer, found, form)
    else:
        emit(answer, form)


def _emit_explained(view: View, answer: Answer, found: list[Position], form: opt.Format | None) -> None:
    """Print positions with what they considered: inside each item, or as rows of their own where cells are flat."""
    evidence = [[each.as_json() for each in view.considered(position)] for position in found]
    joined = [[each.as_json() for each in view.memberships(position)] for position in found]
    chosen = chosen_format(form)
    if chosen is opt.Format.JSON:
        items = [
            {**item, "considered": considered, "memberships": memberships}
            for item, considered, memberships in zip(answer.items, evidence, joined, strict=True)
        ]
        emit(answer._replace(items=items), form)
        return
    if chosen is not opt.Format.TABLE:
        rows = [row for considered in evidence for row in considered]
        from tracker.cli.heads import CONSIDERED

        emit(answer._replace(items=rows, empty="no statement was considered", heads=CONSIDERED), form)
        return
    with paged():
        emit(answer, form)
        for position, considered, memberships in zip(found, evidence, joined, strict=True):
            through = "".join(f", through {each['entry']}: member of {each['grouping']}" for each in memberships)
            title = f"{position.issue}: what was considered{through}"
            emit(Answer("position", considered, _EVIDENCE, title=title, empty="no statement by then"), form)


def ask(
    question: Annotated[
        list[str], typer.Argument(metavar="QUESTION", help="In words, with or without quotation marks.")
    ],
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Answer a question in words: "position of PARTY [on ISSUE] [on|as of DATE] [as known on DATE]"."""
    import shlex

    from tracker.question import GRAMMAR, read_question

    with opened(log) as ledger:
        asked = read_question(" ".join(question), today(ledger))
        command = ["tracker", "position", asked.party]
        command += [asked.issue] if asked.issue else []
        command += ["--as-of", asked.as_of] if asked.as_of else []
        command += ["--known-at", asked.known_at] if asked.known_at else []
        talk(f"Ran: {on_log(shlex.join(command), log)}")
        try:
            _print_positions(ledger.at(asked.as_of, asked.known_at), asked.party, asked.issue, False, form)
        except UnknownNameError as error:
            if error.noun != "issue":
                raise
            raise UnreadableError(f"{error}. Ask: {GRAMMAR}") from None


def history(
    party: opt.PartyArgument,
    issue: opt.OptionalIssueArgument = None,
    as_of: opt.AsOfOption = None,
    known_at: opt.KnownAtOption = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """List every statement of a party and what each moved, oldest first; what was corrected or retracted too."""
    with opened(log) as ledger:
        view = typed_view(ledger, as_of, known_at)
        with progress("Reading") as tick:
            steps = view.history(party, issue, tick)
        items = [step.as_json() for step in steps if step.withdrawal is None]
        withdrawals = [step.as_json() for step in steps if step.withdrawal is not None]
        who = view.described(view.resolve("party", party))
        title, empty = f"History of {who.label}", f"{who.id}: no statement on record"
        chosen = chosen_format(form)
        if chosen is opt.Format.JSON:
            emit(Answer("history", items, (), view.cut, title, empty, more={"withdrawals": withdrawals}), form)
        elif chosen is opt.Format.TABLE:
            rows = [{**step.as_json(), "issue": step.content.issue} for step in steps]
            columns = _HISTORY if issue is None else _HISTORY[1:]
            emit(Answer("history", rows, columns, view.cut, title, empty), form)
        else:
            emit(Answer("history", [_flat(step) for step in steps], (), view.cut, title, empty), form)


def _flat(step: Step) -> Item:
    """Return a step as a row with one set of columns: of a withdrawal, the statement's own with its date as said."""
    item = step.as_json()
    if step.withdrawal is None:
        return item
    content = {"party": step.content.party, "issue": step.content.issue, "said": item["on"]}
    return {**{name: each for name, each in item.items() if name != "on"}, **content, "status": "withdrawal"}


def show(
    entry: opt.EntryArgument,
    known_at: opt.KnownAtOption = None,
    log: opt.LogOption = None,
    form: opt.FormatOption = None,
) -> None:
    """Show one entry: every version, the quotation, the source, and what it decides."""
    with opened(log) as ledger:
        view = typed_view(ledger, None, known_at)
        account = view.account(entry)
        if chosen_format(form) is opt.Format.JSON:
            emit(Answer("entry", [account.as_json()], (), view.cut), form)
        else:
            lines = [{"what": what, "text": text} for what, text in _told(ledger, account)]
            columns = (Column("", "what", whole=True), Column(handle(account.event.seq), "text"))
            emit(Answer("entry", lines, columns, view.cut), form)


def _told(ledger: Ledger, account: Account) -> Iterator[tuple[str, str]]:
    """Yield an entry line by line."""
    from events.clock import instant_text
    from events.codec import data_of
    from tracker.cli.phrases import says, says_content
    from tracker.cli.written import handles_of

    event = account.event
    yield "says", says(event.data, lambda event_id: handles_of(ledger, event_id))
    yield "event", event.data.kind
    yield "id", event.id
    yield "recorded", f"{instant_text(event.recorded_at)} by {event.recorded_by}"
    if account.voided is not None:
        yield "voided", f"by {handle(account.voided)}"
    if not account.versions:
        for name, value in data_of(event.data).items():
            yield name, cell(value)
        return
    for telling in account.versions:
        yield handle(telling.event.seq), f"{telling.status}: {says_content(telling.content)}"
        if telling.reason is not None:
            yield "  reason", telling.reason + (f": {telling.note}" if telling.note else "")
        for name in ("speaker", "act", "until", "quotation", "summary", "language"):
            if (value := getattr(telling.content, name)) is not None:
                yield f"  {name}", f"“{value}”" if name == "quotation" else str(value)
    yield from _became(account)


def _became(account: Account) -> Iterator[tuple[str, str]]:
    """Yield where a statement comes from, what became of it, and what it decides."""
    from events.codec import data_of

    if account.source is not None:
        source = account.source
        named = (source.title, source.publisher, source.published, source.url)
        yield "source", ", ".join([source.id, *(each for each in named if each)])
    if account.withdrawal is not None:
        yield "withdrawn", f"on {account.withdrawal.said_on}, {handle(account.withdrawal.seq)}"
    if account.retraction is not None:
        ended = data_of(account.retraction.data)
        note = f": {ended['note']}" if "note" in ended else ""
        yield "retracted", f"{handle(account.retraction.seq)}, {ended['reason']}{note}"
    for position in account.decides:
        since = "" if position.since is None else f", since {position.since}"
        yield "decides", f"{position.party} on {position.issue}: {position.stance} ({position.basis}{since})"
    if not account.decides:
        yield "decides", "nothing, as of today"


def _stance(item: Item) -> str:
    """Return the stance with its conditions and marks, as one cell."""
    if item["stance"] is None:
        return "none: no position on record"
    counts = f" ({cell(item['deciding'])})" if item["stance"] == MIXED else ""
    conditions = f": {'; '.join(item['conditions'])}" if item["conditions"] else ""
    marks = [mark for mark in ("stale", "lapsed") if item[mark]]
    if item["last_declined"] is not None and "declines" not in item["deciding"]:
        marks.append(f"declined to say {item['last_declined']}")
    return f"{item['stance']}{counts}{conditions}" + (f" [{', '.join(marks)}]" if marks else "")


def _basis(item: Item) -> str:
    if item["basis"] == "none":
        return ""
    return f"inherited from {', '.join(item['inherited_from'])}" if item["basis"] == "inherited" else str(item["basis"])


def _words(item: Item) -> str:
    """Return a statement's words: the quotation, else the summary."""
    quotation = item.get("quotation")
    return f"“{quotation}”" if quotation else cell(item.get("summary"))


def _why(item: Item) -> str:
    return f"{item['why']} ({item['by']})" if item["by"] else str(item["why"])


def _said(item: Item) -> str:
    return f"{item['said']}, {item['speaker']}" if item.get("speaker") else str(item["said"])


def _in_history(item: Item) -> str:
    """Return what a line of the history tells: a statement or a withdrawal."""
    if "on" in item:
        return "withdrawn"
    conditions = f": {'; '.join(item['conditions'])}" if item["conditions"] else ""
    return f"{item['stance']}{conditions}"


def _moved(item: Item) -> str:
    """Return the movement, or for what does not count why not."""
    status = item.get("status", "effective")
    moved = cell(item["movement"])
    return moved if status == "effective" else ", ".join(each for each in (moved, status) if each)


_POSITION = (
    Column("issue", "issue", whole=True),
    Column("position", _stance),
    Column("basis", _basis),
    Column("since", "since", whole=True),
    Column("entries", lambda item: " ".join(item["statements"])),
)
_EVIDENCE = (
    Column("entry", "statement", whole=True),
    Column("why", _why),
    Column("stance", "stance"),
    Column("said", _said),
    Column("words", _words),
    Column("source", "source"),
)
_HISTORY = (
    Column("issue", "issue", whole=True),
    Column("entry", "statement", whole=True),
    Column("said", lambda item: str(item["on"] if "on" in item else item["said"]), whole=True),
    Column("stance", _in_history),
    Column("movement", _moved),
    Column("speaker", lambda item: cell(item.get("speaker")), spare=True),
    Column("source", lambda item: cell(item.get("source")), spare=True),
)
