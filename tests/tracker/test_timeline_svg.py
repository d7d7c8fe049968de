"""A timeline as a picture: what is drawn, that it stands alone, and that those who do not see it have the same."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

import pytest

from events.clock import FixedClock
from events.vocabulary import CONDITIONAL, SCALE, Stance
from tests.cli_runner import run, tracker
from tests.tracker.conftest import RECORDED
from tracker import create_ledger, open_ledger
from tracker.exchange.markup import Element, as_html, as_xml, element
from tracker.exchange.palette import colour_of
from tracker.exchange.picture.legend import SWATCH_WIDE
from tracker.exchange.picture.lettering import lines_of, shortened, width_of
from tracker.exchange.picture.looks import SIGNS
from tracker.exchange.picture.pen import DARK, GREY, MARGIN, WIDTH
from tracker.exchange.stamp import stamp_of
from tracker.exchange.timeline_svg import timeline_element
from tracker.movement import MIXED
from tracker.registering import register

AS_OF: Final = "--as-of 2025-11-20 --known-at e135"
SVG: Final = "{http://www.w3.org/2000/svg}"
STANCES: Final = (*map(str, Stance), MIXED)


def picture(words: str) -> Element:
    """The root of what `tracker timeline WORDS --svg -` prints."""
    text = tracker(f"timeline {words} --svg -").out
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<svg ')
    return ElementTree.fromstring(text)  # noqa: S314 - our own


def every(root: Element, tag: str, **named: str) -> list[Element]:
    """All elements of that tag with these attributes; underscores stand for hyphens."""
    wanted = {name.replace("_", "-"): value for name, value in named.items()}
    return [each for each in root.iter(f"{SVG}{tag}") if wanted.items() <= each.attrib.items()]


def text_of(each: Element) -> str:
    return "".join(each.itertext()).strip()


def lines(root: Element) -> Iterator[tuple[float, float, str, float]]:
    """Every line of text: its left edge, its base line, itself, and how wide it is at most."""
    for text in root.iter(f"{SVG}text"):
        for line in text.iter(f"{SVG}tspan"):
            said = line.text or ""
            width = width_of(said.strip(), float(text.get("font-size", "")))
            yield float(line.get("x", "")), float(line.get("y", "")), said, width


def table_of(root: Element) -> list[list[str]]:
    """The table below the picture, row by row, as it is read out."""
    (table,) = every(root, "g", role="table")
    rows = every(table, "g", role="row")
    cells = [[each for each in row.iter(f"{SVG}text") if "role" in each.attrib] for row in rows]
    return [[each.get("aria-label") or " ".join(text_of(each).split()) for each in row] for row in cells]


def bars(root: Element) -> list[tuple[str | None, ...]]:
    """Every bar: of whom, on what, from, until, stance."""
    return [
        (
            row.get("data-party"),
            row.get("data-issue"),
            *(bar.get(f"data-{each}") for each in ("from", "until", "stance")),
        )
        for row in root.iter(f"{SVG}g")
        if "data-party" in row.attrib
        for bar in row
        if "data-from" in bar.attrib
    ]


# What is drawn


@pytest.mark.usefixtures("shifts")
def test_a_picture_has_bars_a_legend_dates_a_table_and_a_stamp() -> None:
    """All that is known of two parties on one issue, and where and when it is known."""
    root = picture(f"settlement {AS_OF}")
    assert bars(root) == [
        ("russia", "settlement", "2023-09-05", "2024-03-04T00:00:00Z", "opposes"),
        ("russia", "settlement", "2024-03-04T00:00:00Z", "2025-11-06", "opposes"),
        ("russia", "settlement", "2025-11-06", None, "opposes-unless"),
        ("ukraine", "settlement", "2023-09-05", "2024-03-04T00:00:00Z", "ambiguous"),
        ("ukraine", "settlement", "2024-03-04T00:00:00Z", "2025-11-14T16:30:59Z", "ambiguous"),
        ("ukraine", "settlement", "2025-11-14T16:30:59Z", None, "supports-if"),
    ]
    (image,) = every(root, "g", role="img")
    assert [text_of(each) for each in image.iter(f"{SVG}text")] == [
        "Positions on An overall agreement",
        "from 2023-09-05, as of 2025-11-20, known at 2026-01-02T03:04:05Z (e135)",
        *("supports", "supports-if", "neutral", "opposes-unless", "opposes", "ambiguous", "stale (thin)"),
        *("Russia", "opposes", "Ukraine", "ambiguous"),
        *("2023-10", "2024-01", "2024-04", "2024-07", "2024-10", "2025-01", "2025-04", "2025-07", "2025-10"),
    ]
    assert table_of(root) == [
        ["party", "from", "until", "position", "entries"],
        ["Russia", "2023-09-05", "2025-11-06", "opposes [stale from 2024-03-04]", "e48"],
        ["Russia", "2025-11-06", "still", "opposes-unless: Ukraine stays out of NATO (softened)", "e133"],
        ["Ukraine", "2023-09-05", "2025-11-14T16:30:59Z", "ambiguous [stale from 2024-03-04]", "e54"],
        ["Ukraine", "2025-11-14T16:30:59Z", "still", "supports-if: the guarantees are binding (clarified)", "e135"],
    ]
    root_hash = tracker("log verify --format json").json["root"]
    assert " ".join(text_of(list(root)[-1]).split()) == (
        "Example with invented follow-up: the war in Ukraine, 2023 to 2025, as of 2025-11-20, "
        f"known at 2026-01-02T03:04:05Z (e135), rules 1, root {root_hash}"
    )


@pytest.mark.usefixtures("shifts")
def test_a_picture_is_told_to_whoever_does_not_see_it() -> None:
    """An image with a title and a description in sentences, and a table with heads and row heads."""
    root = picture(f"settlement {AS_OF}")
    ids = {each.get("id"): text_of(each) for each in root.iter() if "id" in each.attrib}
    (image,) = every(root, "g", role="img")
    assert root.get("aria-labelledby") == image.get("aria-labelledby") == "timeline-title"
    assert ids["timeline-title"] == "Positions on An overall agreement"
    assert ids[image.get("aria-describedby")] == (
        "Positions on An overall agreement from 2023-09-05, as of 2025-11-20, known at 2026-01-02T03:04:05Z (e135): "
        "2 rows of bars. Russia: opposes from 2023-09-05, then opposes-unless from 2025-11-06. "
        "Ukraine: ambiguous from 2023-09-05, then supports-if from 2025-11-14T16:30:59Z."
    )
    (table,) = every(root, "g", role="table")
    assert table.get("aria-label") == "The steps of this timeline"
    roles = [[each.get("role") for each in row.iter(f"{SVG}text")] for row in every(table, "g", role="row")]
    assert roles == [["columnheader"] * 5, *[["rowheader", *["cell"] * 4]] * 4]
    # What is inside an image is not read out, so that a table there would be lost.
    assert not every(image, "g", role="table")


@pytest.mark.usefixtures("shifts")
def test_whoever_points_at_a_bar_is_told_its_step() -> None:
    root = picture(f"united-kingdom {AS_OF} --issues security-guarantees/talks")
    (bar,) = [each for each in root.iter(f"{SVG}g") if "data-from" in each.attrib]
    assert bar.findtext(f"{SVG}title") == (
        "United Kingdom on Talks on the guarantees, from 2025-06-24: supports, inherited from invented-contact-group "
        "(e109)"
    )


@pytest.mark.usefixtures("shifts")
def test_marks_have_signs_and_shapes() -> None:
    """Stale is thin, inherited dashed, lapsed has its dagger; the legend explains what occurs and nothing else."""
    root = picture(f"venue {AS_OF}")
    legend = [text_of(each) for each in root.iter(f"{SVG}text")]
    explained = {"no position on record", "inherited from a grouping (dashed)", "stale (thin)", "offer lapsed"}
    assert explained < set(legend)
    by_row: dict[tuple[str, str], list[tuple[str | None, str | None]]] = {}
    for row in root.iter(f"{SVG}g"):
        if "data-party" in row.attrib:
            boxes = [box for bar in row if "data-from" in bar.attrib for box in bar.findall(f"{SVG}rect")]
            told = [(box.get("height"), box.get("stroke-dasharray")) for box in boxes]
            by_row[row.attrib["data-party"], row.attrib["data-issue"]] = told
    assert by_row["ukraine", "venue/elsewhere"] == [("22", None), ("12", None), ("22", None)]
    assert by_row["united-kingdom", "venue/elsewhere"] == [("22", "4 3")]
    (lapsed,) = every(root, "g", data_from="2025-11-01T00:00:00Z")
    assert [each.get("d") for each in lapsed.findall(f"{SVG}path")] == ["M0-5V5M-3-2H3"]
    alone = picture(f"issue:nato-membership {AS_OF} --parties ukraine --from 2024-01-01")
    assert not explained - {"stale (thin)"} & {text_of(each) for each in alone.iter(f"{SVG}text")}


@pytest.mark.usefixtures("shifts")
def test_a_step_has_an_edge() -> None:
    """Two steps of one stance are told apart also where the bars are dark; going stale is no step."""
    root = picture(f"venue/moscow {AS_OF} --parties russia")
    bars = [each for each in root.iter(f"{SVG}g") if "data-from" in each.attrib]
    edges = [[each.get("stroke") for each in bar.findall(f"{SVG}path") if not each.get("fill")] for bar in bars]
    assert [bar.get("data-from") for bar in bars if bar.get("data-stance") == "supports"] == [
        "2023-09-05",
        "2024-03-04T00:00:00Z",
        "2025-09-02",
        "2025-11-01T00:00:00Z",
    ]
    assert edges == [[], [], ["#ffffff"], []]


@pytest.mark.usefixtures("demo")
def test_every_stance_has_a_sign_and_a_colour_or_texture_of_its_own() -> None:
    """And their words, where there is room; what lasted less than a day is a line."""
    for number, each in enumerate(Stance):
        conditions = "--if peace" if each in CONDITIONAL else ""
        said = f"2025-12-{number + 10}"
        tracker(f"record a{number} peace {each} --said {said} --source https://example.org/a {conditions} --new")
    for side in ("supports", "opposes"):
        tracker(f"record b peace {side} --said 2025-12-20 --source https://example.org/a --new")
    for hour in (10, 11):
        tracker(f"record c peace supports --said 2025-12-20T{hour}:00Z --source https://example.org/a --new")
    root = picture("peace")
    looks = {}
    for stance in STANCES:
        bar, *_ = every(root, "g", data_stance=stance)
        box, *_ = bar.findall(f"{SVG}rect")
        signs = [each.get("d") for each in bar.findall(f"{SVG}path") if each.get("stroke-linecap")]
        assert signs == [SIGNS[stance]]
        assert text_of(bar.findall(f"{SVG}text")[0]) == stance
        looks[stance] = box.get("fill")
    assert len(set(looks.values())) == len(STANCES)
    assert {looks[stance] for stance in SCALE} == {"#5e3c99", "#b2abd2", "#f7f7f7", "#fdb863", "#e66101"}
    moment, after = every(root, "g", data_from="2025-12-20T10:00:59Z") + every(
        root, "g", data_from="2025-12-20T11:00:59Z"
    )
    assert moment.findall(f"{SVG}rect")[0].get("width") == "2"
    assert moment.findall(f"{SVG}rect")[0].get("stroke") is None
    assert after.findall(f"{SVG}rect")[0].get("stroke") is not None


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2 has it."""
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("stance", STANCES)
def test_what_is_written_on_a_bar_can_be_read(stance: str) -> None:
    """Contrast 4.5 or more, over the textures too."""
    look = colour_of(stance)
    assert contrast(look.ink, look.fill) >= 4.5
    if stance not in SCALE:
        assert contrast(look.ink, "#b3b3b3") >= 4.5


@pytest.mark.parametrize("ink", [DARK, GREY])
def test_what_is_written_on_paper_can_be_read(ink: str) -> None:
    assert contrast(ink, "#ffffff") >= 7


def test_shapes_stand_out_from_paper() -> None:
    """Outlines and hatching, on which light bars and gaps depend, have a contrast of 3 or more."""
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#4d4d4d", "#ffffff") >= 3
    assert contrast("#8c8c8c", "#ffffff") >= 3


# What it is made of


@pytest.mark.usefixtures("shifts")
@pytest.mark.parametrize("subject", ["russia", "security-guarantees"])
def test_a_picture_stands_alone(subject: str) -> None:
    """No script, no style sheet, no font, nothing that is fetched or clicked; what it refers to it has."""
    root = picture(f"{subject} {AS_OF}")
    tags = {each.tag.removeprefix(SVG) for each in root.iter()}
    assert tags <= {"svg", "title", "desc", "defs", "pattern", "g", "rect", "path", "text", "tspan"}
    names = {name for each in root.iter() for name in each.attrib}
    assert not [name for name in names if "href" in name or name.startswith("on") or name in {"style", "src", "class"}]
    assert {each.get("font-family") for each in root.iter()} == {None, "sans-serif"}
    ids = [each.attrib["id"] for each in root.iter() if "id" in each.attrib]
    assert len(set(ids)) == len(ids)
    values = [value for each in root.iter() for value in each.attrib.values()]
    assert {name for value in values for name in re.findall(r"url\(#(.*)\)", value)} <= set(ids)
    assert not [value for value in values if "://" in value and value != SVG.strip("{}")]


def test_two_pictures_on_one_page_do_not_meet(shifts: Path) -> None:
    """Every id begins with the prefix; set into HTML, a picture is the same elements."""
    with open_ledger(shifts) as ledger:
        view = ledger.at("2025-11-20", "e135")
        chart, stamp = view.timeline("russia"), stamp_of(view)
        one, other = (timeline_element(chart, stamp, prefix=prefix) for prefix in ("one", "other"))
        ids = [{each.attrib["id"] for each in svg.iter() if "id" in each.attrib} for svg in (one, other)]
        assert {each.replace("other-", "one-") for each in ids[1]} == ids[0]
        assert all(each.startswith("one-") for each in ids[0])
        page = as_html(element("html", element("body", one)))
        assert 'viewBox="0 0 960 ' in page
        assert 'patternUnits="userSpaceOnUse"' in page


def test_a_picture_is_the_same_byte_for_byte_at_the_same_cut(shifts: Path) -> None:
    """Whatever is recorded later, even another name for what it shows."""
    words = f"timeline settlement {AS_OF} --svg -"
    before = tracker(words).out
    tracker("party amend russia --name 'The Russian Federation'")
    tracker("issue amend settlement --title 'A settlement'")
    tracker("record ukraine settlement opposes --said 2025-11-15 --source vladivostok-report")
    assert tracker(words).out == before
    assert "The Russian Federation" in tracker("timeline settlement --as-of 2025-11-20 --svg -").out
    with open_ledger(shifts) as ledger:
        view = ledger.at("2025-11-20", "e135")
        assert as_xml(timeline_element(view.timeline("settlement"), stamp_of(view))) == before


def test_a_party_registered_after_the_cut_has_an_empty_picture(demo: Path) -> None:
    """It has its present name, and no position on record."""
    tracker("party add ruritania --name Ruritania")
    root = picture("ruritania --as-of 2023-09-06 --known-at e54")
    assert [text_of(each) for each in every(root, "g", role="img")[0].iter(f"{SVG}text")] == [
        "Positions of Ruritania",
        "from 2023-09-06, as of 2023-09-06, known at 2026-01-02T03:04:05Z (e54)",
        "no position on record",
    ]
    assert text_of(every(root, "desc")[0]).endswith("(e54): no position on record.")
    assert not every(root, "g", role="table")


# Names and words of any kind

LONG: Final = "The conditions on which all parties, without exception, might one day agree to a phased withdrawal " * 2
HOSTILE: Final = "</title><script>alert(\"1\")</script> & 'x' ]]> <!-- \u202eevil\u202c \x1b[31m {0} %s"
NAMES: Final = (
    LONG.strip(),
    "W" * 250,
    "中华人民共和国外交部" * 12,
    "جمهورية " * 30 + "إيران",
    "ישראל",
    "é" * 90,
    "🕊️" * 60,
)


@pytest.fixture(scope="module")
def named_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The log of parties and issues with names that are long, of any script, and hostile; to be copied."""
    path = tmp_path_factory.mktemp("named") / "tracker.db"
    with create_ledger(path, name="Names", clock=FixedClock(int(RECORDED.timestamp()))) as ledger:
        for number, name in enumerate(NAMES):
            register(ledger, "party", {"id": f"p{number}", "name": name})
            register(ledger, "issue", {"path": f"talks/i{number}", "title": name})
        for number in range(len(NAMES)):
            for party, issue in ((f"p{number}", "talks/i0"), ("p0", f"talks/i{number}")):
                ledger.record(
                    party,
                    issue,
                    "supports-if",
                    said=f"2025-{number + 1:02d}-01",
                    conditions=[HOSTILE, LONG, "条件" * 200],
                    quotation=HOSTILE,
                    source="https://example.org/a",
                    new=True,
                )
    return path


@pytest.fixture
def named(named_file: Path, tmp_path: Path) -> Path:
    """A copy of it, where the command line looks for it."""
    path = tmp_path / "tracker.db"
    shutil.copyfile(named_file, path)
    return path


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize("subject", ["p0", "p3", "talks", "talks/i2"])
def test_no_name_leaves_its_place(subject: str) -> None:
    """However long and in whatever script: no line leaves the picture, no label runs into the bars, none is lost."""
    root = picture(f"{subject} --as-of 2026-01-05")
    for x, y, said, width in lines(root):
        assert x >= MARGIN, said
        assert x + width <= WIDTH - MARGIN / 2, said
        assert 0 < y < float(root.get("height", "")), said
    for row in root.iter(f"{SVG}g"):
        if "data-party" in row.attrib:
            label = next(iter(lines(row)))
            first = min(float(box.get("x", "")) for box in row.iter(f"{SVG}rect"))
            assert label[0] + label[3] <= first
    told = {text_of(each) for each in root.iter(f"{SVG}title")}
    assert any(LONG.strip() in each for each in told)
    names = {row[0].split(" on ")[0] for row in table_of(root)[1:]}
    assert names <= {" ".join(each.split(" on ")[0].split()) for each in NAMES}


@pytest.mark.usefixtures("named")
def test_lines_of_a_table_do_not_run_into_each_other() -> None:
    """A cell has up to three lines, and is cut short in its column."""
    root = picture("talks --as-of 2026-01-05")
    (table,) = every(root, "g", role="table")
    columns = sorted({x for x, _, _, _ in lines(every(table, "g", role="row")[0])})
    for row in every(table, "g", role="row"):
        for text in row.iter(f"{SVG}text"):
            drawn = list(lines_in(text))
            assert len(drawn) <= 3
            for x, _, said, width in drawn:
                after = min((column for column in columns if column > x + SWATCH_WIDE + 8), default=WIDTH)
                assert x + width <= after, said
    tops = [max(y for _, y, _, _ in lines(row)) for row in every(table, "g", role="row")]
    firsts = [min(y for _, y, _, _ in lines(row)) for row in every(table, "g", role="row")]
    assert all(after - before >= 11 for before, after in zip(tops, firsts[1:], strict=False))


def lines_in(text: Element) -> Iterator[tuple[float, float, str, float]]:
    around = Element("g")
    around.append(text)
    return lines(around)


@pytest.mark.usefixtures("named")
def test_words_are_words_and_no_markup() -> None:
    """What looks like an element is told as it is written, without what could turn words round or drive a terminal."""
    text = tracker("timeline p0 --as-of 2026-01-05 --svg -").out
    assert "<script" not in text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    root = ElementTree.fromstring(text)  # noqa: S314 - our own
    plain = "</title><script>alert(\"1\")</script> & 'x' ]]> <!-- evil [31m {0} %s"
    assert any(plain in text_of(each) for each in root.iter(f"{SVG}title"))


@pytest.mark.usefixtures("named")
def test_words_of_the_right_to_left_begin_at_the_right() -> None:
    """Their left edge is where those of the other direction have theirs."""
    root = picture("talks/i0 --as-of 2026-01-05")
    leftwards = [each for each in root.iter(f"{SVG}text") if each.get("direction") == "rtl"]
    assert {each.get("text-anchor") for each in leftwards} == {"end"}
    assert {each.get("x") for text in leftwards for each in text.iter(f"{SVG}tspan")} == {str(MARGIN)}
    assert any("ישראל" in text_of(each) for each in leftwards)


# Much and little


@pytest.mark.usefixtures("demo")
def test_a_long_table_says_how_much_more_there_is(demo: Path) -> None:
    """Sixty steps, then how many more, and where to find them."""
    first = date(2025, 1, 1)
    with open_ledger(demo) as ledger:
        for number in range(65):
            stance = "supports" if number % 2 else "opposes"
            said = (first + timedelta(days=number)).isoformat()
            ledger.record("north", "peace", stance, said=said, source="https://example.org/a", new=True)
        view = ledger.at("2026-01-05")
        chart, stamp = view.timeline("peace"), stamp_of(view)
        svg, short, bare = (timeline_element(chart, stamp, table_max=most) for most in (60, 1, 0))
    rows = [len([each for each in svg.iter("g") if each.get("role") == "row"]) for svg in (svg, short, bare)]
    assert rows == [61, 2, 0]
    texts = [[text_of(each) for each in svg.iter("tspan")] for svg in (svg, short, bare)]
    assert "and 5 more steps; `tracker timeline` lists them all" in texts[0]
    assert "and 64 more steps; `tracker timeline` lists them all" in texts[1]
    assert not [text for text in texts[2] if "more steps" in text]
    assert [each.get("role") for each in bare if each.tag == "g"] == ["img"]


@pytest.mark.usefixtures("demo")
def test_many_rows_are_described_in_part_and_have_their_dates_twice() -> None:
    """Twelve are told one by one, then how many more; whoever reads the first row need not look down for the dates."""
    for number in range(14):
        tracker(f"record n{number:02d} peace supports --said 2025-12-01 --source https://example.org/a --new")
    root = picture("peace --as-of 2026-01-05")
    told = text_of(every(root, "desc")[0])
    assert "n11: supports from 2025-12-01. And 2 more." in told
    assert "n12" not in told
    assert len([said for _, _, said, _ in lines(root) if said == "2025-12-08"]) == 2
    few = picture("peace --as-of 2026-01-05 --parties n00,n01")
    assert len([said for _, _, said, _ in lines(few) if said == "2025-12-08"]) == 1


@pytest.mark.usefixtures("shifts")
@pytest.mark.parametrize(
    "words", ["russia --as-of 2025-11-20", "russia --as-of 2023-09-05", "ukraine --as-of 9999-12-31"]
)
def test_rows_stand_below_each_other(words: str) -> None:
    """One day or eight thousand years, no row overlaps another, and the picture ends below its last line."""
    root = picture(words)
    boxes = [
        (float(box.get("y", "")), float(box.get("height", "")))
        for row in root.iter(f"{SVG}g")
        if "data-party" in row.attrib
        for box in [max(row.iter(f"{SVG}rect"), key=lambda each: float(each.get("height", "")))]
    ]
    assert all(top + height < after for (top, height), (after, _) in pairwise(boxes))
    height = float(root.get("height", ""))
    assert root.get("viewBox") == f"0 0 960 {height:g}"
    assert max(y for _, y, _, _ in lines(root)) < height


# Lettering

BROKEN: Final = [
    ("abc bcd cdegh", 9, 9, ["abc bcd", "cdegh"]),
    ("abc bcd cdegh", 9, 2, ["abc bcd", "cdegh"]),
    ("abc bcd cdegh", 9, 1, ["abc bcd…"]),
    ("a abcdeghknopq b", 9, 9, ["a abcdegh", "knopq b"]),
    ("abc illicit", 9, 9, ["abc illicit"]),
    ("ABC BCD", 9, 9, ["ABC BCD"]),
    ("ABC BCD", 8, 9, ["ABC", "BCD"]),
    ("条件が満たされる場合", 7, 9, ["条件が満", "たされる", "場合"]),
    ("条件が満たされる場合", 7, 2, ["条件が満", "たされ…"]),
    ("条件", 1, 9, ["条", "件"]),
    ("e\u0301e\u0301e\u0301", 2, 9, ["e\u0301e\u0301", "e\u0301"]),
    ("", 9, 9, [""]),
    (" \t\n", 9, 9, [""]),
]
"""Text, how many small letters have room, at how many lines, and what becomes of it."""


@pytest.mark.parametrize(("text", "letters", "most", "expected"), BROKEN)
def test_text_is_broken_between_words(text: str, letters: int, most: int, expected: list[str]) -> None:
    """Some letters are wider than others, accents have no width, and what is longer than a line is broken."""
    assert lines_of(text, letters * 6.4 + 0.01, 10, most) == expected


def test_text_is_cut_short_with_an_ellipsis() -> None:
    """Which has its room too."""
    assert [shortened("abcdeghknopq", letters * 6.4 + 0.01, 10) for letters in (12, 11, 3, 1, 0)] == [
        "abcdeghknopq",
        "abcdeghkn…",
        "a…",
        "…",
        "…",
    ]


def test_a_picture_needs_a_log(tmp_path: Path) -> None:
    assert run("timeline", "russia", "--svg", "x.svg").code == 3
    assert not Path("x.svg").exists()
