"""What differs between two cuts, pair by pair, and which entries made it so.

Where the world moved, statements and memberships began or ceased to count between two days; where our knowledge
moved, entries were recorded between two seqs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from events.ids import handle, seq_of_handle
from tracker.movement import Movement, movement
from tracker.reading.position import Position
from tracker.reading.snapshot import Membership, Snapshot, Version

__all__ = ["Cause", "Difference", "Side", "difference_of"]


@dataclass(frozen=True, slots=True)
class Cause:
    """An entry that made a position differ."""

    entry: str
    what: str
    """`said`, `withdrawn`, `lapsed`, `joined`, `left`, where the world moved; `recorded`, `corrected`, `retracted`,
    `withdrawn`, `voided`, `joined`, `left`, where our knowledge did; `decides-again` and `inherited` for what was there
    before and steps in."""
    statement: str | None = None
    """The statement, or for a void the entry, that it is about, where that is another entry."""

    def as_json(self) -> dict[str, Any]:
        """Return the item of `because`."""
        return {"entry": self.entry, "what": self.what, "statement": self.statement}


@dataclass(frozen=True)
class Difference:
    """A pair whose position differs between two cuts."""

    before: Position
    after: Position
    movement: Movement | None
    """None where the stances and conditions are the same, and only the basis or a lapse differs."""
    causes: tuple[Cause, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the item of `tracker/diff/1`."""
        return {
            "party": self.after.party,
            "issue": self.after.issue,
            "movement": self.movement,
            "before": _side(self.before),
            "after": _side(self.after),
            "because": [each.as_json() for each in self.causes],
        }


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two cuts: what was known, and the position then."""

    snapshot: Snapshot
    position: Position


def difference_of(before: Side, after: Side) -> Difference | None:
    """Return how a pair's positions differ; None where stances, conditions, basis and lapse are the same."""
    old, new = before.position, after.position
    if _told(old) == _told(new):
        return None
    moved = movement(old.verdict.standing, new.verdict.standing)
    is_move = old.verdict.standing != new.verdict.standing
    causes = sorted(dict.fromkeys(_causes(before, after)), key=lambda each: seq_of_handle(each.entry) or 0)
    return Difference(old, new, moved if is_move else None, tuple(causes))


def _told(position: Position) -> tuple[object, ...]:
    return position.verdict.standing, position.basis, position.inherited_from, position.lapsed


def _side(position: Position) -> dict[str, object]:
    return {name: each for name, each in position.as_cell().items() if name not in {"party", "issue"}}


def _causes(before: Side, after: Side) -> Iterator[Cause]:
    """Yield what was entered, and what began or ceased to count, between the cuts and bears on the pair."""
    old = {version.seq: version for version in before.position.verdict.versions}
    new = {version.seq: version for version in after.position.verdict.versions}
    for seq, version in old.items():
        if seq not in new:
            yield from _gone(version, before, after)
    for seq, version in new.items():
        if seq not in old:
            yield from _come(version, before, after)
        if _lapsed_since(version, before, after):
            yield Cause(handle(version.statement), "lapsed")
    yield from _joined(before, after)
    yield from _left(before, after)


def _lapsed_since(version: Version, before: Side, after: Side) -> bool:
    """Say whether a deciding offer was not over at the one cut, and all are at the other."""
    return after.position.lapsed and version.lapses is not None and version.lapses >= before.position.cut.until


def _come(version: Version, before: Side, after: Side) -> Iterator[Cause]:
    """Yield why a statement decides that did not."""
    if version.seq > before.snapshot.seq:
        if version.seq != version.statement:
            yield Cause(handle(version.seq), "corrected", handle(version.statement))
        if version.statement > before.snapshot.seq:
            yield Cause(handle(version.statement), "recorded")
    elif version.said_until > before.position.cut.until:
        yield Cause(handle(version.statement), "said")
    else:
        yield _steps_in(version, before, after)


def _steps_in(version: Version, before: Side, after: Side) -> Cause:
    """Return why a statement decides that counted before, or would have but for a withdrawal."""
    taken = before.snapshot.withdrawal(version.statement)
    voided = None if taken is None else after.snapshot.voided_by(taken.seq)
    if taken is not None and voided is not None:
        return Cause(handle(voided), "voided", handle(taken.seq))
    return Cause(handle(version.statement), "inherited" if after.position.basis == "inherited" else "decides-again")


def _gone(version: Version, before: Side, after: Side) -> Iterator[Cause]:
    """Yield why a statement that decided no longer counts; nothing where it only gave way to another."""
    if version.dead is not None and version.dead <= after.snapshot.seq:
        what = "retracted" if after.snapshot.is_retraction(version.dead) else "corrected"
        yield Cause(handle(version.dead), what, handle(version.statement))
        return
    taken = after.snapshot.withdrawal(version.statement)
    if taken is not None and taken.counts <= after.position.cut.until:
        yield Cause(handle(taken.seq), "withdrawn", handle(version.statement))


def _joined(before: Side, after: Side) -> Iterator[Cause]:
    """Yield why memberships that the later position is inherited through did not hold at the earlier cut."""
    for began in after.position.verdict.memberships:
        word = _word(before, began)
        if word is not None and word.began:
            continue
        if not _reaches(before, began):
            yield Cause(handle(began.seq), "joined")
        elif word is not None:
            yield from _voided(word, after)


def _left(before: Side, after: Side) -> Iterator[Cause]:
    """Yield why memberships that the earlier position was inherited through no longer hold at the later cut."""
    for began in before.position.verdict.memberships:
        word = _word(after, began)
        if word is not None and word.began:
            continue
        if word is not None and not _reaches(before, word):
            yield Cause(handle(word.seq), "left")
        else:
            yield from _voided(began, after)


def _word(side: Side, tie: Membership) -> Membership | None:
    """Return the last word at a cut on whether the member of a membership belongs to its grouping."""
    return side.snapshot.latest_words(tie.member, side.position.cut.until).get(tie.grouping)


def _reaches(side: Side, word: Membership) -> bool:
    """Say whether a cut knows the word, and it counts there."""
    return word.seq <= side.snapshot.seq and word.counts <= side.position.cut.until


def _voided(word: Membership, after: Side) -> Iterator[Cause]:
    voided = after.snapshot.voided_by(word.seq)
    if voided is not None:  # else the later cut is as of an earlier day
        yield Cause(handle(voided), "voided", handle(word.seq))
