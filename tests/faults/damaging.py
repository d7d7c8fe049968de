"""Damaged media: bits that flip, pages zeroed or in each other's place, files that end early; never silently."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from events.checkpoint import Checkpoint, checkpoint_of
from events.errors import RecordError
from events.sqlite_log import SqliteLog
from events.transfer import export_lines
from tests.events.samples import event
from tests.faults.killing import new_dossier
from tests.faults.outcome import Outcome
from tracker.ledger import open_ledger
from tracker.verifying import verify

__all__ = ["damage_files"]

_PAGE: Final = 8_192
_EVENTS: Final = 24


@dataclass(frozen=True, slots=True)
class _Good:
    """A log as it was, its last writes still in the -wal file, and what it said."""

    files: dict[str, bytes]
    kept: Checkpoint
    exported: bytes
    answers: list[dict[str, Any]]


def damage_files(folder: Path, times: int, seed: int) -> Outcome:
    """Damage copies of a log, one after the other, and ask whether the damage is harmless or reported."""
    outcome = Outcome("bits flipped, pages zeroed or swapped, files cut", "copies")
    outcome.harm.update({"silent": 0, "without a sentence": 0})
    chance = random.Random(seed)
    whole, unmerged = _good(folder / "good")
    here = folder / "damaged"
    for _ in range(times):
        good = whole if chance.random() < 0.6 else unmerged
        files = dict(good.files)
        name = chance.choice(sorted(files))
        files[name] = chance.choices(_DAMAGES, weights=(85, 5, 5, 5))[0](files[name], chance)
        _write(here, files)
        outcome.tried += 1
        result = _judged(here / "log.db", good)
        (outcome.harm if result in outcome.harm else outcome.seen)[result] += 1
    return outcome


def _good(folder: Path) -> tuple[_Good, _Good]:
    """Return a log in one file, and the same with its last writes in the -wal file beside it."""
    folder.mkdir()
    path = folder / "log.db"
    new_dossier(path)
    with open_ledger(path) as ledger:
        ledger.append([event(f"k{number}") for number in range(_EVENTS)])
    whole = _as_it_is(path, {"log.db": path.read_bytes()})
    with open_ledger(path) as ledger:
        for number in range(_EVENTS):
            ledger.append([event(f"later{number}", stance="opposes")])
        files = {each.name: each.read_bytes() for each in folder.iterdir() if each.name in {"log.db", "log.db-wal"}}
        unmerged = _as_it_is(path, files)
    return whole, unmerged


def _as_it_is(path: Path, files: dict[str, bytes]) -> _Good:
    with closing(SqliteLog(path)) as log:
        return _Good(files, checkpoint_of(log), b"".join(export_lines(log)), _answers(path))


def _answers(path: Path) -> list[dict[str, Any]]:
    with open_ledger(path) as ledger:
        return [each.as_json() for each in ledger.at("2025-12-31").positions("russia")]


def _write(folder: Path, files: dict[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)


def _judged(path: Path, good: _Good) -> str:
    try:
        with closing(SqliteLog(path)) as log:
            if not verify(log).ok:
                return "reported"
            if not verify(log, against=good.kept).ok:
                return "reported by a checkpoint"
            same = b"".join(export_lines(log)) == good.exported
        return "harmless" if same and _answers(path) == good.answers else "silent"
    except RecordError:
        return "reported"
    except sqlite3.DatabaseError:
        return "reported"  # the command line makes its sentence of it
    except Exception:
        return "without a sentence"


def _flip(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _zero(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(0, len(content), _PAGE)
    return content[:at] + bytes(len(content[at : at + _PAGE])) + content[at + _PAGE :]


def _swap(content: bytes, chance: random.Random) -> bytes:
    pages = [content[at : at + _PAGE] for at in range(0, len(content), _PAGE)]
    one, other = chance.randrange(len(pages)), chance.randrange(len(pages))
    pages[one], pages[other] = pages[other], pages[one]
    return b"".join(pages)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


_DAMAGES: Final[tuple[Callable[[bytes, random.Random], bytes], ...]] = (_flip, _zero, _swap, _cut)
