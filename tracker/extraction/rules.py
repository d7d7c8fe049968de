"""The engine `rules`: needs no package, and reads the words without a parse."""

from __future__ import annotations

from typing import Final

from tracker.extraction.extractor import Extraction, Fingerprint, rules_digest
from tracker.extraction.marks import quotations
from tracker.extraction.names import Names
from tracker.extraction.reading import read_all, sentences_of

__all__ = ["RulesExtractor"]

_VERSION: Final = "1"


class RulesExtractor:
    """Reads reports off the words."""

    @property
    def fingerprint(self) -> Fingerprint:
        """What makes its drafts."""
        return Fingerprint("rules", _VERSION, rules_digest())

    def extract(self, text: str, names: Names) -> Extraction:
        """Return the drafts of a text; time grows with its length and no faster."""
        quoted = quotations(text)
        return read_all(text, names, quoted, ((each, None) for each in sentences_of(text, quoted)))
