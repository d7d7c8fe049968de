"""What a CSV or TSV answer begins with where it has no rows, so that its reader finds its columns all the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

__all__ = ["CONSIDERED", "HEADS", "common_ground_heads"]

_CELL: Final = ("stance", "conditions", "basis", "inherited_from", "statements", "deciding", "last_said")
_MARKS: Final = ("stale", "lapsed")
_SIDE: Final = (*_CELL, "days_since_last", *_MARKS)
_WORDED: Final = ("conditions", "act", "speaker", "said", "until", "quotation", "summary", "source")

CONSIDERED: Final = ("statement", "seq", "recorded_at", "why", "by", "party", "issue", "stance", *_WORDED, "language")
"""Of `position --explain`."""


def common_ground_heads(parties: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the columns of common ground; with those of parties that are compared."""
    sides = ("supporting", "conditional", "opposing", "undecided", "silent", "blockers")
    head = ("issue", "agreement", "distance", "counts", "inherited", *sides)
    return (*head, *parties, "agreeing", "conditions", "statements")


HEADS: Final[dict[str, tuple[str, ...]]] = {
    "position": (
        *("party", "issue", "stance", "conditions", "basis", "inherited_from", "since", "statements", "deciding"),
        *("tally", "first_said", "last_said", "days_since_last", "last_declined", *_MARKS),
    ),
    "history": (
        *("statement", "seq", "recorded_at", "recorded_by", "party", "issue", "stance", *_WORDED),
        *("movement", "status"),
    ),
    "common-ground": common_ground_heads(),
    "diff": (
        *("party", "issue", "movement"),
        *(f"{side}_{name}" for side in ("before", "after") for name in _SIDE),
        "because",
    ),
    "changes": ("party", "issue", "day", "moment", "movement", "before", "after", "statements", "withdrawals"),
    "timeline": ("party", "issue", "begins", "ends", *_CELL, *_MARKS, "movement"),
    "search": (
        *("kind", "entry", "seq", "party", "issue", "stance", "said", "speaker", "source"),
        *("field", "excerpt", "closeness", "status"),
    ),
    "check": ("key", "kind", "party", "issue", "detail", "entries", "about", "acknowledged"),
}
"""By the schema of the answer; of a grid and of a comparison they depend on what is asked."""
