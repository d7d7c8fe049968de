"""`tracker export md` and `html`: what a briefing says, and what its page is made of."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files
from pathlib import Path
from typing import Final

import pytest

from events.envelope import NewEvent
from events.kinds import IssueAmended, OfficeAssumed, OfficeLeft
from tests.cli_runner import run, tracker
from tests.pages import Page, page_of
from tests.tracker.small import CUT, LATER, MIDWAY, ROOT, SMALL, expected, recorded, recorded_hostile
from tracker import create_ledger, open_ledger
from tracker.exchange.briefing import briefing_of
from tracker.exchange.page.standing import NONE, SIGNS
from tracker.exchange.palette import colour_of

RENAMED: Final = (
    *LATER,
    ("retitled", IssueAmended(path="ceasefire", title="Retitled", proposition="The fighting stops.")),
)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The small dossier, in which names were amended after the cut."""
    path = tmp_path / "tracker.db"
    recorded(path, *RENAMED)
    return path


def page(words: str, *more: object) -> Page:
    """The page that a command writes."""
    return page_of(tracker(f"export html {words}", *more).out)


# Markdown


@pytest.mark.usefixtures("small")
def test_the_whole_of_a_briefing_in_markdown() -> None:
    """Party by party, with evidence, changes and what is missing; names are those of the cut."""
    assert tracker("export md --since 2025-11-12", *CUT).out == expected("briefing.md")


@pytest.mark.usefixtures("small")
def test_the_same_issue_by_issue() -> None:
    """Without --since nothing is told of changes, and only the statements of positions are cited."""
    assert tracker("export md --by issue --parties north,bloc", *MIDWAY).out == expected("briefing-by-issue.md")


def test_an_empty_record_makes_a_briefing_too(tmp_path: Path) -> None:
    create_ledger(tmp_path / "tracker.db", name="Nothing yet").close()
    lines = tracker("export md --since 2025-01-01").out.splitlines()
    assert lines[0] == "# Briefing: Nothing yet"
    assert lines[-2:] == ["0 positions of 0 parties on 0 issues.", "Since 2025-01-01: no movement on record."]
    shown = page("--since 2025-01-01")
    assert shown.data["positions"] == []
    assert "slider" not in shown.ids()
    assert [tag for tag, _ in shown.elements if tag == "table"] == []


@pytest.mark.usefixtures("small")
def test_it_goes_where_one_wants_it(tmp_path: Path) -> None:
    wrote = tracker("export md --out briefing.md")
    assert (wrote.out, wrote.err[:19]) == ("", "Wrote briefing.md, ")
    again = run("export", "md", "--out", "briefing.md")
    assert (again.code, again.err) == (
        2,
        "tracker: briefing.md is there already; give another file with --out, or --force to replace it\n",
    )
    tracker("export html --out briefing.md --force")
    assert (tmp_path / "briefing.md").read_bytes() == tracker("export html").out.encode()


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("--parties nobody", "no party 'nobody'. `tracker party list` shows all"),
        ("--issues nothing", "no issue 'nothing'. `tracker issue list` shows all"),
        (
            "--since 05/09/2025",
            "'05/09/2025' is not written so here: it could be 2025-09-05 or 2025-05-09; write the one you mean",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(words: str, sentence: str) -> None:
    for form in ("md", "html"):
        ran = run("export", form, *words.split())
        assert (ran.code, ran.out, ran.err) == (2, "", f"tracker: {sentence}\n")


# Evidence


@pytest.mark.usefixtures("small")
def test_a_citation_is_cut_too() -> None:
    """Before its correction was known a statement is cited as recorded; before it was taken back, without that."""
    with open_ledger("tracker.db") as ledger:
        before, after = ledger.at("2025-11-30", "e17").cite("e12"), ledger.at("2025-11-30").cite("e12")
        assert [each.content.stance for each in (before, after)] == ["opposes", "opposes-unless"]
        assert [len(each.versions) for each in (before, after)] == [1, 2]
        assert [(each.party, each.title) for each in after.titles] == [("north", "Envoy")]
        assert ledger.at("2025-11-27").cite("e14").withdrawal is None
        taken = ledger.at("2025-11-28").cite("e14").withdrawal
        assert taken is not None
        assert (taken.seq, taken.said_on) == (19, "2025-11-28")


def test_who_held_no_office_is_cited_without_one(shifts: Path) -> None:
    """They are those of whom a check says so."""
    with open_ledger(shifts) as ledger:
        view = ledger.at("2025-11-20")
        found = {entry for each in view.findings() if each.kind == "speaker-without-office" for entry in each.entries}
        cited = [note.citation for note in briefing_of(view).notes]
    assert {each.entry for each in cited if each.speaker is not None and not each.titles} == found
    titled = next(
        each for each in cited if each.content.speaker == "emmanuel-macron" and each.content.party == "france"
    )
    assert [(each.party, each.title) for each in titled.titles] == [("france", "President")]


@pytest.mark.parametrize(
    ("said", "titles"),
    [
        ("2025-11-04", []),
        ("2025-11-05", ["Envoy"]),
        ("2025-11-06T10:00Z", ["Envoy"]),
        ("2025-11-07", ["Envoy"]),
        ("2025-11-08", []),
        ("../2025-11-06", ["Envoy"]),
        ("2025-11", ["Envoy"]),
    ],
)
def test_who_takes_or_leaves_an_office_on_a_day_holds_it_that_day(tmp_path: Path, said: str, titles: list[str]) -> None:
    with create_ledger(tmp_path / "tracker.db") as ledger:
        ledger.record("north", "peace", "supports", said=said, speaker="Jo", source="https://a.example/", new=True)
        ledger.append(
            [
                NewEvent(OfficeAssumed(person="jo", party="north", title="Envoy", on="2025-11-05")),
                NewEvent(OfficeLeft(person="jo", party="north", title="Envoy", on="2025-11-07")),
            ]
        )
        view = ledger.at()
        (note,) = briefing_of(view).notes
        assert [title.title for title in note.citation.titles] == titles
        assert ledger.at(known_at="e6").cite(note.citation.entry).titles == []


# The page


def test_the_page_is_one_file_that_fetches_nothing(shifts: Path) -> None:
    """Its policy allows its own script and style by hash; links lead inside it, or to sources when clicked."""
    html = tracker("export html --as-of 2025-11-20 --since 2025-09-01").out
    shown = page_of(html)
    verbatim = dict(shown.verbatim)
    hashes = {kind: base64.b64encode(hashlib.sha256(verbatim[kind].encode()).digest()).decode() for kind in verbatim}
    policy = (
        f"default-src 'none'; script-src 'sha256-{hashes['script']}'; style-src 'sha256-{hashes['style']}'; "
        "base-uri 'none'; form-action 'none'"
    )
    metas = [named for tag, named in shown.elements if tag == "meta"]
    assert {"http-equiv": "Content-Security-Policy", "content": policy} in metas
    assert {"name": "referrer", "content": "no-referrer"} in metas
    fetching = {
        "img",
        "link",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "source",
        "track",
        "base",
        "form",
        "image",
    }
    assert not fetching & {tag for tag, _ in shown.elements}
    names = {name for _, named in shown.elements for name in named}
    assert not [name for name in names if name in {"src", "srcset", "style", "xlink:href"} or name.startswith("on")]
    assert all(target.startswith("#") for target in re.findall(r"url\((.*?)\)", html))
    assert shifts.exists()


def test_the_script_and_style_come_with_the_package() -> None:
    """They are files of it; nothing in them runs text, fetches, or writes markup."""
    folder = files("tracker.exchange.page")
    script, style = ((folder / name).read_text(encoding="utf-8") for name in ("briefing.js", "briefing.css"))
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacent",
        "document.write",
        "eval(",
        "Function(",
        "fetch(",
        "import",
    ):
        assert word not in script
    assert not [word for word in ("url(", "@import", "@font-face", "expression(") if word in style]
    assert '"use strict";' in script
    assert not [each for each in (script, style) if "</" in each]


def test_colours_are_those_of_every_picture() -> None:
    """One palette for the page and for timelines; every stance has a colour, and a sign of its own."""
    style = (files("tracker.exchange.page") / "briefing.css").read_text(encoding="utf-8")
    named = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", style.split("@media", 1)[0]))
    for stance in SIGNS.keys() - {NONE}:
        assert named.get(stance, named["beside"]) == colour_of(stance).fill
        assert f'[data-stance="{stance}"]' in style
    assert len(set(SIGNS.values())) == len(SIGNS)


@pytest.mark.usefixtures("small")
def test_the_page_is_stamped() -> None:
    shown = page("", *CUT)
    stamp = {
        "dossier": "Small talks",
        "as_of": "2025-11-30",
        "known_at": "2025-12-01T09:18:00Z",
        "seq": len(SMALL),
        "rules": 1,
        "root": ROOT,
    }
    assert shown.data["stamp"] == stamp
    texts = set(shown.texts)
    assert {"Small talks", "2025-11-30", f"2025-12-01T09:18:00Z (e{len(SMALL)})", ROOT} <= texts
    assert "Briefing: Small talks, as of 2025-11-30" in texts


@pytest.mark.usefixtures("small")
def test_the_page_carries_every_position_by_days() -> None:
    """From the first day that anybody had a position until the cut's."""
    data = page("--issues ceasefire --parties north", *CUT).data
    assert (data["first_day"], data["last_day"]) == ("2025-11-10", "2025-11-30")
    (position,) = data["positions"]
    assert (position["party"], position["issue"], position["label"]) == ("north", "ceasefire", "Northland on Ceasefire")
    told = [(each["first_day"], each["end_day"], each["stance"], each["lapsed"]) for each in position["spans"]]
    assert told == [
        ("2025-11-10", "2025-11-20", "opposes-unless", False),
        ("2025-11-20", "2025-11-26", "supports-if", False),
        ("2025-11-26", None, "supports-if", True),
    ]


@pytest.mark.usefixtures("small")
def test_as_of_an_instant_the_last_day_ends_there() -> None:
    """What was said later on that day is not on the page, and its last stop is called by the instant."""
    shown = page("--parties north --issues ceasefire", "--as-of", "2025-11-20T09:00+02:00", *CUT[2:])
    (position,) = shown.data["positions"]
    assert [(each["first_day"], each["end_day"], each["stance"]) for each in position["spans"]] == [
        ("2025-11-10", None, "opposes-unless")
    ]
    slider = next(named for tag, named in shown.elements if tag == "input")
    assert slider["aria-valuetext"] == "2025-11-20T07:00:59Z"


def test_words_are_words_also_where_they_mean_harm(tmp_path: Path) -> None:
    recorded_hostile(tmp_path / "tracker.db")
    shown = page("--as-of 2025-12-10")
    assert [kind for kind, _ in shown.verbatim] == ["style", "application/json", "script"]
    assert {each for each in shown.values("href") if not each.startswith("#")} == {"https://x.example/?<script>&'\""}
    assert not [text for text in (*shown.texts, str(shown.data)) if re.search("[\x00-\x08\x1b\u202e\u2066]", text)]


@pytest.mark.usefixtures("shifts")
def test_declining_to_say_stands_beside_a_position() -> None:
    """It changes none, and is not passed over either; with its date as it was recorded."""
    cut = "--as-of 2025-11-20 --parties ukraine --issues venue/moscow"
    assert "  - asked, and did not say: no later than 2023-09-05" in tracker(f"export md {cut}").out.splitlines()
    assert "Asked, and did not say: no later than 2023-09-05 (as of 2025-11-20)" in page(cut).texts
