"""Gold that others coded: a folder of texts `X.txt`, each beside brat stand-off `X.ann` or JSON `X.json`.

JSON: a list, or an object with `items` or `statements`, of objects with `start` and `end` - or `content`, an object
with these - and the other fields of `tracker/drafts/1` as far as there are any. brat: as `brat.py` reads it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.extraction import brat
from benchmarks.extraction.marked import Gold, Statement, load
from tracker.extraction.draft import Span

__all__ = ["load_folder"]


def load_folder(folder: Path) -> list[Gold]:
    """Return the gold of a folder: texts with marks in them, or texts with a file beside them."""
    found = load(folder)
    for path in sorted(folder.glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        for beside, read in ((path.with_suffix(".json"), _json), (path.with_suffix(".ann"), brat.statements)):
            if beside.exists():
                statements = read(beside.read_text(encoding="utf-8"), text)
                found.append(Gold(path.stem, text, tuple(sorted(statements, key=lambda each: each.content))))
                break
    return found


def _json(document_text: str, _text: str) -> Iterator[Statement]:
    document = json.loads(document_text)
    items = document if isinstance(document, list) else document.get("items", document.get("statements", []))
    for item in items:
        content = item.get("content", item)
        yield Statement(
            Span(content["start"], content["end"]),
            item.get("form", "reported"),
            _place(item, "cue", "cue"),
            _place(item, "speaker", "speaker_mention"),
            *(_word(item, name) for name in ("speaker", "party", "issue", "act", "stance")),
        )


def _word(item: dict[str, Any], name: str) -> str | None:
    value = item.get(name)
    return value if isinstance(value, str) else None


def _place(item: dict[str, Any], flat: str, nested: str) -> Span | None:
    if isinstance(item.get(nested), dict):
        return Span(item[nested]["start"], item[nested]["end"])
    start = item.get(f"{flat}_start")
    return None if start is None else Span(start, item[f"{flat}_end"])
