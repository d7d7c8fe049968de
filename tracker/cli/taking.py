"""Commands that take typed words as they stand where nothing is to be checked or changed.

Typer has pydantic check every option, also one that is not given, and to load it costs more than a question. What is
plainly right - nothing, a text for a text, a word of a closed list as it is spelt, a file that can be read - needs no
check; all else goes typer's own way, and gets its sentences.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any, Final

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

__all__ = ["TakingCommand", "TakingGroup"]

_UNSURE: Final = object()


class TakingCommand(TyperCommand):
    """A command whose options and arguments do so."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return its options and arguments, `--help` among them."""
        return _taking(super().get_params(ctx))


class TakingGroup(TyperGroup):
    """A group whose own options do so."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return its options, `--help` and those for completion among them."""
        return _taking(super().get_params(ctx))


class _Option(TyperOption):
    def process_value(self, ctx: Any, value: Any) -> Any:
        return _processed(self, ctx, value, super().process_value)


class _Argument(TyperArgument):
    def process_value(self, ctx: Any, value: Any) -> Any:
        return _processed(self, ctx, value, super().process_value)


_OURS: Final[dict[type, type]] = {TyperOption: _Option, TyperArgument: _Argument}


def _taking(parameters: list[Any]) -> list[Any]:
    """Make of typer's options and arguments, which it makes of no other class, those that take."""
    for each in parameters:
        if hasattr(each, "type_descriptor"):  # a typer without it checks everything by itself
            each.__class__ = _OURS.get(type(each), type(each))
    return parameters


def _processed(parameter: Any, ctx: Any, value: Any, checked: Callable[[Any, Any], Any]) -> Any:
    taken = _several(parameter, value) if parameter.multiple or parameter.nargs != 1 else _one(parameter, value)
    is_missing = parameter.required and not ctx.resilient_parsing and parameter.value_is_missing(taken)
    if taken is _UNSURE or is_missing:  # of a half-typed line nothing is missed
        return checked(ctx, value)
    return taken if parameter.callback is None else parameter.callback(ctx, parameter, taken)


def _several(parameter: Any, value: Any) -> Any:
    if value is None:
        return () if parameter.multiple or parameter.nargs == -1 else None
    is_texts = parameter.type_descriptor.annotation == list[str] and isinstance(value, list | tuple)
    return list(value) if is_texts and all(type(each) is str for each in value) else _UNSURE


def _one(parameter: Any, value: Any) -> Any:
    wanted = parameter.type_descriptor.annotation
    if value is None or (wanted in {str, bool} and type(value) is wanted):
        return value
    if wanted is Path and isinstance(value, str | Path):
        return Path(value) if _is_taken(value, parameter.type_descriptor.parameter_info) else _UNSURE
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return next((each for each in wanted if each is value or each.value == value), _UNSURE)
    return _UNSURE


def _is_taken(path: str | Path, info: Any) -> bool:
    """Say whether typer would find no fault with a path, and leave it as it is typed."""
    if not (info.file_okay and info.dir_okay) or info.writable or info.resolve_path or info.path_type:
        return False
    return os.access(path, os.R_OK) if os.path.lexists(path) else not info.exists
