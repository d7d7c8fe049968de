"""Fetching a copy from the web, only when somebody asks: one GET, few redirects, limits on all that could be endless.

The standard library's client, without proxies, cookies or passwords. A watchdog shuts the connection down when the
time is over, because a server that sends a byte now and then never runs into the timeout of a socket.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Timer
from typing import Final
from urllib.parse import urljoin

from tracker.archive.addresses import MayReach, Target, is_public, target_of
from tracker.archive.charsets import check_charset
from tracker.archive.copies import SIZE_MAX, Copy
from tracker.errors import FetchError, NoTextError

__all__ = ["Limits", "fetch"]

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_OK: Final = 200
_CHUNK: Final = 65_536
_HEADERS: Final = {
    "User-Agent": "negotiation-position-tracker",
    "Accept": "text/html, text/plain;q=0.9, */*;q=0.5",
    "Accept-Encoding": "identity",
    "Connection": "close",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a fetch may cost."""

    size: int = SIZE_MAX
    """Bytes of the answer."""
    seconds: float = 30.0
    """For everything from the first connection to the last byte, redirects included."""
    redirects: int = 5


def fetch(url: str, *, may_reach: MayReach = is_public, limits: Limits | None = None) -> Copy:
    """Return what the address answers, with its media type and charset.

    Args:
        may_reach: which numeric addresses may be connected to; by default those of the public network alone.

    Raises:
        FetchError: it may not be fetched, does not answer, answers something else than a document, or too much.
    """
    limits = limits or Limits()
    ends = time.monotonic() + limits.seconds
    target = target_of(url, may_reach)
    for _ in range(limits.redirects + 1):
        answer = _get(target, ends - time.monotonic(), limits)
        if isinstance(answer, Copy):
            return answer
        target = _redirected(target, answer, may_reach)
    raise FetchError(f"{url[:80]} leads on more than {limits.redirects} times; give the address where it ends")


def _redirected(target: Target, location: str, may_reach: MayReach) -> Target:
    try:
        there = urljoin(target.url, location)
    except ValueError:
        there = location
    if target.scheme == "https" and there.startswith("http:"):
        raise FetchError(
            f"{target.url[:80]} leads to {there[:80]}, which is not encrypted; fetch that one if you trust it"
        )
    return target_of(there, may_reach)


def _get(target: Target, seconds: float, limits: Limits) -> Copy | str:
    """Return the document, or where it is to be found instead."""
    late = FetchError(f"{target.url[:80]} took longer than {limits.seconds:g} seconds; try again, or save it by hand")
    if seconds <= 0:
        raise late
    over = Event()
    try:
        with _connected(target, seconds, over) as connection:
            connection.request("GET", target.path, headers=_HEADERS)
            with connection.getresponse() as response:
                answer = _answer(target, response, limits)
    except (OSError, http.client.HTTPException, FetchError) as error:
        if over.is_set() or isinstance(error, TimeoutError):
            raise late from None
        raise _failed(target, error) from None
    if over.is_set():  # what was shut in the middle may look as if it had come to its end
        raise late
    return answer


def _failed(target: Target, error: Exception) -> FetchError:
    if isinstance(error, FetchError):
        return error
    why = f"encryption: {error.reason}" if isinstance(error, ssl.SSLError) else type(error).__name__
    return FetchError(f"{target.url[:80]} could not be fetched ({why}); try again, or save it by hand and use --file")


@contextmanager
def _connected(target: Target, seconds: float, over: Event) -> Iterator[http.client.HTTPConnection]:
    """Yield a connection to the address that was looked at; after `seconds` it is shut and `over` is set."""
    link = socket.create_connection((target.address, target.port), timeout=seconds)

    def shut() -> None:
        over.set()
        with suppress(OSError):  # closed in the meantime
            # As a plain socket: an encrypted one would drop its state under the reader's feet.
            socket.socket.shutdown(link, socket.SHUT_RDWR)

    watchdog = Timer(seconds, shut)
    watchdog.daemon = True
    watchdog.start()
    try:
        connection = http.client.HTTPConnection(target.host, target.port)
        if target.scheme == "https":
            context = ssl.create_default_context()
            link = context.wrap_socket(link, server_hostname=target.host, do_handshake_on_connect=False)
            link.do_handshake()
            connection = http.client.HTTPSConnection(target.host, target.port, context=context)
        connection.sock = link
        yield connection
    finally:
        watchdog.cancel()
        link.close()


def _answer(target: Target, response: http.client.HTTPResponse, limits: Limits) -> Copy | str:
    location = response.getheader("Location")
    if response.status in _REDIRECTS and location:
        return location
    if response.status != _OK:
        raise FetchError(f"{target.url[:80]} answers {response.status} {response.reason[:40]}; check the address")
    if response.getheader("Content-Encoding", "identity").lower() not in {"identity", ""}:
        raise FetchError(f"{target.url[:80]} answers compressed, unasked; save it by hand and use --file")
    content = _body(target, response, limits)
    named = response.getheader("Content-Type") is not None
    media_type = response.headers.get_content_type() if named else None
    return Copy(content, media_type, _known(response.headers.get_content_charset()))


def _known(charset: str | None) -> str | None:
    """Return the charset that the server names, if there is one of that name; its slips are not the user's."""
    try:
        return charset and check_charset(charset) and charset
    except NoTextError:
        return None


def _body(target: Target, response: http.client.HTTPResponse, limits: Limits) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while piece := response.read(_CHUNK):
        size += len(piece)
        if size > limits.size:
            raise FetchError(
                f"{target.url[:80]} is larger than {limits.size // 1_000_000} MB, the largest copy that is kept"
            )
        pieces.append(piece)
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)
    if not size:
        raise FetchError(f"{target.url[:80]} answers nothing; check the address")
    return b"".join(pieces)
