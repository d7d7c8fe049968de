"""Making proofs from a log, in time that grows with the logarithm of its size, and judging those that others made.

A proof is checked before it is handed out: a log whose hashes were tampered with gives none.
"""

from __future__ import annotations

import json
from typing import Any

from events.checkpoint import Checkpoint, origin_of
from events.errors import DamagedLogError, InvalidProofError
from events.merkle import consistency_path, inclusion_path, tree_root
from events.note import Note
from events.proof_file import Consistency, Inclusion
from events.sqlite_log import SqliteLog
from events.verify import Fault

__all__ = ["faults_of_proof", "prove_consistency", "prove_inclusion", "proved"]


def prove_inclusion(log: SqliteLog, seq: int, within: tuple[Note, Checkpoint] | None = None) -> Inclusion:
    """Prove that an entry, which is in the log, is in it at a checkpoint; by default at that of the head.

    Raises:
        InvalidProofError: the checkpoint is of another log, or of fewer or more entries than it would take.
        DamagedLogError: the log does not have the root of the checkpoint.
    """
    note, checkpoint = within or _at_head(log)
    _check_origin(log, checkpoint)
    if not seq <= checkpoint.size <= log.head().seq:
        raise InvalidProofError(
            f"a checkpoint of {checkpoint.size} entries, and a log of {log.head().seq}: it says nothing about e{seq}; "
            "take a checkpoint of this log from after that entry"
        )
    (stored,) = log.read(seq - 1, seq)
    path = inclusion_path(log.nodes(), seq - 1, checkpoint.size)
    proof = Inclusion(stored.body, seq - 1, tuple(path), note, checkpoint)
    if not proof.holds():
        raise _differs(log, checkpoint)
    return proof


def prove_consistency(log: SqliteLog, kept: Checkpoint, within: tuple[Note, Checkpoint] | None = None) -> Consistency:
    """Prove that nothing of what a checkpoint describes was changed up to another; by default to that of the head.

    Raises:
        InvalidProofError: one of them is of another log, or of more entries than it would take.
        DamagedLogError: the log does not have the root of one of the checkpoints.
    """
    note, checkpoint = within or _at_head(log)
    for each in (kept, checkpoint):
        _check_origin(log, each)
    if not kept.size <= checkpoint.size <= log.head().seq:
        raise InvalidProofError(
            f"there is no proof from {kept.size} entries to {checkpoint.size} in a log of {log.head().seq}; "
            "`tracker log verify --against CHECKPOINT` tells whether entries were cut off"
        )
    path = consistency_path(log.nodes(), kept.size, checkpoint.size)
    proof = Consistency(kept.size, tuple(path), note, checkpoint)
    if not proof.holds(kept):
        raise _differs(log, kept)
    return proof


def _at_head(log: SqliteLog) -> tuple[Note, Checkpoint]:
    size = log.head().seq
    checkpoint = Checkpoint(origin_of(log), size, tree_root(log.nodes(), size))
    return Note(checkpoint.text()), checkpoint


def _check_origin(log: SqliteLog, checkpoint: Checkpoint) -> None:
    origin = origin_of(log)
    if checkpoint.origin != origin:
        raise InvalidProofError(f"the checkpoint is of the log {checkpoint.origin!r}, this one is {origin!r}")


def _differs(log: SqliteLog, checkpoint: Checkpoint) -> DamagedLogError:
    return DamagedLogError(
        str(log.path), f"its hashes do not lead to the root of the checkpoint of {checkpoint.size} entries"
    )


def faults_of_proof(proof: Inclusion | Consistency, kept: Checkpoint | None) -> tuple[Fault, ...]:
    """Return what speaks against a proof; `kept` is the checkpoint that one has from elsewhere.

    One of inclusion is about that checkpoint or, if None, about its own, which then must be vouched for by a signature.

    Raises:
        InvalidProofError: a proof of consistency, and nothing was kept that it could continue.
    """
    if isinstance(proof, Inclusion):
        return tuple(_faults_of_inclusion(proof, kept))
    if kept is None:
        raise InvalidProofError(
            "it proves that a log only grew since a checkpoint, which is not in it; give the one that you kept with "
            "--against"
        )
    if proof.holds(kept):
        return ()
    return (Fault(0, "proof", f"it does not show that the log of {proof.checkpoint.size} entries continues yours"),)


def _faults_of_inclusion(proof: Inclusion, kept: Checkpoint | None) -> list[Fault]:
    found = []
    if kept is not None and kept != proof.checkpoint:
        found.append(Fault(0, "checkpoint", "the checkpoint in the proof is not the one that you kept"))
    if not proof.holds():
        found.append(Fault(proof.index + 1, "proof", "it does not lead from the entry to the root"))
    elif proved(proof).get("seq") != proof.index + 1:
        found.append(Fault(proof.index + 1, "order", "the entry itself has another number"))
    return found


def proved(proof: Inclusion) -> dict[str, Any]:
    """Return the entry that a proof is about, as its bytes say it; empty where they are no JSON object."""
    try:
        read = json.loads(proof.body)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}
