"""A group of commands whose modules are loaded when they run, so that each command pays for itself alone.

What lists commands - help, completion, a suggestion for a slip - needs one sentence of each. It stands in the
docstring, and that is read from the compiled module without running it.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from inspect import cleandoc
from types import CodeType
from typing import Any, ClassVar, NamedTuple

import typer
from typer.core import TyperCommand

from tracker.cli.taking import TakingCommand, TakingGroup

__all__ = ["Deferred", "DeferredGroup", "examples"]


def examples(*commands: str) -> str:
    """Return what stands below a command's options."""
    return "\n\n".join(["Examples:", *(f"`{command}`" for command in commands)])


class Deferred(NamedTuple):
    """Where a command is found, and what is said of it where commands are listed."""

    module: str
    attribute: str
    """A function, or the Typer of a group."""
    panel: str
    epilog: str | None = None
    help: str | None = None
    """Of a group; a command's stands in its docstring."""
    more: tuple[tuple[str, str, str], ...] = ()
    """Module, function and epilog of further commands of a group."""

    def listed(self, name: str) -> TyperCommand:
        """Return what a list of commands shows, without loading any."""
        text = self.help or _docstring(self.module, self.attribute)
        return TyperCommand(name, help=text, rich_help_panel=self.panel)

    def loaded(self, name: str) -> Any:
        """Return the command itself, as typer makes it."""
        holder = typer.Typer(rich_markup_mode="markdown", pretty_exceptions_enable=False)
        found = getattr(import_module(self.module), self.attribute)
        if isinstance(found, typer.Typer):
            self._complete(found)
            for each in found.registered_commands:
                each.cls = TakingCommand
            holder.add_typer(found, name=name, cls=TakingGroup, help=self.help, rich_help_panel=self.panel)
        else:
            holder.command(name, cls=TakingCommand, rich_help_panel=self.panel, epilog=self.epilog)(found)
        return typer.main.get_group(holder).commands[name]

    def _complete(self, group: typer.Typer) -> None:
        """Add the further commands, once."""
        there = {each.callback for each in group.registered_commands}
        for module, attribute, epilog in self.more:
            function = getattr(import_module(module), attribute)
            if function not in there:
                group.command(attribute.strip("_"), epilog=epilog)(function)


def _docstring(module: str, function: str) -> str:
    spec = find_spec(module)
    assert spec is not None, f"{module} is listed and not there"  # noqa: S101 - a test loads every command
    code = spec.loader.get_code(module)  # type: ignore[union-attr]  # whatever loads modules of ours has it
    (body,) = (each for each in code.co_consts if isinstance(each, CodeType) and each.co_name == function)
    first = body.co_consts[0]
    return cleandoc(first) if isinstance(first, str) else ""


class _Commands(Mapping[str, Any]):
    """The commands by name, each loaded when it is first looked at."""

    def __init__(self, deferred: Mapping[str, Deferred]) -> None:
        self._deferred = deferred
        self._loaded: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._loaded:
            self._loaded[name] = self._deferred[name].loaded(name)
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._deferred)

    def __len__(self) -> int:
        return len(self._deferred)


class DeferredGroup(TakingGroup):
    """A group that knows its commands by name; a subclass says which they are."""

    deferred: ClassVar[Mapping[str, Deferred]]

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = _Commands(self.deferred)  # type: ignore[assignment]  # nobody adds to them

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands, in the order of the help."""
        return list(self.deferred)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return what a list says of the command, None if there is none."""
        found = self.deferred.get(cmd_name)
        return None if found is None else found.listed(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Return the command that is to run, loaded, with its name and arguments."""
        if args[0] not in self.deferred:
            return super().resolve_command(ctx, args)
        command = self.commands[args[0]]
        if not gc.isenabled():  # `start` had the collector wait until all is loaded; what is loaded stays
            gc.freeze()
            gc.enable()
        return args[0], command, args[1:]
