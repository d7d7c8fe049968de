"""The engine `spacy`: the same rules, over the dependency parse of whatever English pipeline is installed.

The parse decides whether a word is a verb, what its subject is, and where a clause without `that` completes it. Each
sentence is parsed by itself, as our own splitter cuts it; one that is too long, or has no spaces, is read without, and
so are those after the first 300,000 characters.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from itertools import accumulate
from typing import Any, Final

from tracker.errors import MissingExtraError
from tracker.extraction.draft import Span
from tracker.extraction.extractor import Extraction, Fingerprint, rules_digest
from tracker.extraction.guide import Guide
from tracker.extraction.lexicon import verb
from tracker.extraction.marks import quotations
from tracker.extraction.names import Names
from tracker.extraction.reading import read_all, sentences_of
from tracker.extraction.sentences import Sentence

__all__ = ["SpacyExtractor"]

_VERSION: Final = "1"
_LONGEST: Final = 1_500
_MOST: Final = 300_000
"""As many characters are parsed of one text; a newspaper's longest article has a fifth of that."""
_SOLID: Final = re.compile(r"\S{60}")
_SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "csubj"})
_NO_PART: Final = frozenset({"relcl", "acl", "punct", "advcl", "nsubj", "nsubjpass", "mark", "intj"})
_COMPLETING: Final = frozenset({"dobj", "ccomp", "xcomp"})
_OWN: Final = frozenset({"as", "after", "when", "while", "although", "though"})
_ADJECTIVAL: Final = frozenset({"amod", "compound"})


class SpacyExtractor:
    """Reads reports off a parse."""

    def __init__(self) -> None:
        self._name, self._pipeline = _loaded()

    @property
    def fingerprint(self) -> Fingerprint:
        """What makes its drafts: our rules, spaCy and the pipeline."""
        model = f"{self._name} {self._pipeline.meta.get('version', '')} spacy {_installed('spacy')}"
        digest = hashlib.sha256(f"{rules_digest()} {model}".encode()).hexdigest()
        return Fingerprint("spacy", f"{_VERSION} ({model})", digest)

    def extract(self, text: str, names: Names) -> Extraction:
        """Return the drafts of a text."""
        quoted = quotations(text)
        read = sentences_of(text, quoted)
        parsable = [each for each in read if _is_parsable(text, each)]
        sizes = accumulate(each.place.end - each.place.start for each in parsable)
        parsed = parsable[: sum(size <= _MOST for size in sizes)]
        guides = dict(zip(map(_start, parsed), self._guides(text, parsed), strict=True))
        left = sum(len(each.tokens) > 1 for each in read) - len(parsed)
        told = (f"{left:,} passages are too long or too many, or have nothing to parse, and were read without a parse",)
        overlong = len(parsed) < len(parsable) or any(each.place.end - each.place.start > _LONGEST for each in read)
        guided = ((each, guides.get(_start(each))) for each in read)
        return read_all(text, names, quoted, guided, told if overlong else ())

    def _guides(self, text: str, read: list[Sentence]) -> Iterator[Guide]:
        # Line breaks within a sentence are wrapped lines; the parser would take them for more.
        words = (each.place.of(text).replace("\n", " ") for each in read)
        for sentence, doc in zip(read, self._pipeline.pipe(words), strict=True):
            yield _Parse(doc, sentence.place.start)


class _Parse:
    """The parse of one sentence, asked by places of the whole text."""

    def __init__(self, doc: Any, start: int) -> None:
        self._doc = doc
        self._start = start
        self._tokens = {token.idx + start: token for token in doc}

    def is_verb(self, word: Span) -> bool | None:
        token = self._token(word)
        if token is None:
            return None
        if token.pos_ in {"VERB", "AUX"}:
            return True if token.dep_ not in _ADJECTIVAL or token.head.i < token.i else None
        return None if token.tag_.startswith("V") else False

    def subject(self, verb: Span) -> Span | None:
        token = self._token(verb)
        while token is not None:
            for child in token.children:
                if child.dep_ in _SUBJECTS and child.i < token.i:
                    return self._phrase(child, token)
            token = _sharing(token)
        return None

    def content(self, verb: Span) -> Span | None:
        token = self._token(verb)
        if token is None:
            return None
        kinds = {"acl", "ccomp", "relcl"} if token.pos_ == "NOUN" else {"ccomp"}
        clauses = [child for child in token.children if child.dep_ in kinds and child.i > token.i]
        return self._span(clauses[0].left_edge, clauses[0].right_edge) if clauses else None

    def partner(self, verb: Span) -> Span | None:
        token = self._token(verb)
        if token is None or token.dep_ != "conj":
            return None
        return self._span(token.head, token.head)

    def stop(self, verb: Span) -> Span | None:
        token = self._token(verb)
        if token is None:
            return None
        after = [child for child in token.children if child.i > token.i]
        done = next((child.i for child in after if child.dep_ in _COMPLETING), None)
        for child in after:
            if child.dep_ == "advcl" and done is not None and child.i > done and child.left_edge.lower_ in _OWN:
                return self._span(child.left_edge, child.right_edge)
        return None

    def _token(self, word: Span) -> Any:
        token = self._tokens.get(word.start)
        return token if token is not None and token.idx + len(token) + self._start == word.end else None

    def _phrase(self, head: Any, verb: Any) -> Span | None:
        """Return a subject's words; a relative pronoun stands for what it belongs to."""
        if head.tag_ in {"WP", "WDT"} and verb.dep_ == "relcl":
            head = verb.head
        if head.tag_ in {"WP", "WDT", "EX"}:
            return None
        parts = [child for child in head.children if child.dep_ not in _NO_PART]
        first = min([head, *(each.left_edge for each in parts)], key=lambda each: each.i)
        return self._span(first, max([head, *(each.right_edge for each in parts)], key=lambda each: each.i))

    def _span(self, first: Any, last: Any) -> Span:
        return Span(first.idx + self._start, last.idx + len(last) + self._start)


def _sharing(token: Any) -> Any:
    """Return the verb whose subject a verb shares: `met and said`, `met, saying`, `issued a letter saying`."""
    head = token.head if token.head is not token else None
    if head is None or token.dep_ in {"conj", "xcomp"}:
        return head
    if token.tag_ != "VBG":
        return None
    if token.dep_ == "acl":
        return head.head if head.dep_ == "dobj" else None
    return head if token.dep_ == "advcl" else None


@cache
def _loaded() -> tuple[str, Any]:
    """Return the first English pipeline that can parse, by name, and load it without what is not used.

    Raises:
        MissingExtraError: spaCy, or such a pipeline, is not installed.
    """
    try:
        import spacy
        import spacy.util
    except ImportError as error:
        raise MissingExtraError("the engine spacy", "nlp") from error
    for name in sorted(spacy.util.get_installed_models()):
        if name.startswith("en_"):
            pipeline = spacy.load(name, exclude=["ner", "lemmatizer", "textcat", "entity_linker"])
            if "parser" in pipeline.pipe_names:
                return name, pipeline
    raise MissingExtraError("the engine spacy, which reads over an English pipeline,", "nlp")


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _is_parsable(text: str, sentence: Sentence) -> bool:
    place = sentence.place
    if place.end - place.start > _LONGEST or _SOLID.search(text, *place):
        return False
    return any(each.is_word and verb(each.lower) is not None for each in sentence.tokens)


def _start(sentence: Sentence) -> int:
    return sentence.place.start
