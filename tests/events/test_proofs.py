"""Proofs of inclusion and of consistency, against the definitions of RFC 6962 word for word."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.merkle import (
    EMPTY_ROOT,
    LeafNodes,
    Peaks,
    consistency_path,
    inclusion_path,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
    root_of,
    tree_root,
)

SIZE: Final = 256
LEAVES: Final = [leaf_hash(b"%d" % number) for number in range(SIZE)]


@functools.cache
def mth(start: int, end: int) -> bytes:
    """MTH(D[start:end]) of the RFC, of the leaves above."""
    if end - start == 1:
        return LEAVES[start]
    split = largest_power_below(end - start)
    return sha256(b"\x01" + mth(start, start + split) + mth(start + split, end)).digest()


def largest_power_below(size: int) -> int:
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def path(index: int, start: int, end: int) -> list[bytes]:
    """PATH(m, D[n])."""
    size = end - start
    if size == 1:
        return []
    split = largest_power_below(size)
    if index < split:
        return [*path(index, start, start + split), mth(start + split, end)]
    return [*path(index - split, start + split, end), mth(start, start + split)]


def subproof(old: int, start: int, end: int, *, whole: bool) -> list[bytes]:
    """SUBPROOF(m, D[n], b)."""
    size = end - start
    if old == size:
        return [] if whole else [mth(start, end)]
    split = largest_power_below(size)
    if old <= split:
        return [*subproof(old, start, start + split, whole=whole), mth(start + split, end)]
    return [*subproof(old - split, start + split, end, whole=False), mth(start, start + split)]


class Remembered(LeafNodes):
    """The nodes of LEAVES, each made once, and only those that are perfect and there."""

    @functools.cache  # noqa: B019 - one object, for as long as the tests run
    def node(self, level: int, place: int) -> bytes:
        assert (place + 1) << level <= SIZE
        return super().node(level, place)


NODES: Final = Remembered(LEAVES)


def test_every_inclusion_in_every_tree_up_to_256_leaves() -> None:
    """The path is the RFC's, it holds, and it holds for no other leaf, place, path or root."""
    for size in range(1, SIZE + 1):
        root = mth(0, size)
        for index in range(size):
            made = inclusion_path(NODES, index, size)
            assert made == path(index, 0, size), (index, size)
            assert is_included(LEAVES[index], index, size, made, root), (index, size)
            assert not is_included(LEAVES[index - 1], index, size, made, root) or size == 1, (index, size)
            assert not is_included(LEAVES[index], (index + 1) % size, size, made, root) or size == 1, (index, size)


def test_every_consistency_between_trees_up_to_256_leaves() -> None:
    """The path is the RFC's, it holds, and it holds for no other old or new root and no neighbouring old size."""
    for new in range(1, SIZE + 1):
        for old in range(1, new + 1):
            made = consistency_path(NODES, old, new)
            assert made == subproof(old, 0, new, whole=True), (old, new)
            roots = (mth(0, old), mth(0, new))
            assert is_consistent(old, roots[0], new, roots[1], made), (old, new)
            assert not is_consistent(old, LEAVES[0], new, roots[1], made) or old == 1, (old, new)
            assert not is_consistent(old, roots[0], new, LEAVES[1], made), (old, new)
            assert old == new or not is_consistent(old + 1, roots[0], new, roots[1], made), (old, new)


@pytest.mark.parametrize("size", range(SIZE + 1))
def test_the_root_made_from_perfect_subtrees_is_that_of_the_leaves(size: int) -> None:
    assert tree_root(NODES, size) == root_of(LEAVES[:size]) == (mth(0, size) if size else EMPTY_ROOT)


def test_peaks_tell_which_perfect_subtrees_each_leaf_completes() -> None:
    peaks = Peaks()
    for number, leaf in enumerate(LEAVES, 1):
        completed = peaks.add(leaf)
        levels = (number & -number).bit_length()
        assert completed == [mth(number - (1 << level), number) for level in range(levels)]
        assert (peaks.size, peaks.root()) == (number, mth(0, number))


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=40), st.data())
def test_proofs_of_any_entries(entries: list[bytes], data: st.DataObject) -> None:
    """Also where entries are the same: a proof says which number an entry has."""
    leaves = list(map(leaf_hash, entries))
    nodes = LeafNodes(leaves)
    new = len(leaves)
    old = data.draw(st.integers(0, new))
    assert is_consistent(old, root_of(leaves[:old]), new, root_of(leaves), consistency_path(nodes, old, new))
    index = data.draw(st.integers(0, new - 1))
    assert is_included(leaves[index], index, new, inclusion_path(nodes, index, new), root_of(leaves))


def damaged(made: list[bytes]) -> Iterator[list[bytes]]:
    """Yield a path with each hash changed, dropped, doubled, cut, and with one more at either end."""
    for place, each in enumerate(made):
        before, after = made[:place], made[place + 1 :]
        yield [*before, bytes([each[0] ^ 1]) + each[1:], *after]
        yield [*before, each[:-1] + bytes([each[-1] ^ 0x80]), *after]
        yield [*before, *after]
        yield [*before, each, each, *after]
        yield [*before, each[:-1], *after]
        yield [*before, each + b"\x00", *after]
        yield [*before, b"", *after]
    yield [LEAVES[0], *made]
    yield [*made, LEAVES[0]]
    if len(made) > 1:
        yield made[::-1]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 8, 11, 64, 100])
def test_a_path_that_is_damaged_anywhere_holds_nowhere(size: int) -> None:
    """Its middle too, which a verifier may forget to look at."""
    root = mth(0, size)
    for index in range(size):
        for bad in damaged(inclusion_path(NODES, index, size)):
            assert not is_included(LEAVES[index], index, size, bad, root)
    for old in range(1, size + 1):
        for bad in damaged(consistency_path(NODES, old, size)):
            assert not is_consistent(old, mth(0, old), size, root, bad)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (5, 5), (6, 5), (-1, 5), (-1, 0), (0, -1)])
def test_a_place_outside_the_tree_is_never_proved(index: int, size: int) -> None:
    assert not is_included(LEAVES[0], index, size, [], LEAVES[0])
    assert not is_included(LEAVES[0], index, size, inclusion_path(NODES, 0, 5), mth(0, 5))


def test_a_verdict_is_true_or_false() -> None:
    """Whatever speaks against a proof: place, sizes, hashes, length of the path, roots."""
    root, path, old = mth(0, 5), inclusion_path(NODES, 3, 5), consistency_path(NODES, 3, 5)
    assert is_included(LEAVES[3], 3, 5, path, root) is True
    for index, made in ((5, path), (3, path[1:]), (3, [b""]), (3, path[::-1])):
        assert is_included(LEAVES[3], index, 5, made, root) is False
    assert is_consistent(3, mth(0, 3), 5, root, old) is True
    for size, made in ((6, old), (3, old[1:]), (3, [b""]), (3, old[::-1]), (0, []), (0, old)):
        assert is_consistent(size, mth(0, 3), 5, root, made) is False


def test_hashes_of_another_length_are_no_hashes() -> None:
    """An entry could be made of what looks like a longer hash."""
    root = node_hash(LEAVES[0], LEAVES[1])
    assert is_included(LEAVES[0], 0, 2, [LEAVES[1]], root)
    assert not is_included(LEAVES[0] + LEAVES[1][:1], 0, 2, [LEAVES[1][1:]], root)
    assert not is_included(b"", 0, 1, [], b"")
    assert not is_consistent(1, b"", 1, b"", [])
    assert not is_consistent(1, LEAVES[0] + LEAVES[1][:1], 2, root, [LEAVES[1][1:]])


# Shapes that verifiers got wrong elsewhere


def test_nothing_is_the_beginning_of_every_tree_and_of_nothing_else_than_nothing() -> None:
    assert consistency_path(NODES, 0, 5) == consistency_path(NODES, 0, 0) == []
    assert is_consistent(0, EMPTY_ROOT, 5, mth(0, 5), [])
    assert is_consistent(0, EMPTY_ROOT, 0, EMPTY_ROOT, [])
    assert not is_consistent(0, EMPTY_ROOT, 0, mth(0, 5), [])
    assert not is_consistent(0, mth(0, 5), 5, mth(0, 5), [])
    assert not is_consistent(0, EMPTY_ROOT, 5, mth(0, 5), [LEAVES[0]])


def test_the_same_size_needs_the_same_root_and_no_path() -> None:
    assert is_consistent(5, mth(0, 5), 5, mth(0, 5), [])
    assert not is_consistent(5, mth(0, 5), 5, mth(0, 4), [])
    assert not is_consistent(5, mth(0, 5), 5, mth(0, 5), [LEAVES[0]])


def test_a_smaller_tree_continues_none() -> None:
    forward = consistency_path(NODES, 5, 7)
    assert is_consistent(5, mth(0, 5), 7, mth(0, 7), forward)
    assert not is_consistent(7, mth(0, 7), 5, mth(0, 5), forward)
    assert not is_consistent(-1, mth(0, 5), 7, mth(0, 7), forward)


def test_an_empty_path_between_different_sizes_proves_nothing() -> None:
    for old in range(1, 20):
        for new in range(old + 1, 20):
            assert not is_consistent(old, mth(0, old), new, mth(0, new), [])
            assert not is_consistent(old, mth(0, new), new, mth(0, new), [])


def test_a_tree_with_one_leaf_changed_continues_the_old_one_no_longer() -> None:
    """For every place of the change, whatever path is given from either tree."""
    for new in (3, 6, 8, 13):
        for changed in range(new):
            leaves = [*LEAVES[:changed], leaf_hash(b"forged"), *LEAVES[changed + 1 : new]]
            nodes, root = LeafNodes(leaves), root_of(leaves)
            for old in range(changed + 1, new + 1):
                for made in (consistency_path(nodes, old, new), consistency_path(NODES, old, new)):
                    assert not is_consistent(old, mth(0, old), new, root, made)


# The shapes of the test vectors that transparency-dev publishes, made here for every tree up to 24 leaves

GARBAGE: Final = b"\x5a" * 32
WRONG: Final[dict[str, Callable[[list[bytes]], list[bytes]]]] = {
    "nothing": lambda made: [],
    "garbage at the end": lambda made: [*made, GARBAGE],
    "garbage at the beginning": lambda made: [GARBAGE, *made],
    "an empty hash at the end": lambda made: [*made, b""],
    "an empty hash at the beginning": lambda made: [b"", *made],
    "two more": lambda made: [*made, GARBAGE, GARBAGE],
    "the first removed": lambda made: made[1:],
    "the last removed": lambda made: made[:-1],
    "the last twice": lambda made: [*made, *made[-1:]],
    "all twice": lambda made: made * 2,
    "back to front": lambda made: made[::-1],
    "one byte cut off": lambda made: [*made[:-1], *(each[:-1] for each in made[-1:])],
}


@pytest.mark.parametrize("how", WRONG)
def test_wrong_paths(how: str) -> None:
    for size in range(1, 25):
        root = mth(0, size)
        for index in range(size):
            made = inclusion_path(NODES, index, size)
            wrong = WRONG[how](made)
            assert wrong == made or not is_included(LEAVES[index], index, size, wrong, root)
            for extra in (root, LEAVES[index]):
                assert not is_included(LEAVES[index], index, size, [*made, extra], root)
                assert not is_included(LEAVES[index], index, size, [extra, *made], root)
            old = index + 1
            made = consistency_path(NODES, old, size)
            wrong = WRONG[how](made)
            assert wrong == made or not is_consistent(old, mth(0, old), size, root, wrong)
            for extra in (root, mth(0, old)):
                assert not is_consistent(old, mth(0, old), size, root, [*made, extra])
                assert not is_consistent(old, mth(0, old), size, root, [extra, *made])


def test_wrong_places_sizes_leaves_and_roots_of_an_inclusion() -> None:
    empty = sha256(b"").digest()
    for size in range(1, 25):
        root = mth(0, size)
        for index in range(size):
            made, leaf = inclusion_path(NODES, index, size), LEAVES[index]
            for place in {index - 1, index + 1, index ^ 2, size} - {index}:
                assert not is_included(leaf, place, size, made, root)
            for other in {size * 2, size // 2, 0} - {size}:
                assert not is_included(leaf, index, other, made, root)
            for wrong in (b"", empty, GARBAGE, leaf_hash(b""), root):
                assert wrong == leaf or not is_included(wrong, index, size, made, root)
            for wrong in (b"", empty, GARBAGE, leaf):
                assert wrong == root or not is_included(leaf, index, size, made, wrong)


def test_wrong_sizes_and_roots_of_a_consistency() -> None:
    empty = sha256(b"").digest()
    for new in range(1, 25):
        for old in range(1, new + 1):
            made, roots = consistency_path(NODES, old, new), (mth(0, old), mth(0, new))
            for other in {old - 1, old + 1, old ^ 2, 0, new + 1} - {old}:
                assert not is_consistent(other, roots[0], new, roots[1], made)
            for other in {new * 2, new // 2, 0, old - 1} - {new}:
                assert not is_consistent(old, roots[0], other, roots[1], made)
            for wrong in (b"", empty, GARBAGE):
                assert not is_consistent(old, wrong, new, roots[1], made)
                assert not is_consistent(old, roots[0], new, wrong, made)
            assert old == new or not is_consistent(old, roots[1], new, roots[0], made)
