"""Score engines and print a table: `python -m benchmarks.extraction [--engine E]... [--gold FOLDER] [--misses]`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.extraction.folders import load_folder
from benchmarks.extraction.marked import Gold, load, names
from benchmarks.extraction.scoring import Counts, score
from tracker.extraction.engines import engine, engine_names
from tracker.extraction.extractor import Extractor
from tracker.extraction.guard import extract
from tracker.extraction.names import Names

_OURS: Final = ("rules", "spacy")


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", action="append", choices=engine_names(), help="which; left out: rules and spacy")
    parser.add_argument("--gold", type=Path, help="a folder of gold coded elsewhere, scored with no names known")
    parser.add_argument("--misses", action="store_true", help="list what was missed, and what should not be there")
    options = parser.parse_args()
    gold = load() if options.gold is None else load_folder(options.gold)
    known = names() if options.gold is None else Names()
    parts = {}
    if options.gold is None:
        parts["looked at"] = [each for each in gold if not each.held_out]
        parts["held out"] = [each for each in gold if each.held_out]
    print(
        "| engine | texts | content | quoted | cue | source | end to end | wrong |\n|---|---|---|---|---|---|---|---|"
    )
    for name in options.engine or _OURS:
        for part, texts in (*parts.items(), ("all", gold)):
            if texts:
                figures = _counted(engine(name), texts, known).figures.values()
                print(f"| {name} | {part}, {len(texts)} | {' | '.join(f'{each:.1f}' for each in figures)} |")
        if options.misses:
            _print_misses(engine(name), gold, known)


def _counted(extractor: Extractor, gold: Sequence[Gold], known: Names) -> Counts:
    return sum((score(each, extract(extractor, each.text, known).drafts) for each in gold), Counts())


def _print_misses(extractor: Extractor, gold: Sequence[Gold], known: Names) -> None:
    for each in gold:
        drafts = extract(extractor, each.text, known).drafts
        alone = [score(Gold(each.name, each.text, (one,)), drafts) for one in each.statements]
        for one, counts in zip(each.statements, alone, strict=True):
            if not counts.matched or counts.sources_right < counts.sources:
                print(f"{each.name}: {'speaker of' if counts.matched else 'missed'} {one.content.of(each.text)!r}")
        for draft in drafts:
            if not score(each, [draft]).matched:
                print(f"{each.name}: not in the gold {draft.content.of(each.text)!r}")


if __name__ == "__main__":
    main()
