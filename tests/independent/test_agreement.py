"""Two verifiers, one verdict: ours, and the one that follows the documentation alone."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from events.checkpoint import checkpoint_of, note_of_checkpoint
from events.clock import FixedClock
from events.errors import RecordError
from events.merkle import leaf_hash
from events.note import Note, PublicKey, Signature
from events.proof_file import parse_proof
from events.proving import faults_of_proof, prove_consistency, prove_inclusion
from events.sqlite_log import SqliteLog
from events.transfer import export_lines, restore
from events.verify import verify
from tests.events.samples import NOON, event
from tests.independent import verifier

VERIFIER: Final = Path(verifier.__file__)
PAGE: Final = VERIFIER.parents[2] / "docs" / "reference" / "proof.md"
PRIVATE: Final = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER: Final = Ed25519PrivateKey.from_private_bytes(bytes(32))
NAME: Final = "negotiation-position-tracker/a"
KEY: Final = PublicKey(NAME, PRIVATE.public_key().public_bytes_raw())
OTHER_KEY: Final = PublicKey(NAME, OTHER.public_key().public_bytes_raw())


class Kept:
    """A log of ten entries, and what somebody kept of it at several sizes, signed."""

    def __init__(self, folder: Path) -> None:
        self.notes: dict[int, bytes] = {}
        clock = FixedClock(NOON)
        with closing(SqliteLog.create(folder / "log.db", clock=clock, recorded_by="ada")) as log:
            for number, key in enumerate("abcdefghij", 1):
                log.append([event(key, quotation=f"«{key}» \u2028 \U0001f54a")])
                clock.instant += 60
                text = checkpoint_of(log).text()
                signature = Signature(KEY.name, KEY.id, PRIVATE.sign(text.encode()))
                self.notes[number] = Note(text, (signature,)).content().encode()
            self.lines = list(export_lines(log))
            self.proofs = self._proofs(log)

    def _proofs(self, log: SqliteLog) -> dict[str, tuple[bytes, bytes]]:
        """Return proofs by name, each with the checkpoint that it is to be checked against."""
        made = {}
        for size in self.notes:
            within = note_of_checkpoint(self.notes[size])
            for other in range(1, size + 1):
                included = prove_inclusion(log, other, within).content()
                made[f"e{other} in {size}"] = (included.encode(), self.notes[size])
                consistent = prove_consistency(log, note_of_checkpoint(self.notes[other])[1], within).content()
                made[f"{other} to {size}"] = (consistent.encode(), self.notes[other])
        return made


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return Kept(tmp_path_factory.mktemp("kept"))


def ours_of_log(lines: bytes, note: bytes, key: PublicKey | None, path: Path) -> bool:
    """Judge an export by restoring it, and verifying the log against the checkpoint."""
    try:
        found, checkpoint = note_of_checkpoint(note)
        if key is not None:
            key.check(found)
        with closing(restore(path, lines.splitlines(keepends=True))) as log:
            return verify(log, against=checkpoint).ok
    except RecordError:
        return False
    finally:
        path.unlink(missing_ok=True)


def ours_of_proof(proof: bytes, note: bytes | None, key: PublicKey | None) -> bool:
    try:
        made = parse_proof(proof)
        if key is not None:
            key.check(made.note)
        return not faults_of_proof(made, None if note is None else note_of_checkpoint(note)[1])
    except RecordError:
        return False


Check = Callable[[bytes, bytes | None, str | None], None]


def theirs(check: Check, content: bytes, note: bytes | None, *, key: PublicKey | None) -> bool:
    try:
        check(content, note, None if key is None else key.text())
    except (ValueError, LookupError, TypeError, RecursionError):
        return False
    return True


# Logs

Breaking = Callable[[list[bytes]], list[bytes]]


def changed(number: int, old: bytes, new: bytes) -> Breaking:
    def change(lines: list[bytes]) -> list[bytes]:
        assert old in lines[number - 1]
        return [line.replace(old, new) if place == number else line for place, line in enumerate(lines, 1)]

    return change


BROKEN: Final[dict[str, Breaking]] = {
    "a changed byte": changed(3, b'"supports"', b'"opposes"'),
    "another id": changed(1, b'"id":"a"', b'"id":"z"'),
    "an id twice": changed(3, b'"id":"c"', b'"id":"b"'),
    "a clock that runs back": changed(3, b"T12:02:00Z", b"T11:02:00Z"),
    "another instant": changed(3, b"T12:02:00Z", b"T12:02:01Z"),
    "a space": changed(3, b'"seq":3', b'"seq": 3'),
    "a key twice": changed(3, b'"seq":3', b'"seq":9,"seq":3'),
    "another number": changed(3, b'"seq":3', b'"seq":4'),
    "a number with a point": changed(3, b'"seq":3', b'"seq":3.0'),
    "no JSON": changed(3, b'{"data"', b'"data"'),
    "no object": lambda lines: [*lines[:2], b"3\n", *lines[3:]],
    "no UTF-8": changed(3, b"supports", b"\xff"),
    "an escape": changed(3, "«".encode(), b"\\u00ab"),
    "the first dropped": lambda lines: lines[1:],
    "one dropped": lambda lines: [*lines[:4], *lines[5:]],
    "the last dropped": lambda lines: lines[:-1],
    "all dropped": lambda lines: [],
    "one doubled": lambda lines: [*lines[:5], *lines[4:]],
    "two that changed places": lambda lines: [*lines[:3], lines[4], lines[3], *lines[5:]],
    "all back to front": lambda lines: lines[::-1],
    "a blank line": lambda lines: [*lines[:3], b"\n", *lines[3:]],
    "a last line that is cut short": lambda lines: [*lines[:-1], lines[-1][:-2]],
}


def test_a_good_log_is_good_to_both(kept: Kept, tmp_path: Path) -> None:
    """Against every checkpoint that was ever taken, with and without its signature, and with the key that made it."""
    for note in kept.notes.values():
        for key in (None, KEY):
            lines = b"".join(kept.lines)
            assert ours_of_log(lines, note, key, tmp_path / "log.db")
            assert theirs(verifier.check_log, lines, note, key=key)
        bare = note.partition(b"\n\n")[0] + b"\n"
        assert theirs(verifier.check_log, b"".join(kept.lines), bare, key=None)
        assert not theirs(verifier.check_log, b"".join(kept.lines), bare, key=KEY)
        assert not ours_of_log(b"".join(kept.lines), bare, KEY, tmp_path / "log.db")


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_log_is_broken_to_both(how: str, kept: Kept, tmp_path: Path) -> None:
    lines = b"".join(BROKEN[how](kept.lines))
    assert not ours_of_log(lines, kept.notes[10], None, tmp_path / "log.db")
    assert not theirs(verifier.check_log, lines, kept.notes[10], key=None)


@pytest.mark.parametrize(
    "alter",
    [
        lambda note: note.replace(b"\n10\n", b"\n9\n"),
        lambda note: note.replace(b"\n10\n", b"\n11\n"),
        lambda note: note.replace(b"\n10\n", b"\n010\n"),
        lambda note: note.replace(b"tracker/a\n", b"tracker/b\n", 1),
        lambda note: note.replace(b"\n10\n", b"\n10\n\n"),
        lambda note: note.replace(b"=\n\n", b"=\nmore\n\n"),
        lambda note: note[:-1],
        lambda note: note + b"\n",
        lambda note: note.replace(b"\n", b"\r\n"),
        lambda note: re.sub(rb"(.)=\n\n", lambda match: bytes([match[1][0] + 1]) + b"=\n\n", note),
        lambda note: b"",
    ],
)
def test_an_altered_checkpoint_is_none_to_both(alter: Callable[[bytes], bytes], kept: Kept, tmp_path: Path) -> None:
    note, lines = alter(kept.notes[10]), b"".join(kept.lines)
    assert note != kept.notes[10]
    for key in (None, KEY):
        assert not ours_of_log(lines, note, key, tmp_path / "log.db")
        assert not theirs(verifier.check_log, lines, note, key=key)


def test_the_signature_of_another_key_is_none_to_both(kept: Kept, tmp_path: Path) -> None:
    lines = b"".join(kept.lines)
    assert not ours_of_log(lines, kept.notes[10], OTHER_KEY, tmp_path / "log.db")
    assert not theirs(verifier.check_log, lines, kept.notes[10], key=OTHER_KEY)


# Proofs


def test_every_proof_is_good_to_both(kept: Kept) -> None:
    for name, (proof, note) in kept.proofs.items():
        assert ours_of_proof(proof, note, None), name
        assert theirs(verifier.check_proof, proof, note, key=None), name
    for name in ("e3 in 10", "3 to 10"):
        proof, note = kept.proofs[name]
        assert ours_of_proof(proof, note, KEY)
        assert theirs(verifier.check_proof, proof, note, key=KEY)


def test_every_proof_against_every_other_checkpoint_is_bad_to_both(kept: Kept) -> None:
    for name, (proof, right) in kept.proofs.items():
        for note in kept.notes.values():
            if note != right:
                assert not ours_of_proof(proof, note, None), name
                assert not theirs(verifier.check_proof, proof, note, key=None), name


@pytest.mark.parametrize("name", ["e3 in 10", "3 to 10", "e1 in 1", "10 to 10"])
def test_what_vouches_for_a_proof_is_the_same_to_both(name: str, kept: Kept) -> None:
    """Nothing; the key; another key. A proof of consistency needs the checkpoint that was kept whoever signed it."""
    proof, _ = kept.proofs[name]
    is_included = name.startswith("e")
    assert theirs(verifier.check_proof, proof, None, key=KEY) == ours_of_proof(proof, None, KEY) == is_included
    assert not theirs(verifier.check_proof, proof, None, key=OTHER_KEY)
    assert not ours_of_proof(proof, None, OTHER_KEY)
    assert not theirs(verifier.check_proof, proof, None, key=None)


def swapped(content: bytes) -> bytes:
    lines = content.split(b"\n")
    first = next(place for place, line in enumerate(lines) if len(line) == 44 and line.endswith(b"="))
    lines[first], lines[first + 1] = lines[first + 1], lines[first]
    return b"\n".join(lines)


@pytest.mark.parametrize(
    "alter",
    [
        swapped,
        lambda proof: proof.replace(b"index 2", b"index 3"),
        lambda proof: proof.replace(b"old 3", b"old 4"),
        lambda proof: re.sub(rb"\n[^\n]{43}=\n", b"\n", proof, count=1),
        lambda proof: re.sub(rb"(\n[^\n]{43}=)\n", rb"\1\1\n", proof, count=1),
        lambda proof: proof.replace(b"\n\n", b"\n" + b64encode(bytes(32)) + b"\n\n", 1),
        lambda proof: proof.replace(b"\n\n", b"\n", 1),
        lambda proof: proof.replace(b"v1", b"v2").replace(b"old", b"Old"),
        lambda proof: b"\n" + proof,
    ],
)
@pytest.mark.parametrize("name", ["e3 in 10", "3 to 10"])
def test_an_altered_proof_is_bad_to_both(alter: Callable[[bytes], bytes], name: str, kept: Kept) -> None:
    proof, note = kept.proofs[name]
    bad = alter(proof)
    if bad != proof:
        assert not ours_of_proof(bad, note, None)
        assert not theirs(verifier.check_proof, bad, note, key=None)


def test_an_entry_that_says_another_number_is_bad_to_both(tmp_path: Path) -> None:
    """Somebody logged it so, and the path leads to the root all the same."""
    body = json.dumps({"id": "a", "seq": 2}).encode()
    root = b64encode(verifier.root([leaf_hash(body)])).decode()
    note = f"{NAME}\n1\n{root}\n"
    proof = f"c2sp.org/tlog-proof@v1\nextra {b64encode(body).decode()}\nindex 0\n\n{note}".encode()
    assert not ours_of_proof(proof, note.encode(), None)
    assert not theirs(verifier.check_proof, proof, note.encode(), key=None)


# The script itself


def test_the_second_verifier_stands_alone_and_is_short(kept: Kept, tmp_path: Path) -> None:
    """Fewer than 150 lines, the standard library alone, run as the page says, far from the program."""
    source = VERIFIER.read_text(encoding="utf-8")
    assert len(source.splitlines()) < 150
    assert f"[one of {len(source.splitlines())} lines](" in PAGE.read_text(encoding="utf-8")
    imported = set(re.findall(r"^(?:import|from) (\w+)", source, flags=re.MULTILINE))
    assert imported <= sys.stdlib_module_names
    (tmp_path / "verifier.py").write_text(source, encoding="utf-8")
    (tmp_path / "log").write_bytes(b"".join(kept.lines))
    (tmp_path / "cut").write_bytes(b"".join(kept.lines[:-1]))
    (tmp_path / "note").write_bytes(kept.notes[10])
    (tmp_path / "proof").write_bytes(kept.proofs["e3 in 10"][0])
    runs = {
        ("log", "log"): 0,
        ("log", "log", "note", "--key", KEY.text()): 0,
        ("log", "cut", "note"): 1,
        ("proof", "proof", "note"): 0,
        ("proof", "proof", "--key", KEY.text()): 0,
        ("proof", "proof", "--key", OTHER_KEY.text()): 1,
        ("proof", "proof"): 1,
    }
    for words, code in runs.items():
        ended = subprocess.run(
            [sys.executable, "-I", "verifier.py", *words], cwd=tmp_path, capture_output=True, check=False
        )
        assert ended.returncode == code, (words, ended.stderr)
