"""The text of a copy: plain text as it stands, the article of an HTML page.

The same extractor of the same version makes the same text of the same bytes, and says so by its name: offsets into
a text mean nothing without it. HTML is left to trafilatura, which comes with the extra `html`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

from tracker.archive.charsets import decode_html, decode_plain
from tracker.archive.claims import claims_of
from tracker.archive.copies import Copy
from tracker.errors import MissingExtraError, NoTextError

__all__ = ["Extracted", "extract"]

_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_LOOKS_LIKE_HTML = re.compile(
    rb"\s*(?:<\?xml[^<>]{0,200}\?>\s*)?(?:<!--[^<>]{0,500}-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE
)
_MARK: Final = b"\xef\xbb\xbf"
_SURROGATE = re.compile("[\ud800-\udfff]")
_SETTINGS: Final = 1
"""Number of the settings with which trafilatura is called; others would make another text."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a copy and where it comes from."""

    text: str
    extractor: str
    version: str
    charset: str
    published: str | None = None
    """When the copy itself says it was published, in the grammar of dates."""
    language: str | None = None
    """The language tag that the copy itself gives."""


def extract(copy: Copy) -> Extracted:
    """Return the text of a copy.

    Raises:
        MissingExtraError: it is HTML, and what reads that is not installed.
        NoTextError: it is neither text nor HTML, or no text is found in it.
    """
    if _is_html(copy):
        return _article(copy)
    if copy.media_type is None or copy.media_type.startswith("text/"):
        text, charset = decode_plain(copy.content, copy.charset)
        if not text.strip():
            raise NoTextError("the copy is blank")
        return Extracted(text, "plain", "1", charset)
    raise NoTextError(f"no text is read out of {copy.media_type}; give a copy as plain text or HTML")


def _is_html(copy: Copy) -> bool:
    if copy.media_type is None:
        return _LOOKS_LIKE_HTML.match(copy.content[:2000].removeprefix(_MARK)) is not None
    return copy.media_type in _HTML


def _article(copy: Copy) -> Extracted:
    try:
        import trafilatura
    except ImportError:
        raise MissingExtraError("reading the text of an HTML page", "html") from None
    page, charset = decode_html(copy.content, copy.charset)
    try:
        text = trafilatura.extract(page, include_comments=False, include_tables=True, deduplicate=False)
    except Exception as error:  # whatever a hostile page does to it, the bytes are kept
        raise NoTextError(f"no text could be read out of the page ({type(error).__name__})") from None
    if not text or not text.strip():
        raise NoTextError("no article was found in the page; save its text as a plain text file and give that")
    published, language = claims_of(page)
    return Extracted(_SURROGATE.sub("\ufffd", text), "trafilatura", _version(), charset, published, language)


def _version() -> str:
    """Return all that makes the text of a page what it is."""
    parts = ", ".join(f"{name} {version(name)}" for name in ("lxml", "justext"))
    return f"{version('trafilatura')} ({parts}, settings {_SETTINGS})"
