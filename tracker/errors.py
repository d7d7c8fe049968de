"""What can be wrong with a request. Each class builds its own sentence; the record's own errors are in events.errors.

TrackerError
├── UnknownNameError       no party, person, issue, source of that name
│   └── UnknownEntryError  no such entry in the log
├── AmbiguousNameError     several things answer to it
├── RefusedError           understood, and against the rules of the record
├── UnreadableError        a question or a cut that cannot be read
└── BatchError             some items of a file are wrong; all of them are listed, none was recorded
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = [
    "AmbiguousNameError",
    "BatchError",
    "RefusedError",
    "TrackerError",
    "UnknownEntryError",
    "UnknownNameError",
    "UnreadableError",
]

_SHOWN_MAX = 60


class TrackerError(Exception):
    """Anything a request is refused for; `str()` is the sentence for the user."""


class UnknownNameError(TrackerError):
    """Nothing answers to the name."""

    def __init__(self, noun: str, text: str, near: Sequence[str]) -> None:
        hint = f"; did you mean {' or '.join(map(repr, near))}?" if near else "."
        super().__init__(f"no {noun} {text[:_SHOWN_MAX]!r}{hint} `tracker {noun} list` shows all")
        self.noun = noun
        self.text = text


class UnknownEntryError(UnknownNameError):
    """No entry of that handle or id."""

    def __init__(self, text: str, head: int) -> None:
        TrackerError.__init__(
            self,
            f"no entry {text[:_SHOWN_MAX]!r}; entries are e1 to e{head}, `last`, or an event's id. "
            "`tracker log show` lists them",
        )
        self.noun = "entry"
        self.text = text


class AmbiguousNameError(TrackerError):
    """Several things answer to the name."""

    def __init__(self, noun: str, text: str, candidates: Sequence[str]) -> None:
        super().__init__(
            f"{text[:_SHOWN_MAX]!r} could be any of these: {', '.join(candidates)}; use the id of the {noun} you mean"
        )
        self.candidates = tuple(candidates)


class RefusedError(TrackerError):
    """Understood, but against the rules of the record."""


class UnreadableError(TrackerError):
    """A question, a date or a cut that cannot be read."""


class BatchError(TrackerError):
    """Some items are wrong; nothing was recorded."""

    def __init__(self, name: str, faults: Sequence[tuple[int, str]], total: int) -> None:
        lines = "\n".join(f"  line {line}: {sentence}" for line, sentence in faults)
        super().__init__(
            f"{name}: {len(faults)} of {total} could not be taken, so nothing was recorded:\n{lines}\n"
            "Mend these lines and run the command again"
        )
        self.faults = tuple(faults)
