"""Which web addresses may be fetched: http and https, of machines that the whole world can reach.

An address in a document or a redirect may lead to the machine itself, to its network, or to what answers only there;
none of that is a source. So every address that a name resolves to is looked at, and the one looked at is connected to.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

from tracker.errors import FetchError

__all__ = ["MayReach", "Target", "is_public", "target_of"]

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
MayReach = Callable[[Address], bool]

_PORTS: Final = {"http": 80, "https": 443}
_URL_LENGTH_MAX: Final = 2_000
_TRANSLATED: Final = ipaddress.IPv6Network("64:ff9b::/96")
_KEPT: Final = "/%:@!$&'()*+,;=~-._?"


@dataclass(frozen=True, slots=True)
class Target:
    """What one request goes to."""

    url: str
    scheme: str
    host: str
    port: int
    path: str
    address: str
    """The numeric address that was looked at, and that alone is connected to."""


def is_public(address: Address) -> bool:
    """Say whether an address is one of the whole world: not of this machine, a private network, a link, a group."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:
            return False
    special = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_private
    return address.is_global and not special and not address.is_loopback and not address.is_link_local


def target_of(url: str, may_reach: MayReach = is_public) -> Target:
    """Return where a request for the URL goes to; resolves its name.

    Raises:
        FetchError: no address of the web, with a password, of no known name, or one that may not be reached.
    """
    scheme, host, port, path = _parts(url)
    addresses = _resolved(host, port)
    for each in addresses:
        if not may_reach(each):
            raise FetchError(f"{host} is at {each}, which is not an address of the public network; it is not fetched")
    return Target(url, scheme, host, port, path, str(addresses[0]))


def _parts(url: str) -> tuple[str, str, int, str]:
    shown = url[:80]
    if len(url) > _URL_LENGTH_MAX or any(char <= " " or char == "\x7f" for char in url):
        raise FetchError(f"{shown!r} is no web address: it has spaces or controls, or is too long")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise FetchError(f"{shown!r} is no web address; give one such as https://example.org/report") from None
    if parts.scheme not in _PORTS:
        raise FetchError(f"{shown!r} is not fetched: only http:// and https:// addresses are")
    if parts.username is not None or parts.password is not None:
        raise FetchError("an address with a user name or password is not fetched; leave out what stands before the @")
    try:
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except UnicodeError:
        host = ""
    if not host or port == 0:
        raise FetchError(f"{shown!r} names no machine; give one such as https://example.org/report")
    query = f"?{parts.query}" if parts.query else ""
    return parts.scheme, host, port or _PORTS[parts.scheme], quote((parts.path or "/") + query, safe=_KEPT)


def _resolved(host: str, port: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [ipaddress.ip_address(str(each[4][0])) for each in found]
    except (OSError, UnicodeError, ValueError):
        addresses = []
    if not addresses:
        raise FetchError(f"no machine is known as {host[:80]!r}; check the address, and that there is a network")
    return addresses
