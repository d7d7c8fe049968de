"""The command line's reference as Markdown, made from the program: `python -m tracker.cli.reference`."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import typer

from tracker.cli.app import __doc__ as app_doc
from tracker.cli.app import app

__all__ = ["reference"]


def reference() -> str:
    """Return the whole reference."""
    root = typer.main.get_command(app)
    exit_codes = (app_doc or "").partition("Exit codes:\n")[2]
    lines = [
        "# Command line",
        "",
        "Made from the program by `python -m tracker.cli.reference`; a test keeps it current.",
        "",
        "Every command takes `--log PATH` (default: `$TRACKER_LOG`, else `./tracker.db`), and every one but exports",
        "`--format table|json|csv|tsv`, before or after the command's name. Data go to stdout, talk to stderr.",
        "",
        "Exit codes:",
        "",
        *(f"* {line.strip().replace('  ', ': ', 1)}" for line in exit_codes.strip().splitlines()),
        "",
        *_of_command(root, ("tracker",)),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _of_command(command: Any, path: tuple[str, ...]) -> Iterator[str]:
    below = getattr(command, "commands", {})
    if below:
        yield from (f"## {' '.join(path)}", "", *_paragraphs(command.help), "")
        for name, each in below.items():
            yield from _of_command(each, (*path, name))
        return
    yield from (f"### {' '.join((*path, *_arguments(command)))}", "", *_paragraphs(command.help), "")
    shown = [each for each in command.params if each.name not in {"log", "form", "help"}]
    for each in shown:
        yield f"* `{_spelt(each)}` {getattr(each, 'help', None) or ''}".rstrip()
    if shown:
        yield ""
    if command.epilog:
        yield from (*_paragraphs(command.epilog), "")


def _arguments(command: Any) -> list[str]:
    return [each.metavar or each.name for each in command.params if each.param_type_name == "argument"]


def _spelt(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name)
    names = ", ".join((*parameter.opts, *parameter.secondary_opts))
    if parameter.is_flag:
        return names
    words = parameter.type_descriptor.annotation
    choices = "|".join(words) if isinstance(words, type) and issubclass(words, StrEnum) else None
    return f"{names} {parameter.metavar or choices or 'N'}"


def _paragraphs(text: str | None) -> list[str]:
    return (text or "").strip().split("\n")


if __name__ == "__main__":
    print(reference(), end="")  # noqa: T201 - a script that prints
