"""The cut: as of which day or instant of the world, as known at which instant of ours."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from events.clock import Instant, instant_text
from events.errors import InvalidDateError
from events.ids import seq_of_handle
from events.log import EventLog
from events.periods import SAID_FORMS, Zone, is_open, period_of
from tracker.errors import UnknownEntryError, UnreadableError

__all__ = ["CUT_FORMS", "RULES", "AsOf", "Cut", "KnownAt", "cut_at"]

CUT_FORMS: Final = "write 2025-09-05 or 2025-09-05T14:30Z"

RULES: Final = 1
"""Version of the rules by which positions are derived."""

AsOf = str | date | datetime | None
"""A day, a minute or a second, each meaning its end; None: today."""
KnownAt = str | date | datetime | None
"""An instant, a day (its end) or an entry handle; None: everything known now."""

_MONTH_TEXT_LENGTH: Final = len("2025-09")


class Cut(NamedTuple):
    """Where an answer is cut. Only `seq` makes it repeatable: an instant may still gain entries until it is past."""

    as_of: date | datetime
    """The day, or the last second, that still counts."""
    known_at: datetime
    """The last second whose entries still count."""
    seq: int
    """The last entry that still counts."""
    until: Instant
    """First instant after `as_of`."""
    day: date
    """The day of `as_of` in the dossier's zone."""

    def as_json(self) -> dict[str, str | int]:
        """Return the cut as every answer echoes it; `as_of` and `known_at` may be typed again as they stand."""
        as_of = self.as_of.isoformat() if not isinstance(self.as_of, datetime) else _text(self.as_of)
        return {"as_of": as_of, "known_at": _text(self.known_at), "seq": self.seq, "rules": RULES}


def cut_at(log: EventLog, zone: Zone, now: Instant, as_of: AsOf, known_at: KnownAt) -> Cut:
    """Return the cut that these words mean.

    Raises:
        UnreadableError: neither a day nor an instant.
        UnknownEntryError: a handle beyond the head.
    """
    seq, known = _known(log, zone, now, known_at)
    day: date | datetime = zone.day_of(now) if as_of is None else _moment(as_of, "as of", zone)[0]
    until = zone.end_of(zone.day_of(now)) if as_of is None else _moment(as_of, "as of", zone)[1]
    return Cut(day, datetime.fromtimestamp(known, UTC), seq, until, zone.day_of(until - 1))


def _known(log: EventLog, zone: Zone, now: Instant, known_at: KnownAt) -> tuple[int, Instant]:
    head = log.head()
    if known_at is None:
        return head.seq, max(now, head.recorded_at)
    if isinstance(known_at, str) and (seq := seq_of_handle(known_at)) is not None:
        return seq, _recorded_at(log, seq, head.seq)
    known = _moment(known_at, "known at", zone)[1] - 1
    return log.seq_at(known), known


def _recorded_at(log: EventLog, seq: int, head: int) -> Instant:
    from events.codec import decode

    if seq > head:
        raise UnknownEntryError(f"e{seq}", head)
    (stored,) = log.read(seq - 1, seq)
    return decode(stored.body).recorded_at


def _moment(typed: str | date | datetime, what: str, zone: Zone) -> tuple[date | datetime, Instant]:
    """Return the day, or the last second of the instant, that was typed, and the first instant after it."""
    if isinstance(typed, datetime):
        if typed.tzinfo is None:
            raise UnreadableError(f"{what}: {typed.isoformat()} has no offset from UTC; give it one")
        typed = typed.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    text = typed.isoformat() if isinstance(typed, date) else typed
    try:
        ends = period_of(text, zone).ends
    except InvalidDateError as error:
        raise UnreadableError(f"{what}: {str(error).replace(SAID_FORMS, CUT_FORMS)}") from None
    if is_open(text) or len(text) <= _MONTH_TEXT_LENGTH:
        raise UnreadableError(f"{what}: {text!r} is not a day or an instant; {CUT_FORMS}")
    if "T" in text:
        return datetime.fromtimestamp(ends - 1, UTC), ends
    return date.fromisoformat(text), ends


def _text(moment: datetime) -> str:
    return instant_text(int(moment.timestamp()))
