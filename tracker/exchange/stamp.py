"""What every exported file says of itself: of which dossier it is, at which cut, and under which Merkle root."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tracker.cut import Cut
from tracker.errors import RefusedError
from tracker.view import View

__all__ = ["Stamp", "check_begun", "stamp_of"]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Enough to ask the same again, and to prove that the log was this one."""

    dossier: str
    cut: Cut
    root: str
    """Merkle root over the log's first `cut.seq` entries, hexadecimal."""

    def as_json(self) -> dict[str, Any]:
        """Return dossier, as_of, known_at, seq, rules and root."""
        return {"dossier": self.dossier, **self.cut.as_json(), "root": self.root}

    def line(self) -> str:
        """Return the stamp in one line for people."""
        told = self.cut.as_json()
        return (
            f"{self.dossier}, as of {told['as_of']}, known at {told['known_at']} (e{told['seq']}), "
            f"rules {told['rules']}, root {self.root}"
        )


def stamp_of(view: View) -> Stamp:
    """Return the stamp of what the view answers; the dossier is called as it was known then.

    Raises:
        RefusedError: nothing was on record then.
    """
    check_begun(view)
    return Stamp(view.registry.dossier(view.cut.seq).name, view.cut, view.root)


def check_begun(view: View) -> None:
    """Let a view pass whose log has begun.

    Raises:
        RefusedError: nothing was on record then, not even the dossier.
    """
    if view.cut.seq == 0:
        raise RefusedError(
            f"nothing was on record at {view.cut.as_json()['known_at']}; `tracker log show` tells when the log begins"
        )
