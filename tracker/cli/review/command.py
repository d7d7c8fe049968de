"""The command `tracker review`: what it goes through, and when it is refused."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import completion
from tracker.cli import options as opt
from tracker.cli.opening import on_log, opened
from tracker.cli.phrases import typed as command_line
from tracker.cli.proposals import StatusOption, statuses
from tracker.cli.render import talk
from tracker.cli.written import say_if_unchecked
from tracker.errors import RefusedError, UnreadableError

if TYPE_CHECKING:
    from tracker.cli.review.session import Session

__all__ = ["review"]


def review(
    source: Annotated[
        str | None,
        typer.Argument(metavar="SOURCE", help="Only from this one: id or title.", autocompletion=completion.sources),
    ] = None,
    status: StatusOption = None,
    engine: Annotated[str | None, typer.Option("--engine", metavar="E", help="Only what this one proposed.")] = None,
    blind: Annotated[
        bool,
        typer.Option(
            "--blind",
            help="Code a second time what you have not coded yet, without seeing what others decided. Records no "
            "statement, only how you would have coded it.",
        ),
    ] = False,
    log: opt.LogOption = None,
) -> None:
    """Decide about proposals one by one, with single keys, each in its context: accept, edit, merge, reject, undo.

    Needs a terminal. Without --status what is pending comes, with one what can only be read. Every decision is
    recorded at once; q leaves, and the next review goes on with what is left. With --blind you are a second coder
    ($TRACKER_USER says who): all proposals come that you have neither decided about nor coded, decided by others or
    not, and `tracker agreement` tells how far you agree.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise RefusedError(
            "a review needs a terminal, to type on and to read from; without one "
            "`tracker proposals list|accept|reject|export|import` do the same"
        )
    if blind and status:
        raise UnreadableError("--blind shows nothing of how a proposal stands; leave out --status")
    wanted = statuses(status) or ["pending"]
    with opened(log) as ledger:
        from tracker.cli.review.queue import Queue
        from tracker.cli.review.session import Session

        queue = Queue(ledger, source, statuses=wanted, engine=engine, blind=blind)
        if not queue.items:
            talk(_nothing(source, log, blind=blind))
            return
        session = Session(ledger, queue)
        try:
            _converse(session)
        finally:
            talk(_told(session))
            say_if_unchecked(ledger, [each.event for each in session.written()])
            if session.queue.counts()["left"]:
                words = ["tracker", "review", *([source] if source else [])]
                words += [*(["--engine", engine] if engine else []), *(["--blind"] if blind else [])]
                talk(f"Then: {on_log(command_line(words), log)}")


def _converse(session: Session) -> None:
    from tracker.cli.review.terminal import converse

    converse(session)


def _nothing(source: str | None, log: Path | None, *, blind: bool) -> str:
    whence = f" from {source}" if source else ""
    if blind:
        return f"There is no proposal{whence} that you have not coded."
    return (
        f"No proposal{whence} waits for a review. {on_log('tracker proposals list', log)} shows how they stand; "
        f"{on_log('tracker extract SOURCE', log)} proposes more."
    )


def _told(session: Session) -> str:
    """Return what the session did."""
    done = session.done()
    parts = [f"{done[each]} {each}" for each in ("accepted", "rejected", "merged", "coded") if done[each]]
    return f"{', '.join(parts) or 'Nothing decided'}; {session.queue.counts()['left']} left."
