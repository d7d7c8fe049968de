"""What only the record and the clock can tell of an event. Every event passes here before it is appended.

`admit` has one rule per kind and either lets the event pass or raises RefusedError (or UnknownNameError), whose
sentence says what to do instead.

gate         where the rules are looked up
names        registering, amending, memberships, offices
statements   recording, correcting, retracting, withdrawing
checks       asserting, acknowledging
proposals    proposing, and deciding about proposals
voiding      taking out what was entered wrongly
"""

from tracker.admission import checks, names, proposals, statements, voiding  # noqa: F401 - each adds its rules
from tracker.admission.gate import admit

__all__ = ["admit"]
