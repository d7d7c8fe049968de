"""Bytes into characters: by their byte order mark, else as declared, else as UTF-8; never by guessing."""

from __future__ import annotations

import codecs
import re
from typing import Final

from tracker.errors import NoTextError

__all__ = ["check_charset", "decode_html", "decode_plain"]

_MARKS: Final = (  # the longer ones first: that of UTF-32 begins as that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NO_CHARSETS: Final = frozenset(
    {"idna", "mbcs", "oem", "palmos", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"}
)
"""What Python can decode and no document is written in."""
_MEANT_BY_PAGES: Final = {
    **dict.fromkeys(("iso8859-1", "ascii"), "cp1252"),
    **dict.fromkeys(("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"), "utf-8"),
}
"""What browsers take a page for that names these in its own words, which could not be read if they were true."""
_META = re.compile(rb"<meta\b[^<>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_HEAD: Final = 4096


def check_charset(name: str) -> str:
    """Return the charset's one name.

    Raises:
        NoTextError: there is none of that name.
    """
    try:
        codec = codecs.lookup(name)
        b"a".decode(codec.name, "replace")  # codecs that make no text refuse
    except (LookupError, ValueError, UnicodeError):
        codec = None
    if codec is None or codec.name.replace("_", "-") in _NO_CHARSETS:
        raise NoTextError(f"no charset {name[:40]!r}; give one such as utf-8 or windows-1251 with --charset")
    return codec.name


def decode_plain(content: bytes, declared: str | None) -> tuple[str, str]:
    """Return the text, without a byte order mark, and its charset; every byte must be a character's.

    Raises:
        NoTextError: it is not written in the charset, or in none that there is.
    """
    mark, marked = _marked(content)
    charset = marked or check_charset(declared or "utf-8")
    try:
        text = content[len(mark) :].decode(charset)
    except UnicodeError:
        raise NoTextError(
            f"the copy is not written in {charset}; --charset tells another, as in `tracker source text ID --charset C`"
        ) from None
    if "\0" in text:
        raise NoTextError("the copy has NUL characters and so is no text")
    return text, charset


def decode_html(content: bytes, declared: str | None) -> tuple[str, str]:
    """Return a page's text and its charset; what is no character becomes U+FFFD, as in a browser.

    Raises:
        NoTextError: the declared charset is none.
    """
    mark, marked = _marked(content)
    charset = marked or (check_charset(declared) if declared else _own_charset(content))
    if charset is None:
        try:
            return content.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            charset = "cp1252"
    charset = charset if marked else _MEANT_BY_PAGES.get(charset, charset)
    return content[len(mark) :].decode(charset, "replace"), charset


def _marked(content: bytes) -> tuple[bytes, str | None]:
    return next(((mark, charset) for mark, charset in _MARKS if content.startswith(mark)), (b"", None))


def _own_charset(content: bytes) -> str | None:
    """Return the charset that the page itself names."""
    found = _META.search(content[:_HEAD])
    try:
        return check_charset(found[1].decode("ascii", "replace")) if found else None
    except NoTextError:
        return None
