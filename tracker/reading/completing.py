"""What a half-typed word may become: names that stand for something, and handles of entries.

What is offered always begins with what is typed: shells drop everything else. So for `Brit` not the id
`united-kingdom` is offered but the alias that was begun, `Britain`, in a spelling without spaces.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from events.text import name_key
from tracker.reading.registry import Entity, Noun

__all__ = ["names_beginning", "seqs_beginning"]

_AFTER_ALL: Final = "\U0010ffff"
_JOINTS: Final = frozenset("-_./")


def names_beginning(connection: sqlite3.Connection, noun: Noun, typed: str) -> Iterator[tuple[str, Entity]]:
    """Yield one word for each thing of the kind that has an id, name or alias beginning so, and the thing.

    The id where it begins so, else the first such name; a name of several things or one that a shell would not take
    as it stands is left out.
    """
    key = name_key(typed)
    if typed.endswith("-"):
        key += "-"
    rows = connection.execute(
        "SELECT names.key, registry.seq, registry.id, registry.data"
        " FROM names JOIN registry ON registry.seq = names.entity"
        " WHERE names.noun = ?1 AND names.key >= ?2 AND names.key < ?2 || ?3 ORDER BY names.key, names.entity",
        (noun, key, _AFTER_ALL),
    ).fetchall()
    shared = {before[0] for before, row in pairwise(rows) if before[0] == row[0]}
    offered: set[int] = set()
    for name, seq, entity_id, data in rows:
        word = entity_id if entity_id.startswith(typed) else typed + name[len(key) :]
        if seq in offered or (word != entity_id and (name in shared or not _is_plain(word))):
            continue
        offered.add(seq)
        yield word, Entity(seq, noun, entity_id, json.loads(data))


def _is_plain(word: str) -> bool:
    """Say whether a word has letters, marks, digits and joints only, so that no shell reads more into it."""
    return all(char in _JOINTS or unicodedata.category(char)[0] in "LMN" for char in word)


def seqs_beginning(typed: str, head: int) -> Iterator[int]:
    """Yield the seqs up to the head, newest first, whose handles begin with what is typed, such as `e` or `e4`."""
    digits = typed.removeprefix("e")
    if "e".startswith(typed):
        yield from range(head, 0, -1)
    elif typed.startswith("e") and digits.isascii() and digits.isdigit() and not digits.startswith("0"):
        runs = []
        first, last = int(digits), int(digits)
        while first <= head:
            runs.append(range(min(last, head), first - 1, -1))
            first, last = first * 10, last * 10 + 9
        for run in reversed(runs):
            yield from run
