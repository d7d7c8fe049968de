"""What a page says of itself: its language, and when it was published. Claims; nobody has checked them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from events.errors import InvalidDateError
from events.periods import check_said

__all__ = ["claimed_date", "claims_of"]

_READ_MAX: Final = 500_000
"""Characters of the page's beginning that are looked at."""
_TAG = re.compile(r"<(html|meta|time)\b([^<>]{0,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([A-Za-z][\w:.-]{0,60})\s{0,5}=\s{0,5}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_LINKED_DATA = re.compile(r"\"datePublished\"\s{0,20}:\s{0,20}\"([^\"\\]{4,40})\"")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}", re.ASCII)
_FOR_READERS: Final = ("article:published_time", "og:article:published_time", "datepublished")
_FOR_LIBRARIES: Final = (
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.date",
    "dc.date",
    "pubdate",
    "publishdate",
    "date",
)


def claims_of(page: str) -> tuple[str | None, str | None]:
    """Return the date of publication, in the grammar of dates, and the language tag that a page claims, or None."""
    head = _without_comments(page[:_READ_MAX])
    tags = [(match[1].lower(), _attributes(match[2])) for match in _TAG.finditer(head)]
    language = next((each.get("lang") or each.get("xml:lang") for tag, each in tags if tag == "html"), None)
    dates = (claimed_date(text) for text in _dates(head, tags))
    tag = (language or "").strip()
    return next((each for each in dates if each), None), tag if _LANGUAGE.fullmatch(tag) else None


def claimed_date(text: str) -> str | None:
    """Return a date that a page gives as the record writes it; None where it cannot be read without guessing."""
    text = text.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        found = text if re.fullmatch(r"\d{4}(-\d\d)?", text, re.ASCII) else ""
    else:
        found = moment.date().isoformat() if moment.tzinfo is None else moment.replace(microsecond=0).isoformat()
    try:
        return check_said(found)
    except InvalidDateError:
        return None


def _without_comments(page: str) -> str:
    pieces, at = [], 0
    while (begins := page.find("<!--", at)) >= 0:
        pieces.append(page[at:begins])
        ends = page.find("-->", begins)
        if ends < 0:
            return "".join(pieces)
        at = ends + len("-->")
    return "".join([*pieces, page[at:]])


def _attributes(text: str) -> dict[str, str]:
    found = _ATTRIBUTE.finditer(text)
    return {match[1].lower(): html.unescape(match[2] or match[3] or match[4] or "") for match in found}


def _dates(page: str, tags: list[tuple[str, dict[str, str]]]) -> Iterator[str]:
    """Yield what may be the date, the surest first."""
    metas: dict[str, str] = {}
    for tag, each in tags:
        if tag == "meta":
            name = each.get("property") or each.get("name") or each.get("itemprop") or ""
            metas.setdefault(name.lower(), each.get("content", ""))
    yield from (metas[name] for name in _FOR_READERS if name in metas)
    yield from (match[1] for match in _LINKED_DATA.finditer(page))
    yield from (metas[name] for name in _FOR_LIBRARIES if name in metas)
    for tag, each in tags:
        if tag == "time" and each.get("itemprop", "").lower() == "datepublished":
            yield each.get("datetime", "")
