"""Elements of HTML, SVG and other XML. Text is escaped by the library that writes it, and made safe before."""

from __future__ import annotations

from xml.etree import ElementTree

from tracker.outward import safe

__all__ = ["Element", "as_html", "as_xml", "element"]

Element = ElementTree.Element


def element(tag: str, *content: str | Element | None, **attributes: str | float | None) -> Element:
    """Return an element with this content, in order, and these attributes; None is left out of both.

    An attribute's underscores stand for hyphens, and one at the end for nothing: `class_`, `aria_label`.
    """
    named = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items() if value is not None}
    made = Element(tag, {name: safe(str(value)) for name, value in named.items()})
    for each in content:
        if isinstance(each, str):
            _add_text(made, safe(each))
        elif each is not None:
            made.append(each)
    return made


def _add_text(made: Element, text: str) -> None:
    if len(made):
        made[-1].tail = (made[-1].tail or "") + text
    else:
        made.text = (made.text or "") + text


def as_html(root: Element) -> str:
    """Return an HTML document. What stands in `script` and `style` is not escaped: whoever puts it there sees to it."""
    return f"<!doctype html>\n{ElementTree.tostring(root, encoding='unicode', method='html')}\n"


def as_xml(root: Element) -> str:
    """Return an XML document, indented."""
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'
