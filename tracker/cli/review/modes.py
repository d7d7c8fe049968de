"""What a key means just now: choosing one of several, typing a text, moving the ends of the words, reading the help.

A mode knows its keys and what to do then; it neither draws nor reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from tracker.cli.review.coding import Coding

__all__ = ["Choosing", "Helping", "Looking", "Mode", "Option", "Picking", "Rejecting", "Typing", "Wording", "numbered"]

Hint = tuple[str, str]
"""A key, and what it does."""

_NUMBERS: Final = "1234567890"
_ON_TO_AN_END: Final = re.compile(r"\s*\S+")
_ON_TO_A_START: Final = re.compile(r"\S*\s+(?=\S)")


class Mode(Protocol):
    """One state of the keyboard."""

    @property
    def hints(self) -> Sequence[Hint]:
        """The keys, for the foot of the screen."""
        ...

    def press(self, key: str) -> bool:
        """Do what the key means; say whether it means anything."""
        ...


@dataclass(frozen=True)
class Looking:
    """A proposal is shown, and may be decided about."""

    hints: Sequence[Hint]
    does: dict[str, Callable[[], None]]

    def press(self, key: str) -> bool:
        """Do what the key means."""
        if key in self.does:
            self.does[key]()
        return key in self.does


@dataclass(frozen=True, slots=True)
class Option:
    """One of several: the key that takes it, what it is, and what stands beside it."""

    key: str
    word: str
    beside: str = ""


def numbered(words: Sequence[tuple[str, str]]) -> tuple[Option, ...]:
    """Return options whose keys are digits, ten to a page; each a word and what stands beside it."""
    return tuple(Option(_NUMBERS[index % len(_NUMBERS)], word, beside) for index, (word, beside) in enumerate(words))


@dataclass
class Choosing:
    """One of several is chosen, by its key or, after `/`, by its name."""

    title: str
    options: tuple[Option, ...]
    chosen: Callable[[Option], None]
    left: Callable[[], None]
    by_name: Callable[[], None] | None = None
    page: int = field(default=0)

    @property
    def shown(self) -> tuple[Option, ...]:
        """The options of this page."""
        first = self.page * len(_NUMBERS)
        return self.options[first : first + len(_NUMBERS)]

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-len(self.options) // len(_NUMBERS)))

    @property
    def hints(self) -> Sequence[Hint]:
        """The keys beside those of the options."""
        more = [("space", "more")] if self.pages > 1 else []
        name = [("/", "by name")] if self.by_name else []
        return [*more, *name, ("Esc", "back")]

    def press(self, key: str) -> bool:
        """Take the option of that key, turn the page, or leave."""
        option = next((each for each in self.shown if each.key == key), None)
        if option is not None:
            self.chosen(option)
        elif key == "escape":
            self.left()
        elif key == "/" and self.by_name:
            self.by_name()
        elif key == " " and self.pages > 1:
            self.page = (self.page + 1) % self.pages
        else:
            return False
        return True


class Lettered(Choosing):
    """One of several is chosen by a letter of its own; all are on one page."""

    @property
    def shown(self) -> tuple[Option, ...]:
        """All options."""
        return self.options

    @property
    def pages(self) -> int:
        """One."""
        return 1


class Picking(Lettered):
    """A field is chosen by its letter, which stands before it on the screen."""


class Rejecting(Lettered):
    """A reason is chosen by its letter, or by the capital one to add a note; those are `noted`."""

    noted: tuple[Option, ...] = ()

    @property
    def hints(self) -> Sequence[Hint]:
        """The keys beside those of the reasons."""
        return [*([("capital letter", "with a note")] if self.noted else []), ("Esc", "back")]

    def press(self, key: str) -> bool:
        """Take the reason of that key."""
        option = next((each for each in self.noted if each.key == key), None)
        if option is None:
            return super().press(key)
        self.chosen(option)
        return True


@dataclass(frozen=True)
class Typing:
    """A text is typed; keys go to the line that is edited, and come back as a whole."""

    prompt: str
    value: str
    entered: Callable[[str], None]
    words: Sequence[tuple[str, ...]] = ()
    """What may be completed: of each thing its names."""
    hints: Sequence[Hint] = (("Enter", "takes it"), ("Ctrl-C", "quit"))

    def press(self, key: str) -> bool:
        """Take no key alone."""
        return False


@dataclass
class Wording:
    """The ends of the quotation are moved, a word at a time."""

    coding: Coding
    kept: Callable[[], None]
    left: Callable[[], None]
    end: bool = True
    """Whether the end moves, and not the start."""

    def __post_init__(self) -> None:
        self._before = self.coding.place

    @property
    def hints(self) -> Sequence[Hint]:
        """The keys."""
        moving = "end" if self.end else "start"
        other = "start" if self.end else "end"
        return [
            ("← h", f"{moving} a word back"),
            ("→ l", "a word on"),
            ("Tab", f"the {other}"),
            ("o", "as proposed"),
            ("Enter", "keep"),
            ("Esc", "back"),
        ]

    def press(self, key: str) -> bool:
        """Move an end, change over to the other, keep or leave."""
        if key in ("left", "h"):
            self._move(-1)
        elif key in ("right", "l"):
            self._move(1)
        elif key == "tab":
            self.end = not self.end
        elif key == "o":
            place = self.coding.proposal.data.place
            self.coding.move_to(place.start, place.end)
        elif key == "enter":
            self.kept()
        elif key == "escape":
            self.coding.move_to(*self._before)
            self.left()
        else:
            return False
        return True

    def _move(self, step: int) -> None:
        text = self.coding.text or ""
        start, end = self.coding.place
        if self.end:
            end = _end_of_word(text, end, step)
        else:
            start = _start_of_word(text, start, step)
        if start < end:
            self.coding.move_to(start, end)


def _end_of_word(text: str, at: int, step: int) -> int:
    """Return where the next word after `at` ends, or the last one before; `at` where there is none."""
    if step > 0:
        found = _ON_TO_AN_END.match(text, at)
        return found.end() if found else at
    words = text[:at].rsplit(None, 1)
    return len(words[0]) if len(words) > 1 else at


def _start_of_word(text: str, at: int, step: int) -> int:
    """Return where the next word after `at` begins, or the one before; `at` where there is none."""
    if step > 0:
        found = _ON_TO_A_START.match(text, at)
        return found.end() if found else at
    head = text[:at].rstrip()
    words = head.rsplit(None, 1)
    return len(head) - len(words[-1]) if words else at


@dataclass(frozen=True)
class Helping:
    """The help is shown; any key leaves it."""

    left: Callable[[], None]
    hints: Sequence[Hint] = (("any key", "back"),)

    def press(self, key: str) -> bool:
        """Leave."""
        self.left()
        return True
