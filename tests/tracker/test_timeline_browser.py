"""A timeline in a real browser: what the picture supposes about letters holds where they have a font."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pytest

from tests.cli_runner import tracker

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
OFFLINE: Final = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--dump-dom",
)
MEASURING: Final = """
const svg = document.querySelector("svg");
const box = (each) => { const {x, y, width, height} = each.getBBox(); return [x, y, x + width, y + height]; };
const texts = (inside) => [...inside.querySelectorAll("text")].map((each) => [each.textContent, ...box(each)]);
const rows = [...svg.querySelectorAll("[data-issue]")].map((row) => ({
  texts: texts(row),
  bars: [...row.querySelectorAll("[data-from]")].map((bar) => [box(bar.querySelector("rect")), texts(bar)]),
}));
const table = [...svg.querySelectorAll("[role=row]")].map(texts);
document.querySelector("pre").textContent = JSON.stringify({texts: texts(svg), rows, table});
"""

CJK: Final = "中华人民共和国外交部发言人办公室" * 3
NAMES: Final = (
    "The conditions under which all parties would accept a phased withdrawal of weapons",
    "MEMORANDUM OF UNDERSTANDING ON THE WITHDRAWAL OF WEAPONS",
    "جمهورية إيران الإسلامية وحلفاؤها في المنطقة",
    "Зовнішньополітичне відомство та міністерство оборони",
    CJK,
)


@pytest.fixture(scope="module")
def browser() -> str:
    """The path of a browser."""
    found = [path for name in BROWSERS if (path := shutil.which(name))]
    if not found:
        pytest.skip(f"no browser here: none of {', '.join(BROWSERS)} is installed")
    return found[0]


def measured(browser: str, words: str, folder: Path) -> dict[str, Any]:
    """Where a browser puts the text of what `tracker timeline WORDS --svg -` prints."""
    svg = tracker(f"timeline {words} --svg -").out.split("?>", 1)[1]
    page = folder / "page.html"
    page.write_text(f"<!doctype html><meta charset=utf-8><pre></pre>{svg}<script>{MEASURING}</script>", "utf-8")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium refuses to run as root with one
    profile = f"--user-data-dir={folder / 'profile'}"
    ended = subprocess.run(
        [browser, *OFFLINE, *sandbox, profile, page.as_uri()], capture_output=True, check=True, text=True, timeout=60
    )
    found = re.search(r"<pre>(.*?)</pre>", ended.stdout, flags=re.DOTALL)
    assert found is not None, ended.stderr
    told: dict[str, Any] = json.loads(unescape(found[1]))
    return told


@pytest.mark.usefixtures("demo")
def test_letters_keep_to_their_places(browser: str, tmp_path: Path) -> None:
    """No text leaves the picture, no label runs into the bars, no word leaves its bar, no cell runs into the next."""
    for number, name in enumerate(NAMES):
        tracker(f"party add p{number} --name", name)
        for month, stance in enumerate(("supports", "opposes", "neutral", "ambiguous")):
            say = f"record p{number} talks {stance} --said 2025-{month * 2 + 1:02d}-0{number + 1}"
            tracker(f"{say} --source vladivostok-report --new")
        say = f"record p{number} talks supports-if --said 2025-11-0{number + 1} --source vladivostok-report"
        tracker(f"{say} --if", NAMES[0] * 3, "--if", CJK)
    told = measured(browser, "talks --as-of 2026-01-05", tmp_path)
    outside = [text for text, left, top, right, _ in told["texts"] if left < 20 or right > 950 or top < 0]
    assert (len(told["rows"]), len(told["table"]), outside) == (5, 26, [])
    for row in told["rows"]:
        label, *_ = row["texts"]
        assert label[3] <= min(bar[0] for bar, _ in row["bars"])
        words = [(text, right, bar[2]) for bar, texts in row["bars"] for text, _, _, right, _ in texts]
        assert not [word for word, right, end in words if right > end]
        assert len(words) >= 4
    for cells in told["table"]:
        edges = [(left, right) for _, left, _, right, _ in cells if right > left]
        assert all(right <= after for (_, right), (after, _) in pairwise(edges)), cells
