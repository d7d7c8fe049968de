"""Gold that others coded: a folder of texts `X.txt`, each beside brat stand-off `X.ann` or JSON `X.json`.

JSON: a list, or an object with `items` or `statements`, of objects with `start` and `end` - or `content`, an object
with these - and the other fields of `tracker/drafts/1` as far as there are any. brat: spans of the types Content, Cue
and Source (or Speaker), and relations from a Content to a Cue or Source, or from a Cue to both.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.extraction.marked import Gold, Statement, load
from tracker.extraction.draft import Span

__all__ = ["load_folder"]


def load_folder(folder: Path) -> list[Gold]:
    """Return the gold of a folder: texts with marks in them, or texts with a file beside them."""
    found = load(folder)
    for path in sorted(folder.glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        for beside, read in ((path.with_suffix(".json"), _json), (path.with_suffix(".ann"), _brat)):
            if beside.exists():
                statements = read(beside.read_text(encoding="utf-8"))
                found.append(Gold(path.stem, text, tuple(sorted(statements, key=lambda each: each.content))))
                break
    return found


def _json(text: str) -> Iterator[Statement]:
    document = json.loads(text)
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


def _brat(text: str) -> Iterator[Statement]:
    spans: dict[str, tuple[str, Span]] = {}
    linked: dict[str, set[str]] = {}
    for line in text.splitlines():
        key, _, rest = line.partition("\t")
        words = rest.split("\t")[0].replace(";", " ").split()
        if key.startswith("T"):
            spans[key] = (words[0].lower(), Span(int(words[1]), int(words[-1])))
        elif key.startswith("R"):
            one, other = (each.split(":")[1] for each in words[1:3])
            linked.setdefault(one, set()).add(other)
            linked.setdefault(other, set()).add(one)
    for key, (kind, content) in spans.items():
        if kind == "content":
            yield Statement(
                content,
                "reported",
                _near(key, {"cue"}, spans, linked),
                _near(key, {"source", "speaker"}, spans, linked),
            )


def _near(key: str, kinds: set[str], spans: dict[str, tuple[str, Span]], linked: dict[str, set[str]]) -> Span | None:
    """Return a span of these kinds one relation away, or two."""
    reach = linked.get(key, set())
    further = {other for each in reach for other in linked.get(each, set())}
    return next(
        (spans[each][1] for each in (*sorted(reach), *sorted(further)) if each in spans and spans[each][0] in kinds),
        None,
    )
