"""A pair's phases as a reader tells them: a step for each position, and one for each time without any.

A phase is what a position was until anything about it changed, even that it went stale. A step is all phases in a row
that the same statements decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from events.vocabulary import Stance
from tracker.movement import MIXED, Movement, Standing, movement
from tracker.reading.axis import Axis
from tracker.reading.phases import Phase

__all__ = ["Step", "reached", "steps_of"]


@dataclass(frozen=True)
class Step:
    """Phases in a row that the same statements decide; no phase where no position is on record."""

    begins: str
    """The first as of with this answer: a day, else a second."""
    ends: str | None
    """The first as of with another one; None: it still holds at the cut."""
    first_day: date
    end_day: date | None
    phases: tuple[Phase, ...]
    """Those of them that the axis reaches."""
    movement: Movement | None
    """From what was before, own or inherited. None where only others decide the same: nobody said it again."""
    stale_from: date | None = None
    lapsed_from: date | None = None

    @property
    def stance(self) -> str | None:
        """A stance, `mixed`, or None where no position is on record."""
        return self.phases[0].stance if self.phases else None

    @property
    def statements(self) -> tuple[str, ...]:
        """Handles of the deciding statements, oldest first."""
        return self.phases[0].statements if self.phases else ()

    def words(self) -> str:
        """Return the position with its conditions, whom it is inherited from, how it moved there, and its marks."""
        moved = f" ({self.movement})" if self.movement not in {None, Movement.FIRST} else ""
        if not self.phases:
            return f"no position on record{moved}"
        phase = self.phases[0]
        stances = ", ".join(f"{stance} {count}" for stance, count in phase.deciding.items())
        counts = f" ({stances})" if phase.stance == MIXED else ""
        conditions = f": {'; '.join(phase.conditions)}" if phase.conditions else ""
        through = f", inherited from {', '.join(phase.inherited_from)}" if phase.inherited_from else ""
        since = {"stale": self.stale_from, "lapsed": self.lapsed_from}
        marks = ", ".join(f"{mark} from {day}" for mark, day in since.items() if day is not None)
        return f"{phase.stance}{counts}{conditions}{through}{moved}" + (f" [{marks}]" if marks else "")


def steps_of(phases: Iterable[Phase]) -> Iterator[Step]:
    """Yield the steps of a pair's phases, earliest first, with those that have none between and after them."""
    before: Phase | None = None
    said: set[str] = set()
    for run in _runs(phases):
        if before is not None and before.ends != run[0].begins:
            yield _without(before, run[0])
            before = None
        yield _step(run, _moved(before, run[0], said))
        before = run[-1]
        said.update(before.statements if before.basis == "own" else ())
    if before is not None and before.ends is not None:
        yield _without(before, None)


def _runs(phases: Iterable[Phase]) -> Iterator[list[Phase]]:
    """Yield the phases in lists: each follows at once on the one before it, and the same statements decide it."""
    run: list[Phase] = []
    for phase in phases:
        if run and (run[-1].ends != phase.begins or _decided_by(run[-1]) != _decided_by(phase)):
            yield run
            run = []
        run.append(phase)
    if run:
        yield run


def _decided_by(phase: Phase) -> tuple[object, ...]:
    return phase.basis, phase.inherited_from, phase.statements


def _step(run: list[Phase], moved: Movement | None) -> Step:
    return Step(
        begins=run[0].begins,
        ends=run[-1].ends,
        first_day=run[0].first_day,
        end_day=run[-1].end_day,
        phases=tuple(run),
        movement=moved,
        stale_from=next((each.first_day for each in run if each.stale), None),
        lapsed_from=next((each.first_day for each in run if each.lapsed), None),
    )


def _without(before: Phase, after: Phase | None) -> Step:
    """Return the step without a position between two phases, or after the last."""
    assert before.ends is not None and before.end_day is not None, "something ended it"  # noqa: S101, PT018 - tells mypy
    ends, end_day = (None, None) if after is None else (after.begins, after.first_day)
    return Step(before.ends, ends, before.end_day, end_day, (), movement(_standing(before), Standing()))


def _moved(before: Phase | None, after: Phase, said: set[str]) -> Movement | None:
    """Return the movement to a phase; `said` are the statements of the party's own that decided earlier.

    A statement decides from the instant at which it begins to count, unless it declines beside others. So of those that
    say the same as before, one that never decided has just been said, and the others decide again.
    """
    old, new = Standing() if before is None else _standing(before), _standing(after)
    if old != new:
        return movement(old, new)
    is_own = before is not None and before.basis == after.basis == "own"
    return Movement.REAFFIRMED if is_own and not said.issuperset(after.statements) else None


def _standing(phase: Phase) -> Standing:
    return Standing(frozenset(map(Stance, phase.deciding)), frozenset(phase.conditions))


def reached(steps: Iterable[Step], axis: Axis) -> Iterator[Step]:
    """Yield the steps that the axis reaches, without the phases before it."""
    for step in steps:
        if _is_over(step.first_day, step.end_day, axis):
            continue
        kept = [each for each in step.phases if not _is_over(each.first_day, each.end_day, axis)]
        yield replace(step, phases=tuple(kept))


def _is_over(first_day: date, end_day: date | None, axis: Axis) -> bool:
    """Say whether it was over when the axis begins; what lasted less than a day was so the day after."""
    return end_day is not None and first_day < axis.first and end_day <= axis.first
