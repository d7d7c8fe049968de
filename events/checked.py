"""A check on one value as part of its type, in words that pydantic reads and that do not load pydantic.

`Id`, `Label` and their like stand beside the functions that every question calls; a question must not pay for the
models of the events.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

__all__ = ["Checked"]


class Checked:
    """What stands in `Annotated[str, Checked(check)]`: `check` returns the text, or raises a ValueError that says why.

    A text shorter or longer than the lengths given, in characters, is refused before `check` sees it.
    """

    def __init__(
        self, check: Callable[[str], str], *, length_min: int | None = None, length_max: int | None = None
    ) -> None:
        self.func = check
        self._lengths = {"min_length": length_min, "max_length": length_max}

    def __get_pydantic_core_schema__(self, source: type[str], handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        lengths = {name: length for name, length in self._lengths.items() if length is not None}
        schema = cast("CoreSchema", {**handler(source), **lengths})  # a schema of str takes both
        return core_schema.no_info_after_validator_function(self.func, schema)
