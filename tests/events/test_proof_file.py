"""Proofs as files: their one spelling, what they prove, and making them from a log."""

from __future__ import annotations

import json
import sqlite3
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from events.checkpoint import Checkpoint, checkpoint_of, note_of_checkpoint
from events.errors import DamagedLogError, InvalidProofError
from events.merkle import EMPTY_ROOT, LeafNodes, consistency_path, inclusion_path, leaf_hash, root_of
from events.note import Note
from events.proof_file import Consistency, Inclusion, parse_proof
from events.proving import faults_of_proof, prove_consistency, prove_inclusion
from events.sqlite_log import SqliteLog
from events.verify import Fault
from tests.events.samples import event, log_of

KEYS: Final = "abcdefg"
BODIES: Final = [b'{"id":"%d","seq":%d}' % (number, number) for number in range(1, 8)]
LEAVES: Final = list(map(leaf_hash, BODIES))


def checkpoint(size: int, origin: str = "o") -> Checkpoint:
    return Checkpoint(origin, size, root_of(LEAVES[:size]))


def inclusion(seq: int, size: int) -> Inclusion:
    path = inclusion_path(LeafNodes(LEAVES), seq - 1, size)
    return Inclusion(BODIES[seq - 1], seq - 1, tuple(path), Note(checkpoint(size).text()), checkpoint(size))


def consistency(old: int, new: int) -> Consistency:
    path = consistency_path(LeafNodes(LEAVES), old, new)
    return Consistency(old, tuple(path), Note(checkpoint(new).text()), checkpoint(new))


def test_a_proof_of_inclusion_reads_as_it_was_written() -> None:
    hashes = [b64encode(each).decode() for each in (LEAVES[3], root_of(LEAVES[:2]), LEAVES[4])]
    content = (
        "c2sp.org/tlog-proof@v1\n"
        f"extra {b64encode(BODIES[2]).decode()}\n"
        "index 2\n"
        f"{hashes[0]}\n{hashes[1]}\n{hashes[2]}\n"
        "\n"
        f"o\n5\n{b64encode(root_of(LEAVES[:5])).decode()}\n"
    )
    assert inclusion(3, 5).content() == content
    assert parse_proof(content.encode()) == inclusion(3, 5)


def test_a_proof_of_consistency_reads_as_it_was_written() -> None:
    content = f"old 4\n{b64encode(LEAVES[4]).decode()}\n\no\n5\n{b64encode(root_of(LEAVES[:5])).decode()}\n"
    assert consistency(4, 5).content() == content
    assert parse_proof(content.encode()) == consistency(4, 5)


@pytest.mark.parametrize("made", [inclusion(1, 1), inclusion(7, 7), consistency(5, 5), consistency(0, 3)])
def test_proofs_without_a_path_too(made: Inclusion | Consistency) -> None:
    assert parse_proof(made.content().encode()) == made


GOOD: Final = inclusion(3, 5).content()
CONSISTENT: Final = consistency(3, 5).content()
BASE64: Final = b64encode(LEAVES[3]).decode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "a proof has a checkpoint under a blank line; it is no proof of ours"),
        ("old 3\n", "a proof has a checkpoint under a blank line; it is no proof of ours"),
        ("o\n5\n\n", "a note ends with a line feed and has no other control characters"),
        (GOOD.replace("@v1", "@v2"), "line 1 of a proof should begin with 'old'; it is no proof of ours"),
        (f"\n{GOOD}", "line 1 of a proof should begin with 'old'; it is no proof of ours"),
        (GOOD.replace("extra ", "Extra "), "line 2 of a proof should begin with 'extra'; it is no proof of ours"),
        (GOOD.replace("index ", "index:"), "line 3 of a proof should begin with 'index'; it is no proof of ours"),
        (
            "c2sp.org/tlog-proof@v1\nextra \n\no\n5\n" + BASE64 + "\n",
            "line 3 of a proof should begin with 'index'; it is no proof of ours",
        ),
        (
            "c2sp.org/tlog-proof@v1\n\no\n5\n" + BASE64 + "\n",
            "line 2 of a proof should begin with 'extra'; it is no proof of ours",
        ),
        (
            GOOD.replace("index 2", "index 02"),
            "'02' is no number of entries; it is written in digits, without leading zeros",
        ),
        (
            GOOD.replace("index 2", "index -1"),
            "'-1' is no number of entries; it is written in digits, without leading zeros",
        ),
        (
            CONSISTENT.replace("old 3", "old +3"),
            "'+3' is no number of entries; it is written in digits, without leading zeros",
        ),
        (
            GOOD.replace("extra ", "extra  "),
            "the entry of a proof is not in base64: ' " + b64encode(BODIES[2]).decode() + "'",
        ),
        (GOOD.replace(BASE64, BASE64[:-1]), f"a hash of a proof is not in base64: {BASE64[:-1]!r}"),
        (GOOD.replace(BASE64, "AAAA"), "a hash of a proof has 3 bytes instead of 32"),
        (
            GOOD.replace(f"{BASE64}\n", f"{BASE64}\n" * 62),
            "a proof with more than 63 hashes proves nothing; no log is that large",
        ),
        (f"{GOOD}more\n", "a checkpoint has three lines: the log's origin, its size and its root"),
    ],
)
def test_what_is_no_proof_is_refused_in_a_sentence(content: str, sentence: str) -> None:
    with pytest.raises(InvalidProofError) as refused:
        parse_proof(content.encode())
    assert str(refused.value) == sentence


def test_what_is_no_text_or_too_long_is_refused() -> None:
    with pytest.raises(InvalidProofError) as refused:
        parse_proof(b"\xff" + GOOD.encode())
    assert str(refused.value) == "a proof is text in UTF-8; this is not"
    with pytest.raises(InvalidProofError) as refused:
        parse_proof(GOOD.encode() + b"x" * 1_000_000)
    assert str(refused.value).endswith("; 1,000,000 are the most that is read")


def test_as_many_hashes_as_are_read() -> None:
    lines = "".join(f"{BASE64}\n" for _ in range(63))
    assert len(parse_proof(f"old 3\n{lines}\n{checkpoint(5).text()}".encode()).path) == 63


# What a proof is worth


def test_a_proof_of_inclusion_holds_for_the_checkpoint_that_was_kept() -> None:
    assert faults_of_proof(inclusion(3, 5), checkpoint(5)) == ()
    assert faults_of_proof(inclusion(3, 5), None) == ()


@pytest.mark.parametrize("kept", [checkpoint(4), checkpoint(5, "other"), Checkpoint("o", 5, EMPTY_ROOT)])
def test_and_for_no_other(kept: Checkpoint) -> None:
    assert faults_of_proof(inclusion(3, 5), kept) == (
        Fault(0, "checkpoint", "the checkpoint in the proof is not the one that you kept"),
    )


def test_another_entry_is_not_proved() -> None:
    good = inclusion(3, 5)
    forged = Inclusion(BODIES[3], good.index, good.path, good.note, good.checkpoint)
    assert faults_of_proof(forged, checkpoint(5)) == (Fault(3, "proof", "it does not lead from the entry to the root"),)


@pytest.mark.parametrize(
    "body", [b"{}", b"[]", b"no json", b"[" * 100_000, b'{"seq":2}', b'{"seq":"1"}', b'{"seq":null}']
)
def test_an_entry_whose_own_number_is_another_is_told(body: bytes) -> None:
    found = Checkpoint("o", 1, leaf_hash(body))
    made = Inclusion(body, 0, (), Note(found.text()), found)
    assert faults_of_proof(made, found) == (Fault(1, "order", "the entry itself has another number"),)


def test_a_proof_of_consistency_holds_for_the_checkpoint_that_was_kept() -> None:
    assert faults_of_proof(consistency(3, 5), checkpoint(3)) == ()
    assert faults_of_proof(consistency(0, 5), checkpoint(0)) == ()
    assert faults_of_proof(consistency(5, 5), checkpoint(5)) == ()


@pytest.mark.parametrize(
    "kept",
    [
        checkpoint(2),
        checkpoint(4),
        checkpoint(5),
        checkpoint(0),
        checkpoint(3, "other"),
        Checkpoint("o", 3, EMPTY_ROOT),
    ],
)
def test_and_continues_no_other(kept: Checkpoint) -> None:
    assert faults_of_proof(consistency(3, 5), kept) == (
        Fault(0, "proof", "it does not show that the log of 5 entries continues yours"),
    )


def test_a_proof_of_consistency_says_nothing_to_who_kept_nothing() -> None:
    with pytest.raises(InvalidProofError) as refused:
        faults_of_proof(consistency(3, 5), None)
    assert str(refused.value) == (
        "it proves that a log only grew since a checkpoint, which is not in it; "
        "give the one that you kept with --against"
    )


# Made from a log


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqliteLog]:
    with closing(log_of(tmp_path / "log.db", *KEYS)) as made:
        yield made


def test_every_entry_is_proved_from_the_log(log: SqliteLog) -> None:
    kept = checkpoint_of(log)
    for seq, key in enumerate(KEYS, 1):
        made = prove_inclusion(log, seq)
        assert (made.checkpoint, made.note) == (kept, Note(kept.text()))
        assert json.loads(made.body)["id"] == key
        assert faults_of_proof(parse_proof(made.content().encode()), kept) == ()


def test_a_proof_leads_to_the_checkpoint_that_is_given(log: SqliteLog) -> None:
    within = note_of_checkpoint(checkpoint_of(log).text().encode())
    log.append([event("h")])
    assert prove_inclusion(log, 7, within).checkpoint == within[1]
    assert prove_consistency(log, within[1], within).checkpoint == within[1]


def test_the_log_is_proved_to_have_only_grown(log: SqliteLog) -> None:
    kept = checkpoint_of(log)
    log.append([event("h"), event("i")])
    made = prove_consistency(log, kept)
    assert (made.old, made.checkpoint) == (7, checkpoint_of(log))
    assert faults_of_proof(parse_proof(made.content().encode()), kept) == ()


def refusal(log: SqliteLog, kept: Checkpoint, seq: int = 3) -> tuple[str, str]:
    within = (Note(kept.text()), kept)
    with pytest.raises(InvalidProofError) as included:
        prove_inclusion(log, seq, within)
    with pytest.raises(InvalidProofError) as consistent:
        prove_consistency(log, kept)
    return str(included.value), str(consistent.value)


def test_the_checkpoint_of_another_log_is_refused(log: SqliteLog) -> None:
    sentence = "the checkpoint is of the log 'o', this one is 'negotiation-position-tracker/a'"
    assert refusal(log, checkpoint(5)) == (sentence, sentence)


def test_a_checkpoint_of_more_entries_than_there_are_is_refused(log: SqliteLog) -> None:
    assert refusal(log, Checkpoint("negotiation-position-tracker/a", 8, EMPTY_ROOT)) == (
        "a checkpoint of 8 entries, and a log of 7: it says nothing about e3; "
        "take a checkpoint of this log from after that entry",
        "there is no proof from 8 entries to 7 in a log of 7; "
        "`tracker log verify --against CHECKPOINT` tells whether entries were cut off",
    )


def test_a_checkpoint_from_before_the_entry_is_refused(log: SqliteLog) -> None:
    kept = Checkpoint("negotiation-position-tracker/a", 2, EMPTY_ROOT)
    with pytest.raises(InvalidProofError) as refused:
        prove_inclusion(log, 3, (Note(kept.text()), kept))
    assert str(refused.value) == (
        "a checkpoint of 2 entries, and a log of 7: it says nothing about e3; "
        "take a checkpoint of this log from after that entry"
    )


@pytest.mark.parametrize("size", [3, 7])
def test_a_root_that_the_log_does_not_have_is_not_proved(log: SqliteLog, size: int) -> None:
    kept = Checkpoint("negotiation-position-tracker/a", size, EMPTY_ROOT)
    sentence = (
        f"the log is damaged at {log.path}: its hashes do not lead to the root of the checkpoint of {size} entries; "
        "`tracker log verify` lists every fault"
    )
    for attempt in (
        lambda: prove_consistency(log, kept),
        lambda: prove_inclusion(log, 3, (Note(kept.text()), kept)),
    ):
        with pytest.raises(DamagedLogError) as refused:
            attempt()
        assert str(refused.value) == sentence


def test_an_entry_whose_bytes_were_changed_is_not_proved(log: SqliteLog) -> None:
    with closing(sqlite3.connect(log.path, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER events_are_not_changed")
        connection.execute("UPDATE events SET body = replace(body, 'supports', 'opposes') WHERE seq = 3")
    with pytest.raises(DamagedLogError):
        prove_inclusion(log, 3)
