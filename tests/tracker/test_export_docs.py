"""The page on exports lists every column, attribute and command; its tables of columns are made from the program."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

import pytest

from tests.cli_runner import tracker
from tests.tracker.small import recorded
from tracker.exchange import codebook, dna, position_table, statement_table
from tracker.exchange.graphml import KEYS
from tracker.exchange.tables import STAMP_COLUMNS, Column

PAGE: Final = Path(__file__).parents[2] / "docs" / "reference" / "exports.md"
COLUMNS: Final[dict[str, tuple[Column, ...]]] = {
    "every table": STAMP_COLUMNS,
    "statements": statement_table.COLUMNS,
    "positions": position_table.COLUMNS,
    "codebook": codebook.COLUMNS,
    "dna": dna.COLUMNS,
}


def _table(match: re.Match[str]) -> str:
    rows = [f"| `{each.name}` | {each.meaning} | {each.values} |" for each in COLUMNS[match["name"]]]
    return "\n".join([match["begin"], "| column | meaning | values |", "|---|---|---|", *rows, match["end"]])


def test_every_column_is_documented_as_the_codebook_explains_it() -> None:
    """`DOCS_UPDATE=1` writes the tables anew."""
    text = PAGE.read_text(encoding="utf-8")
    pattern = r"(?P<begin><!-- columns (?P<name>[a-z ]+) -->)\n.*?(?P<end><!-- /columns -->)"
    made, tables = re.subn(pattern, _table, text, flags=re.DOTALL)
    assert tables == len(COLUMNS)
    if os.environ.get("DOCS_UPDATE"):
        PAGE.write_text(made, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == made


@pytest.mark.parametrize("network", KEYS)
def test_every_attribute_of_a_network_is_documented(network: str) -> None:
    text = PAGE.read_text(encoding="utf-8")
    for bearer, names in KEYS[network].items():
        lines = [line for line in text.splitlines() if line.startswith(f"| {bearer}")]
        assert not [name for name in names if not any(f"`{name}`" in line for line in lines)]


def test_every_attribute_of_an_entry_is_documented(tmp_path: Path) -> None:
    recorded(tmp_path / "tracker.db")
    text = PAGE.read_text(encoding="utf-8")
    names = {name for line in tracker("export jsonl").out.splitlines() for name in re.findall(r'"([a-z]+)":"', line)}
    top = {"specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema", "sequence"}
    assert top <= names
    assert not [name for name in (*top, "sequencetype", "recordedby", "causedby", "data") if f"`{name}`" not in text]
