"""Checking Ed25519 signatures (RFC 8032, section 5.1.7) with whole numbers alone, so that checking needs no package.

Slow, some milliseconds a signature, and not for secrets: signing is left to the package `cryptography`.
"""

from __future__ import annotations

import hashlib
from typing import Final, NamedTuple

__all__ = ["is_signed"]

_P: Final = 2**255 - 19
_ORDER: Final = 2**252 + 27742317777372353535851937790883648493
_D: Final = -121665 * pow(121666, -1, _P) % _P
_ROOT_OF_MINUS_1: Final = pow(2, (_P - 1) // 4, _P)


class _Point(NamedTuple):
    """A point of the curve in extended coordinates: x = X/Z, y = Y/Z, t = xy."""

    x: int
    y: int
    z: int
    t: int


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Return whether the 64 bytes `signature` are one over `message` by who holds the 32 bytes `key`.

    Strict where the RFC leaves a choice: s below the group's order, points in their one encoding, no cofactor.
    """
    if len(key) != 32 or len(signature) != 64:
        return False
    public = _decoded(key)
    s = int.from_bytes(signature[32:], "little")
    if public is None or s >= _ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % _ORDER
    minus_public = _Point(-public.x % _P, public.y, public.z, -public.t % _P)
    return _encoded(_sum(_times(s, _BASE), _times(h, minus_public))) == signature[:32]


def _x_of(y: int, *, is_odd: bool) -> int | None:
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT_OF_MINUS_1 % _P
    if (x * x - square) % _P or (x == 0 and is_odd):
        return None
    return _P - x if bool(x & 1) != is_odd else x


def _decoded(encoded: bytes) -> _Point | None:
    number = int.from_bytes(encoded, "little")
    y = number & (1 << 255) - 1
    x = None if y >= _P else _x_of(y, is_odd=bool(number >> 255))
    return None if x is None else _Point(x, y, 1, x * y % _P)


def _encoded(point: _Point) -> bytes:
    inverse = pow(point.z, -1, _P)
    x, y = point.x * inverse % _P, point.y * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _sum(one: _Point, other: _Point) -> _Point:
    a = (one.y - one.x) * (other.y - other.x) % _P
    b = (one.y + one.x) * (other.y + other.x) % _P
    c = 2 * one.t * other.t * _D % _P
    d = 2 * one.z * other.z % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return _Point(e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _times(factor: int, point: _Point) -> _Point:
    total = _Point(0, 1, 1, 0)
    while factor:
        if factor & 1:
            total = _sum(total, point)
        point = _sum(point, point)
        factor >>= 1
    return total


def _base() -> _Point:
    y = 4 * pow(5, -1, _P) % _P
    x = _x_of(y, is_odd=False)
    assert x is not None, "the base point lies on the curve"  # noqa: S101 - tells mypy
    return _Point(x, y, 1, x * y % _P)


_BASE: Final = _base()
