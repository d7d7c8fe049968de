"""Score engines and print tables: `python -m benchmarks.extraction [--engine E]... [--gold FOLDER] [--misses]`."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.extraction.fields import FIELDS, coded, shares
from benchmarks.extraction.folders import load_folder
from benchmarks.extraction.marked import Gold, load, names
from benchmarks.extraction.scoring import Counts, pairs, score
from tracker.errors import MissingExtraError
from tracker.extraction.draft import Draft
from tracker.extraction.engines import engine, engine_names
from tracker.extraction.guard import extract
from tracker.extraction.names import Names

Scored = tuple[Gold, Sequence[Draft]]


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", action="append", choices=engine_names(), help="which; left out: all that can run")
    parser.add_argument("--gold", type=Path, help="a folder of gold coded elsewhere, scored with no names known")
    parser.add_argument("--misses", action="store_true", help="list what was missed, miscoded, or should not be there")
    options = parser.parse_args()
    gold = load() if options.gold is None else load_folder(options.gold)
    known = names() if options.gold is None else Names()
    scored = {name: _scored(name, gold, known) for name in options.engine or _usable()}
    _print_table("found", scored, lambda texts: sum((score(*each) for each in texts), Counts()).figures)
    _print_table("fields", scored, lambda texts: shares(sum((coded(*each) for each in texts), Counter[str]())))
    if options.misses:
        for texts in scored.values():
            _print_misses(texts)


def _usable() -> list[str]:
    found = []
    for name in engine_names():
        try:
            engine(name)
        except MissingExtraError as error:
            print(f"left out: {error}", file=sys.stderr)
        else:
            found.append(name)
    return found


def _scored(name: str, gold: Sequence[Gold], known: Names) -> list[Scored]:
    extractor = engine(name)
    return [(each, extract(extractor, each.text, known, each.published).drafts) for each in gold]


def _print_table(
    title: str, scored: dict[str, list[Scored]], figures: Callable[[list[Scored]], dict[str, float]]
) -> None:
    names_of_figures = list(figures([]))
    print(f"| {title} | texts | {' | '.join(names_of_figures)} |\n|{'---|' * (len(names_of_figures) + 2)}")
    for name, texts in scored.items():
        parts = {
            "looked at": [each for each in texts if not each[0].held_out],
            "held out": [each for each in texts if each[0].held_out],
            "all": texts,
        }
        for part, chosen in parts.items():
            if chosen and (part == "all" or len(chosen) < len(texts)):
                row = " | ".join(f"{each:.1f}" for each in figures(chosen).values())
                print(f"| {name} | {part}, {len(chosen)} | {row} |")
    print()


def _print_misses(texts: Sequence[Scored]) -> None:
    for each, drafts in texts:
        alone = [score(Gold(each.name, each.text, (one,)), drafts) for one in each.statements]
        for one, counts in zip(each.statements, alone, strict=True):
            if not counts.matched or counts.sources_right < counts.sources:
                print(f"{each.name}: {'speaker of' if counts.matched else 'missed'} {one.content.of(each.text)!r}")
        for draft in drafts:
            if not score(each, [draft]).matched:
                print(f"{each.name}: not in the gold {draft.content.of(each.text)!r}")
        for draft, known in pairs(each.text, drafts, each.statements):
            for field in FIELDS:
                ours, theirs = getattr(draft, field), getattr(known, field)
                if ours != theirs and (each.is_whole or theirs is not None):
                    print(f"{each.name}: {field} is {theirs}, not {ours}: {known.content.of(each.text)!r}")


if __name__ == "__main__":
    main()
