"""Proofs and notes that were altered at random: none may pass, whichever verifier looks at it.

FAULTS=long tries 100,000 altered proofs and 5,000 altered notes instead of a hundredth and a tenth of them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Final

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from events.checkpoint import Checkpoint, note_of_checkpoint
from events.errors import InvalidProofError
from events.merkle import (
    LeafNodes,
    consistency_path,
    inclusion_path,
    is_consistent,
    is_included,
    leaf_hash,
    root_of,
)
from events.note import Note, PublicKey, Signature
from events.proof_file import Consistency, Inclusion, parse_proof
from events.proving import faults_of_proof
from tests.faults.scale import scaled
from tests.independent.verifier import check_proof
from tests.independent.verifier import checkpoint as independent_checkpoint

SEED: Final = 20_260_101
PROOFS: Final = scaled(1_000, 100_000)
NOTES: Final = scaled(500, 5_000)

PRIVATE: Final = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY: Final = PublicKey("example.org/log", PRIVATE.public_key().public_bytes_raw())
SIZE: Final = 40
BODIES: Final = [
    b'{"id":"%d","recorded_at":"2026-01-01T00:00:00Z","seq":%d}' % (seq, seq) for seq in range(1, SIZE + 1)
]
LEAVES: Final = list(map(leaf_hash, BODIES))
NODES: Final = LeafNodes(LEAVES)


def checkpoint(size: int) -> Checkpoint:
    return Checkpoint("example.org/log", size, root_of(LEAVES[:size]))


def signed(found: Checkpoint) -> Note:
    return Note(found.text(), (Signature(KEY.name, KEY.id, PRIVATE.sign(found.text().encode())),))


def inclusion(seq: int, size: int) -> Inclusion:
    found = checkpoint(size)
    return Inclusion(BODIES[seq - 1], seq - 1, tuple(inclusion_path(NODES, seq - 1, size)), signed(found), found)


def consistency(old: int, new: int) -> Consistency:
    found = checkpoint(new)
    return Consistency(old, tuple(consistency_path(NODES, old, new)), signed(found), found)


# What a forger may do to a file


def flip_a_bit(text: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(text))
    return text[:place] + bytes([text[place] ^ 1 << chance.randrange(8)]) + text[place + 1 :]


def put_another_byte(text: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(text))
    return text[:place] + bytes([chance.choice(text)]) + text[place + 1 :]


def put_a_byte_in(text: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(text) + 1)
    return text[:place] + bytes([chance.choice([chance.choice(text), chance.randrange(256)])]) + text[place:]


def take_bytes_out(text: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(text))
    return text[:place] + text[place + chance.choice([1, 1, 1, 2, 4, 45]) :]


def cut_off(text: bytes, chance: random.Random) -> bytes:
    return text[: chance.randrange(len(text))]


def move_a_line(text: bytes, chance: random.Random) -> bytes:
    lines = text.splitlines(keepends=True)
    lines.insert(chance.randrange(len(lines)), lines.pop(chance.randrange(len(lines))))
    return b"".join(lines)


def double_a_line(text: bytes, chance: random.Random) -> bytes:
    lines = text.splitlines(keepends=True)
    place = chance.randrange(len(lines))
    return b"".join([*lines[: place + 1], *lines[place:]])


def change_a_number(text: bytes, chance: random.Random) -> bytes:
    lines = text.split(b"\n")
    numbers = [place for place, line in enumerate(lines) if line.split(b" ")[-1].isdigit()]
    if not numbers:
        return cut_off(text, chance)
    place = chance.choice(numbers)
    *words, number = lines[place].split(b" ")
    lines[place] = b" ".join([*words, b"%d" % (int(number) + chance.choice([-2, -1, 1, 2, SIZE]))])
    return b"\n".join(lines)


def swap_a_line_with_another_files(text: bytes, chance: random.Random) -> bytes:
    other = any_proof(chance).content().encode().split(b"\n")
    lines = text.split(b"\n")
    lines[chance.randrange(len(lines))] = chance.choice(other)
    return b"\n".join(lines)


Alteration = Callable[[bytes, random.Random], bytes]
ALTERATIONS: Final[tuple[Alteration, ...]] = (
    flip_a_bit,
    put_another_byte,
    put_a_byte_in,
    take_bytes_out,
    cut_off,
    move_a_line,
    double_a_line,
    change_a_number,
    swap_a_line_with_another_files,
)


def any_proof(chance: random.Random) -> Inclusion | Consistency:
    size = chance.randint(1, SIZE)
    if chance.random() < 0.5:
        return inclusion(chance.randint(1, size), size)
    return consistency(chance.randint(0, size), size)


def altered(text: bytes, chance: random.Random) -> bytes:
    while True:
        changed = text
        for _ in range(chance.choice([1, 1, 1, 2, 3])):
            changed = chance.choice(ALTERATIONS)(changed, chance) or b"\n"
        if without_strangers(changed, text) != text:
            return changed


def without_strangers(changed: bytes, text: bytes) -> bytes:
    """Leave out signatures of names that nobody asked about: C2SP has them ignored, and they alter nothing."""
    dash = "\u2014".encode()
    return b"".join(line for line in changed.splitlines(keepends=True) if not line.startswith(dash) or line in text)


def passes(text: bytes, kept: Checkpoint, public: PublicKey) -> bool:
    """Judge a proof as `tracker log verify --proof FILE --against KEPT --key PUB` does."""
    try:
        made = parse_proof(text)
        public.check(made.note)
        return not faults_of_proof(made, kept)
    except InvalidProofError:
        return False


def passes_independently(text: bytes, kept: Checkpoint, public: PublicKey) -> bool:
    try:
        check_proof(text, kept.text().encode(), public.text())
    except (ValueError, LookupError, TypeError, RecursionError):
        return False
    return True


def proofs(count: int, seed: int) -> Iterator[tuple[bytes, Checkpoint, random.Random]]:
    chance = random.Random(seed)
    for _ in range(count):
        made = any_proof(chance)
        kept = made.checkpoint if isinstance(made, Inclusion) else checkpoint(made.old)
        yield made.content().encode(), kept, chance


def test_proofs_that_nobody_altered_pass() -> None:
    """Else the tests below would show nothing."""
    for text, kept, _ in proofs(20, SEED):
        assert passes(text, kept, KEY)
        assert passes_independently(text, kept, KEY)


def test_no_altered_proof_passes() -> None:
    for text, kept, chance in proofs(PROOFS, SEED):
        forged = altered(text, chance)
        assert not passes(forged, kept, KEY), forged
        assert chance.random() > 0.05 or not passes_independently(forged, kept, KEY), forged


def test_no_altered_path_leads_to_the_root() -> None:
    """Past the file's form: hashes, places and sizes themselves, against what a checkpoint fixes."""
    chance = random.Random(SEED)
    for _ in range(PROOFS):
        new = chance.randint(2, SIZE)
        old, index = chance.randint(1, new - 1), chance.randrange(new)
        root, old_root = root_of(LEAVES[:new]), root_of(LEAVES[:old])
        path = other_path(inclusion_path(NODES, index, new), chance)
        assert not is_included(LEAVES[index], index, new, path, root)
        another = chance.choice([each for each in range(new) if each != index])
        assert not is_included(LEAVES[index], another, new, inclusion_path(NODES, another, new), root)
        assert not is_included(LEAVES[index], another, new, inclusion_path(NODES, index, new), root)
        path = other_path(consistency_path(NODES, old, new), chance)
        assert not is_consistent(old, old_root, new, root, path)


def other_path(path: list[bytes], chance: random.Random) -> list[bytes]:
    changed = list(path)
    while changed == path:
        place = chance.randrange(len(changed) + 1)
        way = chance.randrange(4)
        if way == 0 or not changed:
            changed.insert(place, chance.choice([*LEAVES, *path]))
        elif way == 1:
            changed.pop(place - 1)
        elif way == 2:
            changed[place - 1] = chance.choice([*LEAVES, chance.randbytes(32)])
        else:
            chance.shuffle(changed)
    return changed


def note_passes(text: bytes) -> bool:
    try:
        note, _ = note_of_checkpoint(text)
        KEY.check(note)
    except InvalidProofError:
        return False
    return True


def test_no_altered_note_passes() -> None:
    chance = random.Random(SEED)
    for _ in range(NOTES):
        found = checkpoint(chance.randint(0, SIZE))
        text = signed(found).content().encode()
        forged = altered(text, chance)
        assert not note_passes(forged), forged
        if chance.random() < 0.2:
            with pytest.raises((ValueError, LookupError, TypeError)):
                independent_checkpoint(forged, KEY.text())
