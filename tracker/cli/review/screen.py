"""What a review shows: lines that fit the terminal, whatever the text, the proposal and the terminal are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Final

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from events.ids import handle
from events.periods import date_in
from events.vocabulary import Tier
from tracker.cli.review.fields import FIELDS, Field
from tracker.cli.review.marking import LEGEND, Mark, excerpt, marks_of
from tracker.cli.review.modes import Choosing, Helping, Option, Picking
from tracker.cli.review.session import Session
from tracker.outward import safe
from tracker.reading.decisions import PENDING
from tracker.reading.proposals import Proposal

__all__ = ["drawn"]

_WIDTH_MAX: Final = 110
"""Longer lines are hard to read."""
_CONTEXT_MIN: Final = 3
_NOTE_MAX: Final = 3
_PROPOSITION_MAX: Final = 2
_LABEL: Final = 12
_CONSOLE: Final = Console(width=80)
"""Breaks lines; prints nothing."""

_HELP: Final = """\
a  accept: record the statement as shown; what is missing is asked for
e  edit: choose a field by its letter, then its value by number or name
m  merge: into another proposal about the same words, which then stands for both
r  reject: choose a reason by its letter; a capital letter asks for a note as well
s  skip: decide later    b  back: to the one before
u  undo: take back the last decision of this session (a statement is retracted, the rest voided)
q  quit, as Ctrl-C and Ctrl-D: every decision is recorded already; the next review goes on here
Esc leaves a list without choosing; Enter takes a line; Tab completes names of the dossier.
[[words]] are what would be quoted, {who} whom the text names, <cue> what tells that somebody speaks."""
_HELP_BLIND: Final = """\
You code without seeing what others decided: a takes a proposal as a statement, r as none.
Neither records a statement; `tracker agreement` tells how far the coders agree."""


def drawn(session: Session, width: int, height: int) -> list[Text]:
    """Return the screen: at most `height` lines of at most `width` cells."""
    width = max(20, min(width, _WIDTH_MAX))
    proposal = session.current
    head = _head(session, proposal, width)
    foot = [*_note(session.note, width), *_hints(session.mode.hints, width)]
    if isinstance(session.mode, Helping):
        body = _help(session, width)
    elif proposal is None:
        body = _end(session, width)
    else:
        body = _body(session, proposal, width, height - len(head) - len(foot))
    room = max(0, height - len(head) - len(foot))
    lines = [*head, *body[:room], *[Text()] * (room - len(body)), *foot]
    for line in lines:
        line.rstrip()
        line.truncate(width, overflow="ellipsis")
    return lines[:height]


def _head(session: Session, proposal: Proposal | None, width: int) -> list[Text]:
    counts = session.queue.counts()
    order = ("coded", "accepted", "rejected", "merged", "left")
    told = ", ".join(f"{counts[each]} {each}" for each in order if counts[each])
    numbers = session.queue.numbers
    where = f"{numbers[proposal.seq] if proposal else 'end'} of {len(numbers)}"
    right = f"{where} · {told}" if told else where
    if proposal is None:
        return [_two_ends("Review", right, width), _rule(width)]
    source, data = session.coding.source, proposal.data
    published = source.data.get("published")
    dated = f", published {date_in(published)}" if published else ", no date of publication"
    rule = f"/{data.rule}" if data.rule else ""
    made = f"{handle(proposal.seq)}, {data.form}, by {proposal.run.data.engine}{rule}"
    if not session.queue.blind and proposal.status != PENDING:
        made += f" · {proposal.status.upper()}"
    return [
        _two_ends(f"{source.id}{dated}", right, width),
        _two_ends(made, LEGEND, width),
        _rule(width),
    ]


def _body(session: Session, proposal: Proposal, width: int, room: int) -> list[Text]:
    panel = _panel(session, proposal, width)
    height = max(_CONTEXT_MIN, room - len(panel) - 1)
    return [*_context(session, proposal, width, height), _rule(width), *panel]


def _context(session: Session, proposal: Proposal, width: int, height: int) -> list[Text]:
    coding, data = session.coding, proposal.data
    marks = marks_of(data, coding.place)
    if coding.text is not None:
        return excerpt(coding.text, marks, width, height)
    low = data.place.start - len(data.prefix)
    moved = [Mark(each.start - low, each.end - low, each.what) for each in marks]
    lines = excerpt(f"{data.prefix}{data.place.words}{data.suffix}", moved, width, height - 1)
    return [*lines, Text("The archive does not hold the text; this is what the proposal brought along.", "italic")]


def _panel(session: Session, proposal: Proposal, width: int) -> list[Text]:
    """Return what stands below the words: the fields, or what is chosen from."""
    mode = session.mode
    if isinstance(mode, Choosing) and not isinstance(mode, Picking):
        page = f" (page {mode.page + 1} of {mode.pages})" if mode.pages > 1 else ""
        return [*_wrapped(mode.title + page, width, "bold"), *_options(mode.shown)]
    if isinstance(mode, Picking):
        return list(chain.from_iterable(_field(session, each, width, f"{each.key} ") for each in FIELDS))
    rows = list(chain.from_iterable(_field(session, each, width) for each in FIELDS))
    return [*rows, *_beside(session, proposal)]


def _field(session: Session, field: Field, width: int, key: str = "") -> list[Text]:
    """Return a field in its lines; with the key that chooses it also where it is empty."""
    coding = session.coding
    value = coding.value(field.name)
    missing = field.name in coding.missing()
    if not (value or field.always or missing or key):
        return []
    changed = field.name in coding.changes or (field.name == "quotation" and "place" in coding.changes)
    lines = [Text.assemble((key, "bold"), f"{field.label:<{_LABEL}}", *_told(session, field, missing=missing))]
    if changed:
        lines[0].append("  (changed)", "italic")
    proposition = session.proposition() if field.name == "issue" else None
    if proposition:
        indent = " " * (len(key) + _LABEL)
        wrapped = _wrapped(proposition, width - len(indent), "italic")[:_PROPOSITION_MAX]
        lines += [Text.assemble(indent, each) for each in wrapped]
    return lines


def _told(session: Session, field: Field, *, missing: bool) -> list[str | tuple[str, str]]:
    """Return a field's value in words, and what is to be said beside it."""
    coding = session.coding
    data = coding.proposal.data
    value = coding.value(field.name)
    if field.name == "quotation":
        return [f"{len(value)} characters, {len(value.split())} words"]
    text = " | ".join(value) if isinstance(value, tuple) else value or ""
    told: list[str | tuple[str, str]] = [safe(text) if text else ("missing" if missing else "-")]
    if field.name in coding.unknown:
        told.append((" NEW: not registered yet", "bold"))
    if field.name == "speaker":
        told.append(f"  the text: {safe(data.mention.words)}" if data.mention else "  the text names nobody")
        if data.tier == Tier.CHECK:
            told.append(("  CHECK: the engine is not sure", "bold"))
    if field.name == "issue" and missing and data.issues:
        told.append(f"  perhaps {', '.join(data.issues)}")
    return told


def _beside(session: Session, proposal: Proposal) -> list[Text]:
    """Return the other proposals of these words, in a line."""
    others = session.queue.overlapping(proposal)
    if not others:
        return []
    told = [
        f"{handle(each.seq)} by {each.run.data.engine}"
        + ("" if session.queue.blind or each.status == PENDING else f", {each.status}")
        for each in others
    ]
    return [Text(f"also here: {'; '.join(told)}")]


def _end(session: Session, width: int) -> list[Text]:
    left = session.queue.counts()["left"]
    told = f"{left} left; s goes through them again." if left else "Nothing is left."
    return _wrapped(f"That was the last one. {told} q quits.", width)


def _help(session: Session, width: int) -> list[Text]:
    texts = _HELP.split("\n")
    if session.queue.blind:
        texts = [*_HELP_BLIND.split("\n"), *(each for each in texts if not each.startswith("m "))]
    return list(chain.from_iterable(_wrapped(each, width) for each in texts))


def _note(note: str, width: int) -> list[Text]:
    lines = _wrapped(note, width, "bold")[:_NOTE_MAX] if note else [Text()]
    return [_rule(width), *lines]


def _hints(hints: Sequence[tuple[str, str]], width: int) -> list[Text]:
    """Return the keys and what they do, in as many lines as that takes."""
    lines = [Text()]
    for key, does in hints:
        hint = Text.assemble((key, "bold"), f" {does}")
        if lines[-1].plain and lines[-1].cell_len + 2 + hint.cell_len > width:
            lines.append(Text())
        if lines[-1].plain:
            lines[-1].append("  ")
        lines[-1].append_text(hint)
    return lines


def _options(options: Sequence[Option]) -> list[Text]:
    """Return a line for each option: its key, what it is, and what stands beside it."""
    broadest = max((cell_len(safe(each.word)) for each in options if each.beside), default=0)
    lines = []
    for each in options:
        word = Text(safe(each.word))
        if each.beside:
            word.pad_right(broadest - word.cell_len + 2)
        lines.append(Text.assemble((f"{each.key} ", "bold"), word, safe(each.beside)))
    return lines


def _wrapped(text: str, width: int, style: str = "") -> list[Text]:
    return list(Text(safe(text), style).wrap(_CONSOLE, width))


def _two_ends(left: str, right: str, width: int) -> Text:
    """Return a line with one text at either end; the left one is cut where both have no room."""
    begin = Text(safe(left), "bold")
    room = width - cell_len(right) - 2
    if room < len("e99999"):
        begin.truncate(width, overflow="ellipsis")
        return begin
    begin.truncate(room, overflow="ellipsis", pad=True)
    return Text.assemble(begin, "  ", safe(right))


def _rule(width: int) -> Text:
    return Text("─" * width)
