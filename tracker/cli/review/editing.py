"""Asking for a field: names are looked up at once, so that what is shown is what would be recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from events.vocabulary import CONDITIONAL, Act, Stance
from tracker.cli.opening import typed_date
from tracker.cli.review.coding import Coding
from tracker.cli.review.fields import FIELDS, NOUNS, field_of
from tracker.cli.review.modes import Choosing, Mode, Option, Picking, Typing, Wording, numbered
from tracker.errors import AmbiguousNameError, UnknownNameError, UnreadableError
from tracker.ledger import Ledger
from tracker.reading.registry import Entity, Noun

__all__ = ["Editor"]

_SEPARATOR: Final = "|"
_STANCES: Final = {
    Stance.SUPPORTS: "for the proposition",
    Stance.SUPPORTS_IF: "for it on conditions",
    Stance.NEUTRAL: "neither for nor against",
    Stance.AMBIGUOUS: "can be read either way",
    Stance.OPPOSES_UNLESS: "against it, unless conditions are met",
    Stance.OPPOSES: "against the proposition",
    Stance.DECLINES: "was asked and did not say",
}
_NOBODY: Final = Option("-", "none")


class Editor:
    """Asks for the fields of one coding."""

    def __init__(
        self,
        ledger: Ledger,
        coding: Coding,
        show: Callable[[Mode], None],
        then: Callable[[], None],
        left: Callable[[str], None],
        *,
        register: bool = True,
    ) -> None:
        """Ask with `show`; go on with `then` after a change, and with `left` and a sentence without one.

        `register`: names that are not known may be registered with the statement.
        """
        self._ledger = ledger
        self._coding = coding
        self._show = show
        self._then = then
        self._left = left
        self._register = register

    def pick(self) -> None:
        """Ask which field is to be edited, and then for it."""
        fields = tuple(Option(each.key, each.label) for each in FIELDS)
        self._show(Picking("Edit which field?", fields, self._picked, self._leave))

    def _picked(self, option: Option) -> None:
        self.ask(next(each.name for each in FIELDS if each.key == option.key))

    def ask(self, name: str) -> None:
        """Ask for a field."""
        asking = {
            "issue": self._issue,
            "stance": self._stance,
            "act": self._act,
            "quotation": self._words,
        }.get(name)
        if asking is not None:
            asking()
        elif name in NOUNS:
            self._name(name)
        else:
            self._text(name)

    def _leave(self) -> None:
        self._left("")

    def _change(self, name: str, value: object, *, unknown: bool = False) -> None:
        self._coding.change(name, value, unknown=unknown)
        self._then()

    def _choose(self, name: str, title: str, options: Sequence[tuple[str, str]], *, none: bool = False) -> None:
        words = [word for word, _ in options]

        def chosen(option: Option) -> None:
            self._change(name, None if option is _NOBODY else option.word)

        def typed(text: str) -> None:
            if text in words:
                self._change(name, text)
            else:
                self._left(f"{name} is never {text[:40]!r}; it is {', '.join(words)}")

        self._show(
            Choosing(
                title,
                (*numbered(options), *([_NOBODY] if none else [])),
                chosen,
                self._leave,
                lambda: self._show(Typing(f"{field_of(name).label}: ", "", typed, [(word,) for word in words])),
            )
        )

    def _stance(self) -> None:
        issue = self._coding.value("issue")
        self._choose("stance", f"Stance on {self._proposition(issue)}", list(_STANCES.items()))

    def _proposition(self, issue: str | None) -> str:
        key = self._ledger.registry.find("issue", issue) if issue else None
        if key is None:
            return issue or "an issue that is not known yet"
        proposition = self._ledger.registry.entity(key).data.get("proposition")
        return f"{issue}: {proposition}" if proposition else f"{issue}, which has no proposition yet"

    def _act(self) -> None:
        self._choose("act", "What kind of speech act?", [(each.value, "") for each in Act], none=True)

    def _issue(self) -> None:
        data = self._coding.proposal.data
        entities = {each.id: each for each in self._ledger.registry.every("issue")}
        first = [each for each in dict.fromkeys([data.issue, *data.issues]) if each in entities]
        ordered = [entities[each] for each in first if each is not None]
        ordered += [each for each in entities.values() if each.id not in first]
        options = [(each.id, each.data.get("proposition") or each.label) for each in ordered]
        self._show(
            Choosing(
                "On which issue?",
                numbered(options),
                lambda option: self._change("issue", option.word),
                self._leave,
                lambda: self._name("issue"),
            )
        )

    def _name(self, name: str) -> None:
        value = self._coding.value(name) or ""
        words = _spellings(self._ledger.registry.every(NOUNS[name]))
        self._show(Typing(f"{field_of(name).label}: ", value, lambda text: self._named(name, NOUNS[name], text), words))

    def _named(self, name: str, noun: Noun, text: str) -> None:
        if not text:
            self._cleared(name)
            return
        registry = self._ledger.registry
        try:
            key = registry.find(noun, text)
        except AmbiguousNameError as error:
            self._left(str(error))
            return
        if key is not None:
            self._change(name, registry.id_of(key))
        elif self._register:
            self._offer(name, noun, text)
        else:
            self._left(str(UnknownNameError(noun, text, registry.near(noun, text))))

    def _offer(self, name: str, noun: Noun, text: str) -> None:
        """Ask whether a name that stands for nothing is to be registered with the statement."""
        near = self._ledger.registry.near(noun, text)
        meant = f"; did you mean {' or '.join(map(repr, near))}?" if near else "."
        yes = Option("y", "yes", "when it is accepted; `tracker check` lists it until it is described")
        no = Option("n", "no", "leave it as it was")

        def chosen(option: Option) -> None:
            if option is yes:
                self._change(name, text, unknown=True)
            else:
                self._leave()

        self._show(Choosing(f"No {noun} {text[:60]!r} is known{meant} Register it?", (yes, no), chosen, self._leave))

    def _cleared(self, name: str) -> None:
        """Leave a field empty, if it may be."""
        if name in ("party", "issue", "said"):
            self._left(f"{field_of(name).label} is as it was; a statement needs one")
        elif name == "conditions":
            self._left(f"{self._coding.value('stance')} needs a condition; without one choose another stance")
        else:
            self._change(name, None)

    def _text(self, name: str) -> None:
        value = self._coding.value(name)
        if name == "conditions":
            if self._coding.value("stance") not in CONDITIONAL:
                self._left(f"only {' and '.join(sorted(CONDITIONAL))} take conditions; change the stance first")
                return
            value = f" {_SEPARATOR} ".join(value)
        hint = {"conditions": f" (several: {_SEPARATOR} between them)", "said": " (such as 2023-09-05)"}.get(name, "")
        prompt = f"{field_of(name).label}{hint}: "
        self._show(Typing(prompt, value or "", lambda text: self._typed(name, text)))

    def _typed(self, name: str, text: str) -> None:
        if not text:
            self._cleared(name)
        elif name == "conditions":
            parts = tuple(part.strip() for part in text.split(_SEPARATOR) if part.strip())
            if parts:
                self._change(name, parts)
            else:
                self._cleared(name)
        elif name in ("said", "until"):
            try:
                self._change(name, typed_date(self._ledger, text))
            except UnreadableError as error:
                self._left(str(error))
        else:
            self._change(name, text)

    def _words(self) -> None:
        if self._coding.text is None:
            self._left("the words cannot be changed, because the archive does not hold the text they stand in")
            return
        self._show(Wording(self._coding, self._then, self._leave))


def _spellings(entities: Iterable[Entity]) -> list[tuple[str, ...]]:
    """Return the names of each, its id first."""
    return [(each.id, each.label, *each.data.get("aliases", ())) for each in entities]
