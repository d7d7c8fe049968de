"""`tracker export atom`: a feed as RFC 4287 has it, whose entries keep their ids."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID
from xml.etree import ElementTree

import pytest

from tests.cli_runner import run, tracker
from tests.tracker.small import CUT, LATER, expected, recorded, recorded_hostile

NS: Final = {"": "http://www.w3.org/2005/Atom", "x": "http://www.w3.org/1999/xhtml"}
Element = ElementTree.Element


@pytest.fixture(autouse=True)
def _small(tmp_path: Path) -> None:
    recorded(tmp_path / "tracker.db", *LATER)


def feed(words: str = "", *more: object) -> Element:
    return ElementTree.fromstring(tracker(f"export atom {words}", *more).out)  # noqa: S314 - what this program wrote


def texts(found: Element, name: str) -> list[str | None]:
    return [each.findtext(name, namespaces=NS) for each in found.iterfind("entry", NS)]


def test_the_whole_feed() -> None:
    assert tracker("export atom", *CUT).out == expected("changes.atom")


def test_it_has_what_rfc_4287_wants(shifts: Path) -> None:
    found = feed("--as-of 2025-11-20")
    entries = found.findall("entry", NS)
    assert len(entries) > 50
    for each in (found, *entries):
        for name in ("id", "title", "updated"):
            assert len(each.findall(name, NS)) == 1
        datetime.strptime(str(each.findtext("updated", namespaces=NS)), "%Y-%m-%dT%H:%M:%SZ")
        UUID(str(each.findtext("id", namespaces=NS)).removeprefix("urn:uuid:"))
        assert each.findtext("author/name", namespaces=NS)
    for each in entries:
        content = each.find("content", NS)
        assert content is not None
        assert content.get("type") == "xhtml"
        assert [child.tag for child in content] == [f"{{{NS['x']}}}div"]
    ids = texts(found, "id")
    assert len(set(ids)) == len(ids)
    updated = [str(each) for each in texts(found, "updated")]
    assert found.findtext("updated", namespaces=NS) == max(updated)


def test_it_is_newest_first_and_no_longer_than_asked() -> None:
    titles = texts(feed("", *CUT), "title")
    ran = tracker("export atom --last 2", *CUT)
    assert ran.err == "The 2 latest of 5 changes; --last N takes more.\n"
    assert texts(ElementTree.fromstring(ran.out), "title") == titles[:2]  # noqa: S314 - what this program wrote
    assert titles[:2] == [
        "The bloc on ceasefire: supports → none (ended)",
        "Northland on ceasefire: opposes-unless → supports-if (reversed)",
    ]


def test_since_and_only_some() -> None:
    found = feed("--since 2025-11-15 --parties bloc --issues ceasefire", *CUT)
    assert texts(found, "title") == [
        "The bloc on ceasefire: supports → none (ended)",
        "The bloc on ceasefire: none → supports (first)",
    ]
    assert found.findtext("title", namespaces=NS) == "Small talks: changes of position of bloc on ceasefire"
    assert texts(feed("--since 2025-11-29", *CUT), "title") == []


def test_feeds_of_something_else_are_other_feeds_with_the_same_entries() -> None:
    everything, some = feed("", *CUT), feed("--parties north,bloc", *CUT)
    assert everything.findtext("id", namespaces=NS) != some.findtext("id", namespaces=NS)
    assert some.findtext("id", namespaces=NS) == feed("--parties bloc,north", *CUT).findtext("id", namespaces=NS)
    assert set(texts(some, "id")) < set(texts(everything, "id"))


def test_ids_stay_whatever_is_recorded_and_wherever_the_log_lies(tmp_path: Path) -> None:
    before = texts(feed(), "id")
    tracker("record south ceasefire opposes --said 2025-11-05 --source wire")
    assert set(before) < set(texts(feed(), "id"))
    elsewhere = tmp_path / "other.db"
    recorded(elsewhere)
    assert texts(feed("--log", elsewhere), "id") == before


def test_a_change_whose_statement_is_corrected_is_the_same_entry_updated() -> None:
    def told() -> dict[str | None, tuple[str | None, str | None, str | None]]:
        found = feed("--parties south")
        names = (texts(found, name) for name in ("id", "title", "published", "updated"))
        return {key: (title, published, updated) for key, title, published, updated in zip(*names, strict=True)}

    (key,) = told()
    assert told()[key] == (
        "Southland on ceasefire/monitors: none → neutral (first)",
        "2025-12-01T09:14:00Z",
        "2025-12-01T09:14:00Z",
    )
    tracker("correct s4 --stance supports --reason coding-error")
    assert told() == {
        key: (
            "Southland on ceasefire/monitors: none → supports (first)",
            "2025-12-01T09:14:00Z",
            "2026-01-05T12:00:00Z",
        )
    }


TOLD_OTHERWISE: Final = {
    "what it moved from": "correct s1 --stance supports --no-if --reason coding-error",
    "what stands beside it": "record north ceasefire opposes --said 2025-11-20T08:00:30Z --source radio",
    "that it is taken back": "withdraw s1 --on 2025-11-19",
    "the party's name": "party amend north --name North",
    "the source": "source amend wire --title Paper",
    "the speaker's name": "person amend envoy --name Envoy",
    "the speaker's office": "person office envoy bloc --title Speaker",
    "an office that was none": "void office --note 'no such office'",
}


def entries_by_id(found: Element) -> dict[str | None, str]:
    """Every entry in full, without when it was updated."""
    told = {}
    for each in found.iterfind("entry", NS):
        for updated in each.findall("updated", NS):
            each.remove(updated)
        told[each.findtext("id", namespaces=NS)] = ElementTree.tostring(each, encoding="unicode")
    return told


def updated_by_id(found: Element) -> dict[str | None, str | None]:
    return dict(zip(texts(found, "id"), texts(found, "updated"), strict=True))


@pytest.mark.parametrize("what", TOLD_OTHERWISE)
def test_an_entry_that_is_told_otherwise_is_updated(what: str) -> None:
    """And the others are not."""
    known, asked = {}, "--as-of 2025-11-30"
    for moment in ("before", "after"):
        found = feed(asked)
        updated = updated_by_id(found)
        known[moment] = entries_by_id(found), updated
        if moment == "before":
            tracker(TOLD_OTHERWISE[what])
    (before, was), (after, now) = known["before"], known["after"]
    kept = before.keys() & after.keys()
    changed = {each for each in kept if before[each] != after[each]}
    assert changed
    assert {each for each in kept if was[each] != now[each]} == changed
    assert {now[each] for each in changed} == {"2026-01-05T12:00:00Z"}


def test_hostile_texts_are_texts(tmp_path: Path) -> None:
    (tmp_path / "tracker.db").unlink()
    recorded_hostile(tmp_path / "tracker.db")
    found = feed()
    assert found.findtext("author/name", namespaces=NS) == "=1+1 ]]> <b>"
    quoted = found.find(".//x:blockquote/x:p", NS)
    assert quoted is not None
    assert quoted.text == "“=cmd|' /C calc'!A0  ]]><script>alert(\"1\")</script>[31mdesrever &amp;    \U0001f408”"
    assert found.find(".//x:script", NS) is None
    link = found.find("entry/link", NS)
    assert link is not None
    assert link.attrib == {"rel": "via", "href": "https://x.example/?<script>&'\""}


def test_a_party_that_is_none_is_refused() -> None:
    ran = run("export", "atom", "--parties", "nobody")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "tracker: no party 'nobody'. `tracker party list` shows all\n"
