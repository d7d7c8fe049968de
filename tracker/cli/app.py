"""The root of the command line, and the one place where errors become sentences and exit codes.

Exit codes:
    0  done; an answer of "none" too
    1  findings, or a check that failed
    2  usage, an unknown or ambiguous name, input that cannot be taken
    3  the log is missing, unreadable, damaged, locked, full or not writable
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Mapping
from typing import Annotated, Any, Final

import typer

from events.errors import LogUnavailableError, RecordError
from tracker.cli import options
from tracker.cli.choices import ClosedLists
from tracker.cli.deferred import Deferred, DeferredGroup, examples
from tracker.errors import TrackerError

__all__ = ["app", "main"]

_REFUSED = 2
_UNAVAILABLE = 3
_INTERRUPTED = 130

_ASK = "Ask"
_RECORD = "Record"
_MEND = "Set right"
_REGISTER = "Register"
_LOG = "The log"

_COMMANDS: Final[dict[str, Deferred]] = {}
"""Every command by its name, in the order of the help."""


def _command(name: str, function: str, panel: str, *lines: str) -> None:
    """List the command that is `function`, such as `questions.position`, in a module beside this one."""
    _COMMANDS[name] = Deferred(*_home(function), panel, epilog=examples(*lines) if lines else None)


def _group(name: str, module: str, panel: str, about: str, more: Mapping[str, tuple[str, ...]] | None = None) -> None:
    """List the group of commands that is `app` in a module beside this one, and functions that `more` adds to it."""
    added = tuple((*_home(function), examples(*lines)) for function, lines in (more or {}).items())
    _COMMANDS[name] = Deferred(f"tracker.cli.{module}", "app", panel, help=about, more=added)


def _home(function: str) -> tuple[str, str]:
    module, _, attribute = function.rpartition(".")
    return f"tracker.cli.{module}", attribute


_command(
    "position",
    "questions.position",
    _ASK,
    "tracker position russia --as-of 2023-09-06",
    "tracker position russia troop-deployments --as-of 2023-09-06 --explain",
    "tracker position uk security-guarantees --as-of 2023-09-06 --known-at e40",
)
_command(
    "ask",
    "questions.ask",
    _ASK,
    "tracker ask position of Russia on troop deployments on 5 September 2023",
    "tracker ask 'position of the UK as of yesterday as known on 2025-09-10'",
)
_command(
    "grid",
    "side_by_side.grid",
    _ASK,
    "tracker grid --as-of 2023-09-06",
    "tracker grid --parties russia,ukraine --issues venue",
)
_command("compare", "side_by_side.compare", _ASK, "tracker compare russia ukraine france --as-of 2023-09-06")
_command("common-ground", "side_by_side.common_ground", _ASK, "tracker common-ground --as-of 2023-09-06")
_command(
    "diff",
    "moving.diff",
    _ASK,
    "tracker diff --from 2023-09-04 --to 2023-09-06",
    "tracker diff --known-from e54 --as-of 2023-09-06",
)
_command("changes", "moving.changes", _ASK, "tracker changes --since 2023-09-01 --party russia")
_command(
    "timeline",
    "timeline.timeline",
    _ASK,
    "tracker timeline russia --svg russia.svg",
    "tracker timeline security-guarantees --parties russia,france,uk --from 2023-09-01",
)
_command("history", "questions.history", _ASK, "tracker history russia troop-deployments")
_command("show", "questions.show", _ASK, "tracker show e37", "tracker show last --format json")
_command(
    "search",
    "searching.search",
    _ASK,
    "tracker search security guarantees",
    "tracker search '\"legitimate targets\"' --party russia --as-of 2023-09-06",
    "tracker search зеленський --known-at e40",
)
_command(
    "check",
    "checking.check",
    _ASK,
    "tracker check",
    "tracker check --as-of 2023-09-06 --kind contradiction --kind discord",
    "tracker check --all --format json",
)
_command(
    "init",
    "dossier.init",
    _RECORD,
    "tracker init --demo",
    "tracker init --demo --shifts",
    "tracker init --name 'Grain talks' --zone Europe/Kyiv",
)
_command(
    "record",
    "statements.record",
    _RECORD,
    "tracker record russia venue/moscow supports --said 2023-09-05 --source https://example.org/report --new",
    "tracker record france troop-deployments supports-if --if 'after the conflict' --same",
)
_command("import", "statements.import_", _RECORD, "tracker import statements.csv --create-missing --dry-run")
_command("append", "statements.append", _RECORD, "tracker append events.jsonl")
_command(
    "assert",
    "checking.assert_",
    _RECORD,
    "tracker assert russia venue/moscow supports --as-of 2023-09-06 --because 'read again in the report'",
)
_command(
    "acknowledge",
    "checking.acknowledge",
    _RECORD,
    "tracker acknowledge f662e71cc99 --because 'the report has the wrong year'",
)
_command(
    "extract",
    "extracting.extract",
    _RECORD,
    "tracker extract vladivostok-report",
    "tracker extract --file report.txt --dry-run",
    "tracker extract --file report.txt --dry-run --engine rules --format json",
)
_command(
    "review",
    "review.command.review",
    _RECORD,
    "tracker review",
    "tracker review vladivostok-report --engine rules",
    "tracker review --blind",
)
_command(
    "agreement",
    "agreement.agreement",
    _ASK,
    "tracker agreement",
    "tracker agreement vladivostok-report --coder ada --coder ben",
)
_command(
    "correct",
    "statements.correct",
    _MEND,
    "tracker correct e42 --stance opposes --reason coding-error",
    "tracker correct --source vladivostok-report --said 2025-09-05 --reason source-error",
)
_command("retract", "statements.retract", _MEND, "tracker retract e42 --because duplicate --note 'same as e40'")
_command("withdraw", "statements.withdraw", _MEND, "tracker withdraw e42 --on 2025-10-01")
_command("void", "statements.void", _MEND, "tracker void e20 --note 'wrong grouping'")
_group(
    "proposals",
    "proposals",
    _RECORD,
    "What engines proposed, and deciding about it.",
    {
        "proposal_sheets.export": ("tracker proposals export --status pending --out proposals.csv",),
        "proposal_sheets.import_": ("tracker proposals import proposals.csv --dry-run",),
    },
)
_group("party", "party", _REGISTER, "Parties, and who belongs to which grouping.")
_group("person", "person", _REGISTER, "People, and the offices they speak from.")
_group("issue", "issue", _REGISTER, "Issues, and what supporting them means.")
_group("source", "source", _REGISTER, "Sources that report statements.")
_group("export", "exporting", _ASK, "The record in other programs' forms.")
_group(
    "log",
    "log",
    _LOG,
    "The append-only log itself.",
    {
        "keeping.backup": ("tracker log backup copies/2025-09-06.db",),
        "keeping.doctor": ("tracker log doctor",),
        "verifying.verify": ("tracker log verify", "tracker log verify --against kept.checkpoint --key log.key.pub"),
        "proof.checkpoint": ("tracker log checkpoint --sign log.key --out e54.checkpoint",),
        "proof.keygen": ("tracker log keygen log.key",),
        "proof.prove": (
            "tracker log prove e37 --in e54.checkpoint --out e37.tlog-proof",
            "tracker log prove --since e54.checkpoint",
        ),
    },
)


class _Root(ClosedLists, DeferredGroup):
    deferred = _COMMANDS


app = typer.Typer(
    name="tracker",
    cls=_Root,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        from tracker.cut import RULES

        typer.echo(f"tracker {version('negotiation-position-tracker')}, rules {RULES}")
        raise typer.Exit


@app.callback(
    epilog=examples("tracker init --demo", "tracker position russia --as-of 2023-09-06", "tracker COMMAND --help")
)
def root(
    context: typer.Context,
    log: options.LogOption = None,
    form: options.FormatOption = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Who held which position on which issue, on any date, as known at any moment, and on what evidence.

    Statements go into an append-only log; positions are derived from them. --as-of asks for a date in the world,
    --known-at for a moment of our own knowledge.
    """
    given = {name: value for name, value in {"log": log, "form": form}.items() if value}
    if given and context.invoked_subcommand is not None:
        running = context.command.commands[context.invoked_subcommand]  # type: ignore[attr-defined]  # the root is a group
        context.default_map = {context.invoked_subcommand: _everywhere(running, given)}


def _everywhere(command: Any, given: dict[str, Any]) -> dict[str, Any]:
    """Return the defaults that hand options given at the root down to a command, and those below it."""
    below = getattr(command, "commands", {})
    return {**given, **{name: _everywhere(each, given) for name, each in below.items()}}


def main() -> None:
    """Run the command line; the console script."""
    sys.exit(run())


def run() -> int:
    """Run the command line on sys.argv and return the exit code; what goes wrong is one sentence on stderr."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # what a terminal's encoding lacks is shown as its number
    try:
        code = _run()
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go_of_stdout()  # whoever read our output has enough
        return 0
    except OSError as error:
        _let_go_of_stdout()
        return _sentence(
            f"the answer cannot be written: {error.strerror}; send it elsewhere, or make room", _UNAVAILABLE
        )
    return code


def _let_go_of_stdout() -> None:
    """Python would try again, and complain, when it flushes stdout at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run() -> int:
    try:
        _check_arguments(sys.argv[1:])
        app()
    except SystemExit as ended:
        if isinstance(ended.__context__, BrokenPipeError):  # typer makes it an exit code of 1, which means findings
            raise ended.__context__ from None
        if ended.code == _INTERRUPTED:
            return _sentence("interrupted; nothing half done was kept", _INTERRUPTED)
        return ended.code if isinstance(ended.code, int) else _REFUSED
    except LogUnavailableError as error:
        return _sentence(str(error), _UNAVAILABLE)
    except (TrackerError, RecordError) as error:
        return _sentence(str(error), _REFUSED)
    except OSError:
        raise
    except Exception as error:
        import sqlite3  # late: not every command has a log

        if isinstance(error, sqlite3.DatabaseError):
            cannot = f"the log cannot be read ({error}); `tracker log verify` lists what is wrong"
            return _sentence(cannot, _UNAVAILABLE)
        if "TRACKER_DEBUG" in os.environ:
            raise
        return _sentence(
            f"this should not happen ({type(error).__name__}: {error}). `tracker log verify` and `tracker log rebuild` "
            "check the log; with TRACKER_DEBUG=1 set, the same command shows where it happened, for a report",
            _UNAVAILABLE,
        )
    return 0


def _sentence(text: str, code: int) -> int:
    from tracker.cli.render import talk

    talk(f"tracker: {text}")
    return code


def _check_arguments(words: list[str]) -> None:
    for number, word in enumerate(words, 1):
        if not word.isascii() and any("\ud800" <= char <= "\udfff" for char in word):
            raise TrackerError(f"argument {number} is not UTF-8; type it on a terminal set to UTF-8")
