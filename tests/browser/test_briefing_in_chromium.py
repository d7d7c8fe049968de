"""The page of a briefing, opened from its file in Chromium: the slider by keyboard, no complaint, nothing fetched."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.laws.test_briefing import HOSTILE, PLAIN, Words, briefing_with
from tracker import Ledger, Position
from tracker.exchange.briefing import Axis, briefing_of
from tracker.exchange.page.document import as_page
from tracker.view import View

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AS_OF: Final = date(2025, 11, 20)
SINCE: Final = "2025-09-01"
STOPS_MAX: Final = 60
"""More stops of the Tab key than there are before the slider."""
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

TABLE: Final = """() => [...document.querySelectorAll("table tr")].map((row) => [...row.cells].map((cell) => {
    const copy = cell.cloneNode(true);
    for (const sign of copy.querySelectorAll(".sign")) sign.remove();
    return [...copy.childNodes].map((node) => node.textContent.trim()).join("; ");
}))"""
"""The grid's texts, without the signs that say the same."""

PAIRS: Final = """() => [...document.querySelectorAll("[data-form=full]")].map((place) => ({
    text: place.textContent,
    notes: [...place.querySelectorAll("a")].map((link) => document.querySelector(link.hash).textContent),
}))"""
"""What the sections say of each pair, and what its footnotes do."""

MOVING: Final = """() => [...document.querySelectorAll("[data-pair]")].map((place) => place.outerHTML).join("")"""


@dataclass
class Watched:
    """A page, and what it did besides being shown."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@contextmanager
def opened(browser: Browser, path: Path, **options: Any) -> Iterator[Watched]:
    """Open a file in a browser that has no network; at the end nothing was fetched but the file, nothing complained."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    context.set_offline(True)
    watched = Watched(context.new_page())
    page = watched.page
    page.on("console", lambda message: watched.complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: watched.complaints.append(f"error: {error}"))
    page.on("dialog", lambda dialog: watched.complaints.append(f"dialog: {dialog.message}"))
    page.on("request", lambda request: watched.requests.append(request.url))
    try:
        page.goto(path.as_uri())
        yield watched
        assert watched.complaints == []
        assert watched.requests == [path.as_uri()]
    finally:
        context.close()


@pytest.fixture(scope="module")
def view(shifts_ledger: Ledger) -> View:
    """The cut of the page."""
    return shifts_ledger.at(AS_OF)


@pytest.fixture(scope="module", params=["party", "issue"])
def file(view: View, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """The page, once by party and once by issue."""
    by: Axis = request.param
    path: Path = tmp_path_factory.mktemp("page") / "briefing.html"
    path.write_text(as_page(briefing_of(view, by=by, since=SINCE)), encoding="utf-8")
    return path


# What the library says


def cell_text(position: Position) -> str:
    """A cell of the grid in words."""
    if position.stance is None:
        return "no record"
    counts = [f"{stance} {count}" for stance, count in position.deciding.items()] if position.stance == "mixed" else []
    inherited = ["inherited"] if position.basis == "inherited" else []
    marks = [*inherited, *(["stale"] if position.stale else []), *(["offer lapsed"] if position.lapsed else [])]
    return "; ".join(filter(None, [position.stance, ", ".join([*counts, *marks])]))


def table_as_of(ledger: Ledger, view: View, day: date) -> list[list[str]]:
    """The whole grid as of a day, as known at the page's cut."""
    as_of = ledger.at(day, known_at=f"e{view.cut.seq}")
    pairs = [pair for pair in view.pairs() if view.phases(*pair)]
    parties, issues = sorted({party for party, _ in pairs}), sorted({issue for _, issue in pairs})
    head = ["Issue", *(view.resolve("party", party).label for party in parties)]
    rows = [
        [view.resolve("issue", issue).label, *(cell_text(as_of.position(party, issue)) for party in parties)]
        for issue in issues
    ]
    return [head, *rows]


def days_of_change(view: View) -> list[date]:
    """Every day up to the cut as of which a position is another than the day before."""
    phases = [phase for pair in view.pairs() for phase in view.phases(*pair) if phase.first_day != phase.end_day]
    days = {day for phase in phases for day in (phase.first_day, phase.end_day) if day is not None}
    return sorted(day for day in days if day <= AS_OF)


# The keyboard


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the element of that id has the focus."""
    for _ in range(STOPS_MAX):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == name:
            return
    raise AssertionError(f"Tab never reaches {name}")


def day_of(page: Page) -> date:
    """The day that the slider says it stands on; it says the same in three ways."""
    told = page.evaluate(
        """() => {
            const slider = document.getElementById("slider");
            const texts = [...document.querySelectorAll(".day-shown, #day")].map((place) => place.textContent);
            return [...new Set([slider.getAttribute("aria-valuetext"), ...texts])];
        }"""
    )
    assert len(told) == 1, told
    return date.fromisoformat(told[0])


def check(page: Page, ledger: Ledger, view: View) -> None:
    """See that the page says of the day it shows what the library does, pair by pair, and where it rests on."""
    day = day_of(page)
    assert page.evaluate(TABLE) == table_as_of(ledger, view, day)
    as_of = ledger.at(day, known_at=f"e{view.cut.seq}")
    told = page.evaluate(PAIRS)
    numbers = page.evaluate("[...document.querySelectorAll('[data-form=full]')].map((place) => place.dataset.pair)")
    pairs = page.evaluate("JSON.parse(document.getElementById('positions').textContent).positions")
    assert sorted(map(int, numbers)) == list(range(len(pairs)))
    for number, item in zip(numbers, told, strict=True):
        position = as_of.position(pairs[int(number)]["party"], pairs[int(number)]["issue"])
        assert len(item["notes"]) == len(position.statements)
        assert all(f"Entry {entry}" in note for entry, note in zip(position.statements, item["notes"], strict=True))
        assert all(condition in item["text"] for condition in position.conditions)
        assert position.since is None or f"since {position.since}" in item["text"]
        assert (position.stance or "no position on record") in item["text"]


def test_every_cell_follows_the_slider(browser: Browser, file: Path, view: View, shifts_ledger: Ledger) -> None:
    """Tab reaches it; arrows move it by a day, Home and End to its ends, Page Up and Page Down by more."""
    with opened(browser, file) as watched:
        page = watched.page
        tab_to(page, "slider")
        first = days_of_change(view)[0]
        assert day_of(page) == AS_OF
        check(page, shifts_ledger, view)
        for key, reached in (
            ("ArrowLeft", AS_OF - timedelta(days=1)),
            ("Home", first),
            ("ArrowRight", first + timedelta(days=1)),
        ):
            page.keyboard.press(key)
            assert day_of(page) == reached
            check(page, shifts_ledger, view)
        before = first
        for key in ("PageUp", "PageUp", "PageUp", "PageUp"):
            page.keyboard.press(key)
            assert day_of(page) > before + timedelta(days=1)
            before = day_of(page)
            check(page, shifts_ledger, view)
        page.keyboard.press("PageDown")
        assert day_of(page) < before
        check(page, shifts_ledger, view)
        page.keyboard.press("End")
        assert day_of(page) == AS_OF


def test_at_its_end_the_page_is_as_it_came(browser: Browser, file: Path) -> None:
    """What the script makes of the cut is what stands in the file."""
    with opened(browser, file) as watched:
        page = watched.page
        came = page.evaluate(MOVING)
        tab_to(page, "slider")
        page.keyboard.press("Home")
        assert page.evaluate(MOVING) != came
        page.keyboard.press("End")
        assert page.evaluate(MOVING) == came


def test_buttons_go_from_change_to_change(browser: Browser, file: Path, view: View, shifts_ledger: Ledger) -> None:
    """Back through every day on which anything changed, then forward again; at the ends they say that it is one."""
    days = days_of_change(view)
    with opened(browser, file) as watched:
        page = watched.page
        tab_to(page, "previous")
        for day in reversed(days):
            page.keyboard.press("Enter")
            assert day_of(page) == day
        check(page, shifts_ledger, view)
        page.keyboard.press("Enter")
        assert day_of(page) == days[0]
        assert page.locator("#summary").text_content() == "No position changes earlier."
        tab_to(page, "next")
        for day in days[1:]:
            page.keyboard.press("Space")
            assert day_of(page) == day
        check(page, shifts_ledger, view)
        page.keyboard.press("Space")
        assert page.locator("#summary").text_content() == "No position changes later, up to the day of this briefing."


def test_what_changed_is_said(browser: Browser, file: Path) -> None:
    """In a place that screen readers read out by itself; the first three, and how many more."""
    with opened(browser, file) as watched:
        page = watched.page
        summary = page.get_by_role("status").and_(page.locator("#summary"))
        assert summary.text_content() == (
            "Positions are shown as of this day. The arrow keys move it by a day, Page Up and Page Down by more."
        )
        tab_to(page, "previous")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        assert summary.text_content() == "Different from 2025-11-14: Ukraine on An overall agreement: ambiguous."
        tab_to(page, "slider")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
        assert summary.text_content() == "No position differs from 2025-11-11."
        page.keyboard.press("Home")
        told = summary.text_content()
        assert told.startswith("Different from 2025-11-10: ")
        assert told.endswith(" more.")


@pytest.fixture(scope="module", params=["party", "issue"])
def shorter_file(view: View, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A page of fewer parties, with every stance and mark on it; axe takes its time over each element."""
    parties = ["russia", "united-kingdom", "united-states", "invented-contact-group"]
    told = briefing_of(view, parties, by=request.param, since=SINCE)
    path: Path = tmp_path_factory.mktemp("page") / "briefing.html"
    path.write_text(as_page(told), encoding="utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_rule_of_accessibility_is_broken(browser: Browser, shorter_file: Path, width: int, scheme: str) -> None:
    """axe finds nothing against WCAG 2.2 A and AA nor good practice, at the cut and earlier; nothing overflows."""
    with opened(browser, shorter_file, viewport={"width": width, "height": 900}, color_scheme=scheme) as watched:
        tab_to(watched.page, "slider")
        watched.page.keyboard.press("End" if scheme == "light" else "PageDown")
        found = axe(watched.page)
        assert found.violations_count == 0, found.generate_report()
        assert watched.page.evaluate("document.documentElement.scrollWidth") == width


def axe(page: Page) -> Any:
    """What axe has to say of a page."""
    from axe_playwright_python.sync_playwright import Axe

    return Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})


def test_axe_would_find_what_is_broken(browser: Browser, tmp_path: Path) -> None:
    """A slider without a label, and words too pale to be read."""
    path = tmp_path / "briefing.html"
    path.write_text(as_page(briefing_with(PLAIN, "party")), encoding="utf-8")
    with opened(browser, path) as watched:
        watched.page.evaluate("document.querySelector('label').remove()")
        watched.page.evaluate("document.querySelector('h1').style.color = '#eeeeee'")
        broken = {each["id"] for each in axe(watched.page).response["violations"]}
        assert broken == {"label", "color-contrast"}


def test_without_a_script_the_cut_is_there(browser: Browser, file: Path, view: View, shifts_ledger: Ledger) -> None:
    """All positions and all evidence, no slider that does not work, and a word about it."""
    with opened(browser, file, java_script_enabled=False) as watched:
        page = watched.page
        assert page.evaluate(TABLE) == table_as_of(shifts_ledger, view, AS_OF)
        assert page.locator("#controls").is_hidden()
        assert page.get_by_text("The slider over earlier days needs JavaScript").is_visible()
        assert page.locator(".notes > li").count() == len(briefing_of(view, since=SINCE).notes)


def test_on_paper_the_evidence_is_there_and_the_slider_is_not(browser: Browser, file: Path) -> None:
    """And the day that is shown, which need not be the cut's."""
    with opened(browser, file, color_scheme="dark") as watched:
        page = watched.page
        tab_to(page, "slider")
        page.keyboard.press("Home")
        page.emulate_media(media="print")
        assert page.locator("#controls").is_hidden()
        assert page.locator("nav").is_hidden()
        assert page.locator("caption").inner_text() == "Positions as of 2023-09-05"
        assert all(note.is_visible() for note in page.locator(".notes > li").all())
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("turn", range(0, len(HOSTILE), 6))
def test_no_words_do_anything(browser: Browser, tmp_path: Path, turn: int) -> None:
    """Words that are meant to run, to fetch or to be clicked are shown, also by the script."""
    harm = itertools.cycle([*HOSTILE[turn:], *HOSTILE[:turn]])
    words = {each.name: "".join(filter(str.isprintable, next(harm))) for each in fields(Words)}
    words["url"] = "https://evil.example/"
    path = tmp_path / "hostile.html"
    path.write_text(as_page(briefing_with(Words(**words), "party")), encoding="utf-8")
    with opened(browser, path) as watched:
        page = watched.page
        tab_to(page, "slider")
        for key in ("Home", "End"):
            page.keyboard.press(key)
            assert page.locator(".condition").first.text_content() == f"Condition: {words['condition']}"
        assert page.locator("script").count() == 2
        assert {link.get_attribute("href") for link in page.locator("a[href^=http]").all()} == {words["url"]}
