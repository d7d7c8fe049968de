"""Reports in the passive - `it was announced that`, `was rejected by` - and `quoted as saying`, passive or not."""

from __future__ import annotations

from typing import Final

from tracker.extraction.contents import content_start
from tracker.extraction.cuts import Cuts
from tracker.extraction.found import Found
from tracker.extraction.lexicon import verb
from tracker.extraction.line import Line
from tracker.extraction.subjects import Stretch, subject_after
from tracker.extraction.verbs import Group

__all__ = ["quoted_person", "read_passive", "saying"]

_FAR: Final = 14
_SAID: Final = verb("said")


def saying(line: Line, group: Group) -> Group | None:
    """Return the group of `was quoted as saying` or `quoted him as saying`, which report as `said` does."""
    at = next((each for each in range(group.at + 1, group.at + _FAR) if _is_as_saying(line, each)), None)
    if at is None or _SAID is None or (not group.passive and group.verb.base not in {"quote", "cite"}):
        return None
    return Group(_SAID, "past", group.start, at + 1, False, False, False, False)


def quoted_person(group: Group, said: Group) -> Stretch | None:
    """Return who is quoted in `state television quoted the minister as saying`; None in the passive."""
    return None if group.passive or said.at - 1 <= group.at + 1 else Stretch(group.at + 1, said.at - 1)


def _is_as_saying(line: Line, at: int) -> bool:
    return (line.word(at), line.word(at + 1)) == ("as", "saying")


def read_passive(line: Line, cuts: Cuts, found: Found, group: Group) -> None:
    """Read any other passive."""
    subject, after = None, group.at + 1
    if line.word(after) == "by":
        subject = subject_after(line.tokens, after + 1)
        after = subject.end if subject else after
    if "c" not in group.verb.kinds:
        content = line.subjects[group.at]
        if subject is not None and content is not None and "n" in group.verb.kinds:
            found.add(content, group, subject)
        return
    start = content_start(line.tokens, after, group.verb)
    if start is not None and line.word(start - 1) == "that":
        end = cuts.content_end(start, group)
        if start < end:
            found.cover(end)
            found.add(Stretch(start, end), group, subject)
