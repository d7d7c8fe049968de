"""What the record means: positions, derived for any date in the world and any moment of our own knowledge.

Asking       ledger (the one object users hold), view (the record at a cut) on survey (many pairs at once) on sight,
             cut, movement, reading/ (the questions)
Recording    intents (words into events), desk (where they are laid down), admission (the rules), present, groupings
Proposing    extraction/ (from a text to drafts of statements; pure), proposing (drafts into the record, each once),
             reviewing (what a human makes of them)
Keeping up   projections/ (tables that follow the log), store (where they live), searching (an index on demand),
             rebuild, checking (what a human asserts and acknowledges)
The file     verifying (all of it), signing (checkpoints), doctor (what it stands on)
Sources      archive/ (copies and their texts, beside the log)
Coding       coders (how far people agree about proposals, with the measures of reliability), engine_rates (how good
             the proposals were)
In and out   exchange/ (files), seeding (the example dossier), cli/ (the command line)
Failures     errors

    with open_ledger("tracker.db") as ledger:
        ledger.at(as_of="2023-09-06").position("russia", "venue/moscow").stance
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from events.vocabulary import Stance
    from tracker.cut import Cut
    from tracker.exchange.importing import import_statements
    from tracker.ledger import Ledger, create_ledger, open_ledger
    from tracker.movement import Movement
    from tracker.reading.position import Position
    from tracker.view import View

__all__ = [
    "Cut",
    "Ledger",
    "Movement",
    "Position",
    "Stance",
    "View",
    "create_ledger",
    "import_statements",
    "open_ledger",
]


_HOMES: Final = {
    "Cut": "tracker.cut",
    "Ledger": "tracker.ledger",
    "Movement": "tracker.movement",
    "Position": "tracker.reading.position",
    "Stance": "events.vocabulary",
    "View": "tracker.view",
    "create_ledger": "tracker.ledger",
    "import_statements": "tracker.exchange.importing",
    "open_ledger": "tracker.ledger",
}
"""The module that each name is defined in; it is loaded when the name is first asked for."""


def __getattr__(name: str) -> object:
    """Return what the package offers under that name, and keep it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return found
