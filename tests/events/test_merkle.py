from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.merkle import EMPTY_ROOT, leaf_hash, node_hash, root_of


def tree_head(entries: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, word for word."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    return sha256(b"\x01" + tree_head(entries[:split]) + tree_head(entries[split:])).digest()


def root(entries: Sequence[bytes]) -> bytes:
    return root_of(map(leaf_hash, entries))


@pytest.mark.parametrize("size", range(201))
def test_the_root_of_every_size_is_that_of_the_rfc_s_definition(size: int) -> None:
    entries = [b"%d" % number for number in range(size)]
    assert root(entries) == tree_head(entries)


@given(st.lists(st.binary(max_size=8), max_size=40))
def test_the_root_of_any_entries_is_that_of_the_rfc_s_definition(entries: list[bytes]) -> None:
    assert root(entries) == tree_head(entries)


ENTRIES: Final = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")] + [
    bytes(range(0x60, 0x70))
]
ROOTS: Final = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""The vectors with which implementations of Certificate Transparency test themselves; ROOTS[n] is of n entries."""


@pytest.mark.parametrize("size", range(9))
def test_the_published_vectors_of_certificate_transparency_hold(size: int) -> None:
    assert root(ENTRIES[:size]).hex() == ROOTS[size]


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert root_of([]) == EMPTY_ROOT == sha256(b"").digest()


def test_leaves_and_nodes_are_told_apart_by_their_first_byte() -> None:
    """Else a forged entry made of two hashes would have the root of two entries."""
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != node_hash(left, right)
    assert node_hash(left, right) != node_hash(right, left)


@given(st.lists(st.binary(max_size=4), min_size=1, max_size=20), st.data())
def test_one_changed_entry_changes_the_root(entries: list[bytes], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(entries) - 1))
    changed = [*entries[:place], entries[place] + b"x", *entries[place + 1 :]]
    assert root(changed) != root(entries)
