"""What a browser would find in an HTML page: its elements in order, its text, and the data it carries."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

__all__ = ["Page", "page_of"]


@dataclass
class Page:
    """Elements as tag and attributes, texts as they stand between them, and what stands in scripts and styles."""

    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    verbatim: list[tuple[str, str]] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    """Comments, declarations and whatever else is neither element nor text."""

    @property
    def data(self) -> Any:
        """What the page's script reads."""
        (data,) = (text for kind, text in self.verbatim if kind == "application/json")
        return json.loads(data)

    def ids(self) -> list[str]:
        """Every id there is."""
        return [named["id"] or "" for _, named in self.elements if "id" in named]

    def values(self, attribute: str) -> list[str]:
        """Every value of an attribute, in order."""
        return [named[attribute] or "" for _, named in self.elements if attribute in named]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._inside: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        assert len(named) == len(attrs), attrs
        self.page.elements.append((tag, named))
        if tag in {"script", "style"}:
            self._inside = named.get("type") or tag
            self.page.verbatim.append((self._inside, ""))

    def handle_endtag(self, tag: str) -> None:
        self.page.ends.append(tag)
        self._inside = None

    def handle_data(self, data: str) -> None:
        if self._inside is None:
            self.page.texts.append(data)
        else:
            kind, before = self.page.verbatim.pop()
            self.page.verbatim.append((kind, before + data))

    def handle_comment(self, data: str) -> None:
        self.page.others.append(data)

    def unknown_decl(self, data: str) -> None:
        self.page.others.append(data)

    def handle_pi(self, data: str) -> None:
        self.page.others.append(data)


def page_of(html: str) -> Page:
    """Read an HTML page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page
