"""From the schema an event was written in to the one this program reads, step by step, on the raw data.

A step is a function from the data of schema n to the data of schema n + 1. Nothing is ever rewritten in the
log: old events keep their bytes and are lifted whenever they are read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from events.errors import NewerLogError
from events.kinds import KINDS

__all__ = ["STEPS", "upcast"]

Data = dict[str, Any]
Step = Callable[[Data], Data]

STEPS: Final[dict[tuple[str, int], Step]] = {}
"""(kind, schema it lifts from) -> step. Empty: schema 1 is the first."""


def upcast(kind: str, schema: int, data: Data, steps: Mapping[tuple[str, int], Step] = STEPS) -> Data:
    """Return `data` as the current schema of `kind` has it.

    Raises:
        NewerLogError: the event was written by a later version.
    """
    current = KINDS[kind].schema_number
    if schema > current:
        raise NewerLogError(f"an event of kind {kind}", schema, current)
    for number in range(schema, current):
        data = steps[kind, number](data)
    return data
