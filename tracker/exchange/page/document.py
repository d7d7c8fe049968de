"""The page as a whole: one file that loads nothing, and that nothing in the record can make do anything.

Its policy lets run the one script and apply the one style that came with the program, by their hashes, and nothing
else. Markup is made by `element`, never by joining text.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from importlib.resources import files
from typing import NamedTuple

from tracker.exchange.briefing import Briefing
from tracker.exchange.briefing_words import movements_words, positions_words
from tracker.exchange.markup import Element, as_html, element
from tracker.exchange.page.controls import controls
from tracker.exchange.page.data import as_script, page_data
from tracker.exchange.page.evidence import evidence
from tracker.exchange.page.grid import anchor, grid, legend
from tracker.exchange.page.sections import agreements, section

__all__ = ["as_page"]


def as_page(briefing: Briefing) -> str:
    """Return the briefing as an HTML document."""
    script, style = _asset("briefing.js"), _asset("briefing.css")
    return as_html(
        element(
            "html",
            element("head", *_head(briefing, script, style)),
            element("body", *_body(briefing), _verbatim("script", script)),
            lang="en",
        )
    )


def _asset(name: str) -> str:
    return (files("tracker.exchange.page") / name).read_text(encoding="utf-8")


def _verbatim(tag: str, text: str, **attributes: str) -> Element:
    """Return a script or style with its text as it is: ours, or data that was made fit for it."""
    made = element(tag, **attributes)
    made.text = text
    return made


def _head(briefing: Briefing, script: str, style: str) -> Iterator[Element]:
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    yield element("meta", charset="utf-8")
    yield element("meta", http_equiv="Content-Security-Policy", content=policy)
    yield element("meta", name="referrer", content="no-referrer")
    yield element("meta", name="viewport", content="width=device-width, initial-scale=1")
    yield element("meta", name="color-scheme", content="light dark")
    yield element("title", f"{briefing.title}, as of {briefing.stamp.as_json()['as_of']}")
    yield _verbatim("style", style)


def _hash(text: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _body(briefing: Briefing) -> Iterator[Element]:
    yield element("a", "Skip to the positions", href="#positions-title", class_="skip")
    yield element("header", *_masthead(briefing))
    yield element("main", *_main(briefing))
    yield element("footer", *_footer(briefing))
    yield _verbatim("script", as_script(page_data(briefing)), type="application/json", id="positions")


def _masthead(briefing: Briefing) -> Iterator[Element]:
    yield element("p", "Negotiation briefing", class_="kind")
    yield element("h1", briefing.stamp.dossier)
    told = briefing.stamp.as_json()
    facts = {
        "As of": told["as_of"],
        "Known at": f"{told['known_at']} (e{told['seq']})",
        "Rules": told["rules"],
        "Merkle root": told["root"],
    }
    pairs = (element("div", element("dt", name), element("dd", str(fact))) for name, fact in facts.items())
    yield element("dl", *pairs, class_="stamp")
    yield element("p", positions_words(briefing), class_="lead")
    if briefing.since is not None:
        yield element("p", movements_words(briefing), class_="lead")


def _main(briefing: Briefing) -> Iterator[Element]:
    parts = list(_parts(briefing))
    yield element("nav", element("ul", *(_link(briefing, part) for part in parts)), aria_label="Contents")
    if (slider := controls(briefing)) is not None:
        yield slider
        yield element("p", "The slider over earlier days needs JavaScript; all else is here.", id="without-script")
    for part in parts:
        heading = element("h2", part.title, id=f"{part.name}-title")
        yield element("section", heading, *part.content, aria_labelledby=f"{part.name}-title", class_="part")


class _Part(NamedTuple):
    """A part of the page, to which the contents lead."""

    name: str
    title: str
    content: list[Element]


def _parts(briefing: Briefing) -> Iterator[_Part]:
    as_of = briefing.stamp.as_json()["as_of"]
    yield _Part("positions", "Where everyone stands", list(_positions(briefing)))
    if briefing.meetings:
        yield _Part("agreement", f"Where agreement is near, as of {as_of}", list(agreements(briefing)))
    if briefing.sections:
        title = "Party by party" if briefing.by == "party" else "Issue by issue"
        yield _Part("sections", title, [section(briefing, each) for each in briefing.sections])
    if briefing.notes:
        yield _Part("evidence", "Evidence", list(evidence(briefing)))


def _positions(briefing: Briefing) -> Iterator[Element]:
    if briefing.pairs:
        yield grid(briefing)
        yield legend()
    if briefing.silent:
        names = ", ".join(each.label for each in briefing.silent)
        yield element("p", f"Without any position on record in this briefing: {names}.", class_="nothing")


def _link(briefing: Briefing, part: _Part) -> Element:
    below = None
    if part.name == "sections":
        subjects = (each.subject for each in briefing.sections)
        below = element("ul", *(element("li", element("a", each.label, href=f"#{anchor(each)}")) for each in subjects))
    return element("li", element("a", part.title, href=f"#{part.name}-title"), below)


def _footer(briefing: Briefing) -> Iterator[Element]:
    seq = briefing.stamp.cut.seq
    yield element(
        "p",
        "Positions are derived from the statements listed as evidence; none is typed in. No record means that no "
        "statement counts, not that none was made. Movements are those of a party's own position.",
    )
    yield element(
        "p",
        f"Made from the entries e1 to e{seq} of the log; whoever holds the log finds the same Merkle root over them, "
        "or it is another log.",
    )
