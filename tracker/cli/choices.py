"""A word that is none of a closed list is refused as everything else is: in one sentence, which names the list.

What typer says of it instead is a box below the command's usage, in the words of the library that looked.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import typer
from typer.core import TyperGroup

from tracker.errors import UnreadableError

__all__ = ["ClosedLists"]

_PREFIX: Final = "Value error, "
_WRONG: Final = " is not one of "


class ClosedLists(TyperGroup):
    """A part of the root of the command line, within which all options and arguments are read."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the root's own."""
        with _in_a_sentence():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Read those of the command, and run it."""
        with _in_a_sentence():
            return super().invoke(ctx)


@contextmanager
def _in_a_sentence() -> Iterator[None]:
    try:
        yield
    except typer.BadParameter as error:
        said = error.message.removeprefix(_PREFIX)
        if _WRONG not in said or error.param is None:
            raise
        raise UnreadableError(f"{_name(error.param)}: {said.removesuffix('.')}") from None


def _name(parameter: Any) -> str:
    is_option = parameter.param_type_name == "option"
    return str(max(parameter.opts, key=len) if is_option else parameter.metavar or parameter.name)
